//! Telling verse from galleries.
//!
//! Verse is four or more short lines, one under the other, most of which do not end a sentence; or
//! several stanzas of such lines, which may end as they like. A gallery of short captions looks the
//! same, but there nearly every line stands beside its own copy. Song texts are also scraped with a
//! blank line after every line; then most of the document is such lines.

use copydesk_text::{
    Break, Document, Segment, Word, effective_words, ends_sentence, has_effective_words,
};
use std::ops::Range;

const MIN_LINES: usize = 4;
const MAX_LINE_WORDS: usize = 12;

/// Lines of a song text, at least, and the most words that its lines have on average.
const MIN_SONG_LINES: usize = 24;
const MAX_MEAN_SONG_LINE: usize = 9;

/// Lines of a poem in stanzas, altogether.
const MIN_POEM_LINES: usize = 6;
/// Shorter lines make a list or a menu and no stanza.
const MIN_LINE_WORDS: usize = 3;

/// For each segment, whether it is a line of verse. `ranges` are the words that are left of each.
pub(super) fn lines_of_verse(document: &Document<'_>, ranges: &[Range<usize>]) -> Vec<bool> {
    let (text, segments, words) = (document.text(), document.segments(), document.words());
    let mut out = vec![false; segments.len()];
    if is_song(document, ranges) {
        return vec![true; segments.len()];
    }
    let blocks = blocks(segments, words, ranges);
    for block in &blocks {
        let stops = segments[block.clone()]
            .iter()
            .filter(|s| may_end_sentence(s.content().slice(text)))
            .count();
        let is_loose = stops * 2 <= block.len();
        if block.len() >= MIN_LINES && is_loose && !is_gallery(words, &ranges[block.clone()]) {
            out[block.clone()].fill(true);
        }
    }
    for poem in blocks.chunk_by(|a, b| {
        a.end == b.start && is_stanza(words, ranges, a) && is_stanza(words, ranges, b)
    }) {
        let lines = poem[0].start..poem[poem.len() - 1].end;
        if poem.len() > 1
            && lines.len() >= MIN_POEM_LINES
            && !is_gallery(words, &ranges[lines.clone()])
        {
            out[lines].fill(true);
        }
    }
    out
}

/// Whether nearly all of a document is short lines that end no sentence, and no list either: those
/// have longer lines.
fn is_song(document: &Document<'_>, ranges: &[Range<usize>]) -> bool {
    let lines = ranges.iter().filter(|range| !range.is_empty()).count();
    let words: usize = ranges.iter().map(Range::len).sum();
    // Half of the words are effective at least, and most documents have more than any song.
    if lines < MIN_SONG_LINES || words > 2 * lines * MAX_MEAN_SONG_LINE {
        return false;
    }
    let len = |i: usize| effective_words(&document.words()[ranges[i].clone()]);
    let (mut short, mut in_all) = (0, 0);
    for (i, segment) in document.segments().iter().enumerate() {
        let words = len(i);
        let is_open = !may_end_sentence(segment.content().slice(document.text()));
        short += usize::from(words > 0 && words <= MAX_LINE_WORDS && is_open);
        in_all += words;
    }
    short * 10 >= lines * 7
        && in_all <= lines * MAX_MEAN_SONG_LINE
        && !is_gallery(document.words(), ranges)
}

/// Whether a line ends a sentence, as far as its script tells: Thai and Lao put no stop there.
fn may_end_sentence(line: &str) -> bool {
    line.ends_with(|c| matches!(c, '\u{E00}'..='\u{EFF}')) || ends_sentence(line)
}

/// Runs of short lines with nothing but a line break between them.
fn blocks(segments: &[Segment], words: &[Word], ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for i in 0..segments.len() {
        let is_short = !has_effective_words(&words[ranges[i].clone()], MAX_LINE_WORDS + 1);
        let end = if is_short { i + 1 } else { i };
        if !is_short || segments[i].break_after() != Break::Line {
            if start < end {
                out.push(start..end);
            }
            start = i + 1;
        }
    }
    out
}

fn is_stanza(words: &[Word], ranges: &[Range<usize>], block: &Range<usize>) -> bool {
    block.len() > 1
        && ranges[block.clone()]
            .iter()
            .all(|line| has_effective_words(&words[line.clone()], MIN_LINE_WORDS))
}

/// Whether most lines stand beside their own copy, and more than one line does.
fn is_gallery(words: &[Word], lines: &[Range<usize>]) -> bool {
    let same = |a: &Range<usize>, b: &Range<usize>| {
        words[a.clone()]
            .iter()
            .map(|w| w.hash)
            .eq(words[b.clone()].iter().map(|w| w.hash))
    };
    let doubled = lines
        .windows(2)
        .filter(|pair| same(&pair[0], &pair[1]))
        .count();
    doubled >= 2 && doubled * 2 * 10 >= lines.len() * 6
}
