//! Sentences that are long enough to be compared on their own.

use copydesk_text::{Span, Word, effective_words, sentences};
use std::ops::Range;

/// The sentences of a segment, each with the range of its words. `segment` is the span of the
/// segment, and `segment_words` is the range of its words.
///
/// A sentence of fewer than `least` effective words ([`effective_words`]) is joined to the one
/// before it, because short sentences are equal by chance too often. A short first sentence is
/// joined to the one after it. A sentence that begins inside a word (a word may have a full stop
/// inside: `U.S.`) is joined to the one before it, because a word belongs to one sentence.
pub(crate) fn long_sentences(
    text: &str,
    words: &[Word],
    segment: Span,
    segment_words: &Range<usize>,
    least: usize,
) -> Vec<(Span, Range<usize>)> {
    let mut out: Vec<(Span, Range<usize>)> = Vec::new();
    let mut start = segment_words.start;
    for span in sentences(text, segment) {
        let rest = &words[start..segment_words.end];
        let end = start + rest.partition_point(|word| word.span.start() < span.end());
        let is_short = effective_words(&words[start..end]) < least;
        let begins_inside_word = match words[segment_words.start..start].last() {
            Some(previous) => previous.span.end() > span.start(),
            // No word precedes this sentence.
            None => false,
        };
        match out.last_mut() {
            // The previous sentence is short only if it is the first.
            Some((previous, previous_words))
                if is_short
                    || begins_inside_word
                    || effective_words(&words[previous_words.clone()]) < least =>
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
