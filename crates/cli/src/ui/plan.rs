//! The table of `plan`: bandings (numbers of bands and of rows in a band), with what each misses
//! and costs.

use super::print::{out, out_json};
use super::summary::grouped;
use copydesk_eval::{AtSimilarity, Choice, Plan, Sampled};
use std::fmt::Write;

/// Prints a plan for a person.
pub fn plan(plan: &Plan) {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_plan(&mut text, plan);
    out(&text);
}

/// Prints a plan as JSON.
pub fn plan_as_json(plan: &Plan) {
    out_json(serde_json::to_string_pretty(plan));
}

/// Width of a column of shares, in characters.
const SHARE_WIDTH: usize = 11;

fn write_plan(text: &mut String, plan: &Plan) -> std::fmt::Result {
    // All choices have the same columns, so the headings can be taken from the first.
    let Some(first) = plan.choices.first() else {
        return Ok(());
    };
    writeln!(
        text,
        "threshold {}, shingles of {} words",
        plan.threshold, plan.shingle
    )?;
    let [missed_width, compared_width] =
        [&first.missed, &first.candidates].map(|columns| SHARE_WIDTH * columns.len());
    // The columns before the shares (name, values and bytes) are 26 characters wide.
    writeln!(
        text,
        "{:26}{:>missed_width$}{:>compared_width$}",
        "", "missed at a similarity of", "compared at"
    )?;
    write!(text, "  {:9} {:>6} {:>6} ", "", "values", "bytes")?;
    for AtSimilarity { similarity, .. } in first.missed.iter().chain(&first.candidates) {
        write!(text, "{similarity:>SHARE_WIDTH$}")?;
    }
    if plan.sample.is_some() {
        write!(text, "  candidates")?;
    }
    writeln!(text)?;
    for choice in &plan.choices {
        write_choice(text, choice)?;
    }
    let (values, share) = (plan.longest_signature, percent(plan.most_missed));
    writeln!(
        text,
        "* chosen by copydesk: of the bandings with at most {values} values that miss at most \
         {share} of the pairs at the threshold,"
    )?;
    writeln!(
        text,
        "  the one with the most rows, because it has the fewest needless candidates; if there \
         is none, one row per band"
    )?;
    writeln!(
        text,
        "bytes: memory for each document between two passes (its band keys; signatures are not \
         kept)"
    )?;
    if let Some(taken) = plan.choices.iter().find(|choice| choice.is_taken) {
        writeln!(
            text,
            "  (with the chosen one, {} while the buckets are filled)",
            grouped(taken.bytes_at_peak as u64)
        )?;
    }
    writeln!(
        text,
        "missed: of the pairs with this similarity, the share that is not found, because they \
         share no bucket"
    )?;
    writeln!(
        text,
        "compared: of the pairs with this similarity, the share that is compared needlessly"
    )?;
    match &plan.sample {
        Some(sample) => write_sample(text, sample),
        None => Ok(()),
    }
}

/// Writes the row of a banding, marked with a star if copydesk would choose it.
fn write_choice(text: &mut String, choice: &Choice) -> std::fmt::Result {
    let mark = if choice.is_taken { '*' } else { ' ' };
    let name = format!("{} × {}", choice.bands, choice.rows);
    write!(
        text,
        "{mark} {name:9} {:>6} {:>6} ",
        choice.values, choice.bytes_kept
    )?;
    for at in choice.missed.iter().chain(&choice.candidates) {
        write!(text, "{:>SHARE_WIDTH$}", percent(at.share))?;
    }
    if let Some(candidates) = choice.candidates_per_document {
        write!(text, "{candidates:>12.3}")?;
    }
    writeln!(text)
}

/// Writes on which documents of the dump the candidates were counted.
fn write_sample(text: &mut String, sample: &Sampled) -> std::fmt::Result {
    let (documents, records) = (grouped(sample.documents), grouped(sample.of_records));
    writeln!(
        text,
        "candidates: pairs that share a bucket, per document, counted on {documents} documents of \
         {records} records"
    )?;
    writeln!(
        text,
        "  ({} more in the sample have the same words as one of these; {} have no words or cannot \
         be read)",
        grouped(sample.twins),
        grouped(sample.without_words)
    )?;
    if sample.scale() > 1.0 {
        writeln!(
            text,
            "  in the whole dump each document has about {:.1} times as many",
            sample.scale()
        )?;
    }
    Ok(())
}

/// A share in per cent, with enough digits to see that a small one is not zero.
fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    match percent {
        0.0 => "0 %".to_owned(),
        _ if percent < 0.0001 => "< 0.0001 %".to_owned(),
        _ if percent < 0.01 => format!("{percent:.4} %"),
        _ if percent < 1.0 => format!("{percent:.2} %"),
        _ => format!("{percent:.1} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn small_shares_are_not_rounded_to_nothing() {
        assert_eq!(
            [0.0, 1e-9, 0.00005, 0.001, 0.25].map(percent),
            ["0 %", "< 0.0001 %", "0.0050 %", "0.10 %", "25.0 %"]
        );
    }
}
