//! Words that are letters or digits but for one thing: numbers between spaces, and words with an
//! apostrophe inside.

use super::masks::BLOCK;
use super::runs::{READ, Runs};
use super::short;

/// Where the number ends that is the run from `start` to `end`, and its hash. A space, or the start
/// of the text, stands in front.
///
/// None if the run is anything else, or what stands behind may belong to the number.
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
    let is_parted = match bytes[end] {
        b' ' => next != b'%',
        b'.' | b',' => !next.is_ascii_digit(),
        _ => false,
    };
    (is_parted && next.is_ascii()).then(|| (end, short::hash(chunk(bytes, start), len)))
}

/// Where the word ends whose first part, or all of it, is the run from `start` to `end`, if it is
/// letters, one apostrophe, and letters. Its hash is that of the letters.
#[inline]
pub(super) fn elided(
    bytes: &[u8; READ],
    start: usize,
    end: usize,
    runs: &Runs,
) -> Option<(usize, u64)> {
    let first = length(runs.letters, start);
    let at = start + first;
    let (rest, is_typewritten) = match bytes[at..at + 3] {
        [b'\'', ..] if at == end => (at + 1, true),
        [0xE2, 0x80, 0x99] if at < end => (at + 3, false),
        _ => return None,
    };
    if first == 0 || rest >= BLOCK {
        return None;
    }
    let second = length(runs.letters, rest);
    let behind = rest + second;
    // Behind a typewriter's apostrophe a run of its own begins; a turned one is part of the run.
    let is_closed = if is_typewritten {
        behind < BLOCK && (runs.ends & runs.plain) >> behind & 1 != 0
    } else {
        behind == end && bytes[end] != b'\''
    };
    if second == 0 || !is_closed || first + second > short::MAX {
        return None;
    }
    let mut letters = [0; 2 * short::READ];
    letters[..short::READ].copy_from_slice(chunk(bytes, start));
    letters[first..first + short::READ].copy_from_slice(chunk(bytes, rest));
    Some((behind, short::hash(letters.first_chunk()?, first + second)))
}

/// As many bytes from `at` on as a short word may be read into.
#[inline]
fn chunk(bytes: &[u8; READ], at: usize) -> &[u8; short::READ] {
    bytes[at & (BLOCK - 1)..]
        .first_chunk()
        .unwrap_or(&[0; short::READ])
}

/// How many bits from `at` on are set; `at` lies in the block.
#[inline]
fn length(mask: u64, at: usize) -> usize {
    (mask >> at).trailing_ones() as usize
}

#[inline]
fn is_run(mask: u64, at: usize, len: usize) -> bool {
    length(mask, at) == len
}
