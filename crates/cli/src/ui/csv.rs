//! The tables of `bench`, `plan` and `eval` as CSV, for spreadsheets and plots. Numbers are not
//! rounded, and a missing number is an empty cell.

use super::print::out;
use copydesk_bench::{Bench, Floor};
use copydesk_eval::{AtSimilarity, Evaluation, Plan, Value};
use serde_json::{Value as Json, to_value};

/// Prints the speeds that a benchmark measured as CSV.
pub fn bench_as_csv(bench: &Bench) {
    out(&speeds(bench));
}

/// Prints a plan as CSV.
pub fn plan_as_csv(plan: &Plan) {
    out(&bandings(plan));
}

/// Prints the scores of all reports as CSV.
pub fn evaluation_as_csv(evaluation: &Evaluation) {
    out(&scores(evaluation));
}

/// A table with a header, as text. Cells with commas or quotes are quoted.
struct Table(csv::Writer<Vec<u8>>);

impl Table {
    fn new(names: &[impl AsRef<str>]) -> Self {
        let mut table = Self(csv::Writer::from_writer(Vec::new()));
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        table.add_row(&names);
        table
    }

    fn add_row(&mut self, cells: &[impl AsRef<str>]) {
        // Cannot fail: the table is in memory, and the writer refuses only a row whose length
        // differs from the header's.
        let _ = self.0.write_record(cells.iter().map(AsRef::as_ref));
    }

    fn into_text(self) -> String {
        let bytes = self.0.into_inner().unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }
}

/// The name that a value has in JSON, so that JSON and CSV use the same names. `json` is the result
/// of `to_value`.
fn json_name(json: serde_json::Result<Json>) -> String {
    match json {
        Ok(Json::String(name)) => name,
        // Neither of these happens: all values with names are strings in JSON.
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

/// The cell for a number; empty if the number is missing.
fn cell_of(number: Option<f64>) -> String {
    match number {
        Some(number) => number.to_string(),
        None => String::new(),
    }
}

/// One row for each measurement. A *floor* is plain work on the same bytes, such as copying them.
/// The measured work takes `times_floor` times as long.
fn speeds(bench: &Bench) -> String {
    let mut table = Table::new(&[
        "group",
        "name",
        "threads",
        "unit",
        "bytes",
        "runs",
        "seconds",
        "fastest",
        "slowest",
        "megabytes_per_second",
        "floor",
        "times_floor",
    ]);
    for measured in &bench.measured {
        table.add_row(&[
            json_name(to_value(measured.group)),
            measured.name.clone(),
            measured.threads.to_string(),
            json_name(to_value(measured.unit)),
            measured.bytes.to_string(),
            measured.runs.to_string(),
            measured.seconds.to_string(),
            measured.fastest.to_string(),
            measured.slowest.to_string(),
            measured.megabytes_per_second().to_string(),
            measured.floor.map_or("", Floor::name).to_owned(),
            cell_of(measured.times_floor),
        ]);
    }
    table.into_text()
}

/// The names of the columns for shares, such as `missed_at_0.8` and `missed_at_0.9`. Each is a
/// share of the pairs of documents that have the similarity in its name.
fn names_of_shares(prefix: &str, shares: &[AtSimilarity]) -> Vec<String> {
    let names = shares
        .iter()
        .map(|at| format!("{prefix}_at_{}", at.similarity));
    names.collect()
}

/// The cells for shares.
fn cells_of_shares(shares: &[AtSimilarity]) -> Vec<String> {
    shares.iter().map(|at| at.share.to_string()).collect()
}

/// One row for each banding: a number of bands, and of rows in each band. `is_taken` says whether
/// copydesk uses the banding by default.
fn bandings(plan: &Plan) -> String {
    let fixed = [
        "bands",
        "rows",
        "values",
        "bytes_kept",
        "bytes_at_peak",
        "is_taken",
    ];
    let mut names: Vec<String> = fixed.map(str::to_owned).to_vec();
    // All choices have shares at the same similarities. `missed` is the computed share of similar
    // pairs that the banding does not find, and `compared` the computed share of other pairs that
    // become candidates. `candidates_per_document` was counted on a sample.
    if let Some(first) = plan.choices.first() {
        names.extend(names_of_shares("missed", &first.missed));
        names.extend(names_of_shares("compared", &first.candidates));
    }
    names.push("candidates_per_document".to_owned());
    let mut table = Table::new(&names);
    for choice in &plan.choices {
        let mut row = vec![
            choice.bands.to_string(),
            choice.rows.to_string(),
            choice.values.to_string(),
            choice.bytes_kept.to_string(),
            choice.bytes_at_peak.to_string(),
            choice.is_taken.to_string(),
        ];
        row.extend(cells_of_shares(&choice.missed));
        row.extend(cells_of_shares(&choice.candidates));
        row.push(cell_of(choice.candidates_per_document));
        table.add_row(&row);
    }
    table.into_text()
}

/// One row for each score and for each figure (any other number) of the reports. The first three
/// columns say what a row is about. The next six have values for scores only, and the last three
/// for figures only.
fn scores(evaluation: &Evaluation) -> String {
    let mut table = Table::new(&[
        "truth",
        "kind",
        "name",
        "right",
        "wrong",
        "missed",
        "precision",
        "recall",
        "f1",
        "part",
        "of",
        "value",
    ]);
    for report in &evaluation.reports {
        let kind = json_name(to_value(report.kind));
        for score in &report.scores {
            let counts = &score.counts;
            let numbers = [counts.right, counts.wrong, counts.missed].map(|n| n.to_string());
            let shares = [counts.precision(), counts.recall(), counts.f1()].map(cell_of);
            let about = [report.truth.clone(), kind.clone(), score.name.clone()];
            let no_figure = [const { String::new() }; 3];
            table.add_row(&[&about[..], &numbers, &shares, &no_figure].concat());
        }
        for figure in &report.figures {
            let [part, of, value] = match figure.value {
                Value::Count(count) => [None, None, Some(count as f64)],
                Value::Index(index) => [None, None, Some(index)],
                Value::Share { part, of } => {
                    [Some(part), Some(of), (of > 0.0).then_some(part / of)]
                }
            };
            let no_score = [const { String::new() }; 6];
            let numbers = [part, of, value].map(cell_of);
            let about = [report.truth.clone(), kind.clone(), figure.name.clone()];
            table.add_row(&[&about[..], &no_score, &numbers].concat());
        }
    }
    table.into_text()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_with_commas_or_quotes_are_quoted_and_missing_numbers_are_empty() {
        let mut table = Table::new(&["name", "value"]);
        table.add_row(&["a, \"b\"", "1"]);
        assert_eq!(table.into_text(), "name,value\n\"a, \"\"b\"\"\",1\n");
        assert_eq!(
            (cell_of(None), cell_of(Some(0.5))),
            (String::new(), "0.5".to_owned())
        );
    }
}
