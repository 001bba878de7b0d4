//! Turns errors into the exceptions of the package, which are defined in `copydesk/_errors.py`.

use arrow_schema::ArrowError;
use copydesk_pipeline::{Error, ErrorKind};
use pyo3::prelude::*;

/// An error that becomes a Python exception.
#[derive(Debug)]
pub enum Failure {
    /// An error of the engine.
    Engine(Error),
    /// Wrong arguments, with a message about them.
    Usage(String),
    /// A column or table that cannot be read or made.
    Arrow(ArrowError),
    /// A fault of copydesk, such as a panic, with its message.
    Internal(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Engine(error)
    }
}

impl From<ArrowError> for Failure {
    fn from(error: ArrowError) -> Self {
        Self::Arrow(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        // Every result can be written as JSON, so this is a fault of copydesk.
        Self::Internal(error.to_string())
    }
}

impl From<Failure> for PyErr {
    fn from(failure: Failure) -> Self {
        let (kind, message) = match &failure {
            Failure::Engine(error) => (kind_name(error.kind()), error.to_string()),
            Failure::Usage(message) => ("usage", message.clone()),
            Failure::Arrow(error) => ("input", error.to_string()),
            Failure::Internal(message) => ("internal", message.clone()),
        };
        // If the exception cannot be made, the error that prevents it is raised instead.
        Python::attach(|py| exception(py, kind, &message).unwrap_or_else(|error| error))
    }
}

/// The name that `_errors.py` has for a kind of error.
fn kind_name(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Usage => "usage",
        ErrorKind::Input => "input",
        ErrorKind::Output | ErrorKind::ClosedPipe => "output",
        ErrorKind::Record => "record",
        ErrorKind::Stopped => "stopped",
        // `ErrorKind` may get more kinds.
        _ => "internal",
    }
}

/// The exception for a kind of error and a message.
fn exception(py: Python<'_>, kind: &str, message: &str) -> PyResult<PyErr> {
    let errors = py.import("copydesk._errors")?;
    Ok(PyErr::from_value(
        errors.call_method1("of_engine", (kind, message))?,
    ))
}
