//! What the documents that may match are compared by, fetched in a walk that looks at no others.

use super::examination::AnalysisTables;
use super::guard::unless_it_panics;
use super::run_context::RunContext;
use super::survey::Survey;
use crate::memory::{SAMPLES_FETCHED, SAMPLES_HELD};
use ahash::AHashMap;
use copydesk_clean::{CorrectionsPolicy, Decision, Differing, Origin, Version};
use copydesk_formats::{Batch, RawRecord};
use copydesk_neardup::{
    Candidates, Comparison, Goes, Relation, ShingleSet, Story, Verdict, VersionOrder,
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
            text: document.into_text().into_owned(),
            cut,
        }
    }

    /// How this document (left) and another relate. The words are read anew each time: only pairs
    /// that may match are asked for them.
    fn relate(&self, other: &Self, corrections: CorrectionsPolicy) -> Verdict {
        let order = match corrections {
            CorrectionsPolicy::Supersede => self.version.order(&other.version),
            CorrectionsPolicy::Keep => VersionOrder::Unknown,
        };
        let verdict = unless_it_panics(|| Some(self.compare(other).verdict(order)));
        verdict.unwrap_or(UNRELATED)
    }

    fn compare(&self, other: &Self) -> Comparison {
        let (left, right) = (
            Document::new(self.text.as_str()),
            Document::new(other.text.as_str()),
        );
        let (left, right) = (left.without(&self.cut), right.without(&other.cut));
        Comparison::of(&Story::of(&left), &Story::of(&right))
    }

    /// Whether other documents between them tell all that this one tells.
    fn is_told_by(&self, others: &[Arc<Self>]) -> bool {
        let whole = others
            .iter()
            .map(|other| Document::new(other.text.as_str()));
        let whole: Vec<Document<'_>> = whole.collect();
        let kept = whole.iter().zip(others);
        let kept: Vec<Document<'_>> = kept
            .map(|(document, other)| document.without(&other.cut))
            .collect();
        let others: Vec<Story<'_>> = kept.iter().map(Story::of).collect();
        let document = Document::new(self.text.as_str());
        Story::of(&document.without(&self.cut)).is_told_by(&others)
    }

    /// What this document says that another, for which it goes, says otherwise or not at all.
    fn differing(&self, other: &Self) -> Vec<Differing> {
        let found = unless_it_panics(|| self.compare(other));
        let changed = found.changes.iter().map(|change| Differing {
            gone: change.left.slice(&self.text).to_owned(),
            kept: change.right.slice(&other.text).to_owned(),
        });
        let own = found.left.others.iter().chain(&found.left.left_out);
        let own = own.map(|span| Differing {
            gone: span.slice(&self.text).trim().to_owned(),
            kept: String::new(),
        });
        changed.chain(own).take(Decision::MAX_DIFFERING).collect()
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
        self.cut.iter().for_each(|span| span.put(&mut out));
        out.extend_from_slice(self.text.as_bytes());
        out
    }

    fn unpacked(mut bytes: Vec<u8>, shingle: usize) -> Result<Self> {
        let changed = || Error::record("the temporary file was changed by another program");
        let (mut head, rest) = bytes.split_at_checked(VERSION_BYTES).ok_or_else(changed)?;
        let parts = std::array::from_fn(|_| Fixed::take(&mut head));
        let version = version_of(parts).ok_or_else(changed)?;
        let (cut, len) = unpacked_spans(rest).ok_or_else(changed)?;
        let text = text_of(bytes.split_off(VERSION_BYTES + len))?;
        Ok(Self::new(text, cut, version, shingle))
    }
}

/// Of two documents of which nothing is known, both stay.
const UNRELATED: Verdict = Verdict {
    relation: Relation::OwnNews,
    goes: Goes::Neither,
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
    (version_parts(version) == parts).then_some(version)
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
        spans.push((start <= end).then(|| Span::new(start as usize, end as usize))?);
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
    aside: BlobStore,
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
    pub(super) fn new(walk: &RunContext<'_>) -> Self {
        let shingle = walk.config.shingle;
        let fetched = Fetched {
            limit: walk.means.share(SAMPLES_FETCHED) / 2,
            ..Fetched::default()
        };
        Self {
            shingle,
            corrections: walk.config.policy.corrections,
            held: AHashMap::new(),
            room: walk.means.share(SAMPLES_HELD),
            aside: BlobStore::new(&walk.means, 0),
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
    pub(super) fn gather(
        &mut self,
        walk: &RunContext<'_>,
        survey: &Survey,
        examined: &AnalysisTables,
        ranks: &[Rank],
    ) -> Result<()> {
        if ranks.is_empty() {
            return Ok(());
        }
        let mut wanted = vec![false; survey.len()];
        ranks
            .iter()
            .for_each(|&rank| wanted[survey.at_rank(rank).index()] = true);
        let each = |batch: &Batch,
                    record: &RawRecord,
                    document: DocId|
         -> Result<Option<(Rank, Sample)>> {
            let Ok(article) = walk.parse(batch, record) else {
                return Ok(None);
            };
            let cut = examined.findings.cut_of(document)?;
            let version = Version::of(&Origin {
                url: article.url.as_deref(),
                source: article.source.as_deref(),
                date: article.date.as_deref(),
                file: walk.inputs.files()[record.file].name(),
            });
            let text = article.text.into_owned();
            let sample = Sample::new(text, cut, version, walk.config.shingle);
            Ok(Some((survey.rank_of(document), sample)))
        };
        walk.again_for(
            survey,
            "compare",
            |document| wanted[document.index()],
            each,
            // One that copydesk fails on is compared with nothing, and stays.
            |found| match found.unwrap_or(Ok(None))? {
                Some((rank, sample)) => self.add(rank, sample),
                None => Ok(()),
            },
        )
    }

    fn add(&mut self, rank: Rank, sample: Sample) -> Result<()> {
        let held = match self.room.checked_sub(sample.size()) {
            Some(room) => {
                self.room = room;
                Held::Here(Arc::new(sample))
            }
            None => Held::BlobStore(self.aside.put(&sample.packed())?),
        };
        self.held.insert(rank, held);
        Ok(())
    }

    /// What a document says that the one for which it goes says otherwise or not at all.
    pub(super) fn differing(&self, gone: Rank, kept: Rank) -> Result<Vec<Differing>> {
        Ok(self.get(gone)?.differing(&*self.get(kept)?))
    }

    pub(super) fn has(&self, rank: Rank) -> bool {
        self.held.contains_key(&rank)
    }

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

    fn fetch(&self, rank: Rank, place: BlobRef) -> Result<Arc<Sample>> {
        if let Some(sample) = self.fetched().get(rank) {
            return Ok(sample);
        }
        // Not under the lock: other threads fetch theirs meanwhile.
        let sample = Sample::unpacked(self.aside.get(place)?, self.shingle)?;
        Ok(self.fetched().keep(rank, Arc::new(sample)))
    }
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
        let others = others.iter().map(|&other| self.get(other));
        let others = others.collect::<Result<Vec<Arc<Sample>>>>()?;
        let document = self.get(document)?;
        Ok(unless_it_panics(|| document.is_told_by(&others)))
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

    fn keep(&mut self, rank: Rank, sample: Arc<Sample>) -> Arc<Sample> {
        self.bytes += sample.size();
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
