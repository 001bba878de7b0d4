//! The decisions of a run, in the form that truth is compared with.
//!
//! A document is its position among all decisions. Truth names documents by ids, and the decisions
//! file names the kept copy of a document by file and record, so both are looked up here. Texts are
//! not kept: they are read once more for the few documents that are shown as examples.

use super::report::{Mistake, Piece, Report};
use super::scores::Counts;
use copydesk_clean::{Decision, DropReason, Verdict};
use copydesk_pipeline::{Error, Record, Result, Scan};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The decisions of a run, by id, with the cluster of every document.
pub(super) struct DecidedDump {
    pub decisions: Vec<Decision>,
    /// The first document with each id.
    by_id: HashMap<String, usize>,
    /// Documents by file and record.
    by_record: RecordIndex,
    /// For each document the one that is kept in its place, or the document itself.
    representatives: Vec<usize>,
    /// How many documents have the id of an earlier one.
    doubled: usize,
}

/// Documents by file, and record in that file.
type RecordIndex = HashMap<(String, u64), usize>;

impl DecidedDump {
    pub(super) fn new(decisions: Vec<Decision>) -> Self {
        let mut by_record = RecordIndex::new();
        let mut by_id = HashMap::new();
        let mut doubled = 0;
        for (document, decision) in decisions.iter().enumerate() {
            by_record.insert((decision.file.clone(), decision.record), document);
            if let Some(id) = &decision.id {
                // Ids may be doubled in a dump. Which document the truth means cannot be known, so
                // it is the first.
                let first = *by_id.entry(id.clone()).or_insert(document);
                doubled += usize::from(first != document);
            }
        }
        let mut kept = Vec::with_capacity(decisions.len());
        for (document, decision) in decisions.iter().enumerate() {
            kept.push(kept_in_place_of(decision, &by_record).unwrap_or(document));
        }
        let mut representatives = Vec::with_capacity(kept.len());
        for document in 0..kept.len() {
            representatives.push(last_of(document, &kept));
        }
        Self {
            decisions,
            by_id,
            by_record,
            representatives,
            doubled,
        }
    }

    /// The document with this id. `FILE:RECORD` is the id of a document that has none.
    pub(super) fn document(&self, id: &str) -> Option<usize> {
        if let Some(&document) = self.by_id.get(id) {
            return Some(document);
        }
        // The last colon, because the name of a file may contain one.
        let (file, record) = id.rsplit_once(':')?;
        let record = (file.to_owned(), record.parse().ok()?);
        self.by_record.get(&record).copied()
    }

    /// The document of a record of the input.
    ///
    /// # Errors
    /// If a different record was decided.
    fn document_of(&self, record: &Record<'_>) -> Result<usize> {
        let (file, number) = (record.file(), record.number());
        match self.by_record.get(&(file.to_owned(), number)) {
            Some(&document) if record.digest() == self.decisions[document].digest => Ok(document),
            _ => Err(Error::record(format!(
                "{file}: record {number} is not what was decided; \
                 give the input of that run, or run find again"
            ))),
        }
    }

    /// The mistake that two documents were joined.
    pub(super) fn wrongly_joined(&self, documents: [usize; 2]) -> Mistake {
        let pieces = documents.map(|document| self.piece(document)).into();
        Mistake::new("joined, but not the same", pieces).shown_as("wrongly joined")
    }

    /// The mistake that two documents were not joined.
    pub(super) fn not_joined(&self, documents: [usize; 2]) -> Mistake {
        let pieces = documents.map(|document| self.piece(document)).into();
        Mistake::new("not joined, but the same", pieces)
            .shown_as("missed: the same, but not joined")
    }

    /// The name of a document for the report: its id, or FILE:RECORD.
    pub(super) fn name(&self, document: usize) -> String {
        let Decision {
            id, file, record, ..
        } = &self.decisions[document];
        match id {
            Some(id) => id.clone(),
            None => format!("{file}:{record}"),
        }
    }

    /// The document that is kept in place of this one, or the document itself. Documents of one
    /// cluster have the same representative.
    pub(super) fn representative(&self, document: usize) -> usize {
        self.representatives[document]
    }

    /// The same, but a document that was dropped because another contains it is its own. It need
    /// not be similar to that other, and truth about similarity does not list the two as
    /// duplicates.
    pub(super) fn likeness(&self, document: usize) -> usize {
        if self.is_contained(document) {
            document
        } else {
            self.representatives[document]
        }
    }

    fn is_contained(&self, document: usize) -> bool {
        self.decisions[document].reason.as_deref() == Some(DropReason::Contained.name())
    }

    /// Number of documents that were dropped because another contains them.
    fn contained(&self) -> usize {
        let mut contained = 0;
        for document in 0..self.decisions.len() {
            contained += usize::from(self.is_contained(document));
        }
        contained
    }

    /// Adds the score in which contained documents are alone, if there are any.
    pub(super) fn score_without_contained(&self, report: &mut Report, counts: Counts) {
        if self.contained() > 0 {
            report.score("if contained documents were kept", counts);
        }
    }

    /// The name of the first document, to show what the ids of the dump look like.
    pub(super) fn first_name(&self) -> Option<String> {
        if self.decisions.is_empty() {
            return None;
        }
        Some(self.name(0))
    }

    /// The size of each cluster, by representative. A document alone is a cluster of one.
    pub(super) fn cluster_sizes(&self) -> HashMap<usize, u64> {
        let mut sizes = HashMap::new();
        for &representative in &self.representatives {
            *sizes.entry(representative).or_default() += 1;
        }
        sizes
    }

    /// A document as an example, without its text, which [`fill_in`] adds.
    pub(super) fn piece(&self, document: usize) -> Piece {
        Piece {
            id: self.name(document),
            span: None,
            text: String::new(),
            document: Some(document),
        }
    }

    /// Adds to a report how many documents the truth and the dump have in common.
    pub(super) fn say_coverage(
        &self,
        report: &mut Report,
        judged: &BTreeSet<usize>,
        absent: usize,
    ) {
        let mut readable = 0;
        for decision in &self.decisions {
            readable += usize::from(decision.verdict != Verdict::Reject);
        }
        report.count("documents in the dump", self.decisions.len());
        report.count("documents judged", judged.len());
        report.count("ids of the truth that are not in the dump", absent);
        report.shown_as("ids in the truth file that are not in the dump");
        report.count(
            "documents of the dump that the truth does not name",
            // Listed records that could not be read are among the judged ones, so there may be more
            // of those.
            readable.saturating_sub(judged.len()),
        );
        report.shown_as("documents in the dump that the truth file does not name");
        report.judged = judged.len();
        report.count_if_any(
            "documents dropped because another contains them",
            self.contained(),
        );
        report.count_if_any(
            "records of the dump that could not be read",
            self.decisions.len() - readable,
        );
        report.count_if_any(
            "documents whose id an earlier one has; the first was judged",
            self.doubled,
        );
    }
}

/// The document that is kept in place of a dropped one.
fn kept_in_place_of(decision: &Decision, by_record: &RecordIndex) -> Option<usize> {
    let other = decision.duplicate_of.as_ref()?;
    by_record.get(&(other.file.clone(), other.record)).copied()
}

/// Where following `next` ends. Decisions name kept documents, so one step is enough. In a file
/// that was changed by hand the steps may form a circle; then the result is the smallest document
/// in it.
fn last_of(start: usize, next: &[usize]) -> usize {
    let mut seen = BTreeSet::from([start]);
    let mut at = start;
    while next[at] != at {
        at = next[at];
        if !seen.insert(at) {
            return seen.first().copied().unwrap_or(start);
        }
    }
    at
}

/// Longest beginning of a document that is shown, in characters.
const BEGINNING: usize = 160;

/// Adds the beginnings of their texts to the examples that have none.
pub(super) fn fill_in(scan: &Scan<'_>, found: &DecidedDump, reports: &mut [Report]) -> Result<()> {
    let mut without_text: Vec<&mut Piece> = Vec::new();
    let mut wanted = BTreeSet::new();
    for report in reports {
        for example in &mut report.examples {
            for piece in &mut example.pieces {
                // Pieces of labelled pages and articles have their text already.
                if piece.text.is_empty() {
                    wanted.extend(piece.document);
                    without_text.push(piece);
                }
            }
        }
    }
    let texts = texts(scan, found, &wanted)?;
    for piece in without_text {
        if let Some(document) = piece.document
            && let Some(text) = texts.get(&document)
        {
            piece.text = beginning(text);
        }
    }
    Ok(())
}

/// The beginning of a text on one line.
pub(super) fn beginning(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= BEGINNING {
        line
    } else {
        line.chars().take(BEGINNING).chain(['…']).collect()
    }
}

/// The document of a record, and its text if that is wanted and can be read.
fn wanted_text(
    record: &Record<'_>,
    found: &DecidedDump,
    wanted: &BTreeSet<usize>,
) -> Result<(usize, Option<String>)> {
    let document = found.document_of(record)?;
    let text = match wanted.contains(&document) {
        true => record.text().ok().map(Cow::into_owned),
        false => None,
    };
    Ok((document, text))
}

/// The raw texts of some documents. Checks that every record of the input is the one that was
/// decided, since the scores would be meaningless otherwise.
pub(super) fn texts(
    scan: &Scan<'_>,
    found: &DecidedDump,
    wanted: &BTreeSet<usize>,
) -> Result<BTreeMap<usize, String>> {
    let mut out = BTreeMap::new();
    let mut records = 0;
    scan.run(
        "read",
        |record| wanted_text(record, found, wanted),
        |seen| {
            let (document, text) = seen?;
            records += 1;
            if let Some(text) = text {
                out.insert(document, text);
            }
            Ok(())
        },
    )?;
    if records != found.decisions.len() {
        let message = format!(
            "the input has {records} records, but {} were decided: the input changed; run find \
             again",
            found.decisions.len()
        );
        return Err(Error::record(message));
    }
    Ok(out)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use copydesk_clean::DuplicateOf;

    /// A run over documents given as (id, id of the document that stays in its place).
    pub fn run_of(documents: &[(&str, Option<&str>)]) -> DecidedDump {
        let mut numbers = HashMap::new();
        for (number, (id, _)) in documents.iter().enumerate() {
            numbers.entry(*id).or_insert(number as u64);
        }
        let mut decisions = Vec::new();
        for (number, (id, stays)) in documents.iter().enumerate() {
            let duplicate_of = stays.map(|stays| DuplicateOf {
                file: "d.jsonl".into(),
                record: numbers[stays],
                id: Some(stays.into()),
                similarity: 0.9,
                containment: 0.9,
            });
            let verdict = match stays {
                Some(_) => Verdict::Drop,
                None => Verdict::Keep,
            };
            decisions.push(Decision {
                id: Some((*id).into()),
                reason: stays.map(|_| "duplicate".into()),
                duplicate_of,
                ..Decision::new("d.jsonl".into(), number as u64, verdict)
            });
        }
        DecidedDump::new(decisions)
    }

    #[test]
    fn documents_are_known_by_id_and_by_place() {
        let found = run_of(&[("a", None), ("b", Some("a")), ("a", None)]);
        assert_eq!(
            (
                found.document("a"),
                found.document("d.jsonl:2"),
                found.document("x:1")
            ),
            (Some(0), Some(2), None)
        );
        assert_eq!(
            (
                found.representative(1),
                found.representative(2),
                found.doubled
            ),
            (0, 2, 1)
        );
        assert_eq!(found.cluster_sizes()[&0], 2);
    }

    #[test]
    fn a_contained_document_is_alone_in_the_second_score() {
        let mut found = run_of(&[("a", None), ("b", Some("a")), ("c", Some("a"))]);
        found.decisions[2].reason = Some(DropReason::Contained.name().into());
        assert_eq!([0, 1, 2].map(|d| found.likeness(d)), [0, 0, 2]);
        assert_eq!(found.representative(2), 0);
        let mut report = Report::new("t", super::super::kind::TruthKind::Pairs);
        found.score_without_contained(&mut report, Counts::default());
        assert_eq!(report.scores.len(), 1);
    }

    #[test]
    fn a_circle_ends() {
        assert_eq!(last_of(2, &[1, 0, 1]), 0);
        assert_eq!(last_of(0, &[1, 2, 2]), 2);
    }
}
