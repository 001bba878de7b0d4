//! Runs of letters and digits in a block, as masks. A *block* is 64 bytes of the text. A *run* is a
//! maximal sequence of bytes that may belong to words: ASCII letters and digits, and characters
//! that are not ASCII except for quotes, dashes and the like.
//!
//! Bit `i` of a mask is about byte `i`. In these pictures byte 0 is on the left, as in the text:
//!
//! ```text
//! bytes     The U.S. ferry's 3 km
//! inside    111.1.1..11111.1.1.11
//! starts    1...1.1..1.....1.1.1.      inside, and the byte before is not
//! ends      ...1.1.1......1.1.1..      not inside, and the byte before is
//! ```
//!
//! All runs of a block are found with a few shifts and bitwise operations, however many there are.
//! Addition finds where the letters at the start of a run end: a one that is added at the start of
//! a sequence of ones carries through to its end, so `letters + starts` has a one just after each
//! such sequence.

use super::masks::{BLOCK, Masks};
use super::short;

/// Length of a block and the bytes after it, in bytes. For a word at the end of the block,
/// [`short::hash`] reads bytes after the block as well.
pub(super) const PADDED_BLOCK: usize = BLOCK + short::READ;

/// The runs of a block that have not been read yet.
#[derive(Clone, Copy)]
pub(super) struct Runs {
    /// Bytes that may belong to words.
    inside: u64,
    /// ASCII letters.
    pub letters: u64,
    /// ASCII digits.
    pub digits: u64,
    /// ASCII apostrophes, which join letters.
    apostrophes: u64,
    /// Full stops, which join single letters.
    stops: u64,
    /// First bytes of runs.
    pub starts: u64,
    /// Bytes just after runs.
    pub ends: u64,
    /// Bytes just after the letters at the start of a run, unless such a byte is an apostrophe or a
    /// full stop that joins these letters to the next ones. If the byte is also in `ends`, the
    /// whole run is a word.
    pub plain: u64,
}

impl Runs {
    /// All runs of a block.
    #[inline(always)]
    pub fn new(bytes: &[u8; PADDED_BLOCK]) -> Self {
        // There are always enough bytes, so the zeros are never used.
        let masks = Masks::of(bytes.first_chunk().unwrap_or(&[0; BLOCK]));
        let mut inside = masks.letters | masks.digits | masks.non_ascii;
        if masks.non_ascii != 0 {
            inside &= !separators(bytes, masks.non_ascii);
        }
        let runs = Self {
            inside,
            letters: masks.letters,
            digits: masks.digits,
            apostrophes: masks.apostrophes,
            stops: masks.stops,
            starts: 0,
            ends: 0,
            plain: 0,
        };
        runs.rest_from(0)
    }

    /// The runs from byte `from` on. If that byte is inside a run, a run starts there.
    #[inline(always)]
    pub fn rest_from(self, from: usize) -> Self {
        let bytes_from_here = !0 << from;
        let inside = self.inside & bytes_from_here;
        let starts = inside & !(inside << 1);
        let ends = !inside & (inside << 1);
        // The first byte that is not a letter, for each run that begins with a letter.
        let letters = self.letters & inside;
        let letters_end = letters.wrapping_add(starts & letters) & !letters;
        // A sign can join only if the next byte is inside a run. The byte after the block is not in
        // the masks, so it is assumed to be inside.
        let before_inside = (inside >> 1) | (1 << (BLOCK - 1));
        // A full stop can join only after a single letter, so only directly after the first byte.
        let stops_after_one = self.stops & (starts << 1);
        let joins = before_inside & (self.apostrophes | stops_after_one);
        Self {
            inside,
            starts,
            ends,
            plain: letters_end & !joins,
            ..self
        }
    }
}

/// The characters U+2000 to U+203F that do not separate words, a bit for each.
const NOT_PUNCTUATION: u64 = 0b1_1111 << 0x0B // U+200B to U+200F are invisible
    | 0b11 << 0x18 // `‘` and `’` may be apostrophes
    | 0b1_1111 << 0x2A; // U+202A to U+202E are invisible
/// The characters U+2000 to U+203F that separate words, a bit for each: spaces, dashes, quotes,
/// dots.
const PUNCTUATION: u64 = !NOT_PUNCTUATION;
/// The characters U+0080 to U+00BF that separate words, a bit for each.
const LATIN_SIGNS: u64 = 0b11 << 0x20 // the no-break space and `¡`
    | 0b1111 << 0x26 // `¦`, `§`, `¨`, `©`
    | 1 << 0x2B // `«`
    | 0b1111 << 0x2E // `®`, `¯`, `°`, `±`
    | 0b111 << 0x36 // `¶`, `·`, `¸`
    | 1 << 0x3B // `»`
    | 1 << 0x3F; // `¿`
/// The bits of a byte of UTF-8 other than the first that are part of the character's code.
const LAST_BITS: u8 = 0x3F;

/// The bytes of `non_ascii` that are part of characters that separate words in any context.
///
/// A character that continues after the block is left out, and so is an apostrophe between two
/// characters of words. The scanner decides on both.
#[inline(never)]
fn separators(bytes: &[u8; PADDED_BLOCK], mut non_ascii: u64) -> u64 {
    let mut found = 0;
    while non_ascii != 0 {
        let at = non_ascii.trailing_zeros() as usize & (BLOCK - 1);
        let len = separator_len(bytes, at);
        // The bits of the character's bytes; none if it is not a separator.
        let character = ((1 << len) - 1) << at;
        if at + len <= BLOCK {
            found |= character;
        }
        non_ascii = if len != 0 {
            non_ascii & !character
        } else {
            // The scanner reads this character, and all characters of `non_ascii` that follow it
            // without a gap. The addition carries through all their bits and clears them, so they
            // are not looked at here.
            non_ascii.wrapping_add(1 << at) & non_ascii
        };
    }
    found
}

/// Length in bytes of the character at `at` if it separates words, else 0.
#[inline(always)]
fn separator_len(bytes: &[u8; PADDED_BLOCK], at: usize) -> usize {
    match bytes[at] {
        0xE2 if bytes[at + 1] == 0x80 => {
            let third = bytes[at + 2] & LAST_BITS;
            let is_punctuation = (PUNCTUATION >> third) & 1 != 0;
            let is_quote = third == 0x18 || third == 0x19;
            if is_punctuation || (is_quote && !is_between(bytes, at, 3)) {
                3
            } else {
                0
            }
        }
        0xC2 if (LATIN_SIGNS >> (bytes[at + 1] & LAST_BITS)) & 1 != 0 => 2,
        _ => 0,
    }
}

/// Whether there may be characters of words on both sides of the `len` bytes at `at`.
#[inline(always)]
fn is_between(bytes: &[u8; PADDED_BLOCK], at: usize, len: usize) -> bool {
    at > 0 && may_be_of_word(bytes[at - 1]) && may_be_of_word(bytes[at + len])
}

/// Whether a byte may be part of a character of a word.
#[inline(always)]
fn may_be_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::{PADDED_BLOCK, separator_len};
    use crate::chars::{Class, entry};

    #[test]
    fn every_separator_ends_a_word() {
        for c in (0x80..0x3000).filter_map(char::from_u32) {
            let mut bytes = [b' '; PADDED_BLOCK];
            c.encode_utf8(&mut bytes);
            let class = entry(c).class();
            let separates = matches!(class, Class::Other | Class::Percent | Class::Apostrophe);
            assert!(
                separator_len(&bytes, 0) == 0
                    || separates && separator_len(&bytes, 0) == c.len_utf8(),
                "{c:?} is {class:?}"
            );
        }
        let len = |text: &str, at| {
            let mut bytes = [0; PADDED_BLOCK];
            bytes[..text.len()].copy_from_slice(text.as_bytes());
            separator_len(&bytes, at)
        };
        assert_eq!(
            (
                len("a—b", 1),
                len("a’b", 1),
                len("a’ b", 1),
                len("a\u{ad}b", 1),
                len("a\u{a0}b", 1)
            ),
            (3, 0, 3, 0, 2)
        );
    }
}
