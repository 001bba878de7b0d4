//! The state of a document while its repeats are looked for.
//!
//! All steps work on one [`Page`]. For each segment it knows
//!
//! - which words are left;
//! - whether the segment is *open*: it may still be cut, or be kept as a copy;
//! - its *partners*: the segments that share a run of words with it;
//! - its *caption score*: how much it reads like a caption. A segment with a score of 0 is *in the
//!   flow of the story*.
//!
//! The comparisons of two segments are here as well, so that all steps agree on what a copy is. The
//! result of a comparison is a [`Coverage`]: where one text says what another says, and how well.
//!
//! In all files of this folder, `i`, `j` and `by` are numbers of segments; `by` is a segment that
//! says what segment `i` says. To cut one text *for* another means that the other is the copy that
//! stays. Words are given as ranges of the document's words. The limits below are in effective
//! words, unless their comments name another unit.

use super::lines::{CLOSING_QUOTES, QUESTION_MARKS, speaker};
use super::partners::{Partner, Partners};
use super::remainder::Remainder;
use super::{flow, verse};
use crate::align::{Coverage, find_coverage, retold};
use crate::side::Side;
use ahash::AHashSet;
use copydesk_text::{
    Document, Segment, Span, Word, effective_words, ends_sentence, has_effective_words,
};
use std::cell::OnceCell;
use std::ops::Range;

/// Fewest words of a line that is cut by itself. A shorter one, such as a cry, a name or a credit,
/// may occur twice on purpose.
pub(super) const MIN_WORDS: usize = 5;
/// Fewest words of a repeat that is not beside its copy.
const MIN_WORDS_APART: usize = 8;
/// Added to the caption score of a line that breaks off or has no stop.
const UNFINISHED: u8 = 1;
/// Added to the caption score of a line that is beside its own copy.
const DOUBLED: u8 = 2;
/// Added to the caption score of a segment whose place or form shows that it is not in the flow of
/// the story (`flow/`). This sign is surer than the other two, so its number is greater than their
/// sum.
const OFF_FLOW: u8 = 4;
/// Largest difference between the numbers of two segments that are side by side: all segments
/// between them are cut or empty. Without a limit the time for a page of very many cut lines would
/// grow with the square of their number.
const MAX_DISTANCE: usize = 500;
/// The longest question or answer that may be said twice on purpose.
pub(super) const MAX_SPOKEN_WORDS: usize = 20;
/// Longest name of a speaker before a colon, in bytes.
const MAX_SPEAKER_BYTES: usize = 40;

/// A document and what the steps have found out about it. Each vector has one entry for each
/// segment.
pub(super) struct Page<'t> {
    pub document: &'t Document<'t>,
    /// What is left of the document without its furniture, before the first step.
    pub remainder: &'t Remainder,
    /// The words of each segment that are left: those of the remainder, without the glued captions
    /// that were cut from an end of the segment.
    pub ranges: Vec<Range<usize>>,
    /// Whether each segment may still be cut, or be kept as a copy. Other segments are *closed*:
    /// they are too short or are verse, or a step has closed them because it cut some of their
    /// text.
    pub is_open: Vec<bool>,
    /// Whether each segment is a line of verse.
    pub is_verse: Vec<bool>,
    /// Whether each segment is removed as a whole. The segments around it are then side by side.
    pub is_cut: Vec<bool>,
    /// For each segment, the segments that share a run of words with it.
    pub partners: Partners,
    /// How much each segment reads like a caption, a summary or a gallery: the sum of those of
    /// [`UNFINISHED`], [`DOUBLED`] and [`OFF_FLOW`] that apply to it. If none applies, or it has no
    /// partners, the score is 0, and it is in the flow of the story.
    pub caption_score: Vec<u8>,
    /// Hashes of the words in the flow of the story. They are collected when they are first needed,
    /// which is on few pages.
    flow_words: OnceCell<AHashSet<u64>>,
}

impl<'t> Page<'t> {
    /// The page before the first step. `remainder` is what is left of the document without its
    /// furniture.
    pub fn new(document: &'t Document<'t>, remainder: &'t Remainder) -> Self {
        let Remainder { is_gone, ranges } = remainder;
        let words = document.words();
        let is_verse = verse::lines_of_verse(document, ranges);
        let mut is_open = Vec::with_capacity(ranges.len());
        for (i, range) in ranges.iter().enumerate() {
            let may_repeat = !is_gone[i]
                && !is_verse[i]
                && has_effective_words(&words[range.clone()], MIN_WORDS);
            is_open.push(may_repeat);
        }
        let partners = Partners::of(words, ranges, &is_open);
        let mut page = Self {
            document,
            remainder,
            ranges: ranges.clone(),
            is_open,
            is_verse,
            is_cut: is_gone.clone(),
            partners,
            caption_score: vec![0; ranges.len()],
            flow_words: OnceCell::new(),
        };
        // The scores come last, because segments are compared to find them, and a comparison needs
        // the other fields. Without partners all scores stay 0.
        if page.partners.exist() {
            let off_flow = flow::off_flow(document, remainder, &page.partners);
            for (i, &is_off_flow) in off_flow.iter().enumerate() {
                page.caption_score[i] = page.score(i, is_off_flow);
            }
        }
        page
    }

    /// All of the document's text, including what is cut.
    pub fn text(&self) -> &'t str {
        self.document.text()
    }

    /// All words of the document, including those that are cut.
    pub fn words(&self) -> &'t [Word] {
        self.document.words()
    }

    /// All segments of the document.
    pub fn segments(&self) -> &'t [Segment] {
        self.document.segments()
    }

    /// The document as one of the two texts of a comparison.
    pub fn side(&self) -> Side<'t> {
        Side::of(self.document)
    }

    /// All of a segment's visible text, including what is cut.
    pub fn content(&self, i: usize) -> &'t str {
        self.document.content_of(i)
    }

    /// The words of a segment that are left.
    pub fn words_of(&self, i: usize) -> &'t [Word] {
        &self.words()[self.ranges[i].clone()]
    }

    /// Length of what is left of a segment, in effective words.
    pub fn len(&self, i: usize) -> usize {
        effective_words(self.words_of(i))
    }

    /// The span from the first of these words to the last.
    ///
    /// # Panics
    /// If the range is empty.
    pub fn span_of(&self, words: &Range<usize>) -> Span {
        let (first, last) = (self.words()[words.start], self.words()[words.end - 1]);
        first.span.join(last.span)
    }

    /// Whether no word of a segment is left.
    pub fn has_no_words(&self, i: usize) -> bool {
        self.ranges[i].is_empty()
    }

    /// Whether no step has cut a glued caption from an end of a segment. After such a cut the
    /// segment as a whole is neither cut nor kept as a copy, because its span still includes the
    /// caption.
    pub fn is_untouched(&self, i: usize) -> bool {
        self.ranges[i] == self.remainder.ranges[i]
    }

    /// Whether a segment has lost no word, neither to furniture nor to a cut at one of its ends.
    fn is_whole(&self, i: usize) -> bool {
        self.ranges[i] == self.document.word_ranges()[i]
    }

    /// The caption score of a segment. The score decides which of two copies stays, so it is 0 for
    /// a segment without partners, which has no copy.
    fn score(&self, i: usize, is_off_flow: bool) -> u8 {
        if self.partners.of_segment(i).is_empty() {
            return 0;
        }
        let is_unfinished = self.is_broken_off(i) || !ends_sentence(self.content(i));
        OFF_FLOW * u8::from(is_off_flow)
            + DOUBLED * u8::from(self.is_doubled(i))
            + UNFINISHED * u8::from(is_unfinished)
    }

    /// Whether a segment says the same as one of its neighbours: the nearest segments above and
    /// below that are not cut.
    fn is_doubled(&self, i: usize) -> bool {
        let above = (0..i).rev().find(|&j| !self.is_cut[j]);
        let below = (i + 1..self.is_cut.len()).find(|&j| !self.is_cut[j]);
        for neighbour in [above, below].into_iter().flatten() {
            if self.say_the_same(i, neighbour) {
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
        // With a quotation mark after the dots, the speaker trails off and the word is complete.
        matches!(after, Some(after) if !after.starts_with(CLOSING_QUOTES))
    }

    /// The words of a segment without the one in which it breaks off.
    pub fn complete_words(&self, i: usize) -> Range<usize> {
        let range = self.ranges[i].clone();
        // A segment of only `MIN_WORDS` words may lose none.
        if range.len() > MIN_WORDS && self.is_broken_off(i) {
            range.start..range.end - 1
        } else {
            range
        }
    }

    /// Whether each of two segments says all that the other says, apart from small differences.
    pub fn say_the_same(&self, i: usize, j: usize) -> bool {
        self.partners.contain(i, j)
            && self.covered_by(i, j).is_some()
            && self.covered_by(j, i).is_some()
    }

    /// Where segment `by` says all that segment `i` says, and how well; `None` if it does not. The
    /// word in which segment `i` breaks off may be missing in `by`.
    pub fn covered_by(&self, i: usize, by: usize) -> Option<Coverage> {
        let (all, complete) = (self.ranges[i].clone(), self.complete_words(i));
        let cover = self.words_covered_by(all.clone(), by);
        if cover.is_some() || complete == all {
            return cover;
        }
        self.words_covered_by(complete, by)
    }

    /// Where segment `by` says all that these words say, and how well; `None` if it does not.
    pub fn words_covered_by(&self, words: Range<usize>, by: usize) -> Option<Coverage> {
        find_coverage(self.side(), words, self.side(), self.ranges[by].clone())
    }

    /// Where the story tells what segment `i` says, and how well: in segment `by`, or in `by` and
    /// the segments beside it. `None` if the story does not tell it there, if `by` is not in the
    /// flow of the story, or if `i` is.
    pub fn retold_by(&self, i: usize, by: usize) -> Option<Coverage> {
        if self.is_in_flow(i) || !self.is_in_flow(by) {
            return None;
        }
        let by_one = self.retold_in(i, self.ranges[by].clone());
        if by_one.is_some() {
            return by_one;
        }
        self.retold_in(i, self.passage_around(by))
    }

    /// Where a passage of the story tells what segment `i` says, and how well. A name or number may
    /// be missing in the passage if it is anywhere in the flow of the story.
    fn retold_in(&self, i: usize, passage: Range<usize>) -> Option<Coverage> {
        let words = self.complete_words(i);
        retold(self.side(), words, self.side(), passage, |word| {
            self.flow_words().contains(&word.hash)
        })
    }

    /// The words of a segment, and of the segments right above and below it if these are in the
    /// flow of the story: a summary tells in one paragraph what the story tells in two.
    fn passage_around(&self, by: usize) -> Range<usize> {
        // A range over several segments includes all words between its ends. So only segments that
        // have lost no words are joined.
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
        self.is_open[i] && self.is_in_flow(i) && self.is_whole(i)
    }

    /// The hashes of all words in the flow of the story. This is first called after the glued
    /// captions are cut, so the words of a caption that was cut from an end are not included.
    fn flow_words(&self) -> &AHashSet<u64> {
        self.flow_words.get_or_init(|| self.collect_flow_words())
    }

    fn collect_flow_words(&self) -> AHashSet<u64> {
        let mut hashes = AHashSet::new();
        for i in 0..self.ranges.len() {
            if self.is_in_flow(i) {
                hashes.extend(self.words_of(i).iter().map(|word| word.hash));
            }
        }
        hashes
    }

    /// Whether a segment does not read like a caption at all.
    pub fn is_in_flow(&self, i: usize) -> bool {
        self.caption_score[i] == 0
    }

    /// The partners of a segment that are still open. Those that share most words come first.
    pub fn open_partners(&self, i: usize) -> impl Iterator<Item = &Partner> {
        let partners = self.partners.of_segment(i).iter();
        partners.filter(|partner| self.is_open[partner.segment])
    }

    /// Whether two segments are side by side: every segment between them is cut or has no words (a
    /// blank line).
    pub fn is_beside(&self, i: usize, j: usize) -> bool {
        let (upper, lower) = (i.min(j), i.max(j));
        if lower - upper > MAX_DISTANCE {
            return false;
        }
        (upper + 1..lower).all(|between| self.is_cut[between] || self.has_no_words(between))
    }

    /// Whether segment `j`, which says all that segment `i` says, says it in a wording similar
    /// enough to cut `i` for it. `cover` tells where and how well `j` says it.
    ///
    /// The wording must be the same (`is_solid`). If `i` reads like a caption, one of the two may
    /// have short remarks in brackets that the other has not: “(pictured)”. If the two are side by
    /// side and each says all that the other says (`is_mutual`), any wording is similar enough.
    pub fn has_similar_wording(
        &self,
        i: usize,
        j: usize,
        cover: &Coverage,
        is_mutual: bool,
    ) -> bool {
        let is_caption = !self.is_in_flow(i);
        cover.is_solid
            || (is_caption && cover.is_solid_but_for_asides)
            || (is_mutual && self.is_beside(i, j))
    }

    /// Whether a line may be a repeat of a line that is not beside it. These may not: a very short
    /// line; a line of dialogue, because people ask and answer twice; a name after a dash, because
    /// one reporter signs many entries of a live blog.
    pub fn may_repeat_apart(&self, i: usize) -> bool {
        let len = self.len(i);
        if len < MIN_WORDS_APART {
            return false;
        }
        if len > MAX_SPOKEN_WORDS {
            return true;
        }
        let content = self.content(i);
        let is_spoken = matches!(speaker(content), Some(name) if name.len() <= MAX_SPEAKER_BYTES);
        let is_question = content
            .trim_end_matches(CLOSING_QUOTES)
            .ends_with(QUESTION_MARKS);
        let is_signature = content.starts_with(['-', '–', '—']);
        !(is_spoken || is_question || is_signature)
    }

    /// Of two segments that say the same, whether `i` is cut and `other` stays. For two different
    /// segments this is true in exactly one direction.
    pub fn is_cut_rather_than(&self, i: usize, other: usize) -> bool {
        // `Greater` means that `i` is cut: it is shorter, it is further down, or it reads more like
        // a caption.
        let by_length = self.len(other).cmp(&self.len(i));
        let by_place = i.cmp(&other);
        let by_caption_score = self.caption_score[i].cmp(&self.caption_score[other]);
        // Of a photo's `alt` text and its caption, which are side by side, the longer one stays,
        // even if it reads more like a caption.
        if self.is_beside(i, other) {
            return by_length.then(by_place).is_gt();
        }
        by_caption_score.then(by_length).then(by_place).is_gt()
    }
}
