//! Signs of numbers that are written out: `5 per cent`, `Rs 5`, `USD 5`. The code calls them
//! *units*.
//!
//! The same news agency report has `2%` in one paper and `2 per cent` in the next. A written-out
//! sign becomes part of the number, which then has the same normal form as with the sign itself.
//!
//! | written | is the same as | words before joining |
//! |---|---|---|
//! | `2 per cent`, `2 percent`, `2 Prozent` | `2%` | 3, 2, 2 |
//! | `Rs 5`, `Rs. 5`, `INR 5` | `₹5` | 2 |
//! | `$ 5`, `US$5` | `$5` | 1, 2 |
//!
//! The tokeniser works from left to right, and does not know that a word belongs to a written-out
//! sign until it has found the whole sign. So it emits words as usual, and [`join`] looks back when
//! the newest word may complete a sign: a number after a currency, or the last word of a phrase
//! such as “per cent” after a number. Nearly all words are neither: they are not numbers, and a
//! filter of 1,024 bits shows that they end no phrase ([`Units::may_end`]). So looking back costs
//! nothing in ordinary text.
//!
//! A joined word covers the sign and the number, and is marked as spelled differently from its
//! normal form ([`Word::is_respelt`]).

use crate::chars::{Class, entry};
use crate::hash::hash64;
use crate::letters::normal_letters;
use crate::span::Span;
use crate::words::Word;
use std::sync::OnceLock;

/// Phrases that are written after a number in place of a percent sign, in lower case. A phrase is
/// found by the hash of its last word, so that word must be in normal form as well.
const PERCENT: &[&str] = &[
    "percent",
    "per cent",
    "pct",
    "prozent",
    "procent",
    "pour cent",
    "por ciento",
    "por cento",
    "per cento",
    "процент",
    "процента",
    "процентов",
    "відсоток",
    "відсотка",
    "відсотків",
    "procenta",
    "procento",
    "yüzde",
    "τοις εκατό",
    "درصد",
    "प्रतिशत",
];

/// Codes that are written before a number in place of a currency sign, in lower case. Beside each
/// code is the sign that it replaces.
const CURRENCIES: &[(&str, char)] = &[
    ("rs", '₹'),
    ("inr", '₹'),
    ("usd", '$'),
    ("us$", '$'),
    ("eur", '€'),
    ("gbp", '£'),
];

/// Currency signs that may have a space between them and their number.
const SIGNS: [char; 4] = ['₹', '$', '€', '£'];
/// The last bytes of [`SIGNS`] in UTF-8.
const SIGN_ENDS: [u8; 4] = [0xB9, b'$', 0xAC, 0xA3];

/// A set of the hashes of a few words. A Bloom filter of 1,024 bits, with one hash function,
/// excludes most other words at once. With twenty words in the set, 2 % of the others pass the
/// filter and are compared one by one.
struct WordHashes {
    /// For each word, bit `hash & 63` of row `hash >> 60` is set.
    filter: [u64; 16],
    hashes: Vec<u64>,
}

impl WordHashes {
    /// The set of the hashes of these words, which are in normal form.
    fn of<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let hashes: Vec<u64> = words.map(str::as_bytes).map(hash64).collect();
        let mut filter = [0; 16];
        for &hash in &hashes {
            filter[Self::row(hash)] |= 1 << (hash & 63);
        }
        Self { filter, hashes }
    }

    /// The row of the filter for a hash. The four highest bits choose the row and the six lowest
    /// the bit in it, so the two are independent.
    fn row(hash: u64) -> usize {
        (hash >> 60) as usize
    }

    /// Whether the hash is in the set.
    #[inline(always)]
    fn holds(&self, hash: u64) -> bool {
        let passes_filter = (self.filter[Self::row(hash)] >> (hash & 63)) & 1 != 0;
        passes_filter && self.hashes.contains(&hash)
    }
}

/// Where the tokeniser began to read a piece of a text. Earlier words belong to other pieces and
/// are never joined with words of this piece.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PieceStart {
    /// Index of the first word of the piece in the output.
    pub word: usize,
    /// Position of the piece in the text, in bytes.
    pub byte: usize,
}

/// The words by which a written-out sign is recognised.
pub(crate) struct Units {
    /// The last words of [`PERCENT`].
    percent: WordHashes,
    /// The codes of [`CURRENCIES`]; of `us$` only the letters, since the tokeniser makes `$` part
    /// of the number.
    currencies: WordHashes,
}

/// The only instance of [`Units`], which is made when it is first needed.
pub(crate) fn units() -> &'static Units {
    static UNITS: OnceLock<Units> = OnceLock::new();
    UNITS.get_or_init(Units::new)
}

impl Units {
    fn new() -> Self {
        let percent = PERCENT
            .iter()
            .filter_map(|unit| unit.split(' ').next_back());
        let currencies = CURRENCIES
            .iter()
            .map(|(code, _)| code.trim_end_matches('$'));
        Self {
            percent: WordHashes::of(percent),
            currencies: WordHashes::of(currencies),
        }
    }

    /// Whether a word with this hash can end a phrase for the percent sign (`cent` in `per cent`).
    /// [`join`] finds out whether the rest of the phrase and a number are before it.
    #[inline]
    pub(crate) fn may_end(&self, hash: u64) -> bool {
        self.percent.holds(hash)
    }

    /// Whether the last of `words`, a number, may have its sign before it. Spans are positions in
    /// `text`. The piece with these words begins at byte `piece_start`.
    ///
    /// There are three cases:
    ///
    /// * The sign is a character between the number and the word before it (`costs $ 5`). It is
    ///   recognised by its last byte.
    /// * The sign is the word before the number: the code of a currency, or one character of a
    ///   script without spaces.
    /// * The word before the number is the sign and a first part of the same number. Then the only
    ///   ASCII characters between them are `.` and `,`, as between `Rs 5` and `3` in `Rs 5..3`.
    fn may_open(&self, text: &str, words: &[Word], piece_start: usize) -> bool {
        let Some((number, before)) = words.split_last() else {
            return false;
        };
        let previous = before.last();
        let gap_start = match previous {
            Some(word) => word.span.end(),
            None => piece_start,
        };
        let gap = &text.as_bytes()[gap_start..number.span.start()];
        if gap.iter().any(|byte| SIGN_ENDS.contains(byte)) {
            return true;
        }
        let Some(previous) = previous else {
            return false;
        };
        let continues_number = !gap.iter().any(separates_digits);
        continues_number
            || previous.is_unspaced()
            || number.is_unspaced()
            || self.currencies.holds(previous.hash)
    }

    /// Calls [`join`], unless a cheap test shows that there is nothing to join.
    pub(crate) fn join_if_likely(&self, text: &str, out: &mut Vec<Word>, piece: PieceStart) {
        let may_end = match out.last() {
            Some(word) => self.may_end(word.hash),
            None => false,
        };
        if may_end || self.may_open(text, &out[piece.word..], piece.byte) {
            join(text, out, piece);
        }
    }
}

/// Whether this byte separates the digits before it and after it into two numbers. A byte that is
/// not ASCII may be part of an ignorable character, which does not separate them.
fn separates_digits(byte: &u8) -> bool {
    byte.is_ascii() && !matches!(byte, b'.' | b',')
}

/// Joins the last two or three words of `out` if they are a number with its sign. Spans are
/// positions in `text`.
pub(crate) fn join(text: &str, out: &mut Vec<Word>, piece: PieceStart) {
    let last = out.len() - 1;
    // `5 per cent` has three words, `5 percent` and `Rs 5` have two.
    for count in [3, 2] {
        // The piece has fewer words.
        if out.len() < piece.word + count {
            continue;
        }
        let start = out.len() - count;
        let span = out[start].span.join(out[last].span);
        if let Some(normal) = normal_unit(span.slice(text)) {
            let number = if out[start].is_number() {
                out[start]
            } else {
                out[last]
            };
            out.truncate(start);
            out.push(Word::respelt(span, hash64(normal.as_bytes()), number));
            return;
        }
    }
    widen_over_sign(text, out, piece);
}

/// Extends the last word, a number, over a currency sign with a space after it (`$ 5`). The sign is
/// not a word, so [`join`] does not see it among the words.
fn widen_over_sign(text: &str, out: &mut [Word], piece: PieceStart) {
    let last = out.len() - 1;
    let word = out[last];
    let gap_start = if last > piece.word {
        out[last - 1].span.end()
    } else {
        piece.byte
    };
    let before = text[gap_start..word.span.start()].trim_end();
    let Some((at, sign)) = before.char_indices().next_back() else {
        return;
    };
    if !SIGNS.contains(&sign) {
        return;
    }
    let span = Span::new(gap_start + at, word.span.end());
    if let Some(normal) = normal_unit(span.slice(text)) {
        out[last] = Word::respelt(span, hash64(normal.as_bytes()), word);
    }
}

fn is_ignorable(c: char) -> bool {
    entry(c).class() == Class::Ignorable
}

fn is_digit(c: char) -> bool {
    entry(c).class() == Class::Digit
}

fn is_not_digit(c: char) -> bool {
    !is_digit(c)
}

/// Whether a character can be part of a number without its sign.
fn is_digit_or_point(c: char) -> bool {
    is_digit(c) || entry(c).class() == Class::NumberPoint
}

/// Whether a text is one character other than a letter, such as a currency sign.
fn is_sign(text: &str) -> bool {
    text.chars().count() == 1 && !text.chars().any(char::is_alphabetic)
}

/// The normal form of a number with a written-out sign (`₹5` for `Rs 5`); `None` if the text is
/// anything else.
pub(crate) fn normal_unit(raw: &str) -> Option<String> {
    if !raw.is_ascii() && raw.contains(is_ignorable) {
        return normal_unit(&raw.replace(is_ignorable, ""));
    }
    let start = raw.find(is_digit)?;
    let number = raw[start..].trim_end_matches(is_not_digit);
    if !number.chars().all(is_digit_or_point) {
        return None;
    }
    let (all_before, all_after) = (&raw[..start], &raw[start + number.len()..]);
    let (before, after) = (all_before.trim_end(), all_after.trim_start());
    // A sign directly beside its number (`$5`) is already part of the word, and is normalised with
    // it. `US$5` is the exception.
    let is_apart = before.len() < all_before.len() || after.len() < all_after.len();
    if !is_apart && !before.eq_ignore_ascii_case("us$") {
        return None;
    }
    // `Rs.` is as frequent as `Rs`.
    let sign = currency_sign(before.trim_end_matches('.'))?;
    let percent = percent_sign(after)?;
    if sign.is_empty() && percent.is_empty() {
        return None;
    }
    Some(format!("{sign}{}{percent}", normal_letters(number)))
}

/// The sign that is meant by the text before a number: empty if the text is empty, the text itself
/// if it is a sign, `None` if it is neither a sign nor the code of a currency.
fn currency_sign(written: &str) -> Option<String> {
    if written.is_empty() || is_sign(written) {
        return Some(normal_letters(written));
    }
    let written = written.to_lowercase();
    for (code, sign) in CURRENCIES {
        if *code == written {
            return Some(sign.to_string());
        }
    }
    None
}

/// The sign that is meant by the text after a number: empty if the text is empty, the text itself
/// if it is a sign, `None` if it is neither a sign nor a phrase for “per cent”.
fn percent_sign(written: &str) -> Option<String> {
    if written.is_empty() || is_sign(written) {
        return Some(normal_letters(written));
    }
    let words: Vec<String> = written.split_whitespace().map(str::to_lowercase).collect();
    let is_percent = PERCENT.contains(&words.join(" ").as_str());
    is_percent.then(|| "%".to_owned())
}
