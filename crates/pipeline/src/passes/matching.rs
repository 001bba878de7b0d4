//! Finds the documents that are dropped because another document tells the same story.
//!
//! There are four steps, each over fewer documents than the one before:
//!
//! 1. *Empty* documents, which have no words or only furniture, are dropped.
//! 2. Of *twins*, documents whose kept words are the same, word for word, the preferred one stays.
//! 3. *Candidates* are found: documents that share a band key are put into buckets, and documents
//!    that share passages are paired, because one may contain the other although their MinHash
//!    sketches differ. Only candidates are read again, and only they are compared. What is stored
//!    of a candidate for this is its *sample* ([`Samples`]).
//! 4. Candidates are *related*: compared exactly, sentence by sentence. If one of a pair may be
//!    dropped for the other, the pair is an *edge*. When all edges are known, it is decided which
//!    documents are dropped.
//!
//! Steps 3 and 4 are done first for the buckets, and then for pairs of the documents that are left.
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
    Buckets, Clusters, Edge, Match, RedundantDigest, Related, digests, redundant_digests, relate,
    resolve,
};
use copydesk_store::ExternalSorter;
use copydesk_store::Result;
use copydesk_text::{DocId, Fingerprint, Rank};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Which documents are dropped, and which tell the same story.
pub(crate) struct Matched {
    /// Why each document is dropped, in order of [`DocId`]. `None` if it is not dropped.
    pub dropped: Vec<Option<Dropped>>,
    /// What dropped documents say differently from the documents that are kept in their place.
    pub differing: BTreeMap<DocId, Vec<Differing>>,
    /// For each dropped digest (a page that holds several stories), the documents that have parts
    /// of it, besides the one that is kept in its place, each with the containment of it and the
    /// digest.
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
        // Nothing depends on which documents match.
        return Ok(out);
    }
    let twins = match keeps_duplicates {
        true => Twins::default(),
        false => find_twins(context, survey, examined)?,
    };
    let matcher = Matcher {
        context,
        survey,
        examined,
        twins: &twins,
    };
    if keeps_duplicates {
        // No duplicate is dropped, but to recognise background it must be known which documents
        // tell one story.
        let dropped = AHashSet::new();
        let pairs = context.step("match", || matcher.pairs_that_share_passages(&dropped))?;
        out.companions = Companions::new(pairs, Vec::new());
        return Ok(out);
    }
    let mut samples = Samples::new(context);
    let MatchedRanks {
        matches,
        digests,
        companions,
    } = matcher.matches(&mut samples)?;
    out.companions = companions;
    // Below, the `member` of a match is dropped, and its `representative` is kept.
    for digest in digests {
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
    // Last, because what becomes of a twin depends on the final decision about the preferred twin.
    twins.follow(survey.by_rank(), &mut out.dropped);
    Ok(out)
}

/// Finds the documents without any kept words, and why each is dropped. Documents that could not be
/// read, or on which copydesk failed, are not among them.
fn empty_documents(survey: &Survey, examined: &AnalysisTables) -> Result<Vec<Option<Dropped>>> {
    let mut out = vec![None; survey.len()];
    for document in (0..survey.len()).map(DocId::of_index) {
        let has_failed =
            survey.rejection(document).is_some() || examined.failed.contains_key(&document);
        if has_failed || examined.remainder(document).words > 0 {
            continue;
        }
        // The reason distinguishes a document of furniture alone from one without any text.
        let was_cut = !examined.findings.get(document)?.is_empty();
        out[document.index()] = Some(Dropped::with_nothing_left(was_cut));
    }
    Ok(out)
}

/// Finds the documents whose kept words are the same, word for word.
fn find_twins(
    context: &RunContext<'_>,
    survey: &Survey,
    examined: &AnalysisTables,
) -> Result<Twins> {
    let budget = &context.budget;
    let contents: ExternalSorter<ContentRow> =
        ExternalSorter::spread(budget, budget.share(CONTENTS));
    let ranked = survey.by_rank().par_iter().enumerate();
    ranked.try_for_each(|(index, &document)| {
        let remainder = examined.remainder(document);
        match remainder.words {
            // Documents without words are dropped as empty, not as copies of each other.
            0 => Ok(()),
            // `content` is the fingerprint of the kept words.
            _ => contents.push((remainder.content, Rank::of_index(index))),
        }
    })?;
    let contents = contents.finish_recurring(short_key, budget.share(CONTENTS))?;
    let mut twins = Twins::default();
    contents.for_each_group(has_same_content, |group| {
        twins.add(group.iter().map(|&(_, rank)| rank));
        Ok(())
    })?;
    Ok(twins)
}

/// The fingerprint of a document's kept words, and the rank of the document.
type ContentRow = (Fingerprint, Rank);

/// The lower half of the fingerprint. A row is left out if no other row has the same lower half:
/// then its document has no twin. [`has_same_content`] compares whole fingerprints.
fn short_key(&(content, _): &ContentRow) -> u64 {
    content.bits() as u64
}

fn has_same_content(&(content, _): &ContentRow, &(next, _): &ContentRow) -> bool {
    content == next
}

/// If a passage has more holders (documents that have it) than this, none of them are paired for
/// it: a run of words that so many documents have is a mere phrase.
const MAX_HOLDERS: usize = 1000;
/// If a passage has more holders than this, only its [`MAX_CONTAINERS`] longest holders are paired
/// with the others, as documents that may contain them.
const FEW_HOLDERS: usize = 32;
/// See [`FEW_HOLDERS`].
const MAX_CONTAINERS: usize = 8;
/// Two documents are compared if they share at least one in this many of the fingerprints of the
/// document with fewer. A fingerprint is a hash of a run of words. A larger share cannot be
/// required: each fingerprint covers many words, so an edited copy loses half of them or more.
const ONE_SHARED_IN: usize = 5;
/// How many pairs are related before their results are collected.
const PAIRS_AT_ONCE: usize = 1 << 14;

/// Which documents are dropped, and which tell the same story, by their ranks.
struct MatchedRanks {
    /// The documents to drop (`member`), each with the document that is kept in its place
    /// (`representative`).
    matches: Vec<Match>,
    /// The documents among these that are digests (pages that hold several stories). Other
    /// documents together tell all that such a digest tells.
    digests: Vec<RedundantDigest>,
    /// Pairs of documents that tell the same story.
    companions: Companions,
}

/// Looks for matches among the documents that have words and are not the twin of a preferred
/// document.
struct Matcher<'a> {
    context: &'a RunContext<'a>,
    survey: &'a Survey,
    examined: &'a AnalysisTables,
    twins: &'a Twins,
}

impl Matcher<'_> {
    /// Finds candidates, compares them, and decides which document is dropped for which.
    fn matches(&self, samples: &mut Samples) -> Result<MatchedRanks> {
        let Self {
            context,
            survey,
            examined,
            ..
        } = *self;
        let buckets = self.candidates(samples)?;
        let mut clusters = context.step("match", || {
            cluster_components(&buckets, survey.len(), context.config.threshold, &*samples)
        })?;
        // The pairs below need the memory.
        drop(buckets);
        let dropped: AHashSet<Rank> = clusters.matches.iter().map(|found| found.member).collect();
        let pairs = context.step("match", || self.pairs_that_share_passages(&dropped))?;
        // Documents that only share passages were not in a bucket, so the dump is read again for
        // them.
        let missing = without_samples(&pairs, samples);
        samples.load_candidates(context, survey, examined, &missing)?;
        let dropped_digests = context.step("match", || {
            self.relate_pairs(&pairs, samples, &mut clusters)?;
            // No document is dropped in favour of a digest (a front page, a newsletter), because
            // its story would be hard to find there. So the edges to digests are left out of
            // `resolve`, which decides the rest.
            let digest_ranks = digests(&clusters.edges, &*samples)?;
            let (edges_to_digests, edges): (Vec<Edge>, Vec<Edge>) = clusters
                .edges
                .iter()
                .partition(|edge| digest_ranks.contains(&edge.representative));
            resolve(&mut clusters.matches, &edges, &*samples)?;
            redundant_digests(
                &digest_ranks,
                &edges_to_digests,
                &clusters.matches,
                &*samples,
            )
        })?;
        for digest in &dropped_digests {
            clusters.matches.push(digest.found);
        }
        Ok(MatchedRanks {
            matches: clusters.matches,
            digests: dropped_digests,
            companions: Companions::new(pairs, clusters.apart),
        })
    }

    /// Relates pairs of documents, and adds the results to `clusters`.
    fn relate_pairs(
        &self,
        pairs: &[(Rank, Rank)],
        samples: &Samples,
        clusters: &mut Clusters,
    ) -> Result<()> {
        let containment = self.context.config.containment;
        // Results are collected in batches. Most of them say that a pair is unrelated, so all of
        // them together would take memory for nothing.
        for pairs in pairs.chunks(PAIRS_AT_ONCE) {
            let results: Vec<Related> = pairs
                .par_iter()
                .map(|&pair| relate_pair(samples, pair, containment))
                .collect::<Result<_>>()?;
            for (&pair, result) in pairs.iter().zip(results) {
                match result {
                    Related::Edge(edge) => clusters.edges.push(edge),
                    // They tell the same story with different facts.
                    Related::Apart => clusters.apart.push(pair),
                    // Both are kept, and nothing follows for other passes.
                    Related::Loosely => {}
                }
            }
        }
        Ok(())
    }

    /// How many kept words a document has.
    fn kept_words(&self, rank: Rank) -> u32 {
        self.examined.remainder(self.survey.at_rank(rank)).words
    }

    /// Whether a document is matched with others: it has words, and is not the twin of a preferred
    /// document.
    fn is_eligible(&self, rank: Rank) -> bool {
        self.kept_words(rank) > 0 && !self.twins.follows(rank)
    }

    /// The documents that may match, in buckets. Loads samples of them.
    fn candidates(&self, samples: &mut Samples) -> Result<Buckets> {
        let all = self.context.step("match", || self.buckets(None))?;
        let members = all.members();
        samples.load_candidates(self.context, self.survey, self.examined, &members)?;
        match members.iter().all(|&rank| samples.has(rank)) {
            true => Ok(all),
            // copydesk failed on some documents, which match nothing. The buckets are made again
            // without them.
            false => self.buckets(Some(samples)),
        }
    }

    /// The [eligible](Self::is_eligible) documents that share a band key, in buckets. If samples
    /// are given, documents without a sample are left out.
    fn buckets(&self, samples: Option<&Samples>) -> Result<Buckets> {
        let lists: Vec<BucketList> = self.examined.band_keys.by_groups(
            is_same_hash,
            |list: &mut BucketList, group: &[Posting]| {
                for &(_, rank) in group {
                    if self.is_eligible(rank) && samples.is_none_or(|samples| samples.has(rank)) {
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

    /// Pairs the documents that have a passage, its holders. Adds the pairs to `pairs`, the shorter
    /// document first in each. Of many holders only the longest are paired with the others, so that
    /// a passage which everybody quotes does not make a pair of every two documents.
    fn pair_up(&self, holders: &mut [Rank], pairs: &ExternalSorter<(Rank, Rank)>) -> Result<()> {
        // Only the holders of this passage are counted, so unrelated documents do not change the
        // result.
        if !(2..=MAX_HOLDERS).contains(&holders.len()) {
            return Ok(());
        }
        // The longest first. The rank decides between equal lengths, never the order of arrival.
        holders.sort_by_key(|&rank| (Reverse(self.kept_words(rank)), rank));
        let containers = match holders.len() {
            ..=FEW_HOLDERS => holders.len(),
            _ => MAX_CONTAINERS,
        };
        for (index, &long) in holders[..containers].iter().enumerate() {
            let shorter = &holders[index + 1..];
            pairs.extend(shorter.iter().map(|&short| (short, long)))?;
        }
        Ok(())
    }

    /// How many fingerprints of passages a document has.
    fn fingerprint_count(&self, rank: Rank) -> u32 {
        let document = self.survey.at_rank(rank);
        self.examined.remainder(document).fingerprints
    }

    /// Pairs of documents, the shorter one first, that share so many passages that one may contain
    /// the other. Documents in `dropped` are left out.
    fn pairs_that_share_passages(&self, dropped: &AHashSet<Rank>) -> Result<Vec<(Rank, Rank)>> {
        let pairs: ExternalSorter<(Rank, Rank)> = ExternalSorter::new(
            &self.context.budget,
            self.context.budget.share(CONTAINED_PAIRS),
        );
        self.examined.fingerprints.by_groups(
            is_same_hash,
            |holders: &mut Vec<Rank>, group: &[Posting]| {
                holders.clear();
                for &(_, rank) in group {
                    if self.is_eligible(rank) && !dropped.contains(&rank) {
                        holders.push(rank);
                    }
                }
                self.pair_up(holders, &pairs)
            },
        )?;
        let mut out = Vec::new();
        // A pair has one row for every passage that it shares.
        pairs.finish()?.for_each_group(PartialEq::eq, |rows| {
            let (short, long) = rows[0];
            // A document with more words does not always have more fingerprints.
            let fewer_fingerprints = self
                .fingerprint_count(short)
                .min(self.fingerprint_count(long)) as usize;
            if rows.len() * ONE_SHARED_IN >= fewer_fingerprints {
                out.push((short, long));
            }
            Ok(())
        })?;
        Ok(out)
    }
}

fn is_same_hash(&(hash, _): &Posting, &(next, _): &Posting) -> bool {
    hash == next
}

/// The documents of these pairs that have no sample yet, each once.
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

/// How the documents of a pair relate. A document on which copydesk failed has no sample, and then
/// both are kept.
fn relate_pair(
    samples: &Samples,
    (left, right): (Rank, Rank),
    containment: f64,
) -> Result<Related> {
    match samples.has(left) && samples.has(right) {
        true => relate(samples, left, right, containment),
        false => Ok(Related::Loosely),
    }
}

/// Buckets of two or more documents, one after the other. One thread fills a list, document by
/// document.
#[derive(Default)]
struct BucketList {
    ranks: Vec<Rank>,
    /// For each bucket, the index in `ranks` after its last document.
    ends: Vec<usize>,
}

impl BucketList {
    /// The index in `ranks` at which the current bucket begins.
    fn start(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// Adds a document to the current bucket, once. Documents must be added in order of rank.
    fn add(&mut self, rank: Rank) {
        let start = self.start();
        if self.ranks[start..].last() != Some(&rank) {
            self.ranks.push(rank);
        }
    }

    /// Ends the current bucket, and removes it if it has fewer than two documents.
    fn end(&mut self) {
        let start = self.start();
        match self.ranks.len() - start {
            0 | 1 => self.ranks.truncate(start),
            _ => self.ends.push(self.ranks.len()),
        }
    }

    /// Adds all buckets of this list to `buckets`.
    fn add_to(&self, buckets: &mut Buckets) {
        let mut start = 0;
        for &end in &self.ends {
            buckets.add(&self.ranks[start..end]);
            start = end;
        }
    }
}
