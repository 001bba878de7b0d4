//! In how many stories of its site each segment stands.

use super::super::run_context::RunContext;
use super::occurrences::OccurrenceRow;
use crate::memory::{SHARED_SEGMENTS, SIGHTINGS, TEMPLATES};
use copydesk_boilerplate::{
    Counted, RecurrenceCounter, RecurrenceTable, SegmentOccurrence, Weights,
};
use copydesk_store::Result;
use copydesk_store::{ExternalSorter, SortedRuns};
use copydesk_text::{Rank, SiteId};

/// Where documents stand in the order of preference, and their sites.
pub(super) struct Ranked<'s> {
    /// By their arrivals.
    pub rank_of: &'s [Rank],
    /// By their ranks.
    pub sites: &'s [SiteId],
}

impl Ranked<'_> {
    fn occurrence(&self, row: &OccurrenceRow) -> SegmentOccurrence {
        row.ranked(self.rank_of[row.document.index()])
    }

    /// The rows of one segment as occurrences, in order of rank; in memory that is used again.
    fn occurrences<'g>(
        &self,
        rows: &[OccurrenceRow],
        group: &'g mut Vec<SegmentOccurrence>,
    ) -> &'g [SegmentOccurrence] {
        group.clear();
        group.extend(rows.iter().map(|row| self.occurrence(row)));
        group.sort_unstable();
        group
    }

    /// What each segment comes to that stands in more than one document.
    fn counted(
        &self,
        counter: &RecurrenceCounter,
        segments: &SortedRuns<OccurrenceRow>,
    ) -> Result<Vec<Counted>> {
        let count = |(counted, group): &mut (Vec<Counted>, Vec<SegmentOccurrence>),
                     rows: &[OccurrenceRow]| {
            if rows.len() > 1 {
                counted.extend(counter.counted(self.occurrences(rows, group)));
            }
            Ok(())
        };
        let counted = segments.by_groups(OccurrenceRow::is_of_same_segment, count)?;
        Ok(counted
            .into_iter()
            .flat_map(|(counted, _)| counted)
            .collect())
    }
}

/// Counts in how many stories each segment stands, and each template.
pub(super) fn count(
    walk: &RunContext<'_>,
    ranked: &Ranked<'_>,
    segments: ExternalSorter<OccurrenceRow>,
    templates: ExternalSorter<OccurrenceRow>,
) -> Result<RecurrenceTable> {
    let weights = Weights::new(ranked.sites.len());
    let means = &walk.means;
    // Most segments are in one document. They weigh something there, but need not be sorted.
    let alone = |row: &OccurrenceRow| weights.add(&[ranked.occurrence(row)]).for_each(drop);
    let segments =
        segments.finish_recurring_and(OccurrenceRow::short_key, means.share(SIGHTINGS), alone)?;
    let templates = templates.finish_recurring(OccurrenceRow::short_key, means.share(TEMPLATES))?;
    let shared: ExternalSorter<(Rank, Rank, u64)> =
        ExternalSorter::new(&walk.means, walk.means.share(SHARED_SEGMENTS));
    segments.by_groups(
        OccurrenceRow::is_of_same_segment,
        |group: &mut Vec<SegmentOccurrence>, rows| {
            shared.extend(weights.add(ranked.occurrences(rows, group)))
        },
    )?;
    let mut stories = weights.into_stories();
    shared.finish()?.for_each_group(
        |a, b| (a.0, a.1) == (b.0, b.1),
        |pair| {
            stories.join(pair[0].0, pair[0].1, pair.iter().map(|share| share.2).sum());
            Ok(())
        },
    )?;
    let mut counter = RecurrenceCounter::new(stories, ranked.sites);
    let counted = ranked.counted(&counter, &segments)?;
    counter.add_segments(counted);
    let counted = ranked.counted(&counter, &templates)?;
    counter.add_templates(counted);
    Ok(counter.finish())
}
