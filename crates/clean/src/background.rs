//! Which paragraphs of an article can be missed if other articles have them.
//!
//! Newspapers paste the same paragraphs of history into every report on a subject. One copy is
//! enough, but not every shared paragraph is background: the lead is what the article is about, a
//! quotation is news wherever it is printed, and after “The minister said:” something must follow.
//! Only paragraphs that can go without a hole are background. Whether they do go is decided later,
//! when all documents that have them are known.

use copydesk_text::{Document, Spans, ends_sentence};

/// Marks of a quotation: what somebody said is news wherever it is printed.
const QUOTATION: &[char] = &[
    '"', '“', '”', '„', '«', '»', '「', '」', '『', '』', '‟', '＂',
];

/// What a line ends with that introduces the next.
const INTRODUCES: &[char] = &[':', '：', '،', ',', '—', '–', '-', ';'];

/// Whether a paragraph quotes somebody.
pub(crate) fn is_quotation(document: &Document<'_>, number: usize) -> bool {
    let content = document.content_of(number);
    // All marks but one are not ASCII. Without a branch, this looks at many bytes at a time.
    let may_be_mark = |byte: u8| (byte == b'"') | !byte.is_ascii();
    let may_hold_mark = content
        .bytes()
        .fold(false, |any, byte| any | may_be_mark(byte));
    may_hold_mark && content.contains(QUOTATION)
}

/// Whether a paragraph may be cut as background, as far as its own article tells: a whole paragraph
/// of complete sentences, without a quotation, that is not the lead and that no line before it
/// introduces. Nothing of the article is missing without it, if others tell it.
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
        let is_introduced = line_before.get_or_insert(line).ends_with(INTRODUCES);
        // Headlines, bylines and datelines end in no full stop. The first sentence is the lead.
        if ends_sentence(line) {
            return !is_introduced;
        }
    }
    false
}
