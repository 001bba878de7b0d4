//! What each character is to a word: one table of 256-character pages, filled a page at a time when
//! first met.
//!
//! The scanner asks three things of every character it does not know by its byte: which part it
//! plays ([`Class`]), what it becomes in the normal form, and whether that depends on its
//! neighbours. Unicode's own tables answer each with a search. Here the answers are packed into one
//! number ([`Entry`]) and looked up by the character's code.
//!
//! The whole table would have 1,114,112 entries, most of them for scripts that a dump never shows.
//! A page is filled from the plain definition ([`describe`]) when one of its characters is met, so
//! English news fills one or two, and a page costs a kilobyte.
//!
//! What counts as the same letter is decided in [`fold`] and [`written_out`]. The measure is what
//! different desks print for the same word: `ё` and `е`, `ß` and `ss`, the Arabic and the Persian
//! `ي`. Letters that tell words apart in some language stay apart: `ñ` is not `n`.

use std::sync::OnceLock;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// The part a character plays in a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Class {
    /// Ends a word: space, punctuation, symbols.
    Other,
    Letter,
    Digit,
    /// Extends the word in front of it.
    Mark,
    /// A word by itself: Han, kana, and the letters of Thai, Lao, Khmer and Burmese.
    Unspaced,
    /// Neither ends nor changes a word: zero-width characters, soft hyphens, tatweel, optional
    /// vowel points.
    Ignorable,
    /// Joins letters and leaves no trace (`don't`).
    Apostrophe,
    /// Joins digits and stays (`1,700`, `3.5`).
    NumberPoint,
    /// Opens a number and stays (`$5`).
    Currency,
    /// Opens a number and stays where no word stands in front (`-5`).
    Minus,
    /// Closes a number and stays (`5%`).
    Percent,
}

/// A character's class and folded form, packed: the code of the folded character in the lowest 21
/// bits, which is as many as Unicode needs, the class in four more, and three flags at the top.
#[derive(Clone, Copy)]
pub(crate) struct Entry(u32);

const FOLD_MASK: u32 = (1 << 21) - 1;
/// See [`Entry::is_slow`].
const SLOW: u32 = 1 << 31;
/// See [`Entry::is_upper`].
const UPPER: u32 = 1 << 30;
/// See [`Entry::is_numeral`].
const NUMERAL: u32 = 1 << 29;
/// Position of the class.
const CLASS_SHIFT: u32 = 22;

impl Entry {
    /// The part that the character plays.
    pub(crate) fn class(self) -> Class {
        CLASSES[((self.0 >> CLASS_SHIFT) & 15) as usize]
    }

    /// The normal form where it is one character; meaningless if [`Entry::is_slow`].
    pub(crate) fn folded(self) -> char {
        char::from_u32(self.0 & FOLD_MASK).unwrap_or('\u{FFFD}')
    }

    /// Whether the word that holds this character must be normalised as a whole.
    pub(crate) fn is_slow(self) -> bool {
        self.0 & SLOW != 0
    }

    /// Whether it is a capital.
    pub(crate) fn is_upper(self) -> bool {
        self.0 & UPPER != 0
    }

    /// Whether the character can be a numeral although it is no digit (`三`, `万`).
    pub(crate) fn is_numeral(self) -> bool {
        self.0 & NUMERAL != 0
    }
}

/// The classes by their numbers. Four bits can be one of sixteen numbers, so the rest is filled up:
/// a lookup needs no check.
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

/// The entries of the characters whose codes differ in the last eight bits.
pub(crate) type ClassPage = [Entry; 256];
static PAGES: [OnceLock<Box<ClassPage>>; 0x1100] = [const { OnceLock::new() }; 0x1100];

/// Looks a character up.
#[inline]
pub(crate) fn entry(c: char) -> Entry {
    let code = c as u32;
    page(code >> 8)[(code & 0xFF) as usize]
}

/// The page that begins with ASCII, for those who ask often.
pub(crate) fn first_page() -> &'static ClassPage {
    page(0)
}

#[inline]
fn page(number: u32) -> &'static ClassPage {
    PAGES[number as usize].get_or_init(|| Box::new(fill(number << 8)))
}

fn fill(first: u32) -> ClassPage {
    std::array::from_fn(|i| {
        char::from_u32(first + i as u32).map_or(Entry(0), |c| {
            describe_plain(c).unwrap_or_else(|| describe(c))
        })
    })
}

/// What [`describe`] says of Han characters and Korean syllables, which are all alike and so many
/// that asking Unicode for each would be felt when a program starts; none for all other characters.
fn describe_plain(c: char) -> Option<Entry> {
    let class = match c {
        '\u{4E00}'..='\u{9FEF}' if !is_han_numeral(c) => Class::Unspaced,
        '가'..='힣' => Class::Letter,
        _ => return None,
    };
    Some(Entry((class as u32) << CLASS_SHIFT | c as u32))
}

/// The plain definition behind the table.
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
        None => Entry(bits | SLOW),
    }
}

/// The normal form of a character that keeps to itself, or none if its neighbours matter or it
/// becomes several.
fn fold_alone(c: char) -> Option<char> {
    if is_nfkc_quick(std::iter::once(c)) == IsNormalized::Maybe {
        return None;
    }
    let mut folded = fold(c.nfkc());
    let first = folded.next()?;
    let alone =
        folded.next().is_none() && is_nfkc_quick(std::iter::once(first)) == IsNormalized::Yes;
    alone.then_some(first)
}

/// Lower case, and the spellings that the same word has on different desks.
pub(crate) fn fold(chars: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    chars.flat_map(char::to_lowercase).flat_map(|c| {
        if let Some([first, second]) = written_out(c) {
            return std::iter::once(first).chain(Some(second));
        }
        let folded = match c {
            'ς' => 'σ',
            // Printed as е on most desks.
            'ё' => 'е',
            // The hamza on an alef is left out at will.
            'أ' | 'إ' | 'ٱ' => 'ا',
            // The Arabic and the Persian keyboard spell the same two letters differently.
            'ي' | 'ى' => 'ی',
            'ك' => 'ک',
            _ => c,
        };
        std::iter::once(folded).chain(None)
    })
}

/// The two letters that a desk without a letter on its keyboard, such as a news agency's wire,
/// writes in its place.
pub(crate) fn written_out(c: char) -> Option<[char; 2]> {
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

/// The class by Unicode's general category, but for the characters named here.
fn classify(c: char) -> Class {
    if is_ignorable(c) || stands_for_ignorable(c) {
        return Class::Ignorable;
    }
    match c {
        // Where a character was lost, inside a word, it was an apostrophe more often than not.
        '\'' | '’' | '‘' | 'ʼ' | '＇' | '\u{FFFD}' => return Class::Apostrophe,
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

/// Characters that are not seen, or that desks print or leave out at will. The first are hyphens
/// inside words, joiners, marks of direction and variation selectors: what a web page holds to be
/// laid out well, and a copy of its text often lacks.
fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}'
        // Tatweel, Arabic vowel points and Hebrew points: printed or left out at will.
        | '\u{640}' | '\u{64B}'..='\u{652}' | '\u{670}'
        | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C7}')
}

/// Whether a character is a mark that is ignored, in the shape it has on a line of its own: on a
/// tatweel (ﹹ) or a space (ﹸ).
fn stands_for_ignorable(c: char) -> bool {
    let mut stands_for = std::iter::once(c).nfkc().filter(|&c| c != ' ').peekable();
    !c.is_ascii() && stands_for.peek().is_some() && stands_for.all(is_ignorable)
}

/// Scripts that put no space between words.
fn is_unspaced(c: char) -> bool {
    matches!(c as u32,
        0x0E00..=0x0EFF            // Thai, Lao
        | 0x1000..=0x109F          // Burmese
        | 0x1780..=0x17FF          // Khmer
        | 0x2E80..=0x2FDF          // radicals
        | 0x3005..=0x3007
        | 0x3040..=0x30FF          // hiragana, katakana
        | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF
        | 0xA9E0..=0xA9FF | 0xAA60..=0xAA7F
        | 0xFF66..=0xFF9F          // half-width katakana
        | 0x1B000..=0x1B16F
        | 0x20000..=0x3FFFF)
}

/// Han characters that are numbers, as far as news writes numbers in words.
fn is_han_numeral(c: char) -> bool {
    "〇零一二三四五六七八九十百千万萬亿億兆两兩廿".contains(c)
}

#[cfg(test)]
mod tests {
    use super::{describe, describe_plain};

    #[test]
    fn what_is_known_of_many_characters_is_what_unicode_says() {
        for c in '\0'..=char::MAX {
            assert!(
                describe_plain(c).is_none_or(|entry| entry.0 == describe(c).0),
                "{c:?}"
            );
        }
    }
}
