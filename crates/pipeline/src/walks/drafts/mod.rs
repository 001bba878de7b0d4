//! What becomes of each document, put down while the walks go on.

mod bytes;

use super::Matched;
use crate::memory::EDITS;
use ahash::AHashSet;
use copydesk_clean::{DropReason, Reason};
use copydesk_neardup::Agreement;
use copydesk_store::{Means, Note, Pieces, Result, write_down};
use copydesk_text::Span;
use std::collections::BTreeMap;
use std::io::{self, Read, Write};

/// The copy of a span that stays.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Keeper {
    /// Number of the document that holds it; none for the same document.
    pub document: Option<u32>,
    pub span: Span,
    pub agreement: Agreement,
}

/// An edit whose span covers content only; white space is seen to when the text is at hand.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct DraftEdit {
    pub span: Span,
    pub reason: Reason,
    pub rule: &'static str,
    pub detail: Option<String>,
    pub evidence: f64,
    pub kept: Option<Keeper>,
}

/// The edits of all documents, by the documents' numbers, put aside as bytes.
pub(crate) struct Edits(Pieces);

impl Edits {
    /// Edits of no document yet.
    pub(crate) fn new(means: &Means) -> Self {
        Self(Pieces::new(means, means.share(EDITS)))
    }

    /// Edits as [`Self::push`] wants them.
    pub(crate) fn pack(edits: &[DraftEdit]) -> Vec<u8> {
        bytes::pack(edits)
    }

    /// Adds the edits of the next document.
    pub(crate) fn push(&mut self, packed: &[u8]) -> Result<()> {
        self.0.push(packed)
    }

    /// Number of documents.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The edits of a document.
    pub(crate) fn get(&self, number: u32) -> Result<Vec<DraftEdit>> {
        bytes::unpack(&self.0.get(number as usize)?)
    }

    /// The spans of a document's edits.
    pub(crate) fn spans(&self, number: u32) -> Result<Vec<Span>> {
        Ok(self.get(number)?.iter().map(|edit| edit.span).collect())
    }

    /// Replaces the edits of a document.
    pub(crate) fn set(&mut self, number: u32, edits: &[DraftEdit]) -> Result<()> {
        self.0.set(number as usize, &bytes::pack(edits))
    }

    /// Changes the edits of a document.
    pub(crate) fn change(&mut self, number: u32, change: impl FnOnce(&mut Vec<DraftEdit>)) -> Result<()> {
        let mut edits = self.get(number)?;
        change(&mut edits);
        self.set(number, &edits)
    }
}

impl Note for Edits {
    fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        self.0.write_down(to)
    }

    fn read_back(from: &mut dyn Read, means: &Means) -> io::Result<Self> {
        Ok(Self(Pieces::read_back(from, means, means.share(EDITS))?))
    }
}

/// What becomes of each document, by its number.
pub(crate) struct Drafts {
    /// Why it goes as a whole, if it does.
    pub dropped: Vec<Option<Matched>>,
    /// Why copydesk could not work on it, though it could be read.
    pub failed: BTreeMap<u32, Box<str>>,
    pub edits: Edits,
}

impl Drafts {
    /// Numbers of the documents in whose favour others are dropped.
    pub(crate) fn representatives(&self) -> AHashSet<u32> {
        self.dropped.iter().filter_map(|dropped| dropped.as_ref()?.keeper).map(|(keeper, _, _)| keeper).collect()
    }

    /// A document that lost all its words goes; but one in whose favour others were dropped keeps what other documents have too,
    /// because the record of those drops names it.
    pub(crate) fn empty(&mut self, number: u32, is_representative: bool) -> Result<()> {
        if is_representative {
            return self.edits.change(number, |edits| edits.retain(|edit| edit.reason != Reason::RepeatedAcrossDocuments));
        }
        self.dropped[number as usize] = Some(Matched { reason: DropReason::Empty, keeper: None });
        Ok(())
    }
}

impl Note for Drafts {
    fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        write_down(&(&self.dropped, &self.failed), to)?;
        self.edits.write_down(to)
    }

    fn read_back(from: &mut dyn Read, means: &Means) -> io::Result<Self> {
        let (dropped, failed) = Note::read_back(from, means)?;
        Ok(Self { dropped, failed, edits: Edits::read_back(from, means)? })
    }
}
