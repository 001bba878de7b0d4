//! Checks that the command is considerate of its users: that its messages help, that it does not
//! touch files that are not its own, and that it ends as it should.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use copydesk_testkit::{Dump, Recipe};
use serde_json::Value;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

fn copydesk(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command.current_dir(folder).env_remove("NO_COLOR");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    copydesk(folder).args(arguments).output().unwrap()
}

/// Runs a command, asserts its exit code, and returns what it printed on standard output and then
/// on standard error.
fn run_expecting(folder: &Path, arguments: &[&str], code: i32) -> String {
    let output = run(folder, arguments);
    let said = [&output.stdout[..], &output.stderr[..]].concat();
    let said = String::from_utf8(said).unwrap();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    said
}

/// A dump of 56 documents in several files.
fn newsroom() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/dumps/newsroom")
}

/// A temporary folder that has a copy of the newsroom dump in its folder `in`.
fn newsroom_in_folder() -> tempfile::TempDir {
    let scratch = tempfile::tempdir().unwrap();
    copy_folder(&newsroom(), &scratch.path().join("in"));
    scratch
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The summary in an output folder.
fn summary(out: &Path) -> Value {
    let bytes = fs::read(out.join("__copydesk/summary.json")).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// The files and folders that a run skipped, each with the reason.
fn skipped(out: &Path) -> Vec<(String, String)> {
    let summary = summary(out);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let each = |skipped: &Value| (text(&skipped["name"]), text(&skipped["reason"]));
    let list = summary["skipped"].as_array().unwrap();
    list.iter().map(each).collect()
}

#[test]
fn the_command_alone_prints_its_help() {
    let scratch = tempfile::tempdir().unwrap();
    let said = run_expecting(scratch.path(), &[], 0);
    assert!(said.contains("Usage: copydesk") && said.contains("Examples:"));
    assert_eq!(said, run_expecting(scratch.path(), &["--help"], 0));
}

#[test]
fn a_finished_run_is_not_repeated_and_another_command_or_input_is_refused() {
    let scratch = newsroom_in_folder();
    let folder = scratch.path();
    let clean = ["clean", "in", "-o", "out"];
    run_expecting(folder, &clean, 0);
    let before = fs::metadata(folder.join("out/__copydesk/summary.json")).unwrap();
    let said = run_expecting(folder, &[&clean[..], &["--threads", "1"]].concat(), 0);
    assert!(said.contains("out is already complete"), "{said}");
    assert_eq!(
        run_expecting(folder, &[&clean[..], &["-q"]].concat(), 0),
        ""
    );
    let printed = run(folder, &[&clean[..], &["--json"]].concat()).stdout;
    let printed: Value = serde_json::from_slice(&printed).unwrap();
    assert_eq!(
        (&printed["is_earlier"], &printed["documents"]["read"]),
        (&true.into(), &56.into())
    );
    let after = fs::metadata(folder.join("out/__copydesk/summary.json")).unwrap();
    assert_eq!(
        before.modified().unwrap(),
        after.modified().unwrap(),
        "the output was made again"
    );

    let said = run_expecting(folder, &[&clean[..], &["--shingle", "4"]].concat(), 2);
    assert!(
        said.contains("other settings (--shingle was 5 and is now 4);")
            && said.contains("--overwrite"),
        "{said}"
    );
    let said = run_expecting(folder, &["find", "in", "-o", "out"], 2);
    assert!(said.contains("`copydesk clean`"), "{said}");
    let wire = folder.join("in/wire.jsonl");
    fs::write(
        &wire,
        [fs::read(&wire).unwrap(), b"{\"text\":\"Rain.\"}\n".to_vec()].concat(),
    )
    .unwrap();
    let said = run_expecting(folder, &clean, 2);
    assert!(
        said.contains("from the input file wire.jsonl, which was changed since"),
        "{said}"
    );
    run_expecting(folder, &[&clean[..], &["--overwrite"]].concat(), 0);
    fs::remove_file(folder.join("out/wire.jsonl")).unwrap();
    let said = run_expecting(folder, &clean, 2);
    assert!(said.contains("wire.jsonl was removed"), "{said}");
}

#[test]
fn a_stream_of_the_same_size_with_another_text_is_another_input() {
    let scratch = tempfile::tempdir().unwrap();
    let exit_code_for = |text: &str| {
        let mut child = copydesk(scratch.path())
            .args(["clean", "-", "-o", "out", "-q"])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let line = format!("{{\"text\":\"{text}\"}}\n");
        child
            .stdin
            .take()
            .unwrap()
            .write_all(line.as_bytes())
            .unwrap();
        child.wait().unwrap().code().unwrap()
    };
    assert_eq!(exit_code_for("Rain."), 0);
    assert_eq!(exit_code_for("Rain."), 0, "already complete");
    assert_eq!(exit_code_for("Snow."), 2, "refused");
}

#[test]
fn files_that_are_not_read_are_named() {
    let scratch = newsroom_in_folder();
    let folder = scratch.path();
    fs::write(folder.join("in/page.html"), "<p>").unwrap();
    fs::create_dir_all(folder.join("in/deep")).unwrap();
    for i in 0..9 {
        fs::write(folder.join(format!("in/deep/{i}.pdf")), "%").unwrap();
    }
    let said = run_expecting(folder, &["clean", "in", "-o", "in/out"], 0);
    assert!(
        said.contains(
            "note: 10 skipped (unknown ending): in/deep/0.pdf, in/deep/1.pdf, in/deep/2.pdf, …"
        ),
        "{said}"
    );
    let named = skipped(&folder.join("in/out"));
    assert_eq!(named.len(), 10);
    assert!(named.contains(&("in/page.html".to_owned(), "unknown ending".to_owned())));

    // The output folder is inside the input folder. It is never read, so the same command has the
    // same input again.
    assert!(
        run_expecting(folder, &["clean", "in", "-o", "in/out"], 0).contains("is already complete")
    );
    run_expecting(
        folder,
        &["clean", "in", "-o", "in/out", "--overwrite", "-q"],
        0,
    );
    assert_eq!(summary(&folder.join("in/out"))["documents"]["read"], 56);
    let own_output = (
        "in/out".to_owned(),
        "the output folder of this run".to_owned(),
    );
    assert!(skipped(&folder.join("in/out")).contains(&own_output));

    // The output of another run is not read either, even if an earlier version made it, nor is what
    // a stopped run left.
    copy_folder(&folder.join("in/out"), &folder.join("in/old"));
    fs::rename(
        folder.join("in/old/__copydesk"),
        folder.join("in/old/_copydesk"),
    )
    .unwrap();
    copy_folder(
        &folder.join("in/out"),
        &folder.join("in/.x.copydesk-partial"),
    );
    run_expecting(folder, &["clean", "in", "-o", "other", "-q"], 0);
    assert_eq!(summary(&folder.join("other"))["documents"]["read"], 56);
    let named = skipped(&folder.join("other"));
    let earlier = "the output of an earlier run".to_owned();
    for name in ["in/out", "in/old"] {
        assert!(
            named.contains(&(name.to_owned(), earlier.clone())),
            "{named:?}"
        );
    }
    assert!(
        named
            .iter()
            .any(|(name, _)| name == "in/.x.copydesk-partial")
    );
    assert!(
        !named.iter().any(|(name, _)| name.contains("out/")),
        "the folder is named and not each file in it"
    );

    // An output folder that the user names as input is read like any other folder.
    run_expecting(folder, &["clean", "in/out", "-o", "again", "-q"], 0);
    let own_files = (
        "in/out/__copydesk".to_owned(),
        "copydesk's own files of an earlier run".to_owned(),
    );
    assert_eq!(skipped(&folder.join("again")), [own_files]);

    // Files that a glob does not match are not listed as skipped. If nothing is left to read, the
    // message says why.
    run_expecting(folder, &["clean", "in/*.jsonl", "-o", "globbed", "-q"], 0);
    assert_eq!(skipped(&folder.join("globbed")), []);
    let said = run_expecting(folder, &["clean", "in/deep", "-o", "none"], 2);
    assert!(
        said.contains("skipped: in/deep/0.pdf (unknown ending)"),
        "{said}"
    );
}

#[test]
fn a_file_that_is_found_twice_is_read_once_and_the_link_is_named() {
    let scratch = newsroom_in_folder();
    let folder = scratch.path();
    let link = |to: &str, name: &str| {
        std::os::unix::fs::symlink(to, folder.join("in").join(name)).unwrap();
    };
    link("wire.jsonl", "zz.jsonl");
    link(".", "round");
    let twice = ["clean", "in", "in/wire.jsonl", "-o", "out", "-q"];
    run_expecting(folder, &twice, 0);
    assert_eq!(summary(&folder.join("out"))["documents"]["read"], 56);
    let named = skipped(&folder.join("out"));
    let expected = [
        ("in/round", "a link to a folder that it is in"),
        ("in/zz.jsonl", "the same file as another input"),
    ];
    assert_eq!(
        named,
        expected.map(|(name, reason)| (name.to_owned(), reason.to_owned()))
    );
    link("nowhere.jsonl", "dead.jsonl");
    let said = run_expecting(folder, &["clean", "in", "-o", "none"], 2);
    assert!(said.contains("in/dead.jsonl: cannot be read"), "{said}");
}

#[test]
fn the_output_of_an_earlier_version_is_read() {
    let scratch = newsroom_in_folder();
    let folder = scratch.path();
    for command in ["clean", "find"] {
        run_expecting(folder, &[command, "in", "-o", command, "-q"], 0);
        let out = folder.join(command);
        // In earlier versions the folder of copydesk's own files had another name.
        fs::rename(out.join("__copydesk"), out.join("_copydesk")).unwrap();
    }
    run_expecting(folder, &["restore", "clean", "-o", "back"], 0);
    let wire = "wire.jsonl";
    assert_eq!(
        fs::read(folder.join("back").join(wire)).unwrap(),
        fs::read(folder.join("in").join(wire)).unwrap()
    );
    assert!(run_expecting(folder, &["explain", "clean", "kc-1207"], 0).contains("hw-0301"));
    run_expecting(
        folder,
        &["apply", "in", "--decisions", "find", "-o", "applied", "-q"],
        0,
    );
    let truth = newsroom().with_file_name("newsroom-clusters.tsv");
    let truth = truth.to_str().unwrap();
    let said = run_expecting(
        folder,
        &["eval", "in", "--truth", truth, "--decisions", "find"],
        0,
    );
    assert!(said.contains("adjusted Rand index: 1.0000"), "{said}");
    run_expecting(
        folder,
        &["clean", "in", "-o", "clean", "--overwrite", "-q"],
        0,
    );
    assert!(folder.join("clean/__copydesk").is_dir() && !folder.join("clean/_copydesk").exists());
}

#[test]
fn explain_reads_the_inputs_of_a_find() {
    let scratch = newsroom_in_folder();
    let folder = scratch.path();
    run_expecting(folder, &["find", "in", "-o", "found", "-q"], 0);
    run_expecting(folder, &["clean", "in", "-o", "out", "-q"], 0);
    for id in ["kc-1207", "kc-1241", "fr-1"] {
        let said = run_expecting(folder, &["explain", "found", id], 0);
        assert_eq!(said, run_expecting(folder, &["explain", "out", id], 0));
    }
    let said = run_expecting(folder, &["explain", "found", "fr-1"], 0);
    fs::rename(folder.join("in"), folder.join("moved")).unwrap();
    let why = run_expecting(folder, &["explain", "found", "fr-1"], 2);
    assert!(
        why.contains("world.jsonl.zst") && why.contains("--input"),
        "{why}"
    );
    assert_eq!(
        said,
        run_expecting(folder, &["explain", "found", "fr-1", "--input", "moved"], 0)
    );
    let wire = folder.join("moved/wire.jsonl");
    fs::write(
        &wire,
        fs::read_to_string(&wire).unwrap().replace("ferry", "barge"),
    )
    .unwrap();
    let why = run_expecting(
        folder,
        &["explain", "found", "kc-1207", "--input", "moved"],
        2,
    );
    assert!(why.contains("was changed since it was decided"), "{why}");
}

#[test]
fn restore_replaces_what_it_restored_and_nothing_else() {
    let scratch = newsroom_in_folder();
    let folder = scratch.path();
    run_expecting(folder, &["clean", "in", "-o", "out", "-q"], 0);
    let restore = ["restore", "out", "-o", "back"];
    let restore_again = [&restore[..], &["--overwrite"]].concat();
    run_expecting(folder, &restore, 0);
    assert!(run_expecting(folder, &restore, 2).contains("--overwrite"));
    let wire = folder.join("back/wire.jsonl");
    fs::write(&wire, "spoilt").unwrap();
    run_expecting(folder, &restore_again, 0);
    assert_eq!(
        fs::read(&wire).unwrap(),
        fs::read(folder.join("in/wire.jsonl")).unwrap()
    );
    fs::write(folder.join("back/clippings/mine.doc"), "mine").unwrap();
    assert!(run_expecting(folder, &restore_again, 2).contains("clippings/mine.doc"));
    assert!(
        folder.join("back/clippings/mine.doc").exists() && folder.join("back/wire.jsonl").exists()
    );
    // The output folder itself is refused, because it holds more than the restored files.
    run_expecting(folder, &["restore", "out", "-o", "out", "--overwrite"], 2);
    assert!(folder.join("out/__copydesk/removed.jsonl.zst").exists());
}

#[test]
fn too_little_memory_is_refused_and_the_least_is_named() {
    let scratch = newsroom_in_folder();
    let folder = scratch.path();
    let clean_with = |memory| ["clean", "in", "-o", "out", "--memory", memory];
    assert!(run_expecting(folder, &clean_with("2"), 2).contains("did you mean 2G?"));
    assert!(run_expecting(folder, &clean_with("512"), 2).contains("did you mean 512M?"));
    let said = run_expecting(folder, &clean_with("5M"), 2);
    let (_, least) = said.split_once("this run needs at least ").unwrap();
    let least = least.split(';').next().unwrap();
    assert!(!folder.join("out").exists());
    run_expecting(folder, &clean_with(least), 0);
    let peak = summary(&folder.join("out"))["peak_memory_bytes"].as_u64();
    let megabytes: u64 = least.trim_end_matches('M').parse().unwrap();
    // A build for tests needs a little more memory.
    assert!(
        peak.is_none_or(|peak| peak < (megabytes << 20) * 11 / 10),
        "{peak:?} of {least}"
    );
}

#[test]
fn quiet_still_prints_why_the_exit_code_is_one() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    fs::write(
        folder.join("a.jsonl"),
        "{\"id\":\"a\",\"text\":\"Rain.\"}\nnonsense\n",
    )
    .unwrap();
    let said = run_expecting(folder, &["clean", "a.jsonl", "-o", "out", "-q"], 1);
    assert_eq!(
        said,
        "copydesk: 1 of 2 records could not be read: see out/__copydesk/rejected.jsonl.zst\n"
    );
    assert!(folder.join("out/__copydesk/rejected.jsonl.zst").exists());
    let dry = run_expecting(
        folder,
        &["clean", "a.jsonl", "-o", "none", "-q", "--dry-run"],
        1,
    );
    assert_eq!(dry, "copydesk: 1 of 2 records could not be read\n");
    fs::write(folder.join("truth.tsv"), "id\tcluster\na\t1\n").unwrap();
    let eval = run_expecting(
        folder,
        &["eval", "a.jsonl", "--truth", "truth.tsv", "-q"],
        1,
    );
    assert!(eval.contains("1 of 2 records could not be read"), "{eval}");
}

#[test]
fn a_dry_run_of_a_stream_writes_nothing() {
    let scratch = tempfile::tempdir().unwrap();
    for scope in ["document", "dump"] {
        let logs = ["--decisions", "d.jsonl", "--rejected", "r.jsonl"];
        let mut child = copydesk(scratch.path())
            .args(["clean", "-", "-o", "-", "--dry-run", "--scope", scope])
            .args(logs)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(b"{\"text\":\"Rain.\"}\n")
            .unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            (output.status.code(), output.stdout.len()),
            (Some(0), 0),
            "{scope}"
        );
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("1 document from"), "{said}");
        assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 0, "{scope}");
    }
}

#[test]
fn a_closed_pipe_is_not_reported_as_an_error() {
    let scratch = newsroom_in_folder();
    let line = fs::read_to_string(newsroom().join("wire.jsonl")).unwrap();
    let line = line.lines().next().unwrap();
    fs::write(
        scratch.path().join("big.jsonl"),
        format!("{line}\n").repeat(3000),
    )
    .unwrap();
    for scope in ["document", "dump"] {
        let mut child = copydesk(scratch.path())
            .args(["clean", "-", "-o", "-", "-q", "--scope", scope])
            .stdin(fs::File::open(scratch.path().join("big.jsonl")).unwrap())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        assert_eq!(
            (child.wait().unwrap().code(), said.as_str()),
            (Some(141), ""),
            "{scope}"
        );
    }
    run_expecting(scratch.path(), &["clean", "in", "-o", "out", "-q"], 0);
    // These commands print only a result, and succeed even if nobody reads it.
    for arguments in [&["explain", "out", "kc-1207"][..], &["plan"], &["--help"]] {
        let mut child = copydesk(scratch.path())
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop((child.stdout.take(), child.stderr.take()));
        assert_eq!(child.wait().unwrap().code(), Some(0), "{arguments:?}");
    }
}

#[test]
fn the_summary_shows_each_cut_text_once_as_an_example() {
    let scratch = tempfile::tempdir().unwrap();
    let record = |id: usize| {
        let story = format!("The mayor of town number {id} opened the bridge on Monday at noon.");
        let more = ["Sign up for our newsletter!", "Follow us on Facebook."][id % 2];
        format!("{{\"id\":\"{id}\",\"text\":\"{story}\\n\\n{more}\"}}\n")
    };
    let dump: String = (0..40).map(record).collect();
    fs::write(scratch.path().join("a.jsonl"), dump).unwrap();
    run_expecting(
        scratch.path(),
        &["clean", "a.jsonl", "-o", "out", "-q", "--scope", "document"],
        0,
    );
    let summary = summary(&scratch.path().join("out"));
    let examples = summary["examples"].as_array().unwrap();
    let texts: Vec<&Value> = examples.iter().map(|example| &example["text"]).collect();
    assert!(
        summary["cuts"]["furniture-rule"]["cuts"].as_u64() > Some(10),
        "{summary}"
    );
    assert_eq!(
        texts,
        ["Sign up for our newsletter!", "Follow us on Facebook."]
    );
}

#[test]
fn without_a_terminal_colours_are_printed_only_on_request() {
    let scratch = newsroom_in_folder();
    run_expecting(scratch.path(), &["clean", "in", "-o", "out", "-q"], 0);
    let explain = ["explain", "out", "kc-1241"];
    let plain = run_expecting(scratch.path(), &explain, 0);
    assert!(!plain.contains('\u{1b}'));
    let coloured = run_expecting(
        scratch.path(),
        &[&explain[..], &["--color", "always"]].concat(),
        0,
    );
    let codes = ["\u{1b}[31m", "\u{1b}[32m", "\u{1b}[0m"];
    let stripped = codes
        .iter()
        .fold(coloured.clone(), |text, code| text.replace(code, ""));
    assert!(
        coloured.contains("\u{1b}[31m    cut:  ") && stripped == plain,
        "{coloured:?}"
    );
}

/// Waits until a condition is true, but not forever. Returns whether it became true.
fn wait_for(is_true: impl Fn() -> bool) -> bool {
    const LIMIT: Duration = Duration::from_secs(120);
    let begin = Instant::now();
    while !is_true() && begin.elapsed() < LIMIT {
        sleep(Duration::from_millis(1));
    }
    is_true()
}

/// Starts to clean a dump, and sends the signal of Ctrl-C as soon as `awaited` exists. Asserts that
/// the run ends before it is complete, and returns what it printed.
fn interrupted(folder: &Path, checkpoint: &str, awaited: &str) -> String {
    let child = copydesk(folder)
        .args([
            "clean",
            "dump.jsonl",
            "-o",
            "out",
            "--threads",
            "1",
            "--checkpoint",
            checkpoint,
        ])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    assert!(
        wait_for(|| folder.join(awaited).exists()),
        "{awaited} was never written"
    );
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(
        !folder.join("out").exists(),
        "the run was complete before the signal"
    );
    said
}

#[test]
fn ctrl_c_leaves_only_checkpoints_and_says_how_to_continue() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    let recipe = Recipe::of_about(4_000_000);
    fs::write(
        folder.join("dump.jsonl"),
        Dump::synthetic(&recipe).to_jsonl(),
    )
    .unwrap();
    // The dump is smaller than 1G, so there is no checkpoint.
    let said = interrupted(folder, "1G", ".out.copydesk-partial");
    assert!(said.contains("the same command starts over"), "{said}");
    let left: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(left, ["dump.jsonl"], "the run leaves nothing");

    let said = interrupted(folder, "1K", ".out.copydesk-partial/__copydesk/run/survey");
    assert!(
        said.contains("the same command continues from where it was"),
        "{said}"
    );
    let clean = ["clean", "dump.jsonl", "-o", "out", "--checkpoint", "1K"];
    assert!(run_expecting(folder, &clean, 0).contains("this one continues where it was"));
}

#[test]
fn a_preferred_source_without_documents_is_named() {
    let scratch = newsroom_in_folder();
    let prefer = "source:Harbour Wire,Nowhere Gazette";
    let said = run_expecting(
        scratch.path(),
        &["clean", "in", "-o", "out", "--prefer", prefer],
        0,
    );
    assert!(
        said.contains("no document is from Nowhere Gazette"),
        "{said}"
    );
    assert!(!said.contains("no document is from Harbour Wire"), "{said}");
}

#[test]
fn a_dash_as_output_is_refused_except_when_standard_input_is_cleaned() {
    let scratch = newsroom_in_folder();
    let folder = scratch.path();
    run_expecting(folder, &["clean", "in", "-o", "out", "-q"], 0);
    run_expecting(folder, &["find", "in", "-o", "found", "-q"], 0);
    for arguments in [
        &["find", "-", "-o", "-"][..],
        &["find", "in", "-o", "-"],
        &["apply", "in", "--decisions", "found", "-o", "-"],
        &["restore", "out", "-o", "-"],
    ] {
        let said = run_expecting(folder, arguments, 2);
        let expected = format!(
            "copydesk: -o -: {} writes a folder, not standard output; name a folder\n",
            arguments[0]
        );
        assert_eq!(said, expected);
    }
    for scope in ["document", "dump"] {
        let said = run_expecting(folder, &["clean", "in", "-o", "-", "--scope", scope], 2);
        assert!(
            said.contains("-o - needs standard input as the only input (`copydesk clean - -o -`)"),
            "{said}"
        );
    }
    assert!(!folder.join("-").exists());
}

#[test]
fn logs_beside_an_output_folder_are_refused() {
    let scratch = newsroom_in_folder();
    let folder = scratch.path();
    for command in ["clean", "find"] {
        for log in ["decisions", "rejected"] {
            let flag = format!("--{log}");
            let said = run_expecting(folder, &[command, "in", "-o", "out", &flag, "log.jsonl"], 2);
            assert_eq!(
                said,
                format!(
                    "copydesk: {flag} log.jsonl: only for `clean - -o -`; an output folder has its \
                     own file, __copydesk/{log}.jsonl.zst; omit the flag\n"
                )
            );
        }
    }
    assert!(!folder.join("out").exists() && !folder.join("log.jsonl").exists());
    // The folder does have these files.
    run_expecting(folder, &["clean", "in", "-o", "out", "-q"], 0);
    for log in ["decisions", "rejected"] {
        assert!(
            folder
                .join(format!("out/__copydesk/{log}.jsonl.zst"))
                .exists()
        );
    }
}

#[test]
fn a_dump_can_be_piped_through_clean_in_dump_scope() {
    let scratch = newsroom_in_folder();
    let wire = fs::File::open(scratch.path().join("in/wire.jsonl")).unwrap();
    let typed = ["clean", "-", "-o", "-", "--decisions", "d.jsonl", "-q"];
    let piped = copydesk(scratch.path())
        .args(typed)
        .stdin(wire)
        .output()
        .unwrap();
    assert_eq!(piped.status.code(), Some(0));
    run_expecting(
        scratch.path(),
        &["clean", "in/wire.jsonl", "-o", "out", "-q"],
        0,
    );
    let clean = fs::read(scratch.path().join("out/wire.jsonl")).unwrap();
    assert_eq!(String::from_utf8(piped.stdout), String::from_utf8(clean));
    let decisions = fs::read_to_string(scratch.path().join("d.jsonl")).unwrap();
    assert!(decisions.contains("\"verdict\":\"drop\""), "dump scope");
}

#[test]
fn a_refused_value_is_named_with_its_flag() {
    let scratch = newsroom_in_folder();
    let folder = scratch.path();
    let clean = ["clean", "in", "-o", "out"];
    for (value, message) in [
        (
            ["--encoding", "klingon"],
            "copydesk: --encoding klingon: unknown encoding; use a label that browsers know, such \
             as utf-16le, windows-1252 or gb18030\n",
        ),
        (
            ["--threads", "99999"],
            "copydesk: --threads 99999: must be 1024 or less; 0 means one for each core\n",
        ),
    ] {
        assert_eq!(
            run_expecting(folder, &[&clean[..], &value].concat(), 2),
            message
        );
    }
    run_expecting(folder, &["find", "in", "-o", "found", "-q"], 0);
    fs::write(folder.join("truth.tsv"), "id\tcluster\na\t1\n").unwrap();
    for command in [
        &["apply", "in", "--decisions", "found", "-o", "cut"][..],
        &["eval", "in", "--truth", "truth.tsv"],
        &["plan", "in"],
        &["bench", "--seconds", "0"],
    ] {
        let said = run_expecting(folder, &[command, &["--threads", "1025"]].concat(), 2);
        assert!(said.contains("--threads 1025: must be 1024"), "{said}");
    }
    let clean = [&clean[..], &["--threads", "1024", "-q"]].concat();
    run_expecting(folder, &clean, 0);
}

#[test]
fn settings_that_differ_are_named_by_their_flags() {
    let scratch = newsroom_in_folder();
    let folder = scratch.path();
    let clean = ["clean", "in", "-o", "out", "-q"];
    run_expecting(folder, &clean, 0);
    let other_settings = [
        "--duplicates",
        "keep",
        "--prefer",
        "source:AP",
        "--passage",
        "30",
        "--text-field",
        "text",
        "--no-header",
    ];
    let said = run_expecting(folder, &[&clean[..], &other_settings].concat(), 2);
    let expected = "copydesk: out: exists, and was made with other settings (--duplicates was drop \
                    and is now keep, --no-header was not given and is now given, --passage was ";
    assert!(said.starts_with(expected), "{said}");
    assert!(
        said.ends_with("; choose another folder, or add --overwrite to replace it\n"),
        "{said}"
    );
    let help = run_expecting(folder, &["clean", "--help"], 0);
    let (_, named) = said.split_once('(').unwrap();
    let flags: Vec<&str> = named
        .split([' ', ')'])
        .filter(|word| word.starts_with("--") && *word != "--overwrite")
        .collect();
    assert_eq!(flags.len(), 5, "{said}");
    for flag in flags {
        assert!(
            help.contains(&format!("{flag} ")) || help.contains(&format!("{flag}\n")),
            "{flag}"
        );
    }
}

#[test]
fn explain_says_whether_folder_or_id_is_wrong() {
    let scratch = newsroom_in_folder();
    let said = run_expecting(scratch.path(), &["explain", "nowhere", "x"], 2);
    assert_eq!(said, "copydesk: nowhere: no such folder\n");
    let said = run_expecting(scratch.path(), &["explain", "in", "x"], 2);
    assert_eq!(
        said,
        "copydesk: in: not an output folder of copydesk (it has no __copydesk/summary.json)\n"
    );
    run_expecting(scratch.path(), &["clean", "in", "-o", "out", "-q"], 0);
    let said = run_expecting(scratch.path(), &["explain", "out", "wire.jsonl:999"], 2);
    assert_eq!(
        said,
        "copydesk: out: no document has the id `wire.jsonl:999`, or is at that FILE:RECORD\n"
    );
}

#[test]
fn explain_lists_each_difference_on_its_own_line() {
    let scratch = newsroom_in_folder();
    run_expecting(scratch.path(), &["clean", "in", "-o", "out", "-q"], 0);
    let said = run_expecting(scratch.path(), &["explain", "out", "kc-1207"], 0);
    let (_, pairs) = said
        .split_once("  differences, in the dropped document → in the kept one:\n")
        .unwrap();
    let pairs: Vec<&str> = pairs.lines().collect();
    assert!(pairs.contains(&"    “called in” → “sent for”"), "{said}");
    for pair in pairs {
        assert_eq!(pair.matches(" → ").count(), 1, "{pair}");
    }
}

#[test]
fn figures_have_labels_for_people_and_fixed_names_for_programs() {
    let scratch = newsroom_in_folder();
    fs::write(
        scratch.path().join("truth.tsv"),
        "id\tcluster\nkc-1207\t1\n",
    )
    .unwrap();
    let eval = ["eval", "in", "--truth", "truth.tsv", "-q"];
    let said = run_expecting(scratch.path(), &eval, 0);
    assert!(
        said.contains("  ids in the truth file that are not in the dump: 0\n"),
        "{said}"
    );
    let name = "ids of the truth that are not in the dump";
    for format in ["--json", "--csv"] {
        let printed = run_expecting(scratch.path(), &[&eval[..], &[format]].concat(), 0);
        assert!(
            printed.contains(name) && !printed.contains("in the truth file"),
            "{printed}"
        );
    }
}

#[test]
fn fields_are_named_only_if_there_are_records() {
    let scratch = newsroom_in_folder();
    let said = run_expecting(scratch.path(), &["clean", "in", "-o", "out"], 0);
    assert!(said.contains("\ntext from `text`") && said.contains(" of it in dropped documents)\n"));
    fs::write(scratch.path().join("empty.jsonl"), "\n").unwrap();
    let said = run_expecting(scratch.path(), &["clean", "empty.jsonl", "-o", "none"], 0);
    assert!(
        said.starts_with("0 documents from 0 sites, 0 bytes removed\n"),
        "{said}"
    );
    assert!(!said.contains("text from"), "{said}");
}
