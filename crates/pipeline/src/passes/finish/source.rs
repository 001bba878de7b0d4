//! Where the final decisions come from: the pending decisions of this run, the decisions of an
//! earlier run, or an analysis of each record by itself.
//!
//! If copydesk panics while it works on a record, no other record is affected. If every document is
//! analysed by itself, the record is rejected. If documents are compared, the record is rejected if
//! the panic was in the survey or in the examine pass. If the panic is in the last pass, other
//! records may have been cut because this one keeps the text. Then the record is written as it was,
//! because the copies that decisions name must be in the output.

use super::super::guard::guarded;
use super::super::pending::PendingDecisions;
use super::super::run_context::RunContext;
use super::super::survey::Survey;
use super::encode::{EncodedRecord, RecordEncoder, example};
use crate::output::{Decided, LineFate, LineOnPage};
use copydesk_clean::{
    AlsoIn, Analyser, Decision, Dropped, DuplicateOf, EditCopy, KeptCopy, SharesWith, Verdict,
    is_emptied,
};
use copydesk_formats::{Batch, RawRecord};
use copydesk_store::{Error, Result};
use copydesk_text::{DocId, Document, segments};
use std::cmp::Reverse;

/// Where the last pass gets its decisions.
pub(crate) enum DecisionSource<'a> {
    /// Pending decisions of this run, whose findings are still to be turned into edits.
    PendingDecisions {
        survey: &'a Survey,
        pending: &'a PendingDecisions,
    },
    /// Decisions of an earlier run, which are applied as they are.
    Decisions(&'a Decided),
    /// No earlier pass: every document is analysed by itself.
    Alone(Box<Analyser>),
}

impl DecisionSource<'_> {
    /// The number of the first decision about each file. Empty unless the decisions are from an
    /// earlier run.
    pub(super) fn first_decisions(&self, context: &RunContext<'_>) -> Vec<usize> {
        let Self::Decisions(decided) = self else {
            return Vec::new();
        };
        let mut first_decisions = Vec::with_capacity(context.inputs.len());
        for file in context.inputs.files() {
            first_decisions.push(decided.first_of(file.name()));
        }
        first_decisions
    }

    /// Checks at the end of the pass that the input still had all records that were decided.
    /// `records` is how many it had in this pass.
    pub(super) fn check_complete(&self, context: &RunContext<'_>, records: u64) -> Result<()> {
        match self {
            Self::PendingDecisions { survey, .. } if survey.len() as u64 != records => {
                Err(context.records_are_missing(survey, records as usize))
            }
            Self::Decisions(decided) if decided.len() as u64 != records => {
                let expected = decided.len();
                Err(Error::record(format!(
                    "the input has {records} records, but {expected} were decided: the input \
                     changed; run find again"
                )))
            }
            // Nothing was decided before this pass, or the numbers agree.
            _ => Ok(()),
        }
    }

    /// Decides and encodes one record. `first_decisions` is what [`Self::first_decisions`]
    /// returned. `None` for bytes that belong to no record.
    pub(crate) fn decide_record(
        &self,
        context: &RunContext<'_>,
        batch: &Batch,
        record: &RawRecord,
        first_decisions: &[usize],
    ) -> Result<Option<EncodedRecord>> {
        if record.belongs_to_no_record() {
            return Ok(None);
        }
        let encoder = RecordEncoder {
            context,
            batch,
            record,
        };
        let encoded = match self {
            Self::PendingDecisions { survey, pending } => {
                let document = context.document_of(survey, batch, record)?;
                let outcome = guarded(context, "write", record, || {
                    encoder.encode_pending(survey, document, pending)
                });
                match outcome {
                    Ok(encoded) => encoded?,
                    Err(reason) => encoder.encode_unchanged(survey, document, pending, reason)?,
                }
            }
            Self::Decisions(decided) => {
                let first = first_decisions.get(record.file).copied();
                // There is an entry for every file, so `unwrap_or` is never used. For a file
                // without decisions, the entry is already a number that no decision has.
                let number = first.unwrap_or(decided.len()) + record.number as usize;
                if number >= decided.len() {
                    return Err(encoder.mismatch(
                        "has no decision, so the input was changed since they were made",
                    ));
                }
                encoder.encode_decided(decided.get(number)?)?
            }
            Self::Alone(analyser) => {
                match guarded(context, "write", record, || encoder.encode_alone(analyser)) {
                    Ok(encoded) => encoded?,
                    Err(reason) => encoder.encode_rejected(reason),
                }
            }
        };
        Ok(Some(encoded))
    }
}

impl RecordEncoder<'_> {
    /// Turns the pending decision about a record into the final one, and encodes it.
    fn encode_pending(
        &self,
        survey: &Survey,
        document: DocId,
        pending: &PendingDecisions,
    ) -> Result<EncodedRecord> {
        let rejection = survey.rejection(document);
        if let Some(reason) = rejection.or_else(|| pending.failure(document)) {
            return Ok(self.encode_rejected(reason.to_owned()));
        }
        let decision = self.decision_without_edits(survey, document, pending)?;
        let findings = pending.findings.get(document)?;
        let lines = pending.lines_of(document)?;
        // Most records are written as they are, without being parsed again.
        if findings.is_empty() && lines.is_empty() {
            return Ok(self.encode(decision, None));
        }
        // Not expected: the record has the digest with which it was parsed before.
        let Ok(article) = self.context.parse(self.batch, self.record) else {
            return Ok(self.encode(decision, None));
        };
        let is_dropped = decision.verdict == Verdict::Drop;
        let mut lines_on_page = Vec::with_capacity(lines.len());
        for line in lines {
            lines_on_page.push(LineOnPage {
                line: line.line,
                part: line.part,
                fate: match is_dropped {
                    true => LineFate::Dropped,
                    false => LineFate::of(line.content, &findings),
                },
                rank: survey.rank_of(document),
                text: example(line.content.slice(&article.text)),
            });
        }
        if findings.is_empty() {
            return Ok(EncodedRecord {
                lines: lines_on_page,
                ..self.encode(decision, None)
            });
        }
        let segments = segments(&article.text);
        let encoded = self.encode_findings(decision, &article, &segments, findings, |kept| {
            match kept.document {
                None => Ok(self.copy_here(&article, kept)),
                Some(other) => self.copy_elsewhere(survey, other, kept),
            }
        })?;
        Ok(EncodedRecord {
            lines: lines_on_page,
            ..encoded
        })
    }

    /// A kept copy that is in another document than the cut, as decisions name it.
    fn copy_elsewhere(&self, survey: &Survey, other: DocId, kept: &KeptCopy) -> Result<EditCopy> {
        let (file, record, id) = self.name_of(survey, other)?;
        Ok(EditCopy {
            file,
            record,
            id,
            start: kept.span.start(),
            end: kept.span.end(),
            similarity: kept.overlap.similarity(),
        })
    }

    /// Encodes a record on which copydesk failed in this pass. Other documents may have been cut in
    /// its favour, so it is written without its edits: then what they lost is in the output.
    fn encode_unchanged(
        &self,
        survey: &Survey,
        document: DocId,
        pending: &PendingDecisions,
        reason: String,
    ) -> Result<EncodedRecord> {
        let mut decision = self.decision_without_edits(survey, document, pending)?;
        // A dropped record stays dropped, and keeps the reason for it.
        if decision.verdict == Verdict::Keep {
            decision.reason = Some(reason);
        }
        Ok(self.encode(decision, None))
    }

    /// The final decision about a document, but without its edits.
    fn decision_without_edits(
        &self,
        survey: &Survey,
        document: DocId,
        pending: &PendingDecisions,
    ) -> Result<Decision> {
        let mut decision = self.new_decision(survey.id_of(document)?, Verdict::Keep);
        if let Some(dropped) = pending.dropped(document) {
            decision.verdict = Verdict::Drop;
            decision.reason = Some(dropped.reason.name().to_owned());
            decision.differing = pending.differing(document).to_vec();
            if let Some(kept) = dropped.kept {
                decision.relation = Some(kept.relation);
                let (file, record, id) = self.name_of(survey, kept.document)?;
                let (similarity, containment) = (kept.similarity, kept.containment);
                decision.duplicate_of = Some(DuplicateOf {
                    file,
                    record,
                    id,
                    similarity,
                    containment,
                });
            }
            for &(other, containment) in pending.also_in(document) {
                let (file, record, id) = self.name_of(survey, other)?;
                decision.also_in.push(AlsoIn {
                    file,
                    record,
                    id,
                    containment,
                });
            }
        } else {
            decision.cluster_size = pending.cluster_size(document);
            if let Some(shared) = pending.left_whole(document) {
                decision.left_whole = true;
                for (&other, &words) in shared {
                    let (file, record, id) = self.name_of(survey, other)?;
                    decision.shares_with.push(SharesWith {
                        file,
                        record,
                        id,
                        words,
                    });
                }
                // This sort is stable, so documents with the same number of shared words stay in
                // input order.
                decision
                    .shares_with
                    .sort_by_key(|other| Reverse(other.words));
            }
        }
        Ok(decision)
    }

    /// How a decision names another document: by the file, the number of the record there, and the
    /// id.
    fn name_of(&self, survey: &Survey, document: DocId) -> Result<(String, u64, Option<String>)> {
        let (file, record) = survey.place_of(document);
        Ok((
            self.context.inputs.files()[file].name().to_owned(),
            record,
            survey.id_of(document)?,
        ))
    }

    /// Analyses a record by itself, decides about it, and encodes the decision.
    fn encode_alone(&self, analyser: &Analyser) -> Result<EncodedRecord> {
        let article = match self.context.parse(self.batch, self.record) {
            Ok(article) => article,
            Err(reason) => return Ok(self.encode_rejected(reason)),
        };
        let document = Document::new(&*article.text);
        let site = analyser.site_of(&self.context.origin(self.record, &article));
        let findings = analyser.findings(&document, site);
        let mut decision = self.new_decision(article.id.clone(), Verdict::Keep);
        // Nothing but the spans of the findings has any words.
        if is_emptied(&document, &findings) {
            decision.verdict = Verdict::Drop;
            // The reason depends on whether anything was cut.
            let dropped = Dropped::with_nothing_left(!findings.is_empty());
            decision.reason = Some(dropped.reason.name().to_owned());
        }
        let segments = document.segments();
        self.encode_findings(decision, &article, segments, findings, |kept| {
            Ok(self.copy_here(&article, kept))
        })
    }

    /// The error for a decision that cannot be applied to this record.
    fn mismatch(&self, reason: &str) -> Error {
        Error::record(format!(
            "{}: record {}: {reason}; run find again",
            self.file_name(),
            self.record.number
        ))
    }

    /// Encodes a decision of an earlier run.
    ///
    /// # Errors
    /// If the decision is not about this record, or if its cuts are not in order or not on
    /// character boundaries. All this is checked because anybody may have written the decisions.
    fn encode_decided(&self, decision: Decision) -> Result<EncodedRecord> {
        if decision.file != self.file_name() || decision.record != self.record.number {
            return Err(self.mismatch("is not where the decisions say"));
        }
        if decision.digest != self.digest() {
            return Err(self.mismatch("was changed since it was decided"));
        }
        if decision.verdict == Verdict::Reject {
            return Ok(self.encode_rejected(decision.reason.unwrap_or_default()));
        }
        if decision.verdict != Verdict::Edit {
            return Ok(self.encode(decision, None));
        }
        let article = match self.context.parse(self.batch, self.record) {
            Ok(article) => article,
            Err(reason) => return Err(self.mismatch(&reason)),
        };
        let mut last_end = 0;
        for edit in &decision.edits {
            // Cuts may touch, but not overlap.
            let fits = last_end <= edit.start
                && edit.start <= edit.end
                && article.text.get(edit.start..edit.end).is_some();
            if !fits {
                return Err(self.mismatch("a cut does not fit the text"));
            }
            last_end = edit.end;
        }
        Ok(self.encode(decision, Some(&article)))
    }
}
