//! Why a source could not be read.

use crate::marks::MarkError;
use std::error::Error;
use std::fmt;

/// Why a source of the gold set could not be read; its message names the article and says what to
/// do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceError(Problem);

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Problem {
    Toml(toml::de::Error),
    Mark { id: String, error: MarkError },
    Label { id: String, label: String },
    Edge { id: String, text: String },
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
            Problem::Edge { id, text } => write!(
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
