//! Aligning two short runs of words: which of them match, and what differs.
//!
//! The textbook has two versions. The longest common subsequence (Wagner and Fischer 1974) matches
//! as many words as possible, but takes the product of both lengths in time, and likes to match
//! small words far apart. Ratcliff and Obershelp (1988) take the longest common *run* of words,
//! then do the same in front of it and behind it. That is how a person compares two versions: whole
//! phrases first.
//!
//! The version here is Ratcliff and Obershelp with five departures:
//!
//! 1. **Common runs are looked for once**, not again on each side of a match. They are taken from
//!    the longest to the shortest, and one that crosses or overlaps a run that was taken is left
//!    out. The textbook might find a shorter part of it. So some matches are missed, never one too
//!    many; and a word that is not matched counts as a difference, so at worst a copy is kept.
//! 2. **A run is found by its first three words** ([`SEED`]), looked up in an index of the right
//!    text ([`Seeds`]). Shorter runs are found only between longer ones, by departure 3.
//! 3. **What is between two runs is aligned word by word**, as the longest common subsequence, if
//!    it is short ([`MAX_GAP`]). In longer gaps nothing is matched: two sentences that share `the`
//!    and `of` do not say the same.
//! 4. **The work is bounded.** Only the first places of a seed are followed up ([`MAX_PLACES`]),
//!    and the words that are compared to measure runs are counted ([`MAX_MEASURED`]). So the time
//!    grows with the length of the texts and not with its square, whatever they repeat.
//! 5. **A left run that is whole in the other text is looked for first.** It would be the longest
//!    common run, so the result is the same, and most calls end there.
//!
//! ```text
//! left     Police held 1,700 people in the capital
//! right    Police held 3,500 people in the capital on Sunday
//! ```
//!
//! Here `people in the capital` is the only common run of three words or more. The gap in front of
//! it is aligned word by word: `Police held` matches, and `1,700` differs from `3,500`. The left
//! text has no words after the run, so `on Sunday` is not part of the alignment.
//!
//! Words are compared by the hashes of their normal forms, so `Don’t` matches `don't`. A match of
//! `5 per cent` with `5%` is listed in [`Alignment::respelt`].
//!
//! [`Seeds`]: super::seeds::Seeds
//! [`MAX_GAP`]: super::texts::MAX_GAP
//! [`MAX_MEASURED`]: super::common_runs::MAX_MEASURED

use super::common_runs::{SEED, common_runs, non_crossing};
use super::seeds::MAX_PLACES;
use super::texts::{Texts, common_subsequence};
use crate::facts::Difference;
use crate::word_runs::same_words;
use copydesk_text::Word;
use std::ops::Range;

/// How one run of words is told in another. Every word of the left run is either matched or in one
/// of the differences; so is every word of [`Self::right`].
#[derive(Clone, Debug)]
pub(crate) struct Alignment {
    /// How many words of the left run are in the right one, in order.
    pub matched: usize,
    /// Left words that are matched but spelt another way, by their numbers in the left text,
    /// ascending within each run.
    pub respelt: Vec<usize>,
    /// Words that differ, from left to right. On one of both sides a difference may be empty.
    pub differences: Vec<Difference>,
    /// The part of the right text that answers to the left run, in word numbers.
    pub right: Range<usize>,
}

/// Length of an unbroken window, in words. Two reporters come by the same three or four words often
/// (`police said on Monday`), by the same eight hardly ever.
pub(crate) const SOLID: usize = 8;
/// Words that the right run may have at either end beyond those that the left run has there.
const MAX_EXTRA: usize = 4;

/// Aligns a run of words of one text with the place in a run of another (or the same) text where
/// most of it is, in order. The ranges are word numbers. Returns `None` if the runs have no common
/// run of [`SEED`] words (or of as many as the shorter one has).
pub(crate) fn align(
    left_words: &[Word],
    left: Range<usize>,
    right_words: &[Word],
    right: Range<usize>,
) -> Option<Alignment> {
    let texts = Texts {
        left: left_words,
        right: right_words,
    };
    if let Some(found) = align_whole(texts, &left, &right) {
        return Some(found);
    }
    align_by_runs(texts, left, right)
}

/// The left run in the first place where it is whole in the right one. Only the first places of its
/// seed are looked at, as in the search for common runs: what is found here is what that search
/// would have found.
fn align_whole(texts: Texts<'_>, left: &Range<usize>, right: &Range<usize>) -> Option<Alignment> {
    let (run, within) = (&texts.left[left.clone()], &texts.right[right.clone()]);
    if run.is_empty() || run.len() > within.len() {
        return None;
    }
    let seed = &run[..SEED.min(run.len())];
    let mut places = 0;
    for (at, place) in within.windows(seed.len()).enumerate() {
        if !same_words(seed, place) {
            continue;
        }
        if let Some(place) = within.get(at..at + run.len())
            && same_words(run, place)
        {
            let start = right.start + at;
            let mut found = Alignment::starting_at(start);
            found.match_run(texts, left.start, start, run.len());
            found.right.end = start + run.len();
            return Some(found);
        }
        places += 1;
        if places == MAX_PLACES {
            break;
        }
    }
    None
}

/// The longest common runs, and what is between them.
fn align_by_runs(texts: Texts<'_>, left: Range<usize>, right: Range<usize>) -> Option<Alignment> {
    // The longest first; of equally long ones the first, so that the result does not depend on how
    // they were found.
    let mut runs = common_runs(texts, &left, &right);
    runs.sort_by_key(|run| (usize::MAX - run.len, run.left, run.right));
    let chain = non_crossing(&runs);
    let (first, last) = (*chain.first()?, *chain.last()?);
    // Left words before the first match are compared with as many right words, or with all that are
    // there if they are few.
    let lead = beyond(first.left - left.start, first.right - right.start);
    let mut out = Alignment::starting_at(first.right - lead);
    out.right.end = last.right + last.len;
    out.align_gap(texts, left.start..first.left, out.right.start..first.right);
    for (i, run) in chain.iter().enumerate() {
        out.match_run(texts, run.left, run.right, run.len);
        // What is after this run, up to the next one or to the end.
        let (l, r) = (run.left + run.len, run.right + run.len);
        if let Some(next) = chain.get(i + 1) {
            out.align_gap(texts, l..next.left, r..next.right);
        } else {
            let trail = beyond(left.end - l, right.end - r);
            out.right.end += trail;
            out.align_gap(texts, l..left.end, r..r + trail);
        }
    }
    Some(out)
}

/// How many of `right` words beyond the outermost match are compared with `left` words there. A few
/// more than the left text has are taken in, so that “on Monday” against “late on Monday” is one
/// difference; the rest belongs to the sentences around it.
fn beyond(left: usize, right: usize) -> usize {
    if left > 0 && right <= left + MAX_EXTRA {
        right
    } else {
        left.min(right)
    }
}

impl Alignment {
    /// An alignment without a word yet.
    fn starting_at(right: usize) -> Self {
        Self {
            matched: 0,
            respelt: Vec::new(),
            differences: Vec::new(),
            right: right..right,
        }
    }

    /// Matches a run of words of the left text with one of the right.
    fn match_run(&mut self, texts: Texts<'_>, left: usize, right: usize, len: usize) {
        self.matched += len;
        for k in 0..len {
            if texts.is_respelt(left + k, right + k) {
                self.respelt.push(left + k);
            }
        }
    }

    /// Aligns what is between two common runs, word by word.
    fn align_gap(&mut self, texts: Texts<'_>, left: Range<usize>, right: Range<usize>) {
        if left.is_empty() && right.is_empty() {
            return;
        }
        let mut at = (left.start, right.start);
        for (l, r) in common_subsequence(texts, &left, &right) {
            self.add_difference(at.0..l, at.1..r);
            self.match_run(texts, l, r, 1);
            at = (l + 1, r + 1);
        }
        self.add_difference(at.0..left.end, at.1..right.end);
    }

    /// Adds words that are in the place of others, if there are any.
    fn add_difference(&mut self, left: Range<usize>, right: Range<usize>) {
        if !(left.is_empty() && right.is_empty()) {
            self.differences.push(Difference { left, right });
        }
    }

    /// How many windows of [`SOLID`] words are unbroken, if the differences that `bridges` accepts
    /// do not break any. A run of 20 words has 13 windows; with one other word in the middle it has
    /// two stretches of nine or ten words and five unbroken windows.
    ///
    /// The left run is divided at the breaks. A stretch of `n` words without a break has
    /// `n + 1 - SOLID` windows. Bridged words are subtracted from the stretch, since they are not
    /// in the other text. A word that is spelt another way is a break too: in a figure it may be
    /// the news.
    pub(crate) fn solid_windows(
        &self,
        left: &Range<usize>,
        bridges: impl Fn(&Difference) -> bool,
    ) -> usize {
        let mut breaks = Vec::with_capacity(self.differences.len() + self.respelt.len());
        for difference in &self.differences {
            breaks.push((difference.left.clone(), bridges(difference)));
        }
        for &i in &self.respelt {
            breaks.push((i..i + 1, false));
        }
        breaks.sort_by_key(|(range, _)| (range.start, range.end));
        let mut windows = 0;
        let (mut start, mut bridged) = (left.start, 0);
        for (range, is_bridged) in breaks {
            if is_bridged {
                bridged += range.len();
                continue;
            }
            windows += (range.start + 1).saturating_sub(start + bridged + SOLID);
            (start, bridged) = (range.end, 0);
        }
        windows + (left.end + 1).saturating_sub(start + bridged + SOLID)
    }
}

#[cfg(test)]
mod tests {
    use super::super::common_runs::MAX_MEASURED;
    use super::*;
    use copydesk_text::words;
    use proptest::prelude::*;

    /// A text beside itself.
    fn both(words: &[Word]) -> Texts<'_> {
        Texts {
            left: words,
            right: words,
        }
    }

    #[test]
    fn words_that_alternate_for_ever_are_measured_for_a_while() {
        let measured = |pairs: usize| {
            let w = words(&"tick tock ".repeat(pairs));
            let runs = common_runs(both(&w), &(1..w.len() / 2), &(w.len() / 2..w.len()));
            assert!(align(&w, 1..w.len() / 2, &w, w.len() / 2..w.len()).is_some());
            runs.iter().map(|run| run.len).sum::<usize>()
        };
        // Every run was measured over its length. Without a bound they come to a tenth of the
        // square of the words.
        let (few, many) = (measured(2000), measured(8000));
        assert!(
            many < 6 * few && many <= MAX_MEASURED * 16_000,
            "{few}, {many}"
        );
    }

    proptest! {
        #[test]
        fn a_whole_run_is_what_the_search_finds(text in "(([a-c]|U\\.S\\.|US) ){2,40}", from in 0usize..20, len in 1usize..12, cut in 1usize..39) {
            let w = words(&text);
            let cut = cut.min(w.len() - 1);
            let from = from.min(cut - 1);
            let (left, right) = (from..(from + len).min(cut), cut..w.len());
            if let Some(found) = align_whole(both(&w), &left, &right) {
                let expected = align_by_runs(both(&w), left, right).expect("a run that stands there");
                prop_assert_eq!((found.matched, found.respelt, found.right), (expected.matched, expected.respelt, expected.right));
                prop_assert_eq!(found.differences, expected.differences);
            }
        }
    }

    proptest! {
        #[test]
        fn every_left_word_is_matched_or_in_a_difference(text in "([a-c] ){2,40}", cut in 1usize..39) {
            let w = words(&text);
            let cut = cut.min(w.len() - 1);
            if let Some(found) = align(&w, 0..cut, &w, cut..w.len()) {
                let lost: usize = found.differences.iter().map(|d| d.left.len()).sum();
                prop_assert_eq!(found.matched + lost, cut);
                let extra: usize = found.differences.iter().map(|d| d.right.len()).sum();
                prop_assert_eq!(found.matched + extra, found.right.len());
                prop_assert!(cut <= found.right.start && found.right.end <= w.len());
            }
        }
    }
}
