//! The kinds of truth.

use serde::Serialize;

/// A kind of truth with which a run can be compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TruthKind {
    /// Two ids a row, and whether their documents tell the same story.
    Pairs,
    /// An id a row, and the name of its cluster.
    Clusters,
    /// Pages in blocks that are labelled as story or furniture.
    Blocks,
    /// Articles whose spans are labelled.
    Spans,
    /// Scholarly articles with the ids of their duplicates, scored by the rule of a public table.
    Core,
    /// News articles in clusters, scored by the rule of a public table.
    NewsCopy,
}
