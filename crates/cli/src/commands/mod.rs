//! The commands: one file for each (`clean.rs` has `clean` and `find`), and what they share.
//! `inputs.rs` finds the files that they read, `output.rs` checks where they write, and
//! `outcome.rs` turns their results into exit codes.
//!
//! A command turns arguments into settings, calls one function of the pipeline (or of `eval` and
//! `bench`), and passes the result to `ui`.

mod apply;
mod bench;
mod clean;
mod eval;
mod explain;
mod inputs;
mod outcome;
mod output;
mod plan;
mod restore;

use crate::args::Command;
use outcome::{Failure, Outcome};

/// Runs the command that was typed.
pub fn run(command: Command) -> Result<Outcome, Failure> {
    match command {
        Command::Clean(typed) => clean::clean(&typed),
        Command::Find(typed) => clean::find(&typed),
        Command::Apply(typed) => apply::apply(&typed),
        Command::Explain(typed) => explain::explain(&typed),
        Command::Restore(typed) => restore::restore(&typed),
        Command::Eval(typed) => eval::eval(&typed),
        Command::Plan(typed) => plan::plan(&typed),
        Command::Bench(typed) => bench::bench(&typed),
    }
}
