//! A folder that appears only when it is complete.

use crate::error::{Error, Result};
use crate::input::Inputs;
use std::fs;
use std::path::{Path, PathBuf};

/// Ending of a folder that is not complete yet.
pub(crate) const PARTIAL: &str = ".copydesk-partial";
/// Ending of an earlier output that is about to be replaced.
pub(crate) const REPLACED: &str = ".copydesk-old";

/// Collects the output under a temporary name beside the place where it will stand.
pub(crate) struct Staging {
    target: PathBuf,
    partial: PathBuf,
    overwrite: bool,
    done: bool,
}

impl Staging {
    /// Prepares `target`, which must not hold anything unless `overwrite` is set and an earlier run made it. What a run that was
    /// killed left behind is removed.
    pub(crate) fn new(target: &Path, overwrite: bool, inputs: Option<&Inputs>) -> Result<Self> {
        let name = target.file_name().ok_or_else(|| Error::usage(format!("{}: is no name for a folder", target.display())))?;
        let partial = target.with_file_name(format!(".{}{PARTIAL}", name.to_string_lossy()));
        recover(target, &partial.with_extension(&REPLACED[1..]))?;
        let is_taken = target.exists() && !(target.is_dir() && fs::read_dir(target).is_ok_and(|mut d| d.next().is_none()));
        if is_taken && !overwrite {
            return Err(Error::usage(format!("{}: exists; choose another folder or add --overwrite", target.display())));
        }
        if is_taken && !target.join(crate::OWN_FOLDER).is_dir() {
            let message = format!(
                "{}: was not made by copydesk and is not overwritten; remove it yourself or choose another folder",
                target.display()
            );
            return Err(Error::usage(message));
        }
        if let Some(inputs) = inputs {
            refuse_own_input(target, inputs)?;
        }
        if partial.exists() {
            fs::remove_dir_all(&partial).map_err(|e| Error::output(&partial, e))?;
        }
        fs::create_dir_all(&partial).map_err(|e| Error::output(&partial, e))?;
        Ok(Self { target: target.to_owned(), partial, overwrite, done: false })
    }

    /// Where a file of this name is written for now; its folder is made.
    pub(crate) fn path(&self, name: &str) -> Result<PathBuf> {
        let path = self.partial.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|e| Error::output(folder, e))?;
        }
        Ok(path)
    }

    /// Where a file of copydesk's own is written for now.
    pub(crate) fn own_path(&self, name: &str) -> Result<PathBuf> {
        self.path(&format!("{}/{name}", crate::OWN_FOLDER))
    }

    /// Puts the folder in its place.
    pub(crate) fn commit(mut self) -> Result<()> {
        if self.overwrite && self.target.join(crate::OWN_FOLDER).is_dir() {
            let old = self.partial.with_extension(&REPLACED[1..]);
            fs::rename(&self.target, &old).map_err(|e| Error::output(&self.target, e))?;
            fs::rename(&self.partial, &self.target).map_err(|e| Error::output(&self.target, e))?;
            self.done = true;
            return fs::remove_dir_all(&old).map_err(|e| Error::output(&old, e));
        }
        if self.target.exists() {
            fs::remove_dir(&self.target).map_err(|e| Error::output(&self.target, e))?;
        }
        fs::rename(&self.partial, &self.target).map_err(|e| Error::output(&self.target, e))?;
        self.done = true;
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.done {
            // The run failed and says so; a remainder that cannot be removed is removed by the next run.
            let _ = fs::remove_dir_all(&self.partial);
        }
    }
}

/// A run that was killed between its two last renames has put the earlier output aside: it comes back, or goes if it was replaced.
fn recover(target: &Path, old: &Path) -> Result<()> {
    if !old.exists() {
        return Ok(());
    }
    let done = if target.exists() { fs::remove_dir_all(old) } else { fs::rename(old, target) };
    done.map_err(|e| Error::output(old, e))
}

/// An input that lies in the folder to be replaced would be lost.
fn refuse_own_input(target: &Path, inputs: &Inputs) -> Result<()> {
    let Ok(target) = target.canonicalize() else { return Ok(()) };
    let inside = inputs.files.iter().find(|f| f.path.canonicalize().is_ok_and(|path| path.starts_with(&target)));
    match inside {
        Some(file) => Err(Error::usage(format!("{}: lies in the output folder; choose another folder", file.path.display()))),
        None => Ok(()),
    }
}
