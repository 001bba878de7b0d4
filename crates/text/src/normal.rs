//! The normal form in which texts are compared.

use crate::chars::{Class, entry, fold};
use crate::words::words;
use unicode_normalization::UnicodeNormalization;

/// The normal form of a text: its words in normal form, with one space between.
///
/// Case, Unicode form (NFKC), every kind of quote, dash, ellipsis and space, zero-width characters, soft hyphens, optional
/// vowel points and all punctuation are levelled; digits with their points, percent and currency signs stay.
///
/// ```
/// use copydesk_text::normalise;
///
/// assert_eq!(normalise("  “Don’t,” SHE said\u{a0}— twice…"), "dont she said twice");
/// assert_eq!(normalise("£1,700 (up 3.5%)"), "£1,700 up 3.5%");
/// assert_eq!(normalise("Straße co\u{ad}operate"), "strasse cooperate");
/// assert_eq!(normalise("北京日报"), "北 京 日 报");
/// ```
#[must_use]
pub fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in words(text) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&normal_word(word.span.slice(text)));
    }
    out
}

/// The plain definition of a word's normal form; the tokeniser takes short cuts that must agree with it.
pub(crate) fn normal_word(raw: &str) -> String {
    if let Some(unit) = crate::units::normal_unit(raw) {
        return unit;
    }
    let mut before = Class::Other;
    let leaves_trace = |&c: &char| {
        let class = entry(c).class();
        let joins = class == Class::NumberPoint && before != Class::Digit;
        if class != Class::Ignorable {
            before = class;
        }
        !joins && !matches!(class, Class::Ignorable | Class::Apostrophe)
    };
    let composed = raw.chars().filter(leaves_trace).nfkc();
    fold(composed).nfc().filter(|&c| !matches!(entry(c).class(), Class::Ignorable)).collect()
}
