//! `clean` and `find`, which differ only in whether they cut.
//!
//! In dump scope the input is read several times, so standard input is first copied to a temporary
//! file. In document scope one pass is enough, and a stream can be cleaned while it arrives.

use super::inputs::found;
use super::outcome::{Failure, Outcome};
use crate::args::CleanOrFind;
use crate::scratch::Scratch;
use crate::ui::{self, Bars};
use crate::{interrupt, settings};
use copydesk_pipeline::{
    Config, Error, Inputs, Logs, OWN_FOLDER, Progress, Result as PipelineResult, Scope, Spool,
    Summary, clean as run_clean, find as run_find, stream,
};
use std::fs::File;
use std::io;
use std::path::Path;

type Command = fn(&Inputs, &Path, &Config, &dyn Progress) -> PipelineResult<Summary>;

/// Finds and cuts.
pub fn clean(typed: &CleanOrFind) -> Result<Outcome, Failure> {
    let config = settings::of_find(&typed.find, &typed.run).map_err(Failure::Usage)?;
    let is_streaming = typed.output.as_os_str() == "-";
    match (is_streaming, config.scope) {
        (true, Scope::Document) => stream_through(typed, &config),
        (true, Scope::Dump) => clean_to_stdout(typed, &config),
        (false, _) => run_over_files(typed, &config, run_clean),
    }
}

/// Finds only.
pub fn find(typed: &CleanOrFind) -> Result<Outcome, Failure> {
    let config = settings::of_find(&typed.find, &typed.run).map_err(Failure::Usage)?;
    run_over_files(typed, &config, run_find)
}

/// Runs one of the two over files, into an output folder.
fn run_over_files(
    typed: &CleanOrFind,
    config: &Config,
    command: Command,
) -> Result<Outcome, Failure> {
    let scratch = Scratch::in_folder(typed.run.temp_dir.as_deref());
    let inputs = inputs(typed, &scratch)?;
    let bars = Bars::new(typed.run.quiet);
    if typed.dry_run {
        // A find whose output folder is temporary.
        let summary = run_find(&inputs, &scratch.path()?.join("dry-run"), config, &bars)?;
        ui::report(&summary, None, &typed.run);
        return Ok(Outcome::of(&summary));
    }
    // A dry run needs none of this: its output is in the temporary folder, which Ctrl-C removes.
    interrupt::working_on(&typed.output);
    let summary = command(&inputs, &typed.output, config, &bars)?;
    interrupt::done();
    ui::report(&summary, Some(&typed.output), &typed.run);
    Ok(Outcome::of(&summary))
}

/// One pass from standard input to standard output.
fn stream_through(typed: &CleanOrFind, config: &Config) -> Result<Outcome, Failure> {
    if typed.input != ["-"] {
        let message =
            "-o - writes a stream: read one too (`clean - -o -`), or name an output folder";
        return Err(Failure::Usage(message.into()));
    }
    settings::check_memory(&typed.run, None)?;
    let summary = if typed.dry_run {
        stream(io::stdin(), io::sink(), Logs::default(), config)?
    } else {
        let logs = Logs {
            decisions: typed.decisions.as_deref(),
            rejected: typed.rejected.as_deref(),
        };
        stream(io::stdin(), io::stdout(), logs, config)?
    };
    ui::report_on_stderr(&summary, &typed.run);
    Ok(Outcome::of(&summary))
}

/// Cleans standard input and writes the result to standard output, in dump scope. The whole dump
/// must be read before the first line can be written.
fn clean_to_stdout(typed: &CleanOrFind, config: &Config) -> Result<Outcome, Failure> {
    if typed.input != ["-"] {
        return Err(Failure::Usage(
            "-o - takes standard input only: `clean - -o -`, or name an output folder".into(),
        ));
    }
    if typed.dry_run {
        return run_over_files(typed, config, run_find);
    }
    let scratch = Scratch::in_folder(typed.run.temp_dir.as_deref());
    let inputs = inputs(typed, &scratch)?;
    let out = scratch.path()?.join("out");
    let summary = run_clean(&inputs, &out, config, &Bars::new(typed.run.quiet))?;
    // Standard input is one file, so there is one clean file.
    let clean = out.join(inputs.files()[0].name());
    let mut file = File::open(&clean).map_err(|e| Error::input(&clean, e))?;
    io::copy(&mut file, &mut io::stdout())
        .map_err(|e| Error::output(Path::new("standard output"), e))?;
    for (made, wanted) in [
        ("decisions.jsonl.zst", &typed.decisions),
        ("rejected.jsonl.zst", &typed.rejected),
    ] {
        if let Some(path) = wanted {
            ui::copy_lines(&out.join(OWN_FOLDER).join(made), path)
                .map_err(|e| Error::output(path, e))?;
        }
    }
    // Standard output has the clean dump.
    ui::report_on_stderr(&summary, &typed.run);
    Ok(Outcome::of(&summary))
}

fn inputs(typed: &CleanOrFind, scratch: &Scratch) -> Result<Inputs, Failure> {
    let inputs = if typed.input == ["-"] {
        if !typed.run.quiet {
            ui::print_note(
                "standard input is put into a temporary file first: finding repeats across \
                 documents takes more than one pass",
            );
        }
        Inputs::spooled(Spool::fill_in(scratch.path()?, io::stdin())?)?
    } else {
        found(
            &typed.input,
            Some(&typed.output),
            typed.run.temp_dir.as_deref(),
        )?
    };
    // Only now, because how much memory a run needs depends on its inputs.
    settings::check_memory(&typed.run, Some(&inputs))?;
    Ok(inputs)
}
