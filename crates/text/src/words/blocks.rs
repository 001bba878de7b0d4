//! The tokeniser: finds words in blocks of 64 bytes.
//!
//! The textbook version is [`Scanner`]: look up a character, decide, continue with the next. But
//! news is mostly *plain words*, runs of ASCII letters before a space or a comma, and of a plain
//! word only its span, its hash and whether its first letter is a capital are needed. Hence six
//! departures from the textbook version:
//!
//! 1. **64 bytes become masks** (`masks.rs`) with one bit for each byte: letters, digits, bytes
//!    that are not ASCII. A *run* is a maximal sequence of such bytes. Where runs start and end
//!    follows from the mask and the mask shifted by one (`runs.rs`).
//! 2. **Quotes and dashes end runs although they are not ASCII.** In English news they are most of
//!    the characters that are not ASCII. A run that held one would be left to the scanner. So they
//!    are removed from the runs first (`runs.rs`).
//! 3. **A run is a word if it has only letters and the next character does not continue the word.**
//!    One addition finds the runs that have only letters (`runs.rs`). After a run comes a character
//!    of point 2, or an ASCII character that is neither a letter nor a digit. Only two of these can
//!    continue a word: an apostrophe (`ferry's`), and a full stop after a single letter (`U.S.`).
//!    The character before the run does not matter: `$` and `-` can be the start of a word, but
//!    only before a digit.
//! 4. **Numbers and words with an apostrophe need little more** (`nearly_plain.rs`): digits between
//!    spaces, and two runs of letters that are hashed as one. Without this, half of all calls of
//!    the scanner would be for these words.
//! 5. **Everything else is left to the scanner.** It starts at the end of the previous word,
//!    because a sign before the run (`$`, `-`) may be the start of the word. It reads words until
//!    it is past the run, and the search in the masks continues there.
//! 6. **A block may start anywhere.** If a run reaches to the end of a block, the next block starts
//!    with that run. Only the end of the last word is remembered between blocks.
//!
//! A *unit* is the sign of a number, written out: `per cent` in `5 per cent`, `Rs` in `Rs 5`. The
//! module [`units`] makes the number and its unit one word. So it is called after each word that is
//! a number or may be the end of a unit.

use super::masks::BLOCK;
use super::nearly_plain::{self, NearlyPlain};
use super::runs::{PADDED_BLOCK, Runs};
use super::scalar::Scanner;
use super::short;
use super::word::{CAPITAL, NUMBER, Word};
use crate::span::Span;
use crate::units::{self, PieceStart};

/// Appends the words of `text` from byte `from` on to `out`, as if the text began there. In this
/// module the text from `from` on is called the *piece*.
///
/// # Panics
/// If the text is 4 GiB long or longer.
pub(super) fn words_into(text: &str, from: usize, out: &mut Vec<Word>) {
    // Panics if the text is too long. After that, every position in it fits `Span::new_unchecked`.
    let _ = Span::new(0, text.len());
    let piece = PieceStart {
        word: out.len(),
        byte: from,
    };
    let mut tokeniser = Tokeniser {
        text,
        piece,
        out,
        scanner: Scanner::new(text, from),
        units: units::units(),
        last_end: from,
    };
    let mut base = from;
    let mut tail = [0; PADDED_BLOCK];
    while base < text.len() {
        let rest = &text.as_bytes()[base..];
        let bytes = match rest.first_chunk::<PADDED_BLOCK>() {
            Some(bytes) => bytes,
            None => {
                // The text is continued with zeros, which end its last run.
                tail[..rest.len()].copy_from_slice(rest);
                tail[rest.len()..].fill(0);
                &tail
            }
        };
        match tokeniser.read_block(base, bytes) {
            Some(next) => base = next,
            None => break,
        }
    }
}

/// The state of [`words_into`].
///
/// Its methods take positions in two ways: `base` is the position of a block in the text, and
/// `start` and `end` are positions in that block. They get the block with some bytes after it,
/// because the hash function reads the same number of bytes for every word.
struct Tokeniser<'t, 'o> {
    text: &'t str,
    /// Where the piece of the text begins. The text before it is not looked at, and its words are
    /// not joined with those of the piece.
    piece: PieceStart,
    out: &'o mut Vec<Word>,
    scanner: Scanner<'t>,
    units: &'static units::Units,
    /// Where the last word ended, as a position in the text.
    last_end: usize,
}

impl Tokeniser<'_, '_> {
    /// Reads the words of the block at `base`. Returns the position of the next block in the text,
    /// or `None` if there are no more words.
    #[inline(always)]
    fn read_block(&mut self, base: usize, bytes: &[u8; PADDED_BLOCK]) -> Option<usize> {
        let mut runs = Runs::new(bytes);
        while runs.ends != 0 {
            // Both are below `BLOCK` already. The masks show this to the compiler, which leaves out
            // bounds checks.
            let start = runs.starts.trailing_zeros() as usize & (BLOCK - 1);
            let end = runs.ends.trailing_zeros() as usize & (BLOCK - 1);
            let len = end - start;
            let is_plain = (runs.plain >> end) & 1 != 0;
            if is_plain && len <= short::MAX {
                // Clears the lowest bit of both masks, which belongs to this run. Each end has a
                // start, so neither mask is 0, but the compiler knows this only of `ends`.
                runs.starts &= runs.starts.wrapping_sub(1);
                runs.ends &= runs.ends - 1;
                self.push_plain(base, start, len, bytes);
            } else if let Some(word_end) = self.push_nearly_plain(base, start, end, bytes, runs) {
                runs = runs.rest_from(word_end);
            } else {
                let end_in_text = self.scan_until(base + end)?;
                if end_in_text >= base + BLOCK {
                    return Some(end_in_text);
                }
                runs = runs.rest_from(end_in_text - base);
            }
        }
        // All runs that end in this block are read. At most one is left, which reaches to the end
        // of the block.
        match runs.starts.trailing_zeros() as usize {
            // It fills the whole block. A block that starts with it would be this block again, so
            // the scanner reads it.
            0 => self.scan_until(base + BLOCK),
            // The next block starts with it. If no run is left, `starts` is 0, so `start` is
            // `BLOCK`: the next block follows this one directly.
            start => Some(base + start),
        }
    }

    /// Appends a run of at most [`short::MAX`] ASCII letters as a word.
    #[inline(always)]
    fn push_plain(&mut self, base: usize, start: usize, len: usize, bytes: &[u8; PADDED_BLOCK]) {
        // `start` is in the block, so there are always enough bytes, and the zeros are never used.
        let word: &[u8; short::READ] = bytes[start..].first_chunk().unwrap_or(&[0; short::READ]);
        let hash = short::hash(word, len);
        // Bit 5 of an ASCII letter is set if the letter is small.
        let is_capitalised = word[0] & 0x20 == 0;
        let traits = if is_capitalised { CAPITAL } else { 0 };
        self.last_end = base + start + len;
        self.out.push(Word {
            span: Span::new_unchecked(base + start, self.last_end),
            hash,
            traits,
        });
        if self.units.may_end(hash) {
            self.units.join_if_likely(self.text, self.out, self.piece);
        }
    }

    /// Appends a number or a word with an apostrophe, if the run from `start` to `end` is such a
    /// word or its beginning. Returns where in the block the word ends, which may be after `end`;
    /// `None` if nothing was appended.
    #[inline(never)]
    fn push_nearly_plain(
        &mut self,
        base: usize,
        start: usize,
        end: usize,
        bytes: &[u8; PADDED_BLOCK],
        runs: Runs,
    ) -> Option<usize> {
        let from = base + start;
        // After any character but a space the digits may be part of a longer word: `$5`, `-5`,
        // `covid-19`.
        let is_after_space = from == self.piece.byte || self.text.as_bytes()[from - 1] == b' ';
        let number = if is_after_space {
            nearly_plain::number(bytes, start, end, &runs)
        } else {
            None
        };
        let is_number = number.is_some();
        let NearlyPlain {
            end: word_end,
            hash,
        } = match number {
            Some(number) => number,
            None => nearly_plain::word_with_apostrophe(bytes, start, end, &runs)?,
        };
        let traits = if is_number {
            NUMBER
        } else if bytes[start].is_ascii_uppercase() {
            CAPITAL
        } else {
            0
        };
        self.last_end = base + word_end;
        self.out.push(Word {
            span: Span::new_unchecked(from, self.last_end),
            hash,
            traits,
        });
        if is_number || self.units.may_end(hash) {
            self.units.join_if_likely(self.text, self.out, self.piece);
        }
        Some(word_end)
    }

    /// Lets the scanner read words until one ends at `until` or later. Returns where that word
    /// ends, or `None` if the text ends before. Both positions are in the text, not in a block.
    #[inline(never)]
    fn scan_until(&mut self, until: usize) -> Option<usize> {
        while self.last_end < until {
            let word = self.scanner.next_word(self.last_end)?;
            self.last_end = word.span.end();
            self.out.push(word);
            if word.is_number() || self.units.may_end(word.hash) {
                self.units.join_if_likely(self.text, self.out, self.piece);
            }
        }
        Some(self.last_end)
    }
}
