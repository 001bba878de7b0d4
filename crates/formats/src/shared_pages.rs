//! Pages of a Parquet file that are unpacked once and read several times.
//!
//! Unpacking pages is most of the work of reading a table. Where there is memory for it, the pages
//! of the largest column, which is usually that of the texts, are [kept](SharedPages::keeping) from
//! the first pass to the last. If the largest column is another one, which copydesk does not read,
//! nothing is gained. Of other columns a page holds the rows of several parts of the file, so the
//! readers of these parts share the [latest](SharedPages::latest) ones.
//!
//! In the first pass a file is read by one thread at a time, and the others would wait while it
//! unpacks a page. So the page that comes next and will be kept is unpacked [ahead](Ahead) by a
//! thread that has nothing else to do.

use crate::fence::fenced;
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

/// Bytes of pages that the readers of parts share.
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

    /// Whether pages are unpacked before they are read.
    fn are_unpacked_ahead(&self) -> bool {
        // Outside of a pool, `spawn` would start one. The latest pages are few, and one that comes
        // too early would remove another that is still read.
        let has_threads =
            rayon::current_thread_index().is_some() && rayon::current_num_threads() > 1;
        has_threads && !self.only_latest
    }

    fn has(&self, place: PagePlace) -> bool {
        self.held().pages.contains_key(&place)
    }

    fn get(&self, place: PagePlace) -> Option<Page> {
        self.held().pages.get(&place).cloned()
    }

    /// Holds a page, if there is room for it. Returns whether it is held.
    fn add(&self, place: PagePlace, page: &Page) -> bool {
        let bytes = page.buffer().len();
        // It would remove all others, and then itself.
        if bytes > self.most_bytes {
            return false;
        }
        let mut held = self.held();
        if held.pages.contains_key(&place) {
            // Another thread has unpacked it, too.
            return true;
        }
        if !self.only_latest && held.bytes + bytes > self.most_bytes {
            return false;
        }
        held.pages.insert(place, page.clone());
        held.bytes += bytes;
        if self.only_latest {
            held.order.push_back(place);
        }
        while held.bytes > self.most_bytes
            && let Some(oldest) = held.order.pop_front()
        {
            let removed = held.pages.remove(&oldest);
            held.bytes -= removed.map_or(0, |page| page.buffer().len());
        }
        true
    }
}

/// Row groups of a file that follow each other.
pub(crate) struct FileGroups {
    pub(crate) file: Arc<Seekable>,
    pub(crate) about: Arc<ParquetMetaData>,
    pub(crate) groups: Range<usize>,
    pub(crate) pages: PagesOfFile,
}

/// The pages of all files of a dump that are shared.
#[derive(Clone, Debug)]
pub(crate) struct PageCaches {
    /// Those of the largest column of each file.
    kept: Option<Arc<SharedPages>>,
    /// Those of the others.
    latest: Arc<SharedPages>,
}

impl Default for PageCaches {
    fn default() -> Self {
        Self {
            kept: None,
            latest: Arc::new(SharedPages::latest()),
        }
    }
}

impl PageCaches {
    /// The same, with up to so many bytes of kept pages.
    pub(crate) fn keeping(&self, most_bytes: usize) -> Self {
        Self {
            kept: Some(Arc::new(SharedPages::keeping(most_bytes))),
            latest: Arc::clone(&self.latest),
        }
    }
}

/// How pages of a file are shared.
#[derive(Clone, Debug, Default)]
pub(crate) struct PagesOfFile {
    /// The number of the file in the dump.
    pub(crate) file: usize,
    /// The number of the largest column.
    pub(crate) largest: usize,
    /// Whether a part of the file is read, so that other readers need the same pages.
    pub(crate) is_part: bool,
    pub(crate) caches: PageCaches,
}

impl PagesOfFile {
    fn of_column(&self, column: usize) -> Option<&Arc<SharedPages>> {
        if column == self.largest {
            self.caches.kept.as_ref()
        } else {
            self.is_part.then_some(&self.caches.latest)
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
        let reader = || SerializedPageReader::new(Arc::clone(&self.file), chunk, rows, None);
        let Some(shared) = self.pages.of_column(self.column) else {
            return Ok(Box::new(reader()?));
        };
        let first = PagePlace {
            file: self.pages.file,
            group: number,
            column: self.column,
            number: 0,
        };
        let mut ahead = None;
        // Parts are read by all threads at once, after a pass that has unpacked the pages.
        if !self.pages.is_part && shared.are_unpacked_ahead() {
            ahead = Some(Arc::new(Ahead {
                shared: Arc::clone(shared),
                position: Mutex::new(Position {
                    pages: Some(reader()?),
                    next: 0,
                    needed_from: 0,
                }),
            }));
        }
        Ok(Box::new(SharingReader {
            own: reader()?,
            shared: Arc::clone(shared),
            next: first,
            passed: None,
            ahead,
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
    ahead: Option<Arc<Ahead>>,
}

impl SharingReader {
    /// The next page, if it is unpacked, or is being unpacked.
    fn unpacked(&self) -> Option<Page> {
        match (self.shared.get(self.next), &self.ahead) {
            (None, Some(ahead)) => ahead.wait_for(self.next),
            (page, _) => page,
        }
    }

    /// Lets a thread that has nothing to do unpack the next page, if there is one.
    fn unpack_ahead(&mut self) {
        if let Some(ahead) = &self.ahead
            && matches!(self.own.peek_next_page(), Ok(Some(_)))
        {
            ahead.begin(self.next);
        }
    }
}

/// Unpacks pages of a chunk before they are read.
struct Ahead {
    shared: Arc<SharedPages>,
    position: Mutex<Position>,
}

/// How far pages are unpacked ahead.
struct Position {
    /// Another reader of the same chunk; `None` after an error, because nobody knows then which
    /// page comes next.
    pages: Option<SerializedPageReader<Seekable>>,
    /// The number of its next page.
    next: usize,
    /// Pages before this number are read, or are being unpacked by the thread that reads the file.
    needed_from: usize,
}

impl Ahead {
    /// Waits until no thread is unpacking a page. Returns this page if it was the one; if not, the
    /// caller unpacks it.
    fn wait_for(&self, place: PagePlace) -> Option<Page> {
        let mut position = self.position.lock().unwrap_or_else(PoisonError::into_inner);
        let page = self.shared.get(place);
        if page.is_none() {
            position.needed_from = place.number + 1;
        }
        page
    }

    /// Lets a thread that has nothing to do unpack this page.
    fn begin(self: &Arc<Self>, place: PagePlace) {
        if self.shared.has(place) {
            return;
        }
        // Where all threads are busy, jobs stay in the queue for long. They must not keep the files
        // of their readers open.
        let ahead = Arc::downgrade(self);
        rayon::spawn(move || {
            if let Some(ahead) = ahead.upgrade() {
                // Whoever reads the page meets the error, too.
                drop(fenced(|| Ok(ahead.unpack(place)?)));
            }
        });
    }

    fn unpack(&self, place: PagePlace) -> Result<()> {
        // If another thread is at a page, this one comes too late.
        let Ok(mut position) = self.position.try_lock() else {
            return Ok(());
        };
        if place.number < position.needed_from.max(position.next) || self.shared.has(place) {
            return Ok(());
        }
        let Some(mut pages) = position.pages.take() else {
            return Ok(());
        };
        while position.next < place.number {
            pages.skip_next_page()?;
            position.next += 1;
        }
        if let Some(page) = pages.get_next_page()? {
            position.next += 1;
            // If there is no room for this page, there is none for those after it.
            if self.shared.add(place, &page) {
                position.pages = Some(pages);
            }
        }
        Ok(())
    }
}

impl Iterator for SharingReader {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for SharingReader {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let page = match self.unpacked() {
            Some(page) => {
                // Only its header is read.
                self.own.skip_next_page()?;
                Some(page)
            }
            None => self.own.get_next_page()?,
        };
        if let Some(page) = &page {
            self.shared.add(self.next, page);
            self.next.number += 1;
            self.unpack_ahead();
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
    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
    use parquet::arrow::arrow_writer::ArrowWriter;
    use parquet::basic::Encoding;
    use parquet::file::properties::WriterProperties;
    use std::path::Path;

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

    /// A reader ahead of a chunk with a page for each of these strings.
    fn ahead(strings: &[&str]) -> Arc<Ahead> {
        let column: ArrayRef = Arc::new(StringArray::from(strings.to_vec()));
        let table = RecordBatch::try_from_iter([("text", column)]).unwrap();
        let properties = WriterProperties::builder()
            .set_dictionary_enabled(false)
            .set_data_page_row_count_limit(1)
            .set_write_batch_size(1)
            .build();
        let mut bytes = Vec::new();
        let mut writer =
            ArrowWriter::try_new(&mut bytes, table.schema(), Some(properties)).unwrap();
        writer.write(&table).unwrap();
        writer.close().unwrap();
        let file = Arc::new(Seekable::copied(Path::new("in.parquet"), &bytes[..]).unwrap());
        let about = ArrowReaderMetadata::load(&*file, ArrowReaderOptions::new()).unwrap();
        let chunk = about.metadata().row_group(0).column(0);
        let pages = SerializedPageReader::new(file, chunk, strings.len(), None).unwrap();
        Arc::new(Ahead {
            shared: Arc::new(SharedPages::keeping(1 << 20)),
            position: Mutex::new(Position {
                pages: Some(pages),
                next: 0,
                needed_from: 0,
            }),
        })
    }

    #[test]
    fn a_page_is_unpacked_ahead_unless_it_was_read_meanwhile() {
        let ahead = ahead(&["rain", "snow", "hail", "fog", "wind"]);
        ahead.unpack(place(2)).unwrap();
        let page = ahead.wait_for(place(2)).unwrap();
        assert!(page.buffer().ends_with(b"hail"));
        assert!(ahead.wait_for(place(3)).is_none());
        for number in [0, 1, 3] {
            ahead.unpack(place(number)).unwrap();
            assert!(!ahead.shared.has(place(number)), "{number}");
        }
        ahead.unpack(place(4)).unwrap();
        let page = ahead.wait_for(place(4)).unwrap();
        assert!(page.buffer().ends_with(b"wind"));
        // There is no page after it.
        ahead.unpack(place(5)).unwrap();
        assert!(!ahead.shared.has(place(5)));
    }

    #[test]
    fn a_job_that_waits_keeps_no_file_open() {
        let ahead = ahead(&["rain", "snow"]);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        pool.unwrap().install(|| {
            ahead.begin(place(1));
            assert_eq!(Arc::strong_count(&ahead), 1);
        });
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
