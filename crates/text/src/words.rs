//! Words of every script, with spans into the raw text.
//!
//! The rules are those of Unicode's word boundaries (UAX #29) with four stated departures, each for comparing news:
//!
//! 1. A full stop never joins letters (`end.Next` is two words), because scraped sentences stand glued together.
//! 2. A currency sign or a minus in front of a number and a percent sign behind it belong to the word: `$5` is not `€5`.
//! 3. A script written without spaces (Han, kana, Thai, Lao, Khmer, Burmese) yields one word per letter with its marks. No
//!    dictionary is consulted: a run of five such letters is about as rare as a run of three written words.
//! 4. An underscore ends a word.

use crate::chars::{Class, Entry, entry};
use crate::hash::hash64;
use crate::normal::normal_word;
use crate::span::Span;

/// One word: where it stands, the hash of its normal form, and what it looks like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word {
    /// Where the word stands in the raw text.
    pub span: Span,
    /// [`hash64`] of the word's normal form.
    pub hash: u64,
    traits: u8,
}

const NUMBER: u8 = 1;
const CAPITAL: u8 = 2;
const UNSPACED: u8 = 4;

impl Word {
    /// Whether the word holds a digit or can be a numeral (`三`).
    #[must_use]
    pub fn is_number(self) -> bool {
        self.traits & NUMBER != 0
    }

    /// Whether the word opens with a capital letter.
    #[must_use]
    pub fn is_capitalised(self) -> bool {
        self.traits & CAPITAL != 0
    }

    /// Whether the word is one letter of a script that puts no spaces between words.
    #[must_use]
    pub fn is_unspaced(self) -> bool {
        self.traits & UNSPACED != 0
    }
}

/// The words of a text, in order.
///
/// ```
/// let words = copydesk_text::words("Don't panic: 3.5% of “東京”");
/// let raw: Vec<_> = words.iter().map(|w| w.span.slice("Don't panic: 3.5% of “東京”")).collect();
/// assert_eq!(raw, ["Don't", "panic", "3.5%", "of", "東", "京"]);
/// ```
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let mut out = Vec::with_capacity(text.len() / 6);
    words_into(text, 0, &mut out);
    out
}

/// Appends the words of `text` to `out`, their spans moved by `offset` bytes: for a piece of a longer text.
pub fn words_into(text: &str, offset: usize, out: &mut Vec<Word>) {
    let mut scanner = Scanner { text, at: 0, form: Vec::with_capacity(32) };
    while let Some(mut word) = scanner.next_word() {
        word.span = word.span.shifted(offset);
        out.push(word);
    }
}

/// How many written words a run amounts to, where a letter of an unspaced script counts as half a word.
///
/// Limits such as “at least eight words” are meant in this measure, so that they weigh alike in every script.
#[must_use]
pub fn effective_words(words: &[Word]) -> usize {
    let unspaced = words.iter().filter(|w| w.is_unspaced()).count();
    words.len() - unspaced + unspaced.div_ceil(2)
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    /// Normal form of the word under way; a buffer that is used again for every word.
    form: Vec<u8>,
}

impl Scanner<'_> {
    fn peek(&self, at: usize) -> Option<(char, Entry)> {
        let byte = *self.text.as_bytes().get(at)?;
        let c = if byte < 0x80 { byte as char } else { self.text[at..].chars().next()? };
        Some((c, entry(c)))
    }

    /// Class of the next character from `at` that is not ignorable.
    fn class_ahead(&self, mut at: usize) -> Class {
        while let Some((c, e)) = self.peek(at) {
            if e.class() != Class::Ignorable {
                return e.class();
            }
            at += c.len_utf8();
        }
        Class::Other
    }

    /// Whether an apostrophe joins what stands behind it to the word in front. A turned one opens a quotation if a capital follows.
    fn joins(&self, apostrophe: char, behind: usize) -> bool {
        let opens = apostrophe == '‘' && self.peek(behind).is_some_and(|(_, next)| next.is_upper());
        self.class_ahead(behind) == Class::Letter && !opens
    }

    fn next_word(&mut self) -> Option<Word> {
        let mut before = if self.at == 0 { Class::Other } else { Class::Letter };
        loop {
            let (c, e) = self.peek(self.at)?;
            let start = self.at;
            let behind = start + c.len_utf8();
            match e.class() {
                Class::Letter | Class::Digit => return Some(self.word(start, start)),
                Class::Unspaced => return Some(self.unspaced_word(start)),
                Class::Currency if self.class_ahead(behind) == Class::Digit => return Some(self.word(start, behind)),
                Class::Minus if before == Class::Other && self.class_ahead(behind) == Class::Digit => {
                    return Some(self.word(start, behind));
                }
                Class::Ignorable => {}
                class => before = if class == Class::Other { Class::Other } else { Class::Letter },
            }
            self.at = behind;
        }
    }

    fn unspaced_word(&mut self, start: usize) -> Word {
        let mut end = start;
        let mut traits = UNSPACED;
        let mut slow = false;
        self.form.clear();
        while let Some((c, e)) = self.peek(end) {
            if end > start && !matches!(e.class(), Class::Mark | Class::Ignorable) {
                break;
            }
            if e.class() != Class::Ignorable {
                slow |= e.is_slow();
                traits |= if e.is_numeral() { NUMBER } else { 0 };
                self.push(e);
            }
            end += c.len_utf8();
        }
        self.finish(start, end, traits, slow)
    }

    /// A word of letters and digits. What lies between `start` and `from` (a sign) opens it.
    fn word(&mut self, start: usize, from: usize) -> Word {
        self.form.clear();
        let mut slow = false;
        if let Some((_, sign)) = self.peek(start).filter(|_| from > start) {
            self.form.extend_from_slice(sign.folded().encode_utf8(&mut [0; 4]).as_bytes());
            slow |= sign.is_slow();
        }
        let mut at = from;
        let mut end = from;
        let mut last = Class::Other;
        let mut traits = 0;
        while let Some((c, e)) = self.peek(at) {
            let behind = at + c.len_utf8();
            match e.class() {
                Class::Letter | Class::Digit | Class::Mark => {
                    if last == Class::Other && e.is_upper() {
                        traits |= CAPITAL;
                    }
                    if e.class() == Class::Digit {
                        traits |= NUMBER;
                    }
                    slow |= e.is_slow();
                    self.push(e);
                    if e.class() != Class::Mark {
                        last = e.class();
                    }
                    end = behind;
                }
                Class::Ignorable => {}
                Class::Apostrophe if last == Class::Letter && self.joins(c, behind) => {}
                Class::NumberPoint if last == Class::Digit && self.class_ahead(behind) == Class::Digit => {
                    slow |= e.is_slow();
                    self.push(e);
                }
                Class::Percent if last == Class::Digit => {
                    slow |= e.is_slow();
                    self.push(e);
                    end = behind;
                    break;
                }
                _ => break,
            }
            at = behind;
        }
        self.finish(start, end, traits, slow)
    }

    fn push(&mut self, e: Entry) {
        let c = e.folded();
        if c.is_ascii() {
            self.form.push(c as u8);
        } else {
            self.form.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }

    fn finish(&mut self, start: usize, end: usize, traits: u8, slow: bool) -> Word {
        let hash = if slow { hash64(normal_word(&self.text[start..end]).as_bytes()) } else { hash64(&self.form) };
        self.at = end;
        Word { span: Span::new(start, end), hash, traits }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{normal::normal_word, normalise};
    use proptest::prelude::*;

    fn raw(text: &str) -> Vec<&str> {
        words(text).iter().map(|w| w.span.slice(text)).collect()
    }

    #[test]
    fn scripts() {
        assert_eq!(raw("Ёлка — это «ёлка»."), ["Ёлка", "это", "ёлка"]);
        assert_eq!(raw("می‌شود در ۱۴۰۲"), ["می‌شود", "در", "۱۴۰۲"]);
        assert_eq!(raw("हिन्दी में, समाचार।"), ["हिन्दी", "में", "समाचार"]);
        assert_eq!(raw("東京タワー"), ["東", "京", "タ", "ワ", "ー"]);
        assert_eq!(raw("ที่นี่"), ["ที่", "นี่"]);
        assert_eq!(raw("서울은 덥다."), ["서울은", "덥다"]);
        assert_eq!(raw("Η Αθήνα, ΣΗΜΕΡΑ"), ["Η", "Αθήνα", "ΣΗΜΕΡΑ"]);
    }

    #[test]
    fn forms_that_are_the_same() {
        for (a, b) in [
            ("don’t", "DON'T"),
            ("ＦＵＬＬ width", "full width"),
            ("cafe\u{301}", "Café"),
            ("ΟΔΟΣ", "οδος"),
            ("كتاب عَرَبِيّ", "کتاب عربی"),
            ("ｶﾞ", "ガ"),
            ("soft\u{ad}hyphen zero\u{200b}width", "softhyphen zerowidth"),
            ("ﬁne", "fine"),
        ] {
            assert_eq!(normalise(a), normalise(b), "{a} {b}");
        }
    }

    #[test]
    fn facts_that_are_not_the_same() {
        for (a, b) in [("$5", "€5"), ("5%", "5"), ("-3 degrees", "3 degrees"), ("1.5", "15"), ("1,700", "3,500")] {
            assert_ne!(normalise(a), normalise(b), "{a} {b}");
        }
        assert_eq!(normalise("2019-20"), "2019 20");
        assert_eq!(normalise("covid-19"), "covid 19");
    }

    #[test]
    fn traits() {
        let w = words("Kyiv 三 has 3.5m people");
        assert!(w[0].is_capitalised() && !w[0].is_number());
        assert!(w[1].is_unspaced() && w[1].is_number());
        assert!(w[3].is_number());
        assert_eq!(effective_words(&words("東京都 today")), 3);
    }

    fn newsy() -> impl Strategy<Value = String> {
        proptest::collection::vec(
            prop_oneof![
                any::<char>().prop_map(String::from),
                "[a-zA-Z'’.,%$ -]{0,6}",
                proptest::sample::select(vec![
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
                    "ﬁ",
                    "İ",
                    "한",
                    "\u{1112}\u{1161}",
                ])
                .prop_map(String::from),
            ],
            0..24,
        )
        .prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn spans_are_in_order_and_on_character_boundaries(text in newsy()) {
            let mut at = 0;
            for word in words(&text) {
                prop_assert!(word.span.start() >= at && !word.span.is_empty());
                prop_assert!(text.is_char_boundary(word.span.start()) && text.is_char_boundary(word.span.end()));
                at = word.span.end();
            }
        }

        #[test]
        fn short_cuts_agree_with_the_definition(text in newsy()) {
            for word in words(&text) {
                prop_assert_eq!(word.hash, hash64(normal_word(word.span.slice(&text)).as_bytes()), "{}", word.span.slice(&text));
            }
        }
    }
}
