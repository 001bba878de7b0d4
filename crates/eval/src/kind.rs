//! The kinds of truth: files that say what should be decided on documents.

use serde::Serialize;

/// A kind of truth with which a run can be compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TruthKind {
    /// In each row two ids, and whether their documents are duplicates.
    Pairs,
    /// In each row an id and the name of its cluster.
    Clusters,
    /// Pages in blocks that are labelled as story or furniture.
    Blocks,
    /// Articles whose spans are labelled.
    Spans,
    /// Scholarly papers with the ids of their duplicates, scored by the rule of a published
    /// benchmark.
    Core,
    /// News articles in clusters, scored by the rule of a published benchmark.
    NewsCopy,
}
