//! The normal form of a text.
//!
//! Two texts are the same to copydesk if their normal forms are. A [`Word`](crate::Word) holds only
//! a hash of its normal form, which is enough for comparing words. The functions of this module
//! make the normal form itself, as text, for rules and for tests.

use crate::normal_word::normal_word;
use crate::rows;
use crate::words::words;

/// The normal form of a text: the normal forms of its words, with one space between them.
///
/// Texts have the same normal form if they differ only in case, in Unicode form (NFKC), in the kind
/// of quotes, dashes and spaces, in other punctuation between words, or in invisible and optional
/// characters. Digits stay, and so do the points and the percent and currency signs of numbers.
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

/// Whether the normal form of a text begins with `stem`, which is in normal form itself.
///
/// The result is that of `normalise(text).starts_with(stem)`, but a word of plain letters is
/// compared in place, without allocating its normal form.
///
/// ```
/// use copydesk_text::normal_starts_with;
///
/// assert!(normal_starts_with("Newsletters", "newsletter"));
/// assert!(normal_starts_with("Подпишитесь", "подпи"));
/// assert!(!normal_starts_with("News", "newsletter"));
/// ```
#[must_use]
pub fn normal_starts_with(text: &str, stem: &str) -> bool {
    match simple_word_starts_with(text, stem) {
        Some(answer) => answer,
        None => normalise(text).starts_with(stem),
    }
}

/// [`normal_starts_with`] for one word of letters that are normalised without regard to their
/// neighbours; `None` for all other texts.
fn simple_word_starts_with(text: &str, stem: &str) -> Option<bool> {
    let (bytes, stem) = (text.as_bytes(), stem.as_bytes());
    // The loop runs to the end of the word even if the stem does not match, because one character
    // that is not simple makes the answer unknown.
    let (mut at, mut normal_len, mut is_alike) = (0, 0, true);
    while at < bytes.len() {
        let place = rows::locate(bytes, at)?;
        let simple = rows::row(place.row)[place.column];
        // A mark that follows no letter is not part of a word.
        if !simple.is_known() || (at == 0 && simple.is_mark()) {
            return None;
        }
        let (form, form_len) = simple.form();
        // The part of the stem that is not compared yet. It may be shorter than the form.
        let rest = &stem[normal_len.min(stem.len())..];
        let compared = form_len.min(rest.len());
        is_alike &= form[..compared] == rest[..compared];
        normal_len += form_len;
        at += place.len;
    }
    Some(is_alike && normal_len >= stem.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;
    use proptest::prelude::*;

    #[test]
    fn a_mark_on_a_digit_does_not_split_a_number() {
        for number in ["7\u{301},0", "7\u{10efc},0", "7\u{10efc}.0"] {
            assert_eq!(normalise(number), number);
            let word = words(number)[0];
            assert_eq!(word.hash, crate::hash64(number.as_bytes()));
        }
    }

    #[test]
    fn the_normal_form_of_a_word_has_no_space() {
        for text in ["4 вт\u{37A}ів 4", "النبي ﷺ قال", "\u{37A}", "ﷻ"] {
            assert_eq!(
                normalise(text).split(' ').count(),
                words(text).len(),
                "{text}"
            );
        }
    }

    #[test]
    fn no_normal_form_of_a_word_is_empty() {
        for text in ('\0'..=char::MAX).map(String::from) {
            assert!(
                words(&text)
                    .iter()
                    .all(|word| !normal_word(word.span.slice(&text)).is_empty()),
                "{text:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn the_short_cut_agrees_with_the_normal_form(
            text in "[a-eA-EéÉёЁЖßİΣςक-ह\u{93f}\u{301}’.5 ]{0,4}|\\PC{0,4}",
            other in "[a-eéеж]{0,3}",
            count in 0usize..6,
        ) {
            let form = normalise(&text);
            let stem: String = form.chars().take(count).collect();
            for stem in [stem.clone(), stem + &other, other] {
                prop_assert_eq!(normal_starts_with(&text, &stem), form.starts_with(&stem), "{} {}", text, stem);
            }
        }
    }
}
