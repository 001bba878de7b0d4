//! Draft edits as bytes, a few dozen each.

use super::{DraftEdit, Keeper};
use copydesk_boilerplate::Rules;
use copydesk_clean::Reason;
use copydesk_neardup::Agreement;
use copydesk_store::{Error, ErrorKind, Fixed, Result};
use copydesk_text::Span;
use std::sync::OnceLock;

/// What findings that come from no furniture rule are called.
const RULES_OF_OURS: [&str; 3] = ["recurrence", "equal", "near"];

const REASONS: [Reason; 5] = [
    Reason::RepeatedInDocument,
    Reason::ContainedInDocument,
    Reason::RepeatedAcrossDocuments,
    Reason::RecurringFurniture,
    Reason::FurnitureRule,
];

/// Stands for the document itself.
const ITSELF: u32 = u32::MAX;

/// Span, reason and rule, evidence, whether there is a kept copy, and length of the detail and one.
type Head = ((u32, u32), (u8, u16), u64, u8, u32);
/// Document, span, and agreement of the kept copy.
type Kept = (u32, (u32, u32), (u32, u32, u32));

/// All rules, in order of their names.
fn rules() -> &'static [&'static str] {
    static NAMES: OnceLock<Vec<&'static str>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names: Vec<&'static str> = Rules::names().chain(RULES_OF_OURS).collect();
        names.sort_unstable();
        names
    })
}

fn ends(span: Span) -> (u32, u32) {
    (span.start() as u32, span.end() as u32)
}

pub(super) fn pack(edits: &[DraftEdit]) -> Vec<u8> {
    let mut out = Vec::with_capacity(edits.len() * (Head::BYTES + Kept::BYTES));
    for edit in edits {
        let reason = REASONS.iter().position(|reason| *reason == edit.reason).expect("all reasons are listed") as u8;
        let rule = rules().binary_search(&edit.rule).expect("all rules are listed") as u16;
        let detail = edit.detail.as_ref().map_or(0, |detail| detail.len() as u32 + 1);
        (ends(edit.span), (reason, rule), edit.evidence.to_bits(), u8::from(edit.kept.is_some()), detail).put(&mut out);
        if let Some(Keeper { document, span, agreement: Agreement { matched, cut, kept } }) = edit.kept {
            (document.unwrap_or(ITSELF), ends(span), (matched as u32, cut as u32, kept as u32)).put(&mut out);
        }
        out.extend_from_slice(edit.detail.as_deref().unwrap_or_default().as_bytes());
    }
    out
}

pub(super) fn unpack(packed: &[u8]) -> Result<Vec<DraftEdit>> {
    let mut rest = packed;
    let mut out = Vec::new();
    while !rest.is_empty() {
        out.push(next(&mut rest).ok_or_else(|| Error::new(ErrorKind::Output, "edits that were put aside have changed"))?);
    }
    Ok(out)
}

fn next(rest: &mut &[u8]) -> Option<DraftEdit> {
    let ((start, end), (reason, rule), evidence, has_kept, detail) = take::<Head>(rest)?;
    let span = |start: u32, end: u32| (start <= end).then(|| Span::new(start as usize, end as usize));
    let mut kept = None;
    if has_kept != 0 {
        let (document, at, (matched, cut, kept_words)) = take::<Kept>(rest)?;
        let agreement = Agreement { matched: matched as usize, cut: cut as usize, kept: kept_words as usize };
        kept = Some(Keeper { document: Some(document).filter(|&d| d != ITSELF), span: span(at.0, at.1)?, agreement });
    }
    let mut text = None;
    if let Some(len) = detail.checked_sub(1) {
        let (detail, behind) = rest.split_at_checked(len as usize)?;
        (text, *rest) = (Some(String::from_utf8(detail.to_vec()).ok()?), behind);
    }
    let (reason, rule) = (*REASONS.get(usize::from(reason))?, rules().get(usize::from(rule))?);
    Some(DraftEdit { span: span(start, end)?, reason, rule, detail: text, evidence: f64::from_bits(evidence), kept })
}

fn take<T: Fixed>(rest: &mut &[u8]) -> Option<T> {
    (rest.len() >= T::BYTES).then(|| T::take(rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span() -> impl Strategy<Value = Span> {
        (0usize..9000, 0usize..900).prop_map(|(start, len)| Span::new(start, start + len))
    }

    fn keeper() -> impl Strategy<Value = Keeper> {
        (proptest::option::of(0u32..1000), span(), 0usize..99, 0usize..99).prop_map(|(document, span, matched, more)| {
            let agreement = Agreement { matched, cut: matched + more, kept: matched };
            Keeper { document, span, agreement }
        })
    }

    prop_compose! {
        fn edit()(
            span in span(), reason in 0..REASONS.len(), rule in 0..rules().len(), evidence in 0.0..1.0f64,
            detail in proptest::option::of("[а-яa-z ]{0,20}"), kept in proptest::option::of(keeper()),
        ) -> DraftEdit {
            DraftEdit { span, reason: REASONS[reason], rule: rules()[rule], detail, evidence, kept }
        }
    }

    proptest! {
        #[test]
        fn edits_come_back(edits in proptest::collection::vec(edit(), 0..9)) {
            prop_assert_eq!(unpack(&pack(&edits)).expect("as they were packed"), edits);
        }

        #[test]
        fn what_is_no_edit_is_refused(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            if let Ok(edits) = unpack(&bytes) {
                prop_assert_eq!(pack(&edits).len(), bytes.len());
            }
        }
    }
}
