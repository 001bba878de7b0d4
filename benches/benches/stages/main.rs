//! Benchmarks of the steps from text to matches, one by one, and of whole runs.
//!
//! Every benchmark asserts its answer before it is measured, so that a function that became fast by
//! doing something else fails here. Answers that are numbers are right only for the generated dump.
//! A change to the testkit changes them; then later measurements cannot be compared with recorded
//! ones.

mod alternatives;
mod clean;
mod dump;
mod matching;
mod repeats;
mod rewriting;
mod sketches;
mod words;

use crate::dump::{dump, pages, text_bytes};
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput};
use std::time::Duration;

/// The size of the dump on which the steps are measured one by one, in bytes.
const BYTES: usize = 1_000_000;

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3))
        .configure_from_args();
    let dump = dump(BYTES);
    let pages = pages(&dump);
    assert_eq!(pages.len(), dump.records.len());
    assert!(pages[0].document.segments().len() > 5);
    let mut group = group(&mut criterion, "stage", text_bytes(&dump));
    words::bench(&mut group, &pages);
    sketches::bench(&mut group, &pages);
    matching::bench(&mut group, &pages);
    repeats::bench(&mut group, &pages, &dump.truth);
    rewriting::bench(&mut group, &pages);
    group.finish();
    clean::bench(&mut criterion);
    criterion.final_summary();
}

/// A group of benchmarks, each of which processes this many bytes of text.
fn group<'c>(criterion: &'c mut Criterion, name: &str, bytes: u64) -> BenchmarkGroup<'c, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(bytes));
    group
}
