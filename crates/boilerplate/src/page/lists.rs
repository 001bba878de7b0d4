//! Lists that stay are not picked apart.
//!
//! Where a forest finds one line among the items of a list to be furniture, and not the items
//! around it, it is the line that was misjudged: of a list of places, ingredients or results an
//! item would be missing, and nobody would see which.

use super::LineEvidence;
use crate::judge::PARAGRAPH_WORDS;
use copydesk_text::{Document, ends_in_full_stop};

/// Longest run of lines that is misjudged amid a list; a menu may be longer.
const LONGEST_RUN: usize = 2;

/// Which lines of a document may be items of a list that stays.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lists {
    /// The segments that hold anything, and whether each may be an item.
    lines: Vec<(usize, bool)>,
}

impl Lists {
    /// The lines of a document that are no sentences and are not cut.
    pub(super) fn of(document: &Document<'_>, evidence: &[LineEvidence]) -> Self {
        let segments = document.segments().iter().enumerate();
        let filled = segments.filter(|(_, segment)| !segment.content().is_empty());
        let lines = filled.map(|(number, segment)| {
            let is_short = document.effective_words_of(number) < PARAGRAPH_WORDS;
            let is_sentence = ends_in_full_stop(segment.content().slice(document.text()));
            (number, is_short && !is_sentence && !evidence[number].is_cut)
        });
        Self {
            lines: lines.collect(),
        }
    }

    /// Of the segments that a forest would cut, in ascending order, those that stand between items
    /// that it would not cut.
    #[must_use]
    pub fn spared(&self, cut: &[usize]) -> Vec<usize> {
        let is_cut = |line: &(usize, bool)| cut.binary_search(&line.0).is_ok();
        let runs: Vec<&[(usize, bool)]> =
            self.lines.chunk_by(|a, b| is_cut(a) == is_cut(b)).collect();
        let mut out = Vec::new();
        for around in runs.windows(3) {
            let [before, run, after] = around else {
                continue;
            };
            let are_items = before.last().is_some_and(|line| line.1)
                && after.first().is_some_and(|line| line.1);
            if run.len() <= LONGEST_RUN && are_items && is_cut(&run[0]) {
                out.extend(run.iter().map(|line| line.0));
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
        assert!(Lists::of(&document, &evidence).spared(&[6]).is_empty());
    }
}
