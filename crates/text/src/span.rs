//! The one unit of position.

use std::fmt;
use std::ops::Range;

/// A half-open range of UTF-8 byte offsets into a raw text, never backwards.
///
/// Offsets are 32 bits wide: a text of 4 GiB or more is refused where it is read, long before a span is made.
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

impl Span {
    /// A span from `start` up to, not including, `end`, both in bytes.
    ///
    /// # Panics
    /// If `end` is before `start`, or does not fit 32 bits.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span cannot run backwards: {start}..{end}");
        let narrow = |n: usize| u32::try_from(n).expect("texts of 4 GiB and more are refused where they are read");
        Self { start: narrow(start), end: narrow(end) }
    }

    /// [`Span::new`] for ends that are known to be in order and to fit, in loops where asking again would be seen.
    #[inline]
    pub(crate) fn of_checked(start: usize, end: usize) -> Self {
        debug_assert!(start <= end && u32::try_from(end).is_ok());
        Self { start: start as u32, end: end as u32 }
    }

    /// First byte of the span.
    #[must_use]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte just behind the span.
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

    /// Whether `other` lies wholly inside this span.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same span seen from a text that has `by` more bytes in front.
    ///
    /// # Panics
    /// If the moved span does not fit 32 bits.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start() + by, self.end() + by)
    }

    /// The text under the span.
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

/// Spans in order and disjoint, so that what lies at a place is found without looking at all of them.
///
/// ```
/// use copydesk_text::{Span, Spans};
///
/// let cut = [Span::new(0, 4), Span::new(9, 20), Span::new(20, 31)];
/// let cut = Spans::of(&cut);
/// assert_eq!(cut.overlapping(Span::new(12, 25)), [Span::new(9, 20), Span::new(20, 31)]);
/// assert!(cut.contain(Span::new(10, 15)) && !cut.contain(Span::new(12, 25)));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Spans<'s>(&'s [Span]);

impl<'s> Spans<'s> {
    /// Looks at spans that are in order and disjoint; if they are not, some are overlooked.
    #[must_use]
    pub fn of(spans: &'s [Span]) -> Self {
        debug_assert!(spans.is_sorted_by(|a, b| a.end <= b.start), "in order and disjoint");
        Self(spans)
    }

    /// Those that share at least one byte with `span`, by their places among all.
    #[must_use]
    pub fn places_overlapping(self, span: Span) -> Range<usize> {
        let first = self.0.partition_point(|one| one.end <= span.start);
        first..first + self.0[first..].partition_point(|one| one.start < span.end)
    }

    /// Those that share at least one byte with `span`.
    #[must_use]
    pub fn overlapping(self, span: Span) -> &'s [Span] {
        &self.0[self.places_overlapping(span)]
    }

    /// Whether one of them shares at least one byte with `span`.
    #[must_use]
    pub fn overlap(self, span: Span) -> bool {
        !self.overlapping(span).is_empty()
    }

    /// Whether `span` lies wholly inside one of them.
    #[must_use]
    pub fn contain(self, span: Span) -> bool {
        let first = self.0.partition_point(|one| one.end < span.end);
        self.0.get(first).is_some_and(|one| one.contains(span))
    }
}

#[cfg(test)]
mod tests {
    use super::{Span, Spans};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_are_found_as_by_looking_at_all(gaps in proptest::collection::vec((0usize..4, 1usize..5), 0..8), start in 0usize..40, len in 0usize..12) {
            let mut at = 0;
            let spans: Vec<Span> = gaps.into_iter().map(|(gap, len)| {
                let span = Span::new(at + gap, at + gap + len);
                at = span.end();
                span
            }).collect();
            let span = Span::new(start, start + len);
            let overlapping: Vec<Span> = spans.iter().copied().filter(|one| one.overlaps(span)).collect();
            prop_assert_eq!(Spans::of(&spans).overlapping(span), overlapping);
            prop_assert_eq!(Spans::of(&spans).contain(span), spans.iter().any(|one| one.contains(span)));
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
