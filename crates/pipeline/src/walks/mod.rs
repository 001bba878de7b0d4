//! The walks over the dump: always forward, each leaving something small behind.

mod decide;
mod examine;
mod finish;
mod gather;
mod matching;
mod passages;
mod survey;

pub(crate) use decide::{DraftEdit, Drafts, decide};
pub(crate) use examine::{Examined, Examiner, SharedParagraph, examine};
pub(crate) use finish::{Finished, Finisher, finish};
pub(crate) use matching::{Matched, match_documents};
pub(crate) use passages::cut_copied;
pub(crate) use survey::{Survey, refuse, survey};

use crate::config::Config;
use crate::error::{Error, ErrorKind, Result};
use crate::input::Inputs;
use crate::progress::Progress;
use crate::record::{Article, Batch, RawRecord, parse, read_batches};
use rayon::prelude::*;
use std::sync::mpsc::sync_channel;

/// What a walk needs to know.
pub(crate) struct Walk<'a> {
    pub inputs: &'a Inputs,
    pub config: &'a Config,
    pub progress: &'a dyn Progress,
}

impl Walk<'_> {
    /// Reads the dump once: `each` is called on every record, on all threads; `collect` gets the results in input order, on one.
    ///
    /// A thread reads and decompresses ahead while the pool works and the results are taken in.
    pub(crate) fn run<T: Send>(
        &self,
        name: &str,
        each: impl Fn(&Batch, &RawRecord) -> T + Sync,
        mut collect: impl FnMut(&Batch, &RawRecord, T) -> Result<()>,
    ) -> Result<()> {
        self.progress.begin(name, self.inputs.bytes());
        let outcome = std::thread::scope(|scope| {
            let (sender, receiver) = sync_channel::<Batch>(2);
            let reader = scope.spawn(move || read_batches(self.inputs, |batch| sender.send(batch).is_ok()));
            let mut taken = Ok(());
            for batch in receiver {
                let results: Vec<T> = batch.records.par_iter().map(|record| each(&batch, record)).collect();
                taken = batch.records.iter().zip(results).try_for_each(|(record, result)| collect(&batch, record, result));
                self.progress.reach(batch.read);
                if taken.is_err() {
                    break;
                }
            }
            let read =
                reader.join().unwrap_or_else(|_| Err(Error::new(ErrorKind::Input, "the reading thread stopped unexpectedly")));
            taken.and(read)
        });
        self.progress.end();
        outcome
    }

    /// The fields of a record, or why it cannot be read.
    pub(crate) fn parse<'b>(&self, batch: &'b Batch, record: &RawRecord) -> std::result::Result<Article<'b>, String> {
        if let Some(fault) = &record.fault {
            return Err(fault.clone());
        }
        let file = &self.inputs.files[record.file];
        parse(&batch.bytes[record.body.clone()], file.shape, &file.name, &self.config.fields)
    }
}
