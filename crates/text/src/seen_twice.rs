//! A filter for the hashes that occur more than once.
//!
//! Most runs of words occur once in a document, and only those that recur are of interest. Sorting
//! all runs to find the few that recur would be slow. Instead a bitmap has a slot of two bits for
//! each hash. The first bit is set when the hash is first seen, the second when it is seen again.
//! This is a counting Bloom filter (Fan et al. 2000) with one hash function and counts that stop at
//! two. Like any Bloom filter it errs in one direction only: two hashes may share a slot, so a few
//! hashes that occur once are reported as well. Callers check each reported hash exactly.

/// Slots in the bitmap for each hash. With 16, at most about one hash in 16 shares its slot.
const SLOTS_PER_HASH: usize = 16;
/// Slots in one `u64` of the bitmap, two bits each.
const SLOTS_PER_U64: usize = 32;

/// A filter for the hashes that occur more than once, with a few false positives.
///
/// ```
/// use copydesk_text::SeenTwiceFilter;
///
/// let mut seen = SeenTwiceFilter::new(4);
/// [7, 8, 9, 8].into_iter().for_each(|hash| seen.add(hash));
/// assert!(seen.was_seen_twice(8));
/// assert!(!seen.was_seen_twice(7));
/// ```
#[derive(Clone, Debug)]
pub struct SeenTwiceFilter {
    bitmap: Vec<u64>,
}

impl SeenTwiceFilter {
    /// An empty filter for about `count` hashes. It takes four to eight bytes for each hash. The
    /// lowest bits of a hash choose its slot, so they should be evenly distributed. With more than
    /// `count` hashes the filter still works, but more of them share a slot.
    #[must_use]
    pub fn new(count: usize) -> Self {
        let slots = (count * SLOTS_PER_HASH)
            .next_power_of_two()
            .max(SLOTS_PER_U64);
        Self {
            bitmap: vec![0; slots / SLOTS_PER_U64],
        }
    }

    /// Records a hash.
    pub fn add(&mut self, hash: u64) {
        let (index, first_bit) = self.slot(hash);
        let bits = &mut self.bitmap[index];
        // The second bit is set only if the first was set before.
        *bits |= ((*bits & first_bit) << 1) | first_bit;
    }

    /// Whether a hash was recorded twice or more. The result may be `true` for a hash that was
    /// recorded once or never. It is never `false` for a hash that was recorded twice.
    #[must_use]
    pub fn was_seen_twice(&self, hash: u64) -> bool {
        let (index, first_bit) = self.slot(hash);
        let second_bit = first_bit << 1;
        self.bitmap[index] & second_bit != 0
    }

    /// The slot of a hash: the index of the `u64` that holds the slot, and a mask with the first of
    /// the slot's two bits.
    fn slot(&self, hash: u64) -> (usize, u64) {
        let number = hash as usize;
        // The bitmap's length is a power of two, so this is the remainder.
        let index = (number / SLOTS_PER_U64) & (self.bitmap.len() - 1);
        let slot_in_u64 = number % SLOTS_PER_U64;
        (index, 1 << (2 * slot_in_u64))
    }
}

#[cfg(test)]
mod tests {
    use super::SeenTwiceFilter;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_that_recurs_is_lost(hashes in proptest::collection::vec(prop_oneof![any::<u64>(), 0u64..40], 0..200)) {
            let mut seen = SeenTwiceFilter::new(hashes.len());
            hashes.iter().for_each(|&hash| seen.add(hash));
            let recurs = |hash: u64| hashes.iter().filter(|&&other| other == hash).count() > 1;
            prop_assert!(hashes.iter().filter(|&&hash| recurs(hash)).all(|&hash| seen.was_seen_twice(hash)));
        }
    }

    #[test]
    fn hashes_in_different_slots_are_distinguished() {
        let mut seen = SeenTwiceFilter::new(8);
        [1, 2, 3, 2].into_iter().for_each(|hash| seen.add(hash));
        assert!(
            seen.was_seen_twice(2)
                && !seen.was_seen_twice(1)
                && !seen.was_seen_twice(3)
                && !seen.was_seen_twice(4)
        );
    }
}
