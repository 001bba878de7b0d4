//! Runs over a table in memory, which return the decisions and write no output folder.

use crate::choose_fields::choose_fields;
use crate::config::{Config, OnBadRecord, Scope};
use crate::memory;
use crate::output::{Decided, Summary};
use crate::passes::{DecisionSource, RunContext, decide_each};
use crate::progress::Progress;
use crate::resume::RunCheckpoints;
use crate::run::{Clock, SiteSummary, passes_of, summarise, survey_and_decide, with_threads};
use copydesk_clean::{Decision, Verdict};
use copydesk_formats::{Fate, Fields, Inputs, MemoryTable};
use copydesk_store::{Error, Result};
use std::sync::Arc;

/// The result of a run over a table in memory.
#[derive(Debug)]
pub struct InMemory {
    /// What the run did, in numbers.
    pub summary: Summary,
    /// The columns that were read.
    pub fields: Fields,
    /// The decision on each row, in order. Its `file` is [`InMemory::NAME`].
    pub decisions: Vec<Decision>,
    /// What becomes of each row, in order. [`MemoryTable::rewritten`] makes the clean table of
    /// these.
    pub fates: Vec<Fate>,
}

impl InMemory {
    /// The name of the table in decisions.
    pub const NAME: &str = "data.arrow";
}

/// Decides what is cut from the rows of a table. The decisions are the same as those that
/// [`clean`](crate::clean) makes for an Arrow file with the same rows.
///
/// ```
/// use copydesk_pipeline::{Config, Fate, MemoryTable, Silent, clean_table};
/// # use std::sync::Arc;
/// # use arrow_array::{ArrayRef, RecordBatch, StringArray};
///
/// let ferry = "The ferry sank at noon in the strait.";
/// let texts = [ferry, "Rain.", ferry];
/// let texts: ArrayRef = Arc::new(StringArray::from(texts.to_vec()));
/// let batch = RecordBatch::try_from_iter([("text", texts)])?;
/// let table = MemoryTable::new(batch.schema(), vec![batch])?;
/// let result = clean_table(&table, &Config::default(), &Silent)?;
/// assert_eq!(result.fates, [Fate::Keep, Fate::Keep, Fate::Drop]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If the settings do not fit together, no column holds text, or temporary files cannot be written.
/// If `progress` says that the run should stop, an error of the kind
/// [`Stopped`](crate::ErrorKind::Stopped).
pub fn clean_table(
    table: &MemoryTable,
    config: &Config,
    progress: &dyn Progress,
) -> Result<InMemory> {
    config.validate()?;
    let config = &memory::with_memory(config);
    with_threads(config, || {
        let clock = Clock::new(progress);
        clock.plan(passes_of(config));
        let inputs = choose_fields(&Inputs::table(InMemory::NAME, table.clone()), config)?;
        let context = RunContext::new(&inputs, config, &clock);
        if config.scope == Scope::Document {
            let decisions = DecisionSource::Alone(Box::new(config.analyser()?));
            let sites = SiteSummary::not_surveyed(config);
            return decide_rows("clean", &context, &decisions, sites, &clock);
        }
        let inputs = memory::with_copies(
            &context.budget,
            context.kept_pages,
            &inputs,
            context.progress,
        )?;
        let context = context.over(&inputs);
        // There is no output folder in which a killed run could leave checkpoints.
        let checkpoints = RunCheckpoints::disabled(inputs.disk(), &context.budget);
        let (survey, pending) = survey_and_decide(&context, &checkpoints)?;
        let sites = SiteSummary::of(&survey, config);
        let decisions = DecisionSource::PendingDecisions {
            survey: &survey,
            pending: &pending.value,
        };
        decide_rows("clean", &context, &decisions, sites, &clock)
    })
}

/// Applies decisions that an earlier run made for the same rows of a table.
///
/// # Errors
/// If the decisions were made for other rows, and as for [`clean_table`].
pub fn apply_to_table(
    table: &MemoryTable,
    fields: &Fields,
    decisions: &[Decision],
    config: &Config,
    progress: &dyn Progress,
) -> Result<InMemory> {
    let config = &memory::with_memory(config);
    with_threads(config, || {
        let clock = Clock::new(progress);
        clock.plan(&["write"]);
        let inputs = Inputs::table(InMemory::NAME, table.clone());
        let fields = Arc::new(fields.clone());
        let files = inputs.files().iter();
        let files = files
            .map(|file| file.reading(Arc::clone(&fields)))
            .collect();
        let skipped = Vec::new();
        let inputs = inputs.with_files(files, skipped);
        let context = RunContext::new(&inputs, config, &clock);
        let decided = Decided::of(decisions, &context.budget)?;
        let decisions = DecisionSource::Decisions(&decided);
        decide_rows(
            "apply",
            &context,
            &decisions,
            SiteSummary::default(),
            &clock,
        )
    })
}

/// Does the write pass over the table, and collects the decision on each row. `decisions` says
/// where the pass gets them.
fn decide_rows(
    command: &str,
    context: &RunContext<'_>,
    decisions: &DecisionSource<'_>,
    sites: SiteSummary,
    clock: &Clock<'_>,
) -> Result<InMemory> {
    let on_bad_record = context.config.on_bad_record;
    let (mut decisions_on_rows, mut fates) = (Vec::new(), Vec::new());
    let tally = decide_each(context, decisions, |row| {
        fates.push(fate_of(row.decision.verdict, row.output, on_bad_record));
        decisions_on_rows.push(row.decision);
    })?;
    // The pass checks before each row whether it should stop. It does not notice if that is so only
    // after the last row, or if there is no row.
    if context.progress.is_stopped() {
        return Err(Error::stopped());
    }
    let mut summary = summarise(command, context, tally, sites);
    summary.seconds = clock.seconds();
    let file = context.inputs.files().first();
    Ok(InMemory {
        summary,
        fields: file.map_or_else(Fields::none, |file| file.fields().clone()),
        decisions: decisions_on_rows,
        fates,
    })
}

/// What becomes of a row with this verdict. `edited` is the row without its cuts; `None` if nothing
/// is cut from it.
fn fate_of(verdict: Verdict, edited: Option<Vec<u8>>, on_bad_record: OnBadRecord) -> Fate {
    match (verdict, on_bad_record) {
        (Verdict::Keep, _) | (Verdict::Reject, OnBadRecord::Pass) => Fate::Keep,
        (Verdict::Edit, _) => edited.map_or(Fate::Keep, Fate::Edit),
        (Verdict::Drop | Verdict::Reject, _) => Fate::Drop,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::Silent;
    use crate::{ErrorKind, clean};
    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    use copydesk_testkit::{Dump, Recipe};
    use std::fs;

    /// A dump with copies, repeats and furniture: as a table, and as an Arrow file with the same
    /// rows.
    fn dump() -> (MemoryTable, Vec<u8>) {
        let dump = Dump::synthetic(&Recipe {
            seed: 11,
            stories: 12,
            sites: 3,
            ..Recipe::default()
        });
        let field = |value: &serde_json::Value, name: &str| {
            value
                .get(name)
                .and_then(|value| value.as_str())
                .map(str::to_owned)
        };
        let rows: Vec<serde_json::Value> = dump
            .to_jsonl()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let columns = ["id", "url", "date", "text"].map(|name| {
            let strings: StringArray = rows.iter().map(|row| field(row, name)).collect();
            (name, Arc::new(strings) as ArrayRef)
        });
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let schema = batch.schema();
        let table = MemoryTable::new(Arc::clone(&schema), vec![batch.clone()]).unwrap();
        let mut bytes = Vec::new();
        let mut writer = arrow_ipc::writer::FileWriter::try_new(&mut bytes, &schema).unwrap();
        writer.write(&batch).unwrap();
        writer.finish().unwrap();
        drop(writer);
        (table, bytes)
    }

    #[test]
    fn a_table_gets_the_same_decisions_as_the_file_with_its_rows() {
        let (table, bytes) = dump();
        let config = Config::default();
        let found = clean_table(&table, &config, &Silent).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(InMemory::NAME);
        let out = folder.path().join("out");
        fs::write(&file, bytes).unwrap();
        let inputs = Inputs::discover(&[file.display().to_string()], None).unwrap();
        let summary = clean(&inputs, &out, &config, &Silent).unwrap();
        let decisions = crate::decisions_in(&out).unwrap();
        assert!(summary.documents.dropped > 0 && summary.documents.edited > 0);
        assert_eq!(found.decisions, decisions);
        assert_eq!(found.summary.documents, summary.documents);
        assert_eq!(found.summary.cuts, summary.cuts);
    }

    #[test]
    fn decisions_are_applied_to_the_same_rows_only() {
        let (table, _) = dump();
        let config = Config::default();
        let found = clean_table(&table, &config, &Silent).unwrap();
        let apply = |table: &MemoryTable| {
            apply_to_table(table, &found.fields, &found.decisions, &config, &Silent)
        };
        assert_eq!(apply(&table).unwrap().fates, found.fates);
        let fewer = vec![table.batches()[0].slice(0, 3)];
        let fewer = MemoryTable::new(Arc::clone(table.schema()), fewer).unwrap();
        assert_eq!(apply(&fewer).unwrap_err().kind(), ErrorKind::Record);
    }

    #[test]
    fn a_caller_can_stop_a_run() {
        struct AlwaysStopped;
        impl Progress for AlwaysStopped {
            fn begin(&self, _: &str, _: u64) {}
            fn reach(&self, _: u64) {}
            fn end(&self) {}
            fn is_stopped(&self) -> bool {
                true
            }
        }
        let (table, _) = dump();
        let stopped = clean_table(&table, &Config::default(), &AlwaysStopped).unwrap_err();
        assert_eq!(stopped.kind(), ErrorKind::Stopped);
    }
}
