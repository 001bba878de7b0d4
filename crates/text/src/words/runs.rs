//! Runs of letters and digits in a block, as masks.
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

/// Length in bytes of a block with the bytes after it that [`short::hash`] may read for a word at
/// the end of the block.
pub(super) const READ: usize = BLOCK + short::READ;

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
    /// Bytes just after the letters at the start of a run, unless an apostrophe or a full stop
    /// joins these letters to more. If such a byte is also in `ends`, the whole run is a word.
    pub plain: u64,
}

impl Runs {
    /// All runs of a block.
    #[inline(always)]
    pub fn new(bytes: &[u8; READ]) -> Self {
        let masks = Masks::of(bytes.first_chunk().unwrap_or(&[0; BLOCK]));
        let mut inside = masks.letters | masks.digits | masks.wide;
        if masks.wide != 0 {
            inside &= !separators(bytes, masks.wide);
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
        runs.from(0)
    }

    /// The runs from byte `from` on. If that byte is inside a run, a run starts there.
    #[inline(always)]
    pub fn from(self, from: usize) -> Self {
        let inside = self.inside & !0 << from;
        let starts = inside & !(inside << 1);
        let ends = !inside & inside << 1;
        // The first byte that is not a letter, for each run that begins with a letter.
        let letters = self.letters & inside;
        let letters_end = letters.wrapping_add(starts & letters) & !letters;
        // The byte after the block is not in the masks, so it is assumed to be a letter.
        let followed = inside >> 1 | 1 << (BLOCK - 1);
        let joins = followed & (self.apostrophes | self.stops & starts << 1);
        Self {
            inside,
            starts,
            ends,
            plain: letters_end & !joins,
            ..self
        }
    }
}

/// The characters U+2000 to U+203F that separate words, by their last six bits: spaces, dashes,
/// quotes, dots. The invisible ones do not, and `‘` and `’` may be apostrophes.
const PUNCTUATION: u64 = !(0b1_1111 << 0x0B | 0b11 << 0x18 | 0b1_1111 << 0x2A);
/// The characters U+0080 to U+00BF that separate words, by their last six bits: the no-break space,
/// `«`, `»`, `©`, `°` and the like.
const LATIN_SIGNS: u64 = 0b11 << 0x20
    | 0b1111 << 0x26
    | 1 << 0x2B
    | 0b1111 << 0x2E
    | 0b111 << 0x36
    | 1 << 0x3B
    | 1 << 0x3F;
/// The bits of a byte of UTF-8 other than the first that are part of the character's code.
const LAST_BITS: u8 = 0x3F;

/// The bytes of `wide` that are part of characters that separate words in any context.
///
/// A character that continues after the block is left out, and so is an apostrophe between two
/// characters of words. The scanner decides on both.
#[inline(never)]
fn separators(bytes: &[u8; READ], mut wide: u64) -> u64 {
    let mut separators = 0;
    while wide != 0 {
        let at = wide.trailing_zeros() as usize & (BLOCK - 1);
        let len = separator_len(bytes, at);
        let character = ((1 << len) - 1) << at;
        if at + len <= BLOCK {
            separators |= character;
        }
        wide = if len != 0 {
            wide & !character
        } else {
            // The scanner reads this character and all others of `wide` that follow without a gap.
            // The one that is added carries through them, so none of them is looked at here.
            wide.wrapping_add(1 << at) & wide
        };
    }
    separators
}

/// Length in bytes of the character at `at` if it separates words, else 0.
#[inline(always)]
fn separator_len(bytes: &[u8; READ], at: usize) -> usize {
    match bytes[at] {
        0xE2 if bytes[at + 1] == 0x80 => {
            let third = bytes[at + 2] & LAST_BITS;
            let is_quote = third == 0x18 || third == 0x19;
            if PUNCTUATION >> third & 1 != 0 || is_quote && !is_between(bytes, at, 3) {
                3
            } else {
                0
            }
        }
        0xC2 if LATIN_SIGNS >> (bytes[at + 1] & LAST_BITS) & 1 != 0 => 2,
        _ => 0,
    }
}

/// Whether there may be characters of words on both sides of the `len` bytes at `at`.
#[inline(always)]
fn is_between(bytes: &[u8; READ], at: usize, len: usize) -> bool {
    at > 0 && may_be_of_word(bytes[at - 1]) && may_be_of_word(bytes[at + len])
}

/// Whether a byte may be part of a character of a word.
#[inline(always)]
fn may_be_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::{READ, separator_len};
    use crate::chars::{Class, entry};

    #[test]
    fn every_separator_ends_a_word() {
        for c in (0x80..0x3000).filter_map(char::from_u32) {
            let mut bytes = [b' '; READ];
            c.encode_utf8(&mut bytes);
            let class = entry(c).class();
            let parts = matches!(class, Class::Other | Class::Percent | Class::Apostrophe);
            assert!(
                separator_len(&bytes, 0) == 0 || parts && separator_len(&bytes, 0) == c.len_utf8(),
                "{c:?} is {class:?}"
            );
        }
        let len = |text: &str, at| {
            let mut bytes = [0; READ];
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
