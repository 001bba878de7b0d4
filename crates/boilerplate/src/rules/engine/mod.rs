//! What all rules share: the pattern language, the index over all phrases, and the lines they are
//! tried on.

mod glue;
mod index;
mod keys;
mod line;
mod matcher;
mod opening;
mod pattern;
mod rule;
mod signature;

pub(super) use glue::Judge;
pub(super) use index::{ADDRESS_LANGUAGES, Index, check};
pub(super) use line::{Line, Mark};
pub(super) use rule::{Anchor, Family, Kind, Source, Terms};
