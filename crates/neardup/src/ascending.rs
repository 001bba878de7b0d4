//! Sorts hashes and removes duplicates.
//!
//! A textbook sort of `n` numbers compares each of them about log₂ `n` times, and the processor
//! cannot predict the results. But hashes are random numbers, so the first bits of a hash nearly
//! tell where it belongs. Therefore this is a bucket sort, with two parts:
//!
//! 1. There are about as many buckets as hashes. Each hash is moved into its bucket by its first
//!    bits ([`sorted_by_first_bits`]). Then every hash is at most a few places from where it
//!    belongs.
//! 2. An insertion sort puts the rest in order, in one pass over all hashes ([`insertion_sort`]).
//!
//! ```text
//! hashes (of 8 bits)       9c 1f e0 13      their buckets, by three bits: 4 0 7 0
//! after the first part     1f 13 9c e0
//! after the second part    13 1f 9c e0
//! ```
//!
//! If most hashes fall into few buckets, the insertion sort would take quadratic time. Only an
//! attack, or a caller whose numbers are not hashes, can cause this. So the insertion sort gives up
//! after a number of moves, and the standard library sorts the hashes. The result is the same.

/// Length of the longest list that the standard library sorts, because it is faster for those.
const SHORT_LIST: usize = 32;
/// Most moves per hash that the insertion sort makes. Random hashes take about a quarter of a move.
const MAX_MOVES: usize = 8;

/// Returns the distinct hashes in ascending order.
pub(crate) fn ascending(mut hashes: Vec<u64>) -> Vec<u64> {
    if hashes.len() <= SHORT_LIST {
        hashes.sort_unstable();
    } else {
        hashes = sorted_by_first_bits(&hashes);
        if !insertion_sort(&mut hashes) {
            hashes.sort_unstable();
        }
    }
    hashes.dedup();
    // The unused memory is given back, because the sets of a whole batch are in memory at once. A
    // page that repeats itself has few distinct hashes.
    if hashes.capacity() > hashes.len() + hashes.len() / 8 {
        hashes.shrink_to_fit();
    }
    hashes
}

/// Returns the hashes ordered by their first bits. Hashes with the same first bits keep their
/// order.
fn sorted_by_first_bits(hashes: &[u64]) -> Vec<u64> {
    // With so many bits there are between one and two buckets per hash.
    let bits = hashes.len().ilog2() + 1;
    // One number per bucket: first how many hashes are in it, then where it begins in the output,
    // and while hashes are moved, where its next hash belongs.
    let mut positions = vec![0u32; 1 << bits];
    for &hash in hashes {
        positions[bucket(hash, bits)] += 1;
    }
    let mut start = 0;
    for position in &mut positions {
        let count = *position;
        *position = start;
        start += count;
    }
    let mut out = vec![0; hashes.len()];
    for &hash in hashes {
        let position = &mut positions[bucket(hash, bits)];
        out[*position as usize] = hash;
        *position += 1;
    }
    out
}

/// The bucket of a hash, which is the number that its first `bits` bits make.
#[inline]
fn bucket(hash: u64, bits: u32) -> usize {
    (hash >> (u64::BITS - bits)) as usize
}

/// Sorts hashes that are nearly in order, and returns whether they are sorted. `false` means that
/// more than [`MAX_MOVES`] moves per hash would be needed; then they are in no particular order.
fn insertion_sort(hashes: &mut [u64]) -> bool {
    let mut moves = 0;
    for i in 1..hashes.len() {
        let hash = hashes[i];
        if hashes[i - 1] <= hash {
            continue;
        }
        let mut position = i;
        while position > 0 && hashes[position - 1] > hash {
            hashes[position] = hashes[position - 1];
            position -= 1;
        }
        hashes[position] = hash;
        moves += i - position;
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
    fn hashes_in_few_buckets_are_sorted_by_the_standard_library() {
        // The first bits of all these numbers are zero, so all are in the same bucket.
        let mut descending: Vec<u64> = (0..1000).rev().collect();
        assert!(!insertion_sort(&mut descending));
        assert_eq!(
            ascending((0..1000).rev().collect()),
            (0..1000).collect::<Vec<u64>>()
        );
    }

    #[test]
    fn unused_memory_is_given_back() {
        let set = ascending((0..1000).map(|i| mix64(i % 10)).collect());
        assert_eq!((set.len(), set.capacity()), (10, 10));
    }
}
