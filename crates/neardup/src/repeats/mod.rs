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
//! **Which copy is cut.** A paragraph is cut only if the text that is kept says all of it. Of two
//! copies that say the same, one is cut:
//!
//! 1. If they are side by side (a photo's `alt` text and its caption), the one with fewer words; if
//!    both have the same number, the second.
//! 2. If they are apart, the one that reads more like a caption, so that the story's own sentence
//!    stays. Signs of a caption are that it is beside another copy of itself, that it ends without
//!    a stop, and its place or form on the page (`flow/`). If this does not decide, the copy with
//!    fewer words, then the later one.
//!
//! **What is left alone.** Verse (`verse.rs`) is not cut, because a refrain is repeated on purpose.
//! A line of fewer than five words is cut only with other lines (steps 6 and 7 below). A short
//! question, answer or signature is cut only if it is beside its copy, or with other lines.
//!
//! # How it is done
//!
//! [`repeats()`] calls the steps. All of them work on one [`Page`], which knows the words that are
//! not cut yet, the segments that share words (*partners*, `partners/`), and how much each segment
//! reads like a caption. The order of the steps matters:
//!
//! 1. `doubled.rs`: paragraphs that print their beginning twice. They are found first, because a
//!    paragraph with two copies in it must not be compared with others.
//! 2. `glue/headings.rs`: a short heading glued to its paragraph. A heading is too short to have
//!    partners, so this step runs on every page.
//! 3. `parts.rs`: one sentence at the edge of a paragraph. The paragraph as a whole says more, so
//!    the later steps would leave it whole.
//! 4. `glue/`: captions glued to a sentence. The kept copy is the line that has the caption alone.
//!    This step comes before step 5, which may cut that line.
//! 5. `covered/`: whole paragraphs. If one of them is the kept copy of a repeat of step 3 or 4, the
//!    repeat gets another copy.
//! 6. `posts.rs`: posts that the story quotes. A post is cut as a whole, and the cuts that earlier
//!    steps made inside it are removed.
//! 7. `runs/`: sentences that recur in the same order. Only text is cut that no other step cuts or
//!    keeps as a copy.
//! 8. `overviews.rs`: lists at the top that repeat the headings of the page. Here the cut and the
//!    kept copy of some repeats change places, so all repeats must be known.
//! 9. [`keep_named_copies`] and `units/`: some cuts are taken back.
//!
//! Steps 4 to 6 run only if some segment has a partner. On most pages none has, and finding that
//! out is nearly all the work there is.
//!
//! In the end no kept span overlaps a cut. Most steps ensure this themselves. But a kept passage
//! may reach into a paragraph that another step cuts; then step 9 takes back the cut that has this
//! passage as its copy.
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
        // The parts and the glued captions are in one list, because `cut_covered` may have to give
        // any of them another copy.
        let mut parts_and_glued = glue::cut_glued(&mut page, parts);
        found.append(&mut page.cut_covered(&mut parts_and_glued));
        found.append(&mut parts_and_glued);
        posts::cut_quoted(&mut page, &mut found);
    } else {
        found.extend(parts);
    }
    found.extend(runs::cut_runs(&page, &found));
    found.sort_by_key(|repeat| repeat.cut);
    overviews::cut_lists(document, &mut found);
    keep_named_copies(&mut found);
    units::keep_units_whole(document, removed, found)
}

/// Removes each repeat whose kept copy overlaps a cut, because text may be cut only if its copy
/// stays. For example, a summary is cut for a passage of the story, and this passage reaches into a
/// paragraph that `runs/` cuts. Then the summary is not cut.
fn keep_named_copies(repeats: &mut Vec<Repeat>) {
    let cut = cut_spans(repeats);
    repeats.retain(|repeat| !cut.overlap(repeat.kept));
}
