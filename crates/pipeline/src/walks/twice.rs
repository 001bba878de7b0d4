//! What comes more than once, without remembering what came.
//!
//! Two bitmaps are addressed by hash, as a Bloom filter with one hash function: one marks what
//! came, the other what came again. Most paragraphs of a dump stand in one document; those that the
//! filter says so of need no row in any table.

use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes of a dump for each bit: a long paragraph has some hundreds, so few share a bit.
const BYTES_PER_BIT: u64 = 16;
const FEWEST_BITS: u64 = 1 << 16;

/// Sees keys, on any thread, and marks in two bitmaps which were seen and which were seen again.
pub(super) struct SeenTwiceFilter {
    seen: Vec<AtomicU64>,
    again: Vec<AtomicU64>,
}

/// Which keys came more than once. Keys may share a bit, so some that came once are taken for such
/// as came again; none that came again is missed.
#[derive(Default, Debug, Serialize, Deserialize)]
pub(crate) struct SeenTwice(Vec<u64>);

/// In a bitmap of so many words, the word in which a key has its bit, and the bit.
fn place(key: u128, words: usize) -> (usize, u64) {
    // The number of bits is a power of two. Of no bitmap at all, every bit is out of range.
    let bit = key as usize & (words * 64).wrapping_sub(1);
    (bit / 64, 1 << (bit % 64))
}

fn empty_bitmap(words: usize) -> Vec<AtomicU64> {
    (0..words).map(|_| AtomicU64::new(0)).collect()
}

impl SeenTwice {
    /// Whether a key came more than once; now and then also if it did not.
    pub(super) fn contains(&self, key: u128) -> bool {
        let (at, bit) = place(key, self.0.len());
        match self.0.get(at) {
            Some(word) => word & bit != 0,
            // The filter of a dump without documents.
            None => false,
        }
    }
}

impl SeenTwiceFilter {
    /// Bitmaps for the paragraphs of a dump of so many bytes, which take no more memory than
    /// `most`.
    pub(super) fn for_bytes(bytes: u64, most: usize) -> Self {
        // Eight bits a byte, for two bitmaps.
        let most_bits = (most as u64 * 4).max(FEWEST_BITS);
        let bits = (bytes / BYTES_PER_BIT).clamp(FEWEST_BITS, most_bits.min(1 << 36));
        // A power of two that is no larger.
        let words = 1usize << (bits / 64).ilog2();
        Self {
            seen: empty_bitmap(words),
            again: empty_bitmap(words),
        }
    }

    /// Sees a key.
    pub(super) fn see(&self, key: u128) {
        let (at, bit) = place(key, self.seen.len());
        if self.seen[at].fetch_or(bit, Ordering::Relaxed) & bit != 0 {
            self.again[at].fetch_or(bit, Ordering::Relaxed);
        }
    }

    /// Forgets what came once.
    pub(super) fn finish(self) -> SeenTwice {
        let again = self.again.into_iter().map(AtomicU64::into_inner);
        SeenTwice(again.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::SeenTwiceFilter;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_that_comes_again_is_missed(keys in proptest::collection::vec(prop_oneof![any::<u128>(), 0u128..30], 0..200)) {
            let twice = SeenTwiceFilter::for_bytes(0, 0);
            keys.iter().for_each(|&key| twice.see(key));
            let twice = twice.finish();
            for key in &keys {
                let count = keys.iter().filter(|other| *other == key).count();
                prop_assert!(count < 2 || twice.contains(*key));
            }
            let once = keys.iter().filter(|key| keys.iter().filter(|other| other == key).count() == 1);
            prop_assert!(once.filter(|key| twice.contains(**key)).count() < 5);
        }
    }
}
