//! Which lines of a document are verse, and are not the captions of a gallery.
//!
//! A refrain is repeated on purpose, so no line of verse is cut. A *block* is a run of short lines,
//! one below the other without a blank line between them. There are three forms of verse:
//!
//! - a block of four or more lines, at least half of which do not end a sentence;
//! - a *poem*: several blocks, its *stanzas*, with only blank lines between them. Their lines may
//!   or may not end sentences;
//! - a *song*: a document of many lines, most of which are short and do not end a sentence. Song
//!   texts are scraped with a blank line after every line, so their blocks have one line each.
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
//! A gallery of short captions looks the same, but most of its lines are beside their own copies,
//! and those copies are to be cut.

use crate::word_runs::same_words;
use copydesk_text::{Break, Document, Word, effective_words, ends_sentence, has_effective_words};
use std::ops::Range;

/// Fewest lines of a block that is verse by itself, without other blocks beside it.
const MIN_BLOCK_LINES: usize = 4;
/// Longest line of verse, in effective words.
const MAX_LINE_WORDS: usize = 12;

/// Fewest lines of a song. A shorter text of short lines may be a list.
const MIN_SONG_LINES: usize = 24;
/// Greatest mean length of the lines of a song, in effective words. Lines of a list are longer.
const MAX_MEAN_SONG_LINE: usize = 9;
/// At least this many of ten lines of a song are short and do not end a sentence.
const MIN_SONG_TENTHS: usize = 7;

/// Fewest lines of a poem, in all its stanzas together.
const MIN_POEM_LINES: usize = 6;
/// Fewest effective words in each line of a stanza. A block with shorter lines is a list or a menu.
const MIN_LINE_WORDS: usize = 3;

/// At least this many of ten lines of a gallery are beside their copies.
const MIN_DOUBLED_TENTHS: usize = 6;

/// For each segment, whether it is a line of verse. `ranges` are the words that are left of each
/// segment.
pub(super) fn lines_of_verse(document: &Document<'_>, ranges: &[Range<usize>]) -> Vec<bool> {
    let lines = Lines { document, ranges };
    if lines.is_song() {
        return vec![true; ranges.len()];
    }
    let mut is_verse = vec![false; ranges.len()];
    let blocks = lines.blocks();
    for block in &blocks {
        if lines.is_verse_alone(block) {
            is_verse[block.clone()].fill(true);
        }
    }
    for stanzas in blocks.chunk_by(|a, b| lines.are_stanzas(a, b)) {
        let poem = stanzas[0].start..stanzas[stanzas.len() - 1].end;
        let is_poem = stanzas.len() > 1 && poem.len() >= MIN_POEM_LINES;
        if is_poem && !lines.is_gallery(&poem) {
            is_verse[poem].fill(true);
        }
    }
    is_verse
}

/// The segments of a document, each a line. A block is a range of their numbers.
struct Lines<'d> {
    document: &'d Document<'d>,
    /// The words that are left of each line.
    ranges: &'d [Range<usize>],
}

impl Lines<'_> {
    /// The words that are left of a line.
    fn words(&self, line: usize) -> &[Word] {
        &self.document.words()[self.ranges[line].clone()]
    }

    /// Whether a line may end a sentence. A line in Thai or Lao always may, because these scripts
    /// have no full stop.
    fn may_end_sentence(&self, line: usize) -> bool {
        let line = self.document.content_of(line);
        line.ends_with(is_thai_or_lao) || ends_sentence(line)
    }

    /// Whether most lines of the document are short and do not end a sentence. A list is no song:
    /// its lines are longer on average.
    fn is_song(&self) -> bool {
        let (mut lines, mut words) = (0, 0);
        for range in self.ranges {
            lines += usize::from(!range.is_empty());
            words += range.len();
        }
        // A quick test that rules out most documents. A word is at least half an effective word, so
        // with more words than this the lines are too long on average.
        if lines < MIN_SONG_LINES || words > 2 * lines * MAX_MEAN_SONG_LINE {
            return false;
        }
        let (mut short_lines, mut total_len) = (0, 0);
        for line in 0..self.ranges.len() {
            let len = effective_words(self.words(line));
            let is_short = len > 0 && len <= MAX_LINE_WORDS;
            short_lines += usize::from(is_short && !self.may_end_sentence(line));
            total_len += len;
        }
        short_lines * 10 >= lines * MIN_SONG_TENTHS
            && total_len <= lines * MAX_MEAN_SONG_LINE
            && !self.is_gallery(&(0..self.ranges.len()))
    }

    /// The blocks of the document: runs of short lines with only a single line break between two of
    /// them ([`Break::Line`]).
    fn blocks(&self) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        let mut start = 0;
        for (line, segment) in self.document.segments().iter().enumerate() {
            let is_short = !has_effective_words(self.words(line), MAX_LINE_WORDS + 1);
            if is_short && segment.break_after() == Break::Line {
                continue;
            }
            // The block ends here: after a short line before a blank line, or before a line that is
            // too long. That line belongs to no block.
            let end = if is_short { line + 1 } else { line };
            if start < end {
                out.push(start..end);
            }
            start = line + 1;
        }
        out
    }

    /// Whether a block is verse without other blocks beside it: at least half of its lines do not
    /// end a sentence.
    fn is_verse_alone(&self, block: &Range<usize>) -> bool {
        if block.len() < MIN_BLOCK_LINES {
            return false;
        }
        let mut ends = 0;
        for line in block.clone() {
            ends += usize::from(self.may_end_sentence(line));
        }
        ends * 2 <= block.len() && !self.is_gallery(block)
    }

    /// Whether two blocks may be stanzas of one poem: no line that is too long is between them.
    fn are_stanzas(&self, a: &Range<usize>, b: &Range<usize>) -> bool {
        a.end == b.start && self.is_stanza(a) && self.is_stanza(b)
    }

    /// Whether a block may be a stanza: several lines, each of which has a few words at least.
    fn is_stanza(&self, block: &Range<usize>) -> bool {
        for line in block.clone() {
            if !has_effective_words(self.words(line), MIN_LINE_WORDS) {
                return false;
            }
        }
        block.len() > 1
    }

    /// Whether most of these lines are beside their own copies. One pair of equal lines is not
    /// enough.
    fn is_gallery(&self, lines: &Range<usize>) -> bool {
        let mut pairs = 0;
        for line in lines.start + 1..lines.end {
            pairs += usize::from(same_words(self.words(line - 1), self.words(line)));
        }
        // Each pair of equal neighbours has two lines.
        let doubled_lines = pairs * 2;
        pairs >= 2 && doubled_lines * 10 >= lines.len() * MIN_DOUBLED_TENTHS
    }
}

fn is_thai_or_lao(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}')
}
