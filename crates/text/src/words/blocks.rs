//! Words, a block of bytes at a time.
//!
//! The textbook version is [`Scanner`]: look at a character, look it up, decide, go on. News is mostly plain words, runs of
//! ASCII letters with a space or a comma behind, and of those nothing but first byte, last byte and hash is asked. So:
//!
//! 1. **64 bytes become masks** ([`Masks`]): letters, digits, bytes that are not ASCII. A *run* is a stretch of these; where
//!    one starts and ends is a matter of shifting the mask by one and comparing.
//! 2. **A run is a word if it is letters throughout and nothing behind it can join**: all letters if adding a bit at its start carries
//!    through to its end; joined only by an apostrophe or, behind one letter, by a full stop. Whatever stands between two runs is
//!    ASCII and neither letter nor digit. Of these `$` and `-` open words, but only in front of a digit, so the run behind them is
//!    not all letters, and the other classes part words.
//! 3. **A number and a word with an apostrophe are not much more** ([`nearly`]): digits between spaces, and two runs of letters that
//!    are hashed as one. They are half of what the scanner would otherwise be called for.
//! 4. **Everything else is left to the scanner**, from the end of the word before, so that it sees the gap as it always did. It gives
//!    one word, whatever that is, and the masks go on behind it.
//! 5. **Quotes and dashes are not ASCII, but part words all the same.** In English news they are most of what is not ASCII, and the
//!    run beside each would go to the scanner, so they are taken out of the runs first ([`parting`]).
//! 6. **A block may start anywhere**, so it starts with the run that the last one cut off. There is no state between blocks but
//!    where the last word ended.

use super::masks::{BLOCK, Masks};
use super::nearly;
use super::plain::Scanner;
use super::{CAPITAL, NUMBER, Word, short};
use crate::span::Span;
use crate::units::{self, Front};

/// A block and as many bytes behind it as a short word may be read into.
pub(super) const READ: usize = BLOCK + short::READ;

/// Appends the words of `text` from byte `from` on to `out`, as if nothing stood in front.
pub(super) fn words_into(text: &str, from: usize, out: &mut Vec<Word>) {
    // From here on every position in the text is known to fit a span.
    let _ = Span::new(0, text.len());
    let first = Front { word: out.len(), byte: from };
    let mut walk = Walk { text, first, out, scanner: Scanner::new(text, from), units: units::units(), at: from };
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

/// The runs of a block that are still ahead.
#[derive(Clone, Copy)]
pub(super) struct Runs {
    /// Bytes that may belong to words.
    inside: u64,
    pub letters: u64,
    pub digits: u64,
    /// Bytes behind a run that may join it to what follows: an apostrophe.
    apostrophes: u64,
    stops: u64,
    starts: u64,
    pub ends: u64,
    /// Where the letters that open a run end, if nothing joins them to what follows: the ends of runs that are words as they stand, and
    /// bytes inside of others.
    pub plain: u64,
}

impl Runs {
    #[inline(always)]
    fn new(bytes: &[u8; READ]) -> Self {
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
    fn from(self, from: usize) -> Self {
        let inside = self.inside & !0 << from;
        let starts = inside & !(inside << 1);
        let ends = !inside & inside << 1;
        // Of each run that opens with a letter, the first byte that is none.
        let letters = self.letters & inside;
        let letters_end = letters.wrapping_add(starts & letters) & !letters;
        // What stands behind the last byte is not known, so it is taken for a letter.
        let followed = inside >> 1 | 1 << (BLOCK - 1);
        let joins = followed & (self.apostrophes | self.stops & starts << 1);
        Self { inside, starts, ends, plain: letters_end & !joins, ..self }
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
    /// Takes the words of the block at `base`, and says where the next block starts; none if there is no further word.
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
        self.out.push(Word { span: Span::of_checked(base + start, self.at), hash, traits });
        if self.units.may_end(hash) {
            self.units.join_if_likely(self.text, self.out, self.first);
        }
    }

    /// Takes a number, or a word with an apostrophe, if the run is one; says where in the block it ends.
    #[inline(never)]
    fn nearly_plain_word(&mut self, base: usize, start: usize, end: usize, bytes: &[u8; READ], runs: Runs) -> Option<usize> {
        let from = base + start;
        let is_free = from == self.first.byte || self.text.as_bytes()[from - 1] == b' ';
        let number = if is_free { nearly::number(bytes, start, end, &runs) } else { None };
        let (end, hash) = number.or_else(|| nearly::elided(bytes, start, end, &runs))?;
        let capital = if bytes[start].is_ascii_uppercase() { CAPITAL } else { 0 };
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

    /// Leaves the next words to the scanner, until one ends at `until` or behind it, and says where it ends.
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

/// Which bytes of `wide` belong to characters that part words whatever stands around them.
///
/// Bytes of a character that reaches out of the block are left alone, and so is an apostrophe between two characters of words.
#[inline(never)]
fn parting(bytes: &[u8; READ], mut wide: u64) -> u64 {
    let mut parting = 0;
    while wide != 0 {
        let at = wide.trailing_zeros() as usize & (BLOCK - 1);
        let len = parting_len(bytes, at);
        if len != 0 && at + len <= BLOCK {
            parting |= ((1 << len) - 1) << at;
        }
        // Go on behind the character, or, where that parts nothing, behind all that hangs together with it.
        let hanging = wide.wrapping_add(1 << at) & wide;
        wide = if len == 0 { hanging } else { wide & !(((1 << len) - 1) << at) };
    }
    parting
}

/// Characters U+2000 to U+203F that part words, by their last six bits: spaces, dashes, quotes, dots. Not those that are invisible,
/// and not the turned apostrophes.
const PUNCTUATION: u64 = !(0b1_1111 << 0x0B | 0b11 << 0x18 | 0b1_1111 << 0x2A);
/// The same of U+0080 to U+00BF: the space that does not break, `«`, `»`, `©`, `°` and the like.
const LATIN_SIGNS: u64 = 0b11 << 0x20 | 0b1111 << 0x26 | 1 << 0x2B | 0b1111 << 0x2E | 0b111 << 0x36 | 1 << 0x3B | 1 << 0x3F;

/// Length in bytes of the character at `at` if it parts words, else 0.
#[inline(always)]
fn parting_len(bytes: &[u8; READ], at: usize) -> usize {
    let last_bits = |byte: u8| byte & 0x3F;
    match bytes[at] {
        0xE2 if bytes[at + 1] == 0x80 => {
            let third = last_bits(bytes[at + 2]);
            let is_turned = third == 0x18 || third == 0x19;
            if PUNCTUATION >> third & 1 != 0 || is_turned && !is_between(bytes, at, 3) { 3 } else { 0 }
        }
        0xC2 if LATIN_SIGNS >> last_bits(bytes[at + 1]) & 1 != 0 => 2,
        _ => 0,
    }
}

/// Whether there may be a character of a word on both sides of the `len` bytes at `at`.
#[inline(always)]
fn is_between(bytes: &[u8; READ], at: usize, len: usize) -> bool {
    let is_inside = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    at > 0 && is_inside(bytes[at - 1]) && is_inside(bytes[at + len])
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
            assert!(parting_len(&bytes, 0) == 0 || parts && parting_len(&bytes, 0) == c.len_utf8(), "{c:?} is {class:?}");
        }
        let len = |text: &str, at| {
            let mut bytes = [0; READ];
            bytes[..text.len()].copy_from_slice(text.as_bytes());
            parting_len(&bytes, at)
        };
        assert_eq!((len("a—b", 1), len("a’b", 1), len("a’ b", 1), len("a\u{ad}b", 1), len("a\u{a0}b", 1)), (3, 0, 3, 0, 2));
    }
}
