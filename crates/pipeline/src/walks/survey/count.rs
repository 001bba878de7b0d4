//! In how many stories of its site each segment stands.

use super::super::walk::Walk;
use super::sightings::Row;
use crate::memory::SHARED_SEGMENTS;
use copydesk_boilerplate::{RecurrenceCounter, RecurrenceTable, Sighting, Weights};
use copydesk_store::Result;
use copydesk_store::{Sorted, Sorter};
use copydesk_text::{Rank, SiteId};

/// Where documents stand in the order of preference, and their sites.
pub(super) struct Ranked<'s> {
    /// By their ids.
    pub rank_of: &'s [Rank],
    /// By their ranks.
    pub sites: &'s [SiteId],
}

impl Ranked<'_> {
    /// The rows of one segment as sightings, in order of rank; in memory that is used again.
    fn sightings<'g>(&self, rows: &[Row], group: &'g mut Vec<Sighting>) -> &'g [Sighting] {
        group.clear();
        group.extend(
            rows.iter()
                .map(|row| row.ranked(self.rank_of[row.document.index()])),
        );
        group.sort_unstable();
        group
    }
}

/// Counts in how many stories each segment stands, and each template.
pub(super) fn count(
    walk: &Walk<'_>,
    ranked: &Ranked<'_>,
    segments: &Sorted<Row>,
    templates: &Sorted<Row>,
) -> Result<RecurrenceTable> {
    let mut group = Vec::new();
    let mut weights = Weights::new(ranked.sites.len());
    let mut shared: Sorter<(Rank, Rank, u64)> =
        Sorter::new(&walk.means, walk.means.share(SHARED_SEGMENTS));
    segments.for_each_group(Row::is_of_same_segment, |rows| {
        shared.extend(weights.add(ranked.sightings(rows, &mut group)))
    })?;
    let mut stories = weights.into_stories();
    shared.finish()?.for_each_group(
        |a, b| (a.0, a.1) == (b.0, b.1),
        |pair| {
            stories.join(pair[0].0, pair[0].1, pair.iter().map(|share| share.2).sum());
            Ok(())
        },
    )?;
    let mut counter = RecurrenceCounter::new(stories, ranked.sites);
    segments.for_each_group(Row::is_of_same_segment, |rows| {
        if rows.len() > 1 {
            counter.count_segment(ranked.sightings(rows, &mut group));
        }
        Ok(())
    })?;
    templates.for_each_group(Row::is_of_same_segment, |rows| {
        if rows.len() > 1 {
            counter.count_template(ranked.sightings(rows, &mut group));
        }
        Ok(())
    })?;
    Ok(counter.finish())
}
