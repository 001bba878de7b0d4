//! Copies of compressed files, for a dump that is read several times.
//!
//! What the first pass reads of a compressed file is held in memory, as far as its share of the
//! budget allows, and the passes after it read that.
//!
//! Decompressing large files of gzip, or any of bzip2 or xz, takes longer than what most passes do
//! with the records, and of one file only one thread can do it at a time. So what does not fit into
//! memory of such a file is put into a temporary file, batch by batch, by all threads and
//! compressed by lz4. For other files lz4 would take longer than it saves; they are decompressed
//! again. A run does not depend on a copy: if it cannot be written there is none, and if it cannot
//! be read, reading continues in the file itself.

use bytes::Bytes;
use copydesk_store::{BlobRef, BlobStore, Error, MemoryBudget, Result};
use lz4_flex::block::{compress, decompress_into};
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// Where a copy of a file is worth its cost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum WorthCopying {
    /// In memory: decompressing the file is quick.
    InMemory,
    /// Also in a temporary file. The file has so many bytes.
    Anywhere(u64),
}

/// A copy in a temporary file is expected to take about this many times the bytes of the file.
const TIMES_PACKED: u64 = 3;

/// Where copies are, and of which files of the dump.
#[derive(Debug)]
pub(crate) struct Copies {
    /// By the numbers of the files; `None` for a file that is not copied.
    files: Vec<Option<Copied>>,
    /// Bytes of memory that are left for copies.
    memory: AtomicUsize,
    /// Bytes of temporary files that are left for copies. A copy that is given up gives none back,
    /// because the file does not become shorter.
    room: AtomicU64,
    blobs: RwLock<BlobStore>,
    most_bytes: u64,
}

/// A file that is copied.
#[derive(Debug)]
struct Copied {
    /// Whether it may be in a temporary file, if it does not fit into memory.
    may_spill: bool,
    progress: Mutex<Progress>,
}

/// The state of the copy of a file.
#[derive(Debug)]
enum Progress {
    /// The parts that were added so far, by their places in the file.
    Growing(BTreeMap<u64, Block>),
    /// All of it, in order.
    Whole(Arc<[Block]>),
    /// There will be none.
    None,
}

/// Whether parts of a file, by their offsets, are all of its beginning.
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

/// A part of a file.
#[derive(Clone, Debug)]
struct Block {
    place: Place,
    /// How many bytes of the file it is.
    length: usize,
}

/// Where a part of a file is.
#[derive(Clone, Debug)]
enum Place {
    Memory(Bytes),
    /// In the temporary file, compressed.
    Spilled(BlobRef),
}

impl Block {
    fn bytes(&self) -> u64 {
        self.length as u64
    }
}

impl Copies {
    /// No copies yet. `worth` says which files are worth one, by their numbers. No more than
    /// `memory` bytes of the copies are held in memory. Their temporary files take no more than
    /// about `room` bytes: file by file, each whose copy still fits may have one.
    pub(crate) fn new(
        worth: &[Option<WorthCopying>],
        memory: usize,
        room: u64,
        means: &MemoryBudget,
    ) -> Self {
        let mut most_bytes = 0;
        let mut files = Vec::with_capacity(worth.len());
        for worth in worth {
            let mut may_spill = false;
            if let Some(WorthCopying::Anywhere(packed)) = worth {
                let bytes = packed.saturating_mul(TIMES_PACKED);
                may_spill = bytes <= room - most_bytes;
                most_bytes += if may_spill { bytes } else { 0 };
            }
            files.push(worth.map(|_| Copied {
                may_spill,
                progress: Mutex::new(Progress::Growing(BTreeMap::new())),
            }));
        }
        Self {
            files,
            memory: AtomicUsize::new(memory),
            room: AtomicU64::new(room),
            // Without memory of its own: what fits into memory is not stored as a blob.
            blobs: RwLock::new(BlobStore::new(means, 0)),
            most_bytes,
        }
    }

    /// About how many bytes of temporary files the copies will take at most.
    pub(crate) fn most_bytes(&self) -> u64 {
        self.most_bytes
    }

    /// The state of the copy of a file; `None` if it is not copied at all.
    fn progress(&self, file: usize) -> Option<MutexGuard<'_, Progress>> {
        let copied = self.files.get(file)?.as_ref()?;
        let progress = copied.progress.lock();
        Some(progress.unwrap_or_else(PoisonError::into_inner))
    }

    fn may_spill(&self, file: usize) -> bool {
        matches!(self.files.get(file), Some(Some(copied)) if copied.may_spill)
    }

    /// Adds a part of a file to its copy. It begins at this byte of the decompressed file.
    pub(crate) fn add(&self, file: usize, offset: u64, bytes: &[u8]) {
        // The lock is not kept while the part is compressed, so that several threads can work on
        // parts of one file.
        match self.progress(file).as_deref() {
            Some(Progress::Growing(_)) => {}
            _ => return,
        }
        let length = bytes.len();
        let place = if self.takes_memory(length) {
            Place::Memory(Bytes::copy_from_slice(bytes))
        } else if self.may_spill(file)
            && let Some(blob) = self.spill(bytes)
        {
            Place::Spilled(blob)
        } else {
            return self.give_up(file);
        };
        let block = Block { place, length };
        // Another thread may have given up the copy meanwhile.
        match self.progress(file).as_deref_mut() {
            Some(Progress::Growing(blocks)) => _ = blocks.insert(offset, block),
            _ => self.free(&block),
        }
    }

    /// Takes so many bytes of the memory for copies, if they are left.
    fn takes_memory(&self, bytes: usize) -> bool {
        // Relaxed: the number guards nothing but itself. Parts are shared through the locks.
        let (set, get) = (Ordering::Relaxed, Ordering::Relaxed);
        let taken = self
            .memory
            .fetch_update(set, get, |left| left.checked_sub(bytes));
        taken.is_ok()
    }

    /// Gives back the memory of a part that is dropped.
    fn free(&self, block: &Block) {
        if let Place::Memory(bytes) = &block.place {
            self.memory.fetch_add(bytes.len(), Ordering::Relaxed);
        }
    }

    /// Puts a part into the temporary file; `None` if there is no room for it, or if that fails.
    fn spill(&self, bytes: &[u8]) -> Option<BlobRef> {
        // Compressed before the lock is taken, because this is what takes long.
        let packed = compress(bytes);
        let (set, get) = (Ordering::Relaxed, Ordering::Relaxed);
        let length = packed.len() as u64;
        let taken = self
            .room
            .fetch_update(set, get, |left| left.checked_sub(length));
        taken.ok()?;
        let mut blobs = self.blobs.write().unwrap_or_else(PoisonError::into_inner);
        blobs.put(&packed).ok()
    }

    /// There will be no copy of this file.
    pub(crate) fn give_up(&self, file: usize) {
        let Some(mut progress) = self.progress(file) else {
            return;
        };
        if let Progress::Growing(blocks) = &*progress {
            for block in blocks.values() {
                self.free(block);
            }
        }
        *progress = Progress::None;
    }

    /// The pass is over: all files were read to their ends, so the parts that were added of one are
    /// all of it.
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
                false => Progress::None,
            };
        }
    }

    /// The copy of a file, if it is whole.
    pub(crate) fn of(self: &Arc<Self>, file: usize) -> Option<FileCopy> {
        match &*self.progress(file)? {
            Progress::Whole(blocks) => Some(FileCopy {
                copies: Arc::clone(self),
                blocks: Arc::clone(blocks),
            }),
            Progress::Growing(_) | Progress::None => None,
        }
    }

    /// What a block holds.
    fn fetch(&self, block: &Block) -> Result<Bytes> {
        let blob = match &block.place {
            Place::Memory(bytes) => return Ok(bytes.clone()),
            Place::Spilled(blob) => *blob,
        };
        let blobs = self.blobs.read().unwrap_or_else(PoisonError::into_inner);
        let packed = blobs.get(blob)?;
        // Decompressed without the lock, so that other threads can add and read parts.
        drop(blobs);
        let mut bytes = vec![0; block.length];
        let got = decompress_into(&packed, &mut bytes).map_err(|e| Error::record(e.to_string()))?;
        bytes.truncate(got);
        Ok(bytes.into())
    }
}

/// The copy of one file.
pub(crate) struct FileCopy {
    copies: Arc<Copies>,
    blocks: Arc<[Block]>,
}

/// Opens a file in whose place a copy is read.
type OpenOriginal = Box<dyn FnOnce() -> io::Result<Box<dyn Read + Send>> + Send>;

impl FileCopy {
    /// Reads the copy of a file of so many bytes, of which `read` counts those that are read. If
    /// the copy cannot be read further, the rest is read from the file that `original` opens.
    pub(crate) fn open(
        self,
        packed: u64,
        read: Arc<AtomicU64>,
        original: impl FnOnce() -> io::Result<Box<dyn Read + Send>> + Send + 'static,
    ) -> impl Read + Send {
        CopyReader {
            whole: self.blocks.iter().map(Block::bytes).sum(),
            copy: self,
            next: 0,
            block: Bytes::new(),
            at: 0,
            passed: 0,
            packed,
            read,
            original: Some(Box::new(original)),
            instead: None,
        }
    }
}

/// Reads the copy of a file as if it were the file. Where the copy cannot be read on (the disk of
/// the temporary folder fails), it opens the file itself and passes over what was read already.
struct CopyReader {
    copy: FileCopy,
    /// Number of the block that is fetched next.
    next: usize,
    /// The block before it, and how far it is read.
    block: Bytes,
    at: usize,
    /// Bytes that were read, and of how many.
    passed: u64,
    whole: u64,
    /// Bytes of the file, and who is told how many of them these are.
    packed: u64,
    read: Arc<AtomicU64>,
    original: Option<OpenOriginal>,
    /// The file, read instead of its copy.
    instead: Option<Box<dyn Read + Send>>,
}

impl CopyReader {
    /// Fetches the next block, if there is one; if that fails, continues with the file itself.
    fn fetch(&mut self) -> io::Result<bool> {
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
            io::copy(&mut (&mut file).take(self.passed), &mut io::sink())?;
            self.instead = Some(file);
        }
        Ok(true)
    }
}

impl Read for CopyReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.instead.is_none() && self.at == self.block.len() {
            if !self.fetch()? {
                return Ok(0);
            }
        }
        if let Some(file) = &mut self.instead {
            return file.read(into);
        }
        let got = (&self.block[self.at..]).read(into)?;
        self.at += got;
        self.passed += got as u64;
        // Progress counts bytes of the file as it is on the disk, of which the copy knows only the
        // sum.
        let share = self.passed as f64 / self.whole.max(1) as f64;
        let read = self.packed as f64 * share;
        self.read.store(read as u64, Ordering::Relaxed);
        Ok(got)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_store::{Disk, Observer, Step};
    use std::io::Cursor;
    use std::path::Path;
    use std::sync::atomic::AtomicBool;

    /// A disk of which nothing can be read, or on which nothing can be written, once it is told so.
    #[derive(Debug)]
    struct Failing {
        step: Step,
        is_broken: AtomicBool,
    }

    impl Observer for Failing {
        fn before(&self, step: Step, _: &Path) -> io::Result<()> {
            match step == self.step && self.is_broken.load(Ordering::Relaxed) {
                true => Err(io::Error::from_raw_os_error(5)),
                false => Ok(()),
            }
        }
    }

    fn failing(step: Step) -> (Arc<Failing>, MemoryBudget) {
        let is_broken = AtomicBool::new(false);
        let failing = Arc::new(Failing { step, is_broken });
        let disk = Disk::observed(failing.clone());
        let means = MemoryBudget::new(0, std::env::temp_dir(), &disk);
        (failing, means)
    }

    const TEXT: &[u8] = b"The ferry sank at noon.\nIt was raised at dawn.\nNobody was hurt.\n";

    /// Copies of file 1, added in parts from back to front; so much of it is held in memory.
    fn copied(means: &MemoryBudget, memory: usize) -> Arc<Copies> {
        let worth = [None, Some(WorthCopying::Anywhere(100))];
        let copies = Arc::new(Copies::new(&worth, memory, 1000, means));
        for part in [47..TEXT.len(), 24..47, 0..24] {
            copies.add(1, part.start as u64, &TEXT[part]);
        }
        copies
    }

    fn read(copy: FileCopy) -> (Vec<u8>, u64) {
        let (count, mut bytes) = (Arc::default(), Vec::new());
        let original = || Ok(Box::new(Cursor::new(TEXT)) as Box<dyn Read + Send>);
        let mut reader = copy.open(100, Arc::clone(&count), original);
        reader.read_to_end(&mut bytes).unwrap();
        (bytes, count.load(Ordering::Relaxed))
    }

    #[test]
    fn a_copy_is_there_when_it_is_whole_and_holds_what_was_put_aside() {
        for memory in [0, 20, TEXT.len()] {
            let means = failing(Step::Read).1;
            let copies = copied(&means, memory);
            assert!(copies.of(1).is_none() && copies.of(0).is_none());
            copies.end_pass();
            assert_eq!(means.most_spilled() == 0, memory == TEXT.len());
            assert_eq!(read(copies.of(1).unwrap()), (TEXT.to_vec(), 100));
        }
        let means = failing(Step::Read).1;
        let worth = [Some(WorthCopying::Anywhere(1))];
        let gap = Arc::new(Copies::new(&worth, 0, 1000, &means));
        gap.add(0, 24, &TEXT[24..]);
        gap.end_pass();
        assert!(gap.of(0).is_none());
    }

    #[test]
    fn a_copy_that_cannot_be_read_is_read_from_the_file() {
        let (disk, means) = failing(Step::Read);
        let copies = copied(&means, 0);
        copies.end_pass();
        disk.is_broken.store(true, Ordering::Relaxed);
        assert_eq!(read(copies.of(1).unwrap()).0, TEXT);
    }

    #[test]
    fn what_cannot_be_written_is_not_copied() {
        let (disk, means) = failing(Step::Write);
        disk.is_broken.store(true, Ordering::Relaxed);
        let copies = copied(&means, 0);
        copies.end_pass();
        assert!(copies.of(1).is_none());
    }

    #[test]
    fn files_are_copied_as_long_as_there_is_room() {
        let means = failing(Step::Read).1;
        let worth = [200, 200, 100].map(|packed| Some(WorthCopying::Anywhere(packed)));
        let copies = Copies::new(&worth, 0, 900, &means);
        let may_spill = [0, 1, 2].map(|file| copies.may_spill(file));
        assert_eq!(may_spill, [true, false, true]);
        assert_eq!(copies.most_bytes(), 900);
    }

    #[test]
    fn copies_take_no_more_room_than_there_is() {
        let means = failing(Step::Read).1;
        let worth = [Some(WorthCopying::Anywhere(1))];
        let copies = Arc::new(Copies::new(&worth, 0, 4, &means));
        // The file is expected to fit, and does not.
        assert!(copies.may_spill(0));
        copies.add(0, 0, TEXT);
        copies.end_pass();
        assert!(copies.of(0).is_none() && means.most_spilled() == 0);
    }

    #[test]
    fn memory_that_a_copy_does_not_need_after_all_is_for_others() {
        let means = failing(Step::Read).1;
        let worth = [Some(WorthCopying::InMemory); 2];
        let copies = Arc::new(Copies::new(&worth, TEXT.len(), 0, &means));
        copies.add(0, 0, TEXT);
        // There is no room for it.
        copies.add(1, 0, TEXT);
        assert!(copies.memory.load(Ordering::Relaxed) == 0);
        copies.give_up(0);
        copies.add(0, 0, TEXT);
        assert_eq!(copies.memory.load(Ordering::Relaxed), TEXT.len());
        copies.end_pass();
        assert!(copies.of(0).is_none() && copies.of(1).is_none());
        assert_eq!(means.most_spilled(), 0);
    }
}
