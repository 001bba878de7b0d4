//! Text that is printed twice inside one paragraph, side by side.
//!
//! A template that prints `alt` text and caption into one element leaves “…in the harbourThe old
//! ferry in the harbourThe mayor said”. And a standfirst may be printed twice in a row. Both happen
//! at the beginning of a paragraph, so only the beginning is examined. Of two copies the first is
//! cut, because the second continues into the paragraph. Of three or more copies of a sentence the
//! first stays and all others are cut.

use super::glue::{case_change, opening_marks_len, same_text};
use super::page::Page;
use super::partners::has_recurring_runs;
use super::repeat::{Repeat, RepeatKind};
use crate::align::{Coverage, WordOverlap, find_coverage};
use crate::word_runs::same_words;
use copydesk_text::{Span, has_effective_words, sentences};
use std::ops::Range;

/// Fewest effective words of a copy. Shorter text may be said twice on purpose.
const MIN_WORDS: usize = 8;
/// Least similarity of two sentences if one of them is cut, 0..=1.
const MIN_SIMILARITY: f64 = 0.8;
/// Length, in words, of the run by which the second copy is found. The run begins after the first
/// word of the paragraph, because the second copy's first word may be glued to the word before it.
const OPENING_RUN: usize = 4;
/// Fewest runs of three words that recur in a paragraph that says its first sentence twice.
///
/// At [`MIN_SIMILARITY`] there is at most one unshared word for every four shared ones, so `m`
/// shared words are in at most `m / 4 + 1` unbroken parts (rounded down). In each part, every word
/// but the last two begins a run. So there are at least `m − 2·(m / 4 + 1)` runs. The shortest
/// sentences, of [`MIN_WORDS`], share at least seven words, and from seven words on this is at
/// least two.
const MIN_RECURRING_RUNS: usize = 2;

/// Cuts all copies but one of the beginning of each paragraph that prints its beginning several
/// times. The paragraph is then closed: later steps do not compare it ([`Page::is_open`]).
pub(super) fn cut_doubled(page: &mut Page<'_>) -> Vec<Repeat> {
    let mut out = Vec::new();
    for i in 0..page.segments().len() {
        if !page.is_open[i] || !has_effective_words(page.words_of(i), 2 * MIN_WORDS) {
            continue;
        }
        let found = match doubled_words(page, i) {
            Some(repeat) => vec![repeat],
            None => doubled_sentences(page, i),
        };
        if !found.is_empty() {
            page.is_open[i] = false;
            out.extend(found);
        }
    }
    out
}

/// The repeat that cuts the words with which paragraph `i` begins, if exactly the same words follow
/// them, with or without a space between the two copies. The paragraph must have more words than
/// [`OPENING_RUN`].
///
/// ```text
/// the old ferry in the harbourThe old ferry in the harbourThe mayor said
///                      ^ second                    ^ last
/// ```
///
/// Where the space is missing, two words are read as one (`harbourThe`), whose hash is that of
/// neither. So the first and the last word of a copy are compared as text if they are glued to a
/// neighbour. All other words are compared by their hashes.
fn doubled_words(page: &Page<'_>, i: usize) -> Option<Repeat> {
    let range = page.ranges[i].clone();
    let words = page.words();
    let opening = &words[range.start + 1..=range.start + OPENING_RUN];
    // The second copy is as long as the first, so it begins in the first half of the paragraph. The
    // opening run must fit in after its first word.
    let after_middle = (range.start + range.end) / 2 + 1;
    let search_end = after_middle.min(range.end - OPENING_RUN);
    // The word with which the second copy begins, perhaps glued to the last word of the first.
    let second = (range.start + OPENING_RUN..search_end)
        .find(|&at| same_words(&words[at + 1..=at + OPENING_RUN], opening))?;
    let second_start = start_in_word(page, second, range.start)?;
    let is_glued = second_start > words[second].span.start();
    let first_copy = range.start..second;
    // If the copies are glued, the first has one more word, which is in the word at `second`.
    let whole_words = first_copy.len();
    if second + whole_words > range.end
        || !same_words(
            &words[range.start + 1..second],
            &words[second + 1..second + whole_words],
        )
    {
        return None;
    }
    // What is glued to the front of the second copy: the last word of the first copy, perhaps with
    // opening quotation marks of the second. It is empty if nothing is glued there.
    let before_second = &page.text()[words[second].span.start()..second_start];
    let second_end = if is_glued {
        // The second copy has its last word at `last`, which must begin with the same text.
        let last = second + whole_words;
        if last >= range.end {
            return None;
        }
        let last_word = words[last].span;
        if !last_word.slice(page.text()).starts_with(before_second) {
            return None;
        }
        last_word.start() + before_second.len()
    } else {
        words[second + whole_words - 1].span.end()
    };
    if !has_effective_words(&words[first_copy.clone()], MIN_WORDS) {
        return None;
    }
    let content = page.segments()[i].content();
    let cut_end = second_start - opening_marks_len(before_second);
    Some(Repeat::word_for_word(
        Span::new(content.start(), cut_end),
        Span::new(second_start, second_end),
        first_copy.len(),
    ))
}

/// The byte at which the text of word `first` begins again in word `at`: the start of word `at`, or
/// a capital inside it, if other text is glued to its front. `None` if it begins at neither.
fn start_in_word(page: &Page<'_>, at: usize, first: usize) -> Option<usize> {
    let (word, first) = (page.words()[at], page.words()[first]);
    if word.hash == first.hash {
        return Some(word.span.start());
    }
    let capital = case_change(page.text(), word)?;
    let rest = &page.text()[capital..word.span.end()];
    same_text(rest, first.span.slice(page.text())).then_some(capital)
}

/// The repeats among the first sentences of paragraph `i`, if two or more of them say the same.
/// There may be many: a gallery prints the caption of a picture with the credit of each of its
/// sizes.
fn doubled_sentences(page: &Page<'_>, i: usize) -> Vec<Repeat> {
    let content = page.segments()[i].content();
    // Most paragraphs fail this test. It is cheaper than to divide them into sentences.
    let words = &page.words()[page.document.words_in(content)];
    if has_recurring_runs(words, MIN_RECURRING_RUNS) {
        repeats_of_first(page, content)
    } else {
        Vec::new()
    }
}

/// The repeats of the first sentence of a paragraph in the sentences right after it. If only the
/// second sentence says the same, the first is cut. If several do, all of them are cut and the
/// first stays.
fn repeats_of_first(page: &Page<'_>, content: Span) -> Vec<Repeat> {
    let sentences = sentences(page.text(), content);
    let Some((&first, others)) = sentences.split_first() else {
        return Vec::new();
    };
    let mut copies: Vec<(Span, WordOverlap)> = Vec::new();
    for &next in others {
        let Some(overlap) = overlap_of_copies(page, first, next) else {
            break;
        };
        copies.push((next, overlap));
    }
    if let [(second, overlap)] = copies[..] {
        return vec![sentence_repeat(page, first, second, overlap)];
    }
    let mut out = Vec::with_capacity(copies.len());
    for (copy, overlap) in copies {
        out.push(sentence_repeat(page, copy, first, overlap));
    }
    out
}

/// The repeat that cuts the sentence `cut` and keeps the words of the sentence `kept`. Both spans
/// include the space after the sentence.
fn sentence_repeat(page: &Page<'_>, cut: Span, kept: Span, overlap: WordOverlap) -> Repeat {
    Repeat {
        cut,
        kept: page.span_of(&page.document.words_in(kept)),
        kind: RepeatKind::Contained,
        overlap,
    }
}

/// How many words two sentences have in common, if each says all that the other says. `None` if
/// they are not copies of each other, or too short.
fn overlap_of_copies(page: &Page<'_>, first: Span, second: Span) -> Option<WordOverlap> {
    let first = page.document.words_in(first);
    let second = page.document.words_in(second);
    if !has_effective_words(&page.words()[first.clone()], MIN_WORDS) {
        return None;
    }
    let overlap = covered_by(page, &first, &second)?.overlap;
    covered_by(page, &second, &first)?;
    (overlap.similarity() >= MIN_SIMILARITY).then_some(overlap)
}

/// Where the words `by` say all that `words` say, and how well; `None` if they do not.
fn covered_by(page: &Page<'_>, words: &Range<usize>, by: &Range<usize>) -> Option<Coverage> {
    find_coverage(page.side(), words.clone(), page.side(), by.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repeats::remainder::Remainder;
    use copydesk_text::{Document, Spans};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_sentence_that_is_said_twice_has_recurring_runs(
            said in proptest::collection::vec("[a-z]{2,6}", 8..20),
            change_at in 0usize..20,
            deleted in 0usize..3,
            inserted in "( a| the| had|){0,3}",
        ) {
            let change_at = change_at.min(said.len() - deleted);
            let (before, after) = (&said[..change_at], &said[change_at + deleted..]);
            let again = format!("{}{inserted} {}", before.join(" "), after.join(" "));
            let text = format!("So {}. So {again}. So be it.", said.join(" "));
            let document = Document::new(text);
            let remainder = Remainder::of(&document, &Spans::default());
            let page = Page::new(&document, &remainder);
            let content = document.segments()[0].content();
            let may_repeat = has_recurring_runs(document.words(), MIN_RECURRING_RUNS);
            prop_assert!(repeats_of_first(&page, content).is_empty() || may_repeat);
        }
    }
}
