//! In how many stories of its site each segment stands.

use super::super::Walk;
use super::{Row, Survey};
use crate::memory::SHARED_SEGMENTS;
use copydesk_boilerplate::{RecurrenceTable, Sighting, Weights};
use copydesk_store::{Result, Sorted, Sorter};

/// Counts in how many stories each segment stands. In a group of sightings documents are known by their ranks.
pub(super) fn count(walk: &Walk<'_>, survey: &Survey, sightings: &Sorted<Row>, shapes: &Sorted<Row>) -> Result<RecurrenceTable> {
    let same = |a: &Row, b: &Row| a.0.is_of_same_segment(&b.0);
    let mut group = Vec::new();
    let mut ranked = |rows: &[Row], see: &mut dyn FnMut(&[Sighting]) -> Result<()>| {
        group.clear();
        group.extend(rows.iter().map(|row| Sighting { document: survey.documents[row.0.document as usize].rank, ..row.0 }));
        group.sort_unstable();
        see(&group)
    };
    let mut weights = Weights::new(survey.documents.len());
    let mut shared = Sorter::new(&walk.means, walk.means.share(SHARED_SEGMENTS));
    sightings.for_each_group(same, |rows| {
        ranked(rows, &mut |group| {
            let mut outcome = Ok(());
            weights.add(group, |a, b, weight| {
                if outcome.is_ok() {
                    outcome = shared.push((a, b, weight));
                }
            });
            outcome
        })
    })?;
    let mut stories = weights.into_stories();
    shared.finish()?.for_each_group(
        |a, b| (a.0, a.1) == (b.0, b.1),
        |pair| {
            stories.join(pair[0].0, pair[0].1, pair.iter().map(|share| share.2).sum());
            Ok(())
        },
    )?;
    let sites: Vec<u32> = survey.by_rank.iter().map(|&number| survey.documents[number as usize].site).collect();
    let mut table = RecurrenceTable::of(stories, &sites);
    let recurs = |rows: &[Row]| rows.len() > 1;
    let mut count = |rows: &[Row], is_shape: bool| {
        if !recurs(rows) {
            return Ok(());
        }
        ranked(rows, &mut |group| {
            if is_shape {
                table.count_shape(group);
            } else {
                table.count_segment(group);
            };
            Ok(())
        })
    };
    sightings.for_each_group(same, |rows| count(rows, false))?;
    shapes.for_each_group(same, |rows| count(rows, true))?;
    Ok(table.finish())
}
