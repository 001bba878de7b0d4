//! The last pass: dump and decisions are read together.

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

/// Reads the dump, writes the decisions, and, unless `dry`, the clean dump. Continues from the last
/// checkpoint of an earlier run.
pub(crate) fn finish(
    context: &RunContext<'_>,
    finisher: &DecisionSource<'_>,
    staging: &Staging,
    checkpoints: &RunCheckpoints<'_>,
    dry: bool,
) -> Result<Tally> {
    let mut output = Output::resume(context, staging, checkpoints, dry)?;
    let rest = RunContext {
        from_file: output.files_done(),
        budget: context.budget.clone(),
        packer: context.packer.clone(),
        // The same flag, so that a checkpoint that fails beside this pass ends it.
        is_failed: context.is_failed.clone(),
        ..*context
    };
    let starts = finisher.starts(&rest);
    let work = |batch: &Batch| {
        sections(&rest, batch, |record| {
            finisher.finish(&rest, batch, record, &starts)
        })
    };
    rest.run("write", work, |batch, sections| {
        let mut sections = sections.into_iter();
        sections.try_for_each(|section| output.take(batch, section))
    })?;
    finisher.check_complete(&rest, output.records())?;
    output.finish()
}

/// Reads the dump and passes each decided record to `take`, instead of writing it.
pub(crate) fn hand_out(
    context: &RunContext<'_>,
    finisher: &DecisionSource<'_>,
    mut take: impl FnMut(EncodedRecord) + Send,
) -> Result<Tally> {
    let mut tally = Tally::default();
    let starts = finisher.starts(context);
    let each = |batch: &Batch, record: &RawRecord| finisher.finish(context, batch, record, &starts);
    context.look("write", each, |_, record, finished| {
        let Some(mut finished) = finished? else {
            return Ok(());
        };
        if finished.decision.verdict == Verdict::Reject {
            context.refuse(record, finished.decision.reason.clone().unwrap_or_default())?;
        }
        let examples = std::mem::take(&mut finished.examples);
        tally.add(&finished.decision, examples, finished.dropped_bytes);
        tally.add_lines(std::mem::take(&mut finished.lines));
        take(finished);
        Ok(())
    })?;
    finisher.check_complete(context, tally.documents.read)?;
    Ok(tally)
}
