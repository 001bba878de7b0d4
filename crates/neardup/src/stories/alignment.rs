//! The sentences of one story, each held against the place in another where most of it stands.
//!
//! Desks move sentences, join two and split one, so sentences cannot be paired by their order. For
//! each sentence by itself the questions are, from cheap to dear:
//!
//! 1. Does the other story have it word for word? A hash tells.
//! 2. How much of it stands there at all, in runs of a few words? If little does and its other
//!    words are new, it is the story's own.
//! 3. Where does most of it stand? That place is aligned with it word by word (a longest common
//!    subsequence), and where the two part, [`facts`](super::facts) says whether it matters.
//!
//! The comparison is not symmetric: a short story stands in a long one and not the other way round.
//! So both stories are held against each other, and whoever asks has two answers.

use super::story::{Sentence, Story};
use std::ops::Range;

/// What became of a sentence of one story in another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Fate {
    /// It stands there, equal up to house style.
    Same,
    /// It stands there in other words or with other facts: where they part.
    Differs(Vec<Replacement>),
    /// Nothing like it is there.
    Own,
    /// It is a row of figures, and other figures are there, or none.
    OwnFigures,
}

/// Tokens of one story that stand in the place of tokens of another; either run may be empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Replacement {
    pub left: Range<usize>,
    pub right: Range<usize>,
    /// Whether the sentences around it say the same, so that it stands in its place for certain.
    pub is_certain: bool,
}

/// A sentence is another's if at least this share of its words stands there in grams, and of those
/// that say something.
const MIN_COVERED: f64 = 0.5;
/// New words that make a sentence of which less stands there a sentence of its own.
const MIN_NEW_WORDS: usize = 3;
/// Share of its words that must be new at least: a long sentence that the other puts in words of
/// its own may have three new ones and tell nothing new.
const MIN_NEW_SHARE: f64 = 0.2;
/// Words in a row of which nothing stands there, and new ones among them, that tell something of
/// their own inside a sentence that does stand there.
const LONG_ADDITION: usize = 10;
const NEW_IN_ADDITION: usize = 4;
/// Share of the content words that two sentences must share for a replaced word to stand in the
/// place of the other for certain.
const CERTAIN: f64 = 2.0 / 3.0;
/// Tokens of both sides beyond whose product sentences are not aligned word by word.
const MAX_TABLE: usize = 1 << 16;
/// Places of one gram that are looked at: what occurs more often is a phrase.
const MAX_PLACES: usize = 8;

/// Weight of a word in the count of new words; a pair of letters of a script without spaces
/// weighs half of it.
const WORD: usize = 2;

/// Which tokens of `story` stand in `other`, in grams.
pub(super) fn covered(story: &Story<'_>, other: &Story<'_>) -> Vec<bool> {
    let mut out = vec![false; story.tokens.len()];
    for at in 0..story.tokens.len() {
        if story.gram_at(at).is_some_and(|gram| other.has_gram(gram)) {
            out[at..at + story.gram_len(at)].fill(true);
        }
    }
    out
}

/// Holds a sentence of `story` against `other`. `covered` tells which tokens of the story stand
/// there.
pub(super) fn fate_of(
    sentence: &Sentence,
    story: &Story<'_>,
    other: &Story<'_>,
    covered: &[bool],
) -> Fate {
    if other.has_sentence(sentence.hash) {
        return Fate::Same;
    }
    let run = sentence.tokens.clone();
    if is_row_of_figures(run.clone(), story) {
        return if stands_whole(run, story, other) {
            Fate::Same
        } else {
            Fate::OwnFigures
        };
    }
    if is_own(run.clone(), story, other, covered) {
        return Fate::Own;
    }
    match counterpart(run.clone(), story, other) {
        Some(place) => Fate::Differs(replacements(run, story, place, other)),
        None => Fate::Differs(Vec::new()),
    }
}

/// Whether a line is a row of a table: several numbers, and little else. In a timetable the same
/// few numbers stand everywhere, so only the whole row tells anything.
pub(super) fn is_row_of_figures(run: Range<usize>, story: &Story<'_>) -> bool {
    let numbers = story.tokens[run.clone()]
        .iter()
        .filter(|token| token.is_number())
        .count();
    numbers >= FIGURES && 2 * numbers >= run.len()
}

/// Whether a run stands in the other story word for word.
fn stands_whole(run: Range<usize>, story: &Story<'_>, other: &Story<'_>) -> bool {
    let Some(gram) = story.gram_at(run.start) else {
        return false;
    };
    other.places_of(gram).take(MAX_PLACES).any(|at| {
        let place = other.tokens.get(at..at + run.len());
        let row = &story.tokens[run.clone()];
        place.is_some_and(|place| place.iter().zip(row).all(|(a, b)| a.hash == b.hash))
    })
}

/// Whether nothing like these tokens stands in the other story.
fn is_own(run: Range<usize>, story: &Story<'_>, other: &Story<'_>, covered: &[bool]) -> bool {
    if share_covered(run.clone(), story, covered) < MIN_COVERED {
        let (new, all) = new_words(run, story, other);
        let is_much = new as f64 >= MIN_NEW_SHARE * all as f64;
        return new >= MIN_NEW_WORDS * WORD && is_much || new >= WORD && 2 * new >= all;
    }
    let tokens = run.clone().map(|at| (at, covered[at]));
    let mut from = run.start;
    for (at, is_covered) in tokens.chain([(run.end, true)]) {
        if is_covered {
            let (new, _) = new_words(from..at, story, other);
            if at - from >= LONG_ADDITION && new >= NEW_IN_ADDITION * WORD {
                return true;
            }
            from = at + 1;
        }
    }
    false
}

/// The share of a run that the other story has in grams: of all its words or of those that say
/// something, whichever is less. “That he was”, “at the time” and the like stand in every story.
fn share_covered(run: Range<usize>, story: &Story<'_>, covered: &[bool]) -> f64 {
    let (mut found, mut content, mut content_found) = (0, 0, 0);
    for at in run.clone() {
        let says_something = story.tokens[at].is_content();
        content += usize::from(says_something);
        found += usize::from(covered[at]);
        content_found += usize::from(covered[at] && says_something);
    }
    let of_all = found as f64 / run.len() as f64;
    if content == 0 {
        return of_all;
    }
    of_all.min(content_found as f64 / content as f64)
}

/// The weight of the words that say something and of which the other story does not talk, and of
/// all that say something.
pub(super) fn new_words(run: Range<usize>, story: &Story<'_>, other: &Story<'_>) -> (usize, usize) {
    let (mut new, mut all) = (0, 0);
    for at in run {
        let token = story.tokens[at];
        if token.is_content() {
            let weight = if token.is_unspaced() { WORD / 2 } else { WORD };
            all += weight;
            if !other.talks_of(story.unit(at)) {
                new += weight;
            }
        }
    }
    (new, all)
}

/// The tokens of the sentences of `other` in which most of a run stands.
fn counterpart(run: Range<usize>, story: &Story<'_>, other: &Story<'_>) -> Option<Range<usize>> {
    let mut votes: Vec<usize> = Vec::new();
    for at in run {
        let Some(gram) = story.gram_at(at) else {
            continue;
        };
        votes.extend(
            other
                .places_of(gram)
                .take(MAX_PLACES)
                .map(|place| other.sentence_at(place)),
        );
    }
    // What the story has word for word is not told otherwise here.
    votes.retain(|&sentence| !story.has_sentence(other.sentences[sentence].hash));
    votes.sort_unstable();
    let counted: Vec<(usize, usize)> = votes
        .chunk_by(|a, b| a == b)
        .map(|same| (same[0], same.len()))
        .collect();
    let &(best, _) = counted
        .iter()
        .max_by_key(|&&(sentence, count)| (count, usize::MAX - sentence))?;
    let has_votes = |sentence: usize| counted.iter().any(|&(voted, _)| voted == sentence);
    let first = if best > 0 && has_votes(best - 1) {
        best - 1
    } else {
        best
    };
    let last = if has_votes(best + 1) { best + 1 } else { best };
    Some(other.sentences[first].tokens.start..other.sentences[last].tokens.end)
}

/// Where a run of one story and its counterpart in another part.
fn replacements(
    left: Range<usize>,
    story: &Story<'_>,
    right: Range<usize>,
    other: &Story<'_>,
) -> Vec<Replacement> {
    let pairs = common_subsequence(left.clone(), story, right.clone(), other);
    let (Some(&first), Some(&last)) = (pairs.first(), pairs.last()) else {
        return Vec::new();
    };
    let is_content = |story: &Story<'_>, at: usize| story.tokens[at].is_content();
    let shared = pairs
        .iter()
        .filter(|pair| is_content(story, pair.0))
        .count();
    let all = left.clone().filter(|&at| is_content(story, at)).count();
    let is_certain = shared as f64 >= CERTAIN * all as f64;
    let mut out = Vec::new();
    let mut part = |left: Range<usize>, right: Range<usize>| {
        if !(left.is_empty() && right.is_empty()) {
            out.push(Replacement {
                left,
                right,
                is_certain,
            });
        }
    };
    // The counterpart may be longer than the run: beyond the outermost match only so many tokens
    // stand against the run as it has there itself.
    let lead = (first.0 - left.start).min(first.1 - right.start);
    part(left.start..first.0, first.1 - lead..first.1);
    for pair in pairs.windows(2) {
        part(pair[0].0 + 1..pair[1].0, pair[0].1 + 1..pair[1].1);
    }
    let trail = (left.end - last.0 - 1).min(right.end - last.1 - 1);
    part(last.0 + 1..left.end, last.1 + 1..last.1 + 1 + trail);
    if is_certain {
        let place = first.1 - lead..last.1 + 1 + trail;
        out.append(&mut other_figures(left, story, place, other));
    }
    out
}

/// Numbers of the shortest table or timetable.
const FIGURES: usize = 4;

/// Of two sentences with as many numbers, several, those that differ one by one: where the same few
/// numbers come again and again, the words that both have in order do not tell which is in whose
/// place.
fn other_figures(
    left: Range<usize>,
    story: &Story<'_>,
    right: Range<usize>,
    other: &Story<'_>,
) -> Vec<Replacement> {
    let figures = |story: &Story<'_>, run: Range<usize>| -> Vec<usize> {
        run.filter(|&at| story.tokens[at].is_number()).collect()
    };
    let (here, there) = (figures(story, left), figures(other, right));
    if here.len() != there.len() || here.len() < FIGURES {
        return Vec::new();
    }
    here.into_iter()
        .zip(there)
        .filter(|&(i, j)| story.tokens[i].hash != other.tokens[j].hash)
        .map(|(i, j)| Replacement {
            left: i..i + 1,
            right: j..j + 1,
            is_certain: true,
        })
        .collect()
}

/// The longest common subsequence of two runs, of equally long ones one that keeps words together.
fn common_subsequence(
    left: Range<usize>,
    story: &Story<'_>,
    right: Range<usize>,
    other: &Story<'_>,
) -> Vec<(usize, usize)> {
    let (n, m) = (left.len(), right.len());
    if n * m > MAX_TABLE {
        return Vec::new();
    }
    let same = |i: usize, j: usize| {
        story.tokens[left.start + i].hash == other.tokens[right.start + j].hash
    };
    // A match that continues another is worth more, so that a stray “the” breaks no run.
    const MATCH: u32 = 4;
    const CONTINUED: u32 = 5;
    let width = m + 1;
    let mut best = vec![0_u32; (n + 1) * width];
    let value = |best: &[u32], i: usize, j: usize| {
        let continues = i + 1 < n && j + 1 < m && same(i + 1, j + 1);
        best[(i + 1) * width + j + 1] + if continues { CONTINUED } else { MATCH }
    };
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let skip = best[(i + 1) * width + j].max(best[i * width + j + 1]);
            best[i * width + j] = if same(i, j) {
                skip.max(value(&best, i, j))
            } else {
                skip
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < n && j < m {
        let here = best[i * width + j];
        if same(i, j) && here == value(&best, i, j) {
            pairs.push((left.start + i, right.start + j));
            (i, j) = (i + 1, j + 1);
        } else if here == best[(i + 1) * width + j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}
