//! Decompressed copies of compressed files, for a dump that is read several times.
//!
//! The first pass keeps the decompressed bytes of compressed files in memory, as far as the memory
//! for copies allows, and later passes read these copies.
//!
//! To decompress a large gzip file, or any bzip2 or xz file, takes longer than the work of most
//! passes, and threads cannot share this work. So if a copy of such a file does not fit into
//! memory, the rest of the copy is written to a temporary file, in blocks. The threads compress the
//! blocks by lz4, which is fast. Other files are decompressed so fast that lz4 would cost more time
//! than it saves; without a copy, they are decompressed again in each pass.
//!
//! A run does not depend on copies. If a copy cannot be written, it is given up: its blocks are
//! dropped, and the file is decompressed again. If a copy cannot be read to its end, the rest is
//! read from the file itself.

use bytes::Bytes;
use copydesk_store::{BlobRef, BlobStore, Error, MemoryBudget, Result};
use lz4_flex::block::{compress, decompress_into};
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// Where a copy of a file may be kept, because it saves more time than it costs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum WorthCopying {
    /// In memory only, because decompressing the file is fast.
    InMemory,
    /// In memory or in a temporary file. The number is the compressed size of the file in bytes.
    Anywhere(u64),
}

/// The expected size of a copy in the temporary file, as a multiple of the compressed size of the
/// input file.
const SPILLED_PER_PACKED: u64 = 3;

/// The copies of the files of a dump.
#[derive(Debug)]
pub(crate) struct Copies {
    /// The copy of each file, by the file's index. `None` for a file that is not copied.
    files: Vec<Option<CopyInProgress>>,
    /// How many bytes of memory are left for copies.
    memory_left: AtomicUsize,
    /// How many bytes may still be written to the temporary file. A copy that is given up does not
    /// increase the number, because the temporary file does not become shorter.
    disk_left: AtomicU64,
    /// The temporary file with the blocks that do not fit into memory.
    blobs: RwLock<BlobStore>,
    /// How many bytes the temporary file is expected to have if no copy fits into memory.
    expected_bytes: u64,
}

/// The copy of a file, which may not be complete yet.
#[derive(Debug)]
struct CopyInProgress {
    /// Whether blocks that do not fit into memory may be written to the temporary file.
    may_spill: bool,
    progress: Mutex<Progress>,
}

/// The state of the copy of a file.
#[derive(Debug)]
enum Progress {
    /// The first pass is not over. These blocks were added, by their offsets in the file.
    Growing(BTreeMap<u64, Block>),
    /// The copy is complete. These are all blocks, in order.
    Whole(Arc<[Block]>),
    /// The copy was given up.
    GivenUp,
}

/// Whether the blocks follow each other without gaps from the beginning of the file. The keys are
/// their offsets.
fn are_without_gap(blocks: &BTreeMap<u64, Block>) -> bool {
    let mut end = 0;
    for (&offset, block) in blocks {
        if offset != end {
            return false;
        }
        end += block.length as u64;
    }
    true
}

/// A run of consecutive bytes of a decompressed file.
#[derive(Clone, Debug)]
struct Block {
    storage: Storage,
    /// Length of the block in bytes.
    length: usize,
}

/// Where the bytes of a block are stored.
#[derive(Clone, Debug)]
enum Storage {
    Memory(Bytes),
    /// In the temporary file, compressed by lz4.
    Spilled(BlobRef),
}

impl Copies {
    /// No copies yet. `worth_copying` says for each file whether and where it may be copied.
    ///
    /// At most `most_memory` bytes of the copies are held in memory, and at most `most_disk` bytes
    /// in the temporary file, whose folder `budget` names. The files are taken in order: a copy may
    /// be written to the temporary file if it is expected to fit beside the copies before it.
    pub(crate) fn new(
        worth_copying: &[Option<WorthCopying>],
        most_memory: usize,
        most_disk: u64,
        budget: &MemoryBudget,
    ) -> Self {
        let mut expected_bytes = 0;
        let mut files = Vec::with_capacity(worth_copying.len());
        for worth in worth_copying {
            let mut may_spill = false;
            if let Some(WorthCopying::Anywhere(packed)) = worth {
                let expected = packed.saturating_mul(SPILLED_PER_PACKED);
                if expected <= most_disk - expected_bytes {
                    may_spill = true;
                    expected_bytes += expected;
                }
            }
            files.push(worth.map(|_| CopyInProgress {
                may_spill,
                progress: Mutex::new(Progress::Growing(BTreeMap::new())),
            }));
        }
        Self {
            files,
            memory_left: AtomicUsize::new(most_memory),
            disk_left: AtomicU64::new(most_disk),
            // The blob store gets no memory, because blocks that fit into memory are not stored as
            // blobs.
            blobs: RwLock::new(BlobStore::new(budget, 0)),
            expected_bytes,
        }
    }

    /// How many bytes of temporary files the copies are expected to take if none fits into memory.
    pub(crate) fn expected_bytes(&self) -> u64 {
        self.expected_bytes
    }

    /// The state of the copy of a file. `None` if the file is not copied at all.
    fn progress(&self, file: usize) -> Option<MutexGuard<'_, Progress>> {
        let copied = self.files.get(file)?.as_ref()?;
        let progress = copied.progress.lock();
        Some(progress.unwrap_or_else(PoisonError::into_inner))
    }

    fn may_spill(&self, file: usize) -> bool {
        matches!(self.files.get(file), Some(Some(copied)) if copied.may_spill)
    }

    /// Adds consecutive bytes of a decompressed file to its copy. They begin at `offset`.
    pub(crate) fn add(&self, file: usize, offset: u64, bytes: &[u8]) {
        // The copy is locked only for this check and not while the bytes are compressed, so that
        // several threads can work on one file.
        let is_growing = matches!(self.progress(file).as_deref(), Some(Progress::Growing(_)));
        if !is_growing {
            return;
        }
        let length = bytes.len();
        let storage = if self.reserve_memory(length) {
            Storage::Memory(Bytes::copy_from_slice(bytes))
        } else if self.may_spill(file)
            && let Some(blob) = self.spill(bytes)
        {
            Storage::Spilled(blob)
        } else {
            return self.give_up(file);
        };
        let block = Block { storage, length };
        // Another thread may have given up the copy meanwhile.
        match self.progress(file).as_deref_mut() {
            Some(Progress::Growing(blocks)) => _ = blocks.insert(offset, block),
            _ => self.free(&block),
        }
    }

    /// Reserves `bytes` bytes of the memory for copies. Returns `false` if that many are not left.
    fn reserve_memory(&self, bytes: usize) -> bool {
        // `Relaxed` is enough, because no other data depends on the number: blocks are shared
        // through the locks.
        let (set, get) = (Ordering::Relaxed, Ordering::Relaxed);
        let taken = self
            .memory_left
            .fetch_update(set, get, |left| left.checked_sub(bytes));
        taken.is_ok()
    }

    /// Makes the memory of a block that is dropped available to other copies.
    fn free(&self, block: &Block) {
        if let Storage::Memory(bytes) = &block.storage {
            self.memory_left.fetch_add(bytes.len(), Ordering::Relaxed);
        }
    }

    /// Writes bytes to the temporary file. `None` if they would exceed its limit, or if that fails.
    fn spill(&self, bytes: &[u8]) -> Option<BlobRef> {
        // Compressing takes long, so it is done before the lock is taken.
        let packed = compress(bytes);
        let (set, get) = (Ordering::Relaxed, Ordering::Relaxed);
        let length = packed.len() as u64;
        let taken = self
            .disk_left
            .fetch_update(set, get, |left| left.checked_sub(length));
        taken.ok()?;
        let mut blobs = self.blobs.write().unwrap_or_else(PoisonError::into_inner);
        blobs.put(&packed).ok()
    }

    /// Gives up the copy of a file.
    pub(crate) fn give_up(&self, file: usize) {
        let Some(mut progress) = self.progress(file) else {
            return;
        };
        if let Progress::Growing(blocks) = &*progress {
            for block in blocks.values() {
                self.free(block);
            }
        }
        *progress = Progress::GivenUp;
    }

    /// Ends the first pass, which has read all files to their ends. A copy whose blocks have no
    /// gaps is now complete; any other is given up.
    pub(crate) fn end_pass(&self) {
        for file in 0..self.files.len() {
            let Some(mut progress) = self.progress(file) else {
                continue;
            };
            let Progress::Growing(blocks) = &mut *progress else {
                continue;
            };
            let blocks = std::mem::take(blocks);
            *progress = match !blocks.is_empty() && are_without_gap(&blocks) {
                true => Progress::Whole(blocks.into_values().collect()),
                false => Progress::GivenUp,
            };
        }
    }

    /// The copy of a file. `None` if there is no complete copy.
    pub(crate) fn of(self: &Arc<Self>, file: usize) -> Option<FileCopy> {
        match &*self.progress(file)? {
            Progress::Whole(blocks) => Some(FileCopy {
                copies: Arc::clone(self),
                blocks: Arc::clone(blocks),
            }),
            Progress::Growing(_) | Progress::GivenUp => None,
        }
    }

    /// The bytes of a block. If the temporary file is damaged, they may be fewer than its length.
    fn fetch(&self, block: &Block) -> Result<Bytes> {
        let blob = match &block.storage {
            Storage::Memory(bytes) => return Ok(bytes.clone()),
            Storage::Spilled(blob) => *blob,
        };
        let blobs = self.blobs.read().unwrap_or_else(PoisonError::into_inner);
        let packed = blobs.get(blob)?;
        // The lock is released before decompressing, so that other threads can add and read blocks.
        drop(blobs);
        let mut bytes = vec![0; block.length];
        let got = decompress_into(&packed, &mut bytes).map_err(|e| Error::record(e.to_string()))?;
        bytes.truncate(got);
        Ok(bytes.into())
    }
}

/// The complete copy of one file.
pub(crate) struct FileCopy {
    copies: Arc<Copies>,
    blocks: Arc<[Block]>,
}

/// Opens the file from which a copy was made.
type OpenOriginal = Box<dyn FnOnce() -> io::Result<Box<dyn Read + Send>> + Send>;

impl FileCopy {
    /// A reader of the copy. If the copy cannot be read further, the reader takes the rest from the
    /// file that `original` opens. `packed` is the size of the compressed file. To show progress,
    /// `read` is set to the same share of `packed` as the share of the copy that was read.
    pub(crate) fn open(
        self,
        packed: u64,
        read: Arc<AtomicU64>,
        original: impl FnOnce() -> io::Result<Box<dyn Read + Send>> + Send + 'static,
    ) -> impl Read + Send {
        CopyReader {
            copy_bytes: self.blocks.iter().map(|block| block.length as u64).sum(),
            copy: self,
            next: 0,
            block: Bytes::new(),
            at: 0,
            returned: 0,
            packed,
            read,
            original: Some(Box::new(original)),
            opened_original: None,
        }
    }
}

/// Reads the copy of a file as if it were the file. If the copy cannot be read further, because the
/// disk with the temporary folder fails, the reader opens the file itself and passes over the bytes
/// that were already returned.
struct CopyReader {
    copy: FileCopy,
    /// Index of the block that is fetched next.
    next: usize,
    /// The block that is being read.
    block: Bytes,
    /// Offset in `block` of the next byte.
    at: usize,
    /// How many bytes were returned.
    returned: u64,
    /// Length of the whole copy in bytes.
    copy_bytes: u64,
    /// Size of the compressed file in bytes.
    packed: u64,
    /// How many of the `packed` bytes count as read, to show progress.
    read: Arc<AtomicU64>,
    /// Opens the file itself. `None` once that was done.
    original: Option<OpenOriginal>,
    /// The file, once it is read instead of its copy.
    opened_original: Option<Box<dyn Read + Send>>,
}

impl CopyReader {
    /// Fetches the next block, or opens the file itself if that fails. Returns `false` if there is
    /// no further block.
    fn fetch_next(&mut self) -> io::Result<bool> {
        let Some(block) = self.copy.blocks.get(self.next) else {
            return Ok(false);
        };
        let fetched = self.copy.copies.fetch(block);
        let fetched = fetched.ok().filter(|bytes| bytes.len() == block.length);
        self.at = 0;
        self.next += 1;
        if let Some(bytes) = fetched {
            self.block = bytes;
            return Ok(true);
        }
        self.block = Bytes::new();
        if let Some(open) = self.original.take() {
            let mut file = open()?;
            io::copy(&mut (&mut file).take(self.returned), &mut io::sink())?;
            self.opened_original = Some(file);
        }
        Ok(true)
    }
}

impl Read for CopyReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.opened_original.is_none() && self.at == self.block.len() {
            if !self.fetch_next()? {
                return Ok(0);
            }
        }
        if let Some(file) = &mut self.opened_original {
            return file.read(into);
        }
        let got = (&self.block[self.at..]).read(into)?;
        self.at += got;
        self.returned += got as u64;
        // Progress counts bytes of the compressed file. How many of them became these bytes is not
        // known, so the share of the copy that was read is taken for the share of the file.
        // (`max` avoids a division by zero.)
        let share = self.returned as f64 / self.copy_bytes.max(1) as f64;
        let read = self.packed as f64 * share;
        self.read.store(read as u64, Ordering::Relaxed);
        Ok(got)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_store::{Disk, FileOperation, Observer};
    use std::io::Cursor;
    use std::path::Path;
    use std::sync::atomic::AtomicBool;

    /// A disk on which every operation of one kind fails, once `is_broken` is set.
    #[derive(Debug)]
    struct Failing {
        operation: FileOperation,
        is_broken: AtomicBool,
    }

    impl Observer for Failing {
        fn before(&self, operation: FileOperation, _: &Path) -> io::Result<()> {
            match operation == self.operation && self.is_broken.load(Ordering::Relaxed) {
                // The error EIO.
                true => Err(io::Error::from_raw_os_error(5)),
                false => Ok(()),
            }
        }
    }

    /// A disk on which this operation can be made to fail, and a budget whose temporary files are
    /// on it.
    fn failing(operation: FileOperation) -> (Arc<Failing>, MemoryBudget) {
        let is_broken = AtomicBool::new(false);
        let failing = Arc::new(Failing {
            operation,
            is_broken,
        });
        let disk = Disk::observed(failing.clone());
        let budget = MemoryBudget::new(0, std::env::temp_dir(), &disk);
        (failing, budget)
    }

    /// A budget on a disk that works.
    fn budget() -> MemoryBudget {
        failing(FileOperation::Read).1
    }

    const TEXT: &[u8] = b"The ferry sank at noon.\nIt was raised at dawn.\nNobody was hurt.\n";

    /// Copies in which file 1 has a complete copy of three blocks, added from last to first. At
    /// most `memory` bytes are held in memory.
    fn copied(budget: &MemoryBudget, memory: usize) -> Arc<Copies> {
        let worth = [None, Some(WorthCopying::Anywhere(100))];
        let copies = Arc::new(Copies::new(&worth, memory, 1000, budget));
        for part in [47..TEXT.len(), 24..47, 0..24] {
            copies.add(1, part.start as u64, &TEXT[part]);
        }
        copies
    }

    /// The bytes of a copy of a file of 100 compressed bytes, and how many of these count as read.
    fn read(copy: FileCopy) -> (Vec<u8>, u64) {
        let (count, mut bytes) = (Arc::default(), Vec::new());
        let original = || Ok(Box::new(Cursor::new(TEXT)) as Box<dyn Read + Send>);
        let mut reader = copy.open(100, Arc::clone(&count), original);
        reader.read_to_end(&mut bytes).unwrap();
        (bytes, count.load(Ordering::Relaxed))
    }

    #[test]
    fn a_copy_is_there_when_it_is_complete_and_has_the_bytes_that_were_added() {
        for memory in [0, 20, TEXT.len()] {
            let budget = budget();
            let copies = copied(&budget, memory);
            assert!(copies.of(1).is_none() && copies.of(0).is_none());
            copies.end_pass();
            assert_eq!(budget.most_spilled() == 0, memory == TEXT.len());
            assert_eq!(read(copies.of(1).unwrap()), (TEXT.to_vec(), 100));
        }
        let budget = budget();
        let worth = [Some(WorthCopying::Anywhere(1))];
        let gap = Arc::new(Copies::new(&worth, 0, 1000, &budget));
        gap.add(0, 24, &TEXT[24..]);
        gap.end_pass();
        assert!(gap.of(0).is_none());
    }

    #[test]
    fn a_copy_that_cannot_be_read_is_read_from_the_file() {
        let (disk, budget) = failing(FileOperation::Read);
        let copies = copied(&budget, 0);
        copies.end_pass();
        disk.is_broken.store(true, Ordering::Relaxed);
        assert_eq!(read(copies.of(1).unwrap()).0, TEXT);
    }

    #[test]
    fn what_cannot_be_written_is_not_copied() {
        let (disk, budget) = failing(FileOperation::Write);
        disk.is_broken.store(true, Ordering::Relaxed);
        let copies = copied(&budget, 0);
        copies.end_pass();
        assert!(copies.of(1).is_none());
    }

    #[test]
    fn files_may_spill_as_long_as_their_copies_are_expected_to_fit() {
        let budget = budget();
        // The copies are expected to have 600, 600 and 300 bytes.
        let worth = [200, 200, 100].map(|packed| Some(WorthCopying::Anywhere(packed)));
        let copies = Copies::new(&worth, 0, 900, &budget);
        let may_spill = [0, 1, 2].map(|file| copies.may_spill(file));
        assert_eq!(may_spill, [true, false, true]);
        assert_eq!(copies.expected_bytes(), 900);
    }

    #[test]
    fn a_copy_that_exceeds_the_limit_of_the_temporary_file_is_given_up() {
        let budget = budget();
        let worth = [Some(WorthCopying::Anywhere(1))];
        let copies = Arc::new(Copies::new(&worth, 0, 4, &budget));
        // The file is expected to fit, and does not.
        assert!(copies.may_spill(0));
        copies.add(0, 0, TEXT);
        copies.end_pass();
        assert!(copies.of(0).is_none() && budget.most_spilled() == 0);
    }

    #[test]
    fn the_memory_of_a_copy_that_is_given_up_can_be_used_again() {
        let budget = budget();
        let worth = [Some(WorthCopying::InMemory); 2];
        let copies = Arc::new(Copies::new(&worth, TEXT.len(), 0, &budget));
        copies.add(0, 0, TEXT);
        // No memory is left for this one.
        copies.add(1, 0, TEXT);
        assert_eq!(copies.memory_left.load(Ordering::Relaxed), 0);
        copies.give_up(0);
        // Nothing is added to a copy that was given up.
        copies.add(0, 0, TEXT);
        assert_eq!(copies.memory_left.load(Ordering::Relaxed), TEXT.len());
        copies.end_pass();
        assert!(copies.of(0).is_none() && copies.of(1).is_none());
        assert_eq!(budget.most_spilled(), 0);
    }
}
