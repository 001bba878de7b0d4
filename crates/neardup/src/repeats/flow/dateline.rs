//! Where the body of a story begins, if a dateline shows it.
//!
//! Agency copy begins with the place it was written in. What a page prints above that is headline,
//! standfirst and credits, whatever it reads like.

use super::layout::{Layout, MAX_HEAD};
use copydesk_text::ends_sentence;

/// Longest dateline, in bytes.
const MAX_DATELINE: usize = 60;
/// What ends a dateline.
const MARKS: [char; 3] = [':', '—', '–'];

/// The segment with which the body begins, if a dateline shows it: `PORT AMBRY: The ferry`. Else 0.
pub(super) fn first_of_body(layout: &Layout<'_>) -> usize {
    let mut first = None;
    for i in 0..layout.len() {
        if layout.is_gone(i) || !has_dateline(layout.content(i)) {
            continue;
        }
        // In a transcript every answer begins like that.
        if first.is_some() {
            return 0;
        }
        first = Some(i);
    }
    let Some(first) = first else {
        return 0;
    };
    // Further down it is a capital in the story, and no dateline.
    let is_near_top = layout.start(first) * 2 <= layout.text_len() && first <= MAX_HEAD;
    if is_near_top { first } else { 0 }
}

/// Whether a paragraph begins with a place in capitals and a colon or dash.
fn has_dateline(paragraph: &str) -> bool {
    let front = &paragraph[..paragraph.ceil_char_boundary(MAX_DATELINE + 1)];
    let Some(at) = front.find(MARKS) else {
        return false;
    };
    let mut place = front[..at].split(|c: char| !c.is_alphanumeric());
    let word = place.next().unwrap_or_default();
    let is_shouted = word.chars().count() > 2 && !word.chars().any(char::is_lowercase);
    // A script without capitals has no small letters either.
    let has_case = word.chars().any(char::is_uppercase);
    is_shouted && has_case && ends_sentence(paragraph)
}
