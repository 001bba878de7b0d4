//! Rows of the recurrence table: which segment occurs in which document. The survey sorts them, to
//! count in how many stories of a site each segment occurs.

use copydesk_boilerplate::SegmentOccurrence;
use copydesk_store::Fixed;
use copydesk_text::{DocId, Document, Fingerprint, Rank, SiteId};

/// A temporary number of a document, in order of arrival, until the survey ends and every document
/// has a [`Rank`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Arrival(u32);

impl Arrival {
    /// The arrival with this number.
    ///
    /// # Panics
    /// If the number is not below `u32::MAX`.
    pub(super) fn of_index(number: usize) -> Self {
        Self(DocId::of_index(number).number())
    }

    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A segment seen in a document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct OccurrenceRow {
    key: Fingerprint,
    site: SiteId,
    pub document: Arrival,
    words: u16,
    times: u16,
    at_edge: bool,
}

impl OccurrenceRow {
    /// Whether both rows are of the same segment on the same site.
    pub(super) fn is_of_same_segment(&self, other: &Self) -> bool {
        (self.site, self.key) == (other.site, other.key)
    }

    /// A number that all rows of a segment have. Rows of different segments hardly ever have the
    /// same number.
    pub(super) fn short_key(&self) -> u64 {
        self.key.bits() as u64
    }

    /// The row as an occurrence in the document of this rank.
    pub(super) fn ranked(self, document: Rank) -> SegmentOccurrence {
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
            document: Arrival(document),
            words,
            times,
            at_edge,
        } = self;
        (key, site, document, words, times, u8::from(at_edge)).put(to);
    }

    fn first_bits(&self) -> u64 {
        self.key.first_bits()
    }

    fn take(from: &mut &[u8]) -> Self {
        let (key, site, document, words, times, at_edge) = Fixed::take(from);
        let at_edge: u8 = at_edge;
        Self {
            key,
            site,
            document: Arrival(document),
            words,
            times,
            at_edge: at_edge != 0,
        }
    }
}

/// A distinct segment of a document, before the document has a number and a site.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seen {
    pub key: Fingerprint,
    /// Length in effective words.
    pub words: u16,
    times: u16,
    at_edge: bool,
}

impl Seen {
    /// The segment as a row, seen in this document of this site.
    pub(super) fn in_document(self, document: Arrival, site: SiteId) -> OccurrenceRow {
        let Self {
            key,
            words,
            times,
            at_edge,
        } = self;
        OccurrenceRow {
            site,
            key,
            document,
            words,
            times,
            at_edge,
        }
    }
}

/// The distinct segments of a document. Segments are equal if `key` returns the same key for them.
/// Segments without a key are left out.
pub(super) fn distinct(
    document: &Document<'_>,
    key: impl Fn(usize) -> Option<Fingerprint>,
) -> Vec<Seen> {
    let mut seen = Vec::new();
    for (number, segment) in document.segments().iter().enumerate() {
        if segment.content().is_empty() {
            continue;
        }
        let Some(key) = key(number) else { continue };
        let words = document
            .effective_words_of(number)
            .min(usize::from(u16::MAX)) as u16;
        seen.push(Seen {
            key,
            words,
            times: 1,
            at_edge: document.is_at_edge(number),
        });
    }
    // Sorted by key first, so that equal segments are neighbours.
    seen.sort_unstable();
    seen.dedup_by(|next, first| {
        let is_same = next.key == first.key;
        if is_same {
            first.times = first.times.saturating_add(1);
            first.at_edge |= next.at_edge;
        }
        is_same
    });
    seen
}
