//! Parquet: a record is a row (see `columnar.rs`).
//!
//! What is kept: the schema, the key-value metadata, the rows of each row group, and the
//! compression of each column. The bytes of the file are not, since no two programs write the same:
//! pages, encodings, statistics and bloom filters are the writer's own. Rows that go leave their
//! row group smaller; a group of which none stays is left out, and comes back when the input is
//! restored.

use crate::batch::{OpenFile, ReadRecords};
use crate::column_files::{
    CleanRows, Faulty, Head, MOST_ROWS, ROWS_BYTES, ReadRows, Rows, RowsOut, Table, WriteColumns,
    check_rows, fault, unreadable,
};
use crate::columnar::{RowRecords, body_of};
use crate::compression::Sink;
use crate::fence::fenced;
use crate::format::{About, Format};
use crate::layout::{Groups, Layout, TableLayout};
use crate::page_headers::PageSizes;
use crate::pages::WaitingPages;
use crate::random_access::{ReadFrom, Seekable};
use crate::reading::Reading;
use crate::restore::ReadClean;
use crate::write::WriteRecords;
use arrow_array::RecordBatch;
use bytes::Bytes;
use copydesk_store::Result;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::arrow::arrow_writer::{ArrowWriter, ArrowWriterOptions};
use parquet::basic::{Compression as Codec, Type as PhysicalType};
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::writer::SerializedFileWriter;
use std::io::{self, BufReader, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Parquet.
#[derive(Debug)]
pub(super) struct Parquet;

impl Format for Parquet {
    fn name(&self) -> &'static str {
        "parquet"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["parquet", "pq"]
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
        let about = fenced(|| Ok(metadata_of(&opened)?)).ok()?;
        let mut table = table_layout(about.metadata());
        // Reading a file whose pages cannot be read will say what is wrong.
        let sizes = fenced(|| Ok(PageSizes::of(&opened, about.metadata())?)).unwrap_or_default();
        table.row_bytes = sizes.row;
        if sizes.held > USUAL_PAGES {
            table.memory = sizes.held.saturating_mul(TIMES_IN_MEMORY);
        }
        let table = Some(table);
        Some(Layout {
            table,
            ..Layout::default()
        })
    }

    fn reader(&self, file: OpenFile) -> Result<Box<dyn ReadRecords>> {
        let (number, path) = (file.number(), file.path().to_owned());
        let (layout, reading) = (file.layout().clone(), file.reading());
        let opened = Seekable::open(file)?;
        let rows = fenced(|| Ok(rows_of(&opened, &layout, &reading)?));
        Ok(match rows {
            Ok(rows) => Box::new(ReadRows::new((number, path), "Parquet", rows, &reading)),
            Err(e) => {
                let reason = fault(&path, "Parquet", &e)?;
                let file = number;
                Box::new(Faulty { file, reason })
            }
        })
    }

    fn body(&self, raw: &[u8], _: u64, _: &Layout) -> Range<usize> {
        body_of(raw)
    }

    fn writer<'s>(&self, sink: Box<dyn Sink + 's>) -> Box<dyn WriteRecords + 's> {
        self.writer_in(sink, &std::env::temp_dir())
    }

    fn writer_in<'s>(&self, sink: Box<dyn Sink + 's>, folder: &Path) -> Box<dyn WriteRecords + 's> {
        Box::new(RowsOut::new(sink, folder, begin))
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

impl Length for Seekable {
    fn len(&self) -> u64 {
        self.length()
    }
}

impl ChunkReader for Seekable {
    type T = BufReader<ReadFrom>;

    fn get_read(&self, start: u64) -> parquet::errors::Result<Self::T> {
        Ok(BufReader::new(self.from(start)))
    }

    fn get_bytes(&self, start: u64, length: usize) -> parquet::errors::Result<Bytes> {
        let there = self.length().saturating_sub(start);
        if length as u64 > there {
            return Err(ParquetError::EOF(format!(
                "{there} of {length} bytes are there"
            )));
        }
        let mut bytes = vec![0; length];
        self.from(start).read_exact(&mut bytes)?;
        Ok(bytes.into())
    }
}

/// Pages of all columns together of no more bytes than this are counted beside the tables.
const USUAL_PAGES: u64 = 8 << 20;
/// What a page holds is in memory so many times while it is read, put together again and written.
const TIMES_IN_MEMORY: u64 = 4;

fn metadata_of(file: &impl ChunkReader) -> parquet::errors::Result<ArrowReaderMetadata> {
    ArrowReaderMetadata::load(file, ArrowReaderOptions::new())
}

/// The rows of each group, and the compression of each column.
fn table_layout(about: &ParquetMetaData) -> TableLayout {
    let rows = about
        .row_groups()
        .iter()
        .map(|group| group.num_rows().max(0) as u64);
    let first = about.row_groups().first();
    let codecs = first.map(|group| {
        let columns = group.columns().iter();
        columns
            .map(|column| codec_name(column.compression()).to_owned())
            .collect()
    });
    TableLayout {
        groups: Groups::new(rows),
        codecs: codecs.unwrap_or_default(),
        ..TableLayout::default()
    }
}

fn codec_name(codec: Codec) -> &'static str {
    match codec {
        Codec::UNCOMPRESSED => "uncompressed",
        Codec::SNAPPY => "snappy",
        Codec::GZIP(_) => "gzip",
        Codec::LZO => "lzo",
        Codec::BROTLI(_) => "brotli",
        Codec::LZ4 => "lz4",
        Codec::ZSTD(_) => "zstd",
        Codec::LZ4_RAW => "lz4_raw",
    }
}

/// The codec with this name, at its usual level.
fn codec_named(name: &str) -> Codec {
    match name {
        "snappy" => Codec::SNAPPY,
        "gzip" => Codec::GZIP(Default::default()),
        "brotli" => Codec::BROTLI(Default::default()),
        "lz4" => Codec::LZ4,
        "zstd" => Codec::ZSTD(Default::default()),
        "lz4_raw" => Codec::LZ4_RAW,
        _ => Codec::UNCOMPRESSED,
    }
}

/// A Parquet file like this one without its rows.
fn without_rows(about: &ParquetMetaData) -> parquet::errors::Result<Vec<u8>> {
    let known = about.file_metadata();
    let properties = WriterProperties::builder()
        .set_key_value_metadata(known.key_value_metadata().cloned())
        .build();
    let mut bytes = Vec::new();
    let schema = known.schema_descr().root_schema_ptr();
    SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties))?.close()?;
    Ok(bytes)
}

/// The rows of a file.
fn rows_of(opened: &Seekable, layout: &Layout, reading: &Reading) -> parquet::errors::Result<Rows> {
    let about = metadata_of(opened)?;
    let records =
        RowRecords::new(Arc::clone(about.schema()), reading).map_err(ParquetError::General)?;
    let mask = ProjectionMask::roots(about.parquet_schema(), records.columns());
    let groups = about.metadata().row_groups().iter();
    let (bytes, rows) = groups.fold((0i64, 0i64), |(bytes, rows), group| {
        (
            group.total_byte_size().max(0).saturating_add(bytes),
            group.num_rows().max(0).saturating_add(rows),
        )
    });
    check_rows(rows as u64, opened.length())?;
    let longest = layout.table.as_ref().map_or(0, |table| table.row_bytes);
    let row_bytes = (bytes as u64 / (rows as u64).max(1)).max(longest).max(1);
    let at_a_time = (ROWS_BYTES / row_bytes).clamp(1, MOST_ROWS);
    let table = match &layout.table {
        Some(table) => table.clone(),
        None => table_layout(about.metadata()),
    };
    let head = Head::bytes(reading, table, &without_rows(about.metadata())?)?;
    let columns = ParquetRecordBatchReaderBuilder::new_with_metadata(opened.clone(), about)
        .with_projection(mask)
        .with_batch_size(at_a_time as usize)
        .build()?;
    Ok(Rows {
        head,
        records,
        columns: Box::new(columns),
    })
}

/// Begins a file.
fn begin<'s>(sink: Box<dyn Sink + 's>, folder: &Path, head: &[u8]) -> io::Result<Table<'s>> {
    let (head, schema) = Head::read(head)?;
    let about = metadata_of(&Bytes::copy_from_slice(schema))?;
    let reading = Reading::Whole(Arc::new(head.fields));
    let schema = Arc::clone(about.schema());
    let records = RowRecords::new(Arc::clone(&schema), &reading).map_err(io::Error::other)?;
    let known = about.metadata().file_metadata();
    let columns = about.parquet_schema().columns();
    let mut properties = WriterProperties::builder()
        .set_max_row_group_row_count(None)
        .set_key_value_metadata(known.key_value_metadata().cloned());
    for (column, codec) in columns.iter().zip(&head.table.codecs) {
        properties = properties.set_column_compression(column.path().clone(), codec_named(codec));
    }
    let mut options = ArrowWriterOptions::new()
        .with_properties(properties.build())
        // It is among the metadata, if the input had it.
        .with_skip_arrow_metadata(true)
        .with_page_store_factory(Arc::new(WaitingPages::new(folder)));
    // Times of the old kind cannot be written; they become the new kind.
    let mut types = columns.iter().map(|column| column.physical_type());
    if !types.any(|physical| physical == PhysicalType::INT96) {
        options = options.with_parquet_schema(about.parquet_schema().clone());
    }
    let writer = ArrowWriter::try_new_with_options(sink, schema, options)?;
    Ok(Table {
        columns: Box::new(Out(writer)),
        records,
        groups: head.table.groups,
    })
}

/// A file that is written.
struct Out<'s>(ArrowWriter<Box<dyn Sink + 's>>);

impl WriteColumns for Out<'_> {
    fn write(&mut self, rows: &RecordBatch) -> io::Result<()> {
        Ok(self.0.write(rows)?)
    }

    fn end_group(&mut self) -> io::Result<()> {
        Ok(self.0.flush()?)
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        self.0.into_inner()?.finish()
    }
}
