//! The definition of a word: a scanner that looks up one character after another.
//!
//! The documentation of the module [`words`](super) describes the rules that are implemented here.
//! `blocks.rs` is faster for plain words and calls the scanner for all others.
//!
//! The normal form of a word is in lower case and in canonical composition, without apostrophes and
//! invisible characters. [`normal_word`] defines it, and allocates. The scanner instead writes the
//! forms of single characters into a buffer. It falls back to [`normal_word`] if the word is
//! *complex*: if the form of a character depends on others, because combining marks are out of
//! order or characters compose, or if the form is several characters.
//!
//! The [`Class`] of a character is its role in words. The module [`chars`](crate::chars) has a
//! table with an [`Entry`] for each character: its class, its form, and whether it makes words
//! complex.
//!
//! Between words the scanner remembers nothing: its caller says where the last word ended. Inside a
//! word it remembers the class of the last letter or digit (`last`), because the same sign has
//! different roles: a comma joins digits (`1,700`) and ends a word of letters; an apostrophe joins
//! letters and ends a number. Whether a sign joins also depends on what follows it, so the scanner
//! looks one visible character ahead ([`Scanner::class_ahead`]), and two after the full stop of an
//! initial.
//!
//! In the code, `end` is the end of the last character that is part of the word, and `at` is the
//! byte to look at next. A sign that joins moves `at` but not `end`, so a word never ends in one.

use super::form::Form;
use super::word::{CAPITAL, NUMBER, RESPELT, UNSPACED, Word};
use crate::chars::{Class, ClassPage, Entry, entry, first_page};
use crate::hash::hash64;
use crate::normal_word::normal_word;
use crate::rows;
use crate::span::Span;
use unicode_normalization::char::canonical_combining_class;

/// Appends the words of `text` to `out`, by the definition. Numbers are joined with signs that are
/// written out (`5 per cent`) by [`units`](crate::units).
#[cfg(test)]
pub(super) fn words_into(text: &str, out: &mut Vec<Word>) {
    let mut scanner = Scanner::new(text, 0);
    let piece = crate::units::PieceStart {
        word: out.len(),
        byte: 0,
    };
    let mut at = 0;
    while let Some(word) = scanner.next_word(at) {
        at = word.span.end();
        out.push(word);
        if word.is_number() || crate::units::units().may_end(word.hash) {
            crate::units::join(text, out, piece);
        }
    }
}

/// Checks that combining marks come in the canonical order of Unicode. If they do not, the word is
/// complex.
///
/// A letter does not reset the check, so marks in order may be taken for marks out of order. That
/// costs only time.
#[derive(Default)]
struct MarkOrder {
    /// The combining class of the last mark; zero at the start of a word.
    last_class: u8,
}

impl MarkOrder {
    /// Adds a mark. Returns whether it is out of order: whether it belongs before the last mark, as
    /// a cedilla belongs before an acute accent.
    fn add(&mut self, mark: char) -> bool {
        let class = canonical_combining_class(mark);
        let is_out_of_order = class != 0 && class < self.last_class;
        self.last_class = class;
        is_out_of_order
    }
}

/// Finds words in a text.
pub(super) struct Scanner<'t> {
    text: &'t str,
    /// Where the part of the text that is scanned begins, in bytes. This part is called the
    /// *piece*. The text before it is not looked at.
    piece_start: usize,
    /// The page of the table that holds ASCII, kept here so that no function call is needed for it.
    ascii: &'static ClassPage,
    /// The normal form of the current word; one buffer for all words.
    form: Form,
}

impl<'t> Scanner<'t> {
    /// A scanner of the text from byte `piece_start` on, which must be a character boundary.
    pub fn new(text: &'t str, piece_start: usize) -> Self {
        Self {
            text,
            piece_start,
            ascii: first_page(),
            form: Form::new(),
        }
    }

    /// The character that starts at byte `at`, and its entry in the table; `None` at the end of the
    /// text.
    #[inline(always)]
    fn peek(&self, at: usize) -> Option<(char, Entry)> {
        let c = char_at(self.text, at)?;
        let e = if c.is_ascii() {
            // The mask removes the bounds check.
            self.ascii[c as usize & 0x7F]
        } else {
            entry(c)
        };
        Some((c, e))
    }

    /// The class of the first character from byte `at` on that is not ignorable.
    fn class_ahead(&self, mut at: usize) -> Class {
        while let Some((c, e)) = self.peek(at) {
            if e.class() != Class::Ignorable {
                return e.class();
            }
            at += c.len_utf8();
        }
        Class::Other
    }

    /// Whether an apostrophe joins the letter after it to the word before it. `after` is the byte
    /// after the apostrophe.
    fn apostrophe_joins(&self, apostrophe: char, after: usize) -> bool {
        // A left quotation mark before a capital opens a quotation (`said‘Never`). Before a small
        // letter it is a misprint of the apostrophe.
        if apostrophe == '‘'
            && let Some((_, next)) = self.peek(after)
            && next.is_upper()
        {
            return false;
        }
        self.class_ahead(after) == Class::Letter
    }

    /// Whether the full stop at `stop` follows an initial: a single letter after the previous full
    /// stop of the word, or after the `start` of the word. Letters before the previous full stop
    /// were checked when that full stop was read.
    fn is_initial(&self, start: usize, stop: usize) -> bool {
        let mut letters = 0;
        for c in self.text[start..stop].chars().rev() {
            if c == '.' {
                break;
            }
            letters += usize::from(entry(c).class() == Class::Letter);
        }
        letters == 1
    }

    /// Whether the character at byte `at` is a single letter, not the first of a longer word.
    fn is_initial_ahead(&self, at: usize) -> bool {
        let Some((c, e)) = self.peek(at) else {
            return false;
        };
        let next = self.class_ahead(at + c.len_utf8());
        e.class() == Class::Letter
            && !matches!(next, Class::Letter | Class::Digit | Class::Apostrophe)
    }

    /// The first word from byte `at` on; `None` if there are no more. `at` is where the piece
    /// begins or a word ends.
    pub fn next_word(&mut self, mut at: usize) -> Option<Word> {
        // A minus opens a number at the start of the piece and after a character of class `Other`.
        // It does not open one directly after a word (`2019-20`), and a word ends at `at` unless
        // the piece begins there.
        let mut minus_may_open = at == self.piece_start;
        loop {
            let (c, e) = self.peek(at)?;
            let after = at + c.len_utf8();
            match e.class() {
                Class::Letter | Class::Digit => return Some(self.word(at, at)),
                Class::Unspaced => return Some(self.unspaced_word(at)),
                Class::Currency if self.class_ahead(after) == Class::Digit => {
                    return Some(self.word(at, after));
                }
                Class::Minus if minus_may_open && self.class_ahead(after) == Class::Digit => {
                    return Some(self.word(at, after));
                }
                Class::Ignorable => {}
                class => minus_may_open = class == Class::Other,
            }
            at = after;
        }
    }

    /// The word that is a letter of a script without spaces, with the marks after it.
    fn unspaced_word(&mut self, start: usize) -> Word {
        let mut end = start;
        let mut traits = UNSPACED;
        let mut is_complex = false;
        let mut order = MarkOrder::default();
        self.form.clear();
        while let Some((c, e)) = self.peek(end) {
            // The vowels above and below a Thai letter are marks.
            if end > start && !matches!(e.class(), Class::Mark | Class::Ignorable) {
                break;
            }
            if e.class() != Class::Ignorable {
                is_complex |= e.is_complex() || (e.class() == Class::Mark && order.add(c));
                traits |= if e.is_numeral() { NUMBER } else { 0 };
                self.form.push(e.folded());
            }
            end += c.len_utf8();
        }
        self.finish(start, end, traits, is_complex)
    }

    /// The word of letters and digits whose first letter or digit is at byte `from`. If `start` is
    /// before `from`, the sign at `start` (`$`, `-`) opens the word.
    fn word(&mut self, start: usize, from: usize) -> Word {
        self.form.clear();
        let mut is_complex = from > start && self.push_sign(start);
        let mut at = from;
        let mut end = from;
        // `Other` until the first letter or digit.
        let mut last = Class::Other;
        let (mut traits, mut only_digits) = (0, true);
        let mut order = MarkOrder::default();
        while let Some((c, e)) = self.peek(at) {
            let after = at + c.len_utf8();
            match e.class() {
                Class::Letter | Class::Digit | Class::Mark => {
                    if last == Class::Other && e.is_upper() {
                        traits |= CAPITAL;
                    }
                    if e.class() == Class::Digit {
                        traits |= NUMBER;
                    }
                    only_digits &= e.class() == Class::Digit;
                    is_complex |= e.is_complex() || (e.class() == Class::Mark && order.add(c));
                    self.form.push(e.folded());
                    // Whether a sign joins depends on the letter or digit under the mark before it.
                    if e.class() != Class::Mark {
                        last = e.class();
                    }
                    end = after;
                    if e.class() == Class::Letter {
                        let (letters_end, has_mark) = self.push_letters(after);
                        // Marks in `rows` have combining class 0, and any mark may follow them.
                        if has_mark {
                            order = MarkOrder::default();
                        }
                        (at, end) = (letters_end, letters_end);
                        continue;
                    }
                }
                Class::Ignorable => {}
                Class::Apostrophe if last == Class::Letter && self.apostrophe_joins(c, after) => {}
                Class::NumberPoint
                    if c == '.'
                        && last == Class::Letter
                        && self.is_initial(start, at)
                        && self.is_initial_ahead(after) =>
                {
                    // `U.S` is spelled differently from its normal form, which has no full stop.
                    traits |= RESPELT;
                }
                Class::NumberPoint
                    if last == Class::Digit && self.class_ahead(after) == Class::Digit =>
                {
                    is_complex |= e.is_complex();
                    self.form.push(e.folded());
                }
                // Nothing can join after a percent sign.
                Class::Percent if last == Class::Digit => {
                    is_complex |= e.is_complex();
                    self.form.push(e.folded());
                    end = after;
                    break;
                }
                _ => {
                    // After a space, a percent sign belongs only to a plain number, and not to a
                    // word like `Covid19`.
                    if only_digits
                        && last == Class::Digit
                        && let Some(sign_end) = self.percent_after_space(at)
                    {
                        self.form.push('%');
                        // The form of any other percent sign (`％`) is made by `normal_word`.
                        is_complex |= !self.text[at..sign_end].ends_with('%');
                        end = sign_end;
                    }
                    break;
                }
            }
            at = after;
        }
        self.finish(start, end, traits, is_complex)
    }

    /// Writes the form of the sign at byte `at`, which opens a word. Returns whether the sign makes
    /// the word complex.
    fn push_sign(&mut self, at: usize) -> bool {
        let Some((_, sign)) = self.peek(at) else {
            return false;
        };
        self.form.push(sign.folded());
        sign.is_complex()
    }

    /// Writes the forms of the letters and marks from byte `at` on, up to the first character that
    /// is not in the table of [`rows`]: the characters whose form does not depend on others. In
    /// most words these are all the letters that are left. Returns where they end, and whether a
    /// mark was among them.
    fn push_letters(&mut self, mut at: usize) -> (usize, bool) {
        let bytes = self.text.as_bytes();
        // Neighbouring letters are mostly in the same row, so a row is looked up only if it
        // changes.
        let (mut row_number, mut row) = (0, rows::row(0));
        let mut has_mark = false;
        while let Some(place) = rows::locate(bytes, at) {
            if place.row != row_number {
                (row_number, row) = (place.row, rows::row(place.row));
            }
            // The mask removes the bounds check.
            let simple = row[place.column & 63];
            if !simple.is_known() {
                break;
            }
            has_mark |= simple.is_mark();
            self.form.append(simple.form());
            at += place.len;
        }
        (at, has_mark)
    }

    /// The end of a percent sign that follows a number after one space, as in German and French
    /// (`5 %`). `at` is the byte of the space. `None` if there is no such sign.
    fn percent_after_space(&self, at: usize) -> Option<usize> {
        let (space, _) = self.peek(at)?;
        if !matches!(space, ' ' | '\u{A0}' | '\u{202F}') {
            return None;
        }
        let sign_at = at + space.len_utf8();
        let (sign, e) = self.peek(sign_at)?;
        (e.class() == Class::Percent).then_some(sign_at + sign.len_utf8())
    }

    /// The word from byte `start` to byte `end`. Its normal form is in the buffer, unless the word
    /// is complex or too long for the buffer. Then [`normal_word`] makes it.
    fn finish(&self, start: usize, end: usize, traits: u8, is_complex: bool) -> Word {
        let hash = match self.form.bytes() {
            Some(form) if !is_complex => hash64(form),
            _ => hash64(normal_word(&self.text[start..end]).as_bytes()),
        };
        Word {
            span: Span::new(start, end),
            hash,
            traits,
        }
    }
}

/// The character that starts at byte `at`, which is a character boundary.
///
/// The result is that of `text[at..].chars().next()`. Slicing would check the boundary each time,
/// which is noticeable here.
#[inline(always)]
fn char_at(text: &str, at: usize) -> Option<char> {
    let bytes = text.as_bytes();
    let first = *bytes.get(at)?;
    if first < 0x80 {
        return Some(first as char);
    }
    let second = last_bits(bytes, at + 1);
    if first < 0xE0 {
        return char::from_u32(u32::from(first & 0x1F) << 6 | second);
    }
    let last_two = second << 6 | last_bits(bytes, at + 2);
    if first < 0xF0 {
        return char::from_u32(u32::from(first & 0x0F) << 12 | last_two);
    }
    let last_three = last_two << 6 | last_bits(bytes, at + 3);
    char::from_u32(u32::from(first & 0x07) << 18 | last_three)
}

/// The six bits of a character's code that are in a byte of its UTF-8 other than the first. Zero at
/// the end of the bytes, which never happens inside a character.
#[inline(always)]
fn last_bits(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at) {
        Some(byte) => u32::from(byte & 0x3F),
        None => 0,
    }
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
