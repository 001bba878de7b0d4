//! Checkpoints: files with the results of finished steps, from which a killed run continues.
//!
//! A checkpoint is one file with the result of one step. It is written under another name, synced
//! to the disk, and then renamed, so it is either complete or absent. If a checkpoint is damaged
//! later, its checksum shows that. It then counts as missing, and its step is done again.

use crate::disk::Disk;
use crate::error::{Error, Result};
use crate::memory_budget::MemoryBudget;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// A value that can be saved in a checkpoint. Every type that serde can write and read implements
/// this trait, and is saved as MessagePack. A table that may be larger than memory, such as a
/// [`SortedRuns`](crate::SortedRuns), cannot use serde: the type that holds it implements the trait
/// itself, and writes the table piece by piece.
pub trait Checkpoint: Sized {
    /// Writes the value.
    ///
    /// # Errors
    /// If `to` cannot be written, or a part of the value cannot be read from a temporary file.
    fn write_down(&self, to: &mut dyn Write) -> io::Result<()>;

    /// Reads a value that [`Self::write_down`] wrote, and no byte after it. If the value contains
    /// tables, each takes its share of `budget`.
    ///
    /// # Errors
    /// If `from` cannot be read, or holds something else.
    fn read_back(from: &mut dyn Read, budget: &MemoryBudget) -> io::Result<Self>;
}

impl<T: Serialize + DeserializeOwned> Checkpoint for T {
    fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        write_down(self, to)
    }

    fn read_back(from: &mut dyn Read, _: &MemoryBudget) -> io::Result<Self> {
        rmp_serde::decode::from_read(from).map_err(io::Error::other)
    }
}

/// Writes a value with serde, as a part of a larger [`Checkpoint`]. [`Checkpoint::read_back`] of
/// the value's own type reads it.
///
/// # Errors
/// If `to` cannot be written.
pub fn write_down(value: &impl Serialize, mut to: &mut dyn Write) -> io::Result<()> {
    rmp_serde::encode::write(&mut to, value).map_err(io_cause_of)
}

/// A folder of checkpoints. Each has a name.
///
/// ```
/// use copydesk_store::{Checkpoints, Disk, MemoryBudget};
///
/// let folder = tempfile::tempdir()?;
/// let budget = MemoryBudget::new(1 << 20, std::env::temp_dir(), &Disk::default());
/// let checkpoints = Checkpoints::new(folder.path().join("run"), &Disk::default(), &budget);
/// checkpoints.make_folder()?;
/// checkpoints.write("counted", &vec![3, 1, 4])?;
/// assert_eq!(checkpoints.read::<Vec<u32>>("counted")?, Some(vec![3, 1, 4]));
/// assert_eq!(checkpoints.read::<Vec<u32>>("never written")?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Checkpoints {
    folder: PathBuf,
    disk: Disk,
    budget: MemoryBudget,
}

/// The fastest level: most of a checkpoint is hashes, which cannot be compressed.
const ZSTD_LEVEL: i32 = 1;
/// Bytes that are read or written at a time.
const BUFFER_BYTES: usize = 1 << 18;

impl Checkpoints {
    /// The checkpoints in this folder, which need not exist yet. Tables that are read from the
    /// checkpoints take their shares of `budget`.
    #[must_use]
    pub fn new(folder: PathBuf, disk: &Disk, budget: &MemoryBudget) -> Self {
        Self {
            folder,
            disk: disk.clone(),
            budget: budget.clone(),
        }
    }

    /// Makes the folder, unless it exists.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn make_folder(&self) -> Result<()> {
        let made = self.disk.make_folder(&self.folder);
        made.map_err(|e| Error::output(&self.folder, e))
    }

    /// The path of the checkpoint with this name.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Whether there is a checkpoint with this name. It may be damaged.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// Saves a value as the checkpoint with this name. When this returns, the checkpoint is on the
    /// disk.
    ///
    /// # Errors
    /// If it cannot be written. Even then, the checkpoint with this name is complete or absent.
    pub fn write(&self, name: &str, value: &impl Checkpoint) -> Result<()> {
        let (path, new) = (self.path(name), self.path(&format!("{name}.new")));
        let replaced = self.replace(&path, &new, value);
        replaced.map_err(|e| Error::output(&path, e))
    }

    /// Writes a value to the file `new`, and then renames the file to `path`.
    fn replace(&self, path: &Path, new: &Path, value: &impl Checkpoint) -> io::Result<()> {
        let file = BufWriter::with_capacity(BUFFER_BYTES, self.disk.create(new)?);
        let mut encoder = zstd::Encoder::new(file, ZSTD_LEVEL)?;
        // By default zstd writes no checksum.
        encoder.include_checksum(true)?;
        value.write_down(&mut encoder)?;
        // A `BufWriter` that is dropped would lose the error of its last write.
        encoder.finish()?.flush()?;
        // The content is synced before the file is renamed: after a crash, `path` must not refer to
        // an incomplete file.
        self.disk.sync(new)?;
        self.disk.rename(new, path)?;
        self.disk.sync_folder(&self.folder)
    }

    /// Reads the value that was saved as the checkpoint with this name. Returns `None` if there is
    /// no such checkpoint, or if it is damaged or holds a value of another type.
    ///
    /// # Errors
    /// If the file cannot be opened.
    pub fn read<T: Checkpoint>(&self, name: &str) -> Result<Option<T>> {
        let path = self.path(name);
        if !path.exists() {
            return Ok(None);
        }
        let opened = self.disk.open(&path).and_then(zstd::Decoder::new);
        let decoder = opened.map_err(|e| Error::input(&path, e))?;
        let mut reader = BufReader::with_capacity(BUFFER_BYTES, decoder);
        // No error is reported: whatever is wrong with a checkpoint, its step can be done again.
        let Ok(value) = T::read_back(&mut reader, &self.budget) else {
            return Ok(None);
        };
        // The checksum is at the end of the file, and zstd checks it only there, so the rest is
        // read too. If bytes follow the value, then a value of another type was saved.
        match io::copy(&mut reader, &mut io::sink()) {
            Ok(0) => Ok(Some(value)),
            _ => Ok(None),
        }
    }

    /// Removes the checkpoint with this name, if there is one.
    ///
    /// # Errors
    /// If its file cannot be removed.
    pub fn remove(&self, name: &str) -> Result<()> {
        let path = self.path(name);
        if !path.exists() {
            return Ok(());
        }
        let removed = self.disk.remove_file(&path);
        removed.map_err(|e| Error::output(&path, e))
    }
}

/// The `io::Error` that made serde fail, so that a full disk is reported as a full disk. If serde
/// failed by itself, its error is wrapped.
fn io_cause_of(error: rmp_serde::encode::Error) -> io::Error {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(cause) = next {
        if let Some(io_cause) = cause.downcast_ref::<io::Error>() {
            // An `io::Error` cannot be cloned, so an equal one is made.
            return io_cause
                .raw_os_error()
                .map_or_else(|| io_cause.kind().into(), io::Error::from_raw_os_error);
        }
        next = cause.source();
    }
    io::Error::other(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checkpoints_in(folder: &Path) -> Checkpoints {
        let budget = MemoryBudget::new(0, std::env::temp_dir(), &Disk::default());
        Checkpoints::new(folder.to_owned(), &Disk::default(), &budget)
    }

    #[test]
    fn a_damaged_checkpoint_counts_as_missing_and_a_new_one_replaces_it() {
        let folder = tempfile::tempdir().unwrap();
        let checkpoints = checkpoints_in(folder.path());
        let value: Vec<u64> = (0..1000).map(copydesk_text::mix64).collect();
        checkpoints.write("n", &value).unwrap();
        let whole = std::fs::read(checkpoints.path("n")).unwrap();
        let with_changed_byte = |index: usize| {
            let mut bytes = whole.clone();
            bytes[index] ^= 1;
            bytes
        };
        for (damaged, what) in [
            (with_changed_byte(whole.len() / 2), "the content"),
            (with_changed_byte(whole.len() - 1), "the checksum"),
            (whole[..whole.len() - 9].to_vec(), "the length"),
        ] {
            std::fs::write(checkpoints.path("n"), damaged).unwrap();
            let read: Option<Vec<u64>> = checkpoints.read("n").unwrap();
            assert_eq!(read, None, "{what} was changed");
        }
        checkpoints.write("n", &value).unwrap();
        assert_eq!(checkpoints.read("n").unwrap(), Some(value));
    }

    #[test]
    fn a_checkpoint_that_does_not_exist_can_be_removed() {
        let folder = tempfile::tempdir().unwrap();
        let checkpoints = checkpoints_in(folder.path());
        checkpoints.write("n", &1).unwrap();
        checkpoints.remove("n").unwrap();
        assert!(!checkpoints.has("n"));
        checkpoints.remove("n").unwrap();
    }
}
