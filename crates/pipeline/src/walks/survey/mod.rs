//! The first walk: who is there, and which segments recur.

mod count;
mod ids;
mod ranks;

use super::Walk;
use super::guard::guarded;
use super::twice::{SeenTwice, Twice};
use crate::config::{OnBadRecord, Prefer};
use crate::memory::{PARAGRAPHS, SHAPES, SIGHTINGS};
use crate::page::Page;
use crate::preference::{Order, Preference};
use crate::site::{has_site, site_of};
use ahash::AHashMap;
use copydesk_boilerplate::{RecurrenceTable, Sighting};
use copydesk_clean::FurniturePolicy;
use copydesk_formats::{Article, Batch, RawRecord};
use copydesk_store::{Error, ErrorKind, Fixed, Means, Note, Result, Sorter, write_down};
use copydesk_text::{hash64, hash128};
use count::count;
use ids::Ids;
use ranks::Ranks;
use serde::{Deserialize, Serialize};
use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::io::{self, Read, Write};

/// What is remembered of every record, in input order.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Document {
    /// Fingerprint of the record, by which later walks know it again.
    pub digest: u64,
    pub site: u32,
    /// Place in the order of preference: 0 is the copy one would most like to keep.
    pub rank: u32,
}

/// What the survey leaves behind.
pub(crate) struct Survey {
    pub documents: Vec<Document>,
    /// Number of the first document of each file.
    first_of_file: Vec<usize>,
    ids: Ids,
    /// Why a document cannot be read, by its number.
    pub rejected: BTreeMap<u32, Box<str>>,
    /// Documents by rank.
    pub by_rank: Vec<u32>,
    pub recurrence: RecurrenceTable,
    /// Paragraphs that stand in two or more documents, and a few more.
    pub shared: SeenTwice,
    pub sites: Vec<String>,
    /// Documents with neither address nor source: the file or folder is taken for their site.
    pub without_site: u64,
}

impl Survey {
    fn new(walk: &Walk<'_>) -> Self {
        Self {
            documents: Vec::new(),
            first_of_file: Vec::new(),
            ids: Ids::new(&walk.means),
            rejected: BTreeMap::new(),
            by_rank: Vec::new(),
            recurrence: RecurrenceTable::default(),
            shared: SeenTwice::default(),
            sites: Vec::new(),
            without_site: 0,
        }
    }

    /// The number that a record has if its file is still what it was.
    pub(crate) fn number_in(&self, record: &RawRecord) -> usize {
        self.first_of_file.get(record.file).map_or(usize::MAX, |first| first.saturating_add(record.number as usize))
    }

    /// File of a document, and its number there. Of a number behind the last, the last file.
    pub(crate) fn place_of(&self, number: usize) -> (usize, u64) {
        let file = self.first_of_file.partition_point(|&first| first <= number).saturating_sub(1);
        (file, (number - self.first_of_file.get(file).copied().unwrap_or(number)) as u64)
    }

    /// The id of a document, if it has one.
    ///
    /// # Errors
    /// If it was put aside and cannot be fetched.
    pub(crate) fn id_of(&self, number: usize) -> Result<Option<String>> {
        self.ids.get(number)
    }
}

impl Note for Survey {
    fn write_down(&self, to: &mut dyn Write) -> io::Result<()> {
        let Self { documents, first_of_file, ids, rejected, by_rank, recurrence, shared, sites, without_site } = self;
        write_down(&(documents, first_of_file, rejected, by_rank, recurrence, shared, sites, without_site), to)?;
        ids.write_down(to)
    }

    fn read_back(from: &mut dyn Read, means: &Means) -> io::Result<Self> {
        let (documents, first_of_file, rejected, by_rank, recurrence, shared, sites, without_site) = Note::read_back(from, means)?;
        let ids = Ids::read_back(from, means)?;
        Ok(Self { documents, first_of_file, ids, rejected, by_rank, recurrence, shared, sites, without_site })
    }
}

/// What one record yields.
struct Surveyed {
    id: Option<String>,
    site: String,
    is_placed: bool,
    order: Order,
    segments: Vec<Sighting>,
    shapes: Vec<Sighting>,
}

/// A sighting as a row of a table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row(Sighting);

impl Fixed for Row {
    const BYTES: usize = <(u32, u128, u32, u16, u16, u8)>::BYTES;

    fn put(self, to: &mut Vec<u8>) {
        let Sighting { site, key, document, words, times, at_edge } = self.0;
        (site, key, document, words, times, u8::from(at_edge)).put(to);
    }

    fn take(from: &mut &[u8]) -> Self {
        let (site, key, document, words, times, at_edge) = Fixed::take(from);
        let at_edge: u8 = at_edge;
        Self(Sighting { site, key, document, words, times, at_edge: at_edge != 0 })
    }
}

/// Segments this near the head or foot of a page stand at its edge; the foot takes up at most a third of the page.
const HEAD: usize = 2;
const FOOT: usize = 6;

/// Walks the dump once and counts.
pub(crate) fn survey(walk: &Walk<'_>) -> Result<Survey> {
    let mut survey = Survey::new(walk);
    let mut paragraphs = Twice::for_bytes(walk.inputs.bytes(), walk.means.share(PARAGRAPHS));
    let mut site_numbers: AHashMap<String, u32> = AHashMap::new();
    let mut ranks = Ranks::new(&walk.means);
    let mut sightings = Sorter::new(&walk.means, walk.means.share(SIGHTINGS));
    let mut shapes = Sorter::new(&walk.means, walk.means.share(SHAPES));
    let preference = Preference::new(&walk.config.prefer);
    let each = |batch: &Batch, record: &RawRecord| {
        let look = || walk.parse(batch, record).map(|article| look(walk, &preference, batch, record, &article));
        let digest = || hash64(&batch.bytes[record.body.clone()]);
        (!record.is_tail()).then(|| (digest(), guarded(walk, "survey", record, look).and_then(|seen| seen)))
    };
    walk.run("survey", each, |_, record, found| {
        let Some((digest, found)) = found else { return Ok(()) };
        let number = survey.documents.len() as u32;
        survey.first_of_file.resize(record.file + 1, number as usize);
        let mut document = Document { digest, site: 0, rank: 0 };
        match found {
            Ok(mut seen) => {
                let next = site_numbers.len() as u32;
                document.site = *site_numbers.entry(seen.site).or_insert(next);
                survey.without_site += u64::from(!seen.is_placed);
                let is_long = |s: &&Sighting| usize::from(s.words) >= walk.config.paragraph_words;
                seen.segments.iter().filter(is_long).for_each(|s| paragraphs.see(s.key));
                if walk.config.policy.furniture == FurniturePolicy::Keep {
                    seen.segments.clear();
                }
                let placed = |s: Sighting| Row(Sighting { site: document.site, document: number, ..s });
                sightings.extend(seen.segments.into_iter().map(placed))?;
                shapes.extend(seen.shapes.into_iter().map(placed))?;
                let mut order = seen.order;
                if walk.config.prefer == Prefer::First {
                    order.choice = u64::from(number);
                }
                ranks.push(&order, seen.id.as_deref(), number)?;
                survey.ids.push(seen.id.as_deref())?;
            }
            Err(reason) => {
                survey.rejected.insert(number, refuse(walk, record, reason)?.into());
                survey.ids.push(None)?;
            }
        }
        survey.documents.push(document);
        Ok(())
    })?;
    survey.shared = paragraphs.finish();
    survey.sites = by_number(site_numbers);
    walk.step("count", || {
        survey.by_rank = ranks.finish(&survey.ids)?;
        for (rank, &number) in survey.by_rank.iter().enumerate() {
            survey.documents[number as usize].rank = rank as u32;
        }
        survey.recurrence = count(walk, &survey, &sightings.finish()?, &shapes.finish()?)?;
        Ok(survey)
    })
}

/// A record that cannot be read stops the run if the user wants that.
pub(crate) fn refuse(walk: &Walk<'_>, record: &RawRecord, reason: String) -> Result<String> {
    if walk.config.on_bad_record == OnBadRecord::Fail {
        let name = walk.inputs.files()[record.file].name();
        let message = format!("{name}: record {} at byte {}: {reason}", record.number, record.offset);
        return Err(Error::new(ErrorKind::Input, message));
    }
    Ok(reason)
}

fn by_number(numbers: AHashMap<String, u32>) -> Vec<String> {
    let mut sites: Vec<_> = numbers.into_iter().collect();
    sites.sort_by_key(|&(_, number)| number);
    sites.into_iter().map(|(site, _)| site).collect()
}

fn look(walk: &Walk<'_>, preference: &Preference<'_>, batch: &Batch, record: &RawRecord, article: &Article<'_>) -> Surveyed {
    // Who is after near-duplicates alone need not know a single segment.
    let page = LazyCell::new(|| Page::new(&article.text));
    let site = site_of(article.url.as_deref(), article.source.as_deref(), walk.inputs.files()[record.file].name());
    let order = preference.order(article, &site, || &*page, hash128(&batch.bytes[record.body.clone()]));
    let is_placed = has_site(article.url.as_deref(), article.source.as_deref());
    let policy = walk.config.policy;
    let segments = if policy.asks_for_segments() { sightings(&page, |i| Some(page.key(i))) } else { Vec::new() };
    let asks_for_shapes = policy.furniture != FurniturePolicy::Keep;
    let shapes = if asks_for_shapes { sightings(&page, |i| page.shape_key(i)) } else { Vec::new() };
    Surveyed { id: article.id.clone(), site, is_placed, order, segments, shapes }
}

/// The distinct segments of a page, known by the keys that `key` gives.
fn sightings(page: &Page<'_>, key: impl Fn(usize) -> Option<u128>) -> Vec<Sighting> {
    let count = page.segments.len();
    let foot = FOOT.min(count / 3);
    let at_edge = |i: usize| i < HEAD || i + foot >= count;
    let mut seen: Vec<Sighting> = (0..count)
        .filter(|&i| !page.segments[i].content().is_empty())
        .filter_map(|i| {
            let words = page.effective_len(i).min(usize::from(u16::MAX)) as u16;
            Some(Sighting { site: 0, key: key(i)?, document: 0, words, times: 1, at_edge: at_edge(i) })
        })
        .collect();
    seen.sort_unstable();
    seen.dedup_by(|next, first| {
        let is_same = next.key == first.key;
        if is_same {
            first.times = first.times.saturating_add(1);
            first.at_edge |= next.at_edge;
        }
        is_same
    });
    seen
}
