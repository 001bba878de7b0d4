//! The runs of words that two texts have in common, and those of them that are in one order.
//!
//! An alignment begins with them. The reasons are in the essay of
//! [`alignment`](super::alignment): departures 1, 2 and 4 are made here.

use super::seeds::Seeds;
use super::texts::Texts;
use std::ops::Range;

/// A run of words that is in both texts and cannot be longer.
#[derive(Clone, Copy)]
pub(super) struct Run {
    /// Number of its first word in the left text.
    pub left: usize,
    /// Number of its first word in the right text.
    pub right: usize,
    /// Words.
    pub len: usize,
}

impl Run {
    /// Whether this run ends in front of another one, in both texts.
    fn ends_before(&self, other: &Self) -> bool {
        self.left + self.len <= other.left && self.right + self.len <= other.right
    }
}

/// Words of a seed: shorter common runs are found only between longer ones.
pub(super) const SEED: usize = 3;
/// Words that are compared to measure runs, for each word of both sides. News needs one or two. A
/// text that says “tick tock” ten thousand times would need the square of its length; it gets
/// shorter runs instead.
pub(super) const MAX_MEASURED: usize = 64;

/// All runs that are in both ranges, each as long as it can be, from their seeds. They are in order
/// of their first left words and may overlap: what occurs twice on one side is in two runs.
pub(super) fn common_runs(texts: Texts<'_>, left: &Range<usize>, right: &Range<usize>) -> Vec<Run> {
    let seed_len = SEED.min(left.len()).min(right.len());
    if seed_len == 0 {
        return Vec::new();
    }
    let seeds = Seeds::of(&texts.right[right.clone()], seed_len);
    let mut runs = Vec::new();
    let mut budget = MAX_MEASURED * (left.len() + right.len());
    for i in left.start..=left.end - seed_len {
        let (count, places) = seeds.places(&texts.left[i..i + seed_len]);
        for at in &places[..count] {
            let j = right.start + at;
            // Asked first: to measure every tail of a long run again would take the square of its
            // length.
            if i > left.start && j > right.start && texts.is_match(i - 1, j - 1) {
                continue;
            }
            let most = (left.end - i).min(right.end - j).min(budget);
            let mut len = 0;
            while len < most && texts.is_match(i + len, j + len) {
                len += 1;
            }
            budget -= len;
            if len >= seed_len {
                runs.push(Run {
                    left: i,
                    right: j,
                    len,
                });
            }
        }
    }
    runs
}

/// Takes runs in the order given, each if it fits between those already taken; returns them from
/// left to right.
pub(super) fn non_crossing(runs: &[Run]) -> Vec<Run> {
    let mut chain: Vec<Run> = Vec::new();
    for &run in runs {
        let at = chain.partition_point(|taken| taken.left < run.left);
        let is_after_previous = at == 0 || chain[at - 1].ends_before(&run);
        let is_before_next = at == chain.len() || run.ends_before(&chain[at]);
        if is_after_previous && is_before_next {
            chain.insert(at, run);
        }
    }
    chain
}
