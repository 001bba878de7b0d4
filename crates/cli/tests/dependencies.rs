//! Checks all dependencies from outside the workspace: they come from the registry, are pinned by a
//! checksum, and have licences that demand no more than a notice.
//!
//! Security advisories are not checked, because their list is not available without a network.
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::path::Path;
use std::process::Command;

/// The licences of which every crate must offer at least one. They demand no more than a notice.
const LICENCES: [&str; 11] = [
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "Unlicense",
    "Zlib",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "Unicode-3.0",
    // Like BSD, with four clauses, none of which demands more than a notice.
    "bzip2-1.0.6",
    // The public domain.
    "CC0-1.0",
];

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// What a program prints on standard output.
fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// Whether one of [`LICENCES`] satisfies a licence expression. A `/` in it is an old way to write
/// `OR`.
fn is_met(expression: &str) -> bool {
    let any_known = |part: &str| {
        part.split(" OR ")
            .any(|name| LICENCES.contains(&name.trim()))
    };
    expression
        .replace('/', " OR ")
        .split(" AND ")
        .all(|part| any_known(part.trim().trim_matches(['(', ')'])))
}

#[test]
fn licences_can_be_met() {
    let about = output("rustc", &["-vV"]);
    let host = about
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap();
    let cargo = option_env!("CARGO").unwrap_or("cargo");
    let metadata = output(
        cargo,
        &[
            "metadata",
            "--format-version",
            "1",
            "--offline",
            "--locked",
            "--filter-platform",
            host,
        ],
    );
    let metadata: serde_json::Value = serde_json::from_str(&metadata).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 50);
    for package in packages {
        let licence = package["license"].as_str().unwrap_or("none");
        assert!(
            is_met(licence),
            "{} {}: {licence}",
            package["name"],
            package["version"]
        );
    }
}

#[test]
fn expressions_are_read() {
    assert!(
        is_met("MIT OR GPL-3.0")
            && is_met("Unlicense/MIT")
            && is_met("(MIT OR Apache-2.0) AND Unicode-3.0")
    );
    assert!(!is_met("GPL-3.0") && !is_met("MIT AND GPL-3.0") && !is_met("none"));
}

#[test]
fn everything_comes_from_the_registry_and_is_pinned() {
    for lock in ["Cargo.lock", "external/peers/Cargo.lock"] {
        let lock: toml::Table = std::fs::read_to_string(root().join(lock))
            .unwrap()
            .parse()
            .unwrap();
        for package in lock["package"].as_array().unwrap() {
            let Some(source) = package.get("source").and_then(toml::Value::as_str) else {
                continue;
            };
            assert!(
                source.starts_with("registry+"),
                "{}: {source}",
                package["name"]
            );
            assert!(
                package.get("checksum").is_some(),
                "{}: no checksum",
                package["name"]
            );
        }
    }
}
