//! The description from which a synthetic dump is generated.

use std::ops::RangeInclusive;

/// The writing system of an invented language.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Script {
    /// English function words around invented words.
    Latin,
    /// Russian function words around invented words.
    Cyrillic,
    /// Arabic function words around invented words, written from right to left.
    Arabic,
    /// Chinese characters without spaces.
    Han,
}

/// The description of a synthetic dump. A share is in `0..=1`, and is a share of the stories unless
/// its field says something else.
///
/// ```
/// use copydesk_testkit::{Dump, Recipe};
///
/// let plain = Recipe { stories: 25, wire_share: 0.0, rescrape_share: 0.0, short_share: 0.0, update_share: 0.0, ..Recipe::default() };
/// assert_eq!(Dump::synthetic(&plain).records.len(), 25);
/// ```
#[derive(Clone, PartialEq, Debug)]
pub struct Recipe {
    /// The seed of all random numbers.
    pub seed: u64,
    /// The number of stories. There are more records, because some stories have copies.
    pub stories: usize,
    /// The number of sites.
    pub sites: usize,
    /// The scripts of the sites, in turn. All copies of a story are on sites with the same script.
    pub scripts: Vec<Script>,
    /// The number of paragraphs in a story.
    pub paragraphs: RangeInclusive<usize>,
    /// The share of stories that other sites print too.
    pub wire_share: f64,
    /// The number of other sites that print such a story.
    pub wire_sites: RangeInclusive<usize>,
    /// The share of its words that a copy on another site replaces.
    pub edit_share: f64,
    /// The share of stories of which one record is in the dump twice, scraped at two times.
    pub rescrape_share: f64,
    /// The share of stories that another site prints in part: only their first half.
    pub short_share: f64,
    /// The share of stories that the same site updates.
    pub update_share: f64,
    /// The share of paragraphs (not of stories) that have a caption before them, which is scraped
    /// twice.
    pub caption_share: f64,
    /// The share of stories with a background paragraph, which the site pastes into several
    /// stories.
    pub background_share: f64,
    /// The number of stories that have the same background paragraph. All are on one site.
    pub background_stories: usize,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            seed: 0,
            stories: 200,
            sites: 12,
            scripts: vec![Script::Latin],
            paragraphs: 6..=14,
            wire_share: 0.25,
            wire_sites: 1..=4,
            edit_share: 0.03,
            rescrape_share: 0.06,
            short_share: 0.06,
            update_share: 0.06,
            caption_share: 0.12,
            background_share: 0.15,
            background_stories: 3,
        }
    }
}

impl Recipe {
    /// A recipe whose [`to_jsonl`](super::Dump::to_jsonl) has about this many bytes, for measuring
    /// speed.
    #[must_use]
    pub fn of_about(bytes: usize) -> Self {
        let stories = (bytes / BYTES_PER_STORY).max(1);
        Self {
            stories,
            // About 25 stories for each site.
            sites: (stories / 25).clamp(2, 1_200),
            ..Self::default()
        }
    }
}

/// The number of bytes that a story and its copies take on average with the default recipe.
const BYTES_PER_STORY: usize = 6_000;
