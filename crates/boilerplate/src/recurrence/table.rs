//! The occurrences that are counted, and the table in which the counts are looked up. A *segment*
//! is a paragraph or line; its *template* has a placeholder for each number.

use ahash::AHashMap;
use copydesk_text::{Fingerprint, Rank, SiteId};
use serde::{Deserialize, Serialize};

/// A segment of a document. If the document has the segment several times, this is all of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SegmentOccurrence {
    /// The site that the document comes from.
    pub site: SiteId,
    /// The key of the segment or of its template. Segments that differ only in their numbers, such
    /// as `© 2019` and `© 2020`, have the same template.
    pub key: Fingerprint,
    /// The rank of the document: a number that does not depend on the order of the input.
    pub document: Rank,
    /// Length of the segment in effective words.
    pub words: u16,
    /// How often the segment occurs in this document.
    pub times: u16,
    /// Whether the segment is at least once near the head or the foot of the document.
    pub at_edge: bool,
}

/// How a segment or template recurs on a site.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Recurrence {
    /// Distinct stories of the site that hold it.
    pub stories: u32,
    /// Distinct stories of the site altogether.
    pub of_stories: u32,
    /// Documents of the site that hold it.
    pub documents: u32,
    /// Length in effective words.
    pub words: u16,
    /// How often it occurs in one of these documents, on average.
    pub times: f32,
    /// Share of these documents in which it is near the head or the foot, in `0..=1`.
    pub edge_share: f32,
}

/// Every segment, and every template, that occurs in two or more distinct stories of a site; and
/// how many stories each site has.
///
/// To make a table, use [`Self::count`] if all occurrences fit in memory, else a
/// [`RecurrenceCounter`](crate::RecurrenceCounter).
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct RecurrenceTable {
    pub(super) by_segment: Counts,
    pub(super) by_template: Counts,
    /// Distinct stories by the number of the site.
    pub(super) stories_of_site: AHashMap<u32, u32>,
}

/// Recurrences by site and segment or template: [`SiteId::number`] and [`Fingerprint::bits`].
type Counts = AHashMap<(u32, u128), Recurrence>;

impl SegmentOccurrence {
    /// Whether both are of the same segment or template (whichever is counted) on the same site.
    #[must_use]
    pub fn is_of_same_segment(&self, other: &Self) -> bool {
        (self.site, self.key) == (other.site, other.key)
    }
}

impl RecurrenceTable {
    /// How a segment recurs on a site; `None` if it occurs in fewer than two stories of the site.
    #[must_use]
    pub fn get(&self, site: SiteId, key: Fingerprint) -> Option<&Recurrence> {
        self.by_segment.get(&(site.number(), key.bits()))
    }

    /// How a template recurs on a site; `None` if it occurs in fewer than two stories of the site.
    #[must_use]
    pub fn get_template(&self, site: SiteId, key: Fingerprint) -> Option<&Recurrence> {
        self.by_template.get(&(site.number(), key.bits()))
    }

    /// All segments that recur, each with its site, in no particular order.
    pub fn segments(&self) -> impl Iterator<Item = (SiteId, Fingerprint, &Recurrence)> {
        self.by_segment.iter().map(|(&(site, key), recurrence)| {
            (SiteId::new(site), Fingerprint::of_bits(key), recurrence)
        })
    }

    /// The number of distinct stories of a site; 0 if no document of the site was counted.
    #[must_use]
    pub fn stories_of(&self, site: SiteId) -> u32 {
        self.stories_of_site
            .get(&site.number())
            .copied()
            .unwrap_or_default()
    }
}
