//! Findings: what will be cut from a document, with the reason and the evidence.
//!
//! Rules, recurrence and the search for repeats all return findings, and none of them cuts.
//! [`settle`] resolves overlaps between findings and adds white space to each. So a single place
//! decides which of two findings is used, and a new kind of finding only needs a [`Reason`]. A
//! finding names documents by numbers; an [`Edit`](crate::Edit) has the names of their files.

use crate::reason::{Precedence, Reason};
use crate::rewrite::tidy;
use copydesk_boilerplate::RuleName;
use copydesk_neardup::WordOverlap;
use copydesk_text::{DocId, Segment, Span, Spans};
use std::collections::BTreeMap;

/// Declares [`EvidenceKind`]. Each row is a kind of evidence other than a furniture rule: the
/// variant, and its name in the decisions file. The code of a kind is its position in the list, so
/// no two are the same.
macro_rules! evidence_kinds {
    ($($(#[$doc:meta])* $variant:ident $name:literal)*) => {
        /// The kind of evidence for a cut, which is more precise than the cut's [`Reason`].
        ///
        /// ```
        /// use copydesk_boilerplate::RuleName;
        /// use copydesk_clean::EvidenceKind;
        ///
        /// assert_eq!(EvidenceKind::Near.name(), "near");
        /// assert_eq!(EvidenceKind::Rule(RuleName::Tips).name(), "tips");
        /// ```
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum EvidenceKind {
            $($(#[$doc])* $variant,)*
            /// A furniture rule matches the span.
            Rule(RuleName),
        }

        /// The variants other than rules, numbered from 0.
        #[derive(Clone, Copy)]
        enum Ordinal {
            $($variant,)*
        }

        impl EvidenceKind {
            /// All variants other than rules.
            const WITHOUT_RULES: &'static [Self] = &[$(Self::$variant),*];

            /// The name in the decisions file.
            #[must_use]
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$variant => $name,)*
                    Self::Rule(rule) => rule.as_str(),
                }
            }

            /// A number that is stored between the passes of one run. All rules that users have
            /// added share one number, [`Self::CUSTOM_RULE`], and are distinguished by their names.
            #[must_use]
            pub const fn code(self) -> u16 {
                match self {
                    $(Self::$variant => Ordinal::$variant as u16,)*
                    // Rules are numbered after all other kinds.
                    Self::Rule(rule) => match rule.code() {
                        Some(code) => Self::WITHOUT_RULES.len() as u16 + code as u16,
                        None => Self::CUSTOM_RULE,
                    },
                }
            }
        }
    };
}

evidence_kinds! {
    /// The span recurs on the site.
    Recurrence "recurrence"
    /// The kept copy has exactly the same words.
    Equal "equal"
    /// The kept copy has nearly the same words.
    Near "near"
    /// The span is the links, author and date of an embedded post whose words the story quotes.
    Signature "signature"
    /// The user lists the line among those of the site that are always cut.
    Listed "listed"
}

impl EvidenceKind {
    /// [`Equal`](Self::Equal) or [`Near`](Self::Near), for a copy with this overlap.
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

    /// All values except for rules that users add.
    pub fn all() -> impl Iterator<Item = Self> {
        let rules = RuleName::ALL.iter().copied().map(Self::Rule);
        Self::WITHOUT_RULES.iter().copied().chain(rules)
    }

    /// The value with this [`Self::code`]; `None` for [`Self::CUSTOM_RULE`].
    #[must_use]
    pub fn from_code(code: u16) -> Option<Self> {
        match Self::WITHOUT_RULES.get(usize::from(code)) {
            Some(&evidence_kind) => Some(evidence_kind),
            None => {
                // `code` is not an index of this list, so the subtraction cannot underflow.
                // `CUSTOM_RULE` does not fit into a `u8`.
                let rule = u8::try_from(usize::from(code) - Self::WITHOUT_RULES.len()).ok()?;
                RuleName::from_code(rule).map(Self::Rule)
            }
        }
    }
}

/// The copy of a cut span that is kept.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct KeptCopy {
    /// The document that has the copy; `None` if it is the document that has the cut span.
    pub document: Option<DocId>,
    /// Where the copy is in that document's raw text.
    pub span: Span,
    /// How many words the cut span and the copy have, and how many words they share.
    pub overlap: WordOverlap,
}

/// A span that will be cut, with the reason and the evidence.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// The span that is cut. It is without the white space around it, which [`settle`] adds.
    pub span: Span,
    /// Why the span is cut.
    pub reason: Reason,
    /// The kind of evidence.
    pub evidence_kind: EvidenceKind,
    /// The evidence in words, with the counts behind it.
    pub detail: Option<String>,
    /// How strong the evidence is, 0..=1. For repeats: the share of the cut words that are in the
    /// kept copy.
    pub evidence: f64,
    /// The copy that is kept. `None` only if the reason is furniture.
    pub kept: Option<KeptCopy>,
}

impl Finding {
    /// The finding for a span of which a preferred document has a copy.
    #[must_use]
    pub fn copied(span: Span, kept: KeptCopy) -> Self {
        Self {
            span,
            reason: Reason::RepeatedAcrossDocuments,
            evidence_kind: EvidenceKind::copy(kept.overlap),
            detail: None,
            evidence: kept.overlap.coverage(),
            kept: Some(kept),
        }
    }

    /// The finding for a gallery of the site that another page has too. The article is whole
    /// without the gallery. One page still keeps it, because its captions are not furniture.
    #[must_use]
    pub fn gallery(span: Span, kept: KeptCopy) -> Self {
        Self {
            reason: Reason::RecurringFurniture,
            evidence_kind: EvidenceKind::Recurrence,
            detail: Some("a gallery that another page shows too".to_owned()),
            ..Self::copied(span, kept)
        }
    }
}

/// The findings as they are cut: in order, without those that overlap a finding of higher
/// precedence, each with the white space that belongs to it.
///
/// Furniture precedes a repeat inside the document, and that precedes a repeat across documents.
/// This is the order in which they are found. Of two findings with the same precedence, the one
/// that begins first is used. If both begin at the same byte, it is the longer one.
///
/// ```
/// use copydesk_clean::{Finding, Reason, EvidenceKind, settle};
/// use copydesk_text::{Span, segments};
///
/// let finding = |start, end, reason| Finding {
///     span: Span::new(start, end),
///     reason,
///     evidence_kind: EvidenceKind::Recurrence,
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
    // `tidy` returns a span for each finding: without overlaps, `spans_of` joins no two of them.
    for (finding, span) in findings.iter_mut().zip(&tidy(text, segments, &spans)) {
        finding.span = span;
    }
    join_passages(text, findings)
}

/// Joins neighbouring repeats inside the document if their cuts follow each other and their kept
/// copies do so too, also across paragraphs. To a reader they are one passage that is in the text
/// twice.
fn join_passages(text: &str, findings: Vec<Finding>) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::with_capacity(findings.len());
    for next in findings {
        if let Some(last) = out.last_mut()
            && let Some(joined) = last.joined_with(&next, text)
        {
            *last = joined;
        } else {
            out.push(next);
        }
    }
    out
}

impl Finding {
    /// One finding for this repeat and the next. `None` unless both the cut and the kept copy of
    /// the next one follow those of this one.
    fn joined_with(&self, next: &Self, text: &str) -> Option<Self> {
        let (first, second) = (self.copy_in_document()?, next.copy_in_document()?);
        // `None` if the second copy is before the first: then the kept copies are not one passage.
        let gap = text.get(first.span.end()..second.span.start())?;
        // The cuts have their white space already, so consecutive cuts touch. The kept copies may
        // have white space and punctuation between them.
        let cuts_touch = self.span.end() == next.span.start();
        if !cuts_touch || gap.contains(char::is_alphanumeric) {
            return None;
        }
        let overlap = first.overlap.and(second.overlap);
        let reason = if self.reason == next.reason {
            self.reason
        } else {
            Reason::ContainedInDocument
        };
        Some(Self {
            span: self.span.join(next.span),
            reason,
            evidence_kind: EvidenceKind::copy(overlap),
            detail: None,
            evidence: overlap.coverage(),
            kept: Some(KeptCopy {
                document: None,
                span: first.span.join(second.span),
                overlap,
            }),
        })
    }

    /// The kept copy, if this is a repeat inside the document and its copy is in this document.
    /// (The copy of such a repeat may be in another document: see
    /// [`cut_shared`](crate::cut_shared).)
    fn copy_in_document(&self) -> Option<KeptCopy> {
        let kept = self.kept?;
        let is_repeat = self.reason.precedence() == Precedence::InDocument;
        (is_repeat && kept.document.is_none()).then_some(kept)
    }

    /// The key by which findings are chosen: a finding is dropped if it overlaps a finding with a
    /// smaller key.
    fn sort_key(&self) -> (Precedence, usize, usize) {
        // Of findings that begin together, the longest gets the smallest number.
        let longest_first = usize::MAX - self.span.end();
        (self.reason.precedence(), self.span.start(), longest_first)
    }
}

/// The spans that findings cut, for any reason.
#[must_use]
pub fn spans_of(findings: &[Finding]) -> Spans {
    Spans::union(findings.iter().map(|finding| finding.span))
}

/// The findings in order, without those that are empty or overlap one of higher precedence.
fn without_overlaps(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(Finding::sort_key);
    // Keyed by the start of their spans.
    let mut chosen: BTreeMap<usize, Finding> = BTreeMap::new();
    for finding in findings {
        let (start, end) = (finding.span.start(), finding.span.end());
        // The chosen findings do not overlap each other, so only the nearest one on each side can
        // overlap this one.
        let is_free_before = match chosen.range(..start).next_back() {
            Some((_, before)) => before.span.end() <= start,
            None => true,
        };
        let is_free_after = match chosen.range(start..).next() {
            Some((&after, _)) => end <= after,
            None => true,
        };
        if is_free_before && is_free_after && !finding.span.is_empty() {
            chosen.insert(start, finding);
        }
    }
    chosen.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(start: usize, end: usize, reason: Reason) -> Finding {
        Finding {
            span: Span::new(start, end),
            reason,
            evidence_kind: EvidenceKind::Equal,
            detail: None,
            evidence: 1.0,
            kept: None,
        }
    }

    #[test]
    fn a_passage_that_is_printed_twice_is_one_cut() {
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
        // The kept copies are in another order, so the cuts are not joined.
        assert_eq!(
            settle(text, &segments, vec![repeat(3, 1), repeat(4, 0)]).len(),
            2
        );
    }

    #[test]
    fn of_two_overlapping_findings_the_one_with_precedence_stays() {
        let found = vec![
            finding(5, 9, Reason::RepeatedInDocument),
            finding(0, 6, Reason::FurnitureRule),
            finding(9, 12, Reason::RepeatedInDocument),
        ];
        let spans: Vec<Span> = without_overlaps(found).iter().map(|f| f.span).collect();
        assert_eq!(spans, [Span::new(0, 6), Span::new(9, 12)]);
    }

    #[test]
    fn each_code_gives_its_value_back() {
        for evidence_kind in EvidenceKind::all() {
            assert_eq!(
                EvidenceKind::from_code(evidence_kind.code()),
                Some(evidence_kind)
            );
        }
        assert_eq!(EvidenceKind::from_code(u16::MAX), None);
    }
}
