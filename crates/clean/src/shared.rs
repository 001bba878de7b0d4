//! Cuts paragraphs that a preferred document has too, word for word.

use crate::finding::{Finding, KeptCopy};
use copydesk_neardup::WordOverlap;
use copydesk_text::{Span, Spans};

/// A paragraph that is cut because another document keeps it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct SharedParagraph {
    /// The paragraph's place in the raw text.
    pub span: Span,
    /// The copy that is kept, in the other document.
    pub kept: KeptCopy,
    /// Whether the paragraph is a gallery of the site: furniture, but one copy of it is kept.
    pub is_gallery: bool,
}

impl SharedParagraph {
    /// The finding that cuts the paragraph.
    fn finding(&self) -> Finding {
        if self.is_gallery {
            Finding::gallery(self.span, self.kept)
        } else {
            Finding::copied(self.span, self.kept)
        }
    }
}

/// Adds to the findings of a document the paragraphs that a preferred document has too. The
/// paragraphs must be in order and disjoint, and no finding may overlap them.
///
/// The kept copy of a repeat inside the document may be in one of these paragraphs. Then it is cut
/// with the paragraph, and the finding of the repeat must name the paragraph's copy in the other
/// document instead. The paragraph and its copy have the same words, so the number of words that
/// the repeat shares with its copy stays the same.
pub fn cut_shared(findings: &mut Vec<Finding>, paragraphs: &[SharedParagraph]) {
    let spans = Spans::union(paragraphs.iter().map(|paragraph| paragraph.span));
    for finding in findings.iter_mut() {
        let Some(kept) = &mut finding.kept else {
            continue;
        };
        // A copy in another document is not affected by cuts in this one.
        if kept.document.is_some() {
            continue;
        }
        if let Some(paragraph) = paragraphs[spans.indices_overlapping(kept.span)].first() {
            // Only the length of the copy may be another.
            let overlap = WordOverlap {
                kept: paragraph.kept.overlap.kept,
                ..kept.overlap
            };
            *kept = KeptCopy {
                overlap,
                ..paragraph.kept
            };
        }
    }
    findings.extend(paragraphs.iter().map(SharedParagraph::finding));
    findings.sort_by_key(|finding| finding.span);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EvidenceKind, Reason};
    use copydesk_text::DocId;

    #[test]
    fn a_repeat_names_the_copy_that_is_left() {
        let overlap = |matched, cut, kept| WordOverlap { matched, cut, kept };
        let own = KeptCopy {
            document: None,
            span: Span::new(40, 90),
            overlap: overlap(9, 9, 12),
        };
        let repeat = Finding {
            span: Span::new(0, 30),
            reason: Reason::RepeatedInDocument,
            evidence_kind: EvidenceKind::Near,
            detail: None,
            evidence: 1.0,
            kept: Some(own),
        };
        let other = KeptCopy {
            document: Some(DocId::new(7)),
            span: Span::new(5, 55),
            overlap: overlap(12, 12, 12),
        };
        let mut findings = vec![repeat];
        cut_shared(
            &mut findings,
            &[SharedParagraph {
                span: Span::new(40, 90),
                kept: other,
                is_gallery: false,
            }],
        );
        assert_eq!(
            findings.iter().map(|f| f.span.start()).collect::<Vec<_>>(),
            [0, 40]
        );
        assert_eq!(
            findings[0].kept,
            Some(KeptCopy {
                overlap: overlap(9, 9, 12),
                ..other
            })
        );
        assert_eq!(
            (findings[1].reason, findings[1].evidence_kind),
            (Reason::RepeatedAcrossDocuments, EvidenceKind::Equal)
        );
    }
}
