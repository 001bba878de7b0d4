//! Checks that the process stays within `--memory`, and that the output does not depend on it.
//!
//! By default the dump has a few megabytes, so that the test takes seconds. A realistic size is
//! tested by `COPYDESK_DUMP_BYTES=1000000000 COPYDESK_BUDGETS=256M,512M,1G cargo test --release
//! -p copydesk-cli --test memory`.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use copydesk_testkit::{Dump, Recipe};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;

/// A run may take this many times its memory budget.
const TOLERANCE: f64 = 1.1;

/// The value of an environment variable, or a default.
fn variable_or(name: &str, default: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| default.to_owned())
}

/// Writes a dump of about this many bytes. It is made in parts with different seeds, so that only
/// one part at a time is in memory.
fn write_dump(path: &Path, bytes: u64) {
    let mut file = BufWriter::new(File::create(path).unwrap());
    let (mut seed, mut written) = (1, 0);
    while written < bytes {
        let recipe = Recipe {
            seed,
            ..Recipe::of_about((bytes - written).min(20_000_000) as usize)
        };
        let part = Dump::synthetic(&recipe).to_jsonl();
        file.write_all(part.as_bytes()).unwrap();
        written += part.len() as u64;
        seed += 1;
    }
    file.flush().unwrap();
}

/// The number of bytes in a size such as `256M` or `1G`.
fn bytes_of(size: &str) -> f64 {
    let (number, unit) = size.split_at(size.len() - 1);
    let factor = if unit == "G" { 1 << 30 } else { 1 << 20 };
    number.parse::<f64>().unwrap() * f64::from(factor)
}

/// Asserts that two output folders have the same content.
fn assert_same_output(left: &Path, right: &Path) {
    for name in [
        "dump.jsonl",
        "__copydesk/decisions.jsonl.zst",
        "__copydesk/removed.jsonl.zst",
        "__copydesk/rejected.jsonl.zst",
    ] {
        assert!(
            fs::read(left.join(name)).unwrap() == fs::read(right.join(name)).unwrap(),
            "{name} depends on --memory"
        );
    }
}

#[test]
fn a_run_stays_within_its_budget_and_every_budget_gives_the_same_output() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("dump.jsonl");
    write_dump(
        &input,
        variable_or("COPYDESK_DUMP_BYTES", "6000000")
            .parse()
            .unwrap(),
    );
    let first = folder.path().join("first");
    // The default budgets are more than a release needs. The memory of the process includes the
    // program itself, which is 1.5 times as large in a build for tests.
    for budget in variable_or("COPYDESK_BUDGETS", "52M,60M").split(',') {
        let out = if first.exists() {
            folder.path().join("next")
        } else {
            first.clone()
        };
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command
            .arg("clean")
            .arg(&input)
            .arg("-o")
            .arg(&out)
            .args(["--memory", budget, "--json"]);
        let output = command.output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let (peak, temporary) = (
            summary["peak_memory_bytes"].as_f64().unwrap(),
            summary["temporary_bytes"].as_f64().unwrap(),
        );
        println!(
            "--memory {budget}: {:.0} MB of memory, {:.0} MB of temporary files",
            peak / 1e6,
            temporary / 1e6
        );
        assert!(
            peak <= TOLERANCE * bytes_of(budget),
            "--memory {budget}: {:.0} MB",
            peak / 1e6
        );
        if out != first {
            assert_same_output(&first, &out);
            fs::remove_dir_all(out).unwrap();
        }
    }
}
