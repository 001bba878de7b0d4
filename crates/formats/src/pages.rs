//! Where the pages of a Parquet row group are until the group is complete.
//!
//! The columns of a group follow one another in the file, so their pages must wait. They wait in
//! memory as far as a [`Spill`] allows, and beyond that in its temporary file.

use crate::write::Spill;
use bytes::Bytes;
use parquet::arrow::arrow_writer::{PageKey, PageStore, PageStoreArgs, PageStoreFactory};
use parquet::errors::Result;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// Makes the stores of all columns of a file, which share the memory and the temporary file.
#[derive(Debug)]
pub(crate) struct WaitingPages {
    shared: Arc<Mutex<Shared>>,
}

impl WaitingPages {
    /// Pages that wait there.
    pub(crate) fn new(spill: Spill) -> Self {
        let shared = Shared {
            spill,
            ..Shared::default()
        };
        Self {
            shared: Arc::new(Mutex::new(shared)),
        }
    }
}

/// What the columns share.
#[derive(Debug, Default)]
struct Shared {
    spill: Spill,
    /// Bytes of pages that wait in memory.
    in_memory: usize,
    /// Pages that wait in the file.
    in_file: usize,
    file: Option<File>,
    /// Where the next page is written.
    end: u64,
}

impl PageStoreFactory for WaitingPages {
    fn create(&self, _: &PageStoreArgs<'_>) -> Result<Box<dyn PageStore>> {
        Ok(Box::new(Pages {
            shared: Arc::clone(&self.shared),
            pages: Vec::new(),
        }))
    }
}

/// The pages of one column of a group.
struct Pages {
    shared: Arc<Mutex<Shared>>,
    pages: Vec<StoredPage>,
}

/// Where a page is.
enum StoredPage {
    Memory(Bytes),
    /// In the temporary file: its first byte, and how many there are.
    File {
        at: u64,
        length: usize,
    },
    /// With the writer, which takes each page once.
    Taken,
}

impl PageStore for Pages {
    fn put(&mut self, value: Bytes) -> Result<PageKey> {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let page = if shared.in_memory + value.len() <= shared.spill.memory {
            shared.in_memory += value.len();
            StoredPage::Memory(value)
        } else {
            shared.write(&value)?
        };
        self.pages.push(page);
        Ok(PageKey::new(self.pages.len() as u64 - 1))
    }

    fn take(&mut self, key: PageKey) -> Result<Bytes> {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        match std::mem::replace(&mut self.pages[key.get() as usize], StoredPage::Taken) {
            StoredPage::Memory(bytes) => {
                shared.in_memory -= bytes.len();
                Ok(bytes)
            }
            StoredPage::File { at, length } => shared.read(at, length),
            StoredPage::Taken => Ok(Bytes::new()),
        }
    }
}

impl Shared {
    fn write(&mut self, value: &Bytes) -> Result<StoredPage> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(tempfile::tempfile_in(&self.spill.folder)?),
        };
        let at = self.end;
        file.seek(SeekFrom::Start(at))?;
        file.write_all(value)?;
        self.end += value.len() as u64;
        self.in_file += 1;
        let length = value.len();
        Ok(StoredPage::File { at, length })
    }

    fn read(&mut self, at: u64, length: usize) -> Result<Bytes> {
        let mut bytes = vec![0; length];
        if let Some(file) = &mut self.file {
            file.seek(SeekFrom::Start(at))?;
            file.read_exact(&mut bytes)?;
        }
        self.in_file -= 1;
        if self.in_file == 0 {
            // The next group begins where this one did.
            self.end = 0;
        }
        Ok(bytes.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    /// Two pages of which one is too large to wait in memory.
    fn pages() -> [Bytes; 2] {
        [vec![1; 100].into(), vec![2; Spill::LEAST_MEMORY].into()]
    }

    fn waiting(folder: &Path) -> Pages {
        Pages {
            shared: WaitingPages::new(Spill::to(folder)).shared,
            pages: Vec::new(),
        }
    }

    #[test]
    fn pages_wait_in_memory_or_in_the_folder_and_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let mut waiting = waiting(folder.path());
        let keys = pages().map(|page| waiting.put(page).unwrap());
        assert_eq!(keys.map(|key| waiting.take(key).unwrap()), pages());
    }

    #[test]
    fn without_memory_all_pages_wait_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let spill = Spill {
            memory: 0,
            folder: folder.path().to_owned(),
        };
        let mut waiting = Pages {
            shared: WaitingPages::new(spill).shared,
            pages: Vec::new(),
        };
        for _ in 0..2 {
            let keys = pages().map(|page| waiting.put(page).unwrap());
            assert_eq!(keys.map(|key| waiting.take(key).unwrap()), pages());
        }
    }

    #[test]
    fn a_folder_that_is_gone_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let mut waiting = waiting(&folder.path().join("gone"));
        let [small, large] = pages();
        assert!(waiting.put(small).is_ok());
        assert!(waiting.put(large).is_err());
    }
}
