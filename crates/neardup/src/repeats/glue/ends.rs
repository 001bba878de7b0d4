//! Cuts a caption from the front or the back of a paragraph to which it is glued.
//!
//! At the *seam*, the place where caption and sentence meet without a space, two words may be read
//! as one (`stadiumYou`), whose hash is that of neither. Then the word of the caption at the seam
//! is compared as text. All other words of the caption are compared by their hashes.

use crate::repeats::page::Page;
use crate::word_runs::same_words;
use copydesk_text::{Span, Word, ends_sentence, normalise};

/// Removes the words of caption `j` from the back of segment `i`. Returns the span to cut, or
/// `None` if the caption is not glued there. `uncut` is the part of the segment that is not cut
/// yet.
///
/// The caption must have fewer words than the segment.
pub(super) fn cut_from_back(page: &mut Page<'_>, i: usize, j: usize, uncut: Span) -> Option<Span> {
    let words = page.words();
    let (range, caption) = (page.ranges[i].clone(), page.ranges[j].clone());
    // The index of the word with which the caption would begin.
    let first = range.end - caption.len();
    let ends_in_word = matches!(words.get(range.end), Some(word) if is_inside(uncut.end(), word));
    if ends_in_word
        || !same_words(
            &words[first + 1..range.end],
            &words[caption.start + 1..caption.end],
        )
    {
        return None;
    }
    let start = start_of_caption(
        page.text(),
        words[first - 1],
        words[first],
        words[caption.start],
    )?;
    page.ranges[i] = range.start..first;
    Some(Span::new(start, uncut.end()))
}

/// The byte at which a glued caption begins: the start of `word` with the opening marks before it,
/// or a capital inside `word`. `previous` is the word before `word`. `None` if the caption does not
/// begin there, or is not glued to the text before.
fn start_of_caption(
    text: &str,
    previous: Word,
    word: Word,
    first_of_caption: Word,
) -> Option<usize> {
    if word.hash != first_of_caption.hash {
        let capital = case_change(text, word)?;
        let rest = &text[capital..word.span.end()];
        return same_text(rest, first_of_caption.span.slice(text)).then_some(capital);
    }
    let between = &text[previous.span.end()..word.span.start()];
    // The caption begins with a whole word. Closing marks belong to the sentence before the
    // caption, opening marks to the caption.
    is_seam(between, word).then(|| word.span.start() - opening_marks_len(between))
}

/// Removes the words of caption `j` from the front of segment `i`. Returns the span to cut, or
/// `None` if the caption is not glued there. `uncut` is the part of the segment that is not cut
/// yet.
///
/// The caption must have fewer words than the segment.
pub(super) fn cut_from_front(page: &mut Page<'_>, i: usize, j: usize, uncut: Span) -> Option<Span> {
    let words = page.words();
    let (range, caption) = (page.ranges[i].clone(), page.ranges[j].clone());
    // The index of the word with which the caption would end.
    let last = range.start + caption.len() - 1;
    let word_before = words[..range.start].last();
    let begins_in_word = matches!(word_before, Some(word) if is_inside(uncut.start(), word));
    if begins_in_word
        || !same_words(
            &words[range.start..last],
            &words[caption.start..caption.end - 1],
        )
    {
        return None;
    }
    let end = end_of_caption(
        page.text(),
        words[last],
        words[last + 1],
        words[caption.end - 1],
    )?;
    page.ranges[i] = last + 1..range.end;
    Some(Span::new(uncut.start(), end))
}

/// The byte at which a glued caption ends: between `word` and `next`, the word after it, or at a
/// capital inside `word`. `None` if the caption does not end there, or is not glued to the text
/// after.
fn end_of_caption(text: &str, word: Word, next: Word, last_of_caption: Word) -> Option<usize> {
    if word.hash != last_of_caption.hash {
        let capital = case_change(text, word)?;
        let front = &text[word.span.start()..capital];
        return same_text(front, last_of_caption.span.slice(text)).then_some(capital);
    }
    let between = &text[word.span.end()..next.span.start()];
    is_seam(between, word).then(|| next.span.start() - opening_marks_len(between))
}

/// Whether the text between two words shows that a caption is glued to a sentence there: it has
/// marks and no space. In a script without spaces it must end with a stop, because there no word
/// has a space after it. `word` is one of the two words.
fn is_seam(between: &str, word: Word) -> bool {
    let is_without_space = !between.is_empty() && !between.contains(char::is_whitespace);
    is_without_space && (!word.is_unspaced() || ends_sentence(between))
}

/// Whether a byte is inside a word. If the uncut part of a segment ends or begins at such a byte,
/// an earlier cut has left half a word there. No caption ends or begins with half a word, so
/// nothing more is cut at that end.
fn is_inside(byte: usize, word: &Word) -> bool {
    word.span.start() < byte && byte < word.span.end()
}

/// Length of the opening quotation marks and brackets at the end of a text, in bytes.
pub(in crate::repeats) fn opening_marks_len(text: &str) -> usize {
    text.len()
        - text
            .trim_end_matches(['“', '‘', '«', '„', '(', '[', '「'])
            .len()
}

/// Whether two texts have the same normal form, as two words with the same hash do.
pub(in crate::repeats) fn same_text(a: &str, b: &str) -> bool {
    normalise(a) == normalise(b)
}

/// The byte of the text at which a capital inside a word follows a small letter or digit:
/// `stadium|You`. `None` if the word has no such capital.
pub(in crate::repeats) fn case_change(text: &str, word: Word) -> Option<usize> {
    let mut is_after_small = false;
    for (at, c) in word.span.slice(text).char_indices() {
        if c.is_uppercase() && is_after_small {
            return Some(word.span.start() + at);
        }
        is_after_small = c.is_lowercase() || c.is_numeric();
    }
    None
}
