//! Captions glued to a sentence of the story without a space.
//!
//! A scraper that drops a tag leaves “…what is happening.'They were seen weeping”, or “…the
//! stadiumYou can go out”. If the caption is also a line of its own, its copy is cut out of the
//! glued paragraph: the caption then occurs once, and the sentence is whole.
//!
//! ```text
//! The wall is to be finished by May.⟦The mayor picks up a shovel and bends it⟧
//!
//! The mayor picks up a shovel and bends it
//! ```
//!
//! The caption is found at either end of a paragraph if it is a line of its own close by, and
//! between two sentences if it is a line of its own anywhere. Short headings are found before the
//! paragraph below them (`headings.rs`).

mod ends;
mod headings;

pub(super) use ends::{case_change, opening_quotes, same_text};
pub(super) use headings::cut_headings;

use super::page::Page;
use super::repeat::Repeat;
use copydesk_text::{Span, ends_sentence};
use ends::{cut_behind, cut_in_front};

/// How many segments away from a paragraph a caption may be that is glued to an end of it. If the
/// caption is further away, the same words more often belong to the paragraph.
const REACH: usize = 3;
/// Marks with which a caption, or the credit at its end, may begin.
const OPENING: [char; 3] = ['(', '[', '（'];
/// Marks with which the credit of a caption may end.
const CLOSING: [char; 3] = [')', ']', '）'];

/// Cuts every glued copy. `parts` are the cuts that were found before; they are returned first,
/// followed by the glued copies.
pub(super) fn cut_glued(page: &mut Page<'_>, parts: Vec<Repeat>) -> Vec<Repeat> {
    let mut cuts = GluedCuts {
        is_named: vec![false; page.segments().len()],
        found: Vec::new(),
    };
    for repeat in &parts {
        cuts.is_named[page.document.segment_at(repeat.kept.start())] = true;
    }
    cuts.found = parts;
    for i in 0..page.segments().len() {
        if cuts.may_be_cut(page, i) {
            cuts.cut_from_ends(page, i);
        }
    }
    for i in 0..page.segments().len() {
        if cuts.may_be_cut(page, i) {
            cuts.cut_from_midst(page, i);
        }
    }
    cuts.found
}

/// The glued copies that were found so far.
struct GluedCuts {
    /// Whether each segment is named as the copy that stays. Nothing is cut out of such a segment:
    /// two captions that are glued to each other would name each other, and neither would stay.
    is_named: Vec<bool>,
    /// The given parts, followed by the glued copies.
    found: Vec<Repeat>,
}

impl GluedCuts {
    /// Whether something may be cut out of segment `i`.
    fn may_be_cut(&self, page: &Page<'_>, i: usize) -> bool {
        page.is_open[i] && !self.is_named[i] && page.is_untouched(i)
    }

    /// Cuts the captions that are glued to the ends of segment `i`.
    fn cut_from_ends(&mut self, page: &mut Page<'_>, i: usize) {
        let mut left = page.segments()[i].content();
        // By index, because the page is changed in the loop.
        for at in 0..page.partners.of_segment(i).len() {
            let j = page.partners.of_segment(i)[at].segment;
            let may_be_glued = page.is_open[j]
                && i.abs_diff(j) <= REACH
                && page.ranges[j].len() < page.ranges[i].len()
                && page.is_untouched(j);
            if !may_be_glued {
                continue;
            }
            let mut found = cut_behind(page, i, j, left);
            if found.is_none() {
                found = cut_in_front(page, i, j, left);
            }
            let Some(cut) = found else {
                continue;
            };
            // Another caption may be glued to what is left.
            left = if cut.start() > left.start() {
                Span::new(left.start(), cut.start())
            } else {
                Span::new(cut.end(), left.end())
            };
            self.add(page, j, cut);
        }
    }

    /// Cuts the captions that are lines of their own somewhere and are glued into segment `i`
    /// between two sentences, letter by letter: `she said.The pilot of Varn (Photo: Ada
    /// Holm)Nobody else`. The caption may be at any distance, because nothing else is printed like
    /// that.
    fn cut_from_midst(&mut self, page: &mut Page<'_>, i: usize) {
        let own = page.segments()[i].content();
        let before = self.found.len();
        // These cuts do not take words from the ranges: the segment is closed after them.
        for partner in page.partners.of_segment(i) {
            let j = partner.segment;
            let is_caption =
                page.is_open[j] && page.is_untouched(j) && !ends_sentence(page.content(j));
            if !is_caption || page.ranges[j].len() >= page.ranges[i].len() {
                continue;
            }
            let Some(cut) = glued_at_both_ends(page.text(), own, page.content(j)) else {
                continue;
            };
            let mut others = self.found[before..].iter();
            if others.all(|other| !other.cut.overlaps(cut)) {
                self.add(page, j, cut);
            }
        }
        if self.found.len() > before {
            page.is_open[i] = false;
        }
    }

    /// Notes that `cut` has the words of segment `j`, which stays.
    fn add(&mut self, page: &Page<'_>, j: usize, cut: Span) {
        let kept = page.segments()[j].content();
        let words = page.ranges[j].len();
        self.found.push(Repeat::word_for_word(cut, kept, words));
        self.is_named[j] = true;
    }
}

/// Where `wanted` occurs in `within` without a space around it, between the end of one sentence and
/// the beginning of another.
fn glued_at_both_ends(text: &str, within: Span, wanted: &str) -> Option<Span> {
    let raw = within.slice(text);
    for (at, _) in raw.match_indices(wanted) {
        let (before, after) = (&raw[..at], &raw[at + wanted.len()..]);
        let begins = after.starts_with(char::is_uppercase) || after.starts_with(OPENING);
        // A caption before this one may end in its credit.
        let ends = before.ends_with(CLOSING) || ends_sentence(before);
        if begins && ends && !before.ends_with(char::is_whitespace) {
            let start = within.start() + at;
            return Some(Span::new(start, start + wanted.len()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::repeats;
    use copydesk_text::{Document, Spans};

    #[test]
    fn half_a_word_goes_with_no_caption() {
        let text =
            "op/ab cd ef gh ij klmNo qr st uv wx yz zz\n\nab cd ef gh ij\n\nNo qr st uv wx yz zz";
        let found = repeats(&Document::new(text), &Spans::default());
        let cuts: Vec<&str> = found.iter().map(|repeat| repeat.cut.slice(text)).collect();
        assert!(
            cuts.contains(&"No qr st uv wx yz zz") && cuts.iter().all(|cut| !cut.contains("klm")),
            "{cuts:?}"
        );
    }
}
