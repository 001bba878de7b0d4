//! Signs of numbers that desks write out: `5 per cent`, `Rs 5`, `USD 5`.
//!
//! The same agency copy reads `2%` in one paper and `2 per cent` in the next. Written-out signs become part of the number, whose
//! normal form is then the one with the sign.

use crate::chars::{Class, entry};
use crate::hash::hash64;
use crate::normal::normal_word;
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
const CURRENCIES: &[(&str, char)] = &[("rs", '₹'), ("inr", '₹'), ("usd", '$'), ("us$", '$'), ("eur", '€'), ("gbp", '£')];

/// Signs that a space may part from their number.
const SIGNS: [char; 4] = ['₹', '$', '€', '£'];

/// Hashes of the last words of [`PERCENT`].
fn last_words() -> &'static [u64] {
    static HASHES: OnceLock<Vec<u64>> = OnceLock::new();
    HASHES
        .get_or_init(|| PERCENT.iter().filter_map(|unit| unit.split(' ').next_back()).map(|word| hash64(word.as_bytes())).collect())
}

/// Whether a word with this hash may end a written-out sign.
pub(crate) fn may_end_unit(hash: u64) -> bool {
    last_words().contains(&hash)
}

/// Joins the last words of `out` from `first` on, if they are a number with its sign. Spans are those of `text`.
pub(crate) fn join(text: &str, out: &mut Vec<Word>, first: usize) {
    let last = out.len() - 1;
    for count in [3, 2] {
        let Some(start) = out.len().checked_sub(count).filter(|&start| start >= first) else { continue };
        let span = out[start].span.join(out[last].span);
        if let Some(normal) = normal_unit(span.slice(text)) {
            let number = if out[start].is_number() { out[start] } else { out[last] };
            out.truncate(start);
            out.push(Word::respelt(span, hash64(normal.as_bytes()), number));
            return;
        }
    }
    widen_over_sign(text, out, first);
}

/// A currency sign parted from its number by a space is no word; the number takes it in.
fn widen_over_sign(text: &str, out: &mut [Word], first: usize) {
    let last = out.len() - 1;
    let word = out[last];
    let from = if last > first { out[last - 1].span.end() } else { 0 };
    let gap = &text[from..word.span.start()];
    let sign = gap.trim_end();
    let Some(at) = sign.char_indices().next_back().filter(|(_, c)| SIGNS.contains(c)).map(|(at, _)| at) else {
        return;
    };
    let span = crate::Span::new(from + at, word.span.end());
    if let Some(normal) = normal_unit(span.slice(text)) {
        out[last] = Word::respelt(span, hash64(normal.as_bytes()), word);
    }
}

/// The normal form of a number with a written-out sign, or none if the text is anything else.
pub(crate) fn normal_unit(raw: &str) -> Option<String> {
    let is_ignorable = |c: char| entry(c).class() == Class::Ignorable;
    if !raw.is_ascii() && raw.contains(is_ignorable) {
        return normal_unit(&raw.replace(is_ignorable, ""));
    }
    let is_digit = |c: char| entry(c).class() == Class::Digit;
    let start = raw.find(is_digit)?;
    let end = raw.rfind(is_digit).map(|at| at + raw[at..].chars().next().map_or(1, char::len_utf8))?;
    let (before, number, after) = (raw[..start].trim_end(), &raw[start..end], raw[end..].trim_start());
    let is_plain = number.chars().all(|c| is_digit(c) || entry(c).class() == Class::NumberPoint);
    if !is_plain || (raw[..start].len() == before.len() && raw[end..].len() == after.len() && !before.eq_ignore_ascii_case("us$")) {
        return None;
    }
    let is_sign = |text: &str| text.chars().count() == 1 && !text.chars().any(char::is_alphabetic);
    let sign = match before.trim_end_matches('.') {
        "" => String::new(),
        sign if is_sign(sign) => normal_word(sign),
        code => {
            let code = code.to_lowercase();
            CURRENCIES.iter().find(|(written, _)| *written == code)?.1.to_string()
        }
    };
    let percent = match after {
        "" => String::new(),
        sign if is_sign(sign) => normal_word(sign),
        written => {
            let written = written.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
            PERCENT.contains(&written.as_str()).then(|| "%".to_owned())?
        }
    };
    if sign.is_empty() && percent.is_empty() {
        return None;
    }
    Some(format!("{sign}{}{percent}", normal_word(number)))
}
