//! Cuts that name a copy which may yet go itself.

use super::super::decide::{Draft, Keeper};
use super::shelf::Opened;
use ahash::AHashMap;
use copydesk_neardup::copied_run;
use copydesk_text::Span;
use std::ops::Range;

/// Which cuts name which document for their kept copy: places of edits, by the number of that document.
pub(super) struct Named(AHashMap<u32, Vec<(usize, usize)>>);

impl Named {
    pub fn collect(drafts: &[Draft]) -> Self {
        let mut named: AHashMap<u32, Vec<(usize, usize)>> = AHashMap::new();
        for (number, draft) in drafts.iter().enumerate() {
            for (at, edit) in draft.edits.iter().enumerate() {
                if let Some(kept) = edit.kept {
                    named.entry(kept.document.unwrap_or(number as u32)).or_default().push((number, at));
                }
            }
        }
        Self(named)
    }

    /// If a paragraph goes in favour of `keeper`, every cut that named it must name the keeper, measured anew. None if one cannot.
    pub fn moves(
        &mut self,
        drafts: &[Draft],
        number: u32,
        paragraph: Span,
        keeper: Keeper,
        document: &Opened,
        (source, within): (&Opened, Range<usize>),
    ) -> Option<Vec<(usize, usize, Keeper)>> {
        let mut moves = Vec::new();
        for &(draft, at) in self.0.get(&number).map_or(&[][..], Vec::as_slice) {
            let edit = &drafts[draft].edits[at];
            // A cut that was moved before is still listed, but names another document now.
            let is_named = |kept: &Keeper| kept.document.unwrap_or(draft as u32) == number && kept.span.overlaps(paragraph);
            let Some(kept) = edit.kept.filter(is_named) else { continue };
            let moved = if draft == number as usize {
                let run = document.words_in(edit.span);
                let (span, agreement) = copied_run(document.side(), run, source.side(), within.clone())?;
                Keeper { span, agreement, ..keeper }
            } else if kept.span == paragraph && kept.agreement.similarity() >= 1.0 {
                // The other document's paragraph has the very words of this one, so what was measured for this one holds for it.
                keeper
            } else {
                return None;
            };
            moves.push((draft, at, moved));
        }
        Some(moves)
    }
}
