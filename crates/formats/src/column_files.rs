//! What the formats of tables in columns share: rows are read batch by batch and written group by
//! group.

use crate::batch::{Batch, RawRecord, ReadRecords};
use crate::columnar::{IntoBatch, RowRecords};
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

/// The columns of some rows at a time, in order.
pub(crate) type Columns =
    Box<dyn Iterator<Item = std::result::Result<RecordBatch, ArrowError>> + Send>;

/// The rows of a file.
pub(crate) struct Rows {
    /// What the writer must know before the first row.
    pub(crate) head: Vec<u8>,
    pub(crate) records: RowRecords,
    pub(crate) columns: Columns,
}

/// What a writer must know before the first row. After it, on a line of its own, comes what tells
/// the schema in the way of the format.
#[derive(Serialize, Deserialize)]
pub(crate) struct Head {
    pub(crate) fields: Fields,
    pub(crate) table: TableLayout,
}

impl Head {
    /// The head of a table of which this is read, with what tells its schema.
    ///
    /// # Errors
    /// None, but for a fault of the JSON writer.
    pub(crate) fn bytes(
        reading: &Reading,
        table: TableLayout,
        schema: &[u8],
    ) -> io::Result<Vec<u8>> {
        let fields = match reading {
            Reading::Look => Fields::none(),
            Reading::Fields(fields) | Reading::Whole(fields) => Fields::clone(fields),
        };
        let mut bytes = serde_json::to_vec(&Self { fields, table }).map_err(io::Error::other)?;
        bytes.push(b'\n');
        bytes.extend_from_slice(schema);
        Ok(bytes)
    }

    /// A head, and what tells the schema.
    ///
    /// # Errors
    /// If it is none.
    pub(crate) fn read(bytes: &[u8]) -> io::Result<(Self, &[u8])> {
        let Some(end) = memchr::memchr(b'\n', bytes) else {
            return Err(io::Error::other("the schema is missing"));
        };
        let head = serde_json::from_slice(&bytes[..end]).map_err(io::Error::other)?;
        Ok((head, &bytes[end + 1..]))
    }
}

/// Why a file cannot be read, or the error of the system. `what` names the format.
///
/// # Errors
/// The error of the system.
pub(crate) fn fault(
    path: &Path,
    what: &str,
    error: &(dyn std::error::Error + 'static),
) -> Result<String> {
    let mut source = Some(error);
    while let Some(e) = source {
        if let Some(code) = e
            .downcast_ref::<io::Error>()
            .and_then(io::Error::raw_os_error)
        {
            // The error is borrowed and cannot be cloned, so an equal one is made.
            return Err(Error::input(path, io::Error::from_raw_os_error(code)));
        }
        source = e.source();
    }
    Ok(format!(
        "the file is not {what}, or is damaged ({error}); fetch it again"
    ))
}

/// So many rows are always read, whatever they are made of.
const ALWAYS_ROWS: u64 = 1 << 20;
/// More rows than this for each byte of the file hold no articles.
const MOST_ROWS_A_BYTE: u64 = 8;

/// Makes sure that a file of so many bytes does not claim so many rows that they are empty: a few
/// bytes can claim a billion, and each would be decided.
///
/// # Errors
/// If it does.
pub(crate) fn check_rows(rows: u64, bytes: u64) -> std::result::Result<(), ArrowError> {
    if rows <= ALWAYS_ROWS || rows / MOST_ROWS_A_BYTE <= bytes {
        return Ok(());
    }
    Err(ArrowError::InvalidArgumentError(format!(
        "it claims {rows} rows in {bytes} bytes, so they are empty"
    )))
}

/// Reads the rows of a file as records.
pub(crate) struct ReadRows {
    file: usize,
    path: PathBuf,
    /// The name of the format, for messages.
    what: &'static str,
    /// What comes before the first row, if it was not read yet and is wanted.
    head: Option<Vec<u8>>,
    rows: Rows,
    /// The number of the next row.
    number: u64,
}

impl ReadRows {
    /// Reads the rows of a file from the one with number `first` on: a number of the file, what it
    /// is called in errors, and its rows. If they begin the file, and will be written, its head
    /// comes before them.
    pub(crate) fn new(
        (file, path): (usize, PathBuf),
        what: &'static str,
        rows: Rows,
        reading: &Reading,
        first: u64,
    ) -> Self {
        let is_written = matches!(reading, Reading::Whole(_));
        Self {
            file,
            path,
            what,
            head: (is_written && first == 0).then(|| rows.head.clone()),
            rows,
            number: first,
        }
    }
}

/// Bytes of rows after which a batch is returned.
const BATCH_BYTES: usize = 1 << 20;

impl ReadRecords for ReadRows {
    fn fill(&mut self, batch: &mut Batch) -> Result<bool> {
        if let Some(head) = self.head.take() {
            batch.push_rest(self.file, &head);
        }
        while batch.bytes.len() < BATCH_BYTES {
            let read = match fenced(|| self.rows.columns.next().transpose()) {
                Ok(None) => return Ok(true),
                Err(e) => Err(e),
                Ok(Some(columns)) => {
                    let into = IntoBatch {
                        batch,
                        file: self.file,
                        number: &mut self.number,
                    };
                    into.add(&self.rows.records, &columns)
                }
            };
            if let Err(e) = read {
                let reason = fault(&self.path, self.what, &e)?;
                batch.push_fault(self.file, self.number, 0, reason);
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// A file of which nothing can be read.
pub(crate) struct Faulty {
    pub(crate) file: usize,
    /// The number of the first row that was to be read.
    pub(crate) first: u64,
    pub(crate) reason: String,
}

impl ReadRecords for Faulty {
    fn fill(&mut self, batch: &mut Batch) -> Result<bool> {
        let reason = std::mem::take(&mut self.reason);
        batch.push_fault(self.file, self.first, 0, reason);
        Ok(true)
    }
}

/// Writes columns.
pub(crate) trait WriteColumns: Send {
    /// Writes rows of the group that was begun.
    fn write(&mut self, rows: &RecordBatch) -> io::Result<()>;

    /// Ends a group of rows.
    fn end_group(&mut self) -> io::Result<()>;

    /// Ends the file.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// A file that columns are written to, and how records are made rows of it.
pub(crate) struct Table<'s> {
    pub(crate) columns: Box<dyn WriteColumns + 's>,
    pub(crate) records: RowRecords,
    pub(crate) groups: Groups,
}

/// Begins a file, given where it is written, where pages wait, and its head.
pub(crate) type Begin = for<'s> fn(Box<dyn Sink + 's>, Spill, &[u8]) -> io::Result<Table<'s>>;

/// Writes records as rows.
pub(crate) struct RowsOut<'s> {
    begin: Begin,
    spill: Spill,
    /// Until the head was written.
    sink: Option<Box<dyn Sink + 's>>,
    table: Option<Table<'s>>,
    /// The group that rows are in.
    group: u64,
    /// Records that are not rows yet.
    records: Vec<Vec<u8>>,
    record_bytes: usize,
    /// Rows before them that were not written yet.
    rows: Option<RecordBatch>,
}

/// How many times the rows of a page or batch are in memory while they are read, put together again
/// and written.
pub(crate) const TIMES_IN_MEMORY: u64 = 4;

/// About so many bytes of rows are worked on at a time, and the most rows.
pub(crate) const ROWS_BYTES: u64 = 2 << 20;
pub(crate) const MOST_ROWS: u64 = 1024;

impl<'s> RowsOut<'s> {
    /// Writes to this sink. Pages that cannot be written yet wait in `spill`.
    pub(crate) fn new(sink: Box<dyn Sink + 's>, spill: Spill, begin: Begin) -> Self {
        Self {
            begin,
            spill,
            sink: Some(sink),
            table: None,
            group: 0,
            records: Vec::new(),
            record_bytes: 0,
            rows: None,
        }
    }

    /// Makes rows of the records. Rows that were made before are written, meanwhile if another
    /// thread has nothing to do: a pass writes one file at a time, so all threads wait for this.
    fn make_rows(&mut self) -> io::Result<()> {
        let Some(table) = &mut self.table else {
            return Ok(());
        };
        let (columns, format) = (&mut table.columns, &table.records);
        let records = std::mem::take(&mut self.records);
        self.record_bytes = 0;
        let made = match self.rows.take() {
            Some(rows) if records.is_empty() => return columns.write(&rows),
            None if records.is_empty() => return Ok(()),
            None => format.read(&records),
            Some(rows) => {
                let (written, made) = both(|| columns.write(&rows), || format.read(&records));
                written?;
                made
            }
        };
        self.rows = Some(made.map_err(io::Error::other)?);
        Ok(())
    }

    /// Writes all rows.
    fn write_rows(&mut self) -> io::Result<()> {
        self.make_rows()?;
        // Writes the rows that were just made.
        self.make_rows()
    }
}

/// Calls both functions, at the same time if this thread is one of a pool that has another to
/// spare.
fn both<A: Send, B: Send>(
    left: impl FnOnce() -> A + Send,
    right: impl FnOnce() -> B + Send,
) -> (A, B) {
    match rayon::current_thread_index() {
        Some(_) => rayon::join(left, right),
        // `join` would start a pool.
        None => (left(), right()),
    }
}

impl WriteRecords for RowsOut<'_> {
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
            self.write_rows()?;
            if let Some(table) = &mut self.table {
                table.columns.end_group()?;
            }
            self.group = group;
        }
        self.record_bytes += bytes.len();
        self.records.push(bytes.to_vec());
        let waiting = self.record_bytes as u64;
        if waiting >= 2 * ROWS_BYTES {
            // A long row is not held while the next records come.
            self.write_rows()
        } else if waiting >= ROWS_BYTES || self.records.len() as u64 >= MOST_ROWS {
            self.make_rows()
        } else {
            Ok(())
        }
    }

    fn rest(&mut self, bytes: &[u8]) -> io::Result<()> {
        // The first bytes that belong to no record are the head. Those at the end, which
        // `CleanRows::rest` returns, are empty.
        if let Some(sink) = self.sink.take() {
            self.table = Some((self.begin)(sink, self.spill.clone(), bytes)?);
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.write_rows()?;
        match (self.table.take(), self.sink.take()) {
            (Some(table), _) => table.columns.finish(),
            // A file of which nothing could be read has no head, so no table was begun.
            (None, Some(sink)) => sink.finish(),
            (None, None) => Ok(()),
        }
    }
}

/// A clean file, read row by row.
pub(crate) struct CleanRows {
    path: PathBuf,
    rows: Result<Rows>,
    /// Rows that were read, and the next of them.
    batch: Batch,
    next: usize,
}

/// What to say of a clean file that cannot be read.
pub(crate) fn unreadable(path: &Path, error: &dyn std::error::Error) -> Error {
    let name = path.display();
    Error::record(format!("{name}: {error}; it was changed after the run"))
}

impl CleanRows {
    /// The rows of the clean file at this path.
    pub(crate) fn new(path: &Path, rows: Result<Rows>) -> Self {
        Self {
            path: path.to_owned(),
            rows,
            batch: Batch::default(),
            next: 0,
        }
    }

    /// The next row; `None` if there is none.
    fn take(&mut self) -> Result<Option<Vec<u8>>> {
        while self.next == self.batch.records.len() {
            let rows = match &mut self.rows {
                Ok(rows) => rows,
                Err(e) => return Err(Error::record(e.to_string())),
            };
            self.batch = Batch::default();
            self.next = 0;
            let columns = fenced(|| rows.columns.next().transpose());
            let Some(columns) = columns.map_err(|e| unreadable(&self.path, &e))? else {
                return Ok(None);
            };
            let into = IntoBatch {
                batch: &mut self.batch,
                file: 0,
                number: &mut 0,
            };
            into.add(&rows.records, &columns)
                .map_err(|e| unreadable(&self.path, &e))?;
        }
        let place: &RawRecord = &self.batch.records[self.next];
        self.next += 1;
        Ok(Some(self.batch.bytes[place.range.clone()].to_vec()))
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
        // A record that could not be read was not written.
        Ok(raw.is_empty() || self.take()?.as_deref() == Some(raw))
    }

    fn rest(mut self: Box<Self>) -> Result<Option<Vec<u8>>> {
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
    fn rows_of_nothing_are_refused_and_rows_of_little_are_not() {
        assert!(check_rows(1 << 20, 100).is_ok());
        assert!(check_rows(1_000_000_000, 200_000_000).is_ok());
        let refused = check_rows(1_000_000_000, 900).unwrap_err().to_string();
        assert!(
            refused.contains("1000000000 rows in 900 bytes"),
            "{refused}"
        );
    }
}
