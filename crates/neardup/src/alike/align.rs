//! Aligning two short runs of words.

use super::seeds::{MAX_PLACES, Seeds};
use crate::facts::Difference;
use copydesk_text::Word;
use std::ops::Range;

/// How one run of words stands in another.
#[derive(Clone, Debug)]
pub(crate) struct Alignment {
    /// Words of the left run that stand in the right one, in order.
    pub matched: usize,
    /// Left words that are matched but spelt another way.
    pub respelt: Vec<usize>,
    /// Words that differ.
    pub differences: Vec<Difference>,
    /// The part of the right run that answers to the left one.
    pub right: Range<usize>,
}

/// The words of the left and of the right text.
type Both<'w> = (&'w [Word], &'w [Word]);

#[derive(Clone, Copy)]
struct Run {
    left: usize,
    right: usize,
    len: usize,
}

/// Length of an unbroken window, in words.
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
/// most of it stands, in order.
///
/// Longest common runs first, as in Ratcliff and Obershelp (1988), seeded by runs of three words;
/// what is left between two runs is aligned by longest common subsequence.
///
/// Most runs for which anybody asks stand in the other text whole. Such a run would be the longest
/// common one and leave room for no other, so it is looked for first.
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
        (0..run.len).for_each(|k| out.match_words(words, run.left + k, run.right + k));
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
    fn match_words(&mut self, (left_words, right_words): Both<'_>, left: usize, right: usize) {
        self.matched += 1;
        if left_words[left].is_respelt() != right_words[right].is_respelt() {
            self.respelt.push(left);
        }
    }

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
            let len = (0..most)
                .take_while(|&k| left_words[i + k].hash == right_words[j + k].hash)
                .count();
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

fn common_subsequence(
    (left_words, right_words): Both<'_>,
    left: &Range<usize>,
    right: &Range<usize>,
) -> Vec<(usize, usize)> {
    let (n, m) = (left.len(), right.len());
    if n == 0 || m == 0 || n > MAX_GAP || m > MAX_GAP {
        return Vec::new();
    }
    let same =
        |i: usize, j: usize| left_words[left.start + i].hash == right_words[right.start + j].hash;
    let mut best = [[0u8; MAX_GAP + 1]; MAX_GAP + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            best[i][j] = if same(i, j) {
                best[i + 1][j + 1] + 1
            } else {
                best[i + 1][j].max(best[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < n && j < m {
        if same(i, j) {
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
