//! Which documents tell a story that a better copy tells.

use super::examination::{Examination, Posting};
use super::samples::Samples;
use super::survey::Survey;
use super::walk::Walk;
use crate::memory::{CONTAINED_PAIRS, CONTENTS};
use ahash::AHashSet;
use copydesk_clean::{CutOrKeep, DropReason, Dropped, KeptDocument, Twins};
use copydesk_neardup::{Buckets, Match, absorb_contained, cluster, promote_updates};
use copydesk_store::Result;
use copydesk_store::Sorter;
use copydesk_text::{DocId, Fingerprint, Rank};

/// Finds the documents to drop; the result has a place for every document.
pub(crate) fn match_documents(
    walk: &Walk<'_>,
    survey: &Survey,
    examined: &Examination,
) -> Result<Vec<Option<Dropped>>> {
    let mut out = empty_documents(survey, examined)?;
    if walk.config.policy.duplicates == CutOrKeep::Keep {
        return Ok(out);
    }
    let twins = twins(walk, survey, examined)?;
    let matcher = Matcher {
        walk,
        survey,
        examined,
        twins: &twins,
    };
    for (found, reason) in matcher.matches()? {
        let kept = KeptDocument {
            document: survey.at_rank(found.representative),
            similarity: found.overlap.jaccard(),
            containment: found.overlap.containment(),
        };
        out[survey.at_rank(found.member).index()] = Some(Dropped {
            reason,
            kept: Some(kept),
        });
    }
    twins.follow(survey.by_rank(), &mut out);
    Ok(out)
}

/// Drops the documents of which nothing is left, but for those that could not be read or worked on. If something was cut in them,
/// all they had was furniture.
fn empty_documents(survey: &Survey, examined: &Examination) -> Result<Vec<Option<Dropped>>> {
    let is_empty = |document: DocId| {
        let is_sound =
            survey.rejection(document).is_none() && !examined.failed.contains_key(&document);
        is_sound && examined.remainder(document).words == 0
    };
    let mut out = vec![None; survey.len()];
    for document in (0..survey.len())
        .map(DocId::of_index)
        .filter(|&d| is_empty(d))
    {
        let was_cut = !examined.findings.get(document)?.is_empty();
        out[document.index()] = Some(Dropped::with_nothing_left(was_cut));
    }
    Ok(out)
}

/// Documents whose kept words are the same, word for word.
fn twins(walk: &Walk<'_>, survey: &Survey, examined: &Examination) -> Result<Twins> {
    let mut contents: Sorter<(Fingerprint, Rank)> =
        Sorter::new(&walk.means, walk.means.share(CONTENTS));
    for (place, &document) in survey.by_rank().iter().enumerate() {
        let remainder = examined.remainder(document);
        if remainder.words > 0 {
            contents.push((remainder.content, Rank::of_index(place)))?;
        }
    }
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

/// Holders of one passage that are looked at: what more documents than this hold is a phrase and no passage.
const MAX_HOLDERS: usize = 1000;
/// Of the holders of a passage, the longest so many are taken for documents that may contain the others.
const MAX_CONTAINERS: usize = 8;

/// Looks for matches among the documents that are no twins of a better one.
struct Matcher<'a> {
    walk: &'a Walk<'a>,
    survey: &'a Survey,
    examined: &'a Examination,
    twins: &'a Twins,
}

impl Matcher<'_> {
    /// The documents to drop, each with the copy that it was measured against.
    fn matches(&self) -> Result<Vec<(Match, DropReason)>> {
        let Self {
            walk,
            survey,
            examined,
            ..
        } = *self;
        let threshold = walk.config.threshold;
        let mut samples = Samples::new(walk);
        let buckets = self.candidates(&mut samples)?;
        let mut matches = walk.step("match", || {
            let matches = cluster(&buckets, threshold, &samples)?;
            promote_updates(matches, threshold, &samples)
        })?;
        drop(buckets);
        let duplicates: AHashSet<Rank> = matches.iter().map(|m| m.member).collect();
        let mut contained = walk.step("match", || self.contained_candidates(&duplicates))?;
        let mut missing: Vec<Rank> = contained
            .iter()
            .flat_map(|&(short, long)| [short, long])
            .collect();
        missing.retain(|&rank| !samples.has(rank));
        missing.sort_unstable();
        missing.dedup();
        samples.gather(walk, survey, examined, &missing)?;
        contained.retain(|&(short, long)| samples.has(short) && samples.has(long));
        walk.step("match", || {
            absorb_contained(&mut matches, &contained, walk.config.containment, &samples)
        })?;
        let reason = |found: &Match| {
            let is_similar =
                found.overlap.jaccard() >= threshold && duplicates.contains(&found.member);
            if is_similar {
                DropReason::Duplicate
            } else {
                DropReason::Contained
            }
        };
        Ok(matches
            .into_iter()
            .map(|found| (found, reason(&found)))
            .collect())
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
    fn buckets(&self, is_wanted: impl Fn(Rank) -> bool) -> Result<Buckets> {
        let mut buckets = Buckets::default();
        let mut bucket: Vec<Rank> = Vec::new();
        self.examined.keys.for_each_group(is_same_hash, |group| {
            bucket.clear();
            bucket.extend(
                group
                    .iter()
                    .map(|posting| posting.1)
                    .filter(|&rank| is_wanted(rank)),
            );
            bucket.dedup();
            buckets.add(&bucket);
            Ok(())
        })?;
        Ok(buckets)
    }

    /// Pairs (short, long) of documents that share passages, enough that the short one may stand in the long one. Neither is a
    /// duplicate.
    fn contained_candidates(&self, duplicates: &AHashSet<Rank>) -> Result<Vec<(Rank, Rank)>> {
        let is_wanted = |rank: Rank| self.is_unique(rank) && !duplicates.contains(&rank);
        let mut pairs: Sorter<(Rank, Rank)> =
            Sorter::new(&self.walk.means, self.walk.means.share(CONTAINED_PAIRS));
        let mut longest: Vec<Rank> = Vec::new();
        self.examined.prints.for_each_group(is_same_hash, |group| {
            longest.clear();
            longest.extend(
                group
                    .iter()
                    .map(|posting| posting.1)
                    .filter(|&rank| is_wanted(rank)),
            );
            if !(2..=MAX_HOLDERS).contains(&longest.len()) {
                return Ok(());
            }
            longest.sort_by_key(|&rank| (u32::MAX - self.remainder_words(rank), rank));
            for (place, &long) in longest.iter().take(MAX_CONTAINERS).enumerate() {
                pairs.extend(longest[place + 1..].iter().map(|&short| (short, long)))?;
            }
            Ok(())
        })?;
        let mut out = Vec::new();
        pairs.finish()?.for_each_group(
            |a, b| a == b,
            |shared| {
                let short = self.survey.at_rank(shared[0].0);
                if shared.len() * 2 >= self.examined.remainder(short).prints as usize {
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
