//! Which paragraphs share runs of words.

use super::Paragraphs;
use ahash::AHashMap;
use copydesk_text::{Word, mix64};

/// A run of this many words brings two paragraphs together.
const GRAM: usize = 5;
/// Places of one such run that are followed up.
const MAX_PLACES: usize = 8;

/// Where each run of words stands: source and paragraph.
pub(super) struct Places(AHashMap<u64, Vec<(u32, u32)>>);

impl Places {
    pub(super) fn of(sources: &[Paragraphs<'_>]) -> Self {
        let mut places: AHashMap<u64, Vec<(u32, u32)>> = AHashMap::new();
        for (source, paragraphs) in sources.iter().enumerate() {
            for (paragraph, range) in paragraphs.ranges.iter().enumerate() {
                let place = (source as u32, paragraph as u32);
                for gram in grams(&paragraphs.side.words[range.clone()]) {
                    let found = places.entry(gram).or_default();
                    if found.len() < MAX_PLACES && found.last() != Some(&place) {
                        found.push(place);
                    }
                }
            }
        }
        Self(places)
    }

    /// The paragraphs that share most with a run of words: source and paragraph, best first.
    pub(super) fn most_shared(&self, run: &[Word], most: usize) -> Vec<(usize, usize)> {
        let mut votes: AHashMap<(u32, u32), u32> = AHashMap::new();
        for gram in grams(run) {
            self.0.get(&gram).into_iter().flatten().for_each(|&place| *votes.entry(place).or_default() += 1);
        }
        let mut partners: Vec<(u32, (u32, u32))> = votes.into_iter().map(|(place, count)| (u32::MAX - count, place)).collect();
        partners.sort_unstable();
        partners.into_iter().take(most).map(|(_, (source, copy))| (source as usize, copy as usize)).collect()
    }
}

fn grams(words: &[Word]) -> impl Iterator<Item = u64> {
    words.windows(GRAM).map(|run| run.iter().fold(0, |hash, word| mix64(hash ^ word.hash)))
}
