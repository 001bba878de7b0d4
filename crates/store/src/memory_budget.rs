//! The memory that the tables of a run may take, and the folder for temporary files.
//!
//! A *table* here is anything that grows with the dump, such as a sorter or a blob store. Tables do
//! not measure the memory of the process. Each gets a fixed [`Share`] of the budget before it is
//! filled, and does not exceed it. So the memory that a run takes can be predicted, and its output
//! does not depend on what else the machine does.

use crate::disk::Disk;
use crate::error::{Error, ErrorKind, Result};
use crate::file::{SpillFile, SpilledBytes};
use crate::share::Share;
use crate::space::free_in;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// The memory that all tables of a run share, and the folder for data that does not fit into it.
///
/// All clones of a budget count their temporary files together.
#[derive(Clone, Debug)]
pub struct MemoryBudget {
    disk: Disk,
    folder: PathBuf,
    table_bytes: u64,
    spilled: Arc<SpilledBytes>,
}

impl MemoryBudget {
    /// A budget of `table_bytes` bytes of memory for all tables. Data that does not fit is written
    /// to temporary files in `folder`, through `disk`.
    #[must_use]
    pub fn new(table_bytes: u64, folder: PathBuf, disk: &Disk) -> Self {
        Self {
            disk: disk.clone(),
            folder,
            table_bytes,
            spilled: Arc::default(),
        }
    }

    /// Bytes of memory for all tables together.
    #[must_use]
    pub fn table_bytes(&self) -> u64 {
        self.table_bytes
    }

    /// Bytes of memory for a table with this share.
    #[must_use]
    pub fn share(&self, share: Share) -> usize {
        share.of(self.table_bytes)
    }

    /// Checks that `needed` bytes are free in the folder for temporary files. Returns a message
    /// that tells the user how many are needed and how many are free. Returns `None` if no
    /// temporary files are needed, or the system does not say how many bytes are free.
    ///
    /// # Errors
    /// If fewer bytes are free.
    pub fn check_free_space(&self, needed: u64) -> Result<Option<String>> {
        if needed == 0 {
            return Ok(None);
        }
        let Some(free) = free_in(&self.folder) else {
            return Ok(None);
        };
        let folder = self.folder.display();
        // What is needed is rounded up, and what is free is rounded down. So the two numbers in the
        // message differ whenever too little is free.
        let (needed_mb, free_mb) = (needed.div_ceil(1 << 20), free >> 20);
        if free < needed {
            let message = format!(
                "{folder}: {free_mb} MB are free, and up to {needed_mb} MB of temporary files may \
                 be needed; name another folder with --temp-dir, or give more --memory"
            );
            return Err(Error::new(ErrorKind::Output, message));
        }
        Ok(Some(format!(
            "up to {needed_mb} MB of temporary files in {folder}, where {free_mb} MB are free"
        )))
    }

    /// Bytes that are free in the folder of the temporary files; `None` if the system does not say.
    #[must_use]
    pub fn free_bytes(&self) -> Option<u64> {
        free_in(&self.folder)
    }

    /// The largest size that all temporary files together have had so far, in bytes.
    #[must_use]
    pub fn most_spilled(&self) -> u64 {
        self.spilled.maximum()
    }

    /// Creates an empty temporary file.
    pub(crate) fn new_file(&self) -> Result<SpillFile> {
        self.checked(SpillFile::create(&self.disk, &self.folder, &self.spilled))
    }

    /// Turns the error of an operation on a temporary file into an error that says what to do.
    pub(crate) fn checked<T>(&self, result: io::Result<T>) -> Result<T> {
        match result {
            Ok(value) => Ok(value),
            Err(error) => Err(self.temporary_file_error(&error)),
        }
    }

    /// The error to report when an operation on a temporary file has failed.
    pub(crate) fn temporary_file_error(&self, error: &io::Error) -> Error {
        let message = format!(
            "{}: the temporary file cannot be used: {error}; name a folder with room in it by \
             --temp-dir, or give more --memory",
            self.folder.display()
        );
        Error::new(ErrorKind::Output, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget() -> MemoryBudget {
        MemoryBudget::new(0, std::env::temp_dir(), &Disk::default())
    }

    #[test]
    fn free_space_is_not_checked_if_none_is_needed() {
        assert_eq!(budget().check_free_space(0).unwrap(), None);
    }

    // On other systems it is not known how much is free.
    #[cfg(unix)]
    #[test]
    fn more_than_is_free_is_refused_and_less_is_reported() {
        let report = budget().check_free_space(1).unwrap().unwrap();
        assert!(report.starts_with("up to 1 MB"), "{report}");
        let refused = budget().check_free_space(u64::MAX).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Output);
        assert!(refused.to_string().contains("--temp-dir"), "{refused}");
    }
}
