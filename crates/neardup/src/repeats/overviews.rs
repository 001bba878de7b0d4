//! Lists at the top of a page of the headings below: key events, contents.
//!
//! The heading of an entry is needed where it is, and the list is not. Line by line, the heading
//! may have been chosen to be cut, because it is the later of two equal lines; here the choice is
//! reversed, and the line of the list is cut.
//!
//! ```text
//! ⟦The harbour wall gives way under the third wave⟧
//! ⟦Eleven people are carried out of the town hall⟧
//! ⟦The ferry to Skerrow turns back for the second time⟧
//!
//! The harbour wall gives way under the third wave
//!
//! Nobody stood on it when it fell, the harbour master says.
//!
//! Eleven people are carried out of the town hall
//! …
//! ```

use super::repeat::{Repeat, RepeatKind};
use ahash::AHashMap;
use copydesk_text::{Document, Span};

/// Lines of the shortest list.
const MIN_LINES: usize = 3;

/// Reverses the repeats of which a list keeps the copies and entries would lose their headings.
/// Only copies that are the same word for word, and that no other cut relies on, can change places.
pub(super) fn cut_lists_instead(document: &Document<'_>, repeats: &mut [Repeat]) {
    let lines = Lines { document };
    // How many cuts name each segment. A line that two cuts name cannot be cut itself.
    let mut uses: AHashMap<usize, usize> = AHashMap::new();
    for repeat in repeats.iter() {
        *uses.entry(lines.segment_of(repeat.kept)).or_default() += 1;
    }
    let mut reversible: Vec<usize> = Vec::new();
    for (at, repeat) in repeats.iter().enumerate() {
        if are_the_same(repeat) && uses[&lines.segment_of(repeat.kept)] == 1 {
            reversible.push(at);
        }
    }
    reversible.sort_by_key(|&at| repeats[at].kept);
    // The lists are found before any of their repeats is reversed.
    let lists: Vec<usize> = reversible
        .chunk_by(|&a, &b| lines.keep_one_list(&repeats[a], &repeats[b]))
        .filter(|list| list.len() >= MIN_LINES)
        .flatten()
        .copied()
        .collect();
    for at in lists {
        // What is the same word for word has one overlap in both directions.
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

/// The segments of a document, each a line.
struct Lines<'d> {
    document: &'d Document<'d>,
}

impl Lines<'_> {
    /// The segment in which a span begins.
    fn segment_of(&self, span: Span) -> usize {
        self.document.segment_at(span.start())
    }

    /// All of the line in which a span begins.
    fn content(&self, span: Span) -> Span {
        self.document.segments()[self.segment_of(span)].content()
    }

    /// The next line that holds anything.
    fn next(&self, segment: usize) -> Option<usize> {
        let mut below = segment + 1..self.document.segments().len();
        below.find(|&segment| !self.document.content_of(segment).is_empty())
    }

    /// Whether the line of span `b` is the next below that of span `a`.
    fn follows(&self, a: Span, b: Span) -> bool {
        self.next(self.segment_of(a)) == Some(self.segment_of(b))
    }

    /// Whether of two repeats the kept lines are one below the other, as in a list, and the lines
    /// to be cut do not, but in the same order, as headings.
    fn keep_one_list(&self, a: &Repeat, b: &Repeat) -> bool {
        self.follows(a.kept, b.kept) && !self.follows(a.cut, b.cut) && a.cut < b.cut
    }
}
