//! The error for everything that can stop a run.
//!
//! A run stops for few reasons, and the user needs a message: the file, what is wrong, and what to
//! do about it. So there is one opaque type, with a kind for programs. A record that cannot be read
//! is not an error of this type, because it does not stop the run.

use std::fmt;
use std::io;
use std::path::Path;

/// The kind of an [`Error`]. The exit code of the command depends on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The settings or arguments make no sense together.
    Usage,
    /// An input could not be read.
    Input,
    /// An output could not be written.
    Output,
    /// The files of an earlier run, or of this one, are damaged or do not fit together. For
    /// example, an input was changed during the run.
    Record,
    /// The program that reads the output stream has closed it. This is not a failure: `head`, for
    /// example, does so when it has enough.
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
    /// An error of any kind.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }

    /// The error for settings or arguments that make no sense together.
    #[must_use]
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage, message)
    }

    /// The error for an input that cannot be read, and why. `cause` completes the message.
    #[must_use]
    pub fn input(path: &Path, cause: impl fmt::Display) -> Self {
        Self::new(
            ErrorKind::Input,
            format!("{}: cannot be read: {cause}", path.display()),
        )
    }

    /// The error for an output that cannot be written. The message says why, and what to do about
    /// it. If the reader of a pipe is gone, the kind is [`ErrorKind::ClosedPipe`].
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

    /// This error with `more` appended to its message.
    #[must_use]
    pub fn and(mut self, more: &str) -> Self {
        self.message.push_str(more);
        self
    }

    /// The error for an input that was changed while the run read it.
    #[must_use]
    pub fn changed(path: &Path) -> Self {
        let message = "was changed since the run began, so what is known of it no longer holds";
        Self::record(format!(
            "{}: {message}; wait until it is complete, then run the command again",
            path.display()
        ))
    }

    /// The error for a temporary file that does not hold what was written to it.
    #[must_use]
    pub fn temporary_changed() -> Self {
        Self::record("the temporary file was changed by another program")
    }

    /// The error for files that do not fit together; see [`ErrorKind::Record`].
    #[must_use]
    pub fn record(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Record, message)
    }

    /// The error for a run that its caller stopped.
    #[must_use]
    pub fn stopped() -> Self {
        Self::new(ErrorKind::Stopped, "stopped before it was done")
    }

    /// The kind of this error.
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

/// Checkpoints are read and written by functions that return an `io::Error`. The message is kept
/// and the kind is lost.
impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        Self::other(error.message)
    }
}

/// A result whose error is an [`Error`].
pub type Result<T> = std::result::Result<T, Error>;
