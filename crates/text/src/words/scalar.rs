//! The definition of a word, one character after the other, each looked up in a table.
//!
//! The module documentation of [`words`](super) says what a word is; the scanner here is the code
//! of it. `blocks.rs` is faster for plain words and calls the scanner for all others, and the
//! property tests compare the two.
//!
//! Normalising a word means lower case, canonical composition, and dropping what carries no
//! meaning. The definition of that is [`normal_word`], which allocates. The scanner writes letters
//! with a known simple form directly into a buffer instead, and gives up, to call [`normal_word`],
//! at the first character for which order or context matters: combining marks that are out of
//! order, and characters that compose. A test holds both ways equal.
//!
//! The scanner has no state between words but where the last one ended. Inside a word it remembers
//! the class of the last character that counted (`last`), because the same sign means different
//! things: a comma joins digits (`1,700`) and ends a word of letters; an apostrophe joins letters
//! and ends a number. Whether a sign joins is decided by what comes after it, so the scanner looks
//! one visible character ahead ([`Scanner::class_ahead`]), never further.
//!
//! `end` is the end of the last character that belongs to the word, `at` the next one to look at. A
//! sign that joins moves `at` and not `end`, so that a word never ends in one.

use super::form::Form;
use super::word::{CAPITAL, NUMBER, RESPELT, UNSPACED, Word};
use crate::chars::{Class, ClassPage, Entry, entry, first_page};
use crate::hash::hash64;
use crate::normal_word::normal_word;
use crate::rows;
use crate::span::Span;
use unicode_normalization::char::canonical_combining_class;

/// Appends the words of `text` to `out`, by the definition.
#[cfg(test)]
pub(super) fn words_into(text: &str, out: &mut Vec<Word>) {
    let mut scanner = Scanner::new(text, 0);
    let (first, mut at) = (
        crate::units::Front {
            word: out.len(),
            byte: 0,
        },
        0,
    );
    while let Some(word) = scanner.next_word(at) {
        at = word.span.end();
        out.push(word);
        if word.is_number() || crate::units::units().may_end(word.hash) {
            crate::units::join(text, out, first);
        }
    }
}

/// Watches whether combining marks come in canonical order; if not, the word must be normalised as
/// a whole. Holds the combining class of the last mark; a letter has class zero, and any may follow
/// it.
struct MarkOrder(u8);

impl MarkOrder {
    /// Whether a mark belongs in front of the last one (a cedilla behind an acute).
    fn is_wrong(&mut self, c: char) -> bool {
        let class = canonical_combining_class(c);
        let is_wrong = class != 0 && class < self.0;
        self.0 = class;
        is_wrong
    }
}

/// Finds words in a text.
pub(super) struct Scanner<'t> {
    text: &'t str,
    /// The first byte that is looked at. What is in front belongs to another piece of the text.
    first: usize,
    /// The classes of ASCII, at hand because most characters are.
    ascii: &'static ClassPage,
    /// Normal form of the word under way; a buffer that is used again for every word.
    form: Form,
}

impl<'t> Scanner<'t> {
    /// A scanner of the text from byte `first` on, which is a character's first.
    pub fn new(text: &'t str, first: usize) -> Self {
        Self {
            text,
            first,
            ascii: first_page(),
            form: Form::new(),
        }
    }

    /// The character that starts at byte `at`; none at the end of the text.
    #[inline(always)]
    fn peek(&self, at: usize) -> Option<(char, Entry)> {
        let c = char_at(self.text, at)?;
        let e = if c.is_ascii() {
            self.ascii[c as usize & 0x7F]
        } else {
            entry(c)
        };
        Some((c, e))
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

    /// Whether an apostrophe joins what stands behind it to the word in front. A turned one opens a
    /// quotation if a capital follows.
    fn joins(&self, apostrophe: char, behind: usize) -> bool {
        let opens = apostrophe == '‘' && self.peek(behind).is_some_and(|(_, next)| next.is_upper());
        self.class_ahead(behind) == Class::Letter && !opens
    }

    /// Whether what stands between `start` and the full stop at `stop` is one letter, or letters
    /// parted by full stops.
    fn is_initial(&self, start: usize, stop: usize) -> bool {
        let last = self.text[start..stop]
            .rsplit('.')
            .next()
            .unwrap_or_default();
        last.chars()
            .filter(|&c| entry(c).class() == Class::Letter)
            .count()
            == 1
    }

    /// Whether one single letter stands at `at`.
    fn is_initial_ahead(&self, at: usize) -> bool {
        let Some((c, e)) = self.peek(at) else {
            return false;
        };
        let next = self.class_ahead(at + c.len_utf8());
        e.class() == Class::Letter
            && !matches!(next, Class::Letter | Class::Digit | Class::Apostrophe)
    }

    /// The first word from `at` on, which is the first byte or the end of a word.
    pub fn next_word(&mut self, mut at: usize) -> Option<Word> {
        let mut before = if at == self.first {
            Class::Other
        } else {
            Class::Letter
        };
        loop {
            let (c, e) = self.peek(at)?;
            let behind = at + c.len_utf8();
            match e.class() {
                Class::Letter | Class::Digit => return Some(self.word(at, at)),
                Class::Unspaced => return Some(self.unspaced_word(at)),
                Class::Currency if self.class_ahead(behind) == Class::Digit => {
                    return Some(self.word(at, behind));
                }
                Class::Minus
                    if before == Class::Other && self.class_ahead(behind) == Class::Digit =>
                {
                    return Some(self.word(at, behind));
                }
                Class::Ignorable => {}
                class => {
                    before = if class == Class::Other {
                        Class::Other
                    } else {
                        Class::Letter
                    }
                }
            }
            at = behind;
        }
    }

    /// A letter of a script without spaces, with the marks behind it, as a word.
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
                slow |= e.is_slow() || (e.class() == Class::Mark && order.is_wrong(c));
                traits |= if e.is_numeral() { NUMBER } else { 0 };
                self.form.push(e.folded());
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
            self.form.push(sign.folded());
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
                    self.form.push(e.folded());
                    if e.class() != Class::Mark {
                        last = e.class();
                    }
                    end = behind;
                    if e.class() == Class::Letter {
                        let (letters_end, has_mark) = self.letters(behind);
                        // Such a sign starts the order anew.
                        order = if has_mark { MarkOrder(0) } else { order };
                        (at, end) = (letters_end, letters_end);
                        continue;
                    }
                }
                Class::Ignorable => {}
                Class::Apostrophe if last == Class::Letter && self.joins(c, behind) => {}
                Class::NumberPoint
                    if c == '.'
                        && last == Class::Letter
                        && self.is_initial(start, at)
                        && self.is_initial_ahead(behind) =>
                {
                    traits |= RESPELT;
                }
                Class::NumberPoint
                    if last == Class::Digit && self.class_ahead(behind) == Class::Digit =>
                {
                    slow |= e.is_slow();
                    self.form.push(e.folded());
                }
                Class::Percent if last == Class::Digit => {
                    slow |= e.is_slow();
                    self.form.push(e.folded());
                    end = behind;
                    break;
                }
                _ => {
                    let is_number = is_plain && last == Class::Digit;
                    if let Some(sign_end) =
                        is_number.then(|| self.percent_behind_space(at)).flatten()
                    {
                        self.form.push('%');
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

    /// Takes the letters from `at` on whose normal form depends on nothing around them, with their
    /// signs: most of most words. Says where they end, and whether a sign was among them.
    fn letters(&mut self, mut at: usize) -> (usize, bool) {
        let bytes = self.text.as_bytes();
        let (mut current, mut row) = (0, rows::row(0));
        let mut has_mark = false;
        while let Some((number, place, len)) = rows::place(bytes, at) {
            if number != current {
                (current, row) = (number, rows::row(number));
            }
            let simple = row[place & 63];
            if !simple.is_known() {
                break;
            }
            has_mark |= simple.is_mark();
            self.form.append(simple.form());
            at += len;
        }
        (at, has_mark)
    }

    /// Where a percent sign ends that one space parts from the number in front, as German and
    /// French print it.
    fn percent_behind_space(&self, at: usize) -> Option<usize> {
        let (space, _) = self
            .peek(at)
            .filter(|(c, _)| matches!(c, ' ' | '\u{A0}' | '\u{202F}'))?;
        let sign_at = at + space.len_utf8();
        let (sign, e) = self.peek(sign_at)?;
        (e.class() == Class::Percent).then_some(sign_at + sign.len_utf8())
    }

    /// The word from `start` to `end`. Its hash is that of the form in the buffer, or, if `slow` or
    /// too long for the buffer, of the form by definition.
    fn finish(&self, start: usize, end: usize, traits: u8, slow: bool) -> Word {
        let hash = match self.form.bytes().filter(|_| !slow) {
            Some(form) => hash64(form),
            None => hash64(normal_word(&self.text[start..end]).as_bytes()),
        };
        Word {
            span: Span::new(start, end),
            hash,
            traits,
        }
    }
}

/// The character that starts at byte `at`, which is a character's first or the text's end.
#[inline(always)]
fn char_at(text: &str, at: usize) -> Option<char> {
    let bytes = text.as_bytes();
    let first = *bytes.get(at)?;
    let follow = |i: usize| u32::from(bytes.get(at + i).copied().unwrap_or_default() & 0x3F);
    let code = match first {
        0..0x80 => return Some(first as char),
        0x80..0xE0 => u32::from(first & 0x1F) << 6 | follow(1),
        0xE0..0xF0 => u32::from(first & 0x0F) << 12 | follow(1) << 6 | follow(2),
        0xF0.. => u32::from(first & 0x07) << 18 | follow(1) << 12 | follow(2) << 6 | follow(3),
    };
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use super::char_at;

    #[test]
    fn every_character_is_decoded() {
        for c in '\0'..=char::MAX {
            assert_eq!(char_at(c.encode_utf8(&mut [0; 4]), 0), Some(c));
        }
        assert_eq!(char_at("", 0), None);
    }
}
