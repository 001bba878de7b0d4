//! How a command ends, and the exit code for it.

use copydesk_pipeline::{Documents, Error, ErrorKind, Summary};
use std::fmt;
use std::process::ExitCode;

/// Why a command could not do its work.
pub enum Failure {
    /// An error of the pipeline.
    Pipeline(Error),
    /// Wrong arguments, with a message about them.
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

/// How a command that did its work ended.
pub enum Outcome {
    /// Everything was done.
    Done,
    /// The work was done, but some records or whole files could not be read.
    SomeRejected,
}

impl Outcome {
    /// The exit code, 0 or 1. (A [`Failure`] exits with 2.)
    pub fn exit_code(self) -> ExitCode {
        match self {
            Self::Done => ExitCode::SUCCESS,
            Self::SomeRejected => ExitCode::from(1),
        }
    }

    /// The outcome of a run with this summary. If an earlier run had already done everything, this
    /// one read nothing and so rejected nothing.
    pub fn of(summary: &Summary) -> Self {
        if summary.is_earlier {
            return Self::Done;
        }
        match Self::of_documents(&summary.documents) {
            Self::Done if summary.skipped.iter().any(|file| file.is_missed) => Self::SomeRejected,
            outcome => outcome,
        }
    }

    /// The outcome of a run with these counts of documents.
    pub fn of_documents(documents: &Documents) -> Self {
        if documents.rejected > 0 {
            Self::SomeRejected
        } else {
            Self::Done
        }
    }
}
