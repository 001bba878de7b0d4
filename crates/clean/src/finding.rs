//! What was found in a document and will be cut, before names and white space are seen to.

use crate::reason::{Precedence, Reason};
use crate::rewrite::tidy;
use copydesk_boilerplate::RuleName;
use copydesk_neardup::WordOverlap;
use copydesk_text::{DocId, Segment, Span, Spans};
use std::collections::BTreeMap;

/// Declares what can be seen of a span besides a rule: the variant, and its name in the decisions
/// file. One list makes the codes, so that no two can be the same.
macro_rules! seen {
    ($($(#[$doc:meta])* $variant:ident $name:literal)*) => {
        /// What exactly was seen of a span that is cut.
        ///
        /// ```
        /// use copydesk_boilerplate::RuleName;
        /// use copydesk_clean::Seen;
        ///
        /// assert_eq!((Seen::Near.name(), Seen::Rule(RuleName::Tips).name()), ("near", "tips"));
        /// ```
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Seen {
            $($(#[$doc])* $variant,)*
            /// A furniture rule knows it.
            Rule(RuleName),
        }

        /// The variants that are no rule, numbered.
        #[derive(Clone, Copy)]
        enum Own {
            $($variant,)*
        }

        impl Seen {
            /// Those that are no rule.
            const OWN: &'static [Self] = &[$(Self::$variant),*];

            /// The name in the decisions file.
            #[must_use]
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$variant => $name,)*
                    Self::Rule(rule) => rule.as_str(),
                }
            }

            /// A number for it, to be kept between the passes of one run. All rules that users have
            /// added share one, [`Self::CUSTOM_RULE`], and are told apart by their names.
            #[must_use]
            pub const fn code(self) -> u16 {
                match self {
                    $(Self::$variant => Own::$variant as u16,)*
                    // Rules are numbered after all others.
                    Self::Rule(rule) => match rule.code() {
                        Some(code) => Self::OWN.len() as u16 + code as u16,
                        None => Self::CUSTOM_RULE,
                    },
                }
            }
        }
    };
}

seen! {
    /// It recurs on the site.
    Recurrence "recurrence"
    /// The kept copy has the very same words.
    Equal "equal"
    /// The kept copy has nearly the same words.
    Near "near"
    /// Links, author and date of an embedded post whose words the story quotes.
    Signature "signature"
    /// The user lists it among the lines of the site that are always cut.
    Listed "listed"
}

impl Seen {
    /// How copies that agree like this relate.
    #[must_use]
    pub fn copy(overlap: WordOverlap) -> Self {
        if overlap.similarity() >= 1.0 {
            Self::Equal
        } else {
            Self::Near
        }
    }

    /// The [`Self::code`] of any rule that a user has added.
    pub const CUSTOM_RULE: u16 = u16::MAX;

    /// All there can be, but for rules that users add.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::OWN
            .iter()
            .copied()
            .chain(RuleName::ALL.iter().map(|&rule| Self::Rule(rule)))
    }

    /// The one with this [`Self::code`]; `None` for [`Self::CUSTOM_RULE`].
    #[must_use]
    pub fn from_code(code: u16) -> Option<Self> {
        match Self::OWN.get(usize::from(code)) {
            Some(&own) => Some(own),
            None => {
                let rule = u8::try_from(usize::from(code) - Self::OWN.len()).ok()?;
                RuleName::from_code(rule).map(Self::Rule)
            }
        }
    }
}

/// The copy of a span that stays.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct KeptCopy {
    /// The document that holds it; `None` for the document itself.
    pub document: Option<DocId>,
    /// Where it is in that document's raw text.
    pub span: Span,
    /// How much of the cut span is in it.
    pub overlap: WordOverlap,
}

/// A span that will be cut, with the reason and the evidence.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// What is cut: content without the white space around it, until [`settle`] has seen to that.
    pub span: Span,
    /// Why.
    pub reason: Reason,
    /// What exactly was seen.
    pub seen: Seen,
    /// The same in words, with the counts that led to it.
    pub detail: Option<String>,
    /// How strong the evidence is, 0..=1. Of repeats: the share of the cut words that are in the
    /// kept copy.
    pub evidence: f64,
    /// The copy that stays; always there unless the reason is furniture.
    pub kept: Option<KeptCopy>,
}

impl Finding {
    /// A span of which another document has a better copy.
    #[must_use]
    pub fn copied(span: Span, kept: KeptCopy) -> Self {
        Self {
            span,
            reason: Reason::RepeatedAcrossDocuments,
            seen: Seen::copy(kept.overlap),
            detail: None,
            evidence: kept.overlap.coverage(),
            kept: Some(kept),
        }
    }

    /// A gallery of the site that another page shows too. It is no part of the article, so that the
    /// article is whole without it; one page keeps it all the same, for the sake of the captions.
    #[must_use]
    pub fn gallery(span: Span, kept: KeptCopy) -> Self {
        Self {
            reason: Reason::RecurringFurniture,
            seen: Seen::Recurrence,
            detail: Some("a gallery that another page shows too".to_owned()),
            ..Self::copied(span, kept)
        }
    }
}

/// The findings as they are cut: in order, without those that overlap a stronger one, each with the
/// white space that belongs to it.
///
/// Furniture is stronger than a repeat inside the document, and that is stronger than a repeat
/// across documents, because each later finding was made in the text that the earlier ones leave;
/// between equals the one that begins first wins, then the longer.
///
/// ```
/// use copydesk_clean::{Finding, Reason, Seen, settle};
/// use copydesk_text::{Span, segments};
///
/// let finding = |start, end, reason| Finding {
///     span: Span::new(start, end),
///     reason,
///     seen: Seen::Recurrence,
///     detail: None,
///     evidence: 1.0,
///     kept: None,
/// };
/// let text = "The vote was close.\n\nShare this!\n\nIt ended at dawn.";
/// let found = vec![
///     finding(14, 27, Reason::RepeatedInDocument),
///     finding(21, 32, Reason::RecurringFurniture),
/// ];
/// let settled = settle(text, &segments(text), found);
/// assert_eq!(settled.len(), 1);
/// assert_eq!(settled[0].span, Span::new(21, 34));
/// ```
#[must_use]
pub fn settle(text: &str, segments: &[Segment], findings: Vec<Finding>) -> Vec<Finding> {
    let mut findings = without_overlaps(findings);
    let spans = spans_of(&findings);
    for (finding, span) in findings.iter_mut().zip(&tidy(text, segments, &spans)) {
        finding.span = span;
    }
    join_passages(text, findings)
}

/// Joins repeats inside the document where both what is cut and what is kept follows on, across
/// paragraphs too: a reader sees one passage that stands twice, and one cut.
fn join_passages(text: &str, findings: Vec<Finding>) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::with_capacity(findings.len());
    for next in findings {
        let last = out.last_mut();
        match last.and_then(|last| Some((last.followed_by(&next, text)?, last))) {
            Some((joined, last)) => *last = joined,
            None => out.push(next),
        }
    }
    out
}

impl Finding {
    /// This repeat and the next as one, if both copies of the next follow those of this one.
    fn followed_by(&self, next: &Self, text: &str) -> Option<Self> {
        let is_repeat = |finding: &Self| finding.reason.precedence() == Precedence::InDocument;
        let own = |finding: &Self| finding.kept.filter(|kept| kept.document.is_none());
        let (first, second) = (own(self)?, own(next)?);
        let gap = text.get(first.span.end()..second.span.start())?;
        let follows = self.span.end() == next.span.start() && !gap.contains(char::is_alphanumeric);
        if !is_repeat(self) || !is_repeat(next) || !follows {
            return None;
        }
        let overlap = first.overlap.and(second.overlap);
        let is_same = self.reason == next.reason;
        Some(Self {
            span: self.span.join(next.span),
            reason: if is_same {
                self.reason
            } else {
                Reason::ContainedInDocument
            },
            seen: Seen::copy(overlap),
            detail: None,
            evidence: overlap.coverage(),
            kept: Some(KeptCopy {
                document: None,
                span: first.span.join(second.span),
                overlap,
            }),
        })
    }
}

/// The text that findings cut, whatever their reasons.
#[must_use]
pub fn spans_of(findings: &[Finding]) -> Spans {
    Spans::union(findings.iter().map(|finding| finding.span))
}

fn without_overlaps(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|f| {
        (
            f.reason.precedence(),
            f.span.start(),
            usize::MAX - f.span.end(),
        )
    });
    let mut taken: BTreeMap<usize, Finding> = BTreeMap::new();
    for finding in findings.into_iter().filter(|f| !f.span.is_empty()) {
        let (start, end) = (finding.span.start(), finding.span.end());
        let clear_before = taken
            .range(..start)
            .next_back()
            .is_none_or(|(_, before)| before.span.end() <= start);
        let clear_after = taken
            .range(start..)
            .next()
            .is_none_or(|(&after, _)| end <= after);
        if clear_before && clear_after {
            taken.insert(start, finding);
        }
    }
    taken.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(start: usize, end: usize, reason: Reason) -> Finding {
        Finding {
            span: Span::new(start, end),
            reason,
            seen: Seen::Equal,
            detail: None,
            evidence: 1.0,
            kept: None,
        }
    }

    #[test]
    fn a_passage_that_stands_twice_is_one_cut() {
        let text = "It rained.\n\nIt poured.\n\nOnly once.\n\nIt rained.\n\nIt poured.\n\nThe end.";
        let segments = copydesk_text::segments(text);
        let repeat = |cut: usize, kept: usize| {
            let content = |number: usize| segments[number].content();
            let kept = KeptCopy {
                document: None,
                span: content(kept),
                overlap: WordOverlap::equal(2),
            };
            Finding {
                span: content(cut),
                kept: Some(kept),
                ..finding(0, 1, Reason::RepeatedInDocument)
            }
        };
        let settled = settle(text, &segments, vec![repeat(3, 0), repeat(4, 1)]);
        assert_eq!(settled.len(), 1);
        let kept = settled[0].kept.expect("it is a repeat");
        assert_eq!(settled[0].span.slice(text), "It rained.\n\nIt poured.\n\n");
        assert_eq!(
            (kept.span.slice(text), kept.overlap.cut),
            ("It rained.\n\nIt poured.", 4)
        );
        // The copies stand in another order, so that they are two.
        assert_eq!(
            settle(text, &segments, vec![repeat(3, 1), repeat(4, 0)]).len(),
            2
        );
    }

    #[test]
    fn the_stronger_of_two_that_overlap_stays() {
        let found = vec![
            finding(5, 9, Reason::RepeatedInDocument),
            finding(0, 6, Reason::FurnitureRule),
            finding(9, 12, Reason::RepeatedInDocument),
        ];
        let spans: Vec<Span> = without_overlaps(found).iter().map(|f| f.span).collect();
        assert_eq!(spans, [Span::new(0, 6), Span::new(9, 12)]);
    }

    #[test]
    fn codes_come_back() {
        for seen in Seen::all() {
            assert_eq!(Seen::from_code(seen.code()), Some(seen));
        }
        assert_eq!(Seen::from_code(u16::MAX), None);
    }
}
