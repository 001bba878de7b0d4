//! Hashes in ascending order.
//!
//! The textbook sort compares, and asks about each hash as often as there are bits in their number;
//! no processor can predict the answers. But hashes are random numbers, so the first bits of one
//! nearly say where it belongs. This is a bucket sort with two parts:
//!
//! 1. There are about as many buckets as hashes. Each hash is moved into its bucket by its first
//!    bits ([`by_first_bits`]). What is still out of order is next to its neighbours.
//! 2. An insertion sort puts that right in one pass over everything ([`insertion_sort`]).
//!
//! ```text
//! hashes (of 8 bits)       9c 1f e0 13      their buckets, by three bits: 4 0 7 0
//! after the first part     1f 13 9c e0
//! after the second part    13 1f 9c e0
//! ```
//!
//! If most hashes are in few buckets, as only an attack would make them, the insertion sort would
//! take the square of their number. When it has moved more than a few per hash, the standard
//! library's sort takes over. The result is always the same.

/// Hashes of the longest list that is sorted by comparing, since that is faster there.
const FEW: usize = 32;
/// Most moves per hash of the insertion sort. Random hashes take about a quarter of one.
const MAX_MOVES: usize = 8;

/// The distinct hashes, ascending.
pub(crate) fn ascending(mut hashes: Vec<u64>) -> Vec<u64> {
    if hashes.len() <= FEW {
        hashes.sort_unstable();
    } else {
        hashes = by_first_bits(&hashes);
        if !insertion_sort(&mut hashes) {
            hashes.sort_unstable();
        }
    }
    hashes.dedup();
    // The sets of a whole batch are in memory at once, and a page that repeats itself has few
    // distinct hashes.
    if hashes.capacity() > hashes.len() + hashes.len() / 8 {
        hashes.shrink_to_fit();
    }
    hashes
}

/// The same hashes, in order as far as their first bits decide it.
fn by_first_bits(hashes: &[u64]) -> Vec<u64> {
    // One to two buckets for each hash.
    let bits = hashes.len().ilog2() + 1;
    // First how many hashes are in each bucket, then where each bucket begins in the output, and
    // in the end where its next hash belongs.
    let mut places = vec![0u32; 1 << bits];
    for &hash in hashes {
        places[bucket(hash, bits)] += 1;
    }
    let mut next = 0;
    for place in &mut places {
        next += std::mem::replace(place, next);
    }
    let mut out = vec![0; hashes.len()];
    for &hash in hashes {
        let place = &mut places[bucket(hash, bits)];
        out[*place as usize] = hash;
        *place += 1;
    }
    out
}

/// The bucket of a hash: its first bits.
#[inline]
fn bucket(hash: u64, bits: u32) -> usize {
    (hash >> (u64::BITS - bits)) as usize
}

/// Sorts what is nearly in order. Returns `false` if it is not, and then leaves it unsorted.
fn insertion_sort(hashes: &mut [u64]) -> bool {
    let mut moves = 0;
    for i in 1..hashes.len() {
        let hash = hashes[i];
        if hashes[i - 1] <= hash {
            continue;
        }
        let mut at = i;
        while at > 0 && hashes[at - 1] > hash {
            hashes[at] = hashes[at - 1];
            at -= 1;
        }
        hashes[at] = hash;
        moves += i - at;
        if moves > MAX_MOVES * hashes.len() {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{ascending, insertion_sort};
    use copydesk_text::mix64;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn agrees_with_an_ordered_set(
            random in proptest::collection::vec(any::<u64>(), 0..300), crowded in proptest::collection::vec(0u64..40, 0..300),
        ) {
            for hashes in [random.clone(), crowded.clone(), [random, crowded].concat()] {
                let expected: Vec<u64> = hashes.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
                prop_assert_eq!(ascending(hashes), expected);
            }
        }
    }

    #[test]
    fn a_crowd_is_left_to_the_library() {
        let mut falling: Vec<u64> = (0..1000).rev().collect();
        assert!(!insertion_sort(&mut falling));
        assert_eq!(
            ascending((0..1000).rev().collect()),
            (0..1000).collect::<Vec<u64>>()
        );
    }

    #[test]
    fn nothing_is_kept_for_hashes_that_went() {
        let set = ascending((0..1000).map(|i| mix64(i % 10)).collect());
        assert_eq!((set.len(), set.capacity()), (10, 10));
    }
}
