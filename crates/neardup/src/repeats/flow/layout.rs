//! The segments of a page and where they are, as the questions of the flow need them.

use crate::repeats::partners::Partners;
use crate::repeats::remainder::Remainder;
use crate::word_runs::same_words;
use copydesk_text::{Document, Word};

/// Segments before the body, at most. What is before a dateline may be half of the text;
/// what only its words show to be a summary may not.
pub(super) const MAX_HEAD: usize = 12;
/// Shorter segments are headlines and credits and no paragraphs, in words.
pub(super) const MIN_PARAGRAPH_WORDS: usize = 8;
/// Paragraphs looked at where two copies of a body must be told from a quotation or summary of it.
const PARAGRAPHS_BELOW: usize = 2;
/// What a quotation begins with.
const QUOTATION: &[char] = &['"', '“', '„', '«', '「', '‘', '\''];

/// The segments of a page, as far as it matters where they are.
pub(super) struct Layout<'p> {
    pub document: &'p Document<'p>,
    pub remainder: &'p Remainder,
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

    /// Whether nothing of a segment is left.
    pub fn is_gone(&self, i: usize) -> bool {
        self.remainder.gone[i]
    }

    /// Whether a segment has a partner, so that it may be one of two copies.
    pub fn shares_words(&self, i: usize) -> bool {
        !self.partners.of_segment(i).is_empty()
    }

    /// Whether a segment has enough words to be a paragraph.
    pub fn is_paragraph(&self, i: usize) -> bool {
        self.words(i).len() >= MIN_PARAGRAPH_WORDS
    }

    /// The next paragraphs from segment `i` on, that one included; at most [`PARAGRAPHS_BELOW`].
    pub fn paragraphs_from(&self, i: usize) -> impl Iterator<Item = usize> {
        let paragraphs = (i..self.len()).filter(|&i| self.is_paragraph(i));
        paragraphs.take(PARAGRAPHS_BELOW)
    }

    /// One more than the last of [`Self::paragraphs_from`], or `i` if there is none.
    pub fn end_of_paragraphs_from(&self, i: usize) -> usize {
        self.paragraphs_from(i).last().map_or(i, |last| last + 1)
    }

    /// Whether two paragraphs at the top may be told again below. Of most pages none is, and what
    /// follows costs more than this question.
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

    /// The first paragraph, if it is a quotation pulled from the story: one that recurs some
    /// paragraphs below, where its speaker is introduced.
    pub fn first_pulled(&self) -> Option<usize> {
        let first = (0..self.len()).find(|&i| !self.is_gone(i) && !self.words(i).is_empty())?;
        if !self.content(first).starts_with(QUOTATION) || !self.is_paragraph(first) {
            return None;
        }
        // A paragraph right below that has the same words is the lead, and this is its standfirst.
        for partner in self.partners.of_segment(first) {
            let mut between = 0;
            for i in first + 1..partner.segment {
                between += usize::from(self.is_paragraph(i));
            }
            if between >= PARAGRAPHS_BELOW {
                return Some(first);
            }
        }
        None
    }

    /// The paragraph that prints the last one of the story in its midst, as a pull quote does. If a
    /// paragraph just before the last recurs too, the story is printed twice and there is none.
    pub fn pulled_from_end(&self) -> Option<usize> {
        let mut from_end = (0..self.len()).rev().filter(|&i| self.is_sentence_left(i));
        let last = from_end.next()?;
        for before in from_end.take(PARAGRAPHS_BELOW) {
            // A pull quote takes one paragraph out of the story, not several in a row.
            if self.shares_words(before) {
                return None;
            }
        }
        for copy in self.partners.of_segment(last) {
            let is_amid_story = copy.segment + PARAGRAPHS_BELOW < last;
            if is_amid_story && same_words(self.words(copy.segment), self.words(last)) {
                return Some(copy.segment);
            }
        }
        None
    }

    /// Whether a segment is a paragraph of the story: still there, and with a stop at its end.
    fn is_sentence_left(&self, i: usize) -> bool {
        !self.is_gone(i) && self.is_paragraph(i) && self.ends_sentence(i)
    }
}
