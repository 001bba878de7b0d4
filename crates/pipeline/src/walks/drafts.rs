//! What becomes of each document, as far as it is decided.

use super::findings::Findings;
use ahash::AHashSet;
use copydesk_clean::Dropped;
use copydesk_store::Means;
use copydesk_store::Result;
use copydesk_store::{Note, write_down};
use copydesk_text::DocId;
use std::collections::BTreeMap;
use std::io::{self, Read, Write};

/// What becomes of each document.
pub(crate) struct Drafts {
    /// Which documents are dropped, and why; by their ids.
    dropped: Vec<Option<Dropped>>,
    /// Why copydesk could not work on a document, though it could be read.
    failed: BTreeMap<DocId, Box<str>>,
    pub findings: Findings,
}

impl Drafts {
    pub(crate) fn new(
        dropped: Vec<Option<Dropped>>,
        failed: BTreeMap<DocId, Box<str>>,
        findings: Findings,
    ) -> Self {
        Self {
            dropped,
            failed,
            findings,
        }
    }

    /// Why a document is dropped, if it is.
    pub(crate) fn dropped(&self, document: DocId) -> Option<Dropped> {
        self.dropped[document.index()]
    }

    /// Why copydesk failed on a document, if it did.
    pub(crate) fn failure(&self, document: DocId) -> Option<&str> {
        self.failed.get(&document).map(|reason| &**reason)
    }

    /// The documents in whose favour others are dropped.
    pub(crate) fn representatives(&self) -> AHashSet<DocId> {
        self.dropped
            .iter()
            .flatten()
            .filter_map(|dropped| dropped.kept)
            .map(|kept| kept.document)
            .collect()
    }

    /// A document that lost all its words is dropped; but one in whose favour others were dropped keeps what other documents have
    /// too, because the record of those drops names it.
    pub(crate) fn empty(&mut self, document: DocId, is_representative: bool) -> Result<()> {
        if is_representative {
            return self.findings.change(document, |findings| {
                findings.retain(|finding| !finding.reason.is_across_documents());
            });
        }
        self.dropped[document.index()] = Some(Dropped::EMPTY);
        Ok(())
    }
}

impl Note for Drafts {
    fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        write_down(&(&self.dropped, &self.failed), to)?;
        self.findings.write_down(to)
    }

    fn read_back(from: &mut dyn Read, means: &Means) -> io::Result<Self> {
        let (dropped, failed) = Note::read_back(from, means)?;
        Ok(Self {
            dropped,
            failed,
            findings: Findings::read_back(from, means)?,
        })
    }
}
