//! The plain definition of a word's normal form.

use crate::letters::normal_letters;
use crate::units::normal_unit;

/// The normal form of a word; the tokeniser takes short cuts that must agree with it.
pub(crate) fn normal_word(raw: &str) -> String {
    normal_unit(raw).unwrap_or_else(|| normal_letters(raw))
}
