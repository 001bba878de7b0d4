//! The normal form of letters and digits: case, accents' order, optional signs, apostrophes.

use crate::chars::{Class, entry, fold};
use unicode_normalization::UnicodeNormalization;

/// The normal form of a word that has no sign written out.
pub(crate) fn normal_letters(raw: &str) -> String {
    let mut before = Class::Other;
    // A number point after a digit is part of the number. Elsewhere it only joins letters (`U.S.`)
    // and is dropped, so that the desks that omit it write the same word.
    let leaves_trace = |&c: &char| {
        let class = entry(c).class();
        let joins = class == Class::NumberPoint && before != Class::Digit;
        if class != Class::Ignorable {
            before = class;
        }
        !joins && !matches!(class, Class::Ignorable | Class::Apostrophe)
    };
    let composed = raw.chars().filter(leaves_trace).nfkc();
    // Some characters stand for several words (ﷺ) or for an accent on a space (ͺ); a word has no
    // space in it.
    fold(composed)
        .nfc()
        .filter(|&c| c != ' ' && !matches!(entry(c).class(), Class::Ignorable))
        .collect()
}
