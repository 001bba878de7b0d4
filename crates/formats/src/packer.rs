//! Output files that all threads compress together, block by block.

use crate::compression::{Compression, Sink};
use copydesk_store::{Error, IoContext, Result};
use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Compresses files on whatever threads have time for it.
///
/// The bytes of a file are cut into blocks of a fixed length. Each block is compressed by itself:
/// it is a member of a gzip file, a frame of a zstd file, a stream of a bzip2 or xz file. Where
/// blocks end depends on the bytes only, so the compressed file does not depend on the number of
/// threads.
///
/// Blocks wait until a thread calls [`Packer::pack_one`]. If too many blocks wait, or would take
/// too much memory, the thread that writes compresses one itself. A file stays open until its last
/// block is written. So the number of open files is limited by the number of blocks that may wait,
/// plus the file that is being written. Clones of a packer share the waiting blocks.
///
/// ```
/// use copydesk_formats::{Compression, Packer, Sink};
/// use std::io::Write;
/// use std::path::Path;
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("a.gz");
/// let packer = Packer::new(4, 1 << 20);
/// let mut file = packer.file(Compression::Gzip, &path, std::fs::File::create(&path)?, 0);
/// file.write_all(b"The ferry sank.")?;
/// Box::new(file).finish()?;
/// while packer.pack_one() {}
/// packer.settle()?;
/// assert!(std::fs::read(&path)?.starts_with(&[0x1F, 0x8B]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Packer(Arc<Shared>);

/// The data that all clones of a packer share.
struct Shared {
    /// Largest number of blocks that wait or are being compressed.
    blocks: usize,
    /// Largest number of bytes of memory for blocks that wait or are being compressed.
    memory: usize,
    state: Mutex<State>,
    /// Notified when a block was compressed.
    is_done: Condvar,
}

/// The blocks of all files that are not written yet.
#[derive(Default)]
struct State {
    /// Blocks that no thread has taken yet, the oldest first.
    waiting: VecDeque<Block>,
    /// Number of blocks that are being compressed.
    running: usize,
    /// Bytes of memory that waiting and running blocks take.
    memory: usize,
    /// The error of the first file that could not be written.
    failure: Option<Error>,
}

/// A block that waits to be compressed.
struct Block {
    file: Arc<File>,
    /// Number of the block in its file, from 0.
    number: u64,
    bytes: Vec<u8>,
    is_last: bool,
}

impl Block {
    /// About how many bytes of memory the block takes while it is compressed.
    fn memory(&self) -> usize {
        let encoder = match self.file.compression {
            Compression::Plain => 0,
            Compression::Gzip => 1 << 20,
            Compression::Zstd => 5 << 20,
            Compression::Xz => 17 << 20,
            Compression::Bzip2 => 8 << 20,
        };
        // Twice, because the compressed block may be as long as the block itself.
        2 * self.bytes.len() + encoder
    }
}

/// A file that is being written.
struct File {
    path: PathBuf,
    compression: Compression,
    inner: Mutex<Inner>,
}

/// The compressed blocks of a file. They are written in order, whichever thread finishes first.
struct Inner {
    /// The open file. `None` after the last block, and after an error.
    to: Option<Box<dyn Write + Send>>,
    /// Number of the block that is written next.
    next: u64,
    /// Compressed blocks that wait for blocks before them, by number, and whether each is the last
    /// of the file.
    done: BTreeMap<u64, (Vec<u8>, bool)>,
    /// Length of the file in bytes.
    len: u64,
}

impl Packer {
    /// A packer that keeps at most `blocks` blocks for other threads, which take at most about
    /// `memory` bytes of memory. If `blocks` is 0, the thread that writes compresses every block.
    #[must_use]
    pub fn new(blocks: usize, memory: usize) -> Self {
        Self(Arc::new(Shared {
            blocks,
            memory,
            state: Mutex::default(),
            is_done: Condvar::new(),
        }))
    }

    /// A writer of the file at `path`, which has `len` bytes already. `to` appends to it.
    pub fn file(
        &self,
        compression: Compression,
        path: &Path,
        to: impl Write + Send + 'static,
        len: u64,
    ) -> PackedFile {
        PackedFile {
            packer: self.clone(),
            file: Arc::new(File {
                path: path.to_owned(),
                compression,
                inner: Mutex::new(Inner {
                    to: Some(Box::new(to)),
                    next: 0,
                    done: BTreeMap::new(),
                    len,
                }),
            }),
            next: 0,
            bytes: Vec::new(),
        }
    }

    /// Whether any block waits to be compressed.
    #[must_use]
    pub fn has_waiting(&self) -> bool {
        !self.state().waiting.is_empty()
    }

    /// Compresses the oldest waiting block, and writes it if all blocks before it are written.
    /// Returns `false` if no block waits.
    #[must_use]
    pub fn pack_one(&self) -> bool {
        let mut state = self.state();
        let Some(block) = state.waiting.pop_front() else {
            return false;
        };
        state.running += 1;
        drop(state);
        self.pack(&block);
        true
    }

    /// Compresses a block. The caller has counted it as running.
    fn pack(&self, block: &Block) {
        // This takes long, so it is done without the lock.
        let packed = block
            .file
            .pack(block.number, &block.bytes, block.is_last)
            .while_writing(&block.file.path);
        let mut state = self.state();
        state.running -= 1;
        state.memory -= block.memory();
        // If several files fail, as on a full disk, it is enough to report one.
        if state.failure.is_none() {
            state.failure = packed.err();
        }
        drop(state);
        self.0.is_done.notify_all();
    }

    /// Reports whether all files could be written so far.
    ///
    /// # Errors
    /// The error of the first file that could not be written. It is returned once.
    pub fn check(&self) -> Result<()> {
        match self.state().failure.take() {
            Some(failure) => Err(failure),
            None => Ok(()),
        }
    }

    /// Compresses all waiting blocks, and waits until other threads have compressed theirs.
    ///
    /// # Errors
    /// As for [`Self::check`].
    pub fn settle(&self) -> Result<()> {
        while self.pack_one() {}
        let mut state = self.state();
        while state.running > 0 {
            let waited = self.0.is_done.wait(state);
            state = waited.unwrap_or_else(PoisonError::into_inner);
        }
        drop(state);
        self.check()
    }

    /// Adds a block to those that wait. If that would exceed the limits, this thread first
    /// compresses the oldest waiting block, because later blocks of that file can only be written
    /// after it.
    fn add(&self, block: Block) {
        let mut state = self.state();
        loop {
            let is_few = state.waiting.len() + state.running < self.0.blocks;
            if is_few && state.memory + block.memory() <= self.0.memory {
                state.memory += block.memory();
                state.waiting.push_back(block);
                return;
            }
            // From here on this thread compresses a block itself.
            state.running += 1;
            let Some(oldest) = state.waiting.pop_front() else {
                // No older block waits, so the new one is compressed, even beyond the limits.
                state.memory += block.memory();
                drop(state);
                return self.pack(&block);
            };
            drop(state);
            self.pack(&oldest);
            state = self.state();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Length of a block in bytes, before it is compressed. With shorter blocks, files would lose more
/// than a hundredth of what compression saves. The blocks of xz are the largest, because it has
/// dictionaries of 2 MiB at the level that is used.
fn block_bytes(compression: Compression) -> usize {
    match compression {
        Compression::Plain | Compression::Gzip => 512 << 10,
        Compression::Zstd => 2 << 20,
        Compression::Xz => 8 << 20,
        // About as many bytes as bzip2 itself puts into its largest block.
        Compression::Bzip2 => 890_000,
    }
}

impl File {
    /// Compresses a block, and writes it if all blocks before it are written.
    fn pack(&self, number: u64, bytes: &[u8], is_last: bool) -> io::Result<()> {
        let packed = match bytes.is_empty() {
            true => Vec::new(),
            false => self.compression.compressed(bytes)?,
        };
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.done.insert(number, (packed, is_last));
        inner.write_on(self.compression)
    }
}

impl Inner {
    /// Writes all compressed blocks that follow the last one that was written. After an error, the
    /// file is not written any more.
    fn write_on(&mut self, compression: Compression) -> io::Result<()> {
        while let Some((mut bytes, is_last)) = self.done.remove(&self.next) {
            self.next += 1;
            let Some(to) = &mut self.to else { continue };
            if is_last && self.len == 0 && bytes.is_empty() {
                // An empty file has bytes when it is compressed.
                bytes = compression.compressed(&[])?;
            }
            self.len += bytes.len() as u64;
            let mut written = to.write_all(&bytes);
            if is_last && written.is_ok() {
                written = to.flush();
            }
            // The file is closed now and not when the last clone is dropped, so that few files are
            // open.
            if is_last || written.is_err() {
                self.to = None;
            }
            written?;
        }
        Ok(())
    }
}

/// A file that a [`Packer`] compresses.
pub struct PackedFile {
    packer: Packer,
    file: Arc<File>,
    /// Number of the next block.
    next: u64,
    /// The bytes of the next block so far.
    bytes: Vec<u8>,
}

impl PackedFile {
    /// The path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.file.path
    }

    /// Ends the block. As soon as the packer has [settled](Packer::settle), the file on the disk is
    /// a complete compressed file up to here, to which more can be appended.
    pub fn end_block(&mut self) {
        if !self.bytes.is_empty() {
            self.pass_on(false);
        }
    }

    /// Length in bytes of the file on the disk.
    #[must_use]
    pub fn len(&self) -> u64 {
        let inner = self.file.inner.lock();
        inner.unwrap_or_else(PoisonError::into_inner).len
    }

    /// Whether the file on the disk is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Passes the bytes of the next block to the packer.
    fn pass_on(&mut self, is_last: bool) {
        let bytes = std::mem::take(&mut self.bytes);
        self.packer.add(Block {
            file: Arc::clone(&self.file),
            number: self.next,
            bytes,
            is_last,
        });
        self.next += 1;
    }
}

/// A write never fails here. Errors are reported by [`Packer::check`].
impl Write for PackedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let block_bytes = block_bytes(self.file.compression);
        if self.bytes.capacity() == 0 {
            // The first block gets no memory for a full block, because many files are shorter.
            let is_first_block = self.next == 0;
            self.bytes.reserve(match is_first_block {
                true => bytes.len(),
                false => block_bytes,
            });
        }
        let taken = bytes.len().min(block_bytes - self.bytes.len());
        self.bytes.extend_from_slice(&bytes[..taken]);
        if self.bytes.len() == block_bytes {
            self.pass_on(false);
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        // A flush does not end the block, because where blocks end must not depend on how often the
        // caller flushes.
        Ok(())
    }
}

impl Sink for PackedFile {
    fn finish(mut self: Box<Self>) -> io::Result<()> {
        // The last block is passed on even if it is empty, because it closes the file.
        self.pass_on(true);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compression::decoder;
    use proptest::prelude::*;
    use std::io::Read;

    /// A writer into memory. Clones share the bytes.
    #[derive(Clone, Default)]
    struct Shown(Arc<Mutex<Vec<u8>>>);

    impl Write for Shown {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    const ALL: [Compression; 5] = [
        Compression::Plain,
        Compression::Gzip,
        Compression::Zstd,
        Compression::Xz,
        Compression::Bzip2,
    ];

    /// The file with these pieces, compressed by `threads` threads beside the one that writes.
    fn packed(compression: Compression, pieces: &[Vec<u8>], threads: usize) -> Vec<u8> {
        let packer = Packer::new(threads, 30 << 20);
        let shown = Shown::default();
        let path = Path::new("shown");
        let file = packer.file(compression, path, shown.clone(), 0);
        let is_over = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while !is_over.load(std::sync::atomic::Ordering::Relaxed) {
                        if !packer.pack_one() {
                            std::thread::yield_now();
                        }
                    }
                });
            }
            let mut file = Box::new(file);
            pieces
                .iter()
                .for_each(|piece| file.write_all(piece).unwrap());
            file.finish().unwrap();
            packer.settle().unwrap();
            is_over.store(true, std::sync::atomic::Ordering::Relaxed);
        });
        let bytes = shown.0.lock().unwrap();
        bytes.clone()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn what_was_written_is_read_and_threads_make_no_difference(
            lengths in proptest::collection::vec(0usize..400_000, 0..12), seed in any::<u64>(), which in 0usize..5,
        ) {
            let piece = |length: usize| -> Vec<u8> {
                (0..length as u64).map(|at| (copydesk_text::mix64(seed ^ (at / 7)) % 11) as u8).collect()
            };
            let pieces: Vec<Vec<u8>> = lengths.into_iter().map(piece).collect();
            let compression = ALL[which];
            let bytes = packed(compression, &pieces, 0);
            prop_assert!(bytes == packed(compression, &pieces, 3));
            let mut read = Vec::new();
            decoder(compression, io::Cursor::new(bytes)).unwrap().read_to_end(&mut read).unwrap();
            prop_assert!(read == pieces.concat());
        }
    }

    #[test]
    fn a_file_is_whole_at_the_end_of_a_block() {
        let (packer, shown) = (Packer::new(1, 9 << 20), Shown::default());
        let mut file = packer.file(Compression::Zstd, Path::new("shown"), shown.clone(), 0);
        file.write_all(b"The ferry sank.").unwrap();
        file.end_block();
        packer.settle().unwrap();
        let so_far = shown.0.lock().unwrap().clone();
        assert_eq!(file.len(), so_far.len() as u64);
        assert_eq!(zstd::decode_all(&so_far[..]).unwrap(), b"The ferry sank.");
        // Nothing follows, so nothing is added.
        file.end_block();
        Box::new(file).finish().unwrap();
        packer.settle().unwrap();
        assert_eq!(*shown.0.lock().unwrap(), so_far);
    }

    #[test]
    fn a_file_that_cannot_be_written_is_named() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let packer = Packer::new(0, 0);
        let mut file = packer.file(Compression::Gzip, Path::new("on/a/full/disk.gz"), Full, 0);
        file.write_all(&vec![b' '; 2 << 20]).unwrap();
        Box::new(file).finish().unwrap();
        let told = packer.settle().unwrap_err().to_string();
        assert!(
            told.contains("on/a/full/disk.gz") && told.contains("make room"),
            "{told}"
        );
        packer.settle().unwrap();
    }
}
