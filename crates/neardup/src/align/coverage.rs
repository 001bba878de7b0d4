//! Whether one run of words says all that another says.
//!
//! Similarity alone does not tell: “1,700 people were detained” and “3,500 people were detained”
//! share four words of five. So a copy must pass three tests, cheapest first:
//!
//! 1. enough of its words are in the other run at all ([`may_cover`], a bitmap; nearly all pairs
//!    end here);
//! 2. enough of them are there in order and close together ([`align`]);
//! 3. what differs tells nothing new: no number, name, negation or other word of content
//!    ([`Difference::information_loss`](crate::facts::Difference)). A few words without content may
//!    be lost.
//!
//! Whether it is the same *wording*, and not a second report of the same event, is a separate
//! question, asked of unbroken windows of [`SOLID`] words. The caller decides whether it matters:
//! between documents it does, side by side on one page it does not.

use super::WordOverlap;
use super::alignment::{Alignment, SOLID, align};
use crate::facts::Difference;
use crate::side::Side;
use copydesk_text::{Word, ends_sentence};
use std::ops::Range;

/// Where a run of words is told again, and how well.
#[derive(Clone, Debug)]
pub(crate) struct Cover {
    /// The words that say it, by their numbers in the other text.
    pub kept: Range<usize>,
    /// How many words of both agree.
    pub overlap: WordOverlap,
    /// Whether most of it is there unbroken, so that it is the same wording and not just the same
    /// words.
    pub is_solid: bool,
    /// The same, if bracketed remarks break nothing.
    pub is_solid_but_for_asides: bool,
}

/// Least share of words that must be found.
const MIN_COVERAGE: f64 = 0.8;
/// Least share of the windows of [`SOLID`] words that must be unbroken in a copy that is not side
/// by side with it.
const MIN_SOLID: f64 = 0.6;
/// Most words that the kept passage may have in between, as a share of the words of the run.
/// Otherwise the words of a short run could be picked from all over a long paragraph.
const MAX_STRETCH: f64 = 0.5;
/// Of this many words, one that tells no fact may be lost.
const WORDS_PER_LOST_WORD: usize = 20;
/// Least share of the words of a summary that must be found.
const MIN_RETOLD: f64 = 0.75;
/// Of this many words of a summary, one that tells no fact may be lost.
const RETOLD_WORDS_PER_LOST_WORD: usize = 10;

/// Whether all that `left` says is said in `right`, in order and in one place: at least four fifths
/// of its words are found, and what is not found tells nothing new.
pub(crate) fn find_coverage(
    left_side: Side<'_>,
    left: Range<usize>,
    right_side: Side<'_>,
    right: Range<usize>,
) -> Option<Cover> {
    let (first, len) = (left.start, left.len());
    let words = &left_side.words[left.clone()];
    if !may_cover(words, &right_side.words[right.clone()], MIN_COVERAGE) {
        return None;
    }
    let found = align(left_side.words, left.clone(), right_side.words, right)?;
    let coverage = found.matched as f64 / len as f64;
    let stretch = found.right.len().saturating_sub(found.matched) as f64 / len as f64;
    if coverage < MIN_COVERAGE || stretch > MAX_STRETCH {
        return None;
    }
    let (mut lost, mut bracketed) = (0, 0);
    // Even a short run may lose a word: “in the early morning”, “in the morning”.
    let most_lost = (len / WORDS_PER_LOST_WORD).max(1);
    for difference in &found.differences {
        lost += difference.information_loss(left_side, right_side, first)?;
        if lost > most_lost {
            return None;
        }
        if difference.is_bracket(left_side, right_side) {
            bracketed += difference.left.len();
        }
    }
    let solid = found.solid_windows(&left, bridges_nothing);
    let solid_but_for_brackets = found.solid_windows(&left, |difference| {
        difference.is_bracket(left_side, right_side)
    });
    Some(Cover {
        overlap: WordOverlap {
            matched: found.matched,
            cut: len,
            kept: found.right.len(),
        },
        is_solid: is_solid(&found, len, solid),
        is_solid_but_for_asides: is_solid(&found, len - bracketed, solid_but_for_brackets),
        kept: found.right,
    })
}

/// For [`Alignment::solid_windows`]: every difference breaks a window.
fn bridges_nothing(_: &Difference) -> bool {
    false
}

/// Whether `solid` unbroken windows are most of those of `len` words. A run too short for a window
/// must be the same word for word.
fn is_solid(found: &Alignment, len: usize, solid: usize) -> bool {
    let windows = (len + 1).saturating_sub(SOLID);
    (found.differences.is_empty() && found.respelt.is_empty())
        || windows > 0 && solid as f64 >= MIN_SOLID * windows as f64
}

/// Whether `right`, a passage of the story, tells what `left` says, a caption or summary of it. The
/// story may say more on the way, and what `is_given` knows from elsewhere is not lost: a caption
/// writes `the mayor, Ida Marsh` where the story writes `the mayor`.
pub(crate) fn retold(
    left_side: Side<'_>,
    left: Range<usize>,
    right_side: Side<'_>,
    right: Range<usize>,
    is_given: impl Fn(Word) -> bool,
) -> Option<Cover> {
    let (first, len) = (left.start, left.len());
    let words = &left_side.words[left.clone()];
    if !may_cover(words, &right_side.words[right.clone()], MIN_RETOLD) {
        return None;
    }
    let found = align(left_side.words, left.clone(), right_side.words, right)?;
    let overlap = WordOverlap {
        matched: found.matched,
        cut: len,
        kept: found.right.len(),
    };
    // Beyond that the story does not say it in one place.
    let is_longer = overlap.kept > 2 * len;
    if overlap.coverage() < MIN_RETOLD || is_longer || !is_same_wording(&found, &left) {
        return None;
    }
    let most = (len / RETOLD_WORDS_PER_LOST_WORD).max(1);
    let mut lost = 0;
    for difference in &found.differences {
        if is_labelled(left_side, &left, &difference.left) {
            return None;
        }
        lost += difference.loss_of_retold(left_side, right_side, first, &is_given)?;
    }
    if lost > most {
        return None;
    }
    Some(Cover {
        kept: found.right,
        overlap,
        is_solid: true,
        is_solid_but_for_asides: true,
    })
}

/// Whether a summary has the wording of the story. Unlike [`is_solid`], other spellings alone do
/// not matter to a run too short for a window.
fn is_same_wording(found: &Alignment, left: &Range<usize>) -> bool {
    match (left.len() + 1).saturating_sub(SOLID) {
        0 => found.differences.is_empty(),
        windows => {
            let solid = found.solid_windows(left, bridges_nothing);
            solid as f64 >= MIN_SOLID * windows as f64
        }
    }
}

/// Whether a run of words closes a passage with a label and what it says, after a sentence:
/// `Losing team: Lorne`. It tells something, though each of its words may be given elsewhere.
fn is_labelled(side: Side<'_>, passage: &Range<usize>, run: &Range<usize>) -> bool {
    if run.len() < 2 || run.end != passage.end || run.start == passage.start {
        return false;
    }
    if !ends_sentence(side.gap_before(run.start)) {
        return false;
    }
    for at in run.start + 1..run.end {
        if side.gap_before(at).contains([':', '：']) {
            return true;
        }
    }
    false
}

/// How many runs of `gram` words, which are no more than [`SOLID`], a run of `len` words shares at
/// least with what says the same solidly. So two passages that share fewer need not be compared.
///
/// Each of its unbroken windows is there with all the runs in it. Of a run too short for a window
/// everything is there.
///
/// For example, a run of 20 words has 13 windows of eight words. At least eight of them are
/// unbroken in a copy, and eight windows in a row hold 12 runs of four words.
pub(crate) fn least_shared(len: usize, gram: usize) -> usize {
    match (len + 1).saturating_sub(SOLID) {
        0 => (len + 1).saturating_sub(gram),
        windows => (MIN_SOLID * windows as f64).ceil() as usize + SOLID - gram,
    }
}

/// Whether enough of the left words may be among the right ones, in whatever order; most pairs that
/// share a phrase end here. Hashes are looked up in a bitmap, so a word that is not there may seem
/// to be, and never the reverse.
fn may_cover(left: &[Word], right: &[Word], coverage: f64) -> bool {
    const ROWS: u64 = 64;
    let least = coverage * left.len() as f64;
    // In an alignment each right word matches one left word at most.
    if (right.len() as f64) < least {
        return false;
    }
    // A bitmap of rows of 64 bits: the last six bits of a hash choose the bit, the next six the
    // row.
    let mut known = [0u64; ROWS as usize];
    for word in right {
        known[(word.hash / 64 % ROWS) as usize] |= 1 << (word.hash % 64);
    }
    let mut found = 0;
    for word in left {
        found += known[(word.hash / 64 % ROWS) as usize] >> (word.hash % 64) & 1;
    }
    found as f64 >= least
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::words;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_stands_solidly_shares_enough_runs(text in "([a-d] ){8,30}", at in 0usize..30, new in "([a-f] ){0,2}", gone in 0usize..3) {
            let own = words(&text);
            let at = own[at.min(own.len() - 1)].span.start();
            let behind = text[at..].split_inclusive(' ').skip(gone).collect::<String>();
            let other_text = format!("{}{new}{behind}", &text[..at]);
            let other = words(&other_text);
            let (left, right) = (Side { text: &text, words: &own }, Side { text: &other_text, words: &other });
            if find_coverage(left, 0..own.len(), right, 0..other.len()).is_some_and(|found| found.is_solid) {
                for gram in [4, 5] {
                    let hashes = |run: &[Word]| run.iter().map(|word| word.hash).collect::<Vec<_>>();
                    let stands = |run: &&[Word]| other.windows(gram).any(|there| hashes(there) == hashes(run));
                    prop_assert!(own.windows(gram).filter(stands).count() >= least_shared(own.len(), gram));
                }
            }
        }
    }
}
