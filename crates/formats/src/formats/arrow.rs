//! Arrow IPC: files, which are also called Feather, and streams. A record is a row (see
//! `columnar.rs`).
//!
//! What is kept: the schema, the metadata, the rows of each record batch, the compression, and the
//! dictionaries of a file. The bytes of the file are not promised, since padding and alignment are
//! the writer's own. A batch is read and written as a whole, and must fit in memory several times.

use crate::batch::{OpenFile, ReadRecords};
use crate::column_files::{
    CleanRows, Faulty, Head, MOST_ROWS, ROWS_BYTES, ReadRows, Rows, RowsOut, Table, WriteColumns,
    check_rows, fault, unreadable,
};
use crate::columnar::{RowRecords, body_of};
use crate::compression::Sink;
use crate::fence::fenced;
use crate::fields::{Fields, Role};
use crate::format::{About, Format};
use crate::layout::{Groups, Layout, TableLayout};
use crate::random_access::Seekable;
use crate::reading::Reading;
use crate::restore::ReadClean;
use crate::table::{MemoryTable, bytes_of};
use crate::write::WriteRecords;
use ahash::AHashMap;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, DictionaryArray, Int64Array, RecordBatch};
use arrow_cast::cast;
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};
use arrow_ipc::{CompressionType, root_as_footer, root_as_message};
use arrow_row::{RowConverter, SortField};
use arrow_schema::{ArrowError, DataType, SchemaRef};
use arrow_select::concat::concat_batches;
use copydesk_store::Result;
use std::io::{self, BufReader, Cursor, Read};
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
            Ok(rows) => Box::new(ReadRows::new((number, path), "Arrow IPC", rows, &reading)),
            Err(e) => {
                let reason = fault(&path, "Arrow IPC", &e)?;
                let file = number;
                Box::new(Faulty { file, reason })
            }
        })
    }

    fn body(&self, raw: &[u8], _: u64, _: &Layout) -> Range<usize> {
        body_of(raw)
    }

    fn writer<'s>(&self, sink: Box<dyn Sink + 's>) -> Box<dyn WriteRecords + 's> {
        Box::new(RowsOut::new(sink, begin))
    }

    fn clean_reader(
        &self,
        path: &Path,
        about: &About<'_>,
        from: Box<dyn Read + Send>,
    ) -> Box<dyn ReadClean> {
        let reading = Reading::Whole(Arc::new(about.fields.clone()));
        let rows = Seekable::copied(path, from).and_then(|opened| {
            rows_of(&opened, about.layout, &reading).map_err(|e| unreadable(path, &e))
        });
        Box::new(CleanRows::new(path, rows))
    }
}

/// What files begin and end with; streams do not.
const MAGIC: &[u8] = b"ARROW1";
/// Longest footer or header of a message that is read, in bytes.
const LONGEST_HEADER: u64 = 1 << 28;
/// A batch is in memory so many times while it is read, put together again and written.
const TIMES_IN_MEMORY: u64 = 4;

fn damaged(what: impl Into<String>) -> ArrowError {
    ArrowError::IpcError(what.into())
}

fn bytes_at(opened: &Seekable, at: u64, length: u64) -> std::result::Result<Vec<u8>, ArrowError> {
    if length > LONGEST_HEADER || at.saturating_add(length) > opened.length() {
        return Err(damaged("a part of it lies behind its end"));
    }
    let mut bytes = vec![0; length as usize];
    opened.from(at).read_exact(&mut bytes)?;
    Ok(bytes)
}

fn is_stream(opened: &Seekable) -> bool {
    !bytes_at(opened, 0, MAGIC.len() as u64).is_ok_and(|bytes| bytes == MAGIC)
}

/// What the headers of all batches tell, which are read without the batches.
#[derive(Default)]
struct Scan {
    rows: Vec<u64>,
    codec: Option<CompressionType>,
    largest: u64,
}

impl Scan {
    fn add(&mut self, header: &[u8]) -> std::result::Result<u64, ArrowError> {
        let message = root_as_message(header).map_err(|e| damaged(e.to_string()))?;
        let body = u64::try_from(message.bodyLength()).map_err(|e| damaged(e.to_string()))?;
        self.largest = self.largest.max(body);
        if let Some(batch) = message.header_as_record_batch() {
            self.rows.push(batch.length().max(0) as u64);
            let codec = batch.compression().map(|compression| compression.codec());
            self.codec = self.codec.or(codec);
        }
        Ok(body)
    }
}

/// How a file is divided and compressed.
fn scanned(opened: &Seekable) -> std::result::Result<TableLayout, ArrowError> {
    let mut scan = Scan::default();
    let is_stream = is_stream(opened);
    if is_stream {
        scan_stream(opened, &mut scan)?;
    } else {
        scan_file(opened, &mut scan)?;
    }
    let rows = scan
        .rows
        .iter()
        .fold(0u64, |all, rows| all.saturating_add(*rows));
    check_rows(rows, opened.length())?;
    let codec = match scan.codec {
        None => "uncompressed",
        Some(CompressionType::ZSTD) => "zstd",
        Some(_) => "lz4",
    };
    Ok(TableLayout {
        groups: Groups::new(scan.rows),
        codecs: vec![codec.to_owned()],
        is_stream,
        memory: scan.largest.saturating_mul(TIMES_IN_MEMORY),
        row_bytes: 0,
    })
}

/// Looks at the batches that the footer of a file names.
fn scan_file(opened: &Seekable, scan: &mut Scan) -> std::result::Result<(), ArrowError> {
    let tail = MAGIC.len() as u64 + 4;
    let end = opened
        .length()
        .checked_sub(tail)
        .ok_or_else(|| damaged("it is too short"))?;
    let last = bytes_at(opened, end, tail)?;
    let length = u32::from_le_bytes([last[0], last[1], last[2], last[3]]);
    if !last.ends_with(MAGIC) {
        return Err(damaged("it breaks off"));
    }
    let start = end
        .checked_sub(u64::from(length))
        .ok_or_else(|| damaged("its footer is none"))?;
    let bytes = bytes_at(opened, start, u64::from(length))?;
    let footer = root_as_footer(&bytes).map_err(|e| damaged(e.to_string()))?;
    for block in footer.recordBatches().into_iter().flatten() {
        let at = u64::try_from(block.offset()).map_err(|e| damaged(e.to_string()))?;
        let (header, _) = header_at(opened, at)?.ok_or_else(|| damaged("a batch is missing"))?;
        scan.add(&header)?;
    }
    Ok(())
}

/// Goes through a stream from message to message.
fn scan_stream(opened: &Seekable, scan: &mut Scan) -> std::result::Result<(), ArrowError> {
    let mut at = 0;
    while at < opened.length() {
        let Some((header, end)) = header_at(opened, at)? else {
            return Ok(());
        };
        at = end.saturating_add(scan.add(&header)?);
    }
    Ok(())
}

/// The number of 32 bits at this place.
fn number_at(opened: &Seekable, at: u64) -> std::result::Result<u32, ArrowError> {
    let bytes = bytes_at(opened, at, 4)?;
    Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

/// The header of the message at this place, and where it ends; `None` if the place is the end of a
/// stream.
fn header_at(
    opened: &Seekable,
    at: u64,
) -> std::result::Result<Option<(Vec<u8>, u64)>, ArrowError> {
    const CONTINUES: u32 = u32::MAX;
    let (length, start) = match number_at(opened, at)? {
        CONTINUES => (number_at(opened, at + 4)?, at + 8),
        length => (length, at + 4),
    };
    if length == 0 {
        return Ok(None);
    }
    let header = bytes_at(opened, start, u64::from(length))?;
    Ok(Some((header, start + u64::from(length))))
}

/// Batches of a file or stream, in pieces of a few rows.
struct Pieces {
    batches: Box<dyn Iterator<Item = std::result::Result<RecordBatch, ArrowError>> + Send>,
    now: Option<RecordBatch>,
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
                let bytes = batch.get_array_memory_size() as u64;
                let row_bytes = (bytes / batch.num_rows() as u64).max(1);
                let most = (ROWS_BYTES / row_bytes).clamp(1, MOST_ROWS) as usize;
                let length = most.min(batch.num_rows() - self.at);
                self.at += length;
                return Some(Ok(batch.slice(self.at - length, length)));
            }
            self.at = 0;
            match self.batches.next()? {
                Ok(batch) => self.now = Some(batch),
                Err(e) => return Some(Err(e)),
            }
        }
    }
}

/// The batches of these columns; `None` for all.
fn batches_of(
    opened: &Seekable,
    columns: Option<Vec<usize>>,
) -> std::result::Result<Pieces, ArrowError> {
    let from = BufReader::new(opened.from(0));
    Ok(Pieces {
        batches: match is_stream(opened) {
            true => Box::new(StreamReader::try_new(from, columns)?),
            false => Box::new(FileReader::try_new(from, columns)?),
        },
        now: None,
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
        let mut types = schema.fields().iter().map(|field| field.data_type());
        // Dictionaries are written with the first batch, even one without rows.
        if types.any(|of| matches!(of, DataType::Dictionary(..)))
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
    let (schema, without) = without_rows(opened)?;
    let table = match &layout.table {
        Some(table) => table.clone(),
        None => scanned(opened)?,
    };
    if let Reading::Whole(fields) = reading {
        check_dictionaries(&schema, &table, fields)?;
    }
    let records = RowRecords::new(schema, reading).map_err(damaged)?;
    let columns = batches_of(opened, Some(records.columns()))?;
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
    let is_divided = !table.is_stream && table.groups.group_of(u64::MAX) > 1;
    for field in schema.fields().iter().filter(|_| is_divided) {
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

/// Whether there is a dictionary inside of a list or struct.
fn has_dictionary_inside(of: &DataType) -> bool {
    let is_or_has =
        |of: &DataType| matches!(of, DataType::Dictionary(..)) || has_dictionary_inside(of);
    match of {
        DataType::List(field) | DataType::LargeList(field) => is_or_has(field.data_type()),
        DataType::Struct(fields) => fields.iter().any(|field| is_or_has(field.data_type())),
        _ => false,
    }
}

/// Begins a file or stream.
fn begin<'s>(sink: Box<dyn Sink + 's>, head: &[u8]) -> io::Result<Table<'s>> {
    let (head, without) = Head::read(head)?;
    let mut reader =
        FileReader::try_new(Cursor::new(without.to_vec()), None).map_err(io::Error::other)?;
    let schema = reader.schema();
    let reading = Reading::Whole(Arc::new(head.fields));
    let records = RowRecords::new(Arc::clone(&schema), &reading).map_err(io::Error::other)?;
    let codec = match head.table.codecs.first().map(String::as_str) {
        Some("zstd") => Some(CompressionType::ZSTD),
        Some("lz4") => Some(CompressionType::LZ4_FRAME),
        _ => None,
    };
    let options = IpcWriteOptions::default()
        .try_with_compression(codec)
        .map_err(io::Error::other)?;
    let metadata: Vec<(String, String)> = reader
        .custom_metadata()
        .iter()
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    let sample = reader.next().transpose().map_err(io::Error::other)?;
    let is_divided = head.table.groups.group_of(u64::MAX) > 1;
    let sample = sample.filter(|_| is_divided && !head.table.is_stream);
    let dictionaries = match &sample {
        Some(sample) => Dictionary::all(sample).map_err(io::Error::other)?,
        None => Vec::new(),
    };
    let out = if head.table.is_stream {
        Out::Stream(
            StreamWriter::try_new_with_options(sink, &schema, options).map_err(io::Error::other)?,
        )
    } else {
        let mut writer =
            FileWriter::try_new_with_options(sink, &schema, options).map_err(io::Error::other)?;
        for (key, value) in metadata {
            writer.write_metadata(key, value);
        }
        Out::File(writer)
    };
    Ok(Table {
        columns: Box::new(Batches {
            out,
            schema,
            dictionaries,
            sample,
            group: Vec::new(),
        }),
        records,
        groups: head.table.groups,
    })
}

/// What is written.
enum Out<'s> {
    File(FileWriter<Box<dyn Sink + 's>>),
    Stream(StreamWriter<Box<dyn Sink + 's>>),
}

/// Record batches on their way out.
struct Batches<'s> {
    out: Out<'s>,
    schema: SchemaRef,
    /// The dictionaries that all batches share.
    dictionaries: Vec<Dictionary>,
    /// No rows, with those dictionaries: written if no rows are, so that the dictionaries are in
    /// the file when its rows come back.
    sample: Option<RecordBatch>,
    /// The rows of the batch that was begun.
    group: Vec<RecordBatch>,
}

impl Batches<'_> {
    fn write_group(&mut self) -> std::result::Result<(), ArrowError> {
        if self.group.is_empty() {
            return Ok(());
        }
        let mut batch = concat_batches(&self.schema, &self.group)?;
        self.group.clear();
        if !self.dictionaries.is_empty() {
            let mut columns = batch.columns().to_vec();
            for dictionary in &self.dictionaries {
                let column = &mut columns[dictionary.column];
                *column = dictionary.encoded(column)?;
            }
            batch = RecordBatch::try_new(Arc::clone(&self.schema), columns)?;
        }
        self.sample = None;
        self.write_batch(&batch)
    }

    fn write_batch(&mut self, batch: &RecordBatch) -> std::result::Result<(), ArrowError> {
        match &mut self.out {
            Out::File(writer) => writer.write(batch),
            Out::Stream(writer) => writer.write(batch),
        }
    }
}

impl WriteColumns for Batches<'_> {
    fn write(&mut self, rows: &RecordBatch) -> io::Result<()> {
        self.group.push(rows.clone());
        Ok(())
    }

    fn end_group(&mut self) -> io::Result<()> {
        self.write_group().map_err(io::Error::other)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.write_group().map_err(io::Error::other)?;
        if let Some(sample) = self.sample.take() {
            self.write_batch(&sample).map_err(io::Error::other)?;
        }
        let sink = match self.out {
            Out::File(writer) => writer.into_inner(),
            Out::Stream(writer) => writer.into_inner(),
        };
        sink.map_err(io::Error::other)?.finish()
    }
}

/// The dictionary of a column.
struct Dictionary {
    column: usize,
    values: ArrayRef,
    converter: RowConverter,
    keys: AHashMap<Vec<u8>, i64>,
}

impl Dictionary {
    /// The dictionaries of the columns of a batch.
    fn all(batch: &RecordBatch) -> std::result::Result<Vec<Self>, ArrowError> {
        let mut all = Vec::new();
        for (column, array) in batch.columns().iter().enumerate() {
            if let Some(dictionary) = array.as_any_dictionary_opt() {
                let values = Arc::clone(dictionary.values());
                let of = values.data_type().clone();
                let converter = RowConverter::new(vec![SortField::new(of)])?;
                let rows = converter.convert_columns(&[Arc::clone(&values)])?;
                let mut keys = AHashMap::new();
                for (key, row) in rows.iter().enumerate() {
                    keys.entry(row.data().to_vec()).or_insert(key as i64);
                }
                all.push(Self {
                    column,
                    values,
                    converter,
                    keys,
                });
            }
        }
        Ok(all)
    }

    /// A column with this dictionary instead of its own.
    fn encoded(&self, array: &ArrayRef) -> std::result::Result<ArrayRef, ArrowError> {
        let DataType::Dictionary(key_type, value_type) = array.data_type() else {
            return Ok(Arc::clone(array));
        };
        let values = cast(array, value_type)?;
        let rows = self.converter.convert_columns(&[Arc::clone(&values)])?;
        let mut keys = Vec::with_capacity(values.len());
        for (place, row) in rows.iter().enumerate() {
            let key = match values.is_null(place) {
                true => None,
                false => Some(
                    self.keys
                        .get(row.data())
                        .copied()
                        .ok_or_else(|| ArrowError::DictionaryKeyOverflowError)?,
                ),
            };
            keys.push(key);
        }
        let keys: ArrayRef = Arc::new(Int64Array::from(keys));
        let keys = cast(&keys, key_type)?;
        match **key_type {
            DataType::Int8 => self.with_keys::<Int8Type>(&keys),
            DataType::Int16 => self.with_keys::<Int16Type>(&keys),
            DataType::Int32 => self.with_keys::<Int32Type>(&keys),
            DataType::Int64 => self.with_keys::<Int64Type>(&keys),
            DataType::UInt8 => self.with_keys::<UInt8Type>(&keys),
            DataType::UInt16 => self.with_keys::<UInt16Type>(&keys),
            DataType::UInt32 => self.with_keys::<UInt32Type>(&keys),
            _ => self.with_keys::<UInt64Type>(&keys),
        }
    }

    fn with_keys<K: ArrowDictionaryKeyType>(
        &self,
        keys: &ArrayRef,
    ) -> std::result::Result<ArrayRef, ArrowError> {
        let keys = keys.as_primitive::<K>().clone();
        let array = DictionaryArray::<K>::try_new(keys, Arc::clone(&self.values))?;
        Ok(Arc::new(array))
    }
}
