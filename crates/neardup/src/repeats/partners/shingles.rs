//! Runs of words that come more than once, found with bitmaps.
//!
//! Both functions err on one side only. Two different runs may share a bit, so a run may seem to
//! recur although it does not. A run that does recur is never overlooked.

use crate::shingles::rolling;
use copydesk_text::{Recurring, Word};
use std::ops::Range;

/// Width of a shingle, in words. One shared shingle makes two segments partners.
pub(super) const WIDTH: usize = 4;

/// One occurrence of a shingle. The order of the fields matters: sorted, the occurrences of one
/// shingle are neighbours, in the order of their segments.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Occurrence {
    /// Hash of the shingle.
    pub shingle: u64,
    /// Number of the segment that holds the shingle.
    pub segment: u32,
}

impl Occurrence {
    /// Whether two occurrences are of one shingle.
    pub fn has_same_shingle(&self, other: &Self) -> bool {
        self.shingle == other.shingle
    }
}

/// The shingles that come more than once, and a few more, in the order of the text.
pub(super) fn recurring_shingles(
    words: &[Word],
    ranges: &[Range<usize>],
    is_open: &[bool],
) -> Vec<Occurrence> {
    let mut all: Vec<u64> = Vec::with_capacity(words.len());
    for (range, &is_open) in ranges.iter().zip(is_open) {
        if is_open && range.len() >= WIDTH {
            all.extend(rolling(&words[range.clone()], WIDTH));
        }
    }
    let mut seen = Recurring::new(all.len());
    for &shingle in &all {
        seen.see(shingle);
    }
    // In this second loop the hashes are taken from `all`, which has them in the same order.
    let mut rest = all.as_slice();
    let mut out = Vec::new();
    for (i, range) in ranges.iter().enumerate() {
        if !is_open[i] || range.len() < WIDTH {
            continue;
        }
        let (own, others) = rest.split_at(range.len() + 1 - WIDTH);
        for &shingle in own {
            if seen.came_again(shingle) {
                out.push(Occurrence {
                    shingle,
                    segment: i as u32,
                });
            }
        }
        rest = others;
    }
    out
}

/// Width of the runs that [`has_recurring_runs`] counts, in words.
const RUN: usize = 3;

/// Whether at least `least` runs of three words have come before in `words`. `least` is not 0.
///
/// This takes a fraction of the time of a comparison, so it is asked before a comparison.
pub(in crate::repeats) fn has_recurring_runs(words: &[Word], least: usize) -> bool {
    // The bitmap takes two kilobytes, which stay in the first cache. Paragraphs have far fewer runs
    // than it has bits.
    const BITS: u64 = 16_384;
    let mut seen = [0u64; (BITS / 64) as usize];
    let mut again = 0;
    for run in words.windows(RUN) {
        let mut hash = 0u64;
        for word in run {
            hash = hash.rotate_left(21).wrapping_add(word.hash);
        }
        let (slot, bit) = ((hash % BITS / 64) as usize, 1 << (hash % 64));
        if seen[slot] & bit == 0 {
            seen[slot] |= bit;
            continue;
        }
        again += 1;
        if again >= least {
            return true;
        }
    }
    false
}
