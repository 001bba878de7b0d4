//! Packs findings into bytes, a few dozen for each, and unpacks them. A [`Finding`] is a span that
//! is to be cut, with the reason and the evidence.
//!
//! Numbers are packed as [`Fixed`] values, each of which takes a fixed number of bytes.

use copydesk_boilerplate::{CustomName, RuleName};
use copydesk_clean::{EvidenceKind, Finding, KeptCopy, Reason};
use copydesk_neardup::WordOverlap;
use copydesk_store::Fixed;
use copydesk_store::{Error, ErrorKind, Result};
use copydesk_text::{DocId, Span};

/// Stored instead of a document's number if the kept copy is in the same document as the finding.
const SAME_DOCUMENT: u32 = u32::MAX;

/// The beginning of each finding: its bounds; the codes of its [`Reason`] and its [`EvidenceKind`];
/// the bits of the evidence; 1 if a kept copy follows, otherwise 0; the length of the detail in
/// bytes plus one, or 0 if there is no detail.
type Head = (Bounds, (u8, u16), u64, u8, u32);
/// A kept copy: its document, its bounds, and the three counts of its [`WordOverlap`].
type Kept = (u32, Bounds, (u32, u32, u32));
/// Start and end of a span.
type Bounds = (u32, u32);

fn bounds(span: Span) -> Bounds {
    (span.start() as u32, span.end() as u32)
}

/// The span with these bounds. `None` if no span has them.
fn span((start, end): Bounds) -> Option<Span> {
    // Checked first, because `Span::new` panics if the end is before the start.
    match start <= end {
        true => Some(Span::new(start as usize, end as usize)),
        false => None,
    }
}

/// The findings of a document as bytes, one after the other. Each consists of a [`Head`], a
/// [`Kept`] if there is a kept copy, the detail, and, if a custom rule (one that the user has
/// added) made the finding, the name of the rule after a byte with its length.
pub(super) fn pack(findings: &[Finding]) -> Vec<u8> {
    let mut out = Vec::with_capacity(findings.len() * (Head::BYTES + Kept::BYTES));
    for finding in findings {
        let codes = (finding.reason.code(), finding.evidence_kind.code());
        // Plus one, so that an empty detail differs from a missing one.
        let detail_length = match &finding.detail {
            Some(detail) => detail.len() as u32 + 1,
            None => 0,
        };
        let head: Head = (
            bounds(finding.span),
            codes,
            finding.evidence.to_bits(),
            u8::from(finding.kept.is_some()),
            detail_length,
        );
        head.put(&mut out);
        if let Some(KeptCopy {
            document,
            span,
            overlap: WordOverlap { matched, cut, kept },
        }) = finding.kept
        {
            let kept: Kept = (
                document.map_or(SAME_DOCUMENT, DocId::number),
                bounds(span),
                (matched as u32, cut as u32, kept as u32),
            );
            kept.put(&mut out);
        }
        out.extend_from_slice(finding.detail.as_deref().unwrap_or_default().as_bytes());
        if finding.evidence_kind.code() == EvidenceKind::CUSTOM_RULE {
            let name = finding.evidence_kind.name();
            // A custom name has at most `CustomName::LONGEST` letters, so its length fits.
            out.push(name.len() as u8);
            out.extend_from_slice(name.as_bytes());
        }
    }
    out
}

/// The findings that were packed into these bytes.
///
/// # Errors
/// If the bytes are no findings, because another program changed the temporary file.
pub(super) fn unpack(packed: &[u8]) -> Result<Vec<Finding>> {
    let mut rest = packed;
    let mut out = Vec::new();
    while !rest.is_empty() {
        let Some(finding) = take_finding(&mut rest) else {
            let message = "a temporary file with edits was changed";
            return Err(Error::new(ErrorKind::Output, message));
        };
        out.push(finding);
    }
    Ok(out)
}

/// Reads a finding and removes it from the bytes. `None` if the bytes do not begin with a finding.
fn take_finding(rest: &mut &[u8]) -> Option<Finding> {
    let (bounds, (reason, evidence_kind), evidence, has_kept, detail_length) = take::<Head>(rest)?;
    let kept = if has_kept == 0 {
        None
    } else {
        Some(kept_copy(take(rest)?)?)
    };
    let mut detail = None;
    if let Some(length) = detail_length.checked_sub(1) {
        let (bytes, after) = rest.split_at_checked(length as usize)?;
        detail = Some(String::from_utf8(bytes.to_vec()).ok()?);
        *rest = after;
    }
    let evidence_kind = match evidence_kind {
        EvidenceKind::CUSTOM_RULE => take_custom_rule(rest)?,
        code => EvidenceKind::from_code(code)?,
    };
    Some(Finding {
        span: span(bounds)?,
        reason: Reason::from_code(reason)?,
        evidence_kind,
        detail,
        evidence: f64::from_bits(evidence),
        kept,
    })
}

/// Reads the name of a custom rule, one that the user has added, and removes it from the bytes. The
/// first byte is the length of the name.
fn take_custom_rule(rest: &mut &[u8]) -> Option<EvidenceKind> {
    let (&length, after) = rest.split_first()?;
    let (name, after) = after.split_at_checked(usize::from(length))?;
    *rest = after;
    let name = CustomName::new(str::from_utf8(name).ok()?)?;
    Some(EvidenceKind::Rule(RuleName::Custom(name)))
}

fn kept_copy((document, bounds, (matched, cut, kept)): Kept) -> Option<KeptCopy> {
    let overlap = WordOverlap {
        matched: matched as usize,
        cut: cut as usize,
        kept: kept as usize,
    };
    let document = match document {
        SAME_DOCUMENT => None,
        other => Some(DocId::new(other)),
    };
    Some(KeptCopy {
        document,
        span: span(bounds)?,
        overlap,
    })
}

/// Reads a value of fixed length and removes it from the bytes. `None` if they are too few.
fn take<T: Fixed>(rest: &mut &[u8]) -> Option<T> {
    match rest.len() >= T::BYTES {
        true => Some(T::take(rest)),
        false => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span() -> impl Strategy<Value = Span> {
        (0usize..9000, 0usize..900).prop_map(|(start, len)| Span::new(start, start + len))
    }

    fn kept() -> impl Strategy<Value = KeptCopy> {
        (
            proptest::option::of(0u32..1000),
            span(),
            0usize..99,
            0usize..99,
        )
            .prop_map(|(document, span, matched, more)| {
                let overlap = WordOverlap {
                    matched,
                    cut: matched + more,
                    kept: matched,
                };
                KeptCopy {
                    document: document.map(DocId::new),
                    span,
                    overlap,
                }
            })
    }

    fn evidence_kind() -> impl Strategy<Value = EvidenceKind> {
        let custom =
            |name: &str| EvidenceKind::Rule(RuleName::Custom(CustomName::new(name).unwrap()));
        let customs = ["puzzle-page", "a"].map(custom);
        proptest::sample::select(EvidenceKind::all().chain(customs).collect::<Vec<_>>())
    }

    prop_compose! {
        fn finding()(
            span in span(), reason in proptest::sample::select(Reason::ALL), evidence_kind in evidence_kind(), evidence in 0.0..1.0f64,
            detail in proptest::option::of("[а-яa-z ]{0,20}"), kept in proptest::option::of(kept()),
        ) -> Finding {
            Finding { span, reason, evidence_kind, detail, evidence, kept }
        }
    }

    proptest! {
        #[test]
        fn unpacked_findings_are_those_that_were_packed(findings in proptest::collection::vec(finding(), 0..9)) {
            prop_assert_eq!(unpack(&pack(&findings)).expect("as they were packed"), findings);
        }

        #[test]
        fn arbitrary_bytes_are_refused_or_have_the_length_of_their_findings(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            if let Ok(findings) = unpack(&bytes) {
                prop_assert_eq!(pack(&findings).len(), bytes.len());
            }
        }
    }
}
