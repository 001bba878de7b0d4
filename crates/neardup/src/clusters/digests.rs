//! Documents that hold several others, each in a part of its own.
//!
//! A front page that was scraped as one text contains a dozen articles word for word. By
//! containment alone all of them would be dropped, and their news would be left in a document that
//! nobody can read as an article. A later report that contains its earlier versions looks much the
//! same. The difference is in what is contained: versions of one story share their sentences, items
//! of a page share nothing. So a document is a *digest* if it contains at least [`ITEMS`] documents
//! that have nothing in common with one another and are each a small part of it.
//!
//! No document is dropped in favour of a digest. A digest is itself dropped only if kept documents
//! together tell all of it.

use super::{Candidates, Edge, Match};
use crate::stories::Relation;
use ahash::{AHashMap, AHashSet};
use copydesk_text::Rank;

/// A page of this many items is a digest. Two may be the pages of one article.
const ITEMS: usize = 3;
/// A document that is more of a page than this, 0..=1, is no item of it, but an earlier version, or
/// the story itself.
const MOST_OF_PAGE: f64 = 0.5;
/// Two items may share one shingle in this many, and no more than make a phrase. Where a
/// shingle is a few letters, in a script without spaces, any two texts share some.
const SHINGLES_PER_PHRASE: usize = 100;
/// The most shingles of a phrase.
const PHRASE: usize = 2;
/// Documents contained in one page that are looked at: among these there are enough items, or
/// none.
const MAX_LOOKED_AT: usize = 16;
/// Items of the largest digest that can be dropped; one with more is kept. This bounds the work.
const MAX_ITEMS: usize = 64;

/// The documents in whose favour none may be dropped, because they contain at least three documents
/// with nothing in common: front pages, roundups, newsletters, lists. `edges` are all edges of a
/// dump or of a connected part of it.
///
/// # Errors
/// If a candidate cannot be fetched.
pub fn digests<C: Candidates>(edges: &[Edge], documents: &C) -> Result<AHashSet<Rank>, C::Error> {
    let mut contained: AHashMap<Rank, Vec<Rank>> = AHashMap::new();
    for edge in edges {
        if edge.relation == Relation::Contained {
            let within = contained.entry(edge.representative).or_default();
            within.push(edge.member);
        }
    }
    let mut out = AHashSet::new();
    // The pages come in no order. Each is decided by itself, so the result is the same.
    for (page, mut within) in contained {
        within.sort_unstable();
        within.dedup();
        if within.len() >= ITEMS && count_items(page, &within, documents)? >= ITEMS {
            out.insert(page);
        }
    }
    Ok(out)
}

/// How many of the documents contained in a page have nothing in common. Documents are taken as
/// items in the given order, each if it shares nothing with those taken before it.
fn count_items<C: Candidates>(
    page: Rank,
    within: &[Rank],
    documents: &C,
) -> Result<usize, C::Error> {
    let whole = documents.shingles(page)?.len() as f64;
    let mut items: Vec<Rank> = Vec::new();
    for &candidate in within.iter().take(MAX_LOOKED_AT) {
        let set = documents.shingles(candidate)?;
        // Compared with items only, at most sixteen, so the work for a page is bounded.
        let mut is_item = (set.len() as f64) < MOST_OF_PAGE * whole;
        // The pages of one article share its headline; items share nothing, or a phrase.
        let most = (set.len() / SHINGLES_PER_PHRASE).min(PHRASE);
        for &item in &items {
            is_item = is_item && set.overlap(&*documents.shingles(item)?).shared() <= most;
        }
        if is_item {
            items.push(candidate);
        }
    }
    Ok(items.len())
}

/// A digest that is dropped because kept documents tell all of it.
#[derive(Clone, PartialEq, Debug)]
pub struct ToldElsewhere {
    /// The digest, and the document that has most of it.
    pub found: Match,
    /// The digest again, and each of the other documents that have a part, the largest part first.
    pub also_in: Vec<Match>,
}

/// The digests of which every item is in a document that is kept. `edges` are those by which the
/// pages were found to be digests, `matches` what was decided without them. A page for which others
/// were dropped is kept.
///
/// # Errors
/// If a candidate cannot be fetched.
pub fn told_elsewhere<C: Candidates>(
    digests: &AHashSet<Rank>,
    edges: &[Edge],
    matches: &[Match],
    documents: &C,
) -> Result<Vec<ToldElsewhere>, C::Error> {
    let decided = Decided::of(matches);
    let mut pages: Vec<Rank> = Vec::new();
    for &page in digests {
        if !decided.is_dropped(page) && !decided.is_representative(page) {
            pages.push(page);
        }
    }
    pages.sort_unstable();
    let mut out = Vec::new();
    for page in pages {
        let items = items_of(page, edges, &decided, digests);
        if items.len() > MAX_ITEMS || items.is_empty() || !documents.is_told_by(page, &items)? {
            continue;
        }
        // There is at least one item, so there is a first part.
        let mut parts = parts_of(page, &items, documents)?;
        let found = parts.remove(0);
        out.push(ToldElsewhere {
            found,
            also_in: parts,
        });
    }
    Ok(out)
}

/// What the matches say, for lookups.
struct Decided {
    /// The representative of each dropped document.
    representative_of: AHashMap<Rank, Rank>,
    representatives: AHashSet<Rank>,
}

impl Decided {
    fn of(matches: &[Match]) -> Self {
        let mut decided = Self {
            representative_of: AHashMap::with_capacity(matches.len()),
            representatives: AHashSet::new(),
        };
        for found in matches {
            let representative = found.representative;
            decided
                .representative_of
                .insert(found.member, representative);
            decided.representatives.insert(representative);
        }
        decided
    }

    fn is_dropped(&self, document: Rank) -> bool {
        self.representative_of.contains_key(&document)
    }

    fn is_representative(&self, document: Rank) -> bool {
        self.representatives.contains(&document)
    }

    /// The document that is kept of a cluster: the representative, or the document itself.
    fn kept_for(&self, document: Rank) -> Rank {
        *self.representative_of.get(&document).unwrap_or(&document)
    }
}

/// The kept documents that have an item of a page, ascending. Other digests are left out, since
/// nothing is dropped in favour of a digest.
fn items_of(page: Rank, edges: &[Edge], decided: &Decided, digests: &AHashSet<Rank>) -> Vec<Rank> {
    let mut items: Vec<Rank> = Vec::new();
    for edge in edges {
        if edge.representative == page && edge.member != page {
            let item = decided.kept_for(edge.member);
            if !digests.contains(&item) {
                items.push(item);
            }
        }
    }
    items.sort_unstable();
    items.dedup();
    items
}

/// The matches of a page with its items, the one that has most of it first.
fn parts_of<C: Candidates>(
    page: Rank,
    items: &[Rank],
    documents: &C,
) -> Result<Vec<Match>, C::Error> {
    let mut parts = Vec::with_capacity(items.len());
    for &item in items {
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
    parts.sort_by(Match::largest_share_first);
    Ok(parts)
}
