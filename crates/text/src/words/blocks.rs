//! The tokeniser: finds words in blocks of 64 bytes.
//!
//! The textbook version is [`Scanner`]: look up a character, decide, continue with the next. But
//! news is mostly plain words, runs of ASCII letters before a space or a comma, and of a plain word
//! only its span, its hash and whether it has a capital are needed. Hence six departures:
//!
//! 1. **64 bytes become masks** (`masks.rs`): letters, digits, bytes that are not ASCII. A *run* is
//!    a maximal sequence of these. Where runs start and end follows from the mask and the mask
//!    shifted by one (`runs.rs`).
//! 2. **A run is a word if it has only letters and nothing after it can join.** It has only letters
//!    if a one added at its start carries through to its end. Only an apostrophe can join, and
//!    after a single letter a full stop. That no other character matters is sound because whatever
//!    is between two runs is ASCII and neither letter nor digit. Of such characters `$` and `-`
//!    open words, but only before a digit, so the run after them has not only letters; all others
//!    separate words.
//! 3. **Numbers and words with an apostrophe need little more** (`near_ascii.rs`): digits between
//!    spaces, and two runs of letters that are hashed as one. The scanner would be called for them
//!    as often as for everything else together.
//! 4. **Everything else is left to the scanner.** It starts at the end of the previous word, so it
//!    sees the gap between words as it would without blocks. It returns one word of any kind, and
//!    the masks continue after that.
//! 5. **Quotes and dashes are not ASCII but separate words all the same.** In English news they are
//!    most of what is not ASCII, and the runs beside them would be left to the scanner. So they are
//!    removed from the runs first (`runs.rs`).
//! 6. **A block may start anywhere.** If a run reaches to the end of a block, the next block starts
//!    with that run. Nothing is remembered between blocks but where the last word ended.

use super::masks::BLOCK;
use super::near_ascii;
use super::runs::{READ, Runs};
use super::scalar::Scanner;
use super::short;
use super::word::{CAPITAL, NUMBER, Word};
use crate::span::Span;
use crate::units::{self, Front};

/// Appends the words of `text` from byte `from` on to `out`, as if nothing came before.
///
/// # Panics
/// If the text is 4 GiB long or longer.
pub(super) fn words_into(text: &str, from: usize, out: &mut Vec<Word>) {
    // Panics if the text is too long. After that, every position in it fits `Span::of_checked`.
    let _ = Span::new(0, text.len());
    let first = Front {
        word: out.len(),
        byte: from,
    };
    let mut tokeniser = Tokeniser {
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
                // Zeros after the text end its last run and are no characters of words.
                tail[..rest.len()].copy_from_slice(rest);
                tail[rest.len()..].fill(0);
                &tail
            }
        };
        match tokeniser.block(base, bytes) {
            Some(next) => base = next,
            None => break,
        }
    }
}

/// The state of [`words_into`].
///
/// Its methods take positions in two ways: `base` is the position of a block in the text, and
/// `start` and `end` are positions in that block.
struct Tokeniser<'t, 'o> {
    text: &'t str,
    /// Where the piece of text and its words begin; nothing before is looked at or joined.
    first: Front,
    out: &'o mut Vec<Word>,
    scanner: Scanner<'t>,
    units: &'static units::Units,
    /// Where the last word ended, in the text.
    at: usize,
}

impl Tokeniser<'_, '_> {
    /// Reads the words of the block at `base`. Returns where the next block starts, or `None` if
    /// there are no more words.
    #[inline(always)]
    fn block(&mut self, base: usize, bytes: &[u8; READ]) -> Option<usize> {
        let mut runs = Runs::new(bytes);
        while runs.ends != 0 {
            // Both are below `BLOCK`. The masks show that to the compiler, which leaves out bounds
            // checks.
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
            // `BLOCK` if no run starts: then the next block follows directly.
            start => Some(base + start),
        }
    }

    /// Appends a run of at most [`short::MAX`] letters.
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

    /// Appends a number or a word with an apostrophe, if the run is or begins one. Returns where in
    /// the block it ends.
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
        // After any other character the digits may be part of a longer word: `$5`, `-5`,
        // `covid-19`.
        let may_be_number = from == self.first.byte || self.text.as_bytes()[from - 1] == b' ';
        let number = if may_be_number {
            near_ascii::number(bytes, start, end, &runs)
        } else {
            None
        };
        let (end, hash) = match number {
            Some(number) => number,
            None => near_ascii::elided(bytes, start, end, &runs)?,
        };
        let traits = if number.is_some() {
            NUMBER
        } else if bytes[start].is_ascii_uppercase() {
            CAPITAL
        } else {
            0
        };
        self.at = base + end;
        self.out.push(Word {
            span: Span::of_checked(from, self.at),
            hash,
            traits,
        });
        if number.is_some() || self.units.may_end(hash) {
            self.units.join_if_likely(self.text, self.out, self.first);
        }
        Some(end)
    }

    /// Lets the scanner read words until one ends at `until` or later. Returns where it ends, or
    /// `None` if there are no more words.
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
