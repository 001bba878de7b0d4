//! `restore`: the input again.

use super::outcome::{Failure, Outcome};
use crate::args::Restore;
use crate::face;

/// Rebuilds the input from an output folder.
pub fn restore(typed: &Restore) -> Result<Outcome, Failure> {
    let records = copydesk_pipeline::restore(&typed.from, &typed.output)?;
    if !typed.quiet {
        face::remark(&format!(
            "{records} records restored to {}",
            typed.output.display()
        ));
    }
    Ok(Outcome::Done)
}
