//! Where a sentence and its counterpart in another story differ, word by word.
//!
//! ```text
//! The mayor of Varn said on Monday that 39 people had drowned.
//! The mayor        said on Monday that 41 people had drowned.
//! ```
//!
//! Here `of Varn` is replaced by nothing and `39` by `41`. Most content words are matched, so that
//! is certain: the two sentences are one, and the numbers contradict each other.
//!
//! The counterpart is found by a vote: each gram of the sentence votes for the sentences of the
//! other story in which it is. The two are then aligned as a longest common subsequence (Wagner and
//! Fischer 1974), with two departures:
//!
//! 1. **A match that continues another is worth more** ([`CONTINUED`]). The textbook takes any
//!    subsequence of the greatest length, and likes to match a stray “the” in the middle of a
//!    phrase; then “the mayor” seems to replace half of another phrase.
//! 2. **The table is bounded** ([`MAX_TABLE`]). Longer sentences than that are rows of data; they
//!    are not aligned, so no fact in them counts as changed.

use super::pair::Pair;
use super::story::{MIN_FIGURES, Story};
use super::tokens::Token;
use std::ops::Range;

/// Tokens of one story that are in the place of tokens of another. One of both runs may be empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Replacement {
    /// Tokens of the story that is asked about.
    pub left: Range<usize>,
    /// Tokens of the other story.
    pub right: Range<usize>,
    /// Whether the words around it agree so well that the one certainly replaces the other.
    /// Sentences that were written anew share words by chance.
    pub is_certain: bool,
}

impl Replacement {
    /// The same, seen from the other story.
    pub fn mirrored(self) -> Self {
        Self {
            left: self.right,
            right: self.left,
            is_certain: self.is_certain,
        }
    }
}

/// Share of the content words of a sentence that must be matched for its replacements to be
/// certain.
const CERTAIN: f64 = 2.0 / 3.0;
/// Most cells of the table of an alignment: tokens of one side times tokens of the other.
const MAX_TABLE: usize = 1 << 16;
/// Worth of a matched word.
const MATCH: u32 = 4;
/// Worth of a matched word if the next words match as well.
const CONTINUED: u32 = 5;

/// The tokens of the sentences of the other story that hold most of a run: the sentence with most
/// votes, and the ones next to it if they have votes, too. `None` if no gram of the run is there.
pub(super) fn counterpart(pair: Pair<'_>, run: Range<usize>) -> Option<Range<usize>> {
    let votes = votes(pair, run);
    let best = most_frequent(&votes)?;
    let mut first = best;
    if best > 0 && votes.binary_search(&(best - 1)).is_ok() {
        first = best - 1;
    }
    let mut last = best;
    if votes.binary_search(&(best + 1)).is_ok() {
        last = best + 1;
    }
    // A desk that splits a sentence in two leaves half of the votes with each.
    let sentences = &pair.other.sentences;
    Some(sentences[first].tokens.start..sentences[last].tokens.end)
}

/// The sentences of the other story in which grams of a run are, once for each gram, ascending.
fn votes(pair: Pair<'_>, run: Range<usize>) -> Vec<usize> {
    let mut votes = Vec::new();
    for at in run {
        let Some(gram) = pair.story.gram_at(at) else {
            continue;
        };
        for place in pair.other.places_of(gram) {
            let sentence = pair.other.sentence_at(place);
            // A sentence that the story has word for word is the counterpart of that one.
            if !pair.story.has_sentence(pair.other.sentences[sentence].hash) {
                votes.push(sentence);
            }
        }
    }
    votes.sort_unstable();
    votes
}

/// The value that occurs most often in an ascending list, of several the least.
fn most_frequent(ascending: &[usize]) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for same in ascending.chunk_by(usize::eq) {
        if best.is_none_or(|(_, count)| same.len() > count) {
            best = Some((same[0], same.len()));
        }
    }
    best.map(|(value, _)| value)
}

/// Where a run of the story and its counterpart in the other differ, from left to right; rows of
/// figures are listed again at the end, number by number. Empty if they share no word.
pub(super) fn replacements(
    pair: Pair<'_>,
    left: Range<usize>,
    right: Range<usize>,
) -> Vec<Replacement> {
    // The two share at least one gram, so there is a match unless the table would be too large.
    let matches = common_subsequence(pair, left.clone(), right.clone());
    let (Some(&first), Some(&last)) = (matches.first(), matches.last()) else {
        return Vec::new();
    };
    let mut gaps = Gaps {
        is_certain: is_certain(pair.story, left.clone(), &matches),
        found: Vec::new(),
    };
    // The counterpart may be longer than the run. Beyond the outermost matches, the run differs
    // from as many tokens there as it has itself; the rest belongs to other sentences.
    let lead = (first.0 - left.start).min(first.1 - right.start);
    let trail = (left.end - last.0 - 1).min(right.end - last.1 - 1);
    let place = first.1 - lead..last.1 + 1 + trail;
    gaps.add(left.start..first.0, place.start..first.1);
    for two in matches.windows(2) {
        gaps.add(two[0].0 + 1..two[1].0, two[0].1 + 1..two[1].1);
    }
    gaps.add(last.0 + 1..left.end, last.1 + 1..place.end);
    if gaps.is_certain {
        add_other_figures(pair, left, place, &mut gaps.found);
    }
    gaps.found
}

/// The replacements between two aligned runs.
struct Gaps {
    is_certain: bool,
    found: Vec<Replacement>,
}

impl Gaps {
    /// Adds what is between two matches, if there is anything.
    fn add(&mut self, left: Range<usize>, right: Range<usize>) {
        if left.is_empty() && right.is_empty() {
            return;
        }
        self.found.push(Replacement {
            left,
            right,
            is_certain: self.is_certain,
        });
    }
}

/// Whether enough of the content words of a run are matched.
fn is_certain(story: &Story<'_>, run: Range<usize>, matches: &[(usize, usize)]) -> bool {
    let all = story.tokens[run].iter().copied();
    let all = all.filter(Token::is_content).count();
    let mut shared = 0;
    for &(at, _) in matches {
        shared += usize::from(story.tokens[at].is_content());
    }
    shared as f64 >= CERTAIN * all as f64
}

/// Adds the numbers that differ if both runs have several numbers, and as many as each other: the
/// first against the first, and so on. Where the same few numbers occur again and again, the
/// longest common subsequence may match a number with an equal one of another column.
fn add_other_figures(
    pair: Pair<'_>,
    left: Range<usize>,
    right: Range<usize>,
    out: &mut Vec<Replacement>,
) {
    let (here, there) = (numbers(pair.story, left), numbers(pair.other, right));
    if here.len() != there.len() || here.len() < MIN_FIGURES {
        return;
    }
    for (i, j) in here.into_iter().zip(there) {
        if pair.story.tokens[i].hash != pair.other.tokens[j].hash {
            out.push(Replacement {
                left: i..i + 1,
                right: j..j + 1,
                is_certain: true,
            });
        }
    }
}

/// The tokens of a run that are numbers.
fn numbers(story: &Story<'_>, run: Range<usize>) -> Vec<usize> {
    let mut out = Vec::new();
    for at in run {
        if story.tokens[at].is_number() {
            out.push(at);
        }
    }
    out
}

/// The longest common subsequence of two runs, as pairs of tokens. Of equally long ones it is one
/// that keeps words together. Empty if the runs are too long for the table.
fn common_subsequence(
    pair: Pair<'_>,
    left: Range<usize>,
    right: Range<usize>,
) -> Vec<(usize, usize)> {
    if left.len() * right.len() > MAX_TABLE {
        return Vec::new();
    }
    let here = &pair.story.tokens[left.clone()];
    let there = &pair.other.tokens[right.clone()];
    let table = Table::fill(here, there);
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < here.len() && j < there.len() {
        let best = table.best(i, j);
        // A match is taken only if it is part of the best alignment: one more “the” may not be.
        if table.is_match(i, j) && best == table.best_with_match(i, j) {
            pairs.push((left.start + i, right.start + j));
            (i, j) = (i + 1, j + 1);
        } else if best == table.best(i + 1, j) {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// The table of an alignment: for each place in both runs, what the best alignment of everything
/// from there on is worth.
struct Table<'t> {
    here: &'t [Token],
    there: &'t [Token],
    /// By rows of `there.len() + 1`.
    cells: Vec<u32>,
}

impl<'t> Table<'t> {
    /// Fills the cells from the ends of both runs to their beginnings.
    fn fill(here: &'t [Token], there: &'t [Token]) -> Self {
        let mut table = Self {
            here,
            there,
            cells: vec![0; (here.len() + 1) * (there.len() + 1)],
        };
        for i in (0..here.len()).rev() {
            for j in (0..there.len()).rev() {
                let mut best = table.best(i + 1, j).max(table.best(i, j + 1));
                if table.is_match(i, j) {
                    best = best.max(table.best_with_match(i, j));
                }
                let cell = table.cell(i, j);
                table.cells[cell] = best;
            }
        }
        table
    }

    /// The position of a cell in the vector.
    fn cell(&self, i: usize, j: usize) -> usize {
        i * (self.there.len() + 1) + j
    }

    /// What the best alignment from `i` and `j` on is worth; 0 at the end of either run.
    fn best(&self, i: usize, j: usize) -> u32 {
        self.cells[self.cell(i, j)]
    }

    fn is_match(&self, i: usize, j: usize) -> bool {
        self.here[i].hash == self.there[j].hash
    }

    /// The worth of matching `i` with `j`, and then the best that follows.
    fn best_with_match(&self, i: usize, j: usize) -> u32 {
        let (next_i, next_j) = (i + 1, j + 1);
        let is_continued =
            next_i < self.here.len() && next_j < self.there.len() && self.is_match(next_i, next_j);
        let worth = if is_continued { CONTINUED } else { MATCH };
        self.best(next_i, next_j) + worth
    }
}
