//! Measures how fast this machine hashes, sketches and cleans, and compares that with *floors*: the
//! time that it takes to copy, or to read and parse, the same bytes. No run can be faster than its
//! floor, and a comparison with it means the same on a slow and a fast machine.
//!
//! Everything is measured on one dump: the user's, or one that is made from a seed. Floors and
//! whole runs use all of it; hashes and stages use the first part, in memory. Everything that is
//! measured has an answer (a count, a checksum), which must be the same in every run and on every
//! number of threads. So the compiler cannot remove the work, and nothing is fast because it does
//! something else.
//!
//! `lab` is the stopwatch. `floors`, `hashes`, `stages`, `sketches` and `whole` are what it
//! measures, in this order; `made`, `read` and `sample` provide the text.

mod budget;
mod floors;
mod hashes;
mod lab;
mod machine;
mod made;
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

/// Measures this machine on a dump whose texts are in a field named `text`, or on a made one if
/// `inputs` is `None`. Temporary files are written to `temp_dir`, or to the system's folder for
/// them.
///
/// # Errors
/// If the budget is out of range, the dump cannot be read or has no text, the temporary folder
/// cannot be written, or a measurement gives another answer than before.
pub fn bench(
    inputs: Option<&Inputs>,
    budget: Budget,
    temp_dir: Option<&Path>,
    progress: &dyn Progress,
) -> Result<Bench> {
    if !(0.0..=3600.0).contains(&budget.seconds) {
        return Err(Error::usage(format!(
            "--seconds {}: must lie between 0 and 3600",
            budget.seconds
        )));
    }
    let scratch = whole::Scratch::in_folder(temp_dir)?;
    // Declared here because `inputs` below may borrow it.
    let made;
    let (inputs, is_made) = match inputs {
        Some(inputs) => (inputs, false),
        None => {
            made = made::dump_in(scratch.path(), made::BYTES)?;
            (&made, true)
        }
    };
    let sample = Sample::take(inputs)?;
    let mut lab = Lab::new(budget, progress)?;
    // Floors come first, because everything else is compared with them.
    floors::measure(&mut lab, inputs, &sample, scratch.path())?;
    hashes::measure(&mut lab, &sample)?;
    stages::measure(&mut lab, &sample)?;
    let sketches = sketches::errors(budget)?;
    whole::measure(&mut lab, inputs, scratch.path())?;
    let material = Material {
        is_made,
        seed: made::SEED,
        sample_documents: sample.texts.len() as u64,
        sample_text_bytes: sample.bytes(),
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
