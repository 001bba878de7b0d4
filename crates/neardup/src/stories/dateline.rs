//! Recognises datelines, which say where and when a report was written: `PORT AMBRY, March 5
//! (Harbour Wire) –` before its first sentence.
//!
//! Every newsroom writes its own, so a dateline has no facts that another story could change or
//! leave out.

use super::story::Story;
use std::ops::Range;

/// Most bytes between the beginning of a line and the dash that ends its dateline.
const MAX_DATELINE: usize = 80;
/// Bytes that are read beyond the longest dateline, so that the dash at its end is read whole.
const MAX_DASH: usize = 4;

/// Whether a run of tokens is in the dateline of its paragraph: it begins with a capital, and a
/// dash follows in the same line, at most [`MAX_DATELINE`] bytes from the beginning of the line.
pub(super) fn is_in_dateline(story: &Story<'_>, run: &Range<usize>) -> bool {
    let tokens = &story.tokens[run.clone()];
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        return false;
    };
    if !first.is_capitalised() {
        return false;
    }
    let text = story.text;
    let (start, end) = (first.span.start(), last.span.end());
    // A paragraph can be long, so only the bytes that a dateline may have are searched, and one
    // more for the line break before it.
    let search_start = text.floor_char_boundary(start.saturating_sub(MAX_DATELINE + 1));
    let line_start = match text[search_start..start].rfind('\n') {
        Some(newline) => search_start + newline + 1,
        // The text begins here, or the line begins even earlier: too far away from any dash that
        // follows.
        None => search_start,
    };
    let search_end = text.floor_char_boundary(end + MAX_DATELINE + MAX_DASH);
    for (offset, c) in text[end..search_end].char_indices() {
        if c == '\n' {
            return false;
        }
        let position = end + offset;
        if begins_with_dash(&text[position..search_end]) {
            return position - line_start <= MAX_DATELINE;
        }
    }
    false
}

/// Whether a text begins with a dash, however it is typed. A hyphen counts only before a space, so
/// `PORT-AMBRY` has no dash.
fn begins_with_dash(text: &str) -> bool {
    text.starts_with(['–', '—', '―']) || text.starts_with("--") || text.starts_with("- ")
}
