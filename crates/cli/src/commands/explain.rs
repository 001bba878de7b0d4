//! `explain`: why was this cut?

use super::outcome::{Failure, Outcome};
use crate::args::Explain;
use crate::face;

/// Explains one document, or several with the same id.
pub fn explain(typed: &Explain) -> Result<Outcome, Failure> {
    let found = copydesk_pipeline::explain(&typed.output, &typed.id)?;
    for explanation in &found {
        if typed.json {
            face::explain_as_json(explanation);
        } else {
            face::explain(explanation);
        }
    }
    Ok(Outcome::Done)
}
