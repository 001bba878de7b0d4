//! The command `copydesk`: what was typed becomes settings, a command acts, `ui` prints.
//!
//! It is a library so that the Python package can bring the same command, and take the same words
//! for its settings: [`run`] is the command, and [`config_of`] is what its flags mean.
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

/// The exit code of a process that wrote to a reader that went away, as shells have it.
const CLOSED_PIPE: u8 = 141;

/// Does what was typed: `typed` are the arguments of the process, the first of them its own name.
/// Wrong arguments, and questions for help, end the process, as Ctrl-C does from now on.
pub fn run(typed: impl IntoIterator<Item = OsString>) -> ExitCode {
    ui::complain_of_panics();
    let args = args::Args::parse_from(typed);
    ui::paint(args.color);
    let Some(command) = args.command else {
        // A reader that went away is no error.
        let _ = args::Args::command().print_help();
        return ExitCode::SUCCESS;
    };
    interrupt::watch();
    let ended = commands::run(command);
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
