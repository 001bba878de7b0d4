//! Tests on texts with which fuzzing has found a mistake.
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use copydesk_text::{normalise, words};
use std::fs;
use std::path::Path;

#[test]
fn the_normal_form_has_as_many_words_as_the_text() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/regressions/words");
    let mut tried = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let whole = normalise(&text);
        // `split` finds one empty piece in an empty text.
        let pieces = whole.split(' ').filter(|_| !whole.is_empty());
        assert!(pieces.clone().all(|piece| !piece.is_empty()), "{whole:?}");
        assert_eq!(pieces.count(), words(&text).len(), "{whole:?}");
        tried += 1;
    }
    assert!(tried > 0);
}
