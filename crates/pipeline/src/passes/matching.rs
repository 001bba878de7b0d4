//! Which documents tell a story that a better copy tells.
//!
//! Four steps, each over fewer documents than the one before:
//!
//! 1. *Empty* documents, of which nothing is left but furniture, are dropped.
//! 2. *Twins*: of documents whose kept words are the same, word for word, the best stays.
//! 3. *Candidates*: documents that share a band key are clustered, and documents that share
//!    passages are paired, because one may contain the other although their sketches differ. Only
//!    these are read again ([`Samples`]), and only they are compared.
//! 4. Each pair is *related* exactly, sentence by sentence, and the edges are resolved into which
//!    document goes for which.
//!
//! Which pairs are compared depends on shared hashes alone, never on how many unrelated documents
//! there are.

use super::companions::Companions;
use super::components::cluster_components;
use super::examination::{AnalysisTables, Posting};
use super::run_context::RunContext;
use super::samples::Samples;
use super::survey::Survey;
use crate::memory::{CONTAINED_PAIRS, CONTENTS};
use ahash::AHashSet;
use copydesk_clean::{
    CutOrKeep, Differing, DropReason, Dropped, KeptDocument, RepeatsPolicy, Twins,
};
use copydesk_neardup::{
    Buckets, Clusters, Edge, Match, Related, ToldElsewhere, digests, relate, resolve,
    told_elsewhere,
};
use copydesk_store::ExternalSorter;
use copydesk_store::Result;
use copydesk_text::{DocId, Fingerprint, Rank};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Which documents are dropped.
pub(crate) struct Matched {
    /// Why each document is dropped, if it is; by their ids.
    pub dropped: Vec<Option<Dropped>>,
    /// What dropped documents say differently from the documents that are kept in their place.
    pub differing: BTreeMap<DocId, Vec<Differing>>,
    /// The other documents that have parts of a dropped digest, and the containment of each.
    pub also_in: BTreeMap<DocId, Vec<(DocId, f64)>>,
    /// Pairs of documents that tell the same story.
    pub companions: Companions,
}

/// Finds the documents to drop.
pub(crate) fn match_documents(
    context: &RunContext<'_>,
    survey: &Survey,
    examined: &AnalysisTables,
) -> Result<Matched> {
    let mut out = Matched {
        dropped: empty_documents(survey, examined)?,
        differing: BTreeMap::new(),
        also_in: BTreeMap::new(),
        companions: Companions::default(),
    };
    let policy = context.config.policy;
    let keeps_duplicates = policy.duplicates == CutOrKeep::Keep;
    if keeps_duplicates && policy.repeats == RepeatsPolicy::Keep {
        return Ok(out);
    }
    let twins = match keeps_duplicates {
        true => Twins::default(),
        false => twins(context, survey, examined)?,
    };
    let matcher = Matcher {
        context,
        survey,
        examined,
        twins: &twins,
    };
    if keeps_duplicates {
        // Nothing is dropped, but to recognise background it must be known which documents tell one
        // story.
        let nothing = AHashSet::new();
        let pairs = context.step("match", || matcher.pairs_that_share_passages(&nothing))?;
        out.companions = Companions::new(pairs, Vec::new());
        return Ok(out);
    }
    let mut samples = Samples::new(context);
    let MatchedDocuments {
        matches,
        told_elsewhere,
        companions,
    } = matcher.matches(&mut samples)?;
    out.companions = companions;
    for digest in told_elsewhere {
        let mut parts = Vec::with_capacity(digest.also_in.len());
        for part in &digest.also_in {
            let document = survey.at_rank(part.representative);
            parts.push((document, part.overlap.containment()));
        }
        out.also_in
            .insert(survey.at_rank(digest.found.member), parts);
    }
    let differing: Vec<Vec<Differing>> = matches
        .par_iter()
        .map(|found| samples.differing(found.member, found.representative))
        .collect::<Result<_>>()?;
    for (found, differing) in matches.into_iter().zip(differing) {
        let kept = KeptDocument {
            document: survey.at_rank(found.representative),
            similarity: found.overlap.jaccard(),
            containment: found.overlap.containment(),
            relation: found.relation,
        };
        let member = survey.at_rank(found.member);
        out.dropped[member.index()] = Some(Dropped {
            reason: DropReason::of(found.relation),
            kept: Some(kept),
        });
        if !differing.is_empty() {
            out.differing.insert(member, differing);
        }
    }
    // Last, because twins share the final decision about their leader.
    twins.follow(survey.by_rank(), &mut out.dropped);
    Ok(out)
}

/// Drops the documents of which nothing is left, but for those that could not be read or worked on.
/// If something was cut in them, all they had was furniture.
fn empty_documents(survey: &Survey, examined: &AnalysisTables) -> Result<Vec<Option<Dropped>>> {
    let mut out = vec![None; survey.len()];
    for document in (0..survey.len()).map(DocId::of_index) {
        let is_sound =
            survey.rejection(document).is_none() && !examined.failed.contains_key(&document);
        if !is_sound || examined.remainder(document).words > 0 {
            continue;
        }
        // The reason distinguishes a document of furniture alone from one without any text.
        let was_cut = !examined.findings.get(document)?.is_empty();
        out[document.index()] = Some(Dropped::with_nothing_left(was_cut));
    }
    Ok(out)
}

/// Documents whose kept words are the same, word for word.
fn twins(context: &RunContext<'_>, survey: &Survey, examined: &AnalysisTables) -> Result<Twins> {
    let contents: ExternalSorter<ContentRow> =
        ExternalSorter::spread(&context.budget, context.budget.share(CONTENTS));
    // Documents without words are dropped as empty, not as copies of each other.
    let ranked = survey.by_rank().par_iter().enumerate();
    ranked.try_for_each(|(place, &document)| {
        let remainder = examined.remainder(document);
        match remainder.words {
            0 => Ok(()),
            _ => contents.push((remainder.content, Rank::of_index(place))),
        }
    })?;
    let mut twins = Twins::default();
    let contents =
        // By a part of the fingerprint; `has_same_content` then compares the whole.
        contents.finish_recurring(|row| row.0.bits() as u64, context.budget.share(CONTENTS))?;
    contents.for_each_group(has_same_content, |group| {
        twins.add(group.iter().map(|&(_, rank)| rank));
        Ok(())
    })?;
    Ok(twins)
}

/// A document's kept words, and its rank.
type ContentRow = (Fingerprint, Rank);

fn has_same_content(a: &ContentRow, b: &ContentRow) -> bool {
    a.0 == b.0
}

/// The most holders of one passage. What more documents have is a phrase and not a passage.
const MAX_HOLDERS: usize = 1000;
/// Of more holders of a passage than this, each is brought together with the longest
/// [`MAX_CONTAINERS`] only, which may contain it.
const FEW_HOLDERS: usize = 32;
/// See [`FEW_HOLDERS`].
const MAX_CONTAINERS: usize = 8;
/// Two documents are compared if the smaller shares one in this many of its passage fingerprints.
/// An edited copy loses half of them or more, because each covers many words.
const LEAST_SHARED: usize = 5;

/// What was found among the documents.
struct MatchedDocuments {
    /// The documents to drop, each with the copy that it was compared with.
    matches: Vec<Match>,
    /// The dropped digests, each of which several documents tell together.
    told_elsewhere: Vec<ToldElsewhere>,
    /// Pairs of kept documents that tell the same story.
    companions: Companions,
}
/// Pairs that are related before what they come to is noted.
const PAIRS_AT_ONCE: usize = 1 << 14;

/// Looks for matches among the documents that are no twins of a better one.
struct Matcher<'a> {
    context: &'a RunContext<'a>,
    survey: &'a Survey,
    examined: &'a AnalysisTables,
    twins: &'a Twins,
}

impl Matcher<'_> {
    /// Finds candidates, compares them, and decides which document is dropped for which.
    fn matches(&self, samples: &mut Samples) -> Result<MatchedDocuments> {
        let Self {
            context,
            survey,
            examined,
            ..
        } = *self;
        let buckets = self.candidates(samples)?;
        let mut found = context.step("match", || {
            cluster_components(&buckets, survey.len(), context.config.threshold, &*samples)
        })?;
        // The pairs below need its memory.
        drop(buckets);
        let gone: AHashSet<Rank> = found.matches.iter().map(|found| found.member).collect();
        let pairs = context.step("match", || self.pairs_that_share_passages(&gone))?;
        // Documents that only share passages were not in a bucket, so the dump is read again for
        // them.
        let missing = without_samples(&pairs, samples);
        samples.load_candidates(context, survey, examined, &missing)?;
        let told_elsewhere = context.step("match", || {
            self.relate_pairs(&pairs, samples, &mut found)?;
            // No document is dropped in favour of a page of several articles (a front page, a
            // newsletter), because it would be hard to find there.
            let digests = digests(&found.edges, &*samples)?;
            let (of_digests, edges): (Vec<Edge>, Vec<Edge>) = found
                .edges
                .iter()
                .partition(|edge| digests.contains(&edge.representative));
            resolve(&mut found.matches, &edges, &*samples)?;
            told_elsewhere(&digests, &of_digests, &found.matches, &*samples)
        })?;
        for digest in &told_elsewhere {
            found.matches.push(digest.found);
        }
        Ok(MatchedDocuments {
            matches: found.matches,
            told_elsewhere,
            companions: Companions::new(pairs, found.apart),
        })
    }

    /// Relates pairs of documents; copydesk failed on those of which there are no samples.
    fn relate_pairs(
        &self,
        pairs: &[(Rank, Rank)],
        samples: &Samples,
        found: &mut Clusters,
    ) -> Result<()> {
        let containment = self.context.config.containment;
        // Most pairs turn out unrelated, so their results are not all collected in memory first.
        for pairs in pairs.chunks(PAIRS_AT_ONCE) {
            let related: Vec<Related> = pairs
                .par_iter()
                .map(|&pair| related(samples, pair, containment))
                .collect::<Result<_>>()?;
            for (&pair, related) in pairs.iter().zip(related) {
                match related {
                    Related::Edge(edge) => found.edges.push(edge),
                    Related::Apart => found.apart.push(pair),
                    Related::Loosely => {}
                }
            }
        }
        Ok(())
    }

    fn remainder_words(&self, rank: Rank) -> u32 {
        self.examined.remainder(self.survey.at_rank(rank)).words
    }

    /// Whether a document has words, and is no twin of a better one.
    fn is_unique(&self, rank: Rank) -> bool {
        self.remainder_words(rank) > 0 && !self.twins.follows(rank)
    }

    /// The documents that may match, in buckets, and samples of them.
    fn candidates(&self, samples: &mut Samples) -> Result<Buckets> {
        let all = self.context.step("match", || self.buckets(None))?;
        let members = all.members();
        samples.load_candidates(self.context, self.survey, self.examined, &members)?;
        for &rank in &members {
            if !samples.has(rank) {
                // copydesk failed on some documents, which match nothing. The buckets are made
                // again without them.
                return self.buckets(Some(samples));
            }
        }
        Ok(all)
    }

    /// The unique documents that share a band key; given samples, those that have one.
    fn buckets(&self, samples: Option<&Samples>) -> Result<Buckets> {
        let lists: Vec<BucketList> = self.examined.band_keys.by_groups(
            is_same_hash,
            |list: &mut BucketList, group: &[Posting]| {
                for &(_, rank) in group {
                    if self.is_unique(rank) && samples.is_none_or(|samples| samples.has(rank)) {
                        list.add(rank);
                    }
                }
                list.end();
                Ok(())
            },
        )?;
        let mut buckets = Buckets::default();
        for list in &lists {
            list.add_to(&mut buckets);
        }
        Ok(buckets)
    }

    /// Pairs documents that share a passage, each shorter one with longer ones. Of very many
    /// documents only the longest count as possible containers, so that a passage which everybody
    /// quotes does not make a pair of every two documents.
    fn pair_up(&self, holders: &mut [Rank], pairs: &ExternalSorter<(Rank, Rank)>) -> Result<()> {
        // Only the holders of this passage are counted, so unrelated documents do not change the
        // result.
        if !(2..=MAX_HOLDERS).contains(&holders.len()) {
            return Ok(());
        }
        // The longest first. The rank decides between equal lengths, never the order of arrival.
        holders.sort_by_key(|&rank| (Reverse(self.remainder_words(rank)), rank));
        let containers = match holders.len() {
            ..=FEW_HOLDERS => holders.len(),
            _ => MAX_CONTAINERS,
        };
        for (place, &long) in holders[..containers].iter().enumerate() {
            pairs.extend(holders[place + 1..].iter().map(|&short| (short, long)))?;
        }
        Ok(())
    }

    /// How many fingerprints of passages a document has.
    fn fingerprints(&self, rank: Rank) -> u32 {
        let document = self.survey.at_rank(rank);
        self.examined.remainder(document).fingerprints
    }

    /// Pairs of documents that share passages, enough that one may go for the other. Neither is
    /// gone.
    fn pairs_that_share_passages(&self, gone: &AHashSet<Rank>) -> Result<Vec<(Rank, Rank)>> {
        let pairs: ExternalSorter<(Rank, Rank)> = ExternalSorter::new(
            &self.context.budget,
            self.context.budget.share(CONTAINED_PAIRS),
        );
        self.examined.fingerprints.by_groups(
            is_same_hash,
            |longest: &mut Vec<Rank>, group: &[Posting]| {
                longest.clear();
                for &(_, rank) in group {
                    if self.is_unique(rank) && !gone.contains(&rank) {
                        longest.push(rank);
                    }
                }
                self.pair_up(longest, &pairs)
            },
        )?;
        let mut out = Vec::new();
        // A pair has one row for every passage that it shares.
        pairs.finish()?.for_each_group(PartialEq::eq, |shared| {
            let (short, long) = shared[0];
            // Longer in words is not always longer in fingerprints.
            let least = self.fingerprints(short).min(self.fingerprints(long)) as usize;
            if shared.len() * LEAST_SHARED >= least {
                out.push(shared[0]);
            }
            Ok(())
        })?;
        Ok(out)
    }
}

fn is_same_hash(a: &Posting, b: &Posting) -> bool {
    a.0 == b.0
}

/// The documents of some pairs of which there are no samples yet, each once.
fn without_samples(pairs: &[(Rank, Rank)], samples: &Samples) -> Vec<Rank> {
    let mut missing = Vec::new();
    for &(left, right) in pairs {
        for rank in [left, right] {
            if !samples.has(rank) {
                missing.push(rank);
            }
        }
    }
    missing.sort_unstable();
    missing.dedup();
    missing
}

/// How the documents of a pair relate. Of those that copydesk failed on there are no samples; they
/// stay.
fn related(samples: &Samples, (left, right): (Rank, Rank), containment: f64) -> Result<Related> {
    match samples.has(left) && samples.has(right) {
        true => relate(samples, left, right, containment),
        false => Ok(Related::Loosely),
    }
}

/// Buckets of two or more documents, one after the other.
#[derive(Default)]
struct BucketList {
    ranks: Vec<Rank>,
    /// Where each bucket ends among `ranks`.
    ends: Vec<usize>,
}

impl BucketList {
    /// Where the bucket begins that documents are added to.
    fn start(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// Adds a document to the bucket. They come in order, so one that comes again follows itself.
    fn add(&mut self, rank: Rank) {
        let start = self.start();
        if self.ranks[start..].last() != Some(&rank) {
            self.ranks.push(rank);
        }
    }

    /// Ends the bucket. One of a single document is none.
    fn end(&mut self) {
        let start = self.start();
        match self.ranks.len() - start {
            0 | 1 => self.ranks.truncate(start),
            _ => self.ends.push(self.ranks.len()),
        }
    }

    fn add_to(&self, buckets: &mut Buckets) {
        let mut start = 0;
        for &end in &self.ends {
            buckets.add(&self.ranks[start..end]);
            start = end;
        }
    }
}
