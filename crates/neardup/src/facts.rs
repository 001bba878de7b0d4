//! Does the difference between two nearly equal passages matter?
//!
//! Two paragraphs that differ in a number, a date, a name or a “not” tell different things and are
//! both news. What may differ without telling anything new is little: a typo, an article or
//! pronoun, a bracketed “(pictured)”, one small word more.
//!
//! | cut | kept | loss |
//! |---|---|---|
//! | the goverment said | the government said | 0: a typo |
//! | soldiers (pictured) wept | soldiers wept | 0: a bracketed remark |
//! | he claimed | they claimed | 0: small words |
//! | in the early morning | in the morning | 1: one word that says something |
//! | held 1,700 people | held 3,500 people | `None`: a number |
//! | did resign | did not resign | `None`: a negation |
//! | in Iran | in Iraq | `None`: a name |
//!
//! The answer is a number of words, not yes or no: [`Difference::information_loss`] is `None` if a
//! fact would be lost, and else how many words that say something would be. The caller adds these
//! up over all differences of a passage and allows a few. In doubt the answer is `None`, and both
//! passages are kept.

use crate::fact_words::facts_differ;
use crate::function_words::{is_function_word, is_negation_word};
use crate::side::Side;
use crate::spelling::is_typo;
use copydesk_text::Word;
use std::ops::Range;

/// A place where two aligned passages differ: words `left` of the one are in the place of words
/// `right` of the other. One of both may be empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// Word numbers in the text of the passage that would be cut.
    pub left: Range<usize>,
    /// Word numbers in the text of the passage that would be kept.
    pub right: Range<usize>,
}

/// Longest bracketed remark that may be lost, in words: “(pictured)”, “(second from left)”.
const MAX_BRACKET: usize = 5;

impl Difference {
    /// How many words that say something, though no fact, are lost if the left passage is cut and
    /// the right one kept; `None` if a fact would be lost or changed. `first` is the word with
    /// which the left passage begins.
    pub(crate) fn information_loss(
        &self,
        left: Side<'_>,
        right: Side<'_>,
        first: usize,
    ) -> Option<usize> {
        if self.left.is_empty() {
            return self.addition(right);
        }
        let said = &left.words[self.left.clone()];
        let kept = &right.words[self.right.clone()];
        if has_negation(said) != has_negation(kept) || facts_differ(said, kept) {
            return None;
        }
        // A number that the other passage does not have is lost, whatever is in its place.
        let lost = self.lost_words(left, kept);
        for &i in &lost {
            if left.words[i].is_number() {
                return None;
            }
        }
        if lost.is_empty() || is_remark(left, &self.left) || self.is_same_unspaced(left, right) {
            return Some(0);
        }
        // One word in the place of one: the two can be compared letter by letter.
        if let ([word], [other]) = (said, kept) {
            let are_small = is_function_word(*word) && is_function_word(*other);
            return (are_small || self.is_typo(left, right)).then_some(0);
        }
        // Longer differences without a fact: only small words, or one word more.
        let content = content_words(left, &lost);
        match content.as_slice() {
            [] if said.len() <= 2 => Some(0),
            // In a script without capitals the one word may be a name.
            [one] if kept.is_empty() && !left.is_name(*one, first) && has_case(left.raw(*one)) => {
                Some(1)
            }
            _ => None,
        }
    }

    /// The same as [`Self::information_loss`] where the left passage is a caption or summary of the
    /// story in which the right one is. What the story says in addition is no loss. Neither is a
    /// name or number for which `is_given` is true because it is elsewhere in the story, unless
    /// another is in its place.
    pub(crate) fn loss_of_retold(
        &self,
        left: Side<'_>,
        right: Side<'_>,
        first: usize,
        is_given: impl Fn(Word) -> bool,
    ) -> Option<usize> {
        let said = &left.words[self.left.clone()];
        let kept = &right.words[self.right.clone()];
        if has_negation(said) != has_negation(kept) {
            return None;
        }
        let lost = self.lost_words(left, kept);
        if !lost.is_empty() && (self.replaces_fact(left, right, first) || facts_differ(said, kept))
        {
            return None;
        }
        let mut loss = 0;
        for &i in &lost {
            let word = left.words[i];
            if left.is_fact(i, first) {
                if !is_given(word) {
                    return None;
                }
            } else if !is_function_word(word) {
                loss += 1;
            }
        }
        Some(loss)
    }

    /// Whether one passage only has a short bracket that the other has not.
    pub(crate) fn is_bracket(&self, left: Side<'_>, right: Side<'_>) -> bool {
        self.right.is_empty() && !self.left.is_empty() && is_remark(left, &self.left)
            || self.left.is_empty() && !self.right.is_empty() && is_remark(right, &self.right)
    }

    /// The left words that are not among the right ones, by their numbers in the text.
    fn lost_words(&self, left: Side<'_>, kept: &[Word]) -> Vec<usize> {
        let mut lost = Vec::new();
        for i in self.left.clone() {
            if !has_word(kept, left.words[i]) {
                lost.push(i);
            }
        }
        lost
    }

    /// Whether a name or number of the left words is lost and the right ones have another.
    fn replaces_fact(&self, left: Side<'_>, right: Side<'_>, first: usize) -> bool {
        has_own_fact(left, &self.left, first, right, &self.right)
            // Where the right passage begins is not known here; its text begins at 0.
            && has_own_fact(right, &self.right, 0, left, &self.left)
    }

    /// Whether one word is on each side, and the kept one is the other without a typing error.
    fn is_typo(&self, left: Side<'_>, right: Side<'_>) -> bool {
        let (i, j) = (self.left.start, self.right.start);
        is_typo(left.words[i], &left.normal(i), &right.normal(j))
    }

    /// Whether both say the same except for the spaces: `Trump's`, `Trump ’s`.
    fn is_same_unspaced(&self, left: Side<'_>, right: Side<'_>) -> bool {
        left.unspaced(&self.left) == right.unspaced(&self.right)
    }

    /// Nothing is lost where only the kept passage says more, but the more it says, the less
    /// certain is it that both are about the same. A bracketed remark is harmless, a number or name
    /// is not, other words count as if they were lost.
    fn addition(&self, right: Side<'_>) -> Option<usize> {
        if has_negation(&right.words[self.right.clone()]) {
            return None;
        }
        // “(pictured)” says something about the page, not about the story.
        if is_remark(right, &self.right) {
            return Some(0);
        }
        let mut count = 0;
        for i in self.right.clone() {
            let word = right.words[i];
            if is_function_word(word) {
                continue;
            }
            if word.is_number() || word.is_capitalised() && !right.is_initial(i, 0) {
                return None;
            }
            count += 1;
        }
        Some(count)
    }
}

/// Whether a run is a short bracketed remark. The run is not empty.
fn is_remark(side: Side<'_>, run: &Range<usize>) -> bool {
    run.len() <= MAX_BRACKET && side.is_bracketed(run)
}

/// Whether a run has a “not” or the like.
fn has_negation(words: &[Word]) -> bool {
    words.iter().copied().any(is_negation_word)
}

/// Whether a run has a word, by its hash. Runs are short, so no set is made.
fn has_word(words: &[Word], word: Word) -> bool {
    for other in words {
        if other.hash == word.hash {
            return true;
        }
    }
    false
}

/// Whether a run has a name or number that another run has not.
fn has_own_fact(
    side: Side<'_>,
    run: &Range<usize>,
    first: usize,
    other: Side<'_>,
    other_run: &Range<usize>,
) -> bool {
    for i in run.clone() {
        if side.is_fact(i, first) && !has_word(&other.words[other_run.clone()], side.words[i]) {
            return true;
        }
    }
    false
}

/// Those of some words that are no function words.
fn content_words(side: Side<'_>, words: &[usize]) -> Vec<usize> {
    let mut content = Vec::new();
    for &i in words {
        if !is_function_word(side.words[i]) {
            content.push(i);
        }
    }
    content
}

/// Scripts with capitals show which words are names; in the others any word may be one.
fn has_case(raw: &str) -> bool {
    raw.chars().any(is_cased)
}

fn is_cased(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::{hash64, words};
    use proptest::prelude::*;

    /// Judges the one place where two texts differ.
    fn harmless(left: &str, right: &str) -> bool {
        let (a, b) = (words(left), words(right));
        let front = a
            .iter()
            .zip(&b)
            .take_while(|(x, y)| x.hash == y.hash)
            .count();
        let back = a[front..]
            .iter()
            .rev()
            .zip(b[front..].iter().rev())
            .take_while(|(x, y)| x.hash == y.hash)
            .count();
        let difference = Difference {
            left: front..a.len() - back,
            right: front..b.len() - back,
        };
        difference
            .information_loss(
                Side {
                    text: left,
                    words: &a,
                },
                Side {
                    text: right,
                    words: &b,
                },
                0,
            )
            .is_some()
    }

    #[test]
    fn what_tells_nothing_new() {
        for (left, right) in [
            (
                "captured soldiers (pictured), who wept",
                "captured soldiers, who wept",
            ),
            ("He claimed that many died", "They claimed that many died"),
            (
                "the goverment said on Monday",
                "the government said on Monday",
            ),
            ("in the early morning", "in the morning"),
            ("in the morning of May", "in the early morning of May"),
            (
                "Lucrative: The women were set to make millions",
                "The women were set to make millions",
            ),
            (
                "an art school in Donbass burned",
                "an art school in Donbas burned",
            ),
            (
                "the wall that was built afterward",
                "the wall that was built afterwards",
            ),
            ("the town has not been hit", "the town had not been hit"),
            ("and then Banerjee said so", "and then Ms. Banerjee said so"),
            ("and then Mr. Modi said so", "and then Modi said so"),
        ] {
            assert!(harmless(left, right), "{left} / {right}");
        }
    }

    #[test]
    fn what_is_news() {
        for (left, right) in [
            ("police held 1,700 people", "police held 3,500 people"),
            ("police held 1,700 people", "police held people"),
            ("news at 5 p.m.", "news at 5:30 p.m."),
            ("he said in Iran that", "he said in Iraq that"),
            ("Johnson said so", "Johnston said so"),
            ("he did resign on Monday", "he did not resign on Monday"),
            ("he resigned", "he never resigned"),
            ("WINNER: Songs of faith and hope", "Songs of faith and hope"),
            (
                "talks with Obama were called off",
                "talks with Michelle Obama were called off",
            ),
            ("shares rose sharply", "shares fell sharply"),
            ("会议于三日举行", "会议于五日举行"),
            ("due on Monday morning", "due on Friday morning"),
            ("bu konu değerlendirildi ve", "bu konu değerlendirilmedi ve"),
        ] {
            assert!(!harmless(left, right), "{left} / {right}");
        }
    }

    proptest! {
        #[test]
        fn a_word_has_the_hash_of_its_normal_form(text in "(\\PC|[-a-zA-Z'’.,%$€0-9 ]{0,8}|U\\.S\\.| per cent|Rs\\. 7|US\\$|[-−]5|1,700|don't|不|三|não|değil| ){0,24}") {
            for word in words(&text) {
                prop_assert_eq!(word.hash, hash64(copydesk_text::normalise(word.span.slice(&text)).as_bytes()), "{}", word.span.slice(&text));
            }
        }
    }
}
