//! Reading the dump once, on all threads.

use crate::config::{Config, OnBadRecord};
use crate::memory::check_records;
use crate::progress::Progress;
use copydesk_clean::{Origin, Verdict};
use copydesk_formats::Inputs;
use copydesk_formats::{Article, Batch, RawRecord, read_batches};
use copydesk_store::Means;
use copydesk_store::{Error, ErrorKind, Result};
use rayon::prelude::*;
use std::sync::mpsc::sync_channel;

/// What a walk needs to know.
pub(crate) struct Walk<'a> {
    pub inputs: &'a Inputs,
    pub config: &'a Config,
    pub progress: &'a dyn Progress,
    /// Memory for what is remembered.
    pub means: Means,
    /// The first file that is read; those before it are done.
    pub from_file: usize,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(inputs: &'a Inputs, config: &'a Config, progress: &'a dyn Progress) -> Self {
        Self {
            inputs,
            config,
            progress,
            means: crate::memory::means(config, inputs.disk()),
            from_file: 0,
        }
    }

    /// Does work between two walks under a name of its own.
    pub(crate) fn step<T>(&self, name: &str, work: impl FnOnce() -> T) -> T {
        self.progress.begin(name, 0);
        let done = work();
        self.progress.end();
        done
    }

    /// Reads the dump once: `each` is called on every record, on all threads; `collect` gets the results in input order, on one.
    ///
    /// A thread reads and decompresses ahead while the pool works on one batch, and takes in the results of the batch in front.
    pub(crate) fn run<T: Send>(
        &self,
        name: &str,
        each: impl Fn(&Batch, &RawRecord) -> T + Sync,
        collect: impl FnMut(&Batch, &RawRecord, T) -> Result<()> + Send,
    ) -> Result<()> {
        self.read(self.inputs, name, each, collect)
    }

    /// The same for a walk that writes no records, and so need not read more of them than it looks at.
    pub(crate) fn look<T: Send>(
        &self,
        name: &str,
        each: impl Fn(&Batch, &RawRecord) -> T + Sync,
        collect: impl FnMut(&Batch, &RawRecord, T) -> Result<()> + Send,
    ) -> Result<()> {
        self.read(&self.inputs.by_fields(), name, each, collect)
    }

    fn read<T: Send>(
        &self,
        inputs: &Inputs,
        name: &str,
        each: impl Fn(&Batch, &RawRecord) -> T + Sync,
        mut collect: impl FnMut(&Batch, &RawRecord, T) -> Result<()> + Send,
    ) -> Result<()> {
        self.progress.begin(name, self.inputs.bytes());
        let outcome = std::thread::scope(|scope| {
            let (sender, receiver) = sync_channel::<Batch>(2);
            let reader = scope.spawn(move || {
                read_batches(inputs, self.from_file, |batch| {
                    check_records(inputs, &batch, self.config)?;
                    Ok(sender.send(batch).is_ok())
                })
            });
            let mut take_in = |(batch, results): (Batch, Vec<T>)| {
                self.progress.reach(batch.read);
                batch
                    .records
                    .iter()
                    .zip(results)
                    .try_for_each(|(record, result)| collect(&batch, record, result))
            };
            let mut done: Option<(Batch, Vec<T>)> = None;
            let mut taken = Ok(());
            let is_stopped = || self.progress.is_stopped();
            for batch in receiver {
                let work = || {
                    batch
                        .records
                        .par_iter()
                        .map(|record| (!is_stopped()).then(|| each(&batch, record)))
                        .collect::<Option<Vec<T>>>()
                };
                let results;
                (taken, results) = rayon::join(|| done.take().map_or(Ok(()), &mut take_in), work);
                if taken.is_err() {
                    break;
                }
                let Some(results) = results else {
                    taken = Err(Error::stopped());
                    break;
                };
                done = Some((batch, results));
            }
            let taken = taken.and_then(|()| done.take().map_or(Ok(()), take_in));
            let read = reader.join().unwrap_or_else(|_| {
                Err(Error::new(
                    ErrorKind::Input,
                    "the reading thread stopped unexpectedly",
                ))
            });
            taken.and(read)
        });
        self.progress.end();
        outcome
    }

    /// The fields of a record, or why it cannot be read.
    pub(crate) fn parse<'b>(
        &'b self,
        batch: &'b Batch,
        record: &'b RawRecord,
    ) -> std::result::Result<Article<'b>, String> {
        let fields = self.inputs.files()[record.file].fields();
        batch.record(self.inputs, record).parse(fields)
    }

    /// What a record says of where its article comes from.
    pub(crate) fn origin<'r>(&'r self, record: &RawRecord, article: &'r Article<'_>) -> Origin<'r> {
        Origin {
            url: article.url.as_deref(),
            source: article.source.as_deref(),
            date: article.date.as_deref(),
            file: self.inputs.files()[record.file].name(),
        }
    }

    /// Whether a record with this verdict is written to the output.
    pub(crate) fn is_written(&self, verdict: Verdict) -> bool {
        match verdict {
            Verdict::Keep | Verdict::Edit => true,
            Verdict::Drop => false,
            Verdict::Reject => self.config.on_bad_record == OnBadRecord::Pass,
        }
    }

    /// Why a record cannot be read, or an error that stops the run if the user wants that.
    pub(crate) fn refuse(&self, record: &RawRecord, reason: String) -> Result<String> {
        if self.config.on_bad_record != OnBadRecord::Fail {
            return Ok(reason);
        }
        let name = self.inputs.files()[record.file].name();
        let message = format!(
            "{name}: record {} at byte {}: {reason}",
            record.number, record.offset
        );
        Err(Error::new(ErrorKind::Input, message))
    }
}
