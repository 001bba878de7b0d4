//! Truth as pairs: two ids a row, with a label or a similarity, or nothing (then all are
//! duplicates).
//!
//! A pair is *found* if both documents are in one cluster: one was dropped in favour of the other,
//! or both in favour of a third. Only listed pairs are judged, because nothing is known of others.
//! A second score assumes that the list is complete, so every found pair that is not listed is
//! wrong.

mod columns;

pub(crate) use columns::{
    Columns, Judged, JudgedPairs, is_column, is_yes_or_no, known_columns, read,
};

use super::decided_dump::DecidedDump;
use super::fault::Fault;
use super::kind::TruthKind;
use super::report::Report;
use super::scores::{Counts, pairs_among};
use std::collections::{BTreeMap, BTreeSet};

/// The numbers of two documents, the smaller first.
type Pair = (usize, usize);

/// Compares the run with the list.
pub(super) fn score(
    name: &str,
    truth: &JudgedPairs,
    found: &DecidedDump,
    worst: usize,
) -> Result<Report, Fault> {
    let mut report = Report::new(name, TruthKind::Pairs);
    let listing = Listing::new(&truth.rows, found)?;
    let (mut listed, mut alike) = (Counts::default(), Counts::default());
    let (mut negatives, mut found_listed) = (0, 0);
    let (mut joined, mut parted) = (Vec::new(), Vec::new());
    for (&pair, &(is_duplicate, _)) in &listing.pairs {
        let is_found = found.representative(pair.0) == found.representative(pair.1);
        found_listed += u64::from(is_found);
        negatives += usize::from(!is_duplicate);
        // The second way of counting, in which a contained document is no duplicate.
        let is_alike = found.likeness(pair.0) == found.likeness(pair.1);
        alike.add(is_alike, is_duplicate);
        match (is_found, is_duplicate) {
            (true, true) => listed.right += 1.0,
            (true, false) => {
                listed.wrong += 1.0;
                joined.push(found.wrongly_joined([pair.0, pair.1]));
            }
            (false, true) => {
                listed.missed += 1.0;
                parted.push(found.not_joined([pair.0, pair.1]));
            }
            (false, false) => {}
        }
    }
    // The number of pairs in a cluster follows from its size. Listing them could take forever.
    let all_found: u64 = found.cluster_sizes().into_values().map(pairs_among).sum();
    let unlisted = all_found - found_listed;
    report.score("listed pairs", listed);
    report.score(
        "if the list were complete",
        Counts {
            wrong: listed.wrong + unlisted as f64,
            ..listed
        },
    );
    found.score_without_contained(&mut report, alike);
    report.count("pairs judged", listing.pairs.len());
    report.count(
        "of them duplicates by the truth",
        listing.pairs.len() - negatives,
    );
    report.shown_as("of these, duplicates according to the truth file");
    report.count("pairs found that are not listed", unlisted as usize);
    report.count_if_any(
        "rows with an id that is not in the dump",
        listing.rows_without_document,
    );
    report.count_if_any(
        "rows that repeat an earlier pair, or pair a document with itself",
        listing.rows_again,
    );
    found.say_coverage(&mut report, &listing.documents, listing.absent.len());
    // Without a pair nothing was judged, even if some of the listed documents are in the dump.
    if listing.pairs.is_empty() {
        report.judged = 0;
    }
    report.note(truth.note.clone());
    report.note(
        "only listed pairs are judged: precision is the share of the listed pairs found \
                 that are duplicates",
    );
    if negatives == 0 {
        report.note(
            "the list holds duplicates only, so that its precision says nothing; look at \
                     the second row if it is complete",
        );
    }
    joined.extend(parted);
    report.worst(joined, worst);
    Ok(report)
}

/// The rows as pairs of documents.
#[derive(Default)]
struct Listing<'t> {
    /// Whether each pair is one of duplicates, and its line.
    pairs: BTreeMap<Pair, (bool, usize)>,
    /// All documents of the dump that are listed.
    documents: BTreeSet<usize>,
    /// Listed ids that are not in the dump.
    absent: BTreeSet<&'t str>,
    rows_without_document: usize,
    /// Rows that repeat a pair, or pair a document with itself.
    rows_again: usize,
}

impl<'t> Listing<'t> {
    fn new(truth: &'t [Judged], found: &DecidedDump) -> Result<Self, Fault> {
        let mut out = Self::default();
        for row in truth {
            let places = [found.document(&row.ids[0]), found.document(&row.ids[1])];
            for (id, place) in row.ids.iter().zip(places) {
                match place {
                    Some(document) => _ = out.documents.insert(document),
                    None => _ = out.absent.insert(id),
                }
            }
            let [Some(a), Some(b)] = places else {
                out.rows_without_document += 1;
                continue;
            };
            let judged = (row.is_duplicate, row.line);
            match (a == b, out.pairs.get(&(a.min(b), a.max(b)))) {
                (true, _) => out.rows_again += 1,
                (false, None) => _ = out.pairs.insert((a.min(b), a.max(b)), judged),
                (false, Some(&(before, _))) if before == row.is_duplicate => out.rows_again += 1,
                (false, Some((_, line))) => {
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
    fn a_score_counted_by_hand() {
        // Found: {a b c}, {d}, {e f}. The pairs a-b, a-c, b-c and e-f are found; e-f is not listed.
        let found = run_of(&[
            ("a", None),
            ("b", Some("a")),
            ("c", Some("a")),
            ("d", None),
            ("e", None),
            ("f", Some("e")),
        ]);
        let pair = |line, a: &str, b: &str, is_duplicate| Judged {
            line,
            ids: [a.into(), b.into()],
            is_duplicate,
        };
        let rows = vec![
            pair(1, "a", "b", true),
            pair(2, "b", "c", true),
            pair(3, "c", "a", false),
            pair(4, "d", "a", true),
            pair(5, "d", "b", false),
            pair(6, "b", "a", true),
            pair(7, "a", "z", true),
        ];
        let truth = JudgedPairs {
            rows,
            note: String::new(),
        };
        let report = score("t", &truth, &found, 1).unwrap();
        assert_eq!(
            report.scores[0].counts,
            Counts {
                right: 2.0,
                wrong: 1.0,
                missed: 1.0
            }
        );
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
        assert_eq!(
            (
                figure("rows with an id"),
                figure("ids of the truth"),
                figure("documents of the dump")
            ),
            (1.into(), 1.into(), 2.into())
        );
        assert_eq!(
            (report.examples[0].what.as_str(), report.more),
            ("joined, but not the same", 1)
        );
        let against = JudgedPairs {
            rows: vec![pair(1, "a", "b", true), pair(2, "b", "a", false)],
            note: String::new(),
        };
        assert!(
            score("t", &against, &found, 1)
                .unwrap_err()
                .message("t")
                .contains("line 2: judges the pair of line 1 the other way")
        );
    }
}
