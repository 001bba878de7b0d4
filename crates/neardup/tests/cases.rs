//! Tests repeats inside a document against the cases in `testdata/cases/repeats-*.toml`, which are
//! texts with marks around everything that should be cut.

use copydesk_neardup::{RepeatKind, repeats};
use copydesk_testkit::marks;
use copydesk_text::{Document, Span, Spans};
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    text: String,
}

/// The repeats that are found in a text, as marks: spans without white space at their ends, each
/// with a label.
fn marks_of(text: &str) -> Vec<(Span, String)> {
    // The cases name the reason that a decision gives for such a cut. The links and date below an
    // embedded post (`Signature`) are cut as furniture.
    let label = |kind| match kind {
        RepeatKind::Equal => "repeated-in-document",
        RepeatKind::Contained => "contained-in-document",
        RepeatKind::Signature => "furniture-rule",
    };
    let all = repeats(&Document::new(text), &Spans::default());
    all.into_iter()
        .map(|repeat| (trimmed(text, repeat.cut), label(repeat.kind).to_owned()))
        .collect()
}

/// A span without the white space at its ends.
fn trimmed(text: &str, span: Span) -> Span {
    let raw = span.slice(text);
    let start = span.start() + raw.len() - raw.trim_start().len();
    Span::new(start, start + raw.trim().len())
}

#[test]
fn every_case_is_cut_as_marked() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/cases");
    let mut failures = Vec::new();
    let mut cases = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.starts_with("repeats-") {
            continue;
        }
        let file: File = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for case in file.case {
            cases += 1;
            let (text, wanted) = marks::parse(&case.text).unwrap();
            let wanted: Vec<_> = wanted
                .into_iter()
                .map(|(span, label)| (trimmed(&text, span), label))
                .collect();
            let got = marks_of(&text);
            if got != wanted {
                failures.push(format!(
                    "{name}: {}\n--- wanted\n{}\n--- got\n{}",
                    case.name,
                    case.text,
                    marks::write(&text, &got)
                ));
            }
        }
    }
    assert!(cases > 50, "only {cases} cases were found");
    assert!(
        failures.is_empty(),
        "{} of {cases} cases\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}
