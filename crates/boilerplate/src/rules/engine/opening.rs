//! How a match may begin, as bits, so that most phrases are ruled out by the first word without being looked at.

use super::matcher::Run;
use super::pattern::Step;

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
/// Something stands in front of the first word.
const GAP: u64 = 1 << 27;
/// The first letter is none of `a` to `z`, or may become one that is not.
const WIDE: u64 = 1 << 28;
const LETTERS: u64 = (1 << 26) - 1 | WIDE;
/// Any word.
const ANY: u64 = 1 << 29;

impl Openings {
    /// Every pattern passes.
    pub const ALL: Self = Self { words: 0, others: ANY };

    /// How matches of these steps may begin.
    pub fn of_pattern(steps: &[Step]) -> Self {
        let mut out = Self::default();
        let mut seen = vec![false; steps.len()];
        let mut rest = vec![0];
        while let Some(state) = rest.pop() {
            if std::mem::replace(&mut seen[state], true) {
                continue;
            }
            match &steps[state] {
                Step::Word(hash) => out.words |= bit(*hash),
                Step::Prefix(stem) => out.others |= stem.bytes().next().map_or(ANY, letter),
                Step::Number => out.others |= NUMBER,
                Step::Sign(_) => out.others |= GAP,
                Step::Any | Step::Done => out.others |= ANY,
                Step::Fork(ways) => rest.extend(ways),
                Step::Jump(to) => rest.push(*to),
            }
        }
        out
    }

    /// How the run begins.
    pub fn of_run(run: Run<'_>) -> Self {
        let Some(word) = run.words.first() else { return Self { words: !0, others: !0 } };
        let gap = if word.span.start() > run.bounds.0 { GAP } else { 0 };
        let number = if word.is_number() { NUMBER } else { 0 };
        let letters = match word.span.slice(run.text).as_bytes() {
            _ if word.is_respelt() => LETTERS,
            [first, next, ..] if first.is_ascii_alphabetic() => letter(*first) | if next.is_ascii() { 0 } else { WIDE },
            [first] => letter(*first),
            _ => LETTERS,
        };
        Self { words: bit(word.hash), others: ANY | gap | number | letters }
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
    if byte.is_ascii_alphabetic() { 1 << (byte.to_ascii_lowercase() - b'a') } else { WIDE }
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
            let (pattern, words) = (Pattern::new(&pattern), words(&text));
            let run = Run { text: &text, words: &words, bounds: (0, text.len()) };
            if plain::matches(&pattern, run, false, true) {
                prop_assert!(Openings::of_pattern(pattern.steps()).meet(Openings::of_run(run)));
            }
        }
    }
}
