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
mod verse;

use crate::alike::{Agreement, Cover, cover, long_sentences};
use crate::facts::Side;
use crate::recurring::keep_recurring;
use crate::shingles::runs;
use ahash::AHashMap;
use copydesk_text::{Fingerprint, Segment, Span, Word, effective_words, ends_sentence};
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
/// Longer lines are no mere question or answer, in effective words.
const MAX_SPOKEN_WORDS: usize = 20;
/// A run of this many words brings two paragraphs together.
const GRAM: usize = 4;
/// Share of its runs that a segment must have in common with others before they are asked for its sentences: a sentence whose wording is
/// the same has more.
const MIN_SHARED: f64 = 0.25;
/// Places of one such run that are followed up.
const MAX_PLACES: usize = 32;
/// Paragraphs compared with one paragraph.
const MAX_PARTNERS: usize = 16;

/// Finds the repeats of a document.
///
/// `ranges[i]` are the words (indices into `words`) of segment `i`; segments marked in `gone` are cut anyway and neither go nor
/// stay here. The spans to cut are in order and disjoint, and no kept span touches a cut one.
///
/// ```
/// use copydesk_neardup::repeats;
/// use copydesk_text::{segments, words};
///
/// let text = "The bridge in Varn after the storm of Monday night\n\nThe bridge in Varn after the storm of Monday night.\n\nTwo men died.";
/// let pieces = segments(text);
/// let all = words(text);
/// let ranges: Vec<_> = pieces.iter().map(|s| {
///     let first = all.partition_point(|w| w.span.start() < s.content().start());
///     first..all.partition_point(|w| w.span.start() < s.content().end())
/// }).collect();
/// let found = repeats(text, &pieces, &all, &ranges, &[false; 3]);
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].cut, pieces[1].content());
/// ```
///
/// # Panics
/// If `segments`, `ranges` and `gone` are of different lengths.
#[must_use]
pub fn repeats(text: &str, segments: &[Segment], words: &[Word], ranges: &[Range<usize>], gone: &[bool]) -> Vec<Repeat> {
    assert!(segments.len() == ranges.len() && segments.len() == gone.len(), "one range and one mark for each segment");
    let mut page = Page::new(text, segments, words, ranges, gone);
    let mut out = doubled::cut_doubled(&mut page);
    if page.partners.iter().any(|partners| !partners.is_empty()) {
        out.extend(glue::cut_glued(&mut page));
        out.extend(page.cut_covered(ranges));
    }
    out.sort_by_key(|repeat| repeat.cut);
    out
}

/// A document while its repeats are looked for.
struct Page<'t> {
    text: &'t str,
    words: &'t [Word],
    segments: &'t [Segment],
    /// Words of each segment that still stand.
    ranges: Vec<Range<usize>>,
    alive: Vec<bool>,
    /// What is cut no longer stands between its neighbours.
    cut: Vec<bool>,
    /// For each segment, others that share a run of words with it, most first.
    partners: Vec<Vec<usize>>,
    /// How many runs of words of each segment stand elsewhere, at most.
    shared: Vec<u32>,
    caption_score: Vec<u8>,
}

impl<'t> Page<'t> {
    fn new(text: &'t str, segments: &'t [Segment], words: &'t [Word], ranges: &[Range<usize>], gone: &[bool]) -> Self {
        let verse = verse::lines_of_verse(text, segments, words, ranges);
        let long_enough = |i: usize| effective_words(&words[ranges[i].clone()]) >= MIN_WORDS;
        let alive: Vec<bool> = (0..segments.len()).map(|i| !gone[i] && !verse[i] && long_enough(i)).collect();
        let (partners, shared) = partners(words, ranges, &alive);
        let mut page = Self {
            text,
            words,
            segments,
            ranges: ranges.to_vec(),
            alive,
            cut: gone.to_vec(),
            partners,
            shared,
            caption_score: vec![0; segments.len()],
        };
        for i in 0..segments.len() {
            page.caption_score[i] = page.score(i, gone);
        }
        page
    }

    fn side(&self) -> Side<'t> {
        Side { text: self.text, words: self.words }
    }

    fn len(&self, i: usize) -> usize {
        effective_words(&self.words[self.ranges[i].clone()])
    }

    fn content(&self, i: usize) -> &'t str {
        self.segments[i].content().slice(self.text)
    }

    /// How much a segment reads like a caption.
    fn score(&self, i: usize, gone: &[bool]) -> u8 {
        if self.partners[i].is_empty() {
            return 0;
        }
        let before = (0..i).rev().find(|&j| !gone[j]);
        let after = (i + 1..gone.len()).find(|&j| !gone[j]);
        let is_doubled = before.into_iter().chain(after).any(|j| self.is_mutual(i, j));
        DOUBLED * u8::from(is_doubled) + u8::from(!ends_sentence(self.content(i)))
    }

    /// Whether two segments say the same, give or take little.
    fn is_mutual(&self, i: usize, j: usize) -> bool {
        self.partners[i].contains(&j) && (self.covers(i, j).is_some() && self.covers(j, i).is_some())
    }

    fn covers(&self, i: usize, by: usize) -> Option<Cover> {
        cover(self.side(), self.ranges[i].clone(), self.side(), self.ranges[by].clone())
    }

    fn is_beside(&self, i: usize, j: usize) -> bool {
        let (low, high) = (i.min(j), i.max(j));
        (low + 1..high).all(|k| self.cut[k] || self.ranges[k].is_empty())
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
        let content = self.content(i);
        let speaker =
            content.split_once([':', '：']).is_some_and(|(name, _)| name.split_whitespace().count() <= 3 && name.len() <= 40);
        let is_question = content.trim_end_matches(['"', '”', '\'', '’', '»']).ends_with(['?', '？', '؟']);
        let len = self.len(i);
        let is_signature = content.starts_with(['-', '–', '—']);
        len >= MIN_WORDS_APART && (len > MAX_SPOKEN_WORDS || !(speaker || is_question || is_signature))
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
    fn cut_covered(&mut self, ranges: &[Range<usize>]) -> Vec<Repeat> {
        let may_go = |&i: &usize| self.alive[i] && !self.partners[i].is_empty() && self.ranges[i] == ranges[i];
        let mut order: Vec<usize> = (0..self.segments.len()).filter(may_go).collect();
        order.sort_by_key(|&i| (u8::MAX - self.caption_score[i], usize::MAX - self.len(i), usize::MAX - i));
        let mut cuts: BTreeMap<usize, Vec<Piece>> = BTreeMap::new();
        for i in order {
            let Some(pieces) = self.best_cover(i, true) else { continue };
            (self.alive[i], self.cut[i]) = (false, true);
            if self.release_dependents(i, &mut cuts) {
                cuts.insert(i, pieces);
            } else {
                (self.alive[i], self.cut[i]) = (true, false);
            }
        }
        cuts.into_values().flatten().map(|piece| piece.repeat).collect()
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
        let best = self.partners[i]
            .iter()
            .filter(|&&j| self.alive[j] && (self.is_beside(i, j) || self.repeats_apart(i)))
            .filter_map(|&j| Some((j, self.covers(i, j)?)))
            .filter(|&(j, ref cover)| {
                let is_mutual = self.covers(j, i).is_some();
                self.is_close_enough(i, j, cover, is_mutual) && (!only_better || !is_mutual || self.goes_before(i, j))
            })
            .min_by(|(a, x), (b, y)| {
                let better = self.caption_score[*a].cmp(&self.caption_score[*b]);
                better.then(y.agreement.coverage().total_cmp(&x.agreement.coverage())).then(a.cmp(b))
            });
        let (by, cover) = best?;
        Some(vec![self.piece(self.segments[i].content(), by, &cover)])
    }

    /// Other segments that between them say every sentence of segment `i`.
    fn by_sentence(&self, i: usize) -> Option<Vec<Piece>> {
        if f64::from(self.shared[i]) < MIN_SHARED * self.ranges[i].len().saturating_sub(GRAM) as f64 {
            return None;
        }
        let content = self.segments[i].content();
        let sentences = long_sentences(self.text, self.words, content, &self.ranges[i], MIN_WORDS);
        if sentences.len() < 2 {
            return None;
        }
        let find = |(span, range): (Span, Range<usize>)| {
            let by_cover = |&j: &usize| {
                let found = cover(self.side(), range.clone(), self.side(), self.ranges[j].clone())?;
                found.is_solid.then_some((j, found))
            };
            let alive = self.partners[i].iter().filter(|&&j| self.alive[j]);
            let (by, found) = alive.filter_map(by_cover).min_by(|(a, x), (b, y)| {
                let better = self.caption_score[*a].cmp(&self.caption_score[*b]);
                better.then(y.agreement.coverage().total_cmp(&x.agreement.coverage())).then(a.cmp(b))
            })?;
            Some(self.piece(span, by, &found))
        };
        sentences.into_iter().map(find).collect()
    }

    fn piece(&self, cut: Span, by: usize, cover: &Cover) -> Piece {
        let kept = self.words[cover.kept.start].span.join(self.words[cover.kept.end - 1].span);
        let is_whole = cover.kept == self.ranges[by] && self.segments.iter().any(|segment| segment.content() == cut);
        let kind = if is_whole { RepeatKind::Equal } else { RepeatKind::Contained };
        let repeat = Repeat { cut, kept, kind, agreement: cover.agreement };
        Piece { repeat, by }
    }

    /// After segment `i` went, every cut that named it must find another kept copy, measured anew.
    fn release_dependents(&self, i: usize, cuts: &mut BTreeMap<usize, Vec<Piece>>) -> bool {
        let depends = |pieces: &Vec<Piece>| pieces.iter().any(|piece| piece.by == i);
        let dependents: Vec<usize> = cuts.iter().filter(|(_, pieces)| depends(pieces)).map(|(&segment, _)| segment).collect();
        let moved: Option<Vec<Vec<Piece>>> = dependents.iter().map(|&segment| self.best_cover(segment, false)).collect();
        let Some(moved) = moved else { return false };
        cuts.extend(dependents.into_iter().zip(moved));
        true
    }
}

/// A cut under consideration.
struct Piece {
    repeat: Repeat,
    /// The segment that holds the kept copy.
    by: usize,
}

/// For each segment, the segments that share a run of [`GRAM`] words with it, those that share most first; and how many runs of it stand
/// elsewhere, at most.
fn partners(words: &[Word], ranges: &[Range<usize>], alive: &[bool]) -> (Vec<Vec<usize>>, Vec<u32>) {
    let mut grams: Vec<(u64, u32)> = Vec::with_capacity(words.len());
    for (i, range) in ranges.iter().enumerate().filter(|&(i, _)| alive[i]) {
        if range.len() >= GRAM {
            grams.extend(runs(&words[range.clone()], GRAM).into_iter().map(|gram| (gram, i as u32)));
        }
    }
    keep_recurring(&mut grams);
    let mut shared = vec![0; ranges.len()];
    grams.iter().for_each(|&(_, segment)| shared[segment as usize] += 1);
    grams.sort_unstable();
    let mut votes: AHashMap<(u32, u32), u32> = AHashMap::new();
    let mut places: Vec<u32> = Vec::new();
    for group in grams.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        places.clear();
        places.extend(group.iter().map(|&(_, segment)| segment));
        places.dedup();
        places.truncate(MAX_PLACES);
        for &a in &places {
            places.iter().filter(|&&b| b != a).for_each(|&b| *votes.entry((a, b)).or_default() += 1);
        }
    }
    for (a, b) in equals(words, ranges, alive) {
        votes.insert((a, b), u32::MAX / 2);
    }
    let mut ranked: Vec<Vec<(u32, usize)>> = vec![Vec::new(); ranges.len()];
    votes.into_iter().for_each(|((a, b), count)| ranked[a as usize].push((count, b as usize)));
    let order = |mut found: Vec<(u32, usize)>| {
        found.sort_by_key(|&(count, segment)| (u32::MAX - count, segment));
        found.into_iter().take(MAX_PARTNERS).map(|(_, segment)| segment).collect()
    };
    (ranked.into_iter().map(order).collect(), shared)
}

/// Each segment with the first that has the same words and with the one before it: however many there are, none is overlooked.
fn equals(words: &[Word], ranges: &[Range<usize>], alive: &[bool]) -> Vec<(u32, u32)> {
    let key = |i: usize| (Fingerprint::of(&words[ranges[i].clone()]), i as u32);
    let mut keys: Vec<(Fingerprint, u32)> = (0..ranges.len()).filter(|&i| alive[i]).map(key).collect();
    keys.sort_unstable();
    let groups = keys.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
    let of_group = |group: &[(Fingerprint, u32)]| {
        let first = group[0].1;
        let with_first = group[1..].iter().flat_map(move |&(_, i)| [(i, first), (first, i)]).collect::<Vec<_>>();
        let with_previous = group.windows(2).map(|pair| (pair[1].1, pair[0].1)).collect::<Vec<_>>();
        with_first.into_iter().chain(with_previous)
    };
    groups.flat_map(of_group).collect()
}
