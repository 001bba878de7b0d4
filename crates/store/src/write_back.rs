//! Early write-back: makes the system write files to the disk before anyone waits for them, long
//! ones while they are still growing.
//!
//! The system keeps what is written in memory, and writes it to the disk when it chooses or when a
//! process waits for it ([`Disk::sync`](crate::Disk::sync)). By default most of that happens at the
//! end of a run, while every thread waits. If Linux is advised every few megabytes, and at the end
//! of a file, that these bytes will not be needed soon, it begins to write them at once, while the
//! run continues. Bytes that are not on the disk yet stay in memory, so nothing has to be read
//! again. Other systems get no advice.

use std::fs::File;

/// Bytes after which the system is advised. With fewer there are too many calls, with more too much
/// is left for the end.
const STRIDE: u64 = 8 << 20;

/// The bytes of a file about which the system was not advised yet.
#[derive(Debug)]
pub(crate) struct WriteBack {
    from: u64,
    to: u64,
}

impl WriteBack {
    /// For a file that is written from byte `len` on.
    pub(crate) fn after(len: u64) -> Self {
        Self { from: len, to: len }
    }

    /// Counts bytes that were appended to the file.
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

/// Errors are ignored, since this is only advice. If the disk fails,
/// [`Disk::sync`](crate::Disk::sync) reports it.
#[cfg(target_os = "linux")]
fn begin(file: &File, from: u64, bytes: u64) {
    let bytes = std::num::NonZeroU64::new(bytes);
    let _ = rustix::fs::fadvise(file, from, bytes, rustix::fs::Advice::DontNeed);
}

#[cfg(not(target_os = "linux"))]
fn begin(_: &File, _: u64, _: u64) {}
