//! How much room there is on a disk, and how much may be needed.

use crate::input::{Compression, Inputs};
use std::path::Path;

/// Tables take up to so many bytes for each byte of text, in hundredths: news takes some 40, short lines take more.
const TABLES_OF_TEXT: u64 = 90;
/// Text is made this much smaller by compression, seldom by more.
const COMPRESSED: u64 = 5;

/// Bytes of temporary files that these inputs may need beside tables in memory; none if the tables hold all.
pub(super) fn needed_for(inputs: &Inputs, tables: u64) -> u64 {
    let bytes = |compression: Compression, bytes: u64| if compression == Compression::Plain { bytes } else { bytes * COMPRESSED };
    let text: u64 = inputs.files.iter().map(|file| bytes(file.compression, file.bytes)).sum();
    let needed = text / 100 * TABLES_OF_TEXT;
    if needed > tables { needed } else { 0 }
}

/// Bytes that are free in a folder, where the system tells.
#[cfg(unix)]
pub(super) fn free_in(folder: &Path) -> Option<u64> {
    let about = rustix::fs::statvfs(folder).ok()?;
    Some(about.f_bavail.saturating_mul(about.f_frsize))
}

#[cfg(not(unix))]
pub(super) fn free_in(_: &Path) -> Option<u64> {
    None
}
