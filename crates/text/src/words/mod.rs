//! Words of every script, with spans in the raw text.
//!
//! The rules are those of Unicode's word boundaries (UAX #29) with four departures, all for
//! comparing news:
//!
//! 1. A full stop does not join words (`end.Next` is two of them), because scraped text often lacks
//!    the space between sentences. It does join single letters, and the normal form leaves it out:
//!    `U.S.` is the same word as `US`.
//! 2. A currency sign or a minus before a number and a percent sign after it are part of the word:
//!    `$5` is not `€5`. Words that are written in place of these signs are part of it too:
//!    `5 per cent` is one word, the same as `5%`, and `Rs 5` is `₹5`.
//! 3. In a script without spaces (Han, kana, Thai, Lao, Khmer, Burmese) each letter with its marks
//!    is a word. This needs no dictionary, and it is as good for finding copies: five such letters
//!    in a row are about as rare as three words in a row in other scripts.
//! 4. An underscore ends a word.
//!
//! There are two implementations. `scalar` is the definition: it reads one character after another,
//! in any script. `blocks` is the fast one: it reads 64 bytes at a time, finds the plain words
//! among them (ASCII letters and nothing else), and calls the scanner of `scalar` for all others.
//! The other modules are parts of these two: `masks` and `runs` classify the bytes of a block,
//! `nearly_plain` reads numbers and words with an apostrophe, `short` computes the hash of a short
//! word, `form` holds the normal form of the word that is being read. Tests compare the two
//! implementations on random text.

mod blocks;
mod form;
mod masks;
mod nearly_plain;
mod runs;
mod scalar;
mod short;
mod word;

pub use word::{Word, effective_words, has_effective_words};

use crate::span::Span;

/// Bytes of text for each word, roughly. Memory for all words of a text is allocated at once.
pub(crate) const BYTES_PER_WORD: usize = 6;

/// The words of a text, in order.
///
/// ```
/// let words = copydesk_text::words("Don't panic: 3.5% of “東京”");
/// let raw: Vec<_> = words.iter().map(|w| w.span.slice("Don't panic: 3.5% of “東京”")).collect();
/// assert_eq!(raw, ["Don't", "panic", "3.5%", "of", "東", "京"]);
/// ```
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let mut out = Vec::with_capacity(text.len() / BYTES_PER_WORD);
    blocks::words_into(text, 0, &mut out);
    out
}

/// Appends the words of one piece of a text to `out`, with spans in the whole text. The text around
/// the piece makes no difference.
///
/// ```
/// use copydesk_text::{Span, words_in};
///
/// let (text, mut out) = ("One. Two words.", Vec::new());
/// words_in(text, Span::new(5, 15), &mut out);
/// assert_eq!(out.iter().map(|w| w.span.slice(text)).collect::<Vec<_>>(), ["Two", "words"]);
/// ```
///
/// # Panics
/// If `within` does not fit `text`.
pub fn words_in(text: &str, within: Span, out: &mut Vec<Word>) {
    assert!(
        text.is_char_boundary(within.start()),
        "a piece begins inside a character: {within:?}"
    );
    blocks::words_into(&text[..within.end()], within.start(), out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normal_word::normal_word;
    use crate::{hash64, normalise};
    use proptest::prelude::*;

    fn raw(text: &str) -> Vec<&str> {
        words(text).iter().map(|w| w.span.slice(text)).collect()
    }

    #[test]
    fn words_of_many_scripts() {
        assert_eq!(raw("Ёлка — это «ёлка»."), ["Ёлка", "это", "ёлка"]);
        assert_eq!(raw("می‌شود در ۱۴۰۲"), ["می‌شود", "در", "۱۴۰۲"]);
        assert_eq!(raw("हिन्दी में, समाचार।"), ["हिन्दी", "में", "समाचार"]);
        assert_eq!(raw("東京タワー"), ["東", "京", "タ", "ワ", "ー"]);
        assert_eq!(raw("ที่นี่"), ["ที่", "นี่"]);
        assert_eq!(raw("서울은 덥다."), ["서울은", "덥다"]);
        assert_eq!(raw("Η Αθήνα, ΣΗΜΕΡΑ"), ["Η", "Αθήνα", "ΣΗΜΕΡΑ"]);
    }

    #[test]
    fn spellings_with_the_same_normal_form() {
        for (a, b) in [
            ("don’t", "DON'T"),
            ("ＦＵＬＬ width", "full width"),
            ("cafe\u{301}", "Café"),
            ("ΟΔΟΣ", "οδος"),
            ("كتاب عَرَبِيّ", "کتاب عربی"),
            ("ｶﾞ", "ガ"),
            ("soft\u{ad}hyphen zero\u{200b}width", "softhyphen zerowidth"),
            ("ﬁne", "fine"),
            ("the U.S. envoy", "the US envoy"),
            ("at 9 a.m. sharp", "at 9 am sharp"),
            ("up 3.5 per cent", "up 3.5%"),
            ("up 3.5 percent", "up 3.5%"),
            ("um 3,5 Prozent", "um 3,5 %"),
            ("на 5 процентов", "на 5%"),
            ("₹ 500 crore", "Rs 500 crore"),
            ("Rs. 500 crore", "₹500 crore"),
            ("USD 20 million", "$20 million"),
            ("US$20 million", "$20 million"),
        ] {
            assert_eq!(normalise(a), normalise(b), "{a} {b}");
        }
    }

    #[test]
    fn different_facts_have_different_normal_forms() {
        for (a, b) in [
            ("$5", "€5"),
            ("5%", "5"),
            ("-3 degrees", "3 degrees"),
            ("1.5", "15"),
            ("1,700", "3,500"),
        ] {
            assert_ne!(normalise(a), normalise(b), "{a} {b}");
        }
        assert_eq!(normalise("2019-20"), "2019 20");
        assert_eq!(normalise("covid-19"), "covid 19");
    }

    #[test]
    fn only_real_initials_and_written_out_signs_are_joined() {
        assert_eq!(raw("end.Next I.e.x.yz"), ["end", "Next", "I.e.x", "yz"]);
        assert_eq!(
            raw("J.B. Marlow met the U.S.-led force"),
            ["J.B", "Marlow", "met", "the", "U.S", "led", "force"]
        );
        assert_eq!(
            raw("10 per centre, Mrs 5"),
            ["10", "per", "centre", "Mrs", "5"]
        );
        assert_eq!(raw("so 5. Percent signs"), ["so", "5", "Percent", "signs"]);
        assert_eq!(raw("Rs 5..3 or 5..3"), ["Rs 5..3", "or", "5", "3"]);
    }

    #[test]
    fn each_word_knows_its_traits() {
        let w = words("Kyiv 三 has 3.5m people");
        assert!(w[0].is_capitalised() && !w[0].is_number());
        assert!(w[1].is_unspaced() && w[1].is_number());
        assert!(w[3].is_number());
        assert_eq!(effective_words(&words("東京都 today")), 3);
    }

    /// Pieces of words and numbers, and of the text between them.
    const PIECES: &[&str] = &[
        "U.S.",
        "a.m",
        " per cent",
        "5 percent",
        "Rs. 7",
        "US$",
        "usd ",
        "₹ ",
        "\u{ad}",
        "\u{200b}",
        "\u{301}",
        "ß",
        "Σ",
        "ي",
        "ｶﾞ",
        "が",
        "ที่",
        "1,700",
        "-5",
        "﷼3",
        "½",
        "ͺ",
        "ﷺ",
        "ﬁ",
        "İ",
        "한",
        "\u{1112}\u{1161}",
        "’",
        "‘",
        "“",
        "”",
        "—",
        "…",
        "\u{a0}",
        "«",
        "€",
        "$",
        "£",
        "%",
        "‰",
        "three",
        "Commonwealth-wide",
        "don't",
        "O’Hara",
        "Слово",
        "三",
        "៰",
        "é",
        " ",
        " ",
        "\n",
        ".",
        ", ",
        "pneumono",
    ];

    fn news_like_text() -> impl Strategy<Value = String> {
        let piece = || proptest::sample::select(PIECES).prop_map(String::from);
        let part = prop_oneof![
            any::<char>().prop_map(String::from),
            "[a-zA-Z'’.,%$ -]{0,6}",
            "[a-zA-Z0-9'. -]{0,80}",
            piece(),
            piece(),
            piece(),
        ];
        proptest::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn has_effective_words_agrees_with_the_count(text in "([a-z]{1,3} |東|京 ){0,12}", least in 0usize..9) {
            let all = words(&text);
            prop_assert_eq!(has_effective_words(&all, least), effective_words(&all) >= least);
        }

        #[test]
        fn spans_are_in_order_and_on_character_boundaries(text in news_like_text()) {
            let mut at = 0;
            for word in words(&text) {
                prop_assert!(word.span.start() >= at && !word.span.is_empty());
                prop_assert!(text.is_char_boundary(word.span.start()) && text.is_char_boundary(word.span.end()));
                at = word.span.end();
            }
        }

        #[test]
        fn blocks_agree_with_the_definition(text in news_like_text(), before in "[a-z ]{0,70}") {
            let text = before + &text;
            let mut expected = Vec::new();
            scalar::words_into(&text, &mut expected);
            prop_assert_eq!(words(&text), expected);
        }

        #[test]
        fn a_piece_has_the_same_words_as_a_whole_text(text in news_like_text(), before in news_like_text(), after in news_like_text()) {
            let mut expected = words("here already");
            let shifted = |word: Word| Word { span: word.span.shifted(before.len()), ..word };
            expected.extend(words(&text).into_iter().map(shifted));
            let mut actual = words("here already");
            let within = Span::new(before.len(), before.len() + text.len());
            words_in(&(before + &text + &after), within, &mut actual);
            prop_assert_eq!(actual, expected);
        }

        #[test]
        fn numbers_and_apostrophes_agree_with_the_definition(
            text in "(([a-zA-Z]{1,9}(['’‘][a-zA-Z]{0,9}){0,2}|[0-9]{1,18}|Rs|\\PC)[ .,%'’$-]{1,2}){0,24}",
        ) {
            let mut expected = Vec::new();
            scalar::words_into(&text, &mut expected);
            prop_assert_eq!(words(&text), expected);
        }

        #[test]
        fn blocks_agree_with_the_definition_on_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let text = String::from_utf8_lossy(&bytes);
            let mut expected = Vec::new();
            scalar::words_into(&text, &mut expected);
            prop_assert_eq!(words(&text), expected);
        }

        #[test]
        fn each_hash_is_that_of_the_normal_form(text in news_like_text()) {
            for word in words(&text) {
                prop_assert_eq!(word.hash, hash64(normal_word(word.span.slice(&text)).as_bytes()), "{}", word.span.slice(&text));
            }
        }
    }
}
