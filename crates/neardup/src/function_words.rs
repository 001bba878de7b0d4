//! Small words that turn a statement round, and those that weigh nothing.
//!
//! When two versions of a sentence differ, what matters is whether the difference is news. One word
//! decides between “guilty” and “not guilty”, so a negation always counts. Articles and pronouns
//! never do: desks change “the” to “a” when they edit. Titles of courtesy are a matter of house
//! style. Everything else is content and is judged elsewhere ([`facts`](crate::facts)).
//!
//! The lists are short on purpose. A function word that is missing makes two copies look different,
//! and both stay. A content word that is in the list by mistake would lose news. A negation
//! may be another word elsewhere (`no` is “now” in Norwegian, Spanish `sin` is an English noun). It
//! is in the list nevertheless: such a mistake keeps both copies, too.

use ahash::AHashSet;
use copydesk_text::{Word, hash64, normalise};
use std::sync::LazyLock;

/// Hashes of normal forms, which are the hashes of the words: no normal form needs to be made to
/// look one up.
type Hashes = LazyLock<AHashSet<u64>>;

/// The hashes of words as they are in a text.
fn hashes_of(words: &[&str]) -> AHashSet<u64> {
    words
        .iter()
        .map(|word| hash64(normalise(word).as_bytes()))
        .collect()
}

/// Whether a normalised word turns a statement round.
#[must_use]
pub fn is_negation(normal: &str) -> bool {
    NEGATION_HASHES.contains(&hash64(normal.as_bytes()))
}

/// Whether a word turns a statement round.
pub(crate) fn denies(word: Word) -> bool {
    NEGATION_HASHES.contains(&word.hash)
}

/// [`NEGATIONS`], and each of [`NEGATED_VERBS`] with its `n't`: an apostrophe leaves no trace in a
/// normal form, so `don't` is `dont`.
static NEGATION_HASHES: Hashes = LazyLock::new(|| {
    let verbs = NEGATED_VERBS
        .iter()
        .map(|verb| hash64(format!("{verb}nt").as_bytes()));
    verbs.chain(hashes_of(NEGATIONS)).collect()
});

/// English verbs as they are in front of `n't`.
const NEGATED_VERBS: &[&str] = &[
    "do", "does", "did", "is", "are", "was", "were", "ca", "could", "wo", "would", "should", "has",
    "have", "had", "must",
];

/// Single words; languages that negate by a prefix or a particle inside the word are not covered.
const NEGATIONS: &[&str] = &[
    "not",
    "no",
    "never",
    "none",
    "cannot",
    "neither",
    "nor",
    "without",
    "nicht",
    "kein",
    "keine",
    "keinen",
    "keiner",
    "nie",
    "ohne",
    "pas",
    "jamais",
    "aucun",
    "aucune",
    "sans",
    "nunca",
    "ninguno",
    "ninguna",
    "sin",
    "não",
    "nenhum",
    "sem",
    "non",
    "mai",
    "senza",
    "niet",
    "geen",
    "nooit",
    "не",
    "нет",
    "никогда",
    "без",
    "ні",
    "немає",
    "ніколи",
    "لا",
    "لم",
    "لن",
    "لیس",
    "بدون",
    "نه",
    "نیست",
    "değil",
    "yok",
    "नहीं",
    "न",
    "मत",
    "बिना",
    "δεν",
    "μην",
    "όχι",
    "χωρίς",
    "안",
    "못",
    "不",
    "没",
    "沒",
    "未",
    "無",
    "无",
    "非",
];

/// Whether a word is a title of courtesy, which some desks write before every name and some never.
pub(crate) fn is_honorific(word: Word) -> bool {
    HONORIFIC_HASHES.contains(&word.hash)
}

static HONORIFIC_HASHES: Hashes = LazyLock::new(|| hashes_of(HONORIFICS));

/// Titles of courtesy, in the languages of the function words.
const HONORIFICS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "capt", "sir", "shri", "smt", "sri", "herr", "herrn", "frau",
    "monsieur", "mme", "señor", "señora",
];

/// Articles, pronouns and the like: which of them stands there tells nothing new.
pub(crate) fn is_function_word(word: Word) -> bool {
    FUNCTION_WORD_HASHES.contains(&word.hash)
}

static FUNCTION_WORD_HASHES: Hashes = LazyLock::new(|| hashes_of(FUNCTION_WORDS));

/// Words that only hold a sentence together.
const FUNCTION_WORDS: &[&str] = &[
    // Some desks write them before every name, some never.
    "mr",
    "mrs",
    "ms",
    "shri",
    "smt",
    "herr",
    "herrn",
    "frau",
    "monsieur",
    "mme",
    "señor",
    "señora",
    "a",
    "an",
    "the",
    "he",
    "she",
    "they",
    "it",
    "we",
    "his",
    "her",
    "their",
    "its",
    "him",
    "them",
    "this",
    "that",
    "these",
    "those",
    "and",
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "had",
    "which",
    "who",
    "der",
    "die",
    "das",
    "den",
    "dem",
    "des",
    "ein",
    "eine",
    "einen",
    "einem",
    "einer",
    "er",
    "sie",
    "es",
    "sein",
    "seine",
    "ihr",
    "ihre",
    "und",
    "le",
    "la",
    "les",
    "l",
    "un",
    "une",
    "il",
    "elle",
    "ils",
    "elles",
    "son",
    "sa",
    "ses",
    "leur",
    "et",
    "el",
    "los",
    "las",
    "una",
    "ella",
    "ellos",
    "su",
    "sus",
    "y",
    "o",
    "os",
    "as",
    "um",
    "uma",
    "ele",
    "ela",
    "eles",
    "seu",
    "sua",
    "e",
    "lo",
    "gli",
    "i",
    "он",
    "она",
    "они",
    "его",
    "ее",
    "её",
    "их",
    "это",
    "этот",
    "и",
    "а",
    "который",
    "которая",
    "которое",
    "которые",
    "він",
    "вона",
    "вони",
    "його",
    "її",
    "їх",
    "це",
    "та",
    "і",
    "й",
    "ο",
    "η",
    "το",
    "οι",
    "τα",
    "αυτός",
    "και",
    "هو",
    "هی",
    "هم",
    "و",
    "او",
    "این",
    "آن",
    "了",
    "着",
    "的",
    "वह",
    "वे",
    "यह",
    "और",
];

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::words;

    #[test]
    fn every_entry_is_one_word_and_is_found() {
        for (list, is_in) in [
            (NEGATIONS, denies as fn(Word) -> bool),
            (FUNCTION_WORDS, is_function_word),
        ] {
            for entry in list {
                let found = words(entry);
                assert!(found.len() == 1 && is_in(found[0]), "{entry}");
            }
        }
    }
}
