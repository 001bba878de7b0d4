//! A walk that touches only the documents that may match: it brings what they are compared by.

use super::guard::unless_it_panics;
use super::{Examination, Survey, Walk};
use crate::memory::{SAMPLES_FETCHED, SAMPLES_HELD};
use crate::page::Page;
use ahash::AHashMap;
use copydesk_formats::{Batch, RawRecord};
use copydesk_neardup::{Comparison, Numbers, ShingleSet, Side};
use copydesk_store::{Aside, Error, Place, Result, text_of};
use copydesk_text::{Span, Word};
use std::cell::{Cell, RefCell};
use std::ops::Deref;
use std::sync::Arc;

/// What a document is compared by.
pub(crate) struct Sample {
    shingles: ShingleSet,
    numbers: Numbers,
    text: String,
    cut: Vec<Span>,
}

impl Sample {
    fn new(text: String, cut: Vec<Span>, shingle: usize) -> Self {
        let words = Page::new(&text).words_outside(&cut);
        Self { shingles: ShingleSet::new(&words, shingle), numbers: Numbers::of(&words), text, cut }
    }

    /// What this document (left) and another tell differently, if they do not contradict each other.
    fn compare(&self, other: &Self) -> Option<Comparison> {
        if self.numbers.contradicts(&other.numbers) {
            return None;
        }
        let (here, there) = (self.kept_words(), other.kept_words());
        let compare = || Comparison::of(Side { text: &self.text, words: &here }, Side { text: &other.text, words: &there });
        unless_it_panics(|| Some(compare())).filter(|found| !found.is_contradiction)
    }

    /// Cut anew each time: only pairs above the threshold are asked for them.
    fn kept_words(&self) -> Vec<Word> {
        Page::new(&self.text).words_outside(&self.cut)
    }

    /// About how much memory it takes, in bytes.
    fn size(&self) -> usize {
        self.text.len() + (self.shingles.len() + self.cut.len()) * size_of::<u64>() + 4 * size_of::<Self>()
    }

    /// The cut spans, behind their number, and then the text.
    fn packed(&self) -> Vec<u8> {
        let ends = |span: &Span| [span.start() as u32, span.end() as u32];
        let numbers = std::iter::once(self.cut.len() as u32).chain(self.cut.iter().flat_map(ends));
        numbers.flat_map(u32::to_le_bytes).chain(self.text.bytes()).collect()
    }

    fn unpacked(mut bytes: Vec<u8>, shingle: usize) -> Result<Self> {
        let changed = || Error::record("the temporary file was changed by another program");
        let number = |at: usize| {
            let bytes: Option<[u8; 4]> = bytes.get(4 * at..4 * at + 4).and_then(|four| four.try_into().ok());
            bytes.map(|four| u32::from_le_bytes(four) as usize).ok_or_else(changed)
        };
        let spans = number(0)?;
        let span = |i: usize| Ok((number(2 * i + 1)?, number(2 * i + 2)?));
        let ends = (0..spans).map(span).collect::<Result<Vec<(usize, usize)>>>()?;
        let text = bytes.split_off(4 * (2 * spans + 1));
        let cut = ends.into_iter().map(|(start, end)| Span::new(start, end)).collect();
        Ok(Self::new(text_of(text)?, cut, shingle))
    }
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

/// What the documents that may match are compared by, by rank.
pub(super) struct Samples {
    shingle: usize,
    held: AHashMap<u32, Held>,
    /// Bytes of samples that may still be held.
    room: usize,
    aside: Aside,
    fetched: RefCell<Fetched>,
    empty: Arc<Sample>,
    /// Why a sample could not be fetched.
    failure: Cell<Option<Error>>,
}

/// Samples that were fetched a while ago, and those fetched since. When these are too many they become the old ones.
#[derive(Default)]
struct Fetched {
    new: AHashMap<u32, Arc<Sample>>,
    old: AHashMap<u32, Arc<Sample>>,
    bytes: usize,
    limit: usize,
}

impl Samples {
    pub(super) fn new(walk: &Walk<'_>) -> Self {
        let shingle = walk.config.shingle;
        let fetched = Fetched { limit: walk.means.share(SAMPLES_FETCHED) / 2, ..Fetched::default() };
        Self {
            shingle,
            held: AHashMap::new(),
            room: walk.means.share(SAMPLES_HELD),
            aside: Aside::new(&walk.means, 0),
            fetched: RefCell::new(fetched),
            empty: Arc::new(Sample::new(String::new(), Vec::new(), shingle)),
            failure: Cell::new(None),
        }
    }

    /// Adds samples of the kept text of the documents with these ranks.
    pub(super) fn gather(&mut self, walk: &Walk<'_>, survey: &Survey, examined: &Examination, ranks: &[u32]) -> Result<()> {
        if ranks.is_empty() {
            return Ok(());
        }
        let mut wanted = vec![false; survey.documents.len()];
        ranks.iter().for_each(|&rank| wanted[survey.by_rank[rank as usize] as usize] = true);
        let each = |batch: &Batch, record: &RawRecord, number: usize| -> Result<Option<(u32, Sample)>> {
            let Ok(article) = walk.parse(batch, record) else { return Ok(None) };
            let cut = examined.edits.spans(number as u32)?;
            Ok(Some((survey.documents[number].rank, Sample::new(article.text.into_owned(), cut, walk.config.shingle))))
        };
        walk.again_for(
            survey,
            "compare",
            |number| wanted.get(number).is_some_and(|&wanted| wanted),
            each,
            |found| {
                // One that copydesk fails on is compared with nothing, and stays.
                let Some((rank, sample)) = found.unwrap_or(Ok(None))? else { return Ok(()) };
                let held = match self.room.checked_sub(sample.size()) {
                    Some(room) => {
                        self.room = room;
                        Held::Here(Arc::new(sample))
                    }
                    None => Held::Aside(self.aside.put(&sample.packed())?),
                };
                self.held.insert(rank, held);
                Ok(())
            },
        )
    }

    pub(super) fn has(&self, rank: u32) -> bool {
        self.held.contains_key(&rank)
    }

    pub(super) fn shingles(&self, rank: u32) -> Shingles {
        Shingles(self.get(rank))
    }

    /// What two documents tell differently, if they do not contradict each other.
    pub(super) fn compare(&self, left: u32, right: u32) -> Option<Comparison> {
        self.get(left).compare(&self.get(right))
    }

    fn get(&self, rank: u32) -> Arc<Sample> {
        match self.held.get(&rank) {
            Some(Held::Here(sample)) => Arc::clone(sample),
            Some(&Held::Aside(place)) => self.fetch(rank, place),
            None => Arc::clone(&self.empty),
        }
    }

    fn fetch(&self, rank: u32, place: Place) -> Arc<Sample> {
        let mut fetched = self.fetched.borrow_mut();
        if let Some(sample) = fetched.get(rank) {
            return sample;
        }
        match self.aside.get(place).and_then(|bytes| Sample::unpacked(bytes, self.shingle)) {
            Ok(sample) => fetched.keep(rank, Arc::new(sample)),
            Err(error) => {
                self.failure.set(Some(error));
                Arc::clone(&self.empty)
            }
        }
    }

    /// An error, if one of the samples that were asked for could not be fetched: nothing that was found with it holds.
    pub(super) fn check(&self) -> Result<()> {
        self.failure.take().map_or(Ok(()), Err)
    }
}

impl Fetched {
    fn get(&mut self, rank: u32) -> Option<Arc<Sample>> {
        if let Some(sample) = self.new.get(&rank) {
            return Some(Arc::clone(sample));
        }
        let sample = self.old.remove(&rank)?;
        Some(self.keep(rank, sample))
    }

    fn keep(&mut self, rank: u32, sample: Arc<Sample>) -> Arc<Sample> {
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
            let cut: Vec<Span> = segments.iter().zip(picks).filter(|(_, pick)| *pick).map(|(s, _)| s.content()).collect();
            let sample = Sample::new(text, cut, 5);
            let again = Sample::unpacked(sample.packed(), 5).expect("as it was packed");
            prop_assert_eq!((&again.text, &again.cut), (&sample.text, &sample.cut));
            prop_assert_eq!((&again.shingles, &again.numbers), (&sample.shingles, &sample.numbers));
        }
    }
}
