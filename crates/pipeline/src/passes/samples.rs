//! What is needed to compare the documents that may match, read in a pass that skips all others.
//!
//! A [`Sample`] is the text of a document with what is cut out of it, its shingles and what is
//! known of its version. As many samples as the memory share allows are held; the others are in a
//! blob store, and those fetched lately are kept in two generations, which is nearly as good as
//! forgetting the least recently used and needs no list of uses.

use super::examination::AnalysisTables;
use super::guard::unless_it_panics;
use super::run_context::RunContext;
use super::survey::Survey;
use crate::memory::{SAMPLES_FETCHED, SAMPLES_HELD};
use ahash::AHashMap;
use copydesk_clean::{CorrectionsPolicy, Decision, Differing, Origin, Version};
use copydesk_formats::{Batch, RawRecord};
use copydesk_neardup::{
    Candidates, Comparison, MayDrop, Relation, ShingleSet, Story, Verdict, VersionOrder,
};
use copydesk_store::{BlobRef, BlobStore, Fixed, text_of};
use copydesk_store::{Error, Result};
use copydesk_text::{DocId, Document, Rank, Span, Spans};
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a document is compared by.
pub(crate) struct Sample {
    shingles: ShingleSet,
    version: Version,
    text: String,
    cut: Spans,
}

impl Sample {
    fn new(text: String, cut: Spans, version: Version, shingle: usize) -> Self {
        let document = Document::new(text);
        let shingles = ShingleSet::new(document.without(&cut).words(), shingle);
        Self {
            shingles,
            version,
            // Words take several times the memory of the text, so they are not kept.
            text: document.into_text().into_owned(),
            cut,
        }
    }

    /// How this document (left) and another relate. The words are read anew each time: only pairs
    /// that may match are asked for them.
    fn relate(&self, other: &Self, corrections: CorrectionsPolicy) -> Verdict {
        let order = match corrections {
            CorrectionsPolicy::Supersede => self.version.order(&other.version),
            // Without an order, no document supersedes another.
            CorrectionsPolicy::Keep => VersionOrder::Unknown,
        };
        // If copydesk fails on a pair, both documents are kept.
        let verdict = unless_it_panics(|| Some(self.compare(other).verdict(order)));
        verdict.unwrap_or(UNRELATED)
    }

    /// Compares the two documents sentence by sentence.
    fn compare(&self, other: &Self) -> Comparison {
        let (left, right) = (self.document(), other.document());
        let (left, right) = (left.without(&self.cut), right.without(&other.cut));
        Comparison::of(&Story::of(&left), &Story::of(&right))
    }

    /// Whether other documents between them tell all that this one tells.
    fn is_told_by(&self, others: &[Arc<Self>]) -> bool {
        let mut whole = Vec::with_capacity(others.len());
        for other in others {
            whole.push(other.document());
        }
        let mut kept = Vec::with_capacity(others.len());
        for (document, other) in whole.iter().zip(others) {
            kept.push(document.without(&other.cut));
        }
        let others: Vec<Story<'_>> = kept.iter().map(Story::of).collect();
        Story::of(&self.document().without(&self.cut)).is_told_by(&others)
    }

    /// The whole document.
    fn document(&self) -> Document<'_> {
        Document::new(self.text.as_str())
    }

    /// What this document says that the one kept in its place says differently or not at all.
    fn differing(&self, other: &Self) -> Vec<Differing> {
        let found = unless_it_panics(|| self.compare(other));
        let mut differing = Vec::new();
        for change in &found.changes {
            differing.push(Differing {
                gone: change.left.slice(&self.text).to_owned(),
                kept: change.right.slice(&other.text).to_owned(),
            });
        }
        for span in found.left.others.iter().chain(&found.left.left_out) {
            differing.push(Differing {
                gone: span.slice(&self.text).trim().to_owned(),
                kept: String::new(),
            });
        }
        differing.truncate(Decision::MAX_DIFFERING);
        differing
    }

    /// About how much memory it takes, in bytes.
    fn size(&self) -> usize {
        self.text.len()
            + (self.shingles.len() + self.cut.len()) * size_of::<u64>()
            + 4 * size_of::<Self>()
    }

    /// The version, the cut spans behind their number, and then the text.
    fn packed(&self) -> Vec<u8> {
        let len = VERSION_BYTES + u32::BYTES + self.cut.len() * Span::BYTES + self.text.len();
        let mut out = Vec::with_capacity(len);
        for part in version_parts(self.version) {
            part.put(&mut out);
        }
        (self.cut.len() as u32).put(&mut out);
        for span in &self.cut {
            span.put(&mut out);
        }
        out.extend_from_slice(self.text.as_bytes());
        out
    }

    /// A sample from the bytes of [`Self::packed`].
    fn unpacked(mut bytes: Vec<u8>, shingle: usize) -> Result<Self> {
        let Some((version, cut, head)) = unpacked_head(&bytes) else {
            return Err(Error::temporary_changed());
        };
        let text = text_of(bytes.split_off(head))?;
        Ok(Self::new(text, cut, version, shingle))
    }
}

/// The verdict on two documents about which nothing is known: both are kept.
const UNRELATED: Verdict = Verdict {
    relation: Relation::OwnNews,
    may_drop: MayDrop::Neither,
};

/// A version as rows hold it: each part, and whether it is known.
const VERSION_BYTES: usize = 6 * u64::BYTES;

fn version_parts(version: Version) -> [u64; 6] {
    let (publisher, address, date) = (version.publisher, version.address, version.date);
    [
        u64::from(publisher.is_some()),
        publisher.unwrap_or_default(),
        u64::from(address.is_some()),
        address.unwrap_or_default(),
        u64::from(date.is_some()),
        date.unwrap_or_default().cast_unsigned(),
    ]
}

/// The version with these parts; `None` if no version has them.
fn version_of(parts: [u64; 6]) -> Option<Version> {
    let [
        has_publisher,
        publisher,
        has_address,
        address,
        has_date,
        date,
    ] = parts;
    let version = Version {
        publisher: (has_publisher != 0).then_some(publisher),
        address: (has_address != 0).then_some(address),
        date: (has_date != 0).then_some(date.cast_signed()),
    };
    // Bytes that no version is packed into were changed on the disk.
    (version_parts(version) == parts).then_some(version)
}

/// Version and cut spans of a packed sample, and how many bytes there are before its text.
fn unpacked_head(bytes: &[u8]) -> Option<(Version, Spans, usize)> {
    let (mut head, rest) = bytes.split_at_checked(VERSION_BYTES)?;
    let version = version_of(std::array::from_fn(|_| Fixed::take(&mut head)))?;
    let (cut, len) = unpacked_spans(rest)?;
    Some((version, cut, VERSION_BYTES + len))
}

/// The spans in front of a packed text, and how many bytes they take.
fn unpacked_spans(bytes: &[u8]) -> Option<(Spans, usize)> {
    let (mut head, mut rest) = bytes.split_at_checked(u32::BYTES)?;
    let count = u32::take(&mut head) as usize;
    let len = u32::BYTES + count.checked_mul(Span::BYTES)?;
    if bytes.len() < len {
        return None;
    }
    let mut spans = Vec::with_capacity(count);
    for _ in 0..count {
        let (start, end): (u32, u32) = Fixed::take(&mut rest);
        // Checked first, because `Span::new` panics if the end is before the start.
        if start > end {
            return None;
        }
        spans.push(Span::new(start as usize, end as usize));
    }
    Some((Spans::new(spans)?, len))
}

/// A sample, seen as its shingles.
pub(super) struct Shingles(Arc<Sample>);

impl Deref for Shingles {
    type Target = ShingleSet;

    fn deref(&self) -> &ShingleSet {
        &self.0.shingles
    }
}

/// Where a sample is.
enum Held {
    Here(Arc<Sample>),
    BlobStore(BlobRef),
}

/// The samples of the documents that may match.
pub(super) struct Samples {
    shingle: usize,
    corrections: CorrectionsPolicy,
    held: AHashMap<Rank, Held>,
    /// Bytes of samples that may still be held.
    room: usize,
    /// The samples that are not held.
    blobs: BlobStore,
    fetched: Mutex<Fetched>,
    /// Stands for a document that has no sample.
    empty: Arc<Sample>,
}

/// Samples that were fetched a while ago, and those fetched since. When these are too many they
/// become the old ones.
#[derive(Default)]
struct Fetched {
    new: AHashMap<Rank, Arc<Sample>>,
    old: AHashMap<Rank, Arc<Sample>>,
    bytes: usize,
    limit: usize,
}

impl Samples {
    pub(super) fn new(context: &RunContext<'_>) -> Self {
        let shingle = context.config.shingle;
        let fetched = Fetched {
            // Half for each of the two generations.
            limit: context.budget.share(SAMPLES_FETCHED) / 2,
            ..Fetched::default()
        };
        Self {
            shingle,
            corrections: context.config.policy.corrections,
            held: AHashMap::new(),
            room: context.budget.share(SAMPLES_HELD),
            // No memory: what there is for samples is used by those that are held.
            blobs: BlobStore::new(&context.budget, 0),
            fetched: Mutex::new(fetched),
            empty: Arc::new(Sample::new(
                String::new(),
                Spans::default(),
                Version::default(),
                shingle,
            )),
        }
    }

    /// Adds samples of the kept text of these documents.
    ///
    /// # Errors
    /// If the dump cannot be read, or has changed.
    pub(super) fn load_candidates(
        &mut self,
        context: &RunContext<'_>,
        survey: &Survey,
        examined: &AnalysisTables,
        ranks: &[Rank],
    ) -> Result<()> {
        if ranks.is_empty() {
            return Ok(());
        }
        let mut wanted = vec![false; survey.len()];
        for &rank in ranks {
            wanted[survey.at_rank(rank).index()] = true;
        }
        context.again_for(
            survey,
            "compare",
            |document| wanted[document.index()],
            |batch, record, document| sample_of(context, survey, examined, batch, record, document),
            // A document on which copydesk fails is compared with nothing, and is kept.
            |found| match found.unwrap_or(Ok(None))? {
                Some((rank, sample)) => self.add(rank, sample),
                None => Ok(()),
            },
        )
    }

    /// Holds a sample, or puts it into the blob store if there is no more room.
    fn add(&mut self, rank: Rank, sample: Sample) -> Result<()> {
        // Whether a sample is held or fetched changes only how long it takes to get it.
        let held = match self.room.checked_sub(sample.size()) {
            Some(room) => {
                self.room = room;
                Held::Here(Arc::new(sample))
            }
            None => Held::BlobStore(self.blobs.put(&sample.packed())?),
        };
        self.held.insert(rank, held);
        Ok(())
    }

    /// What a dropped document says that the one kept in its place says differently or not at all.
    pub(super) fn differing(&self, gone: Rank, kept: Rank) -> Result<Vec<Differing>> {
        Ok(self.get(gone)?.differing(&*self.get(kept)?))
    }

    pub(super) fn has(&self, rank: Rank) -> bool {
        self.held.contains_key(&rank)
    }

    /// The sample of a document; an empty one if copydesk failed on it.
    fn get(&self, rank: Rank) -> Result<Arc<Sample>> {
        match self.held.get(&rank) {
            Some(Held::Here(sample)) => Ok(Arc::clone(sample)),
            Some(&Held::BlobStore(place)) => self.fetch(rank, place),
            None => Ok(Arc::clone(&self.empty)),
        }
    }

    fn fetched(&self) -> MutexGuard<'_, Fetched> {
        self.fetched.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A sample from the blob store, unless it was fetched lately.
    fn fetch(&self, rank: Rank, place: BlobRef) -> Result<Arc<Sample>> {
        if let Some(sample) = self.fetched().get(rank) {
            return Ok(sample);
        }
        // Without the lock, so that other threads can fetch theirs at the same time. Two may fetch
        // the same one, which does no harm.
        let sample = Sample::unpacked(self.blobs.get(place)?, self.shingle)?;
        Ok(self.fetched().keep(rank, Arc::new(sample)))
    }
}

/// The sample of a document, and its rank; `None` if the record cannot be read.
fn sample_of(
    context: &RunContext<'_>,
    survey: &Survey,
    examined: &AnalysisTables,
    batch: &Batch,
    record: &RawRecord,
    document: DocId,
) -> Result<Option<(Rank, Sample)>> {
    let Ok(article) = context.parse(batch, record) else {
        return Ok(None);
    };
    let cut = examined.findings.cut_of(document)?;
    let version = Version::of(&Origin {
        url: article.url.as_deref(),
        source: article.source.as_deref(),
        date: article.date.as_deref(),
        file: context.inputs.files()[record.file].name(),
    });
    let text = article.text.into_owned();
    let sample = Sample::new(text, cut, version, context.config.shingle);
    Ok(Some((survey.rank_of(document), sample)))
}

impl Candidates for Samples {
    type Error = Error;
    type Shingles = Shingles;

    fn shingles(&self, document: Rank) -> Result<Shingles> {
        self.get(document).map(Shingles)
    }

    fn relate(&self, left: Rank, right: Rank) -> Result<Verdict> {
        let (left, right) = (self.get(left)?, self.get(right)?);
        Ok(left.relate(&right, self.corrections))
    }

    fn is_told_by(&self, document: Rank, others: &[Rank]) -> Result<bool> {
        let mut samples = Vec::with_capacity(others.len());
        for &other in others {
            samples.push(self.get(other)?);
        }
        let document = self.get(document)?;
        Ok(unless_it_panics(|| document.is_told_by(&samples)))
    }
}

impl Fetched {
    fn get(&mut self, rank: Rank) -> Option<Arc<Sample>> {
        if let Some(sample) = self.new.get(&rank) {
            return Some(Arc::clone(sample));
        }
        let sample = self.old.remove(&rank)?;
        Some(self.keep(rank, sample))
    }

    /// Keeps a sample that was fetched; from the old generation it moves to the new.
    fn keep(&mut self, rank: Rank, sample: Arc<Sample>) -> Arc<Sample> {
        self.bytes += sample.size();
        // The old generation is dropped as a whole. What was used lately has moved to the new one.
        if self.bytes > self.limit {
            self.old = std::mem::take(&mut self.new);
            self.bytes = sample.size();
        }
        self.new.insert(rank, Arc::clone(&sample));
        sample
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_sample_put_aside_is_the_same(text in "([а-я]{1,5}|[a-z]{1,9}|[.\n ]){0,60}", picks in proptest::collection::vec(any::<bool>(), 40)) {
            let segments = copydesk_text::segments(&text);
            let cut = segments.iter().zip(picks).filter(|(_, pick)| *pick).map(|(s, _)| s.content());
            let cut = Spans::union(cut);
            let version = Version { publisher: Some(7), address: None, date: Some(-1) };
            let sample = Sample::new(text, cut, version, 5);
            let again = Sample::unpacked(sample.packed(), 5).expect("as it was packed");
            prop_assert_eq!((&again.text, &again.cut), (&sample.text, &sample.cut));
            prop_assert_eq!((&again.shingles, again.version), (&sample.shingles, sample.version));
        }

        #[test]
        fn what_is_no_sample_is_refused(bytes in proptest::collection::vec(0u8..2, 0..90)) {
            if let Ok(sample) = Sample::unpacked(bytes.clone(), 5) {
                prop_assert_eq!(sample.packed(), bytes);
            }
        }
    }
}
