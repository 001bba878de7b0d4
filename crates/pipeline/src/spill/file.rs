//! One temporary file, which goes away with whoever holds it, even if the process is killed.

use crate::disk::{Disk, DiskFile};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bytes in the temporary files of a run.
#[derive(Default, Debug)]
pub(super) struct Spilled {
    now: AtomicU64,
    most: AtomicU64,
}

impl Spilled {
    fn add(&self, bytes: u64) {
        let now = self.now.fetch_add(bytes, Ordering::Relaxed) + bytes;
        self.most.fetch_max(now, Ordering::Relaxed);
    }

    pub(super) fn most(&self) -> u64 {
        self.most.load(Ordering::Relaxed)
    }
}

#[derive(Debug)]
pub(super) struct SpillFile {
    file: Mutex<DiskFile>,
    len: u64,
    spilled: Arc<Spilled>,
}

impl Drop for SpillFile {
    fn drop(&mut self) {
        self.spilled.now.fetch_sub(self.len, Ordering::Relaxed);
    }
}

impl SpillFile {
    pub(super) fn create(disk: &Disk, folder: &Path, spilled: &Arc<Spilled>) -> io::Result<Self> {
        Ok(Self { file: Mutex::new(disk.temporary(folder)?), len: 0, spilled: Arc::clone(spilled) })
    }

    /// Writes bytes behind all others; hands back where they stand.
    pub(super) fn append(&mut self, bytes: &[u8]) -> io::Result<Range<u64>> {
        let start = self.len;
        let mut file = self.lock();
        file.seek(SeekFrom::Start(start))?;
        file.write_all(bytes)?;
        drop(file);
        self.len = start + bytes.len() as u64;
        self.spilled.add(bytes.len() as u64);
        Ok(start..self.len)
    }

    /// Fills `into` with the bytes that stand from `offset` on.
    pub(super) fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<()> {
        let mut file = self.lock();
        file.seek(SeekFrom::Start(offset))?;
        file.read_exact(into)
    }

    pub(super) fn len(&self) -> u64 {
        self.len
    }

    fn lock(&self) -> MutexGuard<'_, DiskFile> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
