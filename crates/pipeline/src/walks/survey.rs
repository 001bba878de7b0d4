//! The first walk: who is there, and which segments recur.

use super::Walk;
use super::guard::guarded;
use super::twice::Twice;
use crate::config::{OnBadRecord, Prefer};
use crate::error::{Error, ErrorKind, Result};
use crate::page::Page;
use crate::preference::{Order, Preference};
use crate::record::{Article, Batch, RawRecord};
use crate::site::{has_site, site_of};
use crate::spill::{Fixed, Sorted, Sorter};
use ahash::AHashMap;
use copydesk_boilerplate::{RecurrenceTable, Sighting, Weights};
use copydesk_clean::FurniturePolicy;
use copydesk_text::{hash64, hash128};
use serde::{Deserialize, Serialize};
use std::cell::LazyCell;

/// What is remembered of every record, in input order.
#[derive(Serialize, Deserialize)]
pub(crate) struct Document {
    pub file: usize,
    pub number: u64,
    /// Fingerprint of the record, by which later walks know it again.
    pub digest: u64,
    pub id: Option<Box<str>>,
    pub site: u32,
    /// Place in the order of preference: 0 is the copy one would most like to keep.
    pub rank: u32,
    /// Why it cannot be read, if so.
    pub rejected: Option<Box<str>>,
}

/// What the survey leaves behind.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Survey {
    pub documents: Vec<Document>,
    /// Documents by rank.
    pub by_rank: Vec<u32>,
    pub recurrence: RecurrenceTable,
    /// Paragraphs that stand in two or more documents, and a few more.
    pub shared: Twice,
    pub sites: Vec<String>,
    /// Documents with neither address nor source: the file or folder is taken for their site.
    pub without_site: u64,
}

impl Survey {
    /// Number of the first document of each file.
    pub(crate) fn first_of_file(&self) -> Vec<usize> {
        let files = self.documents.last().map_or(0, |d| d.file + 1);
        (0..files).map(|file| self.documents.partition_point(|d| d.file < file)).collect()
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

/// Shares of the tables that are held during the survey, in hundredths.
const SIGHTINGS: u64 = 60;
const SHAPES: u64 = 10;
const SHARES: u64 = 25;

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
    let mut survey = Survey { shared: Twice::for_bytes(walk.inputs.bytes(), walk.means.share(4)), ..Survey::default() };
    let mut site_numbers: AHashMap<String, u32> = AHashMap::new();
    let mut orders = Vec::new();
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
        let mut document =
            Document { file: record.file, number: record.number, digest, id: None, site: 0, rank: 0, rejected: None };
        match found {
            Ok(mut seen) => {
                let next = site_numbers.len() as u32;
                document.site = *site_numbers.entry(seen.site).or_insert(next);
                document.id = seen.id.map(String::into_boxed_str);
                survey.without_site += u64::from(!seen.is_placed);
                let is_long = |s: &&Sighting| usize::from(s.words) >= walk.config.paragraph_words;
                seen.segments.iter().filter(is_long).for_each(|s| survey.shared.see(s.key));
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
                orders.push((order, number));
            }
            Err(reason) => document.rejected = Some(refuse(walk, record, reason)?.into()),
        }
        survey.documents.push(document);
        Ok(())
    })?;
    survey.shared.finish();
    survey.sites = by_number(site_numbers);
    walk.step("count", || {
        rank(&mut survey, orders);
        survey.recurrence = count(walk, &survey, &sightings.finish()?, &shapes.finish()?)?;
        Ok(survey)
    })
}

/// A record that cannot be read stops the run if the user wants that.
pub(crate) fn refuse(walk: &Walk<'_>, record: &RawRecord, reason: String) -> Result<String> {
    if walk.config.on_bad_record == OnBadRecord::Fail {
        let name = &walk.inputs.files[record.file].name;
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
    let site = site_of(article.url.as_deref(), article.source.as_deref(), &walk.inputs.files[record.file].name);
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

fn rank(survey: &mut Survey, mut orders: Vec<(Order, u32)>) {
    // The order ends in the content, so only records that are equal byte for byte are told apart by where they stand.
    orders.sort();
    survey.by_rank = orders.into_iter().map(|(_, number)| number).collect();
    for (rank, &number) in survey.by_rank.iter().enumerate() {
        survey.documents[number as usize].rank = rank as u32;
    }
}

/// Counts in how many stories each segment stands. In a group of sightings documents are known by their ranks.
fn count(walk: &Walk<'_>, survey: &Survey, sightings: &Sorted<Row>, shapes: &Sorted<Row>) -> Result<RecurrenceTable> {
    let same = |a: &Row, b: &Row| a.0.is_of_same_segment(&b.0);
    let mut group = Vec::new();
    let mut ranked = |rows: &[Row], see: &mut dyn FnMut(&[Sighting]) -> Result<()>| {
        group.clear();
        group.extend(rows.iter().map(|row| Sighting { document: survey.documents[row.0.document as usize].rank, ..row.0 }));
        group.sort_unstable();
        see(&group)
    };
    let mut weights = Weights::new(survey.documents.len());
    let mut shared = Sorter::new(&walk.means, walk.means.share(SHARES));
    sightings.for_each_group(same, |rows| {
        ranked(rows, &mut |group| {
            let mut outcome = Ok(());
            weights.add(group, |a, b, weight| {
                if outcome.is_ok() {
                    outcome = shared.push((a, b, weight));
                }
            });
            outcome
        })
    })?;
    let mut stories = weights.into_stories();
    shared.finish()?.for_each_group(
        |a, b| (a.0, a.1) == (b.0, b.1),
        |pair| {
            stories.join(pair[0].0, pair[0].1, pair.iter().map(|share| share.2).sum());
            Ok(())
        },
    )?;
    let sites: Vec<u32> = survey.by_rank.iter().map(|&number| survey.documents[number as usize].site).collect();
    let mut table = RecurrenceTable::of(stories, &sites);
    let recurs = |rows: &[Row]| rows.len() > 1;
    let mut count = |rows: &[Row], is_shape: bool| {
        if !recurs(rows) {
            return Ok(());
        }
        ranked(rows, &mut |group| {
            if is_shape {
                table.count_shape(group);
            } else {
                table.count_segment(group);
            };
            Ok(())
        })
    };
    sightings.for_each_group(same, |rows| count(rows, false))?;
    shapes.for_each_group(same, |rows| count(rows, true))?;
    Ok(table.finish())
}
