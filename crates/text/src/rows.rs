//! A table of the letters that are normalised without regard to their neighbours, with the bytes of
//! their normal form.
//!
//! Most words of most scripts consist of such letters. Their normal form is the form of each letter
//! in turn, and can be written without decoding or encoding a character: the table is indexed by
//! bytes of UTF-8 and holds bytes of UTF-8. A row of the table holds the 64 characters whose UTF-8
//! differs only in the last byte. The row is filled, from the table in `chars`, when one of its
//! characters is first met.

use crate::chars::{Class, digraph, entry};
use std::sync::OnceLock;
use unicode_normalization::char::canonical_combining_class;

/// The normal form of a character in bytes, if it is simple enough to be in the table.
///
/// The three lowest bytes of the number are the form; its first byte is the lowest. The two bits
/// above them are the length of the form, and the highest bit says whether the character is a mark.
/// The whole number is zero if the character is not in the table.
#[derive(Clone, Copy)]
pub(crate) struct SimpleForm(u32);

/// The 64 characters whose codes differ only in the last six bits.
pub(crate) type Row = [SimpleForm; 64];

/// Position of the length of the form, above its three bytes.
const LEN_SHIFT: u32 = 24;
/// See [`SimpleForm::is_mark`].
const MARK: u32 = 1 << 31;

/// Rows of the Basic Multilingual Plane, which holds the scripts in use.
const ROWS: usize = 0x400;
/// A row for every 64 codes of that plane.
static TABLE: [OnceLock<Box<Row>>; ROWS] = [const { OnceLock::new() }; ROWS];

impl SimpleForm {
    /// Whether the character is in the table: it is a letter or a mark, and is normalised without
    /// regard to its neighbours.
    #[inline]
    pub(crate) fn is_known(self) -> bool {
        self.0 != 0
    }

    /// Whether the character is a mark (an accent, a vowel sign), which belongs to the letter
    /// before it.
    #[inline]
    pub(crate) fn is_mark(self) -> bool {
        self.0 & MARK != 0
    }

    /// The UTF-8 of the normal form, and how many of the four bytes are part of it. The fourth
    /// never is.
    #[inline]
    pub(crate) fn form(self) -> ([u8; 4], usize) {
        (self.0.to_le_bytes(), ((self.0 >> LEN_SHIFT) & 3) as usize)
    }

    /// The entry of a character that is not in the table.
    const UNKNOWN: Self = Self(0);

    /// The entry of a character, made from the slower table in `chars`.
    fn of(c: char) -> Self {
        if let Some([first, second]) = digraph_of_any_case(c) {
            // Both are ASCII, so each is one byte.
            return Self::new([first as u8, second as u8, 0, 0], 2);
        }
        let entry = entry(c);
        // A mark of another combining class may have to change places with the mark before it.
        let is_mark = entry.class() == Class::Mark && canonical_combining_class(c) == 0;
        let is_letter = entry.class() == Class::Letter;
        let form = entry.folded();
        if entry.is_complex() || !(is_letter || is_mark) || form.len_utf8() > 3 {
            return Self::UNKNOWN;
        }
        let mut bytes = [0; 4];
        let len = form.encode_utf8(&mut bytes).len();
        let mark = if is_mark { MARK } else { 0 };
        Self(Self::new(bytes, len).0 | mark)
    }

    /// A form of `len` bytes. The bytes after them are zero.
    fn new(bytes: [u8; 4], len: usize) -> Self {
        Self(u32::from_le_bytes(bytes) | (len as u32) << LEN_SHIFT)
    }
}

/// The [`digraph`] of a letter of any case.
fn digraph_of_any_case(c: char) -> Option<[char; 2]> {
    let mut lower = c.to_lowercase();
    let (Some(letter), None) = (lower.next(), lower.next()) else {
        return None;
    };
    digraph(letter)
}

/// The row with this number, below [`ROWS`]. The number is the code of any of its characters
/// without the last six bits.
#[inline]
pub(crate) fn row(number: usize) -> &'static Row {
    // The mask removes the bounds check.
    TABLE[number & (ROWS - 1)].get_or_init(|| Box::new(fill(number)))
}

/// Makes the row with this number.
fn fill(number: usize) -> Row {
    let mut row = [SimpleForm::UNKNOWN; 64];
    let first = (number as u32) << 6;
    for (simple, code) in row.iter_mut().zip(first..) {
        // Surrogates are codes but no characters.
        if let Some(c) = char::from_u32(code) {
            *simple = SimpleForm::of(c);
        }
    }
    row
}

/// Where the table has a character.
pub(crate) struct Place {
    /// The number of the row, for [`row`].
    pub row: usize,
    /// The index in the row.
    pub column: usize,
    /// Length of the character itself, in bytes.
    pub len: usize,
}

/// Where the table has the character that starts at byte `at`. `None` at the end of the text and
/// for characters of four bytes, which the table does not have.
#[inline(always)]
pub(crate) fn locate(bytes: &[u8], at: usize) -> Option<Place> {
    let first = usize::from(*bytes.get(at)?);
    let (row, column, len) = match first {
        0..0x80 => (first >> 6, first & 0x3F, 1),
        // Below 0xC0 are bytes with which no character starts.
        0x80..0xE0 => (first & 0x1F, last_bits(bytes, at + 1)?, 2),
        0xE0..0xF0 => {
            let row = ((first & 0x0F) << 6) | last_bits(bytes, at + 1)?;
            (row, last_bits(bytes, at + 2)?, 3)
        }
        _ => return None,
    };
    Some(Place { row, column, len })
}

/// The six bits of a character's code that are in a byte of its UTF-8 other than the first.
#[inline(always)]
fn last_bits(bytes: &[u8], at: usize) -> Option<usize> {
    let byte = *bytes.get(at)?;
    Some(usize::from(byte & 0x3F))
}

#[cfg(test)]
mod tests {
    use super::{locate, row};
    use crate::normal_word::normal_word;

    #[test]
    fn every_known_character_has_its_normal_form() {
        let mut known = 0;
        for c in '\0'..='\u{FFFF}' {
            let mut bytes = [0; 4];
            let place = locate(c.encode_utf8(&mut bytes).as_bytes(), 0).unwrap();
            assert_eq!(place.row << 6 | place.column, c as usize);
            assert_eq!(place.len, c.len_utf8());
            let simple = row(place.row)[place.column];
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
        assert!(locate("😀".as_bytes(), 0).is_none() && locate(b"", 0).is_none());
    }
}
