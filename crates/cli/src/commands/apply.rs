//! `apply`: cuts what a `find` decided.

use super::inputs::discover;
use super::outcome::{Failure, Outcome};
use super::output::refuse_stdout;
use crate::args::Apply;
use crate::ui::{self, Bars};
use crate::{interrupt, settings};
use copydesk_pipeline::apply as run_apply;

/// Cuts by the decisions of an earlier run.
pub fn apply(typed: &Apply) -> Result<Outcome, Failure> {
    let config = settings::of_run(&typed.run);
    refuse_stdout("apply", &typed.output)?;
    let inputs = discover(
        &typed.input,
        Some(&typed.output),
        typed.run.temp_dir.as_deref(),
    )?;
    settings::check_memory(typed.run.memory, Some(&inputs))?;
    // From here on there may be an unfinished output, which Ctrl-C tidies up.
    interrupt::working_on(&typed.output);
    let summary = run_apply(
        &inputs,
        &typed.decisions,
        &typed.output,
        &config,
        &Bars::new(typed.run.quiet),
    )?;
    interrupt::done();
    ui::report(&summary, Some(&typed.output), &typed.run);
    Ok(Outcome::of(&summary))
}
