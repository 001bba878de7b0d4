//! Truth from NEWS-COPY: historical news articles in clusters.
//!
//! The set is in the repository `dell-research-harvard/NEWS-COPY` (Silcock, D'Amico-Wong, Yang,
//! Dell, “Noise-Robust De-Duplication at Scale”, 2022). It is scored by the rule of the script
//! `benchmark_news` in the repository `ChenghaoMou/text-dedup`, so that the numbers can be compared
//! with the table that is published there.
//!
//! The score is the adjusted Rand index over *all* documents of the dump. A document that the truth
//! does not name is a cluster of its own. Truth is either a JSON array of pairs of duplicates,
//! whose connected components are the clusters, or JSON lines with `id` and `cluster`.

use super::clusters::{ClusterRow, TrueClusters, mistakes};
use super::decided_dump::DecidedDump;
use super::fault::Fault;
use super::kind::TruthKind;
use super::report::Report;
use super::scores::PairCounts;
use super::table::scalar;
use copydesk_clean::Verdict;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// The clusters that follow from a JSON array of pairs of ids.
pub(super) fn from_pairs(text: &str) -> Result<Vec<ClusterRow>, Fault> {
    let remedy = "expected a JSON array of pairs of ids, or JSON objects, one a line";
    let edges: Vec<Vec<Value>> =
        serde_json::from_str(text).map_err(|e| Fault::at(e.line(), format!("{remedy} ({e})")))?;
    let mut components = Components::default();
    for (index, edge) in edges.iter().enumerate() {
        let ids: Vec<String> = edge.iter().filter_map(scalar).collect();
        let [a, b] = ids.as_slice() else {
            // The message names the index of the entry: parsed values do not know their line, and
            // the whole array may be on one.
            return Err(Fault::at(
                1,
                format!("entry {index} of the array is no pair of ids; {remedy}"),
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
    /// For each number a smaller one of the same component; the number itself if it is the
    /// smallest.
    parents: Vec<usize>,
}

impl Components {
    /// Records that two ids are in one component.
    fn join(&mut self, a: &str, b: &str) {
        let (a, b) = (self.number(a), self.number(b));
        let (a, b) = (self.smallest(a), self.smallest(b));
        // The larger root gets the smaller one as its parent, so a root is always the smallest
        // number of its component.
        self.parents[a.max(b)] = a.min(b);
    }

    /// The number of an id. A new id gets the next number.
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

    /// The smallest number in the component of a number. Shortens the path to it on the way.
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
    fn into_clusters(mut self) -> Vec<ClusterRow> {
        let mut listed = Vec::with_capacity(self.ids.len());
        for (number, id) in std::mem::take(&mut self.ids).into_iter().enumerate() {
            listed.push(ClusterRow {
                line: 1,
                id,
                cluster: Some(self.smallest(number).to_string()),
            });
        }
        listed
    }
}

/// Compares the run with the clusters, over all documents of the dump.
pub(super) fn score(
    name: &str,
    listed: &[ClusterRow],
    decided: &DecidedDump,
    worst: usize,
) -> Report {
    let mut report = Report::new(name, TruthKind::NewsCopy);
    let mut clusters = TrueClusters::new(listed, decided);
    let judged: BTreeSet<usize> = clusters.truth.keys().copied().collect();
    for (document, decision) in decided.decisions.iter().enumerate() {
        if decision.verdict != Verdict::Reject {
            // Listed clusters have numbers below the number of rows, so this number is not taken.
            clusters
                .truth
                .entry(document)
                .or_insert(listed.len() + document);
        }
    }
    let documents = clusters.documents(decided);
    let pairs = PairCounts::of(&documents);
    if !documents.is_empty() {
        report.add_index(
            "adjusted Rand index over all documents",
            pairs.adjusted_rand(),
        );
    }
    report.add_score("pairs of documents", pairs.counts());
    decided.add_score_without_contained(&mut report, clusters.without_contained(decided).counts());
    decided.add_coverage(&mut report, &judged, clusters.absent);
    report.add_note("documents that the truth does not name are alone by this rule, and count");
    report.add_worst(mistakes(&clusters.truth, decided), worst);
    report
}

#[cfg(test)]
mod tests {
    use super::super::decided_dump::tests::run_of;
    use super::super::report::Value;
    use super::*;

    #[test]
    fn documents_that_are_not_listed_are_clusters_of_one() {
        // Truth {a b c} {d} {e}, from the pairs ab and bc; found {a b} {c d} {e}. Of 10 pairs, ab
        // is together in both, cd in the run only, and ac and bc in the truth only.
        let decided = run_of(&[
            ("a", None),
            ("b", Some("a")),
            ("c", None),
            ("d", Some("c")),
            ("e", None),
        ]);
        let listed = from_pairs("[[\"a\",\"b\"],\n [\"c\",\"b\"], [\"zz\",\"c\"]]").unwrap();
        let report = score("t", &listed, &decided, 9);
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
            from_pairs("[[\"a\"]]")
                .unwrap_err()
                .message("t")
                .contains("entry 0 of the array is no pair")
        );
        assert!(from_pairs("[{\"id\":1}]").is_err());
    }
}
