//! Protects lists that stay: a single item inside such a list is not cut.
//!
//! If the forest, the decision trees that judge lines, takes one item of a list for furniture, but
//! not the items around it, the forest has misjudged that item. Without the item, a list of places,
//! ingredients or results would be wrong, and no reader would notice.

use super::LineEvidence;
use crate::judge::PARAGRAPH_WORDS;
use copydesk_text::{Document, ends_in_full_stop};

/// The most lines in a row that are taken for misjudged items. A longer run is more likely a menu
/// between two lists.
const LONGEST_RUN: usize = 2;

/// The lines of a document that are not empty, in order. For each it is known whether it may be an
/// item of a list, and whether it introduces one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ListGuard {
    lines: Vec<ListLine>,
}

/// A segment that is not empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct ListLine {
    /// The index of the segment.
    segment: usize,
    /// Whether the line may be an item of a list. A line that rules or recurrence cut is not.
    is_item: bool,
    /// Whether the line ends in a colon, and so may introduce a list. A line that rules or
    /// recurrence cut does not.
    introduces_list: bool,
}

impl ListLine {
    /// The line for the segment with this index. A sentence is no item, nor is a line as long as a
    /// paragraph.
    fn of(document: &Document<'_>, segment: usize, evidence: &LineEvidence) -> Self {
        let content = document.content_of(segment);
        let is_short = document.effective_words_of(segment) < PARAGRAPH_WORDS;
        let stays = !evidence.is_cut;
        Self {
            segment,
            is_item: stays && is_short && !ends_in_full_stop(content),
            introduces_list: stays && content.ends_with([':', '：']),
        }
    }

    /// Whether the line is one of these segments, which are in ascending order.
    fn is_among(self, segments: &[usize]) -> bool {
        segments.binary_search(&self.segment).is_ok()
    }
}

impl ListGuard {
    /// The lines of a document that are not empty. `evidence` says for each segment what rules and
    /// recurrence have found.
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
    /// One or two segments in a row are spared if they are between two items that stay. They are
    /// also spared if the line before them introduces a list and they are not the end of the
    /// document.
    #[must_use]
    pub fn spared(&self, cut: &[usize]) -> Vec<usize> {
        // Runs of lines that are all cut, or all not.
        let runs: Vec<&[ListLine]> = self
            .lines
            .chunk_by(|a, b| a.is_among(cut) == b.is_among(cut))
            .collect();
        let mut out = Vec::new();
        for around in runs.windows(3) {
            // The last line before a run, the run itself, and the first line after it.
            let [[.., before], run, [after, ..]] = around else {
                continue;
            };
            // What is between two items of a list is taken for items of it.
            let is_between_items = before.is_item && after.is_item;
            let is_of_list = before.introduces_list || is_between_items;
            let is_cut = run[0].is_among(cut);
            if is_cut && run.len() <= LONGEST_RUN && is_of_list {
                out.extend(run.iter().map(|line| line.segment));
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The numbers in these tests are indices of lines.

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
        // A line directly below prose, a longer run, and a run at the end of the page.
        assert!(lists.spared(&[1]).is_empty());
        assert!(lists.spared(&[2, 3, 4]).is_empty());
        assert!(lists.spared(&[7, 8]).is_empty());
        // `Email` is not between two items if a rule has cut `Share` before it.
        evidence[5].is_cut = true;
        assert!(ListGuard::of(&document, &evidence).spared(&[6]).is_empty());
    }

    #[test]
    fn items_after_a_line_that_introduces_a_list_are_spared() {
        let document =
            Document::new("It rained all day.\nThe council names:\nrain,\nthe wind.\nIt goes on.");
        let lists = ListGuard::of(&document, &[LineEvidence::default(); 5]);
        assert_eq!(lists.spared(&[2, 3]), [2, 3]);
        assert!(lists.spared(&[3]).is_empty());
    }
}
