//! Repeats inside one document.
//!
//! What is found: paragraphs that are equal after normalisation; near-equal ones (a typo,
//! “(pictured)”, a pronoun); a paragraph that stands inside another (a standfirst that opens the
//! lead), also when its sentences stand in several others; a caption glued to the story's next
//! sentence; a run of sentences that comes again in the same order.
//!
//! **Which copy goes.** Whatever says something that no kept paragraph says, stays. Of two copies
//! that say the same:
//! 1. side by side, the one with fewer words goes, on a tie the second (a photo's `alt` and its
//!    caption);
//! 2. apart, the one that is not in the flow of the story goes (it stands beside another copy of
//!    itself, ends without a stop, or see `flow.rs`), so that the story's own sentence stays; else
//!    the one with fewer words; else the later one.
//!
//! A caption, standfirst or summary also goes if the story tells what it says in other words: see
//! `retold`. An embedded post that the story quotes goes as a whole: see `posts.rs`.
//!
//! A sentence at the edge of a paragraph goes if it stands elsewhere and the paragraph shows that it
//! was printed by mistake: see `parts.rs`.
//!
//! A caption glued to another sentence is cut out of the glued paragraph, so that the caption
//! stands once and the sentence is whole.
//!
//! What belongs together is cut together or not at all: see `units.rs`.
//!
//! Lines of verse, and lines of fewer than five words, are left alone: a refrain is meant. So are
//! questions, answers and signatures that do not stand side by side.

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
mod repeat;
mod runs;
mod units;
mod verse;

pub use flow::is_gallery;
pub use repeat::{Repeat, RepeatKind};

use copydesk_text::{Document, Spans};
use page::{Page, Remainder};

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
    let ranges = &remainder.ranges;
    let mut page = Page::new(document, &remainder);
    let mut out = doubled::cut_doubled(&mut page);
    out.append(&mut glue::cut_headings(&mut page, ranges));
    let parts = parts::cut_parts(&mut page, ranges);
    if page.partners.exist() {
        let mut glued = glue::cut_glued(&mut page, ranges, parts);
        out.extend(page.cut_covered(ranges, &mut glued));
        out.append(&mut glued);
        posts::cut_quoted(&mut page, &mut out);
    } else {
        out.extend(parts);
    }
    out.extend(runs::cut_runs(&page, &remainder, &out));
    out.sort_by_key(|repeat| repeat.cut);
    overviews::cut_lists_instead(document, &mut out);
    keep_named_copies(&mut out);
    units::keep_units_whole(document, removed, out)
}

/// Takes back the cuts whose kept copy is cut itself: a passage that tells a summary may reach into
/// a paragraph that a run cuts.
fn keep_named_copies(repeats: &mut Vec<Repeat>) {
    let cut = Spans::union(repeats.iter().map(|repeat| repeat.cut));
    repeats.retain(|repeat| !cut.overlap(repeat.kept));
}
