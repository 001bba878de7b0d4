//! The segment with which the body of a story begins, if a dateline shows it.
//!
//! A *dateline* is the place where agency copy was written, at the beginning of its first
//! paragraph: `PORT AMBRY: The ferry …`. All segments above it are headline, standfirst and
//! credits, even if they read like paragraphs of the story.

use super::layout::{Layout, MAX_HEAD};
use copydesk_text::ends_sentence;

/// Longest dateline, in bytes.
const MAX_DATELINE: usize = 60;
/// Marks that end a dateline.
const MARKS: [char; 3] = [':', '—', '–'];

/// The number of the segment that begins with a dateline. 0 if there is none: then no segment is
/// above the body.
pub(super) fn first_of_body(layout: &Layout<'_>) -> usize {
    let mut first = None;
    for i in 0..layout.len() {
        if layout.is_gone(i) || !has_dateline(layout.content(i)) {
            continue;
        }
        // If several segments begin in this way, it is with the names of speakers in a transcript.
        if first.is_some() {
            return 0;
        }
        first = Some(i);
    }
    let Some(first) = first else {
        return 0;
    };
    // Further down, it is not a dateline but a paragraph of the story that begins in capitals.
    let is_in_upper_half = layout.start(first) * 2 <= layout.text_len();
    let is_near_top = is_in_upper_half && first <= MAX_HEAD;
    if is_near_top { first } else { 0 }
}

/// Whether a paragraph begins with a word in capitals, has a colon or dash soon after this word,
/// and ends with a stop.
fn has_dateline(paragraph: &str) -> bool {
    let front = &paragraph[..paragraph.ceil_char_boundary(MAX_DATELINE + 1)];
    let Some(mark) = front.find(MARKS) else {
        return false;
    };
    let mut words = front[..mark].split(|c: char| !c.is_alphanumeric());
    let first_word = words.next().unwrap_or_default();
    // One or two capitals may be the initials of a speaker.
    let is_long = first_word.chars().count() > 2;
    // A word in a script without case has neither capitals nor small letters.
    let has_capital = first_word.chars().any(char::is_uppercase);
    let has_small_letter = first_word.chars().any(char::is_lowercase);
    is_long && has_capital && !has_small_letter && ends_sentence(paragraph)
}
