//! What a synthetic dump is made of.

use std::ops::RangeInclusive;

/// Writing systems that the invented languages use.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Script {
    /// English function words around invented words.
    Latin,
    /// Russian function words around invented words.
    Cyrillic,
    /// Arabic function words around invented words; runs from right to left.
    Arabic,
    /// Chinese characters without spaces.
    Han,
}

/// What goes into a synthetic dump. All shares are 0 to 1 and of the stories, unless said
/// otherwise.
///
/// ```
/// use copydesk_testkit::{Dump, Recipe};
///
/// let plain = Recipe { stories: 25, wire_share: 0.0, rescrape_share: 0.0, short_share: 0.0, update_share: 0.0, ..Recipe::default() };
/// assert_eq!(Dump::synthetic(&plain).records.len(), 25);
/// ```
#[derive(Clone, PartialEq, Debug)]
pub struct Recipe {
    /// Everything follows from it.
    pub seed: u64,
    /// How many stories; copies come on top.
    pub stories: usize,
    /// How many sites.
    pub sites: usize,
    /// Sites take turns with these; a story stays within its script.
    pub scripts: Vec<Script>,
    /// Paragraphs of a story.
    pub paragraphs: RangeInclusive<usize>,
    /// Stories that other sites print too.
    pub wire_share: f64,
    /// On how many other sites.
    pub wire_sites: RangeInclusive<usize>,
    /// Share of its words that a wire copy replaces.
    pub edit_share: f64,
    /// Stories of which one record was scraped twice.
    pub rescrape_share: f64,
    /// Stories of which another site prints the beginning.
    pub short_share: f64,
    /// Stories that the same site updates.
    pub update_share: f64,
    /// Paragraphs (not stories) that have a doubled caption in front.
    pub caption_share: f64,
    /// Stories that have a pasted background paragraph.
    pub background_share: f64,
    /// In how many stories of one site the same background stands.
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
            sites: (stories / 25).clamp(2, 1_200),
            ..Self::default()
        }
    }
}

/// What a story and its copies come to with the default recipe.
const BYTES_PER_STORY: usize = 6_000;
