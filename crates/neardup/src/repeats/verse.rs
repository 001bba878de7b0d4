//! Telling verse from galleries.
//!
//! Verse is four or more short lines, one under the other, most of which do not end a sentence. A gallery of short captions looks the
//! same, but there nearly every line stands beside its own copy.

use copydesk_text::{Break, Segment, Word, effective_words, ends_sentence};
use std::ops::Range;

const MIN_LINES: usize = 4;
const MAX_LINE_WORDS: usize = 12;

/// For each segment, whether it is a line of verse.
pub(super) fn lines_of_verse(text: &str, segments: &[Segment], words: &[Word], ranges: &[Range<usize>]) -> Vec<bool> {
    let mut out = vec![false; segments.len()];
    let mut start = 0;
    for i in 0..segments.len() {
        let is_short = effective_words(&words[ranges[i].clone()]) <= MAX_LINE_WORDS;
        let end = if is_short { i + 1 } else { i };
        if !is_short || segments[i].break_after() != Break::Line {
            let block = start..end.max(start);
            let stops = segments[block.clone()].iter().filter(|s| ends_sentence(s.content().slice(text))).count();
            let is_loose = stops * 2 <= block.len();
            if block.len() >= MIN_LINES && is_loose && !is_gallery(words, &ranges[block.clone()]) {
                out[block].fill(true);
            }
            start = i + 1;
        }
    }
    out
}

/// Whether most lines stand beside their own copy, and more than one line does.
fn is_gallery(words: &[Word], lines: &[Range<usize>]) -> bool {
    let same =
        |a: &Range<usize>, b: &Range<usize>| words[a.clone()].iter().map(|w| w.hash).eq(words[b.clone()].iter().map(|w| w.hash));
    let doubled = lines.windows(2).filter(|pair| same(&pair[0], &pair[1])).count();
    doubled >= 2 && doubled * 2 * 10 >= lines.len() * 6
}
