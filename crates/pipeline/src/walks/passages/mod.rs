//! Passages that stand in a better document nearly word for word: a last look, between the verdicts
//! and the last walk.

mod named;
mod related;
mod shelf;

use super::companions::Companions;
use super::examination::Posting;
use super::guard::unless_it_panics;
use super::pending::PendingDecisions;
use super::run_context::RunContext;
use super::survey::Survey;
use crate::memory::ON_TABLE;
use copydesk_clean::{Finding, KeptCopy};
use copydesk_neardup::{CopiedPassage, copied_passages};
use copydesk_store::Result;
use copydesk_store::SortedRuns;
use copydesk_text::{Rank, Spans};
use named::{Move, Named};
use rayon::prelude::*;
use related::{Related, related};
use shelf::{DocumentCache, Opened};
use std::sync::Arc;

/// Cuts the paragraphs and sentences of kept documents that a better kept document has too.
/// `prints` are the fingerprints of passages.
pub(crate) fn remove_copied_passages(
    walk: &RunContext<'_>,
    survey: &Survey,
    prints: SortedRuns<Posting>,
    companions: &Companions,
    drafts: &mut PendingDecisions,
) -> Result<()> {
    let related = walk.step("relate", || {
        related(walk, survey, &prints, companions, drafts)
    })?;
    drop(prints);
    if related.is_empty() {
        return Ok(());
    }
    let shelf = DocumentCache::load(walk, survey, drafts, &related)?;
    let named = Named::collect(&drafts.findings)?;
    let least = walk.config.passage_words;
    let room = walk.means.share(ON_TABLE);
    let mut desk = Desk {
        survey,
        drafts,
        shelf,
        named,
        least,
        room,
    };
    walk.step("copies", || {
        // In order of rank: the documents that a document is compared with are done before it.
        let mut rest = related.as_slice();
        while !rest.is_empty() {
            let (tableful, ranks) = desk.tableful(rest);
            desk.shelf.open(&ranks)?;
            desk.work(&rest[..tableful])?;
            rest = &rest[tableful..];
        }
        Ok(())
    })
}

/// The documents, and what is decided about them.
struct Desk<'a> {
    survey: &'a Survey,
    drafts: &'a mut PendingDecisions,
    shelf: DocumentCache,
    named: Named,
    /// Words of the shortest passage.
    least: usize,
    /// Bytes of text that lie on the table at a time.
    room: usize,
}

impl Desk<'_> {
    /// How many documents are worked on together, and which must lie on the table for them.
    fn tableful(&self, related: &[Related]) -> (usize, Vec<Rank>) {
        let (mut count, mut bytes) = (0, 0);
        let mut ranks: Vec<Rank> = Vec::new();
        for next in related {
            let more = || std::iter::once(next.rank).chain(next.sources.iter().copied());
            bytes += more().map(|rank| self.shelf.len_of(rank)).sum::<usize>();
            if count > 0 && bytes > self.room {
                break;
            }
            count += 1;
            ranks.extend(more());
        }
        ranks.sort_unstable();
        ranks.dedup();
        (count, ranks)
    }

    /// Looks for copies on all threads, then decides one document after the other. Where a source
    /// has lost something since, it is looked at again, so that the outcome does not depend on what
    /// lay on the table together.
    fn work(&mut self, related: &[Related]) -> Result<()> {
        let found: Vec<Found> = related
            .par_iter()
            .map(|related| copies_in(&self.shelf, related, self.least))
            .collect();
        for (related, mut found) in related.iter().zip(found) {
            if !self.still_holds(&found) {
                found = copies_in(&self.shelf, related, self.least);
            }
            if !found.copies.is_empty() {
                self.decide(related.rank, &found)?;
            }
        }
        Ok(())
    }

    /// Whether no source has lost anything since it was searched.
    fn still_holds(&self, found: &Found) -> bool {
        let mut sources = found.sources.iter();
        sources.all(|(rank, source)| {
            self.shelf
                .get(*rank)
                .is_some_and(|now| Arc::ptr_eq(now, source))
        })
    }

    fn decide(&mut self, rank: Rank, found: &Found) -> Result<()> {
        let Some(opened) = self.shelf.get(rank).map(Arc::clone) else {
            return Ok(());
        };
        let document = self.survey.at_rank(rank);
        let passages = Spans::union(found.copies.iter().map(|copy| copy.cut));
        let mut naming = self
            .named
            .take_up(&self.drafts.findings, document, &passages)?;
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
            if naming.moves(&Move {
                number,
                passage: copy.cut,
                kept,
                from: &opened,
                to: source,
                within,
            }) {
                naming.add(Finding::copied(copy.cut, kept));
                cut.push(copy.cut);
            }
        }
        naming.put_back(&mut self.drafts.findings)?;
        self.shelf.remove(rank, &Spans::union(cut));
        Ok(())
    }
}

/// What was found in a document.
#[derive(Default)]
struct Found {
    copies: Vec<CopiedPassage>,
    /// Where it was looked for, as these documents were then.
    sources: Vec<(Rank, Arc<Opened>)>,
}

fn copies_in(shelf: &DocumentCache, related: &Related, least: usize) -> Found {
    let Some(document) = shelf.get(related.rank) else {
        return Found::default();
    };
    let mut sources: Vec<(Rank, Arc<Opened>)> = Vec::with_capacity(related.sources.len());
    for &rank in &related.sources {
        sources.extend(shelf.get(rank).map(|source| (rank, Arc::clone(source))));
    }
    let views: Vec<&Opened> = sources.iter().map(|(_, source)| &**source).collect();
    let copies = unless_it_panics(|| copied_passages(document, &views, least));
    Found { copies, sources }
}
