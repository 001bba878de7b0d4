//! Words that tell a fact, although they are neither numbers nor names: weekdays and months, number
//! words, scales (“million”), opposites.
//!
//! Such words belong to closed classes: small groups of words that exclude each other. Words of one
//! class that do not exclude each other (“guilty”, “convicted”) have the same *value*. Two
//! sentences that are the same except for the value tell different things: “on Tuesday” and “on
//! Thursday”, “rose” and “fell”, “million” and “billion”. Words of no class may replace each other
//! and say the same (“due to”, “because of”).
//!
//! Weekdays and months come from the locale data of the GNU C library (through
//! `pure-rust-locales`). All other classes are in `fact_words.txt`, and so are the cases of the
//! Russian weekdays, which the locale data lack.
//!
//! The language of a text need not be known. A class belongs to one language, and two words differ
//! in fact only if they are of one class and have no value in common. A word may have a meaning in
//! another language as well. This does no harm, unless both texts have words of that class.

use ahash::AHashMap;
use copydesk_text::{Word, words};
use pure_rust_locales::{Locale, locale_match};
use std::sync::LazyLock;

/// What a word of a class says. `guilty` and `convicted` have the same meaning, `innocent` has
/// another value of the same class.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Meaning {
    /// The number of the class: English weekdays, English verdicts and so on.
    class: u16,
    /// The number of the value within the class.
    value: u16,
}

/// The meanings of all known words, loaded when they are first needed.
static MEANINGS: LazyLock<Meanings> = LazyLock::new(Meanings::load);

/// The classes that are not in the locale data. The head of the file describes its format.
const TABLE: &str = include_str!("fact_words.txt");

/// The locales from which weekdays and months are taken: one for each language, and for German also
/// the Austrian one, which has another name for January.
const LOCALES: &[&str] = &[
    "en_US", "de_DE", "de_AT", "fr_FR", "es_ES", "ca_ES", "it_IT", "pt_PT", "ro_RO", "nl_NL",
    "af_ZA", "sv_SE", "da_DK", "nb_NO", "is_IS", "fi_FI", "et_EE", "lv_LV", "lt_LT", "pl_PL",
    "cs_CZ", "sk_SK", "sl_SI", "hr_HR", "sr_RS", "bg_BG", "mk_MK", "ru_RU", "uk_UA", "be_BY",
    "el_GR", "hu_HU", "tr_TR", "az_AZ", "kk_KZ", "ka_GE", "hy_AM", "sq_AL", "ga_IE", "cy_GB",
    "eu_ES", "gl_ES", "he_IL", "ar_EG", "fa_IR", "ur_PK", "hi_IN", "bn_BD", "ta_IN", "te_IN",
    "mr_IN", "gu_IN", "kn_IN", "ml_IN", "pa_IN", "ne_NP", "si_LK", "id_ID", "ms_MY", "fil_PH",
    "vi_VN", "sw_KE", "am_ET", "so_SO",
];

/// The meanings of all known words. A word can have several: `mars` is a month in French and in
/// Swedish, and each language has classes of its own.
#[derive(Default)]
struct Meanings {
    /// The meanings of each known word, by the hash of the word.
    by_word: AHashMap<u64, Vec<Meaning>>,
    /// Number of classes. They are numbered from 1.
    classes: u16,
    /// How many of the classes are weekdays or months. These have the lowest numbers.
    calendar_classes: u16,
}

impl Meanings {
    /// Reads the locale data and [`TABLE`].
    fn load() -> Self {
        let mut meanings = Self::default();
        meanings.add_calendars();
        // So far, every class is one of weekdays or months.
        meanings.calendar_classes = meanings.classes;
        meanings.add_table(TABLE);
        meanings
    }

    /// Adds a class without words and returns its number.
    fn new_class(&mut self) -> u16 {
        self.classes += 1;
        self.classes
    }

    /// Adds a form, if it is a single word. In a script without spaces between words each letter is
    /// a word, so the name of a weekday is several words and is not added.
    fn add(&mut self, form: &str, class: u16, value: usize) {
        let [word] = words(form)[..] else { return };
        self.by_word.entry(word.hash).or_default().push(Meaning {
            class,
            value: value as u16,
        });
    }

    /// Adds weekdays and months: the weekdays of a locale are one class, its months another.
    fn add_calendars(&mut self) {
        for &name in LOCALES {
            // A test checks that the library knows every name of the list.
            let Ok(locale) = Locale::try_from(name) else {
                continue;
            };
            let days: &[&str] = locale_match!(locale => LC_TIME::DAY);
            let months: &[&str] = locale_match!(locale => LC_TIME::MON);
            for names in [days, months] {
                let class = self.new_class();
                for (value, name) in names.iter().enumerate() {
                    self.add(name, class, value);
                }
            }
        }
    }

    /// Adds the classes of a table. Each line is a class: `language class: forms | forms | …`. The
    /// forms between two bars have the same value.
    fn add_table(&mut self, table: &str) {
        for line in table.lines() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            // A test checks that every line has a colon.
            let Some((_, values)) = line.split_once(':') else {
                continue;
            };
            let class = self.new_class();
            for (value, forms) in values.split('|').enumerate() {
                for form in forms.split_whitespace() {
                    self.add(form, class, value);
                }
            }
        }
    }

    /// The meanings of the word with this hash; most words have none.
    fn of_word(&self, hash: u64) -> &[Meaning] {
        match self.by_word.get(&hash) {
            Some(meanings) => meanings,
            None => &[],
        }
    }
}

/// Whether two runs of words tell different facts of one kind: both have words of the same class,
/// and share no value of that class. “Monday” differs from “Friday”, but not from “Monday or
/// Friday” and not from “today”.
pub(crate) fn facts_differ(left: &[Word], right: &[Word]) -> bool {
    let (mut left_meanings, mut right_meanings) = (Vec::new(), Vec::new());
    for word in left {
        left_meanings.extend_from_slice(MEANINGS.of_word(word.hash));
    }
    for word in right {
        right_meanings.extend_from_slice(MEANINGS.of_word(word.hash));
    }
    values_differ(&left_meanings, &right_meanings)
}

/// Does the work of [`facts_differ`] for words that are given by the hashes of their normal forms.
pub(crate) fn facts_differ_by_hash(left: &[u64], right: &[u64]) -> bool {
    let (mut left_meanings, mut right_meanings) = (Vec::new(), Vec::new());
    for &hash in left {
        left_meanings.extend_from_slice(MEANINGS.of_word(hash));
    }
    for &hash in right {
        right_meanings.extend_from_slice(MEANINGS.of_word(hash));
    }
    values_differ(&left_meanings, &right_meanings)
}

/// Whether there is a class of which both sides have values, but none in common.
fn values_differ(left: &[Meaning], right: &[Meaning]) -> bool {
    for meaning in left {
        let class = meaning.class;
        if has_class(right, class) && !share_value(left, right, class) {
            return true;
        }
    }
    false
}

/// Whether any of the meanings is of a class.
fn has_class(meanings: &[Meaning], class: u16) -> bool {
    for meaning in meanings {
        if meaning.class == class {
            return true;
        }
    }
    false
}

/// Whether both sides have a value of a class in common: “Monday” and “Monday or Tuesday”.
fn share_value(left: &[Meaning], right: &[Meaning], class: u16) -> bool {
    for meaning in left {
        if meaning.class == class && right.contains(meaning) {
            return true;
        }
    }
    false
}

/// Whether the word with this hash names a weekday or a month, in the form that the locale data
/// have.
pub(crate) fn is_calendar_word(hash: u64) -> bool {
    for meaning in MEANINGS.of_word(hash) {
        if meaning.class <= MEANINGS.calendar_classes {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differ(left: &str, right: &str) -> bool {
        facts_differ(&words(left), &words(right))
    }

    #[test]
    fn facts_of_one_class_differ() {
        for (left, right) in [
            ("Tuesday", "Thursday"),
            ("rose sharply", "fell sharply"),
            ("million", "billion"),
            ("mardi", "jeudi"),
            ("вторник", "четверг"),
            ("الثلاثاء", "الخميس"),
            ("मंगलवार", "गुरुवार"),
            ("guilty", "innocent"),
            ("he", "she"),
        ] {
            assert!(
                differ(left, right) && differ(right, left),
                "{left} / {right}"
            );
        }
    }

    #[test]
    fn other_words_may_replace_each_other() {
        for (left, right) in [
            ("rose", "climbed"),
            ("Monday", "today"),
            ("due to", "because of"),
            ("two men", "men"),
            ("km", "kilometres"),
            ("the ship", "the boat"),
        ] {
            assert!(!differ(left, right), "{left} / {right}");
        }
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = TABLE
            .lines()
            .filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
        for line in lines {
            let (name, values) = line.split_once(':').expect("a line names its class");
            assert_eq!(name.split(' ').count(), 2, "language and class: {line}");
            assert!(
                values.split('|').count() > 1,
                "a class has two values: {line}"
            );
            let mut forms: Vec<&str> = values
                .split(['|', ' '])
                .filter(|form| !form.is_empty())
                .collect();
            assert!(
                forms.iter().all(|form| words(form).len() == 1),
                "single words: {line}"
            );
            let count = forms.len();
            forms.sort_unstable();
            forms.dedup();
            assert_eq!(forms.len(), count, "a form has one value: {line}");
        }
        assert!(
            LOCALES.iter().all(|&name| Locale::try_from(name).is_ok()),
            "every locale is known"
        );
    }
}
