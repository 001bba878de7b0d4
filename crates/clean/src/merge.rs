//! Which of two overlapping findings wins.

use crate::edit::Edit;
use std::collections::BTreeMap;

/// Brings edits into order and drops those that overlap a stronger one.
///
/// Furniture is stronger than a repeat inside the document, and that is stronger than a repeat across documents, because each
/// later finding was made in the text that the earlier ones leave; between equals the one that begins first wins, then the longer.
///
/// ```
/// use copydesk_clean::{Edit, Reason, merge};
///
/// let edit = |start, end, reason| Edit { start, end, reason, rule: String::new(), detail: None, evidence: 1.0, kept: None };
/// let merged = merge(vec![edit(5, 9, Reason::RepeatedInDocument), edit(0, 6, Reason::FurnitureRule), edit(9, 12, Reason::RepeatedInDocument)]);
/// assert_eq!(merged.iter().map(|e| (e.start, e.end)).collect::<Vec<_>>(), [(0, 6), (9, 12)]);
/// ```
#[must_use]
pub fn merge(mut edits: Vec<Edit>) -> Vec<Edit> {
    edits.sort_by_key(|e| (strength(e), e.start, usize::MAX - e.end));
    let mut taken: BTreeMap<usize, Edit> = BTreeMap::new();
    for edit in edits.into_iter().filter(|e| e.start < e.end) {
        let clear_before = taken.range(..edit.start).next_back().is_none_or(|(_, before)| before.end <= edit.start);
        let clear_after = taken.range(edit.start..).next().is_none_or(|(&after, _)| edit.end <= after);
        if clear_before && clear_after {
            taken.insert(edit.start, edit);
        }
    }
    taken.into_values().collect()
}

fn strength(edit: &Edit) -> u8 {
    use crate::edit::Reason;
    match edit.reason {
        Reason::RecurringFurniture | Reason::FurnitureRule => 0,
        Reason::RepeatedInDocument | Reason::ContainedInDocument => 1,
        Reason::RepeatedAcrossDocuments => 2,
    }
}
