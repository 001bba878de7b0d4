//! Words that negate a statement, and words that say nothing by themselves.
//!
//! When two versions of a sentence differ, what matters is whether the difference is news. One word
//! decides between “guilty” and “not guilty”, so a negation always counts. A function word (an
//! article, a pronoun) does not: editors change “the” to “a”. Honorifics (`Mr`) are a matter of
//! house style. All other words are content and are judged elsewhere ([`facts`](crate::facts)).
//!
//! A few function words are also fact words ([`fact_words`](crate::fact_words)): `he` and `she`,
//! `him` and `her`, because one excludes the other, and words with another meaning (French `son` is
//! also the English word).
//!
//! The lists are short on purpose. If a function word is missing, two copies look different, and
//! both are kept. If a content word were in a list by mistake, news would be lost. A negation may
//! be an ordinary word in another language (`no` is “now” in Norwegian, Spanish `sin` is an English
//! noun). It is listed nevertheless, because taking an ordinary word for a negation only keeps both
//! copies.

use ahash::AHashSet;
use copydesk_text::{Word, hash64, normalise};
use std::sync::LazyLock;

/// A set of words, by the hashes of their normal forms. [`Word::hash`] is such a hash, so a word of
/// a text is looked up without making its normal form.
type Hashes = LazyLock<AHashSet<u64>>;

/// The hashes of all words in `lists`, which are pairs of a language and its words. There is one
/// set for all languages, because the language of a text is not known.
fn hashes_of(lists: &[(&str, &str)]) -> AHashSet<u64> {
    let mut hashes = AHashSet::new();
    for (_, words) in lists {
        for word in words.split_whitespace() {
            hashes.insert(hash64(normalise(word).as_bytes()));
        }
    }
    hashes
}

/// Whether a word in normal form negates a statement.
#[must_use]
pub fn is_negation(normal: &str) -> bool {
    NEGATION_HASHES.contains(&hash64(normal.as_bytes()))
}

/// Whether a word of a text negates a statement.
pub(crate) fn is_negation_word(word: Word) -> bool {
    NEGATION_HASHES.contains(&word.hash)
}

/// The hashes of [`NEGATIONS`], and of each of [`NEGATED_VERBS`] with `n't`. A normal form has no
/// apostrophe, so `don't` is `dont`.
static NEGATION_HASHES: Hashes = LazyLock::new(negation_hashes);

fn negation_hashes() -> AHashSet<u64> {
    let mut hashes = hashes_of(NEGATIONS);
    for verb in NEGATED_VERBS {
        hashes.insert(hash64(format!("{verb}nt").as_bytes()));
    }
    hashes
}

/// English verbs as they are written before `n't`; `ca` and `wo` are for `can't` and `won't`.
const NEGATED_VERBS: &[&str] = &[
    "do", "does", "did", "is", "are", "was", "were", "ca", "could", "wo", "would", "should", "has",
    "have", "had", "must",
];

/// Words that negate, by language. Prefixes and endings that negate a word, as in Turkish verbs,
/// are not covered.
const NEGATIONS: &[(&str, &str)] = &[
    ("English", "not no never none cannot neither nor without"),
    ("German", "nicht kein keine keinen keiner nie ohne"),
    ("French", "pas jamais aucun aucune sans"),
    ("Spanish", "nunca ninguno ninguna sin"),
    ("Portuguese", "não nenhum sem"),
    ("Italian", "non mai senza"),
    ("Dutch", "niet geen nooit"),
    ("Russian", "не нет никогда без"),
    ("Ukrainian", "ні немає ніколи"),
    ("Arabic", "لا لم لن لیس بدون"),
    ("Persian and Urdu", "نه نیست"),
    ("Turkish", "değil yok"),
    ("Hindi", "नहीं न मत बिना"),
    ("Greek", "δεν μην όχι χωρίς"),
    ("Korean", "안 못"),
    ("Chinese", "不 没 沒 未 無 无 非"),
];

/// Whether a word is an honorific: a title of courtesy, which some newsrooms write before every
/// name and some never.
pub(crate) fn is_honorific(word: Word) -> bool {
    HONORIFIC_HASHES.contains(&word.hash)
}

/// The hashes of [`HONORIFICS`].
static HONORIFIC_HASHES: Hashes = LazyLock::new(|| hashes_of(HONORIFICS));

/// Honorifics, by language, in normal form: without their full stops.
const HONORIFICS: &[(&str, &str)] = &[
    ("English", "mr mrs ms dr prof capt sir"),
    ("Indian English", "shri smt sri"),
    ("German", "herr herrn frau"),
    ("French", "monsieur mme"),
    ("Spanish", "señor señora"),
];

/// Whether a word is an article, a pronoun or the like. Which one an editor uses tells nothing new.
pub(crate) fn is_function_word(word: Word) -> bool {
    FUNCTION_WORD_HASHES.contains(&word.hash)
}

/// The hashes of [`FUNCTION_WORDS`].
static FUNCTION_WORD_HASHES: Hashes = LazyLock::new(|| hashes_of(FUNCTION_WORDS));

/// Function words, by language: words that only hold a sentence together. A word of several
/// languages is listed once. Common honorifics are listed as well, because they tell nothing new.
const FUNCTION_WORDS: &[(&str, &str)] = &[
    (
        "honorifics",
        "mr mrs ms shri smt herr herrn frau monsieur mme señor señora",
    ),
    (
        "English",
        "a an the he she they it we his her their its him them this that these those and is are \
         was were has have had which who",
    ),
    (
        "German",
        "der die das den dem des ein eine einen einem einer er sie es sein seine ihr ihre und",
    ),
    (
        "French",
        "le la les l un une il elle ils elles son sa ses leur et",
    ),
    ("Spanish", "el los las una ella ellos su sus y o"),
    ("Portuguese", "os as um uma ele ela eles seu sua e"),
    ("Italian", "lo gli i"),
    (
        "Russian",
        "он она они его ее её их это этот и а который которая которое которые",
    ),
    ("Ukrainian", "він вона вони його її їх це та і й"),
    ("Greek", "ο η το οι τα αυτός και"),
    ("Arabic", "هو هی هم و"),
    ("Persian and Urdu", "او این آن"),
    ("Chinese", "了 着 的"),
    ("Hindi", "वह वे यह और"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::words;

    #[test]
    fn every_entry_is_one_word_and_is_found() {
        for (list, is_in) in [
            (NEGATIONS, is_negation_word as fn(Word) -> bool),
            (HONORIFICS, is_honorific),
            (FUNCTION_WORDS, is_function_word),
        ] {
            for (language, entries) in list {
                for entry in entries.split_whitespace() {
                    let found = words(entry);
                    assert!(found.len() == 1 && is_in(found[0]), "{language}: {entry}");
                }
            }
        }
    }
}
