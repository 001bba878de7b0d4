//! Where short runs of words are in a text: the places from which longer runs are measured.
//!
//! A map from seed to a list of places would allocate memory for every seed. Here all places whose
//! seeds have some bits in common are one chain through a single table, the latest first, and a
//! seed is told from the others of its chain by the hash of its words. An index is made for every
//! pair of passages that is aligned, so what it costs matters.

use ahash::RandomState;
use copydesk_text::Word;
use std::sync::LazyLock;

/// Picks the chain of a seed. It differs from process to process, so that nobody can write a page
/// whose seeds are all in one chain. No result depends on it.
static FACTOR: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0u64) | 1);

/// Places of one seed that are kept: the first ones.
pub(super) const MAX_PLACES: usize = 8;

/// Where each seed of a run of words is. Places are numbers of words in the run.
pub(super) struct Seeds<'w> {
    words: &'w [Word],
    /// Length of a seed, in words.
    len: usize,
    /// The latest place of each chain; after these, for each place the one before it in its chain.
    /// Places are stored plus one, and zero is the end of a chain.
    chains: Vec<u32>,
    /// Number of chains, a power of two.
    heads: usize,
}

impl<'w> Seeds<'w> {
    /// The seeds of `len` words; `words` has at least one.
    pub fn of(words: &'w [Word], len: usize) -> Self {
        let heads = words.len().next_power_of_two().max(2);
        let mut seeds = Self {
            words,
            len,
            chains: vec![0; heads + words.len() + 1],
            heads,
        };
        for (at, run) in words.windows(len).enumerate() {
            let seed = seed(run);
            // A seed that is everywhere (“of the”) would make each lookup as long as the text.
            if seeds.chain(seed).take(MAX_PLACES).count() < MAX_PLACES {
                let head = seeds.head(seed);
                seeds.chains[heads + at + 1] = seeds.chains[head];
                seeds.chains[head] = at as u32 + 1;
            }
        }
        seeds
    }

    /// The first places of the seed `run`, in order: how many, and which.
    pub fn places(&self, run: &[Word]) -> (usize, [usize; MAX_PLACES]) {
        let (mut count, mut places) = (0, [0; MAX_PLACES]);
        for at in self.chain(seed(run)) {
            places[count] = at;
            count += 1;
        }
        // A chain begins with the latest place.
        places[..count].reverse();
        (count, places)
    }

    /// The number of the chain of a seed.
    fn head(&self, seed: u64) -> usize {
        (seed.wrapping_mul(*FACTOR) >> (u64::BITS - self.heads.ilog2())) as usize
    }

    /// The places of a seed, the latest first.
    fn chain(&self, wanted: u64) -> Chain<'_> {
        Chain {
            seeds: self,
            wanted,
            next: self.chains[self.head(wanted)],
        }
    }
}

/// Follows a chain and returns the places of one seed.
struct Chain<'s> {
    seeds: &'s Seeds<'s>,
    wanted: u64,
    /// The next place plus one; zero at the end.
    next: u32,
}

impl Iterator for Chain<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let seeds = self.seeds;
        loop {
            let at = (self.next as usize).checked_sub(1)?;
            self.next = seeds.chains[seeds.heads + at + 1];
            if seed(&seeds.words[at..at + seeds.len]) == self.wanted {
                return Some(at);
            }
        }
    }
}

/// A hash of a seed. The hashes of words are random already, so it only has to depend on their
/// order.
fn seed(words: &[Word]) -> u64 {
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
            words.windows(len).enumerate().for_each(|(at, run)| expected.entry(seed(run)).or_default().push(at));
            let seeds = Seeds::of(&words, len);
            for run in words.windows(len) {
                let (count, places) = seeds.places(run);
                let all = &expected[&seed(run)];
                prop_assert_eq!(&places[..count], &all[..all.len().min(MAX_PLACES)]);
            }
        }
    }
}
