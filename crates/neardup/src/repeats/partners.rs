//! Which segments of a page share runs of words.

use crate::alike::least_shared;
use crate::recurring::Recurring;
use crate::shingles::rolling;
use ahash::AHashMap;
use copydesk_text::{Fingerprint, Word};
use std::ops::Range;

/// A run of this many words brings two paragraphs together.
const GRAM: usize = 4;
/// Share of its runs that a segment must have in common with others before they are asked for its sentences: a sentence whose wording is
/// the same has more.
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
    /// How many more runs of each segment may stand in a partner than were counted: it has them twice, or they stand in many places.
    uncounted: Vec<u32>,
}

impl Partners {
    /// The partners of segments that are `alive`; `ranges` are the words of each.
    pub fn of(words: &[Word], ranges: &[Range<usize>], alive: &[bool]) -> Self {
        let mut grams = recurring_grams(words, ranges, alive);
        let mut shared = vec![0; ranges.len()];
        grams.iter().for_each(|&(_, segment)| shared[segment as usize] += 1);
        grams.sort_unstable();
        let mut uncounted = vec![0; ranges.len()];
        let mut votes = votes(&grams, &mut uncounted);
        // Of equal segments every run stands elsewhere.
        let may_be_equal = |&i: &usize| alive[i] && shared[i] as usize >= (ranges[i].len() + 1).saturating_sub(GRAM);
        for pair in equals(words, ranges, (0..ranges.len()).filter(may_be_equal)) {
            votes.insert(pair, u32::MAX / 2);
        }
        let mut of: Vec<Vec<Partner>> = vec![Vec::new(); ranges.len()];
        votes.into_iter().for_each(|((a, b), runs)| of[a as usize].push(Partner { segment: b as usize, runs }));
        for partners in &mut of {
            partners.sort_unstable_by_key(|partner| (u32::MAX - partner.runs, partner.segment));
            partners.truncate(MAX_PARTNERS);
        }
        Self { of, shared, uncounted }
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

    /// Whether all sentences of segment `i`, which has `len` words, may stand elsewhere.
    pub fn may_hold_sentences(&self, i: usize, len: usize) -> bool {
        f64::from(self.shared[i]) >= MIN_SHARED * len.saturating_sub(GRAM) as f64
    }
}

/// The runs that come more than once, and a few more, each with its segment.
fn recurring_grams(words: &[Word], ranges: &[Range<usize>], alive: &[bool]) -> Vec<(u64, u32)> {
    let long = || ranges.iter().enumerate().filter(|&(i, range)| alive[i] && range.len() >= GRAM);
    let mut grams: Vec<u64> = Vec::with_capacity(words.len());
    long().for_each(|(_, range)| grams.extend(rolling(&words[range.clone()], GRAM)));
    let mut seen = Recurring::new(grams.len());
    grams.iter().for_each(|&gram| seen.see(gram));
    let mut rest = grams.as_slice();
    let mut out = Vec::new();
    for (i, range) in long() {
        let (own, behind) = rest.split_at(range.len() + 1 - GRAM);
        out.extend(own.iter().filter(|&&gram| seen.came_again(gram)).map(|&gram| (gram, i as u32)));
        rest = behind;
    }
    out
}

/// How many different runs each two segments share, from all runs in ascending order.
fn votes(grams: &[(u64, u32)], uncounted: &mut [u32]) -> AHashMap<(u32, u32), u32> {
    let mut votes: AHashMap<(u32, u32), u32> = AHashMap::new();
    let mut places: Vec<u32> = Vec::new();
    for group in grams.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        places.clear();
        places.extend(group.iter().map(|&(_, segment)| segment));
        places.dedup();
        group.iter().for_each(|&(_, segment)| uncounted[segment as usize] += 1);
        if places.len() <= MAX_PLACES {
            places.iter().for_each(|&segment| uncounted[segment as usize] -= 1);
        }
        places.truncate(MAX_PLACES);
        for &a in &places {
            places.iter().filter(|&&b| b != a).for_each(|&b| *votes.entry((a, b)).or_default() += 1);
        }
    }
    votes
}

/// Each of some segments with the first that has the same words and with the one before it: however many there are, none is
/// overlooked.
fn equals(words: &[Word], ranges: &[Range<usize>], of: impl Iterator<Item = usize>) -> Vec<(u32, u32)> {
    let key = |i: usize| (Fingerprint::of(&words[ranges[i].clone()]), i as u32);
    let mut keys: Vec<(Fingerprint, u32)> = of.map(key).collect();
    keys.sort_unstable();
    let mut out = Vec::new();
    for group in keys.chunk_by(|a, b| a.0 == b.0) {
        let first = group[0].1;
        out.extend(group[1..].iter().flat_map(|&(_, i)| [(i, first), (first, i)]));
        out.extend(group.windows(2).map(|pair| (pair[1].1, pair[0].1)));
    }
    out
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
