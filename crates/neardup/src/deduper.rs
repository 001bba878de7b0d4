//! Near-duplicates among texts that fit into memory.

use crate::banding::Banding;
use crate::clusters::{Buckets, Candidates, Clusters, Match, cluster, resolve};
use crate::shingles::ShingleSet;
use crate::signature::MinHasher;
use crate::stories::{Comparison, Relation, Story, Verdict, VersionOrder};
use copydesk_text::{Document, Rank};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt;

/// When two texts are near-duplicates.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct DeduperSettings {
    /// Jaccard similarity of the shingle sets from which on two texts may be one story, 0..=1.
    pub threshold: f64,
    /// Width of a shingle, in words.
    pub shingle_width: usize,
}

impl Default for DeduperSettings {
    fn default() -> Self {
        Self {
            threshold: 0.8,
            shingle_width: 5,
        }
    }
}

/// A setting that makes no sense.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfigError(String);

impl ConfigError {
    /// An error with a message that names the setting, its value and its range.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

/// Groups texts that tell the same story in nearly the same words.
///
/// Candidates are found by MinHash and banding, then measured exactly on their shingle sets against
/// the text that stays, never through a third one. Two texts that give different numbers or names
/// in the same place, or of which one denies what the other says, are two stories, however similar
/// they are.
///
/// Texts are given in the order of preference: of two, the first stays, unless a later one tells
/// more. Their ids are the caller's and may be of any type.
///
/// ```
/// use copydesk_neardup::Deduper;
///
/// let texts = [
///     ("harbour-post", "The ferry ran aground off Port Ambry on Monday, the coast guard said. No one was hurt."),
///     ("island-news", "The ferry ran aground off Port Ambry on Monday, the coast guard said. No one was hurt!"),
///     ("valley-times", "The ferry ran aground off Port Ambry on Tuesday, the coast guard said. No one was hurt."),
/// ];
/// let clusters = Deduper::default().clusters(texts);
/// assert_eq!(clusters.len(), 1);
/// assert_eq!(clusters[0].representative, "harbour-post");
/// assert_eq!((clusters[0].members[0].id, clusters[0].members[0].similarity), ("island-news", 1.0));
/// ```
#[derive(Clone, Debug)]
pub struct Deduper {
    settings: DeduperSettings,
    banding: Banding,
    signer: MinHasher,
}

/// Texts that tell one story.
#[derive(Clone, PartialEq, Debug)]
pub struct Cluster<I> {
    /// The text that stays.
    pub representative: I,
    /// The texts that can go, in the order in which they were given.
    pub members: Vec<Member<I>>,
}

/// A text that can go.
#[derive(Clone, PartialEq, Debug)]
pub struct Member<I> {
    /// The caller's id.
    pub id: I,
    /// Exact Jaccard similarity with the representative, 0..=1.
    pub similarity: f64,
    /// Share of the smaller shingle set that stands in the larger, 0..=1.
    pub containment: f64,
    /// How its story relates to that of the representative.
    pub relation: Relation,
}

impl Deduper {
    /// A deduper with these settings.
    ///
    /// # Errors
    /// If the threshold is no number from 0 to 1, or a shingle would hold no word.
    pub fn new(settings: DeduperSettings) -> Result<Self, ConfigError> {
        let DeduperSettings {
            threshold,
            shingle_width,
        } = settings;
        if !(0.0..=1.0).contains(&threshold) {
            return Err(ConfigError(format!(
                "threshold {threshold}: must lie between 0 and 1"
            )));
        }
        if shingle_width == 0 {
            return Err(ConfigError(
                "shingle width 0: a shingle holds at least one word".to_owned(),
            ));
        }
        Ok(Self::of(settings))
    }

    fn of(settings: DeduperSettings) -> Self {
        let banding = Banding::for_threshold(settings.threshold);
        Self {
            settings,
            banding,
            signer: MinHasher::new(banding.signature_len()),
        }
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> DeduperSettings {
        self.settings
    }

    /// The clusters of two and more texts, by their representatives in the order given. A text
    /// without a word is in no cluster.
    pub fn clusters<I: Clone, T: AsRef<str>>(
        &self,
        texts: impl IntoIterator<Item = (I, T)>,
    ) -> Vec<Cluster<I>> {
        let Ok(clusters) = self.try_clusters(texts.into_iter().map(Ok::<_, Infallible>));
        clusters
    }

    /// The same for texts that have to be fetched and may fail to come.
    ///
    /// # Errors
    /// The first error that the texts give.
    pub fn try_clusters<I: Clone, T: AsRef<str>, E>(
        &self,
        texts: impl IntoIterator<Item = Result<(I, T), E>>,
    ) -> Result<Vec<Cluster<I>>, E> {
        let mut ids = Vec::new();
        let mut samples = Vec::new();
        let mut entries: Vec<(u64, Rank)> = Vec::new();
        for text in texts {
            let (id, text) = text?;
            let rank = Rank::of_index(ids.len());
            let sample = Sample::new(text.as_ref(), self.settings.shingle_width);
            entries.extend(
                self.band_keys(&sample.document)
                    .into_iter()
                    .map(|key| (key, rank)),
            );
            ids.push(id);
            samples.push(sample);
        }
        let samples = Samples(samples);
        let Ok(matches) = self.matches(&Buckets::new(entries), &samples);
        Ok(by_representative(&ids, &matches))
    }

    fn matches(&self, buckets: &Buckets, samples: &Samples) -> Result<Vec<Match>, Infallible> {
        let Clusters {
            mut matches, edges, ..
        } = cluster(buckets, self.settings.threshold, &samples)?;
        resolve(&mut matches, &edges, &samples)?;
        Ok(matches)
    }

    /// The keys of the buckets that a text stands in: two texts that share none are never compared.
    /// For those who group keys themselves, such as an engine on many machines. A text without a
    /// word has none.
    #[must_use]
    pub fn band_keys(&self, document: &Document<'_>) -> Vec<u64> {
        if document.words().is_empty() {
            return Vec::new();
        }
        self.banding.keys(
            &self
                .signer
                .sign_words(document.words(), self.settings.shingle_width),
        )
    }
}

impl Default for Deduper {
    fn default() -> Self {
        Self::of(DeduperSettings::default())
    }
}

fn by_representative<I: Clone>(ids: &[I], matches: &[Match]) -> Vec<Cluster<I>> {
    let mut members: BTreeMap<Rank, Vec<Member<I>>> = BTreeMap::new();
    for found in matches {
        members
            .entry(found.representative)
            .or_default()
            .push(Member {
                id: ids[found.member.index()].clone(),
                similarity: found.overlap.jaccard(),
                containment: found.overlap.containment(),
                relation: found.relation,
            });
    }
    let clusters = members.into_iter();
    clusters
        .map(|(rank, members)| Cluster {
            representative: ids[rank.index()].clone(),
            members,
        })
        .collect()
}

/// What a text is compared by.
struct Sample {
    document: Document<'static>,
    shingles: ShingleSet,
}

impl Sample {
    fn new(text: &str, shingle_width: usize) -> Self {
        let document = Document::new(text.to_owned());
        let shingles = ShingleSet::new(document.words(), shingle_width);
        Self { document, shingles }
    }
}

/// The texts by rank.
struct Samples(Vec<Sample>);

impl<'s> Candidates for &'s Samples {
    type Error = Infallible;
    type Shingles = &'s ShingleSet;

    fn shingles(&self, document: Rank) -> Result<&'s ShingleSet, Infallible> {
        Ok(&self.0[document.index()].shingles)
    }

    fn relate(&self, left: Rank, right: Rank) -> Result<Verdict, Infallible> {
        let (left, right) = (&self.0[left.index()], &self.0[right.index()]);
        let stories = (Story::of(&left.document), Story::of(&right.document));
        Ok(Comparison::of(&stories.0, &stories.1).verdict(VersionOrder::Unknown))
    }

    fn is_told_by(&self, document: Rank, others: &[Rank]) -> Result<bool, Infallible> {
        let story = |rank: &Rank| Story::of(&self.0[rank.index()].document);
        let others: Vec<Story<'_>> = others.iter().map(story).collect();
        Ok(story(&document).is_told_by(&others))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STORY: &str = "The last ferry of the season left Port Ambry on Sunday with forty people and a cow on board. It was three \
        hours late. The harbour master said that the engine had been cold and that nobody had thought to light the stove. \
        The passengers sang to keep warm, and one of them proposed to another somewhere off the lighthouse.";

    #[test]
    fn an_update_stays_in_place_of_what_it_updates() {
        let update = format!(
            "{STORY} Engineer Ottilie Brandt was dismissed on Thursday by the owners of the line."
        );
        let clusters = Deduper::default().clusters([(1, STORY.to_owned()), (2, update)]);
        assert_eq!(
            (clusters[0].representative, clusters[0].members[0].id),
            (2, 1)
        );
    }

    #[test]
    fn empty_texts_are_no_duplicates_and_short_ones_are_compared_whole() {
        let clusters = Deduper::default().clusters([
            (1, ""),
            (2, ""),
            (3, "Loading"),
            (4, "Video"),
            (5, "loading…"),
        ]);
        assert_eq!(clusters.len(), 1);
        assert_eq!(
            (clusters[0].representative, clusters[0].members[0].id),
            (3, 5)
        );
    }

    #[test]
    fn a_text_that_does_not_come_is_an_error() {
        let texts = [Ok((1, STORY)), Err("the disk is gone")];
        assert_eq!(
            Deduper::default().try_clusters(texts),
            Err("the disk is gone")
        );
    }

    #[test]
    fn settings_without_sense_are_refused() {
        let settings = DeduperSettings::default();
        assert!(
            Deduper::new(DeduperSettings {
                threshold: 1.5,
                ..settings
            })
            .is_err()
        );
        assert!(
            Deduper::new(DeduperSettings {
                threshold: f64::NAN,
                ..settings
            })
            .is_err()
        );
        assert!(
            Deduper::new(DeduperSettings {
                shingle_width: 0,
                ..settings
            })
            .is_err()
        );
    }

    proptest! {
        #[test]
        fn every_text_is_in_one_cluster_at_most_and_measured(texts in proptest::collection::vec("[a-c]( [a-c]){0,9}", 0..30)) {
            let clusters = Deduper::default().clusters(texts.iter().enumerate());
            let mut seen = Vec::new();
            for cluster in &clusters {
                seen.push(cluster.representative);
                let set = |at: usize| ShingleSet::new(Document::new(texts[at].as_str()).words(), 5);
                for member in &cluster.members {
                    seen.push(member.id);
                    prop_assert_eq!(member.similarity, set(member.id).overlap(&set(cluster.representative)).jaccard());
                    prop_assert!(member.similarity >= 0.8);
                }
            }
            let count = seen.len();
            seen.sort_unstable();
            seen.dedup();
            prop_assert_eq!(seen.len(), count);
        }
    }
}
