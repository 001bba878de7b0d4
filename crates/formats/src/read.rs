//! Reading a dump forward, file by file.

use crate::batch::{BATCH_BYTES, Batch, RawRecord, ReadRecords};
use crate::file_part::FilePart;
use crate::input_file::InputFile;
use crate::inputs::Inputs;
use crate::record::Record;
use copydesk_store::Result;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

impl Batch {
    /// A record of this batch, which was read from `inputs`.
    #[must_use]
    pub fn record<'b>(&'b self, inputs: &'b Inputs, record: &'b RawRecord) -> Record<'b> {
        let file = &inputs.files()[record.file];
        let body = record.body.start - record.range.start..record.body.end - record.range.start;
        let raw = &self.bytes[record.range.clone()];
        Record::new(
            (file.format(), file.layout(), file.name()),
            raw,
            body,
            record.fault.as_deref(),
        )
        .with_head(self.head(record.file))
    }
}

/// Reads the files of a dump from number `from_file` on, in order, and passes batches of whole
/// records to `hand_on`; stops early if that returns `false`.
///
/// ```
/// use copydesk_formats::{Inputs, read_batches};
///
/// let dump = b"{\"text\":\"One.\"}\n\n{\"text\":\"Two.\"}\n";
/// let inputs = Inputs::in_memory([("dump.jsonl".to_owned(), dump.to_vec())])?;
/// let mut bodies = Vec::new();
/// read_batches(&inputs, 0, |batch| {
///     let records = batch.records.iter().map(|raw| batch.record(&inputs, raw));
///     bodies.extend(records.map(|record| record.body().to_vec()));
///     Ok(true)
/// })?;
/// assert_eq!(bodies, [b"{\"text\":\"One.\"}", b"{\"text\":\"Two.\"}"]);
/// # Ok::<(), copydesk_store::Error>(())
/// ```
///
/// # Errors
/// If a file cannot be read or was changed since it was found, or if `hand_on` fails.
pub fn read_batches(
    inputs: &Inputs,
    from_file: usize,
    mut hand_on: impl FnMut(Batch) -> Result<bool>,
) -> Result<()> {
    let mut reader = BatchReader::new(inputs, from_file..inputs.len(), BATCH_BYTES);
    while let Some(batch) = reader.read_on()? {
        if !hand_on(batch)? {
            return Ok(());
        }
    }
    Ok(())
}

/// Reads some files of a dump, which follow each other, forward and batch by batch. Other threads
/// may read other files of the dump meanwhile.
///
/// ```
/// use copydesk_formats::{BatchReader, Inputs};
///
/// let texts = ["a.txt", "b.txt", "c.txt"].map(|name| (name.to_owned(), name.into()));
/// let inputs = Inputs::in_memory(texts)?;
/// let mut reader = BatchReader::new(&inputs, 1..3, 1 << 20);
/// let batch = reader.read_on()?.expect("two files");
/// assert_eq!((batch.bytes.as_slice(), batch.records[0].file), (&b"b.txtc.txt"[..], 1));
/// assert!(reader.read_on()?.is_none());
/// # Ok::<(), copydesk_store::Error>(())
/// ```
pub struct BatchReader<'a> {
    inputs: &'a Inputs,
    /// The files that are not begun yet.
    files: Range<usize>,
    /// What is read of the file, if it is one and not all of it is.
    part: Option<FilePart>,
    batch_bytes: usize,
    open: Option<Open>,
    /// What comes next begins with this.
    batch: Batch,
    /// Bytes of the files of the dump before the one that is read.
    done: u64,
}

/// A file that is read.
struct Open {
    number: usize,
    records: Box<dyn ReadRecords>,
    read: Arc<AtomicU64>,
}

impl<'a> BatchReader<'a> {
    /// Reads the files with these numbers. A batch is returned when it has about `batch_bytes`
    /// bytes or more; what is read of small files that follow each other is one batch.
    ///
    /// # Panics
    /// If there are no files with these numbers.
    #[must_use]
    pub fn new(inputs: &'a Inputs, files: Range<usize>, batch_bytes: usize) -> Self {
        let before = &inputs.files()[..files.start];
        Self {
            inputs,
            files,
            part: None,
            batch_bytes,
            open: None,
            batch: Batch::default(),
            done: before.iter().map(InputFile::bytes).sum(),
        }
    }

    /// Reads a part of a file.
    ///
    /// # Panics
    /// If there is no such file.
    #[must_use]
    pub fn of_part(inputs: &'a Inputs, part: FilePart, batch_bytes: usize) -> Self {
        let whole = Self::new(inputs, part.file..part.file + 1, batch_bytes);
        Self {
            part: Some(part),
            done: whole.done + part.start.offset,
            ..whole
        }
    }

    /// The next batch of whole records; `None` if all files were read.
    ///
    /// # Errors
    /// If a file cannot be read or was changed since it was found.
    pub fn read_on(&mut self) -> Result<Option<Batch>> {
        loop {
            let mut open = match self.open.take() {
                Some(open) => open,
                None => match self.files.next() {
                    Some(number) => self.begin(number)?,
                    // The last small files are a batch that is not full.
                    None => return Ok(self.full(0)),
                },
            };
            let file = &self.inputs.files()[open.number];
            let has_ended = open.records.fill(&mut self.batch)?;
            let read = open.read.load(Ordering::Relaxed).min(file.bytes());
            let mut full = None;
            if !has_ended {
                // The beginning of a record whose end has not been read is part of the next batch.
                let rest = self.batch.take_rest();
                full = self.full(read);
                self.batch.bytes = rest;
                self.open = Some(open);
            } else {
                // A file that another program goes on writing would have other records in the
                // next pass.
                file.check_unchanged()?;
                // Small files that follow each other share a batch: passing one on costs more than
                // the work on a page.
                if self.batch.bytes.len() >= self.batch_bytes {
                    full = self.full(read);
                }
                // Of a part, no more than what was read is done.
                self.done += match self.part {
                    Some(_) => read,
                    None => file.bytes(),
                };
            }
            if full.is_some() {
                return Ok(full);
            }
        }
    }

    /// Opens the next file.
    fn begin(&self, number: usize) -> Result<Open> {
        let opened = self.inputs.open(number, self.batch_bytes)?;
        let opened = opened.with_part(self.part);
        Ok(Open {
            number,
            read: opened.read_so_far(),
            records: self.inputs.files()[number].format().reader(opened)?,
        })
    }

    /// The batch as it is, if it has any records; so many bytes are read of the file that is not
    /// done.
    fn full(&mut self, read_of_file: u64) -> Option<Batch> {
        let mut full = std::mem::take(&mut self.batch);
        full.read = self.done + read_of_file;
        match full.records.is_empty() {
            true => None,
            false => Some(full),
        }
    }
}
