//! Documents that hold several others, each in a part of its own.

use super::{Candidates, Edge};
use crate::stories::Relation;
use ahash::{AHashMap, AHashSet};
use copydesk_text::Rank;

/// A page of so many items is a digest. Two may be the pages of one article.
const ITEMS: usize = 3;
/// What makes up more of a page than this is no item of it but an earlier state, or the story itself.
const MOST_OF_PAGE: f64 = 0.5;
/// Documents contained in one page that are looked at: among so many there are enough items, or none.
const MAX_LOOKED_AT: usize = 16;

/// The documents that may not stand for others, because at least three documents with nothing in common
/// stand in them: front pages, roundups, newsletters, lists. Their articles would be lost in them.
///
/// # Errors
/// If a candidate cannot be fetched.
pub fn digests<C: Candidates>(edges: &[Edge], documents: &C) -> Result<AHashSet<Rank>, C::Error> {
    let mut contained: AHashMap<Rank, Vec<Rank>> = AHashMap::new();
    for edge in edges
        .iter()
        .filter(|edge| edge.relation == Relation::Contained)
    {
        contained
            .entry(edge.representative)
            .or_default()
            .push(edge.member);
    }
    let mut out = AHashSet::new();
    for (page, mut within) in contained {
        within.sort_unstable();
        within.dedup();
        if within.len() >= ITEMS && items_in(page, &within, documents)? >= ITEMS {
            out.insert(page);
        }
    }
    Ok(out)
}

/// How many documents with nothing in common stand in a page.
fn items_in<C: Candidates>(page: Rank, within: &[Rank], documents: &C) -> Result<usize, C::Error> {
    let whole = documents.shingles(page)?.len() as f64;
    let mut items: Vec<Rank> = Vec::new();
    for &candidate in within.iter().take(MAX_LOOKED_AT) {
        let set = documents.shingles(candidate)?;
        let mut is_item = (set.len() as f64) < MOST_OF_PAGE * whole;
        for &item in &items {
            // The pages of one article share its headline; items share nothing.
            is_item = is_item && set.overlap(&*documents.shingles(item)?).shared() == 0;
        }
        if is_item {
            items.push(candidate);
        }
    }
    Ok(items.len())
}
