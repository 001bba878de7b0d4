//! Furniture by recurrence: what occurs in many *distinct stories* of one site.
//!
//! If a wire story was scraped fifty times, each of its paragraphs occurs fifty times and is not
//! furniture. The block about the author, which is on every page, is furniture. The two differ in
//! the text around them: the paragraphs of the wire story always occur together, and furniture
//! occurs with other paragraphs each time. So the documents of a site are first grouped into
//! [stories](Stories). The recurrence of a *segment* (a paragraph or line) is the number of stories
//! that it occurs in.
//!
//! The *weight* of a segment is its length in words divided by the number of the site's documents
//! that hold it (the idea of inverse document frequency, Spärck Jones 1972). So a disclaimer on a
//! hundred pages weighs little, and a paragraph in two documents weighs much. The weight of a
//! document is the sum of the weights of its segments. Two documents tell one story if the segments
//! that they share weigh at least half as much as the lighter document.
//!
//! Not every pair is compared. For each segment, the first document that holds it is compared with
//! each of the others that hold it. The number of these comparisons is linear in the number of
//! occurrences. They are enough: copies of a story share most of its paragraphs, so each copy is
//! compared with the first one.
//!
//! A caller that has all occurrences in memory calls [`RecurrenceTable::count`]. Any other caller
//! reads them twice, sorted by segment: once into [`Weights`], which become the stories, and once
//! into a [`RecurrenceCounter`].

mod counter;
mod stories;
mod table;

pub use counter::{Counted, RecurrenceCounter};
pub use stories::{Stories, Weights};
pub use table::{Recurrence, RecurrenceTable, SegmentOccurrence};
