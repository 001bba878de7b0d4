//! Removes house style from numbers in figures: digits of all scripts become `0` to `9`, and
//! separators between thousands are removed.
//!
//! The sign that separates thousands in one country is the decimal point of another, and the
//! country of a text is not known. So a sign is removed only if the digits around it are grouped
//! like thousands. A single point is never removed, because it may be a decimal point.
//!
//! | written | becomes | because |
//! |---|---|---|
//! | `1,700`, `1’700` | `1700` | the last group has three digits |
//! | `1.700.000` | `1700000` | a number does not have two decimal points |
//! | `1,00,000` | `100000` | this is a lakh, an Indian unit: inner groups may have two digits |
//! | `$1,700.50` | `$1700.50` | what follows the last group is a fraction |
//! | `1.700` | `1.700` | the point may be a decimal point |
//! | `1,70` | `1,70` | two digits are not a group of thousands |

/// The signs that separate groups of digits in some country: `1,700`, `1.700`, `1’700`, and
/// no-break spaces.
pub(super) const SEPARATORS: [char; 6] = [',', '.', '’', '\'', '\u{a0}', '\u{202f}'];

/// The digit zero of each script that writes news with digits of its own (Unicode, category Nd), in
/// ascending order. In each script, one to nine follow zero directly.
const ZEROS: &[char] = &[
    '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}',
    '\u{c66}', '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{17e0}',
    '\u{1810}',
];

/// Replaces the digits of all scripts by `0` to `9`.
pub(super) fn with_ascii_digits(text: &str) -> String {
    text.chars().map(ascii_digit).collect()
}

/// The ASCII digit for a digit of any script; any other character is returned as it is.
fn ascii_digit(c: char) -> char {
    // All digits to replace come after this character. Most letters return here.
    if (c as u32) < ZEROS[0] as u32 {
        return c;
    }
    for &zero in ZEROS {
        // A character before this zero gives a very large value.
        let value = (c as u32).wrapping_sub(zero as u32);
        if value < 10 {
            return (b'0' + value as u8) as char;
        }
    }
    c
}

/// Removes the separators of thousands, or of lakhs and crores, from a number. A sign or currency
/// before the digits, and a fraction or unit after them, are kept. A number whose groups do not
/// look like thousands is returned as it is.
pub(super) fn without_separators(number: &str) -> String {
    // A number without ASCII digits (`三`) has no groups and is returned as it is.
    let digits_start = number.find(is_ascii_digit).unwrap_or(0);
    let (prefix, digits) = number.split_at(digits_start);
    // A number has only one kind of separator of thousands; another one begins the fraction.
    for separator in SEPARATORS {
        if let Some(joined) = joined_groups(digits, separator) {
            return format!("{prefix}{joined}");
        }
    }
    number.to_owned()
}

/// The groups of a number joined to one number; `None` if `separator` does not separate thousands
/// in it. Thousands are written as a group of one to three digits, groups of three (in India of
/// two), and a last group of three.
fn joined_groups(digits: &str, separator: char) -> Option<String> {
    let groups: Vec<&str> = digits.split(separator).collect();
    let [first, middle @ .., last] = groups.as_slice() else {
        return None;
    };
    // One point before three digits may be a decimal point: `1.234`. Two points cannot.
    if separator == '.' && middle.is_empty() {
        return None;
    }
    let (whole, fraction) = split_fraction(last);
    if !has_digits(first, 1..=3) || !has_digits(whole, 3..=3) {
        return None;
    }
    for group in middle {
        if !has_digits(group, 2..=3) {
            return None;
        }
    }
    Some(format!("{first}{}{whole}{fraction}", middle.concat()))
}

/// Whether a group has only digits, and as many as `count` allows.
fn has_digits(group: &str, count: std::ops::RangeInclusive<usize>) -> bool {
    count.contains(&group.len()) && group.chars().all(is_ascii_digit)
}

fn is_ascii_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Divides the last group of a number into its digits and the rest, which is a fraction or a unit:
/// `500.75`, `500%`.
fn split_fraction(group: &str) -> (&str, &str) {
    for (at, c) in group.char_indices() {
        if !c.is_ascii_digit() {
            return group.split_at(at);
        }
    }
    (group, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_separators_of_thousands_are_removed() {
        for (raw, expected) in [
            ("1,700", "1700"),
            ("1,00,000", "100000"),
            ("-1,700.75", "-1700.75"),
            ("$3’828%", "$3828%"),
            ("1.234.567", "1234567"),
            ("1.234", "1.234"),
            ("12,3", "12,3"),
            ("1,2345", "1,2345"),
            ("2020-01-08", "2020-01-08"),
        ] {
            assert_eq!(without_separators(raw), expected, "{raw}");
        }
    }

    #[test]
    fn digits_of_other_scripts_become_ascii() {
        assert_eq!(with_ascii_digits("२१४ ٣٩ 39 三"), "214 39 39 三");
    }
}
