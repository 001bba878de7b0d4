//! A document while its repeats are looked for.

use super::partners::{Partner, Partners};
use super::{flow, verse};
use crate::alike::{Cover, cover, retold};
use crate::side::Side;
use ahash::AHashSet;
use copydesk_text::{
    Document, Segment, Spans, Word, effective_words, ends_sentence, has_effective_words,
};
use std::cell::OnceCell;
use std::ops::Range;

/// Paragraphs shorter than this are never repeats, in effective words.
pub(super) const MIN_WORDS: usize = 5;
/// Paragraphs that do not stand side by side need this much to be repeats, in effective words.
const MIN_WORDS_APART: usize = 8;
/// Caption score of a line that stands beside its own copy.
const DOUBLED: u8 = 2;
/// Caption score of what is not in the flow of the story by its place or its form.
const OFF_FLOW: u8 = 4;
/// What more lines stand between is not side by side, even if all of those go.
const MAX_BETWEEN: usize = 500;
/// Longer lines are no mere question or answer, in effective words.
const MAX_SPOKEN_WORDS: usize = 20;

/// What earlier cuts leave of the segments.
pub(super) struct Remainder {
    /// Whether nothing is left of a segment.
    pub gone: Vec<bool>,
    /// The words of each segment from the first to the last that is left; none if something between
    /// them is cut.
    pub ranges: Vec<Range<usize>>,
}

impl Remainder {
    pub fn of(document: &Document<'_>, removed: &Spans) -> Self {
        let segments = document.segments();
        if removed.is_empty() {
            return Self {
                gone: vec![false; segments.len()],
                ranges: document.ranges().to_vec(),
            };
        }
        let is_left = |i: &usize| !removed.contain(document.words()[*i].span);
        let left_of = |range: &Range<usize>| {
            let start = range.clone().find(is_left).unwrap_or(range.end);
            let end = (start..range.end)
                .rev()
                .find(is_left)
                .map_or(start, |last| last + 1);
            // Of a segment that is cut in its middle no run of words is whole.
            let is_torn = (start..end).any(|i| !is_left(&i));
            if is_torn { start..start } else { start..end }
        };
        let gone = segments
            .iter()
            .map(|segment| removed.contain(segment.content()))
            .collect();
        Self {
            gone,
            ranges: document.ranges().iter().map(left_of).collect(),
        }
    }
}

/// A document while its repeats are looked for.
pub(super) struct Page<'t> {
    pub document: &'t Document<'t>,
    /// Words of each segment that still stand.
    pub ranges: Vec<Range<usize>>,
    pub alive: Vec<bool>,
    /// Whether each segment is a line of verse.
    pub verse: Vec<bool>,
    /// What is cut no longer stands between its neighbours.
    pub cut: Vec<bool>,
    pub partners: Partners,
    /// How much each segment reads like a caption, a summary or a gallery: 0 in the flow of the
    /// story.
    pub caption_score: Vec<u8>,
    /// Words of the story's flow, by hash; collected when first asked for.
    flow: OnceCell<AHashSet<u64>>,
}

impl<'t> Page<'t> {
    pub fn new(document: &'t Document<'t>, remainder: &Remainder) -> Self {
        let (segments, words) = (document.segments(), document.words());
        let Remainder { gone, ranges } = remainder;
        let verse = verse::lines_of_verse(document, ranges);
        let long_enough = |i: usize| has_effective_words(&words[ranges[i].clone()], MIN_WORDS);
        let alive: Vec<bool> = (0..segments.len())
            .map(|i| !gone[i] && !verse[i] && long_enough(i))
            .collect();
        let partners = Partners::of(words, ranges, &alive);
        let mut page = Self {
            document,
            ranges: ranges.to_vec(),
            alive,
            verse,
            cut: gone.to_vec(),
            partners,
            caption_score: vec![0; segments.len()],
            flow: OnceCell::new(),
        };
        if page.partners.exist() {
            let off_flow = flow::off_flow(document, ranges, gone, &page.partners);
            for (i, &is_off) in off_flow.iter().enumerate() {
                page.caption_score[i] = page.score(i, gone, is_off);
            }
        }
        page
    }

    pub fn text(&self) -> &'t str {
        self.document.text()
    }

    pub fn words(&self) -> &'t [Word] {
        self.document.words()
    }

    pub fn segments(&self) -> &'t [Segment] {
        self.document.segments()
    }

    pub fn side(&self) -> Side<'t> {
        Side::of(self.document)
    }

    /// Whether nothing of a segment stands.
    pub fn is_gone(&self, i: usize) -> bool {
        self.ranges[i].is_empty()
    }

    pub fn len(&self, i: usize) -> usize {
        effective_words(&self.words()[self.ranges[i].clone()])
    }

    pub fn content(&self, i: usize) -> &'t str {
        self.segments()[i].content().slice(self.text())
    }

    /// How much a segment reads like a caption.
    fn score(&self, i: usize, gone: &[bool], is_off_flow: bool) -> u8 {
        if self.partners.of_segment(i).is_empty() {
            return 0;
        }
        let before = (0..i).rev().find(|&j| !gone[j]);
        let after = (i + 1..gone.len()).find(|&j| !gone[j]);
        let is_doubled = before
            .into_iter()
            .chain(after)
            .any(|j| self.is_mutual(i, j));
        let is_unfinished = self.is_broken_off(i) || !ends_sentence(self.content(i));
        OFF_FLOW * u8::from(is_off_flow) + DOUBLED * u8::from(is_doubled) + u8::from(is_unfinished)
    }

    /// Whether a segment breaks off (`…the new har...`), so that its last word may be half a word.
    fn is_broken_off(&self, i: usize) -> bool {
        let range = &self.ranges[i];
        let Some(last) = self.words()[range.clone()].last() else {
            return false;
        };
        let rest = &self.text()[last.span.end()..self.segments()[i].content().end()];
        let mark = rest.trim_end_matches(char::is_whitespace);
        // A quotation that trails off is closed.
        mark.strip_prefix('…')
            .or_else(|| mark.strip_prefix("..."))
            .is_some_and(|rest| !rest.starts_with(['\'', '"', '’', '”', '»']))
    }

    /// The words of a segment without the one in which it breaks off.
    pub fn said(&self, i: usize) -> Range<usize> {
        let range = self.ranges[i].clone();
        if range.len() > MIN_WORDS && self.is_broken_off(i) {
            range.start..range.end - 1
        } else {
            range
        }
    }

    /// Whether two segments say the same, give or take little.
    pub fn is_mutual(&self, i: usize, j: usize) -> bool {
        self.partners.are(i, j) && (self.covers(i, j).is_some() && self.covers(j, i).is_some())
    }

    pub fn covers(&self, i: usize, by: usize) -> Option<Cover> {
        let (all, said) = (self.ranges[i].clone(), self.said(i));
        let told = self.ranges[by].clone();
        let covers = |words| cover(self.side(), words, self.side(), told.clone());
        covers(all.clone()).or_else(|| if said == all { None } else { covers(said) })
    }

    /// Whether segment `by`, which is in the flow of the story, tells what segment `i` says, which
    /// is not.
    pub fn retells(&self, i: usize, by: usize) -> Option<Cover> {
        if self.caption_score[i] == 0 || self.caption_score[by] > 0 {
            return None;
        }
        let is_given = |word: Word| self.flow_words().contains(&word.hash);
        let tells = |told| retold(self.side(), self.said(i), self.side(), told, is_given);
        tells(self.ranges[by].clone()).or_else(|| tells(self.passage(by)))
    }

    /// The words of a segment and of those beside it, as far as they are in the flow of the story:
    /// a summary tells in one paragraph what the story tells in two.
    fn passage(&self, by: usize) -> Range<usize> {
        let is_whole = |i: usize| self.ranges[i] == self.document.ranges()[i];
        let flows = |&i: &usize| self.alive[i] && self.caption_score[i] == 0 && is_whole(i);
        if !is_whole(by) {
            return self.ranges[by].clone();
        }
        let first = by.checked_sub(1).filter(flows).unwrap_or(by);
        let last = Some(by + 1).filter(|i| *i < self.alive.len());
        let last = last.filter(flows).unwrap_or(by);
        self.ranges[first].start..self.ranges[last].end
    }

    fn flow_words(&self) -> &AHashSet<u64> {
        self.flow.get_or_init(|| {
            let ranges = self.ranges.iter().enumerate();
            let in_flow = ranges.filter(|&(i, _)| self.caption_score[i] == 0);
            in_flow
                .flat_map(|(_, range)| &self.words()[range.clone()])
                .map(|word| word.hash)
                .collect()
        })
    }

    /// Whether segment `i` is in the flow of the story and segment `other` is not.
    pub fn flows_past(&self, i: usize, other: usize) -> bool {
        self.caption_score[i] == 0 && self.caption_score[other] > 0
    }

    pub fn living_partners(&self, i: usize) -> impl Iterator<Item = &Partner> {
        self.partners
            .of_segment(i)
            .iter()
            .filter(|partner| self.alive[partner.segment])
    }

    pub fn is_beside(&self, i: usize, j: usize) -> bool {
        let (low, high) = (i.min(j), i.max(j));
        high - low <= MAX_BETWEEN
            && (low + 1..high).all(|k| self.cut[k] || self.ranges[k].is_empty())
    }

    /// Whether a copy is worded closely enough to be one: copies side by side may differ more than
    /// those apart, and a caption may have its “(pictured)”.
    pub fn is_close_enough(&self, i: usize, j: usize, cover: &Cover, is_mutual: bool) -> bool {
        let is_caption = self.caption_score[i] > 0;
        cover.is_solid
            || is_caption && cover.is_solid_but_for_asides
            || is_mutual && self.is_beside(i, j)
    }

    /// Whether a line can be a repeat of one that does not stand beside it: a short one cannot, nor
    /// can a line of dialogue, because people ask and answer twice, nor a name behind a dash,
    /// because one reporter signs many entries of a live blog.
    pub fn repeats_apart(&self, i: usize) -> bool {
        let len = self.len(i);
        if !(MIN_WORDS_APART..=MAX_SPOKEN_WORDS).contains(&len) {
            return len > MAX_SPOKEN_WORDS;
        }
        let content = self.content(i);
        let is_speaker = content
            .split_once([':', '：'])
            .is_some_and(|(name, _)| name.split_whitespace().count() <= 3 && name.len() <= 40);
        let is_question = content
            .trim_end_matches(['"', '”', '\'', '’', '»'])
            .ends_with(['?', '？', '؟']);
        let is_signature = content.starts_with(['-', '–', '—']);
        !(is_speaker || is_question || is_signature)
    }

    /// Of two copies that say the same, whether `i` is the one to go.
    pub fn goes_before(&self, i: usize, other: usize) -> bool {
        let fewer = self.len(other).cmp(&self.len(i));
        let later = i.cmp(&other);
        if self.is_beside(i, other) {
            return fewer.then(later).is_gt();
        }
        self.caption_score[i]
            .cmp(&self.caption_score[other])
            .then(fewer)
            .then(later)
            .is_gt()
    }
}
