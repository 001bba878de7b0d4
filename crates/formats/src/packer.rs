//! Output files that all threads compress, block by block.

use crate::compression::{Compression, Sink};
use copydesk_store::{Error, IoContext, Result};
use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Compresses files on whatever threads have time for it.
///
/// What is written to a file is cut into blocks of a fixed length, and each is compressed by
/// itself: a member of a gzip file, a frame of a zstd file, a stream of bzip2 or xz. Where blocks
/// end depends on what is written and on nothing else, so the bytes of a file do not depend on the
/// number of threads. Blocks wait until a thread calls [`Packer::pack_one`]; if they are too many
/// or would take too much memory, the thread that writes compresses one itself. A file is open
/// until its last block is written, so no more files are open than blocks may wait, and the one
/// that is written to. Clones share the blocks that wait.
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

/// What all clones of a packer share.
struct Shared {
    /// Most blocks that wait or are compressed.
    blocks: usize,
    /// Most bytes of memory for blocks that wait or are compressed.
    memory: usize,
    state: Mutex<State>,
    /// Is told when a block is done.
    is_done: Condvar,
}

/// What changes while blocks come and are compressed.
#[derive(Default)]
struct State {
    /// Blocks that no thread has taken yet, the oldest first.
    waiting: VecDeque<Block>,
    /// Blocks that are compressed at the moment.
    running: usize,
    /// Memory that waiting and running blocks take.
    memory: usize,
    /// The first file that could not be written.
    failure: Option<Error>,
}

/// A block that waits to be compressed.
struct Block {
    file: Arc<File>,
    /// Its number in the file.
    number: u64,
    bytes: Vec<u8>,
    is_last: bool,
}

impl Block {
    /// About how many bytes of memory it takes while it is compressed.
    fn memory(&self) -> usize {
        let encoder = match self.file.compression {
            Compression::Plain => 0,
            Compression::Gzip => 1 << 20,
            Compression::Zstd => 5 << 20,
            Compression::Xz => 17 << 20,
            Compression::Bzip2 => 8 << 20,
        };
        // Twice, because what is compressed may be as long as the block itself.
        2 * self.bytes.len() + encoder
    }
}

/// A file while it is written.
struct File {
    path: PathBuf,
    compression: Compression,
    inner: Mutex<Inner>,
}

/// What is known of a file's blocks. They are written in order, whichever thread finishes first.
struct Inner {
    /// `None` after the last block.
    to: Option<Box<dyn Write + Send>>,
    /// Number of the block that is written next.
    next: u64,
    /// Blocks that are compressed before their turn, and whether each is the last.
    done: BTreeMap<u64, (Vec<u8>, bool)>,
    /// Bytes that the file has.
    len: u64,
}

impl Packer {
    /// A packer that holds no more than so many blocks, of no more than about so many bytes of
    /// memory, for other threads. With none, the thread that writes compresses all.
    #[must_use]
    pub fn new(blocks: usize, memory: usize) -> Self {
        Self(Arc::new(Shared {
            blocks,
            memory,
            state: Mutex::default(),
            is_done: Condvar::new(),
        }))
    }

    /// A file at `path`, of which `to` takes the bytes after the first `len`.
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

    /// Whether a block waits to be compressed.
    #[must_use]
    pub fn has_waiting(&self) -> bool {
        !self.state().waiting.is_empty()
    }

    /// Compresses a block that waits, if one does, and writes what is complete of its file. Returns
    /// whether one did.
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

    /// Compresses a block that counts as running.
    fn pack(&self, block: &Block) {
        // Outside of the lock: this is what takes long.
        let packed = block
            .file
            .pack(block.number, &block.bytes, block.is_last)
            .while_writing(&block.file.path);
        let mut state = self.state();
        state.running -= 1;
        state.memory -= block.memory();
        // Of several files that fail at once, as on a full disk, one is enough to be told of.
        if state.failure.is_none() {
            state.failure = packed.err();
        }
        drop(state);
        self.0.is_done.notify_all();
    }

    /// Returns the error of the first file that could not be written so far, if there is one.
    ///
    /// # Errors
    /// That one. It is returned once.
    pub fn check(&self) -> Result<()> {
        match self.state().failure.take() {
            Some(failure) => Err(failure),
            None => Ok(()),
        }
    }

    /// Compresses all blocks that wait, and waits for those that other threads compress.
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

    /// Takes a block of a file. If it would exceed the limits, this thread first compresses the
    /// oldest one, since no later block of that file can be written before it.
    fn add(&self, block: Block) {
        let mut state = self.state();
        loop {
            let is_few = state.waiting.len() + state.running < self.0.blocks;
            if is_few && state.memory + block.memory() <= self.0.memory {
                state.memory += block.memory();
                state.waiting.push_back(block);
                return;
            }
            // This thread compresses a block itself, which then runs and does not wait.
            state.running += 1;
            let Some(oldest) = state.waiting.pop_front() else {
                // No block waits that could be compressed first, so this one is, even beyond the
                // limits.
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

/// Bytes of what is written that are compressed together. Of shorter blocks more is lost than a
/// hundredth of what compression saves; xz has dictionaries of 2 MiB at the level that is used.
fn block_bytes(compression: Compression) -> usize {
    match compression {
        Compression::Plain | Compression::Gzip => 512 << 10,
        Compression::Zstd => 2 << 20,
        Compression::Xz => 8 << 20,
        // What its largest block holds.
        Compression::Bzip2 => 890_000,
    }
}

impl File {
    /// Compresses a block and writes it if it is its turn.
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
    /// Writes the blocks whose turn it is. A file that cannot be written is written no more.
    fn write_on(&mut self, compression: Compression) -> io::Result<()> {
        while let Some((mut bytes, is_last)) = self.done.remove(&self.next) {
            self.next += 1;
            let Some(to) = &mut self.to else { continue };
            if is_last && self.len == 0 && bytes.is_empty() {
                // A compressed file of nothing has bytes, too.
                bytes = compression.compressed(&[])?;
            }
            self.len += bytes.len() as u64;
            let mut written = to.write_all(&bytes);
            if is_last && written.is_ok() {
                written = to.flush();
            }
            // Closed here and not when the last clone is dropped, so that few files are open.
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
    /// Number of the next block, and what it holds so far.
    next: u64,
    bytes: Vec<u8>,
}

impl PackedFile {
    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.file.path
    }

    /// Ends a block, so that the file is whole here and more can follow, as soon as the packer
    /// [settled](Packer::settle).
    pub fn end_block(&mut self) {
        if !self.bytes.is_empty() {
            self.pass_on(false);
        }
    }

    /// Bytes that the file has on the disk.
    #[must_use]
    pub fn len(&self) -> u64 {
        let inner = self.file.inner.lock();
        inner.unwrap_or_else(PoisonError::into_inner).len
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Passes the block that was gathered to the packer.
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

/// What cannot be written is told by the [`Packer`].
impl Write for PackedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let whole = block_bytes(self.file.compression);
        if self.bytes.capacity() == 0 {
            // Many files are shorter than a block.
            let is_long = self.next > 0;
            self.bytes
                .reserve(if is_long { whole } else { bytes.len() });
        }
        let taken = bytes.len().min(whole - self.bytes.len());
        self.bytes.extend_from_slice(&bytes[..taken]);
        if self.bytes.len() == whole {
            self.pass_on(false);
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        // Where blocks end must not depend on how often the caller flushes.
        Ok(())
    }
}

impl Sink for PackedFile {
    fn finish(mut self: Box<Self>) -> io::Result<()> {
        // Even if it is empty: the file is closed with its last block.
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

    /// A writer whose bytes can be looked at.
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

    /// The file that is made of these pieces by so many threads beside the one that writes.
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
