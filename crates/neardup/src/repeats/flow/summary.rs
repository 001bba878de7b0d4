//! Paragraphs above a story that tell it in brief.
//!
//! Some sites print two or three sentences of a story as a list above it. Each is a whole sentence
//! with a stop, so only its words show that it is no part of the story: most of them recur below,
//! in runs of three words or more.
//!
//! ```text
//! The marsh has lost a third of its water since the sluice was moved.     ← summary
//! Yet the herons have never been more numerous.                           ← summary
//!
//! In the wooden hut the stove is never out. Three people live there.
//!
//! The marsh has lost a third of its water since the sluice was moved to make room for the road.
//! Yet the herons have never been more numerous, which nobody can explain.
//! ```

use super::layout::{Layout, MAX_HEAD, MIN_PARAGRAPH_WORDS};
use crate::word_runs::run_hash;
use ahash::AHashMap;

/// A summary ends in the first of this many equal parts of the text, in bytes. If it ended further
/// down, it might be the first half of a story that is printed twice.
const HEAD_PART: usize = 4;
/// Length of the runs that recur, in words.
const RUN: usize = 3;
/// Least share of the words of a summary that recur below it, in per cent, of all its paragraphs
/// together.
const MIN_TOLD: usize = 60;
/// Least share of the words of one paragraph of a summary that recur below it, in per cent.
const MIN_TOLD_EACH: usize = 40;

/// The paragraphs above the story that tell it in brief, by their numbers. Empty if there are fewer
/// than two, because a summary of one paragraph cannot be distinguished from a lead.
pub(super) fn paragraphs_of_summary(layout: &Layout<'_>) -> Vec<usize> {
    let head = head_len(layout);
    // The runs of the first paragraphs below the head show whether the story is printed twice.
    let runs = RecurringRuns::of_first(layout, layout.end_of_paragraphs_from(head));
    // A longer summary includes the paragraphs of a shorter one, so the longest is tried first.
    for story in (1..=head).rev() {
        if runs.recur_below_start(story) {
            continue;
        }
        if let Some(paragraphs) = runs.summary_of(story) {
            return paragraphs;
        }
    }
    Vec::new()
}

/// How many segments at the top may belong to a summary.
fn head_len(layout: &Layout<'_>) -> usize {
    let mut head = 0;
    while head < layout.len().min(MAX_HEAD) && layout.end(head) * HEAD_PART <= layout.text_len() {
        head += 1;
    }
    head
}

/// The runs of words of the first segments, and where they recur.
struct RecurringRuns<'l> {
    layout: &'l Layout<'l>,
    /// By the hash of a run, the last segment that holds the run and ends with a stop, or 0. A
    /// segment without a stop does not count: a caption that repeats the lead does not make the
    /// lead a summary.
    last_segment: AHashMap<u64, usize>,
}

impl<'l> RecurringRuns<'l> {
    /// The runs of the first `count` segments.
    fn of_first(layout: &'l Layout<'l>, count: usize) -> Self {
        let mut last_segment = AHashMap::new();
        for i in 0..count {
            for run in layout.words(i).windows(RUN) {
                last_segment.insert(run_hash(run), 0);
            }
        }
        if !last_segment.is_empty() {
            for i in 0..layout.len() {
                if !layout.ends_sentence(i) {
                    continue;
                }
                for run in layout.words(i).windows(RUN) {
                    if let Some(last) = last_segment.get_mut(&run_hash(run)) {
                        *last = i;
                    }
                }
            }
        }
        Self {
            layout,
            last_segment,
        }
    }

    /// How many words of segment `i` recur in segment `below` or after it.
    fn words_told(&self, i: usize, below: usize) -> usize {
        // Runs overlap, and each word counts once.
        let (mut told, mut counted_to) = (0, 0);
        for (start, run) in self.layout.words(i).windows(RUN).enumerate() {
            if matches!(self.last_segment.get(&run_hash(run)), Some(&last) if last >= below) {
                told += start + RUN - counted_to.max(start);
                counted_to = start + RUN;
            }
        }
        told
    }

    /// Whether one of the first paragraphs from segment `story` on recurs further down. Then the
    /// story is printed twice, and its first copy is no summary of the second.
    fn recur_below_start(&self, story: usize) -> bool {
        for i in self.layout.paragraphs_from(story) {
            let len = self.layout.words(i).len();
            if self.words_told(i, i + 1) * 100 >= len * MIN_TOLD {
                return true;
            }
        }
        false
    }

    /// The paragraphs above segment `story` that the segments from `story` on tell again. `None` if
    /// they are not a summary.
    fn summary_of(&self, story: usize) -> Option<Vec<usize>> {
        let mut paragraphs = Vec::new();
        let (mut words, mut words_told) = (0, 0);
        for i in 0..story {
            let len = self.layout.words(i).len();
            if len < MIN_PARAGRAPH_WORDS {
                continue;
            }
            let told = self.words_told(i, story);
            words += len;
            words_told += told;
            if told * 100 >= len * MIN_TOLD_EACH {
                paragraphs.push(i);
            }
        }
        let is_summary = paragraphs.len() > 1 && words_told * 100 >= words * MIN_TOLD;
        is_summary.then_some(paragraphs)
    }
}
