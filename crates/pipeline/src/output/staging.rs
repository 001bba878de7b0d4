//! A folder that appears only when it is complete.
//!
//! The folder with the final name `T` is the *target*. While a run works, it has hidden files and
//! folders beside the target. Their names have these endings (the constants [`LOCK`], [`PARTIAL`],
//! [`REPLACED`] and [`PARKED`], in this order):
//!
//! - `-lock`: the lock.
//! - `-partial`: the *partial* folder, in which the output is built.
//! - `-old`: the old folder that is replaced, for a moment at the end of the run.
//! - `-run`: the checkpoints of the run, for a moment at its end.
//!
//! A run ends with a few renames. If it is killed between two of them, the next run sees from the
//! names what happened:
//!
//! | exists | when the run was killed | what the next run does |
//! |---|---|---|
//! | `-partial` | while it worked | continues, if it can use the checkpoints; else starts again |
//! | `-partial` and `-run` | before the last rename | moves the checkpoints back and continues |
//! | `-old`, no `T` | between the last two renames of a replacement | moves the old folder back |
//! | `T`, `-old` or `-run`, no `-partial` | after the last rename | removes `-old` and `-run` |

use super::lock::Lock;
use copydesk_formats::{
    InputFile, Inputs, LOCK, OWN_FOLDER, PARKED, PARTIAL, REPLACED, is_output_folder,
};
use copydesk_store::{Disk, Error, IoContext, Result};
use std::collections::{BTreeSet, HashSet};
use std::ffi::OsString;
use std::io;
use std::panic::resume_unwind;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Name of the folder with the checkpoints of a run, among copydesk's own files.
const RUN: &str = "run";

/// Name of the checkpoint that identifies the run. Without it, no other checkpoint can be used.
pub(crate) const MANIFEST: &str = "manifest";

/// Name of a folder beside the checkpoints of a run. It holds the new members of archives until the
/// archives are written.
const MEMBERS: &str = "members";

/// Builds the output folder under a temporary name, beside its final place.
pub(crate) struct Staging {
    pub(crate) disk: Disk,
    /// The final path of the folder.
    target: PathBuf,
    /// The path of the folder while it is being built.
    partial: PathBuf,
    /// Whether an earlier output at the target may be replaced.
    overwrite: bool,
    /// Files that were written and may not be on the disk yet.
    unsynced: Mutex<Vec<PathBuf>>,
    /// Whether the partial folder is kept if the run fails, because a later run can continue.
    is_kept_on_failure: AtomicBool,
    /// Whether the folder has its final name.
    is_done: bool,
    /// Keeps other runs out as long as this value exists.
    _lock: Lock,
}

impl Staging {
    /// Locks `target`, and cleans up after a run that was killed between its last renames. The
    /// partial folder of a killed run stays until [`Self::clear`]. Whether `target` may be replaced
    /// is checked by [`Self::claim`].
    pub(crate) fn new(disk: &Disk, target: &Path, overwrite: bool) -> Result<Self> {
        if target.file_name().is_none() {
            return Err(Error::usage(format!(
                "{}: is not a name for a folder",
                target.display()
            )));
        }
        let parent = target.parent().unwrap_or(Path::new(""));
        // The lock is a file in this folder.
        disk.make_folder(parent).while_writing(parent)?;
        let staging = Self {
            disk: disk.clone(),
            target: target.to_owned(),
            partial: beside(target, PARTIAL),
            overwrite,
            unsynced: Mutex::default(),
            // Until `clear`, the partial folder may hold the work of an earlier run.
            is_kept_on_failure: AtomicBool::new(true),
            is_done: false,
            _lock: Lock::take(beside(target, LOCK), target)?,
        };
        staging.recover()?;
        Ok(staging)
    }

    /// Checks that the output may be put at the target. It may if nothing, or only an empty folder,
    /// is there. If the user wants to overwrite what is there, it must be the output of an earlier
    /// run, and none of these inputs may be in it.
    ///
    /// # Errors
    /// If the output may not be put there.
    pub(crate) fn claim(&self, inputs: &Inputs) -> Result<()> {
        if self.is_free()? {
            return Ok(());
        }
        if !is_output_folder(&self.target) {
            return Err(self.never_replaced("was not made by copydesk"));
        }
        check_no_input_in(&self.target, inputs)
    }

    /// Checks that a restored input may be put at the target. It may if nothing, or only an empty
    /// folder, is there. If the user wants to overwrite what is there, all files there must have
    /// names that are in `restored`, the names of the restored files.
    ///
    /// # Errors
    /// If the input may not be put there.
    pub(crate) fn claim_for_restored(&self, restored: &HashSet<&str>) -> Result<()> {
        if self.is_free()? {
            return Ok(());
        }
        match first_file_not_in(restored, &self.target)? {
            Some(file) => {
                let why = format!("holds {file}, which is not restored there");
                Err(self.never_replaced(&why))
            }
            None => Ok(()),
        }
    }

    /// Whether nothing, or only an empty folder, is at the target. If this is false, the user wants
    /// to overwrite what is there.
    ///
    /// # Errors
    /// If something is there, and the user did not ask to overwrite it.
    fn is_free(&self) -> Result<bool> {
        let target = &self.target;
        if !target.exists() || is_empty_folder(target) {
            return Ok(true);
        }
        if self.overwrite {
            return Ok(false);
        }
        Err(Error::usage(format!(
            "{}: exists; choose another folder or add --overwrite",
            target.display()
        )))
    }

    /// The error for a folder that is not replaced even with `--overwrite`, because a user who
    /// mistypes a name must not lose the folder. `why` says what is wrong with the folder.
    fn never_replaced(&self, why: &str) -> Error {
        Error::usage(format!(
            "{}: {why} and is not overwritten; remove it yourself or choose another folder",
            self.target.display()
        ))
    }

    /// Undoes or completes the renames of a killed run, as the table at the top says. Then the only
    /// folder of a run that may still be beside the target is the partial folder.
    fn recover(&self) -> Result<()> {
        let (old, parked) = (beside(&self.target, REPLACED), beside(&self.target, PARKED));
        if old.exists() {
            let outcome = match self.target.exists() {
                // The new folder has its final name, so the old one is not needed.
                true => self.disk.remove_folder(&old),
                // The new folder was not yet renamed.
                false => self.disk.rename(&old, &self.target),
            };
            outcome.while_writing(&old)?;
        }
        // During its last renames, a run has its checkpoints in `parked`.
        if parked.exists() {
            let outcome = match self.partial.exists() {
                // The run is not complete, and continues from the checkpoints.
                true => self.disk.rename(&parked, &self.run_folder()),
                // The partial folder has its final name, so the run is complete.
                false => self.disk.remove_folder(&parked),
            };
            outcome.while_writing(&parked)?;
        }
        Ok(())
    }

    /// The folder of the run's checkpoints, in the partial folder. It need not exist.
    pub(crate) fn run_folder(&self) -> PathBuf {
        self.own_folder().join(RUN)
    }

    /// Whether a killed run has left checkpoints. A `restore` that is killed leaves none. It may
    /// leave members of archives in the same folder, but these do not count.
    pub(crate) fn has_checkpoints(&self) -> bool {
        number_of_checkpoints(&self.run_folder()) > 0
    }

    /// The folder of copydesk's own files in the partial folder. It need not exist.
    pub(crate) fn own_folder(&self) -> PathBuf {
        self.partial.join(OWN_FOLDER)
    }

    /// The folder of the new members of archives, until the archives are written. It need not
    /// exist. A run that continues after a kill finds the members there.
    pub(crate) fn members_folder(&self) -> PathBuf {
        self.run_folder().join(MEMBERS)
    }

    /// The final path of the folder.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// Empties the partial folder, or makes it. From now on the folder is removed if the run fails,
    /// until [`Self::keep_on_failure`] says otherwise.
    pub(crate) fn clear(&self) -> Result<()> {
        self.disk
            .remove_folder(&self.partial)
            .while_writing(&self.partial)?;
        self.keep_on_failure(false);
        self.disk
            .make_folder(&self.partial)
            .while_writing(&self.partial)
    }

    /// Sets whether the partial folder is kept if the run fails from now on.
    pub(crate) fn keep_on_failure(&self, keep: bool) {
        // `Relaxed` is enough: no other memory is read because of this flag.
        self.is_kept_on_failure.store(keep, Ordering::Relaxed);
    }

    /// Whether the partial folder is kept if the run fails.
    pub(crate) fn is_kept_on_failure(&self) -> bool {
        self.is_kept_on_failure.load(Ordering::Relaxed)
    }

    /// The path in the partial folder of the output file with this name. Its folder is made.
    ///
    /// # Errors
    /// If the name leads out of the folder, or a folder cannot be made.
    pub(crate) fn path(&self, name: &str) -> Result<PathBuf> {
        if leads_out(name) {
            return Err(Error::record(format!(
                "{name}: leads out of the folder; nothing is written there"
            )));
        }
        let path = self.partial.join(name);
        if let Some(folder) = path.parent() {
            self.disk.make_folder(folder).while_writing(folder)?;
        }
        Ok(path)
    }

    /// The path in the partial folder of one of copydesk's own files. Its folder is made.
    pub(crate) fn own_path(&self, name: &str) -> Result<PathBuf> {
        self.path(&format!("{OWN_FOLDER}/{name}"))
    }

    /// Remembers a file that was written, so that the next [`Self::sync`] waits for it.
    pub(crate) fn sync_later(&self, path: PathBuf) {
        self.unsynced().push(path);
    }

    fn unsynced(&self) -> MutexGuard<'_, Vec<PathBuf>> {
        self.unsynced.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until all files that were written so far are on the disk.
    pub(crate) fn sync(&self) -> Result<()> {
        let mut files = std::mem::take(&mut *self.unsynced());
        files.sort_unstable();
        files.dedup();
        // Every folder between a file and the partial folder may be new.
        let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
        for file in &files {
            for folder in file.ancestors().skip(1) {
                if folder.starts_with(&self.partial) {
                    folders.insert(folder.to_owned());
                }
            }
        }
        let folders: Vec<PathBuf> = folders.into_iter().collect();
        wait_for_all(&files, |path| self.disk.sync(path))?;
        // After a crash a new file exists only if the folder that names it is on the disk too.
        wait_for_all(&folders, |path| self.disk.sync_folder(path))
    }

    /// Gives the folder its final name.
    pub(crate) fn commit(mut self) -> Result<()> {
        self.sync()?;
        let (old, parked, run) = (
            beside(&self.target, REPLACED),
            beside(&self.target, PARKED),
            self.run_folder(),
        );
        // The checkpoints are not part of the output, but if the run is killed now, the next run
        // needs them. So they are moved beside the folder, and are removed when it has its name.
        if run.exists() {
            self.rename(&run, &parked)?;
        }
        if self.target.exists() && self.overwrite {
            self.rename(&self.target, &old)?;
        } else if self.target.exists() {
            // `claim` allows an empty folder. If it is not empty any more, `remove_dir` fails.
            std::fs::remove_dir(&self.target).while_writing(&self.target)?;
        }
        self.rename(&self.partial, &self.target)?;
        self.is_done = true;
        // The rename must be on the disk before the replaced folder is removed, or a crash could
        // lose both.
        let parent = self.target.parent().unwrap_or(Path::new(""));
        self.disk.sync_folder(parent).while_writing(parent)?;
        for folder in [old, parked] {
            if folder.exists() {
                self.disk.remove_folder(&folder).while_writing(&folder)?;
            }
        }
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        self.disk.rename(from, to).while_writing(to)
    }
}

fn is_empty_folder(path: &Path) -> bool {
    match std::fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => false,
    }
}

/// Whether a name, used as a path in a folder, may lead out of the folder (`../x`, `/x`).
pub(super) fn leads_out(name: &str) -> bool {
    for part in Path::new(name).components() {
        if !matches!(part, Component::Normal(_)) {
            return true;
        }
    }
    false
}

/// The number of complete checkpoints in the folder of a run. The manifest is one of them.
fn number_of_checkpoints(run_folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(run_folder) else {
        return 0;
    };
    let mut checkpoints = 0;
    for entry in entries.flatten() {
        // The name of a checkpoint that is still being written has an ending, as in `survey.new`.
        let is_complete = entry.path().extension().is_none();
        if is_complete && entry.file_name() != MEMBERS {
            checkpoints += 1;
        }
    }
    checkpoints
}

/// Cleans up for a process that is about to be stopped while it works on `target`: removes the
/// hidden files and folders beside it that no later run can use. Returns whether the same command
/// can continue from what is left.
///
/// The run may still be writing. If its folder is removed, what it writes is lost.
///
/// ```
/// let folder = tempfile::tempdir()?;
/// assert!(!copydesk_pipeline::abandon(&folder.path().join("out")), "no run has begun there");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn abandon(target: &Path) -> bool {
    let partial = beside(target, PARTIAL);
    let run = partial.join(OWN_FOLDER).join(RUN);
    // A run can continue only from the manifest and at least one other checkpoint.
    let can_continue = run.join(MANIFEST).exists() && number_of_checkpoints(&run) > 1;
    if !can_continue {
        // If something cannot be removed now, the next run removes it.
        let _ = std::fs::remove_dir_all(&partial);
    }
    // The process is about to end, so it does not need the lock any more.
    let _ = std::fs::remove_file(beside(target, LOCK));
    can_continue
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.is_done && !self.is_kept_on_failure() {
            // An error is ignored, because the error of the run is reported. If something cannot be
            // removed now, the next run removes it.
            let _ = self.disk.remove_folder(&self.partial);
        }
    }
}

/// How many files are synced at the same time, for each thread of the run. While a thread reads and
/// writes, it has two files open, so syncing opens no more files than that.
const SYNCED_PER_THREAD: usize = 2;

/// Calls `wait`, which waits for the disk, on every path, on several threads. So the system writes
/// many files at the same time, and not one after the other. There are more of these threads than
/// the run has, because a thread that waits needs no processor.
fn wait_for_all(paths: &[PathBuf], wait: impl Fn(&Path) -> io::Result<()> + Sync) -> Result<()> {
    let next = AtomicUsize::new(0);
    let wait_for_some = || {
        // `Relaxed` is enough to give each index to one thread, since `paths` does not change.
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            wait(path).map_err(|e| Error::output(path, e))?;
        }
        Ok(())
    };
    let most = SYNCED_PER_THREAD * rayon::current_num_threads();
    let threads = paths.len().min(most);
    std::thread::scope(|scope| {
        let mut others = Vec::new();
        // From 1, because this thread waits, too.
        for _ in 1..threads {
            // A thread that cannot be started is not an error: with fewer threads it only takes
            // longer.
            others.extend(std::thread::Builder::new().spawn_scoped(scope, wait_for_some));
        }
        let mut outcome = wait_for_some();
        for other in others {
            let joined = other.join();
            outcome = outcome.and(joined.unwrap_or_else(|panic| resume_unwind(panic)));
        }
        outcome
    })
}

/// The path of a hidden file or folder beside `target`, named `.` + the name of `target` +
/// `ending`.
fn beside(target: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(ending);
    target.with_file_name(name)
}

/// The name of the first file found in a folder, at any depth, that is not among these names. Names
/// are relative to the folder, with `/` between folders.
fn first_file_not_in(names: &HashSet<&str>, folder: &Path) -> Result<Option<String>> {
    let mut folders = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        let entries = std::fs::read_dir(&folder).while_reading(&folder)?;
        for entry in entries {
            let entry = entry.while_reading(&folder)?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            // A link to a folder is not followed, and counts as a file.
            if matches!(entry.file_type(), Ok(kind) if kind.is_dir()) {
                folders.push((entry.path(), format!("{name}/")));
            } else if !names.contains(name.as_str()) {
                return Ok(Some(name));
            }
        }
    }
    Ok(None)
}

/// Checks that none of the inputs is in the folder that is to be replaced. Such an input would be
/// lost.
fn check_no_input_in(target: &Path, inputs: &Inputs) -> Result<()> {
    let Ok(target) = target.canonicalize() else {
        return Ok(());
    };
    for path in inputs.files().iter().filter_map(InputFile::path_on_disk) {
        if let Ok(input) = path.canonicalize()
            && input.starts_with(&target)
        {
            return Err(Error::usage(format!(
                "{}: is in the output folder; choose another folder",
                path.display()
            )));
        }
    }
    Ok(())
}
