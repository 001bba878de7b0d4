//! Judges lines by the page around them.
//!
//! A single line of a menu, a list of links or a row of buttons does not show what it is; its
//! neighbours do. So every line that may be furniture is described by some thirty
//! [features](Feature) that do not depend on the language. A small *forest* of shallow decision
//! trees judges the line by its features. The forest was fitted to pages whose furniture is known
//! (gradient boosting: Friedman 2001), and is a data file that people can read. Each judgement has
//! reasons: the features that raised the score most (Saabas 2014).
//!
//! These are the steps for a document. [`line_features`] runs the first five.
//!
//! 1. `line_profile` measures every line, and distinguishes prose from other lines.
//! 2. `candidates` decides whether the document is a whole page.
//! 3. `vocabulary` measures how many of a line's words the prose of the page uses.
//! 4. `candidates` decides which lines may be furniture.
//! 5. `features` computes the features of these lines.
//! 6. The [`Forest`] scores the lines, and a [`ListGuard`] protects single items of lists that
//!    stay.

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
pub use lists::ListGuard;
