//! A folder that appears only when it is complete.
//!
//! While a run works, these are beside the target `T`, all with a dot before their names: the lock,
//! the folder that is being built, and, for a moment at the end, the folder that is replaced and
//! the notes of the run. The last steps are renames, and each state that a kill between two of them
//! can leave is recognised by what is there:
//!
//! | there is | it was killed | what the next run does |
//! |---|---|---|
//! | `-partial` | while it worked | goes on with it, if it holds notes that fit, or starts anew |
//! | `-partial` and `-run` | before the last rename | puts the notes back and goes on |
//! | `-old`, no `T` | between the last two renames of a replacement | puts the old folder back |
//! | `-old` or `-run`, and `T`, no `-partial` | after it was done | removes them |

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

/// Folder of the notes of a run, among copydesk's own files.
const RUN: &str = "run";

/// The note that says which run it is. Without it, no other note can be used.
pub(crate) const MANIFEST: &str = "manifest";

/// Folder of the members of archives that are not written yet, among the notes of a run.
const MEMBERS: &str = "members";

/// Collects the output under a temporary name, beside its final place.
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
    /// Locks `target`. What a killed run left there stays until [`Self::clear`]. What is at
    /// `target` itself is checked by [`Self::claim`].
    pub(crate) fn new(disk: &Disk, target: &Path, overwrite: bool) -> Result<Self> {
        if target.file_name().is_none() {
            return Err(Error::usage(format!(
                "{}: is no name for a folder",
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
            // Until `clear`, what is there may be the work of an earlier run that can be continued.
            is_worth_keeping: AtomicBool::new(true),
            done: false,
            _lock: Lock::take(beside(target, LOCK), target)?,
        };
        staging.recover()?;
        Ok(staging)
    }

    /// Makes sure that the output may be put at the target: nothing is there, or it may be
    /// overwritten, is the output of an earlier run, and has none of these inputs in it.
    pub(crate) fn claim(&self, inputs: &Inputs) -> Result<()> {
        if self.is_free()? {
            return Ok(());
        }
        if !is_output_folder(&self.target) {
            return Err(self.not_ours("was not made by copydesk"));
        }
        refuse_own_input(&self.target, inputs)
    }

    /// The same for a restored input: what is overwritten holds nothing but files with names among
    /// those that are restored.
    pub(crate) fn claim_for(&self, restored: &HashSet<&str>) -> Result<()> {
        if self.is_free()? {
            return Ok(());
        }
        match first_file_beside(&self.target, restored)? {
            Some(file) => {
                let what = format!("holds {file}, which is not restored there");
                Err(self.not_ours(&what))
            }
            None => Ok(()),
        }
    }

    /// Whether nothing is at the target.
    ///
    /// # Errors
    /// If something does, and is not to be overwritten.
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

    /// The error that what is at the target is not replaced, even with `--overwrite`: a user who
    /// mistypes a folder must not lose it.
    fn not_ours(&self, what: &str) -> Error {
        Error::usage(format!(
            "{}: {what} and is not overwritten; remove it yourself or choose another folder",
            self.target.display()
        ))
    }

    /// Brings what a killed run left into one of two states: a partial folder, or none.
    fn recover(&self) -> Result<()> {
        let (old, parked) = (beside(&self.target, REPLACED), beside(&self.target, PARKED));
        if old.exists() {
            let done = match self.target.exists() {
                true => self.disk.remove_folder(&old),
                false => self.disk.rename(&old, &self.target),
            };
            done.while_writing(&old)?;
        }
        if parked.exists() {
            let back = self.run_folder();
            let done = match self.partial.exists() {
                true => self.disk.rename(&parked, &back),
                false => self.disk.remove_folder(&parked),
            };
            done.while_writing(&parked)?;
        }
        Ok(())
    }

    /// Where the notes of the run are; the folder need not be there.
    pub(crate) fn run_folder(&self) -> PathBuf {
        self.partial.join(OWN_FOLDER).join(RUN)
    }

    /// Whether a run has left notes. Members of archives are none: a restoring that is killed
    /// leaves them.
    pub(crate) fn has_notes(&self) -> bool {
        number_of_notes(&self.run_folder()) > 0
    }

    /// Where copydesk's own files are for now; the folder need not be there.
    pub(crate) fn own_folder(&self) -> PathBuf {
        self.partial.join(OWN_FOLDER)
    }

    /// Where the members of archives are until these are written. A run that continues after a kill
    /// finds them there. The folder need not be there.
    pub(crate) fn members_folder(&self) -> PathBuf {
        self.run_folder().join(MEMBERS)
    }

    /// Where the output will be.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// Starts from nothing.
    pub(crate) fn clear(&self) -> Result<()> {
        self.disk
            .remove_folder(&self.partial)
            .while_writing(&self.partial)?;
        self.keep_if_it_fails(false);
        self.disk
            .make_folder(&self.partial)
            .while_writing(&self.partial)
    }

    /// Says whether what is there is worth keeping if the run fails from now on.
    pub(crate) fn keep_if_it_fails(&self, keep: bool) {
        // Relaxed: no other memory is read because of this flag.
        self.is_worth_keeping.store(keep, Ordering::Relaxed);
    }

    /// Whether something is kept if the run fails.
    pub(crate) fn keeps(&self) -> bool {
        self.is_worth_keeping.load(Ordering::Relaxed)
    }

    /// Where a file of this name is written for now; its folder is made.
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

    /// Where a file of copydesk's own is written for now.
    pub(crate) fn own_path(&self, name: &str) -> Result<PathBuf> {
        self.path(&format!("{OWN_FOLDER}/{name}"))
    }

    /// Remembers that a file was written.
    pub(crate) fn written(&self, path: PathBuf) {
        self.unsynced().push(path);
    }

    fn unsynced(&self) -> MutexGuard<'_, Vec<PathBuf>> {
        self.unsynced.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until all that was written so far is on the disk.
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
        at_once(&files, |path| self.disk.sync(path))?;
        // After a crash a new file exists only if the folder that names it is on the disk too.
        at_once(&folders, |path| self.disk.sync_folder(path))
    }

    /// Puts the folder in its place.
    pub(crate) fn commit(mut self) -> Result<()> {
        self.sync()?;
        let (old, parked, run) = (
            beside(&self.target, REPLACED),
            beside(&self.target, PARKED),
            self.run_folder(),
        );
        // The notes are not part of the output, but are needed until it has its name, so they are
        // moved beside it. The order of these steps is that of the table above.
        if run.exists() {
            self.rename(&run, &parked)?;
        }
        if self.target.exists() && self.overwrite {
            self.rename(&self.target, &old)?;
        } else if self.target.exists() {
            // `claim` allows an empty folder. `remove_dir` fails if somebody has put a file into it
            // since.
            std::fs::remove_dir(&self.target).while_writing(&self.target)?;
        }
        self.rename(&self.partial, &self.target)?;
        self.done = true;
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

/// Whether a name, taken as a path in a folder, leads out of that folder.
pub(super) fn leads_out(name: &str) -> bool {
    for part in Path::new(name).components() {
        if !matches!(part, Component::Normal(_)) {
            return true;
        }
    }
    false
}

/// How many notes there are in the folder of a run. Members of archives are none.
fn number_of_notes(run_folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(run_folder) else {
        return 0;
    };
    let mut notes = 0;
    for entry in entries.flatten() {
        // A note that is not whole yet has an ending, `survey.new`.
        let is_whole = entry.path().extension().is_none();
        notes += usize::from(is_whole && entry.file_name() != MEMBERS);
    }
    notes
}

/// Tidies up beside `target` before the process, which was working on it, is stopped: what no later
/// run can use is removed. Returns whether the same command can continue from what is left.
///
/// The work may still be running; it writes to files that have no names any more.
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
    // The manifest is one of the notes. Alone it is useless, and the others are useless without it.
    let is_noted = run.join(MANIFEST).exists() && number_of_notes(&run) > 1;
    if !is_noted {
        // What cannot be removed now is removed by the next run.
        let _ = std::fs::remove_dir_all(&partial);
    }
    let _ = std::fs::remove_file(beside(target, LOCK));
    is_noted
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.done && !self.keeps() {
            // The run failed and reports that. What cannot be removed now is removed by the next
            // run.
            let _ = self.disk.remove_folder(&self.partial);
        }
    }
}

/// Files that are waited for at the same time, for each thread of the run: as many as a thread has
/// open while it reads and writes.
const FILES_A_THREAD: usize = 2;

/// Waits for the disk, for several files at the same time. Threads that wait need no processor, so
/// there are more of them than the run works on: the system then writes many files together, where
/// it would write one after the other.
fn at_once(paths: &[PathBuf], wait: impl Fn(&Path) -> io::Result<()> + Sync) -> Result<()> {
    let next = AtomicUsize::new(0);
    let wait_for_some = || {
        // Relaxed is enough to give each number to one thread; `paths` does not change.
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            wait(path).map_err(|e| Error::output(path, e))?;
        }
        Ok(())
    };
    let most = FILES_A_THREAD * rayon::current_num_threads();
    std::thread::scope(|scope| {
        let mut others = Vec::new();
        for _ in 1..paths.len().min(most) {
            // A thread that cannot be started is not an error: with fewer threads it only takes
            // longer.
            others.extend(std::thread::Builder::new().spawn_scoped(scope, wait_for_some));
        }
        let mut outcome = wait_for_some();
        for other in others {
            let theirs = other.join();
            outcome = outcome.and(theirs.unwrap_or_else(|panic| resume_unwind(panic)));
        }
        outcome
    })
}

/// The hidden neighbour of a folder with this ending.
fn beside(target: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(ending);
    target.with_file_name(name)
}

/// A file below a folder that is not among these names.
fn first_file_beside(folder: &Path, names: &HashSet<&str>) -> Result<Option<String>> {
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

/// An input that is in the folder to be replaced would be lost.
fn refuse_own_input(target: &Path, inputs: &Inputs) -> Result<()> {
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
