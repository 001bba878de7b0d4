//! Which keys occur more than once, without storing the keys. A key is the hash of a paragraph.
//!
//! The low bits of a key choose a bit, the same in each of two bitmaps, as in a Bloom filter with
//! one hash function. The first bitmap marks keys that have occurred, the second those that have
//! occurred again. Most paragraphs of a dump are in one document only. The bitmaps show which these
//! are, so that they need no row in any table.

use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering};

/// A bitmap has one bit for this many bytes of the dump, if memory allows. A long paragraph has
/// hundreds of bytes, so few paragraphs share a bit.
const DUMP_BYTES_PER_BIT: u64 = 16;
/// The least number of bits in a bitmap: 8 KiB.
const MIN_BITS: u64 = 1 << 16;
/// The greatest number of bits in a bitmap, however large the dump is: 8 GiB.
const MAX_BITS: u64 = 1 << 36;

/// Marks in two bitmaps which keys were seen, and which were seen again. All threads may add keys.
pub(super) struct SeenTwiceBuilder {
    seen: Vec<AtomicU64>,
    again: Vec<AtomicU64>,
}

/// The keys that were seen more than once, as a bitmap. None of them is missing, but keys may share
/// a bit, so a few keys that were seen only once are in it too.
#[derive(Default, Debug, Serialize, Deserialize)]
pub(crate) struct SeenTwice(Vec<u64>);

/// The bit of a key in a bitmap of this many 64-bit cells: the index of the cell, and a mask of the
/// bit in it.
fn cell_and_mask(key: u128, cells: usize) -> (usize, u64) {
    // The number of bits is a power of two, so `&` gives the remainder of a division by it. With 0
    // cells the subtraction wraps; the result does not matter, because any index is out of range.
    let bit = key as usize & (cells * 64).wrapping_sub(1);
    (bit / 64, 1 << (bit % 64))
}

fn empty_bitmap(cells: usize) -> Vec<AtomicU64> {
    (0..cells).map(|_| AtomicU64::new(0)).collect()
}

impl SeenTwice {
    /// Whether a key was seen more than once. Rarely `true` for a key that was seen only once.
    pub(super) fn contains(&self, key: u128) -> bool {
        let (index, mask) = cell_and_mask(key, self.0.len());
        match self.0.get(index) {
            Some(cell) => cell & mask != 0,
            // There is no bitmap, as in `SeenTwice::default()`.
            None => false,
        }
    }
}

impl SeenTwiceBuilder {
    /// Empty bitmaps for the paragraphs of a dump of this many bytes. Together they take no more
    /// than `max_memory` bytes, or 16 KiB if that is more.
    pub(super) fn for_dump(dump_bytes: u64, max_memory: usize) -> Self {
        // A byte has eight bits, and each of the two bitmaps gets half of the memory: four bits for
        // each byte.
        let max_bits = (max_memory as u64 * 4).clamp(MIN_BITS, MAX_BITS);
        let bits = (dump_bytes / DUMP_BYTES_PER_BIT).clamp(MIN_BITS, max_bits);
        // Rounded down to a power of two, as `cell_and_mask` requires.
        let cells = 1usize << (bits / 64).ilog2();
        Self {
            seen: empty_bitmap(cells),
            again: empty_bitmap(cells),
        }
    }

    /// Marks a key as seen, or as seen again if it is marked already.
    pub(super) fn add(&self, key: u128) {
        let (index, mask) = cell_and_mask(key, self.seen.len());
        // `Relaxed` is enough: of two threads that set a bit at the same time, one finds it set
        // already, and the bitmaps are read only when all threads are done.
        let cell_before = self.seen[index].fetch_or(mask, Ordering::Relaxed);
        if cell_before & mask != 0 {
            self.again[index].fetch_or(mask, Ordering::Relaxed);
        }
    }

    /// The keys that were seen more than once. The bitmap of keys that were seen at all is dropped.
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
        fn no_repeated_key_is_missed(keys in proptest::collection::vec(prop_oneof![any::<u128>(), 0u128..30], 0..200)) {
            let builder = SeenTwiceBuilder::for_dump(0, 0);
            keys.iter().for_each(|&key| builder.add(key));
            let twice = builder.finish();
            for key in &keys {
                let count = keys.iter().filter(|other| *other == key).count();
                prop_assert!(count < 2 || twice.contains(*key));
            }
            let once = keys.iter().filter(|key| keys.iter().filter(|other| other == key).count() == 1);
            // At most 200 keys are in bitmaps of 65,536 bits, so hardly any two share a bit.
            prop_assert!(once.filter(|key| twice.contains(**key)).count() < 5);
        }
    }
}
