//! What a bench finds out.

use super::machine::Machine;
use serde::Serialize;

/// Everything that was measured.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Bench {
    /// Version of copydesk.
    pub version: String,
    /// Where.
    pub machine: Machine,
    /// Seconds for each measurement.
    pub seconds_each: f64,
    /// On what.
    pub material: Material,
    /// How fast, in the order in which it was measured.
    pub measured: Vec<Measured>,
    /// How good the sketches are.
    pub sketches: Vec<SketchError>,
}

/// The text that was measured on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Material {
    /// Whether it was made from [`Material::seed`]; otherwise it is the user's.
    pub is_made: bool,
    /// What a made text was made from.
    pub seed: u64,
    /// Records of the dump that hold a text.
    pub documents: u64,
    /// Bytes of the dump, decompressed.
    pub dump_bytes: u64,
    /// Bytes of text in it.
    pub text_bytes: u64,
    /// Documents that hashes and stages are measured on: the first ones.
    pub sample_documents: u64,
    /// Bytes of their text.
    pub sample_text_bytes: u64,
}

/// What kind of thing is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// What it takes to touch the bytes.
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

/// The floors that others are held against.
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

/// What bytes are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Those that were copied or hashed, one by one.
    Touched,
    /// Those of the decoded texts.
    Text,
    /// Those of the dump, decompressed, with everything that is not text.
    Dump,
}

/// One measurement.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Measured {
    /// Its kind.
    pub group: Group,
    /// Its name; with group and threads it is the only one.
    pub name: String,
    /// On how many threads; one more reads ahead where a file is read.
    pub threads: usize,
    /// Bytes that one run works through.
    pub bytes: u64,
    /// Which bytes.
    pub unit: Unit,
    /// How often it ran.
    pub runs: usize,
    /// Seconds of a run: the median.
    pub seconds: f64,
    /// Seconds of the fastest run.
    pub fastest: f64,
    /// Seconds of the slowest run.
    pub slowest: f64,
    /// What came out, the same in every run.
    pub answer: String,
    /// What it is held against.
    pub floor: Option<Floor>,
    /// How many times as long it takes as the floor does on as many threads, for the same bytes.
    pub times_floor: Option<f64>,
}

impl Measured {
    /// Millions of bytes a second.
    #[must_use]
    pub fn megabytes_per_second(&self) -> f64 {
        self.bytes as f64 / self.seconds / 1e6
    }
}

/// How far a sketch is off, on pairs of sets whose similarity is known.
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
    /// Mean of estimate less similarity.
    pub mean_error: f64,
    /// Standard error of that mean, if every value were drawn for itself.
    pub standard_error: f64,
    /// Variance of the estimates over the binomial one, which values that are drawn each for itself
    /// have.
    pub variance_of_binomial: f64,
}
