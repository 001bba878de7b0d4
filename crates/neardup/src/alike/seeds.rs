//! Where short runs of words stand: the places from which longer runs are measured.
//!
//! A map from seed to a list of places would ask for memory once for every seed. Here all places
//! whose seeds have some bits in common are one chain through a single table, the latest first, and
//! a seed is told from the others of its chain by its words.

use ahash::RandomState;
use copydesk_text::Word;
use std::sync::LazyLock;

/// Picks the chains: another one in each process, so that nobody can write a page whose seeds are
/// all in one.
static FACTOR: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0u64) | 1);

/// Occurrences of one seed that are looked at: the first ones.
pub(super) const MAX_PLACES: usize = 8;

/// The seeds of a run of words, by what they say.
pub(super) struct Seeds<'w> {
    words: &'w [Word],
    /// Words of a seed.
    len: usize,
    /// The latest place of each chain, and behind these for each place the one before it in its
    /// chain; places count from one, and zero is the end.
    chains: Vec<u32>,
    /// Number of chains, a power of two.
    heads: usize,
}

impl<'w> Seeds<'w> {
    /// The seeds of `len` words; `words` hold at least one.
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
            if seeds.chain(seed).take(MAX_PLACES).count() < MAX_PLACES {
                let head = seeds.head(seed);
                seeds.chains[heads + at + 1] = seeds.chains[head];
                seeds.chains[head] = at as u32 + 1;
            }
        }
        seeds
    }

    /// The first places where the seed `run` stands, in order: how many, and which.
    pub fn places(&self, run: &[Word]) -> (usize, [usize; MAX_PLACES]) {
        let (mut count, mut places) = (0, [0; MAX_PLACES]);
        for at in self.chain(seed(run)) {
            places[count] = at;
            count += 1;
        }
        places[..count].reverse();
        (count, places)
    }

    fn head(&self, seed: u64) -> usize {
        (seed.wrapping_mul(*FACTOR) >> (u64::BITS - self.heads.ilog2())) as usize
    }

    /// The places of a seed, the latest first.
    fn chain(&self, wanted: u64) -> impl Iterator<Item = usize> {
        let place = |at: u32| Some(at as usize).filter(|&at| at > 0);
        let latest = place(self.chains[self.head(wanted)]);
        let all = std::iter::successors(latest, move |&at| place(self.chains[self.heads + at]));
        all.map(|at| at - 1)
            .filter(move |&at| seed(&self.words[at..at + self.len]) == wanted)
    }
}

fn seed(words: &[Word]) -> u64 {
    words.iter().fold(0u64, |hash, word| {
        hash.rotate_left(21).wrapping_add(word.hash)
    })
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
