//! Which documents tell a story that a better copy tells.

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
use std::collections::BTreeMap;

/// Which documents are dropped.
pub(crate) struct Matched {
    /// Why each document is dropped, if it is; by their ids.
    pub dropped: Vec<Option<Dropped>>,
    /// What dropped documents say that the documents in their place say otherwise.
    pub differing: BTreeMap<DocId, Vec<Differing>>,
    /// The other documents that hold parts of a dropped digest, and the containment of each.
    pub also_in: BTreeMap<DocId, Vec<(DocId, f64)>>,
    /// Pairs of documents that tell of the same.
    pub companions: Companions,
}

/// Finds the documents to drop.
pub(crate) fn match_documents(
    walk: &RunContext<'_>,
    survey: &Survey,
    examined: &AnalysisTables,
) -> Result<Matched> {
    let mut out = Matched {
        dropped: empty_documents(survey, examined)?,
        differing: BTreeMap::new(),
        also_in: BTreeMap::new(),
        companions: Companions::default(),
    };
    let policy = walk.config.policy;
    let keeps_duplicates = policy.duplicates == CutOrKeep::Keep;
    if keeps_duplicates && policy.repeats == RepeatsPolicy::Keep {
        return Ok(out);
    }
    let twins = if keeps_duplicates {
        Twins::default()
    } else {
        twins(walk, survey, examined)?
    };
    let matcher = Matcher {
        walk,
        survey,
        examined,
        twins: &twins,
    };
    if keeps_duplicates {
        let pairs = walk.step("match", || {
            matcher.pairs_that_share_passages(&AHashSet::new())
        })?;
        out.companions = Companions::new(pairs, Vec::new());
        return Ok(out);
    }
    let mut samples = Samples::new(walk);
    let MatchedDocuments {
        matches,
        told_elsewhere,
        companions,
    } = matcher.matches(&mut samples)?;
    out.companions = companions;
    for digest in told_elsewhere {
        let parts = digest.also_in.iter().map(|part| {
            (
                survey.at_rank(part.representative),
                part.overlap.containment(),
            )
        });
        out.also_in
            .insert(survey.at_rank(digest.found.member), parts.collect());
    }
    let differing = matches.par_iter();
    let differing = differing.map(|found| samples.differing(found.member, found.representative));
    let differing: Vec<Vec<Differing>> = differing.collect::<Result<_>>()?;
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
        let was_cut = !examined.findings.get(document)?.is_empty();
        out[document.index()] = Some(Dropped::with_nothing_left(was_cut));
    }
    Ok(out)
}

/// Documents whose kept words are the same, word for word.
fn twins(walk: &RunContext<'_>, survey: &Survey, examined: &AnalysisTables) -> Result<Twins> {
    let contents: ExternalSorter<(Fingerprint, Rank)> =
        ExternalSorter::spread(&walk.means, walk.means.share(CONTENTS));
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
        contents.finish_recurring(|row| row.0.bits() as u64, walk.means.share(CONTENTS))?;
    contents.for_each_group(
        |a, b| a.0 == b.0,
        |group| {
            twins.add(group.iter().map(|row| row.1));
            Ok(())
        },
    )?;
    Ok(twins)
}

/// Holders of one passage that are looked at: what more documents than this hold is a phrase and no
/// passage.
const MAX_HOLDERS: usize = 1000;
/// Of more holders of a passage than this, each is brought together with the longest
/// [`MAX_CONTAINERS`] only, which may contain it.
const FEW_HOLDERS: usize = 32;
/// See [`FEW_HOLDERS`].
const MAX_CONTAINERS: usize = 8;
/// Two documents are looked at if the smaller shares one in so many of its passage fingerprints. Of
/// an edited copy half of them or more are lost, since each covers many words.
const LEAST_SHARED: usize = 5;

/// What was found among the documents.
struct MatchedDocuments {
    /// The documents to drop, each with the copy that it was compared with.
    matches: Vec<Match>,
    /// The digests among them that stand in several documents.
    told_elsewhere: Vec<ToldElsewhere>,
    /// Those that tell of the same and stay.
    companions: Companions,
}
/// Pairs that are related before what they come to is noted.
const PAIRS_AT_ONCE: usize = 1 << 14;

/// Looks for matches among the documents that are no twins of a better one.
struct Matcher<'a> {
    walk: &'a RunContext<'a>,
    survey: &'a Survey,
    examined: &'a AnalysisTables,
    twins: &'a Twins,
}

impl Matcher<'_> {
    fn matches(&self, samples: &mut Samples) -> Result<MatchedDocuments> {
        let Self {
            walk,
            survey,
            examined,
            ..
        } = *self;
        let buckets = self.candidates(samples)?;
        let mut found = walk.step("match", || {
            cluster_components(&buckets, survey.len(), walk.config.threshold, &*samples)
        })?;
        drop(buckets);
        let gone: AHashSet<Rank> = found.matches.iter().map(|found| found.member).collect();
        let pairs = walk.step("match", || self.pairs_that_share_passages(&gone))?;
        let mut missing: Vec<Rank> = pairs.iter().flat_map(|&(a, b)| [a, b]).collect();
        missing.retain(|&rank| !samples.has(rank));
        missing.sort_unstable();
        missing.dedup();
        samples.gather(walk, survey, examined, &missing)?;
        let told_elsewhere = walk.step("match", || {
            self.relate_pairs(&pairs, samples, &mut found)?;
            let digests = digests(&found.edges, &*samples)?;
            let (of_digests, edges): (Vec<Edge>, Vec<Edge>) = found
                .edges
                .iter()
                .partition(|edge| digests.contains(&edge.representative));
            resolve(&mut found.matches, &edges, &*samples)?;
            told_elsewhere(&digests, &of_digests, &found.matches, &*samples)
        })?;
        let pages = told_elsewhere.iter().map(|digest| digest.found);
        found.matches.extend(pages);
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
        let containment = self.walk.config.containment;
        // Many more pairs come to nothing than are noted, so what they come to is not gathered at
        // once.
        for pairs in pairs.chunks(PAIRS_AT_ONCE) {
            let related = pairs.par_iter().map(|&(left, right)| {
                match samples.has(left) && samples.has(right) {
                    true => relate(samples, left, right, containment),
                    false => Ok(Related::Loosely),
                }
            });
            let related: Vec<Related> = related.collect::<Result<_>>()?;
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
        let all = self
            .walk
            .step("match", || self.buckets(|rank| self.is_unique(rank)))?;
        let members = all.members();
        samples.gather(self.walk, self.survey, self.examined, &members)?;
        if members.iter().all(|&rank| samples.has(rank)) {
            return Ok(all);
        }
        // copydesk failed on some; they match nothing.
        self.buckets(|rank| self.is_unique(rank) && samples.has(rank))
    }

    /// The documents that share a band key, of those that are wanted.
    fn buckets(&self, is_wanted: impl Fn(Rank) -> bool + Sync) -> Result<Buckets> {
        let lists: Vec<BucketList> = self.examined.keys.by_groups(
            is_same_hash,
            |list: &mut BucketList, group: &[Posting]| {
                list.add(
                    group
                        .iter()
                        .map(|&(_, rank)| rank)
                        .filter(|&rank| is_wanted(rank)),
                );
                Ok(())
            },
        )?;
        let mut buckets = Buckets::default();
        for list in &lists {
            list.buckets().for_each(|members| buckets.add(members));
        }
        Ok(buckets)
    }

    /// Pairs documents that share a passage, each shorter one with longer ones. Of very many
    /// documents only the longest count as possible containers, so that a passage which everybody
    /// quotes does not make a pair of every two documents.
    fn pair_up(&self, holders: &mut [Rank], pairs: &ExternalSorter<(Rank, Rank)>) -> Result<()> {
        if !(2..=MAX_HOLDERS).contains(&holders.len()) {
            return Ok(());
        }
        holders.sort_by_key(|&rank| (u32::MAX - self.remainder_words(rank), rank));
        let is_few = holders.len() <= FEW_HOLDERS;
        let containers = if is_few {
            holders.len()
        } else {
            MAX_CONTAINERS
        };
        for (place, &long) in holders.iter().take(containers).enumerate() {
            pairs.extend(holders[place + 1..].iter().map(|&short| (short, long)))?;
        }
        Ok(())
    }

    /// How many fingerprints of passages a document has.
    fn prints(&self, rank: Rank) -> u32 {
        self.examined.remainder(self.survey.at_rank(rank)).prints
    }

    /// Pairs of documents that share passages, enough that one may go for the other. Neither is
    /// gone.
    fn pairs_that_share_passages(&self, gone: &AHashSet<Rank>) -> Result<Vec<(Rank, Rank)>> {
        let pairs: ExternalSorter<(Rank, Rank)> =
            ExternalSorter::new(&self.walk.means, self.walk.means.share(CONTAINED_PAIRS));
        self.examined.prints.by_groups(
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
        pairs.finish()?.for_each_group(
            |a, b| a == b,
            |shared| {
                let (short, long) = shared[0];
                let least = self.prints(short).min(self.prints(long)) as usize;
                if shared.len() * LEAST_SHARED >= least {
                    out.push(shared[0]);
                }
                Ok(())
            },
        )?;
        Ok(out)
    }
}

fn is_same_hash(a: &Posting, b: &Posting) -> bool {
    a.0 == b.0
}

/// Buckets of two or more documents, one after the other.
#[derive(Default)]
struct BucketList {
    ranks: Vec<Rank>,
    /// Where each bucket ends among `ranks`.
    ends: Vec<usize>,
}

impl BucketList {
    /// Adds a bucket, each document once. The documents are in order, so equal ones are neighbours.
    fn add(&mut self, members: impl Iterator<Item = Rank>) {
        let start = self.ranks.len();
        for rank in members {
            if self.ranks[start..].last() != Some(&rank) {
                self.ranks.push(rank);
            }
        }
        match self.ranks.len() - start {
            0 | 1 => self.ranks.truncate(start),
            _ => self.ends.push(self.ranks.len()),
        }
    }

    fn buckets(&self) -> impl Iterator<Item = &[Rank]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(&self.ends)
            .map(|(start, &end)| &self.ranks[start..end])
    }
}
