//! Classes of words, by which most phrases are ruled out before they are tried: the first two words
//! of the line must be in classes that the phrase accepts.
//!
//! A *phrase* has a [pattern](super::pattern) of words. The pattern is compiled to a
//! [program](super::program): instructions, each of which consumes a word, tests for a sign between
//! two words (an *assertion*), or says where to continue.
//!
//! A word is in several classes: that of its hash, that of its first letter, and others. For
//! example, as the first word the pattern `(sign up|subscribe) *` accepts the classes of the hashes
//! of `sign` and `subscribe`. `newsletter~` accepts the words with the first letter `n`, `#` the
//! words with a digit, and `© #` the words with `©` before them.
//!
//! The classes that a phrase accepts are the FIRST set of parsing theory, with classes of words in
//! place of words. A set of classes is two `u64`, so two sets are compared in a few machine
//! instructions.

use super::input::Input;
use super::program::{Address, Assertion, Instruction};

/// A set of classes of words: the classes that one word is in, or the classes that a pattern
/// accepts as its first or second word.
///
/// If the set of the word and the set of the pattern have no class in common, the pattern does not
/// match. If they have a class in common, the pattern may match.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct WordClasses {
    /// A bit for each of 64 classes of hashes.
    hashes: u64,
    /// Bits 0 to 25 are for the first letters `a` to `z`. The next bits are for the classes that
    /// are declared below.
    others: u64,
}

/// The class of words with a digit.
const NUMBER: u64 = 1 << 26;
/// The class of words whose normal form may begin with another character than `a` to `z`.
const OTHER_LETTER: u64 = 1 << 27;
/// All classes by first letters.
const ALL_LETTERS: u64 = ((1 << 26) - 1) | OTHER_LETTER;
/// The class that every word is in.
const ANY_WORD: u64 = 1 << 28;
/// The number of the bit for words that have the first of [`SIGNS`] before them. The next bits are
/// for the other signs.
const FIRST_SIGN: u32 = 29;
/// The assertions that only a sign satisfies. `Title` is not among them, because a title may begin
/// without a sign.
const SIGNS: [Assertion; 4] = [
    Assertion::Colon,
    Assertion::At,
    Assertion::Copyright,
    Assertion::Bracket,
];

/// What a program accepts at some point: the classes of the next word, and how to continue after
/// it.
struct Accepted {
    classes: WordClasses,
    /// The addresses (indices of instructions) at which the program continues after a word of these
    /// classes.
    next: Vec<Address>,
}

impl WordClasses {
    /// The set of a pattern that accepts all words.
    pub const ALL: Self = Self {
        hashes: 0,
        others: ANY_WORD,
    };

    /// The classes that the first word of a match may be in, and those that the second may be in.
    pub fn of_program(program: &[Instruction]) -> (Self, Self) {
        let first = Self::accepted(program, vec![0]);
        let second = Self::accepted(program, first.next);
        (first.classes, second.classes)
    }

    /// What the program accepts next if it is at one of the `pending` addresses.
    fn accepted(program: &[Instruction], mut pending: Vec<Address>) -> Accepted {
        let mut classes = Self::default();
        let mut next = Vec::new();
        let mut is_visited = vec![false; program.len()];
        while let Some(address) = pending.pop() {
            if std::mem::replace(&mut is_visited[address], true) {
                continue;
            }
            match &program[address] {
                Instruction::Word(hash) => classes.hashes |= hash_class(*hash),
                Instruction::Prefix(stem) => {
                    // A stem is never empty.
                    classes.others |= stem.bytes().next().map_or(ANY_WORD, letter_class);
                }
                Instruction::Number => classes.others |= NUMBER,
                Instruction::Any | Instruction::Match | Instruction::Assert(Assertion::Title) => {
                    classes.others |= ANY_WORD;
                }
                Instruction::Assert(wanted) => classes.others |= sign_class(*wanted),
                Instruction::Split(targets) => pending.extend(targets),
                Instruction::Jump(target) => pending.push(*target),
            }
            let match_address = program.len() - 1;
            match &program[address] {
                // The last instruction, `Match`, accepts all words. It comes next in two cases. Any
                // word may follow the end of a match. And the word that comes after an assertion is
                // tested only for the sign before it, so the word after that is not tested at all.
                Instruction::Assert(_) | Instruction::Match => next.push(match_address),
                Instruction::Split(_) | Instruction::Jump(_) => {}
                _ => next.push(address + 1),
            }
        }
        Accepted { classes, next }
    }

    /// The classes that word `at` of the input is in. If the input has no such word, all classes,
    /// because a match may end before it.
    pub fn of_word(input: Input<'_>, at: usize) -> Self {
        let Some(word) = input.words.get(at) else {
            return Self {
                hashes: !0,
                others: !0,
            };
        };
        // A word with a digit may begin with a letter: `b7`.
        let number = if word.is_number() { NUMBER } else { 0 };
        let letters = match word.span.slice(input.text).as_bytes() {
            // The normal form of a word with a written-out sign (`Rs 5`) begins with the sign.
            _ if word.is_respelt() => ALL_LETTERS,
            // The next character may be an accent that changes the first letter.
            [first, next, ..] if first.is_ascii_alphabetic() && !next.is_ascii() => {
                letter_class(*first) | OTHER_LETTER
            }
            [first, ..] if first.is_ascii_alphabetic() => letter_class(*first),
            // A single digit or sign.
            [only] => letter_class(*only),
            // A word that begins with a character that is not ASCII, or with a sign such as `$`.
            // Its normal form may begin with any letter: that of `ﬁ` begins with `f`.
            _ => ALL_LETTERS,
        };
        Self {
            hashes: hash_class(word.hash),
            others: ANY_WORD | sign_classes(input.gap(at)) | number | letters,
        }
    }

    /// Whether the two sets have a class in common.
    #[inline]
    pub fn overlaps(self, other: Self) -> bool {
        let in_common = (self.hashes & other.hashes) | (self.others & other.others);
        in_common != 0
    }
}

/// The class of a word by its hash: the highest six bits choose one of the 64 classes.
fn hash_class(hash: u64) -> u64 {
    1 << (hash >> 58)
}

/// The class of a word by the first byte of it or of its normal form.
fn letter_class(byte: u8) -> u64 {
    if byte.is_ascii_alphabetic() {
        1 << (byte.to_ascii_lowercase() - b'a')
    } else {
        OTHER_LETTER
    }
}

/// The class of words that have a sign before them that satisfies this assertion, which is one of
/// [`SIGNS`].
fn sign_class(wanted: Assertion) -> u64 {
    let mut class = 0;
    for (bit, sign) in (FIRST_SIGN..).zip(SIGNS) {
        if sign == wanted {
            class |= 1 << bit;
        }
    }
    class
}

/// The classes by signs of a word that has these characters before it.
fn sign_classes(gap: &str) -> u64 {
    // Nearly all words have no sign before them.
    if matches!(gap, "" | " ") {
        return 0;
    }
    let mut classes = 0;
    for (bit, sign) in (FIRST_SIGN..).zip(SIGNS) {
        if sign.holds_in(gap) {
            classes |= 1 << bit;
        }
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::super::matcher::{Extent, textbook};
    use super::super::pattern::Pattern;
    use super::*;
    use copydesk_text::words;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_words_of_a_match_are_in_classes_that_the_pattern_accepts(
            pattern in "(a|éa|\\(a\\|bb\\)|\\(a\\|\\(\\|bb\\)\\)|b~|é~|ss~|ст~|:|#|\\*|\\?)( (a|bb|\
                        \\(a\\|éc\\)|#|\\*)){0,2}",
            text in "[:“]?((a|bb|Bbb|éA|e\u{301}a|ßs|ﬁ|стол|Стол|7|b7|И\u{306}|I.B|Rs 5)[:]? )\
                     {0,3}",
        ) {
            let (pattern, words) = (Pattern::new(&pattern).expect("a pattern"), words(&text));
            let input = Input::of_text(&text, &words);
            if textbook::matches(&pattern, input, Extent::START) {
                let (first, second) = WordClasses::of_program(pattern.program());
                prop_assert!(first.overlaps(WordClasses::of_word(input, 0)));
                prop_assert!(second.overlaps(WordClasses::of_word(input, 1)));
            }
        }
    }
}
