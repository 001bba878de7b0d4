//! Counts how much of a run of words another story has.
//!
//! The words are looked up in the index of the other story, without an alignment. There are two
//! measures, which answer different questions:
//!
//! * A word is *covered* if it is part of a gram (usually three words in a row) that the other
//!   story has as well. This compares the wording.
//! * A word is *mentioned* if the other story has it anywhere. This compares the subject.
//!
//! If little of a sentence is covered, the other story may still tell it in other words. The
//! sentence tells something new only if some of its words are not even mentioned there.

use super::story::Story;
use super::tokens::Token;
use std::ops::Range;

/// A story, and the other one in which its sentences are looked for. All methods ask what the other
/// story has of this one. The opposite question needs another pair.
#[derive(Clone, Copy)]
pub(super) struct Pair<'s> {
    pub story: &'s Story<'s>,
    pub other: &'s Story<'s>,
}

/// Weight of a word when words are counted ([`Pair::content_weight`]). A letter of a script without
/// spaces between words has half this weight.
pub(super) const WORD_WEIGHT: usize = 2;

/// The weight of the content words of a run; that of one word is [`WORD_WEIGHT`].
pub(super) struct ContentWeight {
    /// The weight of the *new* ones, which the other story does not mention.
    pub new: usize,
    /// The weight of all of them.
    pub all: usize,
}

impl Pair<'_> {
    /// Whether each token of the story is covered, by its index.
    pub fn covered(self) -> Vec<bool> {
        let mut out = vec![false; self.story.tokens.len()];
        for at in 0..self.story.tokens.len() {
            if let Some(gram) = self.story.gram_at(at)
                && self.other.has_gram(gram)
            {
                out[at..at + self.story.gram_len(at)].fill(true);
            }
        }
        out
    }

    /// Whether the other story has a run of tokens word for word. The run must not be shorter than
    /// a gram.
    pub fn has_verbatim(self, run: Range<usize>) -> bool {
        let Some(gram) = self.story.gram_at(run.start) else {
            return false;
        };
        let tokens = &self.story.tokens[run];
        for at in self.other.positions_of(gram) {
            if let Some(candidate) = self.other.tokens.get(at..at + tokens.len())
                && are_same(candidate, tokens)
            {
                return true;
            }
        }
        false
    }

    /// The share of a run that is covered, 0..=1. It is the share of all words or the share of
    /// content words, whichever is less, because almost any story covers function words (“that he
    /// was”). `covered` is from [`Self::covered`]. The run must not be empty.
    pub fn share_covered(self, run: Range<usize>, covered: &[bool]) -> f64 {
        let (mut words_covered, mut content, mut content_covered) = (0, 0, 0);
        for at in run.clone() {
            let is_content = self.story.tokens[at].is_content();
            content += usize::from(is_content);
            words_covered += usize::from(covered[at]);
            content_covered += usize::from(covered[at] && is_content);
        }
        let share_of_all = words_covered as f64 / run.len() as f64;
        if content == 0 {
            return share_of_all;
        }
        share_of_all.min(content_covered as f64 / content as f64)
    }

    /// The weight of the content words of a run.
    pub fn content_weight(self, run: Range<usize>) -> ContentWeight {
        let (mut new, mut all) = (0, 0);
        for at in run {
            let token = self.story.tokens[at];
            if token.is_content() {
                let weight = if token.is_unspaced() {
                    WORD_WEIGHT / 2
                } else {
                    WORD_WEIGHT
                };
                all += weight;
                // A unit is the hash by which a token is looked up in another story.
                if !self.other.mentions(self.story.unit(at)) {
                    new += weight;
                }
            }
        }
        ContentWeight { new, all }
    }

    /// The number of content words of a run that the other story does not mention, rounded down.
    pub fn count_new_words(self, run: Range<usize>) -> usize {
        self.content_weight(run).new / WORD_WEIGHT
    }
}

/// Whether two runs of the same length have the same words.
fn are_same(a: &[Token], b: &[Token]) -> bool {
    for (x, y) in a.iter().zip(b) {
        if x.hash != y.hash {
            return false;
        }
    }
    true
}
