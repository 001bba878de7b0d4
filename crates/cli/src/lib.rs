//! The command `copydesk`.
//!
//! `args` is what was typed, `settings` says what it means, one file in `commands` acts on it, and
//! `ui` prints the result. The work itself is done by the other crates of the workspace.
//!
//! The crate is a library so that the Python package can contain the same command and use the same
//! names for its settings: [`run`] is the command, and [`config_of`] turns its flags into settings.
//!
//! ```
//! let config = copydesk_cli::config_of(&["--threshold", "0.9", "--furniture", "keep"])?;
//! assert_eq!(config.threshold, 0.9);
//! let refused = copydesk_cli::config_of(&["--furniture", "chop"]).unwrap_err();
//! assert!(refused.contains("possible values: cut, cut-unsure, keep"));
//! # Ok::<(), String>(())
//! ```

mod args;
mod commands;
mod ending;
mod flags;
mod interrupt;
mod prefer;
mod scratch;
mod settings;
mod size;
mod ui;

pub use flags::{Flag, config_of, flags_of};
pub use settings::check_memory;

use clap::{CommandFactory, Parser};
use std::ffi::OsString;
use std::process::ExitCode;

/// The exit code after writing to a closed pipe. Shells report the same code, 128 + 13, for a
/// process that was killed by `SIGPIPE`.
const CLOSED_PIPE: u8 = 141;

/// The exit code of a command that could not do its work. The parser exits with the same code if
/// the arguments are wrong.
const FAILED: u8 = 2;

/// Runs the command and returns its exit code. `typed` are the arguments of the process, beginning
/// with the name of the program.
///
/// With wrong arguments or `--help`, the process ends here and the function does not return. Ctrl-C
/// also ends the process, after tidying up.
pub fn run(typed: impl IntoIterator<Item = OsString>) -> ExitCode {
    // From now on, panics are printed as errors.
    ui::print_panics();
    let args = args::Args::parse_from(typed);
    ui::set_colours(args.color);
    let Some(command) = args.command else {
        // Printing fails if the reader of a pipe is gone, which is not an error.
        let _ = args::Args::command().print_help();
        return ExitCode::SUCCESS;
    };
    interrupt::watch();
    let result = commands::run(command);
    // This comes before a failure is printed: after Ctrl-C, a command may fail only because its
    // files were removed.
    interrupt::wait_if_stopping();
    match result {
        Ok(outcome) => outcome.exit_code(),
        Err(failure) if failure.is_closed_pipe() => ExitCode::from(CLOSED_PIPE),
        Err(failure) => {
            ui::print_error(&failure);
            ExitCode::from(FAILED)
        }
    }
}
