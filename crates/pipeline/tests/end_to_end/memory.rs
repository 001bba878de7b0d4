//! The memory budget makes no difference to the output.

use crate::bench_desk::{Desk, contents};
use copydesk_formats::{Compression, Encoder};
use copydesk_pipeline::Config;
use copydesk_testkit::{Dump, Recipe};
use std::io::Write;

/// A dump with duplicates, repeats, and background that several stories share.
fn desk() -> Desk {
    let recipe = Recipe {
        seed: 1,
        stories: 120,
        sites: 5,
        background_share: 0.4,
        ..Recipe::default()
    };
    Desk::new().file("dump.jsonl", Dump::synthetic(&recipe).to_jsonl().as_bytes())
}

#[test]
fn the_same_bytes_with_hardly_any_memory() {
    let desk = desk();
    let free = desk.clean("free", &Config::default());
    assert_eq!(free.temporary_bytes, 0, "so small a dump fits in memory");
    for memory in [0, 100_000, 2_000_000] {
        let name = format!("limited-{memory}");
        let limited = desk.clean(
            &name,
            &Config {
                memory: Some(memory),
                threads: 3,
                ..Config::default()
            },
        );
        assert!(
            limited.temporary_bytes > 0,
            "{memory}: no temporary files were used"
        );
        assert!(
            contents(&desk.path(&name)) == contents(&desk.path("free")),
            "{memory}"
        );
    }
}

#[test]
fn copies_of_compressed_files_make_no_difference() {
    let dump = Dump::synthetic(&Recipe {
        seed: 2,
        stories: 400,
        sites: 5,
        ..Recipe::default()
    });
    let lines = dump.to_jsonl();
    for (ending, compression) in [("bz2", Compression::Bzip2), ("xz", Compression::Xz)] {
        let mut encoder = Encoder::new(compression, Vec::new()).unwrap();
        encoder.write_all(lines.as_bytes()).unwrap();
        let packed = encoder.finish().unwrap();
        let desk = Desk::new().file(&format!("dump.jsonl.{ending}"), &packed);
        // Many threads, because then batches are small.
        let ample = Config {
            threads: 32,
            ..Config::default()
        };
        // Little more than what decompressing and compressing xz takes.
        let limited = Config {
            memory: Some(40 << 20),
            ..ample.clone()
        };
        assert_eq!(desk.clean("ample", &ample).temporary_bytes, 0);
        let plain = Desk::new().file("dump.jsonl", lines.as_bytes());
        let without_copies = plain.clean("plain", &limited).temporary_bytes;
        let with_copies = desk.clean("limited", &limited).temporary_bytes;
        assert!(
            with_copies > without_copies + lines.len() as u64 / 4,
            "{ending}: {with_copies} with copies of {} bytes, {without_copies} without",
            lines.len()
        );
        assert!(contents(&desk.path("limited")) == contents(&desk.path("ample")));
    }
}

#[test]
fn decisions_are_applied_with_hardly_any_memory() {
    let desk = desk();
    desk.clean("free", &Config::default());
    let inputs = desk.inputs();
    let config = Config {
        memory: Some(0),
        ..Config::default()
    };
    let applied = copydesk_pipeline::apply(
        &inputs,
        &desk.path("free"),
        &desk.path("applied"),
        &config,
        &copydesk_pipeline::Silent,
    );
    assert!(applied.expect("the input is the same").temporary_bytes > 0);
    assert!(contents(&desk.path("applied")) == contents(&desk.path("free")));
}

#[test]
fn a_missing_folder_for_temporary_files_is_named() {
    let desk = desk();
    let config = Config {
        memory: Some(0),
        temp_dir: Some(desk.path("nowhere")),
        ..Config::default()
    };
    let inputs = desk.inputs();
    let error = copydesk_pipeline::clean(
        &inputs,
        &desk.path("out"),
        &config,
        &copydesk_pipeline::Silent,
    )
    .expect_err("no folder");
    assert!(
        error.to_string().contains("nowhere") && error.to_string().contains("--temp-dir"),
        "{error}"
    );
    assert!(!desk.path("out").exists());
}
