//! Reading a dump from beginning to end, file by file.

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
    /// The [`Record`] at `record`, which is one of [`Self::records`]. `inputs` are the files from
    /// which this batch was read.
    #[must_use]
    pub fn record<'b>(&'b self, inputs: &'b Inputs, record: &'b RawRecord) -> Record<'b> {
        let file = &inputs.files()[record.file];
        // `record` counts offsets in the batch. In a `Record` they count in its raw bytes.
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

/// Reads the files of a dump in order, beginning with the one at index `from_file`, and passes
/// batches of whole records to `hand_on`. Stops early if `hand_on` returns `false`.
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

/// Reads consecutive files of a dump, batch by batch. Meanwhile, other threads may read other files
/// of the dump.
///
/// ```
/// use copydesk_formats::{BatchReader, Inputs};
///
/// // The text of each file is its name.
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
    /// The files that are not open yet.
    files: Range<usize>,
    /// The part of the file that is read. `None` if the files are read as a whole.
    part: Option<FilePart>,
    batch_bytes: usize,
    /// The file that is being read.
    open: Option<OpenRecords>,
    /// The beginning of the next batch.
    batch: Batch,
    /// How many bytes of the dump are before the file or part that is being read.
    bytes_before: u64,
}

/// A file that is being read.
struct OpenRecords {
    /// Index of the file.
    number: usize,
    records: Box<dyn ReadRecords>,
    /// How many bytes of the file were read so far, before decompression.
    read: Arc<AtomicU64>,
}

impl<'a> BatchReader<'a> {
    /// A reader of the files with these indices. A batch is returned when it has about
    /// `batch_bytes` bytes or more. Small files that follow each other share a batch.
    ///
    /// # Panics
    /// If `files` begins past the end of the dump.
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
            bytes_before: before.iter().map(InputFile::bytes).sum(),
        }
    }

    /// A reader of a part of a file.
    ///
    /// # Panics
    /// If there is no such file.
    #[must_use]
    pub fn of_part(inputs: &'a Inputs, part: FilePart, batch_bytes: usize) -> Self {
        let whole = Self::new(inputs, part.file..part.file + 1, batch_bytes);
        Self {
            part: Some(part),
            bytes_before: whole.bytes_before + part.start.offset,
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
                    Some(number) => self.open_file(number)?,
                    // The last small files may be left, in a batch that is not full.
                    None => return Ok(self.take_batch(0)),
                },
            };
            let file = &self.inputs.files()[open.number];
            let has_ended = open.records.fill(&mut self.batch)?;
            // A file that has grown since it was found counts only with its size at that time, and
            // a stream with 0 bytes.
            let read = open.read.load(Ordering::Relaxed).min(file.bytes());
            let mut ready = None;
            if !has_ended {
                // The beginning of a record whose end has not been read is part of the next batch.
                let rest = self.batch.take_rest();
                ready = self.take_batch(read);
                self.batch.bytes = rest;
                self.open = Some(open);
            } else {
                // If another program is still writing the file, the next pass would find other
                // records in it.
                file.check_unchanged()?;
                // Small files share a batch: to pass on a batch costs more than the work on one
                // web page.
                if self.batch.bytes.len() >= self.batch_bytes {
                    ready = self.take_batch(read);
                }
                // If only a part was read, the rest of the file does not count.
                self.bytes_before += match self.part {
                    Some(_) => read,
                    None => file.bytes(),
                };
            }
            if ready.is_some() {
                return Ok(ready);
            }
        }
    }

    /// Opens the file with this index.
    fn open_file(&self, number: usize) -> Result<OpenRecords> {
        let opened = self.inputs.open(number, self.batch_bytes)?;
        let opened = opened.with_part(self.part);
        Ok(OpenRecords {
            number,
            read: opened.read_so_far(),
            records: self.inputs.files()[number].format().reader(opened)?,
        })
    }

    /// Takes the batch as it is now, and notes in it how many bytes of the dump were read. `None`
    /// if it has no records. `read_of_file` is how many bytes were read of the file that is open.
    fn take_batch(&mut self, read_of_file: u64) -> Option<Batch> {
        let mut batch = std::mem::take(&mut self.batch);
        batch.read = self.bytes_before + read_of_file;
        match batch.records.is_empty() {
            true => None,
            false => Some(batch),
        }
    }
}
