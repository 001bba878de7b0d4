//! What all passes of a run share, and how a pass reads the dump on all threads.

use super::in_order::{PassSettings, read_in_order};
use crate::config::{Config, OnBadRecord};
use crate::memory::{
    MOST_READERS, ReadAhead, budget_and_kept_pages, check_records, memory_for_packing,
};
use crate::progress::Progress;
use copydesk_clean::{Origin, Verdict};
use copydesk_formats::{Article, Batch, Inputs, Packer, RawRecord};
use copydesk_store::{Error, ErrorKind, MemoryBudget, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a pass needs: the inputs, the settings, and the resources of the run.
pub(crate) struct RunContext<'a> {
    pub inputs: &'a Inputs,
    pub config: &'a Config,
    pub progress: &'a dyn Progress,
    /// Memory for the tables of the passes.
    pub budget: MemoryBudget,
    /// Bytes of memory, besides the budget, for unpacked pages of Parquet files that are kept for
    /// all passes.
    pub kept_pages: u64,
    /// Index of the first file that is read. An earlier run, which was killed, has completed the
    /// files before it.
    pub from_file: usize,
    /// The most files, or parts of large files, that are read at the same time.
    pub readers: usize,
    /// Compresses the output.
    pub packer: Packer,
    /// Whether work that runs at the same time as a pass, such as writing a checkpoint, has failed.
    pub concurrent_work_failed: Arc<AtomicBool>,
}

impl<'a> RunContext<'a> {
    pub(crate) fn new(inputs: &'a Inputs, config: &'a Config, progress: &'a dyn Progress) -> Self {
        let (budget, kept_pages) = budget_and_kept_pages(config, inputs);
        Self {
            inputs,
            config,
            progress,
            budget,
            kept_pages,
            from_file: 0,
            readers: MOST_READERS,
            packer: Packer::new(rayon::current_num_threads(), memory_for_packing(config)),
            concurrent_work_failed: Arc::default(),
        }
    }

    /// Returns the context with another limit on the files that are read at the same time.
    pub(crate) fn with_readers(self, readers: usize) -> Self {
        Self { readers, ..self }
    }

    /// Returns the context with other inputs.
    pub(crate) fn over(self, inputs: &'a Inputs) -> Self {
        Self { inputs, ..self }
    }

    /// Does work between two passes, and reports it to the user under this name.
    pub(crate) fn step<T>(&self, name: &str, work: impl FnOnce() -> T) -> T {
        // 0 bytes, because no input is read.
        self.progress.begin(name, 0);
        let result = work();
        self.progress.end();
        result
    }

    /// Reads the dump once, with all bytes of its records, as the last pass needs them. `work` is
    /// called on every batch, on all threads. `collect` gets the results in input order, one at a
    /// time.
    pub(crate) fn read_whole_records<T: Send>(
        &self,
        name: &str,
        work: impl Fn(&Batch) -> Result<T> + Sync,
        collect: impl FnMut(&Batch, T) -> Result<()> + Send,
    ) -> Result<()> {
        self.read_batches(self.inputs, name, work, collect)
    }

    /// Reads the dump once, but of each record only the fields that are needed. `each` is called
    /// on every record, on all threads. `collect` gets the results in input order, one at a time.
    pub(crate) fn read_fields<T: Send>(
        &self,
        name: &str,
        each: impl Fn(&Batch, &RawRecord) -> T + Sync,
        mut collect: impl FnMut(&Batch, &RawRecord, T) -> Result<()> + Send,
    ) -> Result<()> {
        let work = |batch: &Batch| {
            // In the first pass, keeps a copy of what was decompressed and notes where records
            // begin, for later passes.
            self.inputs.note_batch(batch);
            let mut results = Vec::with_capacity(batch.records.len());
            for record in &batch.records {
                self.check_not_stopped()?;
                results.push(each(batch, record));
            }
            Ok(results)
        };
        let fields_only = self.inputs.reading_only_fields();
        self.read_batches(&fields_only, name, work, |batch, results| {
            for (record, result) in batch.records.iter().zip(results) {
                collect(batch, record, result)?;
            }
            Ok(())
        })?;
        // Ends what `note_batch` has begun.
        self.inputs.end_pass();
        Ok(())
    }

    /// Stops the current pass, because work that runs at the same time has failed.
    pub(crate) fn fail(&self) {
        // `Relaxed` is enough: the threads check the flag at every record, so they soon see it.
        self.concurrent_work_failed.store(true, Ordering::Relaxed);
    }

    /// Checks whether the pass may go on. Every pass does this at each record.
    ///
    /// # Errors
    /// If the caller has stopped the run, or work that runs at the same time has failed.
    pub(crate) fn check_not_stopped(&self) -> Result<()> {
        let work_failed = self.concurrent_work_failed.load(Ordering::Relaxed);
        match self.progress.is_stopped() || work_failed {
            true => Err(Error::stopped()),
            false => Ok(()),
        }
    }

    /// Reads `inputs`: the inputs of the run, or only their fields. Reports the progress.
    fn read_batches<T: Send>(
        &self,
        inputs: &Inputs,
        name: &str,
        work: impl Fn(&Batch) -> Result<T> + Sync,
        mut collect: impl FnMut(&Batch, T) -> Result<()> + Send,
    ) -> Result<()> {
        let settings = PassSettings {
            inputs,
            from_file: self.from_file,
            max_open_portions: self.readers,
            ahead: ReadAhead::of(rayon::current_num_threads(), self.config),
            packer: &self.packer,
        };
        self.progress.begin(name, self.inputs.bytes());
        let work = |batch: &Batch| {
            // A record that is too large for the memory is an error. This is checked first, because
            // the work takes many times the memory of the record itself.
            check_records(inputs, batch, self.config)?;
            work(batch)
        };
        let outcome = read_in_order(&settings, work, |batch, result| {
            // How many bytes of the input files were read so far.
            self.progress.reach(batch.read);
            collect(batch, result)
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

    /// Where an article comes from, by its record: URL, source, date and file.
    pub(crate) fn origin<'r>(&'r self, record: &RawRecord, article: &'r Article<'_>) -> Origin<'r> {
        Origin {
            url: article.url.as_deref(),
            source: article.source.as_deref(),
            date: article.date.as_deref(),
            file: self.inputs.files()[record.file].name(),
        }
    }

    /// Whether a record with this verdict is written to the clean dump.
    pub(crate) fn is_written(&self, verdict: Verdict) -> bool {
        match verdict {
            Verdict::Keep | Verdict::Edit => true,
            Verdict::Drop => false,
            Verdict::Reject => self.config.on_bad_record == OnBadRecord::Pass,
        }
    }

    /// Returns the reason why a record is rejected, or stops the run because of it.
    ///
    /// # Errors
    /// If bad records are to stop the run: [`OnBadRecord::Fail`].
    pub(crate) fn reject_or_stop(&self, record: &RawRecord, reason: String) -> Result<String> {
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
