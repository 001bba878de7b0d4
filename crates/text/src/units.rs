//! Signs of numbers that desks write out: `5 per cent`, `Rs 5`, `USD 5`.
//!
//! The same agency copy reads `2%` in one paper and `2 per cent` in the next. Written-out signs
//! become part of the number, whose normal form is then the one with the sign.
//!
//! | written | is the same as | words before joining |
//! |---|---|---|
//! | `2 per cent`, `2 percent`, `2 Prozent` | `2%` | 3, 2, 2 |
//! | `Rs 5`, `Rs. 5`, `INR 5` | `₹5` | 2 |
//! | `$ 5`, `US$5` | `$5` | 1, 2 |
//!
//! Words are found from left to right, and a written-out sign may be two words before it is known
//! to be one. So the scanner emits words as usual, and [`join`] looks back when a word has just
//! been found that may complete a sign: a number, after a currency, or the last word of a phrase
//! such as “per cent”, after a number. Nearly all words are neither. They are told apart by their
//! hash and a filter of 1,024 bits ([`Units::may_end`]), so that looking back costs nothing in
//! ordinary text.
//!
//! A joined word covers the sign and the number, and [`Word::is_respelt`] says that it is spelt
//! another way than its normal form. Comparing such a word with `2%` is a match, but a copy that
//! names another figure is still a difference.

use crate::chars::{Class, entry};
use crate::hash::hash64;
use crate::letters::normal_letters;
use crate::words::Word;
use std::sync::OnceLock;

/// What stands behind a number for a percent sign, as normal forms with one space between.
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

/// What stands in front of a number for a currency sign.
const CURRENCIES: &[(&str, char)] = &[
    ("rs", '₹'),
    ("inr", '₹'),
    ("usd", '$'),
    ("us$", '$'),
    ("eur", '€'),
    ("gbp", '£'),
];

/// Signs that a space may part from their number.
const SIGNS: [char; 4] = ['₹', '$', '€', '£'];
/// Their last bytes.
const SIGN_ENDS: [u8; 4] = [0xB9, b'$', 0xAC, 0xA3];

/// Hashes of a few words, behind a filter that keeps most others out: a Bloom filter with one hash
/// function and 1,024 bits. With twenty words in it, it lets 2 % of other words through to the
/// list.
struct Hashes {
    /// Bit `hash & 63` of row `hash >> 60` is set for each word.
    filter: [u64; 16],
    hashes: Vec<u64>,
}

impl Hashes {
    fn of<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let hashes: Vec<u64> = words.map(|word| hash64(word.as_bytes())).collect();
        let mut filter = [0; 16];
        for &hash in &hashes {
            filter[Self::slot(hash)] |= 1 << (hash & 63);
        }
        Self { filter, hashes }
    }

    /// The row of the filter. It takes the top four bits and the bit in the row the lowest six,
    /// so the two are independent.
    fn slot(hash: u64) -> usize {
        (hash >> 60) as usize
    }

    #[inline(always)]
    fn holds(&self, hash: u64) -> bool {
        self.filter[Self::slot(hash)] >> (hash & 63) & 1 != 0 && self.hashes.contains(&hash)
    }
}

/// Where the words begin that may be joined: those in front belong to another piece of the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Front {
    /// Among the words.
    pub word: usize,
    /// In the text.
    pub byte: usize,
}

/// By which words a written-out sign may be known.
pub(crate) struct Units {
    /// Last words of [`PERCENT`].
    percent: Hashes,
    /// [`CURRENCIES`], and what stands in front of the sign in them.
    currencies: Hashes,
}

/// The one instance, which is made when first asked for.
pub(crate) fn units() -> &'static Units {
    static UNITS: OnceLock<Units> = OnceLock::new();
    UNITS.get_or_init(|| Units {
        percent: Hashes::of(
            PERCENT
                .iter()
                .filter_map(|unit| unit.split(' ').next_back()),
        ),
        currencies: Hashes::of(
            CURRENCIES
                .iter()
                .map(|(code, _)| code.trim_end_matches('$')),
        ),
    })
}

impl Units {
    /// Whether a word with this hash may end a written-out sign. That it does is for [`join`] to
    /// find out.
    #[inline]
    pub(crate) fn may_end(&self, hash: u64) -> bool {
        self.percent.holds(hash)
    }

    /// Whether the last of `words`, which is a number, may have its sign in front. Spans are those
    /// of `text`.
    ///
    /// A sign is a currency's code or one character. A character that is no letter is a word only
    /// in scripts without spaces, or stands between the words, where it is looked for by its last
    /// bytes. And if a word in front holds digits, the number would have to reach over what stands
    /// between, which only points may.
    fn may_open(&self, text: &str, words: &[Word], first: usize) -> bool {
        let Some((number, before)) = words.split_last() else {
            return false;
        };
        let from = before.last().map_or(first, |word| word.span.end());
        let gap = &text.as_bytes()[from..number.span.start()];
        if gap.iter().any(|byte| SIGN_ENDS.contains(byte)) {
            return true;
        }
        before.last().is_some_and(|word| {
            let is_parted = gap
                .iter()
                .any(|byte| byte.is_ascii() && !matches!(byte, b'.' | b','));
            !is_parted
                || word.is_unspaced()
                || number.is_unspaced()
                || self.currencies.holds(word.hash)
        })
    }

    /// [`join`], where a look at the words in question does not rule out that it does anything.
    pub(crate) fn join_if_likely(&self, text: &str, out: &mut Vec<Word>, first: Front) {
        let is_end = out.last().is_some_and(|word| self.may_end(word.hash));
        if is_end || self.may_open(text, &out[first.word..], first.byte) {
            join(text, out, first);
        }
    }
}

/// Joins the last words of `out` from `first` on, if they are a number with its sign. Spans are
/// those of `text`.
pub(crate) fn join(text: &str, out: &mut Vec<Word>, first: Front) {
    let last = out.len() - 1;
    for count in [3, 2] {
        let Some(start) = out
            .len()
            .checked_sub(count)
            .filter(|&start| start >= first.word)
        else {
            continue;
        };
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
    widen_over_sign(text, out, first);
}

/// A currency sign parted from its number by a space is no word; the number takes it in.
fn widen_over_sign(text: &str, out: &mut [Word], first: Front) {
    let last = out.len() - 1;
    let word = out[last];
    let from = if last > first.word {
        out[last - 1].span.end()
    } else {
        first.byte
    };
    let gap = &text[from..word.span.start()];
    let sign = gap.trim_end();
    let Some(at) = sign
        .char_indices()
        .next_back()
        .filter(|(_, c)| SIGNS.contains(c))
        .map(|(at, _)| at)
    else {
        return;
    };
    let span = crate::Span::new(from + at, word.span.end());
    if let Some(normal) = normal_unit(span.slice(text)) {
        out[last] = Word::respelt(span, hash64(normal.as_bytes()), word);
    }
}

/// Whether a character is not seen and does not part what is beside it.
fn is_ignorable(c: char) -> bool {
    entry(c).class() == Class::Ignorable
}

fn is_digit(c: char) -> bool {
    entry(c).class() == Class::Digit
}

/// Whether a text is one character that is no letter, such as a currency sign.
fn is_sign(text: &str) -> bool {
    text.chars().count() == 1 && !text.chars().any(char::is_alphabetic)
}

/// The normal form of a number with a written-out sign; `None` if the text is anything else.
pub(crate) fn normal_unit(raw: &str) -> Option<String> {
    if !raw.is_ascii() && raw.contains(is_ignorable) {
        return normal_unit(&raw.replace(is_ignorable, ""));
    }
    let start = raw.find(is_digit)?;
    let end = raw
        .rfind(is_digit)
        .map(|at| at + raw[at..].chars().next().map_or(1, char::len_utf8))?;
    let (before, number, after) = (
        raw[..start].trim_end(),
        &raw[start..end],
        raw[end..].trim_start(),
    );
    let is_plain = number
        .chars()
        .all(|c| is_digit(c) || entry(c).class() == Class::NumberPoint);
    if !is_plain
        || (raw[..start].len() == before.len()
            && raw[end..].len() == after.len()
            && !before.eq_ignore_ascii_case("us$"))
    {
        return None;
    }
    let sign = match before.trim_end_matches('.') {
        "" => String::new(),
        sign if is_sign(sign) => normal_letters(sign),
        code => {
            let code = code.to_lowercase();
            CURRENCIES
                .iter()
                .find(|(written, _)| *written == code)?
                .1
                .to_string()
        }
    };
    let percent = match after {
        "" => String::new(),
        sign if is_sign(sign) => normal_letters(sign),
        written => {
            let written = written
                .split_whitespace()
                .map(str::to_lowercase)
                .collect::<Vec<_>>()
                .join(" ");
            PERCENT
                .contains(&written.as_str())
                .then(|| "%".to_owned())?
        }
    };
    if sign.is_empty() && percent.is_empty() {
        return None;
    }
    Some(format!("{sign}{}{percent}", normal_letters(number)))
}
