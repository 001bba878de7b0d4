//! Background: paragraphs that an article can do without if other articles have them.
//!
//! Newspapers paste the same paragraphs of history into every report on a subject. One copy is
//! enough, but not every shared paragraph is background. The first paragraph of the story (the
//! lead) is what the article is about. A quotation is news wherever it is printed. And after “The
//! minister said:” something must follow. A paragraph is background only if its removal leaves no
//! gap. Whether it is cut is decided later, when all documents that have it are known.

use copydesk_text::{Document, Spans, ends_sentence};

/// Quotation marks. `'` is not one of them, because it is mostly an apostrophe.
const QUOTATION: &[char] = &[
    '"', '“', '”', '„', '«', '»', '「', '」', '『', '』', '‟', '＂',
];

/// The last characters of lines that introduce the next line.
const INTRODUCES: &[char] = &[':', '：', '،', ',', '—', '–', '-', ';'];

/// Whether a paragraph quotes somebody: it has a quotation mark. `number` is the number of its
/// segment.
pub(crate) fn is_quotation(document: &Document<'_>, number: usize) -> bool {
    let content = document.content_of(number);
    may_have_quotation_mark(content.as_bytes()) && content.contains(QUOTATION)
}

/// Whether a text has a byte with which a quotation mark may begin. A quick test that rules out
/// most paragraphs: all quotation marks except `"` begin with a byte that is not ASCII.
///
/// The loop has no branch, so the compiler can use SIMD instructions for it.
fn may_have_quotation_mark(bytes: &[u8]) -> bool {
    let mut any = false;
    for &byte in bytes {
        any |= (byte == b'"') | !byte.is_ascii();
    }
    any
}

/// Whether the article would be complete without a paragraph, so that the paragraph may be cut as
/// background: it ends like a sentence, has no quotation, is not the lead, and is not introduced by
/// the line before it. `number` is the number of its segment, and `cut` are the spans that are cut
/// in any case.
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
/// If there is no segment with this number.
#[must_use]
pub fn is_background(document: &Document<'_>, number: usize, cut: &Spans) -> bool {
    let text = document.content_of(number).trim_end();
    if !ends_sentence(text) || is_quotation(document, number) {
        return false;
    }
    // The lines above are visited upwards. Only the nearest one can introduce the paragraph.
    let mut nearest_line = None;
    for above in (0..number).rev() {
        let span = document.segments()[above].content();
        if document.words_of(above).is_empty() || cut.overlap(span) {
            continue;
        }
        let line = document.content_of(above).trim_end();
        let is_introduced = nearest_line.get_or_insert(line).ends_with(INTRODUCES);
        // Headlines, bylines and datelines do not end like sentences, so the first line of the text
        // that ends like one is the lead. A paragraph with such a line above it is not the lead.
        // Any other may be.
        if ends_sentence(line) {
            return !is_introduced;
        }
    }
    false
}
