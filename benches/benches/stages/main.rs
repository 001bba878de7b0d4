//! The steps from text to matches, one by one, and whole runs.
//!
//! Every benchmark states its answer before it is measured: a kernel that became fast by doing
//! something else fails here. The answers that are numbers hold for the seeded dump alone; a change
//! to the testkit changes them and ends every recorded series.

mod clean;
mod dump;
mod matching;
mod repeats;
mod rewriting;
mod rivals;
mod sketches;
mod words;

use crate::dump::{dump, pages, text_bytes};
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput};
use std::time::Duration;

/// Size of the dump on which the stages are measured one by one.
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

/// Benchmarks whose throughput is counted in bytes of text.
fn group<'c>(criterion: &'c mut Criterion, name: &str, bytes: u64) -> BenchmarkGroup<'c, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(bytes));
    group
}
