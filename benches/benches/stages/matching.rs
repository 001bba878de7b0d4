//! From band keys to clusters, whose members were compared exactly.

use crate::dump::DumpPage;
use crate::sketches::{THRESHOLD, WIDTH};
use copydesk_neardup::{
    Banding, Buckets, Candidates, Match, MayDrop, MinHasher, Relation, ShingleSet, Verdict, cluster,
};
use copydesk_text::{Document, Rank};
use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup};
use std::convert::Infallible;

pub fn bench(group: &mut BenchmarkGroup<'_, WallTime>, pages: &[DumpPage<'_>]) {
    let set = |page: &DumpPage<'_>| ShingleSet::new(Document::new(page.clean()).words(), WIDTH);
    let sets: Vec<ShingleSet> = pages.iter().map(set).collect();
    let banding = Banding::for_threshold(THRESHOLD);
    let hasher = MinHasher::new(banding.signature_len());
    let keyed = |(rank, set): (usize, &ShingleSet)| {
        let keys = banding.keys(&hasher.sketch(set));
        keys.into_iter().map(move |key| (key, Rank::of_index(rank)))
    };
    let entries: Vec<(u64, Rank)> = sets.iter().enumerate().flat_map(keyed).collect();
    // All documents in one bucket, so that every pair is compared.
    let crowd: Vec<(u64, Rank)> = (0..sets.len())
        .map(|rank| (0, Rank::of_index(rank)))
        .collect();
    let expected = members_by_brute_force(&sets);
    assert!(!expected.is_empty());
    for (name, entries) in [
        ("buckets and clusters", entries),
        ("one crowded bucket", crowd),
    ] {
        let find = |entries| clusters(&Sets(&sets), entries);
        let matches = find(entries.clone());
        let members: Vec<Rank> = matches.iter().map(|found| found.member).collect();
        assert_eq!(
            members, expected,
            "{name}: the same members as by comparing each document with every representative"
        );
        group.bench_function(name, |bencher| {
            bencher.iter_batched(|| entries.clone(), find, BatchSize::SmallInput);
        });
    }
}

/// The members of all clusters, found by comparing each document with every representative.
fn members_by_brute_force(sets: &[ShingleSet]) -> Vec<Rank> {
    let mut representatives: Vec<&ShingleSet> = Vec::new();
    let mut members = Vec::new();
    for (rank, set) in sets.iter().enumerate() {
        if representatives
            .iter()
            .any(|other| set.overlap(other).jaccard() >= THRESHOLD)
        {
            members.push(Rank::of_index(rank));
        } else {
            representatives.push(set);
        }
    }
    members
}

/// Documents of which none contradicts another, so that similarity alone decides.
struct Sets<'s>(&'s [ShingleSet]);

impl<'s> Candidates for Sets<'s> {
    type Error = Infallible;
    type Shingles = &'s ShingleSet;

    fn shingles(&self, document: Rank) -> Result<&'s ShingleSet, Infallible> {
        Ok(&self.0[document.index()])
    }

    fn relate(&self, _: Rank, _: Rank) -> Result<Verdict, Infallible> {
        Ok(Verdict {
            relation: Relation::Twin,
            may_drop: MayDrop::Either,
        })
    }

    fn is_told_by(&self, _: Rank, _: &[Rank]) -> Result<bool, Infallible> {
        Ok(false)
    }
}

/// The matches among the documents that share a key.
fn clusters(sets: &Sets<'_>, entries: Vec<(u64, Rank)>) -> Vec<Match> {
    let Ok(found) = cluster(&Buckets::new(entries), THRESHOLD, sets);
    found.matches
}
