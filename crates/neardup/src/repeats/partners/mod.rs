//! Which segments of a page share runs of words.
//!
//! A *partner* of a segment is another segment that shares a shingle with it: a run of [`WIDTH`]
//! words, hashed. Only partners are compared.
//!
//! **The textbook version** aligns every segment with every other one and keeps the pairs that say
//! the same. Here only the few pairs are aligned that can say the same:
//!
//! 1. *Only segments that share a shingle are compared.* Two copies in the same wording share at
//!    least [`least_shared`] shingles, so no such copy is missed.
//! 2. *Most shingles occur once on a page.* A filter ([`SeenTwiceFilter`]), whose size is in
//!    proportion to the page, drops these shingles before anything is sorted. On most pages no
//!    shingle is left then. The filter may keep a shingle that occurs once; it never drops one that
//!    occurs twice.
//! 3. *A shingle that is in many segments makes only the first few of them partners.* It is counted
//!    as if every partner had it ([`Counts::uncounted`]), so no copy is missed because a phrase is
//!    frequent.
//! 4. *Equal segments are found by the fingerprint of their words*, however many there are. So on a
//!    page that prints one line ten thousand times all copies are found, and the time does not grow
//!    with the square of their number.
//!
//! A segment keeps only the partners that share most shingles with it (`MAX_PARTNERS` in
//! `shares.rs`). A copy may be missed because of this, but only if all partners that are kept share
//! at least as many shingles as the copy.
//!
//! A segment is *open* if it may be cut or kept as a copy. Other segments have no partners.
//!
//! [`SeenTwiceFilter`]: copydesk_text::SeenTwiceFilter

mod shares;
mod shingles;

pub(super) use shares::Partner;
pub(super) use shingles::has_recurring_runs;

use crate::align::least_shared;
use copydesk_text::{Fingerprint, Word};
use shares::{Counts, Shares, equal_pairs};
use shingles::{WIDTH, recurring_shingles};
use std::ops::Range;

/// Least share (0..=1) of a segment's shingles that must recur for the segment to be divided into
/// sentences. If all its sentences have copies in the same wording, a larger share recurs.
const MIN_RECURRING: f64 = 0.25;

/// For each segment, the segments that share a shingle with it.
pub(super) struct Partners {
    /// The partners of each segment. Those that share most shingles come first.
    by_segment: Vec<Vec<Partner>>,
    /// How many shingles of each segment recur.
    counts: Vec<Counts>,
}

impl Partners {
    /// Finds the partners of the segments that are open. `ranges` are the words of each segment.
    pub fn of(words: &[Word], ranges: &[Range<usize>], is_open: &[bool]) -> Self {
        let mut occurrences = recurring_shingles(words, ranges, is_open);
        let mut counts = vec![Counts::default(); ranges.len()];
        for occurrence in &occurrences {
            counts[occurrence.segment as usize].maybe_recurring += 1;
        }
        occurrences.sort_unstable();
        for group in occurrences.chunk_by(shingles::Occurrence::has_same_shingle) {
            if group.len() > 1 {
                for occurrence in group {
                    counts[occurrence.segment as usize].recurring += 1;
                }
            }
        }
        let shares = Shares::of(&occurrences, &mut counts);
        let mut fingerprints = Vec::new();
        for (i, range) in ranges.iter().enumerate() {
            // Only a segment whose shingles all recur can be equal to another. So most segments
            // need no fingerprint. A segment with fewer words than a shingle has no shingles.
            let shingles = (range.len() + 1).saturating_sub(WIDTH);
            if is_open[i] && counts[i].maybe_recurring as usize >= shingles {
                fingerprints.push((Fingerprint::of(&words[range.clone()]), i as u32));
            }
        }
        Self {
            by_segment: shares.partners(&equal_pairs(fingerprints), ranges.len()),
            counts,
        }
    }

    /// Whether any segment has a partner. A page without partners needs no comparisons.
    pub fn exist(&self) -> bool {
        self.by_segment.iter().any(|partners| !partners.is_empty())
    }

    /// The partners of segment `i`. Those that share most shingles come first.
    pub fn of_segment(&self, i: usize) -> &[Partner] {
        &self.by_segment[i]
    }

    /// Whether segment `j` is among the partners of segment `i`.
    pub fn contain(&self, i: usize, j: usize) -> bool {
        let mut partners = self.by_segment[i].iter();
        partners.any(|partner| partner.segment == j)
    }

    /// Whether a run of `len` words of segment `i` may have a copy of the same wording in
    /// `partner`.
    pub fn may_hold(&self, partner: &Partner, i: usize, len: usize) -> bool {
        (partner.shared + self.counts[i].uncounted) as usize >= least_shared(len, WIDTH)
    }

    /// Whether any run of `len` words of segment `i` may recur, in that segment or elsewhere.
    pub fn has_recurring_run(&self, i: usize, len: usize) -> bool {
        // `len` words have `len + 1 - WIDTH` shingles, and all of them must recur.
        self.counts[i].recurring as usize > len.saturating_sub(WIDTH)
    }

    /// Whether all sentences of segment `i`, which has `len` words, may occur elsewhere.
    pub fn may_hold_sentences(&self, i: usize, len: usize) -> bool {
        // One less than the segment has, so in doubt the answer is yes.
        let shingles = len.saturating_sub(WIDTH);
        f64::from(self.counts[i].maybe_recurring) >= MIN_RECURRING * shingles as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word_runs::same_words;
    use copydesk_text::words;
    use proptest::prelude::*;

    /// How many shingles of `here` are in `there`, counted by comparing all of them.
    fn shingles_in_both(here: &[Word], there: &[Word]) -> usize {
        let mut count = 0;
        for shingle in here.windows(WIDTH) {
            count += usize::from(there.windows(WIDTH).any(|other| same_words(shingle, other)));
        }
        count
    }

    proptest! {
        #[test]
        fn every_shared_shingle_is_counted_and_the_first_equal_segment_is_a_partner(
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
                let first_equal = (0..ranges.len())
                    .find(|&j| j != i && same_words(&all[ranges[j].clone()], here));
                if let Some(first) = first_equal {
                    prop_assert!(partners.contain(i, first));
                }
            }
        }
    }
}
