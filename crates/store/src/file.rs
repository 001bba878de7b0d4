//! A temporary file. Bytes are appended to it, and can be read from any position. It has no name,
//! so the system removes it when it is closed, even if the process is killed.

use crate::disk::{Disk, DiskFile};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The size of all temporary files of a run together, in bytes.
#[derive(Default, Debug)]
pub(crate) struct SpilledBytes {
    current: AtomicU64,
    /// The largest value of `current` so far.
    maximum: AtomicU64,
}

impl SpilledBytes {
    fn add(&self, bytes: u64) {
        // `Relaxed` is enough: the sizes are only reported, and no other memory depends on them.
        let current = self.current.fetch_add(bytes, Ordering::Relaxed) + bytes;
        self.maximum.fetch_max(current, Ordering::Relaxed);
    }

    /// The largest size so far, in bytes.
    pub(crate) fn maximum(&self) -> u64 {
        self.maximum.load(Ordering::Relaxed)
    }
}

/// A temporary file. Its size is counted in [`SpilledBytes`] until it is dropped.
#[derive(Debug)]
pub(crate) struct SpillFile {
    /// In a mutex, because a file has only one position, and readers on all threads move it.
    file: Mutex<DiskFile>,
    /// Length of the file in bytes. The next bytes are appended at this offset.
    len: u64,
    spilled: Arc<SpilledBytes>,
}

impl Drop for SpillFile {
    fn drop(&mut self) {
        self.spilled.current.fetch_sub(self.len, Ordering::Relaxed);
    }
}

impl SpillFile {
    /// Creates an empty file in `folder`, and counts its size in `spilled`.
    pub(crate) fn create(
        disk: &Disk,
        folder: &Path,
        spilled: &Arc<SpilledBytes>,
    ) -> io::Result<Self> {
        Ok(Self {
            file: Mutex::new(disk.temporary(folder)?),
            len: 0,
            spilled: Arc::clone(spilled),
        })
    }

    /// Appends bytes, and returns their range of offsets in the file.
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
        // A thread that panicked with the lock does no harm: each use sets the position first.
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
