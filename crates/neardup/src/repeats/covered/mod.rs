//! Paragraphs whose words occur elsewhere in the document.
//!
//! A repeat is rarely a pair. A caption is printed under three pictures, its sentences occur in the
//! story, and one of them in a gallery as well. Each can be said to repeat the others, so the order
//! in which they are decided is everything. Here the first paragraph is cut, sentence by sentence
//! (`⟦ ⟧` are cuts), because the story below says all of it:
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
//! 1. **The most caption-like are cut first**, of equals the longer one, then the later one. What
//!    is left at the end reads most like a story.
//! 2. **A paragraph is cut only if what stays says all of it**: one other paragraph, several
//!    together, or a passage in the flow of the story (`covers.rs`).
//! 3. **A kept copy may be cut itself later.** Then every cut that named it must name another copy:
//!    a segment is measured anew ([`Page::find_other_copies`]), a glued caption takes the copy for
//!    which its own was cut ([`GluedCopies`]). If that fails for one of them, the paragraph stays.
//!    So after this step every cut names text that is kept, never a copy that is cut itself.

mod covers;
mod dependents;
mod piece;

use super::page::Page;
use super::repeat::Repeat;
use dependents::{GluedCopies, SegmentCuts};
use std::cmp::Reverse;

impl Page<'_> {
    /// Cuts every segment whose words occur elsewhere in the document.
    ///
    /// `glued` are the captions that were already cut out of paragraphs to which they were glued,
    /// and the cuts of `parts.rs`. Each names a kept copy. If a segment that is such a copy is cut
    /// here, the earlier cut is made to name the copy for which that segment is cut.
    pub(super) fn cut_covered(&mut self, glued: &mut [Repeat]) -> Vec<Repeat> {
        let mut order: Vec<usize> = Vec::new();
        for i in 0..self.ranges.len() {
            // A segment from which a glued caption was cut is not cut itself: its content is more
            // than the words that are left of it.
            let has_partner = !self.partners.of_segment(i).is_empty();
            if self.is_open[i] && has_partner && self.is_untouched(i) {
                order.push(i);
            }
        }
        order.sort_by_cached_key(|&i| self.cutting_order(i));
        let mut cuts = SegmentCuts::default();
        let mut glued = GluedCopies::of(self, glued);
        for i in order {
            // Only better: one segment that says the same counts only if it should rather stay than
            // segment `i`.
            let Some(pieces) = self.best_cover(i, true) else {
                continue;
            };
            // The dependents are measured as if it were cut, so that none of them names it again.
            self.set_cut(i, true);
            if glued.may_move(i, self.segments()[i].content(), &pieces)
                && self.find_other_copies(i, &mut cuts)
            {
                glued.move_to(i, &pieces);
                cuts.insert(i, pieces);
            } else {
                self.set_cut(i, false);
            }
        }
        cuts.into_repeats()
    }

    /// What comes first in the order in which segments are cut.
    fn cutting_order(&self, i: usize) -> (Reverse<u8>, Reverse<usize>, Reverse<usize>) {
        let len = self.len(i);
        (Reverse(self.caption_score[i]), Reverse(len), Reverse(i))
    }

    fn set_cut(&mut self, i: usize, is_cut: bool) {
        self.is_open[i] = !is_cut;
        self.is_cut[i] = is_cut;
    }

    /// Finds another kept copy for every cut that names segment `i`, which is to be cut. Returns
    /// whether all of them have one; if not, nothing is changed.
    fn find_other_copies(&self, i: usize, cuts: &mut SegmentCuts) -> bool {
        let mut moved = Vec::new();
        for segment in cuts.dependents_of(i) {
            // Not only better: the segment is cut already, so any kept copy will do.
            let Some(pieces) = self.best_cover(segment, false) else {
                return false;
            };
            moved.push((segment, pieces));
        }
        for (segment, pieces) in moved {
            cuts.insert(segment, pieces);
        }
        true
    }
}
