//! `clean` and `find`, which differ only in whether they cut.
//!
//! In dump scope the input is read several times, so standard input is first copied to a temporary
//! file. In document scope one pass is enough, and a stream can be cleaned while it arrives.

use super::inputs::found;
use super::outcome::{Failure, Outcome};
use super::output::{is_stdout, refuse_stdout};
use crate::args::CleanOrFind;
use crate::scratch::Scratch;
use crate::ui::{self, Bars};
use crate::{interrupt, settings};
use copydesk_pipeline::{
    Config, Error, Inputs, Logs, OWN_FOLDER, Progress, Result as PipelineResult, Scope,
    SpooledInput, Summary, clean as run_clean, find as run_find, stream,
};
use std::fs::File;
use std::io;
use std::path::Path;

/// Names of the logs among copydesk's own files.
const DECISIONS: &str = "decisions.jsonl.zst";
const REJECTED: &str = "rejected.jsonl.zst";

type Command = fn(&Inputs, &Path, &Config, &dyn Progress) -> PipelineResult<Summary>;

/// Finds and cuts.
pub fn clean(typed: &CleanOrFind) -> Result<Outcome, Failure> {
    let config = settings::of_find(&typed.find, &typed.run).map_err(Failure::Usage)?;
    if !is_stdout(&typed.output) {
        refuse_logs(typed)?;
        return run_over_files(typed, &config, run_clean);
    }
    if typed.input != ["-"] {
        return Err(Failure::Usage(
            "-o - needs standard input as the only input (`copydesk clean - -o -`); or name an \
             output folder"
                .into(),
        ));
    }
    match config.scope {
        Scope::Document => stream_through(typed, &config),
        Scope::Dump => clean_to_stdout(typed, &config),
    }
}

/// Finds only.
pub fn find(typed: &CleanOrFind) -> Result<Outcome, Failure> {
    let config = settings::of_find(&typed.find, &typed.run).map_err(Failure::Usage)?;
    refuse_stdout("find", &typed.output)?;
    refuse_logs(typed)?;
    run_over_files(typed, &config, run_find)
}

/// Refuses files for what the output folder holds anyway: they would not be written.
fn refuse_logs(typed: &CleanOrFind) -> Result<(), Failure> {
    for (flag, file, own) in [
        ("decisions", &typed.decisions, DECISIONS),
        ("rejected", &typed.rejected, REJECTED),
    ] {
        if let Some(file) = file {
            return Err(Failure::Usage(format!(
                "--{flag} {}: only for `clean - -o -`; an output folder has its own file, \
                 {OWN_FOLDER}/{own}; omit the flag",
                file.display()
            )));
        }
    }
    Ok(())
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
    for (made, wanted) in [(DECISIONS, &typed.decisions), (REJECTED, &typed.rejected)] {
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
                "standard input is first copied to a temporary file, because finding repeats \
                 across documents takes several passes",
            );
        }
        Inputs::spooled(SpooledInput::fill_in(scratch.path()?, io::stdin())?)?
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
