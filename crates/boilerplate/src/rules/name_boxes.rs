//! Boxes about a person that are scraped into the middle of a sentence.
//!
//! # What it finds
//! Pop-up boxes that some sites link to the name of a person. A box has the full name, the latest
//! headlines about the person and a link to more headlines. In the scraped text the box is in the
//! middle of a sentence, directly after the name. A headline is *glued* to the full name: there is
//! no space between them.
//!
//! # Why it is furniture
//! The same list of headlines interrupts the sentence at every mention of the name.
//!
//! # Example
//! `Rep. Ines Tolland Ines Maria TollandFerry line to be sold Port opens on Sunday MORE (D-Varn)
//! said`. The box is `Ines Maria TollandFerry line to be sold Port opens on Sunday MORE`.
//!
//! # When it is wrong
//! Hardly ever: the surname before the box must be repeated in the box, a headline must be glued to
//! it there, and the link must come last.

use super::engine::{Classification, Family, Line};
use crate::RuleName;
use copydesk_text::{Span, normalise};

/// Evidence for a box after a name, in `0..=1`.
const EVIDENCE: f32 = 0.97;
/// The text of the link at the end of a box.
const LINK: &str = "MORE";
/// Longest box, in words.
const BOX_WORDS: usize = 90;
/// The most words from the surname before a box to the same surname in the box: the first of the
/// two surnames and the names between them.
const NAME_WORDS: usize = 8;

/// Marks the boxes inside lines.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    let classification = Classification::certain(RuleName::Related, Family::Inline, EVIDENCE);
    for line in lines {
        // This test comes first because it is fast, and few lines have the link.
        if !line.raw().contains(LINK) {
            continue;
        }
        // The parts so far are sentences that are furniture. A box in such a sentence is cut with
        // the sentence.
        let sentence_count = line.parts.len();
        for span in boxes_in(line) {
            let mut sentences = line.parts[..sentence_count].iter();
            let is_in_furniture = sentences.any(|(sentence, _)| sentence.overlaps(span));
            if !is_in_furniture {
                line.parts.push((span, classification));
            }
        }
        line.parts.sort_by_key(|(part, _)| *part);
    }
}

/// The boxes in a line, in order and without overlaps.
fn boxes_in(line: &Line<'_>) -> Vec<Span> {
    let mut out = Vec::new();
    // The index of the first word after the last box found so far.
    let mut after_box = 0;
    for (last, word) in line.words.iter().enumerate() {
        if !is_link(word.span.slice(line.text)) {
            continue;
        }
        // `at` is the word with the surname in the box. The leftmost is tried first, because a box
        // begins with the full name, and its headlines may hold the name as well.
        let earliest = after_box.max(last.saturating_sub(BOX_WORDS));
        for at in earliest..last {
            if let Some(start) = start_of_box(line, after_box, at) {
                out.push(Span::new(start, word.span.start() + LINK.len()));
                after_box = last + 1;
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

/// Where a box begins, as a byte of the text; `None` if word `at` does not show a box. The word
/// must be a surname with a headline glued to it (`TollandFerry`), and the same surname must be
/// among the last few words before it. The box begins directly after that earlier surname. Words
/// before `after_box`, which belong to the last box, are not looked at.
fn start_of_box(line: &Line<'_>, after_box: usize, at: usize) -> Option<usize> {
    let raw = line.words[at].span.slice(line.text);
    let earliest = after_box.max(at.saturating_sub(NAME_WORDS));
    for end_of_name in glue_points(raw) {
        let surname = normalise(&raw[..end_of_name]);
        for word in line.words[earliest..at].iter().rev() {
            if normalise(word.span.slice(line.text)) == surname {
                return Some(word.span.end());
            }
        }
    }
    None
}

/// The bytes of a word at which a capital follows a small letter or a full stop. There a headline
/// may be glued to a name.
fn glue_points(raw: &str) -> Vec<usize> {
    let mut out = Vec::new();
    for ((at, before), after) in raw.char_indices().zip(raw.chars().skip(1)) {
        if (before.is_lowercase() || before == '.') && after.is_uppercase() {
            out.push(at + before.len_utf8());
        }
    }
    out
}
