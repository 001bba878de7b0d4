//! Runs of letters and digits in a block of bytes, as bits.
//!
//! Bit `i` of each number speaks of byte `i`. In these pictures byte 0 is on the left, as one reads
//! text:
//!
//! ```text
//! bytes     The U.S. ferry's 3 km
//! inside    111.1.1..11111.1.1.11
//! starts    1...1.1..1.....1.1.1.      inside, and the byte in front is not
//! ends      ...1.1.1......1.1.1..      not inside, and the byte in front is
//! ```
//!
//! All runs of a block are found with three shifts and two comparisons, however many there are.
//! Where letters that open a run end is found by adding: a one added at the start of a run of ones
//! carries through to its end, so `letters + starts` differs from `letters` in the bit behind each
//! run.

use super::masks::{BLOCK, Masks};
use super::short;

/// A block and as many bytes behind it as a short word may be read into.
pub(super) const READ: usize = BLOCK + short::READ;

/// The runs of a block that are still ahead.
#[derive(Clone, Copy)]
pub(super) struct Runs {
    /// Bytes that may belong to words.
    inside: u64,
    /// ASCII letters.
    pub letters: u64,
    /// ASCII digits.
    pub digits: u64,
    /// Bytes behind a run that may join it to what follows: an apostrophe.
    apostrophes: u64,
    /// Full stops, which join single letters.
    stops: u64,
    /// First bytes of runs.
    pub starts: u64,
    /// Bytes behind the last ones of runs.
    pub ends: u64,
    /// Where the letters that open a run end, if nothing joins them to what follows: the ends of
    /// runs that are words as they stand, and bytes inside of others.
    pub plain: u64,
}

impl Runs {
    /// All runs of a block.
    #[inline(always)]
    pub fn new(bytes: &[u8; READ]) -> Self {
        let masks = Masks::of(bytes.first_chunk().unwrap_or(&[0; BLOCK]));
        let mut inside = masks.letters | masks.digits | masks.wide;
        if masks.wide != 0 {
            inside &= !parting(bytes, masks.wide);
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

    /// The runs from byte `from` on, which may lie inside one.
    #[inline(always)]
    pub fn from(self, from: usize) -> Self {
        let inside = self.inside & !0 << from;
        let starts = inside & !(inside << 1);
        let ends = !inside & inside << 1;
        // Of each run that opens with a letter, the first byte that is none.
        let letters = self.letters & inside;
        let letters_end = letters.wrapping_add(starts & letters) & !letters;
        // What stands behind the last byte is not known, so it is taken for a letter.
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

/// Characters U+2000 to U+203F that part words, by their last six bits: spaces, dashes, quotes,
/// dots. Not those that are invisible, and not the turned apostrophes.
const PUNCTUATION: u64 = !(0b1_1111 << 0x0B | 0b11 << 0x18 | 0b1_1111 << 0x2A);
/// The same of U+0080 to U+00BF: the space that does not break, `«`, `»`, `©`, `°` and the like.
const LATIN_SIGNS: u64 = 0b11 << 0x20
    | 0b1111 << 0x26
    | 1 << 0x2B
    | 0b1111 << 0x2E
    | 0b111 << 0x36
    | 1 << 0x3B
    | 1 << 0x3F;
/// The bits of a character that a byte other than its first holds.
const LAST_BITS: u8 = 0x3F;

/// Which bytes of `wide` belong to characters that part words whatever stands around them.
///
/// Bytes of a character that reaches out of the block are left alone, and so is an apostrophe
/// between two characters of words.
#[inline(never)]
fn parting(bytes: &[u8; READ], mut wide: u64) -> u64 {
    let mut parting = 0;
    while wide != 0 {
        let at = wide.trailing_zeros() as usize & (BLOCK - 1);
        let len = parting_len(bytes, at);
        if len != 0 && at + len <= BLOCK {
            parting |= ((1 << len) - 1) << at;
        }
        // Go on behind the character, or, where that parts nothing, behind all that hangs together
        // with it.
        let hanging = wide.wrapping_add(1 << at) & wide;
        wide = if len == 0 {
            hanging
        } else {
            wide & !(((1 << len) - 1) << at)
        };
    }
    parting
}

/// Length in bytes of the character at `at` if it parts words, else 0.
#[inline(always)]
fn parting_len(bytes: &[u8; READ], at: usize) -> usize {
    match bytes[at] {
        0xE2 if bytes[at + 1] == 0x80 => {
            let third = bytes[at + 2] & LAST_BITS;
            let is_turned = third == 0x18 || third == 0x19;
            if PUNCTUATION >> third & 1 != 0 || is_turned && !is_between(bytes, at, 3) {
                3
            } else {
                0
            }
        }
        0xC2 if LATIN_SIGNS >> (bytes[at + 1] & LAST_BITS) & 1 != 0 => 2,
        _ => 0,
    }
}

/// Whether there may be a character of a word on both sides of the `len` bytes at `at`.
#[inline(always)]
fn is_between(bytes: &[u8; READ], at: usize, len: usize) -> bool {
    at > 0 && may_be_of_word(bytes[at - 1]) && may_be_of_word(bytes[at + len])
}

#[inline(always)]
fn may_be_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::{READ, parting_len};
    use crate::chars::{Class, entry};

    #[test]
    fn what_is_taken_out_parts_words() {
        for c in (0x80..0x3000).filter_map(char::from_u32) {
            let mut bytes = [b' '; READ];
            c.encode_utf8(&mut bytes);
            let class = entry(c).class();
            let parts = matches!(class, Class::Other | Class::Percent | Class::Apostrophe);
            assert!(
                parting_len(&bytes, 0) == 0 || parts && parting_len(&bytes, 0) == c.len_utf8(),
                "{c:?} is {class:?}"
            );
        }
        let len = |text: &str, at| {
            let mut bytes = [0; READ];
            bytes[..text.len()].copy_from_slice(text.as_bytes());
            parting_len(&bytes, at)
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
