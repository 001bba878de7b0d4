//! Truth from CORE: scholarly articles with the ids of their duplicates.
//!
//! The set is `core-2020-05-10-deduplication` (Gyawali, Anastasiou, Knoth, “Deduplication of
//! Scholarly Documents using Locality Sensitive Hashing and Word Embeddings”, LREC 2020). It is
//! scored by the rule of the script `benchmark_core` in the repository `ChenghaoMou/text-dedup`, so
//! that the numbers can be compared with the table that is published there.
//!
//! Each listed document has a set of true duplicates and a set of found ones. Accuracy is the share
//! of documents for which both sets are the same. For precision and recall, a document is
//! *positive* if anything was found for it, and otherwise *negative*. A positive is right if it has
//! duplicates and all of them were found, even if others were found as well. A negative is right if
//! it has no duplicates. Precision and recall of duplicates are counted over positives, those of
//! non-duplicates over negatives. The table calls the mean of the two precisions “macro F1”; the
//! report has that mean and the mean of the two F1.

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
    pub duplicates: BTreeSet<String>,
    /// The category that the set gives it.
    pub category: Option<String>,
    /// Title and abstract, which the rule compares; for a run without other input.
    pub text: Option<String>,
}

/// The articles of JSON lines.
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

fn paper(line: usize, object: &Value) -> Result<Paper, Fault> {
    Ok(Paper {
        id: required(line, object, "core_id")?,
        duplicates: duplicates(line, object)?,
        category: field(object, "cat"),
        text: title_and_abstract(object),
    })
}

/// Title and abstract in lower case, as the set has them prepared for comparison.
fn title_and_abstract(object: &Value) -> Option<String> {
    let title = field(object, "processed_title")?;
    let body = field(object, "processed_abstract")?;
    Some(format!("{title} {body}").to_lowercase())
}

fn duplicates(line: usize, object: &Value) -> Result<BTreeSet<String>, Fault> {
    let ids = match object.get("labelled_duplicates") {
        None | Some(Value::Null) => Some(BTreeSet::new()),
        // `None` if any of them is not an id.
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

/// The articles as a dump, where their own texts are the input.
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

fn class(truly: &BTreeSet<&str>, found: &BTreeSet<&str>) -> Class {
    match (truly.is_empty(), found.is_empty()) {
        (true, true) => Class::TrueNegative,
        (false, true) => Class::FalseNegative,
        // One that was found too many does no harm here, only to the accuracy.
        (false, false) if truly.is_subset(found) => Class::TruePositive,
        _ => Class::FalsePositive,
    }
}

/// How well the run found the listed duplicates.
pub(super) fn score(name: &str, papers: &[Paper], found: &DecidedDump, worst: usize) -> Report {
    let mut report = Report::new(name, TruthKind::Core);
    let mut tally = Tally::default();
    let clusters = clusters_of(papers, found);
    let mut judged = BTreeSet::new();
    let mut absent = 0;
    for paper in papers {
        // Stays empty for a paper that is not in the dump: nothing was found for it.
        let mut predicted = BTreeSet::new();
        let document = found.document(&paper.id);
        match document {
            Some(document) => {
                predicted.clone_from(&clusters[&found.representative(document)]);
                predicted.remove(paper.id.as_str());
                judged.insert(document);
            }
            None => absent += 1,
        }
        let truly: BTreeSet<&str> = paper.duplicates.iter().map(String::as_str).collect();
        tally.add(paper, &truly, &predicted);
        if let Some(document) = document
            && truly != predicted
        {
            // Without its document there is nothing to show.
            tally
                .mistakes
                .push(mistake(found, document, &truly, &predicted));
        }
    }
    tally.report(&mut report, papers.len());
    found.say_coverage(&mut report, &judged, absent);
    report.worst(tally.mistakes, worst);
    report
}

/// The papers of each cluster of the run, by its representative.
fn clusters_of<'p>(papers: &'p [Paper], found: &DecidedDump) -> HashMap<usize, BTreeSet<&'p str>> {
    let mut clusters: HashMap<usize, BTreeSet<&str>> = HashMap::new();
    for paper in papers {
        if let Some(document) = found.document(&paper.id) {
            let representative = found.representative(document);
            clusters
                .entry(representative)
                .or_default()
                .insert(&paper.id);
        }
    }
    clusters
}

/// What is counted while the papers are judged one by one.
#[derive(Default)]
struct Tally<'p> {
    /// Papers with duplicates, as the class that is looked for.
    duplicates: Counts,
    /// Papers without duplicates, as the class that is looked for.
    others: Counts,
    /// Papers whose duplicates are exactly the true ones.
    exact: f64,
    /// By category: the exact papers, and all.
    exact_by_category: BTreeMap<&'p str, [f64; 2]>,
    mistakes: Vec<Mistake>,
}

impl<'p> Tally<'p> {
    fn add(&mut self, paper: &'p Paper, truly: &BTreeSet<&str>, predicted: &BTreeSet<&str>) {
        match class(truly, predicted) {
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
        let exact = f64::from(truly == predicted);
        self.exact += exact;
        let category = paper.category.as_deref().unwrap_or("none");
        let of_category = self.exact_by_category.entry(category).or_default();
        of_category[0] += exact;
        of_category[1] += 1.0;
    }

    fn report(&self, report: &mut Report, papers: usize) {
        report.score("duplicates", self.duplicates);
        report.score("non-duplicates", self.others);
        report.share(
            "accuracy: documents whose duplicates are exactly the true ones",
            self.exact,
            papers as f64,
        );
        report.index(
            "mean precision of both classes (macro F1 in the table)",
            mean(self.duplicates.precision(), self.others.precision()),
        );
        report.index(
            "mean F1 of both classes",
            mean(self.duplicates.f1(), self.others.f1()),
        );
        for (category, [part, of]) in &self.exact_by_category {
            report.share(format!("exact in the category {category}"), *part, *of);
        }
    }
}

/// The mean of two shares. A share of nothing counts as zero, as in the published table.
fn mean(a: Option<f64>, b: Option<f64>) -> f64 {
    f64::midpoint(a.unwrap_or(0.0), b.unwrap_or(0.0))
}

/// The document, then what was found for it wrongly or, failing that, what was overlooked.
fn mistake(
    found: &DecidedDump,
    place: usize,
    truly: &BTreeSet<&str>,
    predicted: &BTreeSet<&str>,
) -> Mistake {
    let extra: Vec<_> = predicted.difference(truly).collect();
    let missing: Vec<_> = truly.difference(predicted).collect();
    let mut pieces = vec![found.piece(place)];
    for id in extra.iter().chain(&missing).take(2) {
        pieces.push(piece(found, id));
    }
    let what = format!("{} too many, {} overlooked", extra.len(), missing.len());
    Mistake::new(&what, pieces)
}

/// The document with this id; without its text if it is not in the dump.
fn piece(found: &DecidedDump, id: &str) -> Piece {
    match found.document(id) {
        Some(document) => found.piece(document),
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
        let found = run_of(&[
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
        let report = score("t", &papers, &found, 99);
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
