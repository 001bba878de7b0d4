//! The error for a bad truth file. (A truth file says what a run should decide.)
//!
//! A function that reads a line knows the number of the line but not the name of the file. The
//! caller that opened the file adds the name ([`Fault::in_file`]).

use copydesk_pipeline::{Error, ErrorKind};
use std::path::Path;

/// An error in a truth file, and its line.
#[derive(Debug)]
pub(super) struct Fault {
    /// The number of the line, from 1.
    line: usize,
    /// A message that says what is wrong, without the line.
    what: String,
}

impl Fault {
    /// A fault in the line with this number, from 1.
    pub(super) fn at(line: usize, what: impl Into<String>) -> Self {
        Self {
            line,
            what: what.into(),
        }
    }

    /// The message for users, with the name of the file.
    pub(super) fn message(&self, name: &str) -> String {
        format!("{name}: line {}: {}", self.line, self.what)
    }

    /// The error of the pipeline for this fault, with the path of the file.
    pub(super) fn in_file(&self, path: &Path) -> Error {
        Error::new(ErrorKind::Input, self.message(&path.display().to_string()))
    }
}
