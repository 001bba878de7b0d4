//! An index of the short runs of words (*seeds*) of a text: at which positions each seed occurs.
//! Alignment extends a seed that two texts share to the longest run that they share there.
//!
//! An index is made for every pair of passages that is aligned, so its cost matters. A hash map
//! with a list of positions per seed would allocate memory for every seed. Instead there is a fixed
//! number of *chains*, all in one vector. The hash of a seed selects its chain. A chain links the
//! positions of all its seeds, the last position first. A lookup follows the chain and compares the
//! hash of the seed at each position.

use crate::word_runs::WORD_ROTATION;
use ahash::RandomState;
use copydesk_text::Word;
use std::sync::LazyLock;

/// A random odd number by which a seed is multiplied to choose its chain. It differs from process
/// to process, so that nobody can write a page whose seeds are all in one chain. No result depends
/// on it.
static FACTOR: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0u64) | 1);

/// Most positions that are kept of one seed: the first ones in the text.
pub(super) const MAX_POSITIONS: usize = 8;

/// The index of a run of words. A position is the index in the run of the first word of a seed.
pub(super) struct Seeds<'w> {
    words: &'w [Word],
    /// Length of a seed, in words.
    len: usize,
    /// The linked positions. The first `chain_count` elements hold the last position of each chain.
    /// For a position `p`, the element `chain_count + p` holds the position before it in its chain.
    /// Positions are stored plus one, and zero is the end of a chain.
    links: Vec<u32>,
    /// Number of chains, a power of two.
    chain_count: usize,
}

/// The positions of one seed, at most [`MAX_POSITIONS`].
pub(super) struct SeedPositions {
    positions: [usize; MAX_POSITIONS],
    /// How many elements of `positions` are used.
    count: usize,
}

impl SeedPositions {
    /// The positions, ascending.
    pub fn as_slice(&self) -> &[usize] {
        &self.positions[..self.count]
    }
}

impl<'w> Seeds<'w> {
    /// Indexes all seeds of `len` words, which must not be zero.
    pub fn of(words: &'w [Word], len: usize) -> Self {
        // At least two, since `chain` cannot shift a number by all of its bits.
        let chain_count = words.len().next_power_of_two().max(2);
        let mut seeds = Self {
            words,
            len,
            links: vec![0; chain_count + words.len()],
            chain_count,
        };
        for (position, run) in words.windows(len).enumerate() {
            let seed = seed_hash(run);
            // With more positions, a lookup of a seed that is everywhere (“of the”) would read the
            // whole text.
            let kept = seeds.positions_from_last(seed).take(MAX_POSITIONS);
            if kept.count() < MAX_POSITIONS {
                let chain = seeds.chain(seed);
                seeds.links[chain_count + position] = seeds.links[chain];
                seeds.links[chain] = position as u32 + 1;
            }
        }
        seeds
    }

    /// The kept positions of the seed `run`.
    pub fn positions(&self, run: &[Word]) -> SeedPositions {
        let (mut count, mut positions) = (0, [0; MAX_POSITIONS]);
        for position in self.positions_from_last(seed_hash(run)) {
            positions[count] = position;
            count += 1;
        }
        positions[..count].reverse();
        SeedPositions { positions, count }
    }

    /// The number of the chain that has the positions of the seed with this hash.
    fn chain(&self, seed: u64) -> usize {
        // The highest bits of the product (multiplicative hashing).
        (seed.wrapping_mul(*FACTOR) >> (u64::BITS - self.chain_count.ilog2())) as usize
    }

    /// The positions of the seed with this hash, the last one first.
    fn positions_from_last(&self, seed: u64) -> ChainPositions<'_> {
        ChainPositions {
            seeds: self,
            seed,
            next: self.links[self.chain(seed)],
        }
    }
}

/// Follows a chain and returns only the positions of one seed.
struct ChainPositions<'s> {
    seeds: &'s Seeds<'s>,
    /// The hash of the seed.
    seed: u64,
    /// The next position plus one; zero at the end.
    next: u32,
}

impl Iterator for ChainPositions<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let seeds = self.seeds;
        loop {
            let position = (self.next as usize).checked_sub(1)?;
            self.next = seeds.links[seeds.chain_count + position];
            if seed_hash(&seeds.words[position..position + seeds.len]) == self.seed {
                return Some(position);
            }
        }
    }
}

/// The hash of a seed. The hashes of words look random already, so it only has to depend on the
/// order of the words.
fn seed_hash(words: &[Word]) -> u64 {
    let mut hash = 0u64;
    for word in words {
        hash = hash.rotate_left(WORD_ROTATION).wrapping_add(word.hash);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use ahash::AHashMap;
    use copydesk_text::words;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_a_map_of_lists(text in "([a-c]|[a-z]{2}){1}( [a-c]| [a-z]{2}){2,60}", len in 1usize..4) {
            let words = words(&text);
            let mut expected: AHashMap<u64, Vec<usize>> = AHashMap::new();
            words.windows(len).enumerate().for_each(|(position, run)| expected.entry(seed_hash(run)).or_default().push(position));
            let seeds = Seeds::of(&words, len);
            for run in words.windows(len) {
                let positions = seeds.positions(run);
                let all = &expected[&seed_hash(run)];
                prop_assert_eq!(positions.as_slice(), &all[..all.len().min(MAX_POSITIONS)]);
            }
        }
    }
}
