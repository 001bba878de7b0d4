//! Rows that say which segment occurs in which document. The survey sorts them by segment, to count
//! in how many stories of a site each segment occurs.

use copydesk_boilerplate::SegmentOccurrence;
use copydesk_store::Fixed;
use copydesk_text::{DocId, Document, Fingerprint, Rank, SiteId};

/// The number of a document in the order in which the threads finish reading documents. It is used
/// until all are read and every document has a [`Rank`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Arrival(u32);

impl Arrival {
    /// The arrival with this number.
    ///
    /// # Panics
    /// If the number is not below `u32::MAX`.
    pub(super) fn of_index(number: usize) -> Self {
        // `DocId` checks the range.
        Self(DocId::of_index(number).number())
    }

    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// One segment or template in one document. Sorting puts all rows of a segment on a site next to
/// each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct OccurrenceRow {
    /// A hash of the words of the segment, or of the template.
    key: Fingerprint,
    site: SiteId,
    pub arrival: Arrival,
    /// Length of the segment in effective words.
    words: u16,
    /// How often the segment occurs in the document.
    times: u16,
    /// Whether at least one of these occurrences is near the head or the foot of the document.
    at_edge: bool,
}

impl OccurrenceRow {
    /// Whether both rows are of the same segment on the same site.
    pub(super) fn is_of_same_segment(&self, other: &Self) -> bool {
        (self.site, self.key) == (other.site, other.key)
    }

    /// The lower half of the key. Before the rows are sorted, a row is left out if no other row has
    /// the same lower half: then its segment occurs only once.
    pub(super) fn short_key(&self) -> u64 {
        self.key.bits() as u64
    }

    /// The same occurrence, with the rank of the document in place of its arrival.
    pub(super) fn with_rank(self, document: Rank) -> SegmentOccurrence {
        let Self {
            site,
            key,
            words,
            times,
            at_edge,
            ..
        } = self;
        SegmentOccurrence {
            site,
            key,
            document,
            words,
            times,
            at_edge,
        }
    }
}

impl Fixed for OccurrenceRow {
    const BYTES: usize = <(Fingerprint, SiteId, u32, u16, u16, u8)>::BYTES;

    fn put(self, to: &mut Vec<u8>) {
        let Self {
            key,
            site,
            arrival: Arrival(number),
            words,
            times,
            at_edge,
        } = self;
        (key, site, number, words, times, u8::from(at_edge)).put(to);
    }

    fn first_bits(&self) -> u64 {
        self.key.first_bits()
    }

    fn take(from: &mut &[u8]) -> Self {
        let (key, site, number, words, times, at_edge) = Fixed::take(from);
        let at_edge: u8 = at_edge;
        Self {
            key,
            site,
            arrival: Arrival(number),
            words,
            times,
            at_edge: at_edge != 0,
        }
    }
}

/// A distinct segment or template of a document: an [`OccurrenceRow`] without arrival and site.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DistinctSegment {
    pub key: Fingerprint,
    /// Length in effective words.
    pub words: u16,
    times: u16,
    at_edge: bool,
}

impl DistinctSegment {
    /// The row for this segment in a document of a site.
    pub(super) fn in_document(self, arrival: Arrival, site: SiteId) -> OccurrenceRow {
        let Self {
            key,
            words,
            times,
            at_edge,
        } = self;
        OccurrenceRow {
            site,
            key,
            arrival,
            words,
            times,
            at_edge,
        }
    }
}

/// The distinct segments of a document. `key` returns the key of the segment with a given number.
/// Segments with the same key are equal, and segments without a key are left out.
pub(super) fn distinct_segments(
    document: &Document<'_>,
    key: impl Fn(usize) -> Option<Fingerprint>,
) -> Vec<DistinctSegment> {
    let mut distinct = Vec::new();
    for (number, segment) in document.segments().iter().enumerate() {
        if segment.content().is_empty() {
            continue;
        }
        let Some(key) = key(number) else { continue };
        // A segment with more words counts as one with as many as 16 bits can count.
        let words = document
            .effective_words_of(number)
            .min(usize::from(u16::MAX)) as u16;
        distinct.push(DistinctSegment {
            key,
            words,
            times: 1,
            at_edge: document.is_at_edge(number),
        });
    }
    // Sorted by key first, so that equal segments are neighbours.
    distinct.sort_unstable();
    distinct.dedup_by(|next, first| {
        let is_same = next.key == first.key;
        if is_same {
            // Stops at the largest 16-bit number.
            first.times = first.times.saturating_add(1);
            first.at_edge |= next.at_edge;
        }
        is_same
    });
    distinct
}
