//! Two kinds of words that are almost plain: numbers between spaces, and words with an apostrophe.
//!
//! `number` and `elided` return `None` unless they are certain what word the scanner would find.
//! After `None` the scanner is called.

use super::masks::BLOCK;
use super::runs::{READ, Runs};
use super::short;

/// If the run from `start` to `end` is a number, where it ends, and its hash. A space or the start
/// of the text comes before it.
///
/// `None` if the run is not all digits, or if what follows may be part of the number.
#[inline]
pub(super) fn number(
    bytes: &[u8; READ],
    start: usize,
    end: usize,
    runs: &Runs,
) -> Option<(usize, u64)> {
    let len = end - start;
    if len > short::MAX || !is_run(runs.digits, start, len) {
        return None;
    }
    let next = bytes[end + 1];
    let is_closed = match bytes[end] {
        b' ' => next != b'%',
        b'.' | b',' => !next.is_ascii_digit(),
        _ => false,
    };
    // A next character that is not ASCII may be a digit or a percent sign, or an ignorable one
    // before such a sign.
    if is_closed && next.is_ascii() {
        Some((end, short::hash(chunk(bytes, start), len)))
    } else {
        None
    }
}

/// If the run from `start` to `end` is or begins a word of letters, one apostrophe and letters,
/// where the word ends, and its hash. The normal form has no apostrophe, so only letters are
/// hashed.
#[inline]
pub(super) fn elided(
    bytes: &[u8; READ],
    start: usize,
    end: usize,
    runs: &Runs,
) -> Option<(usize, u64)> {
    let first = length(runs.letters, start);
    let at = start + first;
    let (rest, is_ascii) = match bytes[at..at + 3] {
        [b'\'', ..] if at == end => (at + 1, true),
        [0xE2, 0x80, 0x99] if at < end => (at + 3, false),
        _ => return None,
    };
    if first == 0 || rest >= BLOCK {
        return None;
    }
    let second = length(runs.letters, rest);
    let word_end = rest + second;
    // An ASCII apostrophe ends the run, and the letters after it are a run of their own. `’` is not
    // ASCII, so it is part of the run.
    let is_closed = if is_ascii {
        word_end < BLOCK && (runs.ends & runs.plain) >> word_end & 1 != 0
    } else {
        word_end == end && bytes[end] != b'\''
    };
    if second == 0 || !is_closed || first + second > short::MAX {
        return None;
    }
    let mut letters = [0; 2 * short::READ];
    letters[..short::READ].copy_from_slice(chunk(bytes, start));
    letters[first..first + short::READ].copy_from_slice(chunk(bytes, rest));
    Some((
        word_end,
        short::hash(letters.first_chunk()?, first + second),
    ))
}

/// As many bytes from `at` on as [`short::hash`] reads.
#[inline]
fn chunk(bytes: &[u8; READ], at: usize) -> &[u8; short::READ] {
    bytes[at & (BLOCK - 1)..]
        .first_chunk()
        .unwrap_or(&[0; short::READ])
}

/// How many bits from `at` on are set; `at` is less than [`BLOCK`].
#[inline]
fn length(mask: u64, at: usize) -> usize {
    (mask >> at).trailing_ones() as usize
}

#[inline]
fn is_run(mask: u64, at: usize, len: usize) -> bool {
    length(mask, at) == len
}
