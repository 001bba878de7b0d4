//! Reads and writes files whose tables are stored column by column: the code that Parquet and Arrow
//! share.
//!
//! A row is converted to a *record*, which is a run of bytes, and back ([`RowRecords`]). The input
//! is divided into *groups* of rows (a row group of Parquet, a batch of Arrow), and the output is
//! divided at the same rows. What the output needs to know about the input is in its [`Head`],
//! which is handed from the reader to the writer as bytes before the first record.

use crate::batch::{Batch, ReadRecords};
use crate::columnar::RowRecords;
use crate::compression::Sink;
use crate::fence::fenced;
use crate::fields::Fields;
use crate::layout::{Groups, TableLayout};
use crate::reading::Reading;
use crate::restore::ReadClean;
use crate::write::{Spill, WriteRecords};
use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use copydesk_store::{Error, Result};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};

/// The rows of a file in order, a few at a time.
pub(crate) type RowBatches =
    Box<dyn Iterator<Item = std::result::Result<RecordBatch, ArrowError>> + Send>;

/// The rows of a file that are to be read.
pub(crate) struct Rows {
    /// The bytes of the file's [`Head`].
    pub(crate) head: Vec<u8>,
    /// Converts the rows to records.
    pub(crate) records: RowRecords,
    pub(crate) batches: RowBatches,
}

/// The head of a file: what a writer must know before the first row. Its bytes are this struct as
/// JSON, a line break, and a file in the same format without rows, which holds the schema.
#[derive(Serialize, Deserialize)]
pub(crate) struct Head {
    pub(crate) fields: Fields,
    pub(crate) table: TableLayout,
}

impl Head {
    /// The bytes of a head. `reading` says which fields are read.
    ///
    /// # Errors
    /// If the head cannot be written as JSON.
    pub(crate) fn bytes(
        reading: &Reading,
        table: TableLayout,
        file_without_rows: &[u8],
    ) -> io::Result<Vec<u8>> {
        let fields = match reading {
            Reading::Look => Fields::none(),
            Reading::Fields(fields) | Reading::Whole(fields) => Fields::clone(fields),
        };
        let mut bytes = serde_json::to_vec(&Self { fields, table }).map_err(io::Error::other)?;
        bytes.push(b'\n');
        bytes.extend_from_slice(file_without_rows);
        Ok(bytes)
    }

    /// Reads the bytes of a head. Returns the head, and the file without rows.
    ///
    /// # Errors
    /// If these are not the bytes of a head.
    pub(crate) fn read(bytes: &[u8]) -> io::Result<(Self, &[u8])> {
        let Some(end) = memchr::memchr(b'\n', bytes) else {
            return Err(io::Error::other("the schema is missing"));
        };
        let head = serde_json::from_slice(&bytes[..end]).map_err(io::Error::other)?;
        Ok((head, &bytes[end + 1..]))
    }
}

/// The reason why a damaged file cannot be read. `error` is the error of its reader, and `format`
/// the name of the format.
///
/// # Errors
/// If it was the system that could not read the file.
pub(crate) fn damage_reason(
    path: &Path,
    format: &str,
    error: &(dyn std::error::Error + 'static),
) -> Result<String> {
    let mut cause = Some(error);
    while let Some(e) = cause {
        let io_error = e.downcast_ref::<io::Error>();
        if let Some(code) = io_error.and_then(io::Error::raw_os_error) {
            // The error is borrowed and cannot be cloned, so an equal one is made.
            return Err(Error::input(path, io::Error::from_raw_os_error(code)));
        }
        cause = e.source();
    }
    Ok(format!(
        "the file is not {format}, or is damaged ({error}); fetch it again"
    ))
}

/// A file of any size may claim this many rows.
const ROWS_IN_ANY_FILE: u64 = 1 << 20;
/// The most rows for each byte of a file that claims more than [`ROWS_IN_ANY_FILE`]. If it claims
/// still more, its rows must be empty.
const MOST_ROWS_A_BYTE: u64 = 8;

/// Refuses a file that claims more rows than its bytes can hold. A few bytes can claim a billion
/// rows, and a decision would be written for each.
///
/// # Errors
/// If the file is refused.
pub(crate) fn check_rows(rows: u64, bytes: u64) -> std::result::Result<(), ArrowError> {
    if rows <= ROWS_IN_ANY_FILE || rows / MOST_ROWS_A_BYTE <= bytes {
        return Ok(());
    }
    Err(ArrowError::InvalidArgumentError(format!(
        "it claims {rows} rows in {bytes} bytes, so they are empty"
    )))
}

/// Reads the rows of a file as records.
pub(crate) struct RowReader {
    /// Index of the file in the dump.
    file: usize,
    path: PathBuf,
    /// The name of the format, for messages.
    format: &'static str,
    /// The head, if it is still to be added to a batch.
    head: Option<Vec<u8>>,
    rows: Rows,
    /// The number of the next row in the file.
    next: u64,
}

impl RowReader {
    /// A reader of these rows. `file` is the index of their file in the dump, `path` its path, and
    /// `first` the number of the first row in the file. If the rows are read to be written again,
    /// the head of the file comes before row 0.
    pub(crate) fn new(
        (file, path): (usize, PathBuf),
        format: &'static str,
        rows: Rows,
        reading: &Reading,
        first: u64,
    ) -> Self {
        let is_for_writing = matches!(reading, Reading::Whole(_));
        Self {
            file,
            path,
            format,
            head: (is_for_writing && first == 0).then(|| rows.head.clone()),
            rows,
            next: first,
        }
    }
}

/// A batch is returned once its rows have this many bytes.
const BATCH_BYTES: usize = 1 << 20;

impl ReadRecords for RowReader {
    fn fill(&mut self, batch: &mut Batch) -> Result<bool> {
        if let Some(head) = self.head.take() {
            batch.push_rest(self.file, &head);
        }
        while batch.bytes.len() < BATCH_BYTES {
            let added = match fenced(|| self.rows.batches.next().transpose()) {
                Ok(None) => return Ok(true),
                Ok(Some(rows)) => {
                    let Rows { records, .. } = &self.rows;
                    records.add_to_batch(&rows, batch, self.file, &mut self.next)
                }
                Err(e) => Err(e),
            };
            if let Err(e) = added {
                let reason = damage_reason(&self.path, self.format, &e)?;
                batch.push_fault(self.file, self.next, 0, reason);
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Stands in for the reader of a file that cannot be read. Its only record has the reason.
pub(crate) struct UnreadableFile {
    /// Index of the file in the dump.
    pub(crate) file: usize,
    /// The number of the first row that was to be read.
    pub(crate) first: u64,
    pub(crate) reason: String,
}

impl ReadRecords for UnreadableFile {
    fn fill(&mut self, batch: &mut Batch) -> Result<bool> {
        let reason = std::mem::take(&mut self.reason);
        batch.push_fault(self.file, self.first, 0, reason);
        Ok(true)
    }
}

/// Writes rows to a file that is stored column by column.
pub(crate) trait WriteRows: Send {
    /// Writes rows of the current group.
    fn write(&mut self, rows: &RecordBatch) -> io::Result<()>;

    /// Ends the current group.
    fn end_group(&mut self) -> io::Result<()>;

    /// Ends the last group, and the file.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// An output file whose head was written.
pub(crate) struct OutputTable<'s> {
    pub(crate) writer: Box<dyn WriteRows + 's>,
    /// Converts records to rows.
    pub(crate) records: RowRecords,
    /// The groups of the input. The output is divided into groups at the same rows.
    pub(crate) groups: Groups,
}

/// Begins an output file, given its sink, the [`Spill`] (space for parts of the file that cannot be
/// written yet), and the bytes of the [`Head`].
pub(crate) type BeginTable =
    for<'s> fn(Box<dyn Sink + 's>, Spill, &[u8]) -> io::Result<OutputTable<'s>>;

/// Converts records to rows and writes them. A group is ended when the first record of a later
/// group comes.
pub(crate) struct RecordsToRows<'s> {
    begin: BeginTable,
    spill: Spill,
    /// `None` once the head was written.
    sink: Option<Box<dyn Sink + 's>>,
    /// `None` until the head was written.
    table: Option<OutputTable<'s>>,
    /// Index of the current group.
    group: u64,
    /// Records that were not converted to rows yet.
    records: Vec<Vec<u8>>,
    /// Bytes of all these records.
    record_bytes: usize,
    /// Rows made of earlier records, which were not written yet.
    converted: Option<RecordBatch>,
}

/// How many times the rows of a page or batch are in memory while they are read, converted to
/// records and back, and written.
pub(crate) const TIMES_IN_MEMORY: u64 = 4;

/// About how many bytes of rows are converted at a time.
pub(crate) const ROWS_BYTES: u64 = 2 << 20;
/// The most rows that are converted at a time.
pub(crate) const MOST_ROWS: u64 = 1024;

impl<'s> RecordsToRows<'s> {
    /// A writer to this sink. `spill` is the space for parts that cannot be written yet, and
    /// `begin` begins the file once its head is known.
    pub(crate) fn new(sink: Box<dyn Sink + 's>, spill: Spill, begin: BeginTable) -> Self {
        Self {
            begin,
            spill,
            sink: Some(sink),
            table: None,
            group: 0,
            records: Vec::new(),
            record_bytes: 0,
            converted: None,
        }
    }

    /// Writes the rows that were converted by the last call, and converts the records that have
    /// come since then. Both are done at the same time if another thread is idle. That saves time,
    /// because a pass writes only one file at a time.
    fn write_and_convert(&mut self) -> io::Result<()> {
        // Before the head, no record is accepted, so there is nothing to write.
        let Some(table) = &mut self.table else {
            return Ok(());
        };
        let (writer, converter) = (&mut table.writer, &table.records);
        let records = std::mem::take(&mut self.records);
        self.record_bytes = 0;
        let converted = match (self.converted.take(), records.is_empty()) {
            (None, true) => return Ok(()),
            (Some(rows), true) => return writer.write(&rows),
            (None, false) => converter.rows_of(&records),
            (Some(rows), false) => {
                let (written, converted) =
                    both(|| writer.write(&rows), || converter.rows_of(&records));
                written?;
                converted
            }
        };
        self.converted = Some(converted.map_err(io::Error::other)?);
        Ok(())
    }

    /// Writes all records that have come.
    fn write_all(&mut self) -> io::Result<()> {
        self.write_and_convert()?;
        // This writes the rows that were just converted.
        self.write_and_convert()
    }
}

/// Calls both functions. They run at the same time if this thread belongs to a pool with an idle
/// thread.
fn both<A: Send, B: Send>(
    left: impl FnOnce() -> A + Send,
    right: impl FnOnce() -> B + Send,
) -> (A, B) {
    match rayon::current_thread_index() {
        Some(_) => rayon::join(left, right),
        // Outside of a pool, `join` would start one.
        None => (left(), right()),
    }
}

impl WriteRecords for RecordsToRows<'_> {
    fn record(&mut self, number: u64, bytes: &[u8]) -> io::Result<()> {
        // A record that could not be read has no bytes.
        if bytes.is_empty() {
            return Ok(());
        }
        let Some(table) = &self.table else {
            return Err(io::Error::other("rows come before the schema"));
        };
        let group = table.groups.group_of(number);
        if group != self.group {
            self.write_all()?;
            if let Some(table) = &mut self.table {
                table.writer.end_group()?;
            }
            self.group = group;
        }
        self.record_bytes += bytes.len();
        self.records.push(bytes.to_vec());
        let record_bytes = self.record_bytes as u64;
        if record_bytes >= 2 * ROWS_BYTES {
            // The last record alone has more than `ROWS_BYTES`. It is written at once, and not held
            // in memory until more records come.
            self.write_all()
        } else if record_bytes >= ROWS_BYTES || self.records.len() as u64 >= MOST_ROWS {
            self.write_and_convert()
        } else {
            Ok(())
        }
    }

    fn rest(&mut self, bytes: &[u8]) -> io::Result<()> {
        // In the first call, the bytes are the head. In a second call, at the end of the file, they
        // are empty (`CleanRows::rest`).
        if let Some(sink) = self.sink.take() {
            self.table = Some((self.begin)(sink, self.spill.clone(), bytes)?);
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        // Rows wait until there are many of them, so there is nothing to pass on.
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.write_all()?;
        match (self.table.take(), self.sink.take()) {
            (Some(table), _) => table.writer.finish(),
            // If nothing of the input file could be read, there was no head.
            (None, Some(sink)) => sink.finish(),
            // The file could not be begun.
            (None, None) => Ok(()),
        }
    }
}

/// Reads a file of the clean dump (the output of a run) row by row, to restore the input.
pub(crate) struct CleanRows {
    path: PathBuf,
    /// The rows, or the error in opening the file. The error is returned when the head or a record
    /// is read.
    rows: Result<Rows>,
    /// The records of the rows that were read last.
    batch: Batch,
    /// Index of the next record in the batch.
    next: usize,
}

/// The error for a file of the clean dump that its reader cannot read.
pub(crate) fn unreadable(path: &Path, error: &dyn std::error::Error) -> Error {
    let name = path.display();
    Error::record(format!("{name}: {error}; it was changed after the run"))
}

impl CleanRows {
    /// A reader of these rows, which errors name by `path`.
    pub(crate) fn new(path: &Path, rows: Result<Rows>) -> Self {
        Self {
            path: path.to_owned(),
            rows,
            batch: Batch::default(),
            next: 0,
        }
    }

    /// The raw bytes of the next record. `None` at the end of the file.
    fn take(&mut self) -> Result<Option<Vec<u8>>> {
        while self.next == self.batch.records.len() {
            let rows = match &mut self.rows {
                Ok(rows) => rows,
                Err(e) => return Err(Error::record(e.to_string())),
            };
            self.batch = Batch::default();
            self.next = 0;
            let read = fenced(|| rows.batches.next().transpose());
            let Some(read) = read.map_err(|e| unreadable(&self.path, &e))? else {
                return Ok(None);
            };
            // Only the bytes of the records are needed, so their file and numbers do not matter.
            rows.records
                .add_to_batch(&read, &mut self.batch, 0, &mut 0)
                .map_err(|e| unreadable(&self.path, &e))?;
        }
        let range = self.batch.records[self.next].range.clone();
        self.next += 1;
        Ok(Some(self.batch.bytes[range].to_vec()))
    }
}

impl ReadClean for CleanRows {
    fn head(&mut self) -> Result<Vec<u8>> {
        match &self.rows {
            Ok(rows) => Ok(rows.head.clone()),
            Err(e) => Err(Error::record(e.to_string())),
        }
    }

    fn record(&mut self, _: u64) -> Result<Vec<u8>> {
        match self.take()? {
            Some(record) => Ok(record),
            None => Err(Error::record(format!(
                "{}: ends too early; it was changed after the run",
                self.path.display()
            ))),
        }
    }

    fn skip_same(&mut self, _: u64, raw: &[u8]) -> Result<bool> {
        // If `raw` is empty, the record could not be read and was not written.
        Ok(raw.is_empty() || self.take()?.as_deref() == Some(raw))
    }

    fn rest(mut self: Box<Self>) -> Result<Option<Vec<u8>>> {
        // No bytes follow the last row. If another row follows, the file was changed.
        Ok(match self.take()? {
            None => Some(Vec::new()),
            Some(_) => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_rows_than_the_bytes_can_hold_are_refused() {
        assert!(check_rows(ROWS_IN_ANY_FILE, 100).is_ok());
        // Five rows for each byte.
        assert!(check_rows(1_000_000_000, 200_000_000).is_ok());
        let refused = check_rows(1_000_000_000, 900).unwrap_err().to_string();
        assert!(
            refused.contains("1000000000 rows in 900 bytes"),
            "{refused}"
        );
    }
}
