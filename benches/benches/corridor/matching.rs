//! From band keys to clusters whose members were measured.

use crate::sketches::{THRESHOLD, WIDTH};
use copydesk_benches::Page;
use copydesk_neardup::{Banding, Buckets, ShingleSet, Signer, cluster};
use copydesk_text::words;
use criterion::BenchmarkGroup;
use criterion::measurement::WallTime;
use std::hint::black_box;

pub fn bench(group: &mut BenchmarkGroup<'_, WallTime>, pages: &[Page<'_>]) {
    let sets: Vec<ShingleSet> = pages.iter().map(|page| ShingleSet::new(&words(&page.clean()), WIDTH)).collect();
    let banding = Banding::for_threshold(THRESHOLD);
    let signer = Signer::new(banding.signature_len());
    let keys = |(rank, set): (usize, &ShingleSet)| {
        let of_document = banding.keys(&signer.sign(set));
        of_document.into_iter().map(move |key| (key, rank as u32))
    };
    let entries: Vec<(u64, u32)> = sets.iter().enumerate().flat_map(keys).collect();
    let find = || cluster(&Buckets::new(black_box(entries.clone())), THRESHOLD, |rank| &sets[rank as usize], |_, _| true);

    let members: Vec<u32> = find().iter().map(|found| found.member).collect();
    assert_eq!(members, every_pair(&sets), "clustering finds what comparing every document with every representative finds");
    assert!(!members.is_empty());
    group.bench_function("buckets and clusters", |bencher| bencher.iter(find));
}

/// The same by brute force.
fn every_pair(sets: &[ShingleSet]) -> Vec<u32> {
    let mut representatives: Vec<&ShingleSet> = Vec::new();
    let mut members = Vec::new();
    for (rank, set) in sets.iter().enumerate() {
        if representatives.iter().any(|other| set.overlap(other).jaccard() >= THRESHOLD) {
            members.push(rank as u32);
        } else {
            representatives.push(set);
        }
    }
    members
}
