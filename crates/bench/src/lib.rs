//! How fast this machine hashes, sketches and cleans, beside its own floors: what it takes to touch
//! the same bytes at all.
//!
//! Everything is measured on one text: a file of the user's, or one that is made from a seed.
//! Floors and whole runs take all of it, hashes and stages the first part, in memory. What is
//! measured states its answer, and must give it again in every run, on every number of threads: so
//! nothing is optimised away, and nothing is fast because it does something else.

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

/// Measures this machine on a dump whose texts stand in a field named `text`, or on a made one if
/// there is none. What is written meanwhile is in `temp_dir`, or in the system's folder for
/// temporary files.
///
/// # Errors
/// If the budget makes no sense, the dump cannot be read or holds no text, the temporary folder
/// cannot be written, or something that is measured gives another answer than before.
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
    let made = if inputs.is_none() {
        Some(made::dump_in(scratch.path(), made::BYTES)?)
    } else {
        None
    };
    let inputs = inputs
        .or(made.as_ref())
        .ok_or_else(|| Error::usage("there is nothing to measure on"))?;
    let sample = Sample::take(inputs)?;
    let mut lab = Lab::new(budget, progress)?;
    floors::measure(&mut lab, inputs, &sample, scratch.path())?;
    hashes::measure(&mut lab, &sample)?;
    stages::measure(&mut lab, &sample)?;
    let sketches = sketches::errors(budget)?;
    whole::measure(&mut lab, inputs, scratch.path())?;
    let material = Material {
        is_made: made.is_some(),
        seed: made::SEED,
        ..lab.material()
    };
    Ok(Bench {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        machine: Machine::this(),
        seconds_each: budget.seconds,
        material: Material {
            sample_documents: sample.texts.len() as u64,
            sample_text_bytes: sample.bytes(),
            ..material
        },
        measured: lab.finish(),
        sketches,
    })
}
