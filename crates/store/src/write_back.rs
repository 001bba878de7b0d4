//! Having files written to the disk before they are waited for, long ones while they still grow.
//!
//! The system holds what is written in memory, and writes it to the disk when it likes or when
//! somebody waits for it ([`Disk::sync`](crate::Disk::sync)). Left alone it does the whole of that
//! at the end, while every thread waits. Told every few megabytes, and when a file ends, that they
//! will not be needed soon, Linux begins at once, beside the work on what comes next. Bytes that are
//! not on the disk yet stay in memory, so nothing is read anew. Elsewhere nothing is told.

use std::fs::File;

/// Bytes after which the system is told. Fewer are too many calls, more leave too much to the end.
const STRIDE: u64 = 8 << 20;

/// What of a file the system is to be told of.
#[derive(Debug)]
pub(crate) struct WriteBack {
    from: u64,
    to: u64,
}

impl WriteBack {
    /// Nothing yet of what is written from this byte on.
    pub(crate) fn after(len: u64) -> Self {
        Self { from: len, to: len }
    }

    /// So many more bytes were written.
    pub(crate) fn written(&mut self, file: &File, bytes: usize) {
        self.to += bytes as u64;
        if self.to - self.from >= STRIDE {
            self.flushed(file);
        }
    }

    /// No more is written for now.
    pub(crate) fn flushed(&mut self, file: &File) {
        if self.to > self.from {
            begin(file, self.from, self.to - self.from);
            self.from = self.to;
        }
    }
}

/// What comes of it does not matter: who waits for the disk later is told of its errors.
#[cfg(target_os = "linux")]
fn begin(file: &File, from: u64, bytes: u64) {
    let bytes = std::num::NonZeroU64::new(bytes);
    let _ = rustix::fs::fadvise(file, from, bytes, rustix::fs::Advice::DontNeed);
}

#[cfg(not(target_os = "linux"))]
fn begin(_: &File, _: u64, _: u64) {}
