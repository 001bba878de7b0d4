//! Protects lists that stay: no single item of such a list is cut.
//!
//! If the forest takes one item of a list for furniture, but not the items around it, it has
//! misjudged that item. If the item were cut, a list of places, ingredients or results would lack
//! it, and no reader would notice.

use super::LineEvidence;
use crate::judge::PARAGRAPH_WORDS;
use copydesk_text::{Document, ends_in_full_stop};

/// Longest run of lines in a list that counts as misjudged. A longer run is more likely a menu
/// between two lists.
const LONGEST_RUN: usize = 2;

/// The lines of a document that are not empty, in order, with what decides whether they belong to a
/// list that stays.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ListGuard {
    lines: Vec<ListLine>,
}

/// A segment that is not empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct ListLine {
    /// The index of the segment.
    segment: usize,
    /// Whether the line is not cut so far and may be an item of a list.
    is_item: bool,
    /// Whether the line is not cut so far and introduces a list, because it ends in a colon.
    introduces: bool,
}

impl ListLine {
    /// The line for a segment. A sentence is no item, nor is a line as long as a paragraph.
    fn of(document: &Document<'_>, segment: usize, evidence: &LineEvidence) -> Self {
        let content = document.content_of(segment);
        let is_short = document.effective_words_of(segment) < PARAGRAPH_WORDS;
        let stays = !evidence.is_cut;
        Self {
            segment,
            is_item: stays && is_short && !ends_in_full_stop(content),
            introduces: stays && content.ends_with([':', '：']),
        }
    }

    /// Whether the line is one of the segments in `cut`, which are in ascending order.
    fn is_cut(self, cut: &[usize]) -> bool {
        cut.binary_search(&self.segment).is_ok()
    }
}

impl ListGuard {
    /// The lines of a document that are not empty. `evidence` has an entry for each segment.
    pub(super) fn of(document: &Document<'_>, evidence: &[LineEvidence]) -> Self {
        let mut lines = Vec::new();
        for (index, segment) in document.segments().iter().enumerate() {
            if !segment.content().is_empty() {
                lines.push(ListLine::of(document, index, &evidence[index]));
            }
        }
        Self { lines }
    }

    /// The segments that should not be cut after all, because they belong to a list that stays.
    /// `cut` are the segments that the forest would cut, in ascending order.
    ///
    /// One or two such segments in a row are spared if they are between two items that stay, or
    /// directly after a line that introduces them.
    #[must_use]
    pub fn spared(&self, cut: &[usize]) -> Vec<usize> {
        let runs: Vec<&[ListLine]> = self
            .lines
            .chunk_by(|a, b| a.is_cut(cut) == b.is_cut(cut))
            .collect();
        let mut out = Vec::new();
        for around in runs.windows(3) {
            let [[.., before], run, [after, ..]] = around else {
                continue;
            };
            // Every line between two items of a list is an item.
            let is_of_list = before.introduces || before.is_item && after.is_item;
            // Either all lines of a run are cut or none is, so the first one is enough.
            if run.len() <= LONGEST_RUN && is_of_list && run[0].is_cut(cut) {
                out.extend(run.iter().map(|line| line.segment));
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_of_a_list_that_stays_is_spared() {
        let page = "The harbour has five piers, and each of them has a name of its own.\n\
                    Pier of the Pilots\nPier of the Widows\nPier of the Crabs\nOld Pier\n\
                    Share\nEmail\nPrint\nSave";
        let document = Document::new(page);
        let mut evidence = vec![LineEvidence::default(); document.segments().len()];
        let lists = ListGuard::of(&document, &evidence);
        assert_eq!(lists.spared(&[2]), [2]);
        assert_eq!(lists.spared(&[2, 3]), [2, 3]);
        // A heading directly below prose, a longer run, and a run at the end of the page.
        assert!(lists.spared(&[1]).is_empty());
        assert!(lists.spared(&[2, 3, 4]).is_empty());
        assert!(lists.spared(&[7, 8]).is_empty());
        evidence[5].is_cut = true;
        let introduced =
            Document::new("It rained all day.\nThe council names:\nrain,\nthe wind.\nIt goes on.");
        let lists = ListGuard::of(&introduced, &[LineEvidence::default(); 5]);
        assert_eq!(lists.spared(&[2, 3]), [2, 3]);
        assert!(lists.spared(&[3]).is_empty());
        assert!(ListGuard::of(&document, &evidence).spared(&[6]).is_empty());
    }
}
