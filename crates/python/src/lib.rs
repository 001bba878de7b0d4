//! The native half of the Python package `copydesk`: Arrow in, Arrow out. It only converts
//! arguments for the engine (the crates of the workspace), and the engine's results for Python.
//!
//! Everything that takes time runs on a separate thread without the interpreter's lock
//! ([`running`]), so that Ctrl-C, progress and other Python threads keep working. Every failure,
//! even a panic, becomes an exception of the package ([`errors`]).

mod errors;
mod files;
mod in_memory;
mod kernels;
mod measure;
mod rows;
mod running;
mod table;
mod texts;

use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the command and returns its exit code. `typed` are the arguments, beginning with the name
/// of the program.
#[pyfunction]
fn main(py: Python<'_>, typed: Vec<OsString>) -> i32 {
    let code = py.detach(|| copydesk_cli::run(typed));
    // `ExitCode` has no method that returns its number, so it is compared with every number.
    for number in 0..=u8::MAX {
        if ExitCode::from(number) == code {
            return i32::from(number);
        }
    }
    // Not reached: every exit code is one of these numbers.
    2
}

/// Panics on the thread of the engine, so that tests can check how a panic of the engine is raised.
#[pyfunction]
fn fail(py: Python<'_>, message: String) -> PyResult<()> {
    running::run(py, None, move |_| panic!("{message}"))
}

/// The flags of a command, each with its default, its choices and its help text.
#[pyfunction]
fn flags<'py>(py: Python<'py>, command: &str) -> PyResult<Vec<Bound<'py, PyDict>>> {
    let mut described = Vec::new();
    for flag in copydesk_cli::flags_of(command) {
        let dict = PyDict::new(py);
        dict.set_item("name", flag.name)?;
        dict.set_item("default", flag.default)?;
        dict.set_item("is_switch", flag.is_switch)?;
        dict.set_item("choices", flag.choices)?;
        dict.set_item("help", flag.help)?;
        described.push(dict);
    }
    Ok(described)
}

/// The native half of the package `copydesk`.
#[pymodule(gil_used = true)]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<table::Table>()?;
    module.add_class::<in_memory::Found>()?;
    module.add_function(wrap_pyfunction!(main, module)?)?;
    module.add_function(wrap_pyfunction!(flags, module)?)?;
    module.add_function(wrap_pyfunction!(fail, module)?)?;
    module.add_function(wrap_pyfunction!(in_memory::clean, module)?)?;
    module.add_function(wrap_pyfunction!(in_memory::apply, module)?)?;
    module.add_function(wrap_pyfunction!(files::clean_files, module)?)?;
    module.add_function(wrap_pyfunction!(files::apply_files, module)?)?;
    module.add_function(wrap_pyfunction!(files::restore_files, module)?)?;
    module.add_function(wrap_pyfunction!(files::explain_files, module)?)?;
    module.add_function(wrap_pyfunction!(files::decided_files, module)?)?;
    module.add_function(wrap_pyfunction!(files::cuts_of_files, module)?)?;
    module.add_function(wrap_pyfunction!(measure::evaluate, module)?)?;
    module.add_function(wrap_pyfunction!(measure::plan, module)?)?;
    module.add_function(wrap_pyfunction!(kernels::segments, module)?)?;
    module.add_function(wrap_pyfunction!(kernels::analyse, module)?)?;
    module.add_function(wrap_pyfunction!(kernels::paired, module)?)?;
    module.add_function(wrap_pyfunction!(kernels::relate, module)?)?;
    module.add_function(wrap_pyfunction!(kernels::rewrite, module)?)?;
    module.add_function(wrap_pyfunction!(texts::clean_text, module)?)?;
    module.add_function(wrap_pyfunction!(texts::clusters, module)?)?;
    module.add_function(wrap_pyfunction!(texts::minhash, module)?)?;
    module.add_function(wrap_pyfunction!(texts::overlap, module)?)
}
