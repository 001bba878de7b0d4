//! Reads the page headers of a Parquet file. They tell how much memory reading the file takes, and
//! into which parts it can be divided.
//!
//! A Parquet file consists of row groups. In a group each column is a *chunk*, and a chunk is a run
//! of pages, which are compressed one by one. A page holds values of many rows, or the dictionary
//! of the chunk: its distinct values. A row group of any size is read page by page, but a page is
//! unpacked as a whole, and a few kilobytes can unpack to gigabytes. The header of a page says how
//! large the unpacked page is. So all headers are read before the first row, without the data of
//! the pages.

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

/// What the headers of all pages of a file tell.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct PageHeaders {
    /// How much memory the pages take, and where the file can be divided.
    pub(crate) pages: TablePages,
    /// An estimate of the bytes of the longest rows, made from the pages with the longest values.
    pub(crate) row_bytes: u64,
}

/// The largest sizes among the pages of a column that were seen so far, in unpacked bytes.
#[derive(Clone, Copy, Default)]
struct LargestSizes {
    /// The largest dictionary. A dictionary is a page of its own.
    dictionary: u64,
    /// The largest page that is not a dictionary.
    page: u64,
    /// The largest average size of a value in a page.
    value: u64,
}

impl PageHeaders {
    /// Reads the page headers of a file. `about` is the metadata from the end of the file.
    ///
    /// # Errors
    /// If a header cannot be read.
    pub(crate) fn of(file: &Seekable, about: &ParquetMetaData) -> Result<Self> {
        let watched = Arc::new(WatchedFile {
            file: file.clone(),
            last_page_bytes: AtomicU64::new(0),
            last_header: AtomicU64::new(0),
        });
        let schema = about.file_metadata().schema_descr();
        let mut columns = vec![LargestSizes::default(); schema.num_columns()];
        let (largest_column, largest_bytes) = find_largest_column(about);
        // In a column of lists, the header of a page need not say how many rows are in the page.
        // Then the table is not divided. A table without columns is not divided either.
        let is_flat =
            largest_column < columns.len() && schema.column(largest_column).max_rep_level() == 0;
        let mut divider = is_flat.then(|| Divider::new(largest_bytes));
        let mut rows_so_far = 0;
        for group in about.row_groups() {
            for (index, chunk) in group.columns().iter().enumerate() {
                let divider = divider.as_mut().filter(|_| index == largest_column);
                if let Some(column) = columns.get_mut(index) {
                    column.add_pages(&watched, chunk, divider)?;
                }
            }
            // A negative number is not valid, and counts as 0.
            rows_so_far += group.num_rows().max(0) as u64;
            if let Some(divider) = &mut divider {
                divider.end_group(rows_so_far);
            }
        }
        let (mut held, mut row_bytes) = (0, 0);
        for column in columns {
            held += column.dictionary + column.page;
            row_bytes += column.value + column.dictionary / VALUES_OF_A_DICTIONARY;
        }
        let pages = TablePages {
            held,
            largest_column,
            largest_bytes,
            parts: divider.map(Divider::finish).unwrap_or_default(),
        };
        Ok(Self { pages, row_bytes })
    }
}

/// The index of the column with the most unpacked bytes, and how many bytes those are. Both are 0
/// if there are no columns.
fn find_largest_column(about: &ParquetMetaData) -> (usize, u64) {
    let mut bytes_of_columns = vec![0u64; about.file_metadata().schema_descr().num_columns()];
    for group in about.row_groups() {
        for (bytes, chunk) in bytes_of_columns.iter_mut().zip(group.columns()) {
            *bytes = bytes.saturating_add(chunk.uncompressed_size().max(0) as u64);
        }
    }
    let columns = bytes_of_columns.into_iter().enumerate();
    columns.max_by_key(|(_, bytes)| *bytes).unwrap_or_default()
}

/// How many values of equal length a dictionary is assumed to hold. The true length of its values
/// is known only when the dictionary is unpacked.
const VALUES_OF_A_DICTIONARY: u64 = 64;

impl LargestSizes {
    /// Adds the pages of a chunk of the column. If there is a divider, it is given the pages too.
    fn add_pages(
        &mut self,
        watched: &Arc<WatchedFile>,
        chunk: &ColumnChunkMetaData,
        mut divider: Option<&mut Divider>,
    ) -> Result<()> {
        let values = usize::try_from(chunk.num_values()).unwrap_or(0);
        let mut pages = SerializedPageReader::new(Arc::clone(watched), chunk, values, None)?;
        while let Some(page) = pages.peek_next_page()? {
            let page_bytes = watched.last_page_bytes.load(Ordering::Relaxed);
            if page.is_dict {
                self.dictionary = self.dictionary.max(page_bytes);
            } else {
                // In headers of the first version the number of rows is missing. Unless rows hold
                // lists, it is the number of values, which Parquet calls levels.
                let rows = page.num_rows.or(page.num_levels);
                // Each row counts as one value.
                let values_in_page = rows.unwrap_or(1).max(1) as u64;
                self.page = self.page.max(page_bytes);
                self.value = self.value.max(page_bytes.div_ceil(values_in_page));
                if let Some(divider) = &mut divider {
                    let offset = watched.last_header.load(Ordering::Relaxed);
                    divider.add_page(rows.unwrap_or(0) as u64, page_bytes, offset);
                }
            }
            pages.skip_next_page()?;
        }
        Ok(())
    }
}

/// A file that notes the size of each page whose header is read from it. The reader of the
/// `parquet` crate reads the size too, but does not return it.
///
/// The numbers are atomic only because [`ChunkReader`] has `&self`: one thread reads the file.
struct WatchedFile {
    file: Seekable,
    /// Unpacked bytes of the page whose header was read last.
    last_page_bytes: AtomicU64,
    /// Offset of that header in the file.
    last_header: AtomicU64,
}

/// Largest number of bytes of the two fields with which a page header begins. Each field has a byte
/// for its type, and a number of [`VARINT_BYTES`] bytes or fewer.
const FIRST_FIELDS_BYTES: u64 = 2 * (1 + VARINT_BYTES as u64);
/// Largest number of bytes of a varint of 32 bits, which has seven bits in each byte.
const VARINT_BYTES: usize = 5;
/// Bytes that are read at a time. Most headers are shorter.
const READ_AT_A_TIME: usize = 256;

impl Length for WatchedFile {
    fn len(&self) -> u64 {
        self.file.length()
    }
}

impl ChunkReader for WatchedFile {
    type T = BufReader<ReadFrom>;

    /// Returns a reader of the page header that begins at `start`, and notes the size in it.
    fn get_read(&self, start: u64) -> Result<Self::T> {
        let mut header = Vec::new();
        self.file
            .from(start)
            .take(FIRST_FIELDS_BYTES)
            .read_to_end(&mut header)?;
        self.last_page_bytes
            .store(unpacked_bytes(&header).unwrap_or(0), Ordering::Relaxed);
        self.last_header.store(start, Ordering::Relaxed);
        let from = self.file.from(start);
        Ok(BufReader::with_capacity(READ_AT_A_TIME, from))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        self.file.get_bytes(start, length)
    }
}

/// The size of the unpacked page, from the first bytes of its header. `None` if these are not the
/// first bytes of a page header.
///
/// The header is a struct in Thrift's compact protocol. Its first two fields are the type of the
/// page and the size of the unpacked page.
fn unpacked_bytes(header: &[u8]) -> Option<u64> {
    // The byte before each of the two fields. Its upper half, 1, says that the id of the field is
    // one more than the id before it. Its lower half, 5, says that the field is an i32.
    const NEXT_I32: u8 = 0x15;
    let (&NEXT_I32, rest) = header.split_first()? else {
        return None;
    };
    let (_page_type, rest) = varint(rest)?;
    let (&NEXT_I32, rest) = rest.split_first()? else {
        return None;
    };
    let (zigzag, _) = varint(rest)?;
    // The lowest bit is the sign, and a size is not negative.
    let is_negative = zigzag & 1 == 1;
    (!is_negative).then_some(zigzag >> 1)
}

/// Reads a varint. Returns the number and the bytes after it. Each byte holds seven bits of the
/// number, the lowest first, and its highest bit says whether another byte follows. `None` if the
/// number does not end within [`VARINT_BYTES`] bytes.
fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0u64;
    for (index, &byte) in bytes.iter().enumerate().take(VARINT_BYTES) {
        let seven_bits = u64::from(byte & 0x7F);
        number |= seven_bits << (7 * index);
        let is_last = byte & 0x80 == 0;
        if is_last {
            return Some((number, &bytes[index + 1..]));
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

    /// The page headers of a file with these texts, ten of them in each page.
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
        let mut texts = vec!["Rain."; 100];
        let short = headers(&texts, false);
        // A text is stored as four bytes with its length, and its own five bytes. A page holds ten.
        assert!((90..300).contains(&short.pages.held), "{short:?}");
        assert!((9..30).contains(&short.row_bytes), "{short:?}");
        // This text has 24,000 bytes. The average in its page is a tenth of them.
        let long = "The ferry sank at noon. ".repeat(1000);
        texts[55] = &long;
        let found = headers(&texts, false);
        assert!((24_000..25_000).contains(&found.pages.held), "{found:?}");
        assert!((2_400..2_500).contains(&found.row_bytes), "{found:?}");
        // With a dictionary, the text is in the dictionary.
        let found = headers(&texts, true);
        assert!((24_000..25_000).contains(&found.pages.held), "{found:?}");
    }

    #[test]
    fn only_the_beginning_of_a_page_header_has_a_size() {
        for header in [
            &b"PAR1"[..],
            &[0x15],
            // The size is cut off.
            &[0x15, 0, 0x15, 0x80],
            // The second field is left out.
            &[0x15, 0, 0x25, 2],
        ] {
            assert_eq!(unpacked_bytes(header), None);
        }
        // The bytes 0x80 and 2 are the varint 256, which is 128 in zigzag.
        assert_eq!(unpacked_bytes(&[0x15, 0, 0x15, 0x80, 2, 0x15]), Some(128));
    }
}
