//! Invented words: several thousand for each script.

use super::recipe::Script;
use crate::prng::SplitMix64;
use std::collections::BTreeSet;

/// The words of a script. No word occurs twice.
pub(super) struct Vocabulary {
    pub(super) nouns: Vec<String>,
    pub(super) verbs: Vec<String>,
    pub(super) adjectives: Vec<String>,
    pub(super) names: Vec<String>,
    pub(super) places: Vec<String>,
}

impl Vocabulary {
    pub(super) fn of(script: Script) -> Self {
        let mut maker = WordMaker {
            script,
            // Every dump has the same words, so this is not the seed of the recipe.
            random: SplitMix64::part(0x5EED, script as u64),
            taken: BTreeSet::new(),
        };
        let [noun, verb, adjective, name, place] = endings(script);
        // The last argument says whether the words are names, which begin with a capital.
        Self {
            nouns: maker.words(4_000, noun, false),
            verbs: maker.words(1_500, verb, false),
            adjectives: maker.words(1_500, adjective, false),
            names: maker.words(1_500, name, true),
            places: maker.words(800, place, true),
        }
    }
}

/// The endings of nouns, verbs, adjectives, names and places.
fn endings(script: Script) -> [&'static [&'static str]; 5] {
    match script {
        Script::Latin => [
            &["", "er", "ment", "age", "ery", "ness", "ing"],
            &["ed"],
            &["al", "ic", "ous", "ary"],
            &["", "son", "ez", "ini", "a"],
            &["ton", "vale", "burg", "haven"],
        ],
        Script::Cyrillic => [
            &["", "ник", "ство", "ка"],
            &["ил", "ала"],
            &["ный", "ская"],
            &["ов", "енко"],
            &["град", "ово"],
        ],
        Script::Arabic => [&["", "ة", "ات"], &[""], &["ي"], &[""], &["ان", "ية"]],
        Script::Han => [&[""], &[""], &[""], &[""], &["州", "市"]],
    }
}

/// Invents words.
struct WordMaker {
    script: Script,
    random: SplitMix64,
    /// The words that were invented already.
    taken: BTreeSet<String>,
}

impl WordMaker {
    /// `count` new words, each with one of the endings. Names begin with a capital.
    fn words(&mut self, count: usize, endings: &[&str], is_name: bool) -> Vec<String> {
        let mut words: Vec<String> = Vec::with_capacity(count);
        while words.len() < count {
            let word = self.stem() + self.random.pick_str(endings);
            let word = if is_name { capitalised(&word) } else { word };
            if self.taken.insert(word.clone()) {
                words.push(word);
            }
        }
        words
    }

    /// A word without its ending.
    fn stem(&mut self) -> String {
        let random = &mut self.random;
        match self.script {
            Script::Latin => syllables(random, LATIN_ONSETS, LATIN_RIMES),
            Script::Cyrillic => syllables(random, CYRILLIC_ONSETS, CYRILLIC_RIMES),
            Script::Arabic => syllables(random, ARABIC_ONSETS, ARABIC_RIMES),
            Script::Han => std::iter::repeat_with(|| han_character(random))
                .take(2)
                .collect(),
        }
    }
}

/// One or two syllables, each of which begins with an onset and ends with a rime.
fn syllables(random: &mut SplitMix64, onsets: &[&str], rimes: &[&str]) -> String {
    let mut word = String::new();
    for _ in 0..1 + random.below(2) {
        word.push_str(random.pick_str(onsets));
        word.push_str(random.pick_str(rimes));
    }
    word
}

/// A Chinese character that is not a numeral.
fn han_character(random: &mut SplitMix64) -> char {
    loop {
        // The common Chinese characters are in a block that begins at U+4E00.
        let c = char::from_u32(0x4E00 + random.below(0x5000) as u32).unwrap_or('文');
        if !"一二三四五六七八九十百千万萬亿億兆两兩廿零".contains(c) {
            return c;
        }
    }
}

/// A word with its first letter in upper case.
pub(super) fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

const LATIN_ONSETS: &[&str] = &[
    "b", "br", "c", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "k", "l", "m", "n", "p", "pl", "r",
    "s", "st", "t", "tr", "v", "w", "sh",
];
const LATIN_RIMES: &[&str] = &[
    "a", "an", "ar", "e", "el", "en", "i", "in", "is", "o", "ol", "or", "u", "un", "ur", "ock",
    "and", "ea",
];
const CYRILLIC_ONSETS: &[&str] = &[
    "б", "в", "г", "д", "ж", "з", "к", "кр", "л", "м", "н", "п", "пр", "р", "с", "ст", "т", "ф",
    "х", "ш",
];
const CYRILLIC_RIMES: &[&str] = &[
    "а", "ан", "е", "ел", "и", "ин", "о", "ол", "ор", "у", "ур", "я", "ёл", "ай",
];
const ARABIC_ONSETS: &[&str] = &[
    "ب", "ت", "ج", "ح", "د", "ر", "س", "ش", "ط", "ع", "ف", "ق", "ك", "ل", "م", "ن", "ه",
];
const ARABIC_RIMES: &[&str] = &["", "ا", "و", "ي", "ر", "ل"];
