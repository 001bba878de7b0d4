//! Which segments share which shingles, and which have all words in common.
//!
//! To know the partners of a segment, its shingles are read, and for each shingle the
//! segments that have it. This is the inverted index of text search: [`Shares::places`] holds its
//! posting lists one after the other, and one [`Share`] says which list belongs to a segment.

use super::shingles::Occurrence;
use copydesk_text::Fingerprint;
use std::ops::Range;

/// How many segments of one shingle are followed up. A shingle that occurs in more segments is a
/// phrase that the page uses everywhere. To pair all its segments would take a time that grows with
/// the square of their number.
const MAX_PLACES: usize = 32;
/// How many partners a segment has at most. Another segment is not compared with it if sixteen
/// segments share more shingles.
const MAX_PARTNERS: usize = 16;
/// How many shingles equal segments are said to share: more than any two segments that are not
/// equal.
const EQUAL: u32 = u32::MAX / 2;

/// A segment that shares shingles with another, or has the same words.
#[derive(Clone, Copy)]
pub(in crate::repeats) struct Partner {
    /// Number of the segment.
    pub segment: usize,
    /// How many different shingles the two share, as far as they were followed up.
    pub(super) shared: u32,
}

/// How many shingles a segment has of each of three kinds.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    /// Shingles that recur, and a few more that the filter kept.
    pub shared: u32,
    /// Shingles that recur, in the segment or elsewhere.
    pub again: u32,
    /// Shingles that may occur in a partner and are not counted in [`Partner::shared`]: the segment
    /// has them twice, or they occur in too many segments to be followed.
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
    /// The shares of all occurrences, which are in ascending order. Counts for each segment the
    /// occurrences that are not among the shares: further occurrences of a shingle in the segment,
    /// and all occurrences of a shingle that is in too many segments.
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
            // The first segments of a frequent shingle are paired all the same. Otherwise a segment
            // whose shingles are all frequent would have no partners.
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

    /// The partners of each of `count` segments. Segments that are equal to it come first, then
    /// those that share most shingles. Of segments that share equally many, the first on the page
    /// comes first. `equals` are in ascending order.
    pub fn partners(&self, equals: &[EqualPair], count: usize) -> Vec<Vec<Partner>> {
        let mut of: Vec<Vec<Partner>> = vec![Vec::new(); count];
        if self.shares.is_empty() && equals.is_empty() {
            return of;
        }
        let mut tally = Tally::new(count);
        let (mut shares, mut equals) = (self.shares.as_slice(), equals);
        for (i, partners) in of.iter_mut().enumerate() {
            // Shares and pairs are in the order of the segments, so those of segment `i` come next.
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

/// How many shingles other segments share with one segment. The tally is emptied and used again for
/// the next segment: a vector for each segment would take the square of the page's length.
struct Tally {
    /// By segment; 0 for all segments that are not in `seen`.
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

    /// Notes that segment `other` is equal, so that it comes before all segments that are not.
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
    /// The segment with the same words.
    pub equal: u32,
}

/// Which segments have the same words, in ascending order. A segment is given by the fingerprint of
/// its words and its number. It is paired with the first segment that has its words, in both
/// directions, and with the last such segment before it. So no equal segment is overlooked, and
/// there are at most three pairs for each segment.
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
