//! Lists at the top of a page of the headings below: key events, contents.
//!
//! The heading of an entry is needed where it is, and the list is not. Line by line, the heading
//! may have been chosen to be cut; here the choice is reversed, and the line of the list is cut.

use super::repeat::{Repeat, RepeatKind};
use ahash::AHashMap;
use copydesk_text::{Document, Span};

/// Lines of the shortest list.
const MIN_LINES: usize = 3;

/// Reverses the repeats of which a list keeps the copies and entries would lose their headings.
/// Only copies that are the same word for word, and that no other cut relies on, can change places.
pub(super) fn cut_lists_instead(document: &Document<'_>, repeats: &mut [Repeat]) {
    let lines = Lines { document };
    let mut needed: AHashMap<usize, usize> = AHashMap::new();
    for repeat in repeats.iter() {
        *needed.entry(lines.segment_of(repeat.kept)).or_default() += 1;
    }
    let is_needed_once = |at: usize| needed[&lines.segment_of(repeats[at].kept)] == 1;
    let mut order: Vec<usize> = (0..repeats.len())
        .filter(|&at| are_the_same(&repeats[at]) && is_needed_once(at))
        .collect();
    order.sort_by_key(|&at| repeats[at].kept);
    let is_next = |a: &usize, b: &usize| lines.keep_one_list(&repeats[*a], &repeats[*b]);
    let lists: Vec<usize> = order
        .chunk_by(is_next)
        .filter(|list| list.len() >= MIN_LINES)
        .flatten()
        .copied()
        .collect();
    for at in lists {
        let Repeat { cut, kept, .. } = repeats[at];
        repeats[at].cut = lines.content(kept);
        repeats[at].kept = lines.content(cut);
    }
    repeats.sort_by_key(|repeat| repeat.cut);
}

/// Whether both copies are all of their lines, and the same word for word.
fn are_the_same(repeat: &Repeat) -> bool {
    let overlap = repeat.overlap;
    repeat.kind == RepeatKind::Equal
        && overlap.matched == overlap.cut
        && overlap.matched == overlap.kept
}

struct Lines<'d> {
    document: &'d Document<'d>,
}

impl Lines<'_> {
    fn segment_of(&self, span: Span) -> usize {
        self.document.segment_at(span.start())
    }

    fn content(&self, span: Span) -> Span {
        self.document.segments()[self.segment_of(span)].content()
    }

    /// The next line that holds anything.
    fn next(&self, segment: usize) -> Option<usize> {
        let segments = self.document.segments();
        (segment + 1..segments.len()).find(|&number| !segments[number].content().is_empty())
    }

    /// Whether of two repeats the copies stand one below the other, and what would go does not,
    /// but in the same order.
    fn keep_one_list(&self, a: &Repeat, b: &Repeat) -> bool {
        let follows = |a: Span, b: Span| self.next(self.segment_of(a)) == Some(self.segment_of(b));
        follows(a.kept, b.kept) && !follows(a.cut, b.cut) && a.cut < b.cut
    }
}
