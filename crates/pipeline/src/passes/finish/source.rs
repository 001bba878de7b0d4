//! Where decisions come from: drafts of this run, decisions of an earlier one, or the record by
//! itself.
//!
//! The last pass reads the record and turns what is known about it into a decision with offsets,
//! names and texts. Work on one record that panics costs that record and no other, but not in the
//! same way in all cases. If nothing depends on the record it is rejected. If others were cut in
//! its favour it stays as it was, so that the copies that their decisions name are in the output.

use super::super::guard::guarded;
use super::super::pending::PendingDecisions;
use super::super::run_context::RunContext;
use super::super::survey::Survey;
use super::encode::{EncodedRecord, RecordEncoder, example};
use crate::output::{Decided, LineFate, LineOnPage};
use copydesk_clean::{
    AlsoIn, Analyser, Copy, Decision, Dropped, DuplicateOf, KeptCopy, SharesWith, Verdict,
    is_emptied,
};
use copydesk_formats::{Batch, RawRecord};
use copydesk_store::{Error, Result};
use copydesk_text::{DocId, Document, segments};
use std::cmp::Reverse;

/// What is known before the last pass.
pub(crate) enum DecisionSource<'a> {
    /// Drafts of this run, whose spans are still to be tidied.
    PendingDecisions {
        survey: &'a Survey,
        pending: &'a PendingDecisions,
    },
    /// Decisions of an earlier run, taken as they are.
    Decisions(&'a Decided),
    /// Nothing: every document is analysed by itself.
    Alone(Box<Analyser>),
}

impl DecisionSource<'_> {
    /// Number of the first decision of each file, if decisions are read.
    pub(super) fn starts(&self, context: &RunContext<'_>) -> Vec<usize> {
        match self {
            Self::PendingDecisions { .. } => Vec::new(),
            Self::Decisions(decided) => {
                let mut starts = Vec::with_capacity(context.inputs.len());
                for file in context.inputs.files() {
                    starts.push(decided.first_of(file.name()));
                }
                starts
            }
            Self::Alone(_) => Vec::new(),
        }
    }

    /// Makes sure that so many records are all there were when they were decided.
    pub(super) fn check_complete(&self, context: &RunContext<'_>, records: u64) -> Result<()> {
        let expected = match self {
            Self::PendingDecisions { survey, .. } if survey.len() as u64 == records => {
                return Ok(());
            }
            Self::PendingDecisions { survey, .. } => {
                return Err(context.changed_since(survey, records as usize));
            }
            Self::Decisions(decided) => decided.len(),
            Self::Alone(_) => return Ok(()),
        };
        if expected as u64 == records {
            return Ok(());
        }
        let message = format!(
            "the input has {records} records, but {expected} were decided: the input changed; run \
             find again"
        );
        Err(Error::record(message))
    }

    /// Decides and serialises one record; nothing for what follows a file's last record.
    pub(crate) fn finish(
        &self,
        context: &RunContext<'_>,
        batch: &Batch,
        record: &RawRecord,
        starts: &[usize],
    ) -> Result<Option<EncodedRecord>> {
        if record.is_tail() {
            return Ok(None);
        }
        let encoder = RecordEncoder {
            context,
            batch,
            record,
        };
        let decided = match self {
            Self::PendingDecisions { survey, pending } => {
                let document = context.document_of(survey, batch, record)?;
                let outcome = guarded(context, "write", record, || {
                    encoder.pending_record(survey, document, pending)
                });
                match outcome {
                    Ok(decided) => decided?,
                    Err(reason) => encoder.as_it_was(survey, document, pending, reason)?,
                }
            }
            Self::Decisions(decided) => {
                // A file that was not there then starts after the last decision, out of range.
                let first = starts.get(record.file).copied().unwrap_or(decided.len());
                let number = first + record.number as usize;
                if number >= decided.len() {
                    return Err(encoder
                        .fault("has no decision, so the input was changed since they were made"));
                }
                encoder.decided(decided.get(number)?)?
            }
            Self::Alone(analyser) => {
                match guarded(context, "write", record, || encoder.alone(analyser)) {
                    Ok(decided) => decided?,
                    Err(reason) => encoder.rejected(reason),
                }
            }
        };
        Ok(Some(decided))
    }
}

impl RecordEncoder<'_> {
    /// Decides a record that a draft is about.
    fn pending_record(
        &self,
        survey: &Survey,
        document: DocId,
        pending: &PendingDecisions,
    ) -> Result<EncodedRecord> {
        let reasons = [survey.rejection(document), pending.failure(document)];
        if let Some(reason) = reasons.into_iter().flatten().next() {
            return Ok(self.rejected(reason.to_owned()));
        }
        let decision = self.verdict(survey, document, pending)?;
        let findings = pending.findings.get(document)?;
        let lines = pending.lines_of(document)?;
        // Most records are written as they are, without being parsed again.
        if findings.is_empty() && lines.is_empty() {
            return Ok(self.written(decision, None));
        }
        // Not expected: the record has the digest with which it was parsed before.
        let Ok(article) = self.context.parse(self.batch, self.record) else {
            return Ok(self.written(decision, None));
        };
        let is_dropped = decision.verdict == Verdict::Drop;
        let mut on_page = Vec::with_capacity(lines.len());
        for line in lines {
            on_page.push(LineOnPage {
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
            let finished = self.written(decision, None);
            return Ok(EncodedRecord {
                lines: on_page,
                ..finished
            });
        }
        let segments = segments(&article.text);
        let finished = self.edited(decision, &article, &segments, findings, |kept| {
            match kept.document {
                None => Ok(self.own_copy(&article, kept)),
                Some(other) => self.copy_in(survey, other, kept),
            }
        })?;
        Ok(EncodedRecord {
            lines: on_page,
            ..finished
        })
    }

    /// The kept copy of a cut, as decisions name it, where another document holds it.
    fn copy_in(&self, survey: &Survey, other: DocId, kept: &KeptCopy) -> Result<Copy> {
        let (file, record, id) = self.name_of(survey, other)?;
        Ok(Copy {
            file,
            record,
            id,
            start: kept.span.start(),
            end: kept.span.end(),
            similarity: kept.overlap.similarity(),
        })
    }

    /// A record on which copydesk failed after other documents were cut in its favour: it is kept
    /// as it was, so that what they lost is in the output.
    fn as_it_was(
        &self,
        survey: &Survey,
        document: DocId,
        pending: &PendingDecisions,
        reason: String,
    ) -> Result<EncodedRecord> {
        let mut decision = self.verdict(survey, document, pending)?;
        // A dropped record keeps the reason of its drop.
        if decision.verdict == Verdict::Keep {
            decision.reason = Some(reason);
        }
        Ok(self.written(decision, None))
    }

    /// The decision without its edits.
    fn verdict(
        &self,
        survey: &Survey,
        document: DocId,
        pending: &PendingDecisions,
    ) -> Result<Decision> {
        let mut decision = self.blank(survey.id_of(document)?, Verdict::Keep);
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
                // Stable, so that of equal ones the first in the input comes first.
                decision
                    .shares_with
                    .sort_by_key(|other| Reverse(other.words));
            }
        }
        Ok(decision)
    }

    /// How a decision names another document: file, number of the record there, id.
    fn name_of(&self, survey: &Survey, document: DocId) -> Result<(String, u64, Option<String>)> {
        let (file, record) = survey.place_of(document);
        Ok((
            self.context.inputs.files()[file].name().to_owned(),
            record,
            survey.id_of(document)?,
        ))
    }

    /// Decides a record without knowing of any other.
    fn alone(&self, analyser: &Analyser) -> Result<EncodedRecord> {
        let article = match self.context.parse(self.batch, self.record) {
            Ok(article) => article,
            Err(reason) => return Ok(self.rejected(reason)),
        };
        let document = Document::new(&*article.text);
        let site = analyser.site_of(&self.context.origin(self.record, &article));
        let findings = analyser.findings(&document, site);
        let mut decision = self.blank(article.id.clone(), Verdict::Keep);
        if is_emptied(&document, &findings) {
            decision.verdict = Verdict::Drop;
            let dropped = Dropped::with_nothing_left(!findings.is_empty());
            decision.reason = Some(dropped.reason.name().to_owned());
        }
        self.edited(decision, &article, document.segments(), findings, |kept| {
            Ok(self.own_copy(&article, kept))
        })
    }

    /// Why the decisions cannot be applied to this record.
    fn fault(&self, what: &str) -> Error {
        Error::record(format!(
            "{}: record {}: {what}; run find again",
            self.name(),
            self.record.number
        ))
    }

    /// Cuts what was decided in an earlier run. The decisions may come from anybody, so that they
    /// are about this record, and that their cuts are in order and on character boundaries, is
    /// checked.
    fn decided(&self, decision: Decision) -> Result<EncodedRecord> {
        if decision.file != self.name() || decision.record != self.record.number {
            return Err(self.fault("does not stand where the decisions say"));
        }
        if decision.digest != self.digest() {
            return Err(self.fault("was changed since it was decided"));
        }
        if decision.verdict == Verdict::Reject {
            return Ok(self.rejected(decision.reason.unwrap_or_default()));
        }
        if decision.verdict != Verdict::Edit {
            return Ok(self.written(decision, None));
        }
        let article = match self.context.parse(self.batch, self.record) {
            Ok(article) => article,
            Err(reason) => return Err(self.fault(&reason)),
        };
        let mut at = 0;
        for edit in &decision.edits {
            let fits = at <= edit.start
                && edit.start <= edit.end
                && article.text.get(edit.start..edit.end).is_some();
            if !fits {
                return Err(self.fault("a cut does not fit the text"));
            }
            // Touching cuts are allowed, overlapping ones are not.
            at = edit.end;
        }
        Ok(self.written(decision, Some(&article)))
    }
}
