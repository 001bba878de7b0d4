//! Which hashes come more than once.
//!
//! Most runs of words of a document stand in it once, and are of no interest. Two bitmaps tell them apart without sorting: the first
//! marks what was seen, the second what was seen again. Two hashes may share a bit, so a few that come once are let through.

/// Bits for each hash, so that few share one.
const BITS_PER_HASH: usize = 16;

/// Leaves those entries whose hash some other entry has too, and a few more.
pub(crate) fn keep_recurring<T>(entries: &mut Vec<(u64, T)>) {
    let bits = (entries.len() * BITS_PER_HASH).next_power_of_two().max(64);
    let place = |hash: u64| {
        let bit = hash as usize & (bits - 1);
        (bit / 64, 1u64 << (bit % 64))
    };
    let (mut seen, mut again) = (vec![0u64; bits / 64], vec![0u64; bits / 64]);
    for &(hash, _) in entries.iter() {
        let (at, bit) = place(hash);
        again[at] |= seen[at] & bit;
        seen[at] |= bit;
    }
    entries.retain(|&(hash, _)| {
        let (at, bit) = place(hash);
        again[at] & bit != 0
    });
}

#[cfg(test)]
mod tests {
    use super::keep_recurring;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_that_recurs_is_lost(hashes in proptest::collection::vec(prop_oneof![any::<u64>(), 0u64..40], 0..200)) {
            let mut kept: Vec<(u64, usize)> = hashes.iter().copied().zip(0..).collect();
            keep_recurring(&mut kept);
            let recurs = |hash: u64| hashes.iter().filter(|&&other| other == hash).count() > 1;
            for (i, &hash) in hashes.iter().enumerate().filter(|&(_, &hash)| recurs(hash)) {
                prop_assert!(kept.contains(&(hash, i)));
            }
        }
    }
}
