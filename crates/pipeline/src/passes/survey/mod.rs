//! The first pass: which documents there are, and which segments recur.
//!
//! All threads read records and add the segments that they find to tables, in any order
//! ([`SeenByAll`]). Numbers of documents, ids and preferences depend on the order of the input, so
//! they are collected one record after the other ([`Intake`]). When both are complete, the
//! documents are ranked and the segments counted. The result does not depend on the order of the
//! threads.

mod count;
mod ids;
mod known;
mod occurrences;
mod ranks;

pub(crate) use known::Survey;

use super::guard::guarded;
use super::recurring::{RecurringLines, SiteSize};
use super::run_context::RunContext;
use super::twice::SeenTwiceBuilder;
use crate::config::Config;
use crate::memory::{PARAGRAPHS, SIGHTINGS, TEMPLATES};
use ahash::AHashMap;
use copydesk_boilerplate::{PARAGRAPH_WORDS, RecurrenceTable};
use copydesk_clean::{FurniturePolicy, Order, Prefer, Preference, names_of_site};
use copydesk_formats::{Article, Batch, RawRecord};
use copydesk_store::Result;
use copydesk_store::{ExternalSorter, MemoryBudget};
use copydesk_text::{DocId, Document, Rank, SiteId, hash64, hash128};
use count::{Ranked, count};
use ids::Ids;
use known::Surveyed;
use occurrences::{Arrival, OccurrenceRow, Seen, distinct};
use ranks::Ranks;
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Makes the first pass: reads the dump once and counts its segments.
pub(crate) fn survey(context: &RunContext<'_>) -> Result<Survey> {
    let preference =
        Preference::new(&context.config.prefer).with_rules(context.config.rules.book());
    let seen = SeenByAll::new(context);
    let mut intake = Intake::new(context);
    let each = |batch: &Batch, record: &RawRecord| {
        if record.is_tail() {
            return Ok(None);
        }
        // Later passes recognise the record by this hash, so they notice if the input was changed.
        let digest = hash64(&batch.bytes[record.body.clone()]);
        let looked = guarded(context, "survey", record, || {
            let article = context.parse(batch, record)?;
            Ok(look(context, &preference, batch, record, &article))
        });
        let known = match looked.flatten() {
            Ok(looked) => Ok(seen.add(looked)?),
            Err(reason) => Err(reason),
        };
        Ok(Some((digest, known)))
    };
    context.look("survey", each, |_, record, found: Result<_>| match found? {
        Some((digest, Ok(known))) => intake.take(record, digest, &known),
        Some((digest, Err(reason))) => {
            intake.reject(record, digest, context.refuse(record, reason)?)
        }
        None => Ok(()),
    })?;
    context.step("count", || intake.finish(context, seen))
}

/// The findings of one record.
struct Looked {
    id: Option<String>,
    site: String,
    names_site: bool,
    order: Order,
    segments: Vec<Seen>,
    templates: Vec<Seen>,
}

/// The findings of one record that [`Intake`] takes, in input order.
struct Known {
    id: Option<String>,
    site: SiteId,
    names_site: bool,
    order: Order,
    arrival: Arrival,
}

/// The tables of all threads. Records are added in the order in which the threads finish them.
struct SeenByAll<'w> {
    config: &'w Config,
    arrivals: AtomicUsize,
    sites: Mutex<AHashMap<String, SiteId>>,
    segments: ExternalSorter<OccurrenceRow>,
    templates: ExternalSorter<OccurrenceRow>,
    /// Which long paragraphs are in several documents.
    shared: SeenTwiceBuilder,
}

impl<'w> SeenByAll<'w> {
    fn new(context: &RunContext<'w>) -> Self {
        let budget: &MemoryBudget = &context.budget;
        Self {
            config: context.config,
            arrivals: AtomicUsize::new(0),
            sites: Mutex::default(),
            segments: ExternalSorter::spread(budget, budget.share(SIGHTINGS)),
            templates: ExternalSorter::spread(budget, budget.share(TEMPLATES)),
            shared: SeenTwiceBuilder::for_bytes(context.inputs.bytes(), budget.share(PARAGRAPHS)),
        }
    }

    /// The number of a site. Sites are numbered in the order in which they are first seen. No
    /// output depends on the numbers.
    fn site(&self, name: String) -> SiteId {
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        let next = SiteId::of_index(sites.len());
        *sites.entry(name).or_insert(next)
    }

    /// Puts the findings of a record into the tables, and returns those that must be taken in input
    /// order.
    fn add(&self, looked: Looked) -> Result<Known> {
        // Documents are numbered by arrival, because their ranks are known only when all documents
        // have been read. Relaxed, because the numbers only have to be distinct.
        let arrival = Arrival::of_index(self.arrivals.fetch_add(1, Ordering::Relaxed));
        let site = self.site(looked.site);
        // The bitmaps are for paragraphs. Short lines recur everywhere and would fill the bitmaps.
        // Text of the site may be shorter than `--paragraph-words`, but not than `PARAGRAPH_WORDS`.
        let least_words = self.config.paragraph_words.min(PARAGRAPH_WORDS);
        for segment in &looked.segments {
            if usize::from(segment.words) >= least_words {
                self.shared.see(segment.key.bits());
            }
        }
        if self.config.policy.furniture != FurniturePolicy::Keep {
            self.segments.extend(rows(looked.segments, arrival, site))?;
        }
        self.templates
            .extend(rows(looked.templates, arrival, site))?;
        Ok(Known {
            id: looked.id,
            site,
            names_site: looked.names_site,
            order: looked.order,
            arrival,
        })
    }
}

/// The segments of a document as rows of a table.
fn rows(seen: Vec<Seen>, arrival: Arrival, site: SiteId) -> impl Iterator<Item = OccurrenceRow> {
    seen.into_iter()
        .map(move |seen| seen.in_document(arrival, site))
}

/// Finds the facts that decide the rank of a record, and its segments.
fn look(
    context: &RunContext<'_>,
    preference: &Preference<'_>,
    batch: &Batch,
    record: &RawRecord,
    article: &Article<'_>,
) -> Looked {
    // The document is made only if it is needed: a run that looks only for duplicate documents does
    // not need the segments.
    let document = LazyCell::new(|| Document::new(&*article.text));
    let origin = context.origin(record, article);
    let site = origin.site();
    let content = hash128(&batch.bytes[record.body.clone()]);
    let order = preference.order(&origin, &site, &article.text, || &*document, content);
    let policy = context.config.policy;
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

/// Collects the findings of the records, in input order.
struct Intake<'w> {
    config: &'w Config,
    documents: Vec<Surveyed>,
    /// The arrival of each document. `None` if the document could not be read.
    arrivals: Vec<Option<Arrival>>,
    first_of_file: Vec<DocId>,
    ids: Ids,
    rejected: BTreeMap<DocId, Box<str>>,
    without_site: u64,
    preferred: BTreeSet<u64>,
    ranks: Ranks,
}

impl<'w> Intake<'w> {
    fn new(context: &RunContext<'w>) -> Self {
        let budget: &MemoryBudget = &context.budget;
        Self {
            config: context.config,
            documents: Vec::new(),
            arrivals: Vec::new(),
            first_of_file: Vec::new(),
            ids: Ids::new(budget),
            rejected: BTreeMap::new(),
            without_site: 0,
            preferred: BTreeSet::new(),
            ranks: Ranks::new(budget),
        }
    }

    /// Adds a document. Its rank is not known yet.
    fn push(
        &mut self,
        record: &RawRecord,
        digest: u64,
        site: SiteId,
        arrival: Option<Arrival>,
    ) -> DocId {
        let document = DocId::of_index(self.documents.len());
        // Files without a record begin at the same document as the next file.
        self.first_of_file.resize(record.file + 1, document);
        self.documents.push(Surveyed {
            digest,
            site,
            // Set in `finish`.
            rank: Rank::default(),
        });
        self.arrivals.push(arrival);
        document
    }

    /// Takes a record that cannot be read. The record has a number like any other record, so that
    /// decisions can name it.
    fn reject(&mut self, record: &RawRecord, digest: u64, reason: String) -> Result<()> {
        let document = self.push(record, digest, SiteId::default(), None);
        self.rejected.insert(document, reason.into());
        self.ids.push(None)
    }

    /// Takes the next record of the input.
    fn take(&mut self, record: &RawRecord, digest: u64, known: &Known) -> Result<()> {
        let document = self.push(record, digest, known.site, Some(known.arrival));
        self.without_site += u64::from(!known.names_site);
        let mut order = known.order;
        if matches!(self.config.prefer, Prefer::Source(_)) {
            self.preferred.insert(order.choice);
        }
        // The user asked to prefer documents by the order of the input.
        if self.config.prefer == Prefer::First {
            order.choice = u64::from(document.number());
        }
        self.ranks.push(&order, known.id.as_deref(), document)?;
        self.ids.push(known.id.as_deref())
    }

    /// Ranks the documents, and counts in how many stories their segments occur.
    fn finish(self, context: &RunContext<'_>, seen: SeenByAll<'_>) -> Result<Survey> {
        let Self {
            mut documents,
            arrivals,
            first_of_file,
            ids,
            rejected,
            ..
        } = self;
        let by_rank = self.ranks.finish(&ids)?;
        let mut rank_of = vec![Rank::default(); documents.len()];
        for (place, document) in by_rank.iter().enumerate() {
            let rank = Rank::of_index(place);
            documents[document.index()].rank = rank;
            if let Some(arrival) = arrivals[document.index()] {
                rank_of[arrival.index()] = rank;
            }
        }
        let mut sites = Vec::with_capacity(by_rank.len());
        for document in &by_rank {
            sites.push(documents[document.index()].site);
        }
        let ranked = Ranked {
            rank_of: &rank_of,
            sites: &sites,
        };
        let recurrence: RecurrenceTable = count(context, &ranked, seen.segments, seen.templates)?;
        let sites = seen.sites.into_inner();
        let sites = sites.unwrap_or_else(PoisonError::into_inner);
        let unmet_sites = unmet_sites(context, &sites);
        let number_of_sites = sites.len() as u64;
        let sizes = sizes_of_sites(sites, &documents, &rejected);
        let known = known::Known {
            recurring: RecurringLines::choose(sizes, &recurrence),
            documents,
            first_of_file,
            rejected,
            by_rank,
            recurrence,
            shared: seen.shared.finish(),
            sites: number_of_sites,
            without_site: self.without_site,
            preferred: self.preferred,
            unmet_sites,
        };
        Ok(Survey { known, ids })
    }
}

/// The sites for which the rules list lines and from which there is no document.
fn unmet_sites(context: &RunContext<'_>, sites: &AHashMap<String, SiteId>) -> Vec<String> {
    let mut unmet = Vec::new();
    for lines in context.config.rules.book().sites() {
        let mut is_met = false;
        for name in names_of_site(lines.name()) {
            is_met |= sites.contains_key(&name);
        }
        if !is_met {
            unmet.push(lines.name().to_owned());
        }
    }
    unmet
}

/// How many readable documents each site has.
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
    let mut sizes = Vec::with_capacity(sites.len());
    for (name, id) in sites {
        sizes.push(SiteSize {
            documents: counts[id.index()],
            id,
            name,
        });
    }
    sizes
}
