//! Errors in rules files.

use std::fmt;
use toml::Spanned;

/// An error in a rules file: its place in the file, what is wrong there, and what to do.
///
/// ```
/// use copydesk_boilerplate::RuleBook;
///
/// let error = RuleBook::default().add("[[rule]]\nname = \"Tide table\"").unwrap_err();
/// assert_eq!((error.line(), error.column()), (2, 8));
/// assert!(error.message().contains("take up to 31 small letters"));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RulesError {
    line: usize,
    column: usize,
    message: String,
}

impl RulesError {
    /// The line of the error; the first line is 1.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.line
    }

    /// The column of the error, in characters; the first column is 1.
    #[must_use]
    pub const fn column(&self) -> usize {
        self.column
    }

    /// What is wrong, and what to do, without the place.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for RulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            line,
            column,
            message,
        } = self;
        write!(f, "line {line}, column {column}: {message}")
    }
}

impl std::error::Error for RulesError {}

/// Makes errors for places in a file, with the line and the column.
pub(super) struct Locator<'s> {
    /// The text of the file.
    source: &'s str,
}

impl<'s> Locator<'s> {
    /// A locator for a file with this text.
    pub fn new(source: &'s str) -> Self {
        Self { source }
    }

    /// An error at a value of the file.
    pub fn error<T>(&self, value: &Spanned<T>, message: impl fmt::Display) -> RulesError {
        self.error_at(value.span().start, message.to_string())
    }

    /// Converts an error of the TOML parser. The parser's messages say *field* for what users know
    /// as a key.
    pub fn parser_error(&self, error: &toml::de::Error) -> RulesError {
        // If a key is missing at the top level of the file, the error has no place. Then it is at
        // the start.
        let start = error.span().map_or(0, |span| span.start);
        let message = error
            .message()
            .replace('\n', "; ")
            .replace("unknown field", "unknown key")
            .replace("missing field", "missing key")
            .replace("duplicate field", "duplicate key");
        self.error_at(start, message)
    }

    /// An error at a byte of the file.
    fn error_at(&self, byte: usize, message: String) -> RulesError {
        // The parser may give a place after the last byte. Then the error is at the end of the
        // file.
        let before = self.source.get(..byte).unwrap_or(self.source);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        RulesError {
            line: 1 + before.matches('\n').count(),
            column: 1 + before[line_start..].chars().count(),
            message,
        }
    }
}
