//! The commands over files.

use crate::errors::Failure;
use crate::found::as_json;
use crate::rows;
use crate::running;
use crate::table::Table;
use copydesk_cli::is_enough;
use copydesk_pipeline::{
    CharacterOffsets, Inputs, abandon, apply, clean, decisions_in, explain, explain_from, find,
    restore, restore_over,
};
use pyo3::prelude::*;
use std::path::{Path, PathBuf};

/// `clean` over files, or `find`: the summary, as JSON.
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
    let target = output.clone();
    let done = running::run(py, progress, move |watch| {
        let inputs = Inputs::discover(&inputs, Some(&output))?;
        is_enough(config.memory, Some(&inputs)).map_err(Failure::Usage)?;
        let summary = match is_find {
            true => find(&inputs, &output, &config, watch)?,
            false => clean(&inputs, &output, &config, watch)?,
        };
        Ok(serde_json::to_string(&summary)?)
    });
    tidied(done, &target)
}

/// `apply` over files: the summary, as JSON.
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
    let target = output.clone();
    let done = running::run(py, progress, move |watch| {
        let inputs = Inputs::discover(&inputs, Some(&output))?;
        is_enough(config.memory, Some(&inputs)).map_err(Failure::Usage)?;
        let summary = apply(&inputs, &decisions, &output, &config, watch)?;
        Ok(serde_json::to_string(&summary)?)
    });
    tidied(done, &target)
}

/// Tidies up after a run that was stopped, as the command does on Ctrl-C.
fn tidied<T>(done: PyResult<T>, output: &Path) -> PyResult<T> {
    if done.is_err() {
        // Says whether the same call can continue from what is left. That call finds out by itself.
        let _ = abandon(output);
    }
    done
}

/// The input again, from an output folder alone.
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

/// Why documents with this id were cut or dropped: JSON, one object each.
#[pyfunction]
#[pyo3(signature = (output, id, inputs = None))]
pub fn explain_files(
    py: Python<'_>,
    output: PathBuf,
    id: String,
    inputs: Option<Vec<String>>,
) -> PyResult<Vec<String>> {
    running::run(py, None, move |_| {
        let found = match inputs {
            Some(inputs) => explain_from(&output, &id, &Inputs::discover(&inputs, None)?)?,
            None => explain(&output, &id)?,
        };
        Ok(found.iter().map(as_json).collect())
    })
}

/// What a run over files decided: its decisions, and its clusters.
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

/// What a run over files cut: one row for each cut.
#[pyfunction]
pub fn cuts_of_files(py: Python<'_>, output: PathBuf) -> PyResult<Table> {
    running::run(py, None, move |_| {
        let decisions = decisions_in(&output)?;
        let offsets = CharacterOffsets::of_edits(&output, &decisions)?;
        Ok(Table(rows::cuts_in_files(&decisions, &offsets)?))
    })
}
