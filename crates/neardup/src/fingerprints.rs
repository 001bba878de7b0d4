//! Fingerprints by which documents that share a passage are found.
//!
//! The method is winnowing (Schleimer, Wilkerson, Aiken 2003): hash every run of `k` words (a
//! *gram*), slide a window over the hashes, and keep the least hash of each window as a
//! fingerprint. Two documents that share all words of a window share its fingerprint, whatever is
//! around the window. A document keeps about `2 / (window + 1)` of its hashes, because neighbouring
//! windows mostly have the same least hash.
//!
//! ```text
//! hashes of grams     71  30  52  18  64  40
//! windows of three    71  30  52                      least: 30
//!                         30  52  18                  least: 18
//!                             52  18  64              least: 18
//!                                 18  64  40          least: 18, so 30 and 18 are kept
//! ```
//!
//! There is one departure. The paper records the position of each fingerprint; here only the set of
//! fingerprints is kept. Documents that share a fingerprint are compared word by word later, and
//! that finds the passage again.

use crate::ascending::ascending;
use crate::shingles::run_hashes;
use copydesk_text::Word;

/// Settings of the fingerprints: how long a gram is, and how long a shared passage must be to be
/// found for certain.
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
    /// Length of a gram, in words.
    gram: usize,
    /// Length of a window, in grams.
    window: usize,
}

impl Winnowing {
    /// Settings with grams of `gram` words. Any two documents that share a run of `guarantee` words
    /// share at least one fingerprint.
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
            // A run of `guarantee` words has this many grams, so it holds a whole window.
            window: guarantee - gram + 1,
        }
    }

    /// The distinct fingerprints of a document's words, ascending. A document too short for a
    /// window has one fingerprint, its least hash; one too short for a gram has none.
    ///
    /// The time is in proportion to the words. When the least hash leaves the window, the whole
    /// window is searched for the next one, but on average this happens only once per window
    /// length.
    #[must_use]
    pub fn fingerprints(self, words: &[Word]) -> Vec<u64> {
        if words.len() < self.gram {
            return Vec::new();
        }
        let hashes = run_hashes(words, self.gram);
        let window = self.window.min(hashes.len());
        // On average `2 / (window + 1)` of the hashes are picked. There is space for half as many
        // again, so that the vector seldom grows.
        let mut picked: Vec<u64> = Vec::with_capacity(3 * hashes.len() / (window + 1) + 1);
        // The position of the least hash of the window. If several are equal, the last is taken,
        // because it stays in the window longest: it is picked only once for all these windows.
        let mut least_at = last_least(&hashes[..window]);
        let mut least = hashes[least_at];
        picked.push(least);
        for (start, &entering) in (1..).zip(&hashes[window..]) {
            // The window begins at `start` now. The hash that enters the window is the least, or
            // the least one has left the window, or nothing changes.
            if entering <= least {
                least_at = start + window - 1;
            } else if least_at < start {
                least_at = start + last_least(&hashes[start..start + window]);
            } else {
                continue;
            }
            least = hashes[least_at];
            picked.push(least);
        }
        ascending(picked)
    }
}

/// The position of the least hash, the last one if several are equal; 0 if `hashes` is empty.
fn last_least(hashes: &[u64]) -> usize {
    let (mut least_at, mut least) = (0, u64::MAX);
    for (i, &hash) in hashes.iter().enumerate() {
        // Assigned in both cases, so that the compiler selects instead of branching.
        (least_at, least) = if hash <= least {
            (i, hash)
        } else {
            (least_at, least)
        };
    }
    least_at
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::words;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// The definition: the least hash of every window.
    fn by_definition(winnowing: Winnowing, words: &[Word]) -> Vec<u64> {
        let hashes = if words.len() < winnowing.gram {
            Vec::new()
        } else {
            run_hashes(words, winnowing.gram)
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
        fn agrees_with_the_definition(text in "([ab] |[a-z]{2} ){0,60}", gram in 1usize..5, longer_by in 0usize..9) {
            let (words, winnowing) = (words(&text), Winnowing::new(gram, gram + longer_by));
            prop_assert_eq!(winnowing.fingerprints(&words), by_definition(winnowing, &words));
        }
    }

    proptest! {
        #[test]
        fn documents_that_share_a_long_run_share_a_fingerprint(
            a in "([a-z]{3} ){0,30}", b in "([a-z]{3} ){0,30}", shared in "([a-z]{3} ){8,20}", c in "([a-z]{3} ){0,30}", d in "([a-z]{3} ){0,30}",
        ) {
            let winnowing = Winnowing::new(3, 8);
            let first = winnowing.fingerprints(&words(&format!("{a}{shared}{b}")));
            let second = winnowing.fingerprints(&words(&format!("{c}{shared}{d}")));
            prop_assert!(first.iter().any(|print| second.contains(print)));
        }
    }
}
