//! Groups of spans that say the same: which member should be kept, and whether any is.
//!
//! The editor does not mark which member should be kept, because they are equally good. So the run
//! may choose: the member of which it cut the smallest share counts as the one to keep. Only the
//! other members are judged as repeats.

use super::SpanLabel;
use super::fates::{Article, Fate, Standing};
use copydesk_text::Span;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A member of a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Member {
    /// Number of its article.
    pub article: usize,
    pub span: Span,
    label: SpanLabel,
    /// How many halves of its words are cut.
    cut: u64,
    /// How many halves all its words have.
    all: u64,
    /// Whether its article is dropped.
    is_dropped: bool,
}

impl Member {
    fn is_left(&self) -> bool {
        self.cut < self.all
    }

    /// Orders members by the share of their words that is cut, without rounding.
    fn by_share_cut(&self, other: &Self) -> Ordering {
        // Cross-multiplied: a / b is less than c / d exactly if a · d is less than c · b.
        let share = u128::from(self.cut) * u128::from(other.all);
        let others_share = u128::from(other.cut) * u128::from(self.all);
        share.cmp(&others_share)
    }

    /// Orders the members of a group. The least of them should be kept.
    fn by_claim(&self, other: &Self) -> Ordering {
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
    /// Number of groups that were judged.
    pub judged: usize,
    /// The groups of which nothing is left, each as its members.
    pub lost: Vec<Vec<Member>>,
    /// Members that should be cut and are not, or not entirely. Each comes after the number of
    /// halves of its words that are left.
    pub left: Vec<(u64, Member)>,
}

/// Decides for each group which member should be kept, and sets the fates of the words of all
/// members.
pub(super) fn judge(articles: &mut [Article<'_>]) -> Outcome {
    let mut outcome = Outcome::default();
    for members in groups(articles).into_values() {
        // What the members say need not be kept: for each of them another document of its cluster
        // is kept and tells the story.
        if are_told_elsewhere(&members, articles) {
            continue;
        }
        // `min_by` returns the first of equal members, and members are in the order of the file.
        let Some(kept) = members.iter().copied().min_by(Member::by_claim) else {
            continue;
        };
        outcome.judged += 1;
        for member in &members {
            let fate = if *member == kept {
                Fate::Stays(member.label)
            } else {
                Fate::Goes(member.label)
            };
            articles[member.article].judge(member.span, fate);
            if *member != kept && member.is_left() {
                outcome.left.push((member.all - member.cut, *member));
            }
        }
        if !kept.is_left() {
            outcome.lost.push(members);
        }
    }
    outcome
}

/// Whether all members are in documents that were dropped rightly.
fn are_told_elsewhere(members: &[Member], articles: &[Article<'_>]) -> bool {
    for member in members {
        if articles[member.article].standing != Standing::DroppedRightly {
            return false;
        }
    }
    true
}

/// Members by the name of their group, in the order of the file. A span without words is not a
/// member.
fn groups(articles: &[Article<'_>]) -> BTreeMap<String, Vec<Member>> {
    let mut out: BTreeMap<String, Vec<Member>> = BTreeMap::new();
    for (number, article) in articles.iter().enumerate() {
        let is_dropped = !matches!(article.standing, Standing::Cut(_));
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
