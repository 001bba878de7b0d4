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

/// The allowed licences. They demand no more than a notice. Every crate must offer one of them.
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
    // Four clauses like those of the BSD licences.
    "bzip2-1.0.6",
    // Puts the work in the public domain.
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

/// Whether allowed licences satisfy a licence expression. Old expressions have `/` for `OR`.
fn is_allowed(expression: &str) -> bool {
    let has_allowed_choice = |part: &str| {
        part.split(" OR ")
            .any(|name| LICENCES.contains(&name.trim()))
    };
    expression
        .replace('/', " OR ")
        .split(" AND ")
        .all(|part| has_allowed_choice(part.trim().trim_matches(['(', ')'])))
}

#[test]
fn every_dependency_has_an_allowed_licence() {
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
    assert!(packages.len() > 50, "the list is not complete");
    for package in packages {
        let licence = package["license"].as_str().unwrap_or("none");
        assert!(
            is_allowed(licence),
            "{} {}: {licence}",
            package["name"],
            package["version"]
        );
    }
}

#[test]
fn an_or_needs_one_allowed_licence_while_an_and_needs_all() {
    assert!(
        is_allowed("MIT OR GPL-3.0")
            && is_allowed("Unlicense/MIT")
            && is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0")
    );
    assert!(!is_allowed("GPL-3.0") && !is_allowed("MIT AND GPL-3.0") && !is_allowed("none"));
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
                // A crate of the workspace.
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
