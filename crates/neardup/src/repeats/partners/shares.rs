//! Which segments share which shingles (hashed runs of words), and which segments have the same
//! words.
//!
//! This is the inverted index of text search, with shingles in place of words: for each shingle
//! there is a posting list of the segments that have it. The *partners* of a segment are the other
//! segments in the posting lists of its shingles.

use super::shingles::Occurrence;
use copydesk_text::Fingerprint;
use std::cmp::Reverse;
use std::ops::Range;

/// One shingle makes at most this many segments partners of each other. If it is in more segments,
/// it is a phrase that the page uses everywhere. The time to pair all these segments would grow
/// with the square of their number.
const MAX_SEGMENTS: usize = 32;
/// Most partners of one segment: those that share most shingles with it.
const MAX_PARTNERS: usize = 16;
/// The value of [`Partner::shared`] for equal segments. It is so large that equal segments come
/// before all others. It is half the maximum, so that adding to it cannot overflow.
const SHARED_BY_EQUALS: u32 = u32::MAX / 2;

/// A segment that shares shingles with another, or has the same words.
#[derive(Clone, Copy)]
pub(in crate::repeats) struct Partner {
    /// Number of the partner.
    pub segment: usize,
    /// How many different shingles the two share, without those of [`Counts::uncounted`].
    pub(super) shared: u32,
}

/// How many shingles of a segment recur. A shingle that is in the segment several times is counted
/// each time. The three counts overlap.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    /// All of `recurring`, and a few that occur once: a filter cannot tell them apart.
    pub maybe_recurring: u32,
    /// Shingles that occur more than once, in the segment itself or elsewhere.
    pub recurring: u32,
    /// Shingles that [`Partner::shared`] leaves out, although the partner may have the shingle: the
    /// second and later ones in the segment, and all occurrences of a shingle that is in more than
    /// [`MAX_SEGMENTS`] segments.
    pub uncounted: u32,
}

/// Which segments share which shingles.
#[derive(Default)]
pub(super) struct Shares {
    /// The posting lists of all shared shingles, one list after the other.
    postings: Vec<u32>,
    /// For each segment, the posting lists in which it is. In the order of the segments.
    lists: Vec<ListOfSegment>,
}

/// A segment and one of the posting lists in which it is.
struct ListOfSegment {
    /// Number of the segment.
    segment: u32,
    /// Where the list is in [`Shares::postings`].
    postings: Range<u32>,
}

impl Shares {
    /// Finds the segments that share shingles. `occurrences` are pairs of a shingle and a segment
    /// that has it, in ascending order. This also fills [`Counts::uncounted`] of each segment.
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
            // The posting list has each segment once, so one occurrence is counted there.
            if segments.len() <= MAX_SEGMENTS {
                for &segment in &segments {
                    counts[segment as usize].uncounted -= 1;
                }
            }
            // The list of a frequent shingle has the first segments only. Without a list, a segment
            // whose shingles are all frequent would have no partners.
            segments.truncate(MAX_SEGMENTS);
            if segments.len() > 1 {
                shares.add(&segments);
            }
        }
        shares
            .lists
            .sort_unstable_by_key(|list| (list.segment, list.postings.start));
        shares
    }

    /// Adds the posting list of one shingle.
    fn add(&mut self, segments: &[u32]) {
        let start = self.postings.len() as u32;
        self.postings.extend_from_slice(segments);
        let end = self.postings.len() as u32;
        for &segment in segments {
            self.lists.push(ListOfSegment {
                segment,
                postings: start..end,
            });
        }
    }

    /// The partners of each segment of the page, which has `count` segments. The partners that are
    /// equal to the segment come first, then those that share most shingles with it. Of partners
    /// that share equally many, the first on the page comes first. `equals` must be in ascending
    /// order.
    pub fn partners(&self, equals: &[EqualPair], count: usize) -> Vec<Vec<Partner>> {
        let mut by_segment: Vec<Vec<Partner>> = vec![Vec::new(); count];
        if self.lists.is_empty() && equals.is_empty() {
            return by_segment;
        }
        let mut tally = Tally::new(count);
        let (mut lists, mut equals) = (self.lists.as_slice(), equals);
        for (i, partners) in by_segment.iter_mut().enumerate() {
            // Lists and pairs are in the order of the segments, so those of segment `i` come next.
            while let Some((list, rest)) = lists.split_first()
                && list.segment as usize == i
            {
                let postings = list.postings.start as usize..list.postings.end as usize;
                for &other in &self.postings[postings] {
                    if other as usize != i {
                        tally.add(other);
                    }
                }
                lists = rest;
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

/// Counts how many shingles each other segment shares with one segment. The tally is emptied and
/// used again for the next segment. If each segment had a new vector as long as the page, the time
/// would grow with the square of the page's length.
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
        self.counts[other as usize] = SHARED_BY_EQUALS;
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
        partners.sort_unstable_by_key(|partner| (Reverse(partner.shared), partner.segment));
        partners.truncate(MAX_PARTNERS);
        partners.shrink_to_fit();
    }
}

/// The numbers of two segments that have the same words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EqualPair {
    pub segment: u32,
    /// The segment that becomes a partner of `segment`.
    pub equal: u32,
}

/// Pairs of segments that have the same words, in ascending order. Each segment is given by the
/// fingerprint of its words and its number.
///
/// A segment is paired with the first segment that has the same words, in both directions, and with
/// the nearest one above. So every segment that has an equal one is in a pair, and there are at
/// most three pairs for each segment.
pub(super) fn equal_pairs(mut segments: Vec<(Fingerprint, u32)>) -> Vec<EqualPair> {
    segments.sort_unstable();
    let mut out = Vec::new();
    for equals in segments.chunk_by(|(a, _), (b, _)| a == b) {
        let (_, first) = equals[0];
        let mut nearest = first;
        for &(_, later) in &equals[1..] {
            for (segment, equal) in [(later, first), (first, later), (later, nearest)] {
                out.push(EqualPair { segment, equal });
            }
            nearest = later;
        }
    }
    out.sort_unstable();
    out
}
