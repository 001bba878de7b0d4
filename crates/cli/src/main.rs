//! The command `copydesk`: what was typed becomes settings, a command acts, a face prints.

mod args;
mod commands;
mod ending;
mod face;
mod interrupt;
mod prefer;
mod scratch;
mod settings;
mod size;

use clap::{CommandFactory, Parser};
use std::process::ExitCode;

/// The exit code of a process that wrote to a reader that went away, as shells have it.
const CLOSED_PIPE: u8 = 141;

fn main() -> ExitCode {
    face::complain_of_panics();
    let args = args::Args::parse();
    face::paint(args.color);
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
            face::complain(&failure);
            ExitCode::from(2)
        }
    }
}
