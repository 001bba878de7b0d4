//! A walk that touches only the documents that may match: it brings what they are compared by.

use super::{Examined, Survey, Walk};
use crate::error::Result;
use crate::page::Page;
use crate::record::{Batch, RawRecord};
use ahash::AHashMap;
use copydesk_neardup::{Comparison, Numbers, ShingleSet, Side};
use copydesk_text::{Span, Word};

/// What a document is compared by.
pub(crate) struct Sample {
    pub shingles: ShingleSet,
    numbers: Numbers,
    text: String,
    cut: Vec<Span>,
}

impl Sample {
    /// Whether this document gives a number for which the other gives only others.
    pub(crate) fn contradicts(&self, other: &Self) -> bool {
        self.numbers.contradicts(&other.numbers)
    }

    /// What this document (left) and another tell differently.
    pub(crate) fn compare(&self, other: &Self) -> Comparison {
        let (here, there) = (self.kept_words(), other.kept_words());
        Comparison::of(Side { text: &self.text, words: &here }, Side { text: &other.text, words: &there })
    }

    /// Cut anew each time: only pairs above the threshold are asked for them.
    fn kept_words(&self) -> Vec<Word> {
        Page::new(&self.text).words_outside(&self.cut)
    }
}

/// Samples of the kept text of the documents with these ranks.
pub(crate) fn gather(walk: &Walk<'_>, survey: &Survey, examined: &[Examined], ranks: &[u32]) -> Result<AHashMap<u32, Sample>> {
    if ranks.is_empty() {
        return Ok(AHashMap::new());
    }
    let mut wanted = vec![false; survey.documents.len()];
    ranks.iter().for_each(|&rank| wanted[survey.by_rank[rank as usize] as usize] = true);
    let each = |batch: &Batch, record: &RawRecord, number: usize| {
        let article = wanted[number].then(|| walk.parse(batch, record).ok()).flatten()?;
        let cut: Vec<Span> = examined[number].edits.iter().map(|edit| edit.span).collect();
        let words = Page::new(&article.text).words_outside(&cut);
        let shingles = ShingleSet::new(&words, walk.config.shingle);
        let sample = Sample { shingles, numbers: Numbers::of(&words), text: article.text.into_owned(), cut };
        Some((survey.documents[number].rank, sample))
    };
    let mut samples = AHashMap::with_capacity(ranks.len());
    walk.again(survey, "compare", each, |found| {
        // One that copydesk fails on is compared with nothing, and stays.
        samples.extend(found.ok().flatten());
        Ok(())
    })?;
    Ok(samples)
}
