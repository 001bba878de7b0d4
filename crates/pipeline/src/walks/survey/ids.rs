//! The ids of all documents.

use crate::memory::IDS;
use copydesk_store::Result;
use copydesk_store::{BlobVec, MemoryBudget, text_of};
use copydesk_text::DocId;
use std::io::{self, Read, Write};

/// Ids by the documents' numbers, put aside behind a byte that tells an empty one from none.
pub(super) struct Ids(BlobVec);

impl Ids {
    pub(super) fn new(means: &MemoryBudget) -> Self {
        Self(BlobVec::new(means, means.share(IDS)))
    }

    pub(super) fn push(&mut self, id: Option<&str>) -> Result<()> {
        self.0.push(
            &id.map(|id| [b"=", id.as_bytes()].concat())
                .unwrap_or_default(),
        )
    }

    pub(super) fn get(&self, document: DocId) -> Result<Option<String>> {
        let mut piece = self.0.get(document.index())?;
        if piece.is_empty() {
            Ok(None)
        } else {
            text_of(piece.split_off(1)).map(Some)
        }
    }

    pub(super) fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        self.0.write_down(to)
    }

    pub(super) fn read_back(from: &mut dyn Read, means: &MemoryBudget) -> io::Result<Self> {
        Ok(Self(BlobVec::read_back(from, means, means.share(IDS))?))
    }
}
