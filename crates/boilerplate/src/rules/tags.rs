//! Pop-ups of names, printed into the sentence.
//!
//! # What it finds
//! A site that links each name to a box with the full name, the latest headlines about the person
//! and a link to more of them; scraped, the box stands in the middle of the sentence, glued
//! together.
//!
//! # Why it is furniture
//! It is the same list of headlines behind every mention of the name, and breaks the sentence.
//!
//! # Example
//! `Rep. Ines Tolland Ines Maria TollandFerry line to be sold Port opens on Sunday MORE (D-Varn)
//! said`
//!
//! # When it is wrong
//! Only a box that begins with the name before it, glued to a headline, and ends in the link is
//! taken for one.

use super::engine::{Family, Line, Mark};
use crate::{Certainty, RuleName};
use copydesk_text::{Span, normalise};

const EVIDENCE: f32 = 0.97;
/// What the link says.
const LINK: &str = "MORE";
/// Longest box, in words, and longest full name at its beginning.
const MAX_BOX: usize = 90;
const MAX_NAME: usize = 8;

/// Marks the boxes inside lines.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    for line in lines.iter_mut().filter(|line| line.raw().contains(LINK)) {
        let boxes = boxes_in(line);
        let is_free = |at: &Span| line.ends.iter().all(|(end, _)| !end.overlaps(*at));
        let boxes: Vec<Span> = boxes.into_iter().filter(is_free).collect();
        let mark = Mark {
            rule: RuleName::Related,
            family: Family::Inline,
            certainty: Certainty::Cut,
            evidence: EVIDENCE,
        };
        line.ends.extend(boxes.into_iter().map(|at| (at, mark)));
        line.ends.sort_by_key(|end| end.0);
    }
}

fn boxes_in(line: &Line<'_>) -> Vec<Span> {
    let (mut out, mut free_from) = (Vec::new(), 0);
    for (last, word) in line.words.iter().enumerate() {
        if !is_link(word.span.slice(line.text)) {
            continue;
        }
        let end = word.span.start() + LINK.len();
        let begins = (free_from.max(last.saturating_sub(MAX_BOX))..last)
            .find_map(|at| end_of_name(line, free_from, at));
        if let Some(start) = begins {
            out.push(Span::new(start, end));
            free_from = last + 1;
        }
    }
    out
}

/// Whether a word is the link, perhaps with an ending: `MORE’s`.
fn is_link(raw: &str) -> bool {
    raw.strip_prefix(LINK)
        .is_some_and(|ending| !ending.starts_with(char::is_alphanumeric))
}

/// Where the name ends that a box begins with again in full, if the word at `at` is the last of the
/// full name and a headline is glued to it.
fn end_of_name(line: &Line<'_>, free_from: usize, at: usize) -> Option<usize> {
    let raw = line.words[at].span.slice(line.text);
    let earliest = free_from.max(at.saturating_sub(MAX_NAME));
    let names = || (earliest..at).rev().map(|i| line.words[i].span);
    glue_points(raw).find_map(|glued| {
        let surname = normalise(&raw[..glued]);
        names()
            .find(|name| normalise(name.slice(line.text)) == surname)
            .map(Span::end)
    })
}

/// Where in a word a small letter meets a capital.
fn glue_points(raw: &str) -> impl Iterator<Item = usize> {
    let pairs = raw.char_indices().zip(raw.chars().skip(1));
    pairs.filter_map(|((at, before), after)| {
        let meets = (before.is_lowercase() || before == '.') && after.is_uppercase();
        meets.then_some(at + before.len_utf8())
    })
}
