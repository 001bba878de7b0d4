//! MinHash signatures, made by the method of fast similarity sketching.
//!
//! The textbook version (Broder 1997) permutes all possible shingles `k` times at random. The
//! signature of a set has `k` positions, one for each permutation. A position holds the shingle of
//! the set that comes first in its permutation. The probability that two sets agree in a position
//! is their Jaccard similarity. The textbook version needs `k` hashes of every shingle.
//!
//! The version here (Dahlgaard, Knudsen, Thorup 2017, “Fast similarity sketching”) works in rounds.
//! In each round every shingle gets a random number, its *throw*, which decides into which of the
//! `k` positions the shingle falls. If several fall into one position, the smallest throw is kept.
//! A value from an earlier round is never replaced. Rounds continue until no position is empty.
//!
//! Why this is sound: for each position, the rounds and throws put all possible shingles into one
//! random order, which is the same for every set. The position holds the shingle of the set that
//! comes first in this order, as in the textbook. So the probability that two sets agree in a
//! position is their similarity, whatever their sizes.
//!
//! A set of `n` shingles needs about one round if `n` is several times `k`. If `n` is small, it
//! needs about `k · ln k` throws in all.
//!
//! ```text
//! round    a falls into    b falls into    signature of {a, b}, k = 4
//! 1        2               2               ·  ·  a  ·      a has the smaller throw
//! 2        0               2               a  ·  a  ·      position 2 keeps its value
//! 3        3               1               a  b  a  a      no position is empty
//! ```
//!
//! # Why not …
//!
//! * **One round, and empty positions copied from others** (one-permutation hashing, with the
//!   optimal densification of Shrivastava 2017)? It is unbiased too, and as fast for large sets.
//!   But positions that were copied from one position all agree or all differ. With fewer shingles
//!   than positions the variance grows by up to a half. More pairs are missed as well, because a
//!   banding needs agreement in several positions at once. Rounds draw a new shingle for each empty
//!   position.
//! * **The textbook version for small sets, one round for large ones?** Two documents of a pair
//!   could then be sketched in different ways, and could not be compared.
//! * **The textbook version, vectorised?** The benchmarks measure it beside this one; it is several
//!   times slower.
//!
//! Positions are not quite independent: two that were filled in one round hold different shingles,
//! as if drawn without replacement. This is an advantage, because estimates have a smaller variance
//! than with `k` independent draws. Let `n` be the number of shingles of both sets together. If `n`
//! is several times `k`, the variance is that of independent draws times `1 − (k − 1) / (n − 1)`.
//! If `n` is small, it is about half of that of independent draws. Pairs are missed at most as
//! often as the banding promises. `tests/signatures.rs` measures bias, variance, correlation and
//! missed pairs.
//!
//! # Departures from the paper
//!
//! * Shingles are hashes already, so in the first round a shingle is its own throw. A sorted set is
//!   read from the largest to the smallest, so the smallest throw in each position is written last.
//! * After `k` rounds (a set of one shingle can need more) each empty position gets a round of its
//!   own, in which every shingle falls into it. So there are at most `2k` rounds.
//! * A value is 32 bits of the throw that was kept. Two different throws have the same value once
//!   in 2³² times.

use crate::shingles::{ShingleSet, run_hashes};
use copydesk_text::{Word, mix64};

/// Makes signatures of one length. Only signatures of the same length can be compared.
#[derive(Clone, Debug)]
pub struct MinHasher {
    /// Number of positions of a signature.
    len: usize,
}

/// The sketch of a shingle set: one 32-bit value per position.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature(Vec<u32>);

// While rounds are played, there is one slot per position. It holds the smallest throw of this
// round so far, or one of the two numbers below.

/// The slot of an empty position. It is the greatest number, so any throw replaces it.
const OPEN: u64 = u64::MAX;
/// The slot of a position that was filled in an earlier round. It is smaller than every throw, so
/// no throw replaces it.
const CLOSED: u64 = 0;

impl MinHasher {
    /// A hasher for signatures with `len` positions. It gives the same signatures in every run and
    /// version.
    ///
    /// # Panics
    /// If `len` is zero.
    #[must_use]
    pub fn new(len: usize) -> Self {
        assert!(len > 0, "a signature has at least one position");
        Self { len }
    }

    /// The signature of a set. All empty sets have the same signature (all bits are set), so
    /// callers must keep empty documents out of the buckets.
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
        let mut slots = vec![OPEN; self.len];
        // Hashes are ascending. They are read in reverse, so that the smallest hash of a position
        // is written last.
        for &shingle in set.hashes().iter().rev() {
            // The lowest bit is set, so that no throw is `CLOSED`.
            slots[self.position(shingle)] = shingle | 1;
        }
        self.further_rounds(set.hashes(), slots)
    }

    /// The signature of the shingles of `width` words, without making a [`ShingleSet`].
    ///
    /// # Panics
    /// If `width` is zero.
    #[must_use]
    pub fn sketch_words(&self, words: &[Word], width: usize) -> Signature {
        self.sketch_hashes(&run_hashes(words, width))
    }

    /// The signature of the set of these hashes. They may be in any order, and it does not matter
    /// how often a hash occurs. All 64 bits of a hash must look random, as in the hashes of
    /// `copydesk_text`.
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
        let mut slots = vec![OPEN; self.len];
        for &hash in hashes {
            let slot = &mut slots[self.position(hash)];
            *slot = (*slot).min(hash | 1);
        }
        self.further_rounds(hashes, slots)
    }

    /// Plays all rounds but the first and returns the signature. `slots` are the slots after the
    /// first round.
    fn further_rounds(&self, shingles: &[u64], mut slots: Vec<u64>) -> Signature {
        let mut values = vec![u32::MAX; self.len];
        if shingles.is_empty() {
            return Signature(values);
        }
        let mut open = close_filled(&mut slots, &mut values);
        for round in 1..self.len as u64 {
            if open == 0 {
                break;
            }
            for &shingle in shingles {
                let throw = throw_of(shingle, round);
                let slot = &mut slots[self.position(throw)];
                *slot = (*slot).min(throw | 1);
            }
            open = close_filled(&mut slots, &mut values);
        }
        if open != 0 {
            self.last_rounds(shingles, &slots, &mut values);
        }
        Signature(values)
    }

    /// The position into which a throw falls. The range of `u64` is divided into equal parts, one
    /// for each position in order.
    #[inline]
    fn position(&self, throw: u64) -> usize {
        ((u128::from(throw) * self.len as u128) >> 64) as usize
    }

    /// Plays one more round for each position that is still open, in which every shingle falls into
    /// that position. `shingles` is not empty.
    #[cold]
    fn last_rounds(&self, shingles: &[u64], slots: &[u64], values: &mut [u32]) {
        for position in 0..self.len {
            if slots[position] != OPEN {
                continue;
            }
            // Each of these rounds has a number of its own, so that its throws are new.
            let round = (self.len + position) as u64;
            let throws = shingles.iter().map(|&shingle| throw_of(shingle, round) | 1);
            // There is always a least throw, since there is a shingle.
            values[position] = value(throws.min().unwrap_or(OPEN));
        }
    }
}

/// The throw of a shingle in a round: 64 random bits. Two random numbers are made from the number
/// of the round. One changes the shingle, which is then multiplied by the other. The two halves of
/// the product are combined.
#[inline]
fn throw_of(shingle: u64, round: u64) -> u64 {
    let product = u128::from(shingle ^ mix64(round)) * u128::from(mix64(!round) | 1);
    product as u64 ^ (product >> 64) as u64
}

/// Closes the slots that a round has filled and writes their values. Returns how many slots are
/// still open.
fn close_filled(slots: &mut [u64], values: &mut [u32]) -> usize {
    let mut open = 0;
    for (slot, kept) in slots.iter_mut().zip(values) {
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

/// The 32 bits of a throw that a signature keeps. The lowest bit of a throw is left out, because it
/// is always set.
fn value(throw: u64) -> u32 {
    (throw >> 1) as u32
}

impl Signature {
    /// The values, one per position.
    #[must_use]
    pub fn values(&self) -> &[u32] {
        &self.0
    }

    /// The estimated Jaccard similarity: the share of positions in which both agree, 0..=1. This is
    /// for tests and exploration; copydesk decides nothing by an estimate.
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

    /// The definition: all rounds are played, and each position takes the least throw of the first
    /// round in which any throw falls into it.
    fn by_definition(len: usize, set: &ShingleSet) -> Vec<u32> {
        let hasher = MinHasher::new(len);
        let throw_in = |shingle: u64, round: usize| {
            if round == 0 {
                shingle
            } else {
                throw_of(shingle, round as u64)
            }
        };
        let falls_into = |throw: u64, position: usize, round: usize| {
            // The last rounds have one position each.
            round == len + position || round < len && hasher.position(throw) == position
        };
        let least_throw = |position: usize, round: usize| {
            let throws = set.hashes().iter().map(|&shingle| throw_in(shingle, round));
            throws
                .filter(|&throw| falls_into(throw, position, round))
                .map(|throw| throw | 1)
                .min()
        };
        (0..len)
            .map(|position| (0..2 * len).find_map(|round| least_throw(position, round)))
            .map(|throw| throw.map_or(u32::MAX, value))
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
        fn words_have_the_signature_of_their_set(text in "([a-e] ){0,60}", width in 1usize..6) {
            let words = copydesk_text::words(&text);
            let hasher = MinHasher::new(9);
            prop_assert_eq!(hasher.sketch_words(&words, width), hasher.sketch(&ShingleSet::new(&words, width)));
        }
    }

    #[test]
    fn sets_of_one_shingle_agree_with_the_definition() {
        // Five rounds fill all five positions only once in 26 times (5⁵ / 5!). So most of these
        // sets need the last rounds.
        for seed in 0..100 {
            let set: ShingleSet = std::iter::once(mix64(seed)).collect();
            assert_eq!(
                MinHasher::new(5).sketch(&set),
                Signature(by_definition(5, &set))
            );
        }
    }
}
