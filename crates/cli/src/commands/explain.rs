//! `explain`: says why a document was cut or dropped.

use super::inputs::inputs_if_any;
use super::outcome::{Failure, Outcome};
use crate::args::Explain;
use crate::ui;
use copydesk_pipeline::{explain as run_explain, explain_from};

/// Explains the document that was typed. If several have the id, explains each of them.
pub fn explain(typed: &Explain) -> Result<Outcome, Failure> {
    let explanations = match inputs_if_any(&typed.input, None)? {
        None => run_explain(&typed.output, &typed.id)?,
        Some(inputs) => explain_from(&typed.output, &typed.id, &inputs)?,
    };
    for explanation in &explanations {
        if typed.json {
            ui::explain_as_json(explanation);
        } else {
            ui::explain(explanation);
        }
    }
    Ok(Outcome::Done)
}
