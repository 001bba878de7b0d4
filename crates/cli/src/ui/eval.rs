//! The reports of an evaluation, one for each truth file: scores, figures (all other numbers),
//! notes, and the mistakes of the run.

use super::print::{out, out_json, printable};
use super::summary::grouped;
use copydesk_eval::{Evaluation, Mistake, Piece, Report, Score, Value};
use std::fmt::Write;

/// Prints all reports for a person.
pub fn evaluation(evaluation: &Evaluation) {
    let mut text = String::new();
    for report in &evaluation.reports {
        // Writing to a string cannot fail.
        let _ = write_report(&mut text, report);
    }
    out(&printable(&text));
}

/// Prints all reports as JSON.
pub fn evaluation_as_json(evaluation: &Evaluation) {
    out_json(serde_json::to_string_pretty(evaluation));
}

fn write_report(text: &mut String, report: &Report) -> std::fmt::Result {
    writeln!(text, "{}", report.truth)?;
    if !report.scores.is_empty() {
        let mut width = 0;
        for score in &report.scores {
            width = width.max(score.name.chars().count());
        }
        writeln!(
            text,
            "  {:width$}  precision  recall     F1      right      wrong     missed",
            ""
        )?;
        for score in &report.scores {
            write_score(text, score, width)?;
        }
    }
    for figure in &report.figures {
        match figure.value {
            Value::Count(count) => writeln!(text, "  {}: {}", figure.label, grouped(count))?,
            Value::Index(index) => writeln!(text, "  {}: {index:.4}", figure.label)?,
            Value::Share { part, of } => {
                writeln!(
                    text,
                    "  {}: {} of {}{}",
                    figure.label,
                    with_half(part),
                    with_half(of),
                    percent(part, of)
                )?;
            }
        }
    }
    for note in &report.notes {
        writeln!(text, "  note: {note}")?;
    }
    for mistake in &report.examples {
        write_mistake(text, mistake)?;
    }
    // `more` is the number of mistakes that are not among the examples.
    if report.more > 0 {
        let all = report.examples.len() as u64 + report.more;
        writeln!(
            text,
            "  … and {} more mistakes; --worst {all} shows them all",
            grouped(report.more)
        )?;
    }
    Ok(())
}

/// Writes a row of the table of scores. `width` is the width of the column of names.
fn write_score(text: &mut String, score: &Score, width: usize) -> std::fmt::Result {
    let counts = &score.counts;
    let [precision, recall, f1] =
        [counts.precision(), counts.recall(), counts.f1()].map(share_or_dash);
    let [right, wrong, missed] = [counts.right, counts.wrong, counts.missed].map(with_half);
    writeln!(
        text,
        "  {:width$}  {precision:>9} {recall:>7} {f1:>6} {right:>10} {wrong:>10} {missed:>10}",
        score.name
    )
}

/// Writes what the mistake is, and then the documents or pieces of text that it is about.
fn write_mistake(text: &mut String, mistake: &Mistake) -> std::fmt::Result {
    writeln!(text, "  {}", mistake.label)?;
    for Piece {
        id,
        span,
        text: piece,
        ..
    } in &mistake.pieces
    {
        let piece = on_one_line(piece);
        match span {
            Some((start, end)) => writeln!(text, "    {id} {start}..{end}: {piece}")?,
            None => writeln!(text, "    {id}: {piece}")?,
        }
    }
    Ok(())
}

/// A text without line breaks, so that each piece is on one line of the list.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A share with four decimals; a dash if there is none.
fn share_or_dash(share: Option<f64>) -> String {
    match share {
        Some(share) => format!("{share:.4}"),
        None => "–".to_owned(),
    }
}

/// A count with commas between thousands. It is whole or ends in a half, because a letter of a
/// script without spaces counts as half a word.
fn with_half(count: f64) -> String {
    let whole = grouped(count as u64);
    if count.fract() == 0.0 {
        whole
    } else {
        format!("{whole}.5")
    }
}

/// A share in per cent, in brackets; empty if `of` is 0.
fn percent(part: f64, of: f64) -> String {
    if of > 0.0 {
        format!(" ({:.2} %)", 100.0 * part / of)
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::{percent, with_half};

    #[test]
    fn halves_are_shown_and_a_share_of_nothing_is_not() {
        assert_eq!(
            (with_half(1234.0), with_half(0.5)),
            ("1,234".to_owned(), "0.5".to_owned())
        );
        assert_eq!(
            (percent(1.0, 8.0), percent(0.0, 0.0)),
            (" (12.50 %)".to_owned(), String::new())
        );
    }
}
