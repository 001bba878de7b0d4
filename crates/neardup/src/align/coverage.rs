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
//! question. A copy is *solid* if enough of its windows of [`SOLID`] consecutive words are in the
//! other run unbroken. The caller decides whether this matters: for copies in two documents it
//! does, for copies side by side on one page it does not.

use super::WordOverlap;
use super::alignment::{Alignment, SOLID, align};
use crate::facts::Difference;
use crate::side::Side;
use copydesk_text::{Word, ends_sentence};
use std::ops::Range;

/// The part of another run that says all that a run says, and how well both agree.
#[derive(Clone, Debug)]
pub(crate) struct Coverage {
    /// The words that say it: a range of indices of words in the other text.
    pub kept: Range<usize>,
    /// How many words of both match.
    pub overlap: WordOverlap,
    /// Whether the copy is solid: most of it is unbroken in the other run, so both have the same
    /// wording and not just the same words.
    pub is_solid: bool,
    /// Whether the copy would be solid if short bracketed remarks broke no windows.
    pub is_solid_but_for_asides: bool,
}

/// Least share of the words of a run that must match.
const MIN_COVERAGE: f64 = 0.8;
/// Least share of the windows of [`SOLID`] words that must be unbroken in a solid copy.
const MIN_SOLID: f64 = 0.6;
/// Most words that the kept passage may have between the matching ones, as a share of the words of
/// the run. Otherwise the words of a short run could be picked from all over a long paragraph.
const MAX_STRETCH: f64 = 0.5;
/// One word that tells no fact may be lost for every so many words of a run.
const WORDS_PER_LOST_WORD: usize = 20;
/// Least share of the words of a summary that must match.
const MIN_RETOLD: f64 = 0.75;
/// One word that tells no fact may be lost for every so many words of a summary.
const RETOLD_WORDS_PER_LOST_WORD: usize = 10;

/// The words of `right` that say all that `left` says, in order and close together. `None` if there
/// are none: less than [`MIN_COVERAGE`] of the left words match, or the differences lose a fact or
/// too many words. The ranges are indices of words in the two texts.
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
    let unmatched = alignment.right.len().saturating_sub(alignment.matched);
    let stretch = unmatched as f64 / len as f64;
    if coverage < MIN_COVERAGE || stretch > MAX_STRETCH {
        return None;
    }
    let (mut lost, mut bracketed) = (0, 0);
    // Even a short run may lose a word: “in the early morning”, “in the morning”.
    let most_lost = (len / WORDS_PER_LOST_WORD).max(1);
    for difference in &alignment.differences {
        lost += difference.information_loss(left_side, right_side, first)?;
        if lost > most_lost {
            return None;
        }
        if difference.is_bracket(left_side, right_side) {
            bracketed += difference.left.len();
        }
    }
    let solid = alignment.solid_windows(&left, bridges_nothing);
    let solid_but_for_brackets = alignment.solid_windows(&left, |difference| {
        difference.is_bracket(left_side, right_side)
    });
    Some(Coverage {
        overlap: WordOverlap {
            matched: alignment.matched,
            cut: len,
            kept: alignment.right.len(),
        },
        is_solid: is_solid(&alignment, len, solid),
        is_solid_but_for_asides: is_solid(&alignment, len - bracketed, solid_but_for_brackets),
        kept: alignment.right,
    })
}

/// Bridges no difference in [`Alignment::solid_windows`], so each one breaks windows.
fn bridges_nothing(_: &Difference) -> bool {
    false
}

/// Whether `solid` unbroken windows are enough for a run of `len` words. A run too short for a
/// window must be the same word for word.
fn is_solid(alignment: &Alignment, len: usize, solid: usize) -> bool {
    let windows = (len + 1).saturating_sub(SOLID);
    (alignment.differences.is_empty() && alignment.respelt.is_empty())
        || windows > 0 && solid as f64 >= MIN_SOLID * windows as f64
}

/// The words of `right`, a passage of a story, that say all that `left` says, a caption or summary
/// of the story; `None` if there are none. They may say more in between. A word for which
/// `is_given` returns `true` is elsewhere in the story, so it is not lost: a caption writes
/// `the mayor, Ida Marsh` where this passage writes `the mayor`.
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
    // Then the story says it in several places, not in one.
    let is_scattered = overlap.kept > 2 * len;
    if overlap.coverage() < MIN_RETOLD || is_scattered || !is_same_wording(&alignment, &left) {
        return None;
    }
    let most_lost = (len / RETOLD_WORDS_PER_LOST_WORD).max(1);
    let mut lost = 0;
    for difference in &alignment.differences {
        if is_labelled(left_side, &left, &difference.left) {
            return None;
        }
        lost += difference.loss_of_retold(left_side, right_side, first, &is_given)?;
    }
    if lost > most_lost {
        return None;
    }
    Some(Coverage {
        kept: alignment.right,
        overlap,
        is_solid: true,
        is_solid_but_for_asides: true,
    })
}

/// Whether a summary has the wording of the story. Unlike in [`is_solid`], a run too short for a
/// window may be spelt differently.
fn is_same_wording(alignment: &Alignment, left: &Range<usize>) -> bool {
    match (left.len() + 1).saturating_sub(SOLID) {
        0 => alignment.differences.is_empty(),
        windows => {
            let solid = alignment.solid_windows(left, bridges_nothing);
            solid as f64 >= MIN_SOLID * windows as f64
        }
    }
}

/// Whether a run of words is the end of a passage, follows a sentence, and has a label with a
/// colon: `Losing team: Lorne`. It tells something new as a whole, even if each of its words is
/// given elsewhere.
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

/// The least number of runs of `gram` words that a run of `len` words shares with any solid copy of
/// it. Two passages that share fewer need not be aligned. `gram` is at most [`SOLID`].
///
/// The copy has every unbroken window, with all the runs in it. A run too short for a window is in
/// the copy as a whole.
///
/// For example, a run of 20 words has 13 windows of eight words. At least eight of them are
/// unbroken in a solid copy, and eight windows in a row hold 12 runs of four words.
pub(crate) fn least_shared(len: usize, gram: usize) -> usize {
    match (len + 1).saturating_sub(SOLID) {
        0 => (len + 1).saturating_sub(gram),
        windows => (MIN_SOLID * windows as f64).ceil() as usize + SOLID - gram,
    }
}

/// Whether a share of at least `coverage` of the left words may be among the right ones, in any
/// order. Most pairs that share a phrase fail this test. Hashes are looked up in a bitmap, so a
/// word may be counted that is not there, but no word is missed.
fn may_cover(left: &[Word], right: &[Word], coverage: f64) -> bool {
    const ROWS: u64 = 64;
    let least = coverage * left.len() as f64;
    // In an alignment each right word matches at most one left word.
    if (right.len() as f64) < least {
        return false;
    }
    // A bitmap of rows of 64 bits: the last six bits of a hash choose the bit, the next six the
    // row.
    let mut known = [0u64; ROWS as usize];
    for word in right {
        known[(word.hash / 64 % ROWS) as usize] |= 1 << (word.hash % 64);
    }
    let mut matched = 0;
    for word in left {
        matched += known[(word.hash / 64 % ROWS) as usize] >> (word.hash % 64) & 1;
    }
    matched as f64 >= least
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::words;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_solid_copy_shares_enough_runs(text in "([a-d] ){8,30}", at in 0usize..30, new in "([a-f] ){0,2}", removed in 0usize..3) {
            let original = words(&text);
            let at = original[at.min(original.len() - 1)].span.start();
            let rest = text[at..].split_inclusive(' ').skip(removed).collect::<String>();
            let copy_text = format!("{}{new}{rest}", &text[..at]);
            let copy = words(&copy_text);
            let (left, right) = (Side { text: &text, words: &original }, Side { text: &copy_text, words: &copy });
            if find_coverage(left, 0..original.len(), right, 0..copy.len()).is_some_and(|cover| cover.is_solid) {
                for gram in [4, 5] {
                    let hashes = |run: &[Word]| run.iter().map(|word| word.hash).collect::<Vec<_>>();
                    let is_shared = |run: &&[Word]| copy.windows(gram).any(|other| hashes(other) == hashes(run));
                    prop_assert!(original.windows(gram).filter(is_shared).count() >= least_shared(original.len(), gram));
                }
            }
        }
    }
}
