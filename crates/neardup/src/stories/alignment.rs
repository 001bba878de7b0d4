//! Looks for each sentence of a story in another story, and finds the differences.
//!
//! The textbook way to compare two versions of a text is `diff`: the longest common subsequence of
//! the whole texts (Wagner and Fischer 1974). But editors move, join and split sentences, and a
//! comparison in order takes every sentence that was moved for a new one. So this method differs:
//!
//! 1. **Each sentence is looked for by itself**, anywhere in the other story.
//! 2. **An equal sentence is found by its hash.** This is the case for most sentences of copies.
//! 3. **Whether a sentence is new is decided by counting.** Its grams (runs of three words) and its
//!    words are looked up in the other story. If few grams are there, and enough of the words are
//!    nowhere in the other story, the sentence is the story's *own*.
//! 4. **Only the other sentences are aligned word by word**, as in the textbook. Each is aligned
//!    with the sentence of the other story that has most of its grams, and with the neighbours of
//!    that sentence if they have some ([`replacements`]). For each difference,
//!    [`facts`](super::facts) decides whether it changes a fact.
//!
//! So equal sentences are always recognised. A sentence that was put in entirely different words
//! may be taken for a new one; then both documents are kept, which costs a reader little.
//!
//! The comparison is not symmetric: a long story may have all sentences of a short one, but not the
//! other way round. So the caller compares in both directions.

use super::pair::{Pair, WORD};
use super::replacements::{Replacement, counterpart, replacements};
use super::story::Sentence;
use std::ops::Range;

/// How another story has a sentence of a story.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum SentenceMatch {
    /// The other story has it, equal except for house style.
    Same,
    /// The other story has it in other words or with other facts. These are the differences; there
    /// are none if no one place of the other story has it.
    Differs(Vec<Replacement>),
    /// The other story does not have it.
    Own,
    /// It is a row of figures (numbers), and the other story does not have the same row.
    OwnFigures,
}

/// The other story has a sentence if at least this share of its words is covered ([`Pair`]), and of
/// its content words as well.
const MIN_COVERED: f64 = 0.5;
/// Number of words that the other story does not mention (*new* words) by which a sentence is the
/// story's own, if too little of it is covered.
const MIN_NEW_WORDS: usize = 3;
/// Least share of new words among the content words of such a sentence. If another newsroom puts a
/// long sentence in its own words, it may have three new words and tell nothing new.
const MIN_NEW_SHARE: f64 = 0.2;
/// Least number of consecutive words, none of them covered, that tell something new if enough of
/// them are new words, even inside a sentence that the other story has.
const LONG_ADDITION: usize = 10;
/// Least number of new words among them.
const NEW_IN_ADDITION: usize = 4;

impl Pair<'_> {
    /// How the other story has a sentence of the story. `covered` is from [`Self::covered`].
    pub fn match_sentence(self, sentence: &Sentence, covered: &[bool]) -> SentenceMatch {
        if self.other.has_sentence(sentence.hash) {
            return SentenceMatch::Same;
        }
        let run = sentence.tokens.clone();
        if self.story.is_row_of_figures(run.clone()) {
            return if self.has_whole(run) {
                SentenceMatch::Same
            } else {
                SentenceMatch::OwnFigures
            };
        }
        if self.is_own(run.clone(), covered) {
            return SentenceMatch::Own;
        }
        match counterpart(self, run.clone()) {
            Some(counterpart) => SentenceMatch::Differs(replacements(self, run, counterpart)),
            // The other story has its words, but no gram of it, so it is told in no one place.
            None => SentenceMatch::Differs(Vec::new()),
        }
    }

    /// Whether the other story does not have a sentence with these tokens, or not a long part of
    /// it. Both tests require new words, because the other story may tell it in other words.
    fn is_own(self, run: Range<usize>, covered: &[bool]) -> bool {
        if self.share_covered(run.clone(), covered) < MIN_COVERED {
            let (new, all) = self.new_words(run);
            let has_many_new = new >= MIN_NEW_WORDS * WORD;
            let is_share_large = new as f64 >= MIN_NEW_SHARE * all as f64;
            // “The captain has resigned.” has few words, but half of its content words are new.
            let is_half_new = new >= WORD && 2 * new >= all;
            return has_many_new && is_share_large || is_half_new;
        }
        // Each stretch of words that are not covered, between two covered ones.
        let mut stretch_start = run.start;
        for at in run.clone() {
            if covered[at] {
                if self.is_addition(stretch_start..at) {
                    return true;
                }
                stretch_start = at + 1;
            }
        }
        self.is_addition(stretch_start..run.end)
    }

    /// Whether a stretch of words that are not covered tells something new.
    fn is_addition(self, run: Range<usize>) -> bool {
        // The length is tested first, because most stretches are short.
        run.len() >= LONG_ADDITION && self.new_words(run).0 >= NEW_IN_ADDITION * WORD
    }
}
