//! The error of everything that can stop a run.
//!
//! A run stops for few reasons, and for the user each is a message: the file, what is wrong, and
//! what to do about it. So there is one opaque type, with a kind that programs can ask for. What is
//! wrong with a single record is not an error in this sense, and does not stop a run.

use std::fmt;
use std::io;
use std::path::Path;

/// What kind of thing went wrong. It decides the exit code of the command.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The settings or arguments make no sense together.
    Usage,
    /// An input could not be read.
    Input,
    /// An output could not be written.
    Output,
    /// An output folder of an earlier run is incomplete or does not fit the input.
    Record,
    /// The reader of the output stream is gone. That is not a failure: `head` closes its input when
    /// it has enough.
    ClosedPipe,
    /// The caller asked for the run to stop.
    Stopped,
}

/// Why a run stopped: which file, what is wrong, and what to do about it.
///
/// ```
/// use copydesk_store::{Error, ErrorKind};
/// use std::path::Path;
///
/// let error = Error::input(Path::new("a.jsonl"), "permission denied");
/// assert_eq!(error.kind(), ErrorKind::Input);
/// assert_eq!(error.to_string(), "a.jsonl: cannot be read: permission denied");
/// ```
pub struct Error {
    kind: ErrorKind,
    message: String,
}

impl Error {
    /// An error of this kind.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }

    /// Settings or arguments that make no sense together.
    #[must_use]
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage, message)
    }

    /// An input that cannot be read, and why.
    #[must_use]
    pub fn input(path: &Path, cause: impl fmt::Display) -> Self {
        Self::new(
            ErrorKind::Input,
            format!("{}: cannot be read: {cause}", path.display()),
        )
    }

    /// An output that cannot be written, why, and what to do about it.
    #[must_use]
    pub fn output(path: &Path, cause: impl Into<io::Error>) -> Self {
        let cause = cause.into();
        let kind = match cause.kind() {
            io::ErrorKind::BrokenPipe => ErrorKind::ClosedPipe,
            _ => ErrorKind::Output,
        };
        let remedy = match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                "; make room, then run the same command again"
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                "; choose a folder that you may write to"
            }
            _ => "",
        };
        Self::new(
            kind,
            format!("{}: cannot be written: {cause}{remedy}", path.display()),
        )
    }

    /// The same error with more appended to its message.
    #[must_use]
    pub fn and(mut self, more: &str) -> Self {
        self.message.push_str(more);
        self
    }

    /// An input that was changed while it was read.
    #[must_use]
    pub fn changed(path: &Path) -> Self {
        let message = "was changed since the run began, so what is known of it no longer holds";
        Self::record(format!(
            "{}: {message}; wait until it is complete, then run the command again",
            path.display()
        ))
    }

    /// A temporary file that does not hold what was written to it.
    #[must_use]
    pub fn temporary_changed() -> Self {
        Self::record("the temporary file was changed by another program")
    }

    /// Files of an earlier run, or of this one, that do not fit together.
    #[must_use]
    pub fn record(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Record, message)
    }

    /// A run that its caller stopped.
    #[must_use]
    pub fn stopped() -> Self {
        Self::new(ErrorKind::Stopped, "stopped before it was done")
    }

    /// What kind of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.kind, self.message)
    }
}

impl std::error::Error for Error {}

/// For readers and writers of checkpoints, whose errors are those of `io`. Keeps the message and
/// loses the kind.
impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        Self::other(error.message)
    }
}

/// What a step of the pipeline returns.
pub type Result<T> = std::result::Result<T, Error>;
