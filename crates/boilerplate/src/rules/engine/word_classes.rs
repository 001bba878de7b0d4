//! What a word looks like, in a few bits, so that most phrases are ruled out by the first two words
//! of a line without running their programs.
//!
//! This is the FIRST set of parsing theory, over classes of words in place of words. A set of
//! classes is two machine words, so comparing two of them costs two instructions.
//!
//! `(sign up|subscribe) *` accepts, at its first place, the classes of the hashes of `sign` and
//! `subscribe`. `newsletter~` accepts the words with the first letter `n`, `#` those with a digit,
//! and `© #` those with such a sign in front of them.

use super::input::Input;
use super::program::{Address, Assertion, Instruction};

/// A set of classes of words. A word is in several: that of its hash, that of its first letter, and
/// so on. A pattern accepts words of several classes at its first place and at its second.
///
/// If no class is in both sets, the pattern does not match; if one is, it may.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct WordClasses {
    /// A bit for each of 64 classes of hashes.
    hashes: u64,
    /// A bit for each first letter from `a` to `z`, and the bits below.
    others: u64,
}

/// A word with a digit.
const NUMBER: u64 = 1 << 26;
/// A word that begins with something else than `a` to `z`, or whose normal form may.
const OTHER_LETTER: u64 = 1 << 27;
const ANY_LETTER: u64 = ((1 << 26) - 1) | OTHER_LETTER;
/// Any word.
const ANY: u64 = 1 << 28;
/// The bit of the first sign in [`SIGNS`]: a word that has this sign in front of it.
const FIRST_SIGN: u32 = 29;
/// The assertions that a sign satisfies. A title is not among them, since it needs none.
const SIGNS: [Assertion; 4] = [
    Assertion::Colon,
    Assertion::At,
    Assertion::Copyright,
    Assertion::Bracket,
];

/// The classes that a pattern accepts at one place.
struct Accepted {
    classes: WordClasses,
    /// Where its threads go on after a word of these classes.
    next: Vec<Address>,
}

impl WordClasses {
    /// All words: a pattern that accepts them is never ruled out.
    pub const ALL: Self = Self {
        hashes: 0,
        others: ANY,
    };

    /// The classes that the first word of a match may be in, and those that the second may be in.
    pub fn of_program(program: &[Instruction]) -> (Self, Self) {
        let first = Self::accepted(program, vec![0]);
        let second = Self::accepted(program, first.next);
        (first.classes, second.classes)
    }

    /// The classes of the words that threads at these addresses consume next. All addresses that
    /// can be reached without a word are followed, each once.
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
                    classes.others |= stem.bytes().next().map_or(ANY, letter_class);
                }
                Instruction::Number => classes.others |= NUMBER,
                Instruction::Any | Instruction::Match | Instruction::Assert(Assertion::Title) => {
                    classes.others |= ANY;
                }
                Instruction::Assert(wanted) => classes.others |= sign_class(*wanted),
                Instruction::Split(targets) => pending.extend(targets),
                Instruction::Jump(target) => pending.push(*target),
            }
            match &program[address] {
                // A word after a sign is in the class of that sign, whatever else it is. So what
                // the pattern wants after the sign need not be known, and the second word may be
                // any: `Match`, the last instruction, accepts all.
                Instruction::Assert(_) | Instruction::Match => next.push(program.len() - 1),
                Instruction::Split(_) | Instruction::Jump(_) => {}
                _ => next.push(address + 1),
            }
        }
        Accepted { classes, next }
    }

    /// The classes of word `at`. Where there is none, those of all words: a pattern may end there.
    pub fn of_word(input: Input<'_>, at: usize) -> Self {
        let Some(word) = input.words.get(at) else {
            return Self {
                hashes: !0,
                others: !0,
            };
        };
        // A word may be a number and begin with a letter: `b7`.
        let number = if word.is_number() { NUMBER } else { 0 };
        let letters = match word.span.slice(input.text).as_bytes() {
            // The normal form of such a word may begin with any letter: `Й` of two characters is
            // one, and `ﬁ` is two.
            _ if word.is_respelt() => ANY_LETTER,
            // An accent may follow as a character of its own and change the first letter.
            [first, next, ..] if first.is_ascii_alphabetic() && !next.is_ascii() => {
                letter_class(*first) | OTHER_LETTER
            }
            [first, ..] if first.is_ascii_alphabetic() => letter_class(*first),
            [first] => letter_class(*first),
            // A word that begins with a letter of another script, or with a sign such as `$`.
            _ => ANY_LETTER,
        };
        Self {
            hashes: hash_class(word.hash),
            others: ANY | signs_in(input.gap(at)) | number | letters,
        }
    }

    /// Whether some class is in both sets.
    #[inline]
    pub fn meet(self, other: Self) -> bool {
        (self.hashes & other.hashes) | (self.others & other.others) != 0
    }
}

/// The class of a word by its hash.
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

/// The class of the words that have this sign in front of them.
fn sign_class(wanted: Assertion) -> u64 {
    let mut class = 0;
    for (bit, sign) in (FIRST_SIGN..).zip(SIGNS) {
        if sign == wanted {
            class |= 1 << bit;
        }
    }
    class
}

/// The classes of a word that has these characters in front of it.
fn signs_in(gap: &str) -> u64 {
    // Nearly all words.
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
    use super::super::matcher::textbook;
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
            if textbook::matches(&pattern, input, false, true) {
                let (first, second) = WordClasses::of_program(pattern.program());
                prop_assert!(first.meet(WordClasses::of_word(input, 0)));
                prop_assert!(second.meet(WordClasses::of_word(input, 1)));
            }
        }
    }
}
