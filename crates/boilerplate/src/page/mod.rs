//! A line judged with its neighbours: what the page as a whole says of it.
//!
//! No line of a menu, a list of links or a row of buttons shows by itself what it is; its
//! neighbours do. So every line that may be furniture is described by some thirty
//! [features](Feature) that need no particular language, and a small forest of shallow decision
//! trees, made from labelled pages, adds up what they say (gradient boosting: Friedman 2001). The
//! forest is a data file that can be read; each judgement comes with its three strongest reasons,
//! by what every split on the line's path through the trees adds to the sum (Saabas 2014).

mod evidence;
mod features;
mod forest;
mod lists;

pub use evidence::LineEvidence;
pub use features::{Feature, Features, PageLines, line_features};
pub use forest::{Forest, ForestError, LineScore, Node, Split};
pub use lists::Lists;
