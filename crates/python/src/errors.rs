//! What goes wrong, as the exceptions of the package, which are defined in `copydesk/_errors.py`.

use arrow_schema::ArrowError;
use copydesk_pipeline::{Error, ErrorKind};
use pyo3::prelude::*;

/// An error on its way to Python.
#[derive(Debug)]
pub enum Failure {
    /// The engine's own.
    Engine(Error),
    /// Arguments that make no sense, in words.
    Usage(String),
    /// A column that cannot be read or made.
    Arrow(ArrowError),
    /// A fault of copydesk: what it said.
    Panic(String),
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
        Self::Panic(error.to_string())
    }
}

impl From<Failure> for PyErr {
    fn from(failure: Failure) -> Self {
        let (kind, message) = match &failure {
            Failure::Engine(error) => (name_of(error.kind()), error.to_string()),
            Failure::Usage(message) => ("usage", message.clone()),
            Failure::Arrow(error) => ("input", error.to_string()),
            Failure::Panic(message) => ("internal", message.clone()),
        };
        // If the exception cannot be made, the error of that attempt is raised instead.
        Python::attach(|py| raised(py, kind, &message).unwrap_or_else(|error| error))
    }
}

fn name_of(kind: ErrorKind) -> &'static str {
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

fn raised(py: Python<'_>, kind: &str, message: &str) -> PyResult<PyErr> {
    let errors = py.import("copydesk._errors")?;
    Ok(PyErr::from_value(
        errors.call_method1("of_engine", (kind, message))?,
    ))
}
