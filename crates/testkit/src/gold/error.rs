//! The error for a source file of the gold set (articles with marks such as `⟦near:quay|text⟧`)
//! that cannot be read.

use crate::marks::MarkError;
use std::error::Error;
use std::fmt;

/// The error for a source file of the gold set that cannot be read. The message names the article
/// and says what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceError(Problem);

/// A mistake in a source file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Problem {
    /// The file is not TOML, or lacks a field, or has an unknown one.
    Toml(toml::de::Error),
    /// The marks in an article cannot be read.
    Mark { id: String, error: MarkError },
    /// The label of a mark is unknown.
    Label { id: String, label: String },
    /// A marked text is empty, or begins or ends with white space.
    EmptyOrUntrimmed { id: String, text: String },
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Problem::Toml(error) => write!(f, "not a source of articles: {error}"),
            Problem::Mark { id, error } => write!(f, "article {id}: {error}"),
            Problem::Label { id, label } => {
                write!(
                    f,
                    "article {id}: no label {label:?}: see MarkKind; members and updates name a \
                     group, as in repeat:quay"
                )
            }
            Problem::EmptyOrUntrimmed { id, text } => write!(
                f,
                "article {id}: move the white space at its edges out of the mark {text:?}"
            ),
        }
    }
}

impl Error for SourceError {}

impl From<Problem> for SourceError {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}
