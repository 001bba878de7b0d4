//! Groups of spans that say the same: which member should be kept, and whether any is kept.
//!
//! The editor who marked the articles did not say which member should be kept, because all are
//! equally good. So the run may choose: the member of which it cut the smallest share counts as the
//! one to keep. Only the other members are judged as repeats.

use super::SpanLabel;
use super::article::{Article, Expected, Treatment};
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
    /// The length of all its words, in halves of words.
    all: u64,
    /// Whether its article is dropped.
    is_dropped: bool,
}

impl Member {
    /// Whether any of its words are kept.
    fn is_partly_kept(&self) -> bool {
        self.cut < self.all
    }

    /// Orders members by the share of their words that is cut, without rounding.
    fn by_share_cut(&self, other: &Self) -> Ordering {
        // For positive numbers, a / b is less than c / d exactly if a · d is less than c · b.
        let share = u128::from(self.cut) * u128::from(other.all);
        let others_share = u128::from(other.cut) * u128::from(self.all);
        share.cmp(&others_share)
    }

    /// Orders the members of a group. The first of them should be kept.
    fn by_claim_to_be_kept(&self, other: &Self) -> Ordering {
        self.by_share_cut(other)
            .then(self.is_dropped.cmp(&other.is_dropped))
            .then(other.is_within().cmp(&self.is_within()))
    }

    fn is_within(&self) -> bool {
        self.label == SpanLabel::Within
    }
}

/// The result of [`judge`].
#[derive(Default)]
pub(super) struct Outcome {
    /// The number of groups that were judged.
    pub judged: usize,
    /// The members of each group of which nothing is kept.
    pub lost: Vec<Vec<Member>>,
    /// Members that should be cut and are not, or not entirely. Each comes after the length of its
    /// words that are not cut, in halves of words.
    pub not_cut: Vec<(u64, Member)>,
}

/// Decides for each group which member should be kept, and sets for the words of all members what
/// should become of them.
pub(super) fn judge(articles: &mut [Article<'_>]) -> Outcome {
    let mut outcome = Outcome::default();
    for members in groups(articles).into_values() {
        // No member need be kept: the document of each was dropped because another one tells the
        // same story.
        if are_in_rightly_dropped_documents(&members, articles) {
            continue;
        }
        // `min_by` returns the first of equal members, and members are in the order of the file.
        let Some(kept) = members.iter().copied().min_by(Member::by_claim_to_be_kept) else {
            continue;
        };
        outcome.judged += 1;
        for member in &members {
            let expected = if *member == kept {
                Expected::Kept(member.label)
            } else {
                Expected::Cut(member.label)
            };
            articles[member.article].judge(member.span, expected);
            if *member != kept && member.is_partly_kept() {
                outcome.not_cut.push((member.all - member.cut, *member));
            }
        }
        if !kept.is_partly_kept() {
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
            let (cut, all) = article.cut_of(mark.span);
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
