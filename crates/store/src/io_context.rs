//! Names the file in an error of the file system.

use crate::error::{Error, Result};
use std::fmt::Display;
use std::io;
use std::path::Path;

/// Turns what went wrong with a file into an [`Error`] that names it.
///
/// The system says *permission denied* and not of which file, so every call that touches one ends
/// with one of these methods.
///
/// ```
/// use copydesk_store::IoContext;
/// use std::path::Path;
///
/// let path = Path::new("missing.jsonl");
/// let error = std::fs::read(path).while_reading(path).expect_err("there is no such file");
/// assert!(error.to_string().starts_with("missing.jsonl: cannot be read: "));
/// ```
pub trait IoContext<T, E> {
    /// The same result, whose error is that of an input at this path; see [`Error::input`].
    ///
    /// # Errors
    /// If this is an error.
    fn while_reading(self, path: &Path) -> Result<T>
    where
        E: Display;

    /// The same result, whose error is that of an output at this path; see [`Error::output`].
    ///
    /// # Errors
    /// If this is an error.
    fn while_writing(self, path: &Path) -> Result<T>
    where
        E: Into<io::Error>;
}

impl<T, E> IoContext<T, E> for std::result::Result<T, E> {
    fn while_reading(self, path: &Path) -> Result<T>
    where
        E: Display,
    {
        match self {
            Ok(value) => Ok(value),
            Err(cause) => Err(Error::input(path, cause)),
        }
    }

    fn while_writing(self, path: &Path) -> Result<T>
    where
        E: Into<io::Error>,
    {
        match self {
            Ok(value) => Ok(value),
            Err(cause) => Err(Error::output(path, cause)),
        }
    }
}
