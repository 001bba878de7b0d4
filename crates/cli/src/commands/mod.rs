//! One file for each command; only they act.

mod apply;
mod bench;
mod eval;
mod explain;
mod plan;
mod restore;
mod walk;

use crate::args::{Args, Command};
use copydesk_pipeline::{Documents, Error, Inputs, Spool, Summary};
use std::fmt;
use std::process::ExitCode;

/// Why a command could not do its work.
pub enum Failure {
    /// The pipeline says so.
    Pipeline(Error),
    /// The arguments do.
    Usage(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pipeline(error) => error.fmt(f),
            Self::Usage(message) => f.write_str(message),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Pipeline(error)
    }
}

/// How a command ended.
pub enum Outcome {
    /// All is done.
    Done,
    /// Done, but records were rejected.
    SomeRejected,
}

impl Outcome {
    /// 0 or 1; failures exit with 2.
    pub fn exit_code(self) -> ExitCode {
        match self {
            Self::Done => ExitCode::SUCCESS,
            Self::SomeRejected => ExitCode::from(1),
        }
    }

    fn of(summary: &Summary) -> Self {
        Self::of_documents(&summary.documents)
    }

    fn of_documents(documents: &Documents) -> Self {
        if documents.rejected > 0 { Self::SomeRejected } else { Self::Done }
    }
}

/// Runs what was typed.
pub fn run(args: Args) -> Result<Outcome, Failure> {
    match args.command {
        Command::Clean(typed) => walk::clean(&typed),
        Command::Find(typed) => walk::find(&typed),
        Command::Apply(typed) => apply::apply(&typed),
        Command::Explain(typed) => explain::explain(&typed),
        Command::Restore(typed) => restore::restore(&typed),
        Command::Eval(typed) => eval::eval(&typed),
        Command::Plan(typed) => plan::plan(&typed),
        Command::Bench(typed) => bench::bench(&typed),
    }
}

/// The inputs of a command that leaves no output, or none; `-` is standard input.
fn inputs_if_any(typed: &[String]) -> Result<Option<Inputs>, Failure> {
    Ok(match typed {
        [] => None,
        [only] if only == "-" => Some(Inputs::spooled(Spool::fill(std::io::stdin())?)?),
        several => Some(Inputs::discover(several, None)?),
    })
}
