//! Which cuts name which segments, so that they can be moved when such a segment is cut itself.
//!
//! Two kinds of cuts name a segment. Whole segments are measured anew against another copy
//! ([`SegmentCuts`]). Captions that were glued to a paragraph have the very words of the segment
//! that they name, so they follow it to its own copy ([`GluedCopies`]).

use super::piece::Piece;
use crate::repeats::page::Page;
use crate::repeats::repeat::Repeat;
use ahash::AHashMap;
use copydesk_text::Span;
use std::collections::BTreeMap;

/// The segments that are cut. One may be inserted again, when a copy that it names is cut too.
#[derive(Default)]
pub(super) struct SegmentCuts {
    /// The pieces of each cut segment, in the order of the text.
    pieces: BTreeMap<usize, Vec<Piece>>,
    /// By segment, those that named it for their kept copy at some time. Some may name another by
    /// now, so the pieces are asked again.
    named_by: AHashMap<usize, Vec<usize>>,
}

impl SegmentCuts {
    /// Cuts a segment, or gives a segment that is cut already other copies.
    pub fn insert(&mut self, segment: usize, pieces: Vec<Piece>) {
        for piece in &pieces {
            for holder in piece.holders.clone() {
                self.named_by.entry(holder).or_default().push(segment);
            }
        }
        self.pieces.insert(segment, pieces);
    }

    /// The segments whose cuts name segment `i`, in order.
    pub fn dependents_of(&self, i: usize) -> Vec<usize> {
        let mut dependents = Vec::new();
        for &segment in self.named_by.get(&i).into_iter().flatten() {
            if self.names(segment, i) {
                dependents.push(segment);
            }
        }
        // One that has moved may have named it more than once.
        dependents.sort_unstable();
        dependents.dedup();
        dependents
    }

    /// Whether the cut of `segment` names segment `i`.
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

/// The captions that were cut out of the paragraphs to which they were glued.
pub(super) struct GluedCopies<'r> {
    repeats: &'r mut [Repeat],
    /// Which of the repeats name each segment, as indices.
    naming: AHashMap<usize, Vec<usize>>,
}

impl<'r> GluedCopies<'r> {
    /// `repeats` are changed in place where their copies move.
    pub fn of(page: &Page<'_>, repeats: &'r mut [Repeat]) -> Self {
        let mut naming: AHashMap<usize, Vec<usize>> = AHashMap::new();
        for (at, repeat) in repeats.iter().enumerate() {
            let holder = page.document.segment_at(repeat.kept.start());
            naming.entry(holder).or_default().push(at);
        }
        Self { repeats, naming }
    }

    /// Whether those that name something in segment `i` can name the copy for which it is cut. They
    /// can if they name all of it, word for word, and it is cut for one copy: then what was
    /// measured for the segment holds for them too, and need not be measured again.
    pub fn may_move(&self, i: usize, content: Span, pieces: &[Piece]) -> bool {
        for &at in self.naming.get(&i).into_iter().flatten() {
            let repeat = &self.repeats[at];
            let is_copy = repeat.kept == content && repeat.overlap.similarity() >= 1.0;
            if !is_copy || pieces.len() > 1 {
                return false;
            }
        }
        true
    }

    /// Moves those that name segment `i` to the copy for which it is cut. [`Self::may_move`] must
    /// hold.
    pub fn move_to(&mut self, i: usize, pieces: &[Piece]) {
        let Some(moved) = self.naming.remove(&i) else {
            return;
        };
        let Piece { repeat, by, .. } = &pieces[0];
        for &at in &moved {
            self.repeats[at].kept = repeat.kept;
            self.repeats[at].overlap = repeat.overlap;
        }
        self.naming.entry(*by).or_default().extend(moved);
    }
}
