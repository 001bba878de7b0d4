//! Captions glued to a sentence of the story without a space.
//!
//! A scraper that drops a tag leaves “…what is happening.'They were seen weeping”, or “…the
//! stadiumYou can go out”. If the caption is also a line of its own, the glued copy is cut, and the
//! sentence stays without it.
//!
//! ```text
//! The wall is to be finished by May.⟦The mayor picks up a shovel and bends it⟧
//!
//! The mayor picks up a shovel and bends it
//! ```
//!
//! A caption that is glued to an end of a paragraph is found if the line with the same words is
//! close by. A caption that is glued between two sentences is found wherever that line is. Short
//! headings that are glued to the front of a paragraph are found in `headings.rs`.
//!
//! Some words of `page.rs`: The *partners* of a segment are the segments that share a run of words
//! with it. A segment is *open* if it may still be cut or kept as a copy, and *untouched* if no
//! caption has been cut from its ends.

mod ends;
mod headings;

pub(super) use ends::{case_change, opening_marks_len, same_text};
pub(super) use headings::cut_headings;

use super::page::Page;
use super::repeat::Repeat;
use copydesk_text::{Span, ends_sentence};
use ends::{cut_from_back, cut_from_front};

/// Largest distance, in segments, between a line and the paragraph that begins or ends with the
/// same words. If the line is further away, the words more often belong to the paragraph itself.
const MAX_DISTANCE: usize = 3;
/// Brackets with which a caption, or the credit at its end, may begin.
const OPENING_BRACKETS: [char; 3] = ['(', '[', '（'];
/// Brackets with which the credit of a caption may end.
const CLOSING_BRACKETS: [char; 3] = [')', ']', '）'];

/// Cuts every caption that is glued to a sentence and is also a line of its own. `parts` are the
/// repeats that `parts.rs` found. They come first in the returned list, then the glued captions.
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
            cuts.cut_from_middle(page, i);
        }
    }
    cuts.found
}

/// The glued captions that were found so far.
struct GluedCuts {
    /// Whether each segment is named as the copy that stays. Nothing is cut out of such a segment.
    /// Otherwise two copies could each be cut for the other, and neither would stay.
    is_named: Vec<bool>,
    /// The repeats of `parts.rs`, followed by the glued captions.
    found: Vec<Repeat>,
}

impl GluedCuts {
    /// Whether a caption may be cut out of segment `i`.
    fn may_be_cut(&self, page: &Page<'_>, i: usize) -> bool {
        page.is_open[i] && !self.is_named[i] && page.is_untouched(i)
    }

    /// Cuts the captions that are glued to the ends of segment `i`.
    fn cut_from_ends(&mut self, page: &mut Page<'_>, i: usize) {
        let mut uncut = page.segments()[i].content();
        // The partners are visited by index, because the loop changes the page.
        for k in 0..page.partners.of_segment(i).len() {
            let j = page.partners.of_segment(i)[k].segment;
            let may_be_glued = page.is_open[j]
                && i.abs_diff(j) <= MAX_DISTANCE
                && page.ranges[j].len() < page.ranges[i].len()
                && page.is_untouched(j);
            if !may_be_glued {
                continue;
            }
            let mut found = cut_from_back(page, i, j, uncut);
            if found.is_none() {
                found = cut_from_front(page, i, j, uncut);
            }
            let Some(cut) = found else {
                continue;
            };
            // Another caption may be glued to the rest of the segment.
            let is_cut_from_back = cut.start() > uncut.start();
            uncut = if is_cut_from_back {
                Span::new(uncut.start(), cut.start())
            } else {
                Span::new(cut.end(), uncut.end())
            };
            self.add(page, j, cut);
        }
    }

    /// Cuts the captions that are glued into segment `i` between two sentences, and are lines of
    /// their own somewhere on the page: `she said.The pilot of Varn (Photo: Ada Holm)Nobody else`.
    ///
    /// Text without a space on either side is certainly not a part of the paragraph. So the line
    /// may be at any distance, but it must be equal to the glued text in every character.
    fn cut_from_middle(&mut self, page: &mut Page<'_>, i: usize) {
        let content = page.segments()[i].content();
        let found_before = self.found.len();
        for partner in page.partners.of_segment(i) {
            let j = partner.segment;
            let is_caption =
                page.is_open[j] && page.is_untouched(j) && !ends_sentence(page.content(j));
            if !is_caption || page.ranges[j].len() >= page.ranges[i].len() {
                continue;
            }
            let Some(cut) = glued_at_both_ends(page.text(), content, page.content(j)) else {
                continue;
            };
            let mut others = self.found[found_before..].iter();
            if others.all(|other| !other.cut.overlaps(cut)) {
                self.add(page, j, cut);
            }
        }
        // `page.ranges` still includes the words that are cut, because a range cannot leave out
        // words in its middle. So later steps must not compare the segment.
        if self.found.len() > found_before {
            page.is_open[i] = false;
        }
    }

    /// Adds the repeat that cuts the span `cut` and keeps segment `j`, which has the same words.
    fn add(&mut self, page: &Page<'_>, j: usize, cut: Span) {
        let kept = page.segments()[j].content();
        let words = page.ranges[j].len();
        self.found.push(Repeat::word_for_word(cut, kept, words));
        self.is_named[j] = true;
    }
}

/// The span of `caption` in the paragraph `within`, if there is no space before or after it, and a
/// sentence ends before it and begins after it.
fn glued_at_both_ends(text: &str, within: Span, caption: &str) -> Option<Span> {
    let paragraph = within.slice(text);
    for (at, _) in paragraph.match_indices(caption) {
        let (before, after) = (&paragraph[..at], &paragraph[at + caption.len()..]);
        let begins_after =
            after.starts_with(char::is_uppercase) || after.starts_with(OPENING_BRACKETS);
        // The credit of another caption may end before this one.
        let ends_before = before.ends_with(CLOSING_BRACKETS) || ends_sentence(before);
        if begins_after && ends_before && !before.ends_with(char::is_whitespace) {
            let start = within.start() + at;
            return Some(Span::new(start, start + caption.len()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::repeats;
    use copydesk_text::{Document, Spans};

    #[test]
    fn no_glued_caption_takes_half_a_word() {
        // One caption is glued to the end of the paragraph. After it is cut, the paragraph ends in
        // half a word, `klm`, and the words of the other caption are right before that.
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
