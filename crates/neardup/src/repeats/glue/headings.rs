//! Headings glued to the paragraph below them.
//!
//! A heading of two to four words is too short to have partners, so it is compared with nothing but
//! the segment right below it.
//!
//! ```text
//! The old cable
//!
//! ⟦The old cable⟧The lift of Vardal was built in 1911 and carries eleven gondolas.
//! ```

use super::ends::{case_change, cut_in_front};
use crate::repeats::page::{MIN_WORDS, Page};
use crate::repeats::repeat::Repeat;
use std::ops::Range;

/// Numbers of words of headings that are too short to be looked for elsewhere.
const HEADING_WORDS: Range<usize> = 2..MIN_WORDS;

/// Cuts every heading that is glued to the front of its paragraph and is also a line of its own
/// above it.
pub(in crate::repeats) fn cut_headings(page: &mut Page<'_>) -> Vec<Repeat> {
    let mut out = Vec::new();
    for i in 1..page.segments().len() {
        out.extend(cut_heading(page, i));
    }
    out
}

/// Cuts the heading right above segment `i` from the front of the segment, if it is glued there
/// within a word (`The way outThe ferry…`). A heading that is followed by a space may be how the
/// sentence begins.
fn cut_heading(page: &mut Page<'_>, i: usize) -> Option<Repeat> {
    let left = &page.remainder.ranges;
    let j = (0..i).rev().find(|&j| !left[j].is_empty())?;
    let heading = left[j].len();
    if !HEADING_WORDS.contains(&heading)
        || !page.is_untouched(j)
        || !page.is_open[i]
        || !page.is_untouched(i)
        || left[i].len() < MIN_WORDS
    {
        return None;
    }
    // Only a change of case inside the word shows where the heading ends.
    let last = page.words()[left[i].start + heading - 1];
    case_change(page.text(), last)?;
    let content = page.segments()[i].content();
    let cut = cut_in_front(page, i, j, content)?;
    let kept = page.segments()[j].content();
    Some(Repeat::word_for_word(cut, kept, heading))
}
