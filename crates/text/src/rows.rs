//! Characters that keep to themselves, with the bytes of their normal form: what most words of most
//! scripts are made of.
//!
//! A row holds the 64 characters that differ in their last byte of UTF-8, so that a word is read
//! and written in bytes and no character is decoded. Rows are filled when first met, from the table
//! in `chars`.

use crate::chars::{Class, entry, written_out};
use std::sync::OnceLock;
use unicode_normalization::char::canonical_combining_class;

/// What is known of a character: nothing, or the bytes of its normal form.
#[derive(Clone, Copy)]
pub(crate) struct Simple(u32);

/// The 64 characters with the same code but for the last six bits.
pub(crate) type Row = [Simple; 64];

/// Position of the length of the form, above its three bytes. No normal form of one character takes
/// four in the scripts of this table.
const LEN_SHIFT: u32 = 24;
/// See [`Simple::is_mark`].
const MARK: u32 = 1 << 31;

/// Rows in the plane that holds the scripts in use.
const ROWS: usize = 0x400;
static TABLE: [OnceLock<Box<Row>>; ROWS] = [const { OnceLock::new() }; ROWS];

impl Simple {
    /// Whether the character is a letter, or a sign that follows one, and its normal form depends
    /// on nothing around it.
    #[inline]
    pub(crate) fn is_known(self) -> bool {
        self.0 != 0
    }

    /// Whether it is such a sign.
    #[inline]
    pub(crate) fn is_mark(self) -> bool {
        self.0 & MARK != 0
    }

    /// The UTF-8 of the normal form, and how many of the bytes it takes.
    #[inline]
    pub(crate) fn form(self) -> ([u8; 4], usize) {
        (self.0.to_le_bytes(), (self.0 >> LEN_SHIFT & 3) as usize)
    }

    fn of(c: char) -> Self {
        let e = entry(c);
        let is_letter = e.class() == Class::Letter;
        let is_mark = e.class() == Class::Mark && canonical_combining_class(c) == 0;
        if let Some(letters) = written_out_alone(c) {
            let [first, second] = letters.map(|letter| letter as u32);
            return Self(first | second << 8 | 2 << LEN_SHIFT);
        }
        let folded = e.folded();
        if e.is_slow() || !(is_letter || is_mark) || folded.len_utf8() > 3 {
            return Self(0);
        }
        let mut bytes = [0; 4];
        let len = folded.encode_utf8(&mut bytes).len() as u32;
        Self(u32::from_le_bytes(bytes) | len << LEN_SHIFT | if is_mark { MARK } else { 0 })
    }
}

/// The two ASCII letters that a letter is written as, whatever its case.
fn written_out_alone(c: char) -> Option<[char; 2]> {
    let mut lower = c.to_lowercase();
    let letter = lower.next().filter(|_| lower.next().is_none())?;
    written_out(letter)
}

/// The row with a number below [`ROWS`]: the codes of its characters without the last six bits.
#[inline]
pub(crate) fn row(number: usize) -> &'static Row {
    TABLE[number & (ROWS - 1)].get_or_init(|| {
        let first = (number as u32) << 6;
        Box::new(std::array::from_fn(|i| {
            char::from_u32(first + i as u32).map_or(Simple(0), Simple::of)
        }))
    })
}

/// Number of the row, place in it and length in bytes of the character that starts at `at`; none at
/// the end of the text and outside of the rows.
#[inline(always)]
pub(crate) fn place(bytes: &[u8], at: usize) -> Option<(usize, usize, usize)> {
    let first = usize::from(*bytes.get(at)?);
    match first {
        0..0x80 => Some((first >> 6, first & 0x3F, 1)),
        0x80..0xE0 => Some((first & 0x1F, last_bits(bytes, at + 1)?, 2)),
        0xE0..0xF0 => {
            let row = (first & 0x0F) << 6 | last_bits(bytes, at + 1)?;
            Some((row, last_bits(bytes, at + 2)?, 3))
        }
        _ => None,
    }
}

/// The six bits of a character that a byte other than its first holds.
#[inline(always)]
fn last_bits(bytes: &[u8], at: usize) -> Option<usize> {
    bytes.get(at).map(|&byte| usize::from(byte & 0x3F))
}

#[cfg(test)]
mod tests {
    use super::{place, row};
    use crate::normal_word::normal_word;

    #[test]
    fn every_known_character_has_its_normal_form() {
        let mut known = 0;
        for c in '\0'..='\u{FFFF}' {
            let mut bytes = [0; 4];
            let (number, at, len) = place(c.encode_utf8(&mut bytes).as_bytes(), 0).unwrap();
            assert_eq!((number << 6 | at, len), (c as usize, c.len_utf8()));
            let simple = row(number)[at];
            let (form, len) = simple.form();
            if simple.is_known() && !simple.is_mark() {
                assert_eq!(
                    std::str::from_utf8(&form[..len]).unwrap(),
                    normal_word(&c.to_string()),
                    "{c:?}"
                );
                known += 1;
            }
        }
        assert!(known > 10_000);
        assert_eq!((place("😀".as_bytes(), 0), place(b"", 0)), (None, None));
    }
}
