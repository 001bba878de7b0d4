//! A walk that touches only the documents that may match: it brings what they are compared by.

use super::examine::first_of_file;
use super::{Examined, Survey, Walk};
use crate::error::Result;
use crate::page::Page;
use crate::record::{Batch, RawRecord};
use ahash::AHashMap;
use copydesk_neardup::{Numbers, ShingleSet};
use copydesk_text::Span;

/// What a document is compared by.
pub(crate) struct Sample {
    pub shingles: ShingleSet,
    pub numbers: Numbers,
}

/// Samples of the kept text of the documents with these ranks.
pub(crate) fn gather(walk: &Walk<'_>, survey: &Survey, examined: &[Examined], ranks: &[u32]) -> Result<AHashMap<u32, Sample>> {
    if ranks.is_empty() {
        return Ok(AHashMap::new());
    }
    let mut wanted = vec![false; survey.documents.len()];
    ranks.iter().for_each(|&rank| wanted[survey.by_rank[rank as usize] as usize] = true);
    let starts = first_of_file(survey);
    let number = |record: &RawRecord| starts[record.file] + record.number as usize;
    let each = |batch: &Batch, record: &RawRecord| {
        if record.is_tail() || !wanted[number(record)] {
            return None;
        }
        let article = walk.parse(batch, record).ok()?;
        let spans: Vec<Span> = examined[number(record)].edits.iter().map(|edit| edit.span).collect();
        let words = Page::new(&article.text).words_outside(&spans);
        let sample = Sample { shingles: ShingleSet::new(&words, walk.config.shingle), numbers: Numbers::of(&words) };
        Some((survey.documents[number(record)].rank, sample))
    };
    let mut samples = AHashMap::with_capacity(ranks.len());
    walk.run("compare", each, |_, _, found| {
        samples.extend(found);
        Ok(())
    })?;
    Ok(samples)
}
