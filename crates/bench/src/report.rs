//! The results of a bench.

use super::machine::Machine;
use serde::Serialize;

/// Everything that was measured.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Bench {
    /// Version of copydesk.
    pub version: String,
    /// The machine.
    pub machine: Machine,
    /// Seconds for each measurement.
    pub seconds_each: f64,
    /// The dump.
    pub material: Material,
    /// The measurements, in the order in which they were made.
    pub measured: Vec<Measured>,
    /// The errors of the sketches.
    pub sketches: Vec<SketchError>,
}

/// The dump on which everything was measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Material {
    /// Whether it was made from [`Material::seed`]. Otherwise it is the user's.
    pub is_made: bool,
    /// The seed of a made dump.
    pub seed: u64,
    /// Records of the dump that have a text.
    pub documents: u64,
    /// Bytes of the dump, decompressed.
    pub dump_bytes: u64,
    /// Bytes of text in it.
    pub text_bytes: u64,
    /// Number of documents on which hashes and stages are measured: the first ones.
    pub sample_documents: u64,
    /// Bytes of their text.
    pub sample_text_bytes: u64,
}

/// What kind of thing is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Copying, reading, parsing or writing the bytes, without any work on them.
    Floor,
    /// Hashing the words of the sample one by one.
    WordHash,
    /// Hashing the text of the sample in large pieces.
    BufferHash,
    /// One step of a run, on the sample, in memory.
    Stage,
    /// The whole dump, from disk and back.
    Whole,
}

/// The floors with which other measurements are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum Floor {
    /// Copying bytes in memory.
    #[serde(rename = "memory copy")]
    Copy,
    /// Reading the dump, parsing each line and hashing its text.
    #[serde(rename = "parse")]
    Parse,
    /// The same, and writing every line.
    #[serde(rename = "parse and write")]
    ParseAndWrite,
}

impl Floor {
    /// Its name, which is that of its measurement.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Copy => "memory copy",
            Self::Parse => "parse",
            Self::ParseAndWrite => "parse and write",
        }
    }
}

/// Which bytes are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// The bytes that are copied or hashed.
    Touched,
    /// The bytes of the decoded texts.
    Text,
    /// The bytes of the dump, decompressed, including everything that is not text.
    Dump,
}

/// One measurement.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Measured {
    /// Its kind.
    pub group: Group,
    /// Its name. Group, name and threads together identify a measurement.
    pub name: String,
    /// Number of threads. If files are read, another thread reads ahead.
    pub threads: usize,
    /// Bytes that one run processes.
    pub bytes: u64,
    /// Which bytes.
    pub unit: Unit,
    /// Number of runs.
    pub runs: usize,
    /// Seconds of a run: the median.
    pub seconds: f64,
    /// Seconds of the fastest run.
    pub fastest: f64,
    /// Seconds of the slowest run.
    pub slowest: f64,
    /// The result, which is the same in every run.
    pub answer: String,
    /// The floor with which it is compared.
    pub floor: Option<Floor>,
    /// How many times as long as the floor on as many threads it takes for the same bytes.
    pub times_floor: Option<f64>,
}

impl Measured {
    /// Millions of bytes a second.
    #[must_use]
    pub fn megabytes_per_second(&self) -> f64 {
        self.bytes as f64 / self.seconds / 1e6
    }
}

/// The error of a sketch, on pairs of sets whose similarity is known.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SketchError {
    /// Name of the sketch, as among the stages.
    pub name: String,
    /// Values of the sketch.
    pub values: usize,
    /// Shingles in both sets of a pair together.
    pub shingles: usize,
    /// Similarity of the pairs, 0..=1.
    pub similarity: f64,
    /// Pairs that were sketched.
    pub pairs: usize,
    /// Mean of the estimates less the similarity.
    pub mean_error: f64,
    /// Standard error of that mean if the values of a sketch were independent.
    pub standard_error: f64,
    /// Variance of the estimates, divided by the binomial variance that they would have if the
    /// values of a sketch were independent.
    pub variance_of_binomial: f64,
}
