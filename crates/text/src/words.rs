//! Words of every script, with spans into the raw text.
//!
//! The rules are those of Unicode's word boundaries (UAX #29) with four stated departures, each for comparing news:
//!
//! 1. A full stop does not join words (`end.Next` is two of them), because scraped sentences stand glued together. It joins single
//!    letters and leaves no trace: `U.S.` is `US`.
//! 2. A currency sign or a minus in front of a number and a percent sign behind it belong to the word: `$5` is not `€5`. So do the
//!    words that desks write for them: `5 per cent` is one word, the same as `5%`, and `Rs 5` is `₹5`.
//! 3. A script written without spaces (Han, kana, Thai, Lao, Khmer, Burmese) yields one word per letter with its marks. No
//!    dictionary is consulted: a run of five such letters is about as rare as a run of three written words.
//! 4. An underscore ends a word.

use crate::chars::{Class, Entry, entry};
use crate::hash::hash64;
use crate::normal::normal_word;
use crate::span::Span;
use crate::units;
use unicode_normalization::char::canonical_combining_class;

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
const RESPELT: u8 = 8;

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

    /// Whether the word is spelt so that its normal form is more than a matter of case and form: initials with stops (`U.S.`), or a
    /// number with its sign written out (`5 per cent`).
    #[must_use]
    pub fn is_respelt(self) -> bool {
        self.traits & RESPELT != 0
    }

    pub(crate) fn respelt(span: Span, hash: u64, number: Self) -> Self {
        Self { span, hash, traits: number.traits | RESPELT }
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
    let first = out.len();
    while let Some(word) = scanner.next_word() {
        out.push(word);
        if word.is_number() || units::may_end_unit(word.hash) {
            units::join(text, out, first);
        }
    }
    for word in &mut out[first..] {
        word.span = word.span.shifted(offset);
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

/// Watches whether combining marks come in canonical order; if not, the word must be normalised as a whole.
struct MarkOrder(u8);

impl MarkOrder {
    fn is_wrong(&mut self, c: char) -> bool {
        let class = canonical_combining_class(c);
        let is_wrong = class != 0 && class < self.0;
        self.0 = class;
        is_wrong
    }
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

    /// Whether what stands between `start` and the full stop at `stop` is one letter, or letters parted by full stops.
    fn is_initial(&self, start: usize, stop: usize) -> bool {
        let last = self.text[start..stop].rsplit('.').next().unwrap_or_default();
        last.chars().filter(|&c| entry(c).class() == Class::Letter).count() == 1
    }

    /// Whether one single letter stands at `at`.
    fn is_initial_ahead(&self, at: usize) -> bool {
        let Some((c, e)) = self.peek(at) else { return false };
        let next = self.class_ahead(at + c.len_utf8());
        e.class() == Class::Letter && !matches!(next, Class::Letter | Class::Digit | Class::Apostrophe)
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
        let mut order = MarkOrder(0);
        self.form.clear();
        while let Some((c, e)) = self.peek(end) {
            if end > start && !matches!(e.class(), Class::Mark | Class::Ignorable) {
                break;
            }
            if e.class() != Class::Ignorable {
                slow |= e.is_slow() || order.is_wrong(c);
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
        let mut is_plain = true;
        let mut order = MarkOrder(0);
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
                    is_plain &= e.class() == Class::Digit;
                    slow |= e.is_slow() || (e.class() == Class::Mark && order.is_wrong(c));
                    self.push(e);
                    if e.class() != Class::Mark {
                        last = e.class();
                    }
                    end = behind;
                }
                Class::Ignorable => {}
                Class::Apostrophe if last == Class::Letter && self.joins(c, behind) => {}
                Class::NumberPoint
                    if c == '.' && last == Class::Letter && self.is_initial(start, at) && self.is_initial_ahead(behind) =>
                {
                    traits |= RESPELT;
                }
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
                _ => {
                    if let Some(sign_end) = self.percent_behind_space(at).filter(|_| is_plain && last == Class::Digit) {
                        self.form.push(b'%');
                        slow |= !self.text[at..sign_end].ends_with('%');
                        end = sign_end;
                    }
                    break;
                }
            }
            at = behind;
        }
        self.finish(start, end, traits, slow)
    }

    /// Where a percent sign ends that one space parts from the number in front, as German and French print it.
    fn percent_behind_space(&self, at: usize) -> Option<usize> {
        let (space, _) = self.peek(at).filter(|(c, _)| matches!(c, ' ' | '\u{A0}' | '\u{202F}'))?;
        let sign_at = at + space.len_utf8();
        let (sign, e) = self.peek(sign_at)?;
        (e.class() == Class::Percent).then_some(sign_at + sign.len_utf8())
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
    fn facts_that_are_not_the_same() {
        for (a, b) in [("$5", "€5"), ("5%", "5"), ("-3 degrees", "3 degrees"), ("1.5", "15"), ("1,700", "3,500")] {
            assert_ne!(normalise(a), normalise(b), "{a} {b}");
        }
        assert_eq!(normalise("2019-20"), "2019 20");
        assert_eq!(normalise("covid-19"), "covid 19");
    }

    #[test]
    fn what_only_looks_like_initials_or_units() {
        assert_eq!(raw("end.Next I.e.x.yz"), ["end", "Next", "I.e.x", "yz"]);
        assert_eq!(raw("J.B. Marlow met the U.S.-led force"), ["J.B", "Marlow", "met", "the", "U.S", "led", "force"]);
        assert_eq!(raw("10 per centre, Mrs 5"), ["10", "per", "centre", "Mrs", "5"]);
        assert_eq!(raw("so 5. Percent signs"), ["so", "5", "Percent", "signs"]);
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
                    "U.S.",
                    "a.m",
                    " per cent",
                    "5 percent",
                    "Rs. 7",
                    "US$",
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
