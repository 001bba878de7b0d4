//! Words, a block of bytes at a time.
//!
//! The textbook version is [`Scanner`]: look at a character, look it up, decide, go on. News is
//! mostly plain words, runs of ASCII letters with a space or a comma behind, and of those nothing
//! but first byte, last byte and hash is asked. So:
//!
//! 1. **64 bytes become masks** ([`Masks`]): letters, digits, bytes that are not ASCII. A *run* is
//!    a stretch of these; where one starts and ends is a matter of shifting the mask by one and
//!    comparing.
//! 2. **A run is a word if it is letters throughout and nothing behind it can join**: all letters
//!    if adding a bit at its start carries through to its end; joined only by an apostrophe or,
//!    behind one letter, by a full stop. Whatever stands between two runs is ASCII and neither
//!    letter nor digit. Of these `$` and `-` open words, but only in front of a digit, so the run
//!    behind them is not all letters, and the other classes part words.
//! 3. **A number and a word with an apostrophe are not much more** ([`near_ascii`]): digits between
//!    spaces, and two runs of letters that are hashed as one. They are half of what the scanner
//!    would otherwise be called for.
//! 4. **Everything else is left to the scanner**, from the end of the word before, so that it sees
//!    the gap as it always did. It gives one word, whatever that is, and the masks go on behind it.
//! 5. **Quotes and dashes are not ASCII, but part words all the same.** In English news they are
//!    most of what is not ASCII, and the run beside each would go to the scanner, so they are taken
//!    out of the runs first ([`parting`]).
//! 6. **A block may start anywhere**, so it starts with the run that the last one cut off. There is
//!    no state between blocks but where the last word ended.

use super::masks::BLOCK;
use super::near_ascii;
use super::runs::{READ, Runs};
use super::scalar::Scanner;
use super::short;
use super::word::{CAPITAL, NUMBER, Word};
use crate::span::Span;
use crate::units::{self, Front};

/// Appends the words of `text` from byte `from` on to `out`, as if nothing stood in front.
pub(super) fn words_into(text: &str, from: usize, out: &mut Vec<Word>) {
    // From here on every position in the text is known to fit a span.
    let _ = Span::new(0, text.len());
    let first = Front {
        word: out.len(),
        byte: from,
    };
    let mut walk = Walk {
        text,
        first,
        out,
        scanner: Scanner::new(text, from),
        units: units::units(),
        at: from,
    };
    let mut base = from;
    let mut tail = [0; READ];
    while base < text.len() {
        let rest = &text.as_bytes()[base..];
        let bytes = match rest.first_chunk::<READ>() {
            Some(bytes) => bytes,
            None => {
                // Zeros behind the text end its last run, and stand for nothing else.
                tail[..rest.len()].copy_from_slice(rest);
                tail[rest.len()..].fill(0);
                &tail
            }
        };
        match walk.block(base, bytes) {
            Some(next) => base = next,
            None => break,
        }
    }
}

struct Walk<'t, 'o> {
    text: &'t str,
    first: Front,
    out: &'o mut Vec<Word>,
    scanner: Scanner<'t>,
    units: &'static units::Units,
    /// Where the last word ended.
    at: usize,
}

impl Walk<'_, '_> {
    /// Takes the words of the block at `base`, and says where the next block starts; none if there
    /// is no further word.
    #[inline(always)]
    fn block(&mut self, base: usize, bytes: &[u8; READ]) -> Option<usize> {
        let mut runs = Runs::new(bytes);
        while runs.ends != 0 {
            let start = runs.starts.trailing_zeros() as usize & (BLOCK - 1);
            let end = runs.ends.trailing_zeros() as usize & (BLOCK - 1);
            let len = end - start;
            if runs.plain >> end & 1 != 0 && len <= short::MAX {
                runs.starts &= runs.starts.wrapping_sub(1);
                runs.ends &= runs.ends - 1;
                self.plain_word(base, start, len, bytes);
            } else if let Some(end) = self.nearly_plain_word(base, start, end, bytes, runs) {
                runs = runs.from(end);
            } else {
                let end = self.scanned_words(base + end)?;
                if end >= base + BLOCK {
                    return Some(end);
                }
                runs = runs.from(end - base);
            }
        }
        match runs.starts.trailing_zeros() as usize {
            // A run as long as the block.
            0 => self.scanned_words(base + BLOCK),
            start => Some(base + start),
        }
    }

    #[inline(always)]
    fn plain_word(&mut self, base: usize, start: usize, len: usize, bytes: &[u8; READ]) {
        let word: &[u8; short::READ] = bytes[start..].first_chunk().unwrap_or(&[0; short::READ]);
        let hash = short::hash(word, len);
        let traits = if word[0] & 0x20 == 0 { CAPITAL } else { 0 };
        self.at = base + start + len;
        self.out.push(Word {
            span: Span::of_checked(base + start, self.at),
            hash,
            traits,
        });
        if self.units.may_end(hash) {
            self.units.join_if_likely(self.text, self.out, self.first);
        }
    }

    /// Takes a number, or a word with an apostrophe, if the run is one; says where in the block it
    /// ends.
    #[inline(never)]
    fn nearly_plain_word(
        &mut self,
        base: usize,
        start: usize,
        end: usize,
        bytes: &[u8; READ],
        runs: Runs,
    ) -> Option<usize> {
        let from = base + start;
        let is_free = from == self.first.byte || self.text.as_bytes()[from - 1] == b' ';
        let number = if is_free {
            near_ascii::number(bytes, start, end, &runs)
        } else {
            None
        };
        let (end, hash) = number.or_else(|| near_ascii::elided(bytes, start, end, &runs))?;
        let capital = if bytes[start].is_ascii_uppercase() {
            CAPITAL
        } else {
            0
        };
        self.at = base + end;
        self.out.push(Word {
            span: Span::of_checked(from, self.at),
            hash,
            traits: if number.is_some() { NUMBER } else { capital },
        });
        if number.is_some() || self.units.may_end(hash) {
            self.units.join_if_likely(self.text, self.out, self.first);
        }
        Some(end)
    }

    /// Leaves the next words to the scanner, until one ends at `until` or behind it, and says where
    /// it ends.
    #[inline(never)]
    fn scanned_words(&mut self, until: usize) -> Option<usize> {
        while self.at < until {
            let word = self.scanner.next_word(self.at)?;
            self.at = word.span.end();
            self.out.push(word);
            if word.is_number() || self.units.may_end(word.hash) {
                self.units.join_if_likely(self.text, self.out, self.first);
            }
        }
        Some(self.at)
    }
}
