//! Repeats inside each document.

use crate::dump::Page;
use copydesk_neardup::repeats;
use copydesk_testkit::{Label, Truth};
use copydesk_text::Span;
use criterion::BenchmarkGroup;
use criterion::measurement::WallTime;
use std::hint::black_box;

pub fn bench(group: &mut BenchmarkGroup<'_, WallTime>, pages: &[Page<'_>], truth: &Truth) {
    let gone: Vec<Vec<bool>> = pages.iter().map(|page| vec![false; page.segments.len()]).collect();
    let find = || {
        let of_page = |(page, gone): (&Page<'_>, &Vec<bool>)| {
            repeats(black_box(page.text), &page.segments, &page.words, &page.ranges, gone).len()
        };
        pages.iter().zip(&gone).map(of_page).sum::<usize>()
    };
    assert_finds_what_is_doubled(pages, &gone, truth);
    group.bench_function("repeats", |bencher| bencher.iter(find));
}

/// All that is found was doubled on purpose, and of what was, one in twenty at most is overlooked.
fn assert_finds_what_is_doubled(pages: &[Page<'_>], gone: &[Vec<bool>], truth: &Truth) {
    let (mut found, mut doubled) = (0, 0);
    for ((page, gone), document) in pages.iter().zip(gone).zip(&truth.documents) {
        let labelled: Vec<Span> = document.spans.iter().filter(|s| s.label == Label::Repeat).map(|s| s.span).collect();
        let cuts = repeats(page.text, &page.segments, &page.words, &page.ranges, gone);
        assert!(cuts.iter().all(|repeat| labelled.contains(&repeat.cut)), "only doubled captions are cut");
        (found, doubled) = (found + cuts.len(), doubled + labelled.len());
    }
    assert!(doubled > 0 && found * 20 >= doubled * 19, "{found} of {doubled} doubled captions found");
}
