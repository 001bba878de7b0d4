//! Cleans a stream, such as standard input, and writes to another stream, one document at a time.

use crate::choose_fields::choose_fields;
use crate::config::{Config, Scope};
use crate::memory::{check_records, with_memory};
use crate::output::{LineWriter, Summary, Tally};
use crate::passes::{DecisionSource, EncodedRecord, RunContext};
use crate::progress::Silent;
use crate::run::{SiteSummary, summarise, with_threads};
use copydesk_clean::Verdict;
use copydesk_formats::{Compression, Encoder, Inputs, Spill, read_batches};
use copydesk_store::{Disk, Error, Result};
use rayon::prelude::*;
use std::io::{self, Read, Write};
use std::path::Path;

/// Paths of files that [`stream`] writes besides its output. A file without a path is not written.
/// A file is compressed if its name has an ending such as `.gz` or `.zst`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Logs<'a> {
    /// Gets the decision on each record.
    pub decisions: Option<&'a Path>,
    /// Gets the records that could not be read, with the reason and their raw bytes.
    pub rejected: Option<&'a Path>,
}

/// Cleans the JSON records of the stream `from`, and writes them to the stream `to`, in document
/// scope: in one pass, and with the same memory for any input. Compressed input is recognised by
/// its first bytes; the output is not compressed. The removed text is not kept, so the input cannot
/// be restored.
///
/// # Errors
/// If the settings ask for dump scope, or if reading or writing fails.
pub fn stream(
    from: impl Read + Send + 'static,
    to: impl Write + Send,
    logs: Logs<'_>,
    config: &Config,
) -> Result<Summary> {
    config.validate()?;
    if config.scope != Scope::Document {
        return Err(Error::usage(
            "a stream has no end to look back from: add --scope document, or name an output folder",
        ));
    }
    let config = &with_memory(config);
    with_threads(config, || clean_stream(from, to, logs, config))
}

/// Does the work of [`stream`], on the threads of the current pool.
fn clean_stream(
    from: impl Read + Send + 'static,
    mut to: impl Write + Send,
    logs: Logs<'_>,
    config: &Config,
) -> Result<Summary> {
    let inputs = choose_fields(&Inputs::stream(from)?, config)?;
    let context = RunContext::new(&inputs, config, &Silent);
    // Each document is decided by itself.
    let source = DecisionSource::Alone(Box::new(config.analyser()?));
    let mut decisions_log = log_at(logs.decisions, inputs.disk())?;
    let mut rejected_log = log_at(logs.rejected, inputs.disk())?;
    let mut tally = Tally::default();
    // A writer needs an encoder; this one does not compress.
    let to = Encoder::new(Compression::Plain, &mut to).map_err(output_error)?;
    let temp = config.temp_dir.clone().unwrap_or_else(std::env::temp_dir);
    // The stream counts as the only file of the dump. The writers of some formats keep parts that
    // they cannot write yet in a temporary file.
    let mut writer = inputs.files()[0]
        .format()
        .writer(Box::new(to), Spill::to(&temp));
    let first_file = 0;
    read_batches(&inputs, first_file, |batch| {
        // Stops if a record is too long for the memory.
        check_records(&inputs, &batch, config)?;
        // The records are decided on all threads; `collect` returns them in order. The empty slice
        // is for an argument that only `apply` uses.
        let results: Vec<Result<Option<EncodedRecord>>> = batch
            .records
            .par_iter()
            .map(|record| source.decide_record(&context, &batch, record, &[]))
            .collect();
        for (record, result) in batch.records.iter().zip(results) {
            let raw = &batch.bytes[record.range.clone()];
            // `None` means bytes that belong to no record.
            let Some(encoded) = result? else {
                writer.rest(raw).map_err(output_error)?;
                continue;
            };
            let decision = &encoded.decision;
            if decision.verdict == Verdict::Reject {
                // A rejected record always has a reason.
                let reason = decision.reason.clone().unwrap_or_default();
                context.reject_or_stop(record, reason)?;
            }
            if context.is_written(decision.verdict) {
                // Without edits the record is written as it is.
                let output = encoded.output.as_deref().unwrap_or(raw);
                writer.record(record.number, output).map_err(output_error)?;
            }
            if let Some(log) = &mut decisions_log {
                log.write(&encoded.decision_line)?;
            }
            if let Some(log) = &mut rejected_log {
                // The line is empty if the record is not rejected.
                log.write(&encoded.rejected_line)?;
            }
            tally.add(decision, encoded.examples, encoded.dropped_bytes);
        }
        // Flushed, so that a program at the other end of a pipe gets each batch as soon as it is
        // done.
        writer.flush().map_err(output_error)?;
        // `true` means that reading continues.
        Ok(true)
    })?;
    writer.finish().map_err(output_error)?;
    for log in [decisions_log, rejected_log].into_iter().flatten() {
        log.finish()?;
    }
    let sites = SiteSummary::not_surveyed(config);
    Ok(summarise("clean", &context, tally, sites))
}

/// Creates a log at this path; `None` if there is no path.
fn log_at(path: Option<&Path>, disk: &Disk) -> Result<Option<LineWriter>> {
    match path {
        Some(path) => {
            let compression = Compression::by_name(path);
            Ok(Some(LineWriter::create(disk, path, compression)?))
        }
        None => Ok(None),
    }
}

/// The error that the output stream cannot be written.
fn output_error(error: io::Error) -> Error {
    Error::output(Path::new("standard output"), error)
}
