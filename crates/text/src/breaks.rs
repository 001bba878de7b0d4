//! Line breaks, and what scrapers leave in place of them.
//!
//! Scrapers lose line breaks in two ways. Some leave a *mark*: the markup (`<br>`, `</p>`), a
//! paragraph sign (`¶`), or a line break that was escaped once too often (a literal `\n`). Marks
//! are recognised everywhere. Others put the whole article on one line, and leave a *gap* where a
//! paragraph ended: two spaces, a tab, a no-break space or a bar. Gaps are recognised only in a
//! text without any line break, because in other texts they are only layout.

use crate::sentences::Sentences;
use crate::span::Span;
use memchr::memmem;

/// The line breaks of one text.
pub(crate) struct Breaks<'t> {
    text: &'t str,
    has_marks: bool,
    /// The gaps between the paragraphs of a text that is all on one line, in order.
    paragraph_gaps: Vec<Span>,
}

impl<'t> Breaks<'t> {
    /// Finds out which kinds of break the text has. [`Self::next_from`] finds the breaks
    /// themselves.
    pub fn of(text: &'t str) -> Self {
        let mut breaks = Self {
            text,
            has_marks: has_marks(text),
            paragraph_gaps: Vec::new(),
        };
        let first = breaks.next_from(0);
        // A text with a second line has kept its breaks, so its gaps mean nothing.
        if text[first.end()..].trim().is_empty() {
            breaks.paragraph_gaps = paragraph_gaps(text, Span::new(0, first.start()));
        }
        breaks
    }

    /// The first break at or after byte `from`. If there is none, an empty span at the end of the
    /// text.
    pub fn next_from(&self, from: usize) -> Span {
        let line_break = next_line_break(self.text, from);
        let mark_before_it = if self.has_marks {
            next_mark(self.text, from, line_break.start())
        } else {
            None
        };
        let nearest = mark_before_it.unwrap_or(line_break);
        let gaps = &self.paragraph_gaps;
        let next_gap = gaps.partition_point(|gap| gap.start() < from);
        match gaps.get(next_gap) {
            Some(&gap) if gap.start() < nearest.start() => gap,
            _ => nearest,
        }
    }
}

/// The first real line break from byte `from` on; `\r\n` is one. If there is none, an empty span at
/// the end of the text.
fn next_line_break(text: &str, from: usize) -> Span {
    let bytes = text.as_bytes();
    let mut at = from;
    // 0xE2 is the first byte of the two separators below, and of dashes and quotes.
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

/// Whether the text has any mark. Most texts have none, and then no line has to be searched for
/// marks.
fn has_marks(text: &str) -> bool {
    next_mark(text, 0, text.len()).is_some()
}

/// The first mark that begins in `from..to`.
fn next_mark(text: &str, from: usize, to: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    // 0xC2 is the first byte of `¶`, and of all other characters from U+0080 to U+00BF.
    for found in memchr::memchr3_iter(b'\\', b'<', 0xC2, &bytes[from..to]) {
        let at = from + found;
        let len = match bytes[at] {
            b'\\' => escaped_len(&text[at..]),
            b'<' => tag_len(&bytes[at..]),
            _ => pilcrow_len(text, at),
        };
        if let Some(len) = len {
            return Some(Span::new(at, at + len));
        }
    }
    None
}

/// Length of a line break that was escaped once too often (`\n`, `\r\n`), in bytes; `None` if the
/// text does not begin with one.
///
/// Before a small letter, `\n` is part of a path or a command (`C:\new`, `\nabla`).
fn escaped_len(text: &str) -> Option<usize> {
    let after_n = text.strip_prefix(r"\n");
    let rest = text.strip_prefix(r"\r\n").or(after_n)?;
    let is_word = rest.starts_with(char::is_lowercase);
    (!is_word).then_some(text.len() - rest.len())
}

/// Length of a tag that breaks a line or opens or closes a paragraph (`<br/>`, `</p>`, `<p>`);
/// `None` if the bytes do not begin with one.
fn tag_len(bytes: &[u8]) -> Option<usize> {
    /// Longest tag that is recognised, in bytes. Real `<br>` and `<p>` tags are shorter.
    const MAX_TAG: usize = 200;
    let bytes = &bytes[..bytes.len().min(MAX_TAG)];
    let close = memchr::memchr(b'>', bytes)?;
    let inside = &bytes[1..close];
    let inside = inside.strip_prefix(b"/").unwrap_or(inside);
    let letters = inside.iter().copied();
    let name_len = letters.take_while(u8::is_ascii_alphanumeric).count();
    let (name, attributes) = inside.split_at(name_len);
    let is_break = name.eq_ignore_ascii_case(b"br");
    let is_paragraph = name.eq_ignore_ascii_case(b"p");
    // `<p-quote>` is another tag, and `a<p, q>b` is none at all.
    let is_tag = matches!(attributes.first(), None | Some(b' ' | b'/'));
    ((is_break || is_paragraph) && is_tag).then_some(close + 1)
}

/// Length of the paragraph sign at byte `at`, if it separates two paragraphs. `None` if there is no
/// such sign, or if white space beside it or a digit after it shows that it cites a numbered
/// paragraph (`¶ 12`).
fn pilcrow_len(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].strip_prefix('¶')?;
    let before = &text[..at];
    let is_citation = before.ends_with(char::is_whitespace)
        || rest.starts_with(char::is_whitespace)
        || rest.as_bytes().first().is_some_and(u8::is_ascii_digit);
    // `KÃ¶ln` is Köln, whose UTF-8 was read as Windows-1252.
    let is_mojibake = before.ends_with('Ã');
    (!is_citation && !is_mojibake).then_some('¶'.len_utf8())
}

/// What separates two sentences of a line, whether a paragraph ended there or not.
struct Gap {
    kind: GapKind,
    /// The whole gap, with the spaces around a bar.
    span: Span,
}

/// The kinds of gap. Each kind is counted separately, because a dump has the same kind between all
/// its paragraphs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum GapKind {
    /// Nothing, or one space that is not [`NoBreak`](Self::NoBreak). Such a gap never separates
    /// paragraphs.
    Plain,
    /// Two or more white-space characters, but no tab.
    Wide,
    /// White space with a tab in it.
    Tab,
    /// One no-break space, unless it is before a number, where typesetters put one (`vol. 7`).
    NoBreak,
    /// A bar with a space on both sides.
    Bar,
}

impl GapKind {
    /// How many kinds there are.
    const COUNT: usize = 5;
}

/// How often a kind of gap must occur in a text to count as a paragraph break.
const MIN_GAPS: usize = 2;

/// The gaps between the paragraphs of a text that is all on one line.
///
/// A gap other than a plain one counts as a paragraph break if its kind occurs at least twice
/// between sentences, and if other sentences have plain gaps between them. Where two spaces follow
/// every full stop, they are a habit of the typist.
fn paragraph_gaps(text: &str, line: Span) -> Vec<Span> {
    // Cutting a long line into sentences is slow, and few lines hold anything that can be a gap.
    if !may_hold_gaps(line.slice(text).as_bytes()) {
        return Vec::new();
    }
    let mut all = Vec::new();
    let mut counts = [0; GapKind::COUNT];
    for sentence in Sentences::new(text, line) {
        // After the last sentence comes the end of the line, which is not a gap.
        if sentence.end() < line.end() {
            let visible = sentence.slice(text).trim_end().len();
            let space = Span::new(sentence.start() + visible, sentence.end());
            let gap = classify_gap(text, space);
            counts[gap.kind as usize] += 1;
            all.push(gap);
        }
    }
    let mut between_paragraphs = Vec::new();
    if counts[GapKind::Plain as usize] > 0 {
        for gap in all {
            if gap.kind != GapKind::Plain && counts[gap.kind as usize] >= MIN_GAPS {
                between_paragraphs.push(gap.span);
            }
        }
    }
    between_paragraphs
}

/// Whether a line holds a character of any gap other than [`GapKind::Plain`].
fn may_hold_gaps(line: &[u8]) -> bool {
    memchr::memchr2(b'\t', b'|', line).is_some()
        || memmem::find(line, b"  ").is_some()
        || memmem::find(line, "\u{a0}".as_bytes()).is_some()
}

/// Finds the kind and the extent of a gap between two sentences. `space` is the white space with
/// which the gap begins.
fn classify_gap(text: &str, space: Span) -> Gap {
    let (raw, rest) = (space.slice(text), &text[space.end()..]);
    if !raw.is_empty() && rest.starts_with("| ") {
        return Gap {
            kind: GapKind::Bar,
            span: Span::new(space.start(), space.end() + 2),
        };
    }
    // Characters are counted and not bytes, because a no-break space has two.
    let kind = if raw.contains('\t') {
        GapKind::Tab
    } else if raw.chars().count() > 1 {
        GapKind::Wide
    } else if raw == "\u{a0}" && !rest.starts_with(char::is_numeric) {
        GapKind::NoBreak
    } else {
        GapKind::Plain
    };
    Gap { kind, span: space }
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
    fn marks_end_lines() {
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
    fn what_only_looks_like_a_mark_ends_no_line() {
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
    fn gaps_end_the_paragraphs_of_a_text_on_one_line() {
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
    fn other_gaps_end_no_paragraph() {
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
