//! Fingerprints of shared passages.
//!
//! Winnowing (Schleimer, Wilkerson, Aiken 2003): hash every run of `k` words, slide a window over the hashes, and take the least
//! hash of each window. Two documents that share a run of `guarantee` words share a window whole, and so its fingerprint; a
//! document keeps about `2 / (window + 1)` of its hashes.

use crate::shingles::runs;
use copydesk_text::Word;

/// How passages are fingerprinted.
///
/// ```
/// use copydesk_neardup::Winnowing;
/// use copydesk_text::words;
///
/// let winnowing = Winnowing::new(6, 10);
/// let shared = "the dam above the town gave way after nine days of rain";
/// let a = winnowing.fingerprints(&words(&format!("Officials say that {shared} on Friday.")));
/// let b = winnowing.fingerprints(&words(&format!("Rescuers arrived when {shared}, killing nobody.")));
/// assert!(a.iter().any(|print| b.contains(print)));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Winnowing {
    gram: usize,
    window: usize,
}

impl Winnowing {
    /// Fingerprints of runs of `gram` words, such that every shared run of `guarantee` words shares at least one.
    ///
    /// # Panics
    /// If `gram` is zero or longer than `guarantee`.
    #[must_use]
    pub fn new(gram: usize, guarantee: usize) -> Self {
        assert!(0 < gram && gram <= guarantee, "a run of words holds at least one gram");
        Self { gram, window: guarantee - gram + 1 }
    }

    /// The distinct fingerprints of a run of words, ascending. A document too short for a window gives its least hash, one too short
    /// for a gram gives none.
    #[must_use]
    pub fn fingerprints(self, words: &[Word]) -> Vec<u64> {
        if words.len() < self.gram {
            return Vec::new();
        }
        let hashes = runs(words, self.gram);
        let window = self.window.min(hashes.len());
        let mut picked: Vec<u64> = Vec::with_capacity(3 * hashes.len() / (window + 1) + 1);
        // The last place of the least hash of the window, and the one picked last.
        let (mut least, mut last) = (0, None);
        for end in window..=hashes.len() {
            let start = end - window;
            if end == window || least < start {
                least = (start..end).rev().min_by_key(|&i| hashes[i]).unwrap_or(start);
            } else if hashes[end - 1] <= hashes[least] {
                least = end - 1;
            }
            if last != Some(least) {
                picked.push(hashes[least]);
                last = Some(least);
            }
        }
        picked.sort_unstable();
        picked.dedup();
        picked.shrink_to_fit();
        picked
    }
}

#[cfg(test)]
mod tests {
    use super::Winnowing;
    use copydesk_text::words;
    use proptest::prelude::*;

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
