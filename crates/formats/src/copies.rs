//! Copies of compressed files, for a dump that is read several times.
//!
//! Decompressing gzip, bzip2 or xz takes longer than what most passes do with the records, and of
//! one file only one thread can do it at a time. So what the first pass reads of such a file is
//! put into a temporary file, batch by batch, by all threads and compressed by lz4; the passes
//! after it read that. A copy is a help and no more: if it cannot be written there is none, and if
//! it cannot be read, the file itself is read on.

use copydesk_store::{BlobRef, BlobStore, Error, MemoryBudget, Result};
use lz4_flex::block::{compress, decompress_into};
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// A copy takes no more than about so many times the bytes of the file.
const TIMES_PACKED: u64 = 3;

/// Where copies are, and of which files of the dump.
#[derive(Debug)]
pub(crate) struct Copies {
    /// By the numbers of the files; `None` for a file that is not copied.
    files: Vec<Option<Mutex<Progress>>>,
    blobs: RwLock<BlobStore>,
    most_bytes: u64,
}

/// How far the copy of a file is.
#[derive(Debug)]
enum Progress {
    /// What was put aside so far, by its place in the file.
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

/// A part of a file, compressed.
#[derive(Clone, Copy, Debug)]
struct Block {
    place: BlobRef,
    /// Its length before it was compressed.
    length: usize,
}

impl Block {
    fn bytes(&self) -> u64 {
        self.length as u64
    }
}

impl Copies {
    /// No copies yet. `packed` are the sizes of the files that are worth one, by their numbers;
    /// those are copied, in this order, for which there is room.
    pub(crate) fn new(packed: &[Option<u64>], room: u64, means: &MemoryBudget) -> Self {
        let mut most_bytes = 0;
        let mut files = Vec::with_capacity(packed.len());
        for (number, packed) in packed.iter().enumerate() {
            files.push(None);
            let Some(packed) = packed else {
                continue;
            };
            let bytes = packed.saturating_mul(TIMES_PACKED);
            // What there is no room for is not begun, since a copy of half a file is of no use; a
            // later file may be smaller.
            if bytes <= room - most_bytes {
                most_bytes += bytes;
                let growing = Progress::Growing(BTreeMap::new());
                files[number] = Some(Mutex::new(growing));
            }
        }
        Self {
            files,
            blobs: RwLock::new(BlobStore::new(means, 0)),
            most_bytes,
        }
    }

    /// About how many bytes of temporary files the copies will take at most.
    pub(crate) fn most_bytes(&self) -> u64 {
        self.most_bytes
    }

    /// How far the copy of a file is; `None` if it is not copied at all.
    fn progress(&self, file: usize) -> Option<MutexGuard<'_, Progress>> {
        let progress = self.files.get(file)?.as_ref()?;
        Some(progress.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a part of a file aside, which begins at this byte of what is in the file.
    pub(crate) fn add(&self, file: usize, offset: u64, bytes: &[u8]) {
        match self.progress(file).as_deref() {
            Some(Progress::Growing(_)) => {}
            _ => return,
        }
        // Without a lock, since this is what takes long.
        let packed = compress(bytes);
        let mut blobs = self.blobs.write().unwrap_or_else(PoisonError::into_inner);
        let put = blobs.put(&packed);
        drop(blobs);
        // A full disk, most likely. The run goes on without this copy.
        let Ok(place) = put else {
            return self.give_up(file);
        };
        let length = bytes.len();
        if let Some(mut progress) = self.progress(file)
            && let Progress::Growing(blocks) = &mut *progress
        {
            blocks.insert(offset, Block { place, length });
        }
    }

    /// There will be no copy of this file.
    pub(crate) fn give_up(&self, file: usize) {
        if let Some(mut progress) = self.progress(file) {
            *progress = Progress::None;
        }
    }

    /// The pass is over: all files were read to their ends, so what was put aside of one is all of
    /// it.
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

    /// Fills `into` with what a block holds.
    fn fetch(&self, block: Block, into: &mut Vec<u8>) -> Result<()> {
        let blobs = self.blobs.read().unwrap_or_else(PoisonError::into_inner);
        let packed = blobs.get(block.place)?;
        // Decompressing needs no lock.
        drop(blobs);
        into.resize(block.length, 0);
        match decompress_into(&packed, into) {
            Ok(got) => {
                into.truncate(got);
                Ok(())
            }
            Err(reason) => Err(Error::record(reason.to_string())),
        }
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
    /// the copy cannot be read on, the file that `original` opens is.
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
            block: Vec::new(),
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
    block: Vec<u8>,
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
    /// Fetches the next block; if that fails, goes on with the file itself.
    fn fetch(&mut self, block: Block) -> io::Result<()> {
        self.at = 0;
        self.next += 1;
        let fetched = self.copy.copies.fetch(block, &mut self.block);
        if fetched.is_ok() && self.block.len() == block.length {
            return Ok(());
        }
        self.block.clear();
        if let Some(open) = self.original.take() {
            let mut file = open()?;
            io::copy(&mut (&mut file).take(self.passed), &mut io::sink())?;
            self.instead = Some(file);
        }
        Ok(())
    }
}

impl Read for CopyReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.instead.is_none() && self.at == self.block.len() {
            let Some(&block) = self.copy.blocks.get(self.next) else {
                return Ok(0);
            };
            self.fetch(block)?;
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

    /// Copies of file 1, put aside in parts from back to front.
    fn copied(means: &MemoryBudget) -> Arc<Copies> {
        let copies = Arc::new(Copies::new(&[None, Some(100)], 1000, means));
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
        let means = failing(Step::Read).1;
        let copies = copied(&means);
        assert!(copies.of(1).is_none() && copies.of(0).is_none());
        copies.end_pass();
        assert!(means.most_spilled() > 0);
        assert_eq!(read(copies.of(1).unwrap()), (TEXT.to_vec(), 100));
        let gap = Arc::new(Copies::new(&[Some(1)], 1000, &means));
        gap.add(0, 24, &TEXT[24..]);
        gap.end_pass();
        assert!(gap.of(0).is_none());
    }

    #[test]
    fn a_copy_that_cannot_be_read_is_read_from_the_file() {
        let (disk, means) = failing(Step::Read);
        let copies = copied(&means);
        copies.end_pass();
        disk.is_broken.store(true, Ordering::Relaxed);
        assert_eq!(read(copies.of(1).unwrap()).0, TEXT);
    }

    #[test]
    fn what_cannot_be_written_is_not_copied() {
        let (disk, means) = failing(Step::Write);
        disk.is_broken.store(true, Ordering::Relaxed);
        let copies = copied(&means);
        copies.end_pass();
        assert!(copies.of(1).is_none());
    }

    #[test]
    fn files_are_copied_as_long_as_there_is_room() {
        let means = failing(Step::Read).1;
        let copies = Copies::new(&[Some(200), Some(200), None, Some(100)], 900, &means);
        let is_copied = |file: usize| copies.progress(file).is_some();
        assert_eq!([0, 1, 2, 3].map(is_copied), [true, false, false, true]);
        assert_eq!(copies.most_bytes(), 900);
    }
}
