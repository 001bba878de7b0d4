//! Finds digests: documents that hold several others, each in another part.
//!
//! A front page that was scraped as one text contains a dozen articles word for word. By
//! containment alone all of them would be dropped, and their news would be left in a document that
//! nobody can read as an article. A later report that contains its earlier versions looks much the
//! same. The difference is in the contained documents: versions of one story share their sentences,
//! but the *items* of a digest share nothing, or at most a phrase. So a document is a *digest* if
//! it contains at least [`MIN_ITEMS`] documents that share so little with one another and are each
//! a small part of it. A document that is, or may be, a digest is called a *page* here.
//!
//! No document is dropped because a digest contains it. A digest itself is dropped only if kept
//! documents together tell all of its contents.

use super::{Candidates, Edge, Match};
use crate::stories::Relation;
use ahash::{AHashMap, AHashSet};
use copydesk_text::Rank;

/// Least number of items of a digest. Two items may be the two parts of one article.
const MIN_ITEMS: usize = 3;
/// An item has fewer shingles than this share (0..=1) of the page's shingles. A larger document
/// that the page contains is an earlier version of the page, or the story itself.
const MAX_SHARE_OF_PAGE: f64 = 0.5;
/// For each 100 shingles that an item has, it may share one with an earlier item, but not more than
/// [`MAX_COMMON`]. In a script without spaces a shingle is a few letters, and any two texts have
/// some in common.
const SHINGLES_PER_SHARED_ONE: usize = 100;
/// Most shingles that two items may share: a phrase.
const MAX_COMMON: usize = 2;
/// Most documents contained in one page that are examined. This bounds the work.
const MAX_EXAMINED: usize = 16;
/// A digest is kept if its contents are in more kept documents than this. This bounds the work,
/// too.
const MAX_HOLDERS: usize = 64;

/// Finds the digests (front pages, roundups, newsletters, lists) among the representatives of
/// `edges`. `edges` are all edges of a dump or of a connected part of it. No document may be
/// dropped by an edge whose representative is a digest.
///
/// # Errors
/// If a candidate cannot be fetched.
pub fn digests<C: Candidates>(edges: &[Edge], documents: &C) -> Result<AHashSet<Rank>, C::Error> {
    let mut contained: AHashMap<Rank, Vec<Rank>> = AHashMap::new();
    for edge in edges {
        if edge.relation == Relation::Contained {
            let contents = contained.entry(edge.representative).or_default();
            contents.push(edge.member);
        }
    }
    let mut out = AHashSet::new();
    // The map has no fixed order. Each page is decided by itself, so the result is the same.
    for (page, mut contents) in contained {
        contents.sort_unstable();
        contents.dedup();
        if contents.len() >= MIN_ITEMS && count_items(page, &contents, documents)? >= MIN_ITEMS {
            out.insert(page);
        }
    }
    Ok(out)
}

/// The number of items among the `contents` of a page, which are the documents that it contains.
/// They are examined in order. A document is an item if it is small enough and shares no more than
/// a phrase with each item before it.
fn count_items<C: Candidates>(
    page: Rank,
    contents: &[Rank],
    documents: &C,
) -> Result<usize, C::Error> {
    let page_len = documents.shingles(page)?.len() as f64;
    let mut items: Vec<Rank> = Vec::new();
    for &candidate in contents.iter().take(MAX_EXAMINED) {
        let set = documents.shingles(candidate)?;
        let mut is_item = (set.len() as f64) < MAX_SHARE_OF_PAGE * page_len;
        // Two parts of one article have more in common: its headline.
        let max_common = (set.len() / SHINGLES_PER_SHARED_ONE).min(MAX_COMMON);
        // If the document is too large already, nothing is fetched.
        for &item in &items {
            is_item = is_item && set.overlap(&*documents.shingles(item)?).shared() <= max_common;
        }
        if is_item {
            items.push(candidate);
        }
    }
    Ok(items.len())
}

/// A digest that is dropped because kept documents tell all of its contents.
#[derive(Clone, PartialEq, Debug)]
pub struct RedundantDigest {
    /// The match of the digest with the kept document that has the largest part of it.
    pub found: Match,
    /// The matches of the digest with the other kept documents that have a part of it, the largest
    /// part first.
    pub also_in: Vec<Match>,
}

/// The digests that can be dropped, because kept documents together tell all of their contents.
/// `edges` are the edges whose representative is one of `digests`. `matches` are all matches by
/// which documents are dropped, after the other edges were decided. A digest is not returned if it
/// is dropped already, or if another document was dropped for it.
///
/// # Errors
/// If a candidate cannot be fetched.
pub fn redundant_digests<C: Candidates>(
    digests: &AHashSet<Rank>,
    edges: &[Edge],
    matches: &[Match],
    documents: &C,
) -> Result<Vec<RedundantDigest>, C::Error> {
    let decisions = Decisions::of(matches);
    let mut pages: Vec<Rank> = Vec::new();
    for &page in digests {
        if !decisions.is_dropped(page) && !decisions.is_representative(page) {
            pages.push(page);
        }
    }
    pages.sort_unstable();
    let mut out = Vec::new();
    for page in pages {
        let holders = holders_of(page, edges, &decisions, digests);
        if holders.len() > MAX_HOLDERS
            || holders.is_empty()
            || !documents.is_told_by(page, &holders)?
        {
            continue;
        }
        // There is at least one holder, so there is a first match.
        let mut also_in = matches_with(page, &holders, documents)?;
        let found = also_in.remove(0);
        out.push(RedundantDigest { found, also_in });
    }
    Ok(out)
}

/// The decisions of a list of matches, for lookups.
struct Decisions {
    /// The representative of each dropped document.
    representative_of: AHashMap<Rank, Rank>,
    /// The documents for which others are dropped.
    representatives: AHashSet<Rank>,
}

impl Decisions {
    fn of(matches: &[Match]) -> Self {
        let mut representative_of = AHashMap::with_capacity(matches.len());
        let mut representatives = AHashSet::new();
        for decided in matches {
            representative_of.insert(decided.member, decided.representative);
            representatives.insert(decided.representative);
        }
        Self {
            representative_of,
            representatives,
        }
    }

    fn is_dropped(&self, document: Rank) -> bool {
        self.representative_of.contains_key(&document)
    }

    fn is_representative(&self, document: Rank) -> bool {
        self.representatives.contains(&document)
    }

    /// The document itself if it is not dropped, else its representative.
    fn kept_for(&self, document: Rank) -> Rank {
        *self.representative_of.get(&document).unwrap_or(&document)
    }
}

/// The *holders* of a page: the kept documents that each tell a part of it, in ascending order. If
/// the page is the representative of an edge, the member of the edge tells a part of it. The holder
/// is this member, or the document that is kept for it. Digests are left out, because nothing is
/// dropped for a digest.
fn holders_of(
    page: Rank,
    edges: &[Edge],
    decisions: &Decisions,
    digests: &AHashSet<Rank>,
) -> Vec<Rank> {
    let mut holders: Vec<Rank> = Vec::new();
    for edge in edges {
        if edge.representative == page {
            let holder = decisions.kept_for(edge.member);
            if !digests.contains(&holder) {
                holders.push(holder);
            }
        }
    }
    holders.sort_unstable();
    holders.dedup();
    holders
}

/// The matches of a page with its holders. The holder with the largest share of the page is first.
fn matches_with<C: Candidates>(
    page: Rank,
    holders: &[Rank],
    documents: &C,
) -> Result<Vec<Match>, C::Error> {
    let mut matches = Vec::with_capacity(holders.len());
    for &holder in holders {
        let overlap = {
            let page_shingles = documents.shingles(page)?;
            page_shingles.overlap(&*documents.shingles(holder)?)
        };
        matches.push(Match {
            member: page,
            representative: holder,
            overlap,
            relation: Relation::Contained,
        });
    }
    matches.sort_by(Match::largest_share_first);
    Ok(matches)
}
