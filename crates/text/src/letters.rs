//! The normal form of a word's letters and digits: in lower case and in one Unicode form, with one
//! spelling of letters that newsrooms spell in several ways (`ß`, `ss`), without apostrophes and
//! optional characters.

use crate::chars::{Class, entry, fold};
use unicode_normalization::UnicodeNormalization;

/// The normal form of a word without a written-out sign such as `per cent`.
pub(crate) fn normal_letters(raw: &str) -> String {
    let composed = without_joiners(raw).nfkc();
    // NFKC turns some characters into several words (ﷺ) or into an accent on a space (ͺ). A normal
    // form is one word, so it has no space.
    fold(composed).nfc().filter(is_in_word).collect()
}

/// The characters of a word without those that only join its letters: apostrophes, ignorable
/// characters, and the points of initials.
///
/// A point after a digit is part of the number. Any other point joins letters (`U.S.`). It is left
/// out, so that the word is the same for newsrooms that print `US`.
fn without_joiners(word: &str) -> impl Iterator<Item = char> {
    let mut last = Class::Other;
    word.chars().filter(move |&c| {
        let class = entry(c).class();
        let is_of_initials = class == Class::NumberPoint && last != Class::Digit;
        // An accent is skipped: what matters is whether a letter or a digit is under it.
        if !matches!(class, Class::Ignorable | Class::Mark) {
            last = class;
        }
        !is_of_initials && !matches!(class, Class::Ignorable | Class::Apostrophe)
    })
}

fn is_in_word(c: &char) -> bool {
    *c != ' ' && entry(*c).class() != Class::Ignorable
}
