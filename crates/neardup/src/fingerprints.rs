//! Fingerprints of shared passages.
//!
//! Winnowing (Schleimer, Wilkerson, Aiken 2003): hash every run of `k` words (a *gram*), slide a
//! window over the hashes, and keep the least hash of each window. Two documents that share a run
//! of `guarantee` words share a window as a whole, and so its fingerprint, whatever is around it.
//! A document keeps about `2 / (window + 1)` of its hashes, because neighbouring windows mostly
//! have the same least hash.
//!
//! ```text
//! hashes of grams     71  30  52  18  64  40
//! windows of three    71  30  52                      least: 30
//!                         30  52  18                  least: 18
//!                             52  18  64              least: 18
//!                                 18  64  40          least: 18, so 30 and 18 are kept
//! ```
//!
//! One departure: the paper records where each fingerprint is. Here only the set is kept. Documents
//! that share a fingerprint are compared word by word, which finds the place again.

use crate::ascending::ascending;
use crate::shingles::runs;
use copydesk_text::Word;

/// How passages are fingerprinted: how long a gram is, and how long a passage has to be to be found
/// for certain.
///
/// ```
/// use copydesk_neardup::Winnowing;
/// use copydesk_text::words;
///
/// let winnowing = Winnowing::new(6, 10);
/// let shared = "the dam above the town gave way after nine days of rain";
/// let a = winnowing.fingerprints(&words(&format!("Officials say that {shared} on Friday.")));
/// let other = format!("Rescuers arrived when {shared}, killing nobody.");
/// let b = winnowing.fingerprints(&words(&other));
/// assert!(a.iter().any(|print| b.contains(print)));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Winnowing {
    /// Words of a gram.
    gram: usize,
    /// Grams of a window.
    window: usize,
}

impl Winnowing {
    /// Fingerprints of runs of `gram` words, such that every shared run of `guarantee` words shares
    /// at least one.
    ///
    /// # Panics
    /// If `gram` is zero or longer than `guarantee`.
    #[must_use]
    pub fn new(gram: usize, guarantee: usize) -> Self {
        assert!(
            0 < gram && gram <= guarantee,
            "a run of words holds at least one gram"
        );
        Self {
            gram,
            window: guarantee - gram + 1,
        }
    }

    /// The distinct fingerprints of a run of words, ascending. A document too short for a window
    /// gives its least hash, one too short for a gram gives none. The time is in proportion to the
    /// words: when the least hash leaves the window, the next one is looked for in the whole
    /// window, which on average happens once a window.
    #[must_use]
    pub fn fingerprints(self, words: &[Word]) -> Vec<u64> {
        if words.len() < self.gram {
            return Vec::new();
        }
        let hashes = runs(words, self.gram);
        let window = self.window.min(hashes.len());
        // Half as much again as is picked on average.
        let mut picked: Vec<u64> = Vec::with_capacity(3 * hashes.len() / (window + 1) + 1);
        // The last position of the least hash of the window. A hash is picked once, however many
        // windows it is the least of, and of equal ones the last, which stays longest in the
        // window.
        let mut least = last_of_least(&hashes[..window]);
        let mut hash = hashes[least];
        picked.push(hash);
        for (start, &next) in (1..).zip(&hashes[window..]) {
            // The window begins at `start` now. The new hash is the least, or the least has left
            // the window, or nothing changes.
            if next <= hash {
                least = start + window - 1;
            } else if least < start {
                least = start + last_of_least(&hashes[start..start + window]);
            } else {
                continue;
            }
            hash = hashes[least];
            picked.push(hash);
        }
        ascending(picked)
    }
}

/// The last position of the least hash; 0 if there is none.
fn last_of_least(hashes: &[u64]) -> usize {
    let (mut at, mut least) = (0, u64::MAX);
    for (i, &hash) in hashes.iter().enumerate() {
        (at, least) = if hash <= least {
            (i, hash)
        } else {
            (at, least)
        };
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::words;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// The definition: the last least hash of every window.
    fn by_definition(winnowing: Winnowing, words: &[Word]) -> Vec<u64> {
        let hashes = if words.len() < winnowing.gram {
            Vec::new()
        } else {
            runs(words, winnowing.gram)
        };
        let windows = hashes.windows(winnowing.window.min(hashes.len()).max(1));
        windows
            .filter_map(|window| window.iter().copied().min())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    proptest! {
        #[test]
        fn agrees_with_the_definition(text in "([ab] |[a-z]{2} ){0,60}", gram in 1usize..5, more in 0usize..9) {
            let (words, winnowing) = (words(&text), Winnowing::new(gram, gram + more));
            prop_assert_eq!(winnowing.fingerprints(&words), by_definition(winnowing, &words));
        }
    }

    proptest! {
        #[test]
        fn every_shared_run_shares_a_fingerprint(
            a in "([a-z]{3} ){0,30}", b in "([a-z]{3} ){0,30}", shared in "([a-z]{3} ){8,20}", c in "([a-z]{3} ){0,30}", d in "([a-z]{3} ){0,30}",
        ) {
            let winnowing = Winnowing::new(3, 8);
            let first = winnowing.fingerprints(&words(&format!("{a}{shared}{b}")));
            let second = winnowing.fingerprints(&words(&format!("{c}{shared}{d}")));
            prop_assert!(first.iter().any(|print| second.contains(print)));
        }
    }
}
