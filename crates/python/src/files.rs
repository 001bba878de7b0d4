//! The commands that read and write files, and the decisions of a run over files as tables.
//!
//! `flags` are always flags as the command takes them. [`running::run`] gives the work a `watch`,
//! by which it reports its progress and learns whether it was told to stop.

use crate::errors::Failure;
use crate::in_memory::as_json;
use crate::rows;
use crate::running;
use crate::table::Table;
use copydesk_cli::check_memory;
use copydesk_pipeline::{
    CharacterOffsets, Inputs, abandon, apply, clean, decisions_in, explain, explain_from, find,
    restore, restore_over,
};
use pyo3::prelude::*;
use std::path::{Path, PathBuf};

/// Runs `clean` on files, or `find` if that is the `command`. Returns the summary as JSON.
#[pyfunction]
#[pyo3(signature = (command, inputs, output, flags, progress = None))]
pub fn clean_files(
    py: Python<'_>,
    command: &str,
    inputs: Vec<String>,
    output: PathBuf,
    flags: Vec<String>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<String> {
    let config = copydesk_cli::config_of(&flags).map_err(Failure::Usage)?;
    let is_find = command == "find";
    let out = output.clone();
    let result = running::run(py, progress, move |watch| {
        let inputs = Inputs::discover(&inputs, Some(&output))?;
        check_memory(config.memory, Some(&inputs)).map_err(Failure::Usage)?;
        let summary = match is_find {
            true => find(&inputs, &output, &config, watch)?,
            false => clean(&inputs, &output, &config, watch)?,
        };
        Ok(serde_json::to_string(&summary)?)
    });
    tidy_up_after_failure(result, &out)
}

/// Runs `apply` on files. Returns the summary as JSON.
#[pyfunction]
#[pyo3(signature = (inputs, decisions, output, flags, progress = None))]
pub fn apply_files(
    py: Python<'_>,
    inputs: Vec<String>,
    decisions: PathBuf,
    output: PathBuf,
    flags: Vec<String>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<String> {
    let config = copydesk_cli::config_of(&flags).map_err(Failure::Usage)?;
    let out = output.clone();
    let result = running::run(py, progress, move |watch| {
        let inputs = Inputs::discover(&inputs, Some(&output))?;
        check_memory(config.memory, Some(&inputs)).map_err(Failure::Usage)?;
        let summary = apply(&inputs, &decisions, &output, &config, watch)?;
        Ok(serde_json::to_string(&summary)?)
    });
    tidy_up_after_failure(result, &out)
}

/// Returns the result of a run. If the run failed or was stopped, first tidies up beside its output
/// folder, as the command does on Ctrl-C.
fn tidy_up_after_failure<T>(result: PyResult<T>, output: &Path) -> PyResult<T> {
    if result.is_err() {
        // The result says whether the same call can continue the run. It is not needed, because
        // that call finds out by itself.
        let _ = abandon(output);
    }
    result
}

/// Rebuilds the input in `folder`, from an output folder alone. With `overwrite`, an input that was
/// rebuilt there earlier is replaced.
#[pyfunction]
#[pyo3(signature = (output, folder, overwrite))]
pub fn restore_files(
    py: Python<'_>,
    output: PathBuf,
    folder: PathBuf,
    overwrite: bool,
) -> PyResult<()> {
    running::run(py, None, move |_| {
        match overwrite {
            true => restore_over(&output, &folder),
            false => restore(&output, &folder),
        }?;
        Ok(())
    })
}

/// Explanations why the documents with this id were cut or dropped, each as a JSON object. `inputs`
/// are the inputs of a run that only found what to cut; its output folder holds no texts.
#[pyfunction]
#[pyo3(signature = (output, id, inputs = None))]
pub fn explain_files(
    py: Python<'_>,
    output: PathBuf,
    id: String,
    inputs: Option<Vec<String>>,
) -> PyResult<Vec<String>> {
    running::run(py, None, move |_| {
        let explanations = match inputs {
            Some(inputs) => explain_from(&output, &id, &Inputs::discover(&inputs, None)?)?,
            None => explain(&output, &id)?,
        };
        Ok(explanations.iter().map(as_json).collect())
    })
}

/// The decisions of a run over files as two tables: the decisions, and the clusters.
#[pyfunction]
pub fn decided_files(py: Python<'_>, output: PathBuf) -> PyResult<(Table, Table)> {
    running::run(py, None, move |_| {
        let decisions = decisions_in(&output)?;
        Ok((
            Table(rows::decisions(&decisions)?),
            Table(rows::clusters(&decisions)?),
        ))
    })
}

/// The cuts of a run over files, one row for each cut.
#[pyfunction]
pub fn cuts_of_files(py: Python<'_>, output: PathBuf) -> PyResult<Table> {
    running::run(py, None, move |_| {
        let decisions = decisions_in(&output)?;
        // The decisions count bytes. The table has offsets in characters as well, for Python.
        let offsets = CharacterOffsets::of_edits(&output, &decisions)?;
        Ok(Table(rows::cuts_in_files(&decisions, &offsets)?))
    })
}
