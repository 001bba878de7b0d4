//! Blob stores. A *blob* is a run of bytes of any length; blobs are stored and fetched one by one.
//!
//! A run keeps texts and lists of different lengths for most documents of a dump, and needs only a
//! few of them at a time. New blobs are collected in memory. When they exceed a limit, all of them
//! are appended to a temporary file in one write. A reference to a blob holds its offset and its
//! length, so there is no index, and fetching a blob is a single read.

use crate::error::{Error, ErrorKind, Result};
use crate::file::SpillFile;
use crate::memory_budget::MemoryBudget;
use std::io::{self, Read, Write};

/// A reference to a blob of a [`BlobStore`]. Some tables have one for each document, so it is
/// packed into 12 bytes instead of 16.
#[derive(Clone, Copy, Default, Debug)]
#[repr(Rust, packed(4))]
pub struct BlobRef {
    /// Number of bytes that were stored before the blob, in the file and in memory.
    offset: u64,
    len: u32,
}

impl BlobRef {
    /// The length of the blob, in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.len as usize
    }

    /// Whether the blob has no bytes.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len == 0
    }
}

/// A store of blobs. It holds them in memory up to a limit, and in a temporary file beyond it.
///
/// ```
/// use copydesk_store::{BlobStore, Disk, MemoryBudget};
///
/// let budget = MemoryBudget::new(1 << 20, std::env::temp_dir(), &Disk::default());
/// let mut store = BlobStore::new(&budget, 8);
/// let (first, second) = (store.put(b"the first blob")?, store.put(b"another")?);
/// assert_eq!(store.get(second)?, b"another");
/// assert_eq!(store.get(first)?, b"the first blob");
/// # Ok::<(), copydesk_store::Error>(())
/// ```
#[derive(Debug)]
pub struct BlobStore {
    budget: MemoryBudget,
    /// The blobs that are not in the file yet.
    in_memory: Vec<u8>,
    /// A temporary file: the blobs that were stored before those in memory. `None` until the limit
    /// is first exceeded.
    file: Option<SpillFile>,
    /// The most bytes in memory, unless a single blob is longer.
    memory_limit: usize,
}

impl BlobStore {
    /// An empty store that holds up to `limit` bytes in memory, or one blob if that is longer.
    /// `budget` makes the temporary file. Its size plays no part here.
    #[must_use]
    pub fn new(budget: &MemoryBudget, limit: usize) -> Self {
        Self {
            budget: budget.clone(),
            in_memory: Vec::new(),
            file: None,
            memory_limit: limit,
        }
    }

    /// Number of bytes in the file. It is also the offset of the first byte in memory.
    fn bytes_in_file(&self) -> u64 {
        self.file.as_ref().map_or(0, SpillFile::len)
    }

    /// Stores a blob, and returns the reference with which to fetch it.
    ///
    /// # Errors
    /// If the temporary file cannot be written, or the blob is 4 GiB long or longer.
    pub fn put(&mut self, blob: &[u8]) -> Result<BlobRef> {
        let Ok(len) = u32::try_from(blob.len()) else {
            let message = "a text is 4 GiB long or longer: split the record";
            return Err(Error::record(message));
        };
        if !self.in_memory.is_empty() && self.in_memory.len() + blob.len() > self.memory_limit {
            self.spill()?;
        }
        let blob_ref = BlobRef {
            offset: self.bytes_in_file() + self.in_memory.len() as u64,
            len,
        };
        self.in_memory.extend_from_slice(blob);
        Ok(blob_ref)
    }

    /// Appends all blobs in memory to the file.
    fn spill(&mut self) -> Result<()> {
        // Not `get_or_insert_with`, which could not return the error of creating the file.
        let file = match self.file.take() {
            Some(file) => file,
            None => self.budget.new_file()?,
        };
        let written = self.file.insert(file).append(&self.in_memory);
        // If the write failed, the blobs are still in memory, and every reference stays valid.
        self.budget.checked(written)?;
        self.in_memory.clear();
        Ok(())
    }

    /// Fetches a blob.
    ///
    /// # Errors
    /// If the temporary file cannot be read.
    pub fn get(&self, blob_ref: BlobRef) -> Result<Vec<u8>> {
        let mut bytes = vec![0; blob_ref.len()];
        self.get_from(blob_ref, 0, &mut bytes)?;
        Ok(bytes)
    }

    /// Fills `into` with a part of a blob: as many bytes as fit, beginning at byte `from` of it.
    ///
    /// # Errors
    /// As for [`Self::get`].
    pub fn get_from(&self, blob_ref: BlobRef, from: usize, into: &mut [u8]) -> Result<()> {
        let offset = blob_ref.offset + from as u64;
        // A blob is never divided between file and memory, because only whole blobs are appended to
        // the file. Without a file, all bytes are in memory.
        if let Some(start) = offset.checked_sub(self.bytes_in_file()) {
            let start = start as usize;
            into.copy_from_slice(&self.in_memory[start..start + into.len()]);
        } else if let Some(file) = &self.file {
            self.budget.checked(file.read_at(offset, into))?;
        }
        Ok(())
    }
}

/// A vector of blobs. Many of them may be empty: an empty blob takes only its [`BlobRef`].
#[derive(Debug)]
pub struct BlobVec {
    store: BlobStore,
    refs: Vec<BlobRef>,
}

impl BlobVec {
    /// A vector without blobs. Up to `limit` bytes of its blobs are held in memory.
    #[must_use]
    pub fn new(budget: &MemoryBudget, limit: usize) -> Self {
        Self {
            store: BlobStore::new(budget, limit),
            refs: Vec::new(),
        }
    }

    /// Number of blobs.
    #[must_use]
    pub fn len(&self) -> usize {
        self.refs.len()
    }

    /// Whether there are no blobs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.refs.is_empty()
    }

    /// Appends a blob.
    ///
    /// # Errors
    /// As for [`BlobStore::put`].
    pub fn push(&mut self, blob: &[u8]) -> Result<()> {
        let blob_ref = self.put(blob)?;
        self.refs.push(blob_ref);
        Ok(())
    }

    /// Replaces the blob with this index. The old blob still takes its space in the store.
    ///
    /// # Errors
    /// As for [`BlobStore::put`].
    ///
    /// # Panics
    /// If there is no blob with this index.
    pub fn set(&mut self, index: usize, blob: &[u8]) -> Result<()> {
        self.refs[index] = self.put(blob)?;
        Ok(())
    }

    /// Stores a blob, unless it is empty.
    fn put(&mut self, blob: &[u8]) -> Result<BlobRef> {
        if blob.is_empty() {
            // An empty blob is never fetched from the store, so its offset means nothing.
            Ok(BlobRef::default())
        } else {
            self.store.put(blob)
        }
    }

    /// Fetches the blob with this index.
    ///
    /// # Errors
    /// If the temporary file cannot be read.
    ///
    /// # Panics
    /// If there is no blob with this index.
    pub fn get(&self, index: usize) -> Result<Vec<u8>> {
        let blob_ref = self.refs[index];
        if blob_ref.is_empty() {
            Ok(Vec::new())
        } else {
            self.store.get(blob_ref)
        }
    }

    /// Writes the blobs as a part of a [`Checkpoint`](crate::Checkpoint).
    ///
    /// # Errors
    /// If `to` cannot be written, or a blob cannot be fetched.
    pub fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        to.write_all(&(self.len() as u64).to_le_bytes())?;
        for index in 0..self.len() {
            let blob = self.get(index)?;
            // Nothing is lost: `BlobStore::put` refuses a blob whose length needs more bits.
            to.write_all(&(blob.len() as u32).to_le_bytes())?;
            to.write_all(&blob)?;
        }
        Ok(())
    }

    /// Reads the blobs that [`Self::write_down`] wrote, and no byte after them. Up to `limit` bytes
    /// of the blobs are held in memory.
    ///
    /// # Errors
    /// If `from` ends early, or a blob cannot be stored.
    pub fn read_back(from: &mut dyn Read, budget: &MemoryBudget, limit: usize) -> io::Result<Self> {
        let mut blobs = Self::new(budget, limit);
        let mut count = [0; 8];
        from.read_exact(&mut count)?;
        let mut blob = Vec::new();
        for _ in 0..u64::from_le_bytes(count) {
            let mut len = [0; 4];
            from.read_exact(&mut len)?;
            blob.resize(u32::from_le_bytes(len) as usize, 0);
            from.read_exact(&mut blob)?;
            blobs.push(&blob)?;
        }
        Ok(blobs)
    }
}

/// The text whose bytes were fetched from a [`BlobStore`].
///
/// # Errors
/// If the bytes are not UTF-8. Then another program has written to the temporary file.
pub fn text_of(bytes: Vec<u8>) -> Result<String> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(_) => Err(Error::new(
            ErrorKind::Output,
            "the temporary file was changed by another program",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::{BlobStore, BlobVec, MemoryBudget, text_of};
    use crate::disk::Disk;
    use proptest::prelude::*;

    fn budget() -> MemoryBudget {
        MemoryBudget::new(0, std::env::temp_dir(), &Disk::default())
    }

    proptest! {
        #[test]
        fn every_blob_is_fetched_as_it_was_stored(
            texts in proptest::collection::vec("[а-яa-z ]{0,40}", 0..30),
            limit in 0usize..200,
        ) {
            let mut store = BlobStore::new(&budget(), limit);
            let mut refs = Vec::new();
            for text in &texts {
                refs.push(store.put(text.as_bytes()).expect("space in the temporary folder"));
            }
            for (text, blob_ref) in texts.iter().zip(refs).rev() {
                let bytes = store.get(blob_ref).expect("it was put there");
                prop_assert_eq!(&text_of(bytes).expect("a text"), text);
            }
        }

        #[test]
        fn blobs_are_read_back_as_they_were_last_set(
            texts in proptest::collection::vec("[а-яa-z ]{0,20}", 0..30),
            new_first in "[a-z]{0,9}",
            limit in 0usize..200,
        ) {
            let mut blobs = BlobVec::new(&budget(), limit);
            for text in &texts {
                blobs.push(text.as_bytes()).expect("space in the temporary folder");
            }
            let mut expected = texts;
            if let Some(first) = expected.first_mut() {
                first.clone_from(&new_first);
                blobs.set(0, first.as_bytes()).expect("space in the temporary folder");
            }
            let mut bytes = Vec::new();
            blobs.write_down(&mut bytes).expect("a vector can always be written to");
            let back = BlobVec::read_back(&mut bytes.as_slice(), &budget(), limit);
            let back = back.expect("as it was written");
            prop_assert_eq!(back.len(), expected.len());
            for (index, text) in expected.iter().enumerate() {
                prop_assert_eq!(back.get(index).expect("it was put there"), text.as_bytes());
            }
        }
    }
}
