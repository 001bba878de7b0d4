//! Cuts a sentence at the edge of a paragraph, if the same words occur elsewhere. The rest of the
//! paragraph stays, because it says more.
//!
//! Most sentences that recur do so on purpose: they are quoted, or taken up again. But the place of
//! a sentence may show that it recurs by an accident of scraping. There are three such places:
//!
//! 1. before a headline, on one line with it: a caption made of a sentence of the story
//!    ([`teaser`]);
//! 2. at the beginning of a paragraph, in the middle of a sentence: the end of the paragraph above
//!    was printed again ([`fragment`]);
//! 3. at the end of a paragraph: the headline with which the paragraph begins ([`headline_again`]).
//!
//! In this example a caption is before the headline:
//!
//! ```text
//! ⟦The pilots of Varn have waited nine days for a lamp.⟧ Harbour left in the dark
//!
//! The pilots of Varn have waited nine days for a lamp, and have lit a fire on the mole.
//! ```
//!
//! A pull quote is cut as a whole here: a line with a sentence of the story and the name of its
//! speaker, next to the paragraph from which it was taken ([`pull_quote`]).
//!
//! Some words of `page.rs`: The *partners* of a segment are the segments that share a run of words
//! with it. A segment is *open* if it may still be cut or kept as a copy, and *untouched* if no
//! earlier step has cut words from its ends. Two segments are *beside* each other if nothing that
//! stays is between them.

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

/// Cuts at most one such sentence of each paragraph, or the paragraph as a whole if it is a pull
/// quote. A paragraph from which something is cut is not open any more.
pub(super) fn cut_parts(page: &mut Page<'_>) -> Vec<Repeat> {
    let mut out: Vec<Repeat> = Vec::new();
    let first_with_words = (0..page.ranges.len()).find(|&i| !page.has_no_words(i));
    for i in 0..page.ranges.len() {
        if !page.is_open[i] || !page.is_untouched(i) {
            continue;
        }
        let Some(repeat) = find_part(page, i, first_with_words == Some(i)) else {
            continue;
        };
        // A copy that the repeat of another paragraph keeps must stay.
        if out.iter().any(|other| other.kept.overlaps(repeat.cut)) {
            continue;
        }
        // `page.ranges` still includes the words that are cut, so later steps must not compare the
        // paragraph.
        page.is_open[i] = false;
        let is_all_cut = repeat.cut == page.segments()[i].content();
        page.is_cut[i] = is_all_cut;
        out.push(repeat);
    }
    out
}

/// The repeat that cuts a part of segment `i`. `is_first` says that it is the first segment on the
/// page that has words.
fn find_part(page: &Page<'_>, i: usize, is_first: bool) -> Option<Repeat> {
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

/// The repeat that cuts the sentence before the headline, if the story has this sentence below.
/// `i` is the first segment that has words.
fn teaser(page: &Page<'_>, i: usize) -> Option<Repeat> {
    if page.partners.of_segment(i).is_empty() {
        return None;
    }
    let sentences = sentences(page.text(), page.segments()[i].content());
    let [sentence, headline] = sentences[..] else {
        return None;
    };
    if !is_headline(page, headline) {
        return None;
    }
    let words = page.document.words_in(sentence);
    for partner in page.open_partners(i) {
        // If the segment right below has the words, it is not the story but the caption once more.
        if page.is_beside(i, partner.segment) {
            continue;
        }
        let story = page.ranges[partner.segment].clone();
        if let Some(copy) = find_words(page, &words, &story) {
            return Some(repeat(page, &words, sentence, &copy));
        }
    }
    None
}

/// Whether the sentence after a caption may be a headline. If this sentence begins with a bracket
/// or another sign, it is the credit of the caption, which must not be left alone above the story.
fn is_headline(page: &Page<'_>, sentence: Span) -> bool {
    let words = &page.words()[page.document.words_in(sentence)];
    let sentence = sentence.slice(page.text());
    sentence.starts_with(char::is_alphanumeric)
        && !ends_sentence(sentence)
        && effective_words(words) <= MAX_HEADLINE
}

/// The repeat that cuts the first sentence of paragraph `i`, if the paragraph above ends with the
/// same words. The first letter must be small: a whole sentence that ends one paragraph may open
/// the next one on purpose.
fn fragment(page: &Page<'_>, i: usize) -> Option<Repeat> {
    let content = page.segments()[i].content();
    if !content.slice(page.text()).starts_with(char::is_lowercase) {
        return None;
    }
    let above = (0..i).rev().find(|&j| !page.has_no_words(j))?;
    // There must be another sentence, which stays.
    let &[sentence, _, ..] = &sentences(page.text(), content)[..] else {
        return None;
    };
    let words = page.document.words_in(sentence);
    let paragraph = page.ranges[above].clone();
    if words.len() > paragraph.len() || !page.is_open[above] {
        return None;
    }
    let end_of_paragraph = paragraph.end - words.len()..paragraph.end;
    let copy = find_words(page, &words, &end_of_paragraph)?;
    Some(repeat(page, &words, sentence, &copy))
}

/// The repeat that cuts the last sentence of paragraph `i`, if the paragraph begins with the same
/// words. They must be a headline, which ends without a stop.
fn headline_again(page: &Page<'_>, i: usize) -> Option<Repeat> {
    if ends_sentence(page.content(i)) || page.len(i) < 2 * MIN_SENTENCE {
        return None;
    }
    let sentences = sentences(page.text(), page.segments()[i].content());
    let &[_, .., last] = &sentences[..] else {
        return None;
    };
    let words = page.document.words_in(last);
    let start = page.ranges[i].start;
    let front = start..start + words.len();
    // The two copies must not overlap.
    if front.end > words.start {
        return None;
    }
    let copy = find_words(page, &words, &front)?;
    Some(repeat(page, &words, last, &copy))
}

/// The repeat that cuts all of line `i`, if the line consists of a sentence from the paragraph
/// right below or above, followed by the name of a speaker. The last word of this name must be in
/// the paragraph, too.
fn pull_quote(page: &Page<'_>, i: usize) -> Option<Repeat> {
    let content = page.segments()[i].content();
    // A line that ends in a bracket is a caption with its credit.
    if !content.slice(page.text()).ends_with(char::is_alphanumeric) {
        return None;
    }
    let line = page.ranges[i].clone();
    let surname = page.words_of(i).last()?.hash;
    let max_name_words = capitalised_at_end(page, &line);
    for partner in page.open_partners(i) {
        if !page.is_beside(i, partner.segment) {
            continue;
        }
        let paragraph = page.ranges[partner.segment].clone();
        let is_prose = ends_sentence(page.content(partner.segment));
        // If the paragraph says little more than the line, it is the line printed again.
        if !is_prose || paragraph.len() < line.len() + MIN_SENTENCE {
            continue;
        }
        let mut words = page.words_of(partner.segment).iter();
        if !words.any(|word| word.hash == surname) {
            continue;
        }
        // It is not known how many words the name has, so all lengths are tried.
        for name_words in 1..=max_name_words {
            let quote = line.start..line.end - name_words;
            if let Some(copy) = find_words(page, &quote, &paragraph) {
                return Some(repeat(page, &quote, content, &copy));
            }
        }
    }
    None
}

/// How many words in a row at the end of a run of words begin with a capital, at most [`MAX_NAME`].
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

/// The first copy of a run of words, word for word, inside the words `within`. `None` if there is
/// none, or if the run is too short to be looked for.
fn find_words(page: &Page<'_>, run: &Range<usize>, within: &Range<usize>) -> Option<Range<usize>> {
    let words = &page.words()[run.clone()];
    if effective_words(words) < MIN_SENTENCE || words.len() > within.len() {
        return None;
    }
    for start in within.start..=within.end - words.len() {
        let copy = start..start + words.len();
        if same_words(&page.words()[copy.clone()], words) {
            return Some(copy);
        }
    }
    None
}

/// The repeat that cuts the span `cut` and keeps the words `copy`, which are the same as `words`.
fn repeat(page: &Page<'_>, words: &Range<usize>, cut: Span, copy: &Range<usize>) -> Repeat {
    Repeat::word_for_word(cut, page.span_of(copy), words.len())
}
