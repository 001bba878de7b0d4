//! How a match may begin, as bits, so that most phrases are ruled out by the first two words
//! without being looked at.

use super::matcher::Run;
use super::pattern::{Sign, Step};

/// Ways to begin: of a pattern all of which one must be met, of a line all that it has.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Openings {
    /// A bit for a word's hash; several words share one.
    words: u64,
    /// A bit for a word's first letter, and those below.
    others: u64,
}

/// The bits of `others` that stand for no letter.
const NUMBER: u64 = 1 << 26;
/// The first letter is none of `a` to `z`, or may become one that is not.
const WIDE: u64 = 1 << 27;
const LETTERS: u64 = ((1 << 26) - 1) | WIDE;
/// Any word.
const ANY: u64 = 1 << 28;
/// The first of the signs that may stand in front of the word, in the order of [`SIGNS`].
const SIGN: u32 = 29;
const SIGNS: [Sign; 4] = [Sign::Colon, Sign::At, Sign::Copyright, Sign::Bracket];

fn signs(stand: impl Fn(Sign) -> bool) -> u64 {
    (SIGN..)
        .zip(SIGNS)
        .filter(|&(_, sign)| stand(sign))
        .fold(0, |bits, (place, _)| bits | 1 << place)
}

impl Openings {
    /// Every pattern passes.
    pub const ALL: Self = Self {
        words: 0,
        others: ANY,
    };

    /// How the first word of a match of these steps may look, and how the second.
    pub fn of_pattern(steps: &[Step]) -> (Self, Self) {
        let (first, behind) = Self::of_steps(steps, vec![0]);
        (first, Self::of_steps(steps, behind).0)
    }

    /// How a word may look that is taken by these states or those they lead to, and the states
    /// behind it.
    fn of_steps(steps: &[Step], mut rest: Vec<usize>) -> (Self, Vec<usize>) {
        let mut out = Self::default();
        let mut seen = vec![false; steps.len()];
        let mut behind = Vec::new();
        while let Some(state) = rest.pop() {
            if std::mem::replace(&mut seen[state], true) {
                continue;
            }
            match &steps[state] {
                Step::Word(hash) => out.words |= bit(*hash),
                Step::Prefix(stem) => out.others |= stem.bytes().next().map_or(ANY, letter),
                Step::Number => out.others |= NUMBER,
                Step::Any | Step::Done | Step::Sign(Sign::Title) => out.others |= ANY,
                Step::Sign(wanted) => out.others |= signs(|sign| sign == *wanted),
                Step::Fork(ways) => rest.extend(ways),
                Step::Jump(to) => rest.push(*to),
            }
            match &steps[state] {
                // What stands behind a sign is met by whatever meets the sign, so its word is any.
                Step::Sign(_) | Step::Done => behind.push(steps.len() - 1),
                Step::Fork(_) | Step::Jump(_) => {}
                _ => behind.push(state + 1),
            }
        }
        (out, behind)
    }

    /// How the word at `at` looks; if there is none, like any.
    pub fn of_word(run: Run<'_>, at: usize) -> Self {
        let Some(word) = run.words.get(at) else {
            return Self {
                words: !0,
                others: !0,
            };
        };
        let gap = run.gap(at);
        let signs = if matches!(gap, "" | " ") {
            0
        } else {
            signs(|sign| sign.stands_in(gap))
        };
        let number = if word.is_number() { NUMBER } else { 0 };
        let letters = match word.span.slice(run.text).as_bytes() {
            _ if word.is_respelt() => LETTERS,
            [first, next, ..] if first.is_ascii_alphabetic() => {
                letter(*first) | if next.is_ascii() { 0 } else { WIDE }
            }
            [first] => letter(*first),
            _ => LETTERS,
        };
        Self {
            words: bit(word.hash),
            others: ANY | signs | number | letters,
        }
    }

    /// Whether the two share a way to begin.
    #[inline]
    pub fn meet(self, other: Self) -> bool {
        (self.words & other.words) | (self.others & other.others) != 0
    }
}

fn bit(hash: u64) -> u64 {
    1 << (hash >> 58)
}

/// The bit of a letter by the first byte of its normal form or of the word.
fn letter(byte: u8) -> u64 {
    if byte.is_ascii_alphabetic() {
        1 << (byte.to_ascii_lowercase() - b'a')
    } else {
        WIDE
    }
}

#[cfg(test)]
mod tests {
    use super::super::matcher::plain;
    use super::super::pattern::Pattern;
    use super::*;
    use copydesk_text::words;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_match_begins_in_one_of_its_ways(
            pattern in "(a|éa|\\(a\\|bb\\)|\\(a\\|\\(\\|bb\\)\\)|b~|é~|ss~|ст~|:|#|\\*|\\?)( (a|bb|\\(a\\|éc\\)|#|\\*)){0,2}",
            text in "[:“]?((a|bb|Bbb|éA|e\u{301}a|ßs|ﬁ|стол|Стол|7|b7|И\u{306}|I.B|Rs 5)[:]? ){0,3}",
        ) {
            let (pattern, words) = (Pattern::new(&pattern).expect("a pattern"), words(&text));
            let run = Run { text: &text, words: &words, bounds: (0, text.len()) };
            if plain::matches(&pattern, run, false, true) {
                let (first, second) = Openings::of_pattern(pattern.steps());
                prop_assert!(first.meet(Openings::of_word(run, 0)) && second.meet(Openings::of_word(run, 1)));
            }
        }
    }
}
