//! The last pass: dump and decisions are read together.

mod encode;
mod section;

mod output;
mod source;

pub(crate) use encode::EncodedRecord;
pub(crate) use source::DecisionSource;

use super::run_context::RunContext;
use crate::output::{Staging, Tally};
use crate::resume::Journal;
use copydesk_clean::Verdict;
use copydesk_formats::{Batch, RawRecord};
use copydesk_store::Result;
use output::Output;
use section::sections;

/// Reads the dump, writes the decisions, and, unless `dry`, the clean dump. Continues where the
/// journal says that an earlier run was.
pub(crate) fn finish(
    walk: &RunContext<'_>,
    finisher: &DecisionSource<'_>,
    staging: &Staging,
    journal: &Journal<'_>,
    dry: bool,
) -> Result<Tally> {
    let mut output = Output::resume(walk, staging, journal, dry)?;
    let rest = RunContext {
        from_file: output.files_done(),
        means: walk.means.clone(),
        packer: walk.packer.clone(),
        // The same flag, so that a checkpoint that fails beside this pass ends it.
        is_failed: walk.is_failed.clone(),
        ..*walk
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
    walk: &RunContext<'_>,
    finisher: &DecisionSource<'_>,
    mut take: impl FnMut(EncodedRecord) + Send,
) -> Result<Tally> {
    let mut tally = Tally::default();
    let starts = finisher.starts(walk);
    let each = |batch: &Batch, record: &RawRecord| finisher.finish(walk, batch, record, &starts);
    walk.look("write", each, |_, record, finished| {
        let Some(mut finished) = finished? else {
            return Ok(());
        };
        if finished.decision.verdict == Verdict::Reject {
            walk.refuse(record, finished.decision.reason.clone().unwrap_or_default())?;
        }
        let examples = std::mem::take(&mut finished.examples);
        tally.add(&finished.decision, examples, finished.dropped_bytes);
        tally.add_lines(std::mem::take(&mut finished.lines));
        take(finished);
        Ok(())
    })?;
    finisher.check_complete(walk, tally.documents.read)?;
    Ok(tally)
}
