//! `clean` and `find`, which make the same decisions. `find` writes only these to its output
//! folder; `clean` also cuts.
//!
//! In dump scope (repeats are searched for across documents) the input is read several times, so
//! standard input is first copied to a temporary file. In document scope (only inside each
//! document) one pass is enough, and a stream can be cleaned while it arrives.

use super::inputs::discover;
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

/// Names of the two logs (of decisions and of rejected records) in [`OWN_FOLDER`], the folder of
/// copydesk's own files in the output.
const DECISIONS: &str = "decisions.jsonl.zst";
const REJECTED: &str = "rejected.jsonl.zst";

/// The function of the pipeline for a command: [`run_clean`] or [`run_find`].
type FindOrClean = fn(&Inputs, &Path, &Config, &dyn Progress) -> PipelineResult<Summary>;

/// Finds and cuts. Writes an output folder, or, with `-o -`, the clean records to standard output.
pub fn clean(typed: &CleanOrFind) -> Result<Outcome, Failure> {
    let config = settings::of_find(&typed.find, &typed.run)?;
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

/// Finds only, and writes the decisions to an output folder.
pub fn find(typed: &CleanOrFind) -> Result<Outcome, Failure> {
    let config = settings::of_find(&typed.find, &typed.run)?;
    refuse_stdout("find", &typed.output)?;
    refuse_logs(typed)?;
    run_over_files(typed, &config, run_find)
}

/// Refuses `--decisions` and `--rejected` for a run with an output folder. The folder holds both
/// logs, so the files that were named would not be written.
fn refuse_logs(typed: &CleanOrFind) -> Result<(), Failure> {
    for (flag, file, log) in [
        ("decisions", &typed.decisions, DECISIONS),
        ("rejected", &typed.rejected, REJECTED),
    ] {
        if let Some(file) = file {
            return Err(Failure::Usage(format!(
                "--{flag} {}: only for `clean - -o -`; an output folder has its own file, \
                 {OWN_FOLDER}/{log}; omit the flag",
                file.display()
            )));
        }
    }
    Ok(())
}

/// Runs `clean` or `find` over the inputs, into an output folder.
fn run_over_files(
    typed: &CleanOrFind,
    config: &Config,
    find_or_clean: FindOrClean,
) -> Result<Outcome, Failure> {
    let scratch = Scratch::in_folder(typed.run.temp_dir.as_deref());
    let inputs = inputs_of(typed, &scratch)?;
    let bars = Bars::new(typed.run.quiet);
    if typed.dry_run {
        // A dry run is a find whose output folder is temporary.
        let summary = run_find(&inputs, &scratch.path()?.join("dry-run"), config, &bars)?;
        ui::report(&summary, None, &typed.run);
        return Ok(Outcome::of(&summary));
    }
    // Ctrl-C now also tidies up the unfinished output. A dry run does not need this: its output is
    // in the temporary folder, which Ctrl-C removes anyway.
    interrupt::working_on(&typed.output);
    let summary = find_or_clean(&inputs, &typed.output, config, &bars)?;
    interrupt::done();
    ui::report(&summary, Some(&typed.output), &typed.run);
    Ok(Outcome::of(&summary))
}

/// Cleans standard input in one pass and writes it to standard output, in document scope.
fn stream_through(typed: &CleanOrFind, config: &Config) -> Result<Outcome, Failure> {
    settings::check_memory(typed.run.memory, None)?;
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
    // A dry run writes no clean records, so it is the same with and without an output folder.
    if typed.dry_run {
        return run_over_files(typed, config, run_find);
    }
    let scratch = Scratch::in_folder(typed.run.temp_dir.as_deref());
    let inputs = inputs_of(typed, &scratch)?;
    let out = scratch.path()?.join("out");
    let summary = run_clean(&inputs, &out, config, &Bars::new(typed.run.quiet))?;
    // Standard input is one file, so there is one clean file.
    let clean = out.join(inputs.files()[0].name());
    let mut file = File::open(&clean).map_err(|e| Error::input(&clean, e))?;
    io::copy(&mut file, &mut io::stdout())
        .map_err(|e| Error::output(Path::new("standard output"), e))?;
    for (log, typed_path) in [(DECISIONS, &typed.decisions), (REJECTED, &typed.rejected)] {
        if let Some(path) = typed_path {
            ui::copy_log(&out.join(OWN_FOLDER).join(log), path)
                .map_err(|e| Error::output(path, e))?;
        }
    }
    // Not on standard output, which has the clean dump.
    ui::report_on_stderr(&summary, &typed.run);
    Ok(Outcome::of(&summary))
}

/// The inputs that were typed. Standard input is copied to a file in `scratch`.
///
/// # Errors
/// If an input cannot be read, or `--memory` is too little for the inputs.
fn inputs_of(typed: &CleanOrFind, scratch: &Scratch) -> Result<Inputs, Failure> {
    let inputs = if typed.input == ["-"] {
        if !typed.run.quiet {
            ui::print_note(
                "standard input is first copied to a temporary file, because finding repeats \
                 across documents takes several passes",
            );
        }
        Inputs::spooled(SpooledInput::fill_in(scratch.path()?, io::stdin())?)?
    } else {
        discover(
            &typed.input,
            Some(&typed.output),
            typed.run.temp_dir.as_deref(),
        )?
    };
    // Not earlier, because how much memory a run needs depends on its inputs.
    settings::check_memory(typed.run.memory, Some(&inputs))?;
    Ok(inputs)
}
