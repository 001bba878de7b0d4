//! Captions glued to a sentence of the story without a space.
//!
//! A scraper that drops a tag leaves “…what is happening.'They were seen weeping”, or “…the
//! stadiumYou can go out”. If the caption also stands alone close by, its copy is cut out of the
//! glued paragraph: the caption then stands once, and the sentence is whole.

use super::page::{MIN_WORDS, Page};
use super::repeat::{Repeat, RepeatKind};
use crate::alike::WordOverlap;
use copydesk_text::{Span, Word, ends_sentence};
use std::ops::Range;

/// How many segments away the caption may stand.
const REACH: usize = 3;
/// What a caption and its credit begin and end with.
const OPENING: [char; 3] = ['(', '[', '（'];
const CLOSING: [char; 3] = [')', ']', '）'];

/// Cuts every glued copy; shrinks the ranges of the segments it cut from. `ranges` are the words
/// that the segments came with: one of which something went already names no copy and is named for
/// none, and one that is named loses nothing. `parts` are found already, and come back with the
/// others.
pub(super) fn cut_glued(
    page: &mut Page<'_>,
    ranges: &[Range<usize>],
    parts: Vec<Repeat>,
) -> Vec<Repeat> {
    let mut is_named = vec![false; ranges.len()];
    for repeat in &parts {
        is_named[page.document.segment_at(repeat.kept.start())] = true;
    }
    let mut out = parts;
    for i in 0..page.segments().len() {
        if !page.alive[i] || is_named[i] || page.ranges[i] != ranges[i] {
            continue;
        }
        let mut left = page.segments()[i].content();
        for at in 0..page.partners.of_segment(i).len() {
            let j = page.partners.of_segment(i)[at].segment;
            let is_shorter = page.ranges[j].len() < page.ranges[i].len();
            if !page.alive[j] || i.abs_diff(j) > REACH || !is_shorter || page.ranges[j] != ranges[j]
            {
                continue;
            }
            let found = cut_behind(page, i, j, left).or_else(|| cut_in_front(page, i, j, left));
            if let Some(cut) = found {
                // Another caption may be glued to what is left.
                left = if cut.start() > left.start() {
                    Span::new(left.start(), cut.start())
                } else {
                    Span::new(cut.end(), left.end())
                };
                let kept = page.segments()[j].content();
                let words = page.ranges[j].len();
                let overlap = WordOverlap {
                    matched: words,
                    cut: words,
                    kept: words,
                };
                out.push(Repeat {
                    cut,
                    kept,
                    kind: RepeatKind::Contained,
                    overlap,
                });
                is_named[j] = true;
            }
        }
    }
    for i in 0..page.segments().len() {
        if page.alive[i] && !is_named[i] && page.ranges[i] == ranges[i] {
            let inside = cut_inside(page, i, ranges);
            for (j, repeat) in inside {
                is_named[j] = true;
                page.alive[i] = false;
                out.push(repeat);
            }
        }
    }
    out
}

/// The captions that stand alone somewhere and are glued into segment `i` between two sentences,
/// letter by letter: `she said.The pilot of Varn (Photo: Ada Holm)Nobody else`. However far from
/// the paragraph the caption stands, nothing else is printed like that.
fn cut_inside(page: &Page<'_>, i: usize, ranges: &[Range<usize>]) -> Vec<(usize, Repeat)> {
    let own = page.segments()[i].content();
    let is_untouched = |j: usize| page.alive[j] && page.ranges[j] == ranges[j];
    let mut out: Vec<(usize, Repeat)> = Vec::new();
    for partner in page.partners.of_segment(i) {
        let j = partner.segment;
        let words = page.ranges[j].len();
        let is_caption = is_untouched(j) && !ends_sentence(page.content(j));
        if !is_caption || words >= page.ranges[i].len() {
            continue;
        }
        let Some(cut) = glued_at_both_ends(page.text(), own, page.content(j)) else {
            continue;
        };
        if out.iter().all(|(_, other)| !other.cut.overlaps(cut)) {
            let repeat = Repeat {
                cut,
                kept: page.segments()[j].content(),
                kind: RepeatKind::Contained,
                overlap: WordOverlap {
                    matched: words,
                    cut: words,
                    kept: words,
                },
            };
            out.push((j, repeat));
        }
    }
    out
}

/// Where a text stands inside a span with no space before or after it, between the end of one
/// sentence and the beginning of another.
fn glued_at_both_ends(text: &str, within: Span, wanted: &str) -> Option<Span> {
    let raw = within.slice(text);
    let is_glued = |&(at, _): &(usize, &str)| {
        let (before, after) = (&raw[..at], &raw[at + wanted.len()..]);
        let begins = after.starts_with(|c: char| c.is_uppercase() || OPENING.contains(&c));
        let ends = before.ends_with(CLOSING) || ends_sentence(before);
        begins && ends && !before.ends_with(char::is_whitespace)
    };
    let (at, _) = raw.match_indices(wanted).find(is_glued)?;
    let start = within.start() + at;
    Some(Span::new(start, start + wanted.len()))
}

/// Words of a heading that is too short to be looked for elsewhere.
const HEADING_WORDS: Range<usize> = 2..MIN_WORDS;

/// Cuts every heading that is glued to the front of its paragraph and also stands alone above it.
pub(super) fn cut_headings(page: &mut Page<'_>, ranges: &[Range<usize>]) -> Vec<Repeat> {
    (1..page.segments().len())
        .filter_map(|i| cut_heading(page, i, ranges))
        .collect()
}

/// The heading right above segment `i`, too short to be looked for elsewhere, is glued to its front
/// within a word (`The way outThe ferry…`): there it says nothing.
fn cut_heading(page: &mut Page<'_>, i: usize, ranges: &[Range<usize>]) -> Option<Repeat> {
    let j = (0..i).rev().find(|&j| !ranges[j].is_empty())?;
    let is_heading = HEADING_WORDS.contains(&ranges[j].len()) && page.ranges[j] == ranges[j];
    if !is_heading || !page.alive[i] || page.ranges[i] != ranges[i] || ranges[i].len() < MIN_WORDS {
        return None;
    }
    let last = page.words()[ranges[i].start + ranges[j].len() - 1];
    case_change(page.text(), last)?;
    let left = page.segments()[i].content();
    let cut = cut_in_front(page, i, j, left)?;
    let words = ranges[j].len();
    Some(Repeat {
        cut,
        kept: page.segments()[j].content(),
        kind: RepeatKind::Contained,
        overlap: WordOverlap {
            matched: words,
            cut: words,
            kept: words,
        },
    })
}

/// The caption `j` is glued to the end of what is left of segment `i`.
fn cut_behind(page: &mut Page<'_>, i: usize, j: usize, left: Span) -> Option<Span> {
    let (own, caption) = (page.ranges[i].clone(), page.ranges[j].clone());
    let first = own.end - caption.len();
    let is_torn = page
        .words()
        .get(own.end)
        .is_some_and(|word| parts(left.end(), word));
    if is_torn
        || !is_same(
            &page.words()[first + 1..own.end],
            &page.words()[caption.start + 1..caption.end],
        )
    {
        return None;
    }
    let (word, wanted) = (page.words()[first], page.words()[caption.start]);
    let (start, rest) = if word.hash == wanted.hash {
        let before = page.words()[first - 1];
        let between = &page.text()[before.span.end()..word.span.start()];
        if between.contains(char::is_whitespace) || between.is_empty() && !word.is_unspaced() {
            return None;
        }
        if word.is_unspaced() && !ends_sentence(between) {
            return None;
        }
        // Closing quotes belong to the sentence in front, opening ones to the caption.
        (
            word.span.start() - opening_quotes(between),
            own.start..first,
        )
    } else {
        let at = case_change(page.text(), word).filter(|&at| {
            same_text(
                &page.text()[at..word.span.end()],
                wanted.span.slice(page.text()),
            )
        })?;
        (at, own.start..first)
    };
    page.ranges[i] = rest;
    Some(Span::new(start, left.end()))
}

/// The caption `j` is glued to the front of what is left of segment `i`.
fn cut_in_front(page: &mut Page<'_>, i: usize, j: usize, left: Span) -> Option<Span> {
    let (own, caption) = (page.ranges[i].clone(), page.ranges[j].clone());
    let last = own.start + caption.len() - 1;
    let is_torn = page.words()[..own.start]
        .last()
        .is_some_and(|word| parts(left.start(), word));
    if is_torn
        || !is_same(
            &page.words()[own.start..last],
            &page.words()[caption.start..caption.end - 1],
        )
    {
        return None;
    }
    let (word, wanted) = (page.words()[last], page.words()[caption.end - 1]);
    let end = if word.hash == wanted.hash {
        let next = page.words()[last + 1];
        let between = &page.text()[word.span.end()..next.span.start()];
        let is_glued = !between.is_empty() && !between.contains(char::is_whitespace);
        if !is_glued || word.is_unspaced() && !ends_sentence(between) {
            return None;
        }
        next.span.start() - opening_quotes(between)
    } else {
        case_change(page.text(), word).filter(|&at| {
            same_text(
                &page.text()[word.span.start()..at],
                wanted.span.slice(page.text()),
            )
        })?
    };
    page.ranges[i] = last + 1..own.end;
    Some(Span::new(left.start(), end))
}

/// Bytes of the quotes and brackets that open at the end of a text.
pub(super) fn opening_quotes(text: &str) -> usize {
    let quotes = text
        .chars()
        .rev()
        .take_while(|c| matches!(c, '“' | '‘' | '«' | '„' | '(' | '[' | '「'));
    quotes.map(char::len_utf8).sum()
}

/// Whether a byte lies inside a word: a cut there has left half of it, which no caption holds.
fn parts(at: usize, word: &Word) -> bool {
    word.span.start() < at && at < word.span.end()
}

fn is_same(a: &[Word], b: &[Word]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.hash == y.hash)
}

fn same_text(a: &str, b: &str) -> bool {
    copydesk_text::normalise(a) == copydesk_text::normalise(b)
}

/// Where inside a word a small letter or digit meets a capital (`stadium|You`).
pub(super) fn case_change(text: &str, word: Word) -> Option<usize> {
    let raw = word.span.slice(text);
    let mut before = None;
    for (at, c) in raw.char_indices() {
        if c.is_uppercase() && before.is_some_and(|b: char| b.is_lowercase() || b.is_numeric()) {
            return Some(word.span.start() + at);
        }
        before = Some(c);
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::repeats;
    use copydesk_text::{Document, Spans};

    #[test]
    fn half_a_word_goes_with_no_caption() {
        let text =
            "op/ab cd ef gh ij klmNo qr st uv wx yz zz\n\nab cd ef gh ij\n\nNo qr st uv wx yz zz";
        let found = repeats(&Document::new(text), &Spans::default());
        let cuts: Vec<&str> = found.iter().map(|repeat| repeat.cut.slice(text)).collect();
        assert!(
            cuts.contains(&"No qr st uv wx yz zz") && cuts.iter().all(|cut| !cut.contains("klm")),
            "{cuts:?}"
        );
    }
}
