//! The normal form of the letters and digits of a word: their case, Unicode form and order of
//! accents, without apostrophes and optional signs.

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
    let mut before = Class::Other;
    word.chars().filter(move |&c| {
        let class = entry(c).class();
        let is_of_initials = class == Class::NumberPoint && before != Class::Digit;
        // A mark, such as an accent, is skipped: the letter or digit that carries it decides.
        if !matches!(class, Class::Ignorable | Class::Mark) {
            before = class;
        }
        !is_of_initials && !matches!(class, Class::Ignorable | Class::Apostrophe)
    })
}

fn is_in_word(c: &char) -> bool {
    *c != ' ' && entry(*c).class() != Class::Ignorable
}
