//! The output of one batch of records, divided by input file.
//!
//! Sections are put together on the threads that decide records. So little work is left for the one
//! thread that writes them, in input order.

use super::super::run_context::RunContext;
use super::encode::EncodedRecord;
use crate::output::Tally;
use copydesk_clean::{Decision, Verdict};
use copydesk_formats::{Batch, RawRecord};
use copydesk_store::Result;
use std::ops::Range;

/// The output of all records of a batch that are from one file.
pub(super) struct Section {
    /// Index of the input file.
    pub file: usize,
    /// Lines for the three files of the audit log: decisions, removed bytes, rejected records.
    pub lines: [Vec<u8>; 3],
    /// What is written to the clean file, in order.
    pub pieces: Vec<Piece>,
    /// The bytes of all edited records, one after the other.
    edited: Vec<u8>,
    /// Counts for the summary, of all records but the rejected ones. Those are counted later.
    pub tally: Tally,
    /// The decisions about the rejected records.
    pub rejected: Vec<Decision>,
}

/// A piece of a clean file.
pub(super) enum Piece {
    Record {
        /// Number of the record in the input file.
        number: u64,
        bytes: RecordBytes,
    },
    /// Bytes that belong to no record, by their position in the batch.
    Rest(Range<usize>),
}

/// Where the bytes of a record are.
pub(super) enum RecordBytes {
    /// In the batch, unchanged.
    AsRead(Range<usize>),
    /// In [`Section::edited`].
    Edited(Range<usize>),
}

impl Section {
    fn new(file: usize) -> Self {
        Self {
            file,
            lines: Default::default(),
            pieces: Vec::new(),
            edited: Vec::new(),
            tally: Tally::default(),
            rejected: Vec::new(),
        }
    }

    /// The bytes of a record of this section. `batch` is the batch from which the section was made.
    pub fn bytes<'b>(&'b self, batch: &'b Batch, record: &RecordBytes) -> &'b [u8] {
        match record {
            RecordBytes::AsRead(range) => &batch.bytes[range.clone()],
            RecordBytes::Edited(range) => &self.edited[range.clone()],
        }
    }

    /// Adds the next record of the file.
    fn add(
        &mut self,
        context: &RunContext<'_>,
        record: &RawRecord,
        encoded: EncodedRecord,
    ) -> Result<()> {
        let verdict = encoded.decision.verdict;
        if verdict == Verdict::Reject {
            let reason = encoded.decision.reason.clone();
            // Returns an error if bad records are to stop the run.
            context.reject_or_stop(record, reason.unwrap_or_default())?;
        }
        let [decisions, removed, rejected] = &mut self.lines;
        decisions.extend_from_slice(&encoded.decision_line);
        removed.extend_from_slice(&encoded.removed_line);
        rejected.extend_from_slice(&encoded.rejected_line);
        if context.is_written(verdict) {
            let bytes = match encoded.output {
                None => RecordBytes::AsRead(record.range.clone()),
                Some(bytes) => {
                    let start = self.edited.len();
                    self.edited.extend_from_slice(&bytes);
                    RecordBytes::Edited(start..self.edited.len())
                }
            };
            let number = record.number;
            self.pieces.push(Piece::Record { number, bytes });
        }
        match verdict {
            // Counted when the section is written. Each of the first few different reasons gets a
            // count of its own, and which are the first must depend on the input order alone.
            Verdict::Reject => self.rejected.push(encoded.decision),
            _ => {
                let dropped_bytes = encoded.dropped_bytes;
                self.tally
                    .add(&encoded.decision, encoded.examples, dropped_bytes);
                self.tally.add_lines(encoded.lines);
            }
        }
        Ok(())
    }
}

/// Encodes the records of a batch, and puts them into sections by their files. `encode` returns
/// `None` for bytes that belong to no record.
pub(super) fn sections(
    context: &RunContext<'_>,
    batch: &Batch,
    encode: impl Fn(&RawRecord) -> Result<Option<EncodedRecord>>,
) -> Result<Vec<Section>> {
    let mut sections: Vec<Section> = Vec::new();
    for record in &batch.records {
        context.check_not_stopped()?;
        let encoded = encode(record)?;
        let is_same_file = sections.last().is_some_and(|last| last.file == record.file);
        if !is_same_file {
            sections.push(Section::new(record.file));
        }
        // Never `None`: a section was pushed if there was none.
        let Some(section) = sections.last_mut() else {
            continue;
        };
        match encoded {
            Some(encoded) => section.add(context, record, encoded)?,
            None => section.pieces.push(Piece::Rest(record.range.clone())),
        }
    }
    Ok(sections)
}
