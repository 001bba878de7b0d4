//! Aligning two short runs of words: which of them answer each other, and what differs.
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
//! 5. **A run that stands whole in the other text is looked for first.** It would be the longest
//!    common run, so the result is the same, and most calls end there.
//!
//! Words are compared by the hashes of their normal forms, so `Don’t` matches `don't`. A match of
//! `5 per cent` with `5%` is noted in [`Alignment::respelt`].

use super::seeds::{MAX_PLACES, Seeds};
use crate::facts::Difference;
use copydesk_text::Word;
use std::ops::Range;

/// How one run of words stands in another. Every word of the left run is either matched or in one
/// of the differences; so is every word of [`Self::right`].
#[derive(Clone, Debug)]
pub(crate) struct Alignment {
    /// How many words of the left run stand in the right one, in order.
    pub matched: usize,
    /// Left words that are matched but spelt another way, by their numbers in the left text,
    /// ascending within each run.
    pub respelt: Vec<usize>,
    /// Words that differ, from left to right. In one of both texts a difference may be empty.
    pub differences: Vec<Difference>,
    /// The part of the right text that answers to the left run, in word numbers.
    pub right: Range<usize>,
}

/// The words of the left and of the right text.
type Both<'w> = (&'w [Word], &'w [Word]);

/// A run of words that stands in both texts and cannot be longer.
#[derive(Clone, Copy)]
struct Run {
    /// Number of its first word in the left text.
    left: usize,
    /// Number of its first word in the right text.
    right: usize,
    /// Words.
    len: usize,
}

/// Length of an unbroken window, in words. Two reporters come by the same three or four words often
/// (`police said on Monday`), by the same eight hardly ever.
pub(crate) const SOLID: usize = 8;
/// Words of a seed: shorter common runs are found only between longer ones.
const SEED: usize = 3;
/// Words that are compared to measure runs, for each word of both sides. News needs one or two; a
/// text that says “tick tock” ten thousand times needs the square of its length, and gets shorter
/// runs instead.
const MAX_MEASURED: usize = 64;
/// Words that the right run may have beyond what stands against the left.
const MAX_EXTRA: usize = 4;
/// Gaps up to this many words a side are aligned word by word.
const MAX_GAP: usize = 12;

/// Aligns a run of words of one text with the place in a run of another (or the same) text where
/// most of it stands, in order. The ranges are word numbers. Returns `None` if the runs have no
/// common run of [`SEED`] words (or of as many as the shorter one has).
pub(crate) fn align(
    left_words: &[Word],
    left: Range<usize>,
    right_words: &[Word],
    right: Range<usize>,
) -> Option<Alignment> {
    let words = (left_words, right_words);
    whole(words, &left, &right).or_else(|| by_runs(words, left, right))
}

/// The left run in the first place where it stands whole in the right one. Only the first places of
/// its seed are looked at, as in the search for common runs: what is found there is what that
/// search would have found.
fn whole(
    (left_words, right_words): Both<'_>,
    left: &Range<usize>,
    right: &Range<usize>,
) -> Option<Alignment> {
    let (run, within) = (&left_words[left.clone()], &right_words[right.clone()]);
    if run.is_empty() || run.len() > within.len() {
        return None;
    }
    let seed = &run[..SEED.min(run.len())];
    let begins = within
        .windows(seed.len())
        .enumerate()
        .filter(|(_, place)| is_same(seed, place))
        .map(|(at, _)| at);
    let at = begins.take(MAX_PLACES).find(|&at| {
        within
            .get(at..at + run.len())
            .is_some_and(|place| is_same(run, place))
    })?;
    let place = &within[at..at + run.len()];
    let respelt = (0..run.len())
        .filter(|&k| run[k].is_respelt() != place[k].is_respelt())
        .map(|k| left.start + k)
        .collect();
    let start = right.start + at;
    Some(Alignment {
        matched: run.len(),
        respelt,
        differences: Vec::new(),
        right: start..start + run.len(),
    })
}

fn is_same(a: &[Word], b: &[Word]) -> bool {
    a.iter().zip(b).all(|(x, y)| x.hash == y.hash)
}

/// The longest common runs, and what stands between them.
fn by_runs(words: Both<'_>, left: Range<usize>, right: Range<usize>) -> Option<Alignment> {
    let mut runs = common_runs(words, &left, &right);
    runs.sort_by_key(|run| (usize::MAX - run.len, run.left, run.right));
    let chain = non_crossing(&runs);
    let (first, last) = (*chain.first()?, *chain.last()?);
    let mut out = Alignment {
        matched: 0,
        respelt: Vec::new(),
        differences: Vec::new(),
        right: first.right..last.right + last.len,
    };
    // A left run that begins before the first match stands against as many right words, or all that
    // are there if they are few.
    let lead = beyond(first.left - left.start, first.right - right.start);
    out.right.start -= lead;
    out.part(words, left.start..first.left, out.right.start..first.right);
    for (i, run) in chain.iter().enumerate() {
        for k in 0..run.len {
            out.match_words(words, run.left + k, run.right + k);
        }
        let (l, r) = (run.left + run.len, run.right + run.len);
        if let Some(next) = chain.get(i + 1) {
            out.part(words, l..next.left, r..next.right);
        } else {
            let trail = beyond(left.end - l, right.end - r);
            out.right.end += trail;
            out.part(words, l..left.end, r..r + trail);
        }
    }
    Some(out)
}

/// How many right words beyond the outermost match stand against so many left words there.
fn beyond(left: usize, right: usize) -> usize {
    if left > 0 && right <= left + MAX_EXTRA {
        right
    } else {
        left.min(right)
    }
}

impl Alignment {
    /// Notes that a word of the left text stands in the right one.
    fn match_words(&mut self, (left_words, right_words): Both<'_>, left: usize, right: usize) {
        self.matched += 1;
        if left_words[left].is_respelt() != right_words[right].is_respelt() {
            self.respelt.push(left);
        }
    }

    /// Aligns what is between two common runs, word by word.
    fn part(&mut self, words: Both<'_>, left: Range<usize>, right: Range<usize>) {
        if left.is_empty() && right.is_empty() {
            return;
        }
        let mut at = (left.start, right.start);
        for (l, r) in common_subsequence(words, &left, &right) {
            self.differ(at.0..l, at.1..r);
            self.match_words(words, l, r);
            at = (l + 1, r + 1);
        }
        self.differ(at.0..left.end, at.1..right.end);
    }

    /// How many windows of [`SOLID`] words stand unbroken, if the differences that `bridges`
    /// accepts do not break any.
    ///
    /// The left run is walked from break to break. A stretch of `n` words without a break holds
    /// `n + 1 - SOLID` windows. Bridged words are subtracted from the stretch, since they are not
    /// in the other text. A word that is spelt another way is a break too: in a figure it may be
    /// the news.
    pub(crate) fn solid_windows(
        &self,
        left: &Range<usize>,
        bridges: impl Fn(&Difference) -> bool,
    ) -> usize {
        let differing = self
            .differences
            .iter()
            .map(|d| (d.left.clone(), bridges(d)));
        let respelt = self.respelt.iter().map(|&i| (i..i + 1, false));
        let mut breaks: Vec<(Range<usize>, bool)> = differing.chain(respelt).collect();
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

    fn differ(&mut self, left: Range<usize>, right: Range<usize>) {
        if !(left.is_empty() && right.is_empty()) {
            self.differences.push(Difference { left, right });
        }
    }
}

/// All runs that stand in both ranges, each as long as it can be, from their seeds (departures 2
/// and 4 above).
fn common_runs(
    (left_words, right_words): Both<'_>,
    left: &Range<usize>,
    right: &Range<usize>,
) -> Vec<Run> {
    let seed_len = SEED.min(left.len()).min(right.len());
    if seed_len == 0 {
        return Vec::new();
    }
    let seeds = Seeds::of(&right_words[right.clone()], seed_len);
    let mut runs = Vec::new();
    let mut budget = MAX_MEASURED * (left.len() + right.len());
    for i in left.start..=left.end - seed_len {
        let (count, places) = seeds.places(&left_words[i..i + seed_len]);
        for j in places[..count].iter().map(|at| right.start + at) {
            let continues = i > left.start
                && j > right.start
                && left_words[i - 1].hash == right_words[j - 1].hash;
            // Asked first: measuring every tail of a long run again would cost its length squared.
            if continues {
                continue;
            }
            let most = (left.end - i).min(right.end - j).min(budget);
            let mut len = 0;
            while len < most && left_words[i + len].hash == right_words[j + len].hash {
                len += 1;
            }
            budget -= len;
            if len >= seed_len {
                runs.push(Run {
                    left: i,
                    right: j,
                    len,
                });
            }
        }
    }
    runs
}

/// Takes runs in the order given, as far as they fit between those already taken; returns them from
/// left to right.
fn non_crossing(runs: &[Run]) -> Vec<Run> {
    let mut chain: Vec<Run> = Vec::new();
    for &run in runs {
        let at = chain.partition_point(|taken| taken.left < run.left);
        let after_previous = at == 0 || {
            let previous = chain[at - 1];
            previous.left + previous.len <= run.left && previous.right + previous.len <= run.right
        };
        let before_next = at == chain.len()
            || (run.left + run.len <= chain[at].left && run.right + run.len <= chain[at].right);
        if after_previous && before_next {
            chain.insert(at, run);
        }
    }
    chain
}

/// The longest common subsequence of two short ranges, as pairs of word numbers; nothing if a range
/// is longer than [`MAX_GAP`]. Where several are equally long, left words are passed over first.
fn common_subsequence(
    (left_words, right_words): Both<'_>,
    left: &Range<usize>,
    right: &Range<usize>,
) -> Vec<(usize, usize)> {
    let (n, m) = (left.len(), right.len());
    if n == 0 || m == 0 || n > MAX_GAP || m > MAX_GAP {
        return Vec::new();
    }
    let (here, there) = (&left_words[left.clone()], &right_words[right.clone()]);
    // `best[i][j]` is the length of the longest one of the words from `i` and from `j` on.
    let mut best = [[0u8; MAX_GAP + 1]; MAX_GAP + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            best[i][j] = if here[i].hash == there[j].hash {
                best[i + 1][j + 1] + 1
            } else {
                best[i + 1][j].max(best[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < n && j < m {
        if here[i].hash == there[j].hash {
            pairs.push((left.start + i, right.start + j));
            (i, j) = (i + 1, j + 1);
        } else if best[i + 1][j] >= best[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::words;
    use proptest::prelude::*;

    #[test]
    fn words_that_alternate_for_ever_are_measured_for_a_while() {
        let measured = |pairs: usize| {
            let w = words(&"tick tock ".repeat(pairs));
            let runs = common_runs((&w, &w), &(1..w.len() / 2), &(w.len() / 2..w.len()));
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
            if let Some(found) = whole((&w, &w), &left, &right) {
                let expected = by_runs((&w, &w), left, right).expect("a run that stands there");
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
