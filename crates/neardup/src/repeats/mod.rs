//! Repeats inside one document.
//!
//! A *repeat* is text that says again what other text of the same document says. These are found:
//!
//! - paragraphs that are equal after normalisation, or nearly equal (a typo, “(pictured)”, a
//!   pronoun);
//! - a paragraph whose text is also inside another paragraph (a standfirst that opens the lead), or
//!   whose sentences are in several other paragraphs;
//! - a caption, standfirst or summary that the story tells in other words;
//! - a caption that is glued to the next sentence of the story;
//! - an embedded post that the story quotes;
//! - a run of sentences that recurs in the same order.
//!
//! **Which copy is cut.** A paragraph that says something that no kept paragraph says is never cut.
//! Of two copies that say the same:
//! 1. if they are side by side (a photo's `alt` text and its caption), the one with fewer words is
//!    cut; if both have the same number, the second;
//! 2. if they are apart, the one that is not in the flow of the story is cut, so that the story's
//!    own sentence stays. Such a copy is beside another copy of itself, ends without a stop, or is
//!    recognised by its place or form (`flow/`). If this does not decide, the copy with fewer words
//!    is cut, then the later one.
//!
//! **What is left alone.** Lines of verse (`verse.rs`) and lines of fewer than five words are never
//! cut: a refrain is repeated on purpose. Short questions, answers and signatures are cut only if
//! they are beside their copy.
//!
//! # How it is done
//!
//! [`repeats`] is the list of the steps. All of them work on one [`Page`], which knows which words
//! are left, which segments share words (`partners/`) and which read like captions. The steps come
//! in this order because each relies on the ones before:
//!
//! 1. `doubled.rs`: a paragraph that begins twice. It is a copy of itself, and must not be compared
//!    with others before that is settled.
//! 2. `glue/headings.rs`: a short heading glued to its paragraph. It is compared only with the line
//!    above the paragraph, so this step runs on every page.
//! 3. `parts.rs`: one sentence at the edge of a paragraph. The paragraph as a whole says more, so
//!    no later step would cut anything of it.
//! 4. `glue/`: captions glued to a sentence. This must come before step 5, which may cut the line
//!    that has the caption alone: that line is named as the copy here.
//! 5. `covered/`: whole paragraphs. If it cuts a copy that step 3 or 4 named, it names another.
//! 6. `posts.rs`: posts that the story quotes. It cuts a whole post, and removes the cuts that
//!    steps 1 to 5 made inside it.
//! 7. `runs/`: sentences in the same order. It cuts only text that no other step cuts or names as a
//!    copy.
//! 8. `overviews.rs`: lists of the headings below. It exchanges the cut and the kept copy of
//!    repeats, so it comes after all steps that find repeats.
//! 9. [`keep_named_copies`] and `units/` take cuts back, so they come last.
//!
//! Steps 4 to 6 run only on a page on which two segments share words. On most pages no two do, and
//! finding that out is nearly all the work there is.
//!
//! In the end no kept span overlaps a cut. Most steps see to this themselves; where a kept passage
//! reaches into other paragraphs, step 9 takes back the cut that named it.
//!
//! The examples in these files mark what is cut: `⟦cut⟧`. They are shortened from those in
//! `testdata/cases/repeats-*.toml`, which are tested.

mod covered;
mod doubled;
mod flow;
mod glue;
mod lines;
mod overviews;
mod page;
mod partners;
mod parts;
mod posts;
mod quotations;
mod remainder;
mod repeat;
mod runs;
mod units;
mod verse;

pub use flow::is_gallery;
pub use repeat::{Repeat, RepeatKind};

use copydesk_text::{Document, Spans};
use page::Page;
use remainder::Remainder;
use repeat::cut_spans;

/// Finds the repeats of a document.
///
/// `removed` are the spans that the caller cuts in any case, such as furniture: whole segments, or
/// one end of a segment. Their words are not compared. The repeats are in the order of the text;
/// their cuts are disjoint, and no kept span overlaps a cut.
///
/// ```
/// use copydesk_neardup::repeats;
/// use copydesk_text::{Document, Spans};
///
/// let page = Document::new(
///     "The bridge in Varn after the storm of Monday night\n\n\
///      The bridge in Varn after the storm of Monday night.\n\nTwo men died.",
/// );
/// let found = repeats(&page, &Spans::default());
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].cut, page.segments()[1].content());
/// ```
#[must_use]
pub fn repeats(document: &Document<'_>, removed: &Spans) -> Vec<Repeat> {
    let remainder = Remainder::of(document, removed);
    let mut page = Page::new(document, &remainder);
    let mut found = doubled::cut_doubled(&mut page);
    found.append(&mut glue::cut_headings(&mut page));
    let parts = parts::cut_parts(&mut page);
    if page.partners.exist() {
        // The parts come first in the result, because `cut_covered` may cut their copies, too.
        let mut parts_and_glued = glue::cut_glued(&mut page, parts);
        found.append(&mut page.cut_covered(&mut parts_and_glued));
        found.append(&mut parts_and_glued);
        posts::cut_quoted(&mut page, &mut found);
    } else {
        found.extend(parts);
    }
    found.extend(runs::cut_runs(&page, &found));
    found.sort_by_key(|repeat| repeat.cut);
    overviews::cut_lists_instead(document, &mut found);
    keep_named_copies(&mut found);
    units::keep_units_whole(document, removed, found)
}

/// Takes back each cut whose kept copy overlaps a cut. For example, the passage that tells a
/// summary may reach into a paragraph that a run cuts.
fn keep_named_copies(repeats: &mut Vec<Repeat>) {
    let cut = cut_spans(repeats);
    repeats.retain(|repeat| !cut.overlap(repeat.kept));
}
