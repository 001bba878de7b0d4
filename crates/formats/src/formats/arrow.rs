//! Arrow IPC: files, which are also called Feather, and streams. A record is a row (see
//! `columnar.rs`).
//!
//! What is kept: the schema, the metadata, the rows of each record batch, the compression, and the
//! dictionaries of a file. The bytes of the file are not promised, since padding and alignment are
//! the writer's own. A batch is read and written as a whole, and must fit in memory several times.

use crate::arrow_batches::begin;
use crate::arrow_headers::{Scan, damaged, is_stream, scan_of, scanned};
use crate::batch::{OpenFile, ReadRecords};
use crate::column_files::{
    CleanRows, Faulty, Head, MOST_ROWS, ROWS_BYTES, ReadRows, Rows, RowsOut, fault, unreadable,
};
use crate::columnar::{RowRecords, body_of};
use crate::compression::Sink;
use crate::fence::fenced;
use crate::fields::{Fields, Role};
use crate::format::{About, Format};
use crate::layout::{Layout, TableLayout};
use crate::random_access::Seekable;
use crate::reading::Reading;
use crate::restore::ReadClean;
use crate::table::{MemoryTable, bytes_of};
use crate::write::{Spill, WriteRecords};
use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_ipc::writer::FileWriter;
use arrow_schema::{ArrowError, DataType, FieldRef, Fields as ArrowFields, SchemaRef};
use copydesk_store::Result;
use std::io::{BufReader, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Arrow IPC files and streams.
#[derive(Debug)]
pub(super) struct Arrow;

impl Format for Arrow {
    fn name(&self) -> &'static str {
        "arrow"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["arrow", "feather", "ipc", "arrows"]
    }

    /// One of which nothing can be read leaves none; one that loses all its rows is written when
    /// its head is.
    fn leaves_empty_file(&self) -> bool {
        false
    }

    fn is_columnar(&self) -> bool {
        true
    }

    fn layout(&self, file: OpenFile) -> Option<Layout> {
        let opened = Seekable::open(file).ok()?;
        let table = Some(fenced(|| scanned(&opened)).ok()?);
        Some(Layout {
            table,
            ..Layout::default()
        })
    }

    fn reader(&self, file: OpenFile) -> Result<Box<dyn ReadRecords>> {
        let (number, path) = (file.number(), file.path().to_owned());
        let (layout, reading) = (file.layout().clone(), file.reading());
        let rows = match file.table() {
            Some(table) => fenced(|| rows_in_memory(table, &file, &reading)),
            None => {
                let opened = Seekable::open(file)?;
                fenced(|| rows_of(&opened, &layout, &reading))
            }
        };
        Ok(match rows {
            Ok(rows) => {
                let file = (number, path);
                Box::new(ReadRows::new(file, "Arrow IPC", rows, &reading, 0))
            }
            Err(e) => Box::new(Faulty {
                file: number,
                first: 0,
                reason: fault(&path, "Arrow IPC", &e)?,
            }),
        })
    }

    fn body(&self, raw: &[u8], _: u64, _: &Layout) -> Range<usize> {
        body_of(raw)
    }

    fn writer<'s>(&self, sink: Box<dyn Sink + 's>, spill: Spill) -> Box<dyn WriteRecords + 's> {
        Box::new(RowsOut::new(sink, spill, begin))
    }

    fn clean_reader(
        &self,
        path: &Path,
        about: &About<'_>,
        from: Box<dyn Read + Send>,
        temp: &Path,
    ) -> Box<dyn ReadClean> {
        let reading = Reading::Whole(Arc::new(about.fields.clone()));
        let rows = Seekable::copied_in(temp, path, from).and_then(|opened| {
            rows_of(&opened, about.layout, &reading).map_err(|e| unreadable(path, &e))
        });
        Box::new(CleanRows::new(path, rows))
    }
}

/// Batches of a file or stream, in pieces of a few rows.
struct Pieces {
    batches: Box<dyn Iterator<Item = std::result::Result<RecordBatch, ArrowError>> + Send>,
    now: Option<RecordBatch>,
    /// The most rows of it in a piece.
    most: usize,
    /// The next row of it.
    at: usize,
}

impl Iterator for Pieces {
    type Item = std::result::Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(batch) = &self.now
                && self.at < batch.num_rows()
            {
                let length = self.most.min(batch.num_rows() - self.at);
                self.at += length;
                return Some(Ok(batch.slice(self.at - length, length)));
            }
            self.at = 0;
            match self.batches.next()? {
                Ok(batch) => {
                    self.most = most_rows(&batch);
                    self.now = Some(batch);
                }
                Err(e) => return Some(Err(e)),
            }
        }
    }
}

/// So many rows of a batch are worked on at a time.
fn most_rows(batch: &RecordBatch) -> usize {
    let bytes = batch.get_array_memory_size() as u64;
    let of_row = bytes / (batch.num_rows() as u64).max(1) + longest_in_dictionaries(batch);
    (ROWS_BYTES / of_row.max(1)).clamp(1, MOST_ROWS) as usize
}

/// Bytes of the longest strings of all dictionaries together: those of every row may be these.
fn longest_in_dictionaries(batch: &RecordBatch) -> u64 {
    let mut longest = 0;
    for column in batch.columns() {
        if let Some(dictionary) = column.as_any_dictionary_opt() {
            longest += longest_string(dictionary.values());
        }
    }
    longest
}

fn longest_string(strings: &ArrayRef) -> u64 {
    let longest = match strings.data_type() {
        DataType::Utf8 => longest_of(strings.as_string::<i32>().iter()),
        DataType::LargeUtf8 => longest_of(strings.as_string::<i64>().iter()),
        DataType::Utf8View => longest_of(strings.as_string_view().iter()),
        _ => 0,
    };
    longest as u64
}

fn longest_of<'a>(strings: impl Iterator<Item = Option<&'a str>>) -> usize {
    strings.flatten().map(str::len).max().unwrap_or(0)
}

/// The batches of these columns; `None` for all.
fn batches_of(
    opened: &Seekable,
    scan: &Scan,
    columns: Option<Vec<usize>>,
) -> std::result::Result<Pieces, ArrowError> {
    let from = BufReader::new(opened.from(0));
    Ok(Pieces {
        batches: match is_stream(opened) {
            true => {
                // The reader is not asked for a batch that is incomplete: it would allocate memory
                // for all of it.
                let whole = StreamReader::try_new(from, columns)?.take(scan.rows.len());
                let end = scan.breaks_off.then(|| Err(damaged("it breaks off")));
                Box::new(whole.chain(end))
            }
            false => Box::new(FileReader::try_new(from, columns)?),
        },
        now: None,
        most: 1,
        at: 0,
    })
}

/// The schema of a file or stream, and an Arrow file that has the same, and its metadata, and its
/// dictionaries if it is a file, but no rows.
fn without_rows(opened: &Seekable) -> std::result::Result<(SchemaRef, Vec<u8>), ArrowError> {
    let from = BufReader::new(opened.from(0));
    let mut bytes = Vec::new();
    let schema = if is_stream(opened) {
        let schema = StreamReader::try_new(from, None)?.schema();
        FileWriter::try_new(&mut bytes, &schema)?.finish()?;
        schema
    } else {
        let mut reader = FileReader::try_new(from, None)?;
        let schema = reader.schema();
        let mut writer = FileWriter::try_new(&mut bytes, &schema)?;
        for (key, value) in reader.custom_metadata() {
            writer.write_metadata(key, value);
        }
        // Dictionaries are written with the first batch, even one without rows.
        if has_dictionary(schema.fields())
            && let Some(first) = reader.next()
        {
            writer.write(&first?.slice(0, 0))?;
        }
        writer.finish()?;
        schema
    };
    Ok((schema, bytes))
}

fn rows_of(
    opened: &Seekable,
    layout: &Layout,
    reading: &Reading,
) -> std::result::Result<Rows, ArrowError> {
    let scan = scan_of(opened)?;
    let (schema, without) = without_rows(opened)?;
    let table = match &layout.table {
        Some(table) => table.clone(),
        None => scanned(opened)?,
    };
    if let Reading::Whole(fields) = reading {
        check_dictionaries(&schema, &table, fields)?;
    }
    let records = RowRecords::new(schema, reading).map_err(damaged)?;
    let columns = batches_of(opened, &scan, Some(records.columns()))?;
    Ok(Rows {
        head: Head::bytes(reading, table, &without)?,
        records,
        columns: Box::new(columns),
    })
}

/// The rows of a table in memory, which are counted as they are read.
fn rows_in_memory(
    table: &MemoryTable,
    file: &OpenFile,
    reading: &Reading,
) -> std::result::Result<Rows, ArrowError> {
    let records = RowRecords::new(Arc::clone(table.schema()), reading).map_err(damaged)?;
    let read = file.read_so_far();
    let pieces = table.pieces(records.columns());
    let counted = pieces.inspect(move |piece| {
        let bytes = piece.as_ref().map_or(0, bytes_of);
        read.fetch_add(bytes, Ordering::Relaxed);
    });
    Ok(Rows {
        head: Head::bytes(reading, table.layout(), &head_without_rows(table)?)?,
        columns: Box::new(counted),
        records,
    })
}

/// An Arrow file that has the schema of a table, but no rows.
fn head_without_rows(table: &MemoryTable) -> std::result::Result<Vec<u8>, ArrowError> {
    let mut bytes = Vec::new();
    FileWriter::try_new(&mut bytes, table.schema())?.finish()?;
    Ok(bytes)
}

/// Whether the text is in the column with this name, or in a field of it.
fn holds_text(fields: &Fields, column: &str) -> bool {
    let text = fields.name(Role::Text).unwrap_or_default();
    let inside = text.strip_prefix(column);
    inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// A file has one dictionary a column for all its batches, so texts that are cut would be missing
/// in it.
fn check_dictionaries(
    schema: &SchemaRef,
    table: &TableLayout,
    fields: &Fields,
) -> std::result::Result<(), ArrowError> {
    if table.is_stream || table.groups.group_of(u64::MAX) <= 1 {
        return Ok(());
    }
    for field in schema.fields() {
        let (of, name) = (field.data_type(), field.name());
        let is_dictionary = matches!(of, DataType::Dictionary(..));
        if has_dictionary_inside(of) || is_dictionary && holds_text(fields, name) {
            return Err(ArrowError::NotYetImplemented(format!(
                "the column `{name}` has a dictionary that all batches share and that cannot be \
                 kept; write it as plain strings, or the file as a stream, or in one batch"
            )));
        }
    }
    Ok(())
}

/// Whether one of these fields has a dictionary of its own.
fn has_dictionary(fields: &ArrowFields) -> bool {
    let mut types = fields.iter().map(|field| field.data_type());
    types.any(|of| matches!(of, DataType::Dictionary(..)))
}

/// Whether there is a dictionary inside of a list or struct.
fn has_dictionary_inside(of: &DataType) -> bool {
    match of {
        DataType::List(field) | DataType::LargeList(field) => is_or_has_dictionary(field),
        DataType::Struct(fields) => fields.iter().any(is_or_has_dictionary),
        _ => false,
    }
}

fn is_or_has_dictionary(field: &FieldRef) -> bool {
    let of = field.data_type();
    matches!(of, DataType::Dictionary(..)) || has_dictionary_inside(of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::DictionaryArray;
    use arrow_array::types::Int32Type;

    #[test]
    fn a_long_string_in_a_dictionary_makes_small_pieces() {
        let long = "a".repeat(ROWS_BYTES as usize / 2);
        let texts: DictionaryArray<Int32Type> = std::iter::repeat_n(&*long, 1000).collect();
        let batch = RecordBatch::try_from_iter([("text", Arc::new(texts) as ArrayRef)]).unwrap();
        assert_eq!(most_rows(&batch), 1);
    }
}
