//! Numbers in words, in English: which desk spells out what is a matter of house style.
//!
//! `twelve` is 12, `twenty-five` is 25, `three hundred` is 300. Units and tens are added, `hundred`
//! and `thousand` multiply what is before them. Larger scales are not read, since every desk writes
//! `3 million` with a word. In other languages a number in words stays a word; if another desk
//! writes it in figures, the two sentences look different, and both copies are kept.

use ahash::AHashMap;
use copydesk_text::{Word, hash64};
use std::sync::LazyLock;

/// What a number word does to the number that it is part of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NumberWord {
    /// It adds a value below a hundred.
    Below(u64),
    /// It multiplies what is before it.
    Times(u64),
}

/// What each number word does, by its hash. No normal form is made to look a word up.
static NUMBER_WORDS: LazyLock<AHashMap<u64, NumberWord>> = LazyLock::new(table);

/// The three lists below, by hash.
fn table() -> AHashMap<u64, NumberWord> {
    let mut table = AHashMap::new();
    for (word, value) in UNITS.iter().zip(1..) {
        table.insert(hash64(word.as_bytes()), NumberWord::Below(value));
    }
    for (word, ten) in TENS.iter().zip(2..) {
        table.insert(hash64(word.as_bytes()), NumberWord::Below(10 * ten));
    }
    for (word, factor) in SCALES {
        table.insert(hash64(word.as_bytes()), NumberWord::Times(*factor));
    }
    table
}

/// From 1 on.
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
/// From 20 on.
const TENS: &[&str] = &[
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
/// What each scale multiplies by.
const SCALES: &[(&str, u64)] = &[("hundred", 100), ("thousand", 1000)];

/// What a word does to a number, if it is a number word.
pub(super) fn number_word(word: Word) -> Option<NumberWord> {
    NUMBER_WORDS.get(&word.hash).copied()
}
