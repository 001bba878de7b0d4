//! Finds the *counterpart* of a sentence in another story, and the words in which both differ.
//!
//! ```text
//! The mayor of Varn said on Monday that 39 people had drowned.
//! The mayor         said on Monday that 41 people had drowned.
//! ```
//!
//! Here `of Varn` is replaced by nothing and `39` by `41`. Most content words match, so it is
//! certain that both are versions of one sentence, and that the numbers contradict each other.
//!
//! The counterpart is found by a vote: each gram of the sentence (a run of three words) votes for
//! the sentences of the other story that have it. Then the words of both are matched as a longest
//! common subsequence (Wagner and Fischer 1974), with two departures:
//!
//! 1. **A match scores higher if another match follows it directly** ([`CONTINUED`]). The textbook
//!    method takes any of the longest subsequences, and often matches a stray “the” in the middle
//!    of a phrase. Then “the mayor” seems to replace half of another phrase.
//! 2. **The table is bounded** ([`MAX_TABLE`]). Sentences that are too long for it are rows of
//!    data. They are not aligned, so no fact in them counts as changed.

use super::pair::Pair;
use super::story::{MIN_FIGURES, Story};
use super::tokens::Token;
use std::ops::Range;

/// Tokens of one story that another story replaces by other tokens. One of the two ranges may be
/// empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Replacement {
    /// The replaced tokens: indices in the story whose sentences are looked for.
    pub left: Range<usize>,
    /// The tokens that the other story has instead: indices in the other story.
    pub right: Range<usize>,
    /// Whether the two sentences agree so well that one run certainly replaces the other. Sentences
    /// that were written anew share words by chance.
    pub is_certain: bool,
}

impl Replacement {
    /// The replacement in the other direction: left and right are exchanged.
    pub fn mirrored(self) -> Self {
        Self {
            left: self.right,
            right: self.left,
            is_certain: self.is_certain,
        }
    }
}

/// The replacements of a sentence are certain if at least this share of its content words match.
const MIN_CERTAIN: f64 = 2.0 / 3.0;
/// Most cells of the table of an alignment: tokens of one side times tokens of the other.
const MAX_TABLE: usize = 1 << 16;
/// Score of a matched word.
const MATCH: u32 = 4;
/// Score of a matched word if the next words of both runs match as well.
const CONTINUED: u32 = 5;

/// The counterpart of a run of tokens: the sentence of the other story that has most votes, with
/// the sentences directly before and after it if they have votes, too. It is returned as a range of
/// tokens. `None` if no sentence has votes.
pub(super) fn counterpart(pair: Pair<'_>, run: Range<usize>) -> Option<Range<usize>> {
    let votes = votes(pair, run);
    let best = most_frequent(&votes)?;
    // If a sentence was split in two, each half has a part of the votes.
    let mut first = best;
    if best > 0 && votes.binary_search(&(best - 1)).is_ok() {
        first = best - 1;
    }
    let mut last = best;
    if votes.binary_search(&(best + 1)).is_ok() {
        last = best + 1;
    }
    let sentences = &pair.other.sentences;
    Some(sentences[first].tokens.start..sentences[last].tokens.end)
}

/// The votes of the grams of a run: indices of sentences of the other story, ascending, each as
/// often as grams vote for it.
fn votes(pair: Pair<'_>, run: Range<usize>) -> Vec<usize> {
    let mut votes = Vec::new();
    for at in run {
        let Some(gram) = pair.story.gram_at(at) else {
            continue;
        };
        for token in pair.other.positions_of(gram) {
            let sentence = pair.other.sentence_at(token);
            // A sentence of the other story that this story has word for word, too, is the
            // counterpart of that copy, and not of this run.
            if !pair.story.has_sentence(pair.other.sentences[sentence].hash) {
                votes.push(sentence);
            }
        }
    }
    votes.sort_unstable();
    votes
}

/// The value that occurs most often in an ascending list. If several do, the least of them.
fn most_frequent(ascending: &[usize]) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for same in ascending.chunk_by(usize::eq) {
        if best.is_none_or(|(_, count)| same.len() > count) {
            best = Some((same[0], same.len()));
        }
    }
    best.map(|(value, _)| value)
}

/// The replacements between a run of the story and its counterpart in the other one, from left to
/// right. If the replacements are certain and both runs have many numbers, the numbers that differ
/// follow ([`add_differing_numbers`]). The list is empty if nothing differs, or if the table would
/// be too large.
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
        replacements: Vec::new(),
    };
    // The counterpart may be longer than the run. Before the first match and after the last one,
    // only as many of its tokens are used as the run has there; the rest belongs to other
    // sentences.
    let lead = (first.left - left.start).min(first.right - right.start);
    let trail = (left.end - last.left - 1).min(right.end - last.right - 1);
    let used = first.right - lead..last.right + 1 + trail;
    gaps.add(left.start..first.left, used.start..first.right);
    for neighbours in matches.windows(2) {
        let (one, next) = (neighbours[0], neighbours[1]);
        gaps.add(one.left + 1..next.left, one.right + 1..next.right);
    }
    gaps.add(last.left + 1..left.end, last.right + 1..used.end);
    if gaps.is_certain {
        add_differing_numbers(pair, left, used, &mut gaps.replacements);
    }
    gaps.replacements
}

/// A token of the story and the equal token of the other story with which it is matched.
#[derive(Clone, Copy)]
struct TokenMatch {
    /// Index of the token in the story.
    left: usize,
    /// Index of the token in the other story.
    right: usize,
}

/// Collects the replacements in the gaps between the matches of two runs.
struct Gaps {
    /// Whether all of them are certain.
    is_certain: bool,
    replacements: Vec<Replacement>,
}

impl Gaps {
    /// Adds a gap (the tokens between two matches, before the first or after the last one), unless
    /// both ranges are empty.
    fn add(&mut self, left: Range<usize>, right: Range<usize>) {
        if left.is_empty() && right.is_empty() {
            return;
        }
        self.replacements.push(Replacement {
            left,
            right,
            is_certain: self.is_certain,
        });
    }
}

/// Whether enough of the content words of a run are matched to be certain of its replacements.
fn is_certain(story: &Story<'_>, run: Range<usize>, matches: &[TokenMatch]) -> bool {
    let tokens = story.tokens[run].iter().copied();
    let all = tokens.filter(Token::is_content).count();
    let mut matched = 0;
    for token_match in matches {
        matched += usize::from(story.tokens[token_match.left].is_content());
    }
    matched as f64 >= MIN_CERTAIN * all as f64
}

/// Adds the numbers that differ in two runs, if both have equally many numbers and at least
/// [`MIN_FIGURES`]. The first is compared with the first, the second with the second, and so on.
/// The alignment is not used: if the same few numbers occur again and again, it may match a number
/// with an equal one that is elsewhere in the list of numbers.
fn add_differing_numbers(
    pair: Pair<'_>,
    left: Range<usize>,
    right: Range<usize>,
    out: &mut Vec<Replacement>,
) {
    let left_numbers = numbers(pair.story, left);
    let right_numbers = numbers(pair.other, right);
    if left_numbers.len() != right_numbers.len() || left_numbers.len() < MIN_FIGURES {
        return;
    }
    for (i, j) in left_numbers.into_iter().zip(right_numbers) {
        if pair.story.tokens[i].hash != pair.other.tokens[j].hash {
            out.push(Replacement {
                left: i..i + 1,
                right: j..j + 1,
                is_certain: true,
            });
        }
    }
}

/// The indices of the tokens of a run that are numbers.
fn numbers(story: &Story<'_>, run: Range<usize>) -> Vec<usize> {
    let mut out = Vec::new();
    for at in run {
        if story.tokens[at].is_number() {
            out.push(at);
        }
    }
    out
}

/// The matches of two runs with the highest score, from left to right: a longest common
/// subsequence, or a shorter one that keeps more words together. Empty if the runs are too long for
/// the table.
fn common_subsequence(pair: Pair<'_>, left: Range<usize>, right: Range<usize>) -> Vec<TokenMatch> {
    if left.len() * right.len() > MAX_TABLE {
        return Vec::new();
    }
    let left_tokens = &pair.story.tokens[left.clone()];
    let right_tokens = &pair.other.tokens[right.clone()];
    let table = Table::fill(left_tokens, right_tokens);
    let (mut i, mut j, mut matches) = (0, 0, Vec::new());
    while i < left_tokens.len() && j < right_tokens.len() {
        let best = table.best(i, j);
        // Two equal tokens are matched only if this gives the best score. A stray “the” may not.
        if table.is_match(i, j) && best == table.best_with_match(i, j) {
            matches.push(TokenMatch {
                left: left.start + i,
                right: right.start + j,
            });
            (i, j) = (i + 1, j + 1);
        } else if best == table.best(i + 1, j) {
            i += 1;
        } else {
            j += 1;
        }
    }
    matches
}

/// The table of an alignment. The cell of `i` and `j` holds the best score of an alignment of the
/// left tokens from `i` on with the right tokens from `j` on.
struct Table<'t> {
    left: &'t [Token],
    right: &'t [Token],
    /// The cells, row by row. A row has the `right.len() + 1` cells of one `i`.
    cells: Vec<u32>,
}

impl<'t> Table<'t> {
    /// Fills the cells from the ends of both runs to their beginnings.
    fn fill(left: &'t [Token], right: &'t [Token]) -> Self {
        let mut table = Self {
            left,
            right,
            cells: vec![0; (left.len() + 1) * (right.len() + 1)],
        };
        for i in (0..left.len()).rev() {
            for j in (0..right.len()).rev() {
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

    /// The index of a cell in the vector.
    fn cell(&self, i: usize, j: usize) -> usize {
        i * (self.right.len() + 1) + j
    }

    /// The best score of an alignment from `i` and `j` on; 0 at the end of either run.
    fn best(&self, i: usize, j: usize) -> u32 {
        self.cells[self.cell(i, j)]
    }

    /// Whether the tokens `i` and `j` are equal.
    fn is_match(&self, i: usize, j: usize) -> bool {
        self.left[i].hash == self.right[j].hash
    }

    /// The best score of an alignment from `i` and `j` on that matches these two tokens.
    fn best_with_match(&self, i: usize, j: usize) -> u32 {
        let (next_i, next_j) = (i + 1, j + 1);
        let is_continued =
            next_i < self.left.len() && next_j < self.right.len() && self.is_match(next_i, next_j);
        let score = if is_continued { CONTINUED } else { MATCH };
        self.best(next_i, next_j) + score
    }
}
