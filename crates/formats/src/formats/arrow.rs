//! Arrow IPC: files, which are also called Feather, and streams. A record is a row, which
//! [`RowRecords`] converts to bytes.
//!
//! The table is stored in *record batches* of many rows. A column may have a *dictionary*, which
//! holds its distinct strings once; the rows refer to them by number.
//!
//! The output keeps the schema, the metadata, the division into record batches, the compression,
//! and the dictionaries of a file. A writer gets all this from the [`Head`], which comes before the
//! first record. The restored input has the same schema and so on and all rows, but perhaps not the
//! same bytes, because each program pads and aligns data in its own way. A batch is read and
//! written as a whole, and must fit into memory several times.

use crate::arrow_batches::begin;
use crate::arrow_headers::{BatchHeaders, damaged, is_stream, read_headers, table_layout};
use crate::batch::{OpenFile, ReadRecords};
use crate::column_files::{
    CleanRows, Head, MOST_ROWS, ROWS_BYTES, RecordsToRows, RowBatches, RowReader, Rows,
    UnreadableFile, damage_reason, unreadable,
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

/// The format of Arrow IPC files and streams.
#[derive(Debug)]
pub(super) struct Arrow;

impl Format for Arrow {
    fn name(&self) -> &'static str {
        "arrow"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["arrow", "feather", "ipc", "arrows"]
    }

    /// `false`: without a head no file can be written, and there is none if the input cannot be
    /// read. An input file that can be read, but loses all its rows, does leave a file, because its
    /// head was written.
    fn leaves_empty_file(&self) -> bool {
        false
    }

    fn is_columnar(&self) -> bool {
        true
    }

    fn layout(&self, file: OpenFile) -> Option<Layout> {
        let opened = Seekable::open(file).ok()?;
        let table = Some(fenced(|| table_layout(&opened)).ok()?);
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
                Box::new(RowReader::new(file, "Arrow IPC", rows, &reading, 0))
            }
            Err(e) => Box::new(UnreadableFile {
                file: number,
                first: 0,
                reason: damage_reason(&path, "Arrow IPC", &e)?,
            }),
        })
    }

    fn body(&self, raw: &[u8], _: u64, _: &Layout) -> Range<usize> {
        body_of(raw)
    }

    fn writer<'s>(&self, sink: Box<dyn Sink + 's>, spill: Spill) -> Box<dyn WriteRecords + 's> {
        Box::new(RecordsToRows::new(sink, spill, begin))
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

/// The rows of a file or stream, in pieces of a few rows. A piece is a slice of a batch, which may
/// have very many rows.
struct Pieces {
    batches: RowBatches,
    /// The batch from which pieces are taken. `None` before the first.
    batch: Option<RecordBatch>,
    /// The most rows of this batch in a piece.
    most_rows: usize,
    /// Index in this batch of the first row of the next piece.
    next_row: usize,
}

impl Iterator for Pieces {
    type Item = std::result::Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(batch) = &self.batch
                && self.next_row < batch.num_rows()
            {
                let start = self.next_row;
                let length = self.most_rows.min(batch.num_rows() - start);
                self.next_row += length;
                return Some(Ok(batch.slice(start, length)));
            }
            self.next_row = 0;
            match self.batches.next()? {
                Ok(batch) => {
                    self.most_rows = most_rows(&batch);
                    self.batch = Some(batch);
                }
                Err(e) => return Some(Err(e)),
            }
        }
    }
}

/// The most rows of this batch in a piece, so that a piece has about [`ROWS_BYTES`] at most.
fn most_rows(batch: &RecordBatch) -> usize {
    let bytes = batch.get_array_memory_size() as u64;
    // `max(1)`, because a batch may have no rows.
    let average_bytes = bytes / (batch.num_rows() as u64).max(1);
    let row_bytes = average_bytes + longest_in_dictionaries(batch);
    (ROWS_BYTES / row_bytes.max(1)).clamp(1, MOST_ROWS) as usize
}

/// Length in bytes of the longest strings of all dictionaries, added up. Each row may have all of
/// them, even if they are in memory only once.
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

/// Length in bytes of the longest of these strings.
fn longest_of<'a>(strings: impl Iterator<Item = Option<&'a str>>) -> usize {
    strings.flatten().map(str::len).max().unwrap_or(0)
}

/// The rows of a file or stream, with only the columns that have these indices.
fn pieces_of(
    opened: &Seekable,
    headers: &BatchHeaders,
    columns: Vec<usize>,
) -> std::result::Result<Pieces, ArrowError> {
    let from = BufReader::new(opened.from(0));
    Ok(Pieces {
        batches: match is_stream(opened) {
            true => {
                // Only complete batches are read. For an incomplete one the reader would allocate
                // all the memory that the batch claims to need.
                let complete_batches = headers.rows.len();
                let batches = StreamReader::try_new(from, Some(columns))?.take(complete_batches);
                // If the stream breaks off, an error follows the batches.
                let error = headers.breaks_off.then(|| Err(damaged("it breaks off")));
                Box::new(batches.chain(error))
            }
            false => Box::new(FileReader::try_new(from, Some(columns))?),
        },
        batch: None,
        most_rows: 1,
        next_row: 0,
    })
}

/// The schema of a file or stream, and an Arrow file without rows that has the same schema. If the
/// input is a file, the file without rows also has its metadata and dictionaries.
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

/// The rows of a file or stream. `reading` says which columns are read.
fn rows_of(
    opened: &Seekable,
    layout: &Layout,
    reading: &Reading,
) -> std::result::Result<Rows, ArrowError> {
    let headers = read_headers(opened)?;
    let (schema, file_without_rows) = without_rows(opened)?;
    let table = match &layout.table {
        Some(table) => table.clone(),
        None => table_layout(opened)?,
    };
    // Only rows that are read whole are written again.
    if let Reading::Whole(fields) = reading {
        check_dictionaries(&schema, &table, fields)?;
    }
    let records = RowRecords::new(schema, reading).map_err(damaged)?;
    let pieces = pieces_of(opened, &headers, records.columns())?;
    Ok(Rows {
        head: Head::bytes(reading, table, &file_without_rows)?,
        records,
        batches: Box::new(pieces),
    })
}

/// The rows of a table in memory. Their bytes are counted as they are read, to show progress.
fn rows_in_memory(
    table: &MemoryTable,
    file: &OpenFile,
    reading: &Reading,
) -> std::result::Result<Rows, ArrowError> {
    let records = RowRecords::new(Arc::clone(table.schema()), reading).map_err(damaged)?;
    let bytes_read = file.read_so_far();
    let pieces = table.pieces(records.columns());
    let counted = pieces.inspect(move |piece| {
        let bytes = piece.as_ref().map_or(0, bytes_of);
        bytes_read.fetch_add(bytes, Ordering::Relaxed);
    });
    Ok(Rows {
        head: Head::bytes(reading, table.layout(), &file_with_schema_of(table)?)?,
        batches: Box::new(counted),
        records,
    })
}

/// An Arrow file that has the schema of a table, but no rows.
fn file_with_schema_of(table: &MemoryTable) -> std::result::Result<Vec<u8>, ArrowError> {
    let mut bytes = Vec::new();
    FileWriter::try_new(&mut bytes, table.schema())?.finish()?;
    Ok(bytes)
}

/// Whether the text is in the column with this name, or in a field of it.
fn holds_text(fields: &Fields, column: &str) -> bool {
    let text = fields.name(Role::Text).unwrap_or_default();
    let rest_of_path = text.strip_prefix(column);
    rest_of_path.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Refuses a file whose batches share a dictionary that the output cannot keep. A dictionary of
/// texts cannot be kept, because the texts after a cut are not in it. A dictionary inside a list or
/// struct cannot be kept either. If the file is a stream, or has only one batch, nothing is shared.
fn check_dictionaries(
    schema: &SchemaRef,
    table: &TableLayout,
    fields: &Fields,
) -> std::result::Result<(), ArrowError> {
    // No table has a row with this number, so `group_of` returns the number of batches.
    let batches = table.groups.group_of(u64::MAX);
    if table.is_stream || batches <= 1 {
        return Ok(());
    }
    for field in schema.fields() {
        let (data_type, name) = (field.data_type(), field.name());
        let is_dictionary = matches!(data_type, DataType::Dictionary(..));
        if has_dictionary_inside(data_type) || is_dictionary && holds_text(fields, name) {
            return Err(ArrowError::NotYetImplemented(format!(
                "the column `{name}` has a dictionary that all batches share and that cannot be \
                 kept; write it as plain strings, or the file as a stream, or in one batch"
            )));
        }
    }
    Ok(())
}

/// Whether one of these columns has a dictionary. Dictionaries inside lists and structs do not
/// count.
fn has_dictionary(columns: &ArrowFields) -> bool {
    let mut types = columns.iter().map(|column| column.data_type());
    types.any(|data_type| matches!(data_type, DataType::Dictionary(..)))
}

/// Whether there is a dictionary inside a list or struct.
fn has_dictionary_inside(data_type: &DataType) -> bool {
    match data_type {
        DataType::List(field) | DataType::LargeList(field) => is_or_has_dictionary(field),
        DataType::Struct(fields) => fields.iter().any(is_or_has_dictionary),
        _ => false,
    }
}

fn is_or_has_dictionary(field: &FieldRef) -> bool {
    let data_type = field.data_type();
    matches!(data_type, DataType::Dictionary(..)) || has_dictionary_inside(data_type)
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::DictionaryArray;
    use arrow_array::types::Int32Type;

    #[test]
    fn a_long_string_in_a_dictionary_makes_small_pieces() {
        // The dictionary has the string once, and each row refers to it. Two rows would have more
        // than `ROWS_BYTES`.
        let long = "a".repeat(ROWS_BYTES as usize / 2);
        let texts: DictionaryArray<Int32Type> = std::iter::repeat_n(&*long, 1000).collect();
        let batch = RecordBatch::try_from_iter([("text", Arc::new(texts) as ArrayRef)]).unwrap();
        assert_eq!(most_rows(&batch), 1);
    }
}
