//! A line judged with its neighbours: what the page as a whole says of it.
//!
//! No line of a menu, a list of links or a row of buttons shows by itself what it is; its
//! neighbours do. So every line that may be furniture is described by some thirty
//! [features](Feature) that need no particular language, and a small forest of shallow decision
//! trees, fitted to labelled pages, adds up what they say (gradient boosting: Friedman 2001). The
//! forest is a data file that can be read. Each judgement comes with its three strongest reasons,
//! by what every split on the line's path through the trees adds to the sum (Saabas 2014).
//!
//! How a document passes through:
//!
//! 1. `line_profile` measures every line by itself, and tells prose from other lines.
//! 2. `vocabulary` measures how many of a line's words the story uses.
//! 3. `candidates` decides whether this is a whole page, and which of its lines may be furniture.
//! 4. [`line_features`] adds what the neighbours of those lines are like.
//! 5. The [`Forest`] scores them, and [`Lists`] takes back what it would pick out of a list.

mod candidates;
mod evidence;
mod features;
mod forest;
mod line_profile;
mod lines;
mod lists;
mod vocabulary;

pub use evidence::LineEvidence;
pub use features::{Feature, Features};
pub use forest::{Forest, ForestError, LineScore, Node, Split};
pub use lines::{PageLines, line_features};
pub use lists::Lists;
