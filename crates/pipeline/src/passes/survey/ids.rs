//! The ids of all documents.

use crate::memory::IDS;
use copydesk_store::Result;
use copydesk_store::{BlobVec, MemoryBudget, text_of};
use copydesk_text::DocId;
use std::io::{self, Read, Write};

/// The ids that records give their documents, in order of [`DocId`]. Each is stored after the byte
/// `=`, so that an empty id differs from a missing one.
pub(super) struct Ids(BlobVec);

impl Ids {
    pub(super) fn new(budget: &MemoryBudget) -> Self {
        Self(BlobVec::new(budget, budget.share(IDS)))
    }

    /// Adds the id of the next document.
    pub(super) fn push(&mut self, id: Option<&str>) -> Result<()> {
        match id {
            Some(id) => self.0.push(&[b"=", id.as_bytes()].concat()),
            None => self.0.push(&[]),
        }
    }

    /// The id of a document. `None` if its record gives none.
    pub(super) fn get(&self, document: DocId) -> Result<Option<String>> {
        let mut stored = self.0.get(document.index())?;
        if stored.is_empty() {
            Ok(None)
        } else {
            // Without the `=`.
            text_of(stored.split_off(1)).map(Some)
        }
    }

    pub(super) fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        self.0.write_down(to)
    }

    pub(super) fn read_back(from: &mut dyn Read, budget: &MemoryBudget) -> io::Result<Self> {
        Ok(Self(BlobVec::read_back(from, budget, budget.share(IDS))?))
    }
}
