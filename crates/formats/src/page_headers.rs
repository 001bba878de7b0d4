//! What the headers of the pages of a Parquet file tell: how much memory reading it takes, and in
//! which parts it can be read.
//!
//! A row group of any size is read page by page, but a page is unpacked as a whole, and so few
//! kilobytes can ask for gigabytes. Each page has its size in its header, so the headers are read,
//! and nothing else of the pages, before the first row is.

use crate::random_access::{ReadFrom, Seekable};
use crate::table_parts::{Divider, TablePages};
use bytes::Bytes;
use parquet::column::page::PageReader;
use parquet::errors::Result;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::serialized_reader::SerializedPageReader;
use std::io::{BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What the headers of all pages of a table tell.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct PageHeaders {
    /// Among others, the bytes of the largest page of each column together, unpacked.
    pub(crate) pages: TablePages,
    /// Bytes of a row in the pages in which rows are longest.
    pub(crate) row: u64,
}

/// A column, or some of its pages.
#[derive(Clone, Copy, Default)]
struct Column {
    dictionary: u64,
    page: u64,
    value: u64,
}

impl PageHeaders {
    /// Those of a file.
    ///
    /// # Errors
    /// If the headers of its pages cannot be read.
    pub(crate) fn of(file: &Seekable, about: &ParquetMetaData) -> Result<Self> {
        let watched = Arc::new(Watched {
            file: file.clone(),
            unpacked: AtomicU64::new(0),
            header: AtomicU64::new(0),
        });
        let mut columns =
            vec![Column::default(); about.file_metadata().schema_descr().num_columns()];
        let (largest, largest_bytes) = largest_column(about);
        let schema = about.file_metadata().schema_descr();
        // Where rows hold lists of values, pages do not tell how many rows they hold.
        let is_flat = largest < columns.len() && schema.column(largest).max_rep_level() == 0;
        let mut divider = is_flat.then(|| Divider::new(largest_bytes));
        let mut rows = 0;
        for group in about.row_groups() {
            for (number, chunk) in group.columns().iter().enumerate() {
                let divider = divider.as_mut().filter(|_| number == largest);
                if let Some(column) = columns.get_mut(number) {
                    column.add_pages(&watched, chunk, divider)?;
                }
            }
            rows += group.num_rows().max(0) as u64;
            if let Some(divider) = &mut divider {
                divider.end_group(rows);
            }
        }
        let (mut held, mut row) = (0, 0);
        for column in columns {
            held += column.dictionary + column.page;
            row += column.value + column.dictionary / ROWS_OF_A_DICTIONARY;
        }
        let pages = TablePages {
            held,
            largest,
            largest_bytes,
            parts: divider.map(Divider::finish).unwrap_or_default(),
        };
        Ok(Self { pages, row })
    }
}

/// The number of the column that has most bytes, unpacked, and how many.
fn largest_column(about: &ParquetMetaData) -> (usize, u64) {
    let mut bytes = vec![0u64; about.file_metadata().schema_descr().num_columns()];
    for group in about.row_groups() {
        for (all, chunk) in bytes.iter_mut().zip(group.columns()) {
            *all = all.saturating_add(chunk.uncompressed_size().max(0) as u64);
        }
    }
    let largest = bytes.iter().copied().enumerate();
    largest.max_by_key(|(_, bytes)| *bytes).unwrap_or_default()
}

/// How often a value of a dictionary must be repeated in a row group for it to be worth while: no
/// reader knows how long the value of a row is that comes from one.
const ROWS_OF_A_DICTIONARY: u64 = 64;

impl Column {
    /// Adds the pages of a chunk, also to what divides the table by them.
    fn add_pages(
        &mut self,
        watched: &Arc<Watched>,
        chunk: &ColumnChunkMetaData,
        mut divider: Option<&mut Divider>,
    ) -> Result<()> {
        let values = usize::try_from(chunk.num_values()).unwrap_or(0);
        let mut pages = SerializedPageReader::new(Arc::clone(watched), chunk, values, None)?;
        while let Some(page) = pages.peek_next_page()? {
            // The atomics are for `&self` in `ChunkReader`: all is done by one thread.
            let unpacked = watched.unpacked.load(Ordering::Relaxed);
            if page.is_dict {
                self.dictionary = self.dictionary.max(unpacked);
            } else {
                // Pages of the first version tell how many values they hold, but not how many rows.
                let values = page.num_rows.or(page.num_levels).unwrap_or(1).max(1);
                self.page = self.page.max(unpacked);
                self.value = self.value.max(unpacked.div_ceil(values as u64));
                if let Some(divider) = &mut divider {
                    let header = watched.header.load(Ordering::Relaxed);
                    let rows = page.num_rows.or(page.num_levels).unwrap_or(0);
                    divider.add_page(rows as u64, unpacked, header);
                }
            }
            pages.skip_next_page()?;
        }
        Ok(())
    }
}

/// A file of which no more than headers of pages is read; it remembers what the last one told.
struct Watched {
    file: Seekable,
    /// Bytes of the page when it is unpacked.
    unpacked: AtomicU64,
    /// Where its header begins.
    header: AtomicU64,
}

/// Bytes of a header of a page up to the size of the page, at most.
const HEADER_START: u64 = 12;
/// Bytes that are read at a time: headers are short, unless they hold long values.
const READ_AT_A_TIME: usize = 256;

impl Length for Watched {
    fn len(&self) -> u64 {
        self.file.length()
    }
}

impl ChunkReader for Watched {
    type T = BufReader<ReadFrom>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        let mut head = Vec::new();
        self.file
            .from(start)
            .take(HEADER_START)
            .read_to_end(&mut head)?;
        self.unpacked
            .store(unpacked_bytes(&head).unwrap_or(0), Ordering::Relaxed);
        self.header.store(start, Ordering::Relaxed);
        let from = self.file.from(start);
        Ok(BufReader::with_capacity(READ_AT_A_TIME, from))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        self.file.get_bytes(start, length)
    }
}

/// The size of a page when it is unpacked, from the beginning of its header: the second field of a
/// struct in Thrift's compact protocol, after the type of the page. `None` if it is no such header.
fn unpacked_bytes(header: &[u8]) -> Option<u64> {
    // The next field, an i32.
    const FIELD: u8 = 0x15;
    let (&FIELD, rest) = header.split_first()? else {
        return None;
    };
    let (_, rest) = varint(rest)?;
    let (&FIELD, rest) = rest.split_first()? else {
        return None;
    };
    let (folded, _) = varint(rest)?;
    // The sign is in the lowest bit; a size has none.
    (folded & 1 == 0).then_some(folded >> 1)
}

/// A number of seven bits a byte, and what follows it.
fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0u64;
    // Numbers of 32 bits take five bytes at most.
    for (place, &byte) in bytes.iter().enumerate().take(5) {
        number |= u64::from(byte & 0x7F) << (7 * place);
        if byte & 0x80 == 0 {
            return Some((number, &bytes[place + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    use parquet::arrow::ArrowWriter;
    use parquet::file::metadata::ParquetMetaDataReader;
    use parquet::file::properties::WriterProperties;
    use std::io::Cursor;

    fn headers(texts: &[&str], has_dictionary: bool) -> PageHeaders {
        let column: ArrayRef = Arc::new(StringArray::from(texts.to_vec()));
        let rows = RecordBatch::try_from_iter([("text", column)]).unwrap();
        let properties = WriterProperties::builder()
            .set_dictionary_enabled(has_dictionary)
            .set_data_page_row_count_limit(10)
            .set_write_batch_size(10)
            .build();
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut bytes, rows.schema(), Some(properties)).unwrap();
        writer.write(&rows).unwrap();
        writer.close().unwrap();
        let length = bytes.len() as u64;
        let file = Seekable::new(Box::new(Cursor::new(bytes)), length);
        let about = ParquetMetaDataReader::new()
            .parse_and_finish(&file)
            .unwrap();
        PageHeaders::of(&file, &about).unwrap()
    }

    #[test]
    fn the_largest_page_and_the_longest_rows_are_known_from_the_headers() {
        let long = "The ferry sank at noon. ".repeat(1000);
        let mut texts = vec!["Rain."; 100];
        let short = headers(&texts, false);
        assert!(
            (90..300).contains(&short.pages.held) && (9..30).contains(&short.row),
            "{short:?}"
        );
        texts[55] = &long;
        let found = headers(&texts, false);
        assert!((24_000..25_000).contains(&found.pages.held), "{found:?}");
        assert!((2_400..2_500).contains(&found.row), "{found:?}");
        let found = headers(&texts, true);
        assert!((24_000..25_000).contains(&found.pages.held), "{found:?}");
    }

    #[test]
    fn what_is_no_header_has_no_size() {
        for header in [
            &b"PAR1"[..],
            &[0x15],
            &[0x15, 0, 0x15, 0x80],
            &[0x15, 0, 0x25, 2],
        ] {
            assert_eq!(unpacked_bytes(header), None);
        }
        assert_eq!(unpacked_bytes(&[0x15, 0, 0x15, 0x80, 2, 0x15]), Some(128));
    }
}
