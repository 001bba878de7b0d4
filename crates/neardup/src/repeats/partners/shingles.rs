//! Runs of words that occur more than once, found with bitmaps.
//!
//! The two searches of this file, [`recurring_shingles`] and [`has_recurring_runs`], make only one
//! kind of error. Two different runs may share a bit of the bitmap, so a run may seem to recur
//! although it does not. A run that recurs is never missed.

use crate::shingles::rolling;
use crate::word_runs::run_hash;
use copydesk_text::{SeenTwiceFilter, Word};
use std::ops::Range;

/// Width of a shingle (a hashed run of words), in words. Two segments that share a shingle are
/// *partners*, which are compared with each other.
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

/// The occurrences of all shingles that occur more than once in the open segments (those that may
/// be cut or kept as copies), and of a few that do not, in the order of the text. `ranges` are the
/// words of each segment.
pub(super) fn recurring_shingles(
    words: &[Word],
    ranges: &[Range<usize>],
    is_open: &[bool],
) -> Vec<Occurrence> {
    let mut shingles: Vec<u64> = Vec::with_capacity(words.len());
    for (range, &is_open) in ranges.iter().zip(is_open) {
        if is_open && range.len() >= WIDTH {
            shingles.extend(rolling(&words[range.clone()], WIDTH));
        }
    }
    let mut seen = SeenTwiceFilter::new(shingles.len());
    for &shingle in &shingles {
        seen.add(shingle);
    }
    // This loop visits the same segments as the first one, so their shingles are in the same order.
    let mut rest = shingles.as_slice();
    let mut out = Vec::new();
    for (i, range) in ranges.iter().enumerate() {
        if !is_open[i] || range.len() < WIDTH {
            continue;
        }
        let shingle_count = range.len() + 1 - WIDTH;
        let (of_segment, of_others) = rest.split_at(shingle_count);
        for &shingle in of_segment {
            if seen.was_seen_twice(shingle) {
                out.push(Occurrence {
                    shingle,
                    segment: i as u32,
                });
            }
        }
        rest = of_others;
    }
    out
}

/// Width of the runs that [`has_recurring_runs`] counts, in words.
const RUN: usize = 3;

/// Whether at least `least` of the runs of three words in `words` seem to be equal to an earlier
/// run. `least` must not be 0.
///
/// This takes a fraction of the time of an exact comparison, so it is called first.
pub(in crate::repeats) fn has_recurring_runs(words: &[Word], least: usize) -> bool {
    // The bitmap takes two kilobytes, so it fits into the fastest cache. It has far more bits than
    // a paragraph has runs.
    const BITS: u64 = 16_384;
    let mut seen = [0u64; (BITS / 64) as usize];
    let mut recurring = 0;
    for run in words.windows(RUN) {
        let index = run_hash(run) % BITS;
        let (slot, bit) = ((index / 64) as usize, 1 << (index % 64));
        if seen[slot] & bit == 0 {
            seen[slot] |= bit;
            continue;
        }
        recurring += 1;
        if recurring >= least {
            return true;
        }
    }
    false
}
