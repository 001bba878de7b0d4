//! Changes to the entries of an archive when it is written again.
//!
//! An *entry* is anything that an archive lists: a file, a folder, a link. The clean archive may
//! lack some entries. When the input is restored, they are put back.

use copydesk_store::{Disk, DiskFile};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// What becomes of an entry when its archive is written again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// The entry stays as it is.
    Keep,
    /// The entry gets the data of the file at this path.
    Data(PathBuf),
    /// The entry is left out.
    LeaveOut,
}

/// An entry that was left out of an archive, without its data.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeftOut {
    /// Its index among all entries, from 0, counting those that are left out.
    pub place: u64,
    /// What describes the entry: in a tar all its headers, in a zip an archive with only this
    /// entry.
    pub head: Vec<u8>,
}

/// The changes to all entries of an archive.
pub(super) struct Plan<'a> {
    /// The disk from which new data is read.
    pub(super) disk: &'a Disk,
    /// Entries that are put back, in the order of their places.
    pub(super) returning: &'a [LeftOut],
    /// Returns what becomes of the entry at a place: an index among the entries of the archive and
    /// those that are put back, together.
    pub(super) change: &'a mut dyn FnMut(u64) -> Change,
    /// The entries that were left out so far.
    pub(super) left_out: Vec<LeftOut>,
}

impl<'a> Plan<'a> {
    /// The head of the entry that is put back at this place. `None` if none is.
    pub(super) fn returning_at(&self, place: u64) -> Option<&'a [u8]> {
        let index = self
            .returning
            .binary_search_by_key(&place, |entry| entry.place)
            .ok()?;
        Some(&self.returning[index].head)
    }

    /// Opens the file with the new data of an entry. Returns it and its length in bytes.
    pub(super) fn data(&self, path: &Path) -> io::Result<(DiskFile, u64)> {
        let file = self.disk.open(path)?;
        let bytes = file.metadata()?.len();
        Ok((file, bytes))
    }

    /// Notes that the entry at this place is left out.
    pub(super) fn leave_out(&mut self, place: u64, head: Vec<u8>) {
        self.left_out.push(LeftOut { place, head });
    }
}

/// The error for an entry that should be put back, but for which there is no data.
pub(super) fn without_data(place: u64) -> io::Error {
    io::Error::other(format!(
        "entry {place} of the archive has nothing to be restored from"
    ))
}

/// Copies exactly `bytes` bytes.
///
/// # Errors
/// If `from` has fewer bytes, or if the system fails.
pub(super) fn copy_exactly(from: impl Read, to: &mut impl io::Write, bytes: u64) -> io::Result<()> {
    match io::copy(&mut from.take(bytes), to)? {
        copied if copied == bytes => Ok(()),
        _ => Err(io::Error::new(
            io::ErrorKind::UnexpectedEof,
            "the archive was cut off meanwhile",
        )),
    }
}
