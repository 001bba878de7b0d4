//! The related documents, with the paragraphs that are still kept in them.

use super::super::pending::PendingDecisions;
use super::super::run_context::RunContext;
use super::super::survey::Survey;
use super::related::Related;
use crate::memory::{BEFORE, MOST_BEFORE, TEXTS};
use ahash::AHashMap;
use copydesk_formats::{Batch, RawRecord};
use copydesk_neardup::Paragraphs;
use copydesk_store::{BlobRef, BlobStore, Fixed, text_of};
use copydesk_store::{Error, Result};
use copydesk_text::{DocId, Document, Rank, Span, Spans, segments};
use rayon::prelude::*;
use std::sync::Arc;

/// The kept paragraphs of a document on the table.
pub(super) type Opened = Paragraphs<'static>;

/// A document put aside: its text, which is so many bytes long, and after it what is left of its
/// paragraphs.
#[derive(Clone, Copy)]
struct Shelved {
    place: BlobRef,
    text: u32,
}

/// The related documents: those put aside, and those on the table.
pub(super) struct DocumentCache {
    /// Words of the shortest paragraph.
    least: usize,
    aside: BlobStore,
    shelved: AHashMap<Rank, Shelved>,
    /// The paragraphs of documents that have lost some.
    changed: AHashMap<Rank, Vec<Span>>,
    table: AHashMap<Rank, Arc<Opened>>,
    /// What lay on the table before: neighbours in rank often have the same relatives.
    before: AHashMap<Rank, Arc<Opened>>,
    keeps_before: bool,
}

impl DocumentCache {
    /// Reads the related documents once more.
    pub fn load(
        walk: &RunContext<'_>,
        survey: &Survey,
        drafts: &PendingDecisions,
        related: &[Related],
    ) -> Result<Self> {
        let ranks = related
            .iter()
            .flat_map(|related| std::iter::once(&related.rank).chain(&related.sources));
        let mut wanted = vec![false; survey.len()];
        ranks.for_each(|&rank| wanted[survey.at_rank(rank).index()] = true);
        let each = |batch: &Batch,
                    record: &RawRecord,
                    document: DocId|
         -> Result<Option<(Rank, u32, Vec<u8>)>> {
            let Ok(article) = walk.parse(batch, record) else {
                return Ok(None);
            };
            let cut = drafts.findings.cut_of(document)?;
            let text = &*article.text;
            Ok(Some((
                survey.rank_of(document),
                text.len() as u32,
                packed(text, &cut),
            )))
        };
        let mut shelf = Self {
            least: walk.config.paragraph_words,
            aside: BlobStore::new(&walk.means, walk.means.share(TEXTS)),
            shelved: AHashMap::new(),
            changed: AHashMap::new(),
            table: AHashMap::new(),
            before: AHashMap::new(),
            keeps_before: walk.means.share(BEFORE) > MOST_BEFORE,
        };
        walk.again_for(
            survey,
            "passages",
            |document| wanted[document.index()],
            each,
            |found| {
                // One that copydesk fails on keeps its passages.
                if let Some((rank, text, piece)) = found.unwrap_or(Ok(None))? {
                    shelf.shelved.insert(
                        rank,
                        Shelved {
                            place: shelf.aside.put(&piece)?,
                            text,
                        },
                    );
                }
                Ok(())
            },
        )?;
        Ok(shelf)
    }

    /// Puts these documents on the table, and all others back.
    pub fn open(&mut self, ranks: &[Rank]) -> Result<()> {
        let opened: Result<Vec<_>> = ranks.par_iter().map(|&rank| self.opened(rank)).collect();
        let next = opened?.into_iter().flatten().collect();
        let before = std::mem::replace(&mut self.table, next);
        self.before = if self.keeps_before {
            before
        } else {
            AHashMap::new()
        };
        Ok(())
    }

    fn opened(&self, rank: Rank) -> Result<Option<(Rank, Arc<Opened>)>> {
        if let Some(opened) = self.table.get(&rank).or_else(|| self.before.get(&rank)) {
            return Ok(Some((rank, Arc::clone(opened))));
        }
        let Some(&shelved) = self.shelved.get(&rank) else {
            return Ok(None);
        };
        Ok(Some((rank, Arc::new(self.fetch(rank, shelved)?))))
    }

    fn fetch(&self, rank: Rank, shelved: Shelved) -> Result<Opened> {
        let mut piece = self.aside.get(shelved.place)?;
        let left = piece.split_off(shelved.text as usize);
        let document = Document::new(text_of(piece)?);
        if let Some(paragraphs) = self.changed.get(&rank) {
            return Ok(Paragraphs::new(document, paragraphs.clone()));
        }
        let spans = unpacked(&left)
            .ok_or_else(|| Error::record("the temporary file was changed by another program"))?;
        Ok(Paragraphs::long(document, spans, self.least))
    }

    /// A document on the table.
    pub fn get(&self, rank: Rank) -> Option<&Arc<Opened>> {
        self.table.get(&rank)
    }

    /// How long a document's text is, in bytes.
    pub fn len_of(&self, rank: Rank) -> usize {
        self.shelved
            .get(&rank)
            .map_or(0, |shelved| shelved.text as usize)
    }

    /// Takes passages out of the paragraphs of a document; what is in front of and after one are
    /// paragraphs of their own from then on.
    pub fn remove(&mut self, rank: Rank, passages: &Spans) {
        let Some(opened) = self.table.get(&rank).filter(|_| !passages.is_empty()) else {
            return;
        };
        let changed = opened.without(passages);
        self.changed.insert(rank, changed.spans().to_vec());
        self.table.insert(rank, Arc::new(changed));
    }
}

/// A text, and after it what the cuts leave of its paragraphs.
fn packed(text: &str, cut: &Spans) -> Vec<u8> {
    let mut out = text.as_bytes().to_vec();
    for segment in segments(text) {
        cut.gaps(segment.content())
            .into_iter()
            .for_each(|span| span.put(&mut out));
    }
    out
}

fn unpacked(mut bytes: &[u8]) -> Option<Vec<Span>> {
    let mut spans = Vec::with_capacity(bytes.len() / Span::BYTES);
    while bytes.len() >= Span::BYTES {
        let (start, end): (u32, u32) = Fixed::take(&mut bytes);
        spans.push((start <= end).then(|| Span::new(start as usize, end as usize))?);
    }
    bytes.is_empty().then_some(spans)
}
