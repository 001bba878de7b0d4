//! Which paragraphs share shingles.
//!
//! A document is compared with up to some dozens of sources, each with dozens of paragraphs, so
//! aligning every pair would be most of the work for nothing. The index answers, for a run of the
//! document, which few paragraphs share most shingles of [`WIDTH`] words with it. Only these are
//! aligned.
//!
//! ```text
//! document     nine days ago the pilots of Varn lit a fire
//! shingles     nine days ago the pilots
//!                   days ago the pilots of
//!                        ago the pilots of Varn …          each with the paragraphs that have it
//! ```
//!
//! A copy is never ruled out by mistake: [`least_shared`] says how many shingles two texts share
//! *at least* if one is a solid copy of the other, and shingles that are too frequent to be
//! followed up count as shared everywhere ([`SharedShingles::crowded_in`]).

use super::paragraphs::Paragraphs;
use super::shingles::{MAX_PLACES, OwnShingles, WIDTH};
use crate::align::least_shared;
use std::cmp::Reverse;
use std::ops::Range;

/// A shingle of the document that occurs in a source.
#[derive(Clone, Copy)]
struct Hit {
    /// Where the shingle begins, in words of the document.
    at: u32,
    /// The paragraph of a source in which it is.
    place: Place,
}

/// A paragraph of a source. The order is that of the sources and of their paragraphs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// Number of the source.
    source: u32,
    /// Number of the paragraph there.
    paragraph: u32,
}

/// In how many paragraphs of the sources a shingle was found, and in which last.
#[derive(Clone, Copy, Default)]
struct Visits {
    count: u32,
    /// Paragraphs of all sources are counted from one here.
    last: u32,
}

/// Where a document's shingles occur in its sources. The document is indexed and the sources are
/// only read, because there are many of them and most of what they say is of no interest.
pub(super) struct SharedShingles {
    /// In the order of the document.
    hits: Vec<Hit>,
    /// Positions of the document whose shingles occur in more places than were followed up, in
    /// order.
    crowded: Vec<u32>,
}

impl SharedShingles {
    pub(super) fn of(document: &Paragraphs<'_>, sources: &[&Paragraphs<'_>]) -> Self {
        let own = OwnShingles::of(document);
        let mut visits = vec![Visits::default(); document.side().words.len()];
        let mut shared = Self {
            hits: Vec::new(),
            crowded: own.overlooked(),
        };
        // Of all paragraphs of all sources, counted from one: no shingle was found in number 0.
        let mut number = 0;
        for (source, paragraphs) in sources.iter().enumerate() {
            for (paragraph, range) in paragraphs.ranges().iter().enumerate() {
                number += 1;
                let place = Place {
                    source: source as u32,
                    paragraph: paragraph as u32,
                };
                own.for_each_shared(&paragraphs.side().words[range.clone()], |at| {
                    shared.visit(&mut visits[at as usize], number, Hit { at, place });
                });
            }
        }
        shared.hits.sort_unstable_by_key(|hit| hit.at);
        shared.crowded.sort_unstable();
        shared
    }

    /// Takes a shingle that occurs in the paragraph `number` of all, if it is new there and does
    /// not occur in too many others.
    fn visit(&mut self, visits: &mut Visits, number: u32, hit: Hit) {
        if visits.count as usize >= MAX_PLACES || visits.last == number {
            return;
        }
        visits.count += 1;
        visits.last = number;
        self.hits.push(hit);
        if visits.count as usize == MAX_PLACES {
            self.crowded.push(hit.at);
        }
    }

    /// The paragraphs that share most with a run of words and may hold a copy of it: source and
    /// paragraph, at most `most`, best first.
    pub(super) fn most_shared(&self, run: &Range<usize>, most: usize) -> Vec<(usize, usize)> {
        let inside = self.inside(run);
        let hidden = self.crowded_in(run);
        let least = least_shared(run.len(), WIDTH);
        // No paragraph can have more than all of them. Most runs end here.
        if inside.len() + hidden < least {
            return Vec::new();
        }
        let mut places: Vec<Place> = inside.iter().map(|hit| hit.place).collect();
        places.sort_unstable();
        let mut partners = Vec::new();
        for group in places.chunk_by(Place::eq) {
            // Any paragraph may have the hidden ones.
            if group.len() + hidden >= least {
                partners.push((Reverse(group.len()), group[0]));
            }
        }
        partners.sort_unstable();
        partners.truncate(most);
        let mut out = Vec::with_capacity(partners.len());
        for (_, place) in partners {
            out.push((place.source as usize, place.paragraph as usize));
        }
        out
    }

    /// Whether a part of a run of words, of `len` words or more, may have a copy.
    pub(super) fn may_hold(&self, run: &Range<usize>, len: usize) -> bool {
        let least = least_shared(len, WIDTH);
        let inside = self.inside(run);
        // Where shingles are hidden, rows cannot be counted.
        if self.crowded_in(run) > 0 {
            return true;
        }
        if inside.len() < least {
            return false;
        }
        // An unbroken window shares all the shingles in it, one beside the other, so as many hits in
        // a row are looked for. A shingle may be hit several times.
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

    /// The hits whose shingles lie wholly in a run.
    fn inside(&self, run: &Range<usize>) -> &[Hit] {
        let (start, end) = (run.start, run.end);
        let from = self.hits.partition_point(|hit| (hit.at as usize) < start);
        let rest = &self.hits[from..];
        &rest[..rest.partition_point(|hit| hit.at as usize + WIDTH <= end)]
    }

    /// How many shingles that begin in a run were not followed up everywhere, so that any paragraph
    /// may share them.
    fn crowded_in(&self, run: &Range<usize>) -> usize {
        let from = self
            .crowded
            .partition_point(|&at| (at as usize) < run.start);
        let rest = &self.crowded[from..];
        rest.partition_point(|&at| (at as usize) < run.end)
    }
}
