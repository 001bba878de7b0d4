//! Phrases that an article needs in two places.
//!
//! “Yes, it will sail in May.” may answer two questions, and a name may be in two lists. So a short
//! [`Repeat`] whose cut is far from the kept copy is taken back, and its words stay. It is not
//! taken back if it belongs to a long *row*: several lines in a row that are printed twice.

use super::CutDocument;
use crate::repeats::Repeat;
use copydesk_text::effective_words;

/// Longest short repeat, in effective words.
const MAX_SHORT: usize = 9;
/// A copy is near if it is in the paragraph right beside the cut, and at most this many bytes of
/// this paragraph are between the two. A sub-heading that repeats words from the middle of its
/// section is further away from its copy, and is needed.
const MAX_NEAR_BYTES: usize = 150;
/// Longest row of repeats that is taken for phrases needed twice, in effective words. Such a row
/// stays.
const MAX_ROW: usize = 20;

/// The direction in which a row of repeats is followed.
#[derive(Clone, Copy)]
enum Direction {
    /// Towards the top of the page.
    Up,
    /// Towards the foot of the page.
    Down,
}

impl CutDocument<'_> {
    /// Whether `repeats[index]` is short and not near its copy, and its row is not long.
    pub(super) fn takes_short_line_far_from_copy(&self, repeats: &[Repeat], index: usize) -> bool {
        let repeat = &repeats[index];
        let segment = self.document.segment_at(repeat.cut.start());
        let is_long = self.len(repeat) > MAX_SHORT;
        // A caption right beside its copy may be cut however short it is.
        let is_near = self.is_beside(repeat) && self.is_at_near_edge(repeat);
        // A short line of an embedded post may be cut if the rest of the post below it is cut as
        // well.
        if is_long || is_near || self.is_cut_with_post(segment) {
            return false;
        }
        // Each line of a row may be short although the row as a whole is too long for a phrase.
        let above = self.row_len(repeats, index, Direction::Up);
        let below = self.row_len(repeats, index, Direction::Down);
        self.len(repeat) + above + below <= MAX_ROW
    }

    /// Length, in effective words, of the row of repeats above or below `repeats[index]`. The
    /// repeats are in the order of their cuts.
    ///
    /// The cuts of a row are in neighbouring segments. The copies are in the same order as the
    /// cuts, but need not be neighbours: the row may be a passage that is printed twice, or a list
    /// of the headings that are further down.
    fn row_len(&self, repeats: &[Repeat], index: usize, direction: Direction) -> usize {
        let (mut last_cut, mut last_kept) = self.segments_of(&repeats[index]);
        let mut words = 0;
        let mut rest: &[Repeat] = match direction {
            Direction::Up => &repeats[..index],
            Direction::Down => &repeats[index + 1..],
        };
        loop {
            let next = match direction {
                Direction::Up => rest.split_last(),
                Direction::Down => rest.split_first(),
            };
            let Some((repeat, others)) = next else {
                return words;
            };
            let (cut, kept) = self.segments_of(repeat);
            let is_in_row = match direction {
                Direction::Up => cut + 1 == last_cut && kept < last_kept,
                Direction::Down => cut == last_cut + 1 && kept > last_kept,
            };
            if !is_in_row {
                return words;
            }
            words += self.len(repeat);
            (last_cut, last_kept, rest) = (cut, kept, others);
        }
    }

    /// Length of the cut of a repeat, in effective words.
    fn len(&self, repeat: &Repeat) -> usize {
        let words = self.document.words_in(repeat.cut);
        effective_words(&self.document.words()[words])
    }

    /// Whether the kept copy is near one edge of its paragraph: the beginning if the cut is above,
    /// the end if the cut is below.
    fn is_at_near_edge(&self, repeat: &Repeat) -> bool {
        let holder = self.content(self.segment_of_copy(repeat));
        // 0 if the kept span includes white space beyond this edge.
        let bytes_between = if repeat.cut < repeat.kept {
            repeat.kept.start().saturating_sub(holder.start())
        } else {
            holder.end().saturating_sub(repeat.kept.end())
        };
        bytes_between <= MAX_NEAR_BYTES
    }
}
