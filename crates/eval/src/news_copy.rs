//! Truth from NEWS-COPY: historical news articles in clusters.
//!
//! The set is in the repository `dell-research-harvard/NEWS-COPY` (Silcock, D'Amico-Wong, Yang,
//! Dell, “Noise-Robust De-Duplication at Scale”, 2022). It is scored by the rule of the script
//! `benchmark_news` in the repository `ChenghaoMou/text-dedup`, so that the numbers can be compared
//! with the table that is published there.
//!
//! The score is the adjusted Rand index over *all* documents of the dump. A document that the truth
//! does not name is a cluster of its own.
//!
//! The truth is either a JSON array of pairs of duplicates or a list with `id` and `cluster`. The
//! connected components of the pairs are the clusters.

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
    let expected = "expected a JSON array of pairs of ids, or JSON objects, one a line";
    let pairs: Vec<Vec<Value>> =
        serde_json::from_str(text).map_err(|e| Fault::at(e.line(), format!("{expected} ({e})")))?;
    let mut components = Components::default();
    for (index, pair) in pairs.iter().enumerate() {
        let ids: Vec<String> = pair.iter().filter_map(scalar).collect();
        let [a, b] = ids.as_slice() else {
            // The line of an entry is not known after parsing, so the message names its index.
            return Err(Fault::at(
                1,
                format!("entry {index} of the array is not a pair of ids; {expected}"),
            ));
        };
        components.join(a, b);
    }
    Ok(components.into_clusters())
}

/// The connected components of a graph of ids: a union–find structure with path halving.
#[derive(Default)]
struct Components {
    /// The number of each id: its index in `ids`.
    numbers: HashMap<String, usize>,
    ids: Vec<String>,
    /// For each number, a smaller number of the same component. The smallest has itself.
    parents: Vec<usize>,
}

impl Components {
    /// Records that two ids are in one component.
    fn join(&mut self, a: &str, b: &str) {
        let (a, b) = (self.number(a), self.number(b));
        let (a, b) = (self.smallest(a), self.smallest(b));
        // The smaller of the two becomes the smallest number of the joined component.
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

    /// The smallest number of the component to which a number belongs. Shortens the path to it.
    fn smallest(&mut self, mut number: usize) -> usize {
        let parents = &mut self.parents;
        while parents[number] != number {
            // Path halving: the number gets the parent of its parent as its own parent.
            parents[number] = parents[parents[number]];
            number = parents[number];
        }
        number
    }

    /// The components as clusters, each named by its smallest number.
    fn into_clusters(mut self) -> Vec<ClusterRow> {
        let mut listed = Vec::with_capacity(self.ids.len());
        for (number, id) in std::mem::take(&mut self.ids).into_iter().enumerate() {
            listed.push(ClusterRow {
                // The line is not known after parsing.
                line: 1,
                id,
                cluster: Some(self.smallest(number).to_string()),
            });
        }
        listed
    }
}

/// Compares the run with the clusters, over all documents of the dump. `worst` is the number of
/// mistakes to list.
pub(super) fn score(
    name: &str,
    listed: &[ClusterRow],
    decided: &DecidedDump,
    worst: usize,
) -> Report {
    let mut report = Report::new(name, TruthKind::NewsCopy);
    let mut clusters = TrueClusters::new(listed, decided);
    let judged: BTreeSet<usize> = clusters.cluster_of.keys().copied().collect();
    for (document, decision) in decided.decisions.iter().enumerate() {
        if decision.verdict != Verdict::Reject {
            // The numbers of listed clusters are indices of `listed`, so this number is free.
            let own_cluster = listed.len() + document;
            clusters.cluster_of.entry(document).or_insert(own_cluster);
        }
    }
    let documents = clusters.true_and_found(decided);
    let pairs = PairCounts::of(&documents);
    if !documents.is_empty() {
        report.add_index(
            "adjusted Rand index over all documents",
            pairs.adjusted_rand(),
        );
    }
    report.add_score("pairs of documents", pairs.counts());
    // The score that the run would have if documents that another one contains were kept.
    let pairs_with_contained_kept = clusters.pairs_with_contained_kept(decided);
    decided.add_score_with_contained_kept(&mut report, pairs_with_contained_kept.counts());
    decided.add_coverage(&mut report, &judged, clusters.absent);
    report.add_note("documents that the truth does not name are alone by this rule, and count");
    report.add_worst(mistakes(&clusters.cluster_of, decided), worst);
    report
}

#[cfg(test)]
mod tests {
    use super::super::decided_dump::tests::run_of;
    use super::super::report::Value;
    use super::*;

    #[test]
    fn documents_that_are_not_listed_are_clusters_of_one() {
        // Truth {a b c} {d} {e}, where no pair names d and e; found {a b} {c d} {e}. Of 10 pairs,
        // ab is together in both, cd in the run only, and ac and bc in the truth only. zz is not in
        // the dump.
        let decided = run_of(&[
            ("a", None),
            ("b", Some("a")),
            ("c", None),
            ("d", Some("c")),
            ("e", None),
        ]);
        let listed = from_pairs("[[\"a\",\"b\"],\n [\"c\",\"b\"], [\"zz\",\"c\"]]").unwrap();
        let report = score("t", &listed, &decided, 9);
        // By the definition of the index, with 3 true and 2 found pairs:
        // (1 − 3·2/10) / ((3 + 2)/2 − 3·2/10) = 0.4 / 1.9
        let Value::Index(index) = report.figures[0].value else {
            panic!("an index comes first")
        };
        assert!((index - 0.4 / 1.9).abs() < 1e-12, "{index}");
        assert_eq!(report.examples.len(), 2, "c-d is joined, a-c is not");
    }

    #[test]
    fn an_entry_that_is_no_pair_is_refused() {
        assert!(
            from_pairs("[[\"a\"]]")
                .unwrap_err()
                .message("t")
                .contains("entry 0 of the array is not a pair")
        );
        assert!(from_pairs("[{\"id\":1}]").is_err());
    }
}
