//! The findings of all documents, which are held as bytes between the passes. A [`Finding`] is a
//! span that is to be cut, with the reason and the evidence.
//!
//! As bytes findings take less memory. Those for which there is no memory are in a temporary file.

mod bytes;

use crate::memory::FINDINGS;
use copydesk_clean::{Finding, spans_of};
use copydesk_store::Checkpoint;
use copydesk_store::Result;
use copydesk_store::{BlobVec, MemoryBudget};
use copydesk_text::{DocId, Spans};
use std::io::{self, Read, Write};

/// The findings of all documents, in order of [`DocId`].
pub(crate) struct Findings(BlobVec);

/// The findings of one document as bytes. All threads can pack findings at the same time, before
/// they are added to [`Findings`] in order.
pub(crate) struct PackedFindings(Vec<u8>);

impl PackedFindings {
    /// Packs findings.
    pub(crate) fn of(findings: &[Finding]) -> Self {
        Self(bytes::pack(findings))
    }

    /// For a document in which nothing was found.
    pub(crate) fn none() -> Self {
        Self(Vec::new())
    }
}

impl Findings {
    /// A table without documents.
    pub(crate) fn new(budget: &MemoryBudget) -> Self {
        Self(BlobVec::new(budget, budget.share(FINDINGS)))
    }

    /// Adds the findings of the next document.
    pub(crate) fn push(&mut self, packed: &PackedFindings) -> Result<()> {
        self.0.push(&packed.0)
    }

    /// All documents.
    pub(crate) fn documents(&self) -> impl Iterator<Item = DocId> + use<> {
        (0..self.0.len()).map(DocId::of_index)
    }

    /// The findings of a document.
    pub(crate) fn get(&self, document: DocId) -> Result<Vec<Finding>> {
        bytes::unpack(&self.0.get(document.index())?)
    }

    /// The spans of a document's findings.
    pub(crate) fn cut_of(&self, document: DocId) -> Result<Spans> {
        Ok(spans_of(&self.get(document)?))
    }

    /// Replaces the findings of a document.
    pub(crate) fn set(&mut self, document: DocId, findings: &[Finding]) -> Result<()> {
        self.0.set(document.index(), &bytes::pack(findings))
    }

    /// Changes the findings of a document.
    pub(crate) fn change(
        &mut self,
        document: DocId,
        change: impl FnOnce(&mut Vec<Finding>),
    ) -> Result<()> {
        let mut findings = self.get(document)?;
        change(&mut findings);
        self.set(document, &findings)
    }
}

impl Checkpoint for Findings {
    fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        self.0.write_down(to)
    }

    fn read_back(from: &mut dyn Read, budget: &MemoryBudget) -> io::Result<Self> {
        Ok(Self(BlobVec::read_back(
            from,
            budget,
            budget.share(FINDINGS),
        )?))
    }
}
