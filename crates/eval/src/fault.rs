//! The error for a bad truth file.
//!
//! What reads a line knows its number but not the name of the file, which is added where the file
//! is opened ([`Fault::in_file`]).

use copydesk_pipeline::{Error, ErrorKind};
use std::path::Path;

/// What is wrong with a truth file, and in which line.
#[derive(Debug)]
pub(super) struct Fault {
    /// From 1.
    line: usize,
    what: String,
}

impl Fault {
    /// A fault in a line, counted from 1.
    pub(super) fn at(line: usize, what: impl Into<String>) -> Self {
        Self {
            line,
            what: what.into(),
        }
    }

    /// The error message, with the name of the file.
    pub(super) fn message(&self, name: &str) -> String {
        format!("{name}: line {}: {}", self.line, self.what)
    }

    /// The error for this file.
    pub(super) fn in_file(&self, path: &Path) -> Error {
        Error::new(ErrorKind::Input, self.message(&path.display().to_string()))
    }
}
