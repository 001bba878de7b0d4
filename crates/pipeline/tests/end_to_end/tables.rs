//! Tables in plain text (CSV, TSV): they are decided like the same records in lines of JSON, and
//! every byte is restored.

use crate::bench_desk::{Desk, contents, plain};
use crate::shapes::{STORY, comparable, compressed, newsroom};
use copydesk_pipeline::{Config, OnBadRecord, Role, Scope, Verdict};
use std::collections::BTreeSet;

/// The records of a file as the rows of a table, the names of the columns first. Values that are
/// not strings are written as JSON.
pub(super) fn rows(records: &[String]) -> Vec<Vec<String>> {
    let parse = |record: &String| serde_json::from_str(record).unwrap();
    let records: Vec<serde_json::Map<String, serde_json::Value>> =
        records.iter().map(parse).collect();
    let names: BTreeSet<&String> = records.iter().flat_map(|record| record.keys()).collect();
    let row = |record: &serde_json::Map<String, serde_json::Value>| {
        let cell = |name: &&String| match record.get(*name) {
            None | Some(serde_json::Value::Null) => String::new(),
            Some(serde_json::Value::String(string)) => string.clone(),
            Some(other) => other.to_string(),
        };
        names.iter().map(cell).collect()
    };
    let header = names.iter().map(|name| (*name).clone()).collect();
    std::iter::once(header)
        .chain(records.iter().map(row))
        .collect()
}

/// A cell, in quotes if it needs them.
fn cell(value: &str, delimiter: char) -> String {
    let needs_quotes = value.contains(['"', '\n', '\r', delimiter]);
    if needs_quotes {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}

/// The rows as text. With `all_quoted` every cell is in quotes, otherwise only cells that need
/// them.
pub(super) fn table(
    rows: &[Vec<String>],
    delimiter: char,
    line_break: &str,
    all_quoted: bool,
) -> String {
    let one = |value: &String| match all_quoted {
        true => format!("\"{}\"", value.replace('"', "\"\"")),
        false => cell(value, delimiter),
    };
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().map(one).collect();
        cells.join(&delimiter.to_string()) + line_break
    };
    rows.iter().map(line).collect()
}

type Kind = (&'static str, fn(&[Vec<String>]) -> String);

const KINDS: [Kind; 6] = [
    ("csv", |rows| table(rows, ',', "\n", false)),
    ("csv", |rows| {
        format!("\u{feff}{}", table(rows, ';', "\r\n", false))
    }),
    ("csv", |rows| table(rows, ',', "\n\n", true)),
    ("csv", |rows| {
        table(rows, ',', "\n", false).trim_end().to_owned()
    }),
    ("tsv", |rows| table(rows, '\t', "\n", false)),
    ("csv", |rows| {
        let escaped = |row: &Vec<String>| -> String {
            let cell =
                |cell: &String| format!("\"{}\"", cell.replace('\\', "\\\\").replace('"', "\\\""));
            row.iter().map(cell).collect::<Vec<_>>().join("|") + "\n"
        };
        rows.iter().map(escaped).collect()
    }),
];

#[test]
fn tables_are_decided_as_lines_of_json_are_and_restored() {
    let dump = newsroom();
    let mut lines = Desk::new();
    for (name, records) in &dump {
        lines = lines.file(
            &format!("{name}.json"),
            (records.join("\n") + "\n").as_bytes(),
        );
    }
    lines.clean("out", &Config::default());
    let wanted = comparable(&lines.decisions("out"));
    assert!(wanted.iter().any(|line| line.contains("\"edit\"")));
    for (number, (ending, write)) in KINDS.into_iter().enumerate() {
        for packed in ["", ".gz", ".zst", ".xz", ".bz2"] {
            let mut desk = Desk::new();
            for (name, records) in &dump {
                let bytes = compressed(write(&rows(records)).as_bytes(), packed);
                desk = desk.file(&format!("{name}.{ending}{packed}"), &bytes);
            }
            let summary = desk.clean("out", &Config::default());
            assert_eq!((summary.documents.rejected, &summary.skipped), (0, &vec![]));
            assert_eq!(
                comparable(&desk.decisions("out")),
                wanted,
                "{number} {packed}"
            );
            assert_eq!(
                contents(&desk.restore("out")),
                contents(&desk.path("in")),
                "{number} {packed}"
            );
        }
    }
}

#[test]
fn no_other_row_is_lost_by_one_that_cannot_be_read() {
    let sound = format!("0,\"{STORY}\"\n").repeat(9);
    let file = format!(
        "id,text\n1,{STORY}\n2,{STORY},3\n3\n4,\"{STORY}\n5,\"{STORY}\"\n6,\"no\" end\n7,\"{STORY}\n\"\n8,{STORY}\n{sound}"
    );
    let desk = Desk::new().file("a.csv", file.as_bytes());
    for on_bad_record in [OnBadRecord::Skip, OnBadRecord::Pass] {
        let out = format!("{on_bad_record:?}");
        let config = Config {
            scope: Scope::Document,
            on_bad_record,
            ..Config::default()
        };
        desk.clean(&out, &config);
        let decisions = desk.decisions(&out);
        let kept: Vec<&str> = decisions
            .iter()
            .filter(|decision| decision.verdict == Verdict::Keep)
            .filter_map(|decision| decision.id.as_deref())
            .filter(|&id| id != "0")
            .collect();
        assert_eq!(kept, ["1", "5", "7", "8"]);
        let rejected = decisions.iter().filter(|d| d.verdict == Verdict::Reject);
        assert_eq!(rejected.count(), 4);
        assert_eq!(contents(&desk.restore(&out)), contents(&desk.path("in")));
    }
}

#[test]
fn a_cut_does_not_change_how_the_rest_of_a_row_is_read() {
    let second = "\"It was dark,\" said the keeper of the lighthouse on the hill.";
    // The cell is not in quotes, but the text that stays contains some.
    let file = format!("text\tid\n{STORY} {STORY} {second}\t1\n");
    let desk = Desk::new().file("a.tsv", file.as_bytes());
    desk.clean("out", &Config::default());
    let clean = String::from_utf8(plain(&desk.path("out/a.tsv"))).unwrap();
    assert_eq!(clean, format!("text\tid\n{STORY} {second}\t1\n"));
    assert_eq!(contents(&desk.restore("out")), contents(&desk.path("in")));
}

#[test]
fn columns_without_names_are_numbered() {
    let file =
        format!("news\t{STORY}\thttp://h.example/1\nsport\t{STORY} Or not.\thttp://h.example/2\n");
    let desk = Desk::new().file("a.tsv", file.as_bytes());
    let refused = copydesk_pipeline::clean(
        &desk.inputs(),
        &desk.path("out"),
        &Config::default(),
        &copydesk_pipeline::Silent,
    );
    let message = refused.unwrap_err().to_string();
    assert!(message.contains("`2` (about"), "{message}");
    let config = |no_header| Config {
        no_header,
        fields: Config::default()
            .fields
            .with(Role::Text, "2")
            .with(Role::Url, "3"),
        ..Config::default()
    };
    let summary = desk.clean("out", &config(true));
    assert_eq!(summary.documents.read, 2);
    assert_eq!(contents(&desk.restore("out")), contents(&desk.path("in")));
    // With `no_header` the first row is a record, even if it looks like the names of columns.
    let desk = Desk::new().file("b.csv", format!("kind,{STORY}\n").as_bytes());
    assert_eq!(desk.clean("out", &config(true)).documents.read, 1);
}

#[test]
fn compression_is_recognised_by_content_if_the_name_is_wrong() {
    let line = format!("{{\"text\": \"{STORY}\"}}\n");
    let desk = Desk::new()
        .file("a.jsonl", &compressed(line.as_bytes(), ".xz"))
        .file("b.jsonl.gz", line.as_bytes())
        .file("c.jsonl.zst", &compressed(line.as_bytes(), ".bz2"));
    let summary = desk.clean(
        "out",
        &Config {
            scope: Scope::Document,
            ..Config::default()
        },
    );
    assert_eq!((summary.documents.read, summary.documents.kept), (3, 3));
    let raw = |name: &str| std::fs::read(desk.path(name)).unwrap();
    assert!(raw("out/a.jsonl").starts_with(b"\xFD7zXZ"));
    assert_eq!(raw("out/b.jsonl.gz"), line.as_bytes());
    let back = desk.restore("out");
    assert_eq!(
        std::fs::read(back.join("b.jsonl.gz")).unwrap(),
        line.as_bytes()
    );
}

#[test]
fn files_in_other_encodings_keep_their_encoding() {
    let text = format!(
        "id,text\n1,\"{STORY}\n\n{STORY}\"\n2,Un caf\u{e9} \u{e0} c\u{f4}t\u{e9} du phare.\n"
    );
    let utf16: Vec<u8> = format!("\u{feff}{text}")
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let latin: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let desk = Desk::new()
        .file("wide.csv.gz", &compressed(&utf16, ".gz"))
        .file("latin.csv", &latin);
    let config = Config {
        scope: Scope::Document,
        encoding: Some("windows-1252".to_owned()),
        ..Config::default()
    };
    let summary = desk.clean("out", &config);
    assert_eq!((summary.documents.edited, summary.documents.kept), (2, 2));
    let clean = plain(&desk.path("out/latin.csv"));
    assert_eq!(clean.len() + STORY.len() + 2, latin.len());
    assert!(clean.windows(4).any(|four| four == b"caf\xE9"));
    assert_eq!(plain(&desk.path("out/wide.csv.gz"))[..2], [0xFE, 0xFF]);
    assert_eq!(contents(&desk.restore("out")), contents(&desk.path("in")));
    let refused = copydesk_pipeline::clean(
        &desk.inputs(),
        &desk.path("other"),
        &Config {
            encoding: Some("klingon".to_owned()),
            ..config
        },
        &copydesk_pipeline::Silent,
    );
    assert!(refused.unwrap_err().to_string().contains("klingon"));
}
