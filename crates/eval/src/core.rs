//! Truth from CORE: scholarly papers with the ids of their duplicates.
//!
//! The set is `core-2020-05-10-deduplication` (Gyawali, Anastasiou, Knoth, “Deduplication of
//! Scholarly Documents using Locality Sensitive Hashing and Word Embeddings”, LREC 2020). It is
//! scored by the rule of the script `benchmark_core` in the repository `ChenghaoMou/text-dedup`, so
//! that the numbers can be compared with the table that is published there.
//!
//! Each listed paper has a set of true duplicates and a set of found ones. Accuracy is the share of
//! papers for which both sets are the same.
//!
//! For precision and recall, a paper is *positive* if any duplicates were found for it, and
//! otherwise *negative*. A positive is right if the paper has duplicates and all of them were
//! found, even if others were found as well. A negative is right if the paper has no duplicates.
//!
//! Precision and recall are computed twice: for duplicates and for non-duplicates. A wrong positive
//! counts as wrong for duplicates and as missed for non-duplicates, even if the paper has
//! duplicates. A wrong negative counts as missed for duplicates and as wrong for non-duplicates.
//!
//! The published table calls the mean of the two precisions “macro F1”. The report has this mean,
//! and also the mean of the two F1 scores.

use super::decided_dump::DecidedDump;
use super::fault::Fault;
use super::kind::TruthKind;
use super::report::{Mistake, Piece, Report};
use super::scores::Counts;
use super::table::{field, required, scalar};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A scholarly paper.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Paper {
    pub id: String,
    /// The ids of its true duplicates.
    pub duplicates: BTreeSet<String>,
    /// The category that the set gives the paper, such as `near_exact`.
    pub category: Option<String>,
    /// Title and abstract, which are the text of the paper's document if the user names no input.
    /// `None` if either is missing.
    pub text: Option<String>,
}

/// Reads the papers, one from each JSON line.
pub(super) fn read(lines: &[(usize, Value)]) -> Result<Vec<Paper>, Fault> {
    let mut line_of_id: HashMap<String, usize> = HashMap::new();
    let mut papers = Vec::new();
    for (line, object) in lines {
        let paper = paper(*line, object)?;
        if let Some(earlier_line) = line_of_id.insert(paper.id.clone(), *line) {
            let message = format!("the core_id {} is already on line {earlier_line}", paper.id);
            return Err(Fault::at(*line, message));
        }
        papers.push(paper);
    }
    Ok(papers)
}

/// The paper on a line.
fn paper(line: usize, object: &Value) -> Result<Paper, Fault> {
    Ok(Paper {
        id: required(line, object, "core_id")?,
        duplicates: duplicates(line, object)?,
        category: field(object, "cat"),
        text: title_and_abstract(object),
    })
}

/// Title and abstract in lower case. The set has them in fields of their own, already processed for
/// comparison. `None` if either is missing.
fn title_and_abstract(object: &Value) -> Option<String> {
    let title = field(object, "processed_title")?;
    let body = field(object, "processed_abstract")?;
    Some(format!("{title} {body}").to_lowercase())
}

/// The ids of a paper's true duplicates.
///
/// # Errors
/// If the field is neither a list of ids nor null.
fn duplicates(line: usize, object: &Value) -> Result<BTreeSet<String>, Fault> {
    let ids = match object.get("labelled_duplicates") {
        None | Some(Value::Null) => Some(BTreeSet::new()),
        // `None` if any of the values is null, a list or an object.
        Some(Value::Array(ids)) => ids.iter().map(scalar).collect(),
        Some(_) => None,
    };
    match ids {
        Some(ids) => Ok(ids),
        None => Err(Fault::at(
            line,
            "the field `labelled_duplicates` must be a list of ids, or null",
        )),
    }
}

/// A dump of JSON lines with the papers' own texts. `None` if any paper has no text.
pub(super) fn dump(papers: &[Paper]) -> Option<String> {
    let mut dump = String::new();
    for paper in papers {
        let record = serde_json::json!({ "id": paper.id, "text": paper.text.as_ref()? });
        dump.push_str(&record.to_string());
        dump.push('\n');
    }
    Some(dump)
}

/// How the found duplicates of one paper compare with the true ones. The rule for positive and
/// negative is at the top of this file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Outcome {
    TruePositive,
    FalsePositive,
    TrueNegative,
    FalseNegative,
}

/// The outcome for a paper with these true and found duplicates.
fn outcome(true_ids: &BTreeSet<&str>, found_ids: &BTreeSet<&str>) -> Outcome {
    let has_duplicates = !true_ids.is_empty();
    let is_positive = !found_ids.is_empty();
    match (is_positive, has_duplicates) {
        (false, false) => Outcome::TrueNegative,
        (false, true) => Outcome::FalseNegative,
        (true, true) if true_ids.is_subset(found_ids) => Outcome::TruePositive,
        // The paper has no duplicates, or not all of them were found.
        (true, _) => Outcome::FalsePositive,
    }
}

/// The report on how well a run found the listed duplicates. `worst` is the number of mistakes to
/// list.
pub(super) fn score(name: &str, papers: &[Paper], decided: &DecidedDump, worst: usize) -> Report {
    let mut report = Report::new(name, TruthKind::Core);
    let mut tally = Tally::default();
    let clusters = clusters_of(papers, decided);
    let mut judged = BTreeSet::new();
    let mut absent = 0;
    for paper in papers {
        // Remains empty if the paper is not in the dump.
        let mut found_ids = BTreeSet::new();
        let document = decided.document(&paper.id);
        match document {
            Some(document) => {
                found_ids.clone_from(&clusters[&decided.representative(document)]);
                found_ids.remove(paper.id.as_str());
                judged.insert(document);
            }
            None => absent += 1,
        }
        let true_ids: BTreeSet<&str> = paper.duplicates.iter().map(String::as_str).collect();
        tally.add(paper, &true_ids, &found_ids);
        // A paper that is not in the dump is no example of a mistake: it has no text to show.
        if let Some(document) = document
            && true_ids != found_ids
        {
            tally
                .mistakes
                .push(mistake(decided, document, &true_ids, &found_ids));
        }
    }
    tally.add_to(&mut report);
    decided.add_coverage(&mut report, &judged, absent);
    report.add_worst(tally.mistakes, worst);
    report
}

/// The ids of the papers in each cluster of the run, by the representative of the cluster.
fn clusters_of<'p>(
    papers: &'p [Paper],
    decided: &DecidedDump,
) -> HashMap<usize, BTreeSet<&'p str>> {
    let mut clusters: HashMap<usize, BTreeSet<&str>> = HashMap::new();
    for paper in papers {
        if let Some(document) = decided.document(&paper.id) {
            let representative = decided.representative(document);
            clusters
                .entry(representative)
                .or_default()
                .insert(&paper.id);
        }
    }
    clusters
}

/// The counts over all papers.
#[derive(Default)]
struct Tally<'p> {
    /// The counts if papers with duplicates are the things to find.
    duplicates: Counts,
    /// The counts if papers without duplicates are the things to find.
    non_duplicates: Counts,
    overall: Exact,
    by_category: BTreeMap<&'p str, Exact>,
    mistakes: Vec<Mistake>,
}

/// How many papers are *exact*: their found duplicates are the true ones, no more and no fewer.
#[derive(Default)]
struct Exact {
    exact: f64,
    all: f64,
}

impl Exact {
    fn add(&mut self, is_exact: bool) {
        self.exact += f64::from(is_exact);
        self.all += 1.0;
    }
}

impl<'p> Tally<'p> {
    /// Counts a paper.
    fn add(&mut self, paper: &'p Paper, true_ids: &BTreeSet<&str>, found_ids: &BTreeSet<&str>) {
        match outcome(true_ids, found_ids) {
            Outcome::TruePositive => self.duplicates.right += 1.0,
            Outcome::TrueNegative => self.non_duplicates.right += 1.0,
            Outcome::FalsePositive => {
                self.duplicates.wrong += 1.0;
                self.non_duplicates.missed += 1.0;
            }
            Outcome::FalseNegative => {
                self.duplicates.missed += 1.0;
                self.non_duplicates.wrong += 1.0;
            }
        }
        let is_exact = true_ids == found_ids;
        self.overall.add(is_exact);
        let category = paper.category.as_deref().unwrap_or("none");
        let in_category = self.by_category.entry(category).or_default();
        in_category.add(is_exact);
    }

    /// Adds the scores to a report.
    fn add_to(&self, report: &mut Report) {
        report.add_score("duplicates", self.duplicates);
        report.add_score("non-duplicates", self.non_duplicates);
        report.add_share(
            "accuracy: documents whose duplicates are exactly the true ones",
            self.overall.exact,
            self.overall.all,
        );
        report.add_index(
            "mean precision of both classes (macro F1 in the table)",
            mean(self.duplicates.precision(), self.non_duplicates.precision()),
        );
        report.add_index(
            "mean F1 of both classes",
            mean(self.duplicates.f1(), self.non_duplicates.f1()),
        );
        for (category, Exact { exact, all }) in &self.by_category {
            report.add_share(format!("exact in the category {category}"), *exact, *all);
        }
    }
}

/// The mean of two shares. A share of nothing, which is `None`, counts as zero, as in the published
/// table.
fn mean(a: Option<f64>, b: Option<f64>) -> f64 {
    f64::midpoint(a.unwrap_or(0.0), b.unwrap_or(0.0))
}

/// The mistake that wrong duplicates of a document were found, or true ones were not. Its pieces
/// are the document and up to two of these duplicates, wrong ones first.
fn mistake(
    decided: &DecidedDump,
    document: usize,
    true_ids: &BTreeSet<&str>,
    found_ids: &BTreeSet<&str>,
) -> Mistake {
    let extra: Vec<_> = found_ids.difference(true_ids).collect();
    let missing: Vec<_> = true_ids.difference(found_ids).collect();
    let mut pieces = vec![decided.piece(document)];
    for id in extra.iter().chain(&missing).take(2) {
        pieces.push(piece(decided, id));
    }
    let what = format!("{} too many, {} overlooked", extra.len(), missing.len());
    Mistake::new(&what, pieces)
}

/// The document with this id as part of an example. If it is not in the dump, it has no text.
fn piece(decided: &DecidedDump, id: &str) -> Piece {
    match decided.document(id) {
        Some(document) => decided.piece(document),
        None => Piece {
            id: id.to_owned(),
            span: None,
            text: String::new(),
            document: None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::decided_dump::tests::run_of;
    use super::super::report::Value as Number;
    use super::*;

    fn paper(id: &str, duplicates: &[&str], category: &str) -> Paper {
        let duplicates = duplicates.iter().map(|d| (*d).to_owned()).collect();
        Paper {
            id: id.into(),
            duplicates,
            category: Some(category.into()),
            text: None,
        }
    }

    #[test]
    fn papers_are_scored_by_the_published_rule() {
        // Found {1 2 3} {4} {5 6}; 7 is not in the dump.
        let decided = run_of(&[
            ("1", None),
            ("2", Some("1")),
            ("3", Some("1")),
            ("4", None),
            ("5", None),
            ("6", Some("5")),
        ]);
        let papers = [
            paper("1", &["2"], "near"),      // true positive; 3 is too many: not exact
            paper("2", &["1"], "near"),      // true positive; 3 is too many: not exact
            paper("3", &[], "none"),         // false positive
            paper("4", &["9"], "near"),      // false negative
            paper("5", &["6"], "exact"),     // true positive, exact
            paper("6", &["5", "4"], "near"), // false positive: 4 was not found
            paper("7", &[], "none"),         // true negative, exact
        ];
        let report = score("t", &papers, &decided, 99);
        // Duplicates: 3 right, 2 wrong, 1 missed. Non-duplicates: 1 right; wrong is the false
        // negative, missed the false positives.
        assert_eq!(
            report.scores[0].counts,
            Counts {
                right: 3.0,
                wrong: 2.0,
                missed: 1.0
            }
        );
        assert_eq!(
            report.scores[1].counts,
            Counts {
                right: 1.0,
                wrong: 1.0,
                missed: 2.0
            }
        );
        assert_eq!(
            report.figures[0].value,
            Number::Share { part: 2.0, of: 7.0 },
            "5 and 7 are exact"
        );
        let Number::Index(mean_precision) = report.figures[1].value else {
            panic!("the mean precision is an index")
        };
        // Of duplicates, 3 of 5 found papers are right; of non-duplicates, 1 of 2.
        assert!((mean_precision - f64::midpoint(3.0 / 5.0, 1.0 / 2.0)).abs() < 1e-12);
        let of = |name: &str| {
            report
                .figures
                .iter()
                .find(|f| f.name.ends_with(name))
                .unwrap()
                .value
        };
        assert_eq!(of("category none"), Number::Share { part: 1.0, of: 2.0 });
        assert_eq!(report.examples.len(), 5, "all but 5 and 7");
    }

    #[test]
    fn papers_are_read_from_lines_and_written_as_a_dump() {
        let line = serde_json::json!({
            "core_id": 12, "labelled_duplicates": ["7", 8], "cat": "near_exact", "processed_title": "On Mills", "processed_abstract": "They turn."
        });
        let papers = read(&[(1, line.clone())]).unwrap();
        assert_eq!(
            papers[0].duplicates,
            BTreeSet::from(["7".to_owned(), "8".to_owned()])
        );
        assert_eq!(
            dump(&papers).unwrap(),
            "{\"id\":\"12\",\"text\":\"on mills they turn.\"}\n"
        );
        assert!(
            read(&[(1, line.clone()), (2, line)])
                .unwrap_err()
                .message("t")
                .contains("line 2: the core_id 12 is already on line 1")
        );
    }
}
