//! What fuzzing found, tried again.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use copydesk_neardup::{Paragraphs, Side, copied_passages, repeats};
use copydesk_text::{Segment, Span, Word, segments, words_in};
use std::fs;
use std::ops::Range;
use std::path::Path;

struct Page {
    text: String,
    segments: Vec<Segment>,
    words: Vec<Word>,
    ranges: Vec<Range<usize>>,
    spans: Vec<Span>,
}

impl Page {
    fn new(text: &str) -> Self {
        let (segments, mut words) = (segments(text), Vec::new());
        let spans: Vec<Span> = segments.iter().map(|segment| segment.content()).collect();
        let mut words_of = |&span: &Span| {
            let start = words.len();
            words_in(text, span, &mut words);
            start..words.len()
        };
        let ranges = spans.iter().map(&mut words_of).collect();
        Self { text: text.to_owned(), segments, words, ranges, spans }
    }

    fn view(&self) -> Paragraphs<'_> {
        Paragraphs { side: Side { text: &self.text, words: &self.words }, spans: &self.spans, ranges: &self.ranges }
    }
}

fn each(target: &str, check: impl Fn(&str)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/regressions").join(target);
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
        let page = Page::new(text);
        let found = repeats(&page.text, &page.segments, &page.words, &page.ranges, &vec![false; page.segments.len()]);
        assert!(!found.is_empty());
        assert!(found.windows(2).all(|pair| pair[0].cut.end() <= pair[1].cut.start()), "{found:?}");
        for one in &found {
            assert!(found.iter().all(|other| !one.kept.overlaps(other.cut)), "a kept copy is cut: {found:?}");
        }
    });
}

#[test]
fn passages_are_whole_words() {
    each("passages", |text| {
        let (left, right) = text.split_once("\n=====\n").unwrap();
        let (left, right) = (Page::new(left), Page::new(right));
        for copy in copied_passages(left.view(), &[right.view()], 8) {
            let inside = left.words.iter().filter(|word| copy.cut.contains(word.span)).count();
            assert_eq!(copy.agreement.cut, inside, "{copy:?}");
        }
    });
}
