//! Paragraphs above a story that tell it in brief.
//!
//! Some sites print two or three sentences of a story as a list above it. Each is a whole sentence
//! with a stop, so nothing but its words shows that it is no part of the story: most of them come
//! again below, in runs.
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

/// A summary and all above it are no more than one of this many equal parts of the text, in bytes.
/// What is above half of a text may be half of a story that is printed twice.
const HEAD_PART: usize = 4;
/// Length of the runs that recur, in words.
const RUN: usize = 3;
/// Share of the words of a summary that recur below it, in per cent: of all its paragraphs
/// together, and of each.
const MIN_TOLD: usize = 60;
const MIN_TOLD_EACH: usize = 40;

/// The paragraphs above the story that tell it in brief; none if there are fewer than two, because
/// a summary of one paragraph cannot be told from a lead.
pub(super) fn summary(layout: &Layout<'_>) -> Vec<usize> {
    let head = head(layout);
    // The runs of the paragraphs below are needed too, to see whether the story is printed twice.
    let story = Told::of(layout, layout.end_of_paragraphs_from(head));
    // A longer summary has the paragraphs of a shorter one, so the longest comes first.
    for below in (1..=head).rev() {
        if story.begins_twice(below) {
            continue;
        }
        if let Some(paragraphs) = story.told_above(below) {
            return paragraphs;
        }
    }
    Vec::new()
}

/// How many segments at the top may belong to a summary.
fn head(layout: &Layout<'_>) -> usize {
    let mut head = 0;
    while head < layout.len().min(MAX_HEAD) && layout.end(head) * HEAD_PART <= layout.text_len() {
        head += 1;
    }
    head
}

/// Which words of the first segments recur below.
struct Told<'l> {
    layout: &'l Layout<'l>,
    /// For each run of words of the first segments, the last segment that holds it and ends with a
    /// stop, or 0: a caption that repeats the lead makes no summary of it.
    last: AHashMap<u64, usize>,
}

impl<'l> Told<'l> {
    /// Of the first `head` segments.
    fn of(layout: &'l Layout<'l>, head: usize) -> Self {
        let mut last = AHashMap::new();
        for i in 0..head {
            for run in layout.words(i).windows(RUN) {
                last.insert(run_hash(run), 0);
            }
        }
        if !last.is_empty() {
            for i in 0..layout.len() {
                if !layout.ends_sentence(i) {
                    continue;
                }
                for run in layout.words(i).windows(RUN) {
                    if let Some(place) = last.get_mut(&run_hash(run)) {
                        *place = i;
                    }
                }
            }
        }
        Self { layout, last }
    }

    /// How many words of segment `i` recur in segment `below` or after it.
    fn words_told(&self, i: usize, below: usize) -> usize {
        // Runs overlap, and each word counts once.
        let (mut told, mut counted_to) = (0, 0);
        for (at, run) in self.layout.words(i).windows(RUN).enumerate() {
            if matches!(self.last.get(&run_hash(run)), Some(&last) if last >= below) {
                told += at + RUN - counted_to.max(at);
                counted_to = at + RUN;
            }
        }
        told
    }

    /// Whether what begins with segment `below` recurs further down: then the story is
    /// printed twice, and its first copy is no summary of the second.
    fn begins_twice(&self, below: usize) -> bool {
        for i in self.layout.paragraphs_from(below) {
            let len = self.layout.words(i).len();
            if self.words_told(i, i + 1) * 100 >= len * MIN_TOLD {
                return true;
            }
        }
        false
    }

    /// The paragraphs above segment `below` that are told from there on, if they are a summary.
    fn told_above(&self, below: usize) -> Option<Vec<usize>> {
        let mut paragraphs = Vec::new();
        let (mut all, mut all_told) = (0, 0);
        for i in 0..below {
            let len = self.layout.words(i).len();
            if len < MIN_PARAGRAPH_WORDS {
                continue;
            }
            let told = self.words_told(i, below);
            all += len;
            all_told += told;
            if told * 100 >= len * MIN_TOLD_EACH {
                paragraphs.push(i);
            }
        }
        let is_summary = paragraphs.len() > 1 && all_told * 100 >= all * MIN_TOLD;
        is_summary.then_some(paragraphs)
    }
}
