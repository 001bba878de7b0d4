//! Where a run of words stands in another document: the index proposes a few paragraphs, alignment
//! decides, and of several copies the one that agrees best is taken.

use super::index::Places;
use super::paragraphs::Paragraphs;
use crate::alike::{WordOverlap, cover};
use crate::side::Side;
use copydesk_text::{Document, Span};
use std::ops::Range;

/// A passage and the copy of it that stays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CopiedPassage {
    /// Number of the paragraph in which it stands.
    pub paragraph: usize,
    /// What can go: the paragraph, or whole sentences of it.
    pub cut: Span,
    /// Number of the document that holds the copy.
    pub source: usize,
    /// Number of the paragraph there.
    pub copy: usize,
    /// Where the copy stands.
    pub kept: Span,
    /// How well they agree.
    pub overlap: WordOverlap,
}

/// Paragraphs compared with one passage: those that share most runs of words with it. A copy that
/// is not among the first four agrees worse than each of them.
const MAX_PARTNERS: usize = 4;

/// Where and how well a run of words stands in a run of another document; none if it does not, or
/// if what differs tells something new.
#[must_use]
pub fn copied_run(
    left: &Document<'_>,
    run: Range<usize>,
    right: &Document<'_>,
    within: Range<usize>,
) -> Option<(Span, WordOverlap)> {
    copied_run_of(Side::of(left), run, Side::of(right), within)
}

fn copied_run_of(
    left: Side<'_>,
    run: Range<usize>,
    right: Side<'_>,
    within: Range<usize>,
) -> Option<(Span, WordOverlap)> {
    let found = cover(left, run, right, within)?;
    let kept = right.words[found.kept.start]
        .span
        .join(right.words[found.kept.end - 1].span);
    found.is_solid.then_some((kept, found.overlap))
}

/// A document beside those that may hold its passages.
pub(super) struct PassageFinder<'p> {
    pub document: &'p Paragraphs<'p>,
    pub sources: &'p [&'p Paragraphs<'p>],
    pub places: Places,
}

impl PassageFinder<'_> {
    /// The best copy of a run of words, which stands at `cut`.
    pub fn best_copy(
        &self,
        paragraph: usize,
        run: Range<usize>,
        cut: Span,
    ) -> Option<CopiedPassage> {
        let side = self.document.side();
        let mut copies = Vec::new();
        for (source, copy) in self.places.most_shared(&run, MAX_PARTNERS) {
            let other = self.sources[source];
            let within = other.ranges()[copy].clone();
            if let Some((kept, overlap)) = copied_run_of(side, run.clone(), other.side(), within) {
                copies.push(CopiedPassage {
                    paragraph,
                    cut,
                    source,
                    copy,
                    kept,
                    overlap,
                });
            }
        }
        copies.into_iter().min_by(|a, b| {
            let better = b.overlap.similarity().total_cmp(&a.overlap.similarity());
            better.then((a.source, a.copy).cmp(&(b.source, b.copy)))
        })
    }
}
