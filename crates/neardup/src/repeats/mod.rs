//! Repeats inside one document.
//!
//! What is found: paragraphs that are equal after normalisation; near-equal ones (a typo,
//! “(pictured)”, a pronoun); a paragraph that occurs inside another (a standfirst that opens the
//! lead), also when its sentences occur in several others; a caption, standfirst or summary that
//! the story tells in other words; a caption glued to the story's next sentence; an embedded post
//! that the story quotes; a run of sentences that recurs in the same order.
//!
//! **Which copy is cut.** Whatever says something that no kept paragraph says, stays. Of two copies
//! that say the same:
//! 1. side by side, the one with fewer words is cut, on a tie the second (a photo's `alt` and its
//!    caption);
//! 2. apart, the one that is not in the flow of the story is cut (it is beside another copy of
//!    itself, ends without a stop, or see `flow/`), so that the story's own sentence stays; else
//!    the one with fewer words; else the later one.
//!
//! **What is left alone.** Lines of verse (`verse.rs`) and lines of fewer than five words: a
//! refrain is meant. So are questions, answers and signatures that are not side by side.
//!
//! # How it is done
//!
//! [`repeats`] is the list of the steps. All of them work on one [`Page`], which knows what is
//! left, which segments share words (`partners/`) and which read like captions. The steps come in
//! this order because each relies on the ones before:
//!
//! 1. `doubled.rs`: a paragraph that begins twice. It is a copy of itself, and must not be compared
//!    with others before that is settled.
//! 2. `glue/headings.rs`: a short heading glued to its paragraph. It needs no partner, so every
//!    page is asked for it.
//! 3. `parts.rs`: one sentence at the edge of a paragraph. The paragraph as a whole says more, so
//!    no later step would cut anything of it.
//! 4. `glue/`: captions glued to a sentence. The caption must still stand alone, to be named as the
//!    copy.
//! 5. `covered/`: whole paragraphs. It may cut a copy that step 4 named, and names another.
//! 6. `posts.rs`: posts that the story quotes. It takes over what steps 1 to 5 cut of a post.
//! 7. `runs/`: sentences in the same order. It cuts only what no other step cuts or needs.
//! 8. `overviews.rs`: lists of the headings below. It reverses cuts, so all must be there.
//! 9. [`keep_named_copies`] and `units/` take cuts back, and see all of them.
//!
//! Steps 4 to 6 are for pages on which two segments share words. Most pages have none, and on them
//! little more is done than to find that out.
//!
//! In the end no kept span touches a cut one: a step cuts nothing that a step before it needs as a
//! copy, and if a passage reaches further than its step looked, step 9 takes the cut back.
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
/// `removed` is what is cut anyway: whole segments, or one end of a segment. It is neither cut nor
/// kept here. The spans to cut are in order and disjoint, and no kept span touches a cut one.
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
    let mut out = doubled::cut_doubled(&mut page);
    out.append(&mut glue::cut_headings(&mut page));
    let parts = parts::cut_parts(&mut page);
    if page.partners.exist() {
        let mut glued = glue::cut_glued(&mut page, parts);
        out.append(&mut page.cut_covered(&mut glued));
        out.append(&mut glued);
        posts::cut_quoted(&mut page, &mut out);
    } else {
        out.extend(parts);
    }
    out.extend(runs::cut_runs(&page, &out));
    out.sort_by_key(|repeat| repeat.cut);
    overviews::cut_lists_instead(document, &mut out);
    keep_named_copies(&mut out);
    units::keep_units_whole(document, removed, out)
}

/// Takes back the cuts whose kept copy is cut itself: a passage that tells a summary may reach into
/// a paragraph that a run cuts.
fn keep_named_copies(repeats: &mut Vec<Repeat>) {
    let cut = cut_spans(repeats);
    repeats.retain(|repeat| !cut.overlap(repeat.kept));
}
