//! The summary at the end of a run.

use super::print::{err, out_json, print_error, print_note, printable};
use crate::args::RunFlags;
use copydesk_pipeline::{Documents, OWN_FOLDER, Skipped, Summary};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// Prints a summary: on standard error for people, or on standard output as JSON for programs.
/// `output` is the output folder; `None` for a dry run, which leaves none.
pub fn report(summary: &Summary, output: Option<&Path>, run: &RunFlags) {
    if run.json {
        out_json(serde_json::to_string_pretty(summary));
    } else if run.quiet {
        // What is printed here is the reason for the exit code 1. If an earlier run had made the
        // output already, this run read nothing, and the exit code is 0.
        if !summary.is_earlier {
            print_rejected(&summary.documents, output);
            print_missed(summary);
        }
    } else if let (true, Some(output)) = (summary.is_earlier, output) {
        print_note(&format!(
            "{} is already complete, from the same command and input; use --overwrite to make it \
             again",
            output.display()
        ));
    } else {
        err(&printable(&for_people(summary, output)));
    }
}

/// Prints a summary on standard error, for people or as JSON, because standard output is for clean
/// records.
pub fn report_on_stderr(summary: &Summary, run: &RunFlags) {
    if run.json {
        if let Ok(json) = serde_json::to_string_pretty(summary) {
            err(&(json + "\n"));
        }
    } else if run.quiet {
        print_rejected(&summary.documents, None);
        print_missed(summary);
    } else {
        err(&printable(&for_people(summary, None)));
    }
}

/// Prints how many records could not be read, if any: the reason for the exit code 1. With an
/// output folder, also prints in which file they are listed.
pub fn print_rejected(documents: &Documents, output: Option<&Path>) {
    if documents.rejected == 0 {
        return;
    }
    let rejected = grouped(documents.rejected);
    let read = counted(documents.read, "record");
    let see_list = match output {
        Some(output) => {
            let list = output.join(OWN_FOLDER).join("rejected.jsonl.zst");
            format!(": see {}", list.display())
        }
        None => String::new(),
    };
    print_error(&format!("{rejected} of {read} could not be read{see_list}"));
}

/// Prints how many files with articles were not read, if any: the other reason for the exit code 1.
fn print_missed(summary: &Summary) {
    let mut missed = summary.skipped.iter().filter(|file| file.is_missed);
    if let Some(first) = missed.next() {
        let (name, reason) = (&first.name, &first.reason);
        let more = match missed.count() {
            0 => String::new(),
            others => format!(" (and {})", counted(others as u64, "other file")),
        };
        print_error(&format!("not read: {name}{more}: {reason}"));
    }
}

/// How many of the files that hold articles and were not read are listed. `summary.json` in the
/// output folder lists all.
const MAX_MISSED_FILES: usize = 10;
/// The greatest number of choices of fields that are listed. A choice says which fields of some
/// files are read as the text, the id, the date and so on.
const MAX_FIELDS: usize = 3;
/// The greatest number of reasons that are listed for rejected records.
const MAX_REASONS: usize = 5;

/// The summary as a text.
fn for_people(summary: &Summary, output: Option<&Path>) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_summary(&mut text, summary, output);
    text
}

fn write_summary(text: &mut String, summary: &Summary, output: Option<&Path>) -> std::fmt::Result {
    write_counts(text, summary)?;
    write_missed(text, &summary.skipped)?;
    write_fields(text, summary)?;
    for note in &summary.notes {
        writeln!(text, "note: {note}")?;
    }
    write_skipped(text, &summary.skipped)?;
    write_cost(text, summary)?;
    // The last line says what to do next with the output folder, if there is one.
    let Some(output) = output.map(Path::display) else {
        return Ok(());
    };
    match summary.command.as_str() {
        "find" => writeln!(
            text,
            "decisions in {output}; to cut: copydesk apply INPUT --decisions {output} -o OUT"
        ),
        _ => writeln!(
            text,
            "written to {output}; to see why something was cut: copydesk explain {output} ID"
        ),
    }
}

/// Writes what became of the records.
fn write_counts(text: &mut String, summary: &Summary) -> std::fmt::Result {
    let documents = summary.documents;
    let removed = human_bytes(summary.removed_bytes);
    writeln!(
        text,
        "{} from {}, {removed} removed{}",
        counted(documents.read, "document"),
        counted(summary.sites, "site"),
        part_in_dropped(summary)
    )?;
    writeln!(text, "  {:>10} kept as they were", grouped(documents.kept))?;
    writeln!(text, "  {:>10} edited", grouped(documents.edited))?;
    for (reason, &count) in &summary.cuts {
        writeln!(
            text,
            "  {:>12} {reason} ({})",
            grouped(count.cuts),
            human_bytes(count.bytes)
        )?;
        for example in &summary.examples {
            if example.reason == *reason {
                writeln!(text, "               [{}] {}", example.rule, example.text)?;
            }
        }
    }
    writeln!(
        text,
        "  {:>10} dropped{}",
        grouped(documents.dropped),
        counts_by_reason(&summary.dropped)
    )?;
    if documents.rejected > 0 {
        writeln!(
            text,
            "  {:>10} rejected: could not be read",
            grouped(documents.rejected)
        )?;
        for (reason, &count) in summary.rejected.iter().take(MAX_REASONS) {
            writeln!(text, "  {:>12} {reason}", grouped(count))?;
        }
    }
    Ok(())
}

/// How many of the removed bytes are in dropped documents, in brackets; empty if no document was
/// dropped.
fn part_in_dropped(summary: &Summary) -> String {
    if summary.documents.dropped == 0 {
        return String::new();
    }
    let cut: u64 = summary.cuts.values().map(|count| count.bytes).sum();
    // The removed bytes include those of the cuts, so this is never below 0.
    let dropped = summary.removed_bytes.saturating_sub(cut);
    format!(" ({} of it in dropped documents)", human_bytes(dropped))
}

/// Writes which files with articles were not read.
fn write_missed(text: &mut String, skipped: &[Skipped]) -> std::fmt::Result {
    let missed: Vec<&Skipped> = skipped.iter().filter(|file| file.is_missed).collect();
    if !missed.is_empty() {
        writeln!(text, "files that were not read:")?;
    }
    for file in missed.iter().take(MAX_MISSED_FILES) {
        writeln!(text, "  {}: {}", file.name, file.reason)?;
    }
    if missed.len() > MAX_MISSED_FILES {
        let more = missed.len() - MAX_MISSED_FILES;
        writeln!(text, "  and {more} more: see summary.json")?;
    }
    Ok(())
}

/// Writes which fields were chosen.
fn write_fields(text: &mut String, summary: &Summary) -> std::fmt::Result {
    // Without records, no fields were found, and only default names would be listed.
    if summary.documents.read == 0 {
        return Ok(());
    }
    for choice in summary.fields.iter().take(MAX_FIELDS) {
        writeln!(text, "{choice}")?;
    }
    let others = summary.fields.len().saturating_sub(MAX_FIELDS);
    if others > 0 {
        let choices = counted(others as u64, "other choice");
        writeln!(text, "and {choices} of fields: see summary.json")?;
    }
    Ok(())
}

/// Writes how long the run took, and how much memory and temporary files it needed.
fn write_cost(text: &mut String, summary: &Summary) -> std::fmt::Result {
    let seconds: f64 = summary.seconds.values().sum();
    if seconds <= 0.0 {
        return Ok(());
    }
    let memory = comma_and_memory(summary.peak_memory_bytes);
    let temporary = match summary.temporary_bytes {
        0 => String::new(),
        bytes => format!(", {} of temporary files", human_bytes(bytes)),
    };
    writeln!(text, "{seconds:.1} s{memory}{temporary}")
}

/// An amount of memory with a comma before it, as a further item of a list; empty if it is not
/// known.
pub(super) fn comma_and_memory(bytes: Option<u64>) -> String {
    match bytes {
        Some(bytes) => format!(", {} of memory", human_bytes(bytes)),
        None => String::new(),
    }
}

/// The greatest number of files that are named for each reason to skip them. `summary.json` has
/// all.
const MAX_NAMES: usize = 3;

/// Writes which files were skipped because they are not expected to hold articles.
fn write_skipped(text: &mut String, skipped: &[Skipped]) -> std::fmt::Result {
    let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for file in skipped {
        if !file.is_missed {
            by_reason.entry(&file.reason).or_default().push(&file.name);
        }
    }
    for (reason, names) in by_reason {
        let first = names.iter().take(MAX_NAMES).copied();
        let first = first.collect::<Vec<_>>().join(", ");
        let more = if names.len() > MAX_NAMES { ", …" } else { "" };
        let count = grouped(names.len() as u64);
        writeln!(text, "note: {count} skipped ({reason}): {first}{more}")?;
    }
    Ok(())
}

/// A list of counts, each with its reason, after a colon; empty if there are none.
fn counts_by_reason(counts: &BTreeMap<String, u64>) -> String {
    let mut parts = Vec::with_capacity(counts.len());
    for (reason, &count) in counts {
        parts.push(format!("{} {reason}", grouped(count)));
    }
    if parts.is_empty() {
        String::new()
    } else {
        format!(": {}", parts.join(", "))
    }
}

/// A number and a noun, in the plural unless the number is 1: `1 site`, `2,000 sites`.
pub fn counted(number: u64, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", grouped(number))
}

/// A number with commas between thousands.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        let digits_left = digits.len() - i;
        if i > 0 && digits_left.is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number of bytes in decimal units, with one digit after the point. Small numbers are exact.
pub(super) fn human_bytes(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{} bytes", grouped(bytes)),
        10_000..10_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        10_000_000..10_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::{grouped, human_bytes};

    #[test]
    fn numbers_have_commas_and_sizes_have_units() {
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(12), "12");
        assert_eq!(human_bytes(134_715_840), "134.7 MB");
    }
}
