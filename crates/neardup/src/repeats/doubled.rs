//! What stands twice inside one paragraph, side by side.
//!
//! A template that prints `alt` text and caption into one element leaves “…in the harbourThe old
//! ferry in the harbourThe mayor said”, and a standfirst may be printed twice in a row. At the head
//! of a paragraph, where both happen, the first of the two copies goes.

use super::glue::{case_change, opening_quotes};
use super::page::Page;
use super::partners::come_again;
use super::repeat::{Repeat, RepeatKind};
use crate::alike::{WordOverlap, cover};
use copydesk_text::{Span, has_effective_words, sentences};
use std::ops::Range;

/// What is said twice on purpose is shorter, in effective words.
const MIN_WORDS: usize = 8;
/// Least similarity of two sentences, one of which goes.
const MIN_SIMILARITY: f64 = 0.8;
/// A second copy is looked for where this many words of the first come again.
const GRAM: usize = 4;
/// How many such runs come again where a sentence is said twice. Of seven words or more, which is
/// four fifths of eight, a difference parts at most every fourth from the next, or the similarity
/// were less; and every part but for its last two words begins a run.
const MIN_AGAIN: usize = 2;

/// Cuts every doubled beginning of a paragraph, and leaves the paragraph alone from then on: its
/// copies are settled.
pub(super) fn cut_doubled(page: &mut Page<'_>) -> Vec<Repeat> {
    let mut out = Vec::new();
    for i in 0..page.segments().len() {
        let words = &page.words()[page.ranges[i].clone()];
        if !page.alive[i] || !has_effective_words(words, 2 * MIN_WORDS) {
            continue;
        }
        let found =
            doubled_words(page, i).map_or_else(|| doubled_sentences(page, i), |one| vec![one]);
        if !found.is_empty() {
            page.alive[i] = false;
            out.extend(found);
        }
    }
    out
}

/// The same words again, with or without a space between.
fn doubled_words(page: &Page<'_>, i: usize) -> Option<Repeat> {
    let range = page.ranges[i].clone();
    let hash = |at: usize| page.words()[at].hash;
    let begins_again =
        |&at: &usize| (0..GRAM).all(|k| hash(at + 1 + k) == hash(range.start + 1 + k));
    // Nothing but the two copies may be there.
    let latest = (range.start + range.end) / 2 + 1;
    let latest = latest.min(range.end.saturating_sub(GRAM));
    // The word at `again` begins the second copy, alone or behind the last word of the first.
    let again = (range.start + GRAM..latest).find(begins_again)?;
    let start = if hash(again) == hash(range.start) {
        page.words()[again].span.start()
    } else {
        let at = case_change(page.text(), page.words()[again])?;
        let first = page.words()[range.start].span.slice(page.text());
        let is_same = copydesk_text::normalise(&page.text()[at..page.words()[again].span.end()])
            == copydesk_text::normalise(first);
        is_same.then_some(at)?
    };
    let is_glued = start > page.words()[again].span.start();
    // Words that stand alone in both copies; a last word that is glued to what follows is compared
    // as text.
    let alone = again - range.start - usize::from(is_glued);
    let is_same = |k: usize| hash(range.start + k) == hash(again + k);
    let last = again + again - range.start;
    if again + alone > range.end || !(1..alone).all(is_same) {
        return None;
    }
    let end = if is_glued {
        let tail = page.words().get(last).filter(|_| last < range.end)?;
        let wanted = &page.text()[page.words()[again].span.start()..start];
        tail.span
            .slice(page.text())
            .starts_with(wanted)
            .then(|| tail.span.start() + wanted.len())?
    } else {
        page.words()[again + alone - 1].span.end()
    };
    let cut = Span::new(
        page.segments()[i].content().start(),
        opening(page.text(), page.words()[again].span.start(), start),
    );
    repeat(page, range.start..again, cut, Span::new(start, end))
}

/// A sentence and, behind it, one that says the same; perhaps more than one, as a gallery prints
/// the caption of a picture with the credit of each of its sizes.
fn doubled_sentences(page: &Page<'_>, i: usize) -> Vec<Repeat> {
    let content = page.segments()[i].content();
    if come_again(&page.words()[page.document.words_in(content)], MIN_AGAIN) {
        said_again(page, content)
    } else {
        Vec::new()
    }
}

/// The first sentence of a paragraph, if the second says the same; if others do too, they go and
/// the first stays.
fn said_again(page: &Page<'_>, content: Span) -> Vec<Repeat> {
    let sentences = sentences(page.text(), content);
    let Some(&first) = sentences.first() else {
        return Vec::new();
    };
    let again: Vec<(Span, WordOverlap)> = sentences[1..]
        .iter()
        .map_while(|&next| Some((next, says_the_same(page, first, next)?)))
        .collect();
    let visible = |span: Span| {
        let words = page.document.words_in(span);
        page.words()[words.start]
            .span
            .join(page.words()[words.end - 1].span)
    };
    let repeat = |cut: Span, kept: Span, overlap: WordOverlap| Repeat {
        cut,
        kept: visible(kept),
        kind: RepeatKind::Contained,
        overlap,
    };
    match again[..] {
        [] => Vec::new(),
        [(second, overlap)] => vec![repeat(first, second, overlap)],
        _ => again
            .into_iter()
            .map(|(next, overlap)| repeat(next, first, overlap))
            .collect(),
    }
}

/// How well two sentences agree, if they say the same.
fn says_the_same(page: &Page<'_>, first: Span, second: Span) -> Option<WordOverlap> {
    let here = page.document.words_in(first);
    let there = page.document.words_in(second);
    let covers =
        |a: &Range<usize>, b: &Range<usize>| cover(page.side(), a.clone(), page.side(), b.clone());
    let (found, _) = (covers(&here, &there)?, covers(&there, &here)?);
    let is_long = has_effective_words(&page.words()[here], MIN_WORDS);
    (is_long && found.overlap.similarity() >= MIN_SIMILARITY).then_some(found.overlap)
}

fn repeat(page: &Page<'_>, words: Range<usize>, cut: Span, kept: Span) -> Option<Repeat> {
    let len = words.len();
    let overlap = WordOverlap {
        matched: len,
        cut: len,
        kept: len,
    };
    let is_long = has_effective_words(&page.words()[words], MIN_WORDS);
    is_long.then_some(Repeat {
        cut,
        kept,
        kind: RepeatKind::Contained,
        overlap,
    })
}

/// Where the second copy begins, with the quotes that open it.
fn opening(text: &str, earliest: usize, start: usize) -> usize {
    (start - opening_quotes(&text[..start])).max(earliest.min(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repeats::page::Remainder;
    use copydesk_text::{Document, Spans};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_said_twice_comes_again(
            said in proptest::collection::vec("[a-z]{2,6}", 8..20), at in 0usize..20, gone in 0usize..3, new in "( a| the| had|){0,3}",
        ) {
            let at = at.min(said.len() - gone);
            let again = format!("{}{new} {}", said[..at].join(" "), said[at + gone..].join(" "));
            let text = format!("So {}. So {again}. So be it.", said.join(" "));
            let document = Document::new(text);
            let page = Page::new(&document, &Remainder::of(&document, &Spans::default()));
            let content = document.segments()[0].content();
            prop_assert!(said_again(&page, content).is_empty() || come_again(document.words(), MIN_AGAIN));
        }
    }
}
