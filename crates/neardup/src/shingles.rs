//! The set of a document's runs of words (*shingles*), and the exact similarity of two sets.
//!
//! ```text
//! words       the ferry sank at noon off Varn
//! shingles    the ferry sank at noon
//!                 ferry sank at noon off
//!                       sank at noon off Varn
//! ```
//!
//! A run of words is hashed to one number by a rolling polynomial (Karp and Rabin 1987), so the
//! time for a document does not depend on the width of a shingle. A set is a sorted list of these
//! numbers. Two sets are compared in one pass over both lists, without a hash table.

use crate::ascending::ascending;
use copydesk_text::{Word, mix64};

/// The distinct runs of `width` consecutive words of a document, hashed to 64 bits and sorted. Two
/// sets can be compared only if they have the same width.
///
/// The method is from Broder (1997), “On the resemblance and containment of documents”. A document
/// with fewer words than `width` has one shingle made of all its words. So short documents are
/// compared as a whole. With empty sets, all of them would seem equal.
///
/// ```
/// use copydesk_neardup::ShingleSet;
/// use copydesk_text::words;
///
/// let set = ShingleSet::new(&words("one two three four five six"), 5);
/// assert_eq!(set.len(), 2);
/// let short = ShingleSet::new(&words("Loading"), 5);
/// let other = ShingleSet::new(&words("Video"), 5);
/// assert_eq!(short.overlap(&other).jaccard(), 0.0);
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ShingleSet(Vec<u64>);

/// The base of the polynomial: 2⁶⁴ divided by the golden ratio, because its bits have no short
/// pattern. It is odd, so multiplying by it loses no bit.
pub(crate) const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

impl ShingleSet {
    /// The shingles of a run of words.
    ///
    /// # Panics
    /// If `width` is zero.
    #[must_use]
    pub fn new(words: &[Word], width: usize) -> Self {
        Self(ascending(run_hashes(words, width)))
    }

    /// Number of distinct shingles.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the set is empty: the document has no word at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The hashes, in ascending order.
    #[must_use]
    pub fn hashes(&self) -> &[u64] {
        &self.0
    }

    /// Counts what two sets share, exactly. The time is in proportion to the lengths of both.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> Overlap {
        let (a, b) = (&self.0, &other.0);
        let (mut i, mut j, mut shared) = (0, 0, 0);
        // Comparisons are added as numbers instead of branched on: hashes are random, so a
        // processor could not predict the branches.
        while i < a.len() && j < b.len() {
            let (x, y) = (a[i], b[j]);
            shared += usize::from(x == y);
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        Overlap {
            shared,
            left: a.len(),
            right: b.len(),
        }
    }
}

/// The hash of every run of `width` words, in the order of the text. If there are fewer words than
/// `width`, all of them are one run; if there are no words, there is no run.
///
/// # Panics
/// If `width` is zero.
pub(crate) fn run_hashes(words: &[Word], width: usize) -> Vec<u64> {
    let mut out = Vec::with_capacity((words.len() + 1).saturating_sub(width).max(1));
    out.extend(rolling(words, width).map(mix64));
    out
}

/// The hashes of [`run_hashes`] before the last step, [`mix64`]. That step maps different numbers
/// to different numbers, so these hashes tell runs apart just as well. But they are not spread as
/// evenly over all 64 bits.
///
/// The hash of a run is `w₁·Bⁿ⁻¹ + … + wₙ`, where `w₁ … wₙ` are the hashes of its words and `B` is
/// [`BASE`]. The hash of the next run follows in constant time: multiply by `B`, add the word that
/// enters the run, subtract `Bⁿ` times the word that leaves it.
pub(crate) fn rolling(words: &[Word], width: usize) -> impl Iterator<Item = u64> {
    assert!(width > 0, "a shingle holds at least one word");
    let width = width.min(words.len());
    // `Bⁿ` in the formula above.
    let mut leaving_factor = 1u64;
    let mut hash = 0;
    for word in &words[..width] {
        leaving_factor = leaving_factor.wrapping_mul(BASE);
        hash = append(hash, word);
    }
    let first_hash = (!words.is_empty()).then_some(hash);
    let pairs = words[width..].iter().zip(words);
    let next_hashes = pairs.map(move |(entering, leaving)| {
        hash = append(hash, entering).wrapping_sub(leaving.hash.wrapping_mul(leaving_factor));
        hash
    });
    first_hash.into_iter().chain(next_hashes)
}

/// The hash of a run with one more word at its end.
#[inline]
fn append(hash: u64, word: &Word) -> u64 {
    hash.wrapping_mul(BASE).wrapping_add(word.hash)
}

/// Makes a set of hashes that the caller computed. They should be spread evenly over all 64 bits,
/// because they are sorted by their first bits; else sorting takes longer.
///
/// ```
/// use copydesk_neardup::ShingleSet;
/// use copydesk_text::mix64;
///
/// let set: ShingleSet = [3, 1, 3].into_iter().map(mix64).collect();
/// assert_eq!(set.len(), 2);
/// ```
impl FromIterator<u64> for ShingleSet {
    fn from_iter<I: IntoIterator<Item = u64>>(hashes: I) -> Self {
        Self(ascending(hashes.into_iter().collect()))
    }
}

/// How many shingles two sets have, and how many they share. Every measure of their similarity
/// follows from these numbers. One set is called the left one, the other the right one.
///
/// ```
/// use copydesk_neardup::ShingleSet;
///
/// // Four hashes and ten, two of them in both sets: 3 and 4.
/// let [a, b] = [1..5, 3..13].map(|hashes: std::ops::Range<u64>| hashes.collect::<ShingleSet>());
/// let overlap = a.overlap(&b);
/// assert_eq!((overlap.shared(), overlap.jaccard()), (2, 2.0 / 12.0));
/// assert_eq!((overlap.containment(), overlap.flipped().left_in_right()), (0.5, 0.2));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Overlap {
    /// Number of shingles that are in both sets.
    shared: usize,
    /// Number of shingles in the left set.
    left: usize,
    /// Number of shingles in the right set.
    right: usize,
}

impl Overlap {
    /// The Jaccard similarity, 0..=1: shared shingles divided by the distinct shingles of both sets
    /// together. It is 1 for two empty sets.
    #[must_use]
    pub fn jaccard(self) -> f64 {
        let all = self.left + self.right - self.shared;
        if all == 0 {
            1.0
        } else {
            self.shared as f64 / all as f64
        }
    }

    /// Share of the smaller set that is in the larger, 0..=1; 1 if the smaller one is empty.
    #[must_use]
    pub fn containment(self) -> f64 {
        share(self.shared, self.left.min(self.right))
    }

    /// Share of the left set that is in the right one, 0..=1; 1 if the left one is empty.
    #[must_use]
    pub fn left_in_right(self) -> f64 {
        share(self.shared, self.left)
    }

    /// Number of shingles that are in both sets.
    #[must_use]
    pub fn shared(self) -> usize {
        self.shared
    }

    /// These counts with the left and the right set exchanged.
    #[must_use]
    pub fn flipped(self) -> Self {
        Self {
            left: self.right,
            right: self.left,
            ..self
        }
    }
}

/// `part` divided by `whole`; 1 if `whole` is 0.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::words;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// The shingles of a text, each as the list of its words' hashes.
    fn naive_set(text: &str, width: usize) -> BTreeSet<Vec<u64>> {
        let hashes: Vec<u64> = words(text).iter().map(|w| w.hash).collect();
        if hashes.is_empty() {
            return BTreeSet::new();
        }
        hashes
            .windows(width.min(hashes.len()))
            .map(<[u64]>::to_vec)
            .collect()
    }

    proptest! {
        #[test]
        fn agrees_with_sets_of_lists(
            a in "([abc] ){0,14}", b in "([abc] ){0,14}", width in 1usize..6,
        ) {
            let (x, y) = (ShingleSet::new(&words(&a), width), ShingleSet::new(&words(&b), width));
            let (n, m) = (naive_set(&a, width), naive_set(&b, width));
            prop_assert_eq!(x.len(), n.len());
            prop_assert_eq!(x.overlap(&y).shared(), n.intersection(&m).count());
            prop_assert_eq!(x.overlap(&y), y.overlap(&x).flipped());
            prop_assert_eq!(x.overlap(&x).jaccard(), 1.0);
        }
    }
}
