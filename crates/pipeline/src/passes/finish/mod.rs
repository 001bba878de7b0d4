//! The last pass: reads the dump, makes the final decision about each record, and writes it.

// A module imports only those above it. The blank line keeps `rustfmt` from sorting the list.

mod encode;
mod section;

mod output;
mod source;

pub(crate) use encode::EncodedRecord;
pub(crate) use source::DecisionSource;

use super::run_context::RunContext;
use crate::output::{Staging, Tally};
use crate::resume::RunCheckpoints;
use copydesk_clean::Verdict;
use copydesk_formats::{Batch, RawRecord};
use copydesk_store::Result;
use output::Output;
use section::sections;

/// Reads the dump and writes the decisions and, unless `dry`, the clean dump. Continues after the
/// files that an earlier run has completed, according to its checkpoints. Returns the counts for
/// the summary.
pub(crate) fn write_output(
    context: &RunContext<'_>,
    source: &DecisionSource<'_>,
    staging: &Staging,
    checkpoints: &RunCheckpoints<'_>,
    dry: bool,
) -> Result<Tally> {
    let mut output = Output::resume(context, staging, checkpoints, dry)?;
    // This pass begins with the first file that is not completed.
    let context = &RunContext {
        from_file: output.files_done(),
        budget: context.budget.clone(),
        packer: context.packer.clone(),
        // A clone shares the flag, so this pass ends if a checkpoint cannot be written meanwhile.
        concurrent_work_failed: context.concurrent_work_failed.clone(),
        ..*context
    };
    // Where the decisions about each file begin, if they were made by an earlier run.
    let first_decisions = source.first_decisions(context);
    // One section for each file that has records in the batch.
    let work = |batch: &Batch| {
        sections(context, batch, |record| {
            source.decide_record(context, batch, record, &first_decisions)
        })
    };
    context.read_whole_records("write", work, |batch, sections| {
        for section in sections {
            output.write(batch, section)?;
        }
        Ok(())
    })?;
    source.check_complete(context, output.records())?;
    output.finish()
}

/// Reads the dump and gives each decided record to `take`, in input order, instead of writing it.
/// Returns the counts for the summary.
pub(crate) fn decide_each(
    context: &RunContext<'_>,
    source: &DecisionSource<'_>,
    mut take: impl FnMut(EncodedRecord) + Send,
) -> Result<Tally> {
    let mut tally = Tally::default();
    // As in `write_output`.
    let first_decisions = source.first_decisions(context);
    let each = |batch: &Batch, record: &RawRecord| {
        source.decide_record(context, batch, record, &first_decisions)
    };
    context.read_fields("write", each, |_, record, encoded| {
        let Some(mut encoded) = encoded? else {
            // Bytes that belong to no record.
            return Ok(());
        };
        if encoded.decision.verdict == Verdict::Reject {
            let reason = encoded.decision.reason.clone();
            // Returns an error if bad records are to stop the run.
            context.reject_or_stop(record, reason.unwrap_or_default())?;
        }
        let examples = std::mem::take(&mut encoded.examples);
        tally.add(&encoded.decision, examples, encoded.dropped_bytes);
        tally.add_lines(std::mem::take(&mut encoded.lines));
        take(encoded);
        Ok(())
    })?;
    source.check_complete(context, tally.documents.read)?;
    Ok(tally)
}
