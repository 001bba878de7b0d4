//! The alignment of two runs of words: which words match, and which differ.
//!
//! There are two textbook methods. The longest common subsequence (Wagner and Fischer 1974) matches
//! as many words as possible. But its time grows with the product of both lengths, and it tends to
//! match small words far apart. Ratcliff and Obershelp (1988) match the longest common *run* of
//! words, then do the same with the words before it and with those after it. That is how a person
//! compares two versions: whole phrases first.
//!
//! The version here is the method of Ratcliff and Obershelp with five departures. The two runs to
//! be aligned are called left and right.
//!
//! 1. **Common runs are looked for once**, not again on each side of a match. They are selected
//!    from the longest to the shortest, and a run that crosses or overlaps a selected one is left
//!    out. The textbook method might match a part of such a run. So some matches are missed, but no
//!    wrong one is made. A word that is not matched counts as a difference, so the worst result is
//!    that a copy is kept.
//! 2. **A run is found by its first three words** ([`SEED`]), looked up in an index of the right
//!    text ([`Seeds`]). Shorter runs are found only between longer ones, by departure 3.
//! 3. **A gap between two runs is aligned word by word**, by the longest common subsequence, if it
//!    is short ([`MAX_GAP`]). In longer gaps nothing is matched: two sentences that share `the` and
//!    `of` do not say the same.
//! 4. **The work is bounded.** Only the first positions of a seed are tried ([`MAX_POSITIONS`]),
//!    and only a limited number of words is compared to measure runs ([`MAX_MEASURED`]). So the
//!    time grows with the length of the texts and not with its square, even if they repeat
//!    themselves.
//! 5. **First the whole left run is looked for in the right one.** If it is there, it is the
//!    longest common run, so the result is the same, and most calls end here.
//!
//! ```text
//! left     Police held 1,700 people in the capital
//! right    Police held 3,500 people in the capital on Sunday
//! ```
//!
//! Here `people in the capital` is the only common run of three words or more. The gap before it is
//! aligned word by word: `Police held` matches, and `1,700` differs from `3,500`. The left text has
//! no words after the run, so `on Sunday` is not part of the alignment.
//!
//! Words are compared by the hashes of their normal forms, so `Don’t` matches `don't`. A match of
//! `5 per cent` with `5%` is listed in [`Alignment::respelt`].
//!
//! [`Seeds`]: super::seeds::Seeds
//! [`MAX_GAP`]: super::texts::MAX_GAP
//! [`MAX_MEASURED`]: super::common_runs::MAX_MEASURED

use super::common_runs::{SEED, common_runs, non_crossing};
use super::seeds::MAX_POSITIONS;
use super::texts::{Texts, common_subsequence};
use crate::facts::Difference;
use crate::word_runs::same_words;
use copydesk_text::Word;
use std::ops::Range;

/// An alignment of a left run of words with the part of a right one that corresponds to it. Every
/// word of the left run is either matched or in one of the differences; so is every word of
/// [`Self::right`].
#[derive(Clone, Debug)]
pub(crate) struct Alignment {
    /// Number of words of the left run that are in the right one, in the same order.
    pub matched: usize,
    /// Matched left words that the right text spells differently: their indices in the left text,
    /// ascending.
    pub respelt: Vec<usize>,
    /// The differences, from left to right.
    pub differences: Vec<Difference>,
    /// The part of the right run that corresponds to the left run: a range of indices of words in
    /// the right text.
    pub right: Range<usize>,
}

/// Length of a window ([`Alignment::unbroken_windows`]), in words. Two reporters often write the
/// same three or four words (`police said on Monday`), but hardly ever the same eight.
pub(super) const WINDOW: usize = 8;
/// If the right run has at most this many words more than the left run before the first match, or
/// after the last one, all of these words are part of the alignment ([`included_words`]).
const MAX_EXTRA: usize = 4;

/// The number of windows of [`WINDOW`] consecutive words in a run of `len` words; 0 if the run is
/// shorter than a window.
pub(super) fn windows_in(len: usize) -> usize {
    (len + 1).saturating_sub(WINDOW)
}

/// Aligns the left run of words with the part of the right run that has most of its words, in
/// order. The runs may be of the same text. The ranges are indices of words. Returns `None` if the
/// two have no run of [`SEED`] words in common (of fewer words, if one of them is shorter).
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
    align_whole(texts, &left, &right).or_else(|| align_by_runs(texts, left, right))
}

/// Aligns the left run with its first occurrence as a whole in the right one; `None` if there is
/// none. Only the first positions of its seed are tried, as in [`common_runs`], so the result is
/// the same as that of [`align_by_runs`].
fn align_whole(texts: Texts<'_>, left: &Range<usize>, right: &Range<usize>) -> Option<Alignment> {
    let (run, within) = (&texts.left[left.clone()], &texts.right[right.clone()]);
    if run.is_empty() || run.len() > within.len() {
        return None;
    }
    let seed = &run[..SEED.min(run.len())];
    let mut tried = 0;
    for (position, window) in within.windows(seed.len()).enumerate() {
        if !same_words(seed, window) {
            continue;
        }
        if let Some(candidate) = within.get(position..position + run.len())
            && same_words(run, candidate)
        {
            let start = right.start + position;
            let mut alignment = Alignment::starting_at(start);
            alignment.match_run(texts, left.start, start, run.len());
            alignment.right.end = start + run.len();
            return Some(alignment);
        }
        tried += 1;
        if tried == MAX_POSITIONS {
            break;
        }
    }
    None
}

/// Aligns the longest common runs, and the gaps between them.
fn align_by_runs(texts: Texts<'_>, left: Range<usize>, right: Range<usize>) -> Option<Alignment> {
    // The longest come first, and of equally long ones the first in the text, so that the result
    // does not depend on how they were found.
    let mut runs = common_runs(texts, &left, &right);
    runs.sort_by_key(|run| (usize::MAX - run.len, run.left, run.right));
    let matched_runs = non_crossing(&runs);
    let (first, last) = (*matched_runs.first()?, *matched_runs.last()?);
    // How many right words before the first match are part of the alignment.
    let lead = included_words(first.left - left.start, first.right - right.start);
    let mut out = Alignment::starting_at(first.right - lead);
    out.right.end = last.right + last.len;
    out.align_gap(texts, left.start..first.left, out.right.start..first.right);
    for (i, run) in matched_runs.iter().enumerate() {
        out.match_run(texts, run.left, run.right, run.len);
        let (left_end, right_end) = (run.left + run.len, run.right + run.len);
        if let Some(next) = matched_runs.get(i + 1) {
            out.align_gap(texts, left_end..next.left, right_end..next.right);
        } else {
            // How many right words after the last match are part of the alignment.
            let trail = included_words(left.end - left_end, right.end - right_end);
            out.right.end += trail;
            out.align_gap(texts, left_end..left.end, right_end..right_end + trail);
        }
    }
    Some(out)
}

/// How many right words before the first match, or after the last one, are part of the alignment.
/// `left` and `right` are the numbers of words that the two runs have there.
///
/// If the right run has only a few words more, all are included, so that “on Monday” against “late
/// on Monday” is one difference. If it has many more, only as many are included as the left run
/// has; the rest belongs to other sentences. If the left run has no words there, none are included.
fn included_words(left: usize, right: usize) -> usize {
    if left > 0 && right <= left + MAX_EXTRA {
        right
    } else {
        left.min(right)
    }
}

impl Alignment {
    /// An alignment that has no words yet and begins at the index `right` in the right text.
    fn starting_at(right: usize) -> Self {
        Self {
            matched: 0,
            respelt: Vec::new(),
            differences: Vec::new(),
            right: right..right,
        }
    }

    /// Adds a match of `len` words, which begin at the indices `left` and `right` in the two texts.
    fn match_run(&mut self, texts: Texts<'_>, left: usize, right: usize, len: usize) {
        self.matched += len;
        for offset in 0..len {
            if texts.is_respelt(left + offset, right + offset) {
                self.respelt.push(left + offset);
            }
        }
    }

    /// Aligns a gap (the words between two common runs, or before the first or after the last one)
    /// word by word.
    fn align_gap(&mut self, texts: Texts<'_>, left: Range<usize>, right: Range<usize>) {
        if left.is_empty() && right.is_empty() {
            return;
        }
        let (mut next_left, mut next_right) = (left.start, right.start);
        for (i, j) in common_subsequence(texts, &left, &right) {
            self.add_difference(next_left..i, next_right..j);
            self.match_run(texts, i, j, 1);
            (next_left, next_right) = (i + 1, j + 1);
        }
        self.add_difference(next_left..left.end, next_right..right.end);
    }

    /// Adds the difference between two ranges, unless both are empty.
    fn add_difference(&mut self, left: Range<usize>, right: Range<usize>) {
        if !(left.is_empty() && right.is_empty()) {
            self.differences.push(Difference { left, right });
        }
    }

    /// The number of windows of [`WINDOW`] consecutive words in `left`, the left run, that are
    /// *unbroken*: all their words match, one after the other. A run of 20 words has 13 windows. If
    /// one word in the middle differs, there are two stretches of nine and ten words, which have
    /// two and three unbroken windows.
    ///
    /// A difference breaks no window if `is_bridged` returns `true` for it. Its left words are left
    /// out of the windows, since they are not in the right text. A word that is spelt differently
    /// breaks windows, too: in a number, the spelling may be the news.
    pub(super) fn unbroken_windows(
        &self,
        left: &Range<usize>,
        is_bridged: impl Fn(&Difference) -> bool,
    ) -> usize {
        let mut breaks = Vec::with_capacity(self.differences.len() + self.respelt.len());
        for difference in &self.differences {
            breaks.push((difference.left.clone(), is_bridged(difference)));
        }
        for &i in &self.respelt {
            breaks.push((i..i + 1, false));
        }
        breaks.sort_by_key(|(range, _)| (range.start, range.end));
        let mut windows = 0;
        // Where the stretch of words since the last break starts, and how many of its words are
        // left out, because they are in bridged differences.
        let (mut start, mut bridged_words) = (left.start, 0);
        for (range, is_bridged) in breaks {
            if is_bridged {
                bridged_words += range.len();
                continue;
            }
            windows += windows_in(range.start - start - bridged_words);
            (start, bridged_words) = (range.end, 0);
        }
        windows + windows_in(left.end - start - bridged_words)
    }
}

#[cfg(test)]
mod tests {
    use super::super::common_runs::MAX_MEASURED;
    use super::*;
    use copydesk_text::words;
    use proptest::prelude::*;

    /// The same text on both sides.
    fn both(words: &[Word]) -> Texts<'_> {
        Texts {
            left: words,
            right: words,
        }
    }

    #[test]
    fn the_work_for_two_words_that_alternate_is_bounded() {
        let measured = |pairs: usize| {
            let w = words(&"tick tock ".repeat(pairs));
            let runs = common_runs(both(&w), &(1..w.len() / 2), &(w.len() / 2..w.len()));
            assert!(align(&w, 1..w.len() / 2, &w, w.len() / 2..w.len()).is_some());
            runs.iter().map(|run| run.len).sum::<usize>()
        };
        // A run of `n` words takes `n` comparisons to measure. With four times as many words, the
        // sum should be about four times as large, and not sixteen times. 8,000 pairs are 16,000
        // words.
        let (few, many) = (measured(2000), measured(8000));
        assert!(
            many < 6 * few && many <= MAX_MEASURED * 16_000,
            "{few}, {many}"
        );
    }

    proptest! {
        #[test]
        fn finding_the_whole_run_first_does_not_change_the_result(
            text in "(([a-c]|U\\.S\\.|US) ){2,40}",
            from in 0usize..20,
            len in 1usize..12,
            cut in 1usize..39,
        ) {
            let w = words(&text);
            let cut = cut.min(w.len() - 1);
            let from = from.min(cut - 1);
            let (left, right) = (from..(from + len).min(cut), cut..w.len());
            if let Some(found) = align_whole(both(&w), &left, &right) {
                let expected = align_by_runs(both(&w), left, right).expect("a common run");
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
