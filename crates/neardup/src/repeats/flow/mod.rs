//! What is not in the flow of the story.
//!
//! A page prints things twice because it prints them once beside the story: a standfirst above it,
//! a gallery between its paragraphs. Of two copies the one in the flow stays. A line that ends
//! without a stop, or that is beside its own copy, is known as a caption without this; here is
//! what whole sentences are known by:
//!
//! - they come before a dateline (`dateline.rs`);
//! - they are a gallery in one line (`gallery.rs`);
//! - they are a summary of two paragraphs or more above the story (`summary.rs`);
//! - the first paragraph is a quotation pulled from the story to its top;
//! - a paragraph in the midst of the story prints its last one, which is pulled from there.
//!
//! Nothing is cut for this alone. It only decides which of two copies stays.

mod dateline;
mod gallery;
mod summary;

pub use gallery::is_gallery;

use super::page::same_words;
use super::partners::Partners;
use super::remainder::Remainder;
use copydesk_text::{Document, Word};

/// Segments before the body, at most. What is before a dateline may be half of the text;
/// what only its words show to be a summary may not.
const MAX_HEAD: usize = 12;
/// Shorter segments are headlines and credits and no paragraphs, in words.
const MIN_PARAGRAPH_WORDS: usize = 8;
/// Paragraphs looked at where two copies of a body must be told from a quotation or summary of it.
const PARAGRAPHS_BELOW: usize = 2;
/// What a quotation begins with.
const QUOTATION: &[char] = &['"', '“', '„', '«', '「', '‘', '\''];

/// For each segment, whether it is not in the flow of the story, whatever its last character is.
/// Only segments with partners are asked, except that the whole of a summary is marked.
pub(super) fn off_flow(
    document: &Document<'_>,
    remainder: &Remainder,
    partners: &Partners,
) -> Vec<bool> {
    let layout = Layout {
        document,
        remainder,
        partners,
    };
    let body = dateline::first_of_body(&layout);
    let mut off = vec![false; layout.len()];
    for (i, is_off) in off.iter_mut().enumerate() {
        *is_off = layout.shares_words(i) && (i < body || is_gallery(layout.words(i)));
    }
    // With a dateline, all before it is known to be above the story.
    if body == 0 && layout.may_have_summary() {
        for i in summary::summary(&layout) {
            off[i] = true;
        }
    }
    if let Some(first) = layout.first_pulled() {
        off[first] = true;
    }
    if let Some(pulled) = layout.pulled_from_end() {
        off[pulled] = true;
    }
    off
}

/// The segments of a page, as far as it matters where they are.
struct Layout<'p> {
    document: &'p Document<'p>,
    remainder: &'p Remainder,
    partners: &'p Partners,
}

impl Layout<'_> {
    /// Number of segments.
    fn len(&self) -> usize {
        self.remainder.ranges.len()
    }

    /// Length of the text, in bytes.
    fn text_len(&self) -> usize {
        self.document.text().len()
    }

    /// Where the content of a segment begins, in bytes.
    fn start(&self, i: usize) -> usize {
        self.document.segments()[i].content().start()
    }

    /// Where the content of a segment ends, in bytes.
    fn end(&self, i: usize) -> usize {
        self.document.segments()[i].content().end()
    }

    fn content(&self, i: usize) -> &str {
        self.document.content_of(i)
    }

    fn ends_sentence(&self, i: usize) -> bool {
        copydesk_text::ends_sentence(self.content(i))
    }

    /// The words that are left of a segment.
    fn words(&self, i: usize) -> &[Word] {
        &self.document.words()[self.remainder.ranges[i].clone()]
    }

    /// Whether nothing of a segment is left.
    fn is_gone(&self, i: usize) -> bool {
        self.remainder.gone[i]
    }

    /// Whether a segment has a partner, so that it may be one of two copies.
    fn shares_words(&self, i: usize) -> bool {
        !self.partners.of_segment(i).is_empty()
    }

    /// Whether a segment has enough words to be a paragraph.
    fn is_paragraph(&self, i: usize) -> bool {
        self.words(i).len() >= MIN_PARAGRAPH_WORDS
    }

    /// The next paragraphs from segment `i` on, that one included; at most [`PARAGRAPHS_BELOW`].
    fn paragraphs_from(&self, i: usize) -> impl Iterator<Item = usize> {
        let paragraphs = (i..self.len()).filter(|&i| self.is_paragraph(i));
        paragraphs.take(PARAGRAPHS_BELOW)
    }

    /// One more than the last of [`Self::paragraphs_from`], or `i` if there is none.
    fn end_of_paragraphs_from(&self, i: usize) -> usize {
        self.paragraphs_from(i).last().map_or(i, |last| last + 1)
    }

    /// Whether two paragraphs at the top may be told again below. Of most pages none is, and what
    /// follows costs more than this question.
    fn may_have_summary(&self) -> bool {
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
    fn first_pulled(&self) -> Option<usize> {
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
    fn pulled_from_end(&self) -> Option<usize> {
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

/// A hash of a run of words that depends on their order.
fn run_hash(run: &[Word]) -> u64 {
    let mut hash: u64 = 0;
    for word in run {
        hash = hash.rotate_left(21) ^ word.hash;
    }
    hash
}
