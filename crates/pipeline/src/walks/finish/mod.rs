//! The last walk: dump and decisions in lock-step.

mod encode;
mod output;
mod source;

pub(crate) use encode::Finished;
pub(crate) use source::Finisher;

use super::walk::Walk;
use crate::output::{Staging, Tally};
use crate::resume::Journal;
use copydesk_formats::{Batch, RawRecord};
use copydesk_store::Result;
use output::Output;

/// Walks the dump, writes the decisions, and, unless `dry`, the clean dump. Continues where the journal says that an earlier run
/// was.
pub(crate) fn finish(
    walk: &Walk<'_>,
    finisher: &Finisher<'_>,
    staging: &Staging,
    journal: &Journal<'_>,
    dry: bool,
) -> Result<Tally> {
    let mut output = Output::resume(walk, staging, journal, dry)?;
    let rest = Walk {
        from_file: output.files_done(),
        means: walk.means.clone(),
        ..*walk
    };
    let starts = finisher.starts(&rest);
    let each = |batch: &Batch, record: &RawRecord| finisher.finish(&rest, batch, record, &starts);
    rest.run("write", each, |batch, record, finished| {
        output.reach(record.file)?;
        output.take(batch, record, finished?)
    })?;
    finisher.check_complete(&rest, output.records())?;
    output.finish()
}
