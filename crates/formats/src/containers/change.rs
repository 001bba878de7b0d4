//! What becomes of the entries of an archive when it is written again.

use copydesk_store::{Disk, DiskFile};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// What becomes of an entry when its archive is written again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// It stays as it is.
    Keep,
    /// Its data is that of this file.
    Data(PathBuf),
    /// It is left out.
    LeaveOut,
}

/// An entry that was left out of an archive: all but its data.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeftOut {
    /// Its place among the entries of the archive that it was left out of.
    pub place: u64,
    /// What the archive holds of it besides its data, in the way of its kind.
    pub head: Vec<u8>,
}

/// What becomes of the entries of an archive.
pub(super) struct Plan<'a> {
    pub(super) disk: &'a Disk,
    pub(super) returning: &'a [LeftOut],
    pub(super) change: &'a mut dyn FnMut(u64) -> Change,
    pub(super) left_out: Vec<LeftOut>,
}

impl<'a> Plan<'a> {
    /// The entry that returns at this place.
    pub(super) fn returning_at(&self, place: u64) -> Option<&'a [u8]> {
        let at = self
            .returning
            // Entries are left out in the order of their places.
            .binary_search_by_key(&place, |entry| entry.place)
            .ok()?;
        Some(&self.returning[at].head)
    }

    /// The data of a member that was written anew, and its length.
    pub(super) fn data(&self, path: &Path) -> io::Result<(DiskFile, u64)> {
        let file = self.disk.open(path)?;
        let bytes = file.metadata()?.len();
        Ok((file, bytes))
    }

    pub(super) fn leave_out(&mut self, place: u64, head: Vec<u8>) {
        self.left_out.push(LeftOut { place, head });
    }
}

/// That an entry which returns has no data.
pub(super) fn without_data(place: u64) -> io::Error {
    io::Error::other(format!(
        "entry {place} of the archive has nothing to be restored from"
    ))
}

/// Copies exactly so many bytes.
pub(super) fn copy_exactly(from: impl Read, to: &mut impl io::Write, bytes: u64) -> io::Result<()> {
    match io::copy(&mut from.take(bytes), to)? {
        copied if copied == bytes => Ok(()),
        _ => Err(io::Error::new(
            io::ErrorKind::UnexpectedEof,
            "the archive was cut off meanwhile",
        )),
    }
}
