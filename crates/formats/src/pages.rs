//! Stores the pages of a Parquet row group until the group is complete.
//!
//! In the file, each column of a group begins after the end of the column before it. Rows come with
//! all their columns, so the pages of a group (runs of values of one column, compressed) are stored
//! until its last row. They are stored in memory as far as a [`Spill`] allows. Pages beyond that
//! are stored in a temporary file in the folder that the [`Spill`] names.

use crate::write::Spill;
use bytes::Bytes;
use parquet::arrow::arrow_writer::{PageKey, PageStore, PageStoreArgs, PageStoreFactory};
use parquet::errors::Result;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// Makes a store for each column of each row group of a file.
#[derive(Debug)]
pub(crate) struct PageStores {
    space: Arc<Mutex<Space>>,
}

impl PageStores {
    /// Stores that share the memory that `spill` allows, and one temporary file in its folder.
    pub(crate) fn new(spill: Spill) -> Self {
        let space = Space {
            spill,
            ..Space::default()
        };
        Self {
            space: Arc::new(Mutex::new(space)),
        }
    }
}

/// The memory and the temporary file that all stores of a file share.
#[derive(Debug, Default)]
struct Space {
    spill: Spill,
    /// Bytes of all pages in memory.
    bytes_in_memory: usize,
    /// Number of pages in the temporary file.
    pages_in_file: usize,
    /// The temporary file. `None` until the first page is written to it.
    file: Option<File>,
    /// Offset in the temporary file at which the next page is written.
    file_end: u64,
}

impl PageStoreFactory for PageStores {
    fn create(&self, _: &PageStoreArgs<'_>) -> Result<Box<dyn PageStore>> {
        Ok(Box::new(ColumnStore {
            space: Arc::clone(&self.space),
            pages: Vec::new(),
        }))
    }
}

/// Stores the pages of one column in one row group.
struct ColumnStore {
    space: Arc<Mutex<Space>>,
    /// The pages by their keys, which are 0, 1, 2 and so on.
    pages: Vec<StoredPage>,
}

/// Where a page is stored.
enum StoredPage {
    Memory(Bytes),
    /// In the temporary file. The length is in bytes.
    File {
        offset: u64,
        length: usize,
    },
    /// Nowhere: the writer has taken the page. It takes each page only once.
    Taken,
}

impl PageStore for ColumnStore {
    fn put(&mut self, page: Bytes) -> Result<PageKey> {
        let mut space = self.space.lock().unwrap_or_else(PoisonError::into_inner);
        let stored = if space.bytes_in_memory + page.len() <= space.spill.memory {
            space.bytes_in_memory += page.len();
            StoredPage::Memory(page)
        } else {
            space.write(&page)?
        };
        let key = PageKey::new(self.pages.len() as u64);
        self.pages.push(stored);
        Ok(key)
    }

    fn take(&mut self, key: PageKey) -> Result<Bytes> {
        let mut space = self.space.lock().unwrap_or_else(PoisonError::into_inner);
        match std::mem::replace(&mut self.pages[key.get() as usize], StoredPage::Taken) {
            StoredPage::Memory(bytes) => {
                space.bytes_in_memory -= bytes.len();
                Ok(bytes)
            }
            StoredPage::File { offset, length } => space.read(offset, length),
            // This does not happen.
            StoredPage::Taken => Ok(Bytes::new()),
        }
    }
}

impl Space {
    /// Writes a page to the temporary file.
    fn write(&mut self, page: &Bytes) -> Result<StoredPage> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(tempfile::tempfile_in(&self.spill.folder)?),
        };
        let (offset, length) = (self.file_end, page.len());
        file.seek(SeekFrom::Start(offset))?;
        file.write_all(page)?;
        self.file_end += length as u64;
        self.pages_in_file += 1;
        Ok(StoredPage::File { offset, length })
    }

    /// Reads a page from the temporary file. The page counts as taken.
    fn read(&mut self, offset: u64, length: usize) -> Result<Bytes> {
        let mut bytes = vec![0; length];
        // There is a file, because the page was written to it.
        if let Some(file) = &mut self.file {
            file.seek(SeekFrom::Start(offset))?;
            file.read_exact(&mut bytes)?;
        }
        self.pages_in_file -= 1;
        if self.pages_in_file == 0 {
            // All pages were taken, so the pages of the next group can overwrite them.
            self.file_end = 0;
        }
        Ok(bytes.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small page, and a page that does not fit into memory after it.
    fn pages() -> [Bytes; 2] {
        [vec![1; 100].into(), vec![2; Spill::LEAST_MEMORY].into()]
    }

    fn store(spill: Spill) -> ColumnStore {
        ColumnStore {
            space: PageStores::new(spill).space,
            pages: Vec::new(),
        }
    }

    #[test]
    fn pages_come_back_from_memory_and_from_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = store(Spill::to(folder.path()));
        let keys = pages().map(|page| store.put(page).unwrap());
        assert_eq!(keys.map(|key| store.take(key).unwrap()), pages());
    }

    #[test]
    fn without_memory_all_pages_are_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = store(Spill {
            memory: 0,
            folder: folder.path().to_owned(),
        });
        // The second time, the file is overwritten.
        for _ in 0..2 {
            let keys = pages().map(|page| store.put(page).unwrap());
            assert_eq!(keys.map(|key| store.take(key).unwrap()), pages());
        }
    }

    #[test]
    fn only_pages_beyond_memory_need_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = store(Spill::to(&folder.path().join("missing")));
        let [small, large] = pages();
        assert!(store.put(small).is_ok());
        assert!(store.put(large).is_err());
    }
}
