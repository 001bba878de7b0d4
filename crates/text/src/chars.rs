//! The properties of a character that matter to words: a table of pages of 256 characters, each
//! filled when one of its characters is first looked up.
//!
//! The scanner of `words` needs three properties of a character: its role in a word ([`Class`]),
//! its normal form, and whether that form depends on the characters beside it. Looking one of them
//! up in Unicode's own tables is a search. Here all three are packed into one number ([`Entry`]),
//! which is found by the character's code.
//!
//! The whole table would have 1,114,112 entries, most of them for scripts that a dump does not
//! contain. So a page is filled from the definition ([`describe`]) when it is first needed. English
//! news fills one or two pages of a kilobyte each.
//!
//! Which letters are taken to be equal is decided in [`fold`] and [`digraph`]. They are equal if
//! newsrooms print either for the same word: `ё` and `е`, `ß` and `ss`, the Arabic `ي` and the
//! Persian `ی`. Letters that distinguish words in some language stay distinct: `ñ` is not `n`.

use std::sync::OnceLock;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// The role of a character in a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Class {
    /// Ends a word: space, punctuation, symbols.
    Other,
    /// A letter of a script with spaces between words.
    Letter,
    /// A digit of any script, or another character that Unicode counts as a number (`½`, `Ⅳ`).
    Digit,
    /// Extends the word before it: an accent, a vowel sign.
    Mark,
    /// A word by itself: Han, kana, and the letters of Thai, Lao, Khmer and Burmese.
    Unspaced,
    /// Neither ends nor changes a word: zero-width characters, soft hyphens, tatweel, optional
    /// vowel points.
    Ignorable,
    /// Joins letters. The normal form leaves it out (`don't`).
    Apostrophe,
    /// Joins digits, and is part of the normal form (`1,700`, `3.5`). A full stop also joins the
    /// letters of initials (`U.S.`), but is not part of their normal form.
    NumberPoint,
    /// Opens a number, and is part of the normal form (`$5`).
    Currency,
    /// Opens a number, and is part of the normal form, unless it follows a word: `-5` has it,
    /// `2019-20` does not.
    Minus,
    /// Closes a number, and is part of the normal form (`5%`).
    Percent,
}

/// The class and the normal form of a character in 32 bits.
///
/// The lowest 21 bits, as many as a Unicode code has, are the code of the normal form. Bits 22 to
/// 25 are the class. The three highest bits are flags.
#[derive(Clone, Copy)]
pub(crate) struct Entry(u32);

/// The bits of [`Entry::folded`].
const FOLD_MASK: u32 = (1 << 21) - 1;
/// See [`Entry::is_complex`].
const COMPLEX: u32 = 1 << 31;
/// See [`Entry::is_upper`].
const UPPER: u32 = 1 << 30;
/// See [`Entry::is_numeral`].
const NUMERAL: u32 = 1 << 29;
/// Position of the lowest bit of the class.
const CLASS_SHIFT: u32 = 22;

impl Entry {
    /// The role of the character in a word.
    pub(crate) fn class(self) -> Class {
        CLASSES[((self.0 >> CLASS_SHIFT) & 15) as usize]
    }

    /// The normal form if it is one character. Meaningless if [`Entry::is_complex`].
    pub(crate) fn folded(self) -> char {
        char::from_u32(self.0 & FOLD_MASK).unwrap_or('\u{FFFD}')
    }

    /// Whether the normal form depends on the characters beside this one, or is several characters.
    /// A word with such a character must be normalised as a whole.
    pub(crate) fn is_complex(self) -> bool {
        self.0 & COMPLEX != 0
    }

    /// Whether the character is a capital letter.
    pub(crate) fn is_upper(self) -> bool {
        self.0 & UPPER != 0
    }

    /// Whether the character is a Han numeral, which is not a digit to Unicode (`三`, `万`).
    pub(crate) fn is_numeral(self) -> bool {
        self.0 & NUMERAL != 0
    }
}

/// The classes by their numbers. Four bits have sixteen values, so there are sixteen elements, and
/// the compiler can leave out the bounds check.
const CLASSES: [Class; 16] = [
    Class::Other,
    Class::Letter,
    Class::Digit,
    Class::Mark,
    Class::Unspaced,
    Class::Ignorable,
    Class::Apostrophe,
    Class::NumberPoint,
    Class::Currency,
    Class::Minus,
    Class::Percent,
    Class::Other,
    Class::Other,
    Class::Other,
    Class::Other,
    Class::Other,
];

/// The entries of 256 characters whose codes differ only in the last eight bits.
pub(crate) type ClassPage = [Entry; 256];
/// A page for every 256 codes up to the last one, U+10FFFF.
static PAGES: [OnceLock<Box<ClassPage>>; 0x1100] = [const { OnceLock::new() }; 0x1100];

/// The entry of a character.
#[inline]
pub(crate) fn entry(c: char) -> Entry {
    let code = c as u32;
    page(code >> 8)[(code & 0xFF) as usize]
}

/// The page that begins with ASCII, for callers that look up most characters in it.
pub(crate) fn first_page() -> &'static ClassPage {
    page(0)
}

#[inline]
fn page(number: u32) -> &'static ClassPage {
    PAGES[number as usize].get_or_init(|| Box::new(fill(number << 8)))
}

/// Makes the page that begins with this code.
fn fill(first: u32) -> ClassPage {
    let mut page = [Entry(0); 256];
    for (entry, code) in page.iter_mut().zip(first..) {
        // Surrogates are codes but not characters, so they are never looked up.
        if let Some(c) = char::from_u32(code) {
            *entry = describe_han_or_hangul(c).unwrap_or_else(|| describe(c));
        }
    }
    page
}

/// The entry of a Han character or a Korean syllable, as [`describe`] makes it; `None` for all
/// other characters. In both groups the entries differ only in the code. There are so many that the
/// slower [`describe`] would delay the start of a program noticeably.
fn describe_han_or_hangul(c: char) -> Option<Entry> {
    let class = match c {
        '\u{4E00}'..='\u{9FEF}' if !is_han_numeral(c) => Class::Unspaced,
        '가'..='힣' => Class::Letter,
        _ => return None,
    };
    Some(Entry((class as u32) << CLASS_SHIFT | c as u32))
}

/// The entry of a character, from the tables of Unicode. This is the definition of the table.
fn describe(c: char) -> Entry {
    let class = classify(c);
    let mut bits = (class as u32) << CLASS_SHIFT;
    if c.is_uppercase() {
        bits |= UPPER;
    }
    if is_han_numeral(c) {
        bits |= NUMERAL;
    }
    match fold_alone(c) {
        Some(folded) => Entry(bits | folded as u32),
        None => Entry(bits | COMPLEX),
    }
}

/// The normal form of a character that is normalised without regard to its neighbours and stays one
/// character; `None` for all others.
fn fold_alone(c: char) -> Option<char> {
    // `Maybe` means that the character may compose with the one before it.
    if is_nfkc_quick(std::iter::once(c)) == IsNormalized::Maybe {
        return None;
    }
    let mut folded = fold(c.nfkc());
    let first = folded.next()?;
    let is_one = folded.next().is_none();
    // Case folding may have made a character that composes or is not in NFKC.
    let is_final = is_nfkc_quick(std::iter::once(first)) == IsNormalized::Yes;
    (is_one && is_final).then_some(first)
}

/// Characters in lower case, with one spelling where newsrooms spell a letter in several ways.
pub(crate) fn fold(chars: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    chars.flat_map(char::to_lowercase).flat_map(fold_small)
}

/// What replaces a small letter in a normal form: itself, the letter that newsrooms often print in
/// its place, or two letters.
fn fold_small(c: char) -> impl Iterator<Item = char> {
    if let Some([first, second]) = digraph(c) {
        return std::iter::once(first).chain(Some(second));
    }
    let folded = match c {
        'ς' => 'σ',
        // Most newsrooms print `е` in its place.
        'ё' => 'е',
        // The hamza on an alef is optional.
        'أ' | 'إ' | 'ٱ' => 'ا',
        // The Arabic and the Persian keyboard spell the same two letters differently.
        'ي' | 'ى' => 'ی',
        'ك' => 'ک',
        _ => c,
    };
    std::iter::once(folded).chain(None)
}

/// The two ASCII letters that are written in place of a letter that the keyboard or the news
/// agency's wire does not have; `None` for other letters.
pub(crate) fn digraph(c: char) -> Option<[char; 2]> {
    match c {
        'ß' => Some(['s', 's']),
        'ä' | 'æ' => Some(['a', 'e']),
        'ö' | 'ø' | 'œ' => Some(['o', 'e']),
        'ü' => Some(['u', 'e']),
        'å' => Some(['a', 'a']),
        'þ' => Some(['t', 'h']),
        _ => None,
    }
}

/// The class of a character. It follows from the general category in Unicode, except for the
/// characters and scripts that are named here.
fn classify(c: char) -> Class {
    if is_ignorable(c) || shows_ignorable(c) {
        return Class::Ignorable;
    }
    match c {
        // U+FFFD replaces a character that was lost. Inside a word this was mostly an apostrophe.
        '\'' | '’' | '‘' | 'ʼ' | '＇' | '\u{FFFD}' => return Class::Apostrophe,
        // The half-width voicing marks of katakana, which are letters to Unicode.
        '\u{FF9E}' | '\u{FF9F}' => return Class::Mark,
        '.' | ',' | '٫' | '٬' => return Class::NumberPoint,
        '-' | '−' => return Class::Minus,
        '%' | '‰' | '٪' | '％' => return Class::Percent,
        _ => {}
    }
    if is_unspaced(c) {
        return match c.general_category() {
            GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark => Class::Mark,
            GeneralCategory::DecimalNumber => Class::Digit,
            _ if c.is_alphanumeric() => Class::Unspaced,
            _ => Class::Other,
        };
    }
    match c.general_category() {
        GeneralCategory::NonspacingMark
        | GeneralCategory::SpacingMark
        | GeneralCategory::EnclosingMark => Class::Mark,
        GeneralCategory::DecimalNumber
        | GeneralCategory::OtherNumber
        | GeneralCategory::LetterNumber => Class::Digit,
        GeneralCategory::CurrencySymbol => Class::Currency,
        _ if c.is_alphabetic() => Class::Letter,
        _ => Class::Other,
    }
}

/// Whether a character is invisible or optional. The invisible ones are soft hyphens, joiners,
/// direction marks and variation selectors: a web page needs them for its layout, and a copy of its
/// text often lacks them.
fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}'
        // Tatweel, Arabic vowel points and Hebrew points are optional.
        | '\u{640}' | '\u{64B}'..='\u{652}' | '\u{670}'
        | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C7}')
}

/// Whether a character shows an ignorable mark by itself, on a tatweel (ﹹ) or on a space (ﹸ). NFKC
/// replaces it with the mark.
fn shows_ignorable(c: char) -> bool {
    let mut replacement = std::iter::once(c).nfkc().filter(|&c| c != ' ').peekable();
    // Nothing is left of a space, and `all` would be true of nothing.
    !c.is_ascii() && replacement.peek().is_some() && replacement.all(is_ignorable)
}

/// Whether a character belongs to a script that puts no space between words.
fn is_unspaced(c: char) -> bool {
    matches!(c as u32,
        0x0E00..=0x0EFF            // Thai, Lao
        | 0x1000..=0x109F          // Burmese
        | 0x1780..=0x17FF          // Khmer
        | 0x2E80..=0x2FDF          // Han radicals
        | 0x3005..=0x3007          // Han marks: 々, 〆, 〇
        | 0x3040..=0x30FF          // hiragana, katakana
        | 0x31F0..=0x31FF          // small katakana
        | 0x3400..=0x4DBF          // Han, also the next two
        | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF
        | 0xA9E0..=0xA9FF          // more Burmese, also the next
        | 0xAA60..=0xAA7F
        | 0xFF66..=0xFF9F          // half-width katakana
        | 0x1B000..=0x1B16F        // historic kana
        | 0x20000..=0x3FFFF) // rare Han
}

/// Whether a Han character is a numeral of the kind that news uses.
fn is_han_numeral(c: char) -> bool {
    "〇零一二三四五六七八九十百千万萬亿億兆两兩廿".contains(c)
}

#[cfg(test)]
mod tests {
    use super::{describe, describe_han_or_hangul};

    #[test]
    fn the_quick_entries_are_those_of_the_definition() {
        for c in '\0'..=char::MAX {
            assert!(
                describe_han_or_hangul(c).is_none_or(|entry| entry.0 == describe(c).0),
                "{c:?}"
            );
        }
    }
}
