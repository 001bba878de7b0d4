//! What happened, before any site printed it.

use super::grammar::{Grammar, Passage};
use super::recipe::Recipe;
use crate::prng::SplitMix64;

/// A story: its paragraphs, and the captions in front of some.
#[derive(Clone)]
pub(super) struct Story {
    pub(super) paragraphs: Vec<Passage>,
    /// For each paragraph the caption in front, if there is a picture.
    pub(super) captions: Vec<Option<Passage>>,
    /// Share of words replaced so far.
    pub(super) edit_share: f64,
}

impl Story {
    pub(super) fn tell(grammar: &Grammar, recipe: &Recipe, random: &mut SplitMix64) -> Self {
        let count = random.within(&recipe.paragraphs);
        let paragraphs = (0..count).map(|_| grammar.paragraph(random)).collect();
        let caption = |random: &mut SplitMix64| {
            random
                .chance(recipe.caption_share)
                .then(|| grammar.line(grammar.tongue.captions, random))
        };
        let captions = (0..count).map(|_| caption(random)).collect();
        Self {
            paragraphs,
            captions,
            edit_share: 0.0,
        }
    }

    /// As another desk prints it.
    pub(super) fn edited(&self, grammar: &Grammar, share: f64, random: &mut SplitMix64) -> Self {
        let mut story = self.clone();
        let words: usize = story.paragraphs.iter().map(Passage::len).sum();
        let edited: usize = story
            .paragraphs
            .iter_mut()
            .map(|p| p.edit(share, &grammar.vocabulary, random))
            .sum();
        story.edit_share = edited as f64 / words.max(1) as f64;
        story
    }

    /// Its first half.
    pub(super) fn shortened(&self) -> Self {
        let mut story = self.clone();
        let half = story.paragraphs.len().div_ceil(2);
        story.paragraphs.truncate(half);
        story.captions.truncate(half);
        story
    }

    /// Some days on: numbers have changed, and there is news.
    pub(super) fn updated(&self, grammar: &Grammar, random: &mut SplitMix64) -> Self {
        let mut story = self.clone();
        for paragraph in &mut story.paragraphs {
            paragraph.renumber(random);
        }
        story.paragraphs.insert(1, grammar.paragraph(random));
        story.captions.insert(1, None);
        story
    }
}
