//! The words of a site's own signposts: its front page, its sections, its service pages and
//! buttons.
//!
//! None of them is furniture by itself. [`super::menus`] and [`super::breadcrumbs`] look for
//! several of them together.

use ahash::AHashMap;
use copydesk_text::{Word, mix64, words};

/// What a label leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum SiteLabel {
    /// The front page.
    Home,
    /// Says where the reader is: `You are here`.
    Here,
    /// A section, page or button that only sites have: `What's On`, `Contact us`, `Bookmark`.
    Site,
    /// A section whose name could also head a part of a story or an item of a list: `Health`.
    Topic,
    /// A part of the world, which proves nothing either way.
    Place,
}

impl SiteLabel {
    /// Whether only sites have such a page. Sections may share their names with subjects of a
    /// story.
    pub fn is_of_sites(self) -> bool {
        matches!(self, Self::Site | Self::Home)
    }
}

/// All labels, by the words they consist of.
pub(super) struct Labels {
    by_words: AHashMap<u64, SiteLabel>,
}

/// Words of the longest label; in scripts without spaces each letter is one.
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

    /// What these words say, if they are a label from the first to the last. One number may follow:
    /// its count or year, as in `Comments (12)`.
    pub fn get(&self, words: &[Word]) -> Option<SiteLabel> {
        // A label of numerals only is looked up as it is.
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

/// A key of words in their order: the same words in another order have another key.
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
