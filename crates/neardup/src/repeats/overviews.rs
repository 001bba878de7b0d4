//! Cuts the list of headings at the top of a page: key events, contents.
//!
//! The same headings are printed below, each above its text. There they are needed, and the list is
//! not needed. Earlier steps look at single lines, and may have made a [`Repeat`] that cuts the
//! heading and keeps the line of the list, because the heading is the later of two equal lines.
//! Here the two change places: the line of the list is cut, and the heading stays.
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

/// Fewest lines of a list.
const MIN_LINES: usize = 3;

/// Exchanges the cut and the kept copy of each repeat that keeps a line of a list and cuts a
/// heading. Both must be whole lines and the same word for word, and no other repeat may keep a
/// copy in the line of the list. Afterwards the repeats are in the order of their cuts again.
pub(super) fn cut_lists(document: &Document<'_>, repeats: &mut [Repeat]) {
    let lines = Lines { document };
    // How many repeats keep a copy in each line. If it is more than one, the line cannot be cut.
    let mut copies_in: AHashMap<usize, usize> = AHashMap::new();
    for repeat in repeats.iter() {
        *copies_in.entry(lines.segment_of(repeat.kept)).or_default() += 1;
    }
    let mut exchangeable: Vec<usize> = Vec::new();
    for (index, repeat) in repeats.iter().enumerate() {
        if are_equal_lines(repeat) && copies_in[&lines.segment_of(repeat.kept)] == 1 {
            exchangeable.push(index);
        }
    }
    exchangeable.sort_by_key(|&index| repeats[index].kept);
    // All lists are found before the first repeat is changed.
    let in_lists: Vec<usize> = exchangeable
        .chunk_by(|&a, &b| lines.are_of_one_list(&repeats[a], &repeats[b]))
        .filter(|list| list.len() >= MIN_LINES)
        .flatten()
        .copied()
        .collect();
    for index in in_lists {
        // The overlap stays as it is: it is the same in both directions.
        let Repeat { cut, kept, .. } = repeats[index];
        repeats[index].cut = lines.content(kept);
        repeats[index].kept = lines.content(cut);
    }
    repeats.sort_by_key(|repeat| repeat.cut);
}

/// Whether a repeat cuts a whole line and keeps a whole line, and both are the same word for word.
fn are_equal_lines(repeat: &Repeat) -> bool {
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

    /// The next line below that is not empty.
    fn next_line(&self, segment: usize) -> Option<usize> {
        let mut below = segment + 1..self.document.segments().len();
        below.find(|&segment| !self.document.content_of(segment).is_empty())
    }

    /// Whether the line of span `b` is the next one below the line of span `a`.
    fn is_next(&self, a: Span, b: Span) -> bool {
        self.next_line(self.segment_of(a)) == Some(self.segment_of(b))
    }

    /// Whether two repeats keep two lines of one list and cut two headings. The kept line of `b` is
    /// right below that of `a`. The cut line of `b` is also below that of `a`, but other lines are
    /// between them.
    fn are_of_one_list(&self, a: &Repeat, b: &Repeat) -> bool {
        self.is_next(a.kept, b.kept) && !self.is_next(a.cut, b.cut) && a.cut < b.cut
    }
}
