//! Pages of a Parquet file that are unpacked once and read several times.
//!
//! Unpacking pages is most of the work of reading a table. Where there is memory for it, the pages
//! of the largest column, which is usually that of the texts, are [kept](SharedPages::keeping) from
//! the first pass to the last. If the largest column is another one, which copydesk does not read,
//! nothing is gained. Of other columns a page holds the rows of several parts of the file, so those
//! who read these parts at the same time share the [latest](SharedPages::latest) ones.

use crate::random_access::Seekable;
use ahash::AHashMap;
use parquet::arrow::arrow_reader::RowGroups;
use parquet::column::page::{Page, PageIterator, PageMetadata, PageReader};
use parquet::errors::Result;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::serialized_reader::SerializedPageReader;
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bytes of pages that those who read parts of a file share.
const LATEST_BYTES: usize = 8 << 20;

/// Which page it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct PagePlace {
    /// The number of the file in the dump.
    file: usize,
    group: usize,
    column: usize,
    /// Its number among the pages of the column in the row group.
    number: usize,
}

/// Unpacked pages, up to a number of bytes.
#[derive(Debug)]
pub(crate) struct SharedPages {
    most_bytes: usize,
    /// Whether the oldest ones are removed when new ones are added.
    only_latest: bool,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    pages: AHashMap<PagePlace, Page>,
    /// In the order in which they came, if that matters.
    order: VecDeque<PagePlace>,
    bytes: usize,
}

impl SharedPages {
    /// For the pages that were unpacked last.
    pub(crate) fn latest() -> Self {
        Self {
            most_bytes: LATEST_BYTES,
            only_latest: true,
            held: Mutex::default(),
        }
    }

    /// For pages that stay: the first ones, up to so many bytes.
    pub(crate) fn keeping(most_bytes: usize) -> Self {
        Self {
            most_bytes,
            only_latest: false,
            held: Mutex::default(),
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, place: PagePlace) -> Option<Page> {
        self.held().pages.get(&place).cloned()
    }

    fn add(&self, place: PagePlace, page: &Page) {
        let bytes = page.buffer().len();
        // It would remove all others, and then itself.
        if bytes > self.most_bytes {
            return;
        }
        let mut held = self.held();
        if !self.only_latest && held.bytes + bytes > self.most_bytes {
            return;
        }
        if let Some(before) = held.pages.insert(place, page.clone()) {
            // Two have unpacked it at the same time.
            held.bytes -= before.buffer().len();
        } else if self.only_latest {
            held.order.push_back(place);
        }
        held.bytes += bytes;
        while held.bytes > self.most_bytes
            && let Some(oldest) = held.order.pop_front()
        {
            let removed = held.pages.remove(&oldest);
            held.bytes -= removed.map_or(0, |page| page.buffer().len());
        }
    }
}

/// Row groups of a file that follow each other.
pub(crate) struct FileGroups {
    pub(crate) file: Arc<Seekable>,
    pub(crate) about: Arc<ParquetMetaData>,
    pub(crate) groups: Range<usize>,
    pub(crate) pages: PagesOfFile,
}

/// Where pages of a file are shared.
#[derive(Clone, Debug, Default)]
pub(crate) struct PagesOfFile {
    /// The number of the file in the dump.
    pub(crate) file: usize,
    /// The number of the largest column.
    pub(crate) largest: usize,
    /// For the largest column.
    pub(crate) kept: Option<Arc<SharedPages>>,
    /// For the others.
    pub(crate) latest: Option<Arc<SharedPages>>,
}

impl PagesOfFile {
    fn of_column(&self, column: usize) -> Option<&Arc<SharedPages>> {
        match column == self.largest {
            true => self.kept.as_ref(),
            false => self.latest.as_ref(),
        }
    }
}

impl RowGroups for FileGroups {
    fn num_rows(&self) -> usize {
        let rows = self.row_groups().map(RowGroupMetaData::num_rows);
        rows.map(|rows| usize::try_from(rows).unwrap_or(0)).sum()
    }

    fn column_chunks(&self, column: usize) -> Result<Box<dyn PageIterator>> {
        Ok(Box::new(Chunks {
            file: Arc::clone(&self.file),
            about: Arc::clone(&self.about),
            groups: self.groups.clone(),
            column,
            pages: self.pages.clone(),
        }))
    }

    fn row_groups(&self) -> Box<dyn Iterator<Item = &RowGroupMetaData> + '_> {
        Box::new(self.about.row_groups()[self.groups.clone()].iter())
    }

    fn metadata(&self) -> &ParquetMetaData {
        &self.about
    }
}

/// The chunks of a column in some row groups.
struct Chunks {
    file: Arc<Seekable>,
    about: Arc<ParquetMetaData>,
    groups: Range<usize>,
    column: usize,
    pages: PagesOfFile,
}

impl Chunks {
    fn of_group(&self, number: usize) -> Result<Box<dyn PageReader>> {
        let group = self.about.row_group(number);
        let rows = usize::try_from(group.num_rows()).unwrap_or(0);
        let chunk = group.column(self.column);
        let own = SerializedPageReader::new(Arc::clone(&self.file), chunk, rows, None)?;
        let Some(shared) = self.pages.of_column(self.column) else {
            return Ok(Box::new(own));
        };
        Ok(Box::new(SharingReader {
            own,
            shared: Arc::clone(shared),
            next: PagePlace {
                file: self.pages.file,
                group: number,
                column: self.column,
                number: 0,
            },
            passed: None,
        }))
    }
}

impl Iterator for Chunks {
    type Item = Result<Box<dyn PageReader>>;

    fn next(&mut self) -> Option<Self::Item> {
        let number = self.groups.next()?;
        Some(self.of_group(number))
    }
}

impl PageIterator for Chunks {}

/// Reads the pages of a chunk, and unpacks those that are not held already.
struct SharingReader {
    own: SerializedPageReader<Seekable>,
    shared: Arc<SharedPages>,
    next: PagePlace,
    /// The dictionary, if it was passed over.
    passed: Option<PagePlace>,
}

impl Iterator for SharingReader {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for SharingReader {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        if let Some(page) = self.shared.get(self.next) {
            // Only its header is read.
            self.own.skip_next_page()?;
            self.next.number += 1;
            return Ok(Some(page));
        }
        let page = self.own.get_next_page()?;
        if let Some(page) = &page {
            self.shared.add(self.next, page);
            self.next.number += 1;
        }
        Ok(page)
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.own.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        // The reader may ask for it later (`take_deferred_dictionary`).
        if self.own.peek_next_page()?.is_some_and(|page| page.is_dict) {
            self.passed = Some(self.next);
        }
        self.next.number += 1;
        self.own.skip_next_page()
    }

    fn supports_deferred_dictionary(&self) -> bool {
        self.own.supports_deferred_dictionary()
    }

    fn take_deferred_dictionary(&mut self) -> Result<Option<Page>> {
        let Some(passed) = self.passed.take() else {
            return Ok(None);
        };
        if let Some(page) = self.shared.get(passed) {
            return Ok(Some(page));
        }
        let page = self.own.take_deferred_dictionary()?;
        if let Some(page) = &page {
            self.shared.add(passed, page);
        }
        Ok(page)
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.own.at_record_boundary()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::basic::Encoding;

    fn place(number: usize) -> PagePlace {
        PagePlace {
            file: 0,
            group: 0,
            column: 0,
            number,
        }
    }

    fn page(bytes: usize) -> Page {
        Page::DictionaryPage {
            buf: vec![0; bytes].into(),
            num_values: 1,
            encoding: Encoding::PLAIN,
            is_sorted: false,
        }
    }

    #[test]
    fn the_oldest_page_makes_room_for_the_latest() {
        let shared = SharedPages::latest();
        for number in 0..4 {
            shared.add(place(number), &page(LATEST_BYTES / 3));
        }
        let held = [0, 1, 2, 3].map(|number| shared.get(place(number)).is_some());
        assert_eq!(held, [false, true, true, true]);
        shared.add(place(4), &page(LATEST_BYTES + 1));
        assert!(shared.get(place(4)).is_none() && shared.get(place(3)).is_some());
    }

    #[test]
    fn pages_that_are_kept_stay() {
        let shared = SharedPages::keeping(100);
        for number in 0..3 {
            shared.add(place(number), &page(40));
            shared.add(place(number), &page(40));
        }
        let held = [0, 1, 2].map(|number| shared.get(place(number)).is_some());
        assert_eq!((held, shared.held().bytes), ([true, true, false], 80));
    }
}
