//! Reading the dump again: the same records, or an error.

use super::guard::guarded;
use super::run_context::RunContext;
use super::survey::Survey;
use copydesk_formats::{Batch, RawRecord};
use copydesk_store::{Error, Result};
use copydesk_text::{DocId, hash64};

/// What was found in a document, or why copydesk failed on it.
pub(crate) type Guarded<T> = std::result::Result<T, String>;

impl RunContext<'_> {
    /// Reads the dump again, and checks that it is the dump that was surveyed. `each` gets each
    /// record and its document, and `collect` gets what `each` returned.
    pub(crate) fn again<T: Send>(
        &self,
        survey: &Survey,
        name: &str,
        each: impl Fn(&Batch, &RawRecord, DocId) -> T + Sync,
        collect: impl FnMut(Guarded<T>) -> Result<()> + Send,
    ) -> Result<()> {
        self.again_for(survey, name, |_| true, each, collect)
    }

    /// The same for the documents that are wanted. Whether the others have changed is not checked
    /// here; the last pass checks all.
    pub(crate) fn again_for<T: Send>(
        &self,
        survey: &Survey,
        name: &str,
        is_wanted: impl Fn(DocId) -> bool + Sync,
        each: impl Fn(&Batch, &RawRecord, DocId) -> T + Sync,
        mut collect: impl FnMut(Guarded<T>) -> Result<()> + Send,
    ) -> Result<()> {
        let each = |batch: &Batch, record: &RawRecord| -> Result<Option<Guarded<T>>> {
            if record.is_tail() {
                return Ok(None);
            }
            // A record that the survey has not seen is always examined, and gives an error.
            if let Some(document) = survey.id_in(record)
                && !is_wanted(document)
            {
                return Ok(None);
            }
            let document = self.document_of(survey, batch, record)?;
            Ok(Some(guarded(self, name, record, || {
                each(batch, record, document)
            })))
        };
        let mut seen = 0;
        self.look(name, each, |_, record, found| {
            seen += usize::from(!record.is_tail());
            match found? {
                Some(found) => collect(found),
                None => Ok(()),
            }
        })?;
        // Records that were appended have given an error above. Here some are missing.
        match seen == survey.len() {
            true => Ok(()),
            false => Err(self.changed_since(survey, seen)),
        }
    }

    /// Which document of the survey a record is.
    pub(crate) fn document_of(
        &self,
        survey: &Survey,
        batch: &Batch,
        record: &RawRecord,
    ) -> Result<DocId> {
        let digest = hash64(&batch.bytes[record.body.clone()]);
        if let Some(document) = survey.id_in(record)
            && survey.document(document).digest == digest
        {
            return Ok(document);
        }
        let path = self.inputs.files()[record.file].path();
        // The last pass also reads columns that no pass before it has read. They may be damaged.
        match &record.fault {
            Some(fault) => Err(Error::record(format!(
                "{}: record {}: {fault}, or leave it out",
                path.display(),
                record.number
            ))),
            None => Err(Error::changed(path)),
        }
    }

    /// The input has fewer records than it had: `seen`, where there were more.
    pub(crate) fn changed_since(&self, survey: &Survey, seen: usize) -> Error {
        let (missing, _) = survey.place_of(DocId::of_index(seen));
        match self.inputs.files().get(missing) {
            Some(file) => Error::changed(file.path()),
            None => Error::record("the input is gone"),
        }
    }
}
