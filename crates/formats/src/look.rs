//! A look at the first records of a file, to choose the fields.
//!
//! [`Look::at`] reads a few hundred records and notes what their fields hold (an [`Outline`]);
//! [`Outline::choose`] then chooses. If none of them has the text, more is read: the first bytes of
//! a file grow step by step up to a limit, since one record may be longer than the first step.

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

/// Records of a file that are looked at; more if none of these has the text.
const FIRST_RECORDS: u64 = 200;

/// What the first records of a file look like.
#[derive(Clone, Debug)]
pub struct Look {
    outline: Outline,
    fields: Option<Fields>,
    /// Whether these are all records of the file.
    is_all: bool,
}

impl Look {
    /// Looks at the first records of the file with this number; `asked` are the names that a user
    /// gave.
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
                let bytes = Arc::clone(inputs.stream_bytes());
                let is_whole = bytes.len() < FIRST_BYTES;
                (bytes, is_whole)
            } else {
                let (bytes, is_whole) = file
                    .first_bytes(inputs.disk(), most)
                    .while_reading(file.path())?;
                (Arc::from(bytes), is_whole)
            };
            let is_last = is_whole || most >= MOST_FIRST_BYTES || file.is_stream();
            let outline = outline_of_bytes(file, bytes, is_whole, asked)?;
            let mut fields = outline.choose(asked);
            if fields.is_none() && file.is_stream() && !is_whole && asked.text().is_some() {
                // What a user names may come later in a stream, which cannot be read twice.
                fields = Some(asked.or(&Fields::default()));
            }
            if fields.is_some() || is_last || !file.format().has_fields() {
                let is_all = is_whole && outline.records() < FIRST_RECORDS;
                return Ok(Self {
                    outline,
                    fields,
                    is_all,
                });
            }
            // Few steps: each reads and decompresses the file from its beginning again.
            most *= 8;
        }
    }

    /// The same for a table in columns, which is not read from first bytes.
    fn at_columns(inputs: &Inputs, number: usize, asked: &Fields) -> Result<Self> {
        let file = &inputs.files()[number];
        let opened = file
            .open(number, inputs.disk())?
            .with_reading(Reading::Look);
        let mut reader = file.format().reader(opened)?;
        let (outline, is_whole) = outline_of(file, &mut *reader, true, asked)?;
        Ok(Self {
            fields: outline.choose(asked),
            outline,
            is_all: is_whole,
        })
    }

    /// Whether records were read that have fields; if not, there is nothing to choose.
    #[must_use]
    pub fn has_records(&self) -> bool {
        self.outline.records() > 0
    }

    /// The names of the fields; `None` if none holds the text.
    #[must_use]
    pub fn fields(&self) -> Option<&Fields> {
        self.fields.as_ref()
    }

    /// Whether the field of the text is there, but holds nothing in any record of the file.
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

    /// The fields that hold strings, with the mean length of those in bytes, longest first.
    #[must_use]
    pub fn strings(&self) -> Vec<(&str, u64)> {
        self.outline.strings()
    }
}

impl InputFile {
    /// The same file, in whose records the fields have these names.
    #[must_use]
    pub fn reading(&self, fields: Arc<Fields>) -> Self {
        self.with_fields(fields)
    }
}

/// The fields of the first records in these bytes.
fn outline_of_bytes(
    file: &InputFile,
    bytes: Arc<[u8]>,
    is_whole: bool,
    asked: &Fields,
) -> Result<Outline> {
    let opened = Source::Memory(bytes)
        .open(&Disk::default(), file.path())
        .while_reading(file.path())?;
    let open = OpenFile::new(0, file.path(), Compression::Plain, opened);
    // The first bytes are UTF-8 already.
    let layout = Layout {
        encoding: None,
        ..file.layout().clone()
    };
    let laid_out = open.with_layout(Arc::new(layout));
    let mut reader = file.format().reader(laid_out)?;
    Ok(outline_of(file, &mut *reader, is_whole, asked)?.0)
}

/// The fields of the first records that a reader gives, and whether there are no more. Unless what
/// it reads `is_whole`, its last record is cut off.
fn outline_of(
    file: &InputFile,
    reader: &mut dyn ReadRecords,
    is_whole: bool,
    asked: &Fields,
) -> Result<(Outline, bool)> {
    let (mut outline, unnamed) = (Outline::looking_for(asked), Fields::none());
    let (mut batch, mut is_end) = (Batch::default(), false);
    while !is_end && outline.records() < FIRST_RECORDS {
        is_end = reader.fill(&mut batch)?;
        // The last record is cut off where the bytes end.
        let cut_off = usize::from(is_end && !is_whole);
        let whole = batch.records.len().saturating_sub(cut_off);
        for record in &batch.records[..whole] {
            if !record.is_tail()
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
        let rest = batch.take_rest();
        batch = Batch::default();
        batch.bytes = rest;
    }
    Ok((outline, is_end && is_whole))
}
