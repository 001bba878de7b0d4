//! Encodes the final decision about a record, and the bytes that are written of the record.
//!
//! All threads encode records at the same time: they serialise the lines of the audit log and cut
//! the edited records. So the thread that writes in order only appends bytes.

use super::super::run_context::RunContext;
use crate::output::{LineOnPage, RejectedLine, RemovedLine};
use copydesk_clean::{Decision, Edit, EditCopy, Finding, KeptCopy, Verdict, settle};
use copydesk_formats::{Article, Batch, RawRecord, Record};
use copydesk_store::Result;
use copydesk_text::{Segment, Span};
use serde::Serialize;

/// A decision about a record, and all that is written because of it.
pub(crate) struct EncodedRecord {
    pub decision: Decision,
    /// The line of the decisions file.
    pub decision_line: Vec<u8>,
    /// The line of the file of removed bytes; empty if nothing is removed.
    pub removed_line: Vec<u8>,
    /// The line of the file of rejected records; empty if the record is not rejected.
    pub rejected_line: Vec<u8>,
    /// The edited record for the clean dump. `None` if the record is not changed by edits.
    pub output: Option<Vec<u8>>,
    /// The beginning of each cut, for the summary.
    pub examples: Vec<String>,
    /// The length of the record if it is dropped, else 0.
    pub dropped_bytes: u64,
    /// The recurring lines in the document that the summary counts. [`RecordEncoder`] leaves this
    /// empty for the caller to fill.
    pub lines: Vec<LineOnPage>,
}

/// Turns the decision about one record into an [`EncodedRecord`].
pub(super) struct RecordEncoder<'a> {
    pub context: &'a RunContext<'a>,
    pub batch: &'a Batch,
    pub record: &'a RawRecord,
}

/// The longest example of a cut, in characters.
const EXAMPLE_CHARS: usize = 120;

impl RecordEncoder<'_> {
    /// The name of the record's file, as decisions give it.
    pub fn file_name(&self) -> String {
        self.context.inputs.files()[self.record.file]
            .name()
            .to_owned()
    }

    /// The record in its format, which can be parsed and cut.
    fn formatted(&self) -> Record<'_> {
        self.batch.record(self.context.inputs, self.record)
    }

    /// All bytes of the record, with its line break or comma.
    fn raw(&self) -> &[u8] {
        &self.batch.bytes[self.record.range.clone()]
    }

    /// The hash by which the decision identifies the record.
    pub fn digest(&self) -> String {
        self.formatted().digest()
    }

    /// A decision without reason and edits.
    pub fn new_decision(&self, id: Option<String>, verdict: Verdict) -> Decision {
        Decision {
            id,
            digest: self.digest(),
            ..Decision::new(self.file_name(), self.record.number, verdict)
        }
    }

    /// A kept copy that is in the same document as the cut, as decisions name it.
    pub fn copy_here(&self, article: &Article<'_>, kept: &KeptCopy) -> EditCopy {
        let (start, end) = (kept.span.start(), kept.span.end());
        EditCopy {
            file: self.file_name(),
            record: self.record.number,
            id: article.id.clone(),
            start,
            end,
            similarity: kept.overlap.similarity(),
        }
    }

    /// Adds the edits that follow from these findings to the decision, and encodes the decision.
    /// `copy_of` turns a kept copy into the form in which decisions name it.
    pub fn encode_findings(
        &self,
        mut decision: Decision,
        article: &Article<'_>,
        segments: &[Segment],
        findings: Vec<Finding>,
        copy_of: impl Fn(&KeptCopy) -> Result<EditCopy>,
    ) -> Result<EncodedRecord> {
        // `settle` resolves overlaps between findings, and adds white space to each.
        for finding in settle(&article.text, segments, findings) {
            let kept = finding.kept.as_ref().map(&copy_of).transpose()?;
            decision.edits.push(Edit::of(finding, kept));
        }
        // The decision about a document that is dropped because nothing is left of it also has the
        // edits, because they explain why. Its verdict stays.
        if decision.verdict == Verdict::Keep && !decision.edits.is_empty() {
            decision.verdict = Verdict::Edit;
        }
        Ok(self.encode(decision, Some(article)))
    }

    /// Encodes the rejection of the record for this reason.
    pub fn encode_rejected(&self, reason: String) -> EncodedRecord {
        let mut decision = self.new_decision(None, Verdict::Reject);
        decision.reason = Some(reason.clone());
        let record = (self.file_name(), self.record.number);
        let place = (self.record.offset, self.record.line);
        let line = RejectedLine::new(record, place, reason, self.raw());
        EncodedRecord {
            rejected_line: line_of(&line),
            ..self.encode(decision, None)
        }
    }

    /// Encodes a decision. The article is needed only if the verdict is [`Verdict::Edit`].
    pub fn encode(&self, decision: Decision, article: Option<&Article<'_>>) -> EncodedRecord {
        let mut encoded = EncodedRecord {
            decision_line: line_of(&decision),
            removed_line: Vec::new(),
            rejected_line: Vec::new(),
            output: None,
            examples: Vec::new(),
            dropped_bytes: 0,
            lines: Vec::new(),
            decision,
        };
        let (file, record) = (self.file_name(), self.record.number);
        match (encoded.decision.verdict, article) {
            (Verdict::Drop, _) => {
                let raw = self.raw();
                encoded.dropped_bytes = raw.len() as u64;
                encoded.removed_line = line_of(&RemovedLine::dropped(file, record, raw));
            }
            (Verdict::Edit, Some(article)) => {
                let spans: Vec<Span> = encoded.decision.edits.iter().map(Edit::span).collect();
                for span in &spans {
                    encoded.examples.push(example(span.slice(&article.text)));
                }
                let spliced = self.formatted().splice(article, &spans);
                encoded.output = Some(spliced.bytes);
                let line = RemovedLine::edited(file, record, spliced.removed);
                encoded.removed_line = line_of(&line);
            }
            _ => {}
        }
        encoded
    }
}

/// The beginning of a text on one line, as examples in the summary show it.
pub(super) fn example(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= EXAMPLE_CHARS {
        line
    } else {
        line.chars().take(EXAMPLE_CHARS).chain(['…']).collect()
    }
}

/// A value as a line of JSON.
fn line_of(value: &impl Serialize) -> Vec<u8> {
    // Plain structs of strings and numbers always serialise.
    let mut line = serde_json::to_vec(value).unwrap_or_default();
    line.push(b'\n');
    line
}
