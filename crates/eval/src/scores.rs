//! Measures of how well a run agrees with the truth, which says what should be found. Pure
//! arithmetic.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::collections::HashMap;
use std::hash::Hash;
use std::ops::AddAssign;

/// How many things were found rightly, found wrongly, and missed. The things are pairs, documents
/// or words. A letter of a script without spaces between words counts as half a word, so the
/// numbers may have fractions.
///
/// ```
/// use copydesk_eval::Counts;
///
/// let counts = Counts { right: 6.0, wrong: 2.0, missed: 4.0 };
/// assert_eq!(counts.precision(), Some(0.75));
/// assert_eq!(counts.recall(), Some(0.6));
/// assert_eq!(Counts::default().f1(), None);
/// ```
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Counts {
    /// Found, and true.
    pub right: f64,
    /// Found, and not true.
    pub wrong: f64,
    /// True, and not found.
    pub missed: f64,
}

impl Counts {
    /// Counts one thing that was found or not, and is true or not.
    pub(super) fn add(&mut self, is_found: bool, is_true: bool) {
        match (is_found, is_true) {
            (true, true) => self.right += 1.0,
            (true, false) => self.wrong += 1.0,
            (false, true) => self.missed += 1.0,
            (false, false) => {}
        }
    }

    /// The share of the found things that are true. `None` if nothing was found.
    #[must_use]
    pub fn precision(&self) -> Option<f64> {
        share(self.right, self.right + self.wrong)
    }

    /// The share of the true things that were found. `None` if nothing is true.
    #[must_use]
    pub fn recall(&self) -> Option<f64> {
        share(self.right, self.right + self.missed)
    }

    /// The harmonic mean of precision and recall. `None` if nothing was found and nothing is true.
    #[must_use]
    pub fn f1(&self) -> Option<f64> {
        share(
            2.0 * self.right,
            2.0 * self.right + self.wrong + self.missed,
        )
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

/// `part` divided by `of`; `None` if `of` is 0.
fn share(part: f64, of: f64) -> Option<f64> {
    (of > 0.0).then_some(part / of)
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(6))?;
        for (name, count) in [
            ("right", self.right),
            ("wrong", self.wrong),
            ("missed", self.missed),
        ] {
            map.serialize_entry(name, &count_as_json(count))?;
        }
        for (name, value) in [
            ("precision", self.precision()),
            ("recall", self.recall()),
            ("f1", self.f1()),
        ] {
            map.serialize_entry(name, &value)?;
        }
        map.end()
    }
}

/// A count as JSON: whole numbers without `.0`.
pub(super) fn count_as_json(count: f64) -> serde_json::Value {
    if count.fract() == 0.0 {
        serde_json::Value::from(count as u64)
    } else {
        serde_json::Value::from(count)
    }
}

/// A comparison of two clusterings of the same documents: one by a run, the other by the truth. The
/// fields count pairs of documents.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct PairCounts {
    /// Pairs that are in one cluster in both clusterings.
    pub both: u64,
    /// Pairs that are in one cluster by the run, but not by the truth.
    pub found_only: u64,
    /// Pairs that are in one cluster by the truth, but not by the run.
    pub true_only: u64,
    /// Pairs that are in different clusters in both clusterings.
    pub neither: u64,
}

/// The number of pairs that `n` things form. It is 0 for no things.
pub(super) fn pairs_among(n: u64) -> u64 {
    n * n.saturating_sub(1) / 2
}

impl PairCounts {
    /// Counts the pairs of documents, which are given as (true cluster, found cluster). Pairs are
    /// not counted one by one, which could take very long: their number follows from the sizes of
    /// the clusters.
    pub(super) fn of<T: Hash + Eq + Copy, F: Hash + Eq + Copy>(documents: &[(T, F)]) -> Self {
        let mut true_sizes: HashMap<T, u64> = HashMap::new();
        let mut found_sizes: HashMap<F, u64> = HashMap::new();
        let mut common_sizes: HashMap<(T, F), u64> = HashMap::new();
        for &(true_cluster, found_cluster) in documents {
            *true_sizes.entry(true_cluster).or_default() += 1;
            *found_sizes.entry(found_cluster).or_default() += 1;
            *common_sizes
                .entry((true_cluster, found_cluster))
                .or_default() += 1;
        }
        let true_pairs = pairs_together(true_sizes);
        let found_pairs = pairs_together(found_sizes);
        let both = pairs_together(common_sizes);
        let all = pairs_among(documents.len() as u64);
        Self {
            both,
            found_only: found_pairs - both,
            true_only: true_pairs - both,
            // All pairs without those that are in one cluster in the truth, in the run, or in both.
            // `both` is added first, so that no intermediate result is below zero.
            neither: all + both - true_pairs - found_pairs,
        }
    }

    /// The counts if the pairs that are in one cluster in the truth are the things to find.
    pub(super) fn counts(&self) -> Counts {
        Counts {
            right: self.both as f64,
            wrong: self.found_only as f64,
            missed: self.true_only as f64,
        }
    }

    /// The adjusted Rand index of Hubert and Arabie, “Comparing partitions”, Journal of
    /// Classification 2 (1985): 1 for the same clusters, about 0 for random clusters of the same
    /// sizes, below 0 for clusters that are worse than random ones.
    ///
    /// The usual formula takes the sizes of clusters. This one takes the four counts of pairs and
    /// has the same result. Clusterings that agree on every pair have the index 1, also where the
    /// formula gives 0 / 0.
    pub(super) fn adjusted_rand(&self) -> f64 {
        if self.found_only == 0 && self.true_only == 0 {
            return 1.0;
        }
        // A count may be near the square of the number of documents, so the product of two counts
        // may not fit 64 bits.
        let [both, found_only, true_only, neither] =
            [self.both, self.found_only, self.true_only, self.neither].map(i128::from);
        let numerator = 2 * (both * neither - found_only * true_only);
        let denominator = (both + true_only) * (true_only + neither)
            + (both + found_only) * (found_only + neither);
        numerator as f64 / denominator as f64
    }
}

/// The number of pairs of documents that are in one cluster, given the sizes of all clusters.
fn pairs_together<K>(sizes: HashMap<K, u64>) -> u64 {
    sizes.into_values().map(pairs_among).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pairs_and_their_index_are_as_counted_by_hand() {
        // Truth {a b c} {d e f}, found {a b} {c d} {e f}. Of 15 pairs, ab and ef are together in
        // both, cd only in the run, and ac, bc, de and df only in the truth. By the definition of
        // the index: (2 − 6·3/15) / ((6 + 3)/2 − 6·3/15) = 0.8 / 3.3.
        let documents = [(0, 0), (0, 0), (0, 1), (1, 1), (1, 2), (1, 2)];
        let pairs = PairCounts::of(&documents);
        assert_eq!(
            pairs,
            PairCounts {
                both: 2,
                found_only: 1,
                true_only: 4,
                neither: 8
            }
        );
        assert!((pairs.adjusted_rand() - 0.8 / 3.3).abs() < 1e-12);
        assert_eq!(pairs.counts().precision(), Some(2.0 / 3.0));
    }

    #[test]
    fn the_index_of_clusters_of_one() {
        // Two documents, alone in the truth and in the run.
        assert_eq!(PairCounts::of(&[(0, 5), (1, 6)]).adjusted_rand(), 1.0);
        assert_eq!(PairCounts::of::<u8, u8>(&[]).adjusted_rand(), 1.0);
        // Two documents, alone in the truth and together in the run.
        assert_eq!(PairCounts::of(&[(0, 0), (1, 0)]).adjusted_rand(), 0.0);
    }

    #[test]
    fn counts_as_json_have_no_needless_fraction() {
        let json = serde_json::to_string(&Counts {
            right: 2.0,
            wrong: 0.5,
            missed: 0.0,
        })
        .unwrap();
        assert!(
            json.starts_with(r#"{"right":2,"wrong":0.5,"missed":0,"precision":0.8,"#),
            "{json}"
        );
    }

    /// The counts of pairs, by comparing every pair. And the index, by its definition: (pairs in
    /// both − their expected number) / (their greatest number − their expected number).
    fn by_definition(documents: &[(u8, u8)]) -> (PairCounts, f64) {
        let mut pairs = PairCounts::default();
        for (i, a) in documents.iter().enumerate() {
            for b in &documents[..i] {
                match (a.0 == b.0, a.1 == b.1) {
                    (true, true) => pairs.both += 1,
                    (true, false) => pairs.true_only += 1,
                    (false, true) => pairs.found_only += 1,
                    (false, false) => pairs.neither += 1,
                }
            }
        }
        let true_pairs = (pairs.both + pairs.true_only) as f64;
        let found_pairs = (pairs.both + pairs.found_only) as f64;
        let expected = true_pairs * found_pairs / pairs_among(documents.len() as u64) as f64;
        let greatest = (true_pairs + found_pairs) / 2.0;
        let index = (pairs.both as f64 - expected) / (greatest - expected);
        (pairs, index)
    }

    proptest! {
        #[test]
        fn the_index_agrees_with_its_definition(documents in proptest::collection::vec((0u8..5, 0u8..5), 2..24)) {
            let (pairs, index) = by_definition(&documents);
            prop_assert_eq!(PairCounts::of(&documents), pairs);
            let found = pairs.adjusted_rand();
            if index.is_finite() {
                prop_assert!((found - index).abs() < 1e-9, "{} {}", found, index);
            } else {
                prop_assert_eq!(found, 1.0);
            }
        }
    }
}
