//! Cuts a caption from the end of a paragraph to which it is glued.
//!
//! Where the space between caption and sentence is missing, two words are read as one
//! (`stadiumYou`), whose hash is that of neither. So the word of the caption at the seam is
//! compared as text, and all its other words are compared by their hashes.

use crate::repeats::page::Page;
use crate::word_runs::same_words;
use copydesk_text::{Span, Word, ends_sentence, normalise};

/// Removes the words of caption `j` from the back of segment `i`, of which `uncut` is not cut yet.
/// Returns the span to cut, or `None` if the caption is not glued there.
///
/// The caption must have fewer words than the segment.
pub(super) fn cut_from_back(page: &mut Page<'_>, i: usize, j: usize, uncut: Span) -> Option<Span> {
    let words = page.words();
    let (range, caption) = (page.ranges[i].clone(), page.ranges[j].clone());
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

/// The byte at which a caption begins that is glued to the text before it: at the start of `word`
/// with its opening quotation marks, or at a capital inside `word`. `previous` is the word before
/// `word`. `None` if neither is the caption's first word, or a space is before it.
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
    if between.contains(char::is_whitespace) || between.is_empty() && !word.is_unspaced() {
        return None;
    }
    // In a script without spaces every word is glued to the next word. Only a stop shows where a
    // sentence ends.
    if word.is_unspaced() && !ends_sentence(between) {
        return None;
    }
    // Closing marks belong to the sentence before the caption, opening marks to the caption.
    Some(word.span.start() - opening_quotes(between))
}

/// Removes the words of caption `j` from the front of segment `i`, of which `uncut` is not cut yet.
/// Returns the span to cut, or `None` if the caption is not glued there.
///
/// The caption must have fewer words than the segment.
pub(super) fn cut_from_front(page: &mut Page<'_>, i: usize, j: usize, uncut: Span) -> Option<Span> {
    let words = page.words();
    let (range, caption) = (page.ranges[i].clone(), page.ranges[j].clone());
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

/// The byte at which a caption ends that is glued to the text after it: between `word` and the word
/// `next` after it, or at a capital inside `word`. `None` if neither is the end of the caption's
/// last word, or a space is after it.
fn end_of_caption(text: &str, word: Word, next: Word, last_of_caption: Word) -> Option<usize> {
    if word.hash != last_of_caption.hash {
        let capital = case_change(text, word)?;
        let front = &text[word.span.start()..capital];
        return same_text(front, last_of_caption.span.slice(text)).then_some(capital);
    }
    let between = &text[word.span.end()..next.span.start()];
    let is_glued = !between.is_empty() && !between.contains(char::is_whitespace);
    if !is_glued || word.is_unspaced() && !ends_sentence(between) {
        return None;
    }
    Some(next.span.start() - opening_quotes(between))
}

/// Whether a byte is inside a word. If an earlier cut ends at such a byte, half of the word is left
/// there. This happens where two captions are glued to one end of a paragraph. No caption ends in
/// half a word, so nothing more is cut at that end.
fn is_inside(byte: usize, word: &Word) -> bool {
    word.span.start() < byte && byte < word.span.end()
}

/// Length of the opening quotation marks and brackets at the end of a text, in bytes.
pub(in crate::repeats) fn opening_quotes(text: &str) -> usize {
    text.len()
        - text
            .trim_end_matches(['“', '‘', '«', '„', '(', '[', '「'])
            .len()
}

/// Whether two texts have the same normal form, as two words with the same hash do.
pub(in crate::repeats) fn same_text(a: &str, b: &str) -> bool {
    normalise(a) == normalise(b)
}

/// The byte of the text at which, inside a word, a capital follows a small letter or digit:
/// `stadium|You`. `None` if there is no such capital.
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
