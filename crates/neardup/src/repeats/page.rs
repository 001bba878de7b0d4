//! A document while its repeats are looked for.
//!
//! All steps work on one [`Page`]. It knows of each segment which words are left, whether it is
//! still open, which other segments share words with it, and how much it reads like a caption. The
//! comparisons of two segments that several steps need are here as well, so that they agree on what
//! a copy is.
//!
//! Segments are given by their number in the document, `i` and `j`. Words are given as ranges of
//! the document's words. The limits below are in effective words, unless a name says otherwise: a
//! letter of a script without spaces counts as half a word.

use super::lines::{CLOSING_QUOTES, QUESTION_MARKS, speaker};
use super::partners::{Partner, Partners};
use super::remainder::Remainder;
use super::{flow, verse};
use crate::align::{Cover, find_coverage, retold};
use crate::side::Side;
use ahash::AHashSet;
use copydesk_text::{
    Document, Segment, Span, Word, effective_words, ends_sentence, has_effective_words,
};
use std::cell::OnceCell;
use std::ops::Range;

/// Shorter paragraphs are never repeats: a cry, a name or a credit may occur twice.
pub(super) const MIN_WORDS: usize = 5;
/// Shorter paragraphs are repeats only of one that is beside them.
const MIN_WORDS_APART: usize = 8;
/// Caption score of a line that breaks off or has no stop.
const UNFINISHED: u8 = 1;
/// Caption score of a line that is beside its own copy.
const DOUBLED: u8 = 2;
/// Caption score of what is not in the flow of the story by its place or its form. It outweighs the
/// other two together: they are hints, and this is knowledge.
const OFF_FLOW: u8 = 4;
/// Two segments with more segments between them are not side by side, even if all of those are cut.
/// Without a limit a page of very many cut lines would take time in the square of its length.
const MAX_BETWEEN: usize = 500;
/// The longest question or answer, in effective words. One may be there twice on purpose.
pub(super) const MAX_SPOKEN_WORDS: usize = 20;
/// Longest name of a speaker before a colon, in bytes.
const MAX_SPEAKER_BYTES: usize = 40;

/// A document while its repeats are looked for. Each vector has one entry a segment.
pub(super) struct Page<'t> {
    pub document: &'t Document<'t>,
    /// What the page began with.
    pub remainder: &'t Remainder,
    /// Words of each segment that are left: those of the remainder, less what was glued to them.
    pub ranges: Vec<Range<usize>>,
    /// Whether each segment may still be cut, or kept as the copy of another. A segment that is too
    /// short, that is verse, or whose repeats are settled, is not open.
    pub is_open: Vec<bool>,
    /// Whether each segment is a line of verse.
    pub is_verse: Vec<bool>,
    /// Whether nothing of each segment stays, so that its neighbours are side by side.
    pub is_cut: Vec<bool>,
    /// The segments that share words with each.
    pub partners: Partners,
    /// How much each segment reads like a caption, a summary or a gallery: 0 if it is in the flow
    /// of the story, else a sum of [`UNFINISHED`], [`DOUBLED`] and [`OFF_FLOW`].
    pub caption_score: Vec<u8>,
    /// Words of the story's flow, by hash. Most pages never ask for them.
    flow: OnceCell<AHashSet<u64>>,
}

impl<'t> Page<'t> {
    /// The page before the first step. `remainder` is what earlier cuts leave of the document.
    pub fn new(document: &'t Document<'t>, remainder: &'t Remainder) -> Self {
        let Remainder { gone, ranges } = remainder;
        let words = document.words();
        let is_verse = verse::lines_of_verse(document, ranges);
        let mut is_open = Vec::with_capacity(ranges.len());
        for (i, range) in ranges.iter().enumerate() {
            let may_repeat =
                !gone[i] && !is_verse[i] && has_effective_words(&words[range.clone()], MIN_WORDS);
            is_open.push(may_repeat);
        }
        let partners = Partners::of(words, ranges, &is_open);
        let mut page = Self {
            document,
            remainder,
            ranges: ranges.clone(),
            is_open,
            is_verse,
            is_cut: gone.clone(),
            partners,
            caption_score: vec![0; ranges.len()],
            flow: OnceCell::new(),
        };
        // The scores compare segments, so all else must be there. Without partners all stay 0.
        if page.partners.exist() {
            let off_flow = flow::off_flow(document, remainder, &page.partners);
            for (i, &is_off_flow) in off_flow.iter().enumerate() {
                page.caption_score[i] = page.score(i, is_off_flow);
            }
        }
        page
    }

    /// The text of the document, with what was cut of it.
    pub fn text(&self) -> &'t str {
        self.document.text()
    }

    /// All words of the document, with those that were cut.
    pub fn words(&self) -> &'t [Word] {
        self.document.words()
    }

    /// All segments of the document.
    pub fn segments(&self) -> &'t [Segment] {
        self.document.segments()
    }

    /// The document as one side of a comparison.
    pub fn side(&self) -> Side<'t> {
        Side::of(self.document)
    }

    /// The visible text of a segment, with what was cut of it.
    pub fn content(&self, i: usize) -> &'t str {
        self.document.content_of(i)
    }

    /// The words of a segment that are left.
    pub fn words_of(&self, i: usize) -> &'t [Word] {
        &self.words()[self.ranges[i].clone()]
    }

    /// Length of what is left of a segment.
    pub fn len(&self, i: usize) -> usize {
        effective_words(self.words_of(i))
    }

    /// From the first of these words to the last.
    ///
    /// # Panics
    /// If there are no words.
    pub fn span_of(&self, words: &Range<usize>) -> Span {
        let (first, last) = (self.words()[words.start], self.words()[words.end - 1]);
        first.span.join(last.span)
    }

    /// Whether no word of a segment is left.
    pub fn is_gone(&self, i: usize) -> bool {
        self.ranges[i].is_empty()
    }

    /// Whether the page has cut nothing inside a segment. Of any other segment the content is more
    /// than its words, so it is neither cut nor named as the copy that stays.
    pub fn is_untouched(&self, i: usize) -> bool {
        self.ranges[i] == self.remainder.ranges[i]
    }

    /// Whether all words that the document has in a segment are left.
    fn is_whole(&self, i: usize) -> bool {
        self.ranges[i] == self.document.ranges()[i]
    }

    /// How much a segment reads like a caption. Only segments that share words with another are
    /// asked: the score decides which of two copies stays, and the others have no copy.
    fn score(&self, i: usize, is_off_flow: bool) -> u8 {
        if self.partners.of_segment(i).is_empty() {
            return 0;
        }
        let is_unfinished = self.is_broken_off(i) || !ends_sentence(self.content(i));
        OFF_FLOW * u8::from(is_off_flow)
            + DOUBLED * u8::from(self.is_doubled(i))
            + UNFINISHED * u8::from(is_unfinished)
    }

    /// Whether the next segment above or below that is left says the same.
    fn is_doubled(&self, i: usize) -> bool {
        let above = (0..i).rev().find(|&j| !self.is_cut[j]);
        let below = (i + 1..self.is_cut.len()).find(|&j| !self.is_cut[j]);
        for neighbour in [above, below].into_iter().flatten() {
            if self.is_mutual(i, neighbour) {
                return true;
            }
        }
        false
    }

    /// Whether a segment breaks off (`…the new har...`), so that its last word may be half a word.
    fn is_broken_off(&self, i: usize) -> bool {
        let Some(last) = self.words_of(i).last() else {
            return false;
        };
        let rest = &self.text()[last.span.end()..self.segments()[i].content().end()];
        let rest = rest.trim_end();
        let after = rest.strip_prefix('…').or_else(|| rest.strip_prefix("..."));
        // A quotation that trails off is closed.
        matches!(after, Some(after) if !after.starts_with(CLOSING_QUOTES))
    }

    /// The words of a segment without the one in which it breaks off.
    pub fn said(&self, i: usize) -> Range<usize> {
        let range = self.ranges[i].clone();
        // A shorter segment has no word to spare.
        if range.len() > MIN_WORDS && self.is_broken_off(i) {
            range.start..range.end - 1
        } else {
            range
        }
    }

    /// Whether two segments say the same, give or take little.
    pub fn is_mutual(&self, i: usize, j: usize) -> bool {
        self.partners.are(i, j) && self.covers(i, j).is_some() && self.covers(j, i).is_some()
    }

    /// How segment `by` says all that segment `i` says, if it does. If segment `i` breaks off in
    /// the middle of a word, that word is not needed.
    pub fn covers(&self, i: usize, by: usize) -> Option<Cover> {
        let (all, said) = (self.ranges[i].clone(), self.said(i));
        let found = self.covers_words(all.clone(), by);
        if found.is_some() || said == all {
            return found;
        }
        self.covers_words(said, by)
    }

    /// How segment `by` says all that these words say, if it does.
    pub fn covers_words(&self, words: Range<usize>, by: usize) -> Option<Cover> {
        find_coverage(self.side(), words, self.side(), self.ranges[by].clone())
    }

    /// How segment `by` tells what segment `i` says, where `by` is in the flow of the story and `i`
    /// is not. If it does not do so alone, its neighbours may help.
    pub fn retells(&self, i: usize, by: usize) -> Option<Cover> {
        if self.caption_score[i] == 0 || self.caption_score[by] > 0 {
            return None;
        }
        let alone = self.tells(i, self.ranges[by].clone());
        if alone.is_some() {
            return alone;
        }
        self.tells(i, self.passage_around(by))
    }

    /// How some words of the story tell what segment `i` says. Names that the story gives anywhere
    /// may be missing there.
    fn tells(&self, i: usize, story: Range<usize>) -> Option<Cover> {
        retold(self.side(), self.said(i), self.side(), story, |word| {
            self.flow_words().contains(&word.hash)
        })
    }

    /// The words of a segment and of those beside it, as far as they are in the flow of the story:
    /// a summary tells in one paragraph what the story tells in two.
    fn passage_around(&self, by: usize) -> Range<usize> {
        // One range cannot hold the words of two segments without what was cut between them.
        if !self.is_whole(by) {
            return self.ranges[by].clone();
        }
        let (mut first, mut last) = (by, by);
        if by > 0 && self.is_whole_in_flow(by - 1) {
            first = by - 1;
        }
        if by + 1 < self.ranges.len() && self.is_whole_in_flow(by + 1) {
            last = by + 1;
        }
        self.ranges[first].start..self.ranges[last].end
    }

    /// Whether a segment is in the flow of the story with all its words.
    fn is_whole_in_flow(&self, i: usize) -> bool {
        self.is_open[i] && self.caption_score[i] == 0 && self.is_whole(i)
    }

    /// The hashes of all words in the flow of the story. Glued captions are cut when this is first
    /// asked.
    fn flow_words(&self) -> &AHashSet<u64> {
        self.flow.get_or_init(|| self.collect_flow_words())
    }

    fn collect_flow_words(&self) -> AHashSet<u64> {
        let mut hashes = AHashSet::new();
        for i in 0..self.ranges.len() {
            if self.caption_score[i] == 0 {
                hashes.extend(self.words_of(i).iter().map(|word| word.hash));
            }
        }
        hashes
    }

    /// Whether segment `i` is in the flow of the story and segment `other` is not.
    pub fn flows_past(&self, i: usize, other: usize) -> bool {
        self.caption_score[i] == 0 && self.caption_score[other] > 0
    }

    /// The partners of a segment that are still open, those that share most words first.
    pub fn open_partners(&self, i: usize) -> impl Iterator<Item = &Partner> {
        let partners = self.partners.of_segment(i).iter();
        partners.filter(|partner| self.is_open[partner.segment])
    }

    /// Whether nothing that stays is between two segments.
    pub fn is_beside(&self, i: usize, j: usize) -> bool {
        let (low, high) = (i.min(j), i.max(j));
        if high - low > MAX_BETWEEN {
            return false;
        }
        // Blank lines have no words and separate nothing.
        (low + 1..high).all(|between| self.is_cut[between] || self.is_gone(between))
    }

    /// Whether a copy is worded closely enough to be one: copies side by side may differ more than
    /// those apart, and a caption may have its “(pictured)”.
    pub fn is_close_enough(&self, i: usize, j: usize, cover: &Cover, is_mutual: bool) -> bool {
        let is_caption = self.caption_score[i] > 0;
        cover.is_solid
            || is_caption && cover.is_solid_but_for_asides
            || is_mutual && self.is_beside(i, j)
    }

    /// Whether a line can be a repeat of one that is not beside it. A short one cannot, nor
    /// can a line of dialogue, because people ask and answer twice, nor a name after a dash,
    /// because one reporter signs many entries of a live blog.
    pub fn repeats_apart(&self, i: usize) -> bool {
        let len = self.len(i);
        if !(MIN_WORDS_APART..=MAX_SPOKEN_WORDS).contains(&len) {
            return len > MAX_SPOKEN_WORDS;
        }
        let content = self.content(i);
        let is_spoken = matches!(speaker(content), Some(name) if name.len() <= MAX_SPEAKER_BYTES);
        let is_question = content
            .trim_end_matches(CLOSING_QUOTES)
            .ends_with(QUESTION_MARKS);
        let is_signature = content.starts_with(['-', '–', '—']);
        !(is_spoken || is_question || is_signature)
    }

    /// Of two copies that say the same, whether `i` is the one to cut. Of any two exactly one is.
    pub fn goes_before(&self, i: usize, other: usize) -> bool {
        let fewer = self.len(other).cmp(&self.len(i));
        let later = i.cmp(&other);
        // A photo's `alt` and its caption are like this, and the fuller of them stays.
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
