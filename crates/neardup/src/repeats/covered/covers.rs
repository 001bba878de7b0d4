//! Which other segments say all that a segment says, so that it can be cut.
//!
//! A segment may have its copy
//!
//! 1. in one other segment ([`Page::cover_by_one`]);
//! 2. in several segments, which have its sentences in the same wording
//!    ([`Page::cover_by_sentence`]);
//! 3. in a passage of the story that tells the same in other words, if the segment reads like a
//!    caption ([`Page::cover_by_passage`]).
//!
//! The third is tried only if the first two fail. If the first two both succeed, the copies that
//! read less like captions are taken. For example, a caption is cut for sentences of the story,
//! even if another caption says all of it.
//!
//! A copy is looked for only in the segment's *partners*, which share a run of words with it. The
//! *caption score* of a segment says how much it reads like a caption. A segment with a score of 0
//! is *in the flow of the story*. A [`Coverage`] says where the words of a segment are said, and
//! how well; it is *solid* if the wording is the same.

use super::piece::Piece;
use crate::align::{Coverage, long_sentences};
use crate::repeats::lines::signature_start;
use crate::repeats::page::{MIN_WORDS, Page};
use crate::repeats::partners::Partner;
use crate::repeats::repeat::{Repeat, RepeatKind};
use copydesk_text::Span;
use std::cmp::Ordering;

/// Which segments may be the copy of a whole segment. This does not restrict the copies of single
/// sentences, nor passages of the story.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CopyChoice {
    /// Only segments that should stay rather than the segment itself. For a segment that is not cut
    /// yet.
    OnlyBetter,
    /// All segments that say the same. For a segment that is cut already and needs another copy.
    Any,
}

/// Where a copy of some words is. The words may be cut for it.
struct KeptCopy {
    /// The number of the segment.
    by: usize,
    /// Where in the segment the words are said, and how well.
    cover: Coverage,
}

impl Page<'_> {
    /// The cuts that together take all of segment `i`, each with its kept copy: one cut of the
    /// whole segment, or one for each of its sentences. `None` if something that the segment says
    /// is not said elsewhere.
    ///
    /// One copy of the whole segment is preferred to the copies of its sentences, unless these read
    /// less like captions.
    pub(super) fn best_cover(&self, i: usize, choice: CopyChoice) -> Option<Vec<Piece>> {
        let by_one = self.cover_by_one(i, choice).map(|piece| vec![piece]);
        let by_sentence = self.cover_by_sentence(i);
        match (by_one, by_sentence) {
            (Some(by_one), Some(by_sentence)) => {
                if self.worst_score(&by_sentence) < self.worst_score(&by_one) {
                    Some(by_sentence)
                } else {
                    Some(by_one)
                }
            }
            (None, None) => Some(vec![self.cover_by_passage(i)?]),
            (by_one, by_sentence) => by_one.or(by_sentence),
        }
    }

    /// The highest caption score of the segments that hold the kept copies.
    fn worst_score(&self, pieces: &[Piece]) -> u8 {
        let mut worst = 0;
        for piece in pieces {
            worst = worst.max(self.caption_score[piece.by]);
        }
        worst
    }

    /// The cut of segment `i` for the passage in the flow of the story that tells best what the
    /// segment says. `None` if there is no such passage, or segment `i` is in the flow itself.
    fn cover_by_passage(&self, i: usize) -> Option<Piece> {
        if self.is_in_flow(i) {
            return None;
        }
        // Whether the segment may be cut for a copy that is not beside it.
        let may_repeat_apart = self.may_repeat_apart(i);
        let mut best = None;
        for partner in self.open_partners(i) {
            let by = partner.segment;
            if !may_repeat_apart && !self.is_beside(i, by) {
                continue;
            }
            if let Some(cover) = self.retold_by(i, by) {
                self.keep_better(&mut best, KeptCopy { by, cover });
            }
        }
        Some(self.piece(self.segments()[i].content(), &best?))
    }

    /// The cut of segment `i` for the best other segment that says all of it.
    fn cover_by_one(&self, i: usize, choice: CopyChoice) -> Option<Piece> {
        let may_repeat_apart = self.may_repeat_apart(i);
        let mut best = None;
        for partner in self.open_partners(i) {
            let by = partner.segment;
            let may_say_all =
                self.is_beside(i, by) || (may_repeat_apart && self.may_hold_apart(i, partner));
            if !may_say_all {
                continue;
            }
            if let Some(cover) = self.cover_to_cut(i, by, choice) {
                self.keep_better(&mut best, KeptCopy { by, cover });
            }
        }
        Some(self.piece(self.segments()[i].content(), &best?))
    }

    /// Whether a partner that is not beside segment `i` may say all of it. If segment `i` is in the
    /// flow of the story, only the same wording counts, so the partner must share enough shingles.
    fn may_hold_apart(&self, i: usize, partner: &Partner) -> bool {
        let len = self.ranges[i].len();
        !self.is_in_flow(i) || self.partners.may_hold(partner, i, len)
    }

    /// Where segment `j` says all that segment `i` says, and how well; `None` if `i` may not be cut
    /// for `j`.
    fn cover_to_cut(&self, i: usize, j: usize, choice: CopyChoice) -> Option<Coverage> {
        let cover = self.covered_by(i, j)?;
        // Whether `i` also says all that `j` says.
        let is_mutual = self.covered_by(j, i).is_some();
        if !self.has_similar_wording(i, j, &cover, is_mutual) {
            return None;
        }
        let j_should_stay = if is_mutual {
            self.is_cut_rather_than(i, j)
        } else {
            // `j` says more than `i`. Even so, a segment in the flow of the story is not cut for a
            // caption, unless the two are side by side.
            self.is_beside(i, j) || !self.is_in_flow(i) || self.is_in_flow(j)
        };
        (j_should_stay || choice == CopyChoice::Any).then_some(cover)
    }

    /// The cuts of the sentences of segment `i`, each for the segment that says it best. `None` if
    /// one of its sentences is not said elsewhere.
    fn cover_by_sentence(&self, i: usize) -> Option<Vec<Piece>> {
        let range = &self.ranges[i];
        if !self.partners.may_hold_sentences(i, range.len()) {
            return None;
        }
        // An embedded post is cut as a whole: its signature has no copy anywhere.
        if signature_start(self.content(i)).is_some() {
            return None;
        }
        let content = self.segments()[i].content();
        // A sentence of fewer than `MIN_WORDS` words is joined to the one before or after it.
        let sentences = long_sentences(self.text(), self.words(), content, range, MIN_WORDS);
        // A single sentence is the whole segment, which `cover_by_one` compares.
        if sentences.len() < 2 {
            return None;
        }
        let mut pieces = Vec::with_capacity(sentences.len());
        for (span, words) in sentences {
            let mut best = None;
            for partner in self.open_partners(i) {
                let by = partner.segment;
                // A sentence in the flow of the story is not cut for a caption.
                if self.is_in_flow(i) && !self.is_in_flow(by) {
                    continue;
                }
                if !self.partners.may_hold(partner, i, words.len()) {
                    continue;
                }
                // A single sentence proves little, so its wording must be the same.
                if let Some(cover) = self.words_covered_by(words.clone(), by)
                    && cover.is_solid
                {
                    self.keep_better(&mut best, KeptCopy { by, cover });
                }
            }
            pieces.push(self.piece(span, &best?));
        }
        Some(pieces)
    }

    /// Replaces `best` by `copy` if `copy` is preferred, or if there is no best copy yet.
    fn keep_better(&self, best: &mut Option<KeptCopy>, copy: KeptCopy) {
        match best {
            Some(best) if self.by_preference(&copy, best).is_ge() => {}
            _ => *best = Some(copy),
        }
    }

    /// The order of two copies of the same words: `Less` if `a` is preferred. Preferred is the copy
    /// in the segment that reads less like a caption, then the one that has more of the words, then
    /// the earlier one.
    fn by_preference(&self, a: &KeptCopy, b: &KeptCopy) -> Ordering {
        let (a_coverage, b_coverage) = (a.cover.overlap.coverage(), b.cover.overlap.coverage());
        self.caption_score[a.by]
            .cmp(&self.caption_score[b.by])
            .then(b_coverage.total_cmp(&a_coverage))
            .then(a.by.cmp(&b.by))
    }

    /// The piece that cuts a segment or sentence for a copy of its words.
    fn piece(&self, cut: Span, copy: &KeptCopy) -> Piece {
        let cover = &copy.cover;
        let kept = self.span_of(&cover.kept);
        let segment = self.document.segment_at(cut.start());
        let are_whole_segments =
            cover.kept == self.ranges[copy.by] && self.segments()[segment].content() == cut;
        let kind = if are_whole_segments {
            RepeatKind::Equal
        } else {
            RepeatKind::Contained
        };
        // A passage of the story may reach into the segments beside `copy.by`.
        let first = self.document.segment_at(kept.start());
        let last = self.document.segment_at(kept.end() - 1);
        Piece {
            repeat: Repeat {
                cut,
                kept,
                kind,
                overlap: cover.overlap,
            },
            by: copy.by,
            holders: first..last + 1,
        }
    }
}
