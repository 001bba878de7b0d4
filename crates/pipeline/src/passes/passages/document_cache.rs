//! The documents that share passages with other documents (called *related*), and the paragraphs
//! that are still kept in each.

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

/// A document in the blob store: its text, and after it the spans of its kept paragraphs.
#[derive(Clone, Copy)]
struct StoredDocument {
    blob: BlobRef,
    /// Length of the text in bytes.
    text_bytes: u32,
}

/// The related documents. All are in the blob store. They are compared in *batches* (not those in
/// which a file is read), and only the documents of one or two batches are in memory.
pub(super) struct DocumentCache {
    /// The least length of a paragraph in effective words. Shorter ones are not compared.
    least_words: usize,
    store: BlobStore,
    stored: AHashMap<Rank, StoredDocument>,
    /// The kept paragraphs of documents that have lost a passage in this pass.
    changed: AHashMap<Rank, Vec<Span>>,
    /// The documents of the batch that is being compared.
    current: AHashMap<Rank, Arc<CachedDocument>>,
    /// The documents of the batch before, because documents that follow each other in rank often
    /// have the same relatives. Empty if there is no memory for two batches.
    previous: AHashMap<Rank, Arc<CachedDocument>>,
    /// Whether there is memory for two batches.
    keeps_previous: bool,
}

impl DocumentCache {
    /// Reads the related documents from the dump, and stores each without what earlier passes cut.
    pub fn load(
        context: &RunContext<'_>,
        survey: &Survey,
        pending: &PendingDecisions,
        related: &[Related],
    ) -> Result<Self> {
        let mut wanted = vec![false; survey.len()];
        for Related { rank, sources } in related {
            for &rank in std::iter::once(rank).chain(sources) {
                wanted[survey.at_rank(rank).index()] = true;
            }
        }
        let mut cache = Self {
            least_words: context.config.paragraph_words,
            store: BlobStore::new(&context.budget, context.budget.share(TEXTS)),
            stored: AHashMap::new(),
            changed: AHashMap::new(),
            current: AHashMap::new(),
            previous: AHashMap::new(),
            keeps_previous: context.budget.share(LAST_BATCH) > LAST_BATCH_BYTES,
        };
        context.reread_some(
            survey,
            "passages",
            |document| wanted[document.index()],
            |batch, record, document| packed_document(context, pending, batch, record, document),
            |result| {
                // A document on which copydesk fails keeps its passages.
                if let Some(packed) = result.unwrap_or(Ok(None))? {
                    let stored = StoredDocument {
                        blob: cache.store.put(&packed.bytes)?,
                        text_bytes: packed.text_bytes,
                    };
                    let rank = survey.rank_of(packed.document);
                    cache.stored.insert(rank, stored);
                }
                Ok(())
            },
        )?;
        Ok(cache)
    }

    /// Loads these documents as the current batch. The batch before it stays in memory if there is
    /// memory for both; older batches do not.
    pub fn open_batch(&mut self, ranks: &[Rank]) -> Result<()> {
        let documents: Result<Vec<_>> = ranks.par_iter().map(|&rank| self.load_one(rank)).collect();
        let opened = documents?.into_iter().flatten().collect();
        let previous = std::mem::replace(&mut self.current, opened);
        self.previous = match self.keeps_previous {
            true => previous,
            false => AHashMap::new(),
        };
        Ok(())
    }

    /// A document for the next batch, with its rank. `None` if there is no such document.
    fn load_one(&self, rank: Rank) -> Result<Option<(Rank, Arc<CachedDocument>)>> {
        // The current batch first, because only its documents are up to date: passages are removed
        // only there.
        for batch in [&self.current, &self.previous] {
            if let Some(document) = batch.get(&rank) {
                return Ok(Some((rank, Arc::clone(document))));
            }
        }
        let Some(&stored) = self.stored.get(&rank) else {
            return Ok(None);
        };
        Ok(Some((rank, Arc::new(self.fetch(rank, stored)?))))
    }

    /// Fetches a document from the blob store and splits it into words again.
    fn fetch(&self, rank: Rank, stored: StoredDocument) -> Result<CachedDocument> {
        let mut text = self.store.get(stored.blob)?;
        let packed_spans = text.split_off(stored.text_bytes as usize);
        let document = Document::new(text_of(text)?);
        // The blob store still has the passages that were removed in an earlier batch; `changed`
        // has the paragraphs without them.
        if let Some(paragraphs) = self.changed.get(&rank) {
            return Ok(Paragraphs::new(document, paragraphs.clone()));
        }
        match unpacked_spans(&packed_spans) {
            // Leaves out paragraphs of fewer words.
            Some(spans) => Ok(Paragraphs::long(document, spans, self.least_words)),
            None => Err(Error::temporary_changed()),
        }
    }

    /// A document of the current batch.
    pub fn get(&self, rank: Rank) -> Option<&Arc<CachedDocument>> {
        self.current.get(&rank)
    }

    /// How many bytes the text of a document has; 0 if there is no such document.
    pub fn text_bytes(&self, rank: Rank) -> usize {
        self.stored
            .get(&rank)
            .map_or(0, |stored| stored.text_bytes as usize)
    }

    /// Removes passages from the paragraphs of a document of the current batch. The text before a
    /// passage and the text after it become paragraphs of their own.
    pub fn remove(&mut self, rank: Rank, passages: &Spans) {
        if passages.is_empty() {
            return;
        }
        let Some(document) = self.current.get(&rank) else {
            return;
        };
        let changed = document.without(passages);
        self.changed.insert(rank, changed.spans().to_vec());
        self.current.insert(rank, Arc::new(changed));
    }
}

/// A text, and after it the spans of what is left of its paragraphs when `cut` is removed.
fn packed(text: &str, cut: &Spans) -> Vec<u8> {
    let mut out = text.as_bytes().to_vec();
    for segment in segments(text) {
        for span in cut.gaps(segment.content()) {
            span.put(&mut out);
        }
    }
    out
}

/// A document as it is put into the blob store.
struct PackedDocument {
    document: DocId,
    /// Length of the text, with which `bytes` begin.
    text_bytes: u32,
    bytes: Vec<u8>,
}

/// Packs a document and the paragraphs that are left of it. `None` if the record cannot be read.
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
        text_bytes: text.len() as u32,
        bytes: packed(text, &cut),
    }))
}

/// The spans that were packed after a text. `None` if the bytes are not spans.
fn unpacked_spans(mut bytes: &[u8]) -> Option<Vec<Span>> {
    let mut spans = Vec::with_capacity(bytes.len() / Span::BYTES);
    while bytes.len() >= Span::BYTES {
        let (start, end): (u32, u32) = Fixed::take(&mut bytes);
        // Checked first, because `Span::new` panics if the end is before the start.
        if start > end {
            return None;
        }
        spans.push(Span::new(start as usize, end as usize));
    }
    bytes.is_empty().then_some(spans)
}
