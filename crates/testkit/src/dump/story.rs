//! The stories of a synthetic dump, before any site prints them.

use super::grammar::{Grammar, Passage};
use super::recipe::Recipe;
use crate::prng::SplitMix64;

/// A story: its paragraphs, and the captions before some of them.
#[derive(Clone)]
pub(super) struct Story {
    pub(super) paragraphs: Vec<Passage>,
    /// For each paragraph, the caption of the picture before it, if there is one.
    pub(super) captions: Vec<Option<Passage>>,
    /// The share of the words that were replaced, in `0..=1`.
    pub(super) edit_share: f64,
}

impl Story {
    /// A new story.
    pub(super) fn new(grammar: &Grammar, recipe: &Recipe, random: &mut SplitMix64) -> Self {
        let count = random.within(&recipe.paragraphs);
        let paragraphs = (0..count).map(|_| grammar.paragraph(random)).collect();
        let caption = |random: &mut SplitMix64| {
            random
                .chance(recipe.caption_share)
                .then(|| grammar.line(grammar.patterns.captions, random))
        };
        let captions = (0..count).map(|_| caption(random)).collect();
        Self {
            paragraphs,
            captions,
            edit_share: 0.0,
        }
    }

    /// The story as another newsroom prints it, with about this share of its words replaced.
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

    /// The first half of the story.
    pub(super) fn shortened(&self) -> Self {
        let mut story = self.clone();
        let half = story.paragraphs.len().div_ceil(2);
        story.paragraphs.truncate(half);
        story.captions.truncate(half);
        story
    }

    /// The story some days later: all numbers have changed, and there is a new paragraph after the
    /// first one.
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
