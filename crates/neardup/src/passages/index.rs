//! Which paragraphs share runs of words.

use super::grams::{GRAM, MAX_PLACES, OwnGrams};
use super::paragraphs::Paragraphs;
use crate::alike::least_shared;
use std::ops::Range;

/// A run of the document's words that stands in a source.
#[derive(Clone, Copy)]
struct Hit {
    /// Where the run begins, in words of the document.
    at: u32,
    source: u32,
    copy: u32,
}

/// Where runs of a document's words stand: source and paragraph. The document is indexed and the
/// sources are only read, because there are many of them and most of what they say is of no
/// interest.
pub(super) struct Places {
    hits: Vec<Hit>,
    /// Runs of the document that stand in more places than were followed up, in order.
    crowded: Vec<u32>,
}

impl Places {
    pub(super) fn of(document: &Paragraphs<'_>, sources: &[&Paragraphs<'_>]) -> Self {
        let own = OwnGrams::of(document);
        let mut hits: Vec<Hit> = Vec::new();
        let mut visits = vec![Visits::default(); document.side().words.len()];
        let mut crowded: Vec<u32> = own.overlooked().collect();
        let mut paragraph = 0;
        for (source, paragraphs) in sources.iter().enumerate() {
            for (copy, range) in paragraphs.ranges().iter().enumerate() {
                let (source, copy) = (source as u32, copy as u32);
                paragraph += 1;
                own.for_each_shared(&paragraphs.side().words[range.clone()], |at| {
                    let visits = &mut visits[at as usize];
                    if (visits.count as usize) < MAX_PLACES && visits.last != paragraph {
                        *visits = Visits {
                            count: visits.count + 1,
                            last: paragraph,
                        };
                        hits.push(Hit { at, source, copy });
                        if visits.count as usize == MAX_PLACES {
                            crowded.push(at);
                        }
                    }
                });
            }
        }
        hits.sort_unstable_by_key(|hit| hit.at);
        crowded.sort_unstable();
        Self { hits, crowded }
    }

    /// The paragraphs that share most with a run of words and may hold a copy of it: source and
    /// paragraph, best first.
    pub(super) fn most_shared(&self, run: &Range<usize>, most: usize) -> Vec<(usize, usize)> {
        let inside = self.inside(run);
        let hidden = self.crowded_in(run);
        let least = least_shared(run.len(), GRAM);
        if inside.len() + hidden < least {
            return Vec::new();
        }
        let mut places: Vec<(u32, u32)> = inside.iter().map(|hit| (hit.source, hit.copy)).collect();
        places.sort_unstable();
        let counted = places
            .chunk_by(|a, b| a == b)
            .map(|group| (u32::MAX - group.len() as u32, group[0]));
        let mut partners: Vec<(u32, (u32, u32))> = counted.collect();
        partners.sort_unstable();
        let may_hold =
            |&(rest, _): &(u32, (u32, u32))| (u32::MAX - rest) as usize + hidden >= least;
        let best = partners.into_iter().take(most).take_while(may_hold);
        best.map(|(_, (source, copy))| (source as usize, copy as usize))
            .collect()
    }

    /// Whether a part of a run of words, of `len` words or more, may have a copy.
    pub(super) fn may_hold(&self, run: &Range<usize>, len: usize) -> bool {
        let least = least_shared(len, GRAM);
        let inside = self.inside(run);
        // An unbroken window shares all the runs in it, one beside the other.
        let mut row = 0;
        let mut next = usize::MAX;
        let is_long = |hit: &Hit| {
            let at = hit.at as usize;
            row = if at == next {
                row + 1
            } else if at + 1 == next {
                row
            } else {
                1
            };
            next = at + 1;
            row >= least
        };
        self.crowded_in(run) > 0 || inside.len() >= least && inside.iter().any(is_long)
    }

    fn inside(&self, run: &Range<usize>) -> &[Hit] {
        let from = self
            .hits
            .partition_point(|hit| (hit.at as usize) < run.start);
        let rest = &self.hits[from..];
        &rest[..rest.partition_point(|hit| hit.at as usize + GRAM <= run.end)]
    }

    fn crowded_in(&self, run: &Range<usize>) -> usize {
        let before = |end: usize| self.crowded.partition_point(|&at| (at as usize) < end);
        before(run.end) - before(run.start)
    }
}

/// In how many paragraphs of the sources a run was found, and in which last.
#[derive(Clone, Copy, Default)]
struct Visits {
    count: u32,
    last: u32,
}
