//! Taking spans out of texts.

use crate::dump::DumpPage;
use copydesk_clean::put_back;
use criterion::BenchmarkGroup;
use criterion::measurement::WallTime;
use std::hint::black_box;

pub fn bench(group: &mut BenchmarkGroup<'_, WallTime>, pages: &[DumpPage<'_>]) {
    pages.iter().for_each(assert_undone);
    let rewrite = || {
        pages
            .iter()
            .map(|page| black_box(page).clean().len())
            .sum::<usize>()
    };
    group.bench_function("rewriting", |bencher| bencher.iter(rewrite));
}

/// What was taken out makes the text again, and nothing else went.
fn assert_undone(page: &DumpPage<'_>) {
    let clean = page.clean();
    let removed: Vec<_> = page
        .tidied()
        .iter()
        .map(|span| (span.start(), span.slice(page.text())))
        .collect();
    assert_eq!(put_back(&clean, &removed).as_deref(), Some(page.text()));
    let kept = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let labelled: usize = page
        .labelled
        .iter()
        .map(|span| kept(span.slice(page.text())))
        .sum();
    assert_eq!(kept(&clean), kept(page.text()) - labelled);
}
