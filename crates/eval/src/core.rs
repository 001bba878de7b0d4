//! Truth from CORE: scholarly articles with the ids of their duplicates.
//!
//! The set is `core-2020-05-10-deduplication` (Gyawali, Anastasiou, Knoth, “Deduplication of
//! Scholarly Documents using Locality Sensitive Hashing and Word Embeddings”, LREC 2020). It is
//! scored by the rule of the script `benchmark_core` in the repository `ChenghaoMou/text-dedup`, so
//! that the numbers can be compared with the table that is published there.
//!
//! Each listed document has a set of true duplicates and a set of found ones. Accuracy is the share
//! of documents for which both sets are the same.
//!
//! For precision and recall, a document is *positive* if any duplicates were found for it, and
//! otherwise *negative*. A positive is right if it has duplicates and all of them were found, even
//! if others were found as well. A negative is right if it has no duplicates. Duplicates and
//! non-duplicates each have a precision and a recall: a wrong positive counts as wrong for
//! duplicates and as missed for non-duplicates, and a wrong negative the other way round. The table
//! calls the mean of the two precisions “macro F1”; the report has that mean and the mean of the
//! two F1.

use super::decided_dump::DecidedDump;
use super::fault::Fault;
use super::kind::TruthKind;
use super::report::{Mistake, Piece, Report};
use super::scores::Counts;
use super::table::{field, required, scalar};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A scholarly article.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Paper {
    pub id: String,
    /// The ids of its true duplicates.
    pub duplicates: BTreeSet<String>,
    /// The category in which the set of articles has it.
    pub category: Option<String>,
    /// Title and abstract: the text of the document if there is no other input. `None` if the file
    /// lacks either.
    pub text: Option<String>,
}

/// Reads the articles, one from each JSON line.
pub(super) fn read(lines: &[(usize, Value)]) -> Result<Vec<Paper>, Fault> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut papers = Vec::new();
    for (line, object) in lines {
        let paper = paper(*line, object)?;
        if let Some(before) = seen.insert(paper.id.clone(), *line) {
            let message = format!("the core_id {} is already on line {before}", paper.id);
            return Err(Fault::at(*line, message));
        }
        papers.push(paper);
    }
    Ok(papers)
}

/// The article on a line.
fn paper(line: usize, object: &Value) -> Result<Paper, Fault> {
    Ok(Paper {
        id: required(line, object, "core_id")?,
        duplicates: duplicates(line, object)?,
        category: field(object, "cat"),
        text: title_and_abstract(object),
    })
}

/// Title and abstract in lower case, from the fields that are prepared for comparison. `None` if
/// either is missing.
fn title_and_abstract(object: &Value) -> Option<String> {
    let title = field(object, "processed_title")?;
    let body = field(object, "processed_abstract")?;
    Some(format!("{title} {body}").to_lowercase())
}

/// The ids of an article's true duplicates.
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

/// A dump of JSON lines with the articles' own texts. `None` if any article has no text.
pub(super) fn dump(papers: &[Paper]) -> Option<String> {
    let mut dump = String::new();
    for paper in papers {
        let record = serde_json::json!({ "id": paper.id, "text": paper.text.as_ref()? });
        dump.push_str(&record.to_string());
        dump.push('\n');
    }
    Some(dump)
}

/// How the found duplicates of one document compare with the true ones.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Class {
    TruePositive,
    FalsePositive,
    TrueNegative,
    FalseNegative,
}

fn class(true_ids: &BTreeSet<&str>, found_ids: &BTreeSet<&str>) -> Class {
    match (true_ids.is_empty(), found_ids.is_empty()) {
        (true, true) => Class::TrueNegative,
        (false, true) => Class::FalseNegative,
        // By the rule of the table, a wrong duplicate beside the true ones only lowers the
        // accuracy.
        (false, false) if true_ids.is_subset(found_ids) => Class::TruePositive,
        _ => Class::FalsePositive,
    }
}

/// The report on how well a run found the listed duplicates.
pub(super) fn score(name: &str, papers: &[Paper], decided: &DecidedDump, worst: usize) -> Report {
    let mut report = Report::new(name, TruthKind::Core);
    let mut tally = Tally::default();
    let clusters = clusters_of(papers, decided);
    let mut judged = BTreeSet::new();
    let mut absent = 0;
    for paper in papers {
        // Remains empty if the paper is not in the dump: nothing was found for it.
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
        if let Some(document) = document
            && true_ids != found_ids
        {
            // A paper that is not in the dump has no text to show.
            tally
                .mistakes
                .push(mistake(decided, document, &true_ids, &found_ids));
        }
    }
    tally.report(&mut report, papers.len());
    decided.add_coverage(&mut report, &judged, absent);
    report.add_worst(tally.mistakes, worst);
    report
}

/// The papers of each cluster of the run, by its representative.
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
    /// Right, wrong and missed papers if papers with duplicates are looked for.
    duplicates: Counts,
    /// Right, wrong and missed papers if papers without duplicates are looked for.
    others: Counts,
    /// The number of papers whose found duplicates are exactly the true ones.
    exact: f64,
    /// For each category: the number of such papers, and of all papers.
    exact_by_category: BTreeMap<&'p str, [f64; 2]>,
    mistakes: Vec<Mistake>,
}

impl<'p> Tally<'p> {
    /// Counts a paper.
    fn add(&mut self, paper: &'p Paper, true_ids: &BTreeSet<&str>, found_ids: &BTreeSet<&str>) {
        match class(true_ids, found_ids) {
            Class::TruePositive => self.duplicates.right += 1.0,
            Class::TrueNegative => self.others.right += 1.0,
            Class::FalsePositive => {
                self.duplicates.wrong += 1.0;
                self.others.missed += 1.0;
            }
            Class::FalseNegative => {
                self.duplicates.missed += 1.0;
                self.others.wrong += 1.0;
            }
        }
        let exact = f64::from(true_ids == found_ids);
        self.exact += exact;
        let category = paper.category.as_deref().unwrap_or("none");
        let of_category = self.exact_by_category.entry(category).or_default();
        of_category[0] += exact;
        of_category[1] += 1.0;
    }

    /// Adds the scores to a report. `papers` is the number of all papers.
    fn report(&self, report: &mut Report, papers: usize) {
        report.add_score("duplicates", self.duplicates);
        report.add_score("non-duplicates", self.others);
        report.add_share(
            "accuracy: documents whose duplicates are exactly the true ones",
            self.exact,
            papers as f64,
        );
        report.add_index(
            "mean precision of both classes (macro F1 in the table)",
            mean(self.duplicates.precision(), self.others.precision()),
        );
        report.add_index(
            "mean F1 of both classes",
            mean(self.duplicates.f1(), self.others.f1()),
        );
        for (category, [part, of]) in &self.exact_by_category {
            report.add_share(format!("exact in the category {category}"), *part, *of);
        }
    }
}

/// The mean of two shares. `None`, a share of nothing, counts as zero, as in the published table.
fn mean(a: Option<f64>, b: Option<f64>) -> f64 {
    f64::midpoint(a.unwrap_or(0.0), b.unwrap_or(0.0))
}

/// The mistake that wrong duplicates were found for a document, or true ones were not. Up to two of
/// them are shown after the document, wrong ones first.
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

/// The document with this id as part of an example. Without a text if it is not in the dump.
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
    fn the_rule_counted_by_hand() {
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
            paper("1", &["2"], "near"),  // true positive with one too many: not exact
            paper("2", &["1"], "near"),  // the same
            paper("3", &[], "none"),     // false positive
            paper("4", &["9"], "near"),  // false negative
            paper("5", &["6"], "exact"), // true positive, exact
            paper("6", &["5", "4"], "near"), // false positive: 4 was overlooked
            paper("7", &[], "none"),     // true negative, exact
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
            Number::Share { part: 2.0, of: 7.0 }
        );
        let Number::Index(mean_precision) = report.figures[1].value else {
            panic!("an index")
        };
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
        assert_eq!(report.examples.len(), 5);
    }

    #[test]
    fn lines_are_read_and_made_a_dump() {
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
