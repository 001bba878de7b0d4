//! Paragraphs and lines that tile a text.
//!
//! Everything else works on segments: furniture is whole segments, repeats are compared segment by
//! segment, cuts are widened to their edges. So what a segment is must not depend on how a dump was
//! made. The same article may come with blank lines between its paragraphs, with one line break
//! after each, wrapped to 72 columns as in an old mailing list, or all on one line. Three steps
//! bring these to the same segments:
//!
//! 1. **Lines.** [`Breaks`] finds line breaks and whatever stands for one; lines without anything
//!    visible only say that a block ends ([`visible_lines`]).
//! 2. **Wrapped blocks** become one line for each paragraph ([`unwrap_blocks`]).
//! 3. **Tiles.** Each line takes the space from its start to the start of the next one, so that the
//!    tiles are the text, whatever was recognised on the way ([`tile`]).
//!
//! A paragraph that is split by mistake is cut and compared in two pieces, which is harmless. Two
//! paragraphs that are joined by mistake are cut together, which may lose text; so a block counts
//! as wrapped only if all signs say so.

use crate::breaks::Breaks;
use crate::chars::{Class, entry};
use crate::sentences::ends_sentence;
use crate::span::Span;

/// What stands behind a segment.
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
    /// Content and the white space that belongs to it. The tiles of a text, end to end, are the
    /// text.
    #[must_use]
    pub fn tile(self) -> Span {
        self.tile
    }

    /// The visible part, without white space at either end; empty only in a text that shows
    /// nothing.
    #[must_use]
    pub fn content(self) -> Span {
        self.content
    }

    /// What parts this segment from the next.
    #[must_use]
    pub fn break_after(self) -> Break {
        self.break_after
    }
}

/// Cuts a text into segments.
///
/// A segment is a line, since dumps put one paragraph on one line, with or without blank lines
/// between. A literal `\n`, `<br>`, `</p>`, `<p>` or `¶` between paragraphs ends a line too; so do,
/// in a text that is all on one line, tabs, wide spaces and bars between sentences where other
/// sentences are parted by one space. All of these belong to tiles and to no content. A block of
/// hard-wrapped lines is one segment: a block of three or more lines counts as wrapped if almost
/// every line is so full that the first word of the next would not have fitted (the rule of a
/// greedy line breaker), most of its lines stop in mid-sentence, and not all of them begin with a
/// capital; in a text that holds such a block, blocks of two lines are judged by the same width. In
/// a wrapped block, a line that is indented deeper than most begins a paragraph.
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
    let lines = visible_lines(text);
    if lines.is_empty() {
        let all = Span::new(0, text.len());
        let nothing = Span::new(0, 0);
        return if text.is_empty() {
            vec![]
        } else {
            vec![Segment {
                tile: all,
                content: nothing,
                break_after: Break::End,
            }]
        };
    }
    tile(text, &unwrap_blocks(text, lines))
}

/// A line on which something is visible.
#[derive(Clone, Copy)]
struct Line {
    /// Where the line begins, with its indentation, in bytes.
    start: usize,
    /// What is visible of it.
    content: Span,
    /// Whether a blank line, or the end of the text, follows.
    closes_block: bool,
}

impl Line {
    /// Bytes of white space at its start.
    fn indent(self) -> usize {
        self.content.start() - self.start
    }
}

/// The lines of a text that show something, and which of them a blank line follows.
fn visible_lines(text: &str) -> Vec<Line> {
    let breaks = Breaks::of(text);
    let mut lines: Vec<Line> = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let line_break = breaks.next(start);
        match trimmed(text, start, line_break.start()) {
            Some(content) => lines.push(Line {
                start,
                content,
                closes_block: false,
            }),
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

/// White space, and characters without width that some sites put beside it.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{2060}')
}

/// What is visible from byte `start` to byte `end`; `None` if nothing is.
fn trimmed(text: &str, start: usize, end: usize) -> Option<Span> {
    let line = &text[start..end];
    let front = line.len() - line.trim_start_matches(is_space).len();
    let visible = line.trim_matches(is_space);
    (!visible.is_empty()).then(|| Span::new(start + front, start + front + visible.len()))
}

/// Widths that programs wrap text to, in characters: from narrow columns to wide terminals.
const WRAP_WIDTHS: std::ops::RangeInclusive<usize> = 40..=132;

/// Joins the lines of paragraphs that were wrapped to a fixed width, so that a paragraph is one
/// segment however its line breaks fall.
///
/// Nothing in a text says that it was wrapped, so the lines must show it. A program that wraps
/// breaks a line only where the next word does not fit. So in a wrapped block nearly every line is
/// *full*: the first word of the next line would have made it wider than the widest line. A list
/// or a poem has short lines for other reasons, and fails this test. Three more signs protect
/// lists whose lines happen to be long: wrapped lines rarely end with a full stop, rarely all begin
/// with a capital, and never repeat.
///
/// A block of two lines is too short to tell. It counts as wrapped if its first line is full for
/// the width of a longer block of the same text.
fn unwrap_blocks(text: &str, lines: Vec<Line>) -> Vec<Line> {
    let blocks: Vec<&[Line]> = lines.split_inclusive(|l| l.closes_block).collect();
    let blocks: Vec<Block<'_>> = blocks.into_iter().map(|b| Block::of(text, b)).collect();
    let Some(document_width) = blocks.iter().filter_map(|block| block.width).max() else {
        return lines;
    };
    let mut out = Vec::with_capacity(lines.len());
    for block in blocks {
        let lines = block.lines;
        let is_wrapped = block.width.is_some()
            || (lines.len() == 2 && is_full(text, lines[0], lines[1], document_width));
        if is_wrapped {
            out.extend(block.paragraphs().map(joined));
        } else {
            out.extend_from_slice(lines);
        }
    }
    out
}

/// Lines without a blank line between them.
struct Block<'l> {
    lines: &'l [Line],
    /// The width that it was wrapped to, if it was.
    width: Option<usize>,
    /// The indentation of most lines, if its paragraphs are told by a deeper one.
    margin: Option<usize>,
}

impl<'l> Block<'l> {
    /// A block whose paragraphs are indented is wrapped if one of these paragraphs is.
    fn of(text: &str, lines: &'l [Line]) -> Self {
        let margin = lines.iter().map(|line| line.indent()).min();
        let indented = Self {
            lines,
            width: None,
            margin,
        };
        let width = indented
            .paragraphs()
            .filter_map(|p| wrap_width(text, p))
            .max();
        if width.is_some() {
            return Self { width, ..indented };
        }
        Self {
            lines,
            width: wrap_width(text, lines),
            margin: None,
        }
    }

    /// Its paragraphs: all of it, or, with a margin, a new one at every line that is indented
    /// deeper.
    fn paragraphs(&self) -> impl Iterator<Item = &'l [Line]> {
        let margin = self.margin;
        self.lines
            .chunk_by(move |_, next| margin.is_none_or(|margin| next.indent() <= margin))
    }
}

/// The lines of a wrapped paragraph as one.
fn joined(lines: &[Line]) -> Line {
    Line {
        start: lines[0].start,
        content: lines[0].content.join(lines[lines.len() - 1].content),
        closes_block: true,
    }
}

/// The width a block was wrapped to, in characters, if it was. It is that of the longest line,
/// which may be a little less than what the program was told.
fn wrap_width(text: &str, block: &[Line]) -> Option<usize> {
    if block.len() < 3 {
        return None;
    }
    let width = block
        .iter()
        .map(|l| l.content.slice(text).chars().count())
        .max()?;
    if !WRAP_WIDTHS.contains(&width) {
        return None;
    }
    // The last line of a paragraph ends where the paragraph does, so it says nothing.
    let inner = block.len() - 1;
    let full = block
        .windows(2)
        .filter(|pair| is_full(text, pair[0], pair[1], width))
        .count();
    let stops = block[..inner]
        .iter()
        .filter(|l| ends_sentence(l.content.slice(text)))
        .count();
    // Lines of a list begin with capitals, and wrapped lines never repeat.
    let capitals = block[1..]
        .iter()
        .filter(|l| l.content.slice(text).starts_with(char::is_uppercase))
        .count();
    let repeats = block
        .windows(2)
        .any(|pair| pair[0].content.slice(text) == pair[1].content.slice(text));
    (full * 10 >= inner * 9 && stops * 2 <= inner && capitals * 4 <= inner * 3 && !repeats)
        .then_some(width)
}

/// Longest word, in characters, at which a script without spaces would break a line.
const MAX_UNSPACED_WORD: usize = 8;

/// Whether the first word of `next` would not have fitted behind `line`.
fn is_full(text: &str, line: Line, next: Line, width: usize) -> bool {
    let word = next
        .content
        .slice(text)
        .split_whitespace()
        .next()
        .unwrap_or_default();
    let len = word.chars().count();
    // In a script without spaces this is no word but all of a sentence.
    let is_unspaced = word.starts_with(|c| entry(c).class() == Class::Unspaced);
    let len = if is_unspaced {
        len.min(MAX_UNSPACED_WORD)
    } else {
        len
    };
    line.content.slice(text).chars().count() + 1 + len > width
}

/// Shares the text out among its lines. Indentation belongs to its own line, and so does all space
/// in front of the first one; other space belongs to the line before it.
fn tile(text: &str, lines: &[Line]) -> Vec<Segment> {
    let mut start = 0;
    let mut out = Vec::with_capacity(lines.len());
    for (i, line) in lines.iter().enumerate() {
        let next = lines.get(i + 1).map(|next| next.start);
        let end = next.unwrap_or(text.len());
        let break_after = match (next, line.closes_block) {
            (None, _) => Break::End,
            (_, true) => Break::Paragraph,
            (_, false) => Break::Line,
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
    fn mixed_lines_and_paragraphs() {
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
    fn text_that_shows_nothing() {
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
