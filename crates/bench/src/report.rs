//! The results of a benchmark of the machine.

use super::machine::Machine;
use serde::Serialize;

/// Everything that was measured.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Bench {
    /// Version of copydesk.
    pub version: String,
    /// The machine on which everything was measured.
    pub machine: Machine,
    /// The seconds that each measurement was to take.
    pub seconds_each: f64,
    /// The dump on which everything was measured.
    pub material: Material,
    /// The measurements, in the order in which they were made.
    pub measured: Vec<Measured>,
    /// The errors of MinHash sketches.
    pub sketches: Vec<SketchError>,
}

/// A description of the dump on which everything was measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Material {
    /// Whether the dump was generated from [`Material::seed`]. Otherwise it is the user's.
    pub is_made: bool,
    /// The seed of a generated dump. It means nothing if the dump is the user's.
    pub seed: u64,
    /// The number of records that have a text.
    pub documents: u64,
    /// The size of the dump in bytes, decompressed.
    pub dump_bytes: u64,
    /// The size of all texts in bytes.
    pub text_bytes: u64,
    /// The number of documents in the sample, on which hashes and stages are measured. They are the
    /// first documents of the dump.
    pub sample_documents: u64,
    /// The size of the texts in the sample, in bytes.
    pub sample_text_bytes: u64,
}

/// A kind of work that is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Plain work on the bytes of the dump: copying, reading, hashing, parsing, writing. Most of it
    /// is a [`Floor`].
    Floor,
    /// Hashing the words of the sample one by one.
    WordHash,
    /// Hashing the text of the sample in large pieces.
    BufferHash,
    /// One step of a run, on the sample, in memory.
    Stage,
    /// A run over the whole dump, from disk to disk.
    Whole,
}

/// A floor: plain work, such as copying bytes. Other work is compared with the time that it takes
/// per byte.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum Floor {
    /// Copying bytes in memory.
    #[serde(rename = "memory copy")]
    Copy,
    /// Reading the dump, parsing each record and hashing its text.
    #[serde(rename = "parse")]
    Parse,
    /// Reading the dump, parsing each record, hashing its text, and writing every record.
    #[serde(rename = "parse and write")]
    ParseAndWrite,
}

impl Floor {
    /// The name of the floor, which is also the name of its measurement.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Copy => "memory copy",
            Self::Parse => "parse",
            Self::ParseAndWrite => "parse and write",
        }
    }
}

/// The kind of bytes that a measurement counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// The bytes that are copied or hashed: for [`Floor::Copy`] and the hash functions.
    Touched,
    /// The bytes of the decoded texts.
    Text,
    /// The bytes of the dump, decompressed, including everything that is not text.
    Dump,
}

/// The result of a measurement.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Measured {
    /// The kind of work.
    pub group: Group,
    /// The name of the work. Group, name and threads together identify a measurement.
    pub name: String,
    /// The number of threads. If files are read, another thread reads ahead.
    pub threads: usize,
    /// The number of bytes that one run processes.
    pub bytes: u64,
    /// The kind of bytes that `bytes` counts.
    pub unit: Unit,
    /// The number of runs.
    pub runs: usize,
    /// The median of the runs' times, in seconds.
    pub seconds: f64,
    /// The time of the fastest run, in seconds.
    pub fastest: f64,
    /// The time of the slowest run, in seconds.
    pub slowest: f64,
    /// The answer that the work gives, a checksum or a count. It is the same in every run.
    pub answer: String,
    /// The floor with which the work is compared. `None` for floors.
    pub floor: Option<Floor>,
    /// The time of the work per byte, divided by the time of the floor per byte on the same number
    /// of threads. `None` if the floor was not measured on that number, or `floor` is `None`.
    pub times_floor: Option<f64>,
}

impl Measured {
    /// The speed in megabytes (10⁶ bytes) a second.
    #[must_use]
    pub fn megabytes_per_second(&self) -> f64 {
        self.bytes as f64 / self.seconds / 1e6
    }
}

/// The error of a MinHash sketch as an estimate of similarity, on pairs of sets whose similarity is
/// known.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SketchError {
    /// The name of the sketch, as in the measurements of [`Group::Stage`].
    pub name: String,
    /// The number of values in a sketch.
    pub values: usize,
    /// The number of shingles in the union of the two sets of a pair.
    pub shingles: usize,
    /// The similarity of the pairs, in `0..=1`.
    pub similarity: f64,
    /// The number of pairs that were sketched.
    pub pairs: usize,
    /// The mean of the estimates, minus the similarity.
    pub mean_error: f64,
    /// The standard error that this mean would have if the values of a sketch were independent.
    pub standard_error: f64,
    /// The variance of the estimates, divided by the binomial variance that they would have if the
    /// values of a sketch were independent. Less is better.
    pub variance_of_binomial: f64,
}
