//! Looks for each sentence of a story in another story, and finds the differences.
//!
//! The textbook way to compare two versions of a text is `diff`: the longest common subsequence of
//! the whole texts (Wagner and Fischer 1974). But editors move, join and split sentences, and a
//! comparison in order takes a moved sentence for a new one. So this method differs:
//!
//! 1. **Each sentence is looked for by itself**, anywhere in the other story.
//! 2. **An equal sentence is found by its hash.** This is the case for most sentences of copies.
//! 3. **Whether a sentence is new is decided by counting.** Its grams (runs of three words) and its
//!    words are looked up in the other story. If the other story has few of the grams and lacks too
//!    many of the words, the sentence is the story's *own*. The same is true if it lacks both in a
//!    long stretch of the sentence.
//! 4. **Only the remaining sentences are aligned word by word**, as in the textbook. Each is
//!    aligned with its counterpart: the sentence of the other story that has most of its grams, and
//!    the neighbours of that sentence that have any of them ([`replacements`]). For each
//!    difference, [`facts`](super::facts) decides whether it changes a fact.
//!
//! Equal sentences are always recognised. But a sentence that was put in entirely different words
//! may be taken for a new one. Then both documents are kept, which costs a reader little.
//!
//! The comparison is not symmetric: a long story may have all sentences of a short one, but not the
//! other way round. So the caller compares in both directions.

use super::pair::{Pair, WORD_WEIGHT};
use super::replacements::{Replacement, counterpart, replacements};
use super::story::Sentence;
use std::ops::Range;

/// Whether and how the other story has a sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum SentenceMatch {
    /// The other story has it, equal except for house style.
    Same,
    /// The other story has it in other words or with other facts. The list holds the differences.
    /// It is empty if none were found, for example because there is no counterpart: the words are
    /// scattered over the other story.
    Differs(Vec<Replacement>),
    /// The other story does not have it.
    Own,
    /// It is a row of figures (numbers), and the other story does not have the same row.
    OwnFigures,
}

/// The other story has a sentence if at least this share of its words is *covered*, and of its
/// content words as well. A word is covered if the other story has a gram that contains it.
const MIN_COVERED: f64 = 0.5;
/// A sentence of which too little is covered is the story's own if it has at least this many *new*
/// words. These are content words (not “the” or “was”) that the other story does not have anywhere.
const MIN_NEW_WORDS: usize = 3;
/// Least share of new words among the content words of such a sentence. A long sentence may have a
/// few new words and tell nothing new, because a newsroom puts it in its own words.
const MIN_NEW_SHARE: f64 = 0.2;
/// Least length, in tokens, of an *addition*: consecutive words that are not covered, inside a
/// sentence that the other story has. An addition tells something new.
const MIN_ADDITION: usize = 10;
/// Least number of new words in an addition.
const MIN_NEW_IN_ADDITION: usize = 4;

impl Pair<'_> {
    /// Looks for a sentence of the story in the other one. `covered` is from [`Self::covered`]: it
    /// says of each token of the story whether it is covered.
    pub fn match_sentence(self, sentence: &Sentence, covered: &[bool]) -> SentenceMatch {
        if self.other.has_sentence(sentence.hash) {
            return SentenceMatch::Same;
        }
        let run = sentence.tokens.clone();
        if self.story.is_row_of_figures(run.clone()) {
            return if self.has_verbatim(run) {
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
            // The other story has its words, but not in one place.
            None => SentenceMatch::Differs(Vec::new()),
        }
    }

    /// Whether a sentence with these tokens counts as the story's own: too little of it is covered,
    /// or it has an addition. Both need new words, because the other story may tell the same in
    /// other words.
    fn is_own(self, run: Range<usize>, covered: &[bool]) -> bool {
        if self.share_covered(run.clone(), covered) < MIN_COVERED {
            // A word weighs `WORD_WEIGHT`; a letter of a script without spaces weighs less.
            let weight = self.content_weight(run);
            let has_many_new = weight.new >= MIN_NEW_WORDS * WORD_WEIGHT;
            let is_share_large = weight.new as f64 >= MIN_NEW_SHARE * weight.all as f64;
            // “The captain has resigned.” has few words, but half of its content words are new.
            let is_half_new = weight.new >= WORD_WEIGHT && 2 * weight.new >= weight.all;
            return has_many_new && is_share_large || is_half_new;
        }
        // Every stretch of words between two covered ones may be an addition.
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

    /// Whether a stretch of words that are not covered is an addition.
    fn is_addition(self, run: Range<usize>) -> bool {
        // The length is tested first, because most stretches are short.
        run.len() >= MIN_ADDITION
            && self.content_weight(run).new >= MIN_NEW_IN_ADDITION * WORD_WEIGHT
    }
}
