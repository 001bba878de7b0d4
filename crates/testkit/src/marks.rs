//! Marks in texts that say which pieces a test expects to be found: `⟦label|text⟧`.
//!
//! The case files in `testdata/cases` contain such texts. Marks never nest, so each byte of the
//! plain text has at most one label. Two marks may touch.
//!
//! ```
//! use copydesk_testkit::marks;
//!
//! let (text, found) = marks::parse("Smoke over the port\n\n⟦repeated-in-document|Smoke over the port⟧").unwrap();
//! assert_eq!(text, "Smoke over the port\n\nSmoke over the port");
//! assert_eq!(found[0].0.slice(&text), "Smoke over the port");
//! assert_eq!(found[0].1, "repeated-in-document");
//! assert_eq!(marks::write(&text, &found), "Smoke over the port\n\n⟦repeated-in-document|Smoke over the port⟧");
//! ```

use copydesk_text::Span;
use std::error::Error;
use std::fmt;

/// Begins a mark.
const OPEN: char = '⟦';
/// Ends a mark.
const CLOSE: char = '⟧';
/// Separates label and text.
const BAR: char = '|';

/// The error for a text whose marks cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MarkError {
    problem: Problem,
    /// The position of the problem, as a byte offset in the marked text.
    at: usize,
}

/// A mistake in a marked text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Problem {
    /// A mark begins inside another.
    Nested,
    /// A mark ends that did not begin.
    Unopened,
    /// A mark does not end.
    Unclosed,
    /// A mark has no label.
    NoLabel,
}

impl fmt::Display for MarkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = match self.problem {
            Problem::Nested => "a mark inside a mark: close the first before the next",
            Problem::Unopened => "a mark is closed that was not opened",
            Problem::Unclosed => "a mark is opened and never closed",
            Problem::NoLabel => "a mark without a label: write ⟦label|text⟧",
        };
        write!(f, "{problem} (byte {})", self.at)
    }
}

impl Error for MarkError {}

/// Reads a marked text. Returns the text without marks, and each marked span of it with its label,
/// in order.
///
/// # Errors
/// If marks nest, a mark is not closed or not opened, or a mark has no label.
pub fn parse(marked: &str) -> Result<(String, Vec<(Span, String)>), MarkError> {
    let mut plain = String::with_capacity(marked.len());
    let mut found = Vec::new();
    let mut unread = 0;
    while let Some(offset) = marked[unread..].find([OPEN, CLOSE]) {
        let bracket = unread + offset;
        if marked[bracket..].starts_with(CLOSE) {
            return Err(MarkError {
                problem: Problem::Unopened,
                at: bracket,
            });
        }
        let (label, text, after) = parse_mark(marked, bracket)?;
        plain.push_str(&marked[unread..bracket]);
        let start = plain.len();
        plain.push_str(text);
        found.push((Span::new(start, plain.len()), label.to_owned()));
        unread = after;
    }
    plain.push_str(&marked[unread..]);
    Ok((plain, found))
}

/// Reads the mark that begins at byte `open`. Returns its label, its text, and the offset after it.
fn parse_mark(marked: &str, open: usize) -> Result<(&str, &str, usize), MarkError> {
    let inside = open + OPEN.len_utf8();
    let Some(length) = marked[inside..].find([OPEN, CLOSE]) else {
        return Err(MarkError {
            problem: Problem::Unclosed,
            at: open,
        });
    };
    let close = inside + length;
    if marked[close..].starts_with(OPEN) {
        return Err(MarkError {
            problem: Problem::Nested,
            at: close,
        });
    }
    match marked[inside..close].split_once(BAR) {
        Some((label, text)) if !label.trim().is_empty() => {
            Ok((label.trim(), text, close + CLOSE.len_utf8()))
        }
        _ => Err(MarkError {
            problem: Problem::NoLabel,
            at: open,
        }),
    }
}

/// Writes marks into a plain text. A failed test prints what was found in this notation, so that it
/// can be compared with the case.
///
/// ```
/// use copydesk_testkit::marks;
/// use copydesk_text::Span;
///
/// assert_eq!(marks::write("one two", &[(Span::new(4, 7), "cut")]), "one ⟦cut|two⟧");
/// ```
///
/// # Panics
/// If the spans overlap, are out of order, or do not fit the text.
#[must_use]
pub fn write<L: fmt::Display>(plain: &str, found: &[(Span, L)]) -> String {
    let mut out = String::with_capacity(plain.len() + found.len() * 32);
    let mut written = 0;
    for (span, label) in found {
        out.push_str(&plain[written..span.start()]);
        out.push_str(&format!("{OPEN}{label}{BAR}{}{CLOSE}", span.slice(plain)));
        written = span.end();
    }
    out.push_str(&plain[written..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_no_marks() {
        assert_eq!(
            parse("no marks | here"),
            Ok(("no marks | here".to_owned(), vec![]))
        );
        assert_eq!(parse(""), Ok((String::new(), vec![])));
    }

    #[test]
    fn marks_that_touch_stay_two_marks() {
        let (text, found) = parse("é⟦a|один. ⟧⟦b|два|три⟧\n").unwrap();
        assert_eq!(text, "éодин. два|три\n");
        let parts: Vec<_> = found
            .iter()
            .map(|(span, label)| (span.slice(&text), label.as_str()))
            .collect();
        assert_eq!(parts, [("один. ", "a"), ("два|три", "b")]);
    }

    #[test]
    fn an_empty_mark_is_an_empty_span() {
        let (text, found) = parse("a⟦x|⟧b").unwrap();
        assert_eq!(text, "ab");
        assert_eq!(found, [(Span::new(1, 1), "x".to_owned())]);
    }

    #[test]
    fn broken_marks_say_what_is_wrong() {
        let message = |marked: &str| parse(marked).unwrap_err().to_string();
        assert!(message("⟦a|b⟦c|d⟧⟧").starts_with("a mark inside a mark"));
        assert!(message("a⟧").starts_with("a mark is closed"));
        assert!(message("⟦a|b").starts_with("a mark is opened"));
        assert!(message("⟦ab⟧").starts_with("a mark without a label"));
        assert!(message("xy⟦|ab⟧").ends_with("(byte 2)"));
    }

    #[test]
    fn write_undoes_parse() {
        let marked = "⟦a|x⟧y⟦b|z⟧⟦c|⟧ – ü⟦d|ß⟧";
        let (text, found) = parse(marked).unwrap();
        assert_eq!(write(&text, &found), marked);
    }
}
