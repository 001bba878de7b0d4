//! Sentences that are long enough to be compared on their own.

use copydesk_text::{Span, Word, effective_words, sentences};
use std::ops::Range;

/// The sentences of a segment, each with the range of its words. `within` is the span of the
/// segment, `range` are its words.
///
/// A sentence of fewer than `min` effective words ([`effective_words`]) is joined to the one before
/// it, because short sentences are equal by chance too often. So is one that begins inside a word,
/// because a word belongs to one sentence. A short first sentence is joined to the one after it.
pub(crate) fn long_sentences(
    text: &str,
    words: &[Word],
    within: Span,
    range: &Range<usize>,
    min: usize,
) -> Vec<(Span, Range<usize>)> {
    let mut out: Vec<(Span, Range<usize>)> = Vec::new();
    let mut start = range.start;
    for span in sentences(text, within) {
        let end = start + words[start..range.end].partition_point(|w| w.span.start() < span.end());
        let is_short = effective_words(&words[start..end]) < min;
        let begins_inside_word = match words[range.start..start].last() {
            Some(previous) => previous.span.end() > span.start(),
            None => false,
        };
        match out.last_mut() {
            // The previous sentence is short only if it is the first.
            Some((previous, previous_words))
                if is_short
                    || begins_inside_word
                    || effective_words(&words[previous_words.clone()]) < min =>
            {
                *previous = previous.join(span);
                previous_words.end = end;
            }
            _ => out.push((span, start..end)),
        }
        start = end;
    }
    out
}
