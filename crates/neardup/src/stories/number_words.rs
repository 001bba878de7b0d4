//! English number words, because it is a matter of house style which numbers are spelt out.
//!
//! `twelve` is 12, `twenty-five` is 25, `three hundred` is 300. Units and tens are added. `hundred`
//! and `thousand` are *scales*: they multiply the number before them. Larger scales are not
//! included, since every newsroom writes `3 million` with a word.
//!
//! In other languages a number in words remains a word. If another newsroom writes it in figures,
//! the two sentences look different, and both copies are kept.

use ahash::AHashMap;
use copydesk_text::{Word, hash64};
use std::sync::LazyLock;

/// The meaning of a number word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NumberWord {
    /// Adds a value below a hundred: `twelve`, `twenty`.
    Plus(u64),
    /// Multiplies the number before it: `hundred`.
    Times(u64),
}

/// The number words by the hash of their normal form, which every [`Word`] has already.
static NUMBER_WORDS: LazyLock<AHashMap<u64, NumberWord>> = LazyLock::new(table);

/// Makes one table of [`UNITS`], [`TENS`] and [`SCALES`].
fn table() -> AHashMap<u64, NumberWord> {
    let mut table = AHashMap::new();
    for (word, value) in UNITS.iter().zip(1..) {
        table.insert(hash64(word.as_bytes()), NumberWord::Plus(value));
    }
    for (word, tens) in TENS.iter().zip(2..) {
        table.insert(hash64(word.as_bytes()), NumberWord::Plus(10 * tens));
    }
    for (word, factor) in SCALES {
        table.insert(hash64(word.as_bytes()), NumberWord::Times(*factor));
    }
    table
}

/// The words for 1 to 19.
const UNITS: &[&str] = &[
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
/// The words for 20, 30 and so on.
const TENS: &[&str] = &[
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
/// The scales, with their factors.
const SCALES: &[(&str, u64)] = &[("hundred", 100), ("thousand", 1000)];

/// The meaning of a word as a number word; `None` if it is not one.
pub(super) fn number_word(word: Word) -> Option<NumberWord> {
    NUMBER_WORDS.get(&word.hash).copied()
}
