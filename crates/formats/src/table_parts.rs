//! The parts into which a Parquet file is divided, so that several threads can read it.
//!
//! A Parquet file consists of *row groups*. In a group, each column is stored as a run of *pages*,
//! which are compressed one by one. The header of a page says how many rows it holds. So reading
//! can begin at any row: the pages before it are skipped.
//!
//! A file is divided where pages of its largest column begin, and each part is read like a file of
//! its own. Pages of smaller columns hold more rows, so such a page may belong to several parts.
//! The readers of these parts share the unpacked page (`shared_pages.rs`). Otherwise each of them
//! would unpack it.

use crate::file_part::{FilePart, RecordStart};
use std::ops::Range;
use std::sync::Arc;

/// A part ends after at least this many unpacked bytes of the largest column. A part should be no
/// larger than what the threads of a pass read ahead.
const PART_BYTES: u64 = 2 << 20;
/// A file is divided into about this many parts at most. The reader of a part reads the headers of
/// the pages before the part, to find its first row. With many parts, that would take much time.
const MOST_PARTS: u64 = 256;

/// Where a part begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct PartStart {
    first_row: u64,
    /// Offset in the file of the page of the largest column that begins with this row.
    offset: u64,
}

/// What the page headers of a Parquet file say about reading it. Other tables have no pages, so all
/// of this is 0 or empty.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct TablePages {
    /// Bytes of unpacked pages that a reader holds in memory at most: the largest page of each
    /// column and its largest dictionary (a page of distinct values), added up.
    pub(crate) held: u64,
    /// Index of the column with the most unpacked bytes.
    pub(crate) largest_column: usize,
    /// How many unpacked bytes that column has.
    pub(crate) largest_bytes: u64,
    pub(crate) parts: TableParts,
}

/// The parts into which a table is divided. Empty if it is not divided.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct TableParts {
    starts: Arc<[PartStart]>,
}

impl TableParts {
    /// The parts in order. `file` is the index of the file in the dump.
    pub(crate) fn of_file(&self, file: usize) -> Vec<FilePart> {
        let mut parts = Vec::with_capacity(self.starts.len());
        for (index, start) in self.starts.iter().enumerate() {
            let next = self.starts.get(index + 1);
            parts.push(FilePart {
                file,
                start: RecordStart {
                    offset: start.offset,
                    number: start.first_row,
                    // A row counts as a line.
                    line: start.first_row + 1,
                },
                end: next.map(|next| next.offset),
            });
        }
        parts
    }

    /// The rows of the part that begins with the row `first_row`. `None` if no part begins there.
    /// The range of the last part ends at `u64::MAX`, because the number of rows is not known here.
    pub(crate) fn rows_of_part(&self, first_row: u64) -> Option<Range<u64>> {
        let starts = &self.starts;
        let index = starts
            .binary_search_by_key(&first_row, |start| start.first_row)
            .ok()?;
        let end = starts
            .get(index + 1)
            .map_or(u64::MAX, |next| next.first_row);
        Some(first_row..end)
    }
}

/// Divides a table into parts. Its caller adds the pages of the largest column, in order.
pub(crate) struct Divider {
    part_bytes: u64,
    starts: Vec<PartStart>,
    /// Unpacked bytes of the pages since the last start.
    bytes_since_start: u64,
    /// How many rows the pages hold so far.
    rows: u64,
    /// Whether the pages of each group so far hold as many rows as the footer of the file claims
    /// for the group.
    is_consistent: bool,
}

impl Divider {
    /// A divider for a table whose largest column has `column_bytes` unpacked bytes.
    pub(crate) fn new(column_bytes: u64) -> Self {
        Self::with_part_bytes(PART_BYTES.max(column_bytes / MOST_PARTS))
    }

    fn with_part_bytes(part_bytes: u64) -> Self {
        Self {
            part_bytes,
            starts: Vec::new(),
            bytes_since_start: 0,
            rows: 0,
            is_consistent: true,
        }
    }

    /// Adds a page with `rows` rows and `bytes` unpacked bytes, which begins at `offset` in the
    /// file.
    pub(crate) fn add_page(&mut self, rows: u64, bytes: u64, offset: u64) {
        let first_row = self.rows;
        if self.starts.is_empty() || self.bytes_since_start >= self.part_bytes {
            self.starts.push(PartStart { first_row, offset });
            self.bytes_since_start = 0;
        }
        self.bytes_since_start += bytes;
        // A damaged header may claim any number of rows.
        self.rows = first_row.saturating_add(rows);
    }

    /// Ends a row group. `rows_so_far` is how many rows this group and all before it claim to have.
    pub(crate) fn end_group(&mut self, rows_so_far: u64) {
        self.is_consistent &= self.rows == rows_so_far;
    }

    /// The parts. Empty if there is only one, or if the pages do not hold as many rows as the row
    /// groups claim.
    pub(crate) fn finish(self) -> TableParts {
        if self.starts.len() < 2 || !self.is_consistent {
            return TableParts::default();
        }
        TableParts {
            starts: self.starts.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows and bytes of a page.
    type RowsAndBytes = (u64, u64);

    /// The parts of at least 100 bytes of a table with one row group of `group_rows` rows. Its
    /// pages begin at the offsets 0, 1000, 2000 and so on.
    fn divided(pages: &[RowsAndBytes], group_rows: u64) -> TableParts {
        let mut divider = Divider::with_part_bytes(100);
        for (number, &(rows, bytes)) in pages.iter().enumerate() {
            divider.add_page(rows, bytes, 1000 * number as u64);
        }
        divider.end_group(group_rows);
        divider.finish()
    }

    #[test]
    fn parts_begin_at_pages_and_hold_all_rows() {
        // The first two pages have 120 bytes together, and the third has enough alone.
        let parts = divided(&[(5, 60), (7, 60), (1, 500), (3, 1)], 5 + 7 + 1 + 3);
        let in_file = parts.of_file(4);
        let first_rows: Vec<u64> = in_file.iter().map(|part| part.start.number).collect();
        assert_eq!(first_rows, [0, 12, 13]);
        assert_eq!(in_file[1].end, Some(3000));
        assert_eq!(parts.rows_of_part(12).unwrap(), 12..13);
        assert_eq!(parts.rows_of_part(13).unwrap(), 13..u64::MAX);
        assert!(parts.rows_of_part(5).is_none());
    }

    #[test]
    fn a_small_table_is_not_divided() {
        assert!(divided(&[(5, 60)], 5).of_file(0).is_empty());
    }

    #[test]
    fn a_table_whose_groups_claim_other_rows_than_its_pages_is_not_divided() {
        let pages = [(5, 100), (5, 100)];
        assert!(divided(&pages, 9).of_file(0).is_empty());
        assert_eq!(divided(&pages, 10).of_file(0).len(), 2);
    }
}
