//! The command `copydesk`; all its code is in the library of this crate.

use std::process::ExitCode;

fn main() -> ExitCode {
    copydesk_cli::run(std::env::args_os())
}
