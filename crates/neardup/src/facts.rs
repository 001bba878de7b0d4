//! Differences between two nearly equal passages, and what is lost if one of the passages is cut.
//!
//! Two paragraphs that differ in a fact (a number, a date, a name, a “not”) tell different things
//! and are both news. Only a few kinds of difference tell nothing new, or hardly anything: a typo,
//! an article or pronoun, a bracketed “(pictured)”, a single word of content.
//!
//! | cut | kept | loss |
//! |---|---|---|
//! | the goverment said | the government said | 0: a typo |
//! | soldiers (pictured) wept | soldiers wept | 0: a bracketed remark |
//! | he claimed | they claimed | 0: function words |
//! | in the early morning | in the morning | 1: one word of content |
//! | in the morning | in the early morning | 1: a word that only the kept passage has |
//! | held 1,700 people | held 3,500 people | `None`: a number |
//! | did resign | did not resign | `None`: a negation |
//! | in Iran | in Iraq | `None`: a name |
//!
//! The *loss* of a difference ([`Difference::information_loss`]) is `None` if a fact would be lost,
//! else the number of words of content that would be lost. Words that only the kept passage has
//! count like lost ones: they make it less certain that both tell the same. The caller adds up the
//! losses of all differences of a passage and allows a few words. In case of doubt the loss is
//! `None`, and both passages are kept.
//!
//! The passages are called left (cut) and right (kept). A [`Side`] is the text of one of them, with
//! its words; which words are names is decided there.

use crate::fact_words::facts_differ;
use crate::function_words::{is_function_word, is_negation_word};
use crate::side::Side;
use crate::spelling::is_typo;
use copydesk_text::Word;
use std::ops::Range;

/// A place where two aligned passages differ: one has the words `left` where the other has the
/// words `right`. One of the two ranges may be empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// Words of the passage that would be cut: a range of indices of words in its text.
    pub left: Range<usize>,
    /// Words of the passage that would be kept: a range of indices of words in its text.
    pub right: Range<usize>,
}

/// Length of the longest bracketed remark that may be lost, in words: “(pictured)”, “(second from
/// left)”.
const MAX_REMARK: usize = 5;
/// Length of the longest run that may be cut if only function words are lost, in words.
const MAX_FUNCTION_WORDS: usize = 2;

impl Difference {
    /// The loss if the left passage is cut and the right one kept: a number of words of content, or
    /// `None` if a fact would be lost or changed. `first` is the index of the word with which the
    /// left passage begins.
    pub(crate) fn information_loss(
        &self,
        left: Side<'_>,
        right: Side<'_>,
        first: usize,
    ) -> Option<usize> {
        if self.left.is_empty() {
            return self.cost_of_addition(right);
        }
        let cut = &left.words[self.left.clone()];
        let kept = &right.words[self.right.clone()];
        if has_negation(cut) != has_negation(kept) || facts_differ(cut, kept) {
            return None;
        }
        // A number that is not among the kept words is lost, whatever replaces it.
        let lost = self.lost_words(left, kept);
        for &i in &lost {
            if left.words[i].is_number() {
                return None;
            }
        }
        if lost.is_empty() || is_remark(left, &self.left) || self.is_same_unspaced(left, right) {
            return Some(0);
        }
        // If one word replaces one other word, nothing is lost if both are function words, or if
        // one is a typo of the other.
        if let ([word], [other]) = (cut, kept) {
            let are_function_words = is_function_word(*word) && is_function_word(*other);
            return (are_function_words || self.is_only_typo(left, right)).then_some(0);
        }
        match content_words(left, &lost)[..] {
            // Only function words are lost.
            [] if cut.len() <= MAX_FUNCTION_WORDS => Some(0),
            // One word of content is lost, and nothing replaces it. It must not be a name. In a
            // script without capitals any word may be one.
            [i] if kept.is_empty() && !left.is_name(i, first) && has_case(left.raw(i)) => Some(1),
            _ => None,
        }
    }

    /// The loss as in [`Self::information_loss`], but for a caption or summary (left) and a passage
    /// of the story that it belongs to (right). What the story says in addition costs nothing. A
    /// lost name or number costs nothing if `is_given` is `true` for it: then the story has it
    /// elsewhere. But if the right passage has another name or number instead, the loss is `None`.
    pub(crate) fn loss_of_retold(
        &self,
        left: Side<'_>,
        right: Side<'_>,
        first: usize,
        is_given: impl Fn(Word) -> bool,
    ) -> Option<usize> {
        let cut = &left.words[self.left.clone()];
        let kept = &right.words[self.right.clone()];
        if has_negation(cut) != has_negation(kept) {
            return None;
        }
        let lost = self.lost_words(left, kept);
        if !lost.is_empty() && (self.replaces_fact(left, right, first) || facts_differ(cut, kept)) {
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

    /// Whether one of the passages has a short bracketed remark here (an *aside*), and the other
    /// has nothing.
    pub(crate) fn is_aside(&self, left: Side<'_>, right: Side<'_>) -> bool {
        match (self.left.is_empty(), self.right.is_empty()) {
            (false, true) => is_remark(left, &self.left),
            (true, false) => is_remark(right, &self.right),
            _ => false,
        }
    }

    /// The indices of the left words that are not among `kept`, the right words.
    fn lost_words(&self, left: Side<'_>, kept: &[Word]) -> Vec<usize> {
        let mut lost = Vec::new();
        for i in self.left.clone() {
            if !has_word(kept, left.words[i]) {
                lost.push(i);
            }
        }
        lost
    }

    /// Whether each side has a name or number that the other side does not have.
    fn replaces_fact(&self, left: Side<'_>, right: Side<'_>, first: usize) -> bool {
        has_fact_of_its_own(left, &self.left, first, right, &self.right)
            // It is not known where the right passage begins, so the beginning of its text is used.
            && has_fact_of_its_own(right, &self.right, 0, left, &self.left)
    }

    /// Whether the two words of a difference are spellings of one word. Each side must have exactly
    /// one word.
    fn is_only_typo(&self, left: Side<'_>, right: Side<'_>) -> bool {
        let (i, j) = (self.left.start, self.right.start);
        is_typo(left.words[i], &left.normal(i), &right.normal(j))
    }

    /// Whether both say the same except for the spaces: `Trump's`, `Trump ’s`.
    fn is_same_unspaced(&self, left: Side<'_>, right: Side<'_>) -> bool {
        left.unspaced(&self.left) == right.unspaced(&self.right)
    }

    /// The loss if only the right side has words. Nothing is lost then. But the more words the
    /// right passage adds, the less certain it is that both tell the same. So added words of
    /// content count as if they were lost, and an added fact gives `None`. A bracketed remark costs
    /// nothing.
    fn cost_of_addition(&self, right: Side<'_>) -> Option<usize> {
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
            // It is not known where the right passage begins, so the beginning of its text is used.
            if word.is_number() || word.is_capitalised() && !right.may_open_sentence(i, 0) {
                return None;
            }
            count += 1;
        }
        Some(count)
    }
}

/// Whether a run is a short bracketed remark, such as “(pictured)”. The run must not be empty.
fn is_remark(side: Side<'_>, run: &Range<usize>) -> bool {
    run.len() <= MAX_REMARK && side.is_bracket_without_facts(run)
}

/// Whether a run has a “not” or the like.
fn has_negation(words: &[Word]) -> bool {
    words.iter().copied().any(is_negation_word)
}

/// Whether a run has a word with the hash of `word`. Runs are short, so no set is made of them.
fn has_word(words: &[Word], word: Word) -> bool {
    for other in words {
        if other.hash == word.hash {
            return true;
        }
    }
    false
}

/// Whether `run` has a name or number that `other_run` does not have. `first` is the index of the
/// word with which the passage of `run` begins.
fn has_fact_of_its_own(
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

/// Those of the words that are not function words. Words are given by their indices.
fn content_words(side: Side<'_>, words: &[usize]) -> Vec<usize> {
    let mut content = Vec::new();
    for &i in words {
        if !is_function_word(side.words[i]) {
            content.push(i);
        }
    }
    content
}

/// Whether a word is written in a script with capitals. Such a script shows which words are names;
/// in others any word may be one.
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

    /// Whether no fact is lost by the difference between two texts. They have only one difference.
    fn is_harmless(left: &str, right: &str) -> bool {
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
    fn differences_that_tell_nothing_new() {
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
            assert!(is_harmless(left, right), "{left} / {right}");
        }
    }

    #[test]
    fn differences_that_are_news() {
        for (left, right) in [
            ("police held 1,700 people", "police held 3,500 people"),
            ("police held 1,700 people", "police held people"),
            ("news at 5 p.m.", "news at 5:30 p.m."),
            ("he said in Iran that", "he said in Iraq that"),
            ("Johnson said so", "Johnston said so"),
            ("he did resign on Monday", "he did not resign on Monday"),
            ("he resigned", "he never resigned"),
            // A word in capitals throughout is taken for a name.
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
            assert!(!is_harmless(left, right), "{left} / {right}");
        }
    }

    // Words are looked up by their hashes in lists of normal forms.
    proptest! {
        #[test]
        fn a_word_has_the_hash_of_its_normal_form(text in "(\\PC|[-a-zA-Z'’.,%$€0-9 ]{0,8}|U\\.S\\.| per cent|Rs\\. 7|US\\$|[-−]5|1,700|don't|不|三|não|değil| ){0,24}") {
            for word in words(&text) {
                prop_assert_eq!(word.hash, hash64(copydesk_text::normalise(word.span.slice(&text)).as_bytes()), "{}", word.span.slice(&text));
            }
        }
    }
}
