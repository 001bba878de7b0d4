//! Truth from NEWS-COPY: historical news articles in clusters.
//!
//! The set is in the repository `dell-research-harvard/NEWS-COPY` (Silcock, D'Amico-Wong, Yang,
//! Dell, “Noise-Robust De-Duplication at Scale”, 2022). It is scored by the rule of the script
//! `benchmark_news` in the repository `ChenghaoMou/text-dedup`, so that the numbers can be compared
//! with the table that is published there.
//!
//! The score is the adjusted Rand index over *all* documents of the dump. A document that the truth
//! does not name is alone. Truth is either a JSON array of pairs of duplicates, whose connected
//! components are the clusters, or JSON lines with `id` and `cluster`.

use super::clusters::{Listed, Sorted, mistakes};
use super::decided_dump::DecidedDump;
use super::fault::Fault;
use super::kind::TruthKind;
use super::report::Report;
use super::scores::PairCounts;
use super::table::scalar;
use copydesk_clean::Verdict;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// Clusters from a JSON array of pairs of ids.
pub(super) fn of_edges(text: &str) -> Result<Vec<Listed>, Fault> {
    let remedy = "expected a JSON array of pairs of ids, or JSON objects, one a line";
    let edges: Vec<Vec<Value>> =
        serde_json::from_str(text).map_err(|e| Fault::at(e.line(), format!("{remedy} ({e})")))?;
    let mut components = Components::default();
    for (place, edge) in edges.iter().enumerate() {
        let ids: Vec<String> = edge.iter().filter_map(scalar).collect();
        let [a, b] = ids.as_slice() else {
            // The whole array may be on one line, and parsed values have no line, so the entry is
            // numbered.
            return Err(Fault::at(
                1,
                format!("entry {place} of the array is no pair of ids; {remedy}"),
            ));
        };
        components.join(a, b);
    }
    Ok(components.into_clusters())
}

/// The connected components of a graph of ids: a union–find structure with path halving.
#[derive(Default)]
struct Components {
    /// The number of each id.
    numbers: HashMap<String, usize>,
    /// The ids by number.
    ids: Vec<String>,
    /// For each number another one of its component, or itself if it is the smallest.
    parents: Vec<usize>,
}

impl Components {
    fn join(&mut self, a: &str, b: &str) {
        let (a, b) = (self.number(a), self.number(b));
        let (a, b) = (self.smallest(a), self.smallest(b));
        // The smaller root stays one, so a root is always the smallest number of its component.
        self.parents[a.max(b)] = a.min(b);
    }

    fn number(&mut self, id: &str) -> usize {
        if let Some(&number) = self.numbers.get(id) {
            return number;
        }
        let number = self.ids.len();
        self.numbers.insert(id.to_owned(), number);
        self.ids.push(id.to_owned());
        self.parents.push(number);
        number
    }

    /// The smallest number of a component. Shortens the path to it on the way.
    fn smallest(&mut self, mut number: usize) -> usize {
        let parents = &mut self.parents;
        while parents[number] != number {
            // Path halving: every number on the way now points to the parent of its parent.
            parents[number] = parents[parents[number]];
            number = parents[number];
        }
        number
    }

    /// The components as clusters. Each is named by its smallest number.
    fn into_clusters(mut self) -> Vec<Listed> {
        let mut listed = Vec::with_capacity(self.ids.len());
        for (number, id) in std::mem::take(&mut self.ids).into_iter().enumerate() {
            listed.push(Listed {
                line: 1,
                id,
                cluster: Some(self.smallest(number).to_string()),
            });
        }
        listed
    }
}

/// Compares the run with the clusters, over all documents of the dump.
pub(super) fn score(name: &str, listed: &[Listed], found: &DecidedDump, worst: usize) -> Report {
    let mut report = Report::new(name, TruthKind::NewsCopy);
    let mut sorted = Sorted::new(listed, found);
    let judged: BTreeSet<usize> = sorted.truth.keys().copied().collect();
    for (document, decision) in found.decisions.iter().enumerate() {
        if decision.verdict != Verdict::Reject {
            // Numbers of listed clusters are smaller than the number of rows.
            sorted
                .truth
                .entry(document)
                .or_insert(listed.len() + document);
        }
    }
    let documents = sorted.documents(found);
    let pairs = PairCounts::of(&documents);
    if !documents.is_empty() {
        report.index(
            "adjusted Rand index over all documents",
            pairs.adjusted_rand(),
        );
    }
    report.score("pairs of documents", pairs.counts());
    found.score_without_contained(&mut report, sorted.without_contained(found).counts());
    found.say_coverage(&mut report, &judged, sorted.absent);
    report.note("documents that the truth does not name are alone by this rule, and count");
    report.worst(mistakes(&sorted.truth, found), worst);
    report
}

#[cfg(test)]
mod tests {
    use super::super::decided_dump::tests::run_of;
    use super::super::report::Value;
    use super::*;

    #[test]
    fn unlisted_documents_count_as_alone() {
        // Truth {a b c} {d} {e}, from the edges ab and bc; found {a b} {c d} {e}. Of 10 pairs: both
        // ab, found only cd, true only ac bc.
        let found = run_of(&[
            ("a", None),
            ("b", Some("a")),
            ("c", None),
            ("d", Some("c")),
            ("e", None),
        ]);
        let listed = of_edges("[[\"a\",\"b\"],\n [\"c\",\"b\"], [\"zz\",\"c\"]]").unwrap();
        let report = score("t", &listed, &found, 9);
        // (1 − 3·2/10) / ((3 + 2)/2 − 3·2/10) = 0.4 / 1.9
        let Value::Index(index) = report.figures[0].value else {
            panic!("an index comes first")
        };
        assert!((index - 0.4 / 1.9).abs() < 1e-12, "{index}");
        assert_eq!(report.examples.len(), 2);
    }

    #[test]
    fn what_is_no_pair_is_refused() {
        assert!(
            of_edges("[[\"a\"]]")
                .unwrap_err()
                .message("t")
                .contains("entry 0 of the array is no pair")
        );
        assert!(of_edges("[{\"id\":1}]").is_err());
    }
}
