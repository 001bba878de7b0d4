//! Numbers in words, in English: which desk spells out what is a matter of house style.
//!
//! `twelve` is 12, `twenty-five` is 25, `three hundred` is 300. Units and tens are added, `hundred`
//! and `thousand` multiply what is before them. Larger scales are left as words, since `3 million`
//! is written so by everybody. In other languages a number in words stays a word; if a desk writes
//! it in figures the two sentences look different, and both stay.

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

/// What each number word does, by its hash.
static NUMBER_WORDS: LazyLock<AHashMap<u64, NumberWord>> = LazyLock::new(|| {
    let units = UNITS
        .iter()
        .zip(1..)
        .map(|(&word, value)| (word, NumberWord::Below(value)));
    let tens = TENS
        .iter()
        .zip(2..)
        .map(|(&word, ten)| (word, NumberWord::Below(10 * ten)));
    let scales = SCALES
        .iter()
        .map(|&(word, factor)| (word, NumberWord::Times(factor)));
    units
        .chain(tens)
        .chain(scales)
        .map(|(word, meaning)| (hash64(word.as_bytes()), meaning))
        .collect()
});

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
/// Larger scales stay words: `3 million` is written so by all.
const SCALES: &[(&str, u64)] = &[("hundred", 100), ("thousand", 1000)];

pub(super) fn number_word(word: Word) -> Option<NumberWord> {
    NUMBER_WORDS.get(&word.hash).copied()
}
