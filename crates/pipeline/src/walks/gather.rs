//! A walk that touches only the documents that may match: it brings their shingle sets.

use super::examine::first_of_file;
use super::{Examined, Survey, Walk};
use crate::error::Result;
use crate::page::Page;
use crate::record::{Batch, RawRecord};
use ahash::AHashMap;
use copydesk_neardup::ShingleSet;
use copydesk_text::Span;

/// Shingle sets of the kept text of the documents with these ranks.
pub(crate) fn gather(walk: &Walk<'_>, survey: &Survey, examined: &[Examined], ranks: &[u32]) -> Result<AHashMap<u32, ShingleSet>> {
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
        Some((survey.documents[number(record)].rank, ShingleSet::new(&words, walk.config.shingle)))
    };
    let mut sets = AHashMap::with_capacity(ranks.len());
    walk.run("compare", each, |_, _, found| {
        sets.extend(found);
        Ok(())
    })?;
    Ok(sets)
}
