//! Pages of a Parquet file that are unpacked once and read several times.
//!
//! A Parquet file consists of row groups. In a group each column is a *chunk*, and a chunk is a run
//! of pages, which are compressed one by one. The first page of a chunk may be a *dictionary*: the
//! distinct values, to which the other pages refer. Later passes read a file in *parts*, each of
//! them a range of rows, with a reader for each part.
//!
//! Unpacking pages is most of the work of reading a table, so unpacked pages are held in two
//! caches:
//!
//! * Pages of the largest column are [kept](SharedPages::keeping) from the first pass to the last,
//!   as far as there is memory for them. The largest column is usually the text. If copydesk does
//!   not read that column, nothing is kept.
//! * A page of a smaller column holds more rows, which may belong to several parts of the file. The
//!   readers of these parts share the [latest](SharedPages::latest) pages, those that were unpacked
//!   last.
//!
//! In the first pass only one thread at a time reads a file, and other threads would wait while it
//! unpacks a page. So an idle thread unpacks the next page of the largest column
//! [ahead](AheadUnpacker), if pages of that column are kept.

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

/// The most bytes of latest pages that are held.
const LATEST_BYTES: usize = 8 << 20;

/// Identifies a page among all pages of the dump.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct PageId {
    /// Index of the file in the dump.
    file: usize,
    /// Index of the row group in the file.
    group: usize,
    /// Index of the column in the file.
    column: usize,
    /// Index of the page among the pages of the column in the row group.
    page: usize,
}

/// A cache of unpacked pages.
#[derive(Debug)]
pub(crate) struct SharedPages {
    /// The most bytes that are held.
    most_bytes: usize,
    /// What happens if a new page does not fit: if true, the oldest pages are removed; if false,
    /// the new page is not held.
    replaces_oldest: bool,
    held: Mutex<HeldPages>,
}

/// The pages in a cache.
#[derive(Debug, Default)]
struct HeldPages {
    by_id: AHashMap<PageId, Page>,
    /// The pages in the order in which they were added. Empty if the cache never removes the
    /// oldest.
    order: VecDeque<PageId>,
    /// Bytes of all pages together.
    bytes: usize,
}

impl SharedPages {
    /// An empty cache that holds the pages that were added last.
    pub(crate) fn latest() -> Self {
        Self {
            most_bytes: LATEST_BYTES,
            replaces_oldest: true,
            held: Mutex::default(),
        }
    }

    /// An empty cache that holds the pages that are added first, `most_bytes` bytes of them at
    /// most.
    pub(crate) fn keeping(most_bytes: usize) -> Self {
        Self {
            most_bytes,
            replaces_oldest: false,
            held: Mutex::default(),
        }
    }

    fn held(&self) -> MutexGuard<'_, HeldPages> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether another thread may unpack a page for this cache before the page is read.
    fn may_unpack_ahead(&self) -> bool {
        // Outside of a thread pool there is no other thread, and `rayon::spawn` would start a pool.
        let has_other_threads =
            rayon::current_thread_index().is_some() && rayon::current_num_threads() > 1;
        // In a cache that replaces the oldest pages, a page that is added early could remove one
        // that is still read.
        has_other_threads && !self.replaces_oldest
    }

    fn has(&self, id: PageId) -> bool {
        self.held().by_id.contains_key(&id)
    }

    fn get(&self, id: PageId) -> Option<Page> {
        self.held().by_id.get(&id).cloned()
    }

    /// Adds a page, unless it does not fit. Returns whether it is held now.
    fn add(&self, id: PageId, page: &Page) -> bool {
        let bytes = page.buffer().len();
        // In a cache that replaces the oldest, such a page would remove all others, and then
        // itself.
        if bytes > self.most_bytes {
            return false;
        }
        let mut held = self.held();
        if held.by_id.contains_key(&id) {
            return true;
        }
        if !self.replaces_oldest && held.bytes + bytes > self.most_bytes {
            return false;
        }
        held.by_id.insert(id, page.clone());
        held.bytes += bytes;
        if self.replaces_oldest {
            held.order.push_back(id);
        }
        while held.bytes > self.most_bytes
            && let Some(oldest) = held.order.pop_front()
        {
            let removed = held.by_id.remove(&oldest);
            held.bytes -= removed.map_or(0, |page| page.buffer().len());
        }
        true
    }
}

/// Consecutive row groups of a file, as the `parquet` crate reads them.
pub(crate) struct FileGroups {
    pub(crate) file: Arc<Seekable>,
    /// The metadata of the file.
    pub(crate) about: Arc<ParquetMetaData>,
    /// Indices of the row groups.
    pub(crate) groups: Range<usize>,
    pub(crate) sharing: PageSharing,
}

/// The two caches for the pages of a dump.
#[derive(Clone, Debug)]
pub(crate) struct PageCaches {
    /// For the pages of the largest column of each file. `None` if they are not kept.
    kept: Option<Arc<SharedPages>>,
    /// For the pages of all other columns.
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
    /// The same cache for all other columns, and a new one that keeps pages of the largest columns,
    /// `most_bytes` bytes of them at most.
    pub(crate) fn keeping(&self, most_bytes: usize) -> Self {
        Self {
            kept: Some(Arc::new(SharedPages::keeping(most_bytes))),
            latest: Arc::clone(&self.latest),
        }
    }
}

/// What a reader of a file must know to share its pages.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageSharing {
    /// Index of the file in the dump.
    pub(crate) file: usize,
    /// Index of the largest column.
    pub(crate) largest_column: usize,
    /// Whether only a part of the file is read, so that readers of other parts need the same pages.
    pub(crate) is_part: bool,
    pub(crate) caches: PageCaches,
}

impl PageSharing {
    /// The cache for the pages of a column. `None` if they are not shared.
    fn cache_of(&self, column: usize) -> Option<&Arc<SharedPages>> {
        if column == self.largest_column {
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
        Ok(Box::new(ColumnChunks {
            file: Arc::clone(&self.file),
            about: Arc::clone(&self.about),
            groups: self.groups.clone(),
            column,
            sharing: self.sharing.clone(),
        }))
    }

    fn row_groups(&self) -> Box<dyn Iterator<Item = &RowGroupMetaData> + '_> {
        Box::new(self.about.row_groups()[self.groups.clone()].iter())
    }

    fn metadata(&self) -> &ParquetMetaData {
        &self.about
    }
}

/// The chunks of a column, as an iterator of page readers.
struct ColumnChunks {
    file: Arc<Seekable>,
    about: Arc<ParquetMetaData>,
    /// Indices of the row groups that come next.
    groups: Range<usize>,
    column: usize,
    sharing: PageSharing,
}

impl ColumnChunks {
    /// A reader of the chunk in the row group with this index.
    fn page_reader(&self, group_index: usize) -> Result<Box<dyn PageReader>> {
        let group = self.about.row_group(group_index);
        let rows = usize::try_from(group.num_rows()).unwrap_or(0);
        let chunk = group.column(self.column);
        let new_reader = || SerializedPageReader::new(Arc::clone(&self.file), chunk, rows, None);
        let Some(cache) = self.sharing.cache_of(self.column) else {
            return Ok(Box::new(new_reader()?));
        };
        let first = PageId {
            file: self.sharing.file,
            group: group_index,
            column: self.column,
            page: 0,
        };
        let mut ahead = None;
        // While parts are read, all threads are busy, and an earlier pass has unpacked the pages.
        if !self.sharing.is_part && cache.may_unpack_ahead() {
            ahead = Some(Arc::new(AheadUnpacker {
                cache: Arc::clone(cache),
                progress: Mutex::new(Progress {
                    reader: Some(new_reader()?),
                    next_page: 0,
                    first_allowed: 0,
                }),
            }));
        }
        Ok(Box::new(SharingReader {
            file_reader: new_reader()?,
            cache: Arc::clone(cache),
            next: first,
            skipped_dictionary: None,
            ahead,
        }))
    }
}

impl Iterator for ColumnChunks {
    type Item = Result<Box<dyn PageReader>>;

    fn next(&mut self) -> Option<Self::Item> {
        let group_index = self.groups.next()?;
        Some(self.page_reader(group_index))
    }
}

impl PageIterator for ColumnChunks {}

/// Reads the pages of a chunk. It takes pages from a cache, and adds those that it unpacks.
struct SharingReader {
    /// Reads headers, and the pages that are not in the cache.
    file_reader: SerializedPageReader<Seekable>,
    cache: Arc<SharedPages>,
    /// The page that is read next.
    next: PageId,
    /// The dictionary, if it was skipped. The `parquet` crate may skip it together with pages after
    /// it. It asks for the dictionary later, before it reads a page that refers to it.
    skipped_dictionary: Option<PageId>,
    /// `None` if no pages are unpacked ahead.
    ahead: Option<Arc<AheadUnpacker>>,
}

impl SharingReader {
    /// The next page, if it is in the cache. If a thread is unpacking it ahead, waits for it.
    fn next_from_cache(&self) -> Option<Page> {
        match (self.cache.get(self.next), &self.ahead) {
            (None, Some(ahead)) => ahead.wait_for(self.next),
            (page, _) => page,
        }
    }

    /// Lets an idle thread unpack the next page, if there is one.
    fn unpack_ahead(&mut self) {
        if let Some(ahead) = &self.ahead
            && matches!(self.file_reader.peek_next_page(), Ok(Some(_)))
        {
            ahead.spawn_unpack(self.next);
        }
    }
}

/// Unpacks pages of a chunk into a cache before they are read.
struct AheadUnpacker {
    cache: Arc<SharedPages>,
    /// Locked while a page is unpacked.
    progress: Mutex<Progress>,
}

/// How far the pages of a chunk are unpacked.
struct Progress {
    /// A second reader of the chunk. `None` once no more pages are unpacked ahead: after the last
    /// page, after one that did not fit into the cache, and after an error.
    reader: Option<SerializedPageReader<Seekable>>,
    /// Index of the page that comes next in that reader.
    next_page: usize,
    /// Index of the first page that may still be unpacked ahead. The thread that reads the file has
    /// read the pages before it, or is unpacking them itself.
    first_allowed: usize,
}

impl AheadUnpacker {
    /// Waits until no other thread is unpacking a page of the chunk. Returns the page `id` if it is
    /// in the cache then. If not, the caller must unpack it.
    fn wait_for(&self, id: PageId) -> Option<Page> {
        let mut progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        let page = self.cache.get(id);
        if page.is_none() {
            progress.first_allowed = id.page + 1;
        }
        page
    }

    /// Lets an idle thread unpack this page.
    fn spawn_unpack(self: &Arc<Self>, id: PageId) {
        if self.cache.has(id) {
            return;
        }
        // If all threads are busy, the job may be in the queue for long. A weak reference does not
        // keep the file open until then.
        let ahead = Arc::downgrade(self);
        rayon::spawn(move || {
            if let Some(ahead) = ahead.upgrade() {
                // An error is ignored: the thread that reads the page will find it too.
                drop(fenced(|| Ok(ahead.unpack(id)?)));
            }
        });
    }

    /// Unpacks this page into the cache, unless it is too late.
    fn unpack(&self, id: PageId) -> Result<()> {
        // If another thread has the lock, it may be unpacking this page.
        let Ok(mut progress) = self.progress.try_lock() else {
            return Ok(());
        };
        // The reader cannot go back to a page before its next one.
        let is_late = id.page < progress.first_allowed.max(progress.next_page);
        if is_late || self.cache.has(id) {
            return Ok(());
        }
        // The reader is put back only if all goes well.
        let Some(mut reader) = progress.reader.take() else {
            return Ok(());
        };
        while progress.next_page < id.page {
            reader.skip_next_page()?;
            progress.next_page += 1;
        }
        if let Some(page) = reader.get_next_page()? {
            progress.next_page += 1;
            if self.cache.add(id, &page) {
                progress.reader = Some(reader);
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
        let page = match self.next_from_cache() {
            Some(page) => {
                // This reads only the header.
                self.file_reader.skip_next_page()?;
                Some(page)
            }
            None => self.file_reader.get_next_page()?,
        };
        if let Some(page) = &page {
            self.cache.add(self.next, page);
            self.next.page += 1;
            self.unpack_ahead();
        }
        Ok(page)
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.file_reader.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        let next = self.file_reader.peek_next_page()?;
        if next.is_some_and(|page| page.is_dict) {
            self.skipped_dictionary = Some(self.next);
        }
        self.next.page += 1;
        self.file_reader.skip_next_page()
    }

    fn supports_deferred_dictionary(&self) -> bool {
        self.file_reader.supports_deferred_dictionary()
    }

    /// The dictionary that was skipped, for the first page after it that is not skipped.
    fn take_deferred_dictionary(&mut self) -> Result<Option<Page>> {
        let Some(id) = self.skipped_dictionary.take() else {
            return Ok(None);
        };
        if let Some(page) = self.cache.get(id) {
            return Ok(Some(page));
        }
        let page = self.file_reader.take_deferred_dictionary()?;
        if let Some(page) = &page {
            self.cache.add(id, page);
        }
        Ok(page)
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.file_reader.at_record_boundary()
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

    fn id(page: usize) -> PageId {
        PageId {
            file: 0,
            group: 0,
            column: 0,
            page,
        }
    }

    fn page_of(bytes: usize) -> Page {
        Page::DictionaryPage {
            buf: vec![0; bytes].into(),
            num_values: 1,
            encoding: Encoding::PLAIN,
            is_sorted: false,
        }
    }

    /// An unpacker for a chunk with a page for each of these strings.
    fn unpacker(strings: &[&str]) -> Arc<AheadUnpacker> {
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
        let reader = SerializedPageReader::new(file, chunk, strings.len(), None).unwrap();
        Arc::new(AheadUnpacker {
            cache: Arc::new(SharedPages::keeping(1 << 20)),
            progress: Mutex::new(Progress {
                reader: Some(reader),
                next_page: 0,
                first_allowed: 0,
            }),
        })
    }

    #[test]
    fn a_page_is_unpacked_ahead_unless_it_is_too_late() {
        let ahead = unpacker(&["rain", "snow", "hail", "fog", "wind"]);
        ahead.unpack(id(2)).unwrap();
        let page = ahead.wait_for(id(2)).unwrap();
        assert!(page.buffer().ends_with(b"hail"));
        // The caller unpacks this page itself.
        assert!(ahead.wait_for(id(3)).is_none());
        for page in [0, 1, 3] {
            ahead.unpack(id(page)).unwrap();
            assert!(!ahead.cache.has(id(page)), "{page}");
        }
        ahead.unpack(id(4)).unwrap();
        let page = ahead.wait_for(id(4)).unwrap();
        assert!(page.buffer().ends_with(b"wind"));
        // This was the last page.
        ahead.unpack(id(5)).unwrap();
        assert!(!ahead.cache.has(id(5)));
    }

    #[test]
    fn a_job_in_the_queue_does_not_keep_the_file_open() {
        let ahead = unpacker(&["rain", "snow"]);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        pool.unwrap().install(|| {
            // The only thread of the pool is busy with this closure.
            ahead.spawn_unpack(id(1));
            assert_eq!(Arc::strong_count(&ahead), 1);
        });
    }

    #[test]
    fn the_oldest_page_is_removed_if_a_new_one_does_not_fit() {
        let cache = SharedPages::latest();
        for page in 0..4 {
            cache.add(id(page), &page_of(LATEST_BYTES / 3));
        }
        let held = [0, 1, 2, 3].map(|page| cache.has(id(page)));
        assert_eq!(held, [false, true, true, true]);
        cache.add(id(4), &page_of(LATEST_BYTES + 1));
        assert!(!cache.has(id(4)) && cache.has(id(3)));
    }

    #[test]
    fn kept_pages_stay_and_count_once() {
        let cache = SharedPages::keeping(100);
        for page in 0..3 {
            cache.add(id(page), &page_of(40));
            cache.add(id(page), &page_of(40));
        }
        let held = [0, 1, 2].map(|page| cache.has(id(page)));
        assert_eq!((held, cache.held().bytes), ([true, true, false], 80));
    }
}
