//! One record on its way out: its decision, and what is written of it.
//!
//! Records are encoded on the threads that decided them: the lines of the audit log are serialised
//! and the clean record is spliced there, so that the thread which writes in order only appends
//! bytes.

use super::super::run_context::RunContext;
use crate::output::{LineOnPage, RejectedLine, RemovedLine};
use copydesk_clean::{Copy, Decision, Edit, Finding, KeptCopy, Verdict, settle};
use copydesk_formats::{Article, Batch, RawRecord, Record};
use copydesk_store::Result;
use copydesk_text::{Segment, Span};
use serde::Serialize;

/// One record, decided and serialised.
pub(crate) struct EncodedRecord {
    pub decision: Decision,
    pub decision_line: Vec<u8>,
    pub removed_line: Vec<u8>,
    pub rejected_line: Vec<u8>,
    /// What is written to the clean dump; none for the record as it is.
    pub output: Option<Vec<u8>>,
    pub examples: Vec<String>,
    pub dropped_bytes: u64,
    /// The lines of it that are counted by themselves.
    pub lines: Vec<LineOnPage>,
}

/// One record on its way out.
pub(super) struct RecordEncoder<'a> {
    pub context: &'a RunContext<'a>,
    pub batch: &'a Batch,
    pub record: &'a RawRecord,
}

/// Longest example of a cut, in characters.
const EXAMPLE_CHARS: usize = 120;

impl RecordEncoder<'_> {
    /// The name of its file, as decisions have it.
    pub fn name(&self) -> String {
        self.context.inputs.files()[self.record.file]
            .name()
            .to_owned()
    }

    /// The record, which can be parsed and cut.
    pub fn whole(&self) -> Record<'_> {
        self.batch.record(self.context.inputs, self.record)
    }

    /// All its bytes.
    pub fn raw(&self) -> &[u8] {
        &self.batch.bytes[self.record.range.clone()]
    }

    /// The hash by which the decision identifies the record.
    pub fn digest(&self) -> String {
        self.whole().digest()
    }

    /// A decision that says nothing yet but the verdict.
    pub fn blank(&self, id: Option<String>, verdict: Verdict) -> Decision {
        Decision {
            id,
            digest: self.digest(),
            ..Decision::new(self.name(), self.record.number, verdict)
        }
    }

    /// The kept copy of a cut, as decisions name it, where it is in this document.
    pub fn own_copy(&self, article: &Article<'_>, kept: &KeptCopy) -> Copy {
        let (start, end) = (kept.span.start(), kept.span.end());
        Copy {
            file: self.name(),
            record: self.record.number,
            id: article.id.clone(),
            start,
            end,
            similarity: kept.overlap.similarity(),
        }
    }

    /// Turns findings into edits of raw text.
    pub fn edited(
        &self,
        mut decision: Decision,
        article: &Article<'_>,
        segments: &[Segment],
        findings: Vec<Finding>,
        copy_of: impl Fn(&KeptCopy) -> Result<Copy>,
    ) -> Result<EncodedRecord> {
        for finding in settle(&article.text, segments, findings) {
            let kept = finding.kept.as_ref().map(&copy_of).transpose()?;
            decision.edits.push(Edit::of(finding, kept));
        }
        // A document that is dropped because nothing is left of it keeps its edits as the
        // explanation.
        if decision.verdict == Verdict::Keep && !decision.edits.is_empty() {
            decision.verdict = Verdict::Edit;
        }
        Ok(self.written(decision, Some(article)))
    }

    /// The record rejected for this reason.
    pub fn rejected(&self, reason: String) -> EncodedRecord {
        let mut decision = self.blank(None, Verdict::Reject);
        decision.reason = Some(reason.clone());
        let place = (self.record.offset, self.record.line);
        let entry = RejectedLine::new((self.name(), self.record.number), place, reason, self.raw());
        let rejected_line = line_of(&entry);
        EncodedRecord {
            rejected_line,
            ..self.written(decision, None)
        }
    }

    /// Serialises a decision and what it removes.
    pub fn written(&self, decision: Decision, article: Option<&Article<'_>>) -> EncodedRecord {
        let mut finished = EncodedRecord {
            decision_line: line_of(&decision),
            removed_line: Vec::new(),
            rejected_line: Vec::new(),
            output: None,
            examples: Vec::new(),
            dropped_bytes: 0,
            lines: Vec::new(),
            decision,
        };
        let (file, record) = (self.name(), self.record.number);
        match (finished.decision.verdict, article) {
            (Verdict::Drop, _) => {
                let raw = self.raw();
                finished.dropped_bytes = raw.len() as u64;
                finished.removed_line = line_of(&RemovedLine::dropped(file, record, raw));
            }
            (Verdict::Edit, Some(article)) => {
                let spans: Vec<Span> = finished.decision.edits.iter().map(Edit::span).collect();
                for span in &spans {
                    finished.examples.push(example(span.slice(&article.text)));
                }
                let spliced = self.whole().splice(article, &spans);
                finished.output = Some(spliced.bytes);
                let line = RemovedLine::edited(file, record, spliced.removed);
                finished.removed_line = line_of(&line);
            }
            _ => {}
        }
        finished
    }
}

/// The beginning of a text as a person is shown it: on one line, and cut between characters.
pub(super) fn example(cut: &str) -> String {
    let line = cut.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= EXAMPLE_CHARS {
        line
    } else {
        line.chars().take(EXAMPLE_CHARS).chain(['…']).collect()
    }
}

fn line_of(value: &impl Serialize) -> Vec<u8> {
    // Plain structs of strings and numbers always serialise.
    let mut line = serde_json::to_vec(value).unwrap_or_default();
    line.push(b'\n');
    line
}
