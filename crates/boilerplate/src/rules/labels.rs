//! The labels with which sites name their own parts in menus and breadcrumbs: the front page,
//! sections, service pages and buttons.
//!
//! No label is furniture by itself. [`super::menus`] and [`super::breadcrumbs`] look for several of
//! them together.

use ahash::AHashMap;
use copydesk_text::{Word, mix64, words};

/// The kind of page or button that a label names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum SiteLabel {
    /// The front page.
    Home,
    /// Words before the place of the page on the site: `You are here`.
    Here,
    /// A section, page or button that only sites have: `What's On`, `Contact us`, `Bookmark`.
    Site,
    /// A section whose name could also be a heading in a story or an item of a list: `Health`.
    Topic,
    /// A part of the world, which is no evidence for or against a menu.
    Place,
}

impl SiteLabel {
    /// Whether only sites have such a page. The name of any other section may also be a subject of
    /// a story.
    pub fn is_of_sites(self) -> bool {
        matches!(self, Self::Site | Self::Home)
    }
}

/// All labels, by a key of the words that they consist of.
pub(super) struct Labels {
    by_words: AHashMap<u64, SiteLabel>,
}

/// Length of the longest label, in words. In a script without spaces each letter is a word.
const LONGEST: usize = 16;

impl Labels {
    /// The labels of `labels/signposts.toml`.
    pub fn new() -> Self {
        let mut by_words = AHashMap::with_capacity(2048);
        for &(label, names) in LABELS {
            for name in names {
                by_words.insert(key(&words(name)), label);
            }
        }
        Self { by_words }
    }

    /// The kind of label that these words are from the first to the last; `None` if they are none.
    /// One number may follow the label, such as a count: `Comments (12)`.
    pub fn get(&self, words: &[Word]) -> Option<SiteLabel> {
        // Some labels consist only of numerals, so these are not removed.
        let name = match words.iter().rposition(|word| !word.is_number()) {
            Some(last) => &words[..=last],
            None => words,
        };
        if name.is_empty() || name.len() > LONGEST || words.len() > name.len() + 1 {
            return None;
        }
        self.by_words.get(&key(name)).copied()
    }
}

/// A key for a sequence of words: the same words in another order have another key.
fn key(words: &[Word]) -> u64 {
    let mut key = 0_u64;
    for word in words {
        key = mix64(key.rotate_left(1) ^ word.hash);
    }
    key
}

/// The lists of `labels/signposts.toml`, as the build script writes them.
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
            assert!((1..=LONGEST).contains(&words.len()), "{name}");
        }
    }

    #[test]
    fn no_name_stands_in_two_lists() {
        let mut lists = AHashMap::new();
        for (label, names) in LABELS {
            for name in *names {
                let before = lists.insert(key(&words(name)), label);
                assert!(before.is_none(), "{name}: {before:?} and {label:?}");
            }
        }
    }
}
