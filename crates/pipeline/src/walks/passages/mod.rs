//! Passages that stand in a better document nearly word for word: a last look, between the verdicts and the last walk.

mod named;
mod related;
mod shelf;

use super::drafts::{DraftEdit, Drafts, Keeper};
use super::guard::unless_it_panics;
use super::{Survey, Walk};
use crate::memory::ON_TABLE;
use copydesk_clean::Reason;
use copydesk_neardup::{Agreement, CopiedPassage, Paragraphs, copied_passages};
use copydesk_store::{Result, Sorted};
use copydesk_text::Span;
use named::Named;
use rayon::prelude::*;
use related::{Related, related};
use shelf::{Opened, Shelf};
use std::sync::Arc;

/// Cuts the paragraphs and sentences of kept documents that a better kept document has too. `prints` are the fingerprints of
/// passages, each with the rank of a document.
pub(crate) fn cut_copied(walk: &Walk<'_>, survey: &Survey, prints: Sorted<(u64, u32)>, drafts: &mut Drafts) -> Result<()> {
    let related = walk.step("relate", || related(walk, survey, &prints, drafts))?;
    drop(prints);
    if related.is_empty() {
        return Ok(());
    }
    let shelf = Shelf::load(walk, survey, drafts, &related)?;
    let named = Named::collect(&drafts.edits)?;
    let least = walk.config.passage_words;
    let room = walk.means.share(ON_TABLE);
    let mut desk = Desk { survey, drafts, shelf, named, least, room, touched: Vec::new(), emptied: Vec::new() };
    walk.step("copies", || {
        // In order of rank: the documents that a document is compared with are done before it.
        let mut rest = related.as_slice();
        while !rest.is_empty() {
            let (tableful, ranks) = desk.tableful(rest);
            desk.shelf.open(&ranks)?;
            desk.work(&rest[..tableful])?;
            rest = &rest[tableful..];
        }
        desk.finish()
    })
}

/// The documents, and what is decided about them.
struct Desk<'a> {
    survey: &'a Survey,
    drafts: &'a mut Drafts,
    shelf: Shelf,
    named: Named,
    /// Words of the shortest passage.
    least: usize,
    /// Bytes of text that lie on the table at a time.
    room: usize,
    /// Numbers of the documents that got edits.
    touched: Vec<u32>,
    emptied: Vec<u32>,
}

impl Desk<'_> {
    /// How many documents are worked on together, and which must lie on the table for them.
    fn tableful(&self, related: &[Related]) -> (usize, Vec<u32>) {
        let (mut count, mut bytes) = (0, 0);
        let mut ranks: Vec<u32> = Vec::new();
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

    /// Looks for copies on all threads, then decides one document after the other. Where a source has lost something since, it is looked
    /// again, so that the outcome does not depend on what lay on the table together.
    fn work(&mut self, related: &[Related]) -> Result<()> {
        let found: Vec<Found> = related.par_iter().map(|related| copies_in(&self.shelf, related, self.least)).collect();
        for (related, found) in related.iter().zip(found) {
            let still_stands =
                |(rank, source): &(u32, Arc<Opened>)| self.shelf.get(*rank).is_some_and(|now| Arc::ptr_eq(now, source));
            let is_true = found.sources.iter().all(still_stands);
            let Found { copies, .. } = if is_true { found } else { copies_in(&self.shelf, related, self.least) };
            if !copies.is_empty() {
                self.decide(related.rank, &copies)?;
            }
        }
        Ok(())
    }

    fn decide(&mut self, rank: u32, copies: &[Copied]) -> Result<()> {
        let Some(document) = self.shelf.get(rank).map(Arc::clone) else { return Ok(()) };
        let number = self.survey.by_rank[rank as usize];
        let passages: Vec<Span> = copies.iter().map(|copy| copy.cut).collect();
        let mut naming = self.named.take_up(&self.drafts.edits, number, &passages)?;
        let mut gone = Vec::new();
        for (at, copy) in copies.iter().enumerate() {
            let holder = self.survey.by_rank[copy.rank as usize];
            let keeper = Keeper { document: Some(holder), span: copy.kept, agreement: copy.agreement };
            let within = copy.source.ranges[copy.in_source].clone();
            if naming.moves(at, copy.cut, keeper, &document, (&*copy.source, within)) {
                naming.add(edit(copy, keeper));
                gone.push((copy.paragraph, copy.cut));
            }
        }
        let edits = naming.put_back(&mut self.drafts.edits)?;
        self.shelf.remove(rank, &gone);
        if !gone.is_empty() {
            self.touched.push(number);
        }
        if document.is_emptied_by(&edits) {
            self.emptied.push(number);
        }
        Ok(())
    }

    /// Last, because cuts are known by their places until here.
    fn finish(self) -> Result<()> {
        let representatives = self.drafts.representatives();
        for number in self.emptied {
            self.drafts.empty(number, representatives.contains(&number))?;
        }
        for number in self.touched {
            self.drafts.edits.change(number, |edits| edits.sort_by_key(|edit| edit.span))?;
        }
        Ok(())
    }
}

fn edit(copy: &Copied, keeper: Keeper) -> DraftEdit {
    let rule = if copy.agreement.similarity() < 1.0 { "near" } else { "equal" };
    let (reason, evidence) = (Reason::RepeatedAcrossDocuments, copy.agreement.coverage());
    DraftEdit { span: copy.cut, reason, rule, detail: None, evidence, kept: Some(keeper) }
}

/// What was found in a document.
#[derive(Default)]
struct Found {
    copies: Vec<Copied>,
    /// Where it was looked for, as these documents stood then, with their ranks.
    sources: Vec<(u32, Arc<Opened>)>,
}

/// A passage that a better document has too.
struct Copied {
    paragraph: usize,
    cut: Span,
    /// Rank of the document that has it, and how that stands.
    rank: u32,
    source: Arc<Opened>,
    /// Number of the paragraph there.
    in_source: usize,
    kept: Span,
    agreement: Agreement,
}

fn copies_in(shelf: &Shelf, related: &Related, least: usize) -> Found {
    let Some(document) = shelf.get(related.rank) else { return Found::default() };
    let sources: Vec<(u32, Arc<Opened>)> =
        related.sources.iter().filter_map(|&source| Some((source, Arc::clone(shelf.get(source)?)))).collect();
    let views: Vec<Paragraphs<'_>> = sources.iter().map(|(_, source)| source.view()).collect();
    let copied = |copy: CopiedPassage| {
        let CopiedPassage { paragraph, cut, source, copy, kept, agreement } = copy;
        let (rank, ref source) = sources[source];
        Copied { paragraph, cut, rank, source: Arc::clone(source), in_source: copy, kept, agreement }
    };
    let copies = unless_it_panics(|| copied_passages(document.view(), &views, least)).into_iter().map(copied).collect();
    drop(views);
    Found { copies, sources }
}
