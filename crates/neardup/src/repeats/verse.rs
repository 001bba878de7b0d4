//! Telling verse from galleries.
//!
//! A refrain is meant, so no line of verse is cut. Verse is one of three things:
//!
//! - a *block*: four or more short lines, one under the other, most of which end no sentence;
//! - a *poem*: several blocks, one after the other, whose lines may end as they like;
//! - a *song*: a document of little else than short lines that end no sentence. Song texts are
//!   scraped with a blank line after every line, so they have no blocks.
//!
//! ```text
//! verse                          gallery
//!
//! The lamp is lit tonight        The old mole of Varn by night
//! and there is none to see,      The old mole of Varn by night
//! I count the ships that pass,   A pilot with the new lamp
//! and every ship is late.        A pilot with the new lamp
//! ```
//!
//! A gallery of short captions looks the same, but there nearly every line is beside its own
//! copy, and those copies are to be found.

use copydesk_text::{Break, Document, Word, effective_words, ends_sentence, has_effective_words};
use std::ops::Range;

/// Lines of a block, at least.
const MIN_LINES: usize = 4;
/// Longest line of verse, in effective words.
const MAX_LINE_WORDS: usize = 12;

/// Lines of a song text, at least. A shorter text of short lines may be a list.
const MIN_SONG_LINES: usize = 24;
/// Mean length of the lines of a song, at most, in effective words. Lines of a list are longer.
const MAX_MEAN_SONG_LINE: usize = 9;
/// Tenths of a song's lines that are short and end no sentence, at least.
const MIN_SONG_TENTHS: usize = 7;

/// Lines of a poem in stanzas, altogether.
const MIN_POEM_LINES: usize = 6;
/// Shorter lines make a list or a menu and no stanza, in effective words.
const MIN_LINE_WORDS: usize = 3;

/// Tenths of a gallery's lines that are beside their copy, at least.
const MIN_DOUBLED_TENTHS: usize = 6;

/// For each segment, whether it is a line of verse. `ranges` are the words that are left of each.
pub(super) fn lines_of_verse(document: &Document<'_>, ranges: &[Range<usize>]) -> Vec<bool> {
    let page = Lines { document, ranges };
    if page.is_song() {
        return vec![true; ranges.len()];
    }
    let mut is_verse = vec![false; ranges.len()];
    let blocks = page.blocks();
    for block in &blocks {
        if page.is_loose_block(block) {
            is_verse[block.clone()].fill(true);
        }
    }
    for stanzas in blocks.chunk_by(|a, b| page.are_stanzas(a, b)) {
        let lines = stanzas[0].start..stanzas[stanzas.len() - 1].end;
        let is_poem = stanzas.len() > 1 && lines.len() >= MIN_POEM_LINES;
        if is_poem && !page.is_gallery(&lines) {
            is_verse[lines].fill(true);
        }
    }
    is_verse
}

/// The segments of a document, taken as lines. Those that are below each other are given as a
/// range of their numbers.
struct Lines<'d> {
    document: &'d Document<'d>,
    /// Words that are left of each line.
    ranges: &'d [Range<usize>],
}

impl Lines<'_> {
    /// The words that are left of a line.
    fn words(&self, line: usize) -> &[Word] {
        &self.document.words()[self.ranges[line].clone()]
    }

    /// Whether a line ends a sentence, as far as its script tells: Thai and Lao put no stop there.
    fn may_end_sentence(&self, line: usize) -> bool {
        let line = self.document.content_of(line);
        line.ends_with(is_thai_or_lao) || ends_sentence(line)
    }

    /// Whether nearly all of the document is short lines that end no sentence, and no list either:
    /// those have longer lines.
    fn is_song(&self) -> bool {
        let (mut lines, mut words) = (0, 0);
        for range in self.ranges {
            lines += usize::from(!range.is_empty());
            words += range.len();
        }
        // Half of the words are effective at least, and most documents have more than any song.
        if lines < MIN_SONG_LINES || words > 2 * lines * MAX_MEAN_SONG_LINE {
            return false;
        }
        let (mut short, mut in_all) = (0, 0);
        for line in 0..self.ranges.len() {
            let words = effective_words(self.words(line));
            let is_short = words > 0 && words <= MAX_LINE_WORDS;
            short += usize::from(is_short && !self.may_end_sentence(line));
            in_all += words;
        }
        short * 10 >= lines * MIN_SONG_TENTHS
            && in_all <= lines * MAX_MEAN_SONG_LINE
            && !self.is_gallery(&(0..self.ranges.len()))
    }

    /// Runs of short lines with nothing but a line break between them.
    fn blocks(&self) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        let mut start = 0;
        for (line, segment) in self.document.segments().iter().enumerate() {
            let is_short = !has_effective_words(self.words(line), MAX_LINE_WORDS + 1);
            if is_short && segment.break_after() == Break::Line {
                continue;
            }
            let end = if is_short { line + 1 } else { line };
            if start < end {
                out.push(start..end);
            }
            // A line that is too long ends a block and belongs to none.
            start = line + 1;
        }
        out
    }

    /// Whether a block is verse by itself: its sentences run on over its lines.
    fn is_loose_block(&self, block: &Range<usize>) -> bool {
        if block.len() < MIN_LINES {
            return false;
        }
        let mut stops = 0;
        for line in block.clone() {
            stops += usize::from(self.may_end_sentence(line));
        }
        stops * 2 <= block.len() && !self.is_gallery(block)
    }

    /// Whether two blocks may be stanzas of one poem, one after the other.
    fn are_stanzas(&self, a: &Range<usize>, b: &Range<usize>) -> bool {
        a.end == b.start && self.is_stanza(a) && self.is_stanza(b)
    }

    /// Whether a block may be a stanza: lines of a few words each.
    fn is_stanza(&self, block: &Range<usize>) -> bool {
        for line in block.clone() {
            if !has_effective_words(self.words(line), MIN_LINE_WORDS) {
                return false;
            }
        }
        block.len() > 1
    }

    /// Whether most lines are beside their own copy, and more than one line does.
    fn is_gallery(&self, lines: &Range<usize>) -> bool {
        let mut doubled = 0;
        for line in lines.start + 1..lines.end {
            let is_doubled = crate::word_runs::same_words(self.words(line - 1), self.words(line));
            doubled += usize::from(is_doubled);
        }
        // Of a doubled line both copies count.
        doubled >= 2 && doubled * 2 * 10 >= lines.len() * MIN_DOUBLED_TENTHS
    }
}

fn is_thai_or_lao(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}')
}
