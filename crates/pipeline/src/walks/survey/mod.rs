//! The first walk: who is there, and which segments recur.

mod count;
mod ids;
mod known;
mod ranks;
mod sightings;

pub(crate) use known::Survey;

use super::guard::guarded;
use super::recurring::{RecurringLines, SiteSize};
use super::twice::Twice;
use super::walk::Walk;
use crate::config::Config;
use crate::memory::{PARAGRAPHS, SIGHTINGS, TEMPLATES};
use ahash::AHashMap;
use copydesk_boilerplate::{PARAGRAPH_WORDS, RecurrenceTable};
use copydesk_clean::{FurniturePolicy, Order, Prefer, Preference, names_of_site};
use copydesk_formats::{Article, Batch, RawRecord};
use copydesk_store::Result;
use copydesk_store::{Means, Sorter};
use copydesk_text::{DocId, Document, Rank, SiteId, hash64, hash128};
use count::{Ranked, count};
use ids::Ids;
use known::{Known, Surveyed};
use ranks::Ranks;
use sightings::{Row, Seen, distinct};
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

/// Walks the dump once and counts.
pub(crate) fn survey(walk: &Walk<'_>) -> Result<Survey> {
    let preference = Preference::new(&walk.config.prefer).with_rules(walk.config.rules.book());
    let mut intake = Intake::new(walk);
    let each = |batch: &Batch, record: &RawRecord| {
        if record.is_tail() {
            return None;
        }
        let digest = hash64(&batch.bytes[record.body.clone()]);
        let look = || {
            walk.parse(batch, record)
                .map(|article| look(walk, &preference, batch, record, &article))
        };
        Some((
            digest,
            guarded(walk, "survey", record, look).and_then(|seen| seen),
        ))
    };
    walk.look("survey", each, |_, record, found| match found {
        Some((digest, Ok(seen))) => intake.take(record, digest, seen),
        Some((digest, Err(reason))) => intake.reject(record, digest, walk.refuse(record, reason)?),
        None => Ok(()),
    })?;
    walk.step("count", || intake.finish(walk))
}

/// What one record yields.
struct Looked {
    id: Option<String>,
    site: String,
    names_site: bool,
    order: Order,
    segments: Vec<Seen>,
    templates: Vec<Seen>,
}

fn look(
    walk: &Walk<'_>,
    preference: &Preference<'_>,
    batch: &Batch,
    record: &RawRecord,
    article: &Article<'_>,
) -> Looked {
    // Who is after near-duplicates alone need not know a single segment.
    let document = LazyCell::new(|| Document::new(&*article.text));
    let origin = walk.origin(record, article);
    let site = origin.site();
    let content = hash128(&batch.bytes[record.body.clone()]);
    let order = preference.order(&origin, &site, &article.text, || &*document, content);
    let policy = walk.config.policy;
    let mut segments = Vec::new();
    if policy.asks_for_segments() {
        segments = distinct(&document, |segment| Some(document.key(segment)));
    }
    let mut templates = Vec::new();
    if policy.furniture != FurniturePolicy::Keep {
        templates = distinct(&document, |segment| document.template_key(segment));
    }
    Looked {
        id: article.id.clone(),
        names_site: origin.names_site(),
        site,
        order,
        segments,
        templates,
    }
}

/// Takes in what the records yield, in input order.
struct Intake<'w> {
    config: &'w Config,
    documents: Vec<Surveyed>,
    first_of_file: Vec<DocId>,
    ids: Ids,
    rejected: BTreeMap<DocId, Box<str>>,
    sites: AHashMap<String, SiteId>,
    without_site: u64,
    preferred: BTreeSet<u64>,
    ranks: Ranks,
    segments: Sorter<Row>,
    templates: Sorter<Row>,
    shared: Twice,
}

impl<'w> Intake<'w> {
    fn new(walk: &Walk<'w>) -> Self {
        let means: &Means = &walk.means;
        Self {
            config: walk.config,
            documents: Vec::new(),
            first_of_file: Vec::new(),
            ids: Ids::new(means),
            rejected: BTreeMap::new(),
            sites: AHashMap::new(),
            without_site: 0,
            preferred: BTreeSet::new(),
            ranks: Ranks::new(means),
            segments: Sorter::new(means, means.share(SIGHTINGS)),
            templates: Sorter::new(means, means.share(TEMPLATES)),
            shared: Twice::for_bytes(walk.inputs.bytes(), means.share(PARAGRAPHS)),
        }
    }

    /// Adds a document that is known by its digest so far.
    fn push(&mut self, record: &RawRecord, digest: u64, site: SiteId) -> DocId {
        let document = DocId::of_index(self.documents.len());
        self.first_of_file.resize(record.file + 1, document);
        self.documents.push(Surveyed {
            digest,
            site,
            rank: Rank::default(),
        });
        document
    }

    fn reject(&mut self, record: &RawRecord, digest: u64, reason: String) -> Result<()> {
        let document = self.push(record, digest, SiteId::default());
        self.rejected.insert(document, reason.into());
        self.ids.push(None)
    }

    fn take(&mut self, record: &RawRecord, digest: u64, seen: Looked) -> Result<()> {
        let next = SiteId::of_index(self.sites.len());
        let site = *self.sites.entry(seen.site).or_insert(next);
        let document = self.push(record, digest, site);
        self.without_site += u64::from(!seen.names_site);
        let least_words = self.config.paragraph_words.min(PARAGRAPH_WORDS);
        for segment in &seen.segments {
            if usize::from(segment.words) >= least_words {
                self.shared.see(segment.key.bits());
            }
        }
        let in_document = |segment: Seen| segment.in_document(document, site);
        if self.config.policy.furniture != FurniturePolicy::Keep {
            self.segments
                .extend(seen.segments.into_iter().map(in_document))?;
        }
        self.templates
            .extend(seen.templates.into_iter().map(in_document))?;
        let mut order = seen.order;
        if matches!(self.config.prefer, Prefer::Source(_)) {
            self.preferred.insert(order.choice);
        }
        if self.config.prefer == Prefer::First {
            order.choice = u64::from(document.number());
        }
        self.ranks.push(&order, seen.id.as_deref(), document)?;
        self.ids.push(seen.id.as_deref())
    }

    /// Ranks the documents, and counts in how many stories their segments stand.
    fn finish(self, walk: &Walk<'_>) -> Result<Survey> {
        let Self {
            mut documents,
            first_of_file,
            ids,
            rejected,
            shared,
            ..
        } = self;
        let by_rank = self.ranks.finish(&ids)?;
        for (place, document) in by_rank.iter().enumerate() {
            documents[document.index()].rank = Rank::of_index(place);
        }
        let rank_of: Vec<Rank> = documents.iter().map(|document| document.rank).collect();
        let sites: Vec<SiteId> = by_rank
            .iter()
            .map(|document| documents[document.index()].site)
            .collect();
        let ranked = Ranked {
            rank_of: &rank_of,
            sites: &sites,
        };
        let recurrence: RecurrenceTable = count(
            walk,
            &ranked,
            &self.segments.finish()?,
            &self.templates.finish()?,
        )?;
        let unmet_sites = unmet_sites(walk, &self.sites);
        let number_of_sites = self.sites.len() as u64;
        let sizes = sizes_of_sites(self.sites, &documents, &rejected);
        let known = Known {
            recurring: RecurringLines::choose(sizes, &recurrence),
            documents,
            first_of_file,
            rejected,
            by_rank,
            recurrence,
            shared: shared.finish(),
            sites: number_of_sites,
            without_site: self.without_site,
            preferred: self.preferred,
            unmet_sites,
        };
        Ok(Survey { known, ids })
    }
}

/// The sites of which the rules list lines, without those that documents are from.
fn unmet_sites(walk: &Walk<'_>, sites: &AHashMap<String, SiteId>) -> Vec<String> {
    let is_met = |name: &str| {
        let mut names = names_of_site(name).into_iter();
        names.any(|name| sites.contains_key(&name))
    };
    let listed = walk.config.rules.book().sites().iter();
    let names = listed.map(|lines| lines.name().to_owned());
    names.filter(|name| !is_met(name)).collect()
}

/// How many documents that can be read each site has.
fn sizes_of_sites(
    sites: AHashMap<String, SiteId>,
    documents: &[Surveyed],
    rejected: &BTreeMap<DocId, Box<str>>,
) -> Vec<SiteSize> {
    let mut counts = vec![0_u64; sites.len()];
    for (number, document) in documents.iter().enumerate() {
        if !rejected.contains_key(&DocId::of_index(number)) {
            counts[document.site.index()] += 1;
        }
    }
    let size = |(name, id): (String, SiteId)| SiteSize {
        documents: counts[id.index()],
        id,
        name,
    };
    sites.into_iter().map(size).collect()
}
