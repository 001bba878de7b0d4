//! The whole process stays within `--memory`, and the output is the same whatever it is.
//!
//! A few megabytes by default, so that it takes seconds. `COPYDESK_DUMP_BYTES=1000000000
//! COPYDESK_BUDGETS=256M,512M,1G cargo test --release -p copydesk-cli --test memory` asks for what
//! the tool is made for.
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

/// What a budget may be exceeded by.
const SLACK: f64 = 1.1;

fn asked(name: &str, default: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| default.to_owned())
}

/// Parts of a recipe with a seed each, so that no more than a part is held.
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

fn bytes_of(size: &str) -> f64 {
    let (number, unit) = size.split_at(size.len() - 1);
    number.parse::<f64>().unwrap() * f64::from(1 << if unit == "G" { 30 } else { 20 })
}

fn same_bytes(left: &Path, right: &Path) {
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
fn the_budget_holds() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("dump.jsonl");
    write_dump(
        &input,
        asked("COPYDESK_DUMP_BYTES", "6000000").parse().unwrap(),
    );
    let first = folder.path().join("first");
    // The binary of the test profile counts too, and is half as large again as that of a release.
    for budget in asked("COPYDESK_BUDGETS", "52M,60M").split(',') {
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
        let (peak, put_away) = (
            summary["peak_memory_bytes"].as_f64().unwrap(),
            summary["temporary_bytes"].as_f64().unwrap(),
        );
        println!(
            "--memory {budget}: {:.0} MB of memory, {:.0} MB of temporary files",
            peak / 1e6,
            put_away / 1e6
        );
        assert!(
            peak <= SLACK * bytes_of(budget),
            "--memory {budget}: {:.0} MB",
            peak / 1e6
        );
        if out != first {
            same_bytes(&first, &out);
            fs::remove_dir_all(out).unwrap();
        }
    }
}
