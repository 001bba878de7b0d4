//! Documents that hold several others, each in a part of its own.
//!
//! A front page that was scraped as one text contains a dozen articles word for word. By
//! containment alone all of them would go, and their news would be left in a document that nobody
//! can read as an article. A later report that contains its earlier states looks much the same. The
//! difference is in what is contained: states of one story share their sentences, items of a page
//! share nothing. So a document is a digest if at least [`ITEMS`] documents stand in it that have
//! nothing in common with one another and are each a small part of it.
//!
//! A digest stands for nothing else. It goes itself only if documents that stay tell all of it.

use super::{Candidates, Edge, Match};
use crate::stories::Relation;
use ahash::{AHashMap, AHashSet};
use copydesk_text::Rank;

/// A page of so many items is a digest. Two may be the pages of one article.
const ITEMS: usize = 3;
/// What makes up more of a page than this is no item of it but an earlier state, or the story
/// itself.
const MOST_OF_PAGE: f64 = 0.5;
/// Shingles that two items may share: one in so many, and no more than make a phrase. Where a
/// shingle is a few letters, of a script without spaces, any two texts share some.
const SHINGLES_PER_PHRASE: usize = 100;
const PHRASE: usize = 2;
/// Documents contained in one page that are looked at: among so many there are enough items, or
/// none.
const MAX_LOOKED_AT: usize = 16;

/// The documents that may not stand for others, because at least three documents with nothing in
/// common stand in them: front pages, roundups, newsletters, lists. Their articles would be lost in
/// them.
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
            // The pages of one article share its headline; items share nothing, or a phrase.
            let most = (set.len() / SHINGLES_PER_PHRASE).min(PHRASE);
            is_item = is_item && set.overlap(&*documents.shingles(item)?).shared() <= most;
        }
        if is_item {
            items.push(candidate);
        }
    }
    Ok(items.len())
}

/// Items of one digest that are looked for; one with more stays.
const MAX_ITEMS: usize = 64;

/// A digest that goes because documents that stay tell all of it.
#[derive(Clone, PartialEq, Debug)]
pub struct ToldElsewhere {
    /// The digest, and the document that holds most of it.
    pub found: Match,
    /// The digest again, and each of the other documents that hold a part, the largest part first.
    pub also_in: Vec<Match>,
}

/// The digests of which every item stands in a document that stays. `edges` are those by which the
/// pages were found to be digests, `matches` what was decided without them. A page for which others
/// went stays.
///
/// # Errors
/// If a candidate cannot be fetched.
pub fn told_elsewhere<C: Candidates>(
    digests: &AHashSet<Rank>,
    edges: &[Edge],
    matches: &[Match],
    documents: &C,
) -> Result<Vec<ToldElsewhere>, C::Error> {
    let stands_for: AHashMap<Rank, Rank> = matches
        .iter()
        .map(|found| (found.member, found.representative))
        .collect();
    let representatives: AHashSet<Rank> = stands_for.values().copied().collect();
    let stays = |page: &Rank| !stands_for.contains_key(page) && !representatives.contains(page);
    let mut pages: Vec<Rank> = digests.iter().copied().filter(stays).collect();
    pages.sort_unstable();
    let mut out = Vec::new();
    for page in pages {
        let of_page = |edge: &&Edge| edge.representative == page && edge.member != page;
        let mut items: Vec<Rank> = edges
            .iter()
            .filter(of_page)
            .map(|edge| *stands_for.get(&edge.member).unwrap_or(&edge.member))
            .collect();
        items.sort_unstable();
        items.dedup();
        items.retain(|item| !digests.contains(item));
        if items.len() > MAX_ITEMS || items.is_empty() || !documents.is_told_by(page, &items)? {
            continue;
        }
        let mut parts = Vec::with_capacity(items.len());
        for item in items {
            let overlap = {
                let here = documents.shingles(page)?;
                here.overlap(&*documents.shingles(item)?)
            };
            parts.push(Match {
                member: page,
                representative: item,
                overlap,
                relation: Relation::Contained,
            });
        }
        parts.sort_by(|a, b| {
            let share = |part: &Match| part.overlap.left_in_right();
            share(b)
                .total_cmp(&share(a))
                .then(a.representative.cmp(&b.representative))
        });
        let found = parts.remove(0);
        out.push(ToldElsewhere {
            found,
            also_in: parts,
        });
    }
    Ok(out)
}
