//! Truth as pairs: each row has two ids, and a label or a similarity. If the rows have neither, all
//! pairs are duplicates.
//!
//! A pair is *found* if both documents are in one cluster: one was dropped in favour of the other,
//! or both in favour of a third. Only listed pairs are judged, because nothing is known about other
//! pairs. A second score assumes that the list is complete: every found pair that is not listed is
//! wrong.

mod columns;

pub(crate) use columns::{
    JudgedPair, JudgedPairs, has_id_columns, is_column, is_yes_or_no, known_columns, read,
};

use super::decided_dump::DecidedDump;
use super::fault::Fault;
use super::kind::TruthKind;
use super::report::Report;
use super::scores::{Counts, pairs_among};
use std::collections::{BTreeMap, BTreeSet};

/// The indices of two documents' decisions, the smaller first.
type Pair = (usize, usize);

/// The report on how a run agrees with the list. `worst` is the number of mistakes to list.
///
/// # Errors
/// If two rows contradict each other.
pub(super) fn score(
    name: &str,
    truth: &JudgedPairs,
    decided: &DecidedDump,
    worst: usize,
) -> Result<Report, Fault> {
    let mut report = Report::new(name, TruthKind::Pairs);
    let listing = Listing::new(&truth.rows, decided)?;
    let (mut counts, mut counts_with_contained_kept) = (Counts::default(), Counts::default());
    let (mut duplicates, mut found_and_listed) = (0, 0);
    let (mut wrongly_joined, mut not_joined) = (Vec::new(), Vec::new());
    for (&(a, b), &Judgement { is_duplicate, .. }) in &listing.pairs {
        let is_found = decided.representative(a) == decided.representative(b);
        found_and_listed += u64::from(is_found);
        duplicates += usize::from(is_duplicate);
        counts.add(is_found, is_duplicate);
        // As if documents that were dropped because another one contains them were kept.
        let is_found_with_contained_kept = decided.representative_unless_contained(a)
            == decided.representative_unless_contained(b);
        counts_with_contained_kept.add(is_found_with_contained_kept, is_duplicate);
        match (is_found, is_duplicate) {
            (true, false) => wrongly_joined.push(decided.wrongly_joined([a, b])),
            (false, true) => not_joined.push(decided.not_joined([a, b])),
            _ => {}
        }
    }
    // The number of pairs in a cluster follows from its size. Counting them one by one could take
    // very long.
    let all_found: u64 = decided.cluster_sizes().into_values().map(pairs_among).sum();
    let found_and_unlisted = all_found - found_and_listed;
    report.add_score("listed pairs", counts);
    report.add_score(
        "if the list were complete",
        Counts {
            wrong: counts.wrong + found_and_unlisted as f64,
            ..counts
        },
    );
    decided.add_score_with_contained_kept(&mut report, counts_with_contained_kept);
    report.add_count("pairs judged", listing.pairs.len());
    report.add_count("of them duplicates by the truth", duplicates);
    report.label_last("of these, duplicates according to the truth file");
    report.add_count(
        "pairs found that are not listed",
        found_and_unlisted as usize,
    );
    report.add_count_if_any(
        "rows with an id that is not in the dump",
        listing.rows_without_document,
    );
    report.add_count_if_any(
        "rows that repeat an earlier pair, or pair a document with itself",
        listing.repeated_rows,
    );
    decided.add_coverage(&mut report, &listing.documents, listing.absent.len());
    // A document is judged only as part of a pair. If the dump has no listed pair, nothing is
    // judged, even if it has some of the listed documents.
    if listing.pairs.is_empty() {
        report.judged = 0;
    }
    report.add_note(truth.note.clone());
    report.add_note(
        "only listed pairs are judged: precision is the share of the listed pairs found \
         that are duplicates",
    );
    if duplicates == listing.pairs.len() {
        report.add_note(
            "the list holds duplicates only, so that its precision says nothing; look at \
             the second row if it is complete",
        );
    }
    let mut mistakes = wrongly_joined;
    mistakes.extend(not_joined);
    report.add_worst(mistakes, worst);
    Ok(report)
}

/// What the list says about a pair.
struct Judgement {
    is_duplicate: bool,
    /// The number of the line that says it, from 1.
    line: usize,
}

/// The rows of the list as pairs of documents.
#[derive(Default)]
struct Listing<'t> {
    pairs: BTreeMap<Pair, Judgement>,
    /// All documents of the dump that are listed.
    documents: BTreeSet<usize>,
    /// Listed ids that are not in the dump.
    absent: BTreeSet<&'t str>,
    /// How many rows have an id that is not in the dump.
    rows_without_document: usize,
    /// How many rows repeat a pair, or pair a document with itself.
    repeated_rows: usize,
}

impl<'t> Listing<'t> {
    fn new(truth: &'t [JudgedPair], decided: &DecidedDump) -> Result<Self, Fault> {
        let mut out = Self::default();
        for row in truth {
            let documents = [decided.document(&row.ids[0]), decided.document(&row.ids[1])];
            for (id, document) in row.ids.iter().zip(documents) {
                if let Some(document) = document {
                    out.documents.insert(document);
                } else {
                    out.absent.insert(id);
                }
            }
            let [Some(a), Some(b)] = documents else {
                out.rows_without_document += 1;
                continue;
            };
            if a == b {
                out.repeated_rows += 1;
                continue;
            }
            let pair = (a.min(b), a.max(b));
            let judgement = Judgement {
                is_duplicate: row.is_duplicate,
                line: row.line,
            };
            match out.pairs.get(&pair) {
                None => {
                    out.pairs.insert(pair, judgement);
                }
                Some(earlier) if earlier.is_duplicate == row.is_duplicate => {
                    out.repeated_rows += 1;
                }
                Some(Judgement { line, .. }) => {
                    return Err(Fault::at(
                        row.line,
                        format!(
                            "judges the pair of line {line} the other way; remove one of the two"
                        ),
                    ));
                }
            }
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decided_dump::tests::run_of;

    #[test]
    fn listed_pairs_are_scored_once_each() {
        // Found: {a b c}, {d}, {e f}. The pairs a-b, a-c, b-c and e-f are found; e-f is not listed.
        let decided = run_of(&[
            ("a", None),
            ("b", Some("a")),
            ("c", Some("a")),
            ("d", None),
            ("e", None),
            ("f", Some("e")),
        ]);
        let pair = |line, a: &str, b: &str, is_duplicate| JudgedPair {
            line,
            ids: [a.into(), b.into()],
            is_duplicate,
        };
        let rows = vec![
            pair(1, "a", "b", true),  // right
            pair(2, "b", "c", true),  // right
            pair(3, "c", "a", false), // wrong
            pair(4, "d", "a", true),  // missed
            pair(5, "d", "b", false), // rightly not found
            pair(6, "b", "a", true),  // repeats line 1
            pair(7, "a", "z", true),  // z is not in the dump
        ];
        let truth = JudgedPairs {
            rows,
            note: String::new(),
        };
        let report = score("t", &truth, &decided, 1).unwrap();
        assert_eq!(
            report.scores[0].counts,
            Counts {
                right: 2.0,
                wrong: 1.0,
                missed: 1.0
            }
        );
        // If the list were complete, e-f would be wrong too.
        assert_eq!(
            report.scores[1].counts,
            Counts {
                right: 2.0,
                wrong: 2.0,
                missed: 1.0
            }
        );
        let figure = |name: &str| {
            serde_json::to_value(
                report
                    .figures
                    .iter()
                    .find(|f| f.name.contains(name))
                    .unwrap()
                    .value,
            )
            .unwrap()
        };
        assert_eq!(
            (
                figure("pairs judged"),
                figure("repeat an earlier"),
                figure("not listed")
            ),
            (5.into(), 1.into(), 1.into())
        );
        // The truth names z, which is not in the dump. It does not name e and f, which are.
        assert_eq!(
            (
                figure("rows with an id"),
                figure("ids of the truth"),
                figure("documents of the dump")
            ),
            (1.into(), 1.into(), 2.into())
        );
        // Wrongly joined pairs come first; the limit of one mistake leaves out d-a.
        assert_eq!(
            (report.examples[0].what.as_str(), report.more),
            ("joined, but not the same", 1)
        );
        let contradictory = JudgedPairs {
            rows: vec![pair(1, "a", "b", true), pair(2, "b", "a", false)],
            note: String::new(),
        };
        assert!(
            score("t", &contradictory, &decided, 1)
                .unwrap_err()
                .message("t")
                .contains("line 2: judges the pair of line 1 the other way")
        );
    }
}
