//! Words that negate a statement, and words that say nothing by themselves.
//!
//! When two versions of a sentence differ, what matters is whether the difference is news. One word
//! decides between “guilty” and “not guilty”, so a negation always counts. Articles and pronouns
//! never do: desks change “the” to “a” when they edit. Titles of courtesy are a matter of house
//! style. Everything else is content and is judged elsewhere ([`facts`](crate::facts)).
//!
//! The lists are short on purpose. A function word that is missing makes two copies look different,
//! and both are kept. A content word that is in the list by mistake would lose news. A negation
//! may be another word elsewhere (`no` is “now” in Norwegian, Spanish `sin` is an English noun). It
//! is in the list nevertheless: such a mistake keeps both copies, too.

use ahash::AHashSet;
use copydesk_text::{Word, hash64, normalise};
use std::sync::LazyLock;

/// Hashes of normal forms, which are the hashes of the words: no normal form needs to be made to
/// look one up.
type Hashes = LazyLock<AHashSet<u64>>;

/// The hashes of lists of words, each with its language. Which language a text is in is not asked,
/// so all lists are one set.
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

/// The same for a word of a text.
pub(crate) fn is_negation_word(word: Word) -> bool {
    NEGATION_HASHES.contains(&word.hash)
}

/// [`NEGATIONS`], and each of [`NEGATED_VERBS`] with its `n't`: an apostrophe leaves no trace in a
/// normal form, so `don't` is `dont`.
static NEGATION_HASHES: Hashes = LazyLock::new(negation_hashes);

fn negation_hashes() -> AHashSet<u64> {
    let mut hashes = hashes_of(NEGATIONS);
    for verb in NEGATED_VERBS {
        hashes.insert(hash64(format!("{verb}nt").as_bytes()));
    }
    hashes
}

/// English verbs as they are in front of `n't`; `ca` and `wo` are those of `can't` and `won't`.
const NEGATED_VERBS: &[&str] = &[
    "do", "does", "did", "is", "are", "was", "were", "ca", "could", "wo", "would", "should", "has",
    "have", "had", "must",
];

/// Single words, by language. Languages that negate by a prefix or a particle inside the word are
/// not covered.
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

/// Whether a word is a title of courtesy, which some desks write before every name and some never.
pub(crate) fn is_honorific(word: Word) -> bool {
    HONORIFIC_HASHES.contains(&word.hash)
}

/// The hashes of [`HONORIFICS`].
static HONORIFIC_HASHES: Hashes = LazyLock::new(|| hashes_of(HONORIFICS));

/// Titles of courtesy, by language, in normal form: without their points.
const HONORIFICS: &[(&str, &str)] = &[
    ("English", "mr mrs ms dr prof capt sir"),
    ("Indian English", "shri smt sri"),
    ("German", "herr herrn frau"),
    ("French", "monsieur mme"),
    ("Spanish", "señor señora"),
];

/// Articles, pronouns and the like: which of them a desk uses tells nothing new.
pub(crate) fn is_function_word(word: Word) -> bool {
    FUNCTION_WORD_HASHES.contains(&word.hash)
}

/// The hashes of [`FUNCTION_WORDS`].
static FUNCTION_WORD_HASHES: Hashes = LazyLock::new(|| hashes_of(FUNCTION_WORDS));

/// Words that only hold a sentence together, by language. A word of several languages is listed
/// once. Titles are here as well: which one a desk writes tells nothing new.
const FUNCTION_WORDS: &[(&str, &str)] = &[
    (
        "titles",
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
