//! Counts in how many stories each segment (a paragraph or line) occurs, when it is known which
//! documents tell one story.

use super::stories::{Stories, Weights};
use super::table::{Recurrence, RecurrenceTable, SegmentOccurrence};
use ahash::AHashMap;
use copydesk_text::{Rank, SiteId};

/// Counts recurrence for callers that cannot hold all occurrences in memory.
///
/// The caller reads the occurrences twice, in groups: a group is all occurrences of one segment on
/// one site. The first time the caller adds each group to [`Weights`], which become the
/// [`Stories`]. The second time it counts each group with this type.
///
/// ```
/// use copydesk_boilerplate::{RecurrenceCounter, SegmentOccurrence, Weights};
/// use copydesk_text::{Fingerprint, Rank, SiteId};
///
/// // Three pages, each with a paragraph of its own above the same line of ten words.
/// let occurrence = |key, document, words| SegmentOccurrence {
///     site: SiteId::new(0),
///     key: Fingerprint::of_bits(key),
///     document: Rank::new(document),
///     words,
///     times: 1,
///     at_edge: true,
/// };
/// let line = [0, 1, 2].map(|document| occurrence(7, document, 10));
/// let weights = Weights::new(3);
/// for document in 0..3 {
///     let own = [occurrence(100 + u128::from(document), document, 60)];
///     assert_eq!(weights.add(&own).count(), 0);
/// }
/// let shared: Vec<_> = weights.add(&line).collect();
/// let mut stories = weights.into_stories();
/// for (first, other, weight) in shared {
///     stories.join(first, other, weight);
/// }
/// let mut counter = RecurrenceCounter::new(stories, &[SiteId::new(0); 3]);
/// counter.count_segment(&line);
/// let table = counter.finish();
/// let found = table.get(SiteId::new(0), Fingerprint::of_bits(7)).unwrap();
/// assert_eq!((found.documents, found.stories), (3, 3));
/// ```
#[derive(Debug)]
pub struct RecurrenceCounter {
    stories: Stories,
    table: RecurrenceTable,
}

/// How one segment or template recurs, as [`RecurrenceCounter::counted`] returns it. Segments that
/// differ only in their numbers have the same template.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    /// The site, and the segment or template: [`SiteId::number`] and
    /// [`Fingerprint::bits`](copydesk_text::Fingerprint::bits).
    key: (u32, u128),
    recurrence: Recurrence,
}

impl RecurrenceCounter {
    /// A counter for documents that tell these stories, before anything is counted. `sites` has the
    /// site of each document, in the order of their ranks.
    #[must_use]
    pub fn new(stories: Stories, sites: &[SiteId]) -> Self {
        let stories = stories.settled();
        let table = RecurrenceTable {
            stories_of_site: stories.count_by_site(sites),
            ..RecurrenceTable::default()
        };
        Self { stories, table }
    }

    /// Counts all occurrences of one segment on one site.
    pub fn count_segment(&mut self, group: &[SegmentOccurrence]) {
        let counted = self.counted(group);
        self.add_segments(counted);
    }

    /// Counts all occurrences of one template on one site.
    pub fn count_template(&mut self, group: &[SegmentOccurrence]) {
        let counted = self.counted(group);
        self.add_templates(counted);
    }

    /// Counts all occurrences of one segment or template on one site, without adding the result to
    /// the table. So several threads may count at the same time, and one thread then adds all
    /// results. `None` if the segment or template occurs in fewer than two stories.
    #[must_use]
    pub fn counted(&self, group: &[SegmentOccurrence]) -> Option<Counted> {
        // Most segments occur once.
        if group.len() < 2 {
            return None;
        }
        let stories = self.stories_of(group);
        if stories < 2 {
            return None;
        }
        let first = group[0];
        let documents = group.len() as f32;
        let mut times = 0.0;
        let mut at_edge = 0;
        for occurrence in group {
            times += f32::from(occurrence.times);
            at_edge += u32::from(occurrence.at_edge);
        }
        let recurrence = Recurrence {
            stories,
            of_stories: self.table.stories_of(first.site),
            documents: group.len() as u32,
            words: first.words,
            times: times / documents,
            edge_share: at_edge as f32 / documents,
        };
        let key = (first.site.number(), first.key.bits());
        Some(Counted { key, recurrence })
    }

    /// Adds segments that were counted to the table.
    pub fn add_segments(&mut self, counted: impl IntoIterator<Item = Counted>) {
        for Counted { key, recurrence } in counted {
            self.table.by_segment.insert(key, recurrence);
        }
    }

    /// Adds templates that were counted to the table.
    pub fn add_templates(&mut self, counted: impl IntoIterator<Item = Counted>) {
        for Counted { key, recurrence } in counted {
            self.table.by_template.insert(key, recurrence);
        }
    }

    /// The table of everything that was counted and added.
    #[must_use]
    pub fn finish(self) -> RecurrenceTable {
        self.table
    }

    /// How many distinct stories the documents of these occurrences tell. Each story is known by
    /// one of its documents, its root.
    fn stories_of(&self, group: &[SegmentOccurrence]) -> u32 {
        let mut roots = Vec::with_capacity(group.len());
        for occurrence in group {
            roots.push(self.stories.root(occurrence.document.number()));
        }
        roots.sort_unstable();
        roots.dedup();
        roots.len() as u32
    }
}

impl RecurrenceTable {
    /// Counts occurrences that are all in memory, in any order.
    ///
    /// `segments` has one occurrence for each distinct segment of each document. `templates` has
    /// one for each distinct template: segments that differ only in their numbers, such as `© 2019`
    /// and `© 2020`, have the same template. The documents are grouped into stories by their
    /// segments alone, and not by templates. `sites` has the site of each document, in the order of
    /// their ranks.
    ///
    /// ```
    /// use copydesk_boilerplate::{RecurrenceTable, SegmentOccurrence};
    /// use copydesk_text::{Document, Rank, SiteId};
    ///
    /// // Three different stories, each under the same line.
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
        // Puts the occurrences of each segment side by side, in the order of the documents.
        segments.sort_unstable();
        templates.sort_unstable();
        let stories = stories_told(&segments, sites.len());
        let mut counter = RecurrenceCounter::new(stories, sites);
        for group in segments.chunk_by(SegmentOccurrence::is_of_same_segment) {
            counter.count_segment(group);
        }
        for group in templates.chunk_by(SegmentOccurrence::is_of_same_segment) {
            counter.count_template(group);
        }
        counter.finish()
    }
}

/// Groups documents into stories by the segments that they share. `segments` are the sorted
/// occurrences, and `documents` is the number of documents.
fn stories_told(segments: &[SegmentOccurrence], documents: usize) -> Stories {
    let weights = Weights::new(documents);
    // For each pair of documents, the weight of the segments that both have.
    let mut shared: AHashMap<(Rank, Rank), u64> = AHashMap::new();
    for group in segments.chunk_by(SegmentOccurrence::is_of_same_segment) {
        for (first, other, weight) in weights.add(group) {
            *shared.entry((first, other)).or_default() += weight;
        }
    }
    let mut stories = weights.into_stories();
    // The order makes no difference: whether two documents are joined depends on them alone.
    for ((first, other), weight) in shared {
        stories.join(first, other, weight);
    }
    stories
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::Fingerprint;

    const SITE: SiteId = SiteId::new(0);

    fn key(number: u128) -> Fingerprint {
        Fingerprint::of_bits(number)
    }

    /// The segment with this number, of this many words, in this document.
    fn occurrence(segment: u128, document: u32, words: u16) -> SegmentOccurrence {
        SegmentOccurrence {
            site: SITE,
            key: key(segment),
            document: Rank::new(document),
            words,
            times: 1,
            at_edge: true,
        }
    }

    #[test]
    fn a_story_scraped_fifty_times_is_one_story() {
        // Fifty documents with the same eight paragraphs.
        let copies = (0..50).flat_map(|d| (0..8).map(move |p| occurrence(1000 + p, d, 30)));
        let table = RecurrenceTable::count(copies.collect(), Vec::new(), &[SITE; 50]);
        assert_eq!(table.stories_of(SITE), 1);
        assert!(table.get(SITE, key(1000)).is_none());
    }

    #[test]
    fn a_disclaimer_longer_than_the_stories_does_not_make_them_one() {
        // Segment 1 is the disclaimer; each document also has a segment of its own.
        let pages =
            (0..40).flat_map(|d| [occurrence(1, d, 75), occurrence(100 + u128::from(d), d, 20)]);
        let table = RecurrenceTable::count(pages.collect(), Vec::new(), &[SITE; 40]);
        assert_eq!(table.stories_of(SITE), 40);
        assert_eq!(table.get(SITE, key(1)).map(|r| r.stories), Some(40));
    }

    #[test]
    fn a_line_with_another_number_each_time_is_one_template() {
        let own_segments = (0..10).map(|d| occurrence(100 + u128::from(d), d, 60));
        let templates = (0..10).map(|d| occurrence(5, d, 2));
        let table =
            RecurrenceTable::count(own_segments.collect(), templates.collect(), &[SITE; 10]);
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
        // Documents 0 and 1 share six paragraphs and have one of their own. Line 1 is everywhere.
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
        // Ten documents, two of which tell one story.
        assert_eq!(table.stories_of(SITE), 9);
        assert_eq!(table.get(SITE, key(1)).map(|r| r.stories), Some(9));
        assert!(table.get(SITE, key(500)).is_none());
    }
}
