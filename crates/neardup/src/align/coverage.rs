//! Whether one run of words says all that another says.
//!
//! Similarity is not enough to decide this: “1,700 people were detained” and “3,500 people were
//! detained” share three words of four. So a run that is to be cut as a copy must pass three tests,
//! the cheapest first:
//!
//! 1. Enough of its words are in the other run, in any order ([`may_cover`]; nearly all pairs fail
//!    this test).
//! 2. Enough of its words are there in order and close together ([`align`]).
//! 3. The differences tell nothing new: no number, name or negation
//!    ([`Difference::information_loss`](crate::facts::Difference)). A few other words may be lost.
//!
//! Whether both have the same *wording*, or are two reports of the same event, is a separate
//! question. A copy is *solid* if enough of its windows of [`WINDOW`] consecutive words are
//! *unbroken*: word for word in the other run. The caller decides whether a copy must be solid: in
//! two documents it must, side by side on one page it need not.
//!
//! The two runs are called left and right. Each is given by a [`Side`] (a text and its words) and a
//! range of these words.

use super::WordOverlap;
use super::alignment::{Alignment, WINDOW, align, windows_in};
use crate::facts::Difference;
use crate::side::Side;
use copydesk_text::{Word, ends_sentence};
use std::ops::Range;

/// Where another run says all that a run says, and how well both agree.
#[derive(Clone, Debug)]
pub(crate) struct Coverage {
    /// The part of the other run that says it: a range of indices of words in the other text.
    pub kept: Range<usize>,
    /// How many words of both match.
    pub overlap: WordOverlap,
    /// Whether the copy is solid: most of it is unbroken in the other run, so both have the same
    /// wording and not just the same words.
    pub is_solid: bool,
    /// Whether the copy would be solid if asides broke no windows. An aside is a short bracketed
    /// remark that only one of the two runs has.
    pub is_solid_but_for_asides: bool,
}

/// Least share of the words of a run that must match.
const MIN_COVERAGE: f64 = 0.8;
/// Least share of the windows of [`WINDOW`] words that must be unbroken in a solid copy.
const MIN_SOLID: f64 = 0.6;
/// Most words that the kept passage may have between the matching ones, as a share of the words of
/// the run. Otherwise the words of a short run could be picked from all over a long paragraph.
const MAX_STRETCH: f64 = 0.5;
/// A run may lose one word that tells no fact for each group of this many words; one in any case.
const WORDS_PER_LOST_WORD: usize = 20;
/// Least share of the words of a summary that must match.
const MIN_RETOLD: f64 = 0.75;
/// A summary may lose one word that tells no fact for each group of this many words; one in any
/// case.
const RETOLD_WORDS_PER_LOST_WORD: usize = 10;

/// Where `right` says all that `left` says, in order and close together. `None` if less than
/// [`MIN_COVERAGE`] of the left words match, if the matching words are too far apart, or if the
/// differences lose a fact or too many words. The ranges are indices of words in the two texts.
pub(crate) fn find_coverage(
    left_side: Side<'_>,
    left: Range<usize>,
    right_side: Side<'_>,
    right: Range<usize>,
) -> Option<Coverage> {
    let (first, len) = (left.start, left.len());
    let words = &left_side.words[left.clone()];
    if !may_cover(words, &right_side.words[right.clone()], MIN_COVERAGE) {
        return None;
    }
    let alignment = align(left_side.words, left.clone(), right_side.words, right)?;
    let coverage = alignment.matched as f64 / len as f64;
    let unmatched_right = alignment.right.len() - alignment.matched;
    let stretch = unmatched_right as f64 / len as f64;
    if coverage < MIN_COVERAGE || stretch > MAX_STRETCH {
        return None;
    }
    let (mut lost, mut words_in_asides) = (0, 0);
    // Even a short run may lose a word: “in the early morning”, “in the morning”.
    let max_lost = (len / WORDS_PER_LOST_WORD).max(1);
    for difference in &alignment.differences {
        lost += difference.information_loss(left_side, right_side, first)?;
        if lost > max_lost {
            return None;
        }
        if difference.is_aside(left_side, right_side) {
            words_in_asides += difference.left.len();
        }
    }
    let unbroken = alignment.unbroken_windows(&left, is_never_bridged);
    let unbroken_but_for_asides = alignment.unbroken_windows(&left, |difference| {
        difference.is_aside(left_side, right_side)
    });
    Some(Coverage {
        overlap: WordOverlap {
            matched: alignment.matched,
            cut: len,
            kept: alignment.right.len(),
        },
        is_solid: is_solid(&alignment, len, unbroken),
        is_solid_but_for_asides: is_solid(
            &alignment,
            len - words_in_asides,
            unbroken_but_for_asides,
        ),
        kept: alignment.right,
    })
}

/// For [`Alignment::unbroken_windows`]: every difference breaks windows.
fn is_never_bridged(_: &Difference) -> bool {
    false
}

/// Whether `unbroken` windows are enough for a run of `len` words to be solid. A run that is the
/// same word for word is always solid. A run too short for a window is solid only then.
fn is_solid(alignment: &Alignment, len: usize, unbroken: usize) -> bool {
    let windows = windows_in(len);
    let is_same = alignment.differences.is_empty() && alignment.respelt.is_empty();
    is_same || windows > 0 && unbroken as f64 >= MIN_SOLID * windows as f64
}

/// Where `right`, a passage of a story, says all that `left` says, a caption or summary of the
/// story; `None` if it does not. The passage may say more in between. A word for which `is_given`
/// returns `true` is elsewhere in the story, so it is not lost: a caption writes `the mayor, Ida
/// Marsh`, and this passage only `the mayor`.
pub(crate) fn retold(
    left_side: Side<'_>,
    left: Range<usize>,
    right_side: Side<'_>,
    right: Range<usize>,
    is_given: impl Fn(Word) -> bool,
) -> Option<Coverage> {
    let (first, len) = (left.start, left.len());
    let words = &left_side.words[left.clone()];
    if !may_cover(words, &right_side.words[right.clone()], MIN_RETOLD) {
        return None;
    }
    let alignment = align(left_side.words, left.clone(), right_side.words, right)?;
    let overlap = WordOverlap {
        matched: alignment.matched,
        cut: len,
        kept: alignment.right.len(),
    };
    // A passage that is so much longer says it in several places, not in one.
    let is_scattered = overlap.kept > 2 * len;
    if overlap.coverage() < MIN_RETOLD || is_scattered || !is_same_wording(&alignment, &left) {
        return None;
    }
    let max_lost = (len / RETOLD_WORDS_PER_LOST_WORD).max(1);
    let mut lost = 0;
    for difference in &alignment.differences {
        if is_labelled(left_side, &left, &difference.left) {
            return None;
        }
        lost += difference.loss_of_retold(left_side, right_side, first, &is_given)?;
    }
    if lost > max_lost {
        return None;
    }
    Some(Coverage {
        kept: alignment.right,
        overlap,
        // Tested by `is_same_wording`.
        is_solid: true,
        is_solid_but_for_asides: true,
    })
}

/// Whether a summary has the wording of the story. Unlike in [`is_solid`], a run too short for a
/// window may be spelt differently.
fn is_same_wording(alignment: &Alignment, left: &Range<usize>) -> bool {
    match windows_in(left.len()) {
        0 => alignment.differences.is_empty(),
        windows => {
            let unbroken = alignment.unbroken_windows(left, is_never_bridged);
            unbroken as f64 >= MIN_SOLID * windows as f64
        }
    }
}

/// Whether a run of words is the end of a passage, follows a sentence, and has a label with a
/// colon: `Losing team: Lorne`. Such a run tells something new, even if the story has each of its
/// words elsewhere.
fn is_labelled(side: Side<'_>, passage: &Range<usize>, run: &Range<usize>) -> bool {
    if run.len() < 2 || run.end != passage.end || run.start == passage.start {
        return false;
    }
    if !ends_sentence(side.gap_before(run.start)) {
        return false;
    }
    for i in run.start + 1..run.end {
        if side.gap_before(i).contains([':', '：']) {
            return true;
        }
    }
    false
}

/// The least number of grams that a run of `len` words shares with any solid copy of it. A gram is
/// a run of `gram` words, which are at most [`WINDOW`]. Two passages that share fewer need not be
/// aligned.
///
/// The copy shares every unbroken window, with all the grams in it. If the run is too short for a
/// window, the copy shares the whole run.
///
/// For example, a run of 20 words has 13 windows of eight words. At least eight of the windows are
/// unbroken in a solid copy. If these follow each other directly, they are 15 words and hold 12
/// grams of four words; otherwise they hold more.
pub(crate) fn least_shared(len: usize, gram: usize) -> usize {
    match windows_in(len) {
        // All the grams of the run; none, if it is shorter than a gram.
        0 => (len + 1).saturating_sub(gram),
        windows => {
            let unbroken = (MIN_SOLID * windows as f64).ceil() as usize;
            // The grams in `unbroken` windows that follow each other directly.
            unbroken + WINDOW - gram
        }
    }
}

/// Whether at least the share `coverage` of the left words may be among the right words, in any
/// order. Most pairs that share a phrase fail this test. Hashes are looked up in a bitmap, so a
/// word may be counted that is not there, but no word is missed.
fn may_cover(left: &[Word], right: &[Word], coverage: f64) -> bool {
    let least = coverage * left.len() as f64;
    // In an alignment each right word matches at most one left word.
    if (right.len() as f64) < least {
        return false;
    }
    let mut known = [0u64; BITMAP_ROWS as usize];
    for word in right {
        let (row, bit) = bitmap_position(word.hash);
        known[row] |= 1 << bit;
    }
    let mut matched = 0;
    for word in left {
        let (row, bit) = bitmap_position(word.hash);
        // 1 if the bit of the word is set, else 0.
        matched += (known[row] >> bit) & 1;
    }
    matched as f64 >= least
}

/// Number of rows of the bitmap of [`may_cover`]. Each row has 64 bits.
const BITMAP_ROWS: u64 = 64;

/// The row of a word with this hash in the bitmap, and the number of its bit in the row.
#[inline]
fn bitmap_position(hash: u64) -> (usize, u64) {
    ((hash / 64 % BITMAP_ROWS) as usize, hash % 64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::words;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_solid_copy_shares_enough_runs(text in "([a-d] ){8,30}", at in 0usize..30, new in "([a-f] ){0,2}", removed in 0usize..3) {
            // The copy has the words `new` in place of up to two words of the original.
            let original = words(&text);
            let at = original[at.min(original.len() - 1)].span.start();
            let rest = text[at..].split_inclusive(' ').skip(removed).collect::<String>();
            let copy_text = format!("{}{new}{rest}", &text[..at]);
            let copy = words(&copy_text);
            let (left, right) = (Side { text: &text, words: &original }, Side { text: &copy_text, words: &copy });
            let coverage = find_coverage(left, 0..original.len(), right, 0..copy.len());
            if coverage.is_some_and(|coverage| coverage.is_solid) {
                for gram in [4, 5] {
                    let hashes = |run: &[Word]| run.iter().map(|word| word.hash).collect::<Vec<_>>();
                    let is_shared = |run: &&[Word]| copy.windows(gram).any(|other| hashes(other) == hashes(run));
                    prop_assert!(original.windows(gram).filter(is_shared).count() >= least_shared(original.len(), gram));
                }
            }
        }
    }
}
