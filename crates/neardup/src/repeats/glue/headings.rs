//! Headings glued to the paragraph below them.
//!
//! A heading of two to four words is too short to have partners (segments that share a run of words
//! with it). So it is compared only with the segment right below it.
//!
//! ```text
//! The old cable
//!
//! ⟦The old cable⟧The lift of Vardal was built in 1911 and carries eleven gondolas.
//! ```

use super::ends::{case_change, cut_from_front};
use crate::repeats::page::{MIN_WORDS, Page};
use crate::repeats::repeat::Repeat;
use std::ops::Range;

/// How many words a heading may have. A longer heading may have partners, so `glue/` finds it.
const HEADING_WORDS: Range<usize> = 2..MIN_WORDS;

/// Cuts every heading that is glued to the front of a paragraph, if the line above the paragraph is
/// the same heading.
pub(in crate::repeats) fn cut_headings(page: &mut Page<'_>) -> Vec<Repeat> {
    let mut out = Vec::new();
    for i in 1..page.segments().len() {
        out.extend(cut_heading(page, i));
    }
    out
}

/// Cuts the heading in the line above segment `i` from the front of segment `i`, if it is glued
/// there to the next word (`The way outThe ferry…`). If a space follows the words of the heading,
/// the sentence may really begin with them.
fn cut_heading(page: &mut Page<'_>, i: usize) -> Option<Repeat> {
    let ranges = &page.remainder.ranges;
    let above = (0..i).rev().find(|&j| !ranges[j].is_empty())?;
    let heading_len = ranges[above].len();
    // The paragraph must be open: it may still be cut. From neither segment may words have been cut
    // before.
    if !HEADING_WORDS.contains(&heading_len)
        || !page.is_untouched(above)
        || !page.is_open[i]
        || !page.is_untouched(i)
        || ranges[i].len() < MIN_WORDS
    {
        return None;
    }
    // Where the heading would end, there must be a capital inside a word: `outThe`.
    let word_at_end = page.words()[ranges[i].start + heading_len - 1];
    case_change(page.text(), word_at_end)?;
    let content = page.segments()[i].content();
    let cut = cut_from_front(page, i, above, content)?;
    let kept = page.segments()[above].content();
    Some(Repeat::word_for_word(cut, kept, heading_len))
}
