//! Reads the dump again after the survey (the first pass), and returns an error if its records have
//! changed.

use super::guard::guarded;
use super::run_context::RunContext;
use super::survey::Survey;
use copydesk_formats::{Batch, RawRecord};
use copydesk_store::{Error, Result};
use copydesk_text::{DocId, hash64};

/// The result of the work on a record, or why copydesk failed on the record (see [`guarded`]).
pub(crate) type Guarded<T> = std::result::Result<T, String>;

impl RunContext<'_> {
    /// Reads the dump again, and checks that it is the dump that was surveyed. `each` is called on
    /// every record with the id of its document, on all threads. `collect` gets the results in
    /// input order, one at a time.
    pub(crate) fn reread<T: Send>(
        &self,
        survey: &Survey,
        name: &str,
        each: impl Fn(&Batch, &RawRecord, DocId) -> T + Sync,
        collect: impl FnMut(Guarded<T>) -> Result<()> + Send,
    ) -> Result<()> {
        self.reread_some(survey, name, |_| true, each, collect)
    }

    /// Reads the dump again as [`Self::reread`] does, but works only on the documents that are
    /// wanted. Whether the others have changed is not checked here; the last pass checks all.
    pub(crate) fn reread_some<T: Send>(
        &self,
        survey: &Survey,
        name: &str,
        is_wanted: impl Fn(DocId) -> bool + Sync,
        each: impl Fn(&Batch, &RawRecord, DocId) -> T + Sync,
        mut collect: impl FnMut(Guarded<T>) -> Result<()> + Send,
    ) -> Result<()> {
        let each = |batch: &Batch, record: &RawRecord| -> Result<Option<Guarded<T>>> {
            // Such as the bytes after the last record of a file.
            if record.belongs_to_no_record() {
                return Ok(None);
            }
            // A record where the survey has seen none is not skipped, whatever is wanted, so that
            // `document_of` returns an error for it.
            if let Some(document) = survey.document_at(record)
                && !is_wanted(document)
            {
                return Ok(None);
            }
            let document = self.document_of(survey, batch, record)?;
            Ok(Some(guarded(self, name, record, || {
                each(batch, record, document)
            })))
        };
        let mut records = 0;
        self.read_fields(name, each, |_, record, result| {
            records += usize::from(!record.belongs_to_no_record());
            match result? {
                Some(result) => collect(result),
                None => Ok(()),
            }
        })?;
        // More records than in the survey were an error above. So if the numbers differ, there are
        // fewer.
        match records == survey.len() {
            true => Ok(()),
            false => Err(self.records_are_missing(survey, records)),
        }
    }

    /// The document that the survey saw in a record.
    ///
    /// # Errors
    /// If the survey saw another record there, or none.
    pub(crate) fn document_of(
        &self,
        survey: &Survey,
        batch: &Batch,
        record: &RawRecord,
    ) -> Result<DocId> {
        let digest = hash64(&batch.bytes[record.body.clone()]);
        if let Some(document) = survey.document_at(record)
            && survey.document(document).digest == digest
        {
            return Ok(document);
        }
        let path = self.inputs.files()[record.file].path();
        // In Parquet and Arrow files, the last pass reads columns that no earlier pass has read. If
        // such a column is damaged, the digest (a hash of the record) differs although the file was
        // not changed. Then the error names the fault. The text of the fault ends in advice (`fetch
        // it again`), which this message continues.
        match &record.fault {
            Some(fault) => Err(Error::record(format!(
                "{}: record {}: {fault}, or leave it out",
                path.display(),
                record.number
            ))),
            None => Err(Error::changed(path)),
        }
    }

    /// The error for a dump that has only `records` records now, fewer than in the survey. It names
    /// the file of the first missing record, on the assumption that the missing records were the
    /// last ones of the dump.
    pub(crate) fn records_are_missing(&self, survey: &Survey, records: usize) -> Error {
        let (file, _) = survey.place_of(DocId::of_index(records));
        match self.inputs.files().get(file) {
            Some(file) => Error::changed(file.path()),
            None => Error::record("the input is gone"),
        }
    }
}
