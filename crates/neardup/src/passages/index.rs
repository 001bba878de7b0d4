//! Which paragraphs share runs of words.
//!
//! A document is compared with up to some dozens of sources, each with dozens of paragraphs, so
//! aligning every pair would be most of the work for nothing. The index answers, for a run of the
//! document, which few paragraphs share most runs of [`GRAM`] words with it. Only these are
//! aligned.
//!
//! A copy is never ruled out by mistake: [`least_shared`] says how many runs of words two texts
//! share *at least* if one is a solid copy of the other, and runs that are too frequent to be
//! followed up count as shared everywhere ([`Places::crowded_in`]).

use super::grams::{GRAM, MAX_PLACES, OwnGrams};
use super::paragraphs::Paragraphs;
use crate::alike::least_shared;
use std::cmp::Reverse;
use std::ops::Range;

/// A run of [`GRAM`] words of the document that stands in a source.
#[derive(Clone, Copy)]
struct Hit {
    /// Where the run begins, in words of the document.
    at: u32,
    /// Number of the source.
    source: u32,
    /// Number of the paragraph there.
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
        let mut partners = Vec::new();
        for group in places.chunk_by(|a, b| a == b) {
            if group.len() + hidden >= least {
                partners.push((Reverse(group.len()), group[0]));
            }
        }
        partners.sort_unstable();
        partners.truncate(most);
        let best = partners.into_iter().map(|(_, place)| place);
        best.map(|(source, copy)| (source as usize, copy as usize))
            .collect()
    }

    /// Whether a part of a run of words, of `len` words or more, may have a copy.
    pub(super) fn may_hold(&self, run: &Range<usize>, len: usize) -> bool {
        let least = least_shared(len, GRAM);
        let inside = self.inside(run);
        if self.crowded_in(run) > 0 {
            return true;
        }
        if inside.len() < least {
            return false;
        }
        // An unbroken window shares all the runs in it, one beside the other: look for so many hits
        // in a row. A run may be hit several times.
        let mut row = 0;
        let mut next = usize::MAX;
        for hit in inside {
            let at = hit.at as usize;
            if at == next {
                row += 1;
            } else if at + 1 != next {
                row = 1;
            }
            next = at + 1;
            if row >= least {
                return true;
            }
        }
        false
    }

    /// The hits whose runs of words lie wholly in a run.
    fn inside(&self, run: &Range<usize>) -> &[Hit] {
        let from = self
            .hits
            .partition_point(|hit| (hit.at as usize) < run.start);
        let rest = &self.hits[from..];
        &rest[..rest.partition_point(|hit| hit.at as usize + GRAM <= run.end)]
    }

    /// How many runs of words in a run were not followed up everywhere, so that any paragraph may
    /// share them.
    fn crowded_in(&self, run: &Range<usize>) -> usize {
        let from = self
            .crowded
            .partition_point(|&at| (at as usize) < run.start);
        let rest = &self.crowded[from..];
        rest.partition_point(|&at| (at as usize) < run.end)
    }
}

/// In how many paragraphs of the sources a run was found, and in which last.
#[derive(Clone, Copy, Default)]
struct Visits {
    count: u32,
    last: u32,
}
