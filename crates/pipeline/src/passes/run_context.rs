//! Reading the dump once, on all threads.

use super::in_order::{Reading, in_order};
use crate::config::{Config, OnBadRecord};
use crate::memory::{
    Ahead, MOST_READERS, budget_and_kept_pages, check_records, memory_for_packing,
};
use crate::progress::Progress;
use copydesk_clean::{Origin, Verdict};
use copydesk_formats::{Article, Batch, Inputs, Packer, RawRecord};
use copydesk_store::{Error, ErrorKind, MemoryBudget, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a pass needs to know.
pub(crate) struct RunContext<'a> {
    pub inputs: &'a Inputs,
    pub config: &'a Config,
    pub progress: &'a dyn Progress,
    /// Memory for what is remembered.
    pub budget: MemoryBudget,
    /// Bytes of memory beside that for pages of Parquet that are kept from pass to pass.
    pub kept_pages: u64,
    /// The first file that is read; those before it are done.
    pub from_file: usize,
    /// How many files are read at the same time.
    pub readers: usize,
    /// Compresses what is written.
    pub packer: Packer,
    /// Whether something that was done beside a pass has failed.
    pub is_failed: Arc<AtomicBool>,
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
            is_failed: Arc::default(),
        }
    }

    /// The same run, in which at most this many files are read at the same time.
    pub(crate) fn with_readers(self, readers: usize) -> Self {
        Self { readers, ..self }
    }

    /// The same run over these inputs.
    pub(crate) fn over(self, inputs: &'a Inputs) -> Self {
        Self { inputs, ..self }
    }

    /// Does work between two passes, under a name of its own.
    pub(crate) fn step<T>(&self, name: &str, work: impl FnOnce() -> T) -> T {
        self.progress.begin(name, 0);
        let done = work();
        self.progress.end();
        done
    }

    /// Reads the dump for the last time: `work` is called on every batch, on all threads; `take`
    /// gets the results in input order, one at a time.
    pub(crate) fn run<T: Send>(
        &self,
        name: &str,
        work: impl Fn(&Batch) -> Result<T> + Sync,
        take: impl FnMut(&Batch, T) -> Result<()> + Send,
    ) -> Result<()> {
        // Whole records, unlike `look`: the output has all their bytes.
        self.read(self.inputs, name, work, take)
    }

    /// Reads the dump once, and only those parts of its records that are needed: `each` is called
    /// on every record, on all threads; `collect` gets the results in input order, one at a time.
    pub(crate) fn look<T: Send>(
        &self,
        name: &str,
        each: impl Fn(&Batch, &RawRecord) -> T + Sync,
        mut collect: impl FnMut(&Batch, &RawRecord, T) -> Result<()> + Send,
    ) -> Result<()> {
        let work = |batch: &Batch| {
            // Keeps a copy of what was decompressed, and notes where records begin, for later
            // passes.
            self.inputs.put_aside(batch);
            let each = |record| Ok(each(batch, self.unless_stopped(record)?));
            batch.records.iter().map(each).collect::<Result<Vec<T>>>()
        };
        self.read(&self.inputs.by_fields(), name, work, |batch, results| {
            let mut found = batch.records.iter().zip(results);
            found.try_for_each(|(record, result)| collect(batch, record, result))
        })?;
        self.inputs.end_pass();
        Ok(())
    }

    /// Stops the pass that is running, because something that runs beside it has failed.
    pub(crate) fn fail(&self) {
        // Relaxed is enough: the threads ask again at every record.
        self.is_failed.store(true, Ordering::Relaxed);
    }

    /// A record that is to be worked on.
    ///
    /// # Errors
    /// If the caller has stopped the run, or something beside the pass has failed.
    pub(crate) fn unless_stopped<'r>(&self, record: &'r RawRecord) -> Result<&'r RawRecord> {
        match self.progress.is_stopped() || self.is_failed.load(Ordering::Relaxed) {
            true => Err(Error::stopped()),
            false => Ok(record),
        }
    }

    fn read<T: Send>(
        &self,
        inputs: &Inputs,
        name: &str,
        work: impl Fn(&Batch) -> Result<T> + Sync,
        mut take: impl FnMut(&Batch, T) -> Result<()> + Send,
    ) -> Result<()> {
        let reading = Reading {
            inputs,
            from_file: self.from_file,
            readers: self.readers,
            ahead: Ahead::of(rayon::current_num_threads(), self.config),
            packer: &self.packer,
        };
        self.progress.begin(name, self.inputs.bytes());
        let work = |batch: &Batch| {
            // Before the work, which takes many times the size of a record.
            check_records(inputs, batch, self.config)?;
            work(batch)
        };
        let outcome = in_order(&reading, work, |batch, result| {
            self.progress.reach(batch.read);
            take(batch, result)
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
