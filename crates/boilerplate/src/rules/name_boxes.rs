//! Boxes about a person that are scraped into the middle of a sentence.
//!
//! # What it finds
//! Some sites link each name to a pop-up box with the full name, the latest headlines about the
//! person and a link to more of them. In the scraped text the box is in the middle of the sentence,
//! after the name and without spaces around it.
//!
//! # Why it is furniture
//! The same list of headlines is after every mention of the name, and interrupts the sentence.
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

/// Evidence for a box after a name, in `0..=1`.
const EVIDENCE: f32 = 0.97;
/// The text of the link at the end of a box.
const LINK: &str = "MORE";
/// Longest box, in words.
const MAX_BOX: usize = 90;
/// Longest full name at the beginning of a box, in words.
const MAX_NAME: usize = 8;

/// Marks the boxes inside lines.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    let classification = Classification::certain(RuleName::Related, Family::Inline, EVIDENCE);
    for line in lines {
        // Few lines have the link. For all others this search is enough.
        if !line.raw().contains(LINK) {
            continue;
        }
        // The parts so far are sentences that are furniture. A box in one of them is cut with it.
        let sentence_count = line.parts.len();
        for span in boxes_in(line) {
            let sentences = &line.parts[..sentence_count];
            if !sentences
                .iter()
                .any(|(sentence, _)| sentence.overlaps(span))
            {
                line.parts.push((span, classification));
            }
        }
        line.parts.sort_by_key(|(part, _)| *part);
    }
}

/// The boxes in a line, in order and without overlaps.
fn boxes_in(line: &Line<'_>) -> Vec<Span> {
    let mut out = Vec::new();
    // The index of the first word after the last box.
    let mut free_from = 0;
    for (last, word) in line.words.iter().enumerate() {
        if !is_link(word.span.slice(line.text)) {
            continue;
        }
        // The search begins at the left, because a box begins with the full name, and headlines
        // further right in it may hold the name as well.
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

/// The end of the name after which a box begins, in bytes of the text. `None` unless the word at
/// index `at` is the end of the full name in the box, with a headline glued to it
/// (`TollandFerry`), and the same name comes shortly before it. `free_from` is the first word that
/// is in no other box.
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

/// The places in a word where a capital follows a small letter or a full stop, in bytes of the
/// word. At such a place something may be glued to a name.
fn glue_points(raw: &str) -> Vec<usize> {
    let mut out = Vec::new();
    for ((at, before), after) in raw.char_indices().zip(raw.chars().skip(1)) {
        if (before.is_lowercase() || before == '.') && after.is_uppercase() {
            out.push(at + before.len_utf8());
        }
    }
    out
}
