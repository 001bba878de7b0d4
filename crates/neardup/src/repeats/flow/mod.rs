//! What is not in the flow of the story.
//!
//! A page prints things twice because it prints them once beside the story: a standfirst above it,
//! a gallery between its paragraphs. Of two copies the one in the flow stays. A line that ends
//! without a stop, or that is beside its own copy, is known as a caption without this; here is
//! what whole sentences are known by:
//!
//! - they come before a dateline (`dateline.rs`);
//! - they are a gallery in one line (`gallery.rs`);
//! - they are a summary of two paragraphs or more above the story (`summary.rs`);
//! - the first paragraph is a quotation pulled from the story to its top;
//! - a paragraph in the midst of the story prints its last one, which is pulled from there.
//!
//! Nothing is cut for this alone. It only decides which of two copies stays.

mod dateline;
mod gallery;
mod layout;
mod summary;

pub use gallery::is_gallery;

use super::partners::Partners;
use super::remainder::Remainder;
use copydesk_text::Document;
use layout::Layout;

/// For each segment, whether it is not in the flow of the story, whatever its last character is.
/// Only segments with partners are asked, except that the whole of a summary is marked.
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
    let body = dateline::first_of_body(&layout);
    let mut off = vec![false; layout.len()];
    for (i, is_off) in off.iter_mut().enumerate() {
        *is_off = layout.shares_words(i) && (i < body || is_gallery(layout.words(i)));
    }
    // With a dateline, all before it is known to be above the story.
    if body == 0 && layout.may_have_summary() {
        for i in summary::summary(&layout) {
            off[i] = true;
        }
    }
    if let Some(first) = layout.first_pulled() {
        off[first] = true;
    }
    if let Some(pulled) = layout.pulled_from_end() {
        off[pulled] = true;
    }
    off
}
