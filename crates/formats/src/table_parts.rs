//! The parts in which a table in columns can be read by several threads.
//!
//! The rows of a Parquet file can be read from any of them on, as long as the pages before are
//! passed over: their headers tell how many rows they hold. So a file is divided where pages of its
//! largest column begin, and each part is read like a file of its own. The pages of other columns
//! hold more rows, and belong to several parts. They would be unpacked once for each, so the
//! readers of the parts share them (`shared_pages.rs`).

use crate::file_part::{FilePart, RecordStart};
use std::ops::Range;
use std::sync::Arc;

/// Bytes of a part, about, unpacked. As for files of lines, a part should be no larger than what
/// the threads of a pass read ahead.
const PART_BYTES: u64 = 2 << 20;
/// The most parts of a file: to find the rows of one, all headers of pages before it are read.
const MOST_PARTS: u64 = 256;

/// Where a part can begin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct RowStart {
    row: u64,
    /// The byte of the file at which a page of the largest column begins.
    offset: u64,
}

/// What the headers of the pages of a table tell of how to read it, if it has pages.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct TablePages {
    /// Bytes of them that are in memory while it is read.
    pub(crate) held: u64,
    /// The number of the largest column, and its bytes, unpacked.
    pub(crate) largest: usize,
    pub(crate) largest_bytes: u64,
    pub(crate) parts: TableParts,
}

/// The parts in which a table can be read; none, if it is not divided.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct TableParts {
    starts: Arc<[RowStart]>,
}

impl TableParts {
    /// The parts of the file with this number in the dump, in order.
    pub(crate) fn of_file(&self, file: usize) -> Vec<FilePart> {
        let mut parts = Vec::with_capacity(self.starts.len());
        for (number, start) in self.starts.iter().enumerate() {
            let next = self.starts.get(number + 1);
            parts.push(FilePart {
                file,
                start: RecordStart {
                    offset: start.offset,
                    number: start.row,
                    line: start.row + 1,
                },
                end: next.map(|next| next.offset),
            });
        }
        parts
    }

    /// The rows of the part that begins with this row; `None` if none does.
    pub(crate) fn beginning_at(&self, row: u64) -> Option<Range<u64>> {
        let starts = &self.starts;
        let number = starts.binary_search_by_key(&row, |start| start.row).ok()?;
        let end = starts.get(number + 1).map_or(u64::MAX, |next| next.row);
        Some(row..end)
    }
}

/// Divides a table into parts, given the pages of its largest column in order.
pub(crate) struct Divider {
    part_bytes: u64,
    starts: Vec<RowStart>,
    /// Bytes since the last start.
    since: u64,
    /// The next row.
    row: u64,
    /// Whether the pages hold as many rows as the groups that they are in.
    is_sound: bool,
}

impl Divider {
    /// Divides a table whose largest column has so many bytes.
    pub(crate) fn new(bytes: u64) -> Self {
        Self::every(PART_BYTES.max(bytes / MOST_PARTS))
    }

    fn every(part_bytes: u64) -> Self {
        Self {
            part_bytes,
            starts: Vec::new(),
            since: 0,
            row: 0,
            is_sound: true,
        }
    }

    /// Adds a page of so many rows and bytes, which begins at this byte of the file.
    pub(crate) fn add_page(&mut self, rows: u64, bytes: u64, offset: u64) {
        let row = self.row;
        if self.starts.is_empty() || self.since >= self.part_bytes {
            self.starts.push(RowStart { row, offset });
            self.since = 0;
        }
        self.since += bytes;
        self.row = row.saturating_add(rows);
    }

    /// Ends a group of rows, with which the table has so many.
    pub(crate) fn end_group(&mut self, rows: u64) {
        self.is_sound &= self.row == rows;
    }

    /// The parts; none if there is but one, or if the pages and the groups contradict each other.
    pub(crate) fn finish(self) -> TableParts {
        if self.starts.len() < 2 || !self.is_sound {
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

    fn divided(pages: &[(u64, u64)], rows: u64) -> TableParts {
        let mut divider = Divider::every(100);
        for (number, &(rows, bytes)) in pages.iter().enumerate() {
            divider.add_page(rows, bytes, 1000 * number as u64);
        }
        divider.end_group(rows);
        divider.finish()
    }

    #[test]
    fn parts_begin_at_pages_and_hold_all_rows() {
        let parts = divided(&[(5, 60), (7, 60), (1, 500), (3, 1)], 16);
        let starts = parts.of_file(4);
        let rows: Vec<u64> = starts.iter().map(|part| part.start.number).collect();
        assert_eq!(rows, [0, 12, 13]);
        assert_eq!(starts[1].end, Some(3000));
        assert_eq!(parts.beginning_at(12).unwrap(), 12..13);
        assert_eq!(parts.beginning_at(13).unwrap(), 13..u64::MAX);
        assert!(parts.beginning_at(5).is_none());
    }

    #[test]
    fn what_is_small_or_contradicts_itself_is_not_divided() {
        assert!(divided(&[(5, 60)], 5).of_file(0).is_empty());
        assert!(divided(&[(5, 100), (5, 100)], 9).of_file(0).is_empty());
        assert_eq!(divided(&[(5, 100), (5, 100)], 10).of_file(0).len(), 2);
    }
}
