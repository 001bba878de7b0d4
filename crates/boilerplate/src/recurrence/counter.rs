//! Counts in how many stories each segment occurs, once it is known which documents tell which
//! story.

use super::{Recurrence, RecurrenceTable, SegmentOccurrence, Stories};
use copydesk_text::SiteId;

/// Counts recurrence for callers that cannot hold all occurrences at once.
///
/// They go through the occurrences group by group, all of one segment on one site at a time: first
/// all of them for [`Weights`](super::Weights), from which the [`Stories`] follow, then again for
/// this.
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
