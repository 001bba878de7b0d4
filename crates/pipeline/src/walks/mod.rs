//! The walks over the dump: always forward, each leaving something small behind.

mod decide;
mod drafts;
mod examination;
mod examine;
mod finish;
mod gather;
mod guard;
mod matching;
mod passages;
mod survey;
mod twice;

pub(crate) use decide::decide;
pub(crate) use drafts::Drafts;
pub(crate) use examination::Examination;
pub(crate) use examine::{Examined, Examiner, examine};
pub(crate) use finish::{Finished, Finisher, finish};
pub(crate) use matching::{Matched, match_documents};
pub(crate) use passages::cut_copied;
pub(crate) use survey::{Survey, refuse, survey};

use crate::config::Config;
use crate::progress::Progress;
use copydesk_formats::{Article, Batch, Inputs, RawRecord, read_batches};
use copydesk_store::{Error, ErrorKind, Means, Result};
use copydesk_text::hash64;
use guard::guarded;
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
        Self { inputs, config, progress, means: crate::memory::means(config, inputs.disk()), from_file: 0 }
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
        mut collect: impl FnMut(&Batch, &RawRecord, T) -> Result<()> + Send,
    ) -> Result<()> {
        self.progress.begin(name, self.inputs.bytes());
        let outcome = std::thread::scope(|scope| {
            let (sender, receiver) = sync_channel::<Batch>(2);
            let reader = scope.spawn(move || read_batches(self.inputs, self.from_file, |batch| Ok(sender.send(batch).is_ok())));
            let mut take_in = |(batch, results): (Batch, Vec<T>)| {
                self.progress.reach(batch.read);
                batch.records.iter().zip(results).try_for_each(|(record, result)| collect(&batch, record, result))
            };
            let mut done: Option<(Batch, Vec<T>)> = None;
            let mut taken = Ok(());
            for batch in receiver {
                let work = || batch.records.par_iter().map(|record| each(&batch, record)).collect();
                let results;
                (taken, results) = rayon::join(|| done.take().map_or(Ok(()), &mut take_in), work);
                if taken.is_err() {
                    break;
                }
                done = Some((batch, results));
            }
            let taken = taken.and_then(|()| done.take().map_or(Ok(()), take_in));
            let read =
                reader.join().unwrap_or_else(|_| Err(Error::new(ErrorKind::Input, "the reading thread stopped unexpectedly")));
            taken.and(read)
        });
        self.progress.end();
        outcome
    }

    /// Reads the dump again, and makes sure that it is the dump that was surveyed: `each` is told which document a record is, and
    /// `collect` gets what it found, or why copydesk failed on the record.
    pub(crate) fn again<T: Send>(
        &self,
        survey: &Survey,
        name: &str,
        each: impl Fn(&Batch, &RawRecord, usize) -> T + Sync,
        collect: impl FnMut(std::result::Result<T, String>) -> Result<()> + Send,
    ) -> Result<()> {
        self.again_for(survey, name, |_| true, each, collect)
    }

    /// The same for the documents that are wanted, by their numbers. The others are not looked at; the last walk looks at all.
    pub(crate) fn again_for<T: Send>(
        &self,
        survey: &Survey,
        name: &str,
        is_wanted: impl Fn(usize) -> bool + Sync,
        each: impl Fn(&Batch, &RawRecord, usize) -> T + Sync,
        mut collect: impl FnMut(std::result::Result<T, String>) -> Result<()> + Send,
    ) -> Result<()> {
        let each = |batch: &Batch, record: &RawRecord| -> Result<Option<std::result::Result<T, String>>> {
            if record.is_tail() || !is_wanted(survey.number_in(record)) {
                return Ok(None);
            }
            let number = self.number_of(survey, batch, record)?;
            Ok(Some(guarded(self, name, record, || each(batch, record, number))))
        };
        let mut seen = 0;
        self.run(name, each, |_, record, found| {
            seen += usize::from(!record.is_tail());
            found?.map_or(Ok(()), &mut collect)
        })?;
        if seen == survey.documents.len() { Ok(()) } else { Err(self.changed_since(survey, seen)) }
    }

    /// Which document of the survey a record is.
    pub(crate) fn number_of(&self, survey: &Survey, batch: &Batch, record: &RawRecord) -> Result<usize> {
        let number = survey.number_in(record);
        let is_same = survey.documents.get(number).is_some_and(|d| d.digest == hash64(&batch.bytes[record.body.clone()]));
        if is_same && survey.place_of(number) == (record.file, record.number) {
            Ok(number)
        } else {
            Err(Error::changed(self.inputs.files()[record.file].path()))
        }
    }

    /// The input has fewer records than it had.
    pub(crate) fn changed_since(&self, survey: &Survey, seen: usize) -> Error {
        let (missing, _) = survey.place_of(seen);
        self.inputs.files().get(missing).map_or_else(|| Error::record("the input is gone"), |file| Error::changed(file.path()))
    }

    /// The fields of a record, or why it cannot be read.
    pub(crate) fn parse<'b>(&'b self, batch: &'b Batch, record: &'b RawRecord) -> std::result::Result<Article<'b>, String> {
        batch.record(self.inputs, record).parse(&self.config.fields)
    }
}
