//! Checkpoints: the results of finished steps of a run, in files from which a killed run continues.
//!
//! One file, a *note*, is the result of one step. It is written under another name, synced to the
//! disk, and then renamed, so there is either a complete note or none. A note that was damaged
//! later is recognised by its checksum, and counts as missing: the step is then done again.

use crate::disk::Disk;
use crate::error::{Error, Result};
use crate::memory_budget::MemoryBudget;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// A value that can be the content of a note. Every value that serde can write and read can be. A
/// table that is larger than memory writes itself piece by piece.
pub trait Note: Sized {
    /// Writes the value.
    ///
    /// # Errors
    /// If `to` cannot be written, or a part of the value cannot be read from a temporary file.
    fn write_down(&self, to: &mut dyn Write) -> io::Result<()>;

    /// Reads what was written, and nothing after it. Tables are held within `budget`.
    ///
    /// # Errors
    /// If it cannot be read, or is not such a value.
    fn read_back(from: &mut dyn Read, budget: &MemoryBudget) -> io::Result<Self>;
}

impl<T: Serialize + DeserializeOwned> Note for T {
    fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        write_down(self, to)
    }

    fn read_back(from: &mut dyn Read, _: &MemoryBudget) -> io::Result<Self> {
        rmp_serde::decode::from_read(from).map_err(io::Error::other)
    }
}

/// Writes a value with serde, as a part of a larger [`Note`]. [`Note::read_back`] of the same type
/// reads it.
///
/// # Errors
/// If `to` cannot be written.
pub fn write_down(value: &impl Serialize, mut to: &mut dyn Write) -> io::Result<()> {
    rmp_serde::encode::write(&mut to, value).map_err(io_error)
}

/// A folder of notes.
///
/// ```
/// use copydesk_store::{Checkpoints, Disk, MemoryBudget};
///
/// let folder = tempfile::tempdir()?;
/// let budget = MemoryBudget::new(1 << 20, std::env::temp_dir(), &Disk::default());
/// let notes = Checkpoints::new(folder.path().join("notes"), &Disk::default(), &budget);
/// notes.make_folder()?;
/// notes.write("counted", &vec![3, 1, 4])?;
/// assert_eq!(notes.read::<Vec<u32>>("counted")?, Some(vec![3, 1, 4]));
/// assert_eq!(notes.read::<Vec<u32>>("never written")?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Checkpoints {
    folder: PathBuf,
    disk: Disk,
    budget: MemoryBudget,
}

/// The fastest level: most of a note is hashes, which cannot be compressed.
const ZSTD_LEVEL: i32 = 1;
/// Bytes that are read or written at a time.
const BUFFER: usize = 1 << 18;

impl Checkpoints {
    /// Notes in this folder, which need not exist yet. Tables that are read back are held within
    /// `budget`.
    #[must_use]
    pub fn new(folder: PathBuf, disk: &Disk, budget: &MemoryBudget) -> Self {
        Self {
            folder,
            disk: disk.clone(),
            budget: budget.clone(),
        }
    }

    /// Makes the folder.
    ///
    /// # Errors
    /// If that cannot be done.
    pub fn make_folder(&self) -> Result<()> {
        let made = self.disk.make_folder(&self.folder);
        made.map_err(|e| Error::output(&self.folder, e))
    }

    /// The path of the note with this name.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Whether there is a note with this name, which may be damaged.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// Writes a note. When this returns, it is on the disk.
    ///
    /// # Errors
    /// If that fails. Then there is no note, or the one that was there before.
    pub fn write(&self, name: &str, value: &impl Note) -> Result<()> {
        let (path, new) = (self.path(name), self.path(&format!("{name}.new")));
        let replaced = self.replace(&path, &new, value);
        replaced.map_err(|e| Error::output(&path, e))
    }

    fn replace(&self, path: &Path, new: &Path, value: &impl Note) -> io::Result<()> {
        let file = BufWriter::with_capacity(BUFFER, self.disk.create(new)?);
        let mut encoder = zstd::Encoder::new(file, ZSTD_LEVEL)?;
        // zstd writes none by default.
        encoder.include_checksum(true)?;
        value.write_down(&mut encoder)?;
        // A `BufWriter` that is dropped would lose the error of its last write.
        encoder.finish()?.flush()?;
        // In this order: after a crash, the name must not refer to a file without its content.
        self.disk.sync(new)?;
        self.disk.rename(new, path)?;
        self.disk.sync_folder(&self.folder)
    }

    /// Reads a note. Returns `None` if there is none, or if it is damaged or of another kind.
    ///
    /// # Errors
    /// If the file cannot be opened.
    pub fn read<T: Note>(&self, name: &str) -> Result<Option<T>> {
        let path = self.path(name);
        if !path.exists() {
            return Ok(None);
        }
        let opened = self.disk.open(&path).and_then(zstd::Decoder::new);
        let decoder = opened.map_err(|e| Error::input(&path, e))?;
        let mut reader = BufReader::with_capacity(BUFFER, decoder);
        // No error is reported: whatever is wrong with a note, its step can be done again.
        let Ok(value) = T::read_back(&mut reader, &self.budget) else {
            return Ok(None);
        };
        // The checksum is at the end, so it is checked when the end is read. Bytes after the value
        // mean that it is of another type.
        match io::copy(&mut reader, &mut io::sink()) {
            Ok(0) => Ok(Some(value)),
            _ => Ok(None),
        }
    }

    /// Removes a note, if there is one.
    ///
    /// # Errors
    /// If that fails.
    pub fn remove(&self, name: &str) -> Result<()> {
        let path = self.path(name);
        if !path.exists() {
            return Ok(());
        }
        let removed = self.disk.remove_file(&path);
        removed.map_err(|e| Error::output(&path, e))
    }
}

/// The error of the writer that serde wrote to. It keeps its kind, so that a full disk is reported
/// as a full disk.
fn io_error(error: rmp_serde::encode::Error) -> io::Error {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(current) = cause {
        if let Some(below) = current.downcast_ref::<io::Error>() {
            // An `io::Error` cannot be cloned, so an equal one is made.
            return below
                .raw_os_error()
                .map_or_else(|| below.kind().into(), io::Error::from_raw_os_error);
        }
        cause = current.source();
    }
    io::Error::other(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(folder: &Path) -> Checkpoints {
        let budget = MemoryBudget::new(0, std::env::temp_dir(), &Disk::default());
        Checkpoints::new(folder.to_owned(), &Disk::default(), &budget)
    }

    #[test]
    fn a_damaged_note_is_as_good_as_none_and_a_new_one_replaces_it() {
        let folder = tempfile::tempdir().unwrap();
        let notes = notes(folder.path());
        let value: Vec<u64> = (0..1000).map(copydesk_text::mix64).collect();
        notes.write("n", &value).unwrap();
        let whole = std::fs::read(notes.path("n")).unwrap();
        for (at, flip) in [(whole.len() / 2, 0x55), (whole.len() - 1, 1)] {
            let mut bytes = whole.clone();
            bytes[at] ^= flip;
            std::fs::write(notes.path("n"), &bytes).unwrap();
            assert_eq!(notes.read::<Vec<u64>>("n").unwrap(), None, "byte {at}");
        }
        std::fs::write(notes.path("n"), &whole[..whole.len() - 9]).unwrap();
        assert_eq!(notes.read::<Vec<u64>>("n").unwrap(), None);
        notes.write("n", &value).unwrap();
        assert_eq!(notes.read("n").unwrap(), Some(value));
        notes.remove("n").unwrap();
        notes.remove("n").unwrap();
        assert!(!notes.has("n"));
    }
}
