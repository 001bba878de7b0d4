//! Which segments of a page share runs of words.
//!
//! Aligning every segment with every other one takes the square of a page's length. Only segments
//! that share a run of [`GRAM`] words can be copies, so these are looked up first. Most runs of a
//! page stand in it once; a filter of the size of the page ([`Recurring`]) drops them before
//! anything is sorted, and of most pages nothing is left.
//!
//! Runs that stand in many places are not followed everywhere ([`MAX_PLACES`]). They are counted as
//! if they were shared ([`Partners::may_hold`]), so a copy is never missed because a phrase is
//! frequent.

use crate::alike::least_shared;
use crate::shingles::rolling;
use copydesk_text::{Fingerprint, Recurring, Word};
use std::ops::Range;

/// A run of this many words brings two paragraphs together.
const GRAM: usize = 4;
/// Share of its runs that a segment must have in common with others before they are asked for its
/// sentences: a sentence whose wording is the same has more.
const MIN_SHARED: f64 = 0.25;
/// Places of one such run that are followed up.
const MAX_PLACES: usize = 32;
/// Paragraphs compared with one paragraph.
const MAX_PARTNERS: usize = 16;

/// A segment that shares runs of words with another.
#[derive(Clone, Copy)]
pub(super) struct Partner {
    pub segment: usize,
    /// How many different runs they share, as far as they were followed up.
    runs: u32,
}

/// For each segment, others that share a run of words with it.
pub(super) struct Partners {
    /// Those that share most first.
    of: Vec<Vec<Partner>>,
    /// How many runs of words of each segment stand elsewhere, at most.
    shared: Vec<u32>,
    /// How many runs of words of each segment come again, there or elsewhere.
    again: Vec<u32>,
    /// How many more runs of each segment may stand in a partner than were counted: it has them
    /// twice, or they stand in many places.
    uncounted: Vec<u32>,
}

impl Partners {
    /// The partners of segments that are `alive`; `ranges` are the words of each.
    pub fn of(words: &[Word], ranges: &[Range<usize>], alive: &[bool]) -> Self {
        let mut grams = recurring_grams(words, ranges, alive);
        let mut shared = vec![0; ranges.len()];
        grams
            .iter()
            .for_each(|&(_, segment)| shared[segment as usize] += 1);
        grams.sort_unstable();
        let mut again = vec![0; ranges.len()];
        let come_again = grams.chunk_by(|a, b| a.0 == b.0);
        come_again
            .filter(|group| group.len() > 1)
            .flatten()
            .for_each(|&(_, segment)| again[segment as usize] += 1);
        let mut uncounted = vec![0; ranges.len()];
        let shares = Shares::of(&grams, &mut uncounted);
        // Of equal segments every run stands elsewhere.
        let may_be_equal = |&i: &usize| {
            alive[i] && shared[i] as usize >= (ranges[i].len() + 1).saturating_sub(GRAM)
        };
        let equals = equals(words, ranges, (0..ranges.len()).filter(may_be_equal));
        let of = shares.best(&equals, ranges.len());
        Self {
            of,
            shared,
            again,
            uncounted,
        }
    }

    /// Whether any segment has one.
    pub fn exist(&self) -> bool {
        self.of.iter().any(|partners| !partners.is_empty())
    }

    /// The partners of segment `i`, those that share most first.
    pub fn of_segment(&self, i: usize) -> &[Partner] {
        &self.of[i]
    }

    /// Whether segment `j` is a partner of segment `i`.
    pub fn are(&self, i: usize, j: usize) -> bool {
        self.of[i].iter().any(|partner| partner.segment == j)
    }

    /// Whether `len` words of segment `i` may have a copy of the same wording in its partner.
    pub fn may_hold(&self, partner: &Partner, i: usize, len: usize) -> bool {
        (partner.runs + self.uncounted[i]) as usize >= least_shared(len, GRAM)
    }

    /// Whether any `len` words of segment `i` in a row may come again, there or elsewhere.
    pub fn may_come_again(&self, i: usize, len: usize) -> bool {
        self.again[i] as usize > len.saturating_sub(GRAM)
    }

    /// Whether all sentences of segment `i`, which has `len` words, may stand elsewhere.
    pub fn may_hold_sentences(&self, i: usize, len: usize) -> bool {
        f64::from(self.shared[i]) >= MIN_SHARED * len.saturating_sub(GRAM) as f64
    }
}

/// The runs that come more than once, and a few more, each with its segment.
fn recurring_grams(words: &[Word], ranges: &[Range<usize>], alive: &[bool]) -> Vec<(u64, u32)> {
    let long = || {
        ranges
            .iter()
            .enumerate()
            .filter(|&(i, range)| alive[i] && range.len() >= GRAM)
    };
    let mut grams: Vec<u64> = Vec::with_capacity(words.len());
    long().for_each(|(_, range)| grams.extend(rolling(&words[range.clone()], GRAM)));
    let mut seen = Recurring::new(grams.len());
    grams.iter().for_each(|&gram| seen.see(gram));
    let mut rest = grams.as_slice();
    let mut out = Vec::new();
    for (i, range) in long() {
        let (own, behind) = rest.split_at(range.len() + 1 - GRAM);
        out.extend(
            own.iter()
                .filter(|&&gram| seen.came_again(gram))
                .map(|&gram| (gram, i as u32)),
        );
        rest = behind;
    }
    out
}

/// Which segments share which runs.
#[derive(Default)]
struct Shares {
    /// The segments of each run, one run after the other.
    places: Vec<u32>,
    /// Each segment with the range of `places` of each of its runs, by segment.
    runs: Vec<(u32, Range<u32>)>,
}

impl Shares {
    /// From all runs in ascending order.
    fn of(grams: &[(u64, u32)], uncounted: &mut [u32]) -> Self {
        let mut shares = Self::default();
        let mut places: Vec<u32> = Vec::new();
        for group in grams
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|group| group.len() > 1)
        {
            places.clear();
            places.extend(group.iter().map(|&(_, segment)| segment));
            places.dedup();
            group
                .iter()
                .for_each(|&(_, segment)| uncounted[segment as usize] += 1);
            if places.len() <= MAX_PLACES {
                places
                    .iter()
                    .for_each(|&segment| uncounted[segment as usize] -= 1);
            }
            places.truncate(MAX_PLACES);
            if places.len() > 1 {
                let start = shares.places.len() as u32;
                shares.places.extend_from_slice(&places);
                let range = start..shares.places.len() as u32;
                shares
                    .runs
                    .extend(places.iter().map(|&segment| (segment, range.clone())));
            }
        }
        shares
            .runs
            .sort_unstable_by_key(|(segment, range)| (*segment, range.start));
        shares
    }

    /// For each of `count` segments the others that share most runs with it; those that are equal,
    /// pairs in order, before all.
    fn best(&self, equals: &[EqualPair], count: usize) -> Vec<Vec<Partner>> {
        let mut of: Vec<Vec<Partner>> = vec![Vec::new(); count];
        if self.runs.is_empty() && equals.is_empty() {
            return of;
        }
        let mut counts: Vec<u32> = vec![0; count];
        let (mut runs, mut equals) = (self.runs.as_slice(), equals);
        let mut shared: Vec<u32> = Vec::new();
        for (i, partners) in of.iter_mut().enumerate() {
            let (mine, others) = runs.split_at(runs.partition_point(|run| run.0 as usize <= i));
            let (same, rest) =
                equals.split_at(equals.partition_point(|pair| pair.segment as usize <= i));
            (runs, equals) = (others, rest);
            let places = mine
                .iter()
                .flat_map(|(_, range)| &self.places[range.start as usize..range.end as usize]);
            for &other in places.filter(|&&other| other as usize != i) {
                if counts[other as usize] == 0 {
                    shared.push(other);
                }
                counts[other as usize] += 1;
            }
            for &EqualPair { equal, .. } in same {
                if counts[equal as usize] == 0 {
                    shared.push(equal);
                }
                counts[equal as usize] = u32::MAX / 2;
            }
            let partner = |segment: u32| Partner {
                segment: segment as usize,
                runs: std::mem::take(&mut counts[segment as usize]),
            };
            partners.extend(shared.drain(..).map(partner));
            partners.sort_unstable_by_key(|partner| (u32::MAX - partner.runs, partner.segment));
            partners.truncate(MAX_PARTNERS);
            partners.shrink_to_fit();
        }
        of
    }
}

/// A segment and another with the same words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct EqualPair {
    segment: u32,
    equal: u32,
}

/// Each of some segments with the first that has the same words and with the one before it: however
/// many there are, none is overlooked. In order.
fn equals(
    words: &[Word],
    ranges: &[Range<usize>],
    of: impl Iterator<Item = usize>,
) -> Vec<EqualPair> {
    let key = |i: usize| (Fingerprint::of(&words[ranges[i].clone()]), i as u32);
    let mut keys: Vec<(Fingerprint, u32)> = of.map(key).collect();
    keys.sort_unstable();
    let mut out = Vec::new();
    for group in keys.chunk_by(|a, b| a.0 == b.0) {
        let first = group[0].1;
        for &(_, later) in &group[1..] {
            out.push(EqualPair {
                segment: later,
                equal: first,
            });
            out.push(EqualPair {
                segment: first,
                equal: later,
            });
        }
        let neighbours = group.windows(2);
        out.extend(neighbours.map(|pair| EqualPair {
            segment: pair[1].1,
            equal: pair[0].1,
        }));
    }
    out.sort_unstable();
    out
}

/// Words of a run that is looked for again.
const SHARED: usize = 3;

/// Whether at least so many runs of three words come again. Looked up in a bitmap, so that some may
/// seem to.
pub(super) fn come_again(words: &[Word], least: usize) -> bool {
    const BITS: u64 = 16_384;
    let mut seen = [0u64; (BITS / 64) as usize];
    let is_again = |run: &&[Word]| {
        let hash = run.iter().fold(0u64, |hash, word| {
            hash.rotate_left(21).wrapping_add(word.hash)
        }) % BITS;
        let slot = &mut seen[(hash / 64) as usize];
        let before = std::mem::replace(slot, *slot | 1 << (hash % 64));
        *slot == before
    };
    words
        .windows(SHARED)
        .filter(is_again)
        .nth(least - 1)
        .is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::words;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_shared_is_counted_or_known_to_be_uncounted(text in "([ab] |[a-e] ){8,160}", len in 4usize..20) {
            let all = words(&text);
            let ranges: Vec<Range<usize>> = (0..all.len()).step_by(len).map(|at| at..(at + len).min(all.len())).collect();
            let partners = Partners::of(&all, &ranges, &vec![true; ranges.len()]);
            let grams = |i: usize| all[ranges[i].clone()].windows(GRAM).map(|run| run.iter().map(|word| word.hash).collect::<Vec<_>>());
            for i in 0..ranges.len() {
                for partner in partners.of_segment(i) {
                    let there: Vec<_> = grams(partner.segment).collect();
                    let shared = grams(i).filter(|gram| there.contains(gram)).count();
                    prop_assert!((partner.runs + partners.uncounted[i]) as usize >= shared);
                }
                let equal = |&j: &usize| j != i && Fingerprint::of(&all[ranges[j].clone()]) == Fingerprint::of(&all[ranges[i].clone()]);
                prop_assert!((0..ranges.len()).find(equal).is_none_or(|first| partners.are(i, first)));
            }
        }
    }
}
