//! Groups of spans that say the same: which member should be kept, and whether any is kept. The
//! spans and their groups were marked by an editor ([`MarkedArticle`](super::MarkedArticle)).
//!
//! The editor did not say which member should be kept, because all are equally good. So the run may
//! choose: the member to keep is the one from which it cut the smallest share. Only the other
//! members are judged as repeats.

use super::SpanLabel;
use super::article::{Article, Expected, SpanLength, Treatment};
use copydesk_text::Span;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A member of a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Member {
    /// The index of its article.
    pub article: usize,
    pub span: Span,
    label: SpanLabel,
    /// The length of its words that are cut, in halves of words.
    cut: u64,
    /// The length of all its words, in halves of words. It is not 0.
    all: u64,
    /// Whether its article is dropped. An article that is dropped as empty counts as kept, with all
    /// of its text cut.
    is_dropped: bool,
}

impl Member {
    /// The length of its words that are not cut, in halves of words.
    pub(super) fn left(&self) -> u64 {
        self.all - self.cut
    }

    /// Orders members by the share of their words that is cut, without rounding.
    fn by_share_cut(&self, other: &Self) -> Ordering {
        // a / b is less than c / d if a · d is less than c · b.
        let left_product = u128::from(self.cut) * u128::from(other.all);
        let right_product = u128::from(other.cut) * u128::from(self.all);
        left_product.cmp(&right_product)
    }

    /// Orders the members of a group. The first should be kept: the one of which the smallest share
    /// is cut. Among equal shares, one in a kept document; among these, one labelled `within`: a
    /// part of a longer paragraph.
    fn by_claim_to_be_kept(&self, other: &Self) -> Ordering {
        // `false` comes before `true`.
        self.by_share_cut(other)
            .then(self.is_dropped.cmp(&other.is_dropped))
            .then(self.is_not_within().cmp(&other.is_not_within()))
    }

    fn is_not_within(&self) -> bool {
        self.label != SpanLabel::Within
    }
}

/// The result of [`judge`].
#[derive(Default)]
pub(super) struct Outcome {
    /// The number of groups that were judged.
    pub judged: usize,
    /// For each group of which nothing is kept, its members.
    pub lost: Vec<Vec<Member>>,
    /// Members that should be cut and are not, or not entirely.
    pub not_cut: Vec<Member>,
}

/// Decides for each group which member should be kept, and sets for the words of all members what
/// should become of them.
pub(super) fn judge(articles: &mut [Article<'_>]) -> Outcome {
    let mut outcome = Outcome::default();
    for members in groups(articles).into_values() {
        // No member need be kept: each is in a document whose story another document tells.
        if are_in_rightly_dropped_documents(&members, articles) {
            continue;
        }
        // `min_by` returns the first of equal members, and members are in the order of the file.
        let Some(member_to_keep) = members.iter().copied().min_by(Member::by_claim_to_be_kept)
        else {
            // Never happens: every group has a member.
            continue;
        };
        outcome.judged += 1;
        for member in &members {
            let expected = if *member == member_to_keep {
                Expected::Kept(member.label)
            } else {
                Expected::Cut(member.label)
            };
            articles[member.article].expect(member.span, expected);
            if *member != member_to_keep && member.left() > 0 {
                outcome.not_cut.push(*member);
            }
        }
        // Of every other member at least as great a share is cut, so nothing of the group is left.
        if member_to_keep.left() == 0 {
            outcome.lost.push(members);
        }
    }
    outcome
}

/// Whether all members are in documents that were dropped rightly.
fn are_in_rightly_dropped_documents(members: &[Member], articles: &[Article<'_>]) -> bool {
    for member in members {
        if articles[member.article].treatment != Treatment::DroppedRightly {
            return false;
        }
    }
    true
}

/// The members of each group, in the order of the file, by the name of the group. A span without
/// words is not a member.
fn groups(articles: &[Article<'_>]) -> BTreeMap<String, Vec<Member>> {
    let mut out: BTreeMap<String, Vec<Member>> = BTreeMap::new();
    for (number, article) in articles.iter().enumerate() {
        let is_dropped = !matches!(article.treatment, Treatment::KeptWithout(_));
        for mark in &article.truth.marks {
            let SpanLength { cut, all } = article.length_of(mark.span);
            if let Some(group) = &mark.group
                && all > 0
            {
                let member = Member {
                    article: number,
                    span: mark.span,
                    label: mark.label,
                    cut,
                    all,
                    is_dropped,
                };
                out.entry(group.clone()).or_default().push(member);
            }
        }
    }
    out
}
