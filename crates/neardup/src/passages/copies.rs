//! Where a run of words occurs in another document: the index proposes a few paragraphs, alignment
//! decides, and of several copies the one that agrees best is taken.
//!
//! Whole paragraphs and single sentences are looked for in the same way, so that both are copies by
//! the same measure.

use super::index::SharedShingles;
use super::paragraphs::Paragraphs;
use crate::align::{WordOverlap, find_coverage};
use crate::side::Side;
use copydesk_text::{Document, Span};
use std::ops::Range;

/// A passage and the copy of it that stays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CopiedPassage {
    /// Number of the paragraph in which it is.
    pub paragraph: usize,
    /// What can be cut: the paragraph, or whole sentences of it.
    pub cut: Span,
    /// Number of the document that holds the copy.
    pub source: usize,
    /// Number of the paragraph there.
    pub copy: usize,
    /// Where the copy is.
    pub kept: Span,
    /// How well they agree.
    pub overlap: WordOverlap,
}

/// Paragraphs compared with one passage: those that share most shingles with it. Another
/// would share no more of them than each of these four.
const MAX_PARTNERS: usize = 4;

/// Where and how well a run of words occurs in a run of another document; `None` if it does not, or
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

/// The same as [`copied_run`], for callers that have the documents as sides already.
fn copied_run_of(
    left: Side<'_>,
    run: Range<usize>,
    right: Side<'_>,
    within: Range<usize>,
) -> Option<(Span, WordOverlap)> {
    let found = find_coverage(left, run, right, within)?;
    // The same words in another wording are another report of the event, and no copy.
    if !found.is_solid {
        return None;
    }
    let (first, last) = (
        right.words[found.kept.start],
        right.words[found.kept.end - 1],
    );
    Some((first.span.join(last.span), found.overlap))
}

/// A document beside those that may hold its passages.
pub(super) struct PassageFinder<'p> {
    /// The document whose paragraphs are looked for.
    pub document: &'p Paragraphs<'p>,
    /// The documents in which they are looked for, by the numbers that passages name.
    pub sources: &'p [&'p Paragraphs<'p>],
    /// Which shingles of the document occur in which paragraphs of the sources.
    pub shared: SharedShingles,
}

impl<'p> PassageFinder<'p> {
    /// Indexes the document and reads the sources.
    pub fn new(document: &'p Paragraphs<'p>, sources: &'p [&'p Paragraphs<'p>]) -> Self {
        Self {
            document,
            sources,
            shared: SharedShingles::of(document, sources),
        }
    }

    /// The best copy of the words `run` of a paragraph, which occur at `cut`: the one that is most
    /// similar, of equals the first.
    pub fn best_copy(
        &self,
        paragraph: usize,
        run: Range<usize>,
        cut: Span,
    ) -> Option<CopiedPassage> {
        let side = self.document.side();
        let mut best: Option<CopiedPassage> = None;
        for (source, copy) in self.shared.most_shared(&run, MAX_PARTNERS) {
            let other = self.sources[source];
            let within = other.ranges()[copy].clone();
            let Some((kept, overlap)) = copied_run_of(side, run.clone(), other.side(), within)
            else {
                continue;
            };
            let found = CopiedPassage {
                paragraph,
                cut,
                source,
                copy,
                kept,
                overlap,
            };
            match best {
                Some(best) if !found.is_preferred_to(&best) => {}
                _ => best = Some(found),
            }
        }
        best
    }
}

impl CopiedPassage {
    /// Whether of two copies of one passage this one is to be named. Any two are told apart by
    /// where they are, so that the order in which they are found does not matter.
    fn is_preferred_to(&self, other: &Self) -> bool {
        let (own, its) = (self.overlap.similarity(), other.overlap.similarity());
        let order = its.total_cmp(&own);
        let place = (self.source, self.copy).cmp(&(other.source, other.copy));
        order.then(place).is_lt()
    }
}
