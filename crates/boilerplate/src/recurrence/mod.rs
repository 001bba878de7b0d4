//! Furniture by recurrence: what occurs in many *distinct stories* of one site.
//!
//! A wire story that was scraped fifty times repeats each of its paragraphs fifty times and is not
//! furniture; the byline block on every page is. What differs is the text around them. The
//! paragraphs of the wire story always come together; furniture comes with new paragraphs each
//! time. So the documents of a site are first grouped into [stories](Stories), and the recurrence
//! of a segment is the number of *stories* that it occurs in.
//!
//! Two documents tell one story if they share at least half of what is particular to the smaller
//! one. The weight of a segment is its length in words over the number of the site's documents that
//! hold it (the idea of inverse document frequency, Spärck Jones 1972). So a disclaimer on a
//! hundred pages weighs nothing, and a paragraph that is found twice weighs much. A document is
//! compared only with the first that holds one of its segments. That is linear in the number of
//! segments, and enough, because copies of a story share all of its paragraphs.
//!
//! Who has all occurrences in memory calls [`RecurrenceTable::count`]. Who has not reads them
//! twice, sorted by segment: once into [`Weights`], from which the stories follow, and once into a
//! [`RecurrenceCounter`].

mod counter;
mod stories;

pub use counter::{Counted, RecurrenceCounter};
pub use stories::{Stories, Weights};

use ahash::AHashMap;
use copydesk_text::{Fingerprint, Rank, SiteId};
use serde::{Deserialize, Serialize};

/// One segment seen in one document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SegmentOccurrence {
    /// The site that the document comes from.
    pub site: SiteId,
    /// The segment's key, or that of its template.
    pub key: Fingerprint,
    /// The document, by a number that does not depend on the order of the input.
    pub document: Rank,
    /// Length in effective words.
    pub words: u16,
    /// How often it occurs in this document.
    pub times: u16,
    /// Whether it is near the head or the foot of the document, or the document is short.
    pub at_edge: bool,
}

/// How a segment recurs on a site.
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
    /// Mean number of times that it occurs in a document that holds it.
    pub times: f32,
    /// Share of its documents in which it is near the head or the foot, in `0..=1`.
    pub edge_share: f32,
}

/// Every segment that occurs in two or more distinct stories of a site.
///
/// It only answers; [`Self::count`] makes one from occurrences in memory, a [`RecurrenceCounter`]
/// from more than that.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct RecurrenceTable {
    by_segment: Counts,
    by_template: Counts,
    stories_of_site: AHashMap<u32, u32>,
}

/// By the numbers of site and key.
type Counts = AHashMap<(u32, u128), Recurrence>;

impl SegmentOccurrence {
    /// Whether both are of one segment on one site.
    #[must_use]
    pub fn is_of_same_segment(&self, other: &Self) -> bool {
        (self.site, self.key) == (other.site, other.key)
    }
}

impl RecurrenceTable {
    /// Counts occurrences, which may come in any order, one for each distinct segment of a
    /// document, and beside them those of templates: the key of a template is that of a segment
    /// whose numbers may be any, so that `© 2019` and `© 2020` are one. Which documents tell one
    /// story follows from the segments alone. `sites` is the site of each document.
    ///
    /// ```
    /// use copydesk_boilerplate::{RecurrenceTable, SegmentOccurrence};
    /// use copydesk_text::{Document, Rank, SiteId};
    ///
    /// // Three stories of their own, each under the same byline block.
    /// let site = SiteId::new(0);
    /// let tips = "Story tips can be sent to the desk";
    /// let page = |d: u32| Document::new(format!("{tips}\nStory {d} is about the harbour"));
    /// let occurrence = |d: u32, segment| SegmentOccurrence {
    ///     site,
    ///     key: page(d).key(segment),
    ///     document: Rank::new(d),
    ///     words: 8,
    ///     times: 1,
    ///     at_edge: true,
    /// };
    /// let seen = (0..3).flat_map(|d| [occurrence(d, 0), occurrence(d, 1)]).collect();
    /// let table = RecurrenceTable::count(seen, Vec::new(), &[site; 3]);
    /// assert_eq!(table.get(site, page(0).key(0)).map(|r| r.stories), Some(3));
    /// assert!(table.get(site, page(0).key(1)).is_none());
    /// ```
    #[must_use]
    pub fn count(
        mut segments: Vec<SegmentOccurrence>,
        mut templates: Vec<SegmentOccurrence>,
        sites: &[SiteId],
    ) -> Self {
        // Brings the occurrences of each segment together, in the order of the documents.
        segments.sort_unstable();
        templates.sort_unstable();
        let mut counter = RecurrenceCounter::new(told_stories(&segments, sites.len()), sites);
        for group in segments.chunk_by(SegmentOccurrence::is_of_same_segment) {
            counter.count_segment(group);
        }
        for group in templates.chunk_by(SegmentOccurrence::is_of_same_segment) {
            counter.count_template(group);
        }
        counter.finish()
    }

    /// How a segment recurs on a site, if it occurs in at least two of its stories.
    #[must_use]
    pub fn get(&self, site: SiteId, key: Fingerprint) -> Option<&Recurrence> {
        self.by_segment.get(&(site.number(), key.bits()))
    }

    /// How a segment's template recurs on a site, if it occurs in at least two of its stories.
    #[must_use]
    pub fn get_template(&self, site: SiteId, key: Fingerprint) -> Option<&Recurrence> {
        self.by_template.get(&(site.number(), key.bits()))
    }

    /// All segments that recur, with their sites, in no particular order.
    pub fn segments(&self) -> impl Iterator<Item = (SiteId, Fingerprint, &Recurrence)> {
        self.by_segment.iter().map(|(&(site, key), recurrence)| {
            (SiteId::new(site), Fingerprint::of_bits(key), recurrence)
        })
    }

    /// Distinct stories of a site.
    #[must_use]
    pub fn stories_of(&self, site: SiteId) -> u32 {
        self.stories_of_site
            .get(&site.number())
            .copied()
            .unwrap_or_default()
    }
}

/// The stories that so many documents tell, by these occurrences in order.
fn told_stories(segments: &[SegmentOccurrence], documents: usize) -> Stories {
    let weights = Weights::new(documents);
    let mut shared: AHashMap<(Rank, Rank), u64> = AHashMap::new();
    for group in segments.chunk_by(SegmentOccurrence::is_of_same_segment) {
        for (first, other, weight) in weights.add(group) {
            *shared.entry((first, other)).or_default() += weight;
        }
    }
    let mut stories = weights.into_stories();
    // In any order: which documents are joined does not depend on it.
    for ((first, other), weight) in shared {
        stories.join(first, other, weight);
    }
    stories
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: SiteId = SiteId::new(0);

    fn key(number: u128) -> Fingerprint {
        Fingerprint::of_bits(number)
    }

    fn occurrence(number: u128, document: u32, words: u16) -> SegmentOccurrence {
        SegmentOccurrence {
            site: SITE,
            key: key(number),
            document: Rank::new(document),
            words,
            times: 1,
            at_edge: true,
        }
    }

    #[test]
    fn a_story_scraped_fifty_times_is_one_story() {
        let copies = (0..50).flat_map(|d| (0..8).map(move |p| occurrence(1000 + p, d, 30)));
        let table = RecurrenceTable::count(copies.collect(), Vec::new(), &[SITE; 50]);
        assert_eq!(table.stories_of(SITE), 1);
        assert!(table.get(SITE, key(1000)).is_none());
    }

    #[test]
    fn a_disclaimer_longer_than_the_stories_does_not_make_them_one() {
        let pages =
            (0..40).flat_map(|d| [occurrence(1, d, 75), occurrence(100 + u128::from(d), d, 20)]);
        let table = RecurrenceTable::count(pages.collect(), Vec::new(), &[SITE; 40]);
        assert_eq!(table.stories_of(SITE), 40);
        assert_eq!(table.get(SITE, key(1)).map(|r| r.stories), Some(40));
    }

    #[test]
    fn a_line_with_another_number_each_time_is_one_template() {
        let own = (0..10).map(|d| occurrence(100 + u128::from(d), d, 60));
        let table = RecurrenceTable::count(
            own.collect(),
            (0..10).map(|d| occurrence(5, d, 2)).collect(),
            &[SITE; 10],
        );
        assert_eq!(
            table
                .get_template(SITE, key(5))
                .map(|r| (r.stories, r.of_stories)),
            Some((10, 10))
        );
        assert!(table.get(SITE, key(5)).is_none());
    }

    #[test]
    fn an_edited_copy_is_the_same_story() {
        let page = |d: u32, own: u128| {
            (0..6)
                .map(move |p| occurrence(500 + p, d, 30))
                .chain([occurrence(own, d, 30), occurrence(1, d, 12)])
        };
        let other =
            (2..10).flat_map(|d| [occurrence(1, d, 12), occurrence(900 + u128::from(d), d, 60)]);
        let table = RecurrenceTable::count(
            page(0, 7).chain(page(1, 8)).chain(other).collect(),
            Vec::new(),
            &[SITE; 10],
        );
        assert_eq!(table.stories_of(SITE), 9);
        assert_eq!(table.get(SITE, key(1)).map(|r| r.stories), Some(9));
        assert!(table.get(SITE, key(500)).is_none());
    }
}
