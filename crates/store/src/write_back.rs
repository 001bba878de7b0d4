//! Early write-back: makes the system write the output to the disk while the run continues, and not
//! only at its end.
//!
//! The system keeps written bytes in memory. It writes them to the disk when it chooses, or when a
//! process waits for that ([`Disk::sync`](crate::Disk::sync)). By default most of them are written
//! at the end of a run, while every thread waits. This module tells Linux every few megabytes, and
//! at the end of a file, that the bytes written since the last time will not be needed soon
//! (`fadvise`). Linux then begins to write them immediately, and keeps them in memory until they
//! are on the disk. Other systems are told nothing.

use std::fs::File;

/// Bytes after which the system is told to write them back. With fewer there would be too many
/// calls; with more, too many bytes would be left for the end.
const STRIDE_BYTES: u64 = 8 << 20;

/// The range of bytes of a file that the system was not told to write back yet.
#[derive(Debug)]
pub(crate) struct WriteBack {
    start: u64,
    end: u64,
}

impl WriteBack {
    /// An empty range, for a file that is written from offset `len` on.
    pub(crate) fn after(len: u64) -> Self {
        Self {
            start: len,
            end: len,
        }
    }

    /// Extends the range by `bytes` bytes that were written to the file. When it is long enough,
    /// tells the system to write it back.
    pub(crate) fn extend(&mut self, file: &File, bytes: usize) {
        self.end += bytes as u64;
        if self.end - self.start >= STRIDE_BYTES {
            self.begin(file);
        }
    }

    /// Tells the system to write back the whole range, which then is empty.
    pub(crate) fn begin(&mut self, file: &File) {
        if self.end > self.start {
            begin_write_back(file, self.start, self.end - self.start);
            self.start = self.end;
        }
    }
}

/// Tells the system to begin to write back `bytes` bytes from offset `start` on. Errors are
/// ignored, since this is only advice. If the disk fails, [`Disk::sync`](crate::Disk::sync) reports
/// it.
#[cfg(target_os = "linux")]
fn begin_write_back(file: &File, start: u64, bytes: u64) {
    let bytes = std::num::NonZeroU64::new(bytes);
    let _ = rustix::fs::fadvise(file, start, bytes, rustix::fs::Advice::DontNeed);
}

#[cfg(not(target_os = "linux"))]
fn begin_write_back(_: &File, _: u64, _: u64) {}
