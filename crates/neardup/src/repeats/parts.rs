//! One sentence at the edge of a paragraph that stands elsewhere word for word, where the paragraph
//! as a whole says more.
//!
//! Three accidents of scraping leave such sentences:
//! 1. a caption in front of the headline, in one line with it, made of a sentence of the story;
//! 2. a paragraph that begins in the middle of a sentence, because the end of the one above was
//!    printed again;
//! 3. a headline in front of its teaser and once more behind it.
//!
//! A line that prints a sentence of the story with the name of its speaker, next to the paragraph in
//! which it is said, is a pull quote and goes as a whole.

use super::page::Page;
use super::repeat::{Repeat, RepeatKind};
use crate::alike::WordOverlap;
use copydesk_text::{Span, effective_words, ends_sentence, sentences};
use std::ops::Range;

/// Shortest sentence that is known again, in effective words.
const MIN_SENTENCE: usize = 8;
/// Longest headline, in effective words.
const MAX_HEADLINE: usize = 15;
/// Longest name behind a pull quote, in words.
const MAX_NAME: usize = 3;

/// Cuts the parts, and leaves their paragraphs alone from then on. The paragraphs that hold the
/// copies must stay.
pub(super) fn cut_parts(page: &mut Page<'_>, ranges: &[Range<usize>]) -> Vec<Repeat> {
    let mut out: Vec<Repeat> = Vec::new();
    let first = (0..ranges.len()).find(|&i| !page.is_gone(i));
    for (i, range) in ranges.iter().enumerate() {
        if !page.alive[i] || page.ranges[i] != *range {
            continue;
        }
        let found = teaser(page, i, first)
            .or_else(|| fragment(page, i))
            .or_else(|| headline_again(page, i))
            .or_else(|| pull_quote(page, i));
        let is_needed = |repeat: &Repeat| out.iter().any(|other| other.kept.overlaps(repeat.cut));
        if let Some(repeat) = found.filter(|repeat| !is_needed(repeat)) {
            page.alive[i] = false;
            page.cut[i] = repeat.cut == page.segments()[i].content();
            out.push(repeat);
        }
    }
    out
}

/// A sentence in front of the headline that the story tells below.
fn teaser(page: &Page<'_>, i: usize, first: Option<usize>) -> Option<Repeat> {
    if first != Some(i) || page.partners.of_segment(i).is_empty() {
        return None;
    }
    let parts = sentences(page.text(), page.segments()[i].content());
    let [sentence, headline] = parts[..] else {
        return None;
    };
    // A credit belongs to its caption, and would be left in front of the headline.
    let headline_words = &page.words()[page.document.words_in(headline)];
    let headline = headline.slice(page.text());
    let is_headline = headline.starts_with(char::is_alphanumeric)
        && !ends_sentence(headline)
        && effective_words(headline_words) <= MAX_HEADLINE;
    if !is_headline {
        return None;
    }
    let said = page.document.words_in(sentence);
    // Beside it stands another print of the caption, if any.
    let mut below = page
        .living_partners(i)
        .filter(|partner| partner.segment > i && !page.is_beside(i, partner.segment));
    let told = below
        .find_map(|partner| place_of(page, said.clone(), page.ranges[partner.segment].clone()))?;
    repeat(page, said, sentence, told)
}

/// The end of the paragraph above, at the beginning of this one.
fn fragment(page: &Page<'_>, i: usize) -> Option<Repeat> {
    let content = page.segments()[i].content();
    if !content.slice(page.text()).starts_with(char::is_lowercase) {
        return None;
    }
    let above = (0..i).rev().find(|&j| !page.is_gone(j))?;
    let &[sentence, _, ..] = &sentences(page.text(), content)[..] else {
        return None;
    };
    let said = page.document.words_in(sentence);
    let end = page.ranges[above].clone();
    let tail = end
        .end
        .checked_sub(said.len())
        .filter(|&start| start >= end.start)?;
    let told = place_of(page, said.clone(), tail..end.end)?;
    page.alive[above].then_some(())?;
    repeat(page, said, sentence, told)
}

/// The headline with which the paragraph begins, at its end.
fn headline_again(page: &Page<'_>, i: usize) -> Option<Repeat> {
    if ends_sentence(page.content(i)) || page.len(i) < 2 * MIN_SENTENCE {
        return None;
    }
    let parts = sentences(page.text(), page.segments()[i].content());
    let &[_, .., last] = &parts[..] else {
        return None;
    };
    let said = page.document.words_in(last);
    let start = page.ranges[i].start;
    if start + said.len() > said.start {
        return None;
    }
    let told = place_of(page, said.clone(), start..start + said.len())?;
    repeat(page, said, last, told)
}

/// A sentence of the paragraph below or above with the name of its speaker.
fn pull_quote(page: &Page<'_>, i: usize) -> Option<Repeat> {
    let content = page.segments()[i].content();
    // What ends in a bracket is a caption with its credit.
    if !content.slice(page.text()).ends_with(char::is_alphanumeric) {
        return None;
    }
    let line = page.ranges[i].clone();
    let is_capitalised = |at: usize| {
        let raw = page.words()[at].span.slice(page.text());
        raw.starts_with(char::is_uppercase)
    };
    let name = (line.start..line.end)
        .rev()
        .take_while(|&at| is_capitalised(at))
        .take(MAX_NAME);
    let named: Vec<usize> = name.collect();
    let speaker = page.words().get(line.end.checked_sub(1)?)?.hash;
    let beside = page
        .living_partners(i)
        .filter(|partner| page.is_beside(i, partner.segment));
    for partner in beside {
        let paragraph = page.ranges[partner.segment].clone();
        let is_prose = ends_sentence(page.content(partner.segment));
        if !is_prose || paragraph.len() < line.len() + MIN_SENTENCE {
            continue;
        }
        let names_speaker = page.words()[paragraph.clone()]
            .iter()
            .any(|word| word.hash == speaker);
        for &start in named.iter().filter(|_| names_speaker) {
            let said = line.start..start;
            if let Some(told) = place_of(page, said.clone(), paragraph.clone()) {
                return repeat(page, said, content, told);
            }
        }
    }
    None
}

/// Where a run of words comes again word for word inside another run.
fn place_of(page: &Page<'_>, said: Range<usize>, within: Range<usize>) -> Option<Range<usize>> {
    let hashes = |run: Range<usize>| page.words()[run].iter().map(|word| word.hash);
    if effective_words(&page.words()[said.clone()]) < MIN_SENTENCE || said.len() > within.len() {
        return None;
    }
    (within.start..=within.end - said.len())
        .map(|start| start..start + said.len())
        .find(|place| hashes(place.clone()).eq(hashes(said.clone())))
}

fn repeat(page: &Page<'_>, said: Range<usize>, cut: Span, told: Range<usize>) -> Option<Repeat> {
    let [first, .., last] = &page.words()[told] else {
        return None;
    };
    let len = said.len();
    Some(Repeat {
        cut,
        kept: first.span.join(last.span),
        kind: RepeatKind::Contained,
        overlap: WordOverlap {
            matched: len,
            cut: len,
            kept: len,
        },
    })
}
