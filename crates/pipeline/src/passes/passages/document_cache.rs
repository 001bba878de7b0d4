//! The related documents, with the paragraphs that are still kept in them.

use super::super::pending::PendingDecisions;
use super::super::run_context::RunContext;
use super::super::survey::Survey;
use super::related::Related;
use crate::memory::{LAST_BATCH, LAST_BATCH_BYTES, TEXTS};
use ahash::AHashMap;
use copydesk_formats::{Batch, RawRecord};
use copydesk_neardup::Paragraphs;
use copydesk_store::{BlobRef, BlobStore, Fixed, text_of};
use copydesk_store::{Error, Result};
use copydesk_text::{DocId, Document, Rank, Span, Spans, segments};
use rayon::prelude::*;
use std::sync::Arc;

/// The kept paragraphs of a document that is in memory.
pub(super) type CachedDocument = Paragraphs<'static>;

/// A document in the blob store: its text, and after it the spans of the paragraphs that are
/// left of it.
#[derive(Clone, Copy)]
struct StoredDocument {
    place: BlobRef,
    /// Length of the text in bytes.
    text: u32,
}

/// The related documents: all of them in the blob store, and those of the current batch in memory.
pub(super) struct DocumentCache {
    /// Words of the shortest paragraph.
    least: usize,
    store: BlobStore,
    stored: AHashMap<Rank, StoredDocument>,
    /// The paragraphs of documents that have lost some.
    changed: AHashMap<Rank, Vec<Span>>,
    batch: AHashMap<Rank, Arc<CachedDocument>>,
    /// The batch before: neighbours in rank often have the same relatives.
    last_batch: AHashMap<Rank, Arc<CachedDocument>>,
    keeps_last_batch: bool,
}

impl DocumentCache {
    /// Reads the related documents once more.
    pub fn load(
        context: &RunContext<'_>,
        survey: &Survey,
        pending: &PendingDecisions,
        related: &[Related],
    ) -> Result<Self> {
        let mut wanted = vec![false; survey.len()];
        for related in related {
            for &rank in std::iter::once(&related.rank).chain(&related.sources) {
                wanted[survey.at_rank(rank).index()] = true;
            }
        }
        let mut cache = Self {
            least: context.config.paragraph_words,
            store: BlobStore::new(&context.budget, context.budget.share(TEXTS)),
            stored: AHashMap::new(),
            changed: AHashMap::new(),
            batch: AHashMap::new(),
            last_batch: AHashMap::new(),
            keeps_last_batch: context.budget.share(LAST_BATCH) > LAST_BATCH_BYTES,
        };
        context.again_for(
            survey,
            "passages",
            |document| wanted[document.index()],
            |batch, record, document| packed_document(context, pending, batch, record, document),
            |found| {
                // A document on which copydesk fails keeps its passages.
                if let Some(packed) = found.unwrap_or(Ok(None))? {
                    let stored = StoredDocument {
                        place: cache.store.put(&packed.bytes)?,
                        text: packed.text,
                    };
                    let rank = survey.rank_of(packed.document);
                    cache.stored.insert(rank, stored);
                }
                Ok(())
            },
        )?;
        Ok(cache)
    }

    /// Loads these documents as the current batch, and forgets the others.
    pub fn open(&mut self, ranks: &[Rank]) -> Result<()> {
        let opened: Result<Vec<_>> = ranks.par_iter().map(|&rank| self.opened(rank)).collect();
        let next = opened?.into_iter().flatten().collect();
        let before = std::mem::replace(&mut self.batch, next);
        self.last_batch = match self.keeps_last_batch {
            true => before,
            false => AHashMap::new(),
        };
        Ok(())
    }

    /// A document for the next batch, from a batch before if it is still there.
    fn opened(&self, rank: Rank) -> Result<Option<(Rank, Arc<CachedDocument>)>> {
        // The current batch first: what was cut from a document since is missing only there.
        for batch in [&self.batch, &self.last_batch] {
            if let Some(opened) = batch.get(&rank) {
                return Ok(Some((rank, Arc::clone(opened))));
            }
        }
        let Some(&stored) = self.stored.get(&rank) else {
            return Ok(None);
        };
        Ok(Some((rank, Arc::new(self.fetch(rank, stored)?))))
    }

    /// Fetches a document from the store and cuts it into words again.
    fn fetch(&self, rank: Rank, stored: StoredDocument) -> Result<CachedDocument> {
        let mut piece = self.store.get(stored.place)?;
        let left = piece.split_off(stored.text as usize);
        let document = Document::new(text_of(piece)?);
        // The store still has what was cut in an earlier batch; `changed` has the paragraphs
        // without it.
        if let Some(paragraphs) = self.changed.get(&rank) {
            return Ok(Paragraphs::new(document, paragraphs.clone()));
        }
        match unpacked(&left) {
            Some(spans) => Ok(Paragraphs::long(document, spans, self.least)),
            None => Err(Error::temporary_changed()),
        }
    }

    /// A document of the current batch.
    pub fn get(&self, rank: Rank) -> Option<&Arc<CachedDocument>> {
        self.batch.get(&rank)
    }

    /// How long a document's text is, in bytes.
    pub fn len_of(&self, rank: Rank) -> usize {
        self.stored
            .get(&rank)
            .map_or(0, |stored| stored.text as usize)
    }

    /// Removes passages from the paragraphs of a document. What is before and after one become
    /// paragraphs of their own.
    pub fn remove(&mut self, rank: Rank, passages: &Spans) {
        if passages.is_empty() {
            return;
        }
        let Some(opened) = self.batch.get(&rank) else {
            return;
        };
        let changed = opened.without(passages);
        self.changed.insert(rank, changed.spans().to_vec());
        self.batch.insert(rank, Arc::new(changed));
    }
}

/// A text, and after it what the cuts leave of its paragraphs.
fn packed(text: &str, cut: &Spans) -> Vec<u8> {
    let mut out = text.as_bytes().to_vec();
    for segment in segments(text) {
        for span in cut.gaps(segment.content()) {
            span.put(&mut out);
        }
    }
    out
}

/// A document in the form in which the blob store has it.
struct PackedDocument {
    document: DocId,
    /// Length of the text in bytes.
    text: u32,
    bytes: Vec<u8>,
}

/// Packs a document with what was not cut out of it; `None` if the record cannot be read.
fn packed_document(
    context: &RunContext<'_>,
    pending: &PendingDecisions,
    batch: &Batch,
    record: &RawRecord,
    document: DocId,
) -> Result<Option<PackedDocument>> {
    let Ok(article) = context.parse(batch, record) else {
        return Ok(None);
    };
    let cut = pending.findings.cut_of(document)?;
    let text = &*article.text;
    Ok(Some(PackedDocument {
        document,
        text: text.len() as u32,
        bytes: packed(text, &cut),
    }))
}

/// The spans that were packed after a text; `None` if the bytes hold something else.
fn unpacked(mut bytes: &[u8]) -> Option<Vec<Span>> {
    let mut spans = Vec::with_capacity(bytes.len() / Span::BYTES);
    while bytes.len() >= Span::BYTES {
        let (start, end): (u32, u32) = Fixed::take(&mut bytes);
        // `Span::new` panics if the end is before the start.
        spans.push((start <= end).then(|| Span::new(start as usize, end as usize))?);
    }
    bytes.is_empty().then_some(spans)
}
