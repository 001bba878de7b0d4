//! Cutting spans out of texts.

use crate::dump::DumpPage;
use copydesk_clean::put_back;
use criterion::BenchmarkGroup;
use criterion::measurement::WallTime;
use std::hint::black_box;

pub fn bench(group: &mut BenchmarkGroup<'_, WallTime>, pages: &[DumpPage<'_>]) {
    pages.iter().for_each(assert_cuts_can_be_undone);
    let rewrite = || {
        pages
            .iter()
            .map(|page| black_box(page).clean().len())
            .sum::<usize>()
    };
    group.bench_function("rewriting", |bencher| bencher.iter(rewrite));
}

/// Asserts that the raw text can be rebuilt from the clean text and the removed spans, and that no
/// visible character was removed outside of the labelled spans.
fn assert_cuts_can_be_undone(page: &DumpPage<'_>) {
    let clean = page.clean();
    let removed: Vec<_> = page
        .tidied()
        .iter()
        .map(|span| (span.start(), span.slice(page.text())))
        .collect();
    assert_eq!(put_back(&clean, &removed).as_deref(), Some(page.text()));
    let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let labelled: usize = page
        .labelled
        .iter()
        .map(|span| visible(span.slice(page.text())))
        .sum();
    assert_eq!(visible(&clean), visible(page.text()) - labelled);
}
