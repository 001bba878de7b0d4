//! The definition of a word's normal form.
//!
//! The tokeniser needs only the hash of the normal form, and computes it in faster ways
//! (`words::short`, `rows`). Tests compare each of them with this definition.

use crate::letters::normal_letters;
use crate::units::normal_unit;

/// The normal form of a word. The word may be a number with its sign written out (`5 per cent`).
pub(crate) fn normal_word(raw: &str) -> String {
    match normal_unit(raw) {
        Some(number_with_sign) => number_with_sign,
        None => normal_letters(raw),
    }
}
