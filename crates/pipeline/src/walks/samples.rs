//! What the documents that may match are compared by, fetched in a walk that looks at no others.

use super::examination::Examination;
use super::guard::unless_it_panics;
use super::survey::Survey;
use super::walk::Walk;
use crate::memory::{SAMPLES_FETCHED, SAMPLES_HELD};
use ahash::AHashMap;
use copydesk_formats::{Batch, RawRecord};
use copydesk_neardup::{Candidates, Comparison, Numbers, ShingleSet};
use copydesk_store::{Aside, Fixed, Place, text_of};
use copydesk_store::{Error, Result};
use copydesk_text::{DocId, Document, Rank, Span, Spans};
use std::cell::RefCell;
use std::ops::Deref;
use std::sync::Arc;

/// What a document is compared by.
pub(crate) struct Sample {
    shingles: ShingleSet,
    numbers: Numbers,
    text: String,
    cut: Spans,
}

impl Sample {
    fn new(text: String, cut: Spans, shingle: usize) -> Self {
        let document = Document::new(text);
        let kept = document.without(&cut);
        let (shingles, numbers) = (
            ShingleSet::new(kept.words(), shingle),
            Numbers::of(kept.words()),
        );
        Self {
            shingles,
            numbers,
            text: document.into_text().into_owned(),
            cut,
        }
    }

    /// What this document (left) and another tell differently, if they do not contradict each other.
    fn compare(&self, other: &Self) -> Option<Comparison> {
        if self.numbers.contradicts(&other.numbers) {
            return None;
        }
        unless_it_panics(|| Some(self.compare_words(other))).filter(|found| !found.is_contradiction)
    }

    /// The words are read anew each time: only pairs above the threshold are asked for them.
    fn compare_words(&self, other: &Self) -> Comparison {
        let (left, right) = (
            Document::new(self.text.as_str()),
            Document::new(other.text.as_str()),
        );
        Comparison::of(&left.without(&self.cut), &right.without(&other.cut))
    }

    /// About how much memory it takes, in bytes.
    fn size(&self) -> usize {
        self.text.len()
            + (self.shingles.len() + self.cut.len()) * size_of::<u64>()
            + 4 * size_of::<Self>()
    }

    /// The cut spans, behind their number, and then the text.
    fn packed(&self) -> Vec<u8> {
        let mut out =
            Vec::with_capacity(u32::BYTES + self.cut.len() * Span::BYTES + self.text.len());
        (self.cut.len() as u32).put(&mut out);
        self.cut.iter().for_each(|span| span.put(&mut out));
        out.extend_from_slice(self.text.as_bytes());
        out
    }

    fn unpacked(mut bytes: Vec<u8>, shingle: usize) -> Result<Self> {
        let (cut, len) = unpacked_spans(&bytes)
            .ok_or_else(|| Error::record("the temporary file was changed by another program"))?;
        Ok(Self::new(text_of(bytes.split_off(len))?, cut, shingle))
    }
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
    Aside(Place),
}

/// The samples of the documents that may match.
pub(super) struct Samples {
    shingle: usize,
    held: AHashMap<Rank, Held>,
    /// Bytes of samples that may still be held.
    room: usize,
    aside: Aside,
    fetched: RefCell<Fetched>,
    /// Stands for a document that has no sample.
    empty: Arc<Sample>,
}

/// Samples that were fetched a while ago, and those fetched since. When these are too many they become the old ones.
#[derive(Default)]
struct Fetched {
    new: AHashMap<Rank, Arc<Sample>>,
    old: AHashMap<Rank, Arc<Sample>>,
    bytes: usize,
    limit: usize,
}

impl Samples {
    pub(super) fn new(walk: &Walk<'_>) -> Self {
        let shingle = walk.config.shingle;
        let fetched = Fetched {
            limit: walk.means.share(SAMPLES_FETCHED) / 2,
            ..Fetched::default()
        };
        Self {
            shingle,
            held: AHashMap::new(),
            room: walk.means.share(SAMPLES_HELD),
            aside: Aside::new(&walk.means, 0),
            fetched: RefCell::new(fetched),
            empty: Arc::new(Sample::new(String::new(), Spans::default(), shingle)),
        }
    }

    /// Adds samples of the kept text of these documents.
    pub(super) fn gather(
        &mut self,
        walk: &Walk<'_>,
        survey: &Survey,
        examined: &Examination,
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
            Ok(Some((
                survey.rank_of(document),
                Sample::new(article.text.into_owned(), cut, walk.config.shingle),
            )))
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
            None => Held::Aside(self.aside.put(&sample.packed())?),
        };
        self.held.insert(rank, held);
        Ok(())
    }

    pub(super) fn has(&self, rank: Rank) -> bool {
        self.held.contains_key(&rank)
    }

    fn get(&self, rank: Rank) -> Result<Arc<Sample>> {
        match self.held.get(&rank) {
            Some(Held::Here(sample)) => Ok(Arc::clone(sample)),
            Some(&Held::Aside(place)) => self.fetch(rank, place),
            None => Ok(Arc::clone(&self.empty)),
        }
    }

    fn fetch(&self, rank: Rank, place: Place) -> Result<Arc<Sample>> {
        let mut fetched = self.fetched.borrow_mut();
        if let Some(sample) = fetched.get(rank) {
            return Ok(sample);
        }
        let sample = Sample::unpacked(self.aside.get(place)?, self.shingle)?;
        Ok(fetched.keep(rank, Arc::new(sample)))
    }
}

impl Candidates for Samples {
    type Error = Error;
    type Shingles = Shingles;

    fn shingles(&self, document: Rank) -> Result<Shingles> {
        self.get(document).map(Shingles)
    }

    fn compare(&self, left: Rank, right: Rank) -> Result<Option<Comparison>> {
        Ok(self.get(left)?.compare(&*self.get(right)?))
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
            let sample = Sample::new(text, cut, 5);
            let again = Sample::unpacked(sample.packed(), 5).expect("as it was packed");
            prop_assert_eq!((&again.text, &again.cut), (&sample.text, &sample.cut));
            prop_assert_eq!((&again.shingles, &again.numbers), (&sample.shingles, &sample.numbers));
        }

        #[test]
        fn what_is_no_sample_is_refused(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            if let Ok(sample) = Sample::unpacked(bytes.clone(), 5) {
                prop_assert_eq!(sample.packed(), bytes);
            }
        }
    }
}
