//! Which segments are not in the flow of the story.
//!
//! A page often prints a text twice because one copy is in the story and the other is beside it: a
//! standfirst above the story, a gallery between its paragraphs. The copy in the story is *in its
//! flow*, and stays. A line that ends without a stop, or that is beside its own copy, is never in
//! the flow (`page.rs`). A segment of whole sentences is not in the flow if it is one of these:
//!
//! - a segment before the dateline (`dateline.rs`);
//! - a gallery in one line (`gallery.rs`);
//! - a paragraph of a summary above the story that has two paragraphs or more (`summary.rs`);
//! - the first paragraph, if it is a quotation that recurs in the story: a pull quote;
//! - a paragraph in the middle of the story that is equal to its last paragraph: a pull quote, too.
//!
//! No segment is cut only because it is not in the flow. This decides which of two copies stays.

mod dateline;
mod gallery;
mod layout;
mod summary;

pub use gallery::is_gallery;

use super::partners::Partners;
use super::remainder::Remainder;
use copydesk_text::Document;
use layout::Layout;

/// For each segment, whether its place or form shows that it is not in the flow of the story. A
/// segment that shares words with no other is marked only if it is part of a summary. `remainder`
/// is what is left of the document without its furniture; `partners` are the segments that share
/// words.
pub(super) fn off_flow(
    document: &Document<'_>,
    remainder: &Remainder,
    partners: &Partners,
) -> Vec<bool> {
    let layout = Layout {
        document,
        remainder,
        partners,
    };
    let body_start = dateline::first_of_body(&layout);
    let mut is_off_flow = vec![false; layout.len()];
    for (i, is_off) in is_off_flow.iter_mut().enumerate() {
        *is_off = layout.shares_words(i) && (i < body_start || is_gallery(layout.words(i)));
    }
    // If there is a dateline, the segments above the story are marked already.
    if body_start == 0 && layout.may_have_summary() {
        for i in summary::paragraphs_of_summary(&layout) {
            is_off_flow[i] = true;
        }
    }
    if let Some(quote) = layout.pull_quote_at_top() {
        is_off_flow[quote] = true;
    }
    if let Some(quote) = layout.pull_quote_of_last_paragraph() {
        is_off_flow[quote] = true;
    }
    is_off_flow
}
