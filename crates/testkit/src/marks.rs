//! Texts that carry their expected cuts: `⟦label|text⟧`.
//!
//! The case files under `testdata/cases` write what should be found into the text itself. Marks
//! never nest, so that each byte of the plain text has at most one label; two marks may touch.
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

const OPEN: char = '⟦';
const CLOSE: char = '⟧';
const BAR: char = '|';

/// Why a marked text could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MarkError {
    problem: Problem,
    /// Byte offset in the marked text.
    at: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Problem {
    Nested,
    Unopened,
    Unclosed,
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

/// The plain text, and where in it each mark stood.
///
/// # Errors
/// If marks nest, stand open, or lack a label.
pub fn parse(marked: &str) -> Result<(String, Vec<(Span, String)>), MarkError> {
    let mut plain = String::with_capacity(marked.len());
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = marked[at..].find([OPEN, CLOSE]) {
        let open = at + offset;
        if marked[open..].starts_with(CLOSE) {
            return Err(MarkError {
                problem: Problem::Unopened,
                at: open,
            });
        }
        let inside = open + OPEN.len_utf8();
        let (label, text, next) = parse_mark(marked, open, inside)?;
        plain.push_str(&marked[at..open]);
        let start = plain.len();
        plain.push_str(text);
        found.push((Span::new(start, plain.len()), label.to_owned()));
        at = next;
    }
    plain.push_str(&marked[at..]);
    Ok((plain, found))
}

/// Label and text of the mark that opens at `open`, and where the text behind it begins.
fn parse_mark(marked: &str, open: usize, inside: usize) -> Result<(&str, &str, usize), MarkError> {
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

/// Writes marks back into a plain text, so that a failed test shows what was found the way the case
/// shows what was expected.
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
    let mut at = 0;
    for (span, label) in found {
        out.push_str(&plain[at..span.start()]);
        out.push_str(&format!("{OPEN}{label}{BAR}{}{CLOSE}", span.slice(plain)));
        at = span.end();
    }
    out.push_str(&plain[at..]);
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
    fn touching_marks_stay_two() {
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
