//! Datelines: `PORT AMBRY, March 5 (Harbour Wire) –` in front of a story.
//!
//! Every desk writes its own, so nothing in a dateline is a fact that the other story changes or
//! leaves out.

use super::story::Story;
use std::ops::Range;

/// Longest dateline with its dash, in bytes from the beginning of its line.
const MAX_DATELINE: usize = 80;
/// Bytes that are read beyond it, so that a dash at its end is read whole.
const DASH: usize = 4;

/// Whether a run is in front of the dash that ends the dateline of its paragraph: a capitalised run
/// in the first [`MAX_DATELINE`] bytes of a line, with a dash after it there.
pub(super) fn is_dateline(story: &Story<'_>, run: &Range<usize>) -> bool {
    let tokens = &story.tokens[run.clone()];
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        return false;
    };
    if !first.is_capitalised() {
        return false;
    }
    let text = story.text;
    let (start, end) = (first.span.start(), last.span.end());
    // A paragraph can be long, so only the bytes that a dateline may have are searched.
    let from = text.floor_char_boundary(start.saturating_sub(MAX_DATELINE + 1));
    let line = match text[from..start].rfind('\n') {
        Some(at) => from + at + 1,
        None => from,
    };
    let to = text.floor_char_boundary(end + MAX_DATELINE + DASH);
    for (at, c) in text[end..to].char_indices() {
        if c == '\n' {
            return false;
        }
        if opens_with_dash(&text[end + at..to]) {
            return end + at - line <= MAX_DATELINE;
        }
    }
    false
}

/// Whether a text begins with a dash as desks type it. A hyphen counts only before a space:
/// `PORT-AMBRY` has none.
fn opens_with_dash(text: &str) -> bool {
    text.starts_with(['–', '—', '―']) || text.starts_with("--") || text.starts_with("- ")
}
