//! Damaged files of every format and kind of archive, which are cut off or have changed bytes. They
//! are read as far as possible, nothing panics, and no other file loses a record or a byte.

use crate::archives::{compressed_tar_of, tar_of, zip_of};
use crate::bench_desk::Desk;
use crate::columns::{arrow, columns, parquet};
use crate::shapes::{compressed, newsroom};
use crate::tables::{rows, table};
use arrow_array::{ArrayRef, StringArray};
use copydesk_pipeline::{Config, Inputs, Scope, Silent, Verdict, clean, restore};
use std::sync::Arc;

/// A file of each kind, by name.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let (_, records) = newsroom().swap_remove(0);
    let lines = (records.join("\n") + "\n").into_bytes();
    let rows = rows(&records);
    let csv = table(&rows, ',', "\n", false).into_bytes();
    let members = [
        ("a.jsonl".to_owned(), lines.clone()),
        ("b.csv".to_owned(), csv.clone()),
        ("c.jsonl.gz".to_owned(), compressed(&lines, ".gz")),
    ];
    vec![
        ("a.csv", csv.clone()),
        ("a.csv.bz2", compressed(&csv, ".bz2")),
        (
            "a.tsv.xz",
            compressed(table(&rows, '\t', "\r\n", true).as_bytes(), ".xz"),
        ),
        ("a.parquet", parquet(columns(&records), 4)),
        ("a.arrow", arrow(columns(&records), 4, false)),
        ("a.arrows", arrow(columns(&records), 4, true)),
        ("a.tar", tar_of(&members)),
        ("a.tar.zst", compressed_tar_of(&members, ".zst")),
        ("a.tar.gz", compressed_tar_of(&members, ".gz")),
        ("a.zip", zip_of(&members)),
    ]
}

/// Pseudo-random numbers, the same in every run.
struct Chance(u64);

impl Chance {
    /// A number below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

/// Cleans a damaged file and a sound one, and checks that the sound one is decided and restored.
fn check_sound_file_beside(name: &str, bytes: &[u8]) {
    let sound = newsroom().swap_remove(1).1;
    let desk = Desk::new()
        .file(name, bytes)
        .file("sound.jsonl", (sound.join("\n") + "\n").as_bytes());
    let config = Config {
        scope: Scope::Document,
        threads: 1,
        ..Config::default()
    };
    let inputs = Inputs::discover(&[desk.path("in").display().to_string()], None).unwrap();
    if let Err(error) = clean(&inputs, &desk.path("out"), &config, &Silent) {
        // A column that copydesk need not read may be damaged. This is noticed only when the clean
        // file is written.
        let message = error.to_string();
        assert!(message.contains(name), "{message}");
        return;
    }
    let decisions = desk.decisions("out");
    let of_sound = decisions
        .iter()
        .filter(|decision| decision.file == "sound.jsonl");
    assert!(
        of_sound
            .clone()
            .all(|decision| decision.verdict != Verdict::Reject)
    );
    assert_eq!(of_sound.count(), sound.len(), "{name}");
    restore(&desk.path("out"), &desk.path("back")).unwrap();
    let back = std::fs::read(desk.path("back/sound.jsonl")).unwrap();
    assert_eq!(back, std::fs::read(desk.path("in/sound.jsonl")).unwrap());
}

#[test]
fn no_other_file_is_lost_by_one_that_is_cut_off() {
    let mut chance = Chance(1);
    for (name, bytes) in files() {
        for part in 0..6 {
            let length = bytes.len() * part / 6 + chance.below(bytes.len() / 6);
            check_sound_file_beside(name, &bytes[..length]);
        }
        // If the file has a footer, only the last byte of it is missing.
        check_sound_file_beside(name, &bytes[..bytes.len() - 1]);
    }
}

#[test]
fn no_other_file_is_lost_by_one_with_changed_bytes() {
    let mut chance = Chance(2);
    for (name, bytes) in files() {
        for round in 0..8 {
            let mut changed = bytes.clone();
            for _ in 0..=round {
                // In every second round only bytes near the end, where directories are.
                let reach = if round % 2 == 0 {
                    changed.len()
                } else {
                    changed.len().min(400)
                };
                let position = changed.len() - 1 - chance.below(reach);
                changed[position] = chance.below(256) as u8;
            }
            check_sound_file_beside(name, &changed);
        }
    }
}

#[test]
fn no_other_file_is_lost_by_one_with_a_wrong_ending() {
    let files = files();
    for (name, _) in &files {
        for (_, bytes) in &files {
            check_sound_file_beside(name, bytes);
        }
    }
}

#[test]
fn a_small_file_with_millions_of_empty_rows_is_rejected() {
    let nothing: ArrayRef = Arc::new(StringArray::new_null(3 << 20));
    let file = parquet(vec![("text", nothing)], 4 << 20);
    assert!(file.len() < 200_000);
    let (_, records) = newsroom().swap_remove(1);
    let desk = Desk::new()
        .file("a.parquet", &file)
        .file("b.jsonl", (records.join("\n") + "\n").as_bytes());
    let config = Config {
        scope: Scope::Document,
        ..Config::default()
    };
    let summary = desk.clean("out", &config);
    assert_eq!(summary.documents.rejected, 1);
    let rejected = &desk.decisions("out")[0];
    assert!(
        rejected.reason.as_deref().unwrap().contains("rows in"),
        "{rejected:?}"
    );
}

#[test]
fn a_table_of_a_hundred_thousand_columns_is_read() {
    let names: Vec<String> = (0..100_000).map(|n| format!("c{n}")).collect();
    let cells = vec!["x"; 100_000].join(",");
    let story = crate::shapes::STORY;
    let file = format!(
        "id,text,{}\n1,{story},{cells}\n2,{story} More.,{cells}\n",
        names.join(",")
    );
    let desk = Desk::new().file("a.csv", file.as_bytes());
    let config = Config {
        scope: Scope::Document,
        ..Config::default()
    };
    let summary = desk.clean("out", &config);
    assert_eq!((summary.documents.read, summary.documents.rejected), (2, 0));
    let back = desk.restore("out").join("a.csv");
    assert_eq!(std::fs::read(back).unwrap(), file.as_bytes());
}
