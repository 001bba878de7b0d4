//! Paragraphs whose words stand elsewhere in the document.
//!
//! A repeat is rarely a pair. A caption is printed under three pictures, its sentences stand in the
//! story, and one of them in a gallery as well. Each can be said to repeat the others, so the order
//! in which they are decided is everything:
//!
//! 1. **The most caption-like go first**, of equals the shorter one, then the later one. What is
//!    left at the end reads most like a story.
//! 2. **A paragraph goes only if what stays says all of it**: one other paragraph
//!    ([`Page::whole`]), several together ([`Page::by_sentence`]), or a passage in the flow of the
//!    story ([`Page::retold`]).
//! 3. **A kept copy may go itself later.** Then every cut that named it must find another copy,
//!    measured anew ([`Page::release_dependents`]). If one of them finds none, the paragraph stays.
//!    So in the end every cut names text that is in the output, and no chain of copies is followed.

use super::lines::signature;
use super::page::{MIN_WORDS, Page};
use super::partners::Partner;
use super::repeat::{Repeat, RepeatKind};
use crate::alike::{Cover, cover, long_sentences};
use ahash::AHashMap;
use copydesk_text::Span;
use std::cell::LazyCell;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;

impl Page<'_> {
    /// Cuts every segment whose words stand elsewhere, most caption-like first. One from which a
    /// glued caption went keeps the rest: `ranges` are the words that the segments came with.
    pub(super) fn cut_covered(
        &mut self,
        ranges: &[Range<usize>],
        glued: &mut [Repeat],
    ) -> Vec<Repeat> {
        let may_go = |&i: &usize| {
            self.alive[i] && !self.partners.of_segment(i).is_empty() && self.ranges[i] == ranges[i]
        };
        let mut order: Vec<usize> = (0..self.segments().len()).filter(may_go).collect();
        order.sort_by_cached_key(|&i| {
            (
                u8::MAX - self.caption_score[i],
                usize::MAX - self.len(i),
                usize::MAX - i,
            )
        });
        let mut cuts = Cuts::default();
        let mut named = Glued::of(self, glued);
        for i in order {
            let Some(pieces) = self.best_cover(i, true) else {
                continue;
            };
            (self.alive[i], self.cut[i]) = (false, true);
            if named.may_move(i, self.segments()[i].content(), &pieces)
                && self.release_dependents(i, &mut cuts)
            {
                named.move_to(i, &pieces);
                cuts.insert(i, pieces);
            } else {
                (self.alive[i], self.cut[i]) = (true, false);
            }
        }
        cuts.of
            .into_values()
            .flatten()
            .map(|piece| piece.repeat)
            .collect()
    }

    /// What says all that segment `i` says: one other segment or several, whichever reads less like
    /// captions. Only segments that should rather stay than `i` are asked, unless `only_better` is
    /// off.
    fn best_cover(&self, i: usize, only_better: bool) -> Option<Vec<Piece>> {
        let score = |pieces: &Vec<Piece>| {
            pieces
                .iter()
                .map(|piece| self.caption_score[piece.by])
                .max()
        };
        let options = [self.whole(i, only_better), self.by_sentence(i)];
        let best = options.into_iter().flatten().min_by_key(score);
        best.or_else(|| Some(vec![self.retold(i)?]))
    }

    /// The passage in the flow of the story that tells best what segment `i` says, which is not.
    fn retold(&self, i: usize) -> Option<Piece> {
        if self.caption_score[i] == 0 {
            return None;
        }
        let repeats_apart = self.repeats_apart(i);
        let (by, found) = self
            .living_partners(i)
            .filter(|partner| repeats_apart || self.is_beside(i, partner.segment))
            .filter_map(|partner| Some((partner.segment, self.retells(i, partner.segment)?)))
            .min_by(|a, b| self.by_preference(a, b))?;
        Some(self.piece(self.segments()[i].content(), by, &found))
    }

    /// The best single segment that says all that segment `i` says.
    fn whole(&self, i: usize, only_better: bool) -> Option<Vec<Piece>> {
        let (len, repeats_apart) = (
            self.ranges[i].len(),
            LazyCell::new(|| self.repeats_apart(i)),
        );
        // Apart from each other, and if it reads like no caption, it must have the same wording
        // there.
        let may_be_apart = |partner: &Partner| {
            *repeats_apart && (self.caption_score[i] > 0 || self.partners.may_hold(partner, i, len))
        };
        let best = self
            .living_partners(i)
            .filter(|partner| self.is_beside(i, partner.segment) || may_be_apart(partner))
            .filter_map(|partner| {
                let j = partner.segment;
                Some((j, self.said_by(i, j, only_better)?))
            })
            .min_by(|a, b| self.by_preference(a, b));
        let (by, cover) = best?;
        Some(vec![self.piece(self.segments()[i].content(), by, &cover)])
    }

    /// How segment `j` says all that segment `i` says, if `i` is the one to go.
    fn said_by(&self, i: usize, j: usize, only_better: bool) -> Option<Cover> {
        let found = self.covers(i, j)?;
        let is_mutual = self.covers(j, i).is_some();
        if !self.is_close_enough(i, j, &found, is_mutual) {
            return None;
        }
        let goes = if is_mutual {
            self.goes_before(i, j)
        } else {
            self.is_beside(i, j) || !self.flows_past(i, j)
        };
        (goes || !only_better).then_some(found)
    }

    /// Of two covers, each by a segment, which comes first as a kept copy.
    fn by_preference(&self, (a, x): &(usize, Cover), (b, y): &(usize, Cover)) -> Ordering {
        let better = self.caption_score[*a].cmp(&self.caption_score[*b]);
        better
            .then(y.overlap.coverage().total_cmp(&x.overlap.coverage()))
            .then(a.cmp(b))
    }

    /// Other segments that between them say every sentence of segment `i`.
    fn by_sentence(&self, i: usize) -> Option<Vec<Piece>> {
        if !self.partners.may_hold_sentences(i, self.ranges[i].len()) {
            return None;
        }
        // A post goes as a whole, and its signature is no copy of another.
        if signature(self.content(i)).is_some() {
            return None;
        }
        let content = self.segments()[i].content();
        let sentences = long_sentences(
            self.text(),
            self.words(),
            content,
            &self.ranges[i],
            MIN_WORDS,
        );
        if sentences.len() < 2 {
            return None;
        }
        let find = |(span, range): (Span, Range<usize>)| {
            let by_cover = |partner: &Partner| {
                let j = partner.segment;
                let found = cover(
                    self.side(),
                    range.clone(),
                    self.side(),
                    self.ranges[j].clone(),
                )?;
                found.is_solid.then_some((j, found))
            };
            let partners = self
                .living_partners(i)
                .filter(|partner| !self.flows_past(i, partner.segment))
                .filter(|partner| self.partners.may_hold(partner, i, range.len()));
            let (by, found) = partners
                .filter_map(by_cover)
                .min_by(|a, b| self.by_preference(a, b))?;
            Some(self.piece(span, by, &found))
        };
        sentences.into_iter().map(find).collect()
    }

    fn piece(&self, cut: Span, by: usize, cover: &Cover) -> Piece {
        let kept = self.words()[cover.kept.start]
            .span
            .join(self.words()[cover.kept.end - 1].span);
        let is_whole = cover.kept == self.ranges[by]
            && self.segments()[self.document.segment_at(cut.start())].content() == cut;
        let kind = if is_whole {
            RepeatKind::Equal
        } else {
            RepeatKind::Contained
        };
        let repeat = Repeat {
            cut,
            kept,
            kind,
            overlap: cover.overlap,
        };
        let last = self.document.segment_at(kept.end() - 1);
        let holders = self.document.segment_at(kept.start())..last + 1;
        Piece {
            repeat,
            by,
            holders,
        }
    }

    /// After segment `i` went, every cut that named it must find another kept copy, measured anew.
    fn release_dependents(&self, i: usize, cuts: &mut Cuts) -> bool {
        let dependents = cuts.dependents_of(i);
        let moved: Option<Vec<Vec<Piece>>> = dependents
            .iter()
            .map(|&segment| self.best_cover(segment, false))
            .collect();
        let Some(moved) = moved else { return false };
        dependents
            .into_iter()
            .zip(moved)
            .for_each(|(segment, pieces)| cuts.insert(segment, pieces));
        true
    }
}

/// A cut under consideration.
struct Piece {
    repeat: Repeat,
    /// The segment that holds the kept copy, or most of it.
    by: usize,
    /// All segments that hold some of it.
    holders: Range<usize>,
}

/// The segments that are cut.
#[derive(Default)]
struct Cuts {
    of: BTreeMap<usize, Vec<Piece>>,
    /// By segment, those that named it for their kept copy at some time.
    named_by: AHashMap<usize, Vec<usize>>,
}

impl Cuts {
    fn insert(&mut self, segment: usize, pieces: Vec<Piece>) {
        for holder in pieces.iter().flat_map(|piece| piece.holders.clone()) {
            self.named_by.entry(holder).or_default().push(segment);
        }
        self.of.insert(segment, pieces);
    }

    /// The segments whose cuts name segment `i`.
    fn dependents_of(&self, i: usize) -> Vec<usize> {
        let names_it = |segment: &usize| {
            self.of
                .get(segment)
                .is_some_and(|pieces| pieces.iter().any(|piece| piece.holders.contains(&i)))
        };
        let mut dependents: Vec<usize> = self
            .named_by
            .get(&i)
            .into_iter()
            .flatten()
            .copied()
            .filter(names_it)
            .collect();
        dependents.sort_unstable();
        dependents.dedup();
        dependents
    }
}

/// The glued captions that are cut, by the segment that holds the copy they name.
struct Glued<'r> {
    repeats: &'r mut [Repeat],
    by: AHashMap<usize, Vec<usize>>,
}

impl<'r> Glued<'r> {
    fn of(page: &Page<'_>, repeats: &'r mut [Repeat]) -> Self {
        let mut by: AHashMap<usize, Vec<usize>> = AHashMap::new();
        for (at, repeat) in repeats.iter().enumerate() {
            let holder = page.document.segment_at(repeat.kept.start());
            by.entry(holder).or_default().push(at);
        }
        Self { repeats, by }
    }

    /// Whether those that named something in segment `i` can name the copy for which it goes.
    fn may_move(&self, i: usize, content: Span, pieces: &[Piece]) -> bool {
        let mut named = self
            .by
            .get(&i)
            .into_iter()
            .flatten()
            .map(|&at| self.repeats[at]);
        named.all(|repeat| {
            repeat.kept == content && repeat.overlap.similarity() >= 1.0 && pieces.len() == 1
        })
    }

    /// A glued caption has the very words of the segment that it named, so what was measured for
    /// the segment holds for it.
    fn move_to(&mut self, i: usize, pieces: &[Piece]) {
        let Some(moved) = self.by.remove(&i) else {
            return;
        };
        for &at in &moved {
            (self.repeats[at].kept, self.repeats[at].overlap) =
                (pieces[0].repeat.kept, pieces[0].repeat.overlap);
        }
        self.by.entry(pieces[0].by).or_default().extend(moved);
    }
}
