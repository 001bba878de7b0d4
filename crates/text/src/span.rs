//! Positions in a text: [`Span`], and [`Spans`] for many of them.
//!
//! All positions are byte offsets of UTF-8 into the raw text, so a span found by one step can be
//! used by any other, written to disk, and applied to the bytes of the input. Offsets of characters
//! or of normalised text would have to be converted, and a conversion that is forgotten cuts in the
//! wrong place as soon as a text is not ASCII.

use std::fmt;
use std::ops::Range;

/// A half-open range of UTF-8 byte offsets into a raw text. It never ends before it begins.
///
/// Offsets are 32 bits wide, so a span takes eight bytes. A text of 4 GiB or more is refused when
/// it is read, before any span is made.
///
/// ```
/// use copydesk_text::Span;
///
/// let span = Span::new(3, 8);
/// assert_eq!(span.len(), 5);
/// assert_eq!(span.slice("To the point"), "the p");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    start: u32,
    end: u32,
}

/// An offset in the 32 bits in which a span stores it.
///
/// # Panics
/// If the offset does not fit 32 bits.
fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).expect("texts of 4 GiB and more are refused where they are read")
}

impl Span {
    /// A span from `start` up to, not including, `end`, both in bytes.
    ///
    /// # Panics
    /// If `end` is before `start`, or does not fit 32 bits.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span cannot run backwards: {start}..{end}");
        Self {
            start: narrow(start),
            end: narrow(end),
        }
    }

    /// [`Span::new`] for offsets that are known to be in order and to fit 32 bits. In the innermost
    /// loops the checks take measurable time.
    #[inline]
    pub(crate) fn new_unchecked(start: usize, end: usize) -> Self {
        debug_assert!(start <= end && u32::try_from(end).is_ok());
        Self {
            start: start as u32,
            end: end as u32,
        }
    }

    /// The offset of the first byte of the span.
    #[must_use]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The offset of the byte just after the span.
    #[must_use]
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the whole of `other` is inside this span. A span contains itself.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that contains both spans, with everything between them.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// This span moved `by` bytes towards the end: where it is if the text gets that many bytes
    /// more at the start.
    ///
    /// # Panics
    /// If the moved span does not fit 32 bits.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start() + by, self.end() + by)
    }

    /// The part of `text` that the span covers.
    ///
    /// # Panics
    /// If the span reaches past the end of `text` or splits a character.
    #[must_use]
    pub fn slice(self, text: &str) -> &str {
        &text[self.start()..self.end()]
    }

    /// The span as a standard range.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// Spans that are in order and do not overlap. The spans at a position are found by binary search.
///
/// ```
/// use copydesk_text::{Span, Spans};
///
/// let cut = Spans::union([Span::new(20, 31), Span::new(0, 4), Span::new(9, 20)]);
/// assert_eq!(cut.overlapping(Span::new(12, 25)), [Span::new(9, 20), Span::new(20, 31)]);
/// assert!(cut.contain(Span::new(10, 15)) && !cut.contain(Span::new(12, 25)));
/// assert!(Spans::new(vec![Span::new(3, 9), Span::new(0, 4)]).is_none());
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Spans(Vec<Span>);

impl Spans {
    /// Takes spans that are in order already. `None` if one of them begins before the previous one
    /// ends.
    #[must_use]
    pub fn new(spans: Vec<Span>) -> Option<Self> {
        spans.is_sorted_by(ends_before).then_some(Self(spans))
    }

    /// The union of spans in any order. Spans that overlap are joined into one. Spans that only
    /// touch stay separate, because two edits side by side have two reasons.
    #[must_use]
    pub fn union(spans: impl IntoIterator<Item = Span>) -> Self {
        let mut spans: Vec<Span> = spans.into_iter().collect();
        if !spans.is_sorted_by(ends_before) {
            spans.sort_unstable();
            spans.dedup_by(merge_into_last);
        }
        Self(spans)
    }

    /// The spans, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[Span] {
        &self.0
    }

    /// The spans, in order, as a vector.
    #[must_use]
    pub fn into_vec(self) -> Vec<Span> {
        self.0
    }

    /// How many spans there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no span.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The spans one by one, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Span> + '_ {
        self.0.iter().copied()
    }

    /// The indices of the spans that share at least one byte with `span`.
    #[must_use]
    pub fn indices_overlapping(&self, span: Span) -> Range<usize> {
        let first = self.0.partition_point(|other| other.end <= span.start);
        let count = self.0[first..].partition_point(|other| other.start < span.end);
        first..first + count
    }

    /// The spans that share at least one byte with `span`.
    #[must_use]
    pub fn overlapping(&self, span: Span) -> &[Span] {
        &self.0[self.indices_overlapping(span)]
    }

    /// Whether any of the spans shares at least one byte with `span`.
    #[must_use]
    pub fn overlap(&self, span: Span) -> bool {
        !self.overlapping(span).is_empty()
    }

    /// Whether the whole of `span` is inside one of the spans.
    #[must_use]
    pub fn contain(&self, span: Span) -> bool {
        // The spans do not overlap, so only the first one that ends where `span` ends, or later,
        // can contain it.
        let first = self.0.partition_point(|other| other.end < span.end);
        match self.0.get(first) {
            Some(other) => other.contains(span),
            None => false,
        }
    }

    /// The parts of `whole` that no span covers, in order.
    ///
    /// ```
    /// use copydesk_text::{Span, Spans};
    ///
    /// let cut = Spans::union([Span::new(0, 4), Span::new(9, 20)]);
    /// assert_eq!(cut.gaps(Span::new(2, 25)), [Span::new(4, 9), Span::new(20, 25)]);
    /// ```
    #[must_use]
    pub fn gaps(&self, whole: Span) -> Vec<Span> {
        let mut out = Vec::new();
        let mut start = whole.start;
        for cut in self.overlapping(whole) {
            if start < cut.start {
                out.push(Span {
                    start,
                    end: cut.start,
                });
            }
            start = start.max(cut.end);
        }
        if start < whole.end {
            out.push(Span {
                start,
                end: whole.end,
            });
        }
        out
    }
}

fn ends_before(first: &Span, second: &Span) -> bool {
    first.end <= second.start
}

/// Extends `last` over `next` if the two overlap, and returns whether they do. For
/// [`Vec::dedup_by`], which passes the later element first and removes it if the answer is `true`.
fn merge_into_last(next: &mut Span, last: &mut Span) -> bool {
    let overlaps = next.start < last.end;
    if overlaps {
        *last = last.join(*next);
    }
    overlaps
}

impl<'s> IntoIterator for &'s Spans {
    type Item = Span;
    type IntoIter = std::iter::Copied<std::slice::Iter<'s, Span>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{Span, Spans};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn binary_search_agrees_with_looking_at_all(gaps in proptest::collection::vec((0usize..4, 1usize..5), 0..8), start in 0usize..40, len in 0usize..12) {
            let mut at = 0;
            let spans: Vec<Span> = gaps.into_iter().map(|(gap, len)| {
                let span = Span::new(at + gap, at + gap + len);
                at = span.end();
                span
            }).collect();
            let span = Span::new(start, start + len);
            let overlapping: Vec<Span> = spans.iter().copied().filter(|one| one.overlaps(span)).collect();
            let found = Spans::new(spans.clone()).expect("made in order");
            prop_assert_eq!(found.overlapping(span), overlapping);
            prop_assert_eq!(found.contain(span), spans.iter().any(|one| one.contains(span)));
            let bytes = |spans: &[Span]| spans.iter().flat_map(|one| one.range()).collect::<Vec<_>>();
            let free: Vec<usize> = span.range().filter(|&at| !spans.iter().any(|one| one.range().contains(&at))).collect();
            prop_assert_eq!(bytes(&found.gaps(span)), free);
        }

        #[test]
        fn a_union_covers_what_its_parts_cover(parts in proptest::collection::vec((0usize..40, 0usize..9), 0..8)) {
            let parts: Vec<Span> = parts.into_iter().map(|(start, len)| Span::new(start, start + len)).collect();
            let union = Spans::union(parts.iter().copied());
            prop_assert!(Spans::new(union.as_slice().to_vec()).is_some());
            for at in 0..50 {
                let byte = Span::new(at, at + 1);
                prop_assert_eq!(union.overlap(byte), parts.iter().any(|part| part.overlaps(byte)));
            }
        }
    }

    #[test]
    #[should_panic(expected = "backwards")]
    fn backwards_is_refused() {
        let _ = Span::new(2, 1);
    }

    #[test]
    fn touching_spans_do_not_overlap() {
        assert!(!Span::new(0, 3).overlaps(Span::new(3, 5)));
        assert!(Span::new(0, 4).overlaps(Span::new(3, 5)));
        assert_eq!(Span::new(0, 3).join(Span::new(3, 5)), Span::new(0, 5));
    }
}
