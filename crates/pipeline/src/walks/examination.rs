//! What the second walk leaves behind, of all documents together.

use super::drafts::Edits;
use super::{Examined, Survey, Walk};
use crate::memory::{BAND_KEYS, HOLDERS, PRINTS};
use copydesk_store::{Fixed, Means, Note, Result, Sorted, Sorter, write_down};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{self, Read, Write};

/// What is left of a document.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Remainder {
    /// Fingerprint of the kept words.
    pub content: u128,
    /// Number of kept words.
    pub words: u32,
    /// Number of fingerprints of its passages.
    pub prints: u32,
}

/// A paragraph of a document, by the document's rank. Sorted, the holders of a paragraph follow each other, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Holder {
    pub key: u128,
    pub rank: u32,
    pub start: u32,
    pub end: u32,
    pub words: u32,
}

impl Fixed for Holder {
    const BYTES: usize = <(u128, u32, u32, u32, u32)>::BYTES;

    fn put(self, to: &mut Vec<u8>) {
        (self.key, self.rank, self.start, self.end, self.words).put(to);
    }

    fn take(from: &mut &[u8]) -> Self {
        let (key, rank, start, end, words) = Fixed::take(from);
        Self { key, rank, start, end, words }
    }
}

/// What is known of the documents after each was read alone.
pub(crate) struct Examination {
    /// By number.
    pub documents: Vec<Remainder>,
    /// Why copydesk failed on a document, by its number.
    pub failed: BTreeMap<u32, Box<str>>,
    pub edits: Edits,
    /// Kept paragraphs that several documents have, and a few more.
    pub holders: Sorted<Holder>,
    /// Band keys that several documents have, each with a document's rank.
    pub keys: Sorted<(u64, u32)>,
    /// Fingerprints of passages that several documents have, each with a document's rank.
    pub prints: Sorted<(u64, u32)>,
}

/// Takes in what was found in each document, in input order.
pub(super) struct Intake {
    documents: Vec<Remainder>,
    failed: BTreeMap<u32, Box<str>>,
    edits: Edits,
    holders: Sorter<Holder>,
    keys: Sorter<(u64, u32)>,
    prints: Sorter<(u64, u32)>,
}

impl Intake {
    pub(super) fn new(walk: &Walk<'_>) -> Self {
        let means = &walk.means;
        Self {
            documents: Vec::new(),
            failed: BTreeMap::new(),
            edits: Edits::new(means),
            holders: Sorter::new(means, means.share(HOLDERS)),
            keys: Sorter::new(means, means.share(BAND_KEYS)),
            prints: Sorter::new(means, means.share(PRINTS)),
        }
    }

    /// Takes in what was found in the next document, beside its edits as bytes; nothing, if it could not be read; or why copydesk
    /// failed on it.
    pub(super) fn take_in(
        &mut self,
        survey: &Survey,
        found: std::result::Result<Option<(Vec<u8>, Examined)>, String>,
    ) -> Result<()> {
        let number = self.documents.len();
        let found = found.unwrap_or_else(|reason| {
            self.failed.insert(number as u32, reason.into());
            None
        });
        let Some((edits, examined)) = found else {
            self.documents.push(Remainder::default());
            return self.edits.push(&[]);
        };
        let rank = survey.documents[number].rank;
        self.edits.push(&edits)?;
        self.holders.extend(examined.shared.iter().map(|p| {
            let (start, end) = (p.span.start() as u32, p.span.end() as u32);
            Holder { key: p.key, rank, start, end, words: p.words }
        }))?;
        self.keys.extend(examined.keys.iter().map(|&key| (key, rank)))?;
        self.prints.extend(examined.prints.iter().map(|&print| (print, rank)))?;
        let (content, words, prints) = (examined.content, examined.words, examined.prints.len() as u32);
        self.documents.push(Remainder { content, words, prints });
        Ok(())
    }

    pub(super) fn finish(self, walk: &Walk<'_>) -> Result<Examination> {
        let Self { documents, failed, edits, holders, keys, prints } = self;
        let means = &walk.means;
        let holders = holders.finish_recurring(|holder| holder.key as u64, means.share(HOLDERS))?;
        let keys = keys.finish_recurring(|row| row.0, means.share(BAND_KEYS))?;
        let prints = prints.finish_recurring(|row| row.0, means.share(PRINTS))?;
        Ok(Examination { documents, failed, edits, holders, keys, prints })
    }
}

impl Note for Examination {
    fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        write_down(&(&self.documents, &self.failed), to)?;
        self.edits.write_down(to)?;
        self.holders.write_down(to)?;
        self.keys.write_down(to)?;
        self.prints.write_down(to)
    }

    fn read_back(from: &mut dyn Read, means: &Means) -> io::Result<Self> {
        let (documents, failed) = Note::read_back(from, means)?;
        let edits = Edits::read_back(from, means)?;
        let holders = Sorted::read_back(from, means, means.share(HOLDERS))?;
        let keys = Sorted::read_back(from, means, means.share(BAND_KEYS))?;
        let prints = Sorted::read_back(from, means, means.share(PRINTS))?;
        Ok(Self { documents, failed, edits, holders, keys, prints })
    }
}
