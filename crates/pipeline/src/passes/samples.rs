//! The documents that may match, in the form in which they are compared. They are read in a pass
//! that skips all other documents.
//!
//! A [`Sample`] is the text of a document with the spans that are cut from it, its shingles and its
//! [`Version`]. Samples are held in memory until the memory for them is used up; the others are in
//! a blob store. Samples that were fetched from the blob store are cached in two generations. This
//! is nearly as good as an LRU cache, but simpler.

use super::examination::AnalysisTables;
use super::guard::unless_it_panics;
use super::run_context::RunContext;
use super::survey::Survey;
use crate::memory::{SAMPLES_FETCHED, SAMPLES_HELD};
use ahash::AHashMap;
use copydesk_clean::{CorrectionsPolicy, Decision, Differing, Version};
use copydesk_formats::{Batch, RawRecord};
use copydesk_neardup::{
    Candidates, Comparison, MayDrop, Relation, ShingleSet, Story, Verdict, VersionOrder,
};
use copydesk_store::{BlobRef, BlobStore, Fixed, text_of};
use copydesk_store::{Error, Result};
use copydesk_text::{DocId, Document, Rank, Span, Spans};
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A document that may match others.
pub(crate) struct Sample {
    /// The shingles (hashed runs of words) of the kept text.
    shingles: ShingleSet,
    /// Publisher, address and date, which say whether one document is a later version of another.
    version: Version,
    /// The whole text.
    text: String,
    /// The spans that are cut from the text, as furniture or repeats.
    cut: Spans,
}

impl Sample {
    fn new(text: String, cut: Spans, version: Version, shingle_width: usize) -> Self {
        let document = Document::new(text);
        let shingles = ShingleSet::new(document.without(&cut).words(), shingle_width);
        Self {
            shingles,
            version,
            // Words take several times the memory of the text, so they are not kept.
            text: document.into_text().into_owned(),
            cut,
        }
    }

    /// How this document (left) and another (right) relate, and which of them may be dropped.
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

    /// Compares the kept texts of the two documents sentence by sentence. Both are split into words
    /// again each time, because their words are not kept.
    fn compare(&self, other: &Self) -> Comparison {
        let (left_whole, right_whole) = (self.document(), other.document());
        let left = left_whole.without(&self.cut);
        let right = right_whole.without(&other.cut);
        Comparison::of(&Story::of(&left), &Story::of(&right))
    }

    /// Whether the other documents together tell all that this one tells.
    fn is_told_by(&self, others: &[Arc<Self>]) -> bool {
        let mut whole_texts = Vec::with_capacity(others.len());
        for other in others {
            whole_texts.push(other.document());
        }
        let mut kept_texts = Vec::with_capacity(others.len());
        for (document, other) in whole_texts.iter().zip(others) {
            kept_texts.push(document.without(&other.cut));
        }
        let stories: Vec<Story<'_>> = kept_texts.iter().map(Story::of).collect();
        Story::of(&self.document().without(&self.cut)).is_told_by(&stories)
    }

    /// The whole document.
    fn document(&self) -> Document<'_> {
        Document::new(self.text.as_str())
    }

    /// What this document says that the one kept in its place says differently or not at all.
    fn differing(&self, kept: &Self) -> Vec<Differing> {
        let comparison = unless_it_panics(|| self.compare(kept));
        let mut differing = Vec::new();
        for change in &comparison.changes {
            differing.push(Differing {
                gone: change.left.slice(&self.text).to_owned(),
                kept: change.right.slice(&kept.text).to_owned(),
            });
        }
        let only_here = &comparison.left;
        // `others` are whole lines that the kept document lacks. `left_out` are facts that it lacks
        // in sentences which it has.
        for span in only_here.others.iter().chain(&only_here.left_out) {
            differing.push(Differing {
                gone: span.slice(&self.text).trim().to_owned(),
                kept: String::new(),
            });
        }
        differing.truncate(Decision::MAX_DIFFERING);
        differing
    }

    /// About how many bytes of memory the sample takes, with its entries in tables.
    fn size(&self) -> usize {
        // A shingle is a hash of eight bytes, and a span has two offsets of four bytes.
        self.text.len()
            + (self.shingles.len() + self.cut.len()) * size_of::<u64>()
            + 4 * size_of::<Self>()
    }

    /// The sample as bytes: the version, the number of cut spans, the spans, and the text. The
    /// shingles are left out, because they can be computed again.
    fn packed(&self) -> Vec<u8> {
        let len = VERSION_BYTES + u32::BYTES + self.cut.len() * Span::BYTES + self.text.len();
        let mut out = Vec::with_capacity(len);
        for number in version_numbers(self.version) {
            number.put(&mut out);
        }
        (self.cut.len() as u32).put(&mut out);
        for span in &self.cut {
            span.put(&mut out);
        }
        out.extend_from_slice(self.text.as_bytes());
        out
    }

    /// The sample that [`Self::packed`] made these bytes of.
    ///
    /// # Errors
    /// If the bytes are no sample, because another program changed the temporary file.
    fn unpacked(mut bytes: Vec<u8>, shingle_width: usize) -> Result<Self> {
        let Some((version, cut, text_start)) = unpacked_head(&bytes) else {
            return Err(Error::temporary_changed());
        };
        let text = text_of(bytes.split_off(text_start))?;
        Ok(Self::new(text, cut, version, shingle_width))
    }
}

/// The verdict on two documents that could not be compared: both are kept.
const UNRELATED: Verdict = Verdict {
    relation: Relation::OwnNews,
    may_drop: MayDrop::Neither,
};

/// Length of a packed version in bytes.
const VERSION_BYTES: usize = 6 * u64::BYTES;

/// A version as numbers: for each of its three fields, 1 if it is known, and its value.
fn version_numbers(version: Version) -> [u64; 6] {
    let Version {
        publisher,
        address,
        date,
    } = version;
    [
        u64::from(publisher.is_some()),
        publisher.unwrap_or_default(),
        u64::from(address.is_some()),
        address.unwrap_or_default(),
        u64::from(date.is_some()),
        date.unwrap_or_default().cast_unsigned(),
    ]
}

/// The version with these [numbers](version_numbers). `None` if no version has them.
fn version_of(numbers: [u64; 6]) -> Option<Version> {
    let [
        has_publisher,
        publisher,
        has_address,
        address,
        has_date,
        date,
    ] = numbers;
    let version = Version {
        publisher: (has_publisher != 0).then_some(publisher),
        address: (has_address != 0).then_some(address),
        date: (has_date != 0).then_some(date.cast_signed()),
    };
    // Other numbers, such as 2 for "known", were not written by `version_numbers`.
    (version_numbers(version) == numbers).then_some(version)
}

/// The version and the cut spans of a packed sample, and the position of its text in the bytes.
/// `None` if the bytes are no sample.
fn unpacked_head(bytes: &[u8]) -> Option<(Version, Spans, usize)> {
    let (mut head, rest) = bytes.split_at_checked(VERSION_BYTES)?;
    let version = version_of(std::array::from_fn(|_| Fixed::take(&mut head)))?;
    let (cut, len) = unpacked_spans(rest)?;
    Some((version, cut, VERSION_BYTES + len))
}

/// The spans at the beginning of these bytes, after their number, and how many bytes both take.
/// `None` if there are no such spans.
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

/// The shingles of a sample, borrowed by keeping the sample alive.
pub(super) struct Shingles(Arc<Sample>);

impl Deref for Shingles {
    type Target = ShingleSet;

    fn deref(&self) -> &ShingleSet {
        &self.0.shingles
    }
}

/// Where a sample is.
enum StoredSample {
    InMemory(Arc<Sample>),
    InBlobStore(BlobRef),
}

/// The samples of the documents that may match.
pub(super) struct Samples {
    /// Number of words in a shingle.
    shingle_width: usize,
    /// Whether a corrected version of a story replaces the earlier one.
    corrections: CorrectionsPolicy,
    samples: AHashMap<Rank, StoredSample>,
    /// How many more bytes of samples may be held in memory.
    memory_left: usize,
    /// The samples for which there is no memory.
    blobs: BlobStore,
    cache: Mutex<SampleCache>,
    /// Stands for a document that has no sample.
    empty: Arc<Sample>,
}

/// Samples that were fetched from the blob store, in two generations. When the recent ones are too
/// many, the older ones are forgotten, and the recent ones become the older.
#[derive(Default)]
struct SampleCache {
    recent: AHashMap<Rank, Arc<Sample>>,
    older: AHashMap<Rank, Arc<Sample>>,
    /// Bytes of the recent samples.
    bytes: usize,
    /// The most bytes that a generation may have.
    limit: usize,
}

impl Samples {
    pub(super) fn new(context: &RunContext<'_>) -> Self {
        let shingle_width = context.config.shingle;
        let cache = SampleCache {
            // Half for each of the two generations.
            limit: context.budget.share(SAMPLES_FETCHED) / 2,
            ..SampleCache::default()
        };
        Self {
            shingle_width,
            corrections: context.config.policy.corrections,
            samples: AHashMap::new(),
            memory_left: context.budget.share(SAMPLES_HELD),
            // 0 bytes of memory: all memory for samples is used by those that are not packed.
            blobs: BlobStore::new(&context.budget, 0),
            cache: Mutex::new(cache),
            empty: Arc::new(Sample::new(
                String::new(),
                Spans::default(),
                Version::default(),
                shingle_width,
            )),
        }
    }

    /// Reads the documents with these ranks, and adds samples of them.
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
        context.reread_some(
            survey,
            "compare",
            |document| wanted[document.index()],
            |batch, record, document| sample_of(context, survey, examined, batch, record, document),
            // A document on which copydesk fails is compared with nothing, and is kept.
            |result| match result.unwrap_or(Ok(None))? {
                Some((rank, sample)) => self.add(rank, sample),
                None => Ok(()),
            },
        )
    }

    /// Adds a sample: in memory, or in the blob store if there is no memory left.
    fn add(&mut self, rank: Rank, sample: Sample) -> Result<()> {
        // Where a sample is stored affects the time of the run, but not its result.
        let stored = match self.memory_left.checked_sub(sample.size()) {
            Some(memory_left) => {
                self.memory_left = memory_left;
                StoredSample::InMemory(Arc::new(sample))
            }
            None => StoredSample::InBlobStore(self.blobs.put(&sample.packed())?),
        };
        self.samples.insert(rank, stored);
        Ok(())
    }

    /// What a dropped document says that the one kept in its place says differently or not at all.
    pub(super) fn differing(&self, dropped: Rank, kept: Rank) -> Result<Vec<Differing>> {
        Ok(self.get(dropped)?.differing(&*self.get(kept)?))
    }

    /// Whether there is a sample of this document.
    pub(super) fn has(&self, rank: Rank) -> bool {
        self.samples.contains_key(&rank)
    }

    /// The sample of a document; an empty one if the document has none.
    fn get(&self, rank: Rank) -> Result<Arc<Sample>> {
        match self.samples.get(&rank) {
            Some(StoredSample::InMemory(sample)) => Ok(Arc::clone(sample)),
            Some(&StoredSample::InBlobStore(blob)) => self.fetch(rank, blob),
            None => Ok(Arc::clone(&self.empty)),
        }
    }

    fn cache(&self) -> MutexGuard<'_, SampleCache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A sample from the cache, otherwise from the blob store.
    fn fetch(&self, rank: Rank, blob: BlobRef) -> Result<Arc<Sample>> {
        if let Some(sample) = self.cache().get(rank) {
            return Ok(sample);
        }
        // The cache is not locked here, so that other threads can fetch samples at the same time.
        // Two of them may fetch the same sample, which does no harm.
        let sample = Sample::unpacked(self.blobs.get(blob)?, self.shingle_width)?;
        Ok(self.cache().insert(rank, Arc::new(sample)))
    }
}

/// Makes the sample of a document, and returns its rank with it. `None` if the record cannot be
/// read.
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
    let version = Version::of(&context.origin(record, &article));
    let text = article.text.into_owned();
    let sample = Sample::new(text, cut, version, context.config.shingle);
    Ok(Some((survey.rank_of(document), sample)))
}

// How `copydesk_neardup` fetches and compares the documents that it clusters.
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

impl SampleCache {
    /// A cached sample. If it is one of the older ones, it becomes a recent one.
    fn get(&mut self, rank: Rank) -> Option<Arc<Sample>> {
        if let Some(sample) = self.recent.get(&rank) {
            return Some(Arc::clone(sample));
        }
        let sample = self.older.remove(&rank)?;
        Some(self.insert(rank, sample))
    }

    /// Adds a sample to the recent ones, and returns it.
    fn insert(&mut self, rank: Rank, sample: Arc<Sample>) -> Arc<Sample> {
        self.bytes += sample.size();
        // With this sample the recent ones are too many, so it begins a new generation.
        if self.bytes > self.limit {
            self.older = std::mem::take(&mut self.recent);
            self.bytes = sample.size();
        }
        self.recent.insert(rank, Arc::clone(&sample));
        sample
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_unpacked_sample_equals_the_one_that_was_packed(text in "([а-я]{1,5}|[a-z]{1,9}|[.\n ]){0,60}", picks in proptest::collection::vec(any::<bool>(), 40)) {
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
        fn bytes_that_are_not_refused_are_a_packed_sample(bytes in proptest::collection::vec(0u8..2, 0..90)) {
            if let Ok(sample) = Sample::unpacked(bytes.clone(), 5) {
                prop_assert_eq!(sample.packed(), bytes);
            }
        }
    }
}
