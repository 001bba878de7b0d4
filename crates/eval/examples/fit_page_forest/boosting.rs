//! Gradient boosting over shallow trees with the logistic loss (Friedman 2001). The values of
//! leaves are Newton steps, computed from the first and second derivatives of the loss (Chen and
//! Guestrin 2016).

use copydesk_boilerplate::{Feature, Features, Forest, Node, Split};
use std::fmt::Write as _;

/// The number of trees.
const TREES: usize = 30;
/// The greatest number of splits on the way to a leaf.
const DEPTH: usize = 3;
/// The learning rate: a leaf adds this share of its Newton step.
const RATE: f64 = 0.5;
/// The L2 regularisation of leaves. It is added to the second derivatives, so it makes the values
/// of leaves with few lines smaller.
const SHRINKAGE: f64 = 20.0;
/// The least total weight of the lines in a leaf.
const MIN_LEAF_WEIGHT: f64 = 60.0;
/// The gain that a split must exceed.
const MIN_GAIN: f64 = 1.0;
/// For each feature, the number of limits at which a split is tried.
const LIMITS: usize = 48;

/// A line to learn from.
pub struct TrainingLine {
    pub features: Features,
    pub is_furniture: bool,
    pub weight: f64,
}

/// The first and second derivative of the loss by the log odds, and the weight: of one line, or
/// summed over several.
#[derive(Clone, Copy, Default)]
struct Sums {
    /// The first derivative.
    gradient: f64,
    /// The second derivative.
    curvature: f64,
    weight: f64,
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.gradient += other.gradient;
        self.curvature += other.curvature;
        self.weight += other.weight;
    }

    fn minus(self, other: Self) -> Self {
        Self {
            gradient: self.gradient - other.gradient,
            curvature: self.curvature - other.curvature,
            weight: self.weight - other.weight,
        }
    }

    /// The value of a leaf with these lines: what it adds to their log odds.
    fn step(self) -> f64 {
        -RATE * self.gradient / (self.curvature + SHRINKAGE)
    }

    /// Twice the loss that a leaf with these lines saves, by the quadratic approximation.
    fn gain(self) -> f64 {
        self.gradient * self.gradient / (self.curvature + SHRINKAGE)
    }
}

/// Makes a forest from lines. The caller sets its thresholds `cut` and `cut_if_asked`.
pub fn fit(lines: &[&TrainingLine]) -> Forest {
    let limits: Vec<Vec<f32>> = (0..Feature::ALL.len())
        .map(|feature| limits(lines, feature))
        .collect();
    let bins: Vec<Vec<u8>> = (0..Feature::ALL.len())
        .map(|feature| {
            let bin = |line: &&TrainingLine| {
                limits[feature].partition_point(|&limit| limit <= line.features[feature]) as u8
            };
            lines.iter().map(bin).collect()
        })
        .collect();
    let (mut furniture, mut all) = (0.0, 0.0);
    for line in lines {
        furniture += if line.is_furniture { line.weight } else { 0.0 };
        all += line.weight;
    }
    // The log odds that a line is furniture, before anything is known about it.
    let base = (furniture / (all - furniture)).ln();
    let mut log_odds = vec![base; lines.len()];
    let mut trees = Vec::new();
    for _ in 0..TREES {
        let sums: Vec<Sums> = lines
            .iter()
            .zip(&log_odds)
            .map(|(line, log_odds)| {
                let probability = 1.0 / (1.0 + (-log_odds).exp());
                let truth = f64::from(u8::from(line.is_furniture));
                Sums {
                    gradient: line.weight * (probability - truth),
                    curvature: line.weight * probability * (1.0 - probability),
                    weight: line.weight,
                }
            })
            .collect();
        let mut grower = Grower {
            sums: &sums,
            limits: &limits,
            bins: &bins,
            nodes: Vec::new(),
        };
        grower.grow((0..lines.len()).collect(), 0, &mut log_odds);
        trees.push(grower.nodes);
    }
    Forest {
        base: base as f32,
        cut: 0.0,
        cut_if_asked: 0.0,
        trees,
    }
}

/// Values of a feature that split the lines into parts of about the same size. They are rounded to
/// two digits, so that people can read the file of the forest.
fn limits(lines: &[&TrainingLine], feature: usize) -> Vec<f32> {
    let mut values: Vec<f32> = lines.iter().map(|line| line.features[feature]).collect();
    values.sort_unstable_by(f32::total_cmp);
    let mut limits: Vec<f32> = (1..=LIMITS)
        .map(|part| values[(values.len() - 1) * part / (LIMITS + 1)])
        .map(|value| (value * 100.0).round() / 100.0)
        .collect();
    limits.dedup();
    limits
}

/// A tree that is being grown.
struct Grower<'r> {
    /// For each line, its derivatives and weight.
    sums: &'r [Sums],
    /// For each feature, the limits at which a split is tried, in ascending order.
    limits: &'r [Vec<f32>],
    /// For each feature and line, how many of these limits are not above the value of the line.
    bins: &'r [Vec<u8>],
    /// The nodes so far; the first is the root.
    nodes: Vec<Node>,
}

impl Grower<'_> {
    /// Adds a node for these lines, and all nodes below it. Adds the value of each leaf to the log
    /// odds of its lines. `lines` are indices. Returns the index of the node.
    fn grow(&mut self, lines: Vec<usize>, depth: usize, log_odds: &mut [f64]) -> usize {
        let mut total = Sums::default();
        lines.iter().for_each(|&line| total.add(self.sums[line]));
        let index = self.nodes.len();
        let adds = (total.step() * 1000.0).round() / 1000.0;
        self.nodes.push(Node {
            adds: adds as f32,
            split: None,
        });
        let split = if depth < DEPTH {
            self.best_split(&lines, total)
        } else {
            None
        };
        let Some((feature, limit_index)) = split else {
            lines.iter().for_each(|&line| log_odds[line] += adds);
            return index;
        };
        let (low_lines, high_lines): (Vec<usize>, Vec<usize>) = lines
            .into_iter()
            .partition(|&line| usize::from(self.bins[feature][line]) <= limit_index);
        let at = self.limits[feature][limit_index];
        let low = self.grow(low_lines, depth + 1, log_odds);
        let high = self.grow(high_lines, depth + 1, log_odds);
        self.nodes[index].split = Some(Split {
            feature: Feature::ALL[feature],
            at,
            low,
            high,
        });
        index
    }

    /// The split with the greatest gain: the index of a feature, and the index of one of its
    /// limits. `None` if no split gains enough. `total` is the sum over the lines.
    fn best_split(&self, lines: &[usize], total: Sums) -> Option<(usize, usize)> {
        let (mut best_gain, mut best) = (MIN_GAIN, None);
        for (feature, limits) in self.limits.iter().enumerate() {
            let mut sums_of_bins = vec![Sums::default(); limits.len() + 1];
            for &line in lines {
                sums_of_bins[usize::from(self.bins[feature][line])].add(self.sums[line]);
            }
            // The sum over the lines below the limit. Each higher limit adds one bin.
            let mut low = Sums::default();
            for (limit_index, &bin) in sums_of_bins[..limits.len()].iter().enumerate() {
                low.add(bin);
                let high = total.minus(low);
                let gain = low.gain() + high.gain() - total.gain();
                let is_heavy = low.weight >= MIN_LEAF_WEIGHT && high.weight >= MIN_LEAF_WEIGHT;
                if is_heavy && gain > best_gain {
                    (best_gain, best) = (gain, Some((feature, limit_index)));
                }
            }
        }
        best
    }
}

/// The forest as JSON, with one node on each line so that people can read it.
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
        writeln!(out, "[{}]{comma}", nodes.join(",\n ")).expect("a String can be written to");
    }
    out.push_str("]\n}\n");
    out
}
