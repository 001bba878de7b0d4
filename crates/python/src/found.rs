//! `clean`, `find` and `apply` for tables in memory, and their results.

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

/// What was decided about the rows of a table.
#[pyclass(frozen, module = "copydesk._native")]
pub struct Found(Arc<Decided>);

struct Decided {
    table: MemoryTable,
    found: InMemory,
}

/// Finds what is to be cut in a table; `flags` are those of the command.
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
    copydesk_cli::is_enough(config.memory, Some(&inputs)).map_err(Failure::Usage)?;
    let decided = running::run(py, progress, move |watch| {
        let found = clean_table(&table, &config, watch)?;
        Ok(Decided { table, found })
    })?;
    Ok(Found(Arc::new(decided)))
}

/// Cuts in a table what was decided about the same rows.
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
        let (fields, decisions) = (&before.found.fields, &before.found.decisions);
        let found = apply_to_table(&table, fields, decisions, &config, watch)?;
        Ok(Decided { table, found })
    })?;
    Ok(Found(Arc::new(decided)))
}

impl Decided {
    /// The numbers of the rows with such a fate, from 0, in order.
    fn rows_with(&self, is_wanted: fn(&Fate) -> bool) -> Vec<usize> {
        let mut rows = Vec::new();
        for (row, fate) in self.found.fates.iter().enumerate() {
            if is_wanted(fate) {
                rows.push(row);
            }
        }
        rows
    }

    fn texts(&self) -> Result<RowTexts, Failure> {
        Ok(RowTexts::new(&self.table, &self.found.fields)?)
    }

    fn table_of(&self, batches: Vec<arrow_array::RecordBatch>) -> Result<Table, Failure> {
        Ok(Table(MemoryTable::new(
            Arc::clone(self.table.schema()),
            batches,
        )?))
    }

    fn explained(&self, id: &str) -> Result<Vec<Explanation>, Failure> {
        let texts = self.texts()?;
        let mut found = Vec::new();
        for decision in &self.found.decisions {
            if is_named(decision, id) {
                found.push(explain_decision(decision.clone(), |_, record| {
                    text_of_record(&texts, record)
                }));
            }
        }
        if found.is_empty() {
            return Err(Failure::Usage(format!(
                "no row has the id {id}; name a row by its id, or by its number if it has none"
            )));
        }
        Ok(found)
    }
}

/// Whether a user means this decision by `id`: rows without an id are named by their numbers.
fn is_named(decision: &Decision, id: &str) -> bool {
    match decision.id.as_deref() {
        Some(own) => own == id,
        None => decision.record.to_string() == id,
    }
}

/// The text of a record of the table, which is its only file.
fn text_of_record(texts: &RowTexts, record: u64) -> String {
    // A row that the table does not have, so the text is empty.
    let row = usize::try_from(record).unwrap_or(usize::MAX);
    texts.get(row).unwrap_or_default()
}

/// The fate of a row in a table of the edited rows alone.
fn unless_edited_dropped(fate: &Fate) -> Fate {
    match fate {
        Fate::Edit(_) => fate.clone(),
        Fate::Keep | Fate::Drop => Fate::Drop,
    }
}

#[pymethods]
impl Found {
    /// What the run did, as JSON.
    fn summary(&self) -> PyResult<String> {
        Ok(serde_json::to_string(&self.0.found.summary).map_err(Failure::from)?)
    }

    /// The name of the column that holds the text; a path if it is nested.
    #[getter]
    fn text_column(&self) -> Option<String> {
        self.0.found.fields.name(Role::Text).map(str::to_owned)
    }

    /// The numbers of the rows that are gone.
    fn dropped_rows(&self) -> Vec<usize> {
        self.0.rows_with(|fate| matches!(fate, Fate::Drop))
    }

    /// The numbers of the rows whose text was cut.
    fn edited_rows(&self) -> Vec<usize> {
        self.0.rows_with(|fate| matches!(fate, Fate::Edit(_)))
    }

    /// The table without what was cut.
    fn clean(&self, py: Python<'_>) -> PyResult<Table> {
        let decided = &*self.0;
        running::briefly(py, || {
            let found = &decided.found;
            decided.table_of(decided.table.rewritten(&found.fields, &found.fates)?)
        })
    }

    /// The rows whose text was cut, without what was cut.
    fn edited(&self, py: Python<'_>) -> PyResult<Table> {
        let decided = &*self.0;
        running::briefly(py, || {
            let found = &decided.found;
            let fates: Vec<Fate> = found.fates.iter().map(unless_edited_dropped).collect();
            decided.table_of(decided.table.rewritten(&found.fields, &fates)?)
        })
    }

    /// The clean texts of the rows whose text was cut.
    fn edited_texts(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        let edited = self.edited(py)?.0;
        let decided = &*self.0;
        running::briefly(py, || {
            let texts = RowTexts::new(&edited, &decided.found.fields)?;
            Ok((0..edited.rows())
                .map(|row| texts.get(row).unwrap_or_default())
                .collect())
        })
    }

    /// One row for each decision.
    fn decisions(&self, py: Python<'_>) -> PyResult<Table> {
        let decided = &*self.0;
        running::briefly(py, || Ok(Table(rows::decisions(&decided.found.decisions)?)))
    }

    /// One row for each document that was dropped for another.
    fn clusters(&self, py: Python<'_>) -> PyResult<Table> {
        let decided = &*self.0;
        running::briefly(py, || Ok(Table(rows::clusters(&decided.found.decisions)?)))
    }

    /// One row for each cut.
    fn cuts(&self, py: Python<'_>) -> PyResult<Table> {
        let decided = &*self.0;
        running::briefly(py, || {
            Ok(Table(rows::cuts(
                &decided.found.decisions,
                &decided.texts()?,
            )?))
        })
    }

    /// Why the rows with this id were cut or dropped: JSON, one object each.
    fn explain(&self, id: &str) -> PyResult<Vec<String>> {
        let found = self.0.explained(id)?;
        Ok(found.iter().map(as_json).collect())
    }

    /// How many rows could not be read.
    #[getter]
    fn rejected(&self) -> usize {
        let decisions = self.0.found.decisions.iter();
        decisions
            .filter(|decision| decision.verdict == Verdict::Reject)
            .count()
    }
}

/// An explanation as the command gives it, with the text of the document.
pub fn as_json(explanation: &Explanation) -> String {
    let cuts: Vec<serde_json::Value> = explanation
        .cuts
        .iter()
        .map(|cut| serde_json::json!({ "text": cut.text, "kept": cut.kept, "differing": cut.differing }))
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
