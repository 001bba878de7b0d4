//! From band keys to clusters whose members were measured.

use crate::dump::Page;
use crate::sketches::{THRESHOLD, WIDTH};
use copydesk_neardup::{Banding, Buckets, ShingleSet, Signer, cluster};
use copydesk_text::words;
use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup};

pub fn bench(group: &mut BenchmarkGroup<'_, WallTime>, pages: &[Page<'_>]) {
    let sets: Vec<ShingleSet> = pages.iter().map(|page| ShingleSet::new(&words(&page.clean()), WIDTH)).collect();
    let banding = Banding::for_threshold(THRESHOLD);
    let signer = Signer::new(banding.signature_len());
    let keys = |(rank, set): (usize, &ShingleSet)| {
        let of_document = banding.keys(&signer.sign(set));
        of_document.into_iter().map(move |key| (key, rank as u32))
    };
    let entries: Vec<(u64, u32)> = sets.iter().enumerate().flat_map(keys).collect();
    let crowd: Vec<(u64, u32)> = (0..sets.len() as u32).map(|rank| (0, rank)).collect();
    let expected = every_pair(&sets);
    assert!(!expected.is_empty());
    for (name, entries) in [("buckets and clusters", entries), ("one crowded bucket", crowd)] {
        let find = |entries| cluster(&Buckets::new(entries), THRESHOLD, |rank| &sets[rank as usize], |_, _| true);
        let members: Vec<u32> = find(entries.clone()).iter().map(|found| found.member).collect();
        assert_eq!(members, expected, "{name}: what comparing each document with every representative finds");
        group.bench_function(name, |bencher| bencher.iter_batched(|| entries.clone(), find, BatchSize::SmallInput));
    }
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
