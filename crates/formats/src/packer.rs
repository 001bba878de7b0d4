//! Output files that all threads compress together, block by block.

use crate::compression::{Compression, Sink};
use copydesk_store::{Error, IoContext, Result};
use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Compresses files on whatever threads have time for it.
///
/// The bytes of a file are cut into blocks of a fixed length, unless the caller ends one earlier
/// ([`PackedFile::end_block`]). Each block is compressed by itself: it is a member of a gzip file,
/// a frame of a zstd file, a stream of a bzip2 or xz file. Where blocks end does not depend on the
/// number of threads, so the compressed file does not either.
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
    /// How many blocks may wait or be compressed at the same time.
    most_blocks: usize,
    /// How many bytes of memory these blocks may take together.
    most_memory: usize,
    state: Mutex<State>,
    /// Notified when a block was compressed.
    block_done: Condvar,
}

/// The blocks of all files that are not compressed yet.
#[derive(Default)]
struct State {
    /// Blocks that no thread has taken yet, the oldest first.
    waiting: VecDeque<Block>,
    /// Number of blocks that are being compressed.
    running: usize,
    /// Bytes of memory that the waiting and the running blocks take.
    memory: usize,
    /// The error of the first file that could not be written.
    failure: Option<Error>,
}

/// A block that waits to be compressed.
struct Block {
    file: Arc<OutputFile>,
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
struct OutputFile {
    path: PathBuf,
    compression: Compression,
    progress: Mutex<Progress>,
}

/// How far a file is written. Its blocks are written in order, whichever thread finishes first.
struct Progress {
    /// The open file. `None` after the last block, and after an error.
    to: Option<Box<dyn Write + Send>>,
    /// Number of the block that is written next.
    next: u64,
    /// Compressed blocks, by their numbers, that wait for blocks before them.
    packed: BTreeMap<u64, PackedBlock>,
    /// Length of the file in bytes.
    length: u64,
}

/// A compressed block.
struct PackedBlock {
    bytes: Vec<u8>,
    is_last: bool,
}

impl Packer {
    /// A packer that keeps at most `most_blocks` blocks for other threads, in about `most_memory`
    /// bytes of memory at most. If `most_blocks` is 0, the thread that writes compresses every
    /// block.
    #[must_use]
    pub fn new(most_blocks: usize, most_memory: usize) -> Self {
        Self(Arc::new(Shared {
            most_blocks,
            most_memory,
            state: Mutex::default(),
            block_done: Condvar::new(),
        }))
    }

    /// A writer of the file at `path`. `to` is the open file, to which bytes are appended, and
    /// `length` is how many bytes it has already.
    pub fn file(
        &self,
        compression: Compression,
        path: &Path,
        to: impl Write + Send + 'static,
        length: u64,
    ) -> PackedFile {
        PackedFile {
            packer: self.clone(),
            file: Arc::new(OutputFile {
                path: path.to_owned(),
                compression,
                progress: Mutex::new(Progress {
                    to: Some(Box::new(to)),
                    next: 0,
                    packed: BTreeMap::new(),
                    length,
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

    /// Compresses a block, and writes it if all blocks before it are written. The caller has
    /// counted the block as running.
    fn pack(&self, block: &Block) {
        // This takes long, so it is done without the lock.
        let written = block
            .file
            .compress_and_write(block.number, &block.bytes, block.is_last)
            .while_writing(&block.file.path);
        let mut state = self.state();
        state.running -= 1;
        state.memory -= block.memory();
        // If several files fail, as on a full disk, it is enough to report one.
        if state.failure.is_none() {
            state.failure = written.err();
        }
        drop(state);
        self.0.block_done.notify_all();
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
            let waited = self.0.block_done.wait(state);
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
            let is_few = state.waiting.len() + state.running < self.0.most_blocks;
            if is_few && state.memory + block.memory() <= self.0.most_memory {
                state.memory += block.memory();
                state.waiting.push_back(block);
                return;
            }
            // The block that this thread compresses below counts as running from now on.
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
/// than a hundredth of what compression saves. The blocks of xz are the largest, because its
/// dictionary has 2 MiB at the level that is used.
fn block_bytes(compression: Compression) -> usize {
    match compression {
        Compression::Plain | Compression::Gzip => 512 << 10,
        Compression::Zstd => 2 << 20,
        Compression::Xz => 8 << 20,
        // About as many bytes as bzip2 itself puts into its largest block.
        Compression::Bzip2 => 890_000,
    }
}

impl OutputFile {
    /// Compresses a block, and writes it if all blocks before it are written.
    fn compress_and_write(&self, number: u64, bytes: &[u8], is_last: bool) -> io::Result<()> {
        // A block without bytes adds nothing to the file. See `Progress::write_on` for a file that
        // has no other block.
        let packed = match bytes.is_empty() {
            true => Vec::new(),
            false => self.compression.compressed(bytes)?,
        };
        let block = PackedBlock {
            bytes: packed,
            is_last,
        };
        let mut progress = self.progress();
        progress.packed.insert(number, block);
        progress.write_on(self.compression)
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Progress {
    /// Writes all compressed blocks that follow the last one that was written. After an error, the
    /// file is not written any more.
    fn write_on(&mut self, compression: Compression) -> io::Result<()> {
        while let Some(PackedBlock { mut bytes, is_last }) = self.packed.remove(&self.next) {
            self.next += 1;
            let Some(to) = &mut self.to else { continue };
            if is_last && self.length == 0 && bytes.is_empty() {
                // Even an empty file has bytes when it is compressed, such as a header.
                bytes = compression.compressed(&[])?;
            }
            self.length += bytes.len() as u64;
            let mut written = to.write_all(&bytes);
            if is_last && written.is_ok() {
                written = to.flush();
            }
            // The file is closed now and not when the last reference to it is dropped, so that few
            // files are open.
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
    file: Arc<OutputFile>,
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

    /// Ends the block here. As soon as the packer has [settled](Packer::settle), the file on the
    /// disk is a complete compressed file of the bytes so far, to which more can be appended.
    pub fn end_block(&mut self) {
        if !self.bytes.is_empty() {
            self.pass_on(false);
        }
    }

    /// Length in bytes of the file on the disk.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.file.progress().length
    }

    /// Whether the file on the disk is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Passes the bytes of the next block to the packer. `is_last` says whether the file ends with
    /// them.
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

/// Writing to a [`PackedFile`] never fails. Errors are reported by [`Packer::check`].
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

    /// A file in memory. Clones share the bytes.
    #[derive(Clone, Default)]
    struct SharedBytes(Arc<Mutex<Vec<u8>>>);

    impl Write for SharedBytes {
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
        let written = SharedBytes::default();
        let path = Path::new("in memory");
        let file = packer.file(compression, path, written.clone(), 0);
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
        let bytes = written.0.lock().unwrap();
        bytes.clone()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn what_was_written_is_read_and_threads_make_no_difference(
            lengths in proptest::collection::vec(0usize..400_000, 0..12),
            seed in any::<u64>(),
            compression in proptest::sample::select(ALL.to_vec()),
        ) {
            // Bytes that can be compressed, but not to almost nothing.
            let byte_at = |at: u64| (copydesk_text::mix64(seed ^ (at / 7)) % 11) as u8;
            let pieces: Vec<Vec<u8>> = lengths
                .into_iter()
                .map(|length| (0..length as u64).map(byte_at).collect())
                .collect();
            let bytes = packed(compression, &pieces, 0);
            prop_assert!(bytes == packed(compression, &pieces, 3));
            let mut read = Vec::new();
            decoder(compression, io::Cursor::new(bytes)).unwrap().read_to_end(&mut read).unwrap();
            prop_assert!(read == pieces.concat());
        }
    }

    #[test]
    fn a_file_is_whole_at_the_end_of_a_block() {
        let (packer, written) = (Packer::new(1, 9 << 20), SharedBytes::default());
        let path = Path::new("in memory");
        let mut file = packer.file(Compression::Zstd, path, written.clone(), 0);
        file.write_all(b"The ferry sank.").unwrap();
        file.end_block();
        packer.settle().unwrap();
        let so_far = written.0.lock().unwrap().clone();
        assert_eq!(file.len(), so_far.len() as u64);
        assert_eq!(zstd::decode_all(&so_far[..]).unwrap(), b"The ferry sank.");
        // Nothing follows, so nothing is added.
        file.end_block();
        Box::new(file).finish().unwrap();
        packer.settle().unwrap();
        assert_eq!(*written.0.lock().unwrap(), so_far);
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
        let message = packer.settle().unwrap_err().to_string();
        assert!(
            message.contains("on/a/full/disk.gz") && message.contains("make room"),
            "{message}"
        );
        // The error is returned once.
        packer.settle().unwrap();
    }
}
