//! The command `copydesk`.
//!
//! `args` is what was typed, `settings` says what it means, one file in `commands` acts on it, and
//! `ui` prints the result. All work is done by the crates below; nothing here knows how.
//!
//! It is a library so that the Python package can contain the same command and use the same names
//! for its settings: [`run`] is the command, and [`config_of`] gives the meaning of its flags.
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
pub use settings::is_enough;

use clap::{CommandFactory, Parser};
use std::ffi::OsString;
use std::process::ExitCode;

/// The exit code after writing to a closed pipe. It is the code that shells give to a process that
/// was killed by the signal for that, 128 + 13.
const CLOSED_PIPE: u8 = 141;

/// Runs the command. `typed` are the arguments of the process, of which the first is its own name.
///
/// Wrong arguments and `--help` end the process. From now on Ctrl-C does so too, after tidying up.
pub fn run(typed: impl IntoIterator<Item = OsString>) -> ExitCode {
    ui::print_panics();
    let args = args::Args::parse_from(typed);
    ui::paint(args.color);
    let Some(command) = args.command else {
        // It is not an error if the reader of a pipe is gone.
        let _ = args::Args::command().print_help();
        return ExitCode::SUCCESS;
    };
    interrupt::watch();
    let ended = commands::run(command);
    // Before a failure is printed: after Ctrl-C, work may fail only because its files were removed.
    interrupt::wait_if_stopping();
    match ended {
        Ok(outcome) => outcome.exit_code(),
        Err(failure) if failure.is_closed_pipe() => ExitCode::from(CLOSED_PIPE),
        Err(failure) => {
            ui::print_error(&failure);
            ExitCode::from(2)
        }
    }
}
