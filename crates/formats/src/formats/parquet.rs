//! Parquet: a record is a row, which [`RowRecords`] converts to bytes.
//!
//! The rows of a file are divided into *row groups*. In a group, each column is a run of *pages*,
//! which are compressed one by one. So a file can also be read in *parts*, each of them a range of
//! rows.
//!
//! The output keeps the schema, the key-value metadata, the division into row groups, and the
//! compression of each column. A writer gets all this from the [`Head`], which comes before the
//! first record. The restored input has the same schema and so on and all rows, but not the same
//! bytes: each program divides a file into pages, encodes values and adds statistics in its own
//! way. A row group that loses rows becomes smaller. A row group that loses all its rows is left
//! out, and returns when the input is restored.
//!
//! The `parquet` crate may panic on a damaged file. [`fenced`] turns the panic into an error.

use crate::batch::{OpenFile, ReadRecords};
use crate::column_files::{
    CleanRows, Head, MOST_ROWS, OutputTable, ROWS_BYTES, RecordsToRows, RowReader, Rows,
    TIMES_IN_MEMORY, UnreadableFile, WriteRows, check_rows, damage_reason, unreadable,
};
use crate::columnar::{RowRecords, body_of};
use crate::compression::Sink;
use crate::fence::fenced;
use crate::format::{About, Format};
use crate::layout::{Groups, Layout, TableLayout};
use crate::page_headers::PageHeaders;
use crate::pages::PageStores;
use crate::random_access::{ReadFrom, Seekable};
use crate::reading::Reading;
use crate::restore::ReadClean;
use crate::shared_pages::{FileGroups, PageSharing};
use crate::write::{Spill, WriteRecords};
use arrow_array::RecordBatch;
use bytes::Bytes;
use copydesk_store::Result;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, RowGroups, RowSelection,
    RowSelector,
};
use parquet::arrow::arrow_writer::{ArrowWriter, ArrowWriterOptions};
use parquet::arrow::{ProjectionMask, parquet_to_arrow_field_levels};
use parquet::basic::{Compression as Codec, Type as PhysicalType};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::writer::SerializedFileWriter;
use std::io::{self, BufReader, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// The format of Parquet files.
#[derive(Debug)]
pub(super) struct Parquet;

impl Format for Parquet {
    fn name(&self) -> &'static str {
        "parquet"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["parquet", "pq"]
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
        let about = fenced(|| Ok(metadata_of(&opened)?)).ok()?;
        let mut table = table_layout(about.metadata());
        // An error is ignored here: the reader of the file will find and report it.
        let headers = fenced(|| Ok(PageHeaders::of(&opened, about.metadata())?));
        let PageHeaders { pages, row_bytes } = headers.unwrap_or_default();
        table.row_bytes = row_bytes;
        if pages.held > USUAL_PAGES {
            table.memory = pages.held.saturating_mul(TIMES_IN_MEMORY);
        }
        table.pages = pages;
        let table = Some(table);
        Some(Layout {
            table,
            ..Layout::default()
        })
    }

    fn reader(&self, file: OpenFile) -> Result<Box<dyn ReadRecords>> {
        let (number, path) = (file.number(), file.path().to_owned());
        let (layout, reading) = (file.layout().clone(), file.reading());
        let first = file.start().number;
        let mut sharing = PageSharing {
            file: number,
            caches: file.shared_pages().clone(),
            ..PageSharing::default()
        };
        let mut rows_of_part = None;
        if let Some(table) = &layout.table {
            sharing.largest_column = table.pages.largest_column;
            if file.part().is_some() {
                rows_of_part = table.pages.parts.rows_of_part(first);
            }
        }
        sharing.is_part = rows_of_part.is_some();
        let opened = Seekable::open(file)?;
        let rows = fenced(|| Ok(rows_of(&opened, &layout, &reading, sharing, rows_of_part)?));
        Ok(match rows {
            Ok(rows) => {
                let file = (number, path);
                Box::new(RowReader::new(file, "Parquet", rows, &reading, first))
            }
            Err(e) => Box::new(UnreadableFile {
                file: number,
                first,
                reason: damage_reason(&path, "Parquet", &e)?,
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
            let unshared = PageSharing::default();
            rows_of(&opened, about.layout, &reading, unshared, None)
                .map_err(|e| unreadable(path, &e))
        });
        Box::new(CleanRows::new(path, rows))
    }
}

/// If the pages in memory have no more bytes than this, they are not counted as memory of the file:
/// every run has that much memory to spare.
const USUAL_PAGES: u64 = 8 << 20;

/// How many bytes are read at a time from a page header. The page itself is read as a whole.
const HEADER_BYTES: usize = 1 << 10;

impl Length for Seekable {
    fn len(&self) -> u64 {
        self.length()
    }
}

impl ChunkReader for Seekable {
    type T = BufReader<ReadFrom>;

    fn get_read(&self, start: u64) -> parquet::errors::Result<Self::T> {
        Ok(BufReader::with_capacity(HEADER_BYTES, self.from(start)))
    }

    fn get_bytes(&self, start: u64, length: usize) -> parquet::errors::Result<Bytes> {
        let available = self.length().saturating_sub(start);
        // In a damaged file the length may be wrong, so it is checked before memory is allocated.
        if length as u64 > available {
            return Err(ParquetError::EOF(format!(
                "{available} of {length} bytes are there"
            )));
        }
        let mut bytes = vec![0; length];
        self.from(start).read_exact(&mut bytes)?;
        Ok(bytes.into())
    }
}

/// The metadata from the end of a file.
fn metadata_of(file: &impl ChunkReader) -> parquet::errors::Result<ArrowReaderMetadata> {
    ArrowReaderMetadata::load(file, ArrowReaderOptions::new())
}

fn rows_of_group(group: &RowGroupMetaData) -> u64 {
    group.num_rows().max(0) as u64
}

/// The rows of each group, and the compression of each column.
fn table_layout(about: &ParquetMetaData) -> TableLayout {
    let mut codecs = Vec::new();
    // The writer compresses a column in the same way in all groups: as in the first group.
    if let Some(first) = about.row_groups().first() {
        for column in first.columns() {
            codecs.push(codec_name(column.compression()).to_owned());
        }
    }
    TableLayout {
        groups: Groups::new(about.row_groups().iter().map(rows_of_group)),
        codecs,
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

/// The codec with this name, at its usual level. LZO is not supported, so such a column is not
/// compressed.
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
    let file_metadata = about.file_metadata();
    let properties = WriterProperties::builder()
        .set_key_value_metadata(file_metadata.key_value_metadata().cloned())
        .build();
    let mut bytes = Vec::new();
    let schema = file_metadata.schema_descr().root_schema_ptr();
    SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties))?.close()?;
    Ok(bytes)
}

/// The rows of a file, or only the rows of a part. `sharing` says which pages of the file are
/// shared with other readers.
fn rows_of(
    opened: &Seekable,
    layout: &Layout,
    reading: &Reading,
    sharing: PageSharing,
    rows_of_part: Option<Range<u64>>,
) -> parquet::errors::Result<Rows> {
    let about = metadata_of(opened)?;
    let records =
        RowRecords::new(Arc::clone(about.schema()), reading).map_err(ParquetError::General)?;
    let (mut bytes, mut rows) = (0u64, 0u64);
    for group in about.metadata().row_groups() {
        bytes = bytes.saturating_add(group.total_byte_size().max(0) as u64);
        rows = rows.saturating_add(rows_of_group(group));
    }
    check_rows(rows, opened.length())?;
    let table = match &layout.table {
        Some(table) => table.clone(),
        None => table_layout(about.metadata()),
    };
    let average_row_bytes = bytes / rows.max(1);
    let row_bytes = average_row_bytes.max(table.row_bytes).max(1);
    let rows_at_a_time = (ROWS_BYTES / row_bytes).clamp(1, MOST_ROWS);
    let head = Head::bytes(reading, table, &without_rows(about.metadata())?)?;
    let mask = ProjectionMask::roots(about.parquet_schema(), records.columns());
    let arrow_fields = Some(about.schema().fields());
    // The columns that the records need, with their types.
    let levels = parquet_to_arrow_field_levels(about.parquet_schema(), mask, arrow_fields)?;
    let (groups, rows_before) = match &rows_of_part {
        Some(wanted) => groups_with(about.metadata(), wanted),
        None => (0..about.metadata().num_row_groups(), 0),
    };
    let groups = FileGroups {
        file: Arc::new(opened.clone()),
        about: Arc::clone(about.metadata()),
        groups,
        sharing,
    };
    let selection = rows_of_part.map(|wanted| selection_of(&groups, rows_before, &wanted));
    let batches = ParquetRecordBatchReader::try_new_with_row_groups(
        &levels,
        &groups,
        rows_at_a_time as usize,
        selection,
    )?;
    Ok(Rows {
        head,
        records,
        batches: Box::new(batches),
    })
}

/// Selects the wanted rows among those of some groups. `rows_before` is how many rows of the file
/// come before the groups. For the last part of a file, `wanted` ends at `u64::MAX`.
fn selection_of(groups: &FileGroups, rows_before: u64, wanted: &Range<u64>) -> RowSelection {
    let as_usize = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    // A file that has changed may have fewer rows than it had when it was divided.
    let skipped = as_usize(wanted.start - rows_before).min(groups.num_rows());
    let left = groups.num_rows() - skipped;
    let selected = as_usize(wanted.end - wanted.start).min(left);
    RowSelection::from(vec![
        RowSelector::skip(skipped),
        RowSelector::select(selected),
    ])
}

/// The row groups that have wanted rows, and how many rows of the file come before these groups.
fn groups_with(about: &ParquetMetaData, wanted: &Range<u64>) -> (Range<usize>, u64) {
    let (mut groups, mut rows_before) = (0..0, 0);
    let mut start = 0u64;
    for (index, group) in about.row_groups().iter().enumerate() {
        let end = start + rows_of_group(group);
        if end <= wanted.start {
            // No row of this group is wanted, so the range begins with the next group or later.
            (groups, rows_before) = (index + 1..index + 1, end);
        } else if start < wanted.end {
            groups.end = index + 1;
        }
        start = end;
    }
    (groups, rows_before)
}

/// Begins a file of the clean dump. `head` are the bytes of a [`Head`]. It describes the input:
/// schema, metadata, compression, and the sizes of its row groups.
fn begin<'s>(sink: Box<dyn Sink + 's>, spill: Spill, head: &[u8]) -> io::Result<OutputTable<'s>> {
    let (head, file_without_rows) = Head::read(head)?;
    let about = metadata_of(&Bytes::copy_from_slice(file_without_rows))?;
    let reading = Reading::Whole(Arc::new(head.fields));
    let schema = Arc::clone(about.schema());
    let records = RowRecords::new(Arc::clone(&schema), &reading).map_err(io::Error::other)?;
    let file_metadata = about.metadata().file_metadata();
    let columns = about.parquet_schema().columns();
    let mut properties = WriterProperties::builder()
        // A group ends only where `end_group` is called.
        .set_max_row_group_row_count(None)
        .set_key_value_metadata(file_metadata.key_value_metadata().cloned());
    for (column, codec) in columns.iter().zip(&head.table.codecs) {
        properties = properties.set_column_compression(column.path().clone(), codec_named(codec));
    }
    let mut options = ArrowWriterOptions::new()
        .with_properties(properties.build())
        // If the input has an Arrow schema, it is among the key-value metadata already.
        .with_skip_arrow_metadata(true)
        .with_page_store_factory(Arc::new(PageStores::new(spill)));
    // Timestamps of the old type INT96 cannot be written. They are written in the new type, so the
    // schema of such a file changes.
    let has_old_times = columns
        .iter()
        .any(|column| column.physical_type() == PhysicalType::INT96);
    if !has_old_times {
        options = options.with_parquet_schema(about.parquet_schema().clone());
    }
    let writer = ArrowWriter::try_new_with_options(sink, schema, options)?;
    Ok(OutputTable {
        writer: Box::new(GroupWriter(writer)),
        records,
        groups: head.table.groups,
    })
}

/// Writes the row groups of a file.
struct GroupWriter<'s>(ArrowWriter<Box<dyn Sink + 's>>);

impl WriteRows for GroupWriter<'_> {
    fn write(&mut self, rows: &RecordBatch) -> io::Result<()> {
        Ok(self.0.write(rows)?)
    }

    fn end_group(&mut self) -> io::Result<()> {
        // This writes the rows so far as a row group.
        Ok(self.0.flush()?)
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        self.0.into_inner()?.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::BatchReader;
    use crate::{FilePart, Inputs};
    use arrow_array::builder::{ListBuilder, StringBuilder};
    use arrow_array::{ArrayRef, Int64Array, StringArray};

    const ROWS: usize = 4_500;
    const ROWS_OF_A_GROUP: usize = 2_000;
    const BATCH_BYTES: usize = 1 << 18;

    /// A table whose columns differ in how many rows are in a page, and in whether they have a
    /// dictionary. The largest column is the text, of about two kilobytes in each row.
    fn table() -> RecordBatch {
        let text = |row: usize| format!("{row} {}", format!("word{} ", row * 7).repeat(220));
        let texts = (0..ROWS).map(|row| (row % 11 != 3).then(|| text(row)));
        let texts: StringArray = texts.collect();
        let sources = (0..ROWS).map(|row| Some(format!("paper {}", row % 5)));
        let sources: StringArray = sources.collect();
        let ids: StringArray = (0..ROWS).map(|row| Some(row.to_string())).collect();
        let numbers = Int64Array::from_iter_values(0..ROWS as i64);
        let mut tags = ListBuilder::new(StringBuilder::new());
        for row in 0..ROWS {
            for tag in 0..row % 3 {
                tags.values().append_value(format!("tag {tag}"));
            }
            tags.append(row % 4 > 0);
        }
        let columns: [(&str, ArrayRef); 5] = [
            ("id", Arc::new(ids)),
            ("text", Arc::new(texts)),
            ("source", Arc::new(sources)),
            ("tags", Arc::new(tags.finish())),
            ("number", Arc::new(numbers)),
        ];
        RecordBatch::try_from_iter(columns).unwrap()
    }

    fn inputs() -> Inputs {
        let table = table();
        let properties = WriterProperties::builder()
            .set_max_row_group_row_count(Some(ROWS_OF_A_GROUP))
            .set_data_page_size_limit(100_000)
            .set_write_batch_size(20)
            .set_compression(Codec::SNAPPY)
            .build();
        let mut bytes = Vec::new();
        let schema = table.schema();
        let mut writer = ArrowWriter::try_new(&mut bytes, schema, Some(properties)).unwrap();
        writer.write(&table).unwrap();
        writer.close().unwrap();
        Inputs::in_memory([("t.parquet".to_owned(), bytes)]).unwrap()
    }

    /// The number and the bytes of each record.
    fn rows(mut reader: BatchReader<'_>) -> Vec<(u64, Vec<u8>)> {
        let mut rows = Vec::new();
        while let Some(batch) = reader.read_on().unwrap() {
            for record in batch.records {
                assert_eq!(record.fault, None);
                rows.push((record.number, batch.bytes[record.range].to_vec()));
            }
        }
        rows
    }

    fn parts(inputs: &Inputs) -> Vec<FilePart> {
        let table = inputs.files()[0].layout().table.as_ref();
        table.unwrap().pages.parts.of_file(0)
    }

    #[test]
    fn parts_hold_the_same_rows() {
        let inputs = inputs();
        let parts = parts(&inputs);
        let begins_inside_group =
            |part: &FilePart| !part.start.number.is_multiple_of(ROWS_OF_A_GROUP as u64);
        assert!(
            parts.len() > 2 && parts[1..].iter().any(begins_inside_group),
            "{parts:?}"
        );
        for inputs in [inputs.reading_only_fields(), inputs] {
            let whole = rows(BatchReader::new(&inputs, 0..1, BATCH_BYTES));
            // If the rows are read whole, the head comes before them, and counts here as a row.
            assert!((ROWS..=ROWS + 1).contains(&whole.len()));
            let kept = inputs.keeping_pages(64 << 20);
            // The second time, the kept pages are in the cache.
            for dump in [&inputs, &kept, &kept] {
                let mut readers = Vec::new();
                for &part in &parts {
                    // All readers are open at the same time.
                    readers.push(BatchReader::of_part(dump, part, BATCH_BYTES));
                }
                let in_parts: Vec<_> = readers.into_iter().flat_map(rows).collect();
                assert!(in_parts == whole);
            }
            assert!(rows(BatchReader::new(&kept, 0..1, BATCH_BYTES)) == whole);
            // With a second thread, pages are unpacked ahead.
            let ahead = inputs.keeping_pages(64 << 20);
            let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build();
            let read = || rows(BatchReader::new(&ahead, 0..1, BATCH_BYTES));
            assert!(pool.unwrap().install(read) == whole);
        }
    }

    #[test]
    fn a_file_is_divided_only_after_a_pass_that_read_all_of_it() {
        let inputs = inputs();
        let budget = copydesk_store::MemoryBudget::new(0, std::env::temp_dir(), inputs.disk());
        let read_again = inputs.with_copies(&budget, 0, 0);
        assert_eq!(read_again.parts_of(0), []);
        let mut reader = BatchReader::new(&read_again, 0..1, BATCH_BYTES);
        while let Some(batch) = reader.read_on().unwrap() {
            read_again.note_batch(&batch);
        }
        read_again.end_pass();
        assert_eq!(read_again.parts_of(0), parts(&inputs));
        // A batch of a later pass reports a fault in the file.
        let mut broken = crate::Batch::default();
        broken.push_fault(0, 7, 0, "damaged".to_owned());
        read_again.note_batch(&broken);
        assert_eq!(read_again.parts_of(0), []);
    }
}
