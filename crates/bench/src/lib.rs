//! Measures how fast this machine hashes, makes MinHash sketches and cleans. Compares that with
//! *floors*: the time that it takes to copy, or to read and parse, the same bytes. No run over a
//! dump can be faster than its floor. The ratio of a time to its floor means the same on a slow and
//! on a fast machine.
//!
//! Everything is measured on one dump: the user's, or one that is generated from a seed. Floors and
//! whole runs use all of it. Hashes and stages (the steps of a run) use the first documents, in
//! memory. All measured work has an answer (a count or a checksum), which must be the same in every
//! run and on every number of threads. So the compiler cannot remove the work, and nothing is fast
//! because its result is wrong.
//!
//! `lab` is the stopwatch. `floors`, `hashes`, `stages`, `sketches` and `whole` have the work that
//! it measures, in this order; `generated`, `read` and `sample` provide the text.

mod budget;
mod floors;
mod generated;
mod hashes;
mod lab;
mod machine;
mod read;
mod report;
mod sample;
mod sketches;
mod stages;
mod whole;

pub use budget::Budget;
pub use machine::Machine;
pub use report::{Bench, Floor, Group, Material, Measured, SketchError, Unit};

use copydesk_pipeline::{Error, Inputs, Progress, Result};
use lab::Lab;
use sample::Sample;
use std::path::Path;

/// Measures this machine on a dump whose texts are in a field named `text`, or, if `inputs` is
/// `None`, on a generated one. Temporary files are written to `temp_dir`, or, if that is `None`, to
/// the system's folder for them.
///
/// # Errors
/// If the budget is out of range, the dump cannot be read or has no text, the temporary folder
/// cannot be written, or work gives another answer than before.
pub fn bench(
    inputs: Option<&Inputs>,
    budget: Budget,
    temp_dir: Option<&Path>,
    progress: &dyn Progress,
) -> Result<Bench> {
    if !(0.0..=3600.0).contains(&budget.seconds) {
        return Err(Error::usage(format!(
            "--seconds {}: must be between 0 and 3600",
            budget.seconds
        )));
    }
    let scratch = whole::Scratch::in_folder(temp_dir)?;
    // Declared here because `inputs` below may borrow it.
    let generated_dump;
    let (inputs, is_made) = match inputs {
        Some(inputs) => (inputs, false),
        None => {
            generated_dump = generated::dump_in(scratch.path(), generated::BYTES)?;
            (&generated_dump, true)
        }
    };
    let sample = Sample::take(inputs)?;
    let mut lab = Lab::new(budget, progress)?;
    // Floors come first, because the work that is measured later is compared with them.
    floors::measure(&mut lab, inputs, &sample, scratch.path())?;
    hashes::measure(&mut lab, &sample)?;
    stages::measure(&mut lab, &sample)?;
    let sketches = sketches::measure_errors(budget)?;
    whole::measure(&mut lab, inputs, scratch.path())?;
    let material = Material {
        is_made,
        seed: generated::SEED,
        sample_documents: sample.texts.len() as u64,
        sample_text_bytes: sample.bytes(),
        // The sizes of the whole dump, which `floors::measure` has counted.
        ..lab.material()
    };
    Ok(Bench {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        machine: Machine::this(),
        seconds_each: budget.seconds,
        material,
        measured: lab.finish(),
        sketches,
    })
}
