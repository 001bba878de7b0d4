//! Which paragraphs say all that a paragraph says.
//!
//! There are three ways, tried in this order:
//!
//! 1. one segment says all of it ([`Page::whole`]);
//! 2. several segments say its sentences, each in the same wording ([`Page::by_sentence`]);
//! 3. a passage of the story tells it in other words, if it is a caption or a summary
//!    ([`Page::retold`]).
//!
//! The first two compete: a caption whose sentences the story tells one by one should be cut for
//! the story, though another caption has all of it.

use super::piece::Piece;
use crate::align::{Cover, long_sentences};
use crate::repeats::lines::signature;
use crate::repeats::page::{MIN_WORDS, Page};
use crate::repeats::partners::Partner;
use crate::repeats::repeat::{Repeat, RepeatKind};
use copydesk_text::Span;
use std::cmp::Ordering;

/// A segment that says some words.
struct Found {
    /// Its number.
    by: usize,
    /// Where in it they are said, and how well.
    cover: Cover,
}

impl Page<'_> {
    /// What says all that segment `i` says: one other segment or several, whichever reads less like
    /// captions, of equals the one; else a passage of the story.
    ///
    /// With `only_better`, one segment that says the same is taken only if it should rather stay
    /// than `i`. Without it any is taken: then segment `i` is cut already, and only needs a copy.
    pub(super) fn best_cover(&self, i: usize, only_better: bool) -> Option<Vec<Piece>> {
        let whole = self.whole(i, only_better);
        let by_sentence = self.by_sentence(i);
        match (whole, by_sentence) {
            (Some(whole), Some(by_sentence)) => {
                let is_better = self.worst_score(&by_sentence) < self.worst_score(&whole);
                Some(if is_better { by_sentence } else { whole })
            }
            (None, None) => Some(vec![self.retold(i)?]),
            (whole, by_sentence) => whole.or(by_sentence),
        }
    }

    /// How much the segment reads like a caption that does so most of those that keep the copies.
    fn worst_score(&self, pieces: &[Piece]) -> u8 {
        let mut worst = 0;
        for piece in pieces {
            worst = worst.max(self.caption_score[piece.by]);
        }
        worst
    }

    /// The passage in the flow of the story that tells best what segment `i` says, which is not in
    /// the flow.
    fn retold(&self, i: usize) -> Option<Piece> {
        if self.caption_score[i] == 0 {
            return None;
        }
        let repeats_apart = self.repeats_apart(i);
        let mut best = None;
        for partner in self.open_partners(i) {
            let by = partner.segment;
            if !repeats_apart && !self.is_beside(i, by) {
                continue;
            }
            if let Some(cover) = self.retells(i, by) {
                self.keep_better(&mut best, Found { by, cover });
            }
        }
        Some(self.piece(self.segments()[i].content(), &best?))
    }

    /// The best single segment that says all that segment `i` says.
    fn whole(&self, i: usize, only_better: bool) -> Option<Vec<Piece>> {
        let repeats_apart = self.repeats_apart(i);
        let mut best = None;
        for partner in self.open_partners(i) {
            let by = partner.segment;
            let may_say_all =
                self.is_beside(i, by) || repeats_apart && self.may_hold_apart(i, partner);
            if !may_say_all {
                continue;
            }
            if let Some(cover) = self.said_by(i, by, only_better) {
                self.keep_better(&mut best, Found { by, cover });
            }
        }
        Some(vec![self.piece(self.segments()[i].content(), &best?)])
    }

    /// Whether a partner that is not beside segment `i` may say all of it. A segment that reads
    /// like no caption must have the same wording there, and then they share many shingles.
    fn may_hold_apart(&self, i: usize, partner: &Partner) -> bool {
        let len = self.ranges[i].len();
        self.caption_score[i] > 0 || self.partners.may_hold(partner, i, len)
    }

    /// How segment `j` says all that segment `i` says, if `i` is the one to cut.
    fn said_by(&self, i: usize, j: usize, only_better: bool) -> Option<Cover> {
        let found = self.covers(i, j)?;
        let is_mutual = self.covers(j, i).is_some();
        if !self.is_close_enough(i, j, &found, is_mutual) {
            return None;
        }
        let is_to_be_cut = if is_mutual {
            self.goes_before(i, j)
        } else {
            // Only `j` says more. What is in the flow of the story is not cut for a caption that
            // says more, unless the two are side by side.
            self.is_beside(i, j) || !self.flows_past(i, j)
        };
        (is_to_be_cut || !only_better).then_some(found)
    }

    /// Other segments that between them say every sentence of segment `i`.
    fn by_sentence(&self, i: usize) -> Option<Vec<Piece>> {
        let range = &self.ranges[i];
        if !self.partners.may_hold_sentences(i, range.len()) {
            return None;
        }
        // A post is cut as a whole, and its signature is no copy of another.
        if signature(self.content(i)).is_some() {
            return None;
        }
        let content = self.segments()[i].content();
        let sentences = long_sentences(self.text(), self.words(), content, range, MIN_WORDS);
        // One sentence is the whole segment.
        if sentences.len() < 2 {
            return None;
        }
        let mut pieces = Vec::with_capacity(sentences.len());
        for (span, words) in sentences {
            let mut best = None;
            for partner in self.open_partners(i) {
                let by = partner.segment;
                if self.flows_past(i, by) || !self.partners.may_hold(partner, i, words.len()) {
                    continue;
                }
                // A sentence by itself proves little, so its wording must be the same.
                if let Some(cover) = self.covers_words(words.clone(), by)
                    && cover.is_solid
                {
                    self.keep_better(&mut best, Found { by, cover });
                }
            }
            pieces.push(self.piece(span, &best?));
        }
        Some(pieces)
    }

    /// Keeps the better of two finds for the same words in `best`.
    fn keep_better(&self, best: &mut Option<Found>, found: Found) {
        match best {
            Some(best) if self.by_preference(&found, best).is_ge() => {}
            _ => *best = Some(found),
        }
    }

    /// Which of two segments comes first as the one that keeps the copy: the one that reads less
    /// like a caption, of equals the one that says more of it, then the earlier one.
    fn by_preference(&self, a: &Found, b: &Found) -> Ordering {
        let (a_says, b_says) = (a.cover.overlap.coverage(), b.cover.overlap.coverage());
        self.caption_score[a.by]
            .cmp(&self.caption_score[b.by])
            .then(b_says.total_cmp(&a_says))
            .then(a.by.cmp(&b.by))
    }

    /// The cut of a segment or sentence for what was found.
    fn piece(&self, cut: Span, found: &Found) -> Piece {
        let cover = &found.cover;
        let kept = self.span_of(&cover.kept);
        let segment = self.document.segment_at(cut.start());
        let are_segments =
            cover.kept == self.ranges[found.by] && self.segments()[segment].content() == cut;
        let kind = if are_segments {
            RepeatKind::Equal
        } else {
            RepeatKind::Contained
        };
        // What retells a summary may reach into the segments beside it.
        let first = self.document.segment_at(kept.start());
        let last = self.document.segment_at(kept.end() - 1);
        Piece {
            repeat: Repeat {
                cut,
                kept,
                kind,
                overlap: cover.overlap,
            },
            by: found.by,
            holders: first..last + 1,
        }
    }
}
