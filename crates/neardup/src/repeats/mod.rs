//! Repeats inside one document.
//!
//! What is found: paragraphs that are equal after normalisation; near-equal ones (a typo, “(pictured)”, a pronoun); a paragraph
//! that stands inside another (a standfirst that opens the lead), also when its sentences stand in several others; a caption glued
//! to the story's next sentence.
//!
//! **Which copy goes.** Whatever says something that no kept paragraph says, stays. Of two copies that say the same:
//! 1. side by side, the one with fewer words goes, on a tie the second (a photo's `alt` and its caption);
//! 2. apart, the one that reads as a caption goes (it stands beside another copy of itself, or ends without a stop), so that the
//!    one in the story's flow stays; else the one with fewer words; else the later one.
//!
//! A caption glued to another sentence is cut out of the glued paragraph, so that the caption stands once and the sentence is whole.
//!
//! Lines of verse, and lines of fewer than five words, are left alone: a refrain is meant. So are questions, answers and
//! signatures that do not stand side by side.

mod doubled;
mod glue;
mod partners;
mod verse;

use crate::alike::{Agreement, Cover, cover, long_sentences};
use crate::facts::Side;
use ahash::AHashMap;
use copydesk_text::{Document, Segment, Span, Spans, Word, effective_words, ends_sentence};
use partners::{Partner, Partners};
use std::cell::LazyCell;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;

/// How the two copies relate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RepeatKind {
    /// Two whole paragraphs, copies of each other word for word or nearly.
    Equal,
    /// One of the copies is part of a longer paragraph.
    Contained,
}

/// A span that says again what another span of the same text says.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Repeat {
    /// What can go.
    pub cut: Span,
    /// The copy that stays.
    pub kept: Span,
    /// How they relate.
    pub kind: RepeatKind,
    /// How much of the cut span stands in the kept one.
    pub agreement: Agreement,
}

/// Paragraphs shorter than this are never repeats, in effective words.
const MIN_WORDS: usize = 5;
/// Paragraphs that do not stand side by side need this much to be repeats, in effective words.
const MIN_WORDS_APART: usize = 8;
/// Caption score of a line that stands beside its own copy.
const DOUBLED: u8 = 2;
/// What more lines stand between is not side by side, even if all of those go.
const MAX_BETWEEN: usize = 500;
/// Longer lines are no mere question or answer, in effective words.
const MAX_SPOKEN_WORDS: usize = 20;

/// Finds the repeats of a document.
///
/// `removed` is what is cut anyway: whole segments, or one end of a segment. It is neither cut nor kept here.
/// The spans to cut are in order and disjoint, and no kept span touches a cut one.
///
/// ```
/// use copydesk_neardup::repeats;
/// use copydesk_text::{Document, Spans};
///
/// let page = Document::new(
///     "The bridge in Varn after the storm of Monday night\n\n\
///      The bridge in Varn after the storm of Monday night.\n\nTwo men died.",
/// );
/// let found = repeats(&page, &Spans::default());
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].cut, page.segments()[1].content());
/// ```
#[must_use]
pub fn repeats(document: &Document<'_>, removed: &Spans) -> Vec<Repeat> {
    let remainder = Remainder::of(document, removed);
    let ranges = &remainder.ranges;
    let mut page = Page::new(document, &remainder);
    let mut out = doubled::cut_doubled(&mut page);
    if page.partners.exist() {
        let mut glued = glue::cut_glued(&mut page, ranges);
        out.extend(page.cut_covered(ranges, &mut glued));
        out.append(&mut glued);
    }
    out.sort_by_key(|repeat| repeat.cut);
    out
}

/// What earlier cuts leave of the segments.
struct Remainder {
    /// Whether nothing is left of a segment.
    gone: Vec<bool>,
    /// The words of each segment from the first to the last that is left.
    ranges: Vec<Range<usize>>,
}

impl Remainder {
    fn of(document: &Document<'_>, removed: &Spans) -> Self {
        let segments = document.segments();
        if removed.is_empty() {
            return Self { gone: vec![false; segments.len()], ranges: document.ranges().to_vec() };
        }
        let is_left = |i: &usize| !removed.contain(document.words()[*i].span);
        let left_of = |range: &Range<usize>| {
            let start = range.clone().find(is_left).unwrap_or(range.end);
            let end = (start..range.end).rev().find(is_left).map_or(start, |last| last + 1);
            start..end
        };
        let gone = segments.iter().map(|segment| removed.contain(segment.content())).collect();
        Self { gone, ranges: document.ranges().iter().map(left_of).collect() }
    }
}

/// A document while its repeats are looked for.
struct Page<'t> {
    document: &'t Document<'t>,
    /// Words of each segment that still stand.
    ranges: Vec<Range<usize>>,
    alive: Vec<bool>,
    /// What is cut no longer stands between its neighbours.
    cut: Vec<bool>,
    partners: Partners,
    caption_score: Vec<u8>,
}

impl<'t> Page<'t> {
    fn new(document: &'t Document<'t>, remainder: &Remainder) -> Self {
        let (segments, words) = (document.segments(), document.words());
        let Remainder { gone, ranges } = remainder;
        let verse = verse::lines_of_verse(document, ranges);
        let long_enough = |i: usize| effective_words(&words[ranges[i].clone()]) >= MIN_WORDS;
        let alive: Vec<bool> = (0..segments.len()).map(|i| !gone[i] && !verse[i] && long_enough(i)).collect();
        let partners = Partners::of(words, ranges, &alive);
        let mut page =
            Self { document, ranges: ranges.to_vec(), alive, cut: gone.to_vec(), partners, caption_score: vec![0; segments.len()] };
        for i in 0..segments.len() {
            page.caption_score[i] = page.score(i, gone);
        }
        page
    }

    fn text(&self) -> &'t str {
        self.document.text()
    }

    fn words(&self) -> &'t [Word] {
        self.document.words()
    }

    fn segments(&self) -> &'t [Segment] {
        self.document.segments()
    }

    fn side(&self) -> Side<'t> {
        Side::of(self.document)
    }

    fn len(&self, i: usize) -> usize {
        effective_words(&self.words()[self.ranges[i].clone()])
    }

    fn content(&self, i: usize) -> &'t str {
        self.segments()[i].content().slice(self.text())
    }

    /// How much a segment reads like a caption.
    fn score(&self, i: usize, gone: &[bool]) -> u8 {
        if self.partners.of_segment(i).is_empty() {
            return 0;
        }
        let before = (0..i).rev().find(|&j| !gone[j]);
        let after = (i + 1..gone.len()).find(|&j| !gone[j]);
        let is_doubled = before.into_iter().chain(after).any(|j| self.is_mutual(i, j));
        DOUBLED * u8::from(is_doubled) + u8::from(!ends_sentence(self.content(i)))
    }

    /// Whether two segments say the same, give or take little.
    fn is_mutual(&self, i: usize, j: usize) -> bool {
        self.partners.are(i, j) && (self.covers(i, j).is_some() && self.covers(j, i).is_some())
    }

    fn covers(&self, i: usize, by: usize) -> Option<Cover> {
        cover(self.side(), self.ranges[i].clone(), self.side(), self.ranges[by].clone())
    }

    fn living_partners(&self, i: usize) -> impl Iterator<Item = &Partner> {
        self.partners.of_segment(i).iter().filter(|partner| self.alive[partner.segment])
    }

    fn is_beside(&self, i: usize, j: usize) -> bool {
        let (low, high) = (i.min(j), i.max(j));
        high - low <= MAX_BETWEEN && (low + 1..high).all(|k| self.cut[k] || self.ranges[k].is_empty())
    }

    /// Whether a copy is worded closely enough to be one: copies side by side may differ more than those apart, and a caption
    /// may have its “(pictured)”.
    fn is_close_enough(&self, i: usize, j: usize, cover: &Cover, is_mutual: bool) -> bool {
        let is_caption = self.caption_score[i] > 0;
        cover.is_solid || is_caption && cover.is_solid_but_for_asides || is_mutual && self.is_beside(i, j)
    }

    /// Whether a line can be a repeat of one that does not stand beside it: a short one cannot, nor can a line of dialogue, because
    /// people ask and answer twice, nor a name behind a dash, because one reporter signs many entries of a live blog.
    fn repeats_apart(&self, i: usize) -> bool {
        let len = self.len(i);
        if !(MIN_WORDS_APART..=MAX_SPOKEN_WORDS).contains(&len) {
            return len > MAX_SPOKEN_WORDS;
        }
        let content = self.content(i);
        let is_speaker =
            content.split_once([':', '：']).is_some_and(|(name, _)| name.split_whitespace().count() <= 3 && name.len() <= 40);
        let is_question = content.trim_end_matches(['"', '”', '\'', '’', '»']).ends_with(['?', '？', '؟']);
        let is_signature = content.starts_with(['-', '–', '—']);
        !(is_speaker || is_question || is_signature)
    }

    /// Of two copies that say the same, whether `i` is the one to go.
    fn goes_before(&self, i: usize, other: usize) -> bool {
        let fewer = self.len(other).cmp(&self.len(i));
        let later = i.cmp(&other);
        if self.is_beside(i, other) {
            return fewer.then(later).is_gt();
        }
        self.caption_score[i].cmp(&self.caption_score[other]).then(fewer).then(later).is_gt()
    }

    /// Cuts every segment whose words stand elsewhere, most caption-like first.
    /// One from which a glued caption went keeps the rest: `ranges` are the words that the segments came with.
    fn cut_covered(&mut self, ranges: &[Range<usize>], glued: &mut [Repeat]) -> Vec<Repeat> {
        let may_go = |&i: &usize| self.alive[i] && !self.partners.of_segment(i).is_empty() && self.ranges[i] == ranges[i];
        let mut order: Vec<usize> = (0..self.segments().len()).filter(may_go).collect();
        order.sort_by_cached_key(|&i| (u8::MAX - self.caption_score[i], usize::MAX - self.len(i), usize::MAX - i));
        let mut cuts = Cuts::default();
        let mut named = Glued::of(self, glued);
        for i in order {
            let Some(pieces) = self.best_cover(i, true) else { continue };
            (self.alive[i], self.cut[i]) = (false, true);
            if named.may_move(i, self.segments()[i].content(), &pieces) && self.release_dependents(i, &mut cuts) {
                named.move_to(i, &pieces);
                cuts.insert(i, pieces);
            } else {
                (self.alive[i], self.cut[i]) = (true, false);
            }
        }
        cuts.of.into_values().flatten().map(|piece| piece.repeat).collect()
    }

    /// What says all that segment `i` says: one other segment or several, whichever reads less like captions. Only segments that
    /// should rather stay than `i` are asked, unless `only_better` is off.
    fn best_cover(&self, i: usize, only_better: bool) -> Option<Vec<Piece>> {
        let score = |pieces: &Vec<Piece>| pieces.iter().map(|piece| self.caption_score[piece.by]).max();
        let options = [self.whole(i, only_better), self.by_sentence(i)];
        options.into_iter().flatten().min_by_key(score)
    }

    /// The best single segment that says all that segment `i` says.
    fn whole(&self, i: usize, only_better: bool) -> Option<Vec<Piece>> {
        let (len, repeats_apart) = (self.ranges[i].len(), LazyCell::new(|| self.repeats_apart(i)));
        // Apart from each other, and if it reads like no caption, it must have the same wording there.
        let may_be_apart =
            |partner: &Partner| *repeats_apart && (self.caption_score[i] > 0 || self.partners.may_hold(partner, i, len));
        let best = self
            .living_partners(i)
            .filter(|partner| self.is_beside(i, partner.segment) || may_be_apart(partner))
            .filter_map(|partner| Some((partner.segment, self.covers(i, partner.segment)?)))
            .filter(|&(j, ref cover)| {
                let is_mutual = self.covers(j, i).is_some();
                self.is_close_enough(i, j, cover, is_mutual) && (!only_better || !is_mutual || self.goes_before(i, j))
            })
            .min_by(|a, b| self.by_preference(a, b));
        let (by, cover) = best?;
        Some(vec![self.piece(self.segments()[i].content(), by, &cover)])
    }

    /// Of two covers, each by a segment, which comes first as a kept copy.
    fn by_preference(&self, (a, x): &(usize, Cover), (b, y): &(usize, Cover)) -> Ordering {
        let better = self.caption_score[*a].cmp(&self.caption_score[*b]);
        better.then(y.agreement.coverage().total_cmp(&x.agreement.coverage())).then(a.cmp(b))
    }

    /// Other segments that between them say every sentence of segment `i`.
    fn by_sentence(&self, i: usize) -> Option<Vec<Piece>> {
        if !self.partners.may_hold_sentences(i, self.ranges[i].len()) {
            return None;
        }
        let content = self.segments()[i].content();
        let sentences = long_sentences(self.text(), self.words(), content, &self.ranges[i], MIN_WORDS);
        if sentences.len() < 2 {
            return None;
        }
        let find = |(span, range): (Span, Range<usize>)| {
            let by_cover = |partner: &Partner| {
                let j = partner.segment;
                let found = cover(self.side(), range.clone(), self.side(), self.ranges[j].clone())?;
                found.is_solid.then_some((j, found))
            };
            let partners = self.living_partners(i).filter(|partner| self.partners.may_hold(partner, i, range.len()));
            let (by, found) = partners.filter_map(by_cover).min_by(|a, b| self.by_preference(a, b))?;
            Some(self.piece(span, by, &found))
        };
        sentences.into_iter().map(find).collect()
    }

    fn piece(&self, cut: Span, by: usize, cover: &Cover) -> Piece {
        let kept = self.words()[cover.kept.start].span.join(self.words()[cover.kept.end - 1].span);
        let is_segment = || self.segments().get(self.segment_at(cut)).is_some_and(|segment| segment.content() == cut);
        let is_whole = cover.kept == self.ranges[by] && is_segment();
        let kind = if is_whole { RepeatKind::Equal } else { RepeatKind::Contained };
        let repeat = Repeat { cut, kept, kind, agreement: cover.agreement };
        Piece { repeat, by }
    }

    /// The segment in which a span lies.
    fn segment_at(&self, span: Span) -> usize {
        self.segments().partition_point(|segment| segment.content().end() <= span.start())
    }

    /// After segment `i` went, every cut that named it must find another kept copy, measured anew.
    fn release_dependents(&self, i: usize, cuts: &mut Cuts) -> bool {
        let dependents = cuts.dependents_of(i);
        let moved: Option<Vec<Vec<Piece>>> = dependents.iter().map(|&segment| self.best_cover(segment, false)).collect();
        let Some(moved) = moved else { return false };
        dependents.into_iter().zip(moved).for_each(|(segment, pieces)| cuts.insert(segment, pieces));
        true
    }
}

/// A cut under consideration.
struct Piece {
    repeat: Repeat,
    /// The segment that holds the kept copy.
    by: usize,
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
        pieces.iter().for_each(|piece| self.named_by.entry(piece.by).or_default().push(segment));
        self.of.insert(segment, pieces);
    }

    /// The segments whose cuts name segment `i`.
    fn dependents_of(&self, i: usize) -> Vec<usize> {
        let names_it = |segment: &usize| self.of.get(segment).is_some_and(|pieces| pieces.iter().any(|piece| piece.by == i));
        let mut dependents: Vec<usize> = self.named_by.get(&i).into_iter().flatten().copied().filter(names_it).collect();
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
        repeats.iter().enumerate().for_each(|(at, repeat)| by.entry(page.segment_at(repeat.kept)).or_default().push(at));
        Self { repeats, by }
    }

    /// Whether those that named something in segment `i` can name the copy for which it goes.
    fn may_move(&self, i: usize, content: Span, pieces: &[Piece]) -> bool {
        let mut named = self.by.get(&i).into_iter().flatten().map(|&at| self.repeats[at]);
        named.all(|repeat| repeat.kept == content && repeat.agreement.similarity() >= 1.0 && pieces.len() == 1)
    }

    /// A glued caption has the very words of the segment that it named, so what was measured for the segment holds for it.
    fn move_to(&mut self, i: usize, pieces: &[Piece]) {
        let Some(moved) = self.by.remove(&i) else { return };
        for &at in &moved {
            (self.repeats[at].kept, self.repeats[at].agreement) = (pieces[0].repeat.kept, pieces[0].repeat.agreement);
        }
        self.by.entry(pieces[0].by).or_default().extend(moved);
    }
}
