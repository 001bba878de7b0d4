//! MinHash signatures, by fast similarity sketching.
//!
//! The textbook version (Broder 1997): permute the universe of shingles `k` times at random; the
//! signature of a set is, for each permutation, the element that comes first. Two sets agree in a
//! position with the probability of their Jaccard similarity. That asks `k` hashes of every
//! shingle.
//!
//! The version here (Dahlgaard, Knudsen, Thorup 2017, “Fast similarity sketching”) works in rounds.
//! In each round every shingle is thrown into one of `k` positions. Of the shingles that meet in a
//! position the smallest is kept; a value from an earlier round is never replaced. Rounds continue
//! until no position is empty. The result is the same as if all rounds were played and each
//! position took the first shingle that ever fell into it, in one random order for all sets. So two
//! sets agree in a position with the probability of their similarity, whatever their sizes. A set
//! of `n` shingles needs about one round if `n` is more than a few times `k`, and some `k · ln k`
//! throws in all if it is small.
//!
//! ```text
//! round    a falls into    b falls into    signature of {a, b}, k = 4
//! 1        2               2               ·  ·  a  ·      a is the smaller one here
//! 2        0               2               a  ·  a  ·      position 2 keeps its value
//! 3        3               1               a  b  a  a      no position is empty
//! ```
//!
//! # Why not …
//!
//! * **One round, and empty positions copied from others** (one-permutation hashing, with the
//!   optimal densification of Shrivastava 2017)? It is unbiased too, and of large sets as fast, but
//!   positions that were copied from one place agree together or not at all. With fewer shingles
//!   than positions the variance grows by up to a half, and since banding multiplies over rows and
//!   bands, so do the pairs that are overlooked. Rounds draw anew for each empty position.
//! * **The textbook for small sets, one round for large ones?** Two documents of a pair would then
//!   be sketched in different ways.
//! * **The textbook, vectorised?** Measured beside this one in the benchmarks, and slower by
//!   several times.
//!
//! Positions are not quite independent: two that were filled in one round hold different shingles,
//! as if drawn without putting back. That is for the better. The variance of an estimate is `1 − (k
//! − 1) / (n − 1)` of that of `k` independent draws if both sets together have many shingles, and
//! half of it if they have few; and pairs are overlooked as often as the banding says, or, if they
//! are alike enough to matter, less often. `tests/signatures.rs` measures bias, variance,
//! correlation and misses.
//!
//! # Departures from the paper
//!
//! * Shingles are hashes already, so the first round hashes nothing: the place of a shingle among
//!   all numbers of 64 bits is its position, and its rest is the order there. In an ascending set
//!   each position's first is found by writing from the back.
//! * After `k` rounds (a set of one shingle can need more) each empty position takes the least of
//!   its own last round, so that there are `2k` rounds at most.
//! * A value is 32 bits of what won. Different shingles have equal bits once in 2³¹ times.

use crate::shingles::{ShingleSet, runs};
use copydesk_text::{Word, mix64};

/// Makes signatures of one length. Two signatures compare only if hashers of the same length made
/// them.
#[derive(Clone, Debug)]
pub struct MinHasher {
    len: usize,
}

/// The sketch of a shingle set: one 32-bit value per position.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature(Vec<u32>);

/// A position that no shingle fell into yet.
const OPEN: u64 = u64::MAX;
/// Below every throw: a position that is not thrown for any more.
const CLOSED: u64 = 0;

impl MinHasher {
    /// A hasher with `len` positions, the same in every run and version.
    ///
    /// # Panics
    /// If `len` is zero.
    #[must_use]
    pub fn new(len: usize) -> Self {
        assert!(len > 0, "a signature has at least one position");
        Self { len }
    }

    /// Sketches a set. The signature of an empty set is all ones; callers keep empty documents out
    /// of the buckets.
    ///
    /// ```
    /// use copydesk_neardup::{ShingleSet, MinHasher};
    /// use copydesk_text::words;
    ///
    /// let hasher = MinHasher::new(125);
    /// let sketch = |text: &str| hasher.sketch(&ShingleSet::new(&words(text), 5));
    /// let story = "The bakers of Saltmarsh went on strike on Monday over the price of flour and";
    /// let (a, b) = (sketch(&format!("{story} of fuel.")), sketch(&format!("{story} of coal.")));
    /// let c = sketch("A heron that had lived on the roof of the museum since spring flew away.");
    /// assert!(a.estimate(&b) > 0.7);
    /// assert_eq!(a.estimate(&c), 0.0);
    /// ```
    #[must_use]
    pub fn sketch(&self, set: &ShingleSet) -> Signature {
        let mut least = vec![OPEN; self.len];
        // Hashes are ascending, so read backwards the smallest of a position is written last.
        for &shingle in set.hashes().iter().rev() {
            // The lowest bit is set, so that no throw is `CLOSED`.
            least[self.position(shingle)] = shingle | 1;
        }
        self.further_rounds(set.hashes(), least)
    }

    /// The signature of the set of shingles of `width` words, without making the set.
    ///
    /// # Panics
    /// If `width` is zero.
    #[must_use]
    pub fn sketch_words(&self, words: &[Word], width: usize) -> Signature {
        self.sketch_hashes(&runs(words, width))
    }

    /// The signature of the set of these hashes, in any order and as often as they come. Hashes
    /// must be as good as random in all 64 bits, as those of `copydesk_text` are.
    ///
    /// ```
    /// use copydesk_neardup::{ShingleSet, MinHasher};
    /// use copydesk_text::hash64;
    ///
    /// let hashes = ["ferry", "sank", "noon", "ferry"].map(|token| hash64(token.as_bytes()));
    /// let set: ShingleSet = hashes.into_iter().collect();
    /// let hasher = MinHasher::new(128);
    /// assert_eq!(hasher.sketch_hashes(&hashes), hasher.sketch(&set));
    /// ```
    #[must_use]
    pub fn sketch_hashes(&self, hashes: &[u64]) -> Signature {
        let mut least = vec![OPEN; self.len];
        for &hash in hashes {
            let slot = &mut least[self.position(hash)];
            *slot = (*slot).min(hash | 1);
        }
        self.further_rounds(hashes, least)
    }

    /// All rounds but the first, which has left `least`.
    fn further_rounds(&self, shingles: &[u64], mut least: Vec<u64>) -> Signature {
        let mut values = vec![u32::MAX; self.len];
        if shingles.is_empty() {
            return Signature(values);
        }
        let mut open = close(&mut least, &mut values);
        for round in 1..self.len as u64 {
            if open == 0 {
                break;
            }
            for &shingle in shingles {
                let throw = throw(shingle, round);
                let slot = &mut least[self.position(throw)];
                *slot = (*slot).min(throw | 1);
            }
            open = close(&mut least, &mut values);
        }
        if open != 0 {
            self.last_rounds(shingles, &least, &mut values);
        }
        Signature(values)
    }

    /// Into which position a throw falls: all have an equal share of the numbers, in order.
    #[inline]
    fn position(&self, throw: u64) -> usize {
        ((u128::from(throw) * self.len as u128) >> 64) as usize
    }

    /// Gives each position that is open after all rounds its own.
    #[cold]
    fn last_rounds(&self, shingles: &[u64], least: &[u64], values: &mut [u32]) {
        let is_open = |position: &usize| least[*position] == OPEN;
        for position in (0..self.len).filter(is_open) {
            let round = (self.len + position) as u64;
            let first = shingles
                .iter()
                .map(|&shingle| throw(shingle, round) | 1)
                .min();
            values[position] = value(first.unwrap_or(OPEN));
        }
    }
}

/// What a shingle throws in a round, all 64 bits at random: a multiplication whose halves are
/// folded.
#[inline]
fn throw(shingle: u64, round: u64) -> u64 {
    let product = u128::from(shingle ^ mix64(round)) * u128::from(mix64(!round) | 1);
    product as u64 ^ (product >> 64) as u64
}

/// Closes the positions that a round has filled and keeps what they hold. Returns how many are left
/// open.
fn close(least: &mut [u64], values: &mut [u32]) -> usize {
    let mut open = 0;
    for (slot, kept) in least.iter_mut().zip(values) {
        match *slot {
            OPEN => open += 1,
            CLOSED => {}
            throw => {
                *kept = value(throw);
                *slot = CLOSED;
            }
        }
    }
    open
}

/// The bits of a throw that a signature keeps. The lowest is always set and says nothing.
fn value(throw: u64) -> u32 {
    (throw >> 1) as u32
}

impl Signature {
    /// The values, one per position.
    #[must_use]
    pub fn values(&self) -> &[u32] {
        &self.0
    }

    /// The estimated Jaccard similarity: the share of positions in which both agree, 0..=1. For
    /// curiosity and tests only: no decision in copydesk rests on it.
    ///
    /// # Panics
    /// If the signatures are of different lengths.
    #[must_use]
    pub fn estimate(&self, other: &Self) -> f64 {
        assert_eq!(self.0.len(), other.0.len(), "signatures of one hasher");
        let same = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        same as f64 / self.0.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition: all rounds are played out, and each position takes the least of the first
    /// round in which it got anything.
    fn by_definition(len: usize, set: &ShingleSet) -> Vec<u32> {
        let hasher = MinHasher::new(len);
        let thrown = |shingle: u64, round: usize| {
            if round == 0 {
                shingle
            } else {
                throw(shingle, round as u64)
            }
        };
        let falls = |throw: u64, position: usize, round: usize| {
            round == len + position || round < len && hasher.position(throw) == position
        };
        let fallen = |position: usize, round: usize| {
            let throws = set.hashes().iter().map(|&shingle| thrown(shingle, round));
            throws
                .filter(|&throw| falls(throw, position, round))
                .map(|throw| throw | 1)
                .min()
        };
        let first = |position: usize| (0..2 * len).find_map(|round| fallen(position, round));
        (0..len)
            .map(|position| first(position).map_or(u32::MAX, value))
            .collect()
    }

    proptest! {
        #[test]
        fn stopping_early_agrees_with_the_definition(len in 1usize..12, hashes in proptest::collection::vec(any::<u64>(), 0..40)) {
            let set: ShingleSet = hashes.into_iter().collect();
            prop_assert_eq!(MinHasher::new(len).sketch(&set), Signature(by_definition(len, &set)));
        }
    }

    proptest! {
        #[test]
        fn words_are_signed_like_their_set(text in "([a-e] ){0,60}", width in 1usize..6) {
            let words = copydesk_text::words(&text);
            let hasher = MinHasher::new(9);
            prop_assert_eq!(hasher.sketch_words(&words, width), hasher.sketch(&ShingleSet::new(&words, width)));
        }
    }

    #[test]
    fn one_shingle_needs_the_last_rounds() {
        // After five rounds one shingle has been in all of five positions once in 26 times.
        for seed in 0..100 {
            let set: ShingleSet = std::iter::once(mix64(seed)).collect();
            assert_eq!(
                MinHasher::new(5).sketch(&set),
                Signature(by_definition(5, &set))
            );
        }
    }
}
