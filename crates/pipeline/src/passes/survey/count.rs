//! Counts in how many stories of its site each segment occurs.
//!
//! Pages of a site that share much of their text count as one story, so that a wire story on fifty
//! pages counts once. First each document gets a weight, the sum of the weights of its segments
//! ([`Weights`]). For every segment, the first of its documents is paired with each of the others,
//! and the weights of the segments that a pair shares are added up. Pairs that share enough are
//! joined into stories. Then, for every segment that occurs in more than one document, its stories
//! are counted. Templates (segments with a placeholder for each number) are counted in the same
//! stories.
//!
//! The rows of the segments were made before the documents had ranks. So a row names its document
//! by its *arrival*, the number of the document in the order in which threads finished reading.

use super::super::run_context::RunContext;
use super::occurrences::OccurrenceRow;
use crate::memory::{OCCURRENCES, SHARED_SEGMENTS, TEMPLATES};
use copydesk_boilerplate::{
    Counted, RecurrenceCounter, RecurrenceTable, SegmentOccurrence, Weights,
};
use copydesk_store::Result;
use copydesk_store::{ExternalSorter, SortedRuns};
use copydesk_text::{Rank, SiteId};

/// The rank of each document, by its arrival, and the site of each document, by its rank.
pub(super) struct Ranked<'s> {
    pub rank_of_arrival: &'s [Rank],
    pub site_of_rank: &'s [SiteId],
}

impl Ranked<'_> {
    fn occurrence(&self, row: &OccurrenceRow) -> SegmentOccurrence {
        row.with_rank(self.rank_of_arrival[row.arrival.index()])
    }

    /// The rows of one segment as occurrences, in order of rank. They are put into `buffer`, whose
    /// earlier content is lost.
    fn occurrences<'g>(
        &self,
        rows: &[OccurrenceRow],
        buffer: &'g mut Vec<SegmentOccurrence>,
    ) -> &'g [SegmentOccurrence] {
        buffer.clear();
        for row in rows {
            buffer.push(self.occurrence(row));
        }
        buffer.sort_unstable();
        buffer
    }

    /// Counts the stories of each segment that occurs in more than one document.
    fn count_stories(
        &self,
        counter: &RecurrenceCounter,
        segments: &SortedRuns<OccurrenceRow>,
    ) -> Result<Vec<Counted>> {
        let parts = segments.by_groups(
            OccurrenceRow::is_of_same_segment,
            |part: &mut CountedPart, rows: &[OccurrenceRow]| {
                if rows.len() > 1 {
                    let occurrences = self.occurrences(rows, &mut part.buffer);
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

/// The counts of one part of the table of segments. The parts are counted at the same time.
#[derive(Default)]
struct CountedPart {
    counted: Vec<Counted>,
    /// The occurrences of the segment that is being counted.
    buffer: Vec<SegmentOccurrence>,
}

/// Two documents, and the weight of one segment that both have.
type SharedRow = (Rank, Rank, u64);

fn is_of_same_pair(
    &(first, other, _): &SharedRow,
    &(next_first, next_other, _): &SharedRow,
) -> bool {
    (first, other) == (next_first, next_other)
}

/// Counts in how many stories each segment and each template occurs.
pub(super) fn count(
    context: &RunContext<'_>,
    ranked: &Ranked<'_>,
    segments: ExternalSorter<OccurrenceRow>,
    templates: ExternalSorter<OccurrenceRow>,
) -> Result<RecurrenceTable> {
    let weights = Weights::new(ranked.site_of_rank.len());
    let budget = &context.budget;
    // Most segments are in one document only. They are left out of the rows that are sorted, but
    // their weight counts for the document.
    let segments = segments.finish_recurring_and(
        OccurrenceRow::short_key,
        budget.share(OCCURRENCES),
        |row| {
            // `add` returns an iterator over pairs of documents, which is empty for one document.
            weights.add(&[ranked.occurrence(row)]).for_each(drop);
        },
    )?;
    let templates =
        templates.finish_recurring(OccurrenceRow::short_key, budget.share(TEMPLATES))?;
    let shared: ExternalSorter<SharedRow> =
        ExternalSorter::new(budget, budget.share(SHARED_SEGMENTS));
    segments.by_groups(
        OccurrenceRow::is_of_same_segment,
        |buffer: &mut Vec<SegmentOccurrence>, rows| {
            shared.extend(weights.add(ranked.occurrences(rows, buffer)))
        },
    )?;
    let mut stories = weights.into_stories();
    shared.finish()?.for_each_group(is_of_same_pair, |rows| {
        let (first, other, _) = rows[0];
        let shared_weight = rows.iter().map(|&(_, _, weight)| weight).sum();
        // Joins the two only if they share enough.
        stories.join(first, other, shared_weight);
        Ok(())
    })?;
    let mut counter = RecurrenceCounter::new(stories, ranked.site_of_rank);
    let counted = ranked.count_stories(&counter, &segments)?;
    counter.add_segments(counted);
    let counted = ranked.count_stories(&counter, &templates)?;
    counter.add_templates(counted);
    Ok(counter.finish())
}
