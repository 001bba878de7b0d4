//! Repeats inside each document.

use crate::dump::DumpPage;
use copydesk_neardup::repeats;
use copydesk_testkit::{Truth, TruthLabel};
use copydesk_text::{Span, Spans};
use criterion::BenchmarkGroup;
use criterion::measurement::WallTime;
use std::hint::black_box;

pub fn bench(group: &mut BenchmarkGroup<'_, WallTime>, pages: &[DumpPage<'_>], truth: &Truth) {
    let no_furniture = Spans::default();
    let find = || {
        pages
            .iter()
            .map(|page| repeats(black_box(&page.document), &no_furniture).len())
            .sum::<usize>()
    };
    assert_finds_doubled_captions(pages, truth);
    group.bench_function("repeats", |bencher| bencher.iter(find));
}

/// Asserts that only captions are cut that the generator doubled, and at least 19 in 20 of them.
fn assert_finds_doubled_captions(pages: &[DumpPage<'_>], truth: &Truth) {
    let (mut found, mut doubled) = (0, 0);
    for (page, document) in pages.iter().zip(&truth.documents) {
        let labelled: Vec<Span> = document
            .spans
            .iter()
            .filter(|s| s.label == TruthLabel::Repeat)
            .map(|s| s.span)
            .collect();
        let cuts = repeats(&page.document, &Spans::default());
        assert!(
            cuts.iter().all(|repeat| labelled.contains(&repeat.cut)),
            "only doubled captions are cut"
        );
        (found, doubled) = (found + cuts.len(), doubled + labelled.len());
    }
    assert!(
        doubled > 0 && found * 20 >= doubled * 19,
        "{found} of {doubled} doubled captions found"
    );
}
