//! Which paragraphs of an article can be missed if other articles have them.

use copydesk_text::{Document, Spans, Word, ends_sentence};

/// Marks of a quotation: what somebody said is news wherever it is printed.
const QUOTATION: &[char] = &[
    '"', '“', '”', '„', '«', '»', '「', '」', '『', '』', '‟', '＂',
];

/// What a line ends with that introduces the next.
const INTRODUCES: &[char] = &[':', '：', '،', ',', '—', '–', '-', ';'];

/// Whether a paragraph quotes somebody.
pub(crate) fn is_quotation(document: &Document<'_>, number: usize) -> bool {
    document.content_of(number).contains(QUOTATION)
}

/// Whether a paragraph begins with a name that the article gives nowhere else, as the note on its
/// author does: “Ada Holm is a pilot in Varn.”
pub(crate) fn names_author(document: &Document<'_>, number: usize) -> bool {
    let [first, last, ..] = document.words_of(number) else {
        return false;
    };
    let text = document.text();
    let is_small = |word: &Word| word.span.slice(text).starts_with(char::is_lowercase);
    let is_capitalised = |word: &Word| {
        let raw = word.span.slice(text);
        raw.starts_with(char::is_uppercase) && raw.contains(char::is_lowercase)
    };
    let is_ever_small = |name: &Word| {
        let mut words = document.words().iter();
        words.any(|word| word.hash == name.hash && is_small(word))
    };
    let is_name = |word: &Word| is_capitalised(word) && !is_ever_small(word);
    let own = document.segments()[number].content();
    let is_elsewhere = |word: &Word| word.hash == last.hash && !own.contains(word.span);
    is_name(first) && is_name(last) && !document.words().iter().any(is_elsewhere)
}

/// Whether a paragraph may be cut as background, as far as its own article tells: a whole paragraph
/// of complete sentences, without a quotation, that is not the lead and that no line before it
/// introduces. Nothing of the article is missing without it, if others tell it.
///
/// ```
/// use copydesk_clean::is_background;
/// use copydesk_text::{Document, Spans};
///
/// let page = Document::new("The ferry sank at dawn.\n\nNobody was hurt.\n\nThe line was founded in 1911.\n\nIt said: “No.”");
/// let may = |number| is_background(&page, number, &Spans::default());
/// assert_eq!([may(0), may(1), may(2), may(3)], [false, true, true, false]);
/// ```
///
/// # Panics
/// If there is no such paragraph.
#[must_use]
pub fn is_background(document: &Document<'_>, number: usize, cut: &Spans) -> bool {
    let content = |number: usize| document.content_of(number).trim_end();
    let is_kept = |&number: &usize| {
        let span = document.segments()[number].content();
        !document.words_of(number).is_empty() && !cut.overlap(span)
    };
    let is_sentence = |number: &usize| ends_sentence(content(*number));
    let text = content(number);
    if !ends_sentence(text) || is_quotation(document, number) {
        return false;
    }
    let mut before = (0..number).rev().filter(is_kept);
    let is_lead = !before.clone().any(|number| is_sentence(&number));
    let is_introduced = before
        .next()
        .is_some_and(|number| content(number).ends_with(INTRODUCES));
    !is_lead && !is_introduced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_note_on_an_author_names_somebody_who_is_named_nowhere_else() {
        let column = "The lamp of Varn went out.\n\n• Ada Holm is a pilot and writes every week.\n\n\
                      The Harbour Post is read in Varn, and the harbour is not.\n\nHugo Brandt said so. \
                      It was Brandt who lit it.\n\nNOTE TO READERS: the lamp is old.";
        let document = Document::new(column);
        let found: Vec<bool> = (0..5)
            .map(|number| names_author(&document, number))
            .collect();
        assert_eq!(found, [false, true, false, true, false]);
        let again = Document::new(format!("{column}\n\nIt was Brandt, and Holm saw him."));
        assert!(!names_author(&again, 1) && !names_author(&again, 3));
    }
}
