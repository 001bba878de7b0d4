//! Reading a dump forward, file by file.

use crate::batch::{BATCH_BYTES, Batch, RawRecord};
use crate::input_file::InputFile;
use crate::inputs::Inputs;
use crate::record::Record;
use copydesk_store::Result;
use std::sync::atomic::Ordering;

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

/// Reads the files of a dump from number `from_file` on, in order, and hands on batches of whole
/// records; stops early if `hand_on` returns `false`.
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
    hand_on: impl FnMut(Batch) -> Result<bool>,
) -> Result<()> {
    let done = inputs.files()[..from_file]
        .iter()
        .map(InputFile::bytes)
        .sum();
    let mut hands = Hands { hand_on, done };
    let mut batch = Batch::default();
    for (number, file) in inputs.files().iter().enumerate().skip(from_file) {
        let opened = inputs.open(number)?;
        let read = opened.read_so_far();
        let read_of_file = || read.load(Ordering::Relaxed).min(file.bytes());
        let mut records = file.format().reader(opened)?;
        while !records.fill(&mut batch)? {
            let rest = batch.take_rest();
            if !hands.pass(&mut batch, read_of_file())? {
                return Ok(());
            }
            batch.bytes = rest;
        }
        if batch.bytes.len() >= BATCH_BYTES && !hands.pass(&mut batch, read_of_file())? {
            return Ok(());
        }
        file.check_unchanged()?;
        hands.done += file.bytes();
    }
    hands.pass(&mut batch, 0)?;
    Ok(())
}

/// Hands batches on.
struct Hands<F> {
    hand_on: F,
    /// Size of the files that are done.
    done: u64,
}

impl<F: FnMut(Batch) -> Result<bool>> Hands<F> {
    /// Hands on a batch; so many bytes are read of the file that is not done. Returns whether more
    /// is wanted.
    fn pass(&mut self, batch: &mut Batch, read_of_file: u64) -> Result<bool> {
        batch.read = self.done + read_of_file;
        let full = std::mem::take(batch);
        if full.records.is_empty() {
            Ok(true)
        } else {
            (self.hand_on)(full)
        }
    }
}
