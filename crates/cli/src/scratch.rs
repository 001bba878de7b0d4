//! A folder for temporary files that is made only when it is needed.

use crate::interrupt;
use std::cell::OnceCell;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A temporary folder that is made on first use. It is removed with its content when the value is
/// dropped, and when Ctrl-C stops the process.
pub struct Scratch {
    /// The folder in which the temporary folder is made.
    parent: PathBuf,
    /// The temporary folder, once it is made.
    folder: OnceCell<TempDir>,
}

impl Scratch {
    /// A temporary folder to be made in `temp_dir`, or, if that is `None`, in the system's folder
    /// for temporary files.
    pub fn in_folder(temp_dir: Option<&Path>) -> Self {
        Self {
            parent: temp_dir.map_or_else(std::env::temp_dir, Path::to_owned),
            folder: OnceCell::new(),
        }
    }

    /// The path of the temporary folder, which is made if it does not exist yet.
    ///
    /// # Errors
    /// If the folder cannot be made. The message names the folder in which it was to be made.
    pub fn path(&self) -> Result<&Path, String> {
        if self.folder.get().is_none() {
            let made = TempDir::with_prefix_in("copydesk-", &self.parent);
            let made = made.map_err(|e| self.unusable(&e))?;
            // Ctrl-C ends the process without running destructors, so `TempDir` would not remove
            // the folder.
            interrupt::remove_on_ctrl_c(made.path());
            // Cannot fail: the cell was empty, and only one thread can use it.
            let _ = self.folder.set(made);
        }
        // The cell is filled now, so the default is never used.
        Ok(self.folder.get().map_or(&self.parent, TempDir::path))
    }

    /// The message that no temporary folder can be made.
    fn unusable(&self, error: &io::Error) -> String {
        let parent = self.parent.display();
        format!("{parent}: no temporary folder can be made: {error}; name another with --temp-dir")
    }
}
