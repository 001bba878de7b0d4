//! Words of closed classes that tell a fact: weekdays and months, number words, scales, opposites.
//!
//! Two sentences that are the same except for such a word tell different things: “on Tuesday” and
//! “on Thursday”, “rose” and “fell”, “million” and “billion”. Other words may take each other's
//! place and say the same (“due to”, “because of”). Weekdays and months come from the locale data
//! of the GNU C library (through `pure-rust-locales`), the other classes from `fact_words.txt`.
//!
//! The language of a text need not be known. A class belongs to one language, and two words differ
//! in fact only if they are of one class and have no value in common. A word that has another
//! meaning in another language does no harm unless both sides have words of that class.

use ahash::AHashMap;
use copydesk_text::{Word, words};
use pure_rust_locales::{Locale, locale_match};
use std::sync::LazyLock;

/// A word's class, and its value there: forms of one word have one value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Meaning {
    class: u16,
    value: u16,
}

/// The one instance, made when it is first needed.
static MEANINGS: LazyLock<Meanings> = LazyLock::new(Meanings::load);

/// The classes that no library knows. The file says how it is read.
const TABLE: &str = include_str!("fact_words.txt");

/// Locales whose weekdays and months are known: one for each language in which news is written.
const LOCALES: &[&str] = &[
    "en_US", "de_DE", "de_AT", "fr_FR", "es_ES", "ca_ES", "it_IT", "pt_PT", "ro_RO", "nl_NL",
    "af_ZA", "sv_SE", "da_DK", "nb_NO", "is_IS", "fi_FI", "et_EE", "lv_LV", "lt_LT", "pl_PL",
    "cs_CZ", "sk_SK", "sl_SI", "hr_HR", "sr_RS", "bg_BG", "mk_MK", "ru_RU", "uk_UA", "be_BY",
    "el_GR", "hu_HU", "tr_TR", "az_AZ", "kk_KZ", "ka_GE", "hy_AM", "sq_AL", "ga_IE", "cy_GB",
    "eu_ES", "gl_ES", "he_IL", "ar_EG", "fa_IR", "ur_PK", "hi_IN", "bn_BD", "ta_IN", "te_IN",
    "mr_IN", "gu_IN", "kn_IN", "ml_IN", "pa_IN", "ne_NP", "si_LK", "id_ID", "ms_MY", "fil_PH",
    "vi_VN", "sw_KE", "am_ET", "so_SO",
];

/// What the known words mean. A word can have several meanings: `mars` is a month in French and in
/// Swedish, and each language has classes of its own.
#[derive(Default)]
struct Meanings {
    /// The meanings of each word that has any, by its hash.
    by_word: AHashMap<u64, Vec<Meaning>>,
    /// How many classes there are; their numbers are 1 to this.
    classes: u16,
    /// How many classes, the first ones, are weekdays and months.
    calendars: u16,
}

impl Meanings {
    fn load() -> Self {
        let mut meanings = Self::default();
        meanings.add_calendars();
        // Every class so far is one of weekdays or months.
        meanings.calendars = meanings.classes;
        meanings.add_table(TABLE);
        meanings
    }

    /// The number of a class that has no word yet.
    fn new_class(&mut self) -> u16 {
        self.classes += 1;
        self.classes
    }

    /// Adds a form, if it is a single word: in scripts without spaces a name is a run of words.
    fn add(&mut self, form: &str, class: u16, value: usize) {
        let [word] = words(form)[..] else { return };
        self.by_word.entry(word.hash).or_default().push(Meaning {
            class,
            value: value as u16,
        });
    }

    /// The weekdays of a language are one class, its months another.
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

    /// One class a line: `language class: forms | forms | …`, the forms of one value between bars.
    fn add_table(&mut self, table: &str) {
        for line in table.lines() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            // A test checks that every line has one.
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

    /// The meanings of a word; most words have none.
    fn of(&self, hash: u64) -> &[Meaning] {
        match self.by_word.get(&hash) {
            Some(meanings) => meanings,
            None => &[],
        }
    }
}

/// Whether one run of words tells a fact and the other tells another one in its place: both have
/// words of one class, and no value of that class is in both. “Monday” differs from “Friday”, but
/// not from “Monday or Friday” and not from “today”.
pub(crate) fn facts_differ(left: &[Word], right: &[Word]) -> bool {
    let (mut here, mut there) = (Vec::new(), Vec::new());
    for word in left {
        here.extend_from_slice(MEANINGS.of(word.hash));
    }
    for word in right {
        there.extend_from_slice(MEANINGS.of(word.hash));
    }
    values_differ(&here, &there)
}

/// The same for words that are known by the hashes of their normal forms.
pub(crate) fn facts_differ_in(left: &[u64], right: &[u64]) -> bool {
    let (mut here, mut there) = (Vec::new(), Vec::new());
    for &hash in left {
        here.extend_from_slice(MEANINGS.of(hash));
    }
    for &hash in right {
        there.extend_from_slice(MEANINGS.of(hash));
    }
    values_differ(&here, &there)
}

/// Whether some class is on both sides, and no value of it is.
fn values_differ(here: &[Meaning], there: &[Meaning]) -> bool {
    for meaning in here {
        let class = meaning.class;
        if has_class(there, class) && !share_value(here, there, class) {
            return true;
        }
    }
    false
}

fn has_class(meanings: &[Meaning], class: u16) -> bool {
    for meaning in meanings {
        if meaning.class == class {
            return true;
        }
    }
    false
}

/// Whether some value of a class is on both sides: “Monday” and “Monday or Tuesday”.
fn share_value(here: &[Meaning], there: &[Meaning], class: u16) -> bool {
    for meaning in here {
        if meaning.class == class && there.contains(meaning) {
            return true;
        }
    }
    false
}

/// Whether a word names a weekday or a month.
pub(crate) fn is_calendar_word(hash: u64) -> bool {
    for meaning in MEANINGS.of(hash) {
        if meaning.class <= MEANINGS.calendars {
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
    fn other_words_may_take_each_others_place() {
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
