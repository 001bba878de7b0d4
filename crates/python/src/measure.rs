//! The commands `eval` and `plan`.

use crate::errors::Failure;
use crate::running;
use copydesk_eval::{Questions, TruthKind};
use copydesk_pipeline::Inputs;
use pyo3::prelude::*;
use std::path::PathBuf;

/// The inputs; `None` if none were given.
fn inputs_if_any(inputs: &[String]) -> Result<Option<Inputs>, Failure> {
    match inputs.is_empty() {
        true => Ok(None),
        false => Ok(Some(Inputs::discover(inputs, None)?)),
    }
}

/// The kind of truth file with this name. A truth file says which documents are duplicates, or what
/// should be cut.
fn kind_of(name: &str) -> Result<TruthKind, Failure> {
    Ok(match name {
        "pairs" => TruthKind::Pairs,
        "clusters" => TruthKind::Clusters,
        "blocks" => TruthKind::Blocks,
        "spans" => TruthKind::Spans,
        "core" => TruthKind::Core,
        "news-copy" => TruthKind::NewsCopy,
        _ => {
            let known = "pairs, clusters, blocks, spans, core or news-copy";
            return Err(Failure::Usage(format!(
                "--truth-kind {name}: choose {known}"
            )));
        }
    })
}

/// The arguments that have defaults, as Python passes them: `kind`, `similar_from`,
/// `different_below`, `duplicate_labels` and `worst` of [`Questions`].
type Asked = (
    Option<String>,
    Option<f64>,
    Option<f64>,
    Vec<String>,
    Option<usize>,
);

/// Scores what copydesk finds in `inputs` against the truth files `truth`. If `decisions`, the
/// output folder of an earlier run, is given, its decisions are scored, and no new run is made.
/// Returns the evaluation as JSON.
#[pyfunction]
#[pyo3(signature = (inputs, truth, asked, decisions, flags, progress = None))]
pub fn evaluate(
    py: Python<'_>,
    inputs: Vec<String>,
    truth: Vec<PathBuf>,
    asked: Asked,
    decisions: Option<PathBuf>,
    flags: Vec<String>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<String> {
    let config = copydesk_cli::config_of(&flags).map_err(Failure::Usage)?;
    let (kind, similar_from, different_below, duplicate_labels, worst) = asked;
    let default = Questions::default();
    let questions = Questions {
        truth,
        kind: kind.as_deref().map(kind_of).transpose()?,
        similar_from: similar_from.unwrap_or(default.similar_from),
        different_below,
        duplicate_labels,
        worst: worst.unwrap_or(default.worst),
        decided: decisions,
    };
    running::run(py, progress, move |watch| {
        let inputs = inputs_if_any(&inputs)?;
        let evaluation = copydesk_eval::evaluate(inputs.as_ref(), &questions, &config, watch)?;
        Ok(serde_json::to_string(&evaluation)?)
    })
}

/// Compares bandings (how many bands and rows a signature is cut into) for a threshold of
/// similarity. Returns the plan as JSON.
#[pyfunction]
#[pyo3(signature = (inputs, sample, flags, progress = None))]
pub fn plan(
    py: Python<'_>,
    inputs: Vec<String>,
    sample: Option<usize>,
    flags: Vec<String>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<String> {
    let config = copydesk_cli::config_of(&flags).map_err(Failure::Usage)?;
    running::run(py, progress, move |watch| {
        let inputs = inputs_if_any(&inputs)?;
        let sample_size = sample.unwrap_or(copydesk_eval::SAMPLE);
        let plan = copydesk_eval::plan(inputs.as_ref(), sample_size, &config, watch)?;
        Ok(serde_json::to_string(&plan)?)
    })
}
