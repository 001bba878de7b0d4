//! A folder for temporary files that is made when it is needed.

use crate::interrupt;
use std::cell::OnceCell;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder that is removed with its content when this is dropped, and when the process is stopped
/// by Ctrl-C.
pub struct Scratch {
    /// Where it is made.
    place: PathBuf,
    /// The folder, once it is made.
    folder: OnceCell<TempDir>,
}

impl Scratch {
    /// In this folder, or in the system's for temporary files.
    pub fn in_folder(temp_dir: Option<&Path>) -> Self {
        Self {
            place: temp_dir.map_or_else(std::env::temp_dir, Path::to_owned),
            folder: OnceCell::new(),
        }
    }

    /// The folder, made if it is not there yet.
    ///
    /// # Errors
    /// Says which folder cannot be used.
    pub fn path(&self) -> Result<&Path, String> {
        if self.folder.get().is_none() {
            let made = TempDir::with_prefix_in("copydesk-", &self.place);
            let made = made.map_err(|e| self.unusable(&e))?;
            // Ctrl-C ends the process without running destructors, so `TempDir` would not remove
            // the folder.
            interrupt::remove_at_the_end(made.path());
            // Cannot fail: the cell was empty, and only one thread can use it.
            let _ = self.folder.set(made);
        }
        Ok(self.folder.get().map_or(&self.place, TempDir::path))
    }

    fn unusable(&self, error: &io::Error) -> String {
        let place = self.place.display();
        format!("{place}: no temporary folder can be made: {error}; name another with --temp-dir")
    }
}
