//! Checks that the README shows what the commands print.
//!
//! The commands in every `console` block that begins with `$ copydesk` are run, in order, in one
//! folder. The lines after a command must be its output. `COPYDESK_WRITE_README=1 cargo test -p
//! copydesk-cli --test readme` writes the outputs into the page.
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// Runs a line of shell in `folder`, with the built command on the path. Returns what is printed,
/// except the line with seconds and memory, which differs from run to run.
fn output_of(line: &str, folder: &Path) -> String {
    let built = Path::new(env!("CARGO_BIN_EXE_copydesk")).parent().unwrap();
    let path = format!("{}:{}", built.display(), std::env::var("PATH").unwrap());
    let run = Command::new("sh")
        .arg("-c")
        .arg(format!("{line} 2>&1"))
        .current_dir(folder)
        .env("PATH", path)
        .output()
        .unwrap();
    let text = String::from_utf8(run.stdout).unwrap();
    let is_timing = |l: &str| l.contains(" s, ") && l.ends_with(" of memory");
    text.lines()
        .filter(|l| !is_timing(l))
        .map(|l| format!("{l}\n"))
        .collect()
}

/// The page with the outputs replaced by what the commands print now.
fn with_outputs(page: &str, folder: &Path) -> String {
    let mut out = String::new();
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let is_block =
            line == "```console" && lines.peek().is_some_and(|l| l.starts_with("$ copydesk"));
        if !is_block {
            continue;
        }
        for line in lines.by_ref() {
            if line == "```" {
                out.push_str("```\n");
                break;
            }
            if let Some(command) = line.strip_prefix("$ ") {
                out.push_str(&format!("{line}\n{}", output_of(command, folder)));
            }
        }
    }
    out
}

#[test]
fn the_readme_shows_what_the_commands_print() {
    let scratch = tempfile::tempdir().unwrap();
    let copy = Command::new("cp")
        .arg("-r")
        .arg(root().join("testdata"))
        .arg(scratch.path())
        .status()
        .unwrap();
    assert!(copy.success());
    let path = root().join("README.md");
    let page = fs::read_to_string(&path).unwrap();
    let now = with_outputs(&page, scratch.path());
    if std::env::var_os("COPYDESK_WRITE_README").is_some() {
        fs::write(&path, &now).unwrap();
        return;
    }
    let differs = page
        .lines()
        .zip(now.lines())
        .find(|(shown, printed)| shown != printed);
    assert!(page == now, "the README shows another output: {differs:?}");
}
