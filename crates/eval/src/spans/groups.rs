//! Groups of spans that say the same: which member stays, and whether any does.

use super::SpanLabel;
use super::fates::{Article, Fate, Standing};
use copydesk_text::Span;
use std::collections::BTreeMap;

/// A member of a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Member {
    /// Number of its article.
    pub article: usize,
    pub span: Span,
    label: SpanLabel,
    /// Halves of words that are cut, and all of them.
    cut: u64,
    all: u64,
    is_gone: bool,
}

impl Member {
    fn is_left(&self) -> bool {
        self.cut < self.all
    }

    /// Orders members by how much of each is cut, compared without rounding.
    fn by_share_cut(&self, other: &Self) -> std::cmp::Ordering {
        (u128::from(self.cut) * u128::from(other.all))
            .cmp(&(u128::from(other.cut) * u128::from(self.all)))
    }

    /// Orders members by who is to be taken for the one that stays.
    fn by_claim(&self, other: &Self) -> std::cmp::Ordering {
        let is_within = |member: &Self| member.label == SpanLabel::Within;
        self.by_share_cut(other)
            .then(self.is_gone.cmp(&other.is_gone))
            .then(is_within(other).cmp(&is_within(self)))
    }
}

/// What came of the groups.
#[derive(Default)]
pub(super) struct Outcome {
    /// Groups that were judged.
    pub judged: usize,
    /// Of those of which nothing is left, the members.
    pub lost: Vec<Vec<Member>>,
    /// Members that should have gone and of which something is left, by its halves of words.
    pub left: Vec<(u64, Member)>,
}

/// Decides for each group who stays, and tells the articles.
pub(super) fn judge(articles: &mut [Article<'_>]) -> Outcome {
    let mut outcome = Outcome::default();
    for members in groups(articles).into_values() {
        let is_told_elsewhere = members
            .iter()
            .all(|m| articles[m.article].standing == Standing::DroppedRightly);
        // The first of equals is the minimum, and members come in the order of the file.
        let Some(stays) = members
            .iter()
            .copied()
            .min_by(Member::by_claim)
            .filter(|_| !is_told_elsewhere)
        else {
            continue;
        };
        outcome.judged += 1;
        for member in &members {
            let fate = if *member == stays {
                Fate::Stays(member.label)
            } else {
                Fate::Goes(member.label)
            };
            articles[member.article].judge(member.span, fate);
            if *member != stays && member.is_left() {
                outcome.left.push((member.all - member.cut, *member));
            }
        }
        if !stays.is_left() {
            outcome.lost.push(members);
        }
    }
    outcome
}

/// Members by the name of their group, in the order of the file. A span without words says nothing
/// and is no member.
fn groups(articles: &[Article<'_>]) -> BTreeMap<String, Vec<Member>> {
    let mut out: BTreeMap<String, Vec<Member>> = BTreeMap::new();
    for (number, article) in articles.iter().enumerate() {
        let is_gone = !matches!(article.standing, Standing::Cut(_));
        for mark in &article.truth.marks {
            let (cut, all) = article.cut_of(mark.span);
            if let Some(group) = mark.group.as_ref().filter(|_| all > 0) {
                let member = Member {
                    article: number,
                    span: mark.span,
                    label: mark.label,
                    cut,
                    all,
                    is_gone,
                };
                out.entry(group.clone()).or_default().push(member);
            }
        }
    }
    out
}
