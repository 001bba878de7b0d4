//! From words to shingle sets, and from shingle sets to signatures.

use crate::alternatives::ALTERNATIVES;
use crate::dump::DumpPage;
use copydesk_neardup::{Banding, MinHasher, ShingleSet};
use criterion::BenchmarkGroup;
use criterion::measurement::WallTime;
use std::hint::black_box;

/// The width of a shingle, in words.
pub const WIDTH: usize = 5;
/// The similarity from which documents are duplicates.
pub const THRESHOLD: f64 = 0.8;

/// The number of distinct shingles in each document of the generated dump, summed over documents.
const SHINGLES: usize = 76_682;

pub fn bench(group: &mut BenchmarkGroup<'_, WallTime>, pages: &[DumpPage<'_>]) {
    let shingle = || {
        pages
            .iter()
            .map(|page| ShingleSet::new(black_box(page.document.words()), WIDTH).len())
            .sum::<usize>()
    };
    assert_eq!(shingle(), SHINGLES, "shingles of the seeded dump");
    group.bench_function("shingles", |bencher| bencher.iter(shingle));

    let sets: Vec<ShingleSet> = pages
        .iter()
        .map(|page| ShingleSet::new(page.document.words(), WIDTH))
        .collect();
    let len = Banding::for_threshold(THRESHOLD).signature_len();
    let hasher = MinHasher::new(len);
    assert_close_to_exact(&sets, |set| hasher.sketch(set).values().to_vec());
    let sign = || {
        sets.iter()
            .for_each(|set| drop(black_box(hasher.sketch(black_box(set)))));
    };
    group.bench_function("signatures", |bencher| bencher.iter(sign));
    for (name, sketch) in ALTERNATIVES {
        assert_close_to_exact(&sets, |set| sketch(set.hashes(), len));
        let sign = || {
            sets.iter()
                .for_each(|set| drop(black_box(sketch(black_box(set.hashes()), len))));
        };
        group.bench_function(format!("signatures/{name}"), |bencher| bencher.iter(sign));
    }
}

/// Asserts that the similarity which signatures estimate is right on average over pairs of
/// neighbouring documents, and never far off.
fn assert_close_to_exact(sets: &[ShingleSet], sign: impl Fn(&ShingleSet) -> Vec<u32>) {
    let estimate = |a: &[u32], b: &[u32]| {
        a.iter().zip(b).filter(|(x, y)| x == y).count() as f64 / a.len() as f64
    };
    let error = |pair: &[ShingleSet]| {
        estimate(&sign(&pair[0]), &sign(&pair[1])) - pair[0].overlap(&pair[1]).jaccard()
    };
    let errors: Vec<f64> = sets.windows(2).map(error).collect();
    let mean = errors.iter().sum::<f64>() / errors.len() as f64;
    assert!(mean.abs() < 0.01, "signatures are biased by {mean}");
    assert!(
        errors.iter().all(|error| error.abs() < 0.25),
        "a signature is far off its set"
    );
}
