//! Counts in how many stories each segment occurs, once it is known which documents tell which
//! story.

use super::{Recurrence, RecurrenceTable, SegmentOccurrence, Stories};
use copydesk_text::SiteId;

/// Counts recurrence for callers that cannot hold all occurrences at once.
///
/// They go through the occurrences group by group, all of one segment on one site at a time: first
/// all of them for [`Weights`](super::Weights), from which the [`Stories`] follow, then again for
/// this.
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

/// How one segment or template recurs, as [`RecurrenceCounter::counted`] returns it: the numbers of
/// its site and its key, and what was counted.
#[derive(Clone, Copy, Debug)]
pub struct Counted((u32, u128), Recurrence);

impl RecurrenceCounter {
    /// A counter that has seen nothing yet of documents that tell these stories; `sites` is the
    /// site of each.
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

    /// What all occurrences of one segment or template on one site come to, to be added later, so
    /// that several threads may count at the same time. `None` if it occurs in fewer than two
    /// stories.
    #[must_use]
    pub fn counted(&self, group: &[SegmentOccurrence]) -> Option<Counted> {
        // Most segments occur once, and need no look at their stories.
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
        Some(Counted(key, recurrence))
    }

    /// Adds what was counted of segments.
    pub fn add_segments(&mut self, counted: impl IntoIterator<Item = Counted>) {
        for Counted(key, recurrence) in counted {
            self.table.by_segment.insert(key, recurrence);
        }
    }

    /// Adds what was counted of templates.
    pub fn add_templates(&mut self, counted: impl IntoIterator<Item = Counted>) {
        for Counted(key, recurrence) in counted {
            self.table.by_template.insert(key, recurrence);
        }
    }

    /// What was counted.
    #[must_use]
    pub fn finish(self) -> RecurrenceTable {
        self.table
    }

    /// How many distinct stories the documents of these occurrences tell.
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
