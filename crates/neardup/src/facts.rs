//! Does the difference between two nearly equal passages matter?
//!
//! Two paragraphs that differ in a number, a date, a name or a “not” tell different things and are
//! both news. What may differ without telling anything new is little: a typo, an article or
//! pronoun, a bracketed “(pictured)”, one small word more.

use crate::fact_words::facts_differ;
use crate::function_words::{denies, is_function_word};
use copydesk_text::{Document, Word};
use std::ops::Range;

/// One of two texts that are compared: its words, in the text that their spans point into.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side<'t> {
    pub text: &'t str,
    pub words: &'t [Word],
}

impl<'t> Side<'t> {
    pub(crate) fn of(document: &'t Document<'_>) -> Self {
        Self {
            text: document.text(),
            words: document.words(),
        }
    }

    fn raw(self, i: usize) -> &'t str {
        self.words[i].span.slice(self.text)
    }

    pub(crate) fn normal(self, i: usize) -> String {
        copydesk_text::normalise(self.raw(i))
    }

    /// Whether a capital at this word says nothing because a sentence or quotation begins here.
    pub(crate) fn is_initial(self, i: usize, first: usize) -> bool {
        if i == first {
            return true;
        }
        let between = &self.text[self.words[i - 1].span.end()..self.words[i].span.start()];
        between.contains([
            '.', '!', '?', '…', ':', '"', '“', '‘', '«', '„', '\n', '(', '–', '—',
        ])
    }

    /// Whether the word at `i`, capitalised where any word would be, is a name all the same: it is
    /// written in capitals throughout, or stands capitalised in mid-sentence elsewhere.
    fn names_elsewhere(self, i: usize) -> bool {
        let word = self.words[i];
        let is_shouted =
            self.raw(i).chars().count() > 1 && !self.raw(i).chars().any(char::is_lowercase);
        let again = |(j, other): (usize, &Word)| {
            j != i && other.hash == word.hash && other.is_capitalised() && !self.is_initial(j, 0)
        };
        is_shouted || self.words.iter().enumerate().any(again)
    }

    /// Whether the words stand inside one pair of brackets and name nothing.
    fn is_bracketed(self, range: &Range<usize>) -> bool {
        let before = &self.text[..self.words[range.start].span.start()];
        let after = &self.text[self.words[range.end - 1].span.end()..];
        let opens = before.trim_end().ends_with(['(', '[', '（', '［']);
        let closes = after
            .trim_start_matches(|c: char| c.is_whitespace() || c == '.')
            .starts_with([')', ']', '）', '］']);
        let names = range
            .clone()
            .any(|i| self.words[i].is_capitalised() || self.words[i].is_number());
        opens && closes && !names
    }
}

/// Where two aligned passages part: words `left` of the one stand against words `right` of the
/// other; either may be empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// Word indices in the passage that would go.
    pub left: Range<usize>,
    /// Word indices in the passage that would stay.
    pub right: Range<usize>,
}

/// Longest bracketed aside that may be lost, in words.
const MAX_ASIDE: usize = 5;

impl Difference {
    /// How many words are lost that say something, though no fact, if the left words go and the
    /// right ones stay; none if a fact would be lost or changed. `first` is the word with which the
    /// left passage begins.
    pub(crate) fn loss(&self, left: Side<'_>, right: Side<'_>, first: usize) -> Option<usize> {
        if self.left.is_empty() {
            return self.addition(right);
        }
        let (said, kept) = (
            &left.words[self.left.clone()],
            &right.words[self.right.clone()],
        );
        if said.iter().any(|&word| denies(word)) != kept.iter().any(|&word| denies(word)) {
            return None;
        }
        if facts_differ(said, kept) {
            return None;
        }
        let is_lost = |&i: &usize| !kept.iter().any(|word| word.hash == left.words[i].hash);
        let lost: Vec<usize> = self.left.clone().filter(is_lost).collect();
        if lost.iter().any(|&i| left.words[i].is_number()) {
            return None;
        }
        if lost.is_empty()
            || (said.len() <= MAX_ASIDE && left.is_bracketed(&self.left))
            || self.is_same_unspaced(left, right)
        {
            return Some(0);
        }
        if let ([word], [other]) = (said, kept) {
            let is_typo = || {
                is_typo(
                    left,
                    self.left.start,
                    &left.normal(self.left.start),
                    &right.normal(self.right.start),
                )
            };
            return (is_function_word(*word) && is_function_word(*other) || is_typo()).then_some(0);
        }
        let telling: Vec<usize> = lost
            .into_iter()
            .filter(|&i| !is_function_word(left.words[i]))
            .collect();
        let is_name = |i: usize| {
            left.words[i].is_capitalised()
                && (!left.is_initial(i, first) || left.names_elsewhere(i))
        };
        match telling.as_slice() {
            [] if said.len() <= 2 => Some(0),
            [one] if kept.is_empty() && !is_name(*one) && has_case(left.raw(*one)) => Some(1),
            _ => None,
        }
    }
}

impl Difference {
    /// Whether one passage only has a short bracket that the other has not.
    pub(crate) fn is_aside(&self, left: Side<'_>, right: Side<'_>) -> bool {
        let is_bracket = |side: Side<'_>, range: &Range<usize>| {
            !range.is_empty() && range.len() <= MAX_ASIDE && side.is_bracketed(range)
        };
        self.right.is_empty() && is_bracket(left, &self.left)
            || self.left.is_empty() && is_bracket(right, &self.right)
    }

    /// The same as [`Self::loss`] where the left passage is a caption or summary of the story in
    /// which the right one is: what the story says more is no loss, nor is a name or number that
    /// `is_given` elsewhere, unless another stands in its place.
    pub(crate) fn loss_of_retold(
        &self,
        left: Side<'_>,
        right: Side<'_>,
        first: usize,
        is_given: impl Fn(Word) -> bool,
    ) -> Option<usize> {
        let said = &left.words[self.left.clone()];
        let kept = &right.words[self.right.clone()];
        let is_denied = |words: &[Word]| words.iter().any(|&word| denies(word));
        if is_denied(said) != is_denied(kept) {
            return None;
        }
        let has = |words: &[Word], word: Word| words.iter().any(|other| other.hash == word.hash);
        let is_fact = |side: Side<'_>, i: usize, first: usize| {
            let is_initial = side.is_initial(i, first) && !side.names_elsewhere(i);
            side.words[i].is_number() || side.words[i].is_capitalised() && !is_initial
        };
        let is_lost = |&i: &usize| !has(kept, left.words[i]);
        let lost: Vec<usize> = self.left.clone().filter(is_lost).collect();
        let facts_lost = lost.iter().any(|&i| is_fact(left, i, first));
        let facts_gained = self
            .right
            .clone()
            .any(|i| is_fact(right, i, 0) && !has(said, right.words[i]));
        if !lost.is_empty() && (facts_lost && facts_gained || facts_differ(said, kept)) {
            return None;
        }
        let missing = || lost.iter().filter(|&&i| !is_given(left.words[i]));
        if missing().any(|&i| is_fact(left, i, first)) {
            return None;
        }
        Some(
            lost.iter()
                .filter(|&&i| !is_function_word(left.words[i]) && !is_fact(left, i, first))
                .count(),
        )
    }

    /// Whether both say the same but for the spaces: `Trump's`, `Trump ’s`.
    fn is_same_unspaced(&self, left: Side<'_>, right: Side<'_>) -> bool {
        let bytes = |side: Side<'_>, i: usize| side.normal(i).into_bytes();
        let said = self.left.clone().flat_map(|i| bytes(left, i));
        said.eq(self.right.clone().flat_map(|i| bytes(right, i)))
    }

    /// Nothing is lost where only the kept passage says more; but what it says there may be of
    /// something else. A bracketed aside is harmless, a number or name is not, other words count.
    fn addition(&self, right: Side<'_>) -> Option<usize> {
        let is_aside = self.right.len() <= MAX_ASIDE && right.is_bracketed(&self.right);
        let added = &right.words[self.right.clone()];
        if added.iter().any(|&word| denies(word)) {
            return None;
        }
        if is_aside {
            return Some(0);
        }
        let words = || {
            self.right
                .clone()
                .filter(|&i| !is_function_word(right.words[i]))
        };
        let is_name = |i: usize| right.words[i].is_capitalised() && !right.is_initial(i, 0);
        if words().any(|i| right.words[i].is_number() || is_name(i)) {
            return None;
        }
        Some(words().count())
    }
}

/// Scripts with capitals show which words are names; in the others any word may be one.
fn has_case(raw: &str) -> bool {
    raw.chars().any(|c| c.is_lowercase() || c.is_uppercase())
}

/// Whether two normalised words are one name as two desks spell it (`Yediyurappa`, `Yeddyurappa`),
/// or one is short for the other.
pub(crate) fn is_spelling_of(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    // `Dems` is short for `Democrats`.
    let singular = short.strip_suffix('s').filter(|stem| stem.len() >= 3);
    long.starts_with(short)
        || singular.is_some_and(|stem| long.starts_with(stem) && long.ends_with('s'))
        || short.chars().count() >= 5 && is_one_edit(&single(short), &single(long))
}

/// Letters of the shortest word in which one letter may be a slip.
const MIN_SLIP: usize = 5;

/// Whether two longer words are the same but for one letter.
pub(crate) fn is_near_spelling(a: &str, b: &str) -> bool {
    a.chars().count().min(b.chars().count()) >= MIN_SLIP && is_one_edit(a, b)
}

/// A word with every doubled letter once.
fn single(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// Letters that two forms of a word have in common at their beginning, at least.
const MIN_STEM: usize = 5;
/// Letters of the endings in which they differ, at most.
const MAX_ENDING: usize = 2;

/// Whether two words are forms of one: `afterward`, `afterwards`. Long endings may turn the sense
/// round (in Turkish they deny).
fn is_inflection(a: &str, b: &str) -> bool {
    let stem = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let ending = |word: &str| word.chars().count() - stem;
    stem >= MIN_STEM && ending(a) <= MAX_ENDING && ending(b) <= MAX_ENDING
}

/// One letter wrong in a longer word, or another ending; in a name, only a doubled letter.
fn is_typo(left: Side<'_>, at: usize, lost: &str, kept: &str) -> bool {
    let len = lost.chars().count().min(kept.chars().count());
    let word = left.words[at];
    let is_slip = if word.is_capitalised() {
        is_doubled_letter(lost, kept)
    } else {
        is_one_edit(lost, kept) || is_inflection(lost, kept)
    };
    !word.is_number() && !word.is_unspaced() && len >= 5 && is_slip
}

/// Whether two words are the same but for a letter that one of them doubles (`Donbas`, `Donbass`):
/// how one name is spelt on two desks, while any other letter makes another name.
fn is_doubled_letter(a: &str, b: &str) -> bool {
    a.chars().count().abs_diff(b.chars().count()) == 1 && single(a) == single(b)
}

/// Whether one insertion, deletion, substitution or swap of neighbours turns `a` into `b`.
fn is_one_edit(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let front = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[front..], &b[front..]);
    let back = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let (a, b) = (&a[..a.len() - back], &b[..b.len() - back]);
    match (a, b) {
        ([], [_]) | ([_], []) | ([_], [_]) => true,
        ([x, y], [z, w]) => x == w && y == z,
        _ => false,
    }
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
            .loss(
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
