//! Repeats inside each document.

use copydesk_benches::Page;
use copydesk_neardup::repeats;
use copydesk_testkit::{Label, Truth};
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
    let doubled = truth.documents.iter().flat_map(|document| &document.spans).filter(|span| span.label == Label::Repeat).count();
    assert_eq!(find(), doubled, "doubled captions of the seeded dump");
    group.bench_function("repeats", |bencher| bencher.iter(find));
}
