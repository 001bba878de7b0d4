//! Text that is printed twice inside one paragraph, side by side.
//!
//! A template that prints `alt` text and caption into one element leaves “…in the harbourThe old
//! ferry in the harbourThe mayor said”, and a standfirst may be printed twice in a row. Both happen
//! at the head of a paragraph, so only the head is looked at, and the first of the two copies is
//! cut. The second is the one that continues into the paragraph.

use super::glue::{case_change, opening_quotes, same_text};
use super::page::Page;
use super::partners::has_recurring_runs;
use super::repeat::{Repeat, RepeatKind};
use crate::align::{Cover, WordOverlap, find_coverage};
use crate::word_runs::same_words;
use copydesk_text::{Span, has_effective_words, sentences};
use std::ops::Range;

/// What is said twice on purpose is shorter, in effective words.
const MIN_WORDS: usize = 8;
/// Least similarity of two sentences if one of them is cut, 0..=1.
const MIN_SIMILARITY: f64 = 0.8;
/// A second copy is looked for where this many words of the first recur.
const GRAM: usize = 4;
/// How many runs of three words recur at least where a sentence is said twice. Two sentences
/// of eight words with four fifths in common share seven. A difference separates at most every
/// fourth word from the next, or the similarity were less, and every part between two differences
/// begins a run with each of its words but the last two.
const MIN_AGAIN: usize = 2;

/// Cuts every doubled beginning of a paragraph, and closes the paragraph: its copies are settled.
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

/// The words with which a paragraph begins, if the very same words follow them, with or without a
/// space between.
///
/// ```text
/// the old ferry in the harbourThe old ferry in the harbourThe mayor said
///                      ^ again                     ^ last
/// ```
///
/// A missing space makes one word of two, whose hash is neither's. So the first and the last word
/// of a copy are compared as text where they are glued to a neighbour, and by their hashes
/// everywhere else.
fn doubled_words(page: &Page<'_>, i: usize) -> Option<Repeat> {
    let range = page.ranges[i].clone();
    let words = page.words();
    let opening = &words[range.start + 1..=range.start + GRAM];
    // The second copy is as long as the first and must fit into the paragraph.
    let latest = (range.start + range.end) / 2 + 1;
    let latest = latest.min(range.end.saturating_sub(GRAM));
    // The word at `again` begins the second copy, alone or after the last word of the first.
    let again =
        (range.start + GRAM..latest).find(|&at| same_words(&words[at + 1..=at + GRAM], opening))?;
    let start = start_in(page, again, range.start)?;
    let is_glued = start > words[again].span.start();
    // How many words of each copy are whole words in both.
    let alone = again - range.start - usize::from(is_glued);
    if again + alone > range.end
        || !same_words(
            &words[range.start + 1..range.start + alone],
            &words[again + 1..again + alone],
        )
    {
        return None;
    }
    let end = if is_glued {
        // Here the word at `again` begins with the last word of the first copy, and the word at
        // `last` must begin with the same.
        let last = again + again - range.start;
        if last >= range.end {
            return None;
        }
        let tail = words[last].span;
        let wanted = &page.text()[words[again].span.start()..start];
        if !tail.slice(page.text()).starts_with(wanted) {
            return None;
        }
        tail.start() + wanted.len()
    } else {
        words[again + alone - 1].span.end()
    };
    let first_copy = range.start..again;
    if !has_effective_words(&words[first_copy.clone()], MIN_WORDS) {
        return None;
    }
    let content = page.segments()[i].content();
    let cut_end = with_opening_quotes(page.text(), words[again].span.start(), start);
    let cut = Span::new(content.start(), cut_end);
    Some(Repeat::word_for_word(
        cut,
        Span::new(start, end),
        first_copy.len(),
    ))
}

/// Where in the text a second copy begins that has the word `first` at its start: with the word
/// `again`, or inside it.
fn start_in(page: &Page<'_>, again: usize, first: usize) -> Option<usize> {
    let (again, first) = (page.words()[again], page.words()[first]);
    if again.hash == first.hash {
        return Some(again.span.start());
    }
    let at = case_change(page.text(), again)?;
    let rest = &page.text()[at..again.span.end()];
    same_text(rest, first.span.slice(page.text())).then_some(at)
}

/// Where the second copy begins, with the quotes that open it, though not before `earliest`.
fn with_opening_quotes(text: &str, earliest: usize, start: usize) -> usize {
    (start - opening_quotes(&text[..start])).max(earliest.min(start))
}

/// The sentence with which a paragraph begins, if the next one says the same; perhaps more than
/// one does, as a gallery prints the caption of a picture with the credit of each of its sizes.
fn doubled_sentences(page: &Page<'_>, i: usize) -> Vec<Repeat> {
    let content = page.segments()[i].content();
    // Most paragraphs are not divided into sentences: this bitmap is cheaper.
    if has_recurring_runs(&page.words()[page.document.words_in(content)], MIN_AGAIN) {
        said_again(page, content)
    } else {
        Vec::new()
    }
}

/// The first sentence of a paragraph, if the second says the same; if others do too, they are cut
/// and the first stays.
fn said_again(page: &Page<'_>, content: Span) -> Vec<Repeat> {
    let sentences = sentences(page.text(), content);
    let Some((&first, others)) = sentences.split_first() else {
        return Vec::new();
    };
    let mut again: Vec<(Span, WordOverlap)> = Vec::new();
    for &next in others {
        let Some(overlap) = says_the_same(page, first, next) else {
            break;
        };
        again.push((next, overlap));
    }
    if let [(second, overlap)] = again[..] {
        return vec![sentence_for(page, first, second, overlap)];
    }
    let mut out = Vec::with_capacity(again.len());
    for (next, overlap) in again {
        out.push(sentence_for(page, next, first, overlap));
    }
    out
}

/// The repeat that cuts one sentence for another, both given with the space after them.
fn sentence_for(page: &Page<'_>, cut: Span, kept: Span, overlap: WordOverlap) -> Repeat {
    Repeat {
        cut,
        kept: page.span_of(&page.document.words_in(kept)),
        kind: RepeatKind::Contained,
        overlap,
    }
}

/// How well two sentences agree, if each says all that the other says.
fn says_the_same(page: &Page<'_>, first: Span, second: Span) -> Option<WordOverlap> {
    let here = page.document.words_in(first);
    let there = page.document.words_in(second);
    if !has_effective_words(&page.words()[here.clone()], MIN_WORDS) {
        return None;
    }
    let found = words_cover(page, &here, &there)?;
    words_cover(page, &there, &here)?;
    (found.overlap.similarity() >= MIN_SIMILARITY).then_some(found.overlap)
}

/// How some words of the document say all that others say.
fn words_cover(page: &Page<'_>, said: &Range<usize>, told: &Range<usize>) -> Option<Cover> {
    find_coverage(page.side(), said.clone(), page.side(), told.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repeats::remainder::Remainder;
    use copydesk_text::{Document, Spans};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_said_twice_comes_again(
            said in proptest::collection::vec("[a-z]{2,6}", 8..20),
            at in 0usize..20,
            gone in 0usize..3,
            new in "( a| the| had|){0,3}",
        ) {
            let at = at.min(said.len() - gone);
            let again = format!("{}{new} {}", said[..at].join(" "), said[at + gone..].join(" "));
            let text = format!("So {}. So {again}. So be it.", said.join(" "));
            let document = Document::new(text);
            let remainder = Remainder::of(&document, &Spans::default());
            let page = Page::new(&document, &remainder);
            let content = document.segments()[0].content();
            let may_be_said_again = has_recurring_runs(document.words(), MIN_AGAIN);
            prop_assert!(said_again(&page, content).is_empty() || may_be_said_again);
        }
    }
}
