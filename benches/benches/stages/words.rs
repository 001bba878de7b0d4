//! Dividing texts into segments, and hashing words.

use crate::dump::DumpPage;
use copydesk_text::{segments, words_in};
use criterion::BenchmarkGroup;
use criterion::measurement::WallTime;
use std::hint::black_box;

/// The number of segments in the generated dump.
const SEGMENTS: usize = 3_433;
/// The number of words in the generated dump.
const WORDS: usize = 79_189;

pub fn bench(group: &mut BenchmarkGroup<'_, WallTime>, pages: &[DumpPage<'_>]) {
    let count_segments = || {
        pages
            .iter()
            .map(|page| segments(black_box(page.text())).len())
            .sum::<usize>()
    };
    assert_eq!(count_segments(), SEGMENTS, "segments of the seeded dump");
    group.bench_function("segments", |bencher| bencher.iter(count_segments));

    let mut words = Vec::new();
    let mut count_words = || {
        let count = |page: &DumpPage<'_>| {
            words.clear();
            for segment in page.document.segments() {
                words_in(black_box(page.text()), segment.content(), &mut words);
            }
            words.len()
        };
        pages.iter().map(count).sum::<usize>()
    };
    assert_eq!(count_words(), WORDS, "words of the seeded dump");
    group.bench_function("words", |bencher| bencher.iter(&mut count_words));
}
