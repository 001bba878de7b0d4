//! `clean`, `find` and `apply` for tables in memory, and their results.
//!
//! Each row of a table is a document. The [`Fate`] of a row is what becomes of it: it is kept,
//! edited (with another text) or dropped.

use crate::errors::Failure;
use crate::rows;
use crate::running;
use crate::table::Table;
use copydesk_pipeline::{
    Decision, Explanation, Fate, InMemory, Inputs, MemoryTable, Role, RowTexts, Verdict,
    apply_to_table, clean_table, explain_decision,
};
use pyo3::prelude::*;
use std::sync::Arc;

/// The result of a run over a table in memory.
#[pyclass(frozen, module = "copydesk._native")]
pub struct Found(Arc<Decided>);

/// A table, and what was decided about its rows.
struct Decided {
    table: MemoryTable,
    result: InMemory,
}

/// Decides what to cut in a table. `flags` are flags as the command takes them.
#[pyfunction]
#[pyo3(signature = (table, flags, progress = None))]
pub fn clean(
    py: Python<'_>,
    table: &Table,
    flags: Vec<String>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<Found> {
    let config = copydesk_cli::config_of(&flags).map_err(Failure::Usage)?;
    // The columns are shared and not copied.
    let table = table.0.clone();
    let inputs = Inputs::table(InMemory::NAME, table.clone());
    copydesk_cli::check_memory(config.memory, Some(&inputs)).map_err(Failure::Usage)?;
    let decided = running::run(py, progress, move |watch| {
        let result = clean_table(&table, &config, watch)?;
        Ok(Decided { table, result })
    })?;
    Ok(Found(Arc::new(decided)))
}

/// Cuts in a table what an earlier run decided about the same rows.
#[pyfunction]
#[pyo3(signature = (table, before, flags, progress = None))]
pub fn apply(
    py: Python<'_>,
    table: &Table,
    before: &Found,
    flags: Vec<String>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<Found> {
    let config = copydesk_cli::config_of(&flags).map_err(Failure::Usage)?;
    let table = table.0.clone();
    // Python may release `before` while the work is running.
    let before = Arc::clone(&before.0);
    let decided = running::run(py, progress, move |watch| {
        let (fields, decisions) = (&before.result.fields, &before.result.decisions);
        let result = apply_to_table(&table, fields, decisions, &config, watch)?;
        Ok(Decided { table, result })
    })?;
    Ok(Found(Arc::new(decided)))
}

impl Decided {
    /// The numbers of the rows whose fate is wanted, from 0, in order.
    fn rows_with(&self, is_wanted: fn(&Fate) -> bool) -> Vec<usize> {
        let mut rows = Vec::new();
        for (row, fate) in self.result.fates.iter().enumerate() {
            if is_wanted(fate) {
                rows.push(row);
            }
        }
        rows
    }

    /// The texts of the rows as they were.
    fn texts(&self) -> Result<RowTexts, Failure> {
        Ok(RowTexts::new(&self.table, &self.result.fields)?)
    }

    /// A table with the schema of this one.
    fn table_of(&self, batches: Vec<arrow_array::RecordBatch>) -> Result<Table, Failure> {
        Ok(Table(MemoryTable::new(
            Arc::clone(self.table.schema()),
            batches,
        )?))
    }

    /// The explanations of the decisions that a user means by `id`.
    ///
    /// # Errors
    /// If there is no such row.
    fn explained(&self, id: &str) -> Result<Vec<Explanation>, Failure> {
        let texts = self.texts()?;
        let mut explanations = Vec::new();
        for decision in &self.result.decisions {
            if is_named(decision, id) {
                // The name of the file is not needed: all records are rows of one table.
                explanations.push(explain_decision(decision.clone(), |_, record| {
                    text_of_record(&texts, record)
                }));
            }
        }
        if explanations.is_empty() {
            return Err(Failure::Usage(format!(
                "no row has the id {id}; name a row by its id, or by its number if it has none"
            )));
        }
        Ok(explanations)
    }
}

/// Whether a user means this decision by `id`. A row without an id is named by its number.
fn is_named(decision: &Decision, id: &str) -> bool {
    match decision.id.as_deref() {
        Some(row_id) => row_id == id,
        None => decision.record.to_string() == id,
    }
}

/// The text of a record, which is a row of the table; empty if there is no such row or no text.
fn text_of_record(texts: &RowTexts, record: u64) -> String {
    // A number that is too large becomes the largest index, at which no table has a row.
    let row = usize::try_from(record).unwrap_or(usize::MAX);
    texts.get(row).unwrap_or_default()
}

/// The fate of a row if only edited rows are to be left.
fn dropped_unless_edited(fate: &Fate) -> Fate {
    match fate {
        Fate::Edit(_) => fate.clone(),
        Fate::Keep | Fate::Drop => Fate::Drop,
    }
}

#[pymethods]
impl Found {
    /// The summary of the run, as JSON.
    fn summary(&self) -> PyResult<String> {
        Ok(serde_json::to_string(&self.0.result.summary).map_err(Failure::from)?)
    }

    /// The name of the column that holds the text. If the text is nested, a path with dots.
    #[getter]
    fn text_column(&self) -> Option<String> {
        self.0.result.fields.name(Role::Text).map(str::to_owned)
    }

    /// The numbers of the rows that were dropped, from 0.
    fn dropped_rows(&self) -> Vec<usize> {
        self.0.rows_with(|fate| matches!(fate, Fate::Drop))
    }

    /// The numbers of the rows whose text was cut, from 0.
    fn edited_rows(&self) -> Vec<usize> {
        self.0.rows_with(|fate| matches!(fate, Fate::Edit(_)))
    }

    /// The table without dropped rows, and with clean texts.
    fn clean(&self, py: Python<'_>) -> PyResult<Table> {
        let decided = &*self.0;
        running::without_lock(py, || {
            let result = &decided.result;
            decided.table_of(decided.table.rewritten(&result.fields, &result.fates)?)
        })
    }

    /// The rows whose text was cut, with clean texts.
    fn edited(&self, py: Python<'_>) -> PyResult<Table> {
        let decided = &*self.0;
        running::without_lock(py, || {
            let result = &decided.result;
            let fates: Vec<Fate> = result.fates.iter().map(dropped_unless_edited).collect();
            decided.table_of(decided.table.rewritten(&result.fields, &fates)?)
        })
    }

    /// The clean texts of the rows whose text was cut.
    fn edited_texts(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        let edited = self.edited(py)?.0;
        let decided = &*self.0;
        running::without_lock(py, || {
            let texts = RowTexts::new(&edited, &decided.result.fields)?;
            Ok((0..edited.rows())
                .map(|row| texts.get(row).unwrap_or_default())
                .collect())
        })
    }

    /// One row for each decision.
    fn decisions(&self, py: Python<'_>) -> PyResult<Table> {
        let decided = &*self.0;
        running::without_lock(py, || {
            Ok(Table(rows::decisions(&decided.result.decisions)?))
        })
    }

    /// One row for each document that was dropped in favour of another.
    fn clusters(&self, py: Python<'_>) -> PyResult<Table> {
        let decided = &*self.0;
        running::without_lock(py, || Ok(Table(rows::clusters(&decided.result.decisions)?)))
    }

    /// One row for each cut.
    fn cuts(&self, py: Python<'_>) -> PyResult<Table> {
        let decided = &*self.0;
        running::without_lock(py, || {
            Ok(Table(rows::cuts(
                &decided.result.decisions,
                &decided.texts()?,
            )?))
        })
    }

    /// Explanations why the rows with this id were cut or dropped, each as a JSON object.
    fn explain(&self, id: &str) -> PyResult<Vec<String>> {
        let explanations = self.0.explained(id)?;
        Ok(explanations.iter().map(as_json).collect())
    }

    /// The number of rows that could not be read.
    #[getter]
    fn rejected(&self) -> usize {
        let decisions = self.0.result.decisions.iter();
        decisions
            .filter(|decision| decision.verdict == Verdict::Reject)
            .count()
    }
}

/// An explanation as the JSON that the command prints, with the text of the document added.
pub fn as_json(explanation: &Explanation) -> String {
    let cuts: Vec<serde_json::Value> = explanation
        .cuts
        .iter()
        .map(|cut| {
            serde_json::json!({
                "text": cut.text,
                "kept": cut.kept,
                "differing": cut.differing,
            })
        })
        .collect();
    let value = serde_json::json!({
        "decision": explanation.decision,
        "cuts": cuts,
        "text": explanation.text,
        "kept_text": explanation.kept_text,
        "differing": explanation.differing,
    });
    value.to_string()
}
