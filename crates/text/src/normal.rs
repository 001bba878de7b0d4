//! The normal form in which texts are compared.

use crate::normal_word::normal_word;
use crate::rows;
use crate::words::words;

/// The normal form of a text: its words in normal form, with one space between.
///
/// Case, Unicode form (NFKC), every kind of quote, dash, ellipsis and space, zero-width characters,
/// soft hyphens, optional vowel points and all punctuation are levelled; digits with their points,
/// percent and currency signs stay.
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

/// Whether the normal form of a text opens with `stem`.
///
/// The same as asking [`normalise`], but a word of plain letters is compared where it stands and
/// nothing is written down.
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
    opens_simply(text, stem).unwrap_or_else(|| normalise(text).starts_with(stem))
}

/// [`normal_starts_with`] for a word of letters whose form depends on nothing around them; `None`
/// for all other words.
fn opens_simply(text: &str, stem: &str) -> Option<bool> {
    let (bytes, stem) = (text.as_bytes(), stem.as_bytes());
    let (mut at, mut matched, mut is_alike) = (0, 0, true);
    while at < bytes.len() {
        let (number, place, len) = rows::place(bytes, at)?;
        let simple = rows::row(number)[place];
        if !simple.is_known() || at == 0 && simple.is_mark() {
            return None;
        }
        let (form, form_len) = simple.form();
        let here = &stem[matched.min(stem.len())..];
        let compared = form_len.min(here.len());
        is_alike &= form[..compared] == here[..compared];
        matched += form_len;
        at += len;
    }
    Some(is_alike && matched >= stem.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;
    use proptest::prelude::*;

    #[test]
    fn a_word_has_no_space_in_it() {
        for text in ["4 вт\u{37A}ів 4", "النبي ﷺ قال", "\u{37A}", "ﷻ"] {
            assert_eq!(
                normalise(text).split(' ').count(),
                words(text).len(),
                "{text}"
            );
        }
    }

    #[test]
    fn no_word_is_empty() {
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
