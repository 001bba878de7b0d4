//! `eval`: scores a find against ground truth.

use super::inputs::inputs_if_any;
use super::outcome::{Failure, Outcome};
use crate::args::Eval;
use crate::settings;
use crate::ui::{self, Bars};
use copydesk_eval::{Questions, evaluate};

/// Runs a find and scores it, or scores the decisions of an earlier run.
pub fn eval(typed: &Eval) -> Result<Outcome, Failure> {
    if typed.run.overwrite {
        return Err(Failure::Usage(
            "--overwrite: eval writes no output; omit it".into(),
        ));
    }
    let config = settings::of_find(&typed.find, &typed.run)?;
    // What is scored, and which of the listed pairs count as duplicates.
    let questions = Questions {
        truth: typed.truth.clone(),
        kind: typed.truth_kind.map(Into::into),
        similar_from: typed.similar_from,
        different_below: typed.different_below,
        duplicate_labels: typed.duplicate_label.clone(),
        worst: typed.worst,
        decided: typed.decisions.clone(),
    };
    let inputs = inputs_if_any(&typed.input, typed.run.temp_dir.as_deref())?;
    settings::check_memory(typed.run.memory, inputs.as_ref())?;
    let evaluation = evaluate(
        inputs.as_ref(),
        &questions,
        &config,
        &Bars::new(typed.run.quiet),
    )?;
    match (typed.run.json, typed.csv) {
        (true, _) => ui::evaluation_as_json(&evaluation),
        (false, true) => ui::evaluation_as_csv(&evaluation),
        (false, false) => ui::evaluation(&evaluation),
    }
    ui::print_rejected(&evaluation.documents, None);
    Ok(Outcome::of_documents(&evaluation.documents))
}
