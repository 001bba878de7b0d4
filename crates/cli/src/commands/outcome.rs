//! How a command ends, and the exit code for it.

use copydesk_pipeline::{Documents, Error, ErrorKind, Summary};
use std::fmt;
use std::process::ExitCode;

/// Why a command could not do its work.
pub enum Failure {
    /// An error of the pipeline.
    Pipeline(Error),
    /// Arguments that are wrong or cannot be followed, with a message that says why.
    Usage(String),
}

impl Failure {
    /// Whether the command failed because the reader of standard output is gone.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Pipeline(error) if error.kind() == ErrorKind::ClosedPipe)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pipeline(error) => error.fmt(f),
            Self::Usage(message) => f.write_str(message),
        }
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Usage(message)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Pipeline(error)
    }
}

/// The result of a command that did its work.
pub enum Outcome {
    /// Everything was done.
    Done,
    /// The work was done, but some records or whole files could not be read.
    SomeUnread,
}

impl Outcome {
    /// The exit code, 0 or 1. (A [`Failure`] exits with 2.)
    pub fn exit_code(self) -> ExitCode {
        match self {
            Self::Done => ExitCode::SUCCESS,
            Self::SomeUnread => ExitCode::from(1),
        }
    }

    /// The outcome of a run with this summary.
    pub fn of(summary: &Summary) -> Self {
        // An earlier run had made the output, so this run read nothing.
        if summary.is_earlier {
            return Self::Done;
        }
        match Self::of_documents(&summary.documents) {
            Self::Done if summary.skipped.iter().any(|file| file.is_missed) => Self::SomeUnread,
            outcome => outcome,
        }
    }

    /// The outcome of a run with these counts of documents.
    pub fn of_documents(documents: &Documents) -> Self {
        if documents.rejected > 0 {
            Self::SomeUnread
        } else {
            Self::Done
        }
    }
}
