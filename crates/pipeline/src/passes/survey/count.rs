//! In how many stories of its site each segment occurs.
//!
//! Pages that share much of their text are one story, so that a wire story on fifty pages counts
//! once. First each document is weighed by its segments, and each pair of documents by the segments
//! that both documents have. Pairs that share enough are joined into stories. Then, for every
//! segment that occurs in more than one document, its stories are counted. Templates (segments with
//! their numbers taken out) are counted in the same stories.

use super::super::run_context::RunContext;
use super::occurrences::OccurrenceRow;
use crate::memory::{SHARED_SEGMENTS, SIGHTINGS, TEMPLATES};
use copydesk_boilerplate::{
    Counted, RecurrenceCounter, RecurrenceTable, SegmentOccurrence, Weights,
};
use copydesk_store::Result;
use copydesk_store::{ExternalSorter, SortedRuns};
use copydesk_text::{Rank, SiteId};

/// The ranks of documents, and their sites.
pub(super) struct Ranked<'s> {
    /// The rank of each document, by its arrival.
    pub rank_of: &'s [Rank],
    /// The site of each document, by its rank.
    pub sites: &'s [SiteId],
}

impl Ranked<'_> {
    fn occurrence(&self, row: &OccurrenceRow) -> SegmentOccurrence {
        row.ranked(self.rank_of[row.document.index()])
    }

    /// The rows of one segment as occurrences, in order of rank. They replace the content of
    /// `group`, whose memory is used again.
    fn occurrences<'g>(
        &self,
        rows: &[OccurrenceRow],
        group: &'g mut Vec<SegmentOccurrence>,
    ) -> &'g [SegmentOccurrence] {
        group.clear();
        for row in rows {
            group.push(self.occurrence(row));
        }
        group.sort_unstable();
        group
    }

    /// Counts each segment that occurs in more than one document.
    fn counted(
        &self,
        counter: &RecurrenceCounter,
        segments: &SortedRuns<OccurrenceRow>,
    ) -> Result<Vec<Counted>> {
        let parts = segments.by_groups(
            OccurrenceRow::is_of_same_segment,
            |part: &mut CountedPart, rows: &[OccurrenceRow]| {
                if rows.len() > 1 {
                    let occurrences = self.occurrences(rows, &mut part.group);
                    part.counted.extend(counter.counted(occurrences));
                }
                Ok(())
            },
        )?;
        let mut all = Vec::new();
        for part in parts {
            all.extend(part.counted);
        }
        Ok(all)
    }
}

/// The counts of one thread.
#[derive(Default)]
struct CountedPart {
    counted: Vec<Counted>,
    /// The occurrences of the segment that is being counted. The memory is used again for the next
    /// segment.
    group: Vec<SegmentOccurrence>,
}

/// Two documents, and the weight of one segment that both have.
type SharedRow = (Rank, Rank, u64);

fn is_of_same_pair(a: &SharedRow, b: &SharedRow) -> bool {
    (a.0, a.1) == (b.0, b.1)
}

/// Counts in how many stories each segment and each template occurs.
pub(super) fn count(
    context: &RunContext<'_>,
    ranked: &Ranked<'_>,
    segments: ExternalSorter<OccurrenceRow>,
    templates: ExternalSorter<OccurrenceRow>,
) -> Result<RecurrenceTable> {
    let weights = Weights::new(ranked.sites.len());
    let budget = &context.budget;
    // Most segments are in one document only. They count for the weight of that document, but need
    // not be sorted.
    let segments = segments.finish_recurring_and(
        OccurrenceRow::short_key,
        budget.share(SIGHTINGS),
        |row| {
            // `add` adds the weight. It returns the pairs of documents, of which there are none
            // here.
            weights.add(&[ranked.occurrence(row)]).for_each(drop);
        },
    )?;
    let templates =
        templates.finish_recurring(OccurrenceRow::short_key, budget.share(TEMPLATES))?;
    let shared: ExternalSorter<SharedRow> =
        ExternalSorter::new(&context.budget, context.budget.share(SHARED_SEGMENTS));
    segments.by_groups(
        OccurrenceRow::is_of_same_segment,
        |group: &mut Vec<SegmentOccurrence>, rows| {
            shared.extend(weights.add(ranked.occurrences(rows, group)))
        },
    )?;
    let mut stories = weights.into_stories();
    shared.finish()?.for_each_group(is_of_same_pair, |shares| {
        let weight = shares.iter().map(|share| share.2).sum();
        stories.join(shares[0].0, shares[0].1, weight);
        Ok(())
    })?;
    let mut counter = RecurrenceCounter::new(stories, ranked.sites);
    let counted = ranked.counted(&counter, &segments)?;
    counter.add_segments(counted);
    let counted = ranked.counted(&counter, &templates)?;
    counter.add_templates(counted);
    Ok(counter.finish())
}
