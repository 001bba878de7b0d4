//! Phrases that two places of an article need.
//!
//! “Yes, it will sail in May.” may answer two questions, and a name may be in two lists. A short
//! repeat far from its copy is taken for a phrase that both places need, unless it is in a row of
//! lines that are printed twice.

use super::CutDocument;
use crate::repeats::Repeat;
use copydesk_text::effective_words;

/// A repeat of this many effective words or fewer is short.
const SHORT: usize = 9;
/// A short repeat is near its copy in the paragraph beside it if no more bytes of that paragraph
/// are between them. A sub-heading may repeat words from the middle of its section, and is still
/// needed.
const NEAR_BYTES: usize = 150;
/// A row of short repeats with no more effective words than this is a refrain, and stays.
const MAX_REFRAIN: usize = 20;

/// The direction in which a row of repeats is followed.
#[derive(Clone, Copy)]
enum Direction {
    /// Towards the top of the page.
    Up,
    /// Towards the foot of the page.
    Down,
}

impl CutDocument<'_> {
    /// Whether a repeat is short, far from its copy, and not in a row of lines that is repeated as
    /// a whole.
    pub(super) fn is_short_and_far(&self, repeats: &[Repeat], at: usize) -> bool {
        let repeat = &repeats[at];
        let segment = self.document.segment_at(repeat.cut.start());
        // A caption right beside its copy may be as short as it likes.
        let is_long = self.len(repeat) > SHORT;
        let is_near = self.is_beside(repeat) && self.is_at_near_edge(repeat);
        if is_long || is_near || self.goes_with_post(segment) {
            return false;
        }
        // Each line of a row is short, but all lines together are too long for a phrase.
        let above = self.row(repeats, at, Direction::Up);
        let below = self.row(repeats, at, Direction::Down);
        self.len(repeat) + above + below <= MAX_REFRAIN
    }

    /// Effective words of the repeats that are in a row with the repeat at `at`, on one side of it.
    /// The cuts of a row are in neighbouring segments. The copies are in the same order as the
    /// cuts, but need not be neighbours: the row may be a passage that is printed twice, or a list
    /// at the top of the headings that are below.
    fn row(&self, repeats: &[Repeat], at: usize, direction: Direction) -> usize {
        let (mut here, mut there) = self.places(&repeats[at]);
        let mut words = 0;
        let mut rest: &[Repeat] = match direction {
            Direction::Up => &repeats[..at],
            Direction::Down => &repeats[at + 1..],
        };
        loop {
            let next = match direction {
                Direction::Up => rest.split_last(),
                Direction::Down => rest.split_first(),
            };
            let Some((repeat, others)) = next else {
                return words;
            };
            let (cut, kept) = self.places(repeat);
            let is_in_row = match direction {
                Direction::Up => cut + 1 == here && kept < there,
                Direction::Down => cut == here + 1 && kept > there,
            };
            if !is_in_row {
                return words;
            }
            words += self.len(repeat);
            (here, there, rest) = (cut, kept, others);
        }
    }

    /// Length of the cut of a repeat, in effective words.
    fn len(&self, repeat: &Repeat) -> usize {
        let words = self.document.words_in(repeat.cut);
        effective_words(&self.document.words()[words])
    }

    /// Whether the copy is at the end of its paragraph that is next to the repeat.
    fn is_at_near_edge(&self, repeat: &Repeat) -> bool {
        let holder = self.content(self.holder(repeat));
        let between = if repeat.cut < repeat.kept {
            repeat.kept.start().saturating_sub(holder.start())
        } else {
            holder.end().saturating_sub(repeat.kept.end())
        };
        between <= NEAR_BYTES
    }
}
