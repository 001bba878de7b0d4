//! What a run decided, as far as truth can be held against it.

use super::report::{Mistake, Piece, Report};
use super::scores::Counts;
use copydesk_clean::{Decision, DropReason, Verdict};
use copydesk_pipeline::{Error, Record, Result, Scan};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The decisions of a run, by id, with the cluster of every document.
pub(super) struct DecidedDump {
    pub decisions: Vec<Decision>,
    /// The first document of each id.
    by_id: HashMap<String, usize>,
    by_place: HashMap<(String, u64), usize>,
    /// Place of the document that stays in a document's stead; its own if it stays itself.
    representatives: Vec<usize>,
    /// Documents whose id another one had before.
    doubled: usize,
}

impl DecidedDump {
    pub(super) fn new(decisions: Vec<Decision>) -> Self {
        let by_place: HashMap<_, _> = decisions
            .iter()
            .enumerate()
            .map(|(i, d)| ((d.file.clone(), d.record), i))
            .collect();
        let mut by_id = HashMap::new();
        let mut doubled = 0;
        for (number, id) in decisions
            .iter()
            .enumerate()
            .filter_map(|(i, d)| Some((i, d.id.as_ref()?)))
        {
            doubled += usize::from(*by_id.entry(id.clone()).or_insert(number) != number);
        }
        let next: Vec<usize> = decisions
            .iter()
            .enumerate()
            .map(|(i, d)| stand_in(d, &by_place).unwrap_or(i))
            .collect();
        let representatives = (0..next.len()).map(|start| last_of(start, &next)).collect();
        Self {
            decisions,
            by_id,
            by_place,
            representatives,
            doubled,
        }
    }

    /// The document with this id; one without an id is named FILE:RECORD.
    pub(super) fn document(&self, id: &str) -> Option<usize> {
        if let Some(&document) = self.by_id.get(id) {
            return Some(document);
        }
        let (file, record) = id.rsplit_once(':')?;
        let place = (file.to_owned(), record.parse().ok()?);
        self.by_place.get(&place).copied()
    }

    /// The document that a record of the input is.
    ///
    /// # Errors
    /// If it is not the record that was decided.
    fn document_of(&self, record: &Record<'_>) -> Result<usize> {
        let (file, number) = (record.file(), record.number());
        let document = self.by_place.get(&(file.to_owned(), number)).copied();
        document
            .filter(|&document| record.digest() == self.decisions[document].digest)
            .ok_or_else(|| {
                Error::record(format!(
                    "{file}: record {number} is not what was decided; \
                     give the input of that run, or run find again"
                ))
            })
    }

    /// A mistake about two documents.
    pub(super) fn mistake(&self, what: &str, documents: [usize; 2]) -> Mistake {
        Mistake::new(what, documents.map(|document| self.piece(document)).into())
    }

    /// What a document is called: its id, or FILE:RECORD.
    pub(super) fn name(&self, document: usize) -> String {
        let decision = &self.decisions[document];
        decision
            .id
            .clone()
            .unwrap_or_else(|| format!("{}:{}", decision.file, decision.record))
    }

    /// The document that stands for this one, perhaps itself: two documents of one cluster have the
    /// same.
    pub(super) fn representative(&self, document: usize) -> usize {
        self.representatives[document]
    }

    /// As [`DecidedDump::representative`], but a document that was dropped because another contains
    /// it is taken to be alone: it need not be like that other.
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

    fn contained(&self) -> usize {
        (0..self.decisions.len())
            .filter(|&document| self.is_contained(document))
            .count()
    }

    /// Adds the score in which contained documents are alone, where there are any.
    pub(super) fn score_without_contained(&self, report: &mut Report, counts: Counts) {
        if self.contained() > 0 {
            report.score("if contained documents were kept", counts);
        }
    }

    /// The id of the first document, to show what the dump's ids are like.
    pub(super) fn first_name(&self) -> Option<String> {
        (!self.decisions.is_empty()).then(|| self.name(0))
    }

    /// Sizes of the clusters by representative; documents alone are clusters of one.
    pub(super) fn cluster_sizes(&self) -> HashMap<usize, u64> {
        let mut sizes = HashMap::new();
        self.representatives
            .iter()
            .for_each(|&r| *sizes.entry(r).or_default() += 1);
        sizes
    }

    /// A document for an example; its text is filled in by [`fill_in`].
    pub(super) fn piece(&self, document: usize) -> Piece {
        Piece {
            id: self.name(document),
            span: None,
            text: String::new(),
            document: Some(document),
        }
    }

    /// Says how many documents the truth and the dump do not have in common.
    pub(super) fn say_coverage(
        &self,
        report: &mut Report,
        judged: &BTreeSet<usize>,
        absent: usize,
    ) {
        let readable = self
            .decisions
            .iter()
            .filter(|d| d.verdict != Verdict::Reject)
            .count();
        report.count("documents in the dump", self.decisions.len());
        report.count("documents judged", judged.len());
        report.count("ids of the truth that are not in the dump", absent);
        report.count(
            "documents of the dump that the truth does not name",
            readable.saturating_sub(judged.len()),
        );
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

fn stand_in(decision: &Decision, by_place: &HashMap<(String, u64), usize>) -> Option<usize> {
    let other = decision.duplicate_of.as_ref()?;
    by_place.get(&(other.file.clone(), other.record)).copied()
}

/// Where following `next` ends. Decisions name documents that stay, so one step is enough; a file
/// that was tampered with may go round in a circle, and then the smallest place in it counts.
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

/// Gives the documents among the examples the beginnings of their texts.
pub(super) fn fill_in(scan: &Scan<'_>, found: &DecidedDump, reports: &mut [Report]) -> Result<()> {
    let mut bare: Vec<&mut Piece> = reports
        .iter_mut()
        .flat_map(|report| &mut report.examples)
        .flat_map(|example| &mut example.pieces)
        .filter(|piece| piece.text.is_empty())
        .collect();
    let wanted: BTreeSet<usize> = bare.iter().filter_map(|piece| piece.document).collect();
    let texts = texts(scan, found, &wanted)?;
    for piece in &mut bare {
        piece.text = piece
            .document
            .and_then(|d| texts.get(&d))
            .map(|text| beginning(text))
            .unwrap_or_default();
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

/// The number of a record's document, and its text if that is wanted and can be read.
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

/// The raw texts of some documents. Every record is compared with its decision on the way.
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
            decisions.push(Decision {
                file: "d.jsonl".into(),
                record: number as u64,
                id: Some((*id).into()),
                verdict: match stays {
                    Some(_) => Verdict::Drop,
                    None => Verdict::Keep,
                },
                digest: String::new(),
                reason: stays.map(|_| "duplicate".into()),
                duplicate_of,
                also_in: Vec::new(),
                relation: None,
                differing: Vec::new(),
                cluster_size: None,
                left_whole: false,
                shares_with: Vec::new(),
                edits: Vec::new(),
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
