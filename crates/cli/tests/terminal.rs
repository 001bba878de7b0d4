//! Checks that a dump cannot control the terminal: nothing that the command prints for people
//! contains an escape sequence, a control character, or a mark that changes the direction of the
//! text after it.
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// A text that sets the title of the terminal, clears the screen, switches on a colour (by escapes
/// of seven and of eight bits), returns to the start of the line, and changes the direction of
/// text.
const HOSTILE: &str = "\u{1b}]0;mine\u{7}\u{1b}[2J\u{1b}[31m\u{9b}31m\rpaid\u{8}\u{202e}gnp.exe\
                       \u{202c}\u{2066}x\u{2069}\u{7f}\u{0}";

fn copydesk(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

/// Asserts that an output has no harmful character and is not empty, and returns it. `what` names
/// the output in a failure.
fn assert_harmless(what: &str, output: &Output) -> String {
    let said = String::from_utf8([&output.stdout[..], &output.stderr[..]].concat()).unwrap();
    let harmful = said.chars().find(|&c| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    });
    assert_eq!(harmful, None, "{what}: {said:?}");
    assert!(!said.is_empty(), "{what}: says nothing");
    said
}

/// A record with hostile characters in every field. Its text has the same paragraph twice.
fn record(id: &str, more: &str) -> String {
    let paragraph = format!(
        "The harbour {HOSTILE} was closed on Monday morning after the storm had torn the buoys \
         away {more}."
    );
    let record = serde_json::json!({
        "id": format!("{id}{HOSTILE}"), "text": format!("{paragraph}\n\n{paragraph}\n\n{HOSTILE}"),
        "url": format!("https://{HOSTILE}.example/"), "source": HOSTILE, "date": HOSTILE,
    });
    format!("{record}\n")
}

#[test]
fn no_output_of_a_command_has_harmful_characters() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    let (a, b) = (
        record("a", "and the pier with them"),
        record("b", "and the pier with it"),
    );
    let broken = format!(
        "{{\"text\": 7, \"id\": {}}}\nnot json {HOSTILE}\n",
        serde_json::json!(HOSTILE)
    );
    let name = "dump\u{1b}[31m\u{202e}.jsonl";
    fs::write(folder.join(name), format!("{a}{b}{broken}")).unwrap();
    let summary = assert_harmless("clean", &copydesk(folder, &["clean", name, "-o", "out"]));
    assert!(
        summary.contains("repeated-in-document") && summary.contains("could not be read"),
        "{summary}"
    );
    for record in 0..4 {
        let place = format!("{name}:{record}");
        let why = assert_harmless("explain", &copydesk(folder, &["explain", "out", &place]));
        assert!(why.contains("record"), "{why}");
    }
    assert_harmless(
        "explain of an unknown id",
        // An argument cannot contain a zero byte.
        &copydesk(folder, &["explain", "out", HOSTILE.trim_end_matches('\0')]),
    );
    let truth = format!(
        "id1\tid2\tlabel\n{}\t{}\tdifferent\n",
        id_in_table("a"),
        id_in_table("b")
    );
    fs::write(folder.join("truth.tsv"), truth).unwrap();
    assert_harmless(
        "eval",
        &copydesk(
            folder,
            &["eval", name, "--truth", "truth.tsv", "--worst", "5"],
        ),
    );
    let labelled = "id\tcluster\nx\u{1b}[31m\tc\u{202e}\n";
    let odd = "odd\u{1b}[31m.tsv";
    fs::write(folder.join(odd), labelled).unwrap();
    assert_harmless(
        "eval of clusters",
        &copydesk(folder, &["eval", name, "--truth", odd]),
    );
    assert_harmless("plan", &copydesk(folder, &["plan", name]));
    assert_harmless(
        "restore",
        &copydesk(folder, &["restore", "out", "-o", "back\u{1b}[31m"]),
    );
    assert_harmless(
        "an unknown format",
        &copydesk(folder, &["clean", odd, "-o", "other"]),
    );
    assert_harmless(
        "a record that stops the run",
        &copydesk(
            folder,
            &["clean", name, "-o", "other", "--on-bad-record", "fail"],
        ),
    );
    assert_harmless(
        "an output that exists",
        &copydesk(folder, &["clean", name, "-o", "out"]),
    );
}

/// The id of a [`record`] without the characters that would end a cell or a line of a table.
fn id_in_table(id: &str) -> String {
    format!("{id}{HOSTILE}").replace(['\r', '\n', '\t'], "")
}
