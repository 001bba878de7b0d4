//! Which segments share which shingles, and which have all words in common.
//!
//! To know the partners of a segment, its shingles are read, and for each shingle the
//! segments that have it. This is the inverted index of text search: [`Shares::places`] holds its
//! posting lists one after the other, and one [`Share`] says which list belongs to a segment.

use super::shingles::Occurrence;
use copydesk_text::Fingerprint;
use std::ops::Range;

/// Segments of one shingle that are followed up. A shingle of more segments is a phrase that the
/// page uses everywhere, and to pair all of them would take the square of their number.
const MAX_PLACES: usize = 32;
/// Partners of one segment. Those that share fewer words than sixteen others are not compared.
const MAX_PARTNERS: usize = 16;
/// What equal segments share, in shingles: more than any two segments that are not equal.
const EQUAL: u32 = u32::MAX / 2;

/// A segment that shares shingles with another, or has the same words.
#[derive(Clone, Copy)]
pub(in crate::repeats) struct Partner {
    /// Its number.
    pub segment: usize,
    /// How many different shingles the two share, as far as they were followed up.
    pub(super) shared: u32,
}

/// How many shingles of a segment there are of several kinds.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    /// That occur elsewhere, at most: the filter keeps a few that do not.
    pub shared: u32,
    /// That recur, in the segment or elsewhere.
    pub again: u32,
    /// That may occur in a partner besides those counted there: the segment has them twice, or they
    /// occur in too many places to be followed.
    pub uncounted: u32,
}

/// Which segments share which shingles.
#[derive(Default)]
pub(super) struct Shares {
    /// The segments of each shared shingle, one shingle after the other.
    places: Vec<u32>,
    /// Each segment with each of its shared shingles, by segment once [`Self::of`] is done.
    shares: Vec<Share>,
}

/// A segment and one of its shingles that others have too.
struct Share {
    /// Number of the segment.
    segment: u32,
    /// Which of [`Shares::places`] are the segments of the shingle.
    places: Range<u32>,
}

impl Shares {
    /// From all occurrences in ascending order. Counts for each segment the
    /// occurrences that are not among the shares: the second of a shingle in the segment, and all
    /// of a shingle that occurs in too many segments.
    pub fn of(occurrences: &[Occurrence], counts: &mut [Counts]) -> Self {
        let mut shares = Self::default();
        let mut places: Vec<u32> = Vec::new();
        for group in occurrences.chunk_by(Occurrence::has_same_shingle) {
            if group.len() == 1 {
                continue;
            }
            places.clear();
            for occurrence in group {
                places.push(occurrence.segment);
                counts[occurrence.segment as usize].uncounted += 1;
            }
            places.dedup();
            if places.len() <= MAX_PLACES {
                for &segment in &places {
                    counts[segment as usize].uncounted -= 1;
                }
            }
            // The first of a frequent shingle are paired all the same, so that what occurs in very
            // many places finds partners at all.
            places.truncate(MAX_PLACES);
            if places.len() > 1 {
                shares.add(&places);
            }
        }
        shares
            .shares
            .sort_unstable_by_key(|share| (share.segment, share.places.start));
        shares
    }

    /// Adds the segments of one shingle.
    fn add(&mut self, segments: &[u32]) {
        let start = self.places.len() as u32;
        self.places.extend_from_slice(segments);
        let end = self.places.len() as u32;
        for &segment in segments {
            self.shares.push(Share {
                segment,
                places: start..end,
            });
        }
    }

    /// For each of `count` segments its partners: those that are equal to it, `equals` in order,
    /// then those that share most shingles, of those that share as many the first.
    pub fn partners(&self, equals: &[EqualPair], count: usize) -> Vec<Vec<Partner>> {
        let mut of: Vec<Vec<Partner>> = vec![Vec::new(); count];
        if self.shares.is_empty() && equals.is_empty() {
            return of;
        }
        let mut tally = Tally::new(count);
        let (mut shares, mut equals) = (self.shares.as_slice(), equals);
        for (i, partners) in of.iter_mut().enumerate() {
            // Shares and pairs are in the order of the segments, so those of this one come next.
            while let Some((share, rest)) = shares.split_first()
                && share.segment as usize == i
            {
                let places = share.places.start as usize..share.places.end as usize;
                for &other in &self.places[places] {
                    if other as usize != i {
                        tally.add(other);
                    }
                }
                shares = rest;
            }
            while let Some((pair, rest)) = equals.split_first()
                && pair.segment as usize == i
            {
                tally.add_equal(pair.equal);
                equals = rest;
            }
            tally.move_best_to(partners);
        }
        of
    }
}

/// How many shingles other segments share with one segment. It is emptied and used again for the
/// next segment: a vector for each would take the square of the page's length.
struct Tally {
    /// By segment; 0 for all that are not in `seen`.
    counts: Vec<u32>,
    /// The segments that were counted, each once.
    seen: Vec<u32>,
}

impl Tally {
    fn new(segments: usize) -> Self {
        Self {
            counts: vec![0; segments],
            seen: Vec::new(),
        }
    }

    /// Counts one more shingle of segment `other`.
    fn add(&mut self, other: u32) {
        let count = &mut self.counts[other as usize];
        if *count == 0 {
            self.seen.push(other);
        }
        *count += 1;
    }

    /// Puts segment `other` before all that are not equal.
    fn add_equal(&mut self, other: u32) {
        self.add(other);
        self.counts[other as usize] = EQUAL;
    }

    /// Moves the partners that share most to an empty vector.
    fn move_best_to(&mut self, partners: &mut Vec<Partner>) {
        for segment in self.seen.drain(..) {
            partners.push(Partner {
                segment: segment as usize,
                shared: std::mem::take(&mut self.counts[segment as usize]),
            });
        }
        partners.sort_unstable_by_key(|partner| (u32::MAX - partner.shared, partner.segment));
        partners.truncate(MAX_PARTNERS);
        partners.shrink_to_fit();
    }
}

/// A segment and another with the same words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EqualPair {
    pub segment: u32,
    /// The other one.
    pub equal: u32,
}

/// Which segments, each given by the fingerprint of its words and its number, have the same words.
/// Each is paired with the first of its kind and with the one before it, so that however many there
/// are, none is overlooked and the pairs are no more than three times as many. In ascending order.
pub(super) fn equal_pairs(mut segments: Vec<(Fingerprint, u32)>) -> Vec<EqualPair> {
    segments.sort_unstable();
    let mut out = Vec::new();
    for group in segments.chunk_by(|a, b| a.0 == b.0) {
        let (_, first) = group[0];
        let mut before = first;
        for &(_, later) in &group[1..] {
            for (segment, equal) in [(later, first), (first, later), (later, before)] {
                out.push(EqualPair { segment, equal });
            }
            before = later;
        }
    }
    out.sort_unstable();
    out
}
