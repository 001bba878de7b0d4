//! Tables of speeds.

use super::print::{out, shown};
use super::summary::{grouped, human_bytes};
use copydesk_bench::{Bench, Group, Measured, SketchError};
use std::fmt::Write;

/// Prints a bench for a person.
pub fn bench(bench: &Bench) {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_bench(&mut text, bench);
    out(&shown(&text));
}

/// Prints a bench as JSON.
pub fn bench_as_json(bench: &Bench) {
    out(&serde_json::to_string_pretty(bench)
        .map(|json| json + "\n")
        .unwrap_or_default());
}

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

/// Width of a column of speeds.
const SPEED: usize = 12;
/// Width of a column of names.
const NAME: usize = 42;

fn write_bench(text: &mut String, bench: &Bench) -> std::fmt::Result {
    write_place(text, bench)?;
    let mut threads: Vec<usize> = bench
        .measured
        .iter()
        .map(|measured| measured.threads)
        .collect();
    threads.sort_unstable();
    threads.dedup();
    write!(text, "{:NAME$}", "megabytes (10⁶) a second")?;
    for threads in &threads {
        let head = if *threads == 1 {
            "1 thread".to_owned()
        } else {
            format!("{threads} threads")
        };
        write!(text, "{head:>SPEED$}{:>8}", "× floor")?;
    }
    writeln!(text)?;
    for (group, heading) in HEADINGS {
        writeln!(text, "{heading}")?;
        let of_group = bench.measured.iter().filter(|row| row.group == group);
        let of_group: Vec<&Measured> = of_group.collect();
        for first in of_group.iter().filter(|row| row.threads == 1) {
            let rows = of_group.iter().filter(|row| row.name == first.name);
            let rows: Vec<&Measured> = rows.copied().collect();
            write_row(text, &first.name, &rows, &threads)?;
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

fn write_place(text: &mut String, bench: &Bench) -> std::fmt::Result {
    let machine = &bench.machine;
    let processor = machine.processor.as_deref().unwrap_or("unknown processor");
    let memory = machine
        .memory_bytes
        .map(|bytes| format!(", {} of memory", human_bytes(bytes)))
        .unwrap_or_default();
    writeln!(
        text,
        "copydesk {} on {processor}, {} cores{memory}, {}",
        bench.version, machine.cores, machine.system
    )?;
    let material = &bench.material;
    let what = if material.is_made {
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
        "{what}: {documents} documents, {size}; of these the first {sample} ({bytes} of text) for \
         hashes and stages"
    )
}

fn write_row(
    text: &mut String,
    name: &str,
    rows: &[&Measured],
    threads: &[usize],
) -> std::fmt::Result {
    write!(text, "  {name:width$}", width = NAME - 2)?;
    for threads in threads {
        match rows.iter().find(|row| row.threads == *threads) {
            Some(row) => {
                let times = row
                    .times_floor
                    .map(|times| format!("{times:.1}"))
                    .unwrap_or_default();
                write!(
                    text,
                    "{:>SPEED$}{times:>8}",
                    speed(row.megabytes_per_second())
                )?;
            }
            None => write!(text, "{:>SPEED$}{:>8}", "", "")?,
        }
    }
    writeln!(text)
}

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
        "mean error: of the estimate, ± one standard error; variance: over that of values drawn \
         each for itself; less is better"
    )
}

/// A speed with three digits or so.
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
