//! Lists at the top of a page of the headings below: key events, contents.
//!
//! The heading of an entry is needed where it stands, and the list is not: of the two copies the
//! one in the list goes, whichever was found to go line by line.

use super::repeat::{Repeat, RepeatKind};
use copydesk_text::{Document, Span};

/// Lines of the shortest list.
const MIN_LINES: usize = 3;

/// Turns the repeats round of which a list keeps the copies and entries would lose their headings.
pub(super) fn turn_to_lists(document: &Document<'_>, repeats: &mut [Repeat]) {
    let lines = Lines { document };
    let mut order: Vec<usize> = (0..repeats.len())
        .filter(|&at| lines.are_whole(&repeats[at]))
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

struct Lines<'d> {
    document: &'d Document<'d>,
}

impl Lines<'_> {
    fn segment_of(&self, span: Span) -> usize {
        let segments = self.document.segments();
        segments
            .partition_point(|segment| segment.tile().end() <= span.start())
            .min(segments.len() - 1)
    }

    fn content(&self, span: Span) -> Span {
        self.document.segments()[self.segment_of(span)].content()
    }

    /// The next line that holds anything.
    fn next(&self, segment: usize) -> Option<usize> {
        let segments = self.document.segments();
        (segment + 1..segments.len()).find(|&number| !segments[number].content().is_empty())
    }

    /// Whether both copies are all of their lines.
    fn are_whole(&self, repeat: &Repeat) -> bool {
        repeat.kind == RepeatKind::Equal
    }

    /// Whether of two repeats the copies stand one below the other, and what would go does not,
    /// but in the same order.
    fn keep_one_list(&self, a: &Repeat, b: &Repeat) -> bool {
        let follows = |a: Span, b: Span| self.next(self.segment_of(a)) == Some(self.segment_of(b));
        follows(a.kept, b.kept) && !follows(a.cut, b.cut) && a.cut < b.cut
    }
}
