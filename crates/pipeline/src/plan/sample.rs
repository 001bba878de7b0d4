//! A sample of a dump, and the candidates that bandings make of it.

use super::Sampled;
use crate::error::Result;
use crate::page::Page;
use crate::record::{Batch, RawRecord};
use crate::walks::{Examiner, Walk};
use copydesk_neardup::{Banding, Buckets, ShingleSet, Signer};
use copydesk_text::{Fingerprint, Span, hash64};
use std::collections::{BinaryHeap, HashSet};

/// Shingle sets of some documents.
pub(super) struct Sample {
    pub counts: Sampled,
    sets: Vec<ShingleSet>,
}

impl Sample {
    /// Walks the dump twice: to choose the `most` records with the smallest hashes, and to keep their shingles. Which they are depends on
    /// what the records hold and on nothing else. As in a run, documents with the same kept words count once; furniture is known
    /// by its rules only, since a sample does not show what recurs on a site.
    pub(super) fn take(walk: &Walk<'_>, most: usize) -> Result<Self> {
        let (limit, records) = limit(walk, most)?;
        let examiner = Examiner::new(walk.config, None);
        let look = |batch: &Batch, record: &RawRecord| {
            let is_chosen = !record.is_tail() && hash64(&batch.bytes[record.body.clone()]) <= limit;
            is_chosen
                .then(|| walk.parse(batch, record).ok().and_then(|article| kept(&article.text, &examiner, walk.config.shingle)))
        };
        let mut counts = Sampled { of_records: records, ..Sampled::default() };
        let (mut sets, mut contents) = (Vec::new(), HashSet::new());
        walk.run("sample", look, |_, _, seen| {
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
        let signer = Signer::new(banding.signature_len());
        let numbered = self.sets.iter().enumerate();
        let entries =
            numbered.flat_map(|(number, set)| banding.keys(&signer.sign(set)).into_iter().map(move |key| (key, number as u32)));
        pairs(&Buckets::new(entries.collect()), self.sets.len())
    }
}

/// The hash up to which records are chosen, and how many records there are.
fn limit(walk: &Walk<'_>, most: usize) -> Result<(u64, u64)> {
    let hash = |batch: &Batch, record: &RawRecord| (!record.is_tail()).then(|| hash64(&batch.bytes[record.body.clone()]));
    let (mut smallest, mut records) = (BinaryHeap::new(), 0);
    walk.run("choose", hash, |_, _, hash| {
        let Some(hash) = hash else { return Ok(()) };
        records += 1;
        smallest.push(hash);
        if smallest.len() > most {
            smallest.pop();
        }
        Ok(())
    })?;
    Ok((smallest.peek().copied().unwrap_or_default(), records))
}

/// The kept words of a document, hashed, and their shingles; none if there are none.
fn kept(text: &str, examiner: &Examiner<'_>, shingle: usize) -> Option<(u128, ShingleSet)> {
    let page = Page::new(text);
    let spans: Vec<Span> = examiner.edits(&page, 0).iter().map(|edit| edit.span).collect();
    let words = page.words_outside(&spans);
    let shingles = ShingleSet::new(&words, shingle);
    (!shingles.is_empty()).then(|| (Fingerprint::of(&words).bits(), shingles))
}

/// Pairs that share a bucket, each counted once, without a list of them.
fn pairs(buckets: &Buckets, documents: usize) -> u64 {
    let buckets: Vec<&[u32]> = buckets.iter().collect();
    let mut rooms: Vec<Vec<usize>> = vec![Vec::new(); documents];
    for (number, bucket) in buckets.iter().enumerate() {
        bucket.iter().for_each(|&document| rooms[document as usize].push(number));
    }
    let mut seen_by = vec![u32::MAX; documents];
    let mut count = 0;
    for (document, rooms) in rooms.iter().enumerate() {
        let document = document as u32;
        for &other in rooms.iter().flat_map(|&room| buckets[room]).filter(|other| **other < document) {
            count += u64::from(seen_by[other as usize] != document);
            seen_by[other as usize] = document;
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
            prop_assert_eq!(pairs(&Buckets::new(entries), 9), listed.len() as u64);
        }
    }
}
