//! Furniture by recurrence: what occurs in many *distinct stories* of one site.
//!
//! A wire story that was scraped fifty times repeats each of its paragraphs fifty times and is not
//! furniture; the block about the author on every page is. The two differ in the text around them.
//! The paragraphs of the wire story always come together; furniture comes with new paragraphs each
//! time. So the documents of a site are first grouped into [stories](Stories), and the recurrence
//! of a segment is the number of *stories* that it occurs in.
//!
//! Two documents tell one story if they share at least half of what is particular to the smaller
//! one. The weight of a segment is its length in words over the number of the site's documents that
//! hold it (the idea of inverse document frequency, Spärck Jones 1972). So a disclaimer on a
//! hundred pages weighs nothing, and a paragraph that is found twice weighs much. A document is
//! compared only with the first that holds one of its segments. That is linear in the number of
//! segments, and enough, because copies of a story share all of its paragraphs.
//!
//! A caller that has all occurrences in memory calls [`RecurrenceTable::count`]. Any other caller
//! reads them twice, sorted by segment: once into [`Weights`], from which the stories follow, and
//! once into a [`RecurrenceCounter`].

mod counter;
mod stories;
mod table;

pub use counter::{Counted, RecurrenceCounter};
pub use stories::{Stories, Weights};
pub use table::{Recurrence, RecurrenceTable, SegmentOccurrence};
