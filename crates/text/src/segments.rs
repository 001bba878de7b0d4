//! Segments: the paragraphs and lines of a text.
//!
//! The later steps work on segments: furniture is mostly whole segments, repeats are compared
//! segment by segment, and cuts are extended to whole segments. So the segments must not depend on
//! how a dump was made. The same article may have blank lines between its paragraphs, or one line
//! break after each; it may be wrapped to 72 columns as in an old mailing list, or be all on one
//! line. Three steps give all of these the same segments:
//!
//! 1. **Lines.** [`Breaks`] finds line breaks and whatever is used in place of one. A *block* is a
//!    sequence of lines without a blank line between them ([`visible_lines`]).
//! 2. **Wrapped blocks**, whose lines were broken to a fixed width, become one line for each
//!    paragraph ([`unwrap_blocks`]).
//! 3. **Tiles.** Each line gets the bytes from its start to the start of the next one, so the tiles
//!    put together are the text, whatever the first two steps did ([`tile`]).
//!
//! A paragraph that is split by mistake is compared and cut in two pieces, which is harmless. Two
//! paragraphs that are joined by mistake are cut together, which may lose text. So a block counts
//! as wrapped only if all signs agree.

use crate::breaks::Breaks;
use crate::chars::{Class, entry};
use crate::sentences::ends_sentence;
use crate::span::Span;

/// What follows a segment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Break {
    /// Nothing: the text ends here.
    End,
    /// One line break.
    Line,
    /// At least one blank line.
    Paragraph,
}

/// A paragraph or line: its visible content, and the tile that also holds the space around it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Segment {
    tile: Span,
    content: Span,
    break_after: Break,
}

impl Segment {
    /// The content with the white space and the line break that belong to it. The tiles of a text,
    /// put together, are the text.
    #[must_use]
    pub fn tile(self) -> Span {
        self.tile
    }

    /// The visible part, without white space at either end. It is empty only if the whole text
    /// shows nothing.
    #[must_use]
    pub fn content(self) -> Span {
        self.content
    }

    /// What separates this segment from the next.
    #[must_use]
    pub fn break_after(self) -> Break {
        self.break_after
    }
}

/// Cuts a text into segments.
///
/// A segment is a line, because dumps put one paragraph on one line, with or without blank lines
/// between them. A literal `\n`, `<br>`, `</p>`, `<p>` or `¶` between paragraphs ends a line too.
/// In a text that is all on one line, tabs, wide spaces and bars between sentences end a line as
/// well, if other sentences are separated by one space. Whatever ends a line is part of the
/// segment's tile, but never of its content.
///
/// A paragraph that was hard-wrapped to several lines is one segment. Three or more lines without
/// a blank line between them count as wrapped if
///
/// * almost every line is so full that the first word of the next would not have fitted,
/// * at least half of the lines end in mid-sentence,
/// * and at least a quarter of the lines after the first do not begin with a capital.
///
/// Two lines count as wrapped if the first is full for the width of a longer wrapped block of the
/// same text. In a wrapped block, a line with a deeper indentation begins a paragraph.
///
/// ```
/// use copydesk_text::{Break, segments};
///
/// let text = "Headline\n\nFirst paragraph.\nSecond.\n";
/// let pieces: Vec<_> = segments(text)
///     .iter()
///     .map(|segment| (segment.content().slice(text), segment.break_after()))
///     .collect();
/// let headline = ("Headline", Break::Paragraph);
/// assert_eq!(pieces, [headline, ("First paragraph.", Break::Line), ("Second.", Break::End)]);
/// ```
#[must_use]
pub fn segments(text: &str) -> Vec<Segment> {
    if text.is_empty() {
        return Vec::new();
    }
    let lines = visible_lines(text);
    if lines.is_empty() {
        // Nothing is visible, but every byte needs a tile.
        return vec![Segment {
            tile: Span::new(0, text.len()),
            content: Span::new(0, 0),
            break_after: Break::End,
        }];
    }
    tile(text, &unwrap_blocks(text, lines))
}

/// A line on which something is visible.
#[derive(Clone, Copy)]
struct Line {
    /// Where the line begins, with its indentation, in bytes.
    start: usize,
    /// The visible part of the line.
    content: Span,
    /// Whether a blank line, or the end of the text, follows.
    closes_block: bool,
}

impl Line {
    /// Width of the white space at the start of the line, in bytes.
    fn indent(&self) -> usize {
        self.content.start() - self.start
    }

    fn content<'t>(&self, text: &'t str) -> &'t str {
        self.content.slice(text)
    }

    /// Length of the visible part, in characters.
    fn width(&self, text: &str) -> usize {
        self.content(text).chars().count()
    }

    /// The field as a function, for `split_inclusive`.
    fn closes_block(&self) -> bool {
        self.closes_block
    }
}

/// The lines of a text on which something is visible.
fn visible_lines(text: &str) -> Vec<Line> {
    let breaks = Breaks::of(text);
    let mut lines: Vec<Line> = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let line_break = breaks.next_from(start);
        match visible_part(text, start, line_break.start()) {
            Some(content) => lines.push(Line {
                start,
                content,
                closes_block: false,
            }),
            // A blank line is part of the tile before it, and only shows that a block ended there.
            None => {
                if let Some(last) = lines.last_mut() {
                    last.closes_block = true;
                }
            }
        }
        start = line_break.end();
    }
    if let Some(last) = lines.last_mut() {
        last.closes_block = true;
    }
    lines
}

/// Whether a character is white space, or an invisible character that some sites put beside it.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{2060}')
}

/// The visible part of the bytes from `start` to `end`; `None` if nothing is visible.
fn visible_part(text: &str, start: usize, end: usize) -> Option<Span> {
    let line = &text[start..end];
    let indent = line.len() - line.trim_start_matches(is_space).len();
    let visible = line.trim_matches(is_space);
    if visible.is_empty() {
        return None;
    }
    let start = start + indent;
    Some(Span::new(start, start + visible.len()))
}

/// Widths that programs wrap text to, in characters: from narrow columns to wide terminals.
const WRAP_WIDTHS: std::ops::RangeInclusive<usize> = 40..=132;

/// Joins the lines of each paragraph that was wrapped to a fixed width.
///
/// Nothing in a text says that it was wrapped, so the lines must show it. A program that wraps text
/// breaks a line only where the next word does not fit. So in a wrapped block nearly every line is
/// *full*: the first word of the next line would have made it wider than the widest line. A list or
/// a poem has short lines for other reasons, and fails this test. Three more signs protect lists
/// whose lines happen to be long: few wrapped lines end with a full stop, not all of them begin
/// with a capital, and no two in a row are the same.
///
/// A block of two lines is too short for these signs. It counts as wrapped if its first line is
/// full for the width of a longer block of the same text.
fn unwrap_blocks(text: &str, lines: Vec<Line>) -> Vec<Line> {
    let mut blocks = Vec::new();
    let mut document_width: Option<usize> = None;
    for block_lines in lines.split_inclusive(Line::closes_block) {
        let block = Block::of(text, block_lines);
        // `None` is less than any width.
        document_width = document_width.max(block.width);
        blocks.push(block);
    }
    // Most texts have no wrapped block, and their lines are returned as they are.
    let Some(document_width) = document_width else {
        return lines;
    };
    let mut out = Vec::with_capacity(lines.len());
    for block in blocks {
        if block.is_wrapped(text, document_width) {
            out.extend(block.paragraphs().map(joined));
        } else {
            out.extend_from_slice(block.lines);
        }
    }
    out
}

/// Lines without a blank line between them.
struct Block<'l> {
    lines: &'l [Line],
    /// The width to which the block was wrapped, in characters; `None` if it does not look wrapped,
    /// or has too few lines to decide that.
    width: Option<usize>,
    /// The least indentation of the lines, in bytes, if deeper indentation begins a paragraph.
    margin: Option<usize>,
}

impl<'l> Block<'l> {
    /// Finds out whether these lines look wrapped, and to which width. First the lines are divided
    /// into indented paragraphs, and it is enough if one of these looks wrapped. If none does, all
    /// lines are tried as one paragraph.
    fn of(text: &str, lines: &'l [Line]) -> Self {
        let mut indented = Self {
            lines,
            width: None,
            margin: lines.iter().map(Line::indent).min(),
        };
        for paragraph in indented.paragraphs() {
            indented.width = indented.width.max(wrap_width(text, paragraph));
        }
        if indented.width.is_some() {
            return indented;
        }
        Self {
            lines,
            width: wrap_width(text, lines),
            margin: None,
        }
    }

    /// Whether the block was wrapped. `document_width` is the greatest width of any block of the
    /// text.
    fn is_wrapped(&self, text: &str, document_width: usize) -> bool {
        if self.width.is_some() {
            return true;
        }
        match self.lines {
            [line, next] => is_full(text, line, next, document_width),
            _ => false,
        }
    }

    /// The paragraphs of the block. If it has a margin, every line that is indented deeper begins a
    /// paragraph. If not, the block is one paragraph.
    fn paragraphs(&self) -> impl Iterator<Item = &'l [Line]> + use<'l> {
        let margin = self.margin.unwrap_or(usize::MAX);
        self.lines.chunk_by(move |_, next| next.indent() <= margin)
    }
}

/// The lines of a wrapped paragraph joined into one line.
fn joined(lines: &[Line]) -> Line {
    Line {
        start: lines[0].start,
        content: lines[0].content.join(lines[lines.len() - 1].content),
        closes_block: true,
    }
}

/// The width to which a block was wrapped, in characters; `None` if it does not look wrapped. It is
/// the width of the longest line, which may be a little less than the limit that the program had.
fn wrap_width(text: &str, block: &[Line]) -> Option<usize> {
    if block.len() < 3 {
        return None;
    }
    let mut width = 0;
    for line in block {
        width = width.max(line.width(text));
    }
    if !WRAP_WIDTHS.contains(&width) {
        return None;
    }
    let (mut full, mut stops, mut capitals) = (0, 0, 0);
    // Only lines with a line after them are tested. The last line ends where the paragraph does, so
    // its length and its full stop say nothing.
    for pair in block.windows(2) {
        let (line, next) = (&pair[0], &pair[1]);
        if line.content(text) == next.content(text) {
            return None;
        }
        full += usize::from(is_full(text, line, next, width));
        stops += usize::from(ends_sentence(line.content(text)));
        capitals += usize::from(next.content(text).starts_with(char::is_uppercase));
    }
    let pairs = block.len() - 1;
    // At least nine tenths are full, at most half have a stop, at most three quarters a capital.
    let is_wrapped = full * 10 >= pairs * 9 && stops * 2 <= pairs && capitals * 4 <= pairs * 3;
    is_wrapped.then_some(width)
}

/// Assumed length of the longest word of a script without spaces, in characters.
const MAX_UNSPACED_WORD: usize = 8;

/// Whether the first word of `next` would not have fitted at the end of `line`, if lines were
/// wrapped to `width` characters.
fn is_full(text: &str, line: &Line, next: &Line, width: usize) -> bool {
    let mut words = next.content(text).split_whitespace();
    let word = words.next().unwrap_or_default();
    let mut len = word.chars().count();
    // In a script without spaces this is not a word but a whole sentence.
    if word.starts_with(is_unspaced) {
        len = len.min(MAX_UNSPACED_WORD);
    }
    let space = 1;
    line.width(text) + space + len > width
}

fn is_unspaced(c: char) -> bool {
    entry(c).class() == Class::Unspaced
}

/// Divides all bytes of the text among its lines. The indentation of a line belongs to this line,
/// and all space before the first line belongs to the first. Other space belongs to the line before
/// it.
fn tile(text: &str, lines: &[Line]) -> Vec<Segment> {
    let mut start = 0;
    let mut out = Vec::with_capacity(lines.len());
    for (i, line) in lines.iter().enumerate() {
        let (end, break_after) = match lines.get(i + 1) {
            None => (text.len(), Break::End),
            Some(next) if line.closes_block => (next.start, Break::Paragraph),
            Some(next) => (next.start, Break::Line),
        };
        out.push(Segment {
            tile: Span::new(start, end),
            content: line.content,
            break_after,
        });
        start = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn contents(text: &str) -> Vec<&str> {
        segments(text)
            .iter()
            .map(|s| s.content().slice(text))
            .collect()
    }

    #[test]
    fn lines_and_paragraphs_may_be_mixed() {
        let text = "\u{feff}A\r\n\r\n  B \u{a0}\nC\u{2029}\n\n\n\tD";
        assert_eq!(contents(text), ["A", "B", "C", "D"]);
        let breaks: Vec<_> = segments(text).iter().map(|s| s.break_after()).collect();
        assert_eq!(
            breaks,
            [Break::Paragraph, Break::Line, Break::Paragraph, Break::End]
        );
    }

    #[test]
    fn hard_wrapped_text_is_unwrapped() {
        let text = "The council voted late on Tuesday to close the two\n\
                    bridges over the canal for repairs that engineers\n\
                    say should have begun a decade ago.\n\n\
                    Traffic will be sent by way of the northern ring\n\
                    road.\n";
        assert_eq!(segments(text).len(), 2);
    }

    #[test]
    fn indented_paragraphs_of_hard_wrapped_text_are_told_apart() {
        let text = "    The council voted late on Tuesday to close the two\n\
                    bridges over the canal for repairs that engineers\n\
                    say should have begun a decade ago.\n    \
                    Traffic will be sent by way of the northern ring\n\
                    road.\n    \
                    It rained.\n";
        assert_eq!(
            contents(text)
                .iter()
                .map(|p| p.lines().count())
                .collect::<Vec<_>>(),
            [3, 2, 1]
        );
        let verse =
            "O the river runs,\n  and the boats go down,\nO the river runs,\n  to the town.";
        assert_eq!(segments(verse).len(), 4);
    }

    #[test]
    fn paragraphs_without_spaces_are_not_unwrapped() {
        let text = "ວັກທຳອິດເລົ່າເຖິງຄືນທີ່ກຳແພງບໍ່ຫີນພັງລົງມາເໜືອໂຮງຮຽນຂອງບ້ານ\n\
                    ວັກທີສອງບອກວ່າບໍ່ມີໃຜໄດ້ຮັບບາດເຈັບ\n\
                    ວັກທີສາມບອກວ່າຝົນຕົກໜັກຕະຫຼອດຄືນຈົນນ້ຳຖ້ວມຖະໜົນ";
        assert_eq!(segments(text).len(), 3);
    }

    #[test]
    fn short_lines_are_not_unwrapped() {
        assert_eq!(segments("Loaded: 0%\nPrevious\nPlay\nSkip\nMute").len(), 5);
        let verse = "O the river runs to the sea, my love,\nAnd the boats go down,\nO the river runs to the sea, my love,\nAll around the town.";
        assert_eq!(segments(verse).len(), 4);
    }

    #[test]
    fn lines_of_one_length_are_not_unwrapped() {
        let caption = "Fishermen mend their nets on the quay of the old harbour";
        assert_eq!(segments(&[caption; 4].join("\n")).len(), 4);
        let list = "Councillor Anna Breede of the northern ward of the city\nCouncillor Jonas Kvam of the western ward of the city\n\
                    Councillor Mirela Oster of the southern wards of the city";
        assert_eq!(segments(list).len(), 3);
    }

    #[test]
    fn text_without_anything_visible_is_one_segment() {
        assert!(segments("").is_empty());
        assert_eq!(segments(" \n \n").len(), 1);
    }

    proptest! {
        #[test]
        fn segments_tile_the_text(text in r"([A-Ca-zé。. ]{0,9}(\n|\r\n|\r|\u{2028}|\u{a0}|\u{feff}|\t|  |\\n|</?p>|<br>|¶| \| )?){0,12}") {
            let mut at = 0;
            for segment in segments(&text) {
                prop_assert_eq!(segment.tile().start(), at);
                prop_assert!(segment.content().is_empty() || segment.tile().contains(segment.content()));
                at = segment.tile().end();
            }
            prop_assert_eq!(at, text.len());
        }
    }
}
