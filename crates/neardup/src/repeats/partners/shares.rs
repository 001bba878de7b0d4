//! Which segments share which shingles, and which segments have the same words.
//!
//! To find the partners of a segment, its shingles are read, and for each shingle the segments that
//! have it. This is the inverted index of text search: [`Shares::postings`] holds the lists of
//! segments of all shingles one after the other, and a [`Share`] is one list in which a segment is.

use super::shingles::Occurrence;
use copydesk_text::Fingerprint;
use std::ops::Range;

/// Most segments that one shingle makes partners of each other. A shingle that is in more segments
/// is a phrase that the page uses everywhere. The time to pair all of them would grow with the
/// square of their number.
const MAX_SEGMENTS: usize = 32;
/// Most partners of one segment: those that share most shingles with it.
const MAX_PARTNERS: usize = 16;
/// The number of shingles that equal segments are said to share, so that they come before all
/// segments that are not equal. Half of the maximum, so that counting on cannot overflow.
const EQUAL: u32 = u32::MAX / 2;

/// A segment that shares shingles with another, or has the same words.
#[derive(Clone, Copy)]
pub(in crate::repeats) struct Partner {
    /// Number of the partner.
    pub segment: usize,
    /// How many different shingles the two share, without those of [`Counts::uncounted`].
    pub(super) shared: u32,
}

/// How many shingles of a segment recur. The three counts overlap.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    /// Shingles that the filter takes to recur: all of `recurring`, and a few that occur once.
    pub may_recur: u32,
    /// Shingles that occur once more, in the segment itself or elsewhere.
    pub recurring: u32,
    /// Shingles that may occur in a partner and are not counted in [`Partner::shared`]: the segment
    /// has them twice, or they are in more than [`MAX_SEGMENTS`] segments.
    pub uncounted: u32,
}

/// Which segments share which shingles.
#[derive(Default)]
pub(super) struct Shares {
    /// The segments that hold each shared shingle, one shingle after the other.
    postings: Vec<u32>,
    /// Each segment with each of its shared shingles, in the order of the segments.
    shares: Vec<Share>,
}

/// A segment and one of the shingles that it shares with other segments.
struct Share {
    /// Number of the segment.
    segment: u32,
    /// The part of [`Shares::postings`] that lists the segments of the shingle.
    postings: Range<u32>,
}

impl Shares {
    /// The shares that follow from the occurrences of shingles, which are in ascending order. This
    /// also counts for each segment the occurrences that its shares leave out
    /// ([`Counts::uncounted`]).
    pub fn of(occurrences: &[Occurrence], counts: &mut [Counts]) -> Self {
        let mut shares = Self::default();
        let mut segments: Vec<u32> = Vec::new();
        for group in occurrences.chunk_by(Occurrence::has_same_shingle) {
            if group.len() == 1 {
                continue;
            }
            segments.clear();
            for occurrence in group {
                segments.push(occurrence.segment);
                counts[occurrence.segment as usize].uncounted += 1;
            }
            segments.dedup();
            // One occurrence in each segment is counted by the shares.
            if segments.len() <= MAX_SEGMENTS {
                for &segment in &segments {
                    counts[segment as usize].uncounted -= 1;
                }
            }
            // Of a frequent shingle at least the first segments are paired. Otherwise a segment
            // whose shingles are all frequent would have no partners.
            segments.truncate(MAX_SEGMENTS);
            if segments.len() > 1 {
                shares.add(&segments);
            }
        }
        shares
            .shares
            .sort_unstable_by_key(|share| (share.segment, share.postings.start));
        shares
    }

    /// Adds the shares of one shingle, which these segments hold.
    fn add(&mut self, segments: &[u32]) {
        let start = self.postings.len() as u32;
        self.postings.extend_from_slice(segments);
        let end = self.postings.len() as u32;
        for &segment in segments {
            self.shares.push(Share {
                segment,
                postings: start..end,
            });
        }
    }

    /// The partners of each of the page's `count` segments. The partners that are equal to the
    /// segment come first, then those that share most shingles with it. Of partners that share
    /// equally many, the first on the page comes first. `equals` must be in ascending order.
    pub fn partners(&self, equals: &[EqualPair], count: usize) -> Vec<Vec<Partner>> {
        let mut by_segment: Vec<Vec<Partner>> = vec![Vec::new(); count];
        if self.shares.is_empty() && equals.is_empty() {
            return by_segment;
        }
        let mut tally = Tally::new(count);
        let (mut shares, mut equals) = (self.shares.as_slice(), equals);
        for (i, partners) in by_segment.iter_mut().enumerate() {
            // Shares and pairs are in the order of the segments, so those of segment `i` come next.
            while let Some((share, rest)) = shares.split_first()
                && share.segment as usize == i
            {
                let postings = share.postings.start as usize..share.postings.end as usize;
                for &other in &self.postings[postings] {
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
        by_segment
    }
}

/// How many shingles each other segment shares with one segment. The tally is emptied and used
/// again for the next segment: to clear a vector as long as the page for each segment would take a
/// time that grows with the square of the page's length.
struct Tally {
    /// The count of each segment of the page; 0 for all segments that are not in `counted`.
    counts: Vec<u32>,
    /// The segments that were counted, each once.
    counted: Vec<u32>,
}

impl Tally {
    fn new(segments: usize) -> Self {
        Self {
            counts: vec![0; segments],
            counted: Vec::new(),
        }
    }

    /// Counts one more shingle of segment `other`.
    fn add(&mut self, other: u32) {
        let count = &mut self.counts[other as usize];
        if *count == 0 {
            self.counted.push(other);
        }
        *count += 1;
    }

    /// Notes that segment `other` is equal, so that it comes before all segments that are not
    /// equal.
    fn add_equal(&mut self, other: u32) {
        self.add(other);
        self.counts[other as usize] = EQUAL;
    }

    /// Empties the tally and puts the partners that share most shingles into `partners`, which is
    /// empty before.
    fn move_best_to(&mut self, partners: &mut Vec<Partner>) {
        for segment in self.counted.drain(..) {
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

/// A segment and one that has the same words, by their numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EqualPair {
    pub segment: u32,
    /// The other segment, which has the same words.
    pub equal: u32,
}

/// Pairs of segments that have the same words, in ascending order. Each of the given segments is
/// the fingerprint of its words and its number.
///
/// A segment is paired with the first segment that has its words, in both directions, and with the
/// last such segment before it. So every segment that has an equal one is in a pair, and there are
/// at most three pairs for each segment.
pub(super) fn equal_pairs(mut segments: Vec<(Fingerprint, u32)>) -> Vec<EqualPair> {
    segments.sort_unstable();
    let mut out = Vec::new();
    for equals in segments.chunk_by(|(a, _), (b, _)| a == b) {
        let (_, first) = equals[0];
        let mut previous = first;
        for &(_, later) in &equals[1..] {
            for (segment, equal) in [(later, first), (first, later), (later, previous)] {
                out.push(EqualPair { segment, equal });
            }
            previous = later;
        }
    }
    out.sort_unstable();
    out
}
