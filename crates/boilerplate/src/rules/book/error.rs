//! Errors in rules files: what is wrong, where, and what to do.

use std::fmt;
use toml::Spanned;

/// Why a text is no rules file: the place, what is wrong there, and what to do.
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
    /// The line, from 1.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.line
    }

    /// The column, in characters, from 1.
    #[must_use]
    pub const fn column(&self) -> usize {
        self.column
    }

    /// What is wrong, and what to do, without the place. The caller knows the name of the file.
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

/// Finds the line and the column of what is wrong in a file.
pub(super) struct Locator<'s> {
    /// What is in the file.
    source: &'s str,
}

impl<'s> Locator<'s> {
    /// A locator for a file with this content.
    pub fn new(source: &'s str) -> Self {
        Self { source }
    }

    /// An error at a value of the file.
    pub fn error<T>(&self, value: &Spanned<T>, message: impl fmt::Display) -> RulesError {
        self.error_at(value.span().start, message.to_string())
    }

    /// An error of the parser, in the words of the format: what are fields to the parser are keys
    /// to the user.
    pub fn parser_error(&self, error: &toml::de::Error) -> RulesError {
        // A key that is missing in the file as a whole has no place.
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
        // The parser may point behind the last byte.
        let before = self.source.get(..byte).unwrap_or(self.source);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        RulesError {
            line: 1 + before.matches('\n').count(),
            column: 1 + before[line_start..].chars().count(),
            message,
        }
    }
}
