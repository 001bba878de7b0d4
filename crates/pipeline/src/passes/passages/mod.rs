//! Passages that a preferred document has nearly word for word: searched for after the verdicts,
//! before the last pass.

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
use kept_copy_refs::{KeptCopyRefs, Move};
use rayon::prelude::*;
use related::{Related, related};
use std::sync::Arc;

/// Cuts the paragraphs and sentences of kept documents that a better kept document has too.
/// `fingerprints` are those of passages.
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
    // The documents without what earlier passes cut.
    let cache = DocumentCache::load(context, survey, pending, &related)?;
    let references = KeptCopyRefs::collect(&pending.findings)?;
    let least = context.config.passage_words;
    let batch_bytes = context.budget.share(PASSAGE_BATCH);
    let mut remover = PassageRemover {
        survey,
        pending,
        cache,
        references,
        least,
        batch_bytes,
    };
    context.step("copies", || {
        // In order of rank, so the documents that a document is compared with are finished before
        // it.
        let mut rest = related.as_slice();
        while !rest.is_empty() {
            let (count, ranks) = remover.next_batch(rest);
            remover.cache.open(&ranks)?;
            remover.work(&rest[..count])?;
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
    /// Words of the shortest passage.
    least: usize,
    /// Bytes of text in a batch, unless a single document has more.
    batch_bytes: usize,
}

impl PassageRemover<'_> {
    /// How many documents make the next batch, and which must be in memory for them.
    fn next_batch(&self, related: &[Related]) -> (usize, Vec<Rank>) {
        let (mut count, mut bytes) = (0, 0);
        let mut ranks: Vec<Rank> = Vec::new();
        for next in related {
            bytes += self.cache.len_of(next.rank);
            for &source in &next.sources {
                bytes += self.cache.len_of(source);
            }
            // One document with all its relatives is always a batch, however large they are.
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

    /// Looks for copies on all threads, then decides one document after the other. Where a source
    /// has lost something since, the search is repeated, so that the result does not depend on what
    /// was in one batch.
    fn work(&mut self, related: &[Related]) -> Result<()> {
        let found: Vec<FoundCopies> = related
            .par_iter()
            .map(|related| copies_in(&self.cache, related, self.least))
            .collect();
        for (related, mut found) in related.iter().zip(found) {
            // A copy that was cut in the meantime is not a copy that is kept.
            if !self.still_holds(&found) {
                found = copies_in(&self.cache, related, self.least);
            }
            if !found.copies.is_empty() {
                self.decide(related.rank, &found)?;
            }
        }
        Ok(())
    }

    /// Whether no source has lost anything since it was searched.
    fn still_holds(&self, found: &FoundCopies) -> bool {
        for (rank, source) in &found.sources {
            match self.cache.get(*rank) {
                // The cache replaces the `Arc` of a document that loses something.
                Some(now) if Arc::ptr_eq(now, source) => {}
                _ => return false,
            }
        }
        true
    }

    /// Cuts the copies that were found in a document, as far as every cut that names one of them
    /// can name the other copy instead.
    fn decide(&mut self, rank: Rank, found: &FoundCopies) -> Result<()> {
        let Some(opened) = self.cache.get(rank).map(Arc::clone) else {
            return Ok(());
        };
        let document = self.survey.at_rank(rank);
        let passages = Spans::union(found.copies.iter().map(|copy| copy.cut));
        let mut references =
            self.references
                .take_up(&self.pending.findings, document, &passages)?;
        let mut cut = Vec::new();
        for (number, copy) in found.copies.iter().enumerate() {
            let (holder, source) = &found.sources[copy.source];
            let holder = self.survey.at_rank(*holder);
            let kept = KeptCopy {
                document: Some(holder),
                span: copy.kept,
                overlap: copy.overlap,
            };
            let within = source.ranges()[copy.copy].clone();
            if references.move_to(&Move {
                number,
                passage: copy.cut,
                kept,
                from: &opened,
                to: source,
                within,
            }) {
                references.add(Finding::copied(copy.cut, kept));
                cut.push(copy.cut);
            }
        }
        references.put_back(&mut self.pending.findings)?;
        self.cache.remove(rank, &Spans::union(cut));
        Ok(())
    }
}

/// What was found in a document.
#[derive(Default)]
struct FoundCopies {
    copies: Vec<CopiedPassage>,
    /// Where it was looked for, as these documents were then.
    sources: Vec<(Rank, Arc<CachedDocument>)>,
}

/// Looks in a document for what its better relatives have too, as they are now.
fn copies_in(cache: &DocumentCache, related: &Related, least: usize) -> FoundCopies {
    let Some(document) = cache.get(related.rank) else {
        return FoundCopies::default();
    };
    let mut sources: Vec<(Rank, Arc<CachedDocument>)> = Vec::with_capacity(related.sources.len());
    for &rank in &related.sources {
        if let Some(source) = cache.get(rank) {
            sources.push((rank, Arc::clone(source)));
        }
    }
    let views: Vec<&CachedDocument> = sources.iter().map(|(_, source)| &**source).collect();
    let copies = unless_it_panics(|| copied_passages(document, &views, least));
    FoundCopies { copies, sources }
}
