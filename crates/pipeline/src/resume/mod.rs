//! What a killed run leaves, so that the same command can continue from there.
//!
//! While a run works, its unfinished output folder holds a folder of notes: a manifest, which says
//! what run it is, and what each finished step has left. The next run of the same command reads the
//! manifest; if it is the same run, finished steps are loaded instead of done. How notes are
//! written and read is [`copydesk_store::Checkpoints`]'s business: there is a whole note or none.
//!
//! A note that is missing or damaged does no harm: the step is done again. A run over the same
//! input with the same settings writes the same bytes, whichever of its steps were loaded. So a
//! note may be written while the next step is being done, and notes need not be finished in the
//! order of their steps.

mod differing;
mod finished;
mod manifest;

pub(crate) use finished::{finished_before, sign};
pub(crate) use manifest::Manifest;

use crate::output::{MANIFEST, Staging};
use crate::progress::Progress;
use copydesk_store::{Checkpoints, Disk, Error, MemoryBudget, Note, Result};
use std::path::PathBuf;

/// The steps whose outcome is noted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Noted {
    Survey,
    Examined,
    PendingDecisions,
    /// How far the output files are complete.
    Written,
}

impl Noted {
    fn name(self) -> &'static str {
        match self {
            Self::Survey => "survey",
            Self::Examined => "examined",
            Self::PendingDecisions => "drafts",
            Self::Written => "written",
        }
    }
}

/// The notes of one run. Without notes (the dump is too small to be worth it) every step is simply
/// done.
pub(crate) struct Journal<'a> {
    /// `None` if no output folder is built.
    staging: Option<&'a Staging>,
    notes: Checkpoints,
    is_kept: bool,
    /// Whether the manifest is there.
    is_begun: bool,
}

/// What a step left.
pub(crate) struct Done<T> {
    pub left: T,
    is_noted: bool,
}

impl<'a> Journal<'a> {
    /// A journal in which nothing is noted, for a run that builds no output folder.
    pub(crate) fn unkept(disk: &Disk, budget: &MemoryBudget) -> Self {
        Self {
            staging: None,
            notes: Checkpoints::new(PathBuf::new(), disk, budget),
            is_kept: false,
            is_begun: false,
        }
    }

    /// Takes up the notes of a killed run, or begins new ones if there are none, or if those that
    /// are there belong to another run and `start_over` is set.
    ///
    /// # Errors
    /// If they belong to another run and `start_over` is not set.
    pub(crate) fn open(
        staging: &'a Staging,
        manifest: &Manifest,
        budget: &MemoryBudget,
        start_over: bool,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let notes = Checkpoints::new(staging.run_folder(), &staging.disk, budget);
        let journal = Self {
            staging: Some(staging),
            notes,
            is_kept: manifest.is_worthwhile(),
            is_begun: false,
        };
        if journal.notes.has(MANIFEST) {
            let found: Option<Manifest> = journal.notes.read(MANIFEST)?;
            let difference = found
                .map_or(Some("by another version of copydesk".to_owned()), |found| {
                    manifest.differs_from(&found)
                });
            match difference {
                None => {
                    progress.remark("an earlier run was stopped; this one continues where it was");
                    return Ok(Self {
                        is_begun: true,
                        ..journal
                    });
                }
                Some(what) if !start_over => return Err(refused(staging, &what)),
                // With `--overwrite`, the work of another run is cleared below.
                Some(_) => {}
            }
        }
        staging.clear()?;
        if journal.is_kept {
            journal.notes.make_folder()?;
        }
        Ok(journal)
    }

    /// Writes the manifest, unless it is there, while `work` runs. A run that is killed before
    /// leaves nothing that is taken up.
    ///
    /// # Errors
    /// As for [`Self::note_beside`].
    pub(crate) fn begin_beside<U: Send>(
        &self,
        manifest: &Manifest,
        failed: impl FnOnce() + Send,
        work: impl FnOnce() -> Result<U> + Send,
    ) -> Result<U> {
        if self.is_begun || !self.is_kept {
            return work();
        }
        let begin = || self.notes.write(MANIFEST, manifest);
        let (begun, done) = beside(begin, failed, work);
        if let (Err(_), Some(staging)) = (&begun, self.staging) {
            // Without a manifest nobody could tell which run the notes belong to.
            staging.keep_if_it_fails(false);
        }
        // The error of the note comes first: the work only reports that it was stopped.
        begun.and(done)
    }

    /// What a step left, if it is noted; otherwise it is done now. It is noted by
    /// [`Self::note_beside`].
    pub(crate) fn done<T: Note>(
        &self,
        step: Noted,
        make: impl FnOnce() -> Result<T>,
    ) -> Result<Done<T>> {
        Ok(match self.find(step)? {
            Some(left) => {
                // Again here: a kill may have come between writing this note and removing the
                // other.
                self.forget_before(step)?;
                Done {
                    left,
                    is_noted: true,
                }
            }
            None => Done {
                left: make()?,
                is_noted: false,
            },
        })
    }

    /// Notes what a step left, unless it is noted, while `next` is done: most of the time is spent
    /// waiting for the disk.
    ///
    /// # Errors
    /// If it cannot be noted; then `failed` is called at once, to end what `next` does. Otherwise
    /// as `next`.
    pub(crate) fn note_beside<T: Note + Sync, U: Send>(
        &self,
        step: Noted,
        done: &Done<T>,
        failed: impl FnOnce() + Send,
        next: impl FnOnce() -> Result<U> + Send,
    ) -> Result<U> {
        if done.is_noted || !self.is_kept {
            return next();
        }
        let (noted, next) = beside(|| self.note(step, &done.left), failed, next);
        // As in `begin_beside`: if the note fails, `next` only reports that it was stopped.
        noted.and(next)
    }

    /// What a step left, if it is noted.
    pub(crate) fn find<T: Note>(&self, step: Noted) -> Result<Option<T>> {
        if self.is_kept {
            self.notes.read(step.name())
        } else {
            Ok(None)
        }
    }

    /// Notes what a step leaves.
    pub(crate) fn note(&self, step: Noted, left: &impl Note) -> Result<()> {
        if !self.is_kept {
            return Ok(());
        }
        self.notes.write(step.name(), left)?;
        // Only after this note is on the disk, or a kill would lose both.
        self.forget_before(step)?;
        if let Some(staging) = self.staging {
            staging.keep_if_it_fails(true);
        }
        Ok(())
    }

    /// Forgets the note that nobody needs once this step is noted.
    fn forget_before(&self, step: Noted) -> Result<()> {
        match step {
            Noted::PendingDecisions => self.notes.remove(Noted::Examined.name()),
            Noted::Survey | Noted::Examined | Noted::Written => Ok(()),
        }
    }
}

/// Does both, on two threads if there are two, and calls `failed` as soon as the first fails.
fn beside<U: Send>(
    note: impl FnOnce() -> Result<()> + Send,
    failed: impl FnOnce() + Send,
    next: impl FnOnce() -> Result<U> + Send,
) -> (Result<()>, Result<U>) {
    rayon::join(|| note().inspect_err(|_| failed()), next)
}

fn refused(staging: &Staging, difference: &str) -> Error {
    let message = format!(
        "{}: a run into this folder did not finish, and was started {difference}; give the same \
         command as then to continue it, choose another folder, or add --overwrite to start again",
        staging.target().display()
    );
    Error::usage(message)
}
