//! One sentence at the edge of a paragraph that occurs elsewhere word for word, where the paragraph
//! as a whole says more.
//!
//! A sentence that recurs is no accident by itself: it is quoted, or taken up. Three accidents
//! of scraping are known by where the sentence is:
//!
//! 1. a caption before the headline, in one line with it, made of a sentence of the story
//!    ([`teaser`]);
//! 2. a paragraph that begins in the middle of a sentence, because the end of the one above was
//!    printed again ([`fragment`]);
//! 3. a headline before its teaser and once more after it ([`headline_again`]).
//!
//! ```text
//! ⟦The pilots of Varn have waited nine days for a lamp.⟧ Harbour left in the dark
//!
//! The pilots of Varn have waited nine days for a lamp, and have lit a fire on the mole.
//! ```
//!
//! A line that prints a sentence of the story with the name of its speaker, next to the paragraph
//! in which it is said, is a pull quote and is cut as a whole ([`pull_quote`]).

use super::page::Page;
use super::repeat::Repeat;
use crate::word_runs::same_words;
use copydesk_text::{Span, effective_words, ends_sentence, sentences};
use std::ops::Range;

/// Shortest sentence that is looked for, in effective words.
const MIN_SENTENCE: usize = 8;
/// Longest headline, in effective words.
const MAX_HEADLINE: usize = 15;
/// Longest name after a pull quote, in words.
const MAX_NAME: usize = 3;

/// Cuts the parts, and closes their paragraphs. The paragraphs that hold the copies must stay.
pub(super) fn cut_parts(page: &mut Page<'_>) -> Vec<Repeat> {
    let mut out: Vec<Repeat> = Vec::new();
    let first = (0..page.ranges.len()).find(|&i| !page.is_gone(i));
    for i in 0..page.ranges.len() {
        if !page.is_open[i] || !page.is_untouched(i) {
            continue;
        }
        let Some(repeat) = part(page, i, first == Some(i)) else {
            continue;
        };
        // What an earlier part keeps cannot be cut.
        if out.iter().any(|other| other.kept.overlaps(repeat.cut)) {
            continue;
        }
        // What is left is no copy of anything, and what it says more is not to be cut for another.
        page.is_open[i] = false;
        page.is_cut[i] = repeat.cut == page.segments()[i].content();
        out.push(repeat);
    }
    out
}

/// What can be cut of segment `i`; `is_first` if it is the first that is left on the page.
fn part(page: &Page<'_>, i: usize, is_first: bool) -> Option<Repeat> {
    if is_first && let Some(found) = teaser(page, i) {
        return Some(found);
    }
    let finders: [fn(&Page<'_>, usize) -> Option<Repeat>; 3] =
        [fragment, headline_again, pull_quote];
    for find in finders {
        if let Some(found) = find(page, i) {
            return Some(found);
        }
    }
    None
}

/// A sentence before the headline that the story tells below.
fn teaser(page: &Page<'_>, i: usize) -> Option<Repeat> {
    if page.partners.of_segment(i).is_empty() {
        return None;
    }
    let parts = sentences(page.text(), page.segments()[i].content());
    let [sentence, headline] = parts[..] else {
        return None;
    };
    if !is_headline(page, headline) {
        return None;
    }
    let said = page.document.words_in(sentence);
    for partner in page.open_partners(i) {
        // What is beside it is another print of the caption, if it has the words.
        if partner.segment < i || page.is_beside(i, partner.segment) {
            continue;
        }
        let story = page.ranges[partner.segment].clone();
        if let Some(told) = find_words(page, &said, &story) {
            return Some(repeat(page, &said, sentence, &told));
        }
    }
    None
}

/// Whether a sentence may be a headline. One that begins with a sign is the credit of the caption
/// in front, which would be left alone above the story.
fn is_headline(page: &Page<'_>, sentence: Span) -> bool {
    let words = &page.words()[page.document.words_in(sentence)];
    let sentence = sentence.slice(page.text());
    sentence.starts_with(char::is_alphanumeric)
        && !ends_sentence(sentence)
        && effective_words(words) <= MAX_HEADLINE
}

/// The end of the paragraph above, at the beginning of this one. Only a paragraph that begins with
/// a small letter is asked: a sentence that ends one paragraph may open the next on purpose.
fn fragment(page: &Page<'_>, i: usize) -> Option<Repeat> {
    let content = page.segments()[i].content();
    if !content.slice(page.text()).starts_with(char::is_lowercase) {
        return None;
    }
    let above = (0..i).rev().find(|&j| !page.is_gone(j))?;
    // What follows the fragment must stay.
    let &[sentence, _, ..] = &sentences(page.text(), content)[..] else {
        return None;
    };
    let said = page.document.words_in(sentence);
    let paragraph = page.ranges[above].clone();
    if said.len() > paragraph.len() || !page.is_open[above] {
        return None;
    }
    let tail = paragraph.end - said.len()..paragraph.end;
    let told = find_words(page, &said, &tail)?;
    Some(repeat(page, &said, sentence, &told))
}

/// The headline with which the paragraph begins, at its end. A headline has no stop, so a paragraph
/// that ends in one has none there.
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
    let front = start..start + said.len();
    // The two prints would overlap.
    if front.end > said.start {
        return None;
    }
    let told = find_words(page, &said, &front)?;
    Some(repeat(page, &said, last, &told))
}

/// A sentence of the paragraph below or above with the name of its speaker. All of the line is cut,
/// and the paragraph must name the speaker too.
fn pull_quote(page: &Page<'_>, i: usize) -> Option<Repeat> {
    let content = page.segments()[i].content();
    // What ends in a bracket is a caption with its credit.
    if !content.slice(page.text()).ends_with(char::is_alphanumeric) {
        return None;
    }
    let line = page.ranges[i].clone();
    let speaker = page.words_of(i).last()?.hash;
    let names = capitalised_at_end(page, &line);
    for partner in page.open_partners(i) {
        if !page.is_beside(i, partner.segment) {
            continue;
        }
        let paragraph = page.ranges[partner.segment].clone();
        let is_prose = ends_sentence(page.content(partner.segment));
        // If the paragraph says little more than the line, they are two prints of one thing.
        if !is_prose || paragraph.len() < line.len() + MIN_SENTENCE {
            continue;
        }
        let mut words = page.words_of(partner.segment).iter();
        if !words.any(|word| word.hash == speaker) {
            continue;
        }
        // How many words the name has is not known: one first, then more.
        for name in 1..=names {
            let said = line.start..line.end - name;
            if let Some(told) = find_words(page, &said, &paragraph) {
                return Some(repeat(page, &said, content, &told));
            }
        }
    }
    None
}

/// How many words at the end of a run begin with a capital, at most [`MAX_NAME`].
fn capitalised_at_end(page: &Page<'_>, run: &Range<usize>) -> usize {
    let mut count = 0;
    for word in page.words()[run.clone()].iter().rev().take(MAX_NAME) {
        if !word.span.slice(page.text()).starts_with(char::is_uppercase) {
            break;
        }
        count += 1;
    }
    count
}

/// Where a run of words recurs word for word inside another run, if it is long enough to be
/// looked for.
fn find_words(page: &Page<'_>, said: &Range<usize>, within: &Range<usize>) -> Option<Range<usize>> {
    let words = &page.words()[said.clone()];
    if effective_words(words) < MIN_SENTENCE || words.len() > within.len() {
        return None;
    }
    for start in within.start..=within.end - words.len() {
        let place = start..start + words.len();
        if same_words(&page.words()[place.clone()], words) {
            return Some(place);
        }
    }
    None
}

/// The repeat that cuts a span for the words `told`, which are the words `said` once more.
fn repeat(page: &Page<'_>, said: &Range<usize>, cut: Span, told: &Range<usize>) -> Repeat {
    Repeat::word_for_word(cut, page.span_of(told), said.len())
}
