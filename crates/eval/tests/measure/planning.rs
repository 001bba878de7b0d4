//! Candidates of bandings, counted on a sample of a dump.

use crate::dump_folder::DumpFolder;
use copydesk_eval::plan;
use copydesk_pipeline::{Config, FurniturePolicy, Policy, Silent};
use copydesk_testkit::{Dump, Recipe};

/// A synthetic dump, and the number of its records.
fn folder_with_dump() -> (DumpFolder, usize) {
    let dump = Dump::synthetic(&Recipe {
        seed: 5,
        stories: 40,
        sites: 4,
        ..Recipe::default()
    });
    let jsonl = dump.to_jsonl();
    let records = jsonl.lines().count();
    (
        DumpFolder::new().with_file("dump.jsonl", jsonl.as_bytes()),
        records,
    )
}

/// The default settings, but furniture is kept.
fn config() -> Config {
    Config {
        policy: Policy {
            furniture: FurniturePolicy::Keep,
            ..Policy::default()
        },
        ..Config::default()
    }
}

#[test]
fn more_bands_with_the_same_rows_make_no_fewer_candidates() {
    let (folder, records) = folder_with_dump();
    // The sample is larger than the dump, so it is the whole dump.
    let plan = plan(Some(&folder.inputs()), 10_000, &config(), &Silent).unwrap();
    let sample = plan.sample.unwrap();
    assert_eq!(sample.of_records, records as u64);
    assert_eq!(
        sample.documents + sample.twins + sample.without_words,
        records as u64,
        "every record is counted once"
    );
    assert!((sample.scale() - 1.0).abs() < 1e-12);
    // With the same rows, the bands of a short signature are also bands of a longer one. So every
    // candidate of the short signature is also a candidate of the longer one.
    for pair in plan
        .choices
        .windows(2)
        .filter(|pair| pair[0].rows == pair[1].rows)
    {
        assert!(
            pair[0].bands < pair[1].bands
                && pair[0].candidates_per_document <= pair[1].candidates_per_document,
            "{pair:?}"
        );
    }
    assert!(
        plan.choices
            .iter()
            .all(|choice| choice.candidates_per_document.unwrap() > 0.0),
        "the dump has near-duplicates"
    );
}

#[test]
fn the_sample_does_not_depend_on_threads_or_on_order() {
    let (folder, records) = folder_with_dump();
    let expected = plan(Some(&folder.inputs()), 30, &config(), &Silent).unwrap();
    let sample = expected.sample.unwrap();
    // Equal records may make the sample a little larger than the 30 that were asked.
    assert!(
        sample.documents + sample.twins + sample.without_words >= 30
            && (sample.documents as usize) < records
    );
    assert!(sample.scale() > 1.0);
    let with_one_thread = plan(
        Some(&folder.inputs()),
        30,
        &Config {
            threads: 1,
            ..config()
        },
        &Silent,
    )
    .unwrap();
    assert_eq!(with_one_thread, expected);
    let file = folder.path("in/dump.jsonl");
    let reversed: String = std::fs::read_to_string(&file)
        .unwrap()
        .lines()
        .rev()
        .map(|line| line.to_owned() + "\n")
        .collect();
    std::fs::write(&file, reversed).unwrap();
    assert_eq!(
        plan(Some(&folder.inputs()), 30, &config(), &Silent).unwrap(),
        expected
    );
}
