//! The forest: shallow decision trees, read from a data file, whose results are added up.
//!
//! A line is described by its [features](Feature), which are numbers. It goes down each tree: at up
//! to three nodes, one of its features is compared with a limit, and the leaf at the end has a
//! number. The sum of the numbers from all trees is the natural logarithm of the odds that the line
//! is furniture. Such a sum can be explained: each comparison on the line's path raises or lowers
//! the sum by a known amount. The features that raise it most are the reasons for the score.

use super::evidence::LineEvidence;
use super::features::{Feature, Features};
use super::lines::{PageLines, line_features};
use crate::Certainty;
use copydesk_text::Document;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The data file of the forest that is part of this crate. It is written by
/// `cargo run --release -p copydesk-eval --example fit_page_forest`.
const SHIPPED: &str = include_str!("../../data/page-forest.json");

/// Decision trees whose results are added up, and the least sum for each certainty.
///
/// In a forest that was read by [`Forest::from_json`], every path through a tree ends: a split
/// leads only to later nodes of its tree.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Forest {
    /// The log odds before the trees are added.
    pub base: f32,
    /// The least log odds for [`Certainty::Cut`].
    pub cut: f32,
    /// The least log odds for [`Certainty::CutIfAsked`].
    pub cut_if_asked: f32,
    /// The trees; the first node of each is its root.
    pub trees: Vec<Vec<Node>>,
}

/// A node of a tree.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Node {
    /// In a leaf, the number that is added to the sum if the path of a line ends here. In any other
    /// node, the number that would be added if the node were a leaf.
    pub adds: f32,
    /// The comparison that decides where the path continues; `None` in a leaf.
    #[serde(default, rename = "if", skip_serializing_if = "Option::is_none")]
    pub split: Option<Split>,
}

/// The comparison of a feature with a limit.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Split {
    /// The feature that is compared.
    pub feature: Feature,
    /// The limit, in the unit of the feature.
    pub at: f32,
    /// The index of the next node for a line whose value is less than the limit.
    pub low: usize,
    /// The index of the next node for any other line.
    pub high: usize,
}

/// The reason why a data file is not a valid forest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ForestError(String);

impl fmt::Display for ForestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ForestError {}

impl Forest {
    /// The forest that is part of this crate.
    ///
    /// # Panics
    /// Never: a test reads the file as well.
    #[must_use]
    pub fn shipped() -> Self {
        Self::from_json(SHIPPED).expect("the shipped forest is well formed")
    }

    /// Reads a forest from the text of its data file.
    ///
    /// ```
    /// use copydesk_boilerplate::{Feature, Forest};
    ///
    /// let stump = r#"{"base": -1.0, "cut": 2.0, "cut_if_asked": 0.5, "trees": [[
    ///     {"adds": 0.0, "if": {"feature": "run", "at": 5.0, "low": 1, "high": 2}},
    ///     {"adds": -1.0},
    ///     {"adds": 2.0}
    /// ]]}"#;
    /// let forest = Forest::from_json(stump).unwrap();
    /// let mut features = [0.0; Feature::ALL.len()];
    /// features[Feature::Run as usize] = 9.0;
    /// assert_eq!(forest.log_odds(&features), 1.0);
    /// assert_eq!(forest.reasons(&features, 1), ["lines without prose in a row: 9"]);
    /// ```
    ///
    /// # Errors
    /// If the JSON is no forest, if a tree is empty, or if a split does not lead to later nodes of
    /// its tree.
    pub fn from_json(json: &str) -> Result<Self, ForestError> {
        let forest: Self = match serde_json::from_str(json) {
            Ok(forest) => forest,
            Err(error) => return Err(ForestError(error.to_string())),
        };
        for (number, tree) in forest.trees.iter().enumerate() {
            if !is_well_formed(tree) {
                return Err(ForestError(format!(
                    "tree {number} has a split that does not lead to a later node"
                )));
            }
        }
        Ok(forest)
    }

    /// The log odds that a line with these features is furniture; 0 if furniture and story are
    /// equally likely.
    #[must_use]
    pub fn log_odds(&self, features: &Features) -> f32 {
        // The base is added last. Another order would round differently in the last bits.
        let mut sum = 0.0;
        for tree in &self.trees {
            if let Some(leaf) = path(tree, features).last() {
                sum += leaf.adds;
            }
        }
        self.base + sum
    }

    /// The certainty that a line with these log odds is furniture.
    ///
    /// ```
    /// use copydesk_boilerplate::{Certainty, Forest};
    ///
    /// let forest = Forest::shipped();
    /// assert_eq!(forest.certainty(forest.cut), Certainty::Cut);
    /// assert_eq!(forest.certainty(forest.cut_if_asked - 1.0), Certainty::ShowOnly);
    /// ```
    #[must_use]
    pub fn certainty(&self, log_odds: f32) -> Certainty {
        if log_odds >= self.cut {
            Certainty::Cut
        } else if log_odds >= self.cut_if_asked {
            Certainty::CutIfAsked
        } else {
            Certainty::ShowOnly
        }
    }

    /// The strongest reasons why a line with these features is furniture, at most `most`, in words:
    /// `lines without prose in a row: 12`. A reason is a feature whose splits raise the sum.
    ///
    /// ```
    /// use copydesk_boilerplate::{Feature, Forest};
    ///
    /// let stump = r#"{"base": 0.0, "cut": 2.0, "cut_if_asked": 0.5, "trees": [[
    ///     {"adds": 0.0, "if": {"feature": "run", "at": 5.0, "low": 1, "high": 2}},
    ///     {"adds": -1.0},
    ///     {"adds": 2.0}
    /// ]]}"#;
    /// let forest = Forest::from_json(stump).unwrap();
    /// let mut features = [0.0; Feature::ALL.len()];
    /// features[Feature::Run as usize] = 12.0;
    /// assert_eq!(forest.reasons(&features, 3), ["lines without prose in a row: 12"]);
    /// features[Feature::Run as usize] = 1.0;
    /// assert!(forest.reasons(&features, 3).is_empty());
    /// ```
    #[must_use]
    pub fn reasons(&self, features: &Features, most: usize) -> Vec<String> {
        let mut gains = [0.0_f32; Feature::ALL.len()];
        for tree in &self.trees {
            let mut nodes = path(tree, features).peekable();
            while let Some(node) = nodes.next() {
                // A split replaces the number of its own node by the number of the next node.
                if let (Some(split), Some(next)) = (node.split, nodes.peek()) {
                    gains[split.feature as usize] += next.adds - node.adds;
                }
            }
        }
        let mut order: Vec<Feature> = Feature::ALL.to_vec();
        order.retain(|&feature| gains[feature as usize] > 0.0);
        order.sort_by(|&a, &b| gains[b as usize].total_cmp(&gains[a as usize]));
        let mut reasons = Vec::new();
        for feature in order.into_iter().take(most) {
            let value = rounded(features[feature as usize]);
            reasons.push(format!("{}: {value}", feature.description()));
        }
        reasons
    }
}

/// The score of a line, as a forest computes it.
#[derive(Clone, PartialEq, Debug)]
pub struct LineScore {
    /// The index of the line's segment.
    pub segment: usize,
    /// The natural logarithm of the odds that the line is furniture.
    pub log_odds: f32,
    /// The certainty that the line is furniture.
    pub certainty: Certainty,
    /// The features of the line, for [`Forest::reasons`].
    pub features: Features,
}

impl LineScore {
    /// The probability that the line is furniture, in `0..=1`: the logistic function of the log
    /// odds.
    #[must_use]
    pub fn probability(&self) -> f32 {
        1.0 / (1.0 + (-self.log_odds).exp())
    }
}

impl Forest {
    /// Scores every line that may be furniture, in order. An item of a list that stays gets at most
    /// [`Certainty::CutIfAsked`]: see [`ListGuard::spared`](super::ListGuard::spared). `evidence`
    /// says for each segment what rules and recurrence have found.
    ///
    /// # Panics
    /// If `evidence` has fewer entries than the document has segments.
    ///
    /// ```
    /// use copydesk_boilerplate::{Forest, LineEvidence};
    /// use copydesk_text::Document;
    ///
    /// let page = Document::new("Short");
    /// assert!(Forest::shipped().scores(&page, &[LineEvidence::default()]).is_empty());
    /// ```
    #[must_use]
    pub fn scores(&self, document: &Document<'_>, evidence: &[LineEvidence]) -> Vec<LineScore> {
        let PageLines { features, lists } = line_features(document, evidence);
        let mut scores = Vec::with_capacity(features.len());
        let mut cut = Vec::new();
        for (segment, features) in features {
            let score = self.judge(segment, features);
            if score.certainty == Certainty::Cut {
                cut.push(segment);
            }
            scores.push(score);
        }
        // Lines are scored in order, so `spared` is sorted and can be searched by binary search.
        let spared = lists.spared(&cut);
        for score in &mut scores {
            if spared.binary_search(&score.segment).is_ok() {
                score.certainty = Certainty::CutIfAsked;
            }
        }
        scores
    }

    /// Scores a line by its features.
    #[must_use]
    pub fn judge(&self, segment: usize, features: Features) -> LineScore {
        let log_odds = self.log_odds(&features);
        LineScore {
            segment,
            log_odds,
            certainty: self.certainty(log_odds),
            features,
        }
    }
}

/// Whether a tree has a root, and each of its splits leads to later nodes of the tree.
fn is_well_formed(tree: &[Node]) -> bool {
    for (at, node) in tree.iter().enumerate() {
        let Some(split) = node.split else {
            continue;
        };
        for next in [split.low, split.high] {
            if next <= at || next >= tree.len() {
                return false;
            }
        }
    }
    !tree.is_empty()
}

/// The nodes on the path of a line, from the root to a leaf.
fn path<'t>(tree: &'t [Node], features: &'t Features) -> impl Iterator<Item = &'t Node> {
    std::iter::successors(tree.first(), move |node| {
        let split = node.split?;
        let is_low = features[split.feature as usize] < split.at;
        tree.get(if is_low { split.low } else { split.high })
    })
}

/// A value with two digits after the point, which are enough for a reader.
fn rounded(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    const STUMP: &str = r#"{"base": -1.0, "cut": 2.0, "cut_if_asked": 0.5, "trees": [[
        {"adds": 0.0, "if": {"feature": "run", "at": 5.0, "low": 1, "high": 2}},
        {"adds": -1.0}, {"adds": 2.0}]]}"#;

    fn features(run: f32) -> Features {
        let mut features = [0.0; Feature::ALL.len()];
        features[Feature::Run as usize] = run;
        features
    }

    #[test]
    fn trees_are_added_up_and_explained() {
        let forest = Forest::from_json(STUMP).expect("a valid forest");
        // The base is -1. A run shorter than 5 lines adds -1, any other adds 2.
        assert_eq!(forest.log_odds(&features(4.0)), -2.0);
        assert_eq!(forest.log_odds(&features(5.0)), 1.0);
        assert_eq!(forest.certainty(1.0), Certainty::CutIfAsked);
        assert_eq!(forest.certainty(2.0), Certainty::Cut);
        assert_eq!(
            forest.reasons(&features(9.0), 3),
            ["lines without prose in a row: 9"]
        );
        assert!(forest.reasons(&features(1.0), 3).is_empty());
    }

    #[test]
    fn a_file_that_is_no_valid_forest_is_refused() {
        for (fault, file) in [
            (
                "a split that leads to itself",
                STUMP.replace("\"low\": 1", "\"low\": 0"),
            ),
            (
                "a split that leads out of the tree",
                STUMP.replace("\"high\": 2", "\"high\": 3"),
            ),
            ("an empty tree", STUMP.replace("[[", "[[], [")),
            ("an unknown feature", STUMP.replace("run", "colour")),
        ] {
            assert!(Forest::from_json(&file).is_err(), "{fault}");
        }
    }

    #[test]
    fn the_shipped_forest_is_small_enough_to_read() {
        let forest = Forest::shipped();
        assert!(forest.trees.len() <= 30 && forest.cut_if_asked <= forest.cut);
        let depth = |tree: &[Node]| {
            // One pass is enough, because splits lead only to later nodes.
            let mut depths = vec![0; tree.len()];
            for (at, node) in tree.iter().enumerate() {
                if let Some(split) = node.split {
                    depths[split.low] = depths[at] + 1;
                    depths[split.high] = depths[at] + 1;
                }
            }
            depths.into_iter().max().unwrap_or_default()
        };
        assert!(forest.trees.iter().all(|tree| depth(tree) <= 3));
    }
}
