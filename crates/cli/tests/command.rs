//! Runs the command and checks its exit codes, what it prints on which stream, and which files it
//! writes.
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use assert_cmd::Command;
use std::fs;
use std::path::{Path, PathBuf};

fn copydesk() -> Command {
    Command::cargo_bin("copydesk").unwrap()
}

/// A dump of 56 documents. `kc-1207` is one of the copies of the story `hw-0301`.
fn newsroom() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/dumps/newsroom")
}

/// A dump with records that cannot be read.
fn messy() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/dumps/messy/messy.jsonl")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn a_cleaned_dump_is_explained_and_restored() {
    let folder = tempfile::tempdir().unwrap();
    let (out, back) = (folder.path().join("out"), folder.path().join("back"));
    let run = copydesk()
        .args(["clean"])
        .arg(newsroom())
        .arg("-o")
        .arg(&out)
        .assert()
        .code(0);
    assert!(
        run.get_output().stdout.is_empty(),
        "the summary for people goes to standard error"
    );
    let summary = text(&run.get_output().stderr);
    assert!(
        summary.contains("56 documents from") && summary.contains("repeated-in-document"),
        "{summary}"
    );
    let why = copydesk()
        .arg("explain")
        .arg(&out)
        .arg("kc-1207")
        .assert()
        .code(0);
    assert!(text(&why.get_output().stdout).contains("kept instead: hw-0301"));
    copydesk()
        .arg("restore")
        .arg(&out)
        .arg("-o")
        .arg(&back)
        .assert()
        .code(0);
    assert_eq!(
        fs::read(back.join("wire.jsonl")).unwrap(),
        fs::read(newsroom().join("wire.jsonl")).unwrap()
    );
}

#[test]
fn apply_cuts_what_find_decided() {
    let folder = tempfile::tempdir().unwrap();
    let (found, out) = (folder.path().join("found"), folder.path().join("out"));
    copydesk()
        .arg("find")
        .arg(newsroom())
        .arg("-o")
        .arg(&found)
        .arg("--quiet")
        .assert()
        .code(0)
        .stderr("");
    copydesk()
        .arg("apply")
        .arg(newsroom())
        .arg("--decisions")
        .arg(&found)
        .arg("-o")
        .arg(&out)
        .arg("-q")
        .assert()
        .code(0);
    assert!(out.join("clippings").is_dir() && out.join("__copydesk/summary.json").is_file());
    let why = copydesk()
        .arg("explain")
        .arg(&found)
        .arg("kc-1207")
        .assert()
        .code(0);
    assert!(text(&why.get_output().stdout).contains("kept instead: hw-0301"));
}

#[test]
fn with_json_the_summary_is_printed_on_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let run = copydesk()
        .arg("clean")
        .arg(newsroom())
        .arg("-o")
        .arg(folder.path().join("out"))
        .arg("--json")
        .assert()
        .code(0);
    let summary: serde_json::Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
    assert_eq!(summary["documents"]["read"], 56);
    assert!(run.get_output().stderr.is_empty());
}

#[test]
fn rejected_records_make_exit_code_one() {
    let folder = tempfile::tempdir().unwrap();
    let run = copydesk()
        .arg("clean")
        .arg(messy())
        .arg("-o")
        .arg(folder.path().join("out"))
        .assert()
        .code(1);
    assert!(text(&run.get_output().stderr).contains("rejected: could not be read"));
    let stop = copydesk()
        .arg("clean")
        .arg(messy())
        .arg("-o")
        .arg(folder.path().join("no"))
        .args(["--on-bad-record", "fail"])
        .assert()
        .code(2);
    assert!(
        text(&stop.get_output().stderr).starts_with("copydesk: messy.jsonl: record 2 at byte ")
    );
}

#[test]
fn wrong_usage_is_exit_code_two_and_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    for (args, message) in [
        (vec!["clean", "nowhere.jsonl"], "no such file or folder"),
        (
            vec!["clean", "Cargo.toml"],
            "unknown format; copydesk reads .jsonl",
        ),
        // The folder is refused before the threshold is checked.
        (
            vec!["clean", "src", "--threshold", "2"],
            "with an ending that copydesk reads",
        ),
    ] {
        let run = copydesk()
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(args)
            .arg("-o")
            .arg(&out)
            .assert()
            .code(2);
        let said = text(&run.get_output().stderr);
        assert!(said.contains(message), "{said}");
    }
    let run = copydesk()
        .arg("clean")
        .arg(newsroom())
        .arg("-o")
        .arg(&out)
        .args(["--prefer", "best"])
        .assert()
        .code(2);
    assert!(
        text(&run.get_output().stderr)
            .contains("choose earliest, newest, longest, complete, first")
    );
    assert!(!out.exists());
}

#[test]
fn standard_input_is_cleaned_to_standard_output() {
    let caption = "A ferry lies on its side in the mud of the inner harbour";
    let line = format!("{{\"n\": 1.50, \"text\": \"{caption}\\n\\n{caption}\"}}\n");
    let streamed = copydesk()
        .args(["clean", "-", "-o", "-", "--scope", "document", "-q"])
        .write_stdin(line.clone())
        .assert()
        .code(0);
    assert_eq!(
        text(&streamed.get_output().stdout),
        format!("{{\"n\": 1.50, \"text\": \"{caption}\"}}\n")
    );
    let spooled = copydesk()
        .args(["clean", "-", "-o", "-"])
        .write_stdin(line)
        .assert()
        .code(0);
    assert_eq!(spooled.get_output().stdout, streamed.get_output().stdout);
    assert!(text(&spooled.get_output().stderr).contains("first copied to a temporary file"));

    // The format of standard input is recognised by its content, because it has no name: here JSON
    // objects on several lines.
    let object = format!("{{\n  \"text\": \"{caption}\\n\\n{caption}\"\n}}\n");
    let clean_object = format!("{{\n  \"text\": \"{caption}\"\n}}\n");
    let spooled = copydesk()
        .args(["clean", "-", "-o", "-"])
        // The second object is dropped as a duplicate.
        .write_stdin(object.repeat(2))
        .assert()
        .code(0);
    assert_eq!(text(&spooled.get_output().stdout), clean_object);
}

#[test]
fn a_dry_run_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let run = copydesk()
        .arg("clean")
        .arg(newsroom())
        .arg("-o")
        .arg(&out)
        .arg("--dry-run")
        .assert()
        .code(0);
    assert!(text(&run.get_output().stderr).contains("dropped"));
    assert!(!out.exists());
}

#[test]
fn terminal_escapes_in_a_dump_are_not_printed() {
    let folder = tempfile::tempdir().unwrap();
    let evil = "\\u001b[31mSign up for our newsletter!\\u001b[0m";
    fs::write(
        folder.path().join("a.jsonl"),
        format!("{{\"id\":\"x\\u001b[2J\",\"text\":\"A story.\\n\\n{evil}\"}}\n"),
    )
    .unwrap();
    let out = folder.path().join("out");
    let run = copydesk()
        .arg("clean")
        .arg(folder.path().join("a.jsonl"))
        .arg("-o")
        .arg(&out)
        .assert()
        .code(0);
    assert!(!text(&run.get_output().stderr).contains('\u{1b}'));
    let why = copydesk()
        .arg("explain")
        .arg(&out)
        .arg("a.jsonl:0")
        .assert()
        .code(0);
    assert!(!text(&why.get_output().stdout).contains('\u{1b}'));
}

#[test]
fn the_help_prints_the_defaults_of_the_library() {
    let help = text(
        &copydesk()
            .args(["clean", "--help"])
            .assert()
            .code(0)
            .get_output()
            .stdout
            .clone(),
    );
    let config = copydesk_pipeline::Config::default();
    for default in [
        config.threshold.to_string(),
        config.shingle.to_string(),
        config.containment.to_string(),
    ] {
        assert!(help.contains(&format!("[default: {default}]")), "{default}");
    }
    for default in ["dump", "earliest", "cut", "drop", "skip"] {
        assert!(help.contains(&format!("[default: {default}]")), "{default}");
    }
}

#[test]
fn eval_prints_scores_for_people_and_for_programs() {
    let truth = newsroom().with_file_name("newsroom-clusters.tsv");
    let run = copydesk()
        .arg("eval")
        .arg(newsroom())
        .arg("--truth")
        .arg(&truth)
        .assert()
        .code(0);
    let said = text(&run.get_output().stdout);
    assert!(
        said.contains("adjusted Rand index: 1.0000")
            && said.contains("ids in the truth file that are not in the dump: 0"),
        "{said}"
    );
    let run = copydesk()
        .arg("eval")
        .arg(newsroom())
        .arg("--truth")
        .arg(&truth)
        // So strict that some duplicates are missed.
        .args(["--json", "--threshold", "0.99", "--containment", "1"])
        .assert()
        .code(0);
    let evaluation: serde_json::Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
    let report = &evaluation["reports"][0];
    assert_eq!(
        (&report["kind"], &evaluation["settings"]["threshold"]),
        (&"clusters".into(), &0.99.into())
    );
    assert!(
        report["scores"][0]["recall"].as_f64().unwrap() < 1.0
            && report["scores"][0]["missed"].as_u64().unwrap() > 0
    );
    assert!(report["examples"][0]["pieces"][0]["text"].is_string());
    let wrong = copydesk()
        .arg("eval")
        .arg(newsroom())
        .args(["--truth", "nowhere.tsv"])
        .assert()
        .code(2);
    assert!(text(&wrong.get_output().stderr).contains("nowhere.tsv: cannot be read"));
}

#[test]
fn terminal_escapes_in_a_scored_dump_are_not_printed() {
    let folder = tempfile::tempdir().unwrap();
    let (dump, truth) = (
        folder.path().join("a.jsonl"),
        folder.path().join("t\u{1b}[31m.tsv"),
    );
    fs::write(
        &dump,
        "{\"id\":\"x\\u001b[2J\",\"text\":\"One\\u001b[31m story.\"}\n\
         {\"id\":\"y\",\"text\":\"Another one.\"}\n",
    )
    .unwrap();
    fs::write(&truth, "id1\tid2\nx\u{1b}[2J\ty\n").unwrap();
    let run = copydesk()
        .arg("eval")
        .arg(&dump)
        .arg("--truth")
        .arg(&truth)
        .assert()
        .code(0);
    let said = text(&run.get_output().stdout);
    assert!(
        said.contains("missed: the same, but not joined") && !said.contains('\u{1b}'),
        "{said}"
    );
}

#[test]
fn a_plan_marks_the_default_banding_and_counts_candidates() {
    let run = copydesk()
        .args(["plan", "--threshold", "0.8"])
        .assert()
        .code(0);
    let said = text(&run.get_output().stdout);
    // The star marks the chosen banding: 25 bands of 5 rows.
    assert!(
        said.lines()
            .any(|line| line.starts_with("* 25 × 5 ") && line.contains("54.8 %")),
        "{said}"
    );
    let run = copydesk()
        .arg("plan")
        .arg(newsroom())
        .args(["--json", "--threshold", "0.8"])
        .assert()
        .code(0);
    let plan: serde_json::Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
    assert_eq!(
        (&plan["sample"]["of_records"], &plan["sample"]["twins"]),
        (&56.into(), &2.into())
    );
    assert!(
        plan["choices"]
            .as_array()
            .unwrap()
            .iter()
            // The candidates that were counted on the sample.
            .all(|choice| choice["measured"].is_number())
    );
    let wrong = copydesk()
        .args(["plan", "--threshold", "3"])
        .assert()
        .code(2);
    assert!(text(&wrong.get_output().stderr).contains("must be between 0 and 1"));
}

#[test]
fn bench_compares_speeds_with_floors_for_programs_and_for_people() {
    let dump = newsroom().join("world.jsonl.zst");
    let bench = || {
        let mut command = copydesk();
        command
            .arg("bench")
            .arg(&dump)
            .args(["--seconds", "0", "--threads", "2", "--quiet"]);
        command
    };
    let run = bench().arg("--json").assert().code(0).stderr("");
    let report: serde_json::Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
    let records = zstd::decode_all(fs::File::open(&dump).unwrap()).unwrap();
    let lines = records
        .split(|&byte| byte == b'\n')
        .filter(|line| !line.is_empty())
        .count();
    assert_eq!(report["material"]["documents"], lines);
    assert_eq!(report["material"]["dump_bytes"], records.len());
    assert_eq!(report["material"]["is_made"], false);
    let rows = report["measured"].as_array().unwrap();
    let rows_of = |name: &str| {
        rows.iter()
            .filter(|row| row["name"] == name)
            .collect::<Vec<_>>()
    };
    for (name, floor) in [
        ("memory copy", None),
        ("words", Some("parse")),
        ("xxh3, 64 bits", Some("memory copy")),
        ("clean", Some("parse and write")),
    ] {
        let found = rows_of(name);
        assert!(
            !found.is_empty() && found.len() % 2 == 0,
            "{name} is measured on one thread and on two"
        );
        for row in &found {
            let [times, runs] = [&row["times_floor"], &row["runs"]];
            assert!(
                row["seconds"].is_f64()
                    && runs.as_u64() > Some(0)
                    && times.is_f64() == floor.is_some(),
                "{row}"
            );
            assert_eq!(row["floor"], serde_json::json!(floor));
        }
    }
    let clean = rows_of("clean");
    assert_eq!(clean[0]["answer"], clean[1]["answer"]);
    assert!(
        clean[0]["answer"]
            .as_str()
            .unwrap()
            .starts_with(&format!("{lines} documents, "))
    );
    assert!(
        report["sketches"]
            .as_array()
            .unwrap()
            .iter()
            .all(|sketch| sketch["pairs"].as_u64() > Some(1))
    );
    let said = text(&bench().assert().code(0).get_output().stdout);
    assert!(
        said.contains("2 threads") && said.contains("clean --scope document"),
        "{said}"
    );
}

#[test]
fn bench_refuses_a_dump_without_texts() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.jsonl"), "{\"body\":\"A story.\"}\n").unwrap();
    let run = copydesk()
        .arg("bench")
        .arg(folder.path().join("a.jsonl"))
        .args(["-q", "--seconds", "0"])
        .assert()
        .code(2);
    assert!(text(&run.get_output().stderr).contains("in a field named `text`"));
}

/// The rows of a table in CSV. Each row is a map from the name of a column to the cell.
fn rows(csv: &[u8]) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut rows = csv::Reader::from_reader(csv);
    rows.deserialize().map(Result::unwrap).collect()
}

#[test]
fn plan_bench_and_eval_print_csv() {
    let plan = |more: &[&str]| {
        let run = copydesk().arg("plan").args(more).assert().code(0);
        run.get_output().stdout.clone()
    };
    let choices = rows(&plan(&["--csv", "--threshold", "0.8"]));
    let taken: Vec<_> = choices
        .iter()
        .filter(|row| row["is_taken"] == "true")
        .collect();
    assert_eq!(
        (&*taken[0]["bands"], &*taken[0]["rows"], taken.len()),
        ("25", "5", 1)
    );
    assert_eq!(taken[0]["candidates_per_document"], "");
    assert!(taken[0]["missed_at_0.8"].parse::<f64>().unwrap() < 0.1);

    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("latin.csv");
    let records = "news,Un caf\u{e9} \u{e0} c\u{f4}t\u{e9} du phare a rouvert.\n".repeat(3);
    // In Latin-1, each of these characters is one byte.
    let latin: Vec<u8> = records.chars().map(|c| c as u8).collect();
    fs::write(&table, latin).unwrap();
    let typed = [
        table.to_str().unwrap(),
        "--csv",
        "--no-header",
        "--encoding",
        "latin1",
        "--text-field",
        "2",
        "--quiet",
    ];
    assert!(
        rows(&plan(&typed))
            .iter()
            .all(|row| row["candidates_per_document"].parse::<f64>().is_ok())
    );

    let dump = newsroom().join("world.jsonl.zst");
    let bench = copydesk()
        .arg("bench")
        .arg(&dump)
        .args(["--seconds", "0", "--threads", "1", "--quiet", "--csv"])
        .assert()
        .code(0);
    let speeds = rows(&bench.get_output().stdout);
    assert!(
        speeds
            .iter()
            .any(|row| row["name"] == "memory copy" && row["group"] == "floor")
    );
    assert!(
        speeds
            .iter()
            .all(|row| row["megabytes_per_second"].parse::<f64>().unwrap() > 0.0)
    );

    let truth = newsroom().with_file_name("newsroom-clusters.tsv");
    let eval = copydesk()
        .arg("eval")
        .arg(newsroom())
        .arg("--truth")
        .arg(&truth)
        .args(["--csv", "--quiet"])
        .assert()
        .code(0);
    let scores = rows(&eval.get_output().stdout);
    assert!(scores.iter().all(|row| row["kind"] == "clusters"));
    assert!(
        scores
            .iter()
            .any(|row| row["f1"].parse::<f64>().is_ok_and(|f1| f1 > 0.5))
    );
    assert!(scores.iter().any(|row| row["value"].parse::<f64>().is_ok()));
    copydesk()
        .args(["plan", "--csv", "--json"])
        .assert()
        .code(2);
}

#[test]
fn an_archive_is_cleaned_explained_and_restored() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let story = "The lamp of the old lighthouse was lit again on Friday.";
    let text = format!("{{\"id\":\"a\",\"text\":\"{story}\\n\\n{story}\"}}\n");
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(text.len() as u64);
    builder
        .append_data(&mut header, "in/a.jsonl", text.as_bytes())
        .unwrap();
    let bytes = builder.into_inner().unwrap();
    fs::write(path("a.tar"), &bytes).unwrap();
    let run = |arguments: &[&str]| {
        copydesk()
            .args(arguments)
            .current_dir(folder.path())
            .assert()
            .code(0)
    };
    run(&["clean", "a.tar", "-o", "out", "--temp-dir", "."]);
    let why = run(&["explain", "out", "a.tar/in/a.jsonl:0", "--json"]);
    assert!(String::from_utf8_lossy(&why.get_output().stdout).contains("repeated-in-document"));
    assert!(fs::read(path("out/a.tar")).unwrap().len() <= bytes.len());
    assert_ne!(fs::read(path("out/a.tar")).unwrap(), bytes);
    run(&["restore", "out", "-o", "back"]);
    assert_eq!(fs::read(path("back/a.tar")).unwrap(), bytes);
    // An archive from standard input is refused: it has no name under which its entries could be
    // written.
    let refused = copydesk()
        .args(["clean", "-", "-o", "other"])
        .current_dir(folder.path())
        .write_stdin(bytes)
        .assert()
        .code(2);
    let message = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(
        message.contains("standard input: is a tar archive"),
        "{message}"
    );
}
