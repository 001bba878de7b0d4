//! Two kinds of words that are nearly plain: numbers between spaces, and words with an apostrophe.
//!
//! A *plain* word is a run of ASCII letters. The *scanner* finds words of all kinds, but slowly.
//! [`number`] and [`word_with_apostrophe`] return `None` unless they are certain which word the
//! scanner would find. After `None` the scanner is called.

use super::masks::BLOCK;
use super::runs::{PADDED_BLOCK, Runs};
use super::short;

/// A number, or a word with an apostrophe.
pub(super) struct NearlyPlain {
    /// Where in the block it ends.
    pub end: usize,
    /// The hash of its normal form.
    pub hash: u64,
}

/// Reads the run from `start` to `end` as a number. The caller has made sure that a space or the
/// start of the text is before the run.
///
/// `None` if the run is not all digits, or if the characters after it may be part of the number.
#[inline]
pub(super) fn number(
    bytes: &[u8; PADDED_BLOCK],
    start: usize,
    end: usize,
    runs: &Runs,
) -> Option<NearlyPlain> {
    let len = end - start;
    if len > short::MAX || !is_run(runs.digits, start, len) {
        return None;
    }
    let next = bytes[end + 1];
    // Only a space, a full stop or a comma is certain to end the number, and not always: the sign
    // in `5 %` and the digit in `1,700` belong to it.
    let is_closed = match bytes[end] {
        b' ' => next != b'%',
        b'.' | b',' => !next.is_ascii_digit(),
        _ => false,
    };
    // A character that is not ASCII may be a digit or a percent sign, or an ignorable character
    // with such a sign after it.
    if !is_closed || !next.is_ascii() {
        return None;
    }
    let hash = short::hash(chunk(bytes, start), len);
    Some(NearlyPlain { end, hash })
}

/// Reads a word of letters, one apostrophe and letters again (`ferry's`). `None` if there is no
/// such word. The run from `start` to `end` is the word or its beginning. The normal form has no
/// apostrophe, so only the letters are hashed.
#[inline]
pub(super) fn word_with_apostrophe(
    bytes: &[u8; PADDED_BLOCK],
    start: usize,
    end: usize,
    runs: &Runs,
) -> Option<NearlyPlain> {
    let first_len = ones_from(runs.letters, start);
    let apostrophe = start + first_len;
    let (second_start, is_ascii_apostrophe) = match bytes[apostrophe..apostrophe + 3] {
        [b'\'', ..] if apostrophe == end => (apostrophe + 1, true),
        // The three bytes of `’`.
        [0xE2, 0x80, 0x99] if apostrophe < end => (apostrophe + 3, false),
        _ => return None,
    };
    if first_len == 0 || second_start >= BLOCK {
        return None;
    }
    let second_len = ones_from(runs.letters, second_start);
    let word_end = second_start + second_len;
    // An ASCII apostrophe ends the run, and the letters after it are a run of their own. `’` is not
    // ASCII, so it is part of the run.
    let is_closed = if is_ascii_apostrophe {
        let word_ends = runs.ends & runs.plain;
        word_end < BLOCK && (word_ends >> word_end) & 1 != 0
    } else {
        word_end == end && bytes[end] != b'\''
    };
    let len = first_len + second_len;
    if second_len == 0 || !is_closed || len > short::MAX {
        return None;
    }
    // The second copy begins directly after the letters of the first, so it overwrites the
    // apostrophe. The first letters are at most `short::MAX`, so both copies fit.
    let mut letters = [0; 2 * short::READ];
    letters[..short::READ].copy_from_slice(chunk(bytes, start));
    letters[first_len..first_len + short::READ].copy_from_slice(chunk(bytes, second_start));
    Some(NearlyPlain {
        end: word_end,
        hash: short::hash(letters.first_chunk()?, len),
    })
}

/// The bytes from `at` on, as many as [`short::hash`] reads. `at` is less than [`BLOCK`], so there
/// are always enough, and the zeros are never used. The mask removes the bounds check.
#[inline]
fn chunk(bytes: &[u8; PADDED_BLOCK], at: usize) -> &[u8; short::READ] {
    bytes[at & (BLOCK - 1)..]
        .first_chunk()
        .unwrap_or(&[0; short::READ])
}

/// How many bits from `at` on are set; `at` is less than [`BLOCK`].
#[inline]
fn ones_from(mask: u64, at: usize) -> usize {
    (mask >> at).trailing_ones() as usize
}

/// Whether exactly `len` bits from `at` on are set.
#[inline]
fn is_run(mask: u64, at: usize, len: usize) -> bool {
    ones_from(mask, at) == len
}
