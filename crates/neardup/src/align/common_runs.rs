//! The runs of words that two texts have in common, and a selection of them that have the same
//! order in both.
//!
//! These are the first step of an alignment. The method is explained in
//! [`alignment`](super::alignment); departures 1, 2 and 4 there are made in this file.

use super::seeds::Seeds;
use super::texts::Texts;
use std::ops::Range;

/// A run of words that two texts have in common.
#[derive(Clone, Copy)]
pub(super) struct Run {
    /// Index of its first word in the left text.
    pub left: usize,
    /// Index of its first word in the right text.
    pub right: usize,
    /// Length in words.
    pub len: usize,
}

impl Run {
    /// Whether this run ends before another one begins, in both texts.
    fn ends_before(&self, other: &Self) -> bool {
        self.left + self.len <= other.left && self.right + self.len <= other.right
    }
}

/// Length, in words, of a *seed*: the beginning of a common run, by which it is found. Shorter runs
/// are found only between longer ones.
pub(super) const SEED: usize = 3;
/// Most words that are compared to measure how long runs are, per word of both texts. For news
/// articles one or two are enough. A text that says “tick tock” ten thousand times would need
/// quadratic time. When this bound is reached, the last run is cut short, and no more are found.
pub(super) const MAX_MEASURED: usize = 64;

/// All runs of at least [`SEED`] words that are in both ranges, each as long as possible (shorter
/// runs, if a range is shorter). They are in order of their first left words and may overlap: words
/// that occur twice on one side are in two runs.
pub(super) fn common_runs(texts: Texts<'_>, left: &Range<usize>, right: &Range<usize>) -> Vec<Run> {
    let seed_len = SEED.min(left.len()).min(right.len());
    if seed_len == 0 {
        return Vec::new();
    }
    let seeds = Seeds::of(&texts.right[right.clone()], seed_len);
    let mut runs = Vec::new();
    let mut budget = MAX_MEASURED * (left.len() + right.len());
    for i in left.start..=left.end - seed_len {
        let positions = seeds.positions(&texts.left[i..i + seed_len]);
        for position in positions.as_slice() {
            let j = right.start + position;
            // If the words before the two seeds match as well, this is the rest of a run that was
            // found already (or was left out, because its seed is too frequent). To measure every
            // such rest would take quadratic time.
            if i > left.start && j > right.start && texts.is_match(i - 1, j - 1) {
                continue;
            }
            let max_len = (left.end - i).min(right.end - j).min(budget);
            let mut len = 0;
            while len < max_len && texts.is_match(i + len, j + len) {
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

/// Selects runs that neither cross nor overlap each other, and returns them from left to right.
/// Runs are tried in the given order. A run is selected if it fits between those already selected.
pub(super) fn non_crossing(runs: &[Run]) -> Vec<Run> {
    let mut selected: Vec<Run> = Vec::new();
    for &run in runs {
        let index = selected.partition_point(|other| other.left < run.left);
        let is_after_previous = index == 0 || selected[index - 1].ends_before(&run);
        let is_before_next = index == selected.len() || run.ends_before(&selected[index]);
        if is_after_previous && is_before_next {
            selected.insert(index, run);
        }
    }
    selected
}
