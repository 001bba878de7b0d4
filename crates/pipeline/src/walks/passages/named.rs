//! Cuts that name a copy which may yet go itself.

use super::super::drafts::{Edits, Keeper};
use super::shelf::Opened;
use crate::error::Result;
use ahash::AHashMap;
use copydesk_neardup::copied_run;
use copydesk_text::Span;
use std::ops::Range;

/// Which cuts name which document for their kept copy: places of edits, by the number of that document.
pub(super) struct Named(AHashMap<u32, Vec<(u32, u32)>>);

/// A cut that must name another copy: number of the document, place of the edit, the copy.
pub(super) type Move = (u32, u32, Keeper);

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

    /// If a paragraph goes in favour of `keeper`, every cut that named it must name the keeper, measured anew. None if one cannot.
    pub fn moves(
        &self,
        edits: &Edits,
        number: u32,
        paragraph: Span,
        keeper: Keeper,
        document: &Opened,
        (source, within): (&Opened, Range<usize>),
    ) -> Result<Option<Vec<Move>>> {
        let mut moves = Vec::new();
        for by_draft in self.0.get(&number).map_or(&[][..], Vec::as_slice).chunk_by(|a, b| a.0 == b.0) {
            let draft = by_draft[0].0;
            let edits = edits.get(draft)?;
            for edit in by_draft.iter().map(|&(_, at)| (at, &edits[at as usize])) {
                let (at, edit) = edit;
                // A cut that was moved before is still listed, but names another document now.
                let is_named = |kept: &Keeper| kept.document.unwrap_or(draft) == number && kept.span.overlaps(paragraph);
                let Some(kept) = edit.kept.filter(is_named) else { continue };
                let moved = if draft == number {
                    let run = document.words_in(edit.span);
                    let Some((span, agreement)) = copied_run(document.side(), run, source.side(), within.clone()) else {
                        return Ok(None);
                    };
                    Keeper { span, agreement, ..keeper }
                } else if kept.span == paragraph && kept.agreement.similarity() >= 1.0 {
                    // The other document's paragraph has the very words of this one, so what was measured for this one holds for it.
                    keeper
                } else {
                    return Ok(None);
                };
                moves.push((draft, at, moved));
            }
        }
        Ok(Some(moves))
    }
}
