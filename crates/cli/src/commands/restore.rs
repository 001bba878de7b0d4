//! `restore`: rebuilds the input.

use super::outcome::{Failure, Outcome};
use crate::args::Restore;
use crate::{interrupt, ui};
use copydesk_pipeline::{restore as run_restore, restore_over};

/// Rebuilds the input from an output folder.
pub fn restore(typed: &Restore) -> Result<Outcome, Failure> {
    interrupt::working_on(&typed.output);
    let records = if typed.overwrite {
        restore_over(&typed.from, &typed.output)?
    } else {
        run_restore(&typed.from, &typed.output)?
    };
    interrupt::done();
    if !typed.quiet {
        ui::print_note(&format!(
            "{records} records restored to {}",
            typed.output.display()
        ));
    }
    Ok(Outcome::Done)
}
