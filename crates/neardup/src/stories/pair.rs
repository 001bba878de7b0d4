//! A story beside another: how much of a run of its words the other one has.
//!
//! These are counts by lookups in the index of the other story, without an alignment. Of a sentence
//! there are two measures, which answer different questions:
//!
//! * what is *covered* is there in the same order, at least three words in a row: the wording;
//! * what is *mentioned* is there as a single word, anywhere: the subject.
//!
//! A sentence of which little is covered may still be told, in other words; only if words are not
//! even mentioned does it tell something of its own.

use super::story::Story;
use super::tokens::Token;
use std::ops::Range;

/// A story, and the other one in which its sentences are looked for. Each question has a direction:
/// what of the story is in the other one. The reverse is another pair.
#[derive(Clone, Copy)]
pub(super) struct Pair<'s> {
    pub story: &'s Story<'s>,
    pub other: &'s Story<'s>,
}

/// Weight of a word when new words are counted. A unit of a script without spaces is a pair of
/// letters and weighs half as much.
pub(super) const WORD: usize = 2;

impl Pair<'_> {
    /// For each token of the story, whether it is in the other one as a part of a gram.
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

    /// Whether a run is in the other story word for word.
    pub fn has_whole(self, run: Range<usize>) -> bool {
        let Some(gram) = self.story.gram_at(run.start) else {
            return false;
        };
        let wanted = &self.story.tokens[run];
        for at in self.other.places_of(gram) {
            if let Some(place) = self.other.tokens.get(at..at + wanted.len())
                && are_same(place, wanted)
            {
                return true;
            }
        }
        false
    }

    /// The share of a run that the other story has in grams, 0..=1: of all its words or of its
    /// content words, whichever is less. “That he was” and “at the time” are in every story.
    pub fn share_covered(self, run: Range<usize>, covered: &[bool]) -> f64 {
        let (mut found, mut content, mut content_found) = (0, 0, 0);
        for at in run.clone() {
            let is_content = self.story.tokens[at].is_content();
            content += usize::from(is_content);
            found += usize::from(covered[at]);
            content_found += usize::from(covered[at] && is_content);
        }
        let of_all = found as f64 / run.len() as f64;
        if content == 0 {
            return of_all;
        }
        of_all.min(content_found as f64 / content as f64)
    }

    /// The weight of the content words that the other story does not mention, and of all content
    /// words; [`WORD`] is the weight of one.
    pub fn new_words(self, run: Range<usize>) -> (usize, usize) {
        let (mut new, mut all) = (0, 0);
        for at in run {
            let token = self.story.tokens[at];
            if token.is_content() {
                let weight = if token.is_unspaced() { WORD / 2 } else { WORD };
                all += weight;
                if !self.other.mentions(self.story.unit(at)) {
                    new += weight;
                }
            }
        }
        (new, all)
    }

    /// How many content words of a run the other story does not mention, rounded down to words.
    pub fn count_new_words(self, run: Range<usize>) -> usize {
        self.new_words(run).0 / WORD
    }
}

/// Whether two runs of equal length are the same words.
fn are_same(a: &[Token], b: &[Token]) -> bool {
    for (x, y) in a.iter().zip(b) {
        if x.hash != y.hash {
            return false;
        }
    }
    true
}
