//! Paragraphs above a story that tell it in brief.
//!
//! Some sites print two or three sentences of a story as a list above it. Each is a whole sentence
//! with a stop. Only its words show that it is not a part of the story: most of them recur below,
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

/// The text, in bytes, is divided into this many equal parts, and a summary ends in the first of
/// them. If it ended further down, it might be the first half of a story that is printed twice.
const TEXT_PARTS: usize = 4;
/// Length of the runs that recur, in words.
const RUN: usize = 3;
/// Least share of the words of a summary that recur below it, in per cent. The words of all its
/// paragraphs are counted together.
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
    for story_start in (1..=head).rev() {
        if runs.is_printed_twice(story_start) {
            continue;
        }
        if let Some(paragraphs) = runs.summary_above(story_start) {
            return paragraphs;
        }
    }
    Vec::new()
}

/// How many segments at the top may belong to a summary.
fn head_len(layout: &Layout<'_>) -> usize {
    let mut head = 0;
    while head < layout.len().min(MAX_HEAD) && layout.end(head) * TEXT_PARTS <= layout.text_len() {
        head += 1;
    }
    head
}

/// The runs of words of the first segments, and where they recur.
struct RecurringRuns<'l> {
    layout: &'l Layout<'l>,
    /// For the hash of each run, the last segment that holds the run and ends with a stop. A
    /// segment without a stop does not count, because a caption that repeats the lead does not make
    /// the lead a summary. 0 if there is no such segment: segment 0 is not below any other.
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

    /// How many words of segment `i` are in runs that recur in segment `below` or after it.
    fn words_told(&self, i: usize, below: usize) -> usize {
        let (mut told, mut counted_to) = (0, 0);
        for (start, run) in self.layout.words(i).windows(RUN).enumerate() {
            if matches!(self.last_segment.get(&run_hash(run)), Some(&last) if last >= below) {
                // Runs overlap. The words before `counted_to` are counted already.
                let end = start + RUN;
                told += end - counted_to.max(start);
                counted_to = end;
            }
        }
        told
    }

    /// Whether a story that begins in segment `story_start` is printed twice: one of its first
    /// paragraphs recurs further down. Its first copy is not a summary of the second.
    fn is_printed_twice(&self, story_start: usize) -> bool {
        for i in self.layout.paragraphs_from(story_start) {
            let len = self.layout.words(i).len();
            if self.words_told(i, i + 1) * 100 >= len * MIN_TOLD {
                return true;
            }
        }
        false
    }

    /// The paragraphs above segment `story_start` that the segments from there on tell again.
    /// `None` if they are not a summary.
    fn summary_above(&self, story_start: usize) -> Option<Vec<usize>> {
        let mut paragraphs = Vec::new();
        let (mut words, mut words_told) = (0, 0);
        for i in 0..story_start {
            let len = self.layout.words(i).len();
            if len < MIN_PARAGRAPH_WORDS {
                continue;
            }
            let told = self.words_told(i, story_start);
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
