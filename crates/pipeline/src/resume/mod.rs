//! What a killed run leaves behind, so that the same command can go on from there.
//!
//! While a run works, its unfinished output folder holds a folder of notes: a manifest, which says
//! what run it is, and what each finished step has left. The next run of the same command reads the
//! manifest; if it is the same run, finished steps are loaded instead of done. How notes are
//! written and read is [`copydesk_store::Checkpoints`]'s business: there is a whole note or none.
//!
//! A note that says nothing or something broken is as good as none: the step is done again. A run
//! over the same input with the same settings comes to the same bytes whichever of its steps were
//! loaded.

mod finished;
mod manifest;

pub(crate) use finished::{finished_before, sign};
pub(crate) use manifest::Manifest;

use crate::output::Staging;
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
    /// None if no output folder is built.
    staging: Option<&'a Staging>,
    notes: Checkpoints,
    is_kept: bool,
}

const MANIFEST: &str = "manifest";

impl<'a> Journal<'a> {
    /// One in which nothing is noted, for a run that builds no output folder.
    pub(crate) fn unkept(disk: &Disk, means: &MemoryBudget) -> Self {
        Self {
            staging: None,
            notes: Checkpoints::new(PathBuf::new(), disk, means),
            is_kept: false,
        }
    }

    /// Takes up the notes of a killed run, or begins new ones if there are none, or if those that
    /// are there belong to another run and `anew` is set.
    ///
    /// # Errors
    /// If they belong to another run and `anew` is not set.
    pub(crate) fn open(
        staging: &'a Staging,
        manifest: &Manifest,
        means: &MemoryBudget,
        anew: bool,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let notes = Checkpoints::new(staging.run_folder(), &staging.disk, means);
        let journal = Self {
            staging: Some(staging),
            notes,
            is_kept: manifest.is_worthwhile(),
        };
        if journal.notes.has(MANIFEST) {
            let found: Option<Manifest> = journal.notes.read(MANIFEST)?;
            let difference = found.map_or(
                Some("it is of another version of copydesk".to_owned()),
                |found| manifest.differs_from(&found),
            );
            match difference {
                None => {
                    progress.remark("an earlier run was stopped; this one continues where it was");
                    return Ok(journal);
                }
                Some(what) if !anew => return Err(refused(staging, &what)),
                Some(_) => {}
            }
        }
        staging.clear()?;
        if journal.is_kept {
            journal.notes.make_folder()?;
            journal.notes.write(MANIFEST, manifest)?;
        }
        Ok(journal)
    }

    /// What a step left, if it is noted; otherwise it is done now, and noted.
    pub(crate) fn step<T: Note>(&self, step: Noted, make: impl FnOnce() -> Result<T>) -> Result<T> {
        if let Some(found) = self.find(step)? {
            return Ok(found);
        }
        let made = make()?;
        self.note(step, &made)?;
        Ok(made)
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
        if let Some(staging) = self.staging {
            staging.keep_if_it_fails(true);
        }
        Ok(())
    }

    /// Forgets a note that no later step needs.
    pub(crate) fn forget(&self, step: Noted) -> Result<()> {
        if self.is_kept {
            self.notes.remove(step.name())
        } else {
            Ok(())
        }
    }
}

fn refused(staging: &Staging, difference: &str) -> Error {
    let message = format!(
        "{}: beside it stands the work of a run that did not finish, and this would be another \
         run: {difference}; give the same command as then to continue, choose another folder, or \
         add --overwrite to start anew",
        staging.target().display()
    );
    Error::usage(message)
}
