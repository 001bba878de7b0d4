//! Cuts whole paragraphs whose words occur elsewhere in the document.
//!
//! Copies rarely come in pairs. A caption is printed under three pictures, its sentences occur in
//! the story, and one of them in a gallery as well. Each of these repeats the others, so the order
//! in which they are decided matters. In this example the first paragraph is cut, one sentence at a
//! time, because the story below says all of it:
//!
//! ```text
//! ⟦The coach says that the match will be played again.⟧ ⟦Then a woman climbs on her chair.⟧
//!
//! The parents had taken the association to task over the state of the pitch.
//!
//! The coach says that the match will be played again.
//!
//! Then a woman climbs on her chair, and the meeting is over.
//! ```
//!
//! 1. **The paragraphs that read most like captions are cut first**: those with the highest
//!    *caption score* ([`Page::caption_score`]). Of those with an equal score, the longest comes
//!    first, then the last on the page. So the text that stays reads most like a story.
//! 2. **A paragraph is cut only if what stays says all of it**: one other paragraph, several
//!    together, or a passage of the story itself (`covers.rs`).
//! 3. **A kept copy may be cut itself later.** Then every cut that named it must get another copy
//!    (`dependents.rs`). If one of these cuts has no other copy, the paragraph stays. So after this
//!    step every cut names text that is kept.

mod covers;
mod dependents;
mod piece;

use super::page::Page;
use super::repeat::Repeat;
use covers::CopyChoice;
use dependents::{EarlierRepeats, SegmentCuts};
use std::cmp::Reverse;

impl Page<'_> {
    /// Cuts every segment whose words occur elsewhere in the document.
    ///
    /// `earlier` are repeats of earlier steps: parts of paragraphs, and captions glued to them. If
    /// the kept copy of one of them is cut here, this repeat is changed: it gets the copy for which
    /// its old copy is cut.
    pub(super) fn cut_covered(&mut self, earlier: &mut [Repeat]) -> Vec<Repeat> {
        let mut order: Vec<usize> = Vec::new();
        for i in 0..self.ranges.len() {
            // A partner is another segment that shares words with this one.
            let has_partner = !self.partners.of_segment(i).is_empty();
            // No earlier step has closed the segment, or cut a caption from one of its ends.
            if self.is_open[i] && has_partner && self.is_untouched(i) {
                order.push(i);
            }
        }
        order.sort_by_cached_key(|&i| self.cutting_order(i));
        let mut cuts = SegmentCuts::default();
        let mut earlier = EarlierRepeats::of(self, earlier);
        for i in order {
            // One cut of the whole segment, or one for each of its sentences, with their copies.
            let Some(pieces) = self.best_cover(i, CopyChoice::OnlyBetter) else {
                continue;
            };
            // The segment is marked as cut before other copies are looked for. Otherwise it could
            // be found again as the copy of a cut that already names it.
            self.set_cut(i, true);
            // Every cut that names this segment as its copy must be able to name another one.
            if earlier.may_move(i, self.segments()[i].content(), &pieces)
                && self.find_other_copies(i, &mut cuts)
            {
                earlier.move_to(i, &pieces);
                cuts.insert(i, pieces);
            } else {
                self.set_cut(i, false);
            }
        }
        cuts.into_repeats()
    }

    /// The sort key of a segment: the segment with the smallest key is cut first.
    fn cutting_order(&self, i: usize) -> (Reverse<u8>, Reverse<usize>, Reverse<usize>) {
        let len = self.len(i);
        (Reverse(self.caption_score[i]), Reverse(len), Reverse(i))
    }

    /// Marks a segment as cut, or takes that back.
    fn set_cut(&mut self, i: usize, is_cut: bool) {
        self.is_open[i] = !is_cut;
        self.is_cut[i] = is_cut;
    }

    /// Finds another kept copy for every cut in `cuts` that names segment `i`, which is to be cut.
    /// Returns whether there is another copy for each; if not, nothing is changed.
    fn find_other_copies(&self, i: usize, cuts: &mut SegmentCuts) -> bool {
        let mut other_copies = Vec::new();
        for dependent in cuts.dependents_of(i) {
            let Some(pieces) = self.best_cover(dependent, CopyChoice::Any) else {
                return false;
            };
            other_copies.push((dependent, pieces));
        }
        for (segment, pieces) in other_copies {
            cuts.insert(segment, pieces);
        }
        true
    }
}
