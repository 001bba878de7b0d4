//! The tables that `bench` prints: speeds, and errors of sketches. The speeds are compared with
//! *floors*: plain work on the same bytes, such as copying them.

use super::print::{out, out_json, printable};
use super::summary::{comma_and_memory, grouped, human_bytes};
use copydesk_bench::{Bench, Group, Measured, SketchError};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Prints the results of a benchmark for a person.
pub fn bench(bench: &Bench) {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_bench(&mut text, bench);
    out(&printable(&text));
}

/// Prints the results of a benchmark as JSON.
pub fn bench_as_json(bench: &Bench) {
    out_json(serde_json::to_string_pretty(bench));
}

/// The groups of measurements with their headings, in the order of the table.
const HEADINGS: [(Group, &str); 5] = [
    (Group::Floor, "floors"),
    (Group::WordHash, "hashing words, one by one"),
    (Group::BufferHash, "hashing text in large pieces"),
    (
        Group::Stage,
        "stages, by the bytes of the text they work on",
    ),
    (Group::Whole, "the whole dump"),
];

/// Width of a column of speeds, in characters.
const SPEED_WIDTH: usize = 12;
/// Width of a column of comparisons with floors, in characters.
const FLOOR_WIDTH: usize = 8;
/// Width of the column of names, in characters.
const NAME_WIDTH: usize = 42;

fn write_bench(text: &mut String, bench: &Bench) -> std::fmt::Result {
    write_circumstances(text, bench)?;
    let mut thread_counts = BTreeSet::new();
    for measured in &bench.measured {
        thread_counts.insert(measured.threads);
    }
    write!(text, "{:NAME_WIDTH$}", "megabytes (10⁶) a second")?;
    for &threads in &thread_counts {
        let head = if threads == 1 {
            "1 thread".to_owned()
        } else {
            format!("{threads} threads")
        };
        write!(text, "{head:>SPEED_WIDTH$}{:>FLOOR_WIDTH$}", "× floor")?;
    }
    writeln!(text)?;
    for (group, heading) in HEADINGS {
        writeln!(text, "{heading}")?;
        // All work is measured on one thread, so there is a row for each measurement on one thread.
        // Those on more threads are further columns of the row.
        for single in &bench.measured {
            if single.group == group && single.threads == 1 {
                write_row(text, bench, single, &thread_counts)?;
            }
        }
    }
    writeln!(
        text,
        "× floor: how many times as long as the floor takes for the same bytes, on as many \
         threads; the floor is `memory copy`"
    )?;
    writeln!(
        text,
        "  for hashes, `parse` for stages and signatures, `parse and write` for clean"
    )?;
    writeln!(
        text,
        "parse: read, find each record's text, hash it; parse and write: the same, and write every \
         line"
    )?;
    write_sketches(text, &bench.sketches)
}

/// Writes on which machine and on which dump everything was measured.
fn write_circumstances(text: &mut String, bench: &Bench) -> std::fmt::Result {
    let machine = &bench.machine;
    let processor = machine.processor.as_deref().unwrap_or("unknown processor");
    let memory = comma_and_memory(machine.memory_bytes);
    writeln!(
        text,
        "copydesk {} on {processor}, {} cores{memory}, {}",
        bench.version, machine.cores, machine.system
    )?;
    let material = &bench.material;
    let dump = if material.is_made {
        format!("made from seed {}", material.seed)
    } else {
        "your dump".to_owned()
    };
    let (documents, size) = (
        grouped(material.documents),
        human_bytes(material.dump_bytes),
    );
    let (sample, bytes) = (
        grouped(material.sample_documents),
        human_bytes(material.sample_text_bytes),
    );
    writeln!(
        text,
        "{dump}: {documents} documents, {size}; of these the first {sample} ({bytes} of text) for \
         hashes and stages"
    )
}

/// Writes the row of some work: its measurements on each number of threads. `single` is the
/// measurement on one thread.
fn write_row(
    text: &mut String,
    bench: &Bench,
    single: &Measured,
    thread_counts: &BTreeSet<usize>,
) -> std::fmt::Result {
    write!(text, "  {:width$}", single.name, width = NAME_WIDTH - 2)?;
    for &threads in thread_counts {
        match on_threads(bench, single, threads) {
            Some(measured) => {
                let times = match measured.times_floor {
                    Some(times) => format!("{times:.1}"),
                    None => String::new(),
                };
                write!(
                    text,
                    "{:>SPEED_WIDTH$}{times:>FLOOR_WIDTH$}",
                    speed(measured.megabytes_per_second())
                )?;
            }
            None => write!(text, "{:>SPEED_WIDTH$}{:>FLOOR_WIDTH$}", "", "")?,
        }
    }
    writeln!(text)
}

/// The measurement of the work of `single` on `threads` threads. `None` if there is none: some work
/// cannot be divided between threads.
fn on_threads<'b>(bench: &'b Bench, single: &Measured, threads: usize) -> Option<&'b Measured> {
    let mut measured = bench.measured.iter();
    measured.find(|m| m.group == single.group && m.name == single.name && m.threads == threads)
}

/// Writes the table of the errors of sketches, unless none were measured.
fn write_sketches(text: &mut String, sketches: &[SketchError]) -> std::fmt::Result {
    let Some(first) = sketches.first() else {
        return Ok(());
    };
    writeln!(
        text,
        "how far sketches are off, on pairs of similarity {}",
        first.similarity
    )?;
    writeln!(
        text,
        "  {:34}{:>8}{:>10}{:>8}{:>22}{:>12}",
        "", "values", "shingles", "pairs", "mean error", "variance"
    )?;
    for sketch in sketches {
        let SketchError {
            name,
            values,
            shingles,
            pairs,
            ..
        } = sketch;
        let mean = format!("{:+.4} ± {:.4}", sketch.mean_error, sketch.standard_error);
        writeln!(
            text,
            "  {name:34}{values:>8}{shingles:>10}{pairs:>8}{mean:>22}{:>12.2}",
            sketch.variance_of_binomial
        )?;
    }
    writeln!(
        text,
        "mean error: of the estimate, ± one standard error; variance: of the estimate, divided by \
         that of independent values; less is better"
    )
}

/// A speed, in megabytes a second, with at least three digits.
fn speed(megabytes: f64) -> String {
    match megabytes {
        ..10.0 => format!("{megabytes:.2}"),
        ..100.0 => format!("{megabytes:.1}"),
        _ => grouped(megabytes.round() as u64),
    }
}

#[cfg(test)]
mod tests {
    use super::speed;

    #[test]
    fn speeds_have_three_digits_or_more() {
        assert_eq!(
            [0.5, 12.345, 345.6, 12_345.6].map(speed),
            ["0.50", "12.3", "346", "12,346"]
        );
    }
}
