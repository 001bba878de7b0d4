//! The sentences of one story, each compared with the place in another where most of it is.
//!
//! The textbook way to compare two versions of a text is `diff`: the longest common subsequence of
//! the whole texts (Wagner and Fischer 1974). Desks move sentences, join two and split one, and a
//! comparison in order takes every sentence that was moved for a new one. So this one differs:
//!
//! 1. **Each sentence is looked for by itself**, wherever it is in the other story.
//! 2. **An equal sentence is found by its hash.** Most sentences of two copies end here.
//! 3. **Whether a sentence is new is decided by counting.** Its runs of three words (*grams*) are
//!    looked up in the other story, and so are its words. If few runs are there, and enough of the
//!    words are nowhere in the other story, the sentence is the story's own. No alignment is
//!    needed.
//! 4. **Only the rest is aligned word by word**, as in the textbook, each sentence with the one or
//!    two sentences of the other story that hold most of its runs ([`replacements`]). Where the two
//!    differ, [`facts`](super::facts) says whether a fact changes.
//!
//! The result is exact about what is equal. It may take a sentence for new that was put in quite
//! other words; then both documents are kept, which costs a reader little.
//!
//! The comparison is not symmetric: a short story may be in a long one and not the other way round.
//! So the caller asks about both stories, and has two answers.

use super::pair::{Pair, WORD};
use super::replacements::{Replacement, counterpart, replacements};
use super::story::Sentence;
use std::ops::Range;

/// How a sentence of one story is told in another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum SentenceMatch {
    /// It is there, equal except for house style.
    Same,
    /// It is there in other words or with other facts: the places where the two differ.
    Differs(Vec<Replacement>),
    /// Nothing like it is there.
    Own,
    /// It is a row of figures, and other figures are there, or none.
    OwnFigures,
}

/// A sentence is in the other story if at least this share of its words is there in grams, and this
/// share of its content words. Below it, desks write about something else.
const MIN_COVERED: f64 = 0.5;
/// New words that make a sentence the story's own if less of it is covered.
const MIN_NEW_WORDS: usize = 3;
/// Share of its content words that must be new, too: a long sentence that the other desk puts in
/// words of its own may have three new ones and tell nothing new.
const MIN_NEW_SHARE: f64 = 0.2;
/// Words in a row of which nothing is in the other story. This many of them, with enough new words
/// among them, tell something of their own, even inside a sentence that is there.
const LONG_ADDITION: usize = 10;
/// New words among them, at least.
const NEW_IN_ADDITION: usize = 4;

impl Pair<'_> {
    /// How the other story tells a sentence of the story. `covered` is from [`Self::covered`].
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
            Some(place) => SentenceMatch::Differs(replacements(self, run, place)),
            // Its words are there, but no run of them: it is told, but in no one place.
            None => SentenceMatch::Differs(Vec::new()),
        }
    }

    /// Whether nothing like these tokens is in the other story, or a long part of them is not. Both
    /// tests need new words, because a sentence may be told in quite other words.
    fn is_own(self, run: Range<usize>, covered: &[bool]) -> bool {
        if self.share_covered(run.clone(), covered) < MIN_COVERED {
            let (new, all) = self.new_words(run);
            let is_much = new as f64 >= MIN_NEW_SHARE * all as f64;
            // “The captain has resigned.” has one new word of two.
            return new >= MIN_NEW_WORDS * WORD && is_much || new >= WORD && 2 * new >= all;
        }
        let mut from = run.start;
        for at in run.clone() {
            if covered[at] {
                if self.is_addition(from..at) {
                    return true;
                }
                from = at + 1;
            }
        }
        self.is_addition(from..run.end)
    }

    /// Whether a stretch of words, of which nothing is in the other story, tells something new.
    fn is_addition(self, run: Range<usize>) -> bool {
        // The length is asked first, because most stretches are short.
        run.len() >= LONG_ADDITION && self.new_words(run).0 >= NEW_IN_ADDITION * WORD
    }
}
