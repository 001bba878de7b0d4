//! What fuzzing found, tried again.
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use copydesk_neardup::{Paragraphs, copied_passages, repeats};
use copydesk_text::{Document, Spans};
use std::fs;
use std::path::Path;

fn each(target: &str, check: impl Fn(&str)) {
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
fn repeats_keep_a_copy() {
    each("repeats", |text| {
        let found = repeats(&Document::new(text), &Spans::default());
        assert!(!found.is_empty());
        assert!(
            found
                .windows(2)
                .all(|pair| pair[0].cut.end() <= pair[1].cut.start()),
            "{found:?}"
        );
        for one in &found {
            assert!(
                found.iter().all(|other| !one.kept.overlaps(other.cut)),
                "a kept copy is cut: {found:?}"
            );
            let least = one.overlap.cut.min(one.overlap.kept);
            assert!(one.overlap.matched <= least, "{one:?}");
        }
    });
}

#[test]
fn passages_are_whole_words() {
    each("passages", |text| {
        let (left, right) = text.split_once("\n=====\n").unwrap();
        let [left, right] = [left, right].map(|text| Paragraphs::all(Document::new(text)));
        for copy in copied_passages(&left, &[&right], 8) {
            let inside = left
                .document()
                .words()
                .iter()
                .filter(|word| copy.cut.contains(word.span))
                .count();
            assert_eq!(copy.overlap.cut, inside, "{copy:?}");
        }
    });
}
