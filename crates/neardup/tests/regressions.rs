//! Tests the inputs with which fuzzing once found a fault, in `testdata/regressions`.
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use copydesk_neardup::{Paragraphs, copied_passages, repeats};
use copydesk_text::{Document, Spans};
use std::fs;
use std::path::Path;

/// Least length, in effective words, of a run of sentences that counts as a passage.
const PASSAGE_WORDS: usize = 8;

/// Calls `check` with every input that was found with a fuzz target.
fn for_each_input(target: &str, check: impl Fn(&str)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../testdata/regressions")
        .join(target);
    let mut tried = 0;
    for entry in fs::read_dir(folder).unwrap() {
        check(&fs::read_to_string(entry.unwrap().path()).unwrap());
        tried += 1;
    }
    assert!(tried > 0);
}

#[test]
fn every_repeat_keeps_a_copy() {
    for_each_input("repeats", |text| {
        let all = repeats(&Document::new(text), &Spans::default());
        assert!(!all.is_empty());
        assert!(
            all.windows(2)
                .all(|pair| pair[0].cut.end() <= pair[1].cut.start()),
            "cuts overlap: {all:?}"
        );
        for repeat in &all {
            assert!(
                all.iter().all(|other| !repeat.kept.overlaps(other.cut)),
                "a kept copy is cut: {all:?}"
            );
            let max_matched = repeat.overlap.cut.min(repeat.overlap.kept);
            assert!(repeat.overlap.matched <= max_matched, "{repeat:?}");
        }
    });
}

#[test]
fn passages_consist_of_whole_words() {
    for_each_input("passages", |text| {
        let (left, right) = text.split_once("\n=====\n").unwrap();
        let [left, right] = [left, right].map(|text| Paragraphs::all(Document::new(text)));
        for copy in copied_passages(&left, &[&right], PASSAGE_WORDS) {
            let words_inside = left
                .document()
                .words()
                .iter()
                .filter(|word| copy.cut.contains(word.span))
                .count();
            assert_eq!(copy.overlap.cut, words_inside, "{copy:?}");
        }
    });
}
