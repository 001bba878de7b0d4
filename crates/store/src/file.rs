//! A temporary file that is only appended to. It has no name, so the system removes it when it is
//! dropped, even if the process is killed.

use crate::disk::{Disk, DiskFile};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The size of all temporary files of a run together, in bytes.
#[derive(Default, Debug)]
pub(crate) struct Spilled {
    now: AtomicU64,
    /// The maximum of `now` so far.
    most: AtomicU64,
}

impl Spilled {
    fn add(&self, bytes: u64) {
        // Relaxed: the counts are only reported, and no other memory depends on them.
        let now = self.now.fetch_add(bytes, Ordering::Relaxed) + bytes;
        self.most.fetch_max(now, Ordering::Relaxed);
    }

    /// The maximum so far.
    pub(crate) fn most(&self) -> u64 {
        self.most.load(Ordering::Relaxed)
    }
}

/// A temporary file. Its size is counted in [`Spilled`] until it is dropped.
#[derive(Debug)]
pub(crate) struct SpillFile {
    /// Locked, because readers on several threads share the position in the file.
    file: Mutex<DiskFile>,
    /// Bytes that were written, and the position of the next ones.
    len: u64,
    spilled: Arc<Spilled>,
}

impl Drop for SpillFile {
    fn drop(&mut self) {
        self.spilled.now.fetch_sub(self.len, Ordering::Relaxed);
    }
}

impl SpillFile {
    pub(crate) fn create(disk: &Disk, folder: &Path, spilled: &Arc<Spilled>) -> io::Result<Self> {
        Ok(Self {
            file: Mutex::new(disk.temporary(folder)?),
            len: 0,
            spilled: Arc::clone(spilled),
        })
    }

    /// Appends bytes; returns where they are.
    pub(crate) fn append(&mut self, bytes: &[u8]) -> io::Result<Range<u64>> {
        let start = self.len;
        let mut file = self.lock();
        // A reader may have moved the position.
        file.seek(SeekFrom::Start(start))?;
        file.write_all(bytes)?;
        // The guard borrows `self`, which is changed below.
        drop(file);
        self.len = start + bytes.len() as u64;
        self.spilled.add(bytes.len() as u64);
        Ok(start..self.len)
    }

    /// Fills `into` with the bytes from `offset` on.
    pub(crate) fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<()> {
        let mut file = self.lock();
        file.seek(SeekFrom::Start(offset))?;
        file.read_exact(into)
    }

    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    fn lock(&self) -> MutexGuard<'_, DiskFile> {
        // A panic of another thread leaves nothing half done: each use sets the position first.
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
