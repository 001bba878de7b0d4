//! What is written of the records of one batch and one file: put together on the thread that
//! decided them, so that little is left to be done in order.

use super::super::run_context::RunContext;
use super::encode::EncodedRecord;
use crate::output::Tally;
use copydesk_clean::{Decision, Verdict};
use copydesk_formats::{Batch, RawRecord};
use copydesk_store::Result;
use std::ops::Range;

/// Records of one file that follow each other.
pub(super) struct Section {
    pub file: usize,
    /// Lines of the three files of the audit log.
    pub lines: [Vec<u8>; 3],
    /// What is written to the clean dump.
    pub pieces: Vec<Piece>,
    /// Records that were made anew, end to end.
    remade: Vec<u8>,
    /// Counts of all records but the rejected ones.
    pub tally: Tally,
    /// The decisions of the rejected ones.
    pub rejected: Vec<Decision>,
}

/// A piece of a clean file.
pub(super) enum Piece {
    /// A record, with its number in the input file.
    Record(u64, From),
    /// Bytes of the batch that belong to no record.
    Rest(Range<usize>),
}

/// Where the bytes of a record are.
pub(super) enum From {
    /// In the batch, as they were read.
    Batch(Range<usize>),
    /// Among the records that were made anew.
    Remade(Range<usize>),
}

impl Section {
    fn new(file: usize) -> Self {
        Self {
            file,
            lines: Default::default(),
            pieces: Vec::new(),
            remade: Vec::new(),
            tally: Tally::default(),
            rejected: Vec::new(),
        }
    }

    /// The bytes of a record of this section, which is from this batch.
    pub fn bytes<'b>(&'b self, batch: &'b Batch, from: &From) -> &'b [u8] {
        match from {
            From::Batch(range) => &batch.bytes[range.clone()],
            From::Remade(range) => &self.remade[range.clone()],
        }
    }

    /// Adds the next record of the file.
    fn add(
        &mut self,
        context: &RunContext<'_>,
        record: &RawRecord,
        finished: EncodedRecord,
    ) -> Result<()> {
        let verdict = finished.decision.verdict;
        if verdict == Verdict::Reject {
            let reason = finished.decision.reason.clone();
            context.refuse(record, reason.unwrap_or_default())?;
        }
        let [decided, removed, rejected] = &mut self.lines;
        decided.extend_from_slice(&finished.decision_line);
        removed.extend_from_slice(&finished.removed_line);
        rejected.extend_from_slice(&finished.rejected_line);
        if context.is_written(verdict) {
            let from = match finished.output {
                None => From::Batch(record.range.clone()),
                Some(bytes) => {
                    let start = self.remade.len();
                    self.remade.extend_from_slice(&bytes);
                    From::Remade(start..self.remade.len())
                }
            };
            self.pieces.push(Piece::Record(record.number, from));
        }
        match verdict {
            // Counted when they are written, in input order: only the first reasons are counted
            // separately, and which are the first must not depend on threads.
            Verdict::Reject => self.rejected.push(finished.decision),
            _ => {
                let dropped_bytes = finished.dropped_bytes;
                self.tally
                    .add(&finished.decision, finished.examples, dropped_bytes);
                self.tally.add_lines(finished.lines);
            }
        }
        Ok(())
    }
}

/// The records of a batch in sections, as `finish` decides them: nothing for bytes that belong to
/// no record.
pub(super) fn sections(
    context: &RunContext<'_>,
    batch: &Batch,
    finish: impl Fn(&RawRecord) -> Result<Option<EncodedRecord>>,
) -> Result<Vec<Section>> {
    let mut sections: Vec<Section> = Vec::new();
    for record in &batch.records {
        let finished = finish(context.unless_stopped(record)?)?;
        match sections.last() {
            Some(last) if last.file == record.file => {}
            _ => sections.push(Section::new(record.file)),
        }
        let Some(section) = sections.last_mut() else {
            continue;
        };
        match finished {
            Some(finished) => section.add(context, record, finished)?,
            None => section.pieces.push(Piece::Rest(record.range.clone())),
        }
    }
    Ok(sections)
}
