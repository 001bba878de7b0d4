//! Passages that stand in a better document nearly word for word: a last look, between the verdicts and the last walk.

mod named;
mod related;
mod shelf;

use super::decide::{Draft, DraftEdit, Keeper, representatives};
use super::guard::unless_it_panics;
use super::{Survey, Walk};
use crate::error::Result;
use copydesk_clean::Reason;
use copydesk_neardup::{Agreement, CopiedPassage, Paragraphs, copied_passages};
use copydesk_text::Span;
use named::Named;
use rayon::prelude::*;
use related::{Related, related};
use shelf::{Opened, Shelf};
use std::sync::Arc;

/// Bytes of text that lie on the table at a time; their words take about five times as much.
const TABLE_BYTES: usize = 8 << 20;

/// Cuts the paragraphs and sentences of kept documents that a better kept document has too. `prints` are the documents' passage
/// fingerprints.
pub(crate) fn cut_copied(walk: &Walk<'_>, survey: &Survey, prints: &[Vec<u64>], drafts: &mut [Draft]) -> Result<()> {
    let related = related(survey, prints, drafts);
    if related.is_empty() {
        return Ok(());
    }
    let shelf = Shelf::load(walk, survey, drafts, &related)?;
    let named = Named::collect(drafts);
    let mut desk = Desk { survey, drafts, shelf, named, least: walk.config.passage_words, emptied: Vec::new() };
    // In order of rank: the documents that a document is compared with are done before it.
    let mut rest = related.as_slice();
    while !rest.is_empty() {
        let (tableful, ranks) = desk.tableful(rest);
        desk.shelf.open(&ranks)?;
        desk.work(&rest[..tableful]);
        rest = &rest[tableful..];
    }
    desk.finish();
    Ok(())
}

/// The documents, and what is decided about them.
struct Desk<'a> {
    survey: &'a Survey,
    drafts: &'a mut [Draft],
    shelf: Shelf,
    named: Named,
    /// Words of the shortest passage.
    least: usize,
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
            if count > 0 && bytes > TABLE_BYTES {
                break;
            }
            count += 1;
            ranks.extend(more());
        }
        ranks.sort_unstable();
        ranks.dedup();
        (count, ranks)
    }

    /// Looks for copies on all threads, then decides one document after the other. What was found in a passage that has gone since is
    /// looked for again.
    fn work(&mut self, related: &[Related]) {
        let found: Vec<Vec<Copied>> = related.par_iter().map(|related| copies_in(&self.shelf, related, self.least)).collect();
        for (related, copies) in related.iter().zip(found) {
            let still_stands = |copy: &Copied| self.shelf.get(copy.rank).is_some_and(|now| Arc::ptr_eq(now, &copy.source));
            let copies = if copies.iter().all(still_stands) { copies } else { copies_in(&self.shelf, related, self.least) };
            self.decide(related.rank, copies);
        }
    }

    fn decide(&mut self, rank: u32, copies: Vec<Copied>) {
        let Some(document) = self.shelf.get(rank).map(Arc::clone) else { return };
        let number = self.survey.by_rank[rank as usize];
        let mut gone = Vec::new();
        for copy in copies {
            let holder = self.survey.by_rank[copy.rank as usize];
            let keeper = Keeper { document: Some(holder), span: copy.kept, agreement: copy.agreement };
            let within = copy.source.ranges[copy.in_source].clone();
            let source = (&*copy.source, within);
            let Some(moves) = self.named.moves(self.drafts, number, copy.cut, keeper, &document, source) else { continue };
            moves.into_iter().for_each(|(draft, edit, keeper)| self.drafts[draft].edits[edit].kept = Some(keeper));
            self.drafts[number as usize].edits.push(edit(&copy, keeper));
            gone.push((copy.paragraph, copy.cut));
        }
        self.shelf.remove(rank, &gone);
        if document.is_emptied_by(&self.drafts[number as usize]) {
            self.emptied.push(number);
        }
    }

    /// Last, because cuts are known by their places until here.
    fn finish(self) {
        let representatives = representatives(self.drafts);
        for number in self.emptied {
            self.drafts[number as usize].empty(representatives.contains(&number));
        }
        self.drafts.iter_mut().for_each(|draft| draft.edits.sort_by_key(|edit| edit.span));
    }
}

fn edit(copy: &Copied, keeper: Keeper) -> DraftEdit {
    let rule = if copy.agreement.similarity() < 1.0 { "near" } else { "equal" };
    let (reason, evidence) = (Reason::RepeatedAcrossDocuments, copy.agreement.coverage());
    DraftEdit { span: copy.cut, reason, rule, detail: None, evidence, kept: Some(keeper) }
}

/// A passage that a better document has too.
struct Copied {
    paragraph: usize,
    cut: Span,
    /// Rank of the document that has it, and how that stood when it was looked at.
    rank: u32,
    source: Arc<Opened>,
    /// Number of the paragraph there.
    in_source: usize,
    kept: Span,
    agreement: Agreement,
}

fn copies_in(shelf: &Shelf, related: &Related, least: usize) -> Vec<Copied> {
    let Some(document) = shelf.get(related.rank) else { return Vec::new() };
    let known: Vec<(u32, &Arc<Opened>)> = related.sources.iter().filter_map(|&source| Some((source, shelf.get(source)?))).collect();
    let views: Vec<Paragraphs<'_>> = known.iter().map(|(_, source)| source.view()).collect();
    let copied = |copy: CopiedPassage| {
        let CopiedPassage { paragraph, cut, source, copy, kept, agreement } = copy;
        let (rank, source) = known[source];
        Copied { paragraph, cut, rank, source: Arc::clone(source), in_source: copy, kept, agreement }
    };
    unless_it_panics(|| copied_passages(document.view(), &views, least)).into_iter().map(copied).collect()
}
