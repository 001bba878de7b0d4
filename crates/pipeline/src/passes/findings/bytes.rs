//! Findings as bytes, a few dozen each.

use copydesk_boilerplate::{CustomName, RuleName};
use copydesk_clean::{Finding, KeptCopy, Reason, Seen};
use copydesk_neardup::WordOverlap;
use copydesk_store::Fixed;
use copydesk_store::{Error, ErrorKind, Result};
use copydesk_text::{DocId, Span};

/// Stands for the document itself.
const ITSELF: u32 = u32::MAX;

/// Start and end, codes of the reason and of what was seen, bits of the evidence, whether there is
/// a kept copy, and length of the detail and one.
type Head = ((u32, u32), (u8, u16), u64, u8, u32);
/// Document, start and end, and overlap of the kept copy.
type Kept = (u32, (u32, u32), (u32, u32, u32));

fn ends(span: Span) -> (u32, u32) {
    (span.start() as u32, span.end() as u32)
}

fn span((start, end): (u32, u32)) -> Option<Span> {
    // Checked first, because `Span::new` panics if the end is before the start.
    match start <= end {
        true => Some(Span::new(start as usize, end as usize)),
        false => None,
    }
}

/// All findings of a document, one after the other.
pub(super) fn pack(findings: &[Finding]) -> Vec<u8> {
    let mut out = Vec::with_capacity(findings.len() * (Head::BYTES + Kept::BYTES));
    for finding in findings {
        let codes = (finding.reason.code(), finding.seen.code());
        // 0 for no detail, so that an empty one is not taken for none.
        let detail = finding
            .detail
            .as_ref()
            .map_or(0, |detail| detail.len() as u32 + 1);
        let has_kept = u8::from(finding.kept.is_some());
        (
            ends(finding.span),
            codes,
            finding.evidence.to_bits(),
            has_kept,
            detail,
        )
            .put(&mut out);
        if let Some(KeptCopy {
            document,
            span,
            overlap: WordOverlap { matched, cut, kept },
        }) = finding.kept
        {
            let document = document.map_or(ITSELF, DocId::number);
            (
                document,
                ends(span),
                (matched as u32, cut as u32, kept as u32),
            )
                .put(&mut out);
        }
        out.extend_from_slice(finding.detail.as_deref().unwrap_or_default().as_bytes());
        if finding.seen.code() == Seen::CUSTOM_RULE {
            let name = finding.seen.name();
            // A custom name has at most `CustomName::LONGEST` letters, so its length fits.
            out.push(name.len() as u8);
            out.extend_from_slice(name.as_bytes());
        }
    }
    out
}

/// The findings again.
///
/// # Errors
/// If the bytes are no findings: somebody else wrote into the temporary file.
pub(super) fn unpack(packed: &[u8]) -> Result<Vec<Finding>> {
    let mut rest = packed;
    let mut out = Vec::new();
    while !rest.is_empty() {
        let Some(finding) = next(&mut rest) else {
            let message = "edits that were put aside have changed";
            return Err(Error::new(ErrorKind::Output, message));
        };
        out.push(finding);
    }
    Ok(out)
}

/// Takes the next finding off the bytes; `None` if they hold none.
fn next(rest: &mut &[u8]) -> Option<Finding> {
    let (place, (reason, seen), evidence, has_kept, detail) = take::<Head>(rest)?;
    let kept = if has_kept == 0 {
        None
    } else {
        Some(kept_copy(take(rest)?)?)
    };
    let mut text = None;
    if let Some(len) = detail.checked_sub(1) {
        let (detail, after) = rest.split_at_checked(len as usize)?;
        (text, *rest) = (Some(String::from_utf8(detail.to_vec()).ok()?), after);
    }
    let seen = match seen {
        Seen::CUSTOM_RULE => custom_rule(rest)?,
        code => Seen::from_code(code)?,
    };
    Some(Finding {
        span: span(place)?,
        reason: Reason::from_code(reason)?,
        seen,
        detail: text,
        evidence: f64::from_bits(evidence),
        kept,
    })
}

/// A rule that the user has added: the length of its name, then the name.
fn custom_rule(rest: &mut &[u8]) -> Option<Seen> {
    let (&length, after) = rest.split_first()?;
    let (name, after) = after.split_at_checked(usize::from(length))?;
    *rest = after;
    let name = CustomName::new(str::from_utf8(name).ok()?)?;
    Some(Seen::Rule(RuleName::Custom(name)))
}

fn kept_copy((document, place, (matched, cut, kept)): Kept) -> Option<KeptCopy> {
    let overlap = WordOverlap {
        matched: matched as usize,
        cut: cut as usize,
        kept: kept as usize,
    };
    let document = match document {
        ITSELF => None,
        other => Some(DocId::new(other)),
    };
    Some(KeptCopy {
        document,
        span: span(place)?,
        overlap,
    })
}

/// Takes a value of fixed length off the bytes.
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

    fn seen() -> impl Strategy<Value = Seen> {
        let custom = |name: &str| Seen::Rule(RuleName::Custom(CustomName::new(name).unwrap()));
        let customs = ["puzzle-page", "a"].map(custom);
        proptest::sample::select(Seen::all().chain(customs).collect::<Vec<_>>())
    }

    prop_compose! {
        fn finding()(
            span in span(), reason in proptest::sample::select(Reason::ALL), seen in seen(), evidence in 0.0..1.0f64,
            detail in proptest::option::of("[а-яa-z ]{0,20}"), kept in proptest::option::of(kept()),
        ) -> Finding {
            Finding { span, reason, seen, detail, evidence, kept }
        }
    }

    proptest! {
        #[test]
        fn findings_come_back(findings in proptest::collection::vec(finding(), 0..9)) {
            prop_assert_eq!(unpack(&pack(&findings)).expect("as they were packed"), findings);
        }

        #[test]
        fn what_is_no_finding_is_refused(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            if let Ok(findings) = unpack(&bytes) {
                prop_assert_eq!(pack(&findings).len(), bytes.len());
            }
        }
    }
}
