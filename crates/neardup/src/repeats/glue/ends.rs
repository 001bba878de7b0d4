//! Where a caption ends and the sentence begins to which the caption is glued.
//!
//! Without a space between them, the last word of the first and the first word of the second are
//! read as one word (`stadiumYou`), whose hash is that of neither. So the word of the caption that
//! is glued is compared as text, and all its other words are compared by their hashes.

use crate::repeats::page::Page;
use crate::word_runs::same_words;
use copydesk_text::{Span, Word, ends_sentence, normalise};

/// Takes the words of caption `j` from the end of segment `i`, of which `left` is not cut yet.
/// Returns the span to cut, or `None` if the caption is not glued there.
/// The caption must have fewer words than the segment.
pub(super) fn cut_behind(page: &mut Page<'_>, i: usize, j: usize, left: Span) -> Option<Span> {
    let words = page.words();
    let (own, caption) = (page.ranges[i].clone(), page.ranges[j].clone());
    let first = own.end - caption.len();
    let is_torn = matches!(words.get(own.end), Some(word) if is_inside(left.end(), word));
    if is_torn
        || !same_words(
            &words[first + 1..own.end],
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
    page.ranges[i] = own.start..first;
    Some(Span::new(start, left.end()))
}

/// Where a caption begins whose first word is `wanted`: at `word`, which follows `before`, or
/// inside `word`. `None` if `word` does not hold the first word, or if a space comes before it:
/// then nothing is glued.
fn start_of_caption(text: &str, before: Word, word: Word, wanted: Word) -> Option<usize> {
    if word.hash != wanted.hash {
        let at = case_change(text, word)?;
        let rest = &text[at..word.span.end()];
        return same_text(rest, wanted.span.slice(text)).then_some(at);
    }
    let between = &text[before.span.end()..word.span.start()];
    if between.contains(char::is_whitespace) || between.is_empty() && !word.is_unspaced() {
        return None;
    }
    // In a script without spaces every word is glued to the next word. Only a stop shows where a
    // sentence ends.
    if word.is_unspaced() && !ends_sentence(between) {
        return None;
    }
    // Closing quotes belong to the sentence in front, opening ones to the caption.
    Some(word.span.start() - opening_quotes(between))
}

/// Takes the words of caption `j` from the front of segment `i`, of which `left` is not cut yet.
/// Returns the span to cut, or `None` if the caption is not glued there.
/// The caption must have fewer words than the segment.
pub(super) fn cut_in_front(page: &mut Page<'_>, i: usize, j: usize, left: Span) -> Option<Span> {
    let words = page.words();
    let (own, caption) = (page.ranges[i].clone(), page.ranges[j].clone());
    let last = own.start + caption.len() - 1;
    let is_torn = matches!(words[..own.start].last(), Some(word) if is_inside(left.start(), word));
    if is_torn
        || !same_words(
            &words[own.start..last],
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
    page.ranges[i] = last + 1..own.end;
    Some(Span::new(left.start(), end))
}

/// Where a caption ends whose last word is `wanted`: after `word` and before `next`, or inside
/// `word`. `None` if `word` does not hold the last word, or if a space follows it.
fn end_of_caption(text: &str, word: Word, next: Word, wanted: Word) -> Option<usize> {
    if word.hash != wanted.hash {
        let at = case_change(text, word)?;
        let front = &text[word.span.start()..at];
        return same_text(front, wanted.span.slice(text)).then_some(at);
    }
    let between = &text[word.span.end()..next.span.start()];
    let is_glued = !between.is_empty() && !between.contains(char::is_whitespace);
    if !is_glued || word.is_unspaced() && !ends_sentence(between) {
        return None;
    }
    Some(next.span.start() - opening_quotes(between))
}

/// Whether a byte lies inside a word. If a cut ends there, it has left half of the word, and no
/// caption ends in half a word. Such a word is left if two captions are glued to one end of a
/// paragraph and one of them is cut.
fn is_inside(byte: usize, word: &Word) -> bool {
    word.span.start() < byte && byte < word.span.end()
}

/// Bytes of the quotes and brackets that open at the end of a text.
pub(in crate::repeats) fn opening_quotes(text: &str) -> usize {
    text.len()
        - text
            .trim_end_matches(['“', '‘', '«', '„', '(', '[', '「'])
            .len()
}

/// Whether two texts have the same normal form, like two words that have the same hash.
pub(in crate::repeats) fn same_text(a: &str, b: &str) -> bool {
    normalise(a) == normalise(b)
}

/// Where inside a word a small letter or digit meets a capital (`stadium|You`), as a byte of the
/// text.
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
