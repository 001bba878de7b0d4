//! Paragraphs that a better document has too, word for word.

use crate::finding::{Finding, KeptCopy};
use copydesk_neardup::WordOverlap;
use copydesk_text::{Span, Spans};

/// A paragraph that is cut because another document keeps it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct SharedParagraph {
    /// The paragraph.
    pub span: Span,
    /// The copy that stays, in the other document.
    pub kept: KeptCopy,
    /// Whether it is a gallery of the site: furniture of which one copy stays.
    pub is_gallery: bool,
}

/// Adds the cuts of paragraphs that a better document has too to the findings of a document. The
/// paragraphs are in order and disjoint, and nothing was found in them.
///
/// A repeat inside the document whose kept paragraph is cut now names the other document's copy
/// instead, as a whole. Both paragraphs have the same words, so the matched words are the same too.
pub fn cut_shared(findings: &mut Vec<Finding>, paragraphs: &[SharedParagraph]) {
    let spans = Spans::union(paragraphs.iter().map(|paragraph| paragraph.span));
    for finding in findings.iter_mut() {
        let Some(kept) = finding.kept.as_mut().filter(|kept| kept.document.is_none()) else {
            continue;
        };
        if let Some(moved) = paragraphs[spans.places_overlapping(kept.span)].first() {
            let overlap = WordOverlap {
                kept: moved.kept.overlap.kept,
                ..kept.overlap
            };
            *kept = KeptCopy {
                overlap,
                ..moved.kept
            };
        }
    }
    findings.extend(
        paragraphs
            .iter()
            .map(|paragraph| match paragraph.is_gallery {
                true => Finding::gallery(paragraph.span, paragraph.kept),
                false => Finding::copied(paragraph.span, paragraph.kept),
            }),
    );
    findings.sort_by_key(|finding| finding.span);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Reason, Seen};
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
            seen: Seen::Near,
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
            (findings[1].reason, findings[1].seen),
            (Reason::RepeatedAcrossDocuments, Seen::Equal)
        );
    }
}
