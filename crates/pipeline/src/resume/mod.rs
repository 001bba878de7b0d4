//! Checkpoints of a run, from which the same command continues if the run is killed.
//!
//! While a run works, its unfinished output folder contains a folder of checkpoints: a manifest,
//! which identifies the run, and the result of each finished step. The next run of the same command
//! reads the manifest. If it identifies the same run, the results of finished steps are loaded, and
//! these steps are not done again. [`copydesk_store::Checkpoints`] writes and reads the files. Each
//! file is either complete or absent.
//!
//! A checkpoint that is missing or damaged does no harm: its step is done again. A run over the
//! same input with the same settings writes the same bytes, whichever of its steps were loaded. So
//! a checkpoint may be written while the next step is being done, and checkpoints need not be
//! completed in the order of their steps.

mod differing;
mod finished;
mod manifest;

pub(crate) use finished::{finished_before, write_manifest};
pub(crate) use manifest::Manifest;

use crate::output::{MANIFEST, Staging};
use crate::progress::Progress;
use copydesk_store::{Checkpoint, Checkpoints, Disk, Error, MemoryBudget, Result};
use std::path::PathBuf;

/// A step of a run whose result is saved in a checkpoint.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    /// The survey pass.
    Survey,
    /// The examine pass.
    Examine,
    /// All passes and decisions between the examine pass and the write pass.
    Decide,
    /// A part of the write pass. The result says how far the output files are complete.
    Write,
}

impl Step {
    /// The name of the step's checkpoint.
    fn checkpoint_name(self) -> &'static str {
        match self {
            Self::Survey => "survey",
            Self::Examine => "examined",
            Self::Decide => "drafts",
            Self::Write => "written",
        }
    }
}

/// The checkpoints of one run. Nothing is saved or loaded if the dump is so small that checkpoints
/// save no time.
pub(crate) struct RunCheckpoints<'a> {
    /// `None` if no output folder is built.
    staging: Option<&'a Staging>,
    checkpoints: Checkpoints,
    /// Whether results are saved and loaded.
    is_enabled: bool,
    /// Whether an earlier run has written the manifest.
    has_manifest: bool,
}

/// The result of a step, which was either loaded or made by this run.
pub(crate) struct StepResult<T> {
    pub value: T,
    /// Whether the checkpoint is written already, because the value was loaded from it.
    is_saved: bool,
}

impl<'a> RunCheckpoints<'a> {
    /// No checkpoints, for a run that builds no output folder.
    pub(crate) fn disabled(disk: &Disk, budget: &MemoryBudget) -> Self {
        Self {
            staging: None,
            checkpoints: Checkpoints::new(PathBuf::new(), disk, budget),
            is_enabled: false,
            has_manifest: false,
        }
    }

    /// Finds the checkpoints of a killed run, in the staging folder (the unfinished output folder).
    /// If there are none, or they belong to another run and `start_over` is true, the staging
    /// folder is cleared, and the run starts from the beginning.
    ///
    /// # Errors
    /// If the checkpoints belong to another run and `start_over` is false.
    pub(crate) fn open(
        staging: &'a Staging,
        manifest: &Manifest,
        budget: &MemoryBudget,
        start_over: bool,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let run = Self {
            staging: Some(staging),
            checkpoints: Checkpoints::new(staging.run_folder(), &staging.disk, budget),
            is_enabled: manifest.saves_checkpoints(),
            has_manifest: false,
        };
        // The manifest is saved like a checkpoint.
        if run.checkpoints.has(MANIFEST) {
            let earlier: Option<Manifest> = run.checkpoints.read(MANIFEST)?;
            let difference = match earlier {
                Some(earlier) => manifest.difference_from(&earlier),
                // The manifest is damaged, or another version wrote it with other fields.
                None => Some("by another version of copydesk".to_owned()),
            };
            match difference {
                None => {
                    progress.remark("an earlier run was stopped; this one continues where it was");
                    return Ok(Self {
                        has_manifest: true,
                        ..run
                    });
                }
                Some(difference) if !start_over => {
                    return Err(of_another_run(staging, &difference));
                }
                // The work of the other run is cleared below.
                Some(_) => {}
            }
        }
        staging.clear()?;
        if run.is_enabled {
            run.checkpoints.make_folder()?;
        }
        Ok(run)
    }

    /// Writes the manifest, unless an earlier run has written it, and does `work` at the same time.
    /// Until the manifest is written, no run can continue from the checkpoints.
    ///
    /// # Errors
    /// If the manifest cannot be written. Then `stop` is called immediately, to end what `work`
    /// does. Otherwise as for `work`.
    pub(crate) fn begin_while<U: Send>(
        &self,
        manifest: &Manifest,
        stop: impl FnOnce() + Send,
        work: impl FnOnce() -> Result<U> + Send,
    ) -> Result<U> {
        if self.has_manifest || !self.is_enabled {
            return work();
        }
        let write = || self.checkpoints.write(MANIFEST, manifest);
        let (written, done) = write_while(write, stop, work);
        if let (Err(_), Some(staging)) = (&written, self.staging) {
            // Without the manifest, it cannot be known to which run the checkpoints belong. So they
            // are removed when the run fails.
            staging.keep_on_failure(false);
        }
        // If writing failed, its error is returned: the error of `work` only says that it was
        // stopped.
        written.and(done)
    }

    /// The result of a step: loaded if an earlier run has saved it, and otherwise made now. A
    /// result that is made now still has to be saved, by [`Self::save_while`].
    pub(crate) fn load_or_make<T: Checkpoint>(
        &self,
        step: Step,
        make: impl FnOnce() -> Result<T>,
    ) -> Result<StepResult<T>> {
        if let Some(value) = self.load(step)? {
            // The earlier run may have been killed after it saved this result and before it removed
            // the checkpoint that is not needed any more.
            self.remove_superseded(step)?;
            return Ok(StepResult {
                value,
                is_saved: true,
            });
        }
        Ok(StepResult {
            value: make()?,
            is_saved: false,
        })
    }

    /// Saves the result of a step, unless it was loaded, and does `next` at the same time. Saving
    /// mostly waits for the disk, so it hardly slows `next` down.
    ///
    /// # Errors
    /// If the result cannot be saved. Then `stop` is called immediately, to end what `next` does.
    /// Otherwise as for `next`.
    pub(crate) fn save_while<T: Checkpoint + Sync, U: Send>(
        &self,
        step: Step,
        result: &StepResult<T>,
        stop: impl FnOnce() + Send,
        next: impl FnOnce() -> Result<U> + Send,
    ) -> Result<U> {
        if result.is_saved || !self.is_enabled {
            return next();
        }
        let (saved, done) = write_while(|| self.save(step, &result.value), stop, next);
        // As in `begin_while`, the error of saving is returned first.
        saved.and(done)
    }

    /// Loads the result of a step. `None` if it was not saved, or its checkpoint is damaged.
    pub(crate) fn load<T: Checkpoint>(&self, step: Step) -> Result<Option<T>> {
        if self.is_enabled {
            self.checkpoints.read(step.checkpoint_name())
        } else {
            Ok(None)
        }
    }

    /// Saves the result of a step.
    pub(crate) fn save(&self, step: Step, value: &impl Checkpoint) -> Result<()> {
        if !self.is_enabled {
            return Ok(());
        }
        self.checkpoints.write(step.checkpoint_name(), value)?;
        // Done only now that this checkpoint is on the disk. Otherwise a kill could lose both.
        self.remove_superseded(step)?;
        if let Some(staging) = self.staging {
            // If the run fails from now on, it can be continued.
            staging.keep_on_failure(true);
        }
        Ok(())
    }

    /// Removes the checkpoint that is not needed any more once the result of `step` is saved. The
    /// survey and the decisions are needed until the end of the run.
    fn remove_superseded(&self, step: Step) -> Result<()> {
        match step {
            Step::Decide => self.checkpoints.remove(Step::Examine.checkpoint_name()),
            Step::Survey | Step::Examine | Step::Write => Ok(()),
        }
    }
}

/// Calls `write` and `work` at the same time, if there are two threads, and returns both results.
/// If `write` fails, calls `stop` immediately.
fn write_while<U: Send>(
    write: impl FnOnce() -> Result<()> + Send,
    stop: impl FnOnce() + Send,
    work: impl FnOnce() -> Result<U> + Send,
) -> (Result<()>, Result<U>) {
    rayon::join(|| write().inspect_err(|_| stop()), work)
}

/// The error that the checkpoints belong to another run. `difference` says how it differs, as
/// [`Manifest::difference_from`] does.
fn of_another_run(staging: &Staging, difference: &str) -> Error {
    let message = format!(
        "{}: a run into this folder did not finish, and was started {difference}; give the same \
         command as then to continue it, choose another folder, or add --overwrite to start again",
        staging.target().display()
    );
    Error::usage(message)
}
