//! Takes back cuts that would tear apart text that belongs together.
//!
//! A [`Repeat`] cuts one span and keeps another, its copy. Even if both are the same word for word,
//! the cut may damage the article. It may leave a colon with nothing after it, half a quotation, or
//! the words of an embedded post without its signature (author and date). It may leave a question
//! without its answer, because another question has the same answer. Such cuts are taken back. No
//! text is lost by taking back a cut. Text that belongs together is called a *unit* here.
//!
//! ```text
//! The ferry is missing and nobody answers the telephone.
//!
//! The mayor wrote:
//!
//! The ferry is missing and nobody answers the telephone.   ← stays: the line above needs it
//! ```
//!
//! Each reason to take back a cut is one method of [`CutDocument`], and
//! [`CutDocument::must_take_back`] calls them all. Quotations are in `quotes.rs`, embedded posts in
//! `posts.rs`, and phrases that an article needs in two places in `phrases.rs`. Lines that belong
//! to the line above or below are in this file.

mod phrases;
mod posts;
mod quotes;

use super::Repeat;
use super::lines::introduces;
use super::repeat::cut_spans;
use copydesk_text::{Document, Span, Spans, ends_sentence};

/// Marks with which the items of a list begin.
const BULLETS: [&str; 6] = ["- ", "• ", "* ", "– ", "▪ ", "● "];

/// The repeats without those whose cut would tear apart text that belongs together, in the same
/// order. `removed` are the spans that the caller cuts in any case, such as furniture.
pub(super) fn keep_units_whole(
    document: &Document<'_>,
    removed: &Spans,
    mut repeats: Vec<Repeat>,
) -> Vec<Repeat> {
    loop {
        let cut_by_repeats = cut_spans(&repeats);
        let all_cuts = Spans::union(cut_by_repeats.iter().chain(removed.iter()));
        let cut_document = CutDocument {
            document,
            cut: &all_cuts,
        };
        let mut remaining = Vec::with_capacity(repeats.len());
        for (index, &repeat) in repeats.iter().enumerate() {
            if !cut_document.must_take_back(&repeats, index) {
                remaining.push(repeat);
            }
        }
        if remaining.len() == repeats.len() {
            return repeats;
        }
        // A line that now stays may introduce another that is to be cut, so all repeats are
        // examined again. The loop ends, because there are fewer repeats each time.
        repeats = remaining;
    }
}

/// A document and all that would be cut out of it. Segments, also called lines, are given by their
/// numbers. If a method has two parameters, a segment and a cut (or a repeat), the cut begins in
/// that segment.
struct CutDocument<'d> {
    document: &'d Document<'d>,
    /// The cuts of the repeats, and the spans that the caller cuts in any case.
    cut: &'d Spans,
}

impl CutDocument<'_> {
    /// Whether the cut of `repeats[index]` would tear apart text that belongs together.
    fn must_take_back(&self, repeats: &[Repeat], index: usize) -> bool {
        let repeat = &repeats[index];
        let segment = self.document.segment_at(repeat.cut.start());
        self.halves_quotation(segment, repeat.cut)
            || self.leaves_introduction(segment, repeat.cut)
            || self.splits_post(segment, repeat.cut)
            || self.splits_sentence(segment, repeat)
            || self.takes_quoted_line(segment, repeat)
            || self.takes_attributed_quotation(repeat)
            || self.leaves_attribution(segment, repeat)
            || self.takes_opening(repeats, index)
            || self.takes_head_of_list(segment, repeat)
            || self.takes_short_line_far_from_copy(repeats, index)
    }

    /// Whether the line before a cut introduces the cut words and stays: `He wrote:`. If the cut
    /// begins inside a paragraph, that line is the part of the paragraph before the cut.
    fn leaves_introduction(&self, segment: usize, cut: Span) -> bool {
        let content = self.content(segment);
        if cut.start() > content.start() {
            let before = Span::new(content.start(), cut.start());
            return introduces(before.slice(self.document.text()));
        }
        let Some(before) = (0..segment).rev().find(|&line| !self.is_empty(line)) else {
            return false;
        };
        introduces(self.text(before)) && !self.ends_in_cut(before)
    }

    /// Whether a cut takes one of several lines that are one sentence: `The plan to rename`,
    /// `the harbour`, `was dropped`. Some pages break a sentence where there is a link in it.
    fn splits_sentence(&self, segment: usize, repeat: &Repeat) -> bool {
        let (cut, content) = (repeat.cut, self.content(segment));
        let tears_front = cut.start() <= content.start()
            && segment > 0
            && self.are_one_sentence(repeat, segment - 1, segment)
            && !self.ends_in_cut(segment - 1);
        // The sentence is torn at the end of the line above if that end stays, and in the line
        // below if all of that line stays.
        let next = segment + 1;
        let tears_end = content.end() <= cut.end()
            && next < self.document.segments().len()
            && self.are_one_sentence(repeat, segment, next)
            && !self.has_cut(next);
        tears_front || tears_end
    }

    /// Whether a sentence begins in `line` and continues in `next`, and neither line is the copy
    /// that the repeat keeps.
    fn are_one_sentence(&self, repeat: &Repeat, line: usize, next: usize) -> bool {
        let text = self.text(line);
        let is_unfinished = !text.is_empty() && !ends_sentence(text) && !introduces(text);
        is_unfinished
            && continues_sentence(self.text(next))
            && !repeat.kept.overlaps(self.content(line))
            && !repeat.kept.overlaps(self.content(next))
    }

    /// Whether the page prints an article twice, and a cut takes the first line of the upper copy,
    /// while the line after it is cut from the lower copy. Then the upper copy would stay without
    /// its first line.
    fn takes_opening(&self, repeats: &[Repeat], index: usize) -> bool {
        let (cut_line, kept_line) = self.segments_of(&repeats[index]);
        // The upper copy begins with the cut line if nothing above it stays whole.
        let is_opening = (0..cut_line).all(|line| self.is_empty(line) || self.has_cut(line));
        if cut_line >= kept_line || !is_opening {
            return false;
        }
        let (Some(upper_next), Some(lower_next)) =
            (self.next_line(cut_line), self.next_line(kept_line))
        else {
            return false;
        };
        // Of the lines after these two, the lower one is cut and the upper one is kept.
        repeats
            .iter()
            .any(|other| self.segments_of(other) == (lower_next, upper_next))
    }

    /// Whether a cut takes the line above a list, the list stays, and the kept copy of the line is
    /// not above a list.
    fn takes_head_of_list(&self, segment: usize, repeat: &Repeat) -> bool {
        if self.is_item(segment) {
            return false;
        }
        let Some(below) = self.next_line(segment) else {
            return false;
        };
        if !self.is_item(below) || self.has_cut(below) {
            return false;
        }
        let below_copy = self.next_line(self.segment_of_copy(repeat));
        !matches!(below_copy, Some(line) if self.is_item(line))
    }

    /// Whether a segment is an item of a list.
    fn is_item(&self, segment: usize) -> bool {
        let line = self.text(segment);
        BULLETS.iter().any(|bullet| line.starts_with(bullet))
    }

    /// The span of the visible text of a segment.
    fn content(&self, segment: usize) -> Span {
        self.document.segments()[segment].content()
    }

    fn text(&self, segment: usize) -> &str {
        self.document.content_of(segment)
    }

    fn is_empty(&self, segment: usize) -> bool {
        self.content(segment).is_empty()
    }

    /// Whether any part of a segment is cut.
    fn has_cut(&self, segment: usize) -> bool {
        self.cut.overlap(self.content(segment))
    }

    /// Whether the last character of a segment is cut.
    fn ends_in_cut(&self, segment: usize) -> bool {
        let end = self.content(segment).end();
        let last = self.text(segment).chars().next_back();
        let len = last.map_or(0, char::len_utf8);
        self.cut.overlap(Span::new(end - len, end))
    }

    /// The next segment below that is not empty.
    fn next_line(&self, segment: usize) -> Option<usize> {
        let mut below = segment + 1..self.document.segments().len();
        below.find(|&line| !self.is_empty(line))
    }

    /// The segment in which the kept copy of a repeat begins.
    fn segment_of_copy(&self, repeat: &Repeat) -> usize {
        self.document.segment_at(repeat.kept.start())
    }

    /// The segment in which the cut of a repeat begins, and the segment in which its kept copy
    /// begins.
    fn segments_of(&self, repeat: &Repeat) -> (usize, usize) {
        let cut = self.document.segment_at(repeat.cut.start());
        (cut, self.segment_of_copy(repeat))
    }

    /// Whether all segments between the cut and the kept copy of a repeat are empty or cut.
    fn is_beside(&self, repeat: &Repeat) -> bool {
        let (cut, kept) = self.segments_of(repeat);
        let mut between = cut.min(kept) + 1..cut.max(kept);
        between.all(|line| self.is_empty(line) || self.has_cut(line))
    }
}

/// Whether a line may continue the sentence of the line above: it begins with a small letter and is
/// no web address.
fn continues_sentence(line: &str) -> bool {
    let is_address = line.starts_with("http") || line.starts_with("www.");
    line.starts_with(char::is_lowercase) && !is_address
}

#[cfg(test)]
mod tests {
    use super::quotes::is_balanced;
    use crate::repeats::repeats;
    use copydesk_text::{Document, Spans};
    use proptest::prelude::*;

    fn cuts(text: &str) -> Vec<String> {
        let found = repeats(&Document::new(text), &Spans::default());
        found
            .iter()
            .map(|repeat| repeat.cut.slice(text).to_owned())
            .collect()
    }

    const LONG: &str = "The harbour of Port Ambry stays closed to all large ships until the wreck \
        has been towed away.";

    #[test]
    fn what_a_line_introduces_stays() {
        let rest = "Nobody knows when that will be, and the owners of the line do not answer \
            their telephone.";
        let page = format!("{LONG}\n\n{rest}\n\nThe mayor wrote:\n\n{LONG}");
        assert!(cuts(&page).is_empty());
    }

    #[test]
    fn a_short_answer_far_from_its_copy_is_not_cut() {
        let question = |number: usize| {
            format!(
                "Will the ferry of line {number} sail again before the winter, and who pays for \
                 all the repairs of pier {number}?"
            )
        };
        let filler = "The clerk of the council looked for a long time at the papers on his desk. \
            Outside the rain fell on the slates of the old customs house, and a boy led two goats \
            across the square. Nobody spoke until the bells of the chapel had rung, and then all \
            members of the council stood up at once and asked for their coats, since the stove had \
            gone out an hour before.";
        let page = format!(
            "{}\n\nYes, it will sail in May.\n\n{filler}\n\n{}\n\nYes, it will sail in May.",
            question(1),
            question(2)
        );
        assert!(cuts(&page).is_empty());
    }

    proptest! {
        #[test]
        fn no_cut_halves_a_quotation(parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "The ferry ran aground off Port Ambry in thick fog.",
                "“We saw nothing of the light that night,",
                "we had waited for it since nine,” said the mate.",
                "\"Nobody was hurt in the end,\" he said.",
                "The owners apologised to all who were on board.",
                "\n\n",
                "\n\n",
                "(Photo: Ada Holm)",
                "He wrote:",
            ]), 2..14,
        )) {
            let page = parts.join(" ");
            let document = Document::new(page.as_str());
            for repeat in repeats(&document, &Spans::default()) {
                let mut segments = document.segments().iter();
                let segment = segments.find(|segment| segment.content().overlaps(repeat.cut));
                let content = segment.expect("a cut is in a segment").content();
                // A cut of all that its segment holds halves nothing.
                if content != repeat.cut && is_balanced(content.slice(&page)) {
                    let cut = repeat.cut.slice(&page);
                    prop_assert!(is_balanced(cut), "{cut:?}");
                }
            }
        }
    }
}
