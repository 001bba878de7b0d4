//! Which cuts *name* a segment: their kept copy is in this segment. If the segment is cut later,
//! these cuts need another copy.
//!
//! There are two kinds of such cuts. For a whole segment that was cut in this step, another copy is
//! looked for ([`SegmentCuts`]). The other kind are repeats of earlier steps ([`EarlierRepeats`]).
//! Such a repeat may name the whole segment word for word, as a glued caption does. Then it gets
//! the copy for which that segment is cut. If it names only a part of the segment, the segment is
//! not cut.

use super::piece::Piece;
use crate::repeats::page::Page;
use crate::repeats::repeat::Repeat;
use ahash::AHashMap;
use copydesk_text::Span;
use std::collections::BTreeMap;

/// The segments that are cut so far, and the copies that they name.
#[derive(Default)]
pub(super) struct SegmentCuts {
    /// The [pieces](Piece) of each cut segment: one cut of all of it, or one of each of its
    /// sentences, in the order of the text.
    pieces: BTreeMap<usize, Vec<Piece>>,
    /// For each segment, the cut segments that named it as their copy at some time. They may name
    /// another one now.
    named_by: AHashMap<usize, Vec<usize>>,
}

impl SegmentCuts {
    /// Adds a cut segment with its pieces, or replaces the pieces of a segment that was added
    /// before.
    pub fn insert(&mut self, segment: usize, pieces: Vec<Piece>) {
        for piece in &pieces {
            for holder in piece.holders.clone() {
                self.named_by.entry(holder).or_default().push(segment);
            }
        }
        self.pieces.insert(segment, pieces);
    }

    /// The cut segments that name segment `i` as their copy, in order.
    pub fn dependents_of(&self, i: usize) -> Vec<usize> {
        let mut dependents = Vec::new();
        for &segment in self.named_by.get(&i).into_iter().flatten() {
            if self.names(segment, i) {
                dependents.push(segment);
            }
        }
        // A segment that has named segment `i` twice is listed twice.
        dependents.sort_unstable();
        dependents.dedup();
        dependents
    }

    /// Whether a cut of `segment` names segment `i` as its copy now.
    fn names(&self, segment: usize, i: usize) -> bool {
        let mut pieces = self.pieces.get(&segment).into_iter().flatten();
        pieces.any(|piece| piece.holders.contains(&i))
    }

    /// All cuts, in the order of the text.
    pub fn into_repeats(self) -> Vec<Repeat> {
        let mut out = Vec::new();
        for pieces in self.pieces.into_values() {
            for piece in pieces {
                out.push(piece.repeat);
            }
        }
        out
    }
}

/// The repeats of earlier steps: captions that were cut out of the paragraphs to which they were
/// glued, and parts of paragraphs.
pub(super) struct EarlierRepeats<'r> {
    repeats: &'r mut [Repeat],
    /// For each segment, the repeats that name a copy in it, by their indices.
    named_by: AHashMap<usize, Vec<usize>>,
}

impl<'r> EarlierRepeats<'r> {
    /// Records which segment each repeat names. [`Self::move_to`] changes `repeats` in place.
    pub fn of(page: &Page<'_>, repeats: &'r mut [Repeat]) -> Self {
        let mut named_by: AHashMap<usize, Vec<usize>> = AHashMap::new();
        for (index, repeat) in repeats.iter().enumerate() {
            let holder = page.document.segment_at(repeat.kept.start());
            named_by.entry(holder).or_default().push(index);
        }
        Self { repeats, named_by }
    }

    /// Whether all repeats that name a copy in segment `i` can name another: the copy for which
    /// segment `i` is cut in `pieces`. `content` is the span of segment `i`.
    ///
    /// A repeat can do so if it names the whole segment word for word, and the segment is cut in
    /// one piece. Then both have the same words, so they have the same copies.
    pub fn may_move(&self, i: usize, content: Span, pieces: &[Piece]) -> bool {
        for &index in self.named_by.get(&i).into_iter().flatten() {
            let repeat = &self.repeats[index];
            let is_whole_segment = repeat.kept == content && repeat.overlap.similarity() >= 1.0;
            if !is_whole_segment || pieces.len() > 1 {
                return false;
            }
        }
        true
    }

    /// Makes all repeats that name segment `i` name the copy for which that segment is cut in
    /// `pieces`. [`Self::may_move`] must be true.
    pub fn move_to(&mut self, i: usize, pieces: &[Piece]) {
        let Some(moved) = self.named_by.remove(&i) else {
            return;
        };
        let Piece { repeat, by, .. } = &pieces[0];
        // Each of these repeats has the words of the segment, so the overlap is that of the
        // segment.
        for &index in &moved {
            self.repeats[index].kept = repeat.kept;
            self.repeats[index].overlap = repeat.overlap;
        }
        self.named_by.entry(*by).or_default().extend(moved);
    }
}
