//! A folder that appears only when it is complete.
//!
//! While a run works there stand beside the target `T`, all with a dot in front: the lock, the folder that is being built, and,
//! for a moment at the end, the folder that is replaced and the notes of the run. The last steps are renames, and each state that a
//! kill between two of them can leave is recognised by what is there:
//!
//! | there is | it was killed | what the next run does |
//! |---|---|---|
//! | `-partial` | while it worked | goes on with it, if it holds notes that fit, or starts anew |
//! | `-partial` and `-run` | before the last rename | puts the notes back and goes on |
//! | `-old`, no `T` | between the last two renames of a replacement | puts the old folder back |
//! | `-old` or `-run`, and `T`, no `-partial` | after it was done | removes them |

use super::lock::Lock;
use copydesk_formats::{InputFile, Inputs, OWN_FOLDER, PARKED, PARTIAL, REPLACED};
use copydesk_store::{Disk, Error, Result};
use rayon::prelude::*;
use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// Folder of the notes of a run, among copydesk's own files.
const RUN: &str = "run";

/// Collects the output under a temporary name beside the place where it will stand.
pub(crate) struct Staging {
    pub(crate) disk: Disk,
    target: PathBuf,
    partial: PathBuf,
    overwrite: bool,
    /// Written, and not yet known to be on the disk.
    unsynced: Mutex<Vec<PathBuf>>,
    /// Whether what is there is worth keeping if the run fails.
    is_worth_keeping: AtomicBool,
    done: bool,
    _lock: Lock,
}

impl Staging {
    /// Locks `target`, which must not hold anything unless `overwrite` is set and an earlier run made it. What a run that was killed
    /// left behind stays until [`Self::clear`].
    pub(crate) fn new(
        disk: &Disk,
        target: &Path,
        overwrite: bool,
        inputs: Option<&Inputs>,
    ) -> Result<Self> {
        if target.file_name().is_none() {
            return Err(Error::usage(format!(
                "{}: is no name for a folder",
                target.display()
            )));
        }
        let parent = target.parent().unwrap_or(Path::new(""));
        disk.make_folder(parent)
            .map_err(|e| Error::output(parent, e))?;
        let staging = Self {
            disk: disk.clone(),
            target: target.to_owned(),
            partial: beside(target, PARTIAL),
            overwrite,
            unsynced: Mutex::default(),
            is_worth_keeping: AtomicBool::new(true),
            done: false,
            _lock: Lock::take(beside(target, super::lock::LOCK), target)?,
        };
        staging.recover()?;
        refuse_taken(target, overwrite)?;
        if let Some(inputs) = inputs {
            refuse_own_input(target, inputs)?;
        }
        Ok(staging)
    }

    /// Brings what a killed run left into one of two states: a partial folder, or none.
    fn recover(&self) -> Result<()> {
        let (old, parked) = (beside(&self.target, REPLACED), beside(&self.target, PARKED));
        if old.exists() {
            let done = if self.target.exists() {
                self.disk.remove_folder(&old)
            } else {
                self.disk.rename(&old, &self.target)
            };
            done.map_err(|e| Error::output(&old, e))?;
        }
        if parked.exists() {
            let back = self.run_folder();
            let done = if self.partial.exists() {
                self.disk.rename(&parked, &back)
            } else {
                self.disk.remove_folder(&parked)
            };
            done.map_err(|e| Error::output(&parked, e))?;
        }
        Ok(())
    }

    /// Where the notes of the run are; the folder need not be there.
    pub(crate) fn run_folder(&self) -> PathBuf {
        self.partial.join(OWN_FOLDER).join(RUN)
    }

    /// Where the output will stand.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// Starts from nothing.
    pub(crate) fn clear(&self) -> Result<()> {
        self.disk
            .remove_folder(&self.partial)
            .map_err(|e| Error::output(&self.partial, e))?;
        self.keep_if_it_fails(false);
        self.disk
            .make_folder(&self.partial)
            .map_err(|e| Error::output(&self.partial, e))
    }

    /// Says whether what is there is worth keeping if the run fails from now on.
    pub(crate) fn keep_if_it_fails(&self, keep: bool) {
        self.is_worth_keeping.store(keep, Ordering::Relaxed);
    }

    /// Whether something is kept if the run fails.
    pub(crate) fn keeps(&self) -> bool {
        self.is_worth_keeping.load(Ordering::Relaxed)
    }

    /// Where a file of this name is written for now; its folder is made.
    pub(crate) fn path(&self, name: &str) -> Result<PathBuf> {
        if !Path::new(name)
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
        {
            return Err(Error::record(format!(
                "{name}: leads out of the folder; nothing is written there"
            )));
        }
        let path = self.partial.join(name);
        if let Some(folder) = path.parent() {
            self.disk
                .make_folder(folder)
                .map_err(|e| Error::output(folder, e))?;
        }
        Ok(path)
    }

    /// Where a file of copydesk's own is written for now.
    pub(crate) fn own_path(&self, name: &str) -> Result<PathBuf> {
        self.path(&format!("{OWN_FOLDER}/{name}"))
    }

    /// Remembers that a file was written.
    pub(crate) fn written(&self, path: PathBuf) {
        self.unsynced
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .push(path);
    }

    /// Waits until all that was written so far is on the disk.
    pub(crate) fn sync(&self) -> Result<()> {
        let mut files = std::mem::take(
            &mut *self
                .unsynced
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner),
        );
        files.sort_unstable();
        files.dedup();
        let mut folders: Vec<PathBuf> = files
            .iter()
            .flat_map(|file| file.ancestors().skip(1))
            .map(Path::to_owned)
            .collect();
        folders.retain(|folder| folder.starts_with(&self.partial));
        folders.sort_unstable();
        folders.dedup();
        files
            .par_iter()
            .try_for_each(|path| self.disk.sync(path).map_err(|e| Error::output(path, e)))?;
        folders.par_iter().try_for_each(|path| {
            self.disk
                .sync_folder(path)
                .map_err(|e| Error::output(path, e))
        })
    }

    /// Puts the folder in its place.
    pub(crate) fn commit(mut self) -> Result<()> {
        self.sync()?;
        let (old, parked, run) = (
            beside(&self.target, REPLACED),
            beside(&self.target, PARKED),
            self.run_folder(),
        );
        if run.exists() {
            self.rename(&run, &parked)?;
        }
        if self.target.join(OWN_FOLDER).is_dir() && self.overwrite {
            self.rename(&self.target, &old)?;
        } else if self.target.exists() {
            std::fs::remove_dir(&self.target).map_err(|e| Error::output(&self.target, e))?;
        }
        self.rename(&self.partial, &self.target)?;
        self.done = true;
        let parent = self.target.parent().unwrap_or(Path::new(""));
        self.disk
            .sync_folder(parent)
            .map_err(|e| Error::output(parent, e))?;
        for folder in [old, parked] {
            if folder.exists() {
                self.disk
                    .remove_folder(&folder)
                    .map_err(|e| Error::output(&folder, e))?;
            }
        }
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        self.disk.rename(from, to).map_err(|e| Error::output(to, e))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.done && !self.keeps() {
            // The run failed and says so; a remainder that cannot be removed is removed by the next run.
            let _ = self.disk.remove_folder(&self.partial);
        }
    }
}

/// The hidden neighbour of a folder with this ending.
fn beside(target: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(ending);
    target.with_file_name(name)
}

fn refuse_taken(target: &Path, overwrite: bool) -> Result<()> {
    let is_empty = || {
        target.is_dir()
            && std::fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_none())
    };
    if !target.exists() || is_empty() {
        return Ok(());
    }
    if !overwrite {
        return Err(Error::usage(format!(
            "{}: exists; choose another folder or add --overwrite",
            target.display()
        )));
    }
    if !target.join(OWN_FOLDER).is_dir() {
        let message = format!(
            "{}: was not made by copydesk and is not overwritten; remove it yourself or choose another folder",
            target.display()
        );
        return Err(Error::usage(message));
    }
    Ok(())
}

/// An input that lies in the folder to be replaced would be lost.
fn refuse_own_input(target: &Path, inputs: &Inputs) -> Result<()> {
    let Ok(target) = target.canonicalize() else {
        return Ok(());
    };
    let inside = inputs
        .files()
        .iter()
        .filter_map(InputFile::path_on_disk)
        .find(|path| {
            path.canonicalize()
                .is_ok_and(|path| path.starts_with(&target))
        });
    match inside {
        Some(path) => Err(Error::usage(format!(
            "{}: lies in the output folder; choose another folder",
            path.display()
        ))),
        None => Ok(()),
    }
}
