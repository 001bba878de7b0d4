//! Runs the command with few open files, with little memory, and without a usable temporary folder.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// The number of files in the dump: more than may be open at once.
const FILES: usize = 60;

/// A command of the shell that does nothing, in place of one that sets a limit.
const NO_LIMIT: &str = ":";

fn write_dump(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    for file in 0..FILES {
        let line = |record: usize| {
            format!(
                "{{\"id\": \"{file}-{record}\", \"text\": \"The harbour master of Varn said at \
                 {record} that ferry {file} would stay until the storm had passed over the \
                 islands.\"}}\n"
            )
        };
        fs::write(
            folder.join(format!("{file}.jsonl")),
            (0..9).map(line).collect::<String>(),
        )
        .unwrap();
    }
}

/// Runs `copydesk clean` in a shell, after the command `limit` of the shell. The tables get hardly
/// any memory, so that temporary files are needed.
fn clean(limit: &str, folder: &Path, more: &[&str]) -> Output {
    let script = format!("{limit}; exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command
        .args(["-c", &script, env!("CARGO_BIN_EXE_copydesk"), "clean"])
        .arg(folder.join("in"));
    command
        .arg("-o")
        .arg(folder.join("out"))
        .args(["--tables", "1K", "--json"])
        .args(more)
        .output()
        .unwrap()
}

#[test]
fn a_run_succeeds_with_sixteen_open_files() {
    let folder = tempfile::tempdir().unwrap();
    write_dump(&folder.path().join("in"));
    let output = clean("ulimit -n 16", folder.path(), &["--threads", "2"]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(
        summary["temporary_bytes"].as_u64().unwrap() > 0,
        "no temporary file was needed, so nothing was tested"
    );
    let entries = fs::read_dir(folder.path().join("out")).unwrap().count();
    assert_eq!(
        entries,
        FILES + 1,
        "the clean files and the folder __copydesk"
    );
}

#[test]
fn too_few_open_files_are_reported_and_the_same_command_can_run_later() {
    let folder = tempfile::tempdir().unwrap();
    write_dump(&folder.path().join("in"));
    let starved = clean("ulimit -n 6", folder.path(), &[]);
    assert_eq!(starved.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&starved.stderr).contains("Too many open files"),
        "{starved:?}"
    );
    assert!(!folder.path().join("out").exists());
    assert!(clean(NO_LIMIT, folder.path(), &[]).status.success());
}

#[test]
fn a_temporary_folder_that_cannot_be_used_is_named() {
    let folder = tempfile::tempdir().unwrap();
    write_dump(&folder.path().join("in"));
    let file = folder.path().join("in/0.jsonl");
    let output = clean(
        NO_LIMIT,
        folder.path(),
        &["--temp-dir", file.to_str().unwrap()],
    );
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        message.contains("in/0.jsonl: the temporary file cannot be used")
            && message.contains("--temp-dir"),
        "{message}"
    );
    assert!(!folder.path().join("out").exists());
}
