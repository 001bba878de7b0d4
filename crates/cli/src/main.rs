//! The command `copydesk`; the library of this crate does all of it.

use std::process::ExitCode;

fn main() -> ExitCode {
    copydesk_cli::run(std::env::args_os())
}
