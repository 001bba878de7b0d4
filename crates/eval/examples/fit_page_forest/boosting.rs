//! Gradient boosting with the logistic loss, over shallow trees (Friedman 2001), with second-order
//! leaves (Chen and Guestrin 2016).

use copydesk_boilerplate::{Feature, Features, Forest, Node, Split};
use std::fmt::Write as _;

const TREES: usize = 30;
const DEPTH: usize = 3;
/// How far each tree moves the sum.
const RATE: f64 = 0.5;
/// Keeps leaves with few lines from saying much.
const SHRINKAGE: f64 = 20.0;
/// The least weight of a leaf.
const LEAST: f64 = 60.0;
/// Questions that are tried for each feature.
const CUTS: usize = 48;

/// One line to learn from.
pub struct Row {
    pub features: Features,
    pub is_furniture: bool,
    pub weight: f64,
}

/// What the lines of a node add up to.
#[derive(Clone, Copy, Default)]
struct Sum {
    gradient: f64,
    curvature: f64,
    weight: f64,
}

impl Sum {
    fn add(&mut self, other: Self) {
        self.gradient += other.gradient;
        self.curvature += other.curvature;
        self.weight += other.weight;
    }

    fn less(self, other: Self) -> Self {
        Self {
            gradient: self.gradient - other.gradient,
            curvature: self.curvature - other.curvature,
            weight: self.weight - other.weight,
        }
    }

    /// What a leaf with these lines adds.
    fn step(self) -> f64 {
        -RATE * self.gradient / (self.curvature + SHRINKAGE)
    }

    fn gain(self) -> f64 {
        self.gradient * self.gradient / (self.curvature + SHRINKAGE)
    }
}

/// Makes a forest from lines. Its thresholds are not set.
pub fn fit(rows: &[&Row]) -> Forest {
    let cuts: Vec<Vec<f32>> = (0..Feature::ALL.len())
        .map(|feature| cuts(rows, feature))
        .collect();
    let bins: Vec<Vec<u8>> = (0..Feature::ALL.len())
        .map(|feature| {
            let bin = |row: &&Row| {
                cuts[feature].partition_point(|&cut| cut <= row.features[feature]) as u8
            };
            rows.iter().map(bin).collect()
        })
        .collect();
    let (yes, all) = rows.iter().fold((0.0, 0.0), |(yes, all), row| {
        (
            yes + if row.is_furniture { row.weight } else { 0.0 },
            all + row.weight,
        )
    });
    let base = (yes / (all - yes)).ln();
    let mut odds = vec![base; rows.len()];
    let mut trees = Vec::new();
    for _ in 0..TREES {
        let sums: Vec<Sum> = rows
            .iter()
            .zip(&odds)
            .map(|(row, odds)| {
                let likely = 1.0 / (1.0 + (-odds).exp());
                let truth = f64::from(u8::from(row.is_furniture));
                Sum {
                    gradient: row.weight * (likely - truth),
                    curvature: row.weight * likely * (1.0 - likely),
                    weight: row.weight,
                }
            })
            .collect();
        let mut grower = Grower {
            sums: &sums,
            cuts: &cuts,
            bins: &bins,
            nodes: Vec::new(),
        };
        grower.grow((0..rows.len()).collect(), 0, &mut odds);
        trees.push(grower.nodes);
    }
    Forest {
        base: base as f32,
        cut: 0.0,
        cut_if_asked: 0.0,
        trees,
    }
}

/// Values that split the lines into parts of like size.
fn cuts(rows: &[&Row], feature: usize) -> Vec<f32> {
    let mut values: Vec<f32> = rows.iter().map(|row| row.features[feature]).collect();
    values.sort_unstable_by(f32::total_cmp);
    let mut cuts: Vec<f32> = (1..=CUTS)
        .map(|cut| values[(values.len() - 1) * cut / (CUTS + 1)])
        .map(|value| (value * 100.0).round() / 100.0)
        .collect();
    cuts.dedup();
    cuts
}

struct Grower<'r> {
    sums: &'r [Sum],
    cuts: &'r [Vec<f32>],
    bins: &'r [Vec<u8>],
    nodes: Vec<Node>,
}

impl Grower<'_> {
    /// Adds a node for these lines and all below it; returns its place.
    fn grow(&mut self, rows: Vec<usize>, depth: usize, odds: &mut [f64]) -> usize {
        let mut total = Sum::default();
        rows.iter().for_each(|&row| total.add(self.sums[row]));
        let place = self.nodes.len();
        let adds = (total.step() * 1000.0).round() / 1000.0;
        self.nodes.push(Node {
            adds: adds as f32,
            split: None,
        });
        let best = if depth < DEPTH {
            self.best(&rows, total)
        } else {
            None
        };
        let Some((feature, cut)) = best else {
            rows.iter().for_each(|&row| odds[row] += adds);
            return place;
        };
        let (low, high): (Vec<usize>, Vec<usize>) = rows
            .into_iter()
            .partition(|&row| usize::from(self.bins[feature][row]) <= cut);
        let at = self.cuts[feature][cut];
        let low = self.grow(low, depth + 1, odds);
        let high = self.grow(high, depth + 1, odds);
        self.nodes[place].split = Some(Split {
            feature: Feature::ALL[feature],
            at,
            low,
            high,
        });
        place
    }

    /// The question that tells most: a feature, and the number of its cut.
    fn best(&self, rows: &[usize], total: Sum) -> Option<(usize, usize)> {
        let mut best = (1.0, None);
        for (feature, cuts) in self.cuts.iter().enumerate() {
            let mut parts = vec![Sum::default(); cuts.len() + 1];
            for &row in rows {
                parts[usize::from(self.bins[feature][row])].add(self.sums[row]);
            }
            let mut low = Sum::default();
            for (cut, &part) in parts[..cuts.len()].iter().enumerate() {
                low.add(part);
                let high = total.less(low);
                let gain = low.gain() + high.gain() - total.gain();
                if low.weight >= LEAST && high.weight >= LEAST && gain > best.0 {
                    best = (gain, Some((feature, cut)));
                }
            }
        }
        best.1
    }
}

/// The forest as a file that can be read: one node on each line.
pub fn json(forest: &Forest) -> String {
    let mut out = format!(
        "{{\n\"base\": {:.3}, \"cut\": {:.2}, \"cut_if_asked\": {:.2},\n\"trees\": [\n",
        forest.base, forest.cut, forest.cut_if_asked
    );
    for (number, tree) in forest.trees.iter().enumerate() {
        let nodes: Vec<String> = tree
            .iter()
            .map(|node| serde_json::to_string(node).expect("a node is JSON"))
            .collect();
        let comma = if number + 1 < forest.trees.len() {
            ","
        } else {
            ""
        };
        writeln!(out, "[{}]{comma}", nodes.join(",\n ")).expect("text takes text");
    }
    out.push_str("]\n}\n");
    out
}
