//! Which keys occur more than once, without storing the keys.
//!
//! Two bitmaps are addressed by the low bits of the key, which is a hash itself, like a Bloom
//! filter with one hash function: one marks what has occurred, the other what has occurred
//! again. Most paragraphs of a dump are in one document only, and those need no row in any table.

use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering};

/// A bitmap has one bit for so many bytes of the dump, if memory allows. A long paragraph has
/// hundreds of bytes, so few paragraphs share a bit.
const DUMP_BYTES_PER_BIT: u64 = 16;
const FEWEST_BITS: u64 = 1 << 16;

/// Sees keys, on any thread, and marks in two bitmaps which were seen and which were seen again.
pub(super) struct SeenTwiceBuilder {
    seen: Vec<AtomicU64>,
    again: Vec<AtomicU64>,
}

/// Which keys were seen more than once. Keys may share a bit, so a few that were seen only once are
/// in it too. None that was seen more than once is missing.
#[derive(Default, Debug, Serialize, Deserialize)]
pub(crate) struct SeenTwice(Vec<u64>);

/// Where a key has its bit in a bitmap of so many 64-bit cells: the index of the cell, and a mask
/// of the bit in it.
fn place(key: u128, cells: usize) -> (usize, u64) {
    // The number of bits is a power of two, so `&` gives the remainder. If there are no cells, any
    // index is out of range.
    let bit = key as usize & (cells * 64).wrapping_sub(1);
    (bit / 64, 1 << (bit % 64))
}

fn empty_bitmap(cells: usize) -> Vec<AtomicU64> {
    (0..cells).map(|_| AtomicU64::new(0)).collect()
}

impl SeenTwice {
    /// Whether a key was seen more than once. Sometimes `true` although it was not.
    pub(super) fn contains(&self, key: u128) -> bool {
        let (at, bit) = place(key, self.0.len());
        match self.0.get(at) {
            Some(cell) => cell & bit != 0,
            // There is no bitmap, as in `SeenTwice::default()`.
            None => false,
        }
    }
}

impl SeenTwiceBuilder {
    /// Bitmaps for the paragraphs of a dump of so many bytes. Together they take no more than
    /// `max_memory` bytes, or 16 KiB if that is more.
    pub(super) fn for_bytes(bytes: u64, max_memory: usize) -> Self {
        // A byte has eight bits, and each of the two bitmaps gets half of them.
        let most_bits = (max_memory as u64 * 4).max(FEWEST_BITS);
        let bits = (bytes / DUMP_BYTES_PER_BIT).clamp(FEWEST_BITS, most_bits.min(1 << 36));
        // A power of two that is no larger.
        let cells = 1usize << (bits / 64).ilog2();
        Self {
            seen: empty_bitmap(cells),
            again: empty_bitmap(cells),
        }
    }

    /// Sees a key.
    pub(super) fn see(&self, key: u128) {
        let (at, bit) = place(key, self.seen.len());
        // Relaxed: of two threads that set a bit at the same time, one finds it set, and the
        // bitmaps are read only when all threads are done.
        if self.seen[at].fetch_or(bit, Ordering::Relaxed) & bit != 0 {
            self.again[at].fetch_or(bit, Ordering::Relaxed);
        }
    }

    /// Forgets the keys that were seen only once.
    pub(super) fn finish(self) -> SeenTwice {
        let again = self.again.into_iter().map(AtomicU64::into_inner);
        SeenTwice(again.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::SeenTwiceBuilder;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_that_comes_again_is_missed(keys in proptest::collection::vec(prop_oneof![any::<u128>(), 0u128..30], 0..200)) {
            let twice = SeenTwiceBuilder::for_bytes(0, 0);
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
