//! The decisions of a run, in the form in which they are compared with truth: files in which people
//! have written down what the decisions should be.
//!
//! Here and in the modules that score a run, a document is a number: the index of its decision
//! among all decisions. Truth names documents by id. A decision names the kept copy of a document
//! by file and record. So documents can be looked up in both ways. Texts are not kept in memory:
//! they are read once more, for the few documents that need them.

use super::report::{Mistake, Piece, Report};
use super::scores::Counts;
use copydesk_clean::{Decision, DropReason, Verdict};
use copydesk_pipeline::{Error, Record, Result, Scan};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The decisions of a run, and for each document the one that is kept in its place.
pub(super) struct DecidedDump {
    pub decisions: Vec<Decision>,
    /// The first document with each id.
    by_id: HashMap<String, usize>,
    /// Documents by file and record.
    by_record: RecordIndex,
    /// For each document the one that is kept in its place. A kept document has itself.
    representatives: Vec<usize>,
    /// How many documents have the same id as an earlier document.
    repeated_ids: usize,
}

/// Documents by the name of their file and the number of their record in that file.
type RecordIndex = HashMap<(String, u64), usize>;

impl DecidedDump {
    pub(super) fn new(decisions: Vec<Decision>) -> Self {
        let mut by_record = RecordIndex::new();
        let mut by_id = HashMap::new();
        let mut repeated_ids = 0;
        for (document, decision) in decisions.iter().enumerate() {
            by_record.insert((decision.file.clone(), decision.record), document);
            if let Some(id) = &decision.id {
                // Several documents may have one id. Nothing says which of them the truth means, so
                // the first is taken.
                let first = *by_id.entry(id.clone()).or_insert(document);
                repeated_ids += usize::from(first != document);
            }
        }
        let mut kept_copies = Vec::with_capacity(decisions.len());
        for (document, decision) in decisions.iter().enumerate() {
            kept_copies.push(kept_copy(decision, &by_record).unwrap_or(document));
        }
        let mut representatives = Vec::with_capacity(decisions.len());
        for document in 0..decisions.len() {
            representatives.push(end_of_chain(document, &kept_copies));
        }
        Self {
            decisions,
            by_id,
            by_record,
            representatives,
            repeated_ids,
        }
    }

    /// The document with this id. A document without an id can be named as `FILE:RECORD`. `None` if
    /// there is no such document.
    pub(super) fn document(&self, id: &str) -> Option<usize> {
        if let Some(&document) = self.by_id.get(id) {
            return Some(document);
        }
        // The last colon, because the name of a file may contain one.
        let (file, record) = id.rsplit_once(':')?;
        let record = (file.to_owned(), record.parse().ok()?);
        self.by_record.get(&record).copied()
    }

    /// The document in a record of the input.
    ///
    /// # Errors
    /// If there is no decision about this record, or the record has other content than in the run.
    fn document_of(&self, record: &Record<'_>) -> Result<usize> {
        let (file, number) = (record.file(), record.number());
        match self.by_record.get(&(file.to_owned(), number)) {
            Some(&document) if record.digest() == self.decisions[document].digest => Ok(document),
            _ => Err(Error::record(format!(
                "{file}: record {number} has changed since the run; \
                 give the input of that run, or run find again"
            ))),
        }
    }

    /// The mistake that two documents are in one cluster and should not be.
    pub(super) fn wrongly_joined(&self, documents: [usize; 2]) -> Mistake {
        let pieces = documents.map(|document| self.piece(document)).into();
        Mistake::new("joined, but not the same", pieces).labelled("wrongly joined")
    }

    /// The mistake that two documents are not in one cluster and should be.
    pub(super) fn not_joined(&self, documents: [usize; 2]) -> Mistake {
        let pieces = documents.map(|document| self.piece(document)).into();
        Mistake::new("not joined, but the same", pieces)
            .labelled("missed: the same, but not joined")
    }

    /// The name of a document in the report: its id, or `FILE:RECORD` if it has none.
    pub(super) fn name(&self, document: usize) -> String {
        let Decision {
            id, file, record, ..
        } = &self.decisions[document];
        match id {
            Some(id) => id.clone(),
            None => format!("{file}:{record}"),
        }
    }

    /// The document that is kept in place of this one; the document itself if it is kept. Documents
    /// of one cluster have the same representative.
    pub(super) fn representative(&self, document: usize) -> usize {
        self.representatives[document]
    }

    /// Like [`Self::representative`], but a document that was dropped because another one contains
    /// it counts as kept. A document and one that contains it need not be similar, so truth about
    /// similarity does not list them as duplicates.
    pub(super) fn representative_unless_contained(&self, document: usize) -> usize {
        if self.is_contained(document) {
            document
        } else {
            self.representatives[document]
        }
    }

    /// Whether a document was dropped because another one contains it.
    fn is_contained(&self, document: usize) -> bool {
        self.decisions[document].reason.as_deref() == Some(DropReason::Contained.name())
    }

    /// The number of documents that were dropped because another one contains them.
    fn count_contained(&self) -> usize {
        let mut contained = 0;
        for document in 0..self.decisions.len() {
            contained += usize::from(self.is_contained(document));
        }
        contained
    }

    /// Adds another score to a report: what it would be if documents that were dropped because
    /// another one contains them were kept. `counts` are the counts in that case. Adds nothing if
    /// there are no such documents.
    pub(super) fn add_score_with_contained_kept(&self, report: &mut Report, counts: Counts) {
        if self.count_contained() > 0 {
            report.add_score("if contained documents were kept", counts);
        }
    }

    /// The name of the first document, which shows the user what the ids of the dump look like.
    /// `None` if there are no documents.
    pub(super) fn first_name(&self) -> Option<String> {
        if self.decisions.is_empty() {
            return None;
        }
        Some(self.name(0))
    }

    /// The number of documents in each cluster, by the representative of the cluster. A document
    /// without duplicates is a cluster of one.
    pub(super) fn cluster_sizes(&self) -> HashMap<usize, u64> {
        let mut sizes = HashMap::new();
        for &representative in &self.representatives {
            *sizes.entry(representative).or_default() += 1;
        }
        sizes
    }

    /// A document as part of an example. [`add_texts`] adds its text later.
    pub(super) fn piece(&self, document: usize) -> Piece {
        Piece {
            id: self.name(document),
            span: None,
            text: String::new(),
            document: Some(document),
        }
    }

    /// Adds to a report how many documents the truth and the dump have in common. `judged` are the
    /// documents of the dump that the truth names. `absent` is the number of ids in the truth that
    /// are not in the dump.
    pub(super) fn add_coverage(
        &self,
        report: &mut Report,
        judged: &BTreeSet<usize>,
        absent: usize,
    ) {
        let mut readable = 0;
        for decision in &self.decisions {
            readable += usize::from(decision.verdict != Verdict::Reject);
        }
        report.add_count("documents in the dump", self.decisions.len());
        report.add_count("documents judged", judged.len());
        report.add_count("ids of the truth that are not in the dump", absent);
        // Programs read the name of the count, which must not change; people read this label.
        report.label_last("ids in the truth file that are not in the dump");
        report.add_count(
            "documents of the dump that the truth does not name",
            // `judged` may include records that could not be read, so it may be the larger number.
            readable.saturating_sub(judged.len()),
        );
        report.label_last("documents in the dump that the truth file does not name");
        report.judged = judged.len();
        report.add_count_if_any(
            "documents dropped because another contains them",
            self.count_contained(),
        );
        report.add_count_if_any(
            "records of the dump that could not be read",
            self.decisions.len() - readable,
        );
        report.add_count_if_any(
            "documents whose id an earlier one has; the first was judged",
            self.repeated_ids,
        );
    }
}

/// The document that a decision names as kept in place of its own. `None` if it names none, or if
/// there is no decision about the document that it names.
fn kept_copy(decision: &Decision, by_record: &RecordIndex) -> Option<usize> {
    let kept = decision.duplicate_of.as_ref()?;
    by_record.get(&(kept.file.clone(), kept.record)).copied()
}

/// The last document of a chain that begins at `start`. `next` has for each document the one after
/// it in its chain; the last one has itself.
///
/// Decisions name documents that are kept, so a chain has at most one step. Only in a file that was
/// changed by hand can it have more, or run in a circle. If it runs in a circle, the result is the
/// smallest number that was seen, which is the same for all documents of the circle.
fn end_of_chain(start: usize, next: &[usize]) -> usize {
    let mut seen = BTreeSet::from([start]);
    let mut document = start;
    while next[document] != document {
        document = next[document];
        if !seen.insert(document) {
            return seen.first().copied().unwrap_or(start);
        }
    }
    document
}

/// The greatest number of characters that [`beginning`] shows.
const MAX_BEGINNING: usize = 160;

/// Adds to each piece of an example that has no text the beginning of its document's text.
pub(super) fn add_texts(scan: &Scan<'_>, decided: &DecidedDump, report: &mut Report) -> Result<()> {
    let mut without_text: Vec<&mut Piece> = Vec::new();
    let mut wanted = BTreeSet::new();
    for example in &mut report.examples {
        for piece in &mut example.pieces {
            // Pieces of labelled pages and articles have their text already.
            if piece.text.is_empty() {
                wanted.extend(piece.document);
                without_text.push(piece);
            }
        }
    }
    let texts = texts(scan, decided, &wanted)?;
    for piece in without_text {
        if let Some(document) = piece.document
            && let Some(text) = texts.get(&document)
        {
            piece.text = beginning(text);
        }
    }
    Ok(())
}

/// The beginning of a text, on one line.
pub(super) fn beginning(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MAX_BEGINNING {
        line
    } else {
        line.chars().take(MAX_BEGINNING).chain(['…']).collect()
    }
}

/// The document of a record, and its text if the document is in `wanted` and the text can be read.
fn wanted_text(
    record: &Record<'_>,
    decided: &DecidedDump,
    wanted: &BTreeSet<usize>,
) -> Result<(usize, Option<String>)> {
    let document = decided.document_of(record)?;
    if !wanted.contains(&document) {
        return Ok((document, None));
    }
    let text = record.text().ok();
    Ok((document, text.map(Cow::into_owned)))
}

/// The raw texts of the documents in `wanted`, except those that cannot be read.
///
/// Reads the whole input and checks that it is the input of the run. Scores for another input would
/// be meaningless.
pub(super) fn texts(
    scan: &Scan<'_>,
    decided: &DecidedDump,
    wanted: &BTreeSet<usize>,
) -> Result<BTreeMap<usize, String>> {
    let mut out = BTreeMap::new();
    let mut records = 0;
    // The first function is called with each record, the second with each result.
    scan.run(
        "read",
        |record| wanted_text(record, decided, wanted),
        |found| {
            let (document, text) = found?;
            records += 1;
            if let Some(text) = text {
                out.insert(document, text);
            }
            Ok(())
        },
    )?;
    if records != decided.decisions.len() {
        let message = format!(
            "the input has {records} records, but {} were decided: the input changed; run find \
             again",
            decided.decisions.len()
        );
        return Err(Error::record(message));
    }
    Ok(out)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use copydesk_clean::DuplicateOf;

    /// The decisions of a run over documents. Each is given as its id and, if it is dropped, the id
    /// of the document that is kept in its place.
    pub fn run_of(documents: &[(&str, Option<&str>)]) -> DecidedDump {
        let mut numbers = HashMap::new();
        for (number, (id, _)) in documents.iter().enumerate() {
            numbers.entry(*id).or_insert(number as u64);
        }
        let mut decisions = Vec::new();
        for (number, (id, kept)) in documents.iter().enumerate() {
            let duplicate_of = kept.map(|kept| DuplicateOf {
                file: "d.jsonl".into(),
                record: numbers[kept],
                id: Some(kept.into()),
                similarity: 0.9,
                containment: 0.9,
            });
            let verdict = match kept {
                Some(_) => Verdict::Drop,
                None => Verdict::Keep,
            };
            decisions.push(Decision {
                id: Some((*id).into()),
                reason: kept.map(|_| "duplicate".into()),
                duplicate_of,
                ..Decision::new("d.jsonl".into(), number as u64, verdict)
            });
        }
        DecidedDump::new(decisions)
    }

    #[test]
    fn documents_are_found_by_id_and_by_record() {
        // Documents 0 and 2 have the same id.
        let decided = run_of(&[("a", None), ("b", Some("a")), ("a", None)]);
        assert_eq!(
            (
                decided.document("a"),
                decided.document("d.jsonl:2"),
                decided.document("x:1")
            ),
            (Some(0), Some(2), None)
        );
        assert_eq!(
            (
                decided.representative(1),
                decided.representative(2),
                decided.repeated_ids
            ),
            (0, 2, 1)
        );
        assert_eq!(decided.cluster_sizes()[&0], 2, "a and b");
    }

    #[test]
    fn a_contained_document_can_be_counted_as_kept() {
        let mut decided = run_of(&[("a", None), ("b", Some("a")), ("c", Some("a"))]);
        decided.decisions[2].reason = Some(DropReason::Contained.name().into());
        assert_eq!(
            [0, 1, 2].map(|d| decided.representative_unless_contained(d)),
            [0, 0, 2]
        );
        assert_eq!(decided.representative(2), 0);
        let mut report = Report::new("t", super::super::kind::TruthKind::Pairs);
        decided.add_score_with_contained_kept(&mut report, Counts::default());
        assert_eq!(report.scores.len(), 1);
    }

    #[test]
    fn a_chain_ends_even_if_it_is_a_circle() {
        assert_eq!(end_of_chain(0, &[1, 2, 2]), 2);
        // 2 → 1 → 0 → 1 → …
        assert_eq!(end_of_chain(2, &[1, 0, 1]), 0);
    }
}
