//! Pop-ups of names, printed into the sentence.
//!
//! # What it finds
//! A site that links each name to a box with the full name, the latest headlines about the person
//! and a link to more of them; scraped, the box is in the middle of the sentence, without spaces
//! around it.
//!
//! # Why it is furniture
//! It is the same list of headlines behind every mention of the name, and interrupts the sentence.
//!
//! # Example
//! `Rep. Ines Tolland Ines Maria TollandFerry line to be sold Port opens on Sunday MORE (D-Varn)
//! said`
//!
//! # When it is wrong
//! Hardly ever: a box must begin with the name that is before it in the sentence, a headline must
//! be glued to that name, and the link must come last.

use super::engine::{Classification, Family, Line};
use crate::RuleName;
use copydesk_text::{Span, normalise};

/// Evidence of a box behind a name, in `0..=1`.
const EVIDENCE: f32 = 0.97;
/// What the link at the end of a box says.
const LINK: &str = "MORE";
/// Longest box, in words.
const MAX_BOX: usize = 90;
/// Longest full name at the beginning of a box, in words.
const MAX_NAME: usize = 8;

/// Marks the boxes inside lines.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    let found = Classification::certain(RuleName::Related, Family::Inline, EVIDENCE);
    for line in lines {
        // Few lines have the link. All others cost no more than this search.
        if !line.raw().contains(LINK) {
            continue;
        }
        // A box in a sentence that is cut needs no cut of its own.
        let sentences = line.parts.len();
        for of_box in boxes_in(line) {
            let of_sentences = &line.parts[..sentences];
            if !of_sentences.iter().any(|(part, _)| part.overlaps(of_box)) {
                line.parts.push((of_box, found));
            }
        }
        line.parts.sort_by_key(|(part, _)| *part);
    }
}

/// The boxes in a line, in order and without overlaps.
fn boxes_in(line: &Line<'_>) -> Vec<Span> {
    let mut out = Vec::new();
    // The first word after the last box.
    let mut free_from = 0;
    for (last, word) in line.words.iter().enumerate() {
        if !is_link(word.span.slice(line.text)) {
            continue;
        }
        // From the left: the box begins with the full name, and headlines in it may hold the name
        // as well.
        let earliest = free_from.max(last.saturating_sub(MAX_BOX));
        for at in earliest..last {
            if let Some(start) = end_of_name(line, free_from, at) {
                out.push(Span::new(start, word.span.start() + LINK.len()));
                free_from = last + 1;
                break;
            }
        }
    }
    out
}

/// Whether a word is the link, perhaps with an ending: `MORE’s`.
fn is_link(raw: &str) -> bool {
    match raw.strip_prefix(LINK) {
        Some(ending) => !ending.starts_with(char::is_alphanumeric),
        None => false,
    }
}

/// The end of the name in the sentence, in bytes of the text, if the word at `at` is the last of
/// the full name with which a box begins, and a headline is glued to it. The box is all that
/// follows the name in the sentence.
fn end_of_name(line: &Line<'_>, free_from: usize, at: usize) -> Option<usize> {
    let raw = line.words[at].span.slice(line.text);
    let earliest = free_from.max(at.saturating_sub(MAX_NAME));
    for glued in glue_points(raw) {
        let surname = normalise(&raw[..glued]);
        for word in line.words[earliest..at].iter().rev() {
            if normalise(word.span.slice(line.text)) == surname {
                return Some(word.span.end());
            }
        }
    }
    None
}

/// Where in a word a small letter or a full stop meets a capital: there something else is glued to
/// the name. In bytes of the word.
fn glue_points(raw: &str) -> Vec<usize> {
    let mut out = Vec::new();
    for ((at, before), after) in raw.char_indices().zip(raw.chars().skip(1)) {
        if (before.is_lowercase() || before == '.') && after.is_uppercase() {
            out.push(at + before.len_utf8());
        }
    }
    out
}
