//! An index of the short runs of words (*seeds*) of a text: at which positions each seed occurs.
//! Alignment extends a seed that two texts share to the longest run that they share there.
//!
//! A hash map with a list of positions per seed would allocate memory for every seed. Here the
//! positions of all seeds whose hashes have some bits in common are linked into a *chain*, the last
//! position first. A lookup follows the chain and compares the hash of the words at each position.
//! All chains are in a single vector. An index is made for every pair of passages that is aligned,
//! so its cost matters.

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
    /// The linked positions. The first `heads` elements hold the last position of each chain. For a
    /// position `p`, the element `heads + p + 1` holds the position before it in its chain.
    /// Positions are stored plus one, and zero is the end of a chain.
    chains: Vec<u32>,
    /// Number of chains, a power of two.
    heads: usize,
}

impl<'w> Seeds<'w> {
    /// Indexes all seeds of `len` words, which must not be zero.
    pub fn of(words: &'w [Word], len: usize) -> Self {
        let heads = words.len().next_power_of_two().max(2);
        let mut seeds = Self {
            words,
            len,
            chains: vec![0; heads + words.len() + 1],
            heads,
        };
        for (position, run) in words.windows(len).enumerate() {
            let seed = seed_hash(run);
            // A seed that is everywhere (“of the”) would make each lookup as long as the text.
            if seeds.chain(seed).take(MAX_POSITIONS).count() < MAX_POSITIONS {
                let head = seeds.head(seed);
                seeds.chains[heads + position + 1] = seeds.chains[head];
                seeds.chains[head] = position as u32 + 1;
            }
        }
        seeds
    }

    /// The number of kept positions of the seed `run`, and these positions, ascending, followed by
    /// zeros.
    pub fn positions(&self, run: &[Word]) -> (usize, [usize; MAX_POSITIONS]) {
        let (mut count, mut positions) = (0, [0; MAX_POSITIONS]);
        for position in self.chain(seed_hash(run)) {
            positions[count] = position;
            count += 1;
        }
        // A chain begins with the last position.
        positions[..count].reverse();
        (count, positions)
    }

    /// The number of the chain that has the positions of a seed, which is given by its hash.
    fn head(&self, seed: u64) -> usize {
        (seed.wrapping_mul(*FACTOR) >> (u64::BITS - self.heads.ilog2())) as usize
    }

    /// The positions of a seed, which is given by its hash: the last one first.
    fn chain(&self, seed: u64) -> Chain<'_> {
        Chain {
            seeds: self,
            seed,
            next: self.chains[self.head(seed)],
        }
    }
}

/// Follows a chain and returns only the positions of one seed.
struct Chain<'s> {
    seeds: &'s Seeds<'s>,
    /// The hash of the seed.
    seed: u64,
    /// The next position plus one; zero at the end.
    next: u32,
}

impl Iterator for Chain<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let seeds = self.seeds;
        loop {
            let position = (self.next as usize).checked_sub(1)?;
            self.next = seeds.chains[seeds.heads + position + 1];
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
        hash = hash.rotate_left(21).wrapping_add(word.hash);
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
                let (count, positions) = seeds.positions(run);
                let all = &expected[&seed_hash(run)];
                prop_assert_eq!(&positions[..count], &all[..all.len().min(MAX_POSITIONS)]);
            }
        }
    }
}
