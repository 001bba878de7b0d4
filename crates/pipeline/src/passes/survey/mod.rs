//! The first pass: finds which documents there are, and which segments recur.
//!
//! All threads read records and add the segments of each to shared tables, in any order
//! ([`SharedTables`]). What must be in input order, such as the ids, is collected one record after
//! the other ([`Intake`]). When both are complete, the documents are ranked and the segments
//! counted. The result does not depend on the order in which the threads finish.

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
use crate::memory::{OCCURRENCES, PARAGRAPHS, TEMPLATES};
use ahash::AHashMap;
use copydesk_boilerplate::{PARAGRAPH_WORDS, RecurrenceTable};
use copydesk_clean::{FurniturePolicy, Order, Prefer, Preference, names_of_site};
use copydesk_formats::{Article, Batch, RawRecord};
use copydesk_store::Result;
use copydesk_store::{ExternalSorter, MemoryBudget};
use copydesk_text::{DocId, Document, Rank, SiteId, hash64, hash128};
use count::{Ranked, count};
use ids::Ids;
use known::{SurveyTables, SurveyedDocument};
use occurrences::{Arrival, DistinctSegment, OccurrenceRow, distinct_segments};
use ranks::Ranks;
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Makes the first pass: reads the dump once and counts its segments.
pub(crate) fn survey(context: &RunContext<'_>) -> Result<Survey> {
    let preference =
        Preference::new(&context.config.prefer).with_rules(context.config.rules.book());
    let tables = SharedTables::new(context);
    let mut intake = Intake::new(context);
    let each = |batch: &Batch, record: &RawRecord| {
        if record.belongs_to_no_record() {
            return Ok(None);
        }
        // Later passes recognise the record by this hash, so they notice if the input was changed.
        let digest = hash64(&batch.bytes[record.body.clone()]);
        let surveyed = guarded(context, "survey", record, || {
            let article = context.parse(batch, record)?;
            Ok(survey_record(context, &preference, batch, record, &article))
        });
        // `?` returns errors of the tables, which end the pass. A `reason` concerns this record
        // only: it cannot be read, or copydesk failed on it.
        let in_order = match surveyed.flatten() {
            Ok(surveyed) => Ok(tables.add(surveyed)?),
            Err(reason) => Err(reason),
        };
        Ok(Some((digest, in_order)))
    };
    context.read_fields(
        "survey",
        each,
        |_, record, result: Result<_>| match result? {
            Some((digest, Ok(surveyed))) => intake.add(record, digest, &surveyed),
            Some((digest, Err(reason))) => {
                intake.reject(record, digest, context.reject_or_stop(record, reason)?)
            }
            // Bytes that belong to no record.
            None => Ok(()),
        },
    )?;
    context.step("count", || intake.finish(context, tables))
}

/// What the survey needs of one record.
struct SurveyedRecord {
    id: Option<String>,
    site: String,
    /// Whether the record has an address or a source. If not, its file or folder is its site.
    names_site: bool,
    /// Sort key of the document in the order of preference.
    order: Order,
    segments: Vec<DistinctSegment>,
    /// The templates of the segments that hold numbers. Segments that differ only in their numbers
    /// (`© 2019` and `© 2020`) have the same template.
    templates: Vec<DistinctSegment>,
}

/// What is collected of a [`SurveyedRecord`] in input order, after its segments were added to the
/// shared tables.
struct RecordInOrder {
    id: Option<String>,
    site: SiteId,
    names_site: bool,
    order: Order,
    arrival: Arrival,
}

/// Tables to which all threads add. Records are added in the order in which the threads finish
/// them.
struct SharedTables<'w> {
    config: &'w Config,
    /// How many documents have arrived.
    arrivals: AtomicUsize,
    sites: Mutex<AHashMap<String, SiteId>>,
    segments: ExternalSorter<OccurrenceRow>,
    templates: ExternalSorter<OccurrenceRow>,
    /// Which long paragraphs are in several documents.
    paragraphs: SeenTwiceBuilder,
}

impl<'w> SharedTables<'w> {
    fn new(context: &RunContext<'w>) -> Self {
        let budget: &MemoryBudget = &context.budget;
        Self {
            config: context.config,
            arrivals: AtomicUsize::new(0),
            sites: Mutex::default(),
            segments: ExternalSorter::spread(budget, budget.share(OCCURRENCES)),
            templates: ExternalSorter::spread(budget, budget.share(TEMPLATES)),
            paragraphs: SeenTwiceBuilder::for_dump(
                context.inputs.bytes(),
                budget.share(PARAGRAPHS),
            ),
        }
    }

    /// The number of a site. Which site gets which number depends on the threads, but no output
    /// depends on the numbers.
    fn site_id(&self, name: String) -> SiteId {
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        let next = SiteId::of_index(sites.len());
        *sites.entry(name).or_insert(next)
    }

    /// Adds the segments of a record to the tables, and returns what is collected in input order.
    fn add(&self, surveyed: SurveyedRecord) -> Result<RecordInOrder> {
        // Documents are numbered by arrival, because their ranks are known only when all documents
        // have been read. `Relaxed` is enough, because the numbers only have to be distinct.
        let arrival = Arrival::of_index(self.arrivals.fetch_add(1, Ordering::Relaxed));
        let site = self.site_id(surveyed.site);
        // Only paragraphs are added: short lines recur everywhere and would fill the bitmaps. Later
        // passes ask for paragraphs of `--paragraph-words` words or more, and, if they recur on
        // their site, also for shorter ones, but for none shorter than `PARAGRAPH_WORDS`.
        let least_words = self.config.paragraph_words.min(PARAGRAPH_WORDS);
        for segment in &surveyed.segments {
            if usize::from(segment.words) >= least_words {
                self.paragraphs.add(segment.key.bits());
            }
        }
        // With `--furniture keep` no segments are counted, and there are no templates.
        if self.config.policy.furniture != FurniturePolicy::Keep {
            self.segments
                .extend(rows(surveyed.segments, arrival, site))?;
        }
        self.templates
            .extend(rows(surveyed.templates, arrival, site))?;
        Ok(RecordInOrder {
            id: surveyed.id,
            site,
            names_site: surveyed.names_site,
            order: surveyed.order,
            arrival,
        })
    }
}

/// The segments of a document as rows of a table.
fn rows(
    segments: Vec<DistinctSegment>,
    arrival: Arrival,
    site: SiteId,
) -> impl Iterator<Item = OccurrenceRow> {
    segments
        .into_iter()
        .map(move |segment| segment.in_document(arrival, site))
}

/// Finds the site of a record, the sort key that decides its rank, and its distinct segments.
fn survey_record(
    context: &RunContext<'_>,
    preference: &Preference<'_>,
    batch: &Batch,
    record: &RawRecord,
    article: &Article<'_>,
) -> SurveyedRecord {
    // The document is made only if it is needed: a run that looks only for duplicate documents does
    // not need the segments.
    let document = LazyCell::new(|| Document::new(&*article.text));
    let origin = context.origin(record, article);
    let site = origin.site();
    let content = hash128(&batch.bytes[record.body.clone()]);
    let order = preference.order(&origin, &site, &article.text, || &*document, content);
    let policy = context.config.policy;
    let mut segments = Vec::new();
    if policy.needs_segments() {
        segments = distinct_segments(&document, |segment| Some(document.key(segment)));
    }
    let mut templates = Vec::new();
    if policy.furniture != FurniturePolicy::Keep {
        // `template_key` is `None` for a segment without numbers.
        templates = distinct_segments(&document, |segment| document.template_key(segment));
    }
    SurveyedRecord {
        id: article.id.clone(),
        names_site: origin.names_site(),
        site,
        order,
        segments,
        templates,
    }
}

/// Collects the records, in input order. [`SurveyTables`] says what the fields mean.
struct Intake<'w> {
    config: &'w Config,
    documents: Vec<SurveyedDocument>,
    /// The [arrival](Arrival) of each document: its number in the order in which threads finished
    /// reading. `None` if the document could not be read.
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

    /// Adds a document, whose rank is not known yet, and returns its number.
    fn push(
        &mut self,
        record: &RawRecord,
        digest: u64,
        site: SiteId,
        arrival: Option<Arrival>,
    ) -> DocId {
        let document = DocId::of_index(self.documents.len());
        // Files without records, which were skipped, begin at the same document as this file.
        self.first_of_file.resize(record.file + 1, document);
        self.documents.push(SurveyedDocument {
            digest,
            site,
            // Set in `finish`.
            rank: Rank::default(),
        });
        self.arrivals.push(arrival);
        document
    }

    /// Adds a record that cannot be read. It is numbered like any other record, so that decisions
    /// can name it.
    fn reject(&mut self, record: &RawRecord, digest: u64, reason: String) -> Result<()> {
        let document = self.push(record, digest, SiteId::default(), None);
        self.rejected.insert(document, reason.into());
        self.ids.push(None)
    }

    /// Adds the next record of the input, one that could be read.
    fn add(&mut self, record: &RawRecord, digest: u64, surveyed: &RecordInOrder) -> Result<()> {
        let document = self.push(record, digest, surveyed.site, Some(surveyed.arrival));
        self.without_site += u64::from(!surveyed.names_site);
        let mut order = surveyed.order;
        if matches!(self.config.prefer, Prefer::Source(_)) {
            // With this preference `choice` is the index of the source in the user's list, or the
            // length of the list if it is not there.
            self.preferred.insert(order.choice);
        }
        if self.config.prefer == Prefer::First {
            // The user prefers documents by the order of the input.
            order.choice = u64::from(document.number());
        }
        self.ranks.push(&order, surveyed.id.as_deref(), document)?;
        self.ids.push(surveyed.id.as_deref())
    }

    /// Ranks the documents, and counts in how many stories their segments occur.
    fn finish(self, context: &RunContext<'_>, shared: SharedTables<'_>) -> Result<Survey> {
        let Self {
            mut documents,
            arrivals,
            first_of_file,
            ids,
            rejected,
            ..
        } = self;
        let by_rank = self.ranks.finish(&ids)?;
        let mut rank_of_arrival = vec![Rank::default(); documents.len()];
        for (index, document) in by_rank.iter().enumerate() {
            let rank = Rank::of_index(index);
            documents[document.index()].rank = rank;
            if let Some(arrival) = arrivals[document.index()] {
                rank_of_arrival[arrival.index()] = rank;
            }
        }
        let mut site_of_rank = Vec::with_capacity(by_rank.len());
        for document in &by_rank {
            site_of_rank.push(documents[document.index()].site);
        }
        let ranked = Ranked {
            rank_of_arrival: &rank_of_arrival,
            site_of_rank: &site_of_rank,
        };
        let recurrence: RecurrenceTable =
            count(context, &ranked, shared.segments, shared.templates)?;
        let sites = shared.sites.into_inner();
        let sites = sites.unwrap_or_else(PoisonError::into_inner);
        let unmet_sites = unmet_sites(context, &sites);
        let number_of_sites = sites.len() as u64;
        let sizes = sizes_of_sites(sites, &documents, &rejected);
        let tables = SurveyTables {
            recurring: RecurringLines::choose(sizes, &recurrence),
            documents,
            first_of_file,
            rejected,
            by_rank,
            recurrence,
            shared_paragraphs: shared.paragraphs.finish(),
            sites: number_of_sites,
            without_site: self.without_site,
            preferred: self.preferred,
            unmet_sites,
        };
        Ok(Survey { tables, ids })
    }
}

/// The sites from which there is no document, although the user's rules files list lines of them.
/// `sites` are the sites of the documents.
fn unmet_sites(context: &RunContext<'_>, sites: &AHashMap<String, SiteId>) -> Vec<String> {
    let mut unmet = Vec::new();
    for lines in context.config.rules.book().sites() {
        let names = names_of_site(lines.name());
        let has_documents = names.iter().any(|name| sites.contains_key(name));
        if !has_documents {
            unmet.push(lines.name().to_owned());
        }
    }
    unmet
}

/// How many readable documents each site has.
fn sizes_of_sites(
    sites: AHashMap<String, SiteId>,
    documents: &[SurveyedDocument],
    rejected: &BTreeMap<DocId, Box<str>>,
) -> Vec<SiteSize> {
    let mut counts = vec![0_u64; sites.len()];
    for (number, document) in documents.iter().enumerate() {
        // A rejected document has the default site, which is not its own.
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
