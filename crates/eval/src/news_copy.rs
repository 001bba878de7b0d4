//! The rule by which tools are compared on NEWS-COPY, a set of historical news articles (Silcock,
//! D'Amico-Wong, Yang, Dell, “Noise-Robust De-Duplication at Scale”, 2022; repository
//! `dell-research-harvard/NEWS-COPY`, and the script `benchmark_news` of the repository
//! `ChenghaoMou/text-dedup`, which publishes a table).
//!
//! The adjusted Rand index over *all* documents of the dump. A document that the truth puts nowhere
//! is alone, and so is one that the run joined with nothing. Truth is either a list of JSON pairs
//! that belong together, of which the connected parts are the clusters, or JSON lines with `id` and
//! `cluster`.

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
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut parents: Vec<usize> = Vec::new();
    for (place, edge) in edges.iter().enumerate() {
        let ids: Vec<String> = edge.iter().filter_map(scalar).collect();
        let [a, b] = ids.as_slice() else {
            return Err(Fault::at(
                1,
                format!("entry {place} of the array is no pair of ids; {remedy}"),
            ));
        };
        let [a, b] = [a, b].map(|id| {
            *numbers.entry(id.clone()).or_insert_with(|| {
                parents.push(parents.len());
                parents.len() - 1
            })
        });
        let (a, b) = (root(&mut parents, a), root(&mut parents, b));
        parents[a.max(b)] = a.min(b);
    }
    let mut listed: Vec<(usize, Listed)> = numbers
        .into_iter()
        .map(|(id, number)| {
            (
                number,
                Listed {
                    line: 1,
                    id,
                    cluster: Some(root(&mut parents, number).to_string()),
                },
            )
        })
        .collect();
    listed.sort_by_key(|(number, _)| *number);
    Ok(listed.into_iter().map(|(_, document)| document).collect())
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}

/// Holds the run against the clusters, over all documents of the dump.
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
