//! The pass that cuts passages (`--repeats cut`): paragraphs and sentences that a preferred
//! document has too, nearly word for word. It runs after it is decided which documents are dropped,
//! and before the last pass.
//!
//! The *sources* of a document are the preferred kept documents that share passages with it. Their
//! ranks are lower than its own.

mod document_cache;
mod kept_copy_refs;
mod related;

use super::companions::Companions;
use super::examination::Posting;
use super::guard::unless_it_panics;
use super::pending::PendingDecisions;
use super::run_context::RunContext;
use super::survey::Survey;
use crate::memory::PASSAGE_BATCH;
use copydesk_clean::{Finding, KeptCopy};
use copydesk_neardup::{CopiedPassage, copied_passages};
use copydesk_store::Result;
use copydesk_store::SortedRuns;
use copydesk_text::{Rank, Spans};
use document_cache::{CachedDocument, DocumentCache};
use kept_copy_refs::{KeptCopyRefs, ProposedCut};
use rayon::prelude::*;
use related::{Related, related};
use std::sync::Arc;

/// Cuts the paragraphs and sentences of kept documents that a preferred kept document has too.
/// `fingerprints` are hashes of some runs of words, by which documents that share a passage find
/// each other.
pub(crate) fn remove_copied_passages(
    context: &RunContext<'_>,
    survey: &Survey,
    fingerprints: SortedRuns<Posting>,
    companions: &Companions,
    pending: &mut PendingDecisions,
) -> Result<()> {
    let related = context.step("relate", || {
        related(context, survey, &fingerprints, companions, pending)
    })?;
    // The texts below need the memory.
    drop(fingerprints);
    if related.is_empty() {
        return Ok(());
    }
    let cache = DocumentCache::load(context, survey, pending, &related)?;
    // Earlier cuts name copies that are kept. If such a copy is cut now, they must name another.
    let references = KeptCopyRefs::collect(&pending.findings)?;
    let mut remover = PassageRemover {
        survey,
        pending,
        cache,
        references,
        least_words: context.config.passage_words,
        batch_bytes: context.budget.share(PASSAGE_BATCH),
    };
    context.step("copies", || {
        // The documents are in order of rank, so the sources of a document are finished before it.
        let mut rest = related.as_slice();
        while !rest.is_empty() {
            let (count, ranks) = remover.next_batch(rest);
            remover.cache.open_batch(&ranks)?;
            remover.cut_copies(&rest[..count])?;
            rest = &rest[count..];
        }
        Ok(())
    })
}

/// Removes copied passages, a batch of documents at a time.
struct PassageRemover<'a> {
    survey: &'a Survey,
    pending: &'a mut PendingDecisions,
    cache: DocumentCache,
    references: KeptCopyRefs,
    /// Passages of fewer words than this are not cut.
    least_words: usize,
    /// The most bytes of text in a batch. A document whose text and sources exceed it is a batch by
    /// itself.
    batch_bytes: usize,
}

impl PassageRemover<'_> {
    /// How many of the documents make the next batch, and which documents must be in memory for it:
    /// these and their sources.
    fn next_batch(&self, related: &[Related]) -> (usize, Vec<Rank>) {
        let (mut count, mut bytes) = (0, 0);
        let mut ranks: Vec<Rank> = Vec::new();
        for next in related {
            bytes += self.cache.text_bytes(next.rank);
            for &source in &next.sources {
                bytes += self.cache.text_bytes(source);
            }
            // One document with all its sources is always a batch, however large they are.
            if count > 0 && bytes > self.batch_bytes {
                break;
            }
            count += 1;
            ranks.push(next.rank);
            ranks.extend(&next.sources);
        }
        ranks.sort_unstable();
        ranks.dedup();
        (count, ranks)
    }

    /// Looks for copies in a batch of documents on all threads, then cuts them in one document
    /// after the other. If a source has lost a passage since it was searched, the sources are
    /// searched again, so that the result does not depend on which documents are in one batch.
    fn cut_copies(&mut self, related: &[Related]) -> Result<()> {
        let found: Vec<FoundCopies> = related
            .par_iter()
            .map(|related| copies_in(&self.cache, related, self.least_words))
            .collect();
        for (related, mut found) in related.iter().zip(found) {
            // A copy that was cut from its source in the meantime is no longer kept there.
            if !self.is_up_to_date(&found) {
                found = copies_in(&self.cache, related, self.least_words);
            }
            if !found.copies.is_empty() {
                self.cut_from(related.rank, &found)?;
            }
        }
        Ok(())
    }

    /// Whether no source has lost a passage since it was searched.
    fn is_up_to_date(&self, found: &FoundCopies) -> bool {
        for (rank, source) in &found.sources {
            match self.cache.get(*rank) {
                // The cache replaces the `Arc` of a document that loses a passage.
                Some(current) if Arc::ptr_eq(current, source) => {}
                _ => return false,
            }
        }
        true
    }

    /// Cuts the copies that were found in a document. A copy stays if the record of an earlier cut
    /// names it as the kept copy and cannot name the copy in the source instead.
    fn cut_from(&mut self, rank: Rank, found: &FoundCopies) -> Result<()> {
        let Some(paragraphs) = self.cache.get(rank).map(Arc::clone) else {
            return Ok(());
        };
        let document = self.survey.at_rank(rank);
        let passages = Spans::union(found.copies.iter().map(|copy| copy.cut));
        // Holds the findings that may change if these passages are cut, until `write_back`.
        let mut redirection =
            self.references
                .redirection(&self.pending.findings, document, &passages)?;
        let mut cut = Vec::new();
        for (index, copy) in found.copies.iter().enumerate() {
            let (source_rank, source) = &found.sources[copy.source];
            // Index of the paragraph of the source that holds the copy.
            let paragraph_of_copy = copy.copy;
            let kept = KeptCopy {
                document: Some(self.survey.at_rank(*source_rank)),
                span: copy.kept,
                overlap: copy.overlap,
            };
            let proposed = ProposedCut {
                index,
                passage: copy.cut,
                kept,
                document: &paragraphs,
                source,
                source_words: source.word_ranges()[paragraph_of_copy].clone(),
            };
            if redirection.redirect(&proposed) {
                redirection.add(Finding::copied(copy.cut, kept));
                cut.push(copy.cut);
            }
        }
        redirection.write_back(&mut self.pending.findings)?;
        self.cache.remove(rank, &Spans::union(cut));
        Ok(())
    }
}

/// The copied passages of a document.
#[derive(Default)]
struct FoundCopies {
    copies: Vec<CopiedPassage>,
    /// The documents that were searched for copies, as they were then.
    sources: Vec<(Rank, Arc<CachedDocument>)>,
}

/// Finds the passages of a document that its sources still have, after what was cut from them.
fn copies_in(cache: &DocumentCache, related: &Related, least_words: usize) -> FoundCopies {
    let Some(document) = cache.get(related.rank) else {
        return FoundCopies::default();
    };
    let mut sources: Vec<(Rank, Arc<CachedDocument>)> = Vec::with_capacity(related.sources.len());
    for &rank in &related.sources {
        if let Some(source) = cache.get(rank) {
            sources.push((rank, Arc::clone(source)));
        }
    }
    let borrowed: Vec<&CachedDocument> = sources.iter().map(|(_, source)| &**source).collect();
    let copies = unless_it_panics(|| copied_passages(document, &borrowed, least_words));
    FoundCopies { copies, sources }
}
