//! A sample of a dump, and the candidates that bandings make of it.

use copydesk_clean::Analyser;
use copydesk_neardup::{Banding, Buckets, MinHasher, ShingleSet};
use copydesk_pipeline::{Config, Record, Result, Scan};
use copydesk_text::{Document, Fingerprint, Rank, hash64};
use serde::Serialize;
use std::collections::{BinaryHeap, HashSet};

/// A sample of a dump.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Sampled {
    /// Documents in the sample that are compared.
    pub documents: u64,
    /// Others in it whose kept words are those of one of these, word for word: they need no
    /// comparison.
    pub twins: u64,
    /// Others in it that cannot be read or hold no word.
    pub without_words: u64,
    /// Records in the dump.
    pub of_records: u64,
}

impl Sampled {
    /// How many times as many candidates each document has in the whole dump, if the sample is like
    /// it.
    #[must_use]
    pub fn scale(&self) -> f64 {
        let sampled = self.documents + self.twins + self.without_words;
        if sampled < 2 {
            1.0
        } else {
            (self.of_records.saturating_sub(1)) as f64 / (sampled - 1) as f64
        }
    }
}

/// Shingle sets of some documents.
pub(super) struct Sample {
    pub counts: Sampled,
    sets: Vec<ShingleSet>,
}

impl Sample {
    /// Walks the dump twice: to choose the `most` records with the smallest hashes, and to keep
    /// their shingles. Which they are depends on what the records hold and on nothing else. As in a
    /// run, documents with the same kept words count once; furniture is known by its rules only,
    /// since a sample does not show what recurs on a site.
    pub(super) fn take(scan: &Scan<'_>, config: &Config, most: usize) -> Result<Self> {
        let (limit, records) = limit(scan, most)?;
        let analyser = config.analyser()?;
        let look = |record: &Record<'_>| {
            let is_chosen = hash64(record.bytes()) <= limit;
            is_chosen.then(|| record.text().ok().and_then(|text| kept(&text, &analyser)))
        };
        let mut counts = Sampled {
            of_records: records,
            ..Sampled::default()
        };
        let (mut sets, mut contents) = (Vec::new(), HashSet::new());
        scan.run("sample", look, |seen| {
            match seen {
                None => {}
                Some(None) => counts.without_words += 1,
                Some(Some((content, set))) if contents.insert(content) => sets.push(set),
                Some(Some(_)) => counts.twins += 1,
            }
            Ok(())
        })?;
        counts.documents = sets.len() as u64;
        Ok(Self { counts, sets })
    }

    /// Number of pairs that share a bucket.
    pub(super) fn candidates(&self, banding: Banding) -> u64 {
        let hasher = MinHasher::new(banding.signature_len());
        let numbered = self.sets.iter().enumerate();
        let entries = numbered.flat_map(|(number, set)| {
            banding
                .keys(&hasher.sketch(set))
                .into_iter()
                .map(move |key| (key, Rank::of_index(number)))
        });
        pairs(&Buckets::new(entries.collect()), self.sets.len())
    }
}

/// The hash up to which records are chosen, and how many records there are.
fn limit(scan: &Scan<'_>, most: usize) -> Result<(u64, u64)> {
    let (mut smallest, mut records) = (BinaryHeap::new(), 0);
    scan.run(
        "choose",
        |record| hash64(record.bytes()),
        |hash| {
            records += 1;
            smallest.push(hash);
            if smallest.len() > most {
                smallest.pop();
            }
            Ok(())
        },
    )?;
    Ok((smallest.peek().copied().unwrap_or_default(), records))
}

/// The kept words of a document, hashed, and their shingles; none if there are none.
fn kept(text: &str, analyser: &Analyser) -> Option<(Fingerprint, ShingleSet)> {
    let document = Document::new(text);
    let kept = analyser.kept(&document, None);
    let shingles = ShingleSet::new(kept.words(), analyser.settings().shingle);
    (!shingles.is_empty()).then(|| (Fingerprint::of(kept.words()), shingles))
}

/// Pairs that share a bucket, each counted once, without a list of them.
fn pairs(buckets: &Buckets, documents: usize) -> u64 {
    let buckets: Vec<&[Rank]> = buckets.iter().collect();
    let mut rooms: Vec<Vec<usize>> = vec![Vec::new(); documents];
    for (number, bucket) in buckets.iter().enumerate() {
        bucket
            .iter()
            .for_each(|&document| rooms[document.index()].push(number));
    }
    let mut seen_by: Vec<Option<Rank>> = vec![None; documents];
    let mut count = 0;
    for (document, rooms) in rooms.iter().enumerate() {
        let document = Rank::of_index(document);
        for &other in rooms
            .iter()
            .flat_map(|&room| buckets[room])
            .filter(|other| **other < document)
        {
            count += u64::from(seen_by[other.index()] != Some(document));
            seen_by[other.index()] = Some(document);
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn pairs_are_those_that_a_list_of_them_holds(entries in proptest::collection::vec((0u64..6, 0u32..9), 0..40)) {
            let together = |a: &(u64, u32), b: &(u64, u32)| (a.0 == b.0 && a.1 < b.1).then_some((a.1, b.1));
            let listed: BTreeSet<_> = entries.iter().flat_map(|a| entries.iter().filter_map(move |b| together(a, b))).collect();
            let entries = entries.iter().map(|&(key, rank)| (key, Rank::new(rank))).collect();
            prop_assert_eq!(pairs(&Buckets::new(entries), 9), listed.len() as u64);
        }
    }
}
