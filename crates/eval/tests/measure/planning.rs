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
        DumpFolder::new().file("dump.jsonl", jsonl.as_bytes()),
        records,
    )
}

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
fn a_looser_banding_of_one_length_makes_more_candidates() {
    let (folder_with_dump, records) = folder_with_dump();
    let plan = plan(Some(&folder_with_dump.inputs()), 10_000, &config(), &Silent).unwrap();
    let sample = plan.sample.unwrap();
    assert_eq!(sample.of_records, records as u64);
    assert_eq!(
        sample.documents + sample.twins + sample.without_words,
        records as u64,
        "every record is counted once"
    );
    assert!((sample.scale() - 1.0).abs() < 1e-12);
    // With the same rows, the bands of a short signature are bands of a longer one: every candidate
    // of the first is one of the second.
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
    let (folder_with_dump, records) = folder_with_dump();
    let taken = plan(Some(&folder_with_dump.inputs()), 30, &config(), &Silent).unwrap();
    let sample = taken.sample.unwrap();
    assert!(
        sample.documents + sample.twins + sample.without_words >= 30
            && (sample.documents as usize) < records
    );
    assert!(sample.scale() > 1.0);
    let one = plan(
        Some(&folder_with_dump.inputs()),
        30,
        &Config {
            threads: 1,
            ..config()
        },
        &Silent,
    )
    .unwrap();
    assert_eq!(one, taken);
    let file = folder_with_dump.path("in/dump.jsonl");
    let reversed: String = std::fs::read_to_string(&file)
        .unwrap()
        .lines()
        .rev()
        .map(|line| line.to_owned() + "\n")
        .collect();
    std::fs::write(&file, reversed).unwrap();
    assert_eq!(
        plan(Some(&folder_with_dump.inputs()), 30, &config(), &Silent).unwrap(),
        taken
    );
}
