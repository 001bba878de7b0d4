//! A look at the first records of a file, to choose the fields: which field holds the text, the
//! date and so on ([`Fields`]).
//!
//! [`Look::at`] reads the records in the first bytes of a file and notes what their fields hold (an
//! [`Outline`]); [`Outline::choose`] then chooses. If no field holds the text, [`Look::at`] tries
//! again with more bytes, up to a limit, since one record may be longer than the first bytes.

use crate::article::checked_text;
use crate::batch::{Batch, OpenFile, ReadRecords};
use crate::compression::Compression;
use crate::fields::Fields;
use crate::format::About;
use crate::input_file::{FIRST_BYTES, InputFile, MOST_FIRST_BYTES};
use crate::inputs::Inputs;
use crate::layout::Layout;
use crate::outline::Outline;
use crate::reading::Reading;
use crate::source::Source;
use copydesk_store::{Disk, IoContext, Result};
use std::sync::Arc;

/// Largest number of records that are looked at.
const FIRST_RECORDS: u64 = 200;

/// The fields of the first records of a file, and which role each has.
#[derive(Clone, Debug)]
pub struct Look {
    /// What the fields of these records hold.
    outline: Outline,
    /// The field for each role. `None` if no field holds the text.
    fields: Option<Fields>,
    /// Whether all records of the file were looked at.
    is_all: bool,
}

impl Look {
    /// Looks at the first records of the file with the index `number` in [`Inputs::files`]. `asked`
    /// are the names of fields that the user gave.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn at(inputs: &Inputs, number: usize, asked: &Fields) -> Result<Self> {
        let file = &inputs.files()[number];
        if file.format().is_columnar() && !file.is_stream() {
            return Self::at_columns(inputs, number, asked);
        }
        let mut most = FIRST_BYTES;
        loop {
            let (bytes, is_whole) = if file.is_stream() {
                // The first bytes of a stream were kept: `FIRST_BYTES`, or fewer if it is shorter.
                let bytes = Arc::clone(inputs.stream_bytes());
                let is_whole = bytes.len() < FIRST_BYTES;
                (bytes, is_whole)
            } else {
                let first_bytes = file
                    .first_bytes(inputs.disk(), most)
                    .while_reading(file.path())?;
                (Arc::from(first_bytes.bytes), first_bytes.is_whole)
            };
            let is_last_try = is_whole || most >= MOST_FIRST_BYTES || file.is_stream();
            let first = first_records_in(file, bytes, is_whole, asked)?;
            let mut fields = first.outline.choose(asked);
            if fields.is_none() && file.is_stream() && !is_whole && asked.text().is_some() {
                // A stream cannot be read twice, so no more of it can be looked at. The field that
                // the user named for the text may occur in later records. All roles for which the
                // user named no field get the usual names.
                fields = Some(asked.or(&Fields::default()));
            }
            if fields.is_some() || is_last_try || !file.format().has_fields() {
                return Ok(Self {
                    outline: first.outline,
                    fields,
                    is_all: first.is_all,
                });
            }
            // The factor is large, because each step reads and decompresses the file from its
            // beginning again.
            most *= 8;
        }
    }

    /// Looks at the first rows of a table in columns. They cannot be read from the first bytes of
    /// the file, so its reader is used.
    fn at_columns(inputs: &Inputs, number: usize, asked: &Fields) -> Result<Self> {
        let file = &inputs.files()[number];
        let opened = file
            .open(number, inputs.disk())?
            .with_reading(Reading::Look);
        let mut reader = file.format().reader(opened)?;
        let is_whole = true;
        let first = first_records(file, &mut *reader, is_whole, asked)?;
        Ok(Self {
            fields: first.outline.choose(asked),
            outline: first.outline,
            is_all: first.is_all,
        })
    }

    /// Whether any record with fields could be read. If not, there is nothing to choose.
    #[must_use]
    pub fn has_records(&self) -> bool {
        self.outline.records() > 0
    }

    /// The names of the fields for all roles. `None` if no field holds the text.
    #[must_use]
    pub fn fields(&self) -> Option<&Fields> {
        self.fields.as_ref()
    }

    /// Whether no record of the file has a text, although the field for it is there. `false` if not
    /// all records were looked at.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Some(name) = self.fields().and_then(Fields::text) else {
            return false;
        };
        match self.outline.field(name) {
            Some(field) => self.is_all && field.texts == 0,
            None => false,
        }
    }

    /// The fields that hold texts, with the mean length of their texts in bytes, longest first.
    #[must_use]
    pub fn strings(&self) -> Vec<(&str, u64)> {
        self.outline.strings()
    }
}

impl InputFile {
    /// The same file, in whose records these fields are read.
    #[must_use]
    pub fn reading(&self, fields: Arc<Fields>) -> Self {
        self.with_fields(fields)
    }
}

/// The first records in these bytes, which are the first bytes of the file. `is_whole` says whether
/// they are all of the file.
fn first_records_in(
    file: &InputFile,
    bytes: Arc<[u8]>,
    is_whole: bool,
    asked: &Fields,
) -> Result<FirstRecords> {
    let opened = Source::Memory(bytes)
        .open(&Disk::default(), file.path())
        .while_reading(file.path())?;
    let open = OpenFile::new(0, file.path(), Compression::Plain, opened);
    // The first bytes were already converted to UTF-8.
    let layout = Layout {
        encoding: None,
        ..file.layout().clone()
    };
    let laid_out = open.with_layout(Arc::new(layout));
    let mut reader = file.format().reader(laid_out)?;
    first_records(file, &mut *reader, is_whole, asked)
}

/// The first records of a file.
struct FirstRecords {
    outline: Outline,
    /// Whether these are all records of the file.
    is_all: bool,
}

/// The first records that a reader reads. `is_whole` says whether the reader reads all of the file;
/// if not, the last record may be cut off and is left out.
fn first_records(
    file: &InputFile,
    reader: &mut dyn ReadRecords,
    is_whole: bool,
    asked: &Fields,
) -> Result<FirstRecords> {
    // For an outline all fields are read, whatever they are called.
    let (mut outline, unnamed) = (Outline::looking_for(asked), Fields::none());
    let (mut batch, mut is_end) = (Batch::default(), false);
    while !is_end && outline.records() < FIRST_RECORDS {
        is_end = reader.fill(&mut batch)?;
        let is_last_cut_off = is_end && !is_whole;
        // A batch may have no records.
        let whole_records = batch
            .records
            .len()
            .saturating_sub(usize::from(is_last_cut_off));
        for record in &batch.records[..whole_records] {
            // `records` also has an entry for bytes between records, such as the head of the file.
            if !record.belongs_to_no_record()
                && outline.records() < FIRST_RECORDS
                && let Ok(body) = checked_text(&batch.bytes[record.body.clone()])
            {
                let about = About {
                    file: file.name(),
                    head: batch.head(0),
                    layout: file.layout(),
                    fields: &unnamed,
                };
                file.format().outline(body, &about, &mut outline);
            }
        }
        // The beginning of the next record. The next batch must begin with it.
        let rest = batch.take_rest();
        batch = Batch::default();
        batch.bytes = rest;
    }
    // A batch may hold more records than are looked at.
    let is_all = is_end && is_whole && outline.records() < FIRST_RECORDS;
    Ok(FirstRecords { outline, is_all })
}
