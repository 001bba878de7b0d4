//! The command `copydesk`: what was typed becomes settings, a command acts, a face prints.

mod args;
mod commands;
mod face;
mod prefer;
mod settings;
mod size;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    face::complain_of_panics();
    let args = args::Args::parse();
    match commands::run(args) {
        Ok(outcome) => outcome.exit_code(),
        Err(error) => {
            face::complain(&error);
            ExitCode::from(2)
        }
    }
}
