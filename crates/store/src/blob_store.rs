//! Blob stores: blobs of bytes that are stored and fetched again one by one.
//!
//! A run keeps texts and lists of different lengths for most documents of a dump, and needs a few
//! of them at a time. New blobs are collected in memory, and when there are too many, all of them
//! are appended to a temporary file in one write. A blob is found by its offset, so no index is
//! needed and fetching one is a single read.

use crate::error::{Error, ErrorKind, Result};
use crate::file::SpillFile;
use crate::memory_budget::MemoryBudget;
use std::io::{self, Read, Write};

/// Where a blob of a [`BlobStore`] is. Packed to twelve bytes, because some tables have one for
/// each document.
#[derive(Clone, Copy, Default, Debug)]
#[repr(Rust, packed(4))]
pub struct BlobRef {
    /// Bytes that were stored before it.
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

/// Blobs of bytes, held in memory up to a limit and in a temporary file beyond it.
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
    memory: Vec<u8>,
    /// The blobs that were stored before those in `memory`.
    file: Option<SpillFile>,
    /// The most bytes in `memory`, unless a single blob is longer.
    limit: usize,
}

impl BlobStore {
    /// An empty store that holds up to `limit` bytes in memory.
    #[must_use]
    pub fn new(budget: &MemoryBudget, limit: usize) -> Self {
        Self {
            budget: budget.clone(),
            memory: Vec::new(),
            file: None,
            limit,
        }
    }

    /// Number of bytes in the file.
    fn in_file(&self) -> u64 {
        self.file.as_ref().map_or(0, SpillFile::len)
    }

    /// Stores a blob. It is fetched with the returned reference.
    ///
    /// # Errors
    /// If the temporary file cannot be written, or the blob is longer than four gibibytes.
    pub fn put(&mut self, blob: &[u8]) -> Result<BlobRef> {
        let Ok(len) = u32::try_from(blob.len()) else {
            let message = "a text is longer than 4 GiB: split the record";
            return Err(Error::record(message));
        };
        if !self.memory.is_empty() && self.memory.len() + blob.len() > self.limit {
            self.spill()?;
        }
        let blob_ref = BlobRef {
            offset: self.in_file() + self.memory.len() as u64,
            len,
        };
        self.memory.extend_from_slice(blob);
        Ok(blob_ref)
    }

    /// Appends all blobs in memory to the file.
    fn spill(&mut self) -> Result<()> {
        // `get_or_insert_with` could not return the error of making the file.
        let file = match self.file.take() {
            Some(file) => file,
            None => self.budget.file()?,
        };
        let written = self.file.insert(file).append(&self.memory);
        // If this fails, the blobs are still in memory, so every reference stays valid.
        self.budget.checked(written)?;
        self.memory.clear();
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

    /// Fills `into` with the part of a blob that begins at its byte `from`.
    ///
    /// # Errors
    /// As for [`Self::get`].
    pub fn get_from(&self, blob_ref: BlobRef, from: usize, into: &mut [u8]) -> Result<()> {
        let offset = blob_ref.offset + from as u64;
        // A blob is never divided between file and memory, because whole blobs are spilled.
        match (&self.file, offset.checked_sub(self.in_file())) {
            (_, Some(start)) => {
                into.copy_from_slice(&self.memory[start as usize..start as usize + into.len()]);
            }
            (Some(file), None) => self.budget.checked(file.read_at(offset, into))?,
            // Without a file nothing is in it, and every offset is in memory.
            (None, None) => {}
        }
        Ok(())
    }
}

/// Blobs by number, many of which may be empty. Empty ones take only a reference.
#[derive(Debug)]
pub struct BlobVec {
    store: BlobStore,
    refs: Vec<BlobRef>,
}

impl BlobVec {
    /// A vector without blobs, which holds up to `limit` bytes of them in memory.
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

    /// Adds the next blob.
    ///
    /// # Errors
    /// As for [`BlobStore::put`].
    pub fn push(&mut self, blob: &[u8]) -> Result<()> {
        let blob_ref = self.put(blob)?;
        self.refs.push(blob_ref);
        Ok(())
    }

    /// Replaces a blob. The old one still takes its space in the file.
    ///
    /// # Errors
    /// As for [`BlobStore::put`].
    ///
    /// # Panics
    /// If there is no blob with this number.
    pub fn set(&mut self, number: usize, blob: &[u8]) -> Result<()> {
        self.refs[number] = self.put(blob)?;
        Ok(())
    }

    fn put(&mut self, blob: &[u8]) -> Result<BlobRef> {
        if blob.is_empty() {
            // An empty blob is never fetched from the store, so its offset means nothing.
            Ok(BlobRef::default())
        } else {
            self.store.put(blob)
        }
    }

    /// Fetches a blob.
    ///
    /// # Errors
    /// If the temporary file cannot be read.
    ///
    /// # Panics
    /// If there is no blob with this number.
    pub fn get(&self, number: usize) -> Result<Vec<u8>> {
        let blob_ref = self.refs[number];
        if blob_ref.is_empty() {
            Ok(Vec::new())
        } else {
            self.store.get(blob_ref)
        }
    }

    /// Writes the blobs to a checkpoint (see [`Note`](crate::Note)).
    ///
    /// # Errors
    /// If `to` cannot be written, or a blob cannot be fetched.
    pub fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        to.write_all(&(self.len() as u64).to_le_bytes())?;
        for number in 0..self.len() {
            let blob = self.get(number)?;
            to.write_all(&(blob.len() as u32).to_le_bytes())?;
            to.write_all(&blob)?;
        }
        Ok(())
    }

    /// Reads what [`Self::write_down`] wrote, and nothing after it. Up to `limit` bytes are held in
    /// memory.
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

/// A text that was stored as bytes.
///
/// # Errors
/// If it is not UTF-8 any more, because another program wrote to the temporary file.
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
        fn what_was_put_is_got(texts in proptest::collection::vec("[а-яa-z ]{0,40}", 0..30), limit in 0usize..200) {
            let mut store = BlobStore::new(&budget(), limit);
            let refs: Vec<_> =
                texts.iter().map(|text| store.put(text.as_bytes()).expect("room in the temporary folder")).collect();
            for (text, blob_ref) in texts.iter().zip(refs).rev() {
                prop_assert_eq!(&text_of(store.get(blob_ref).expect("it was put there")).expect("a text"), text);
            }
        }

        #[test]
        fn pieces_come_back_from_a_note(texts in proptest::collection::vec("[а-яa-z ]{0,20}", 0..30), set in "[a-z]{0,9}", limit in 0usize..200) {
            let mut blobs = BlobVec::new(&budget(), limit);
            texts.iter().for_each(|text| blobs.push(text.as_bytes()).expect("room in the temporary folder"));
            if !texts.is_empty() {
                blobs.set(0, set.as_bytes()).expect("room in the temporary folder");
            }
            let mut note = Vec::new();
            blobs.write_down(&mut note).expect("memory takes all");
            let back = BlobVec::read_back(&mut note.as_slice(), &budget(), limit).expect("as it was written");
            prop_assert_eq!(back.len(), texts.len());
            for (number, text) in texts.iter().enumerate() {
                let expected = if number == 0 { &set } else { text };
                prop_assert_eq!(back.get(number).expect("it was put there"), expected.as_bytes());
            }
        }
    }
}
