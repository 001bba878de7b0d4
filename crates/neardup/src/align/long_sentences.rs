//! Sentences that are long enough to be compared by themselves.

use copydesk_text::{Span, Word, effective_words, sentences};
use std::ops::Range;

/// The sentences of a segment with their words. One of fewer than `min` effective words is joined
/// to the sentence in front, because short sentences are equal by chance too often. So is one that
/// begins inside a word, because a word belongs to one sentence.
pub(crate) fn long_sentences(
    text: &str,
    words: &[Word],
    within: Span,
    range: &Range<usize>,
    min: usize,
) -> Vec<(Span, Range<usize>)> {
    let mut out: Vec<(Span, Range<usize>)> = Vec::new();
    let mut at = range.start;
    for span in sentences(text, within) {
        let end = at + words[at..range.end].partition_point(|w| w.span.start() < span.end());
        let is_short = effective_words(&words[at..end]) < min;
        // The last word in front of this sentence reaches into it.
        let is_inside = match words[range.start..at].last() {
            Some(word) => word.span.end() > span.start(),
            None => false,
        };
        match out.last_mut() {
            // The first sentence has none in front; if it is short, the next one is joined to it.
            Some((joined, last))
                if is_short || is_inside || effective_words(&words[last.clone()]) < min =>
            {
                *joined = joined.join(span);
                last.end = end;
            }
            _ => out.push((span, at..end)),
        }
        at = end;
    }
    out
}
