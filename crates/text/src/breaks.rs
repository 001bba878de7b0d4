//! Where the lines of a text end: at line breaks, at marks that stand for one, and at the gaps
//! that are left where a dump squeezed its line breaks out.
//!
//! Scrapers lose line breaks in three ways. Some leave the markup (`<br>`, `</p>`) in the text,
//! some escape it once too often (a literal `\n`), and some put the whole article on one line, with
//! two spaces, a tab, a no-break space or a bar where a paragraph ended. The first two are
//! recognised wherever they occur. The third is looked for only in a text without any line break,
//! because elsewhere such a gap is a matter of layout.

use crate::sentences::Sentences;
use crate::span::Span;
use memchr::memmem;

/// The line breaks of one text.
pub(crate) struct Breaks<'t> {
    text: &'t str,
    /// Whether any mark that stands for a break occurs; most texts hold none.
    has_marks: bool,
    /// Gaps between paragraphs of a text that is all on one line, in order.
    gaps: Vec<Span>,
}

impl<'t> Breaks<'t> {
    pub fn of(text: &'t str) -> Self {
        let mut breaks = Self {
            text,
            has_marks: has_marks(text),
            gaps: Vec::new(),
        };
        let first = breaks.next(0);
        // A text with a second line has kept its breaks, so its gaps mean nothing.
        if text[first.end()..].trim().is_empty() {
            breaks.gaps = gaps(text, Span::new(0, first.start()));
        }
        breaks
    }

    /// The first break at or after byte `from`; empty and at the end of the text if there is none.
    pub fn next(&self, from: usize) -> Span {
        let real = next_line_break(self.text, from);
        let mark = if self.has_marks {
            next_mark(self.text, from, real.start())
        } else {
            None
        };
        let found = mark.unwrap_or(real);
        let gap = self.gaps.partition_point(|gap| gap.start() < from);
        match self.gaps.get(gap) {
            Some(&gap) if gap.start() < found.start() => gap,
            _ => found,
        }
    }
}

/// `\r\n` is one break.
fn next_line_break(text: &str, from: usize) -> Span {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(found) = memchr::memchr3(b'\n', b'\r', 0xE2, &bytes[at..]) {
        let i = at + found;
        match bytes[i] {
            b'\r' if bytes.get(i + 1) == Some(&b'\n') => return Span::new(i, i + 2),
            b'\n' | b'\r' => return Span::new(i, i + 1),
            // U+2028 and U+2029, the line and paragraph separators.
            _ if matches!(bytes.get(i + 1..i + 3), Some([0x80, 0xA8 | 0xA9])) => {
                return Span::new(i, i + 3);
            }
            _ => at = i + 1,
        }
    }
    Span::new(text.len(), text.len())
}

fn has_marks(text: &str) -> bool {
    next_mark(text, 0, text.len()).is_some()
}

/// The first mark for a line break that begins in `from..to`.
fn next_mark(text: &str, from: usize, to: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let starts = memchr::memchr3_iter(b'\\', b'<', 0xC2, &bytes[from..to]);
    starts.map(|found| from + found).find_map(|at| {
        let len = match bytes[at] {
            b'\\' => escaped_len(&text[at..]),
            b'<' => tag_len(&bytes[at..]),
            _ => pilcrow_len(text, at),
        };
        len.map(|len| Span::new(at, at + len))
    })
}

/// Length of a line break that was escaped once too often (`\n`, `\r\n`).
///
/// A small letter after it makes it a path or a command (`C:\new`, `\nabla`).
fn escaped_len(text: &str) -> Option<usize> {
    let len = [r"\r\n", r"\n"]
        .into_iter()
        .find(|escape| text.starts_with(escape))?
        .len();
    let is_word = text[len..].starts_with(char::is_lowercase);
    (!is_word).then_some(len)
}

/// Length of a tag that breaks a line or opens or closes a paragraph (`<br/>`, `</p>`, `<p>`).
fn tag_len(bytes: &[u8]) -> Option<usize> {
    /// A longer tag is not recognised; real `<br>` and `<p>` tags are shorter.
    const MAX_TAG: usize = 200;
    let bytes = &bytes[..bytes.len().min(MAX_TAG)];
    let close = memchr::memchr(b'>', bytes)?;
    let inside = &bytes[1..close];
    let inside = inside.strip_prefix(b"/").unwrap_or(inside);
    let name = inside
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    let is_break = inside[..name].eq_ignore_ascii_case(b"br");
    let is_paragraph = inside[..name].eq_ignore_ascii_case(b"p");
    let is_tag = matches!(inside.get(name), None | Some(b' ' | b'/'));
    ((is_break || is_paragraph) && is_tag).then_some(close + 1)
}

/// Length of a paragraph sign between two paragraphs. One with white space beside it or a digit
/// after it is a citation (`¶ 12`).
fn pilcrow_len(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].strip_prefix('¶')?;
    let before = &text[..at];
    let is_citation = before.ends_with(char::is_whitespace)
        || rest.starts_with(|c: char| c.is_whitespace() || c.is_ascii_digit());
    // `KÃ¶ln` is Köln, whose UTF-8 was read as Windows-1252.
    let is_mojibake = before.ends_with('Ã');
    (!is_citation && !is_mojibake).then_some('¶'.len_utf8())
}

/// What stands between two sentences.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Nothing or one space.
    Plain,
    Wide,
    Tab,
    NoBreak,
    Bar,
}

/// How often a kind of gap must occur in a text to count as a paragraph break.
const MIN_GAPS: usize = 2;

/// The gaps between the paragraphs of a text that is all on one line.
///
/// A gap other than a single space counts as a paragraph break if its kind occurs at least twice
/// between sentences, and if other sentences are separated by a single space: where two spaces
/// follow every full stop, they are how somebody types.
fn gaps(text: &str, line: Span) -> Vec<Span> {
    let raw = line.slice(text).as_bytes();
    let may_part = memchr::memchr(b'\t', raw).is_some()
        || ["  ", "\u{a0}", "|"]
            .iter()
            .any(|gap| memmem::find(raw, gap.as_bytes()).is_some());
    if !may_part {
        return Vec::new();
    }
    let mut found: Vec<(Gap, Span)> = Vec::new();
    for sentence in Sentences::new(text, line).filter(|sentence| sentence.end() < line.end()) {
        let visible = sentence.slice(text).trim_end().len();
        found.push(gap(
            text,
            Span::new(sentence.start() + visible, sentence.end()),
        ));
    }
    if count(&found, Gap::Plain) == 0 {
        return Vec::new();
    }
    let mut parts = vec![Gap::Wide, Gap::Tab, Gap::NoBreak, Gap::Bar];
    parts.retain(|&kind| count(&found, kind) >= MIN_GAPS);
    found.retain(|(gap, _)| parts.contains(gap));
    found.into_iter().map(|(_, span)| span).collect()
}

/// How many of the gaps are of this kind.
fn count(gaps: &[(Gap, Span)], kind: Gap) -> usize {
    gaps.iter().filter(|(gap, _)| *gap == kind).count()
}

/// The kind of the gap that begins with this white space, and the whole of it.
fn gap(text: &str, space: Span) -> (Gap, Span) {
    let (raw, rest) = (space.slice(text), &text[space.end()..]);
    if !raw.is_empty() && rest.starts_with("| ") {
        return (Gap::Bar, Span::new(space.start(), space.end() + 2));
    }
    let kind = if raw.contains('\t') {
        Gap::Tab
    } else if raw.chars().count() > 1 {
        Gap::Wide
    } else if raw == "\u{a0}" && !rest.starts_with(char::is_numeric) {
        Gap::NoBreak
    } else {
        Gap::Plain
    };
    (kind, space)
}

#[cfg(test)]
mod tests {
    use crate::segments;

    fn contents(text: &str) -> Vec<&str> {
        segments(text)
            .iter()
            .map(|segment| segment.content().slice(text))
            .collect()
    }

    #[test]
    fn marks_part_lines() {
        for mark in [
            r"\n",
            r"\r\n",
            r"\n\n",
            "<br>",
            "<BR/>",
            "<br />",
            "</p><p>",
            "</p>\n<p class=\"x\">",
            "¶",
        ] {
            let text = format!("One line.{mark}And another{mark}Третья");
            assert_eq!(
                contents(&text),
                ["One line.", "And another", "Третья"],
                "{mark}"
            );
        }
        assert_eq!(contents("<p>One.</p><p>Two.</p>"), ["One.", "Two."]);
    }

    #[test]
    fn what_only_looks_like_a_mark() {
        for text in [
            r"It lies in C:\new and \nabla",
            "See ¶ 12 and ¶12",
            "In KÃ¶ln",
            "a<b and <pre> and <brand>",
            "5 < 6, p > 7",
        ] {
            assert_eq!(contents(text), [text]);
        }
    }

    #[test]
    fn gaps_part_the_paragraphs_of_one_line() {
        for gap in ["\t", "  ", "    ", "\u{a0}", " | "] {
            let text = [
                "It rained. It poured.",
                "The sun came. All was dry.",
                "So it ended.",
            ]
            .join(gap);
            assert_eq!(contents(&text).len(), 3, "{gap:?}");
        }
    }

    #[test]
    fn gaps_that_part_no_paragraphs() {
        for text in [
            "Typed with two spaces.  Always so.  To the end.  Every time.",
            "It rained. It poured.  Once only.",
            "Page 5 of vol.\u{a0}7 and vol.\u{a0}8. It says so. Yes.",
            "Home | News | Sport. More. And more.",
        ] {
            assert_eq!(contents(text), [text]);
        }
        let lines = "It rained. It poured.  Two.  Three.\nAnother line.";
        assert_eq!(contents(lines).len(), 2);
    }
}
