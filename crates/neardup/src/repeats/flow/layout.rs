//! The segments of a page and their places on it. From these the files of this folder judge whether
//! a segment is *in the flow of the story*, or beside it: a pull quote, a summary.

use crate::repeats::partners::Partners;
use crate::repeats::remainder::Remainder;
use crate::word_runs::same_words;
use copydesk_text::{Document, Word};

/// Most segments above the body of the story: headline, credits, summary.
pub(super) const MAX_HEAD: usize = 12;
/// Fewest words of a paragraph. Shorter segments are headlines and credits.
pub(super) const MIN_PARAGRAPH_WORDS: usize = 8;
/// If a paragraph recurs, this many paragraphs near it are examined, too. If these do not recur,
/// the paragraph is a quotation or summary. If they do, the whole story is printed twice.
const NEAR_PARAGRAPHS: usize = 2;
/// Marks with which a quotation begins.
const QUOTATION: &[char] = &['"', '“', '„', '«', '「', '‘', '\''];

/// The segments of a page. A segment is given by its number, `i`.
pub(super) struct Layout<'p> {
    pub document: &'p Document<'p>,
    /// What is left of the segments when the furniture is removed.
    pub remainder: &'p Remainder,
    /// For each segment, the segments that share a run of words with it.
    pub partners: &'p Partners,
}

impl Layout<'_> {
    /// Number of segments.
    pub fn len(&self) -> usize {
        self.remainder.ranges.len()
    }

    /// Length of the text, in bytes.
    pub fn text_len(&self) -> usize {
        self.document.text().len()
    }

    /// Where the content of a segment begins, in bytes.
    pub fn start(&self, i: usize) -> usize {
        self.document.segments()[i].content().start()
    }

    /// Where the content of a segment ends, in bytes.
    pub fn end(&self, i: usize) -> usize {
        self.document.segments()[i].content().end()
    }

    pub fn content(&self, i: usize) -> &str {
        self.document.content_of(i)
    }

    pub fn ends_sentence(&self, i: usize) -> bool {
        copydesk_text::ends_sentence(self.content(i))
    }

    /// The words that are left of a segment.
    pub fn words(&self, i: usize) -> &[Word] {
        &self.document.words()[self.remainder.ranges[i].clone()]
    }

    /// Whether nothing of a segment is left when the furniture is removed.
    pub fn is_gone(&self, i: usize) -> bool {
        self.remainder.is_gone[i]
    }

    /// Whether a segment shares words with another, so that one may be a copy of the other.
    pub fn shares_words(&self, i: usize) -> bool {
        !self.partners.of_segment(i).is_empty()
    }

    /// Whether a segment has enough words to be a paragraph.
    pub fn is_paragraph(&self, i: usize) -> bool {
        self.words(i).len() >= MIN_PARAGRAPH_WORDS
    }

    /// The first paragraphs from segment `i` on, with segment `i` if it is one. At most
    /// [`NEAR_PARAGRAPHS`].
    pub fn paragraphs_from(&self, i: usize) -> impl Iterator<Item = usize> {
        let paragraphs = (i..self.len()).filter(|&i| self.is_paragraph(i));
        paragraphs.take(NEAR_PARAGRAPHS)
    }

    /// The number of the segment after the last of [`Self::paragraphs_from`], or `i` if there are
    /// none.
    pub fn end_of_paragraphs_from(&self, i: usize) -> usize {
        self.paragraphs_from(i).last().map_or(i, |last| last + 1)
    }

    /// Whether two or more paragraphs at the top of the page may occur again, sentence by sentence.
    /// On most pages none does. This is cheaper to find out than to look for a summary.
    pub fn may_have_summary(&self) -> bool {
        let mut paragraphs = 0;
        for i in 0..self.len().min(MAX_HEAD) {
            let len = self.words(i).len();
            if self.is_paragraph(i) && self.partners.may_hold_sentences(i, len) {
                paragraphs += 1;
            }
        }
        paragraphs > 1
    }

    /// The first segment that has words, if it is a pull quote: a quotation that recurs some
    /// paragraphs below.
    pub fn pull_quote_at_top(&self) -> Option<usize> {
        let first = (0..self.len()).find(|&i| !self.is_gone(i) && !self.words(i).is_empty())?;
        if !self.content(first).starts_with(QUOTATION) || !self.is_paragraph(first) {
            return None;
        }
        // With fewer paragraphs between the two copies, the first paragraph is a standfirst, and
        // the lead begins with its words.
        for partner in self.partners.of_segment(first) {
            let mut paragraphs_between = 0;
            for i in first + 1..partner.segment {
                paragraphs_between += usize::from(self.is_paragraph(i));
            }
            if paragraphs_between >= NEAR_PARAGRAPHS {
                return Some(first);
            }
        }
        None
    }

    /// A pull quote in the middle of the story that has the same words as the story's last
    /// paragraph. `None` if a paragraph just before the last recurs as well: then the story is
    /// printed twice.
    pub fn pull_quote_of_last_paragraph(&self) -> Option<usize> {
        let mut from_end = (0..self.len())
            .rev()
            .filter(|&i| self.is_story_paragraph(i));
        let last = from_end.next()?;
        for before in from_end.take(NEAR_PARAGRAPHS) {
            if self.shares_words(before) {
                return None;
            }
        }
        for partner in self.partners.of_segment(last) {
            let is_far_above = partner.segment + NEAR_PARAGRAPHS < last;
            if is_far_above && same_words(self.words(partner.segment), self.words(last)) {
                return Some(partner.segment);
            }
        }
        None
    }

    /// Whether a segment is a paragraph of the story: it is not removed, and ends with a stop.
    fn is_story_paragraph(&self, i: usize) -> bool {
        !self.is_gone(i) && self.is_paragraph(i) && self.ends_sentence(i)
    }
}
