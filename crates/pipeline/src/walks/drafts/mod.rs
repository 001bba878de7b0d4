//! What becomes of each document, put down while the walks go on.

mod bytes;

use super::Matched;
use crate::error::Result;
use crate::resume::{self, Note};
use crate::spill::{Aside, Means, Place};
use ahash::AHashSet;
use copydesk_clean::{DropReason, Reason};
use copydesk_neardup::Agreement;
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

/// Share of the tables for edits, in hundredths.
const EDITS: u64 = 15;

/// The edits of all documents, by the documents' numbers, put aside as bytes.
pub(crate) struct Edits {
    aside: Aside,
    places: Vec<Place>,
}

impl Edits {
    /// Edits of no document yet.
    pub(crate) fn new(means: &Means) -> Self {
        Self { aside: Aside::new(means, means.share(EDITS)), places: Vec::new() }
    }

    /// Edits as [`Self::push`] wants them.
    pub(crate) fn pack(edits: &[DraftEdit]) -> Vec<u8> {
        bytes::pack(edits)
    }

    /// Adds the edits of the next document.
    pub(crate) fn push(&mut self, packed: &[u8]) -> Result<()> {
        let place = if packed.is_empty() { Place::default() } else { self.aside.put(packed)? };
        self.places.push(place);
        Ok(())
    }

    /// Number of documents.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// The edits of a document.
    pub(crate) fn get(&self, number: u32) -> Result<Vec<DraftEdit>> {
        let place = self.places[number as usize];
        if place.len() == 0 { Ok(Vec::new()) } else { bytes::unpack(&self.aside.get(place)?) }
    }

    /// The spans of a document's edits.
    pub(crate) fn spans(&self, number: u32) -> Result<Vec<Span>> {
        Ok(self.get(number)?.iter().map(|edit| edit.span).collect())
    }

    /// Replaces the edits of a document.
    pub(crate) fn set(&mut self, number: u32, edits: &[DraftEdit]) -> Result<()> {
        self.places[number as usize] = if edits.is_empty() { Place::default() } else { self.aside.put(&bytes::pack(edits))? };
        Ok(())
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
        to.write_all(&(self.places.len() as u64).to_le_bytes())?;
        for &place in &self.places {
            let packed = self.aside.get(place).map_err(|error| io::Error::other(error.to_string()))?;
            to.write_all(&(packed.len() as u32).to_le_bytes())?;
            to.write_all(&packed)?;
        }
        Ok(())
    }

    fn read_back(from: &mut dyn Read, means: &Means) -> io::Result<Self> {
        let mut edits = Self::new(means);
        let mut count = [0; 8];
        from.read_exact(&mut count)?;
        let mut packed = Vec::new();
        for _ in 0..u64::from_le_bytes(count) {
            let mut len = [0; 4];
            from.read_exact(&mut len)?;
            packed.resize(u32::from_le_bytes(len) as usize, 0);
            from.read_exact(&mut packed)?;
            edits.push(&packed).map_err(|error| io::Error::other(error.to_string()))?;
        }
        Ok(edits)
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
        resume::write_down(&(&self.dropped, &self.failed), to)?;
        self.edits.write_down(to)
    }

    fn read_back(from: &mut dyn Read, means: &Means) -> io::Result<Self> {
        let (dropped, failed) = Note::read_back(from, means)?;
        Ok(Self { dropped, failed, edits: Edits::read_back(from, means)? })
    }
}
