//! One dump in every layout of JSON and with every compression: the decisions are the same, and
//! every byte is restored.

use crate::bench_desk::{Desk, contents, plain, testdata};
use copydesk_formats::{Compression, Encoder};
use copydesk_pipeline::{Config, Decision, Logs, OnBadRecord, Role, Scope, Verdict, stream};
use std::io::Write;
use std::path::Path;

/// The files of the dump `testdata/dumps/newsroom`: the name and the records of each.
pub(super) fn newsroom() -> Vec<(&'static str, Vec<String>)> {
    let files = [
        ("dailies", "dailies.jsonl.gz"),
        ("wire", "wire.jsonl"),
        ("world", "world.jsonl.zst"),
    ];
    files
        .into_iter()
        .map(|(name, file)| {
            let path = testdata("dumps/newsroom").join(file);
            let bytes = String::from_utf8(plain(&path)).unwrap();
            let lines = bytes.lines().filter(|line| !line.trim().is_empty());
            (name, lines.map(|line| line.trim().to_owned()).collect())
        })
        .collect()
}

/// A JSON object, spread over several lines. Its strings and numbers stay as they are spelled.
fn pretty(record: &str) -> String {
    let fields = record
        .strip_prefix('{')
        .and_then(|record| record.strip_suffix('}'))
        .unwrap();
    let (mut out, mut in_string, mut escaped, mut depth) = (String::new(), false, false, 0);
    for c in fields.trim().chars() {
        out.push(c);
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            '[' | '{' if !in_string => depth += 1,
            ']' | '}' if !in_string => depth -= 1,
            ',' if !in_string && depth == 0 => out.push_str("\n    "),
            _ => {}
        }
    }
    format!("{{\n    {out}\n}}")
}

type Shape = (&'static str, fn(&[String]) -> String);

const SHAPES: [Shape; 9] = [
    ("jsonlines", |records| records.join("\n") + "\n"),
    ("jsonlines", |records| {
        format!("\u{feff}{}", records.join("\r\n\r\n"))
    }),
    ("jsonobjects", |records| {
        pretty_all(records).join("\n") + "\n"
    }),
    ("jsonobjects", |records| pretty_all(records).concat()),
    ("jsonarray", |records| format!("[{}]", records.join(","))),
    ("jsonarray", |records| {
        format!("\u{feff}[\n  {}\n]\n", records.join(",\n  "))
    }),
    ("jsonarray", |records| {
        format!("[\n{}\n]\n", pretty_all(records).join("\n,"))
    }),
    ("jsonarray", |records| {
        format!(
            "{{\"status\": \"ok\", \"facets\": [{{\"n\": 1}}], \"articles\": [{}], \"next\": {{}} }}\n",
            records.join(" , ")
        )
    }),
    ("jsonarray", |records| {
        format!(
            "{{\n \"articles\": {{\n  \"results\": [\n{}\n  ],\n  \"page\": 1\n }}\n}}",
            pretty_all(records).join(",\n")
        )
    }),
];

fn pretty_all(records: &[String]) -> Vec<String> {
    records.iter().map(|record| pretty(record)).collect()
}

/// Compresses bytes as files with this ending are; not at all if the ending is of no compression.
pub(super) fn compressed(bytes: &[u8], ending: &str) -> Vec<u8> {
    match ending {
        ".gz" => {
            let mut encoder =
                flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            encoder.write_all(bytes).unwrap();
            encoder.finish().unwrap()
        }
        ".zst" => zstd::encode_all(bytes, 1).unwrap(),
        ".xz" | ".bz2" => {
            let packed = Compression::by_name(Path::new(&format!("x{ending}")));
            let mut encoder = Encoder::new(packed, Vec::new()).unwrap();
            encoder.write_all(bytes).unwrap();
            encoder.finish().unwrap()
        }
        _ => bytes.to_vec(),
    }
}

/// Decisions as JSON, without the endings of the file names and the hashes of the records: they are
/// equal if a dump in different formats is decided in the same way.
pub(super) fn comparable(decisions: &[Decision]) -> Vec<String> {
    decisions
        .iter()
        .map(|decision| {
            let mut value = serde_json::to_value(decision).unwrap();
            value.as_object_mut().unwrap().remove("digest");
            let json = value.to_string();
            [
                ".json", ".csv", ".tsv", ".parquet", ".arrows", ".arrow", ".feather", ".gz",
                ".zst", ".xz", ".bz2",
            ]
            .iter()
            .fold(json, |json, ending| json.replace(ending, ""))
        })
        .collect()
}

#[test]
fn every_shape_and_compression_is_decided_alike_and_restored() {
    let dump = newsroom();
    let mut expected: Option<Vec<String>> = None;
    for (shape, write) in SHAPES {
        for ending in ["", ".gz", ".zst", ".xz", ".bz2"] {
            let mut desk = Desk::new();
            for (name, records) in &dump {
                let bytes = compressed(write(records).as_bytes(), ending);
                desk = desk.file(&format!("{name}.json{ending}"), &bytes);
            }
            let inputs = desk.inputs();
            assert!(
                inputs
                    .files()
                    .iter()
                    .all(|file| file.format().name() == shape),
                "{shape}: {:?}",
                inputs.files()
            );
            let summary = desk.clean("out", &Config::default());
            assert_eq!((summary.documents.rejected, summary.skipped), (0, vec![]));
            let decisions = comparable(&desk.decisions("out"));
            assert!(decisions.iter().any(|line| line.contains("\"drop\"")));
            match &expected {
                Some(expected) => assert_eq!(expected, &decisions, "{shape}{ending}"),
                None => expected = Some(decisions),
            }
            for (name, _) in &dump {
                check_valid(
                    &desk.path("out").join(format!("{name}.json{ending}")),
                    shape,
                );
            }
            assert_eq!(
                contents(&desk.restore("out")),
                contents(&desk.path("in")),
                "{shape}{ending}"
            );
        }
    }
}

/// Checks that a clean file is valid JSON, and a single value if it was an array.
fn check_valid(path: &Path, shape: &str) {
    let bytes = plain(path);
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let values: Vec<serde_json::Value> = serde_json::Deserializer::from_slice(bytes)
        .into_iter()
        .collect::<Result<_, _>>()
        .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    assert!(
        shape != "jsonarray" || values.len() == 1,
        "{}",
        path.display()
    );
}

pub(super) const STORY: &str = "The lamp of the old lighthouse was lit again on Friday.";

#[test]
fn a_clean_array_is_valid_whichever_members_are_dropped() {
    // A member is kept if its bit in `picks` is set. One without text is dropped.
    let member = |index: u8, picks: u8| match picks >> index & 1 {
        1 => format!("{{\"text\": \"Story {index}. {STORY}\"}}"),
        _ => "{\"text\": null}".to_owned(),
    };
    for (start, between, end) in [
        ("[", ",", "]"),
        ("[\n ", ",\n ", "\n]\n"),
        ("[ ", " \n, ", " ] "),
        ("{\"a\":1,\"articles\": [", "\n,", "\n], \"b\": [2]}"),
    ] {
        let mut desk = Desk::new();
        for picks in 1..8 {
            let members: Vec<String> = (0..3).map(|index| member(index, picks)).collect();
            let file = format!("{start}{}{end}", members.join(between));
            desk = desk.file(&format!("{picks}.json"), file.as_bytes());
        }
        let summary = desk.clean(
            "out",
            &Config {
                scope: Scope::Document,
                ..Config::default()
            },
        );
        assert_eq!((summary.documents.read, summary.documents.kept), (21, 12));
        for picks in 1..8 {
            check_valid(&desk.path(&format!("out/{picks}.json")), "jsonarray");
        }
        assert_eq!(
            contents(&desk.restore("out")),
            contents(&desk.path("in")),
            "{start}"
        );
    }
}

#[test]
fn a_broken_member_is_rejected_and_no_other_is_lost() {
    let broken = [
        "{\"text\": \"No end",
        "{\"text\": \"No brace\"",
        "{'text': 'Other quotes'}",
        "{\"text\": \"Two\"} {\"text\": \"without a comma\"}",
        "",
        "17",
        "{\"text\": [1}",
    ];
    let sound = format!("{{\"text\": \"{STORY}\"}}");
    let mut desk = Desk::new();
    for (index, broken) in broken.iter().enumerate() {
        let file = format!("[\n{sound},\n{broken},\n{sound},\n{sound}\n]\n");
        desk = desk.file(&format!("{index}.json"), file.as_bytes());
    }
    let cut_short = format!("{{\"articles\": [{sound}, {sound}, {{\"text\": \"And no mo");
    let desk = desk.file("cut.json", cut_short.as_bytes());
    for on_bad_record in [OnBadRecord::Skip, OnBadRecord::Pass] {
        let out = format!("{on_bad_record:?}");
        let config = Config {
            scope: Scope::Document,
            on_bad_record,
            ..Config::default()
        };
        let summary = desk.clean(&out, &config);
        let kept: u64 = summary.documents.kept + summary.documents.dropped;
        assert_eq!(
            (kept, summary.documents.rejected),
            (7 * 3 + 2, 8),
            "{summary:?}"
        );
        assert_eq!(contents(&desk.restore(&out)), contents(&desk.path("in")));
        let is_same = plain(&desk.path(&format!("{out}/2.json"))) == plain(&desk.path("in/2.json"));
        assert_eq!(is_same, on_bad_record == OnBadRecord::Pass);
    }
}

#[test]
fn a_list_of_paragraphs_is_one_text_and_a_repeated_one_is_cut() {
    let record = format!("{{\"id\": 1, \"body\": [\"{STORY}\", \"{STORY}\", \"It was dark.\"]}}\n");
    let desk = Desk::new().file("a.jsonl", record.as_bytes());
    let summary = desk.clean("out", &Config::default());
    assert_eq!(summary.fields, ["text from `body`, id from `id`"]);
    assert_eq!(
        String::from_utf8(plain(&desk.path("out/a.jsonl"))).unwrap(),
        format!("{{\"id\": 1, \"body\": [\"{STORY}\", \"It was dark.\"]}}\n")
    );
    assert_eq!(contents(&desk.restore("out")), contents(&desk.path("in")));
}

#[test]
fn a_file_without_text_is_skipped_and_a_dump_without_text_stops_the_run() {
    let other = b"{\"kicker\": \"Harbour\", \"tale\": \"The dredger is back in the harbour.\"}\n";
    let desk = Desk::new()
        .file("a.jsonl", format!("{{\"text\": \"{STORY}\"}}\n").as_bytes())
        .file("b.jsonl", other);
    let summary = desk.clean("out", &Config::default());
    assert_eq!(summary.skipped.len(), 1);
    let (name, reason) = (&summary.skipped[0].name, &summary.skipped[0].reason);
    assert!(
        name == "b.jsonl" && reason.contains("--text-field"),
        "{reason}"
    );
    assert!(!desk.path("out/b.jsonl").exists());

    let fields = Config::default().fields.with(Role::Text, "tale");
    let config = Config {
        fields,
        ..Config::default()
    };
    assert_eq!(desk.clean("tale", &config).skipped[0].name, "a.jsonl");

    let desk = Desk::new().file("b.jsonl", other);
    let refused = copydesk_pipeline::clean(
        &desk.inputs(),
        &desk.path("out"),
        &Config::default(),
        &copydesk_pipeline::Silent,
    );
    let message = refused.unwrap_err().to_string();
    assert!(
        message.find("`tale`") < message.find("`kicker`") && message.contains("`kicker`"),
        "{message}"
    );
    assert!(!desk.path("out").exists());
}

#[test]
fn a_dump_with_empty_texts_only_stops_the_run() {
    let empty = b"{\"text\": null, \"story\": \"The dredger is back.\"}\n{\"text\": \"\"}\n";
    let desk = Desk::new().file("a.jsonl", empty);
    let config = Config {
        fields: Config::default().fields.with(Role::Text, "text"),
        ..Config::default()
    };
    let refused = copydesk_pipeline::clean(
        &desk.inputs(),
        &desk.path("out"),
        &config,
        &copydesk_pipeline::Silent,
    );
    let message = refused.unwrap_err().to_string();
    assert!(
        message.contains("`text`") && message.contains("`story`"),
        "{message}"
    );
    assert!(!desk.path("out").exists());
}

#[test]
fn a_record_without_text_among_others_with_text_is_dropped() {
    let file = format!("{{\"id\": 1}}\n{{\"text\": \"{STORY}\"}}\n{{\"text\": NaN}}\n");
    let desk = Desk::new().file("a.jsonl", file.as_bytes());
    desk.clean("out", &Config::default());
    let verdicts: Vec<Verdict> = desk.decisions("out").iter().map(|d| d.verdict).collect();
    assert_eq!(verdicts, [Verdict::Drop, Verdict::Keep, Verdict::Drop]);
    assert_eq!(contents(&desk.restore("out")), contents(&desk.path("in")));
}

#[test]
fn a_stream_with_pass_loses_no_line() {
    let dump =
        format!("{{\"text\":\"{STORY}\"}}\nbroken\n\n{{\"text\":2}}\n{{\"text\":\"\"}}\n[1]\n");
    let mut out = Vec::new();
    let config = Config {
        scope: Scope::Document,
        on_bad_record: OnBadRecord::Pass,
        ..Config::default()
    };
    let input = std::io::Cursor::new(dump.clone());
    let summary = stream(input, &mut out, Logs::default(), &config).unwrap();
    assert_eq!(
        (summary.documents.rejected, summary.documents.dropped),
        (3, 1)
    );
    let without_empty = dump.replace("{\"text\":\"\"}\n", "");
    assert_eq!(String::from_utf8(out).unwrap(), without_empty);
}

#[test]
fn an_array_in_a_stream_stays_an_array() {
    let array = format!("[{{\"text\":null}},\n {{\"text\":\"{STORY}\"}}]\n");
    let mut out = Vec::new();
    let config = Config {
        scope: Scope::Document,
        ..Config::default()
    };
    stream(
        std::io::Cursor::new(array),
        &mut out,
        Logs::default(),
        &config,
    )
    .unwrap();
    let wanted = format!("[\n {{\"text\":\"{STORY}\"}}]\n");
    assert_eq!(String::from_utf8(out).unwrap(), wanted);
}
