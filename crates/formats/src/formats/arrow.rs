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
use arrow_ipc::{
    Block, CompressionType, Message, RecordBatch as RecordBatchHeader, root_as_footer,
    root_as_message,
};
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
        // Of a file that is written batch by batch, nothing has to wait.
        Box::new(RowsOut::new(sink, Path::new(""), begin))
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
    /// Bytes of the largest batch, unpacked.
    largest: u64,
    /// Whether a batch of a stream is not there as a whole.
    breaks_off: bool,
}

/// Nothing unpacks to more than so many times its bytes: zstd says in four that 128 KiB are alike.
const MOST_TIMES_PACKED: u64 = 1 << 15;
/// Bytes before a compressed buffer, which tell how many there will be.
const UNPACKED_LENGTH: u64 = 8;

impl Scan {
    /// Adds what a message has in its header and, at this place, in its body.
    fn add(
        &mut self,
        opened: &Seekable,
        message: &Message<'_>,
        body: Range<u64>,
    ) -> std::result::Result<(), ArrowError> {
        let rows = message.header_as_record_batch();
        let dictionary = message.header_as_dictionary_batch();
        let Some(batch) = rows.or_else(|| dictionary.and_then(|of| of.data())) else {
            return Ok(());
        };
        if rows.is_some() {
            self.rows.push(batch.length().max(0) as u64);
        }
        let codec = batch.compression().map(|compression| compression.codec());
        let unpacked = match codec {
            None => body.end - body.start,
            Some(_) => unpacked_bytes(opened, batch, &body)?,
        };
        self.codec = self.codec.or(codec);
        self.largest = self.largest.max(unpacked);
        Ok(())
    }
}

/// How many bytes the buffers of a compressed batch are to be, as they say themselves: whoever
/// unpacks them takes so much memory before it looks at them.
///
/// # Errors
/// If one says more than can be true.
fn unpacked_bytes(
    opened: &Seekable,
    batch: RecordBatchHeader<'_>,
    body: &Range<u64>,
) -> std::result::Result<u64, ArrowError> {
    let mut all = 0u64;
    for buffer in batch.buffers().into_iter().flatten() {
        let (at, length) = (buffer.offset().max(0) as u64, buffer.length().max(0) as u64);
        let is_inside = at.saturating_add(length) <= body.end - body.start;
        // One that is not inside, or too short, is not unpacked.
        if !is_inside || length < UNPACKED_LENGTH {
            continue;
        }
        let bytes = bytes_at(opened, body.start + at, UNPACKED_LENGTH)?;
        let told = bytes.try_into().map_or(0, i64::from_le_bytes);
        // A number below zero says that it is not compressed.
        let unpacked = u64::try_from(told).unwrap_or(length);
        if unpacked > length.saturating_mul(MOST_TIMES_PACKED) {
            let message = format!("{length} compressed bytes are said to be {unpacked}");
            return Err(damaged(message));
        }
        all = all.saturating_add(unpacked);
    }
    Ok(all)
}

/// What the headers of a file tell.
///
/// # Errors
/// If they tell what cannot be.
fn scan_of(opened: &Seekable) -> std::result::Result<Scan, ArrowError> {
    let mut scan = Scan::default();
    match is_stream(opened) {
        true => scan_stream(opened, &mut scan)?,
        false => scan_file(opened, &mut scan)?,
    }
    let rows = scan
        .rows
        .iter()
        .fold(0u64, |all, rows| all.saturating_add(*rows));
    check_rows(rows, opened.length())?;
    Ok(scan)
}

/// How a file is divided and compressed.
fn scanned(opened: &Seekable) -> std::result::Result<TableLayout, ArrowError> {
    let scan = scan_of(opened)?;
    let codec = match scan.codec {
        None => "uncompressed",
        Some(CompressionType::ZSTD) => "zstd",
        Some(_) => "lz4",
    };
    Ok(TableLayout {
        groups: Groups::new(scan.rows),
        codecs: vec![codec.to_owned()],
        is_stream: is_stream(opened),
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
    let dictionaries = footer.dictionaries().into_iter().flatten();
    for block in dictionaries.chain(footer.recordBatches().into_iter().flatten()) {
        let (at, body) = places_of(block).ok_or_else(|| damaged("its footer is none"))?;
        // Whoever reads a batch takes memory for all of it before it looks whether it is there.
        if body.end > opened.length() {
            return Err(damaged("a part of it lies behind its end"));
        }
        let (header, _) = header_at(opened, at)?.ok_or_else(|| damaged("a batch is missing"))?;
        let message = root_as_message(&header).map_err(|e| damaged(e.to_string()))?;
        scan.add(opened, &message, body)?;
    }
    Ok(())
}

/// Where a batch begins that a footer names, and where its body is; `None` if that is nowhere.
fn places_of(block: &Block) -> Option<(u64, Range<u64>)> {
    let at = u64::try_from(block.offset()).ok()?;
    let start = at.checked_add(u64::try_from(block.metaDataLength()).ok()?)?;
    let end = start.checked_add(u64::try_from(block.bodyLength()).ok()?)?;
    Some((at, start..end))
}

/// Goes through a stream from message to message, as far as they are there.
fn scan_stream(opened: &Seekable, scan: &mut Scan) -> std::result::Result<(), ArrowError> {
    let mut at = 0;
    while at < opened.length() {
        let header = match header_at(opened, at) {
            Ok(header) => header,
            Err(_) if at > 0 => {
                scan.breaks_off = true;
                return Ok(());
            }
            Err(e) => return Err(e),
        };
        let Some((header, start)) = header else {
            return Ok(());
        };
        let message = root_as_message(&header).map_err(|e| damaged(e.to_string()))?;
        let length = u64::try_from(message.bodyLength()).map_err(|e| damaged(e.to_string()))?;
        let body = start..start.saturating_add(length);
        if body.end > opened.length() {
            scan.breaks_off = true;
            return Ok(());
        }
        at = body.end;
        scan.add(opened, &message, body)?;
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
    let dictionaries = batch
        .columns()
        .iter()
        .filter_map(|column| column.as_any_dictionary_opt());
    dictionaries
        .map(|column| longest_string(column.values()))
        .sum()
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
                // Of one that is not there as a whole, not even the memory is taken.
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
fn begin<'s>(sink: Box<dyn Sink + 's>, _: &Path, head: &[u8]) -> io::Result<Table<'s>> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::StringArray;

    const TEXT: usize = 50_000;

    /// A file of one text of so many equal letters.
    fn file(codec: Option<CompressionType>) -> Vec<u8> {
        let text: ArrayRef = Arc::new(StringArray::from(vec!["a".repeat(TEXT)]));
        let batch = RecordBatch::try_from_iter([("text", text)]).unwrap();
        let options = IpcWriteOptions::default()
            .try_with_compression(codec)
            .unwrap();
        let mut bytes = Vec::new();
        let schema = batch.schema();
        let mut writer = FileWriter::try_new_with_options(&mut bytes, &schema, options).unwrap();
        writer.write(&batch).unwrap();
        writer.finish().unwrap();
        drop(writer);
        bytes
    }

    fn opened(bytes: Vec<u8>) -> Seekable {
        let length = bytes.len() as u64;
        Seekable::new(Box::new(Cursor::new(bytes)), length)
    }

    /// What is said of a file in which a number of 64 bits is another, wherever it stands.
    fn with_number(mut bytes: Vec<u8>, number: i64, other: i64) -> Option<String> {
        let number = number.to_le_bytes();
        let places = (0..bytes.len() - 8).filter(|&at| bytes[at..at + 8] == number);
        for at in places.collect::<Vec<_>>() {
            bytes[at..at + 8].copy_from_slice(&other.to_le_bytes());
        }
        let error = scanned(&opened(bytes)).err()?;
        Some(error.to_string())
    }

    #[test]
    fn no_memory_is_taken_for_a_batch_that_is_not_there() {
        let sound = file(None);
        let batch = scan_of(&opened(sound.clone())).unwrap().largest as i64;
        assert!(batch > TEXT as i64);
        assert_eq!(with_number(sound.clone(), batch, batch), None);
        for other in [1 << 32, i64::MAX, -1] {
            assert!(
                with_number(sound.clone(), batch, other).is_some(),
                "{other}"
            );
        }
    }

    #[test]
    fn no_memory_is_taken_for_what_bytes_cannot_unpack_to() {
        let packed = file(Some(CompressionType::LZ4_FRAME));
        assert!(packed.len() < TEXT / 10);
        // The text, the bytes that say where it ends, and nothing else.
        let memory = scanned(&opened(packed.clone())).unwrap().memory / TIMES_IN_MEMORY;
        assert!(
            (TEXT as u64..TEXT as u64 + 100).contains(&memory),
            "{memory}"
        );
        let refused = with_number(packed, TEXT as i64, 1 << 50).unwrap();
        assert!(
            refused.contains("are said to be 1125899906842624"),
            "{refused}"
        );
    }

    #[test]
    fn a_long_string_in_a_dictionary_makes_small_pieces() {
        let long = "a".repeat(ROWS_BYTES as usize / 2);
        let texts: DictionaryArray<Int32Type> = std::iter::repeat_n(&*long, 1000).collect();
        let batch = RecordBatch::try_from_iter([("text", Arc::new(texts) as ArrayRef)]).unwrap();
        assert_eq!(most_rows(&batch), 1);
    }
}
