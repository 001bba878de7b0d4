//! Lists that stay are not picked apart.
//!
//! Where a forest finds one line among the items of a list to be furniture, and not the items
//! around it, it is the line that was misjudged: a list of places, ingredients or results would
//! lack an item, and no reader would know which.

use super::LineEvidence;
use crate::judge::PARAGRAPH_WORDS;
use copydesk_text::{Document, ends_in_full_stop};

/// Longest run of lines that is misjudged amid a list. What is longer is more likely a menu between
/// two lists.
const LONGEST_RUN: usize = 2;

/// Which lines of a document may belong to a list that stays: those that hold anything, in order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lists {
    lines: Vec<ListLine>,
}

/// A segment that holds anything.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct ListLine {
    segment: usize,
    /// Whether it stays and may be an item.
    is_item: bool,
    /// Whether it stays and introduces what comes after it.
    introduces: bool,
}

impl ListLine {
    /// A sentence is no item, nor is a line that is long enough to be a paragraph.
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

    /// Whether the line is among the segments that a forest would cut, in ascending order.
    fn is_cut(self, cut: &[usize]) -> bool {
        cut.binary_search(&self.segment).is_ok()
    }
}

impl Lists {
    /// The lines of a document that hold anything. `evidence` has an entry for each segment.
    pub(super) fn of(document: &Document<'_>, evidence: &[LineEvidence]) -> Self {
        let mut lines = Vec::new();
        for (number, segment) in document.segments().iter().enumerate() {
            if !segment.content().is_empty() {
                lines.push(ListLine::of(document, number, &evidence[number]));
            }
        }
        Self { lines }
    }

    /// Of the segments that a forest would cut, in ascending order, those that are between items
    /// that it would not cut, or right behind a line that introduces them.
    ///
    /// Between items, one or two lines are spared; a longer run is more likely a menu.
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
            // Between two items of one list, whatever is there is an item.
            let is_of_list = before.introduces || before.is_item && after.is_item;
            // All lines of a run are cut or none is, so the first of them is enough.
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
        let lists = Lists::of(&document, &evidence);
        assert_eq!(lists.spared(&[2]), [2]);
        assert_eq!(lists.spared(&[2, 3]), [2, 3]);
        // A heading right under prose, a run that is longer, and one with which the page ends.
        assert!(lists.spared(&[1]).is_empty());
        assert!(lists.spared(&[2, 3, 4]).is_empty());
        assert!(lists.spared(&[7, 8]).is_empty());
        evidence[5].is_cut = true;
        let introduced =
            Document::new("It rained all day.\nThe council names:\nrain,\nthe wind.\nIt goes on.");
        let lists = Lists::of(&introduced, &[LineEvidence::default(); 5]);
        assert_eq!(lists.spared(&[2, 3]), [2, 3]);
        assert!(lists.spared(&[3]).is_empty());
        assert!(Lists::of(&document, &evidence).spared(&[6]).is_empty());
    }
}
