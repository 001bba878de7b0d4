//! Cuts that name a copy which may yet go itself.

use super::super::drafts::{DraftEdit, Edits, Keeper};
use super::super::guard::unless_it_panics;
use super::shelf::Opened;
use ahash::AHashMap;
use copydesk_neardup::copied_run;
use copydesk_store::Result;
use copydesk_text::{Span, Spans};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Which cuts name which document for their kept copy: places of edits, by the number of that document.
pub(super) struct Named(AHashMap<u32, Vec<(u32, u32)>>);

impl Named {
    pub fn collect(edits: &Edits) -> Result<Self> {
        let mut named: AHashMap<u32, Vec<(u32, u32)>> = AHashMap::new();
        for number in 0..edits.len() as u32 {
            for (at, edit) in edits.get(number)?.iter().enumerate() {
                if let Some(kept) = edit.kept {
                    named.entry(kept.document.unwrap_or(number)).or_default().push((number, at as u32));
                }
            }
        }
        Ok(Self(named))
    }

    /// Takes out what is known of document `number`, of which these passages, in order and disjoint, may go.
    pub fn take_up(&self, edits: &Edits, number: u32, passages: &[Span]) -> Result<Naming> {
        let drafts = BTreeMap::from([(number, edits.get(number)?)]);
        let mut naming = Naming { number, drafts, changed: BTreeSet::new(), of: vec![Vec::new(); passages.len()] };
        for &(draft, at) in self.0.get(&number).map_or(&[][..], Vec::as_slice) {
            let edits = match naming.drafts.entry(draft) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => place.insert(edits.get(draft)?),
            };
            if let Some(kept) = edits[at as usize].kept {
                let hit = Spans::of(passages).places_overlapping(kept.span);
                naming.of[hit].iter_mut().for_each(|named| named.push((draft, at)));
            }
        }
        Ok(naming)
    }
}

/// The edits of a document, and those of others that name it.
pub(super) struct Naming {
    number: u32,
    /// By the documents' numbers.
    drafts: BTreeMap<u32, Vec<DraftEdit>>,
    changed: BTreeSet<u32>,
    /// By passage that may go, the edits that name some of it.
    of: Vec<Vec<(u32, u32)>>,
}

impl Naming {
    /// If passage `at` goes in favour of `keeper`, every cut that named it must name the keeper, measured anew. Whether all can; they do
    /// then.
    pub fn moves(
        &mut self,
        at: usize,
        passage: Span,
        keeper: Keeper,
        document: &Opened,
        (source, within): (&Opened, Range<usize>),
    ) -> bool {
        let mut moves = Vec::new();
        for &(draft, at) in &self.of[at] {
            let edit = &self.drafts[&draft][at as usize];
            // A cut that was moved before is still listed, but names another document now.
            let is_named = |kept: &Keeper| kept.document.unwrap_or(draft) == self.number && kept.span.overlaps(passage);
            let Some(kept) = edit.kept.filter(is_named) else { continue };
            let moved = if draft == self.number {
                let run = document.words_in(edit.span);
                let find = || copied_run(document.side(), run, source.side(), within.clone());
                let Some((span, agreement)) = unless_it_panics(find) else {
                    return false;
                };
                Keeper { span, agreement, ..keeper }
            } else if kept.span == passage && kept.agreement.similarity() >= 1.0 {
                // The other document's paragraph has the very words of this one, so what was measured for this one holds for it.
                keeper
            } else {
                return false;
            };
            moves.push((draft, at, moved));
        }
        for (draft, at, keeper) in moves {
            if let Some(edits) = self.drafts.get_mut(&draft) {
                edits[at as usize].kept = Some(keeper);
                self.changed.insert(draft);
            }
        }
        true
    }

    /// Adds an edit of the document itself.
    pub fn add(&mut self, edit: DraftEdit) {
        self.drafts.entry(self.number).or_default().push(edit);
        self.changed.insert(self.number);
    }

    /// Puts the edits that were changed back where they came from; hands back those of the document.
    pub fn put_back(mut self, edits: &mut Edits) -> Result<Vec<DraftEdit>> {
        self.changed.iter().try_for_each(|draft| edits.set(*draft, &self.drafts[draft]))?;
        Ok(self.drafts.remove(&self.number).unwrap_or_default())
    }
}
