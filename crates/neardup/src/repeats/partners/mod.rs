//! Which segments of a page share runs of words.
//!
//! **The textbook version** aligns every segment with every other one and keeps the pairs that say
//! the same. Here only the few pairs are aligned that can say the same:
//!
//! 1. *Only segments that share a shingle of [`WIDTH`] words are compared.* A copy that may be cut
//!    shares at least [`least_shared`] shingles, so no copy is lost by this.
//! 2. *Most shingles occur once on a page.* A filter of the size of the page ([`Recurring`]) drops
//!    these shingles before anything is sorted. On most pages no shingle is left then. The filter
//!    may keep a shingle that occurs once, and never drops a shingle that occurs twice.
//! 3. *A shingle that occurs in many places is not followed everywhere.* It is counted as if every
//!    partner had it ([`Counts::uncounted`]), so a copy is not missed because a phrase is frequent.
//! 4. *Equal segments are found by the fingerprint of their words*, however many there are. So a
//!    page that prints one line ten thousand times keeps one of them, and the time does not grow
//!    with the square of their number.
//!
//! Of each segment only the sixteen partners are kept that share most shingles with it. This may
//! lose a copy, but only a copy that shares no more shingles than any of the sixteen.
//!
//! [`Recurring`]: copydesk_text::Recurring

mod shares;
mod shingles;

pub(super) use shares::Partner;
pub(super) use shingles::has_recurring_runs;

use crate::align::least_shared;
use copydesk_text::{Fingerprint, Word};
use shares::{Counts, Shares, equal_pairs};
use shingles::{WIDTH, recurring_shingles};
use std::ops::Range;

/// A segment is divided into sentences only if it has this share of its shingles (0..=1) in common
/// with other segments. A sentence that has the same wording elsewhere has more in common.
const MIN_SHARED: f64 = 0.25;

/// For each segment, others that share a shingle with it.
pub(super) struct Partners {
    /// The partners of each segment. Those that share most come first.
    of: Vec<Vec<Partner>>,
    /// How many shingles each segment shares.
    counts: Vec<Counts>,
}

impl Partners {
    /// The partners of the segments that are open; `ranges` are the words of each segment.
    pub fn of(words: &[Word], ranges: &[Range<usize>], is_open: &[bool]) -> Self {
        let mut occurrences = recurring_shingles(words, ranges, is_open);
        let mut counts = vec![Counts::default(); ranges.len()];
        for occurrence in &occurrences {
            counts[occurrence.segment as usize].shared += 1;
        }
        occurrences.sort_unstable();
        for group in occurrences.chunk_by(shingles::Occurrence::has_same_shingle) {
            if group.len() > 1 {
                for occurrence in group {
                    counts[occurrence.segment as usize].again += 1;
                }
            }
        }
        let shares = Shares::of(&occurrences, &mut counts);
        let mut keys = Vec::new();
        for (i, range) in ranges.iter().enumerate() {
            // Every shingle of a segment that has an equal occurs elsewhere. So most segments need
            // no fingerprint.
            let shingles = (range.len() + 1).saturating_sub(WIDTH);
            if is_open[i] && counts[i].shared as usize >= shingles {
                keys.push((Fingerprint::of(&words[range.clone()]), i as u32));
            }
        }
        Self {
            of: shares.partners(&equal_pairs(keys), ranges.len()),
            counts,
        }
    }

    /// Whether any segment has a partner. A page without partners needs no comparisons.
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

    /// Whether `len` words of segment `i` may have a copy of the same wording in `partner`.
    pub fn may_hold(&self, partner: &Partner, i: usize, len: usize) -> bool {
        (partner.shared + self.counts[i].uncounted) as usize >= least_shared(len, WIDTH)
    }

    /// Whether any `len` words in a row of segment `i` may recur, in that segment or elsewhere.
    pub fn may_recur(&self, i: usize, len: usize) -> bool {
        self.counts[i].again as usize > len.saturating_sub(WIDTH)
    }

    /// Whether all sentences of segment `i`, which has `len` words, may occur elsewhere.
    pub fn may_hold_sentences(&self, i: usize, len: usize) -> bool {
        f64::from(self.counts[i].shared) >= MIN_SHARED * len.saturating_sub(WIDTH) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word_runs::same_words;
    use copydesk_text::words;
    use proptest::prelude::*;

    /// How many shingles of `here` are in `there`, by the definition.
    fn shingles_in_both(here: &[Word], there: &[Word]) -> usize {
        let mut count = 0;
        for shingle in here.windows(WIDTH) {
            count += usize::from(there.windows(WIDTH).any(|other| same_words(shingle, other)));
        }
        count
    }

    proptest! {
        #[test]
        fn what_is_shared_is_counted_or_known_to_be_uncounted(
            text in "([ab] |[a-e] ){8,160}",
            len in 4usize..20,
        ) {
            let all = words(&text);
            let mut ranges = Vec::new();
            for start in (0..all.len()).step_by(len) {
                ranges.push(start..(start + len).min(all.len()));
            }
            let partners = Partners::of(&all, &ranges, &vec![true; ranges.len()]);
            for i in 0..ranges.len() {
                let here = &all[ranges[i].clone()];
                for partner in partners.of_segment(i) {
                    let there = &all[ranges[partner.segment].clone()];
                    let shared = shingles_in_both(here, there);
                    let counted = partner.shared + partners.counts[i].uncounted;
                    prop_assert!(counted as usize >= shared);
                }
                let key = Fingerprint::of(here);
                let first_equal = (0..ranges.len())
                    .find(|&j| j != i && Fingerprint::of(&all[ranges[j].clone()]) == key);
                if let Some(first) = first_equal {
                    prop_assert!(partners.are(i, first));
                }
            }
        }
    }
}
