//! The labels, also called *signposts*, with which sites name their own parts in menus and
//! breadcrumbs: the front page, sections, service pages and buttons.
//!
//! No label is furniture by itself. The rules in [`super::menus`] and [`super::breadcrumbs`] look
//! for several labels together.

use ahash::AHashMap;
use copydesk_text::{Word, mix64, words};

/// The kind of page or button that a label names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum SiteLabel {
    /// The front page.
    Home,
    /// Words before a breadcrumb: `You are here`.
    Here,
    /// A section, page or button that only sites have: `What's On`, `Contact us`, `Bookmark`.
    Site,
    /// A section whose name could also be a heading in a story or an item of a list: `Health`.
    Topic,
    /// A part of the world, a month or a language. It is no evidence for or against a menu.
    Place,
}

impl SiteLabel {
    /// Whether only sites have such a page or button. Any other label may also be the subject of a
    /// story.
    pub fn is_only_of_sites(self) -> bool {
        matches!(self, Self::Site | Self::Home)
    }
}

/// The kind of each label, under the [`key`] of its words.
pub(super) struct Labels {
    by_key: AHashMap<u64, SiteLabel>,
}

/// Length of the longest label, in words. In a script without spaces each letter is a word.
const LONGEST_LABEL: usize = 16;
/// About the number of labels, so that the table need not grow.
const CAPACITY: usize = 2048;

impl Labels {
    /// The labels of `labels/signposts.toml`.
    pub fn new() -> Self {
        let mut by_key = AHashMap::with_capacity(CAPACITY);
        for &(label, names) in LABELS {
            for name in names {
                by_key.insert(key(&words(name)), label);
            }
        }
        Self { by_key }
    }

    /// The kind of the label that consists of exactly these words; `None` if there is no such
    /// label. One number may follow the label, such as a count: `Comments (12)`.
    pub fn get(&self, words: &[Word]) -> Option<SiteLabel> {
        // The words without the numbers at the end, unless all are numbers: some labels consist
        // only of numerals.
        let name = match words.iter().rposition(|word| !word.is_number()) {
            Some(last) => &words[..=last],
            None => words,
        };
        let numbers_after = words.len() - name.len();
        if name.is_empty() || name.len() > LONGEST_LABEL || numbers_after > 1 {
            return None;
        }
        self.by_key.get(&key(name)).copied()
    }
}

/// A hash of a sequence of words. The same words in another order have another key.
fn key(words: &[Word]) -> u64 {
    let mut key = 0_u64;
    for word in words {
        key = mix64(key.rotate_left(1) ^ word.hash);
    }
    key
}

/// The lists of `labels/signposts.toml`, as the build script writes them: a kind, and the labels of
/// that kind.
const LABELS: &[(SiteLabel, &[&str])] = include!(concat!(env!("OUT_DIR"), "/labels.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_known_from_the_first_word_to_the_last() {
        let labels = Labels::new();
        let get = |text: &str| labels.get(&words(text));
        assert_eq!(get("HOME"), Some(SiteLabel::Home));
        assert_eq!(get("What’s On"), Some(SiteLabel::Site));
        assert_eq!(get("Comments (12)"), Some(SiteLabel::Site));
        assert_eq!(get("首页"), Some(SiteLabel::Home));
        assert_eq!(get("News of the flood"), None);
        assert_eq!(get("12"), None);
    }

    #[test]
    fn no_label_is_too_long_to_be_found() {
        for name in LABELS.iter().flat_map(|(_, names)| *names) {
            let words = words(name);
            assert!((1..=LONGEST_LABEL).contains(&words.len()), "{name}");
        }
    }

    #[test]
    fn no_name_is_in_two_lists() {
        let mut lists = AHashMap::new();
        for (label, names) in LABELS {
            for name in *names {
                let before = lists.insert(key(&words(name)), label);
                assert!(before.is_none(), "{name}: {before:?} and {label:?}");
            }
        }
    }
}
