//! `restore`: rebuilds the input.

use super::outcome::{Failure, Outcome};
use super::output::refuse_stdout;
use crate::args::Restore;
use crate::{interrupt, ui};
use copydesk_pipeline::{RestoreOptions, restore_with};

/// Rebuilds the input from an output folder.
pub fn restore(typed: &Restore) -> Result<Outcome, Failure> {
    refuse_stdout("restore", &typed.output)?;
    // From here on there may be an unfinished output, which Ctrl-C tidies up.
    interrupt::working_on(&typed.output);
    let options = RestoreOptions {
        overwrite: typed.overwrite,
        temp_dir: typed.temp_dir.clone(),
    };
    let records = restore_with(&typed.from, &typed.output, &options)?;
    interrupt::done();
    if !typed.quiet {
        ui::print_note(&format!(
            "{} restored to {}",
            ui::counted(records, "record"),
            typed.output.display()
        ));
    }
    Ok(Outcome::Done)
}
