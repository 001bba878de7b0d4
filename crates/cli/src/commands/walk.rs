//! `clean` and `find`.

use super::outcome::{Failure, Outcome};
use crate::args::Walk;
use crate::face::{self, Bars};
use crate::settings;
use copydesk_pipeline::{
    Config, Inputs, Logs, Progress, Result as PipelineResult, Scope, Spool, Summary,
    clean as run_clean, find as run_find, stream,
};
use std::path::Path;

type Command = fn(&Inputs, &Path, &Config, &dyn Progress) -> PipelineResult<Summary>;

/// Finds and cuts.
pub fn clean(typed: &Walk) -> Result<Outcome, Failure> {
    let config = settings::of_find(&typed.find, &typed.run).map_err(Failure::Usage)?;
    let is_streaming = typed.output.as_os_str() == "-";
    match (is_streaming, config.scope) {
        (true, Scope::Document) => stream_through(typed, &config),
        (true, Scope::Dump) => clean_to_stdout(typed, &config),
        (false, _) => walk(typed, &config, run_clean),
    }
}

/// Finds only.
pub fn find(typed: &Walk) -> Result<Outcome, Failure> {
    let config = settings::of_find(&typed.find, &typed.run).map_err(Failure::Usage)?;
    walk(typed, &config, run_find)
}

fn walk(typed: &Walk, config: &Config, command: Command) -> Result<Outcome, Failure> {
    let inputs = inputs(typed)?;
    let bars = Bars::new(typed.run.quiet);
    let summary = if typed.dry_run {
        let scratch =
            tempfile::tempdir().map_err(|e| Failure::Usage(format!("no temporary folder: {e}")))?;
        run_find(&inputs, &scratch.path().join("dry-run"), config, &bars)?
    } else {
        command(&inputs, &typed.output, config, &bars)?
    };
    let place = if typed.dry_run {
        None
    } else {
        Some(typed.output.as_path())
    };
    face::report(&summary, place, &typed.run);
    Ok(Outcome::of(&summary))
}

/// One pass from standard input to standard output.
fn stream_through(typed: &Walk, config: &Config) -> Result<Outcome, Failure> {
    if typed.input != ["-"] {
        let message =
            "-o - writes a stream: read one too (`clean - -o -`), or name an output folder";
        return Err(Failure::Usage(message.into()));
    }
    let logs = Logs {
        decisions: typed.decisions.as_deref(),
        rejected: typed.rejected.as_deref(),
    };
    let summary = stream(std::io::stdin(), std::io::stdout(), logs, config)?;
    face::report_on_stderr(&summary, &typed.run);
    Ok(Outcome::of(&summary))
}

/// Dump scope needs the whole dump before the first line can go out.
fn clean_to_stdout(typed: &Walk, config: &Config) -> Result<Outcome, Failure> {
    if typed.input != ["-"] {
        return Err(Failure::Usage(
            "-o - takes standard input only: `clean - -o -`, or name an output folder".into(),
        ));
    }
    let failed =
        |e: std::io::Error| Failure::Usage(format!("standard output or temporary folder: {e}"));
    let inputs = inputs(typed)?;
    let scratch = tempfile::tempdir().map_err(failed)?;
    let out = scratch.path().join("out");
    let summary = run_clean(&inputs, &out, config, &Bars::new(typed.run.quiet))?;
    let mut clean = std::fs::File::open(out.join("stdin.jsonl")).map_err(failed)?;
    std::io::copy(&mut clean, &mut std::io::stdout()).map_err(failed)?;
    for (made, wanted) in [
        ("decisions.jsonl.zst", &typed.decisions),
        ("rejected.jsonl.zst", &typed.rejected),
    ] {
        if let Some(path) = wanted {
            face::copy_lines(&out.join(copydesk_pipeline::OWN_FOLDER).join(made), path)
                .map_err(failed)?;
        }
    }
    face::report_on_stderr(&summary, &typed.run);
    Ok(Outcome::of(&summary))
}

fn inputs(typed: &Walk) -> Result<Inputs, Failure> {
    if typed.input != ["-"] {
        return Ok(Inputs::discover(&typed.input, Some(&typed.output))?);
    }
    if !typed.run.quiet {
        face::remark(
            "standard input is put into a temporary file first: finding repeats across documents takes more than one pass",
        );
    }
    Ok(Inputs::spooled(Spool::fill(std::io::stdin())?)?)
}
