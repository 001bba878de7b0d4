//! Adds the name of the file to an error of the file system.

use crate::error::{Error, Result};
use std::fmt::Display;
use std::io;
use std::path::Path;

/// Turns the error of an operation on a file into an [`Error`] that names the file.
///
/// The system says *permission denied*, but not for which file. So every operation on a file is
/// followed by one of these methods.
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
    /// Turns an error into [`Error::input`] with this path.
    ///
    /// # Errors
    /// If the result is an error.
    fn while_reading(self, path: &Path) -> Result<T>
    where
        E: Display;

    /// Turns an error into [`Error::output`] with this path.
    ///
    /// # Errors
    /// If the result is an error.
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
