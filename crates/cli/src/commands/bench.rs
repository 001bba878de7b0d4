//! `bench`: measures how fast this machine is.

use super::inputs::inputs_if_any;
use super::outcome::{Failure, Outcome};
use crate::args::Bench;
use crate::ui::{self, Bars};
use copydesk_bench::{Budget, bench as measure};

/// Measures hashing, sketching and cleaning, on the dump that was typed or on generated text.
pub fn bench(typed: &Bench) -> Result<Outcome, Failure> {
    let budget = Budget {
        seconds: typed.seconds,
        threads: typed.threads,
    };
    let temp_dir = typed.temp_dir.as_deref();
    let inputs = inputs_if_any(typed.input.as_slice(), temp_dir)?;
    let bench = measure(inputs.as_ref(), budget, temp_dir, &Bars::new(typed.quiet))?;
    match (typed.json, typed.csv) {
        (true, _) => ui::bench_as_json(&bench),
        (false, true) => ui::bench_as_csv(&bench),
        (false, false) => ui::bench(&bench),
    }
    Ok(Outcome::Done)
}
