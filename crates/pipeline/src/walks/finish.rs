//! The last walk: dump and decisions in lock-step.

use super::drafts::Drafts;
use super::guard::guarded;
use super::survey::Survey;
use super::walk::Walk;
use crate::output::{Decided, FileEntry, Mirror, RejectedLine, RemovedLine, Staging, Tally, Trail};
use crate::resume::{Journal, Noted};
use copydesk_clean::{Analyser, Copy, Decision, DropReason, DuplicateOf, Edit, Finding, KeptCopy, Verdict, is_emptied, settle};
use copydesk_formats::{Article, Batch, InputFile, RawRecord, Record};
use copydesk_store::{Error, Result};
use copydesk_text::{DocId, Document, Segment, Span, segments};
use serde::{Deserialize, Serialize};

/// What is known before the last walk.
pub(crate) enum Finisher<'a> {
    /// Drafts of this run, whose spans are still to be tidied.
    Drafts { survey: &'a Survey, drafts: &'a Drafts },
    /// Decisions of an earlier run, taken as they are.
    Decisions(&'a Decided),
    /// Nothing: every document is looked at by itself.
    Alone(Box<Analyser>),
}

/// One record, decided and serialised.
pub(crate) struct Finished {
    pub decision: Decision,
    pub decision_line: Vec<u8>,
    pub removed_line: Vec<u8>,
    pub rejected_line: Vec<u8>,
    /// What is written to the clean dump; none for the record as it is.
    pub output: Option<Vec<u8>>,
    pub examples: Vec<String>,
    pub dropped_bytes: u64,
}

/// How far the output is complete: all of it that comes from the files in front of one.
#[derive(Default, Serialize, Deserialize)]
struct Mark {
    files: usize,
    /// Lengths of the record's three files.
    trail: [u64; 3],
    tally: Tally,
}

/// Walks the dump, writes the decisions, and, unless `dry`, the clean dump. Goes on where the journal says that an earlier run was.
pub(crate) fn finish(
    walk: &Walk<'_>,
    finisher: &Finisher<'_>,
    staging: &Staging,
    journal: &Journal<'_>,
    dry: bool,
) -> Result<Tally> {
    let mark: Option<Mark> = journal.find(Noted::Written)?.filter(|mark: &Mark| Trail::reaches(staging, mark.trail));
    let mut trail = Trail::new(staging, mark.as_ref().map(|mark| mark.trail))?;
    let Mark { files: mut marked, mut tally, .. } = mark.unwrap_or_default();
    let mut mirror = Mirror::new(staging, FileEntry::all(walk.inputs), marked);
    let walk = &Walk { from_file: marked, means: walk.means.clone(), ..*walk };
    let starts = finisher.starts(walk);
    let each = |batch: &Batch, record: &RawRecord| finisher.finish(walk, batch, record, &starts);
    // The file that is at hand, and the bytes of those between it and the last mark.
    let (mut file, mut since) = (marked, 0);
    walk.run("write", each, |batch, record, finished| {
        // Where marks are set depends on the input alone, so that they leave the same traces in every run.
        since += walk.inputs.files()[file..record.file].iter().map(InputFile::bytes).sum::<u64>();
        file = record.file;
        if record.file > marked && since >= walk.config.checkpoint {
            if !dry {
                mirror.advance_to(record.file)?;
            }
            let lengths = trail.mark(staging)?;
            staging.sync()?;
            (marked, since) = (record.file, 0);
            let mark = Mark { files: marked, trail: lengths, tally: std::mem::take(&mut tally) };
            journal.note(Noted::Written, &mark)?;
            tally = mark.tally;
        }
        let raw = &batch.bytes[record.range.clone()];
        let Some(finished) = finished? else {
            return if dry { Ok(()) } else { mirror.rest(record.file, raw) };
        };
        if finished.decision.verdict == Verdict::Reject {
            walk.refuse(record, finished.decision.reason.clone().unwrap_or_default())?;
        }
        trail.write(&finished.decision_line, &finished.removed_line, &finished.rejected_line)?;
        if !dry && matches!(finished.decision.verdict, Verdict::Keep | Verdict::Edit) {
            mirror.record(record.file, record.number, finished.output.as_deref().unwrap_or(raw))?;
        }
        tally.add(&finished.decision, finished.examples, finished.dropped_bytes);
        Ok(())
    })?;
    finisher.check_complete(walk, tally.documents.read)?;
    if !dry {
        mirror.finish()?;
    }
    trail.finish(staging)?;
    Ok(tally)
}

impl Finisher<'_> {
    /// Number of the first decision of each file, if decisions are read.
    fn starts(&self, walk: &Walk<'_>) -> Vec<usize> {
        match self {
            Self::Drafts { .. } => Vec::new(),
            Self::Decisions(decided) => walk.inputs.files().iter().map(|file| decided.first_of(file.name())).collect(),
            Self::Alone(_) => Vec::new(),
        }
    }

    fn check_complete(&self, walk: &Walk<'_>, records: u64) -> Result<()> {
        let expected = match self {
            Self::Drafts { survey, .. } if survey.len() as u64 == records => return Ok(()),
            Self::Drafts { survey, .. } => return Err(walk.changed_since(survey, records as usize)),
            Self::Decisions(decided) => decided.len(),
            Self::Alone(_) => return Ok(()),
        };
        if expected as u64 == records {
            return Ok(());
        }
        let message = format!("the input has {records} records, but {expected} were decided: the input changed; run find again");
        Err(Error::record(message))
    }

    /// Decides and serialises one record; nothing for what follows a file's last record.
    pub(crate) fn finish(&self, walk: &Walk<'_>, batch: &Batch, record: &RawRecord, starts: &[usize]) -> Result<Option<Finished>> {
        if record.is_tail() {
            return Ok(None);
        }
        let name = walk.inputs.files()[record.file].name();
        let number = |len: usize| {
            let number = starts.get(record.file).copied().unwrap_or(len) + record.number as usize;
            let message = || format!("{name}: record {} was not there when the decisions were made; run find again", record.number);
            if number < len { Ok(number) } else { Err(Error::record(message())) }
        };
        let job = Job { walk, batch, record };
        let decided = match self {
            Self::Drafts { survey, drafts } => {
                let document = walk.document_of(survey, batch, record)?;
                let outcome = guarded(walk, "write", record, || job.drafted(survey, document, drafts));
                outcome.unwrap_or_else(|reason| job.left_whole(survey, document, drafts, reason))?
            }
            Self::Decisions(decided) => job.decided(decided.get(number(decided.len())?)?)?,
            Self::Alone(analyser) => {
                guarded(walk, "write", record, || job.alone(analyser)).unwrap_or_else(|reason| Ok(job.rejected(reason)))?
            }
        };
        Ok(Some(decided))
    }
}

/// One record on its way out.
struct Job<'a> {
    walk: &'a Walk<'a>,
    batch: &'a Batch,
    record: &'a RawRecord,
}

/// Longest example of a cut, in characters.
const EXAMPLE_CHARS: usize = 120;

impl Job<'_> {
    fn name(&self) -> String {
        self.walk.inputs.files()[self.record.file].name().to_owned()
    }

    fn whole(&self) -> Record<'_> {
        self.batch.record(self.walk.inputs, self.record)
    }

    fn raw(&self) -> &[u8] {
        &self.batch.bytes[self.record.range.clone()]
    }

    fn digest(&self) -> String {
        self.whole().digest()
    }

    fn blank(&self, id: Option<String>, verdict: Verdict) -> Decision {
        let digest = self.digest();
        Decision {
            file: self.name(),
            record: self.record.number,
            id,
            verdict,
            digest,
            reason: None,
            duplicate_of: None,
            edits: Vec::new(),
        }
    }

    fn drafted(&self, survey: &Survey, document: DocId, drafts: &Drafts) -> Result<Finished> {
        if let Some(reason) = survey.rejection(document).or_else(|| drafts.failure(document)) {
            return Ok(self.rejected(reason.to_owned()));
        }
        let decision = self.verdict(survey, document, drafts)?;
        let findings = drafts.findings.get(document)?;
        if findings.is_empty() {
            return Ok(self.written(decision, None));
        }
        let Ok(article) = self.walk.parse(self.batch, self.record) else { return Ok(self.written(decision, None)) };
        let copy_of = |kept: &KeptCopy| match kept.document {
            None => Ok(self.own_copy(&article, kept)),
            Some(other) => {
                let (file, record, id) = self.name_of(survey, other)?;
                let (start, end) = (kept.span.start(), kept.span.end());
                Ok(Copy { file, record, id, start, end, similarity: kept.agreement.similarity() })
            }
        };
        self.edited(decision, &article, &segments(&article.text), findings, copy_of)
    }

    /// A record on which copydesk failed after other documents were cut in its favour: it stays as it was, so that what they lost
    /// stands in the output.
    fn left_whole(&self, survey: &Survey, document: DocId, drafts: &Drafts, reason: String) -> Result<Finished> {
        let mut decision = self.verdict(survey, document, drafts)?;
        if decision.verdict == Verdict::Keep {
            decision.reason = Some(reason);
        }
        Ok(self.written(decision, None))
    }

    /// The decision without its edits.
    fn verdict(&self, survey: &Survey, document: DocId, drafts: &Drafts) -> Result<Decision> {
        let mut decision = self.blank(survey.id_of(document)?, Verdict::Keep);
        if let Some(dropped) = drafts.dropped(document) {
            decision.verdict = Verdict::Drop;
            decision.reason = Some(dropped.reason.name().to_owned());
            if let Some(kept) = dropped.kept {
                let (file, record, id) = self.name_of(survey, kept.document)?;
                let (similarity, containment) = (kept.similarity, kept.containment);
                decision.duplicate_of = Some(DuplicateOf { file, record, id, similarity, containment });
            }
        }
        Ok(decision)
    }

    /// How a decision names another document: file, number of the record there, id.
    fn name_of(&self, survey: &Survey, document: DocId) -> Result<(String, u64, Option<String>)> {
        let (file, record) = survey.place_of(document);
        Ok((self.walk.inputs.files()[file].name().to_owned(), record, survey.id_of(document)?))
    }

    fn alone(&self, analyser: &Analyser) -> Result<Finished> {
        let article = match self.walk.parse(self.batch, self.record) {
            Ok(article) => article,
            Err(reason) => return Ok(self.rejected(reason)),
        };
        let document = Document::new(&*article.text);
        let findings = analyser.findings(&document, None);
        let mut decision = self.blank(article.id.clone(), Verdict::Keep);
        if is_emptied(&document, &findings) {
            decision.verdict = Verdict::Drop;
            decision.reason = Some(DropReason::Empty.name().to_owned());
        }
        self.edited(decision, &article, document.segments(), findings, |kept| Ok(self.own_copy(&article, kept)))
    }

    fn own_copy(&self, article: &Article<'_>, kept: &KeptCopy) -> Copy {
        let (start, end) = (kept.span.start(), kept.span.end());
        Copy {
            file: self.name(),
            record: self.record.number,
            id: article.id.clone(),
            start,
            end,
            similarity: kept.agreement.similarity(),
        }
    }

    /// Turns findings into edits of raw text.
    fn edited(
        &self,
        mut decision: Decision,
        article: &Article<'_>,
        segments: &[Segment],
        findings: Vec<Finding>,
        copy_of: impl Fn(&KeptCopy) -> Result<Copy>,
    ) -> Result<Finished> {
        for finding in settle(&article.text, segments, findings) {
            let kept = finding.kept.as_ref().map(&copy_of).transpose()?;
            decision.edits.push(Edit::of(finding, kept));
        }
        if decision.verdict == Verdict::Keep && !decision.edits.is_empty() {
            decision.verdict = Verdict::Edit;
        }
        Ok(self.written(decision, Some(article)))
    }

    fn decided(&self, decision: Decision) -> Result<Finished> {
        let name = self.name();
        let message = |what: &str| format!("{name}: record {}: {what}; run find again", self.record.number);
        if decision.file != name || decision.record != self.record.number {
            return Err(Error::record(message("does not stand where the decisions say")));
        }
        if decision.digest != self.digest() {
            return Err(Error::record(message("was changed since it was decided")));
        }
        if decision.verdict == Verdict::Reject {
            return Ok(self.rejected(decision.reason.unwrap_or_default()));
        }
        if decision.verdict != Verdict::Edit {
            return Ok(self.written(decision, None));
        }
        let article = self.walk.parse(self.batch, self.record).map_err(|reason| Error::record(message(&reason)))?;
        let mut at = 0;
        for edit in &decision.edits {
            let fits = at <= edit.start && edit.start <= edit.end && article.text.get(edit.start..edit.end).is_some();
            if !fits {
                return Err(Error::record(message("a cut does not fit the text")));
            }
            at = edit.end;
        }
        Ok(self.written(decision, Some(&article)))
    }

    fn rejected(&self, reason: String) -> Finished {
        let mut decision = self.blank(None, Verdict::Reject);
        decision.reason = Some(reason.clone());
        let (offset, line) = (self.record.offset, self.record.line);
        let entry =
            RejectedLine { file: self.name(), record: self.record.number, offset, line, reason, raw: None, raw_base64: None };
        let rejected_line = line_of(&entry.with_raw(self.raw()));
        Finished { rejected_line, ..self.written(decision, None) }
    }

    /// Serialises a decision and what it removes.
    fn written(&self, decision: Decision, article: Option<&Article<'_>>) -> Finished {
        let mut finished = Finished {
            decision_line: line_of(&decision),
            removed_line: Vec::new(),
            rejected_line: Vec::new(),
            output: None,
            examples: Vec::new(),
            dropped_bytes: 0,
            decision,
        };
        let (file, record) = (self.name(), self.record.number);
        match (finished.decision.verdict, article) {
            (Verdict::Drop, _) => {
                // A record that was read is valid UTF-8.
                let raw = String::from_utf8_lossy(self.raw()).into_owned();
                finished.dropped_bytes = raw.len() as u64;
                finished.removed_line = line_of(&RemovedLine { file, record, raw: Some(raw), cuts: Vec::new() });
            }
            (Verdict::Edit, Some(article)) => {
                let spans: Vec<Span> = finished.decision.edits.iter().map(Edit::span).collect();
                finished.examples = spans.iter().map(|span| example(span.slice(&article.text))).collect();
                let spliced = self.whole().splice(article, &spans);
                finished.output = Some(spliced.bytes);
                finished.removed_line = line_of(&RemovedLine { file, record, raw: None, cuts: spliced.removed });
            }
            _ => {}
        }
        finished
    }
}

fn example(cut: &str) -> String {
    let line = cut.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= EXAMPLE_CHARS { line } else { line.chars().take(EXAMPLE_CHARS).chain(['…']).collect() }
}

fn line_of(value: &impl Serialize) -> Vec<u8> {
    // Plain structs of strings and numbers always serialise.
    let mut line = serde_json::to_vec(value).unwrap_or_default();
    line.push(b'\n');
    line
}
