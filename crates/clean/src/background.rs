//! Background: paragraphs that an article can do without if other articles have them.
//!
//! Newspapers paste the same paragraphs of history into every report on a subject. One copy is
//! enough, but not every shared paragraph is background. The lead is what the article is about. A
//! quotation is news wherever it is printed. And after “The minister said:” something must follow.
//! Only paragraphs whose removal leaves no gap are background. Whether one is cut is decided later,
//! when all documents that have it are known.

use copydesk_text::{Document, Spans, ends_sentence};

/// Quotation marks. The ASCII apostrophe is not one of them: it is mostly an apostrophe.
const QUOTATION: &[char] = &[
    '"', '“', '”', '„', '«', '»', '「', '」', '『', '』', '‟', '＂',
];

/// The last characters of lines that introduce the next line.
const INTRODUCES: &[char] = &[':', '：', '،', ',', '—', '–', '-', ';'];

/// Whether a paragraph quotes somebody.
pub(crate) fn is_quotation(document: &Document<'_>, number: usize) -> bool {
    let content = document.content_of(number);
    may_hold_quotation(content.as_bytes()) && content.contains(QUOTATION)
}

/// Whether a text has a byte that a quotation mark may begin with: all but one are not ASCII.
///
/// The loop has no branch, so the compiler makes SIMD instructions of it.
fn may_hold_quotation(bytes: &[u8]) -> bool {
    let mut any = false;
    for &byte in bytes {
        any |= (byte == b'"') | !byte.is_ascii();
    }
    any
}

/// Whether a paragraph may be cut as background, as far as its own article is concerned: it is a
/// whole paragraph of complete sentences, without a quotation, not the lead, and not introduced by
/// the line before it. The article is complete without it.
///
/// ```
/// use copydesk_clean::is_background;
/// use copydesk_text::{Document, Spans};
///
/// let page = Document::new(
///     "The ferry sank at dawn.\n\nNobody was hurt.\n\nThe line was founded in 1911.\n\n\
///      It said: “No.”",
/// );
/// let may = |number| is_background(&page, number, &Spans::default());
/// assert_eq!([may(0), may(1), may(2), may(3)], [false, true, true, false]);
/// ```
///
/// # Panics
/// If there is no such paragraph.
#[must_use]
pub fn is_background(document: &Document<'_>, number: usize, cut: &Spans) -> bool {
    let text = document.content_of(number).trim_end();
    if !ends_sentence(text) || is_quotation(document, number) {
        return false;
    }
    let mut line_before = None;
    for number in (0..number).rev() {
        let span = document.segments()[number].content();
        if document.words_of(number).is_empty() || cut.overlap(span) {
            continue;
        }
        let line = document.content_of(number).trim_end();
        // Only the nearest line before the paragraph can introduce it, so later rounds keep that
        // line.
        let is_introduced = line_before.get_or_insert(line).ends_with(INTRODUCES);
        // Headlines, bylines and datelines do not end like sentences. The first paragraph that does
        // is the lead, so a paragraph with none before it may be the lead itself.
        if ends_sentence(line) {
            return !is_introduced;
        }
    }
    false
}
