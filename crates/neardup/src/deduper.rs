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
/// the text that is kept, never through a third one. Two texts that give different numbers or names
/// in the same place, or of which one denies what the other says, are two stories, however similar
/// they are.
///
/// Texts are given in the order of preference: of two, the first is kept, unless a later one tells
/// more. Their ids are the caller's and may be of any type.
///
/// All texts are held in memory. For more texts than memory holds, clean a dump on disk: the crate
/// `copydesk` does.
///
/// ```
/// use copydesk_neardup::Deduper;
///
/// let texts = [
///     ("harbour-post", "The ferry ran aground off Port Ambry on Monday. No one was hurt."),
///     ("island-news", "The ferry ran aground off Port Ambry on Monday. No one was hurt!"),
///     ("valley-times", "The ferry ran aground off Port Ambry on Tuesday. No one was hurt."),
/// ];
/// let clusters = Deduper::default().clusters(texts);
/// assert_eq!(clusters.len(), 1);
/// assert_eq!(clusters[0].representative, "harbour-post");
/// let member = &clusters[0].members[0];
/// assert_eq!((member.id, member.similarity), ("island-news", 1.0));
/// ```
#[derive(Clone, Debug)]
pub struct Deduper {
    settings: DeduperSettings,
    banding: Banding,
    hasher: MinHasher,
}

/// Texts that tell one story.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct Cluster<I> {
    /// The text that is kept.
    pub representative: I,
    /// The texts that can be removed, in the order in which they were given.
    pub members: Vec<Member<I>>,
}

/// A text that can be removed.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct Member<I> {
    /// The caller's id.
    pub id: I,
    /// Exact Jaccard similarity with the representative, 0..=1.
    pub similarity: f64,
    /// Share of the smaller shingle set that is also in the larger, 0..=1.
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
            hasher: MinHasher::new(banding.signature_len()),
        }
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> DeduperSettings {
        self.settings
    }

    /// Groups texts into clusters of two or more, ordered by their representatives. A text without
    /// a word is in no cluster.
    pub fn clusters<I: Clone, T: AsRef<str>>(
        &self,
        texts: impl IntoIterator<Item = (I, T)>,
    ) -> Vec<Cluster<I>> {
        let Ok(clusters) = self.try_clusters(texts.into_iter().map(Ok::<_, Infallible>));
        clusters
    }

    /// The same for texts that have to be fetched, where fetching may fail.
    ///
    /// # Errors
    /// The first error that the iterator returns.
    pub fn try_clusters<I: Clone, T: AsRef<str>, E>(
        &self,
        texts: impl IntoIterator<Item = Result<(I, T), E>>,
    ) -> Result<Vec<Cluster<I>>, E> {
        let mut prepared = Vec::new();
        for text in texts {
            let (id, text) = text?;
            prepared.push((id, self.prepare(text.as_ref())));
        }
        Ok(self.clusters_of_prepared(prepared))
    }

    /// Removes from a list every text that another text of the list makes superfluous, and returns
    /// the clusters, whose ids are positions in the list as it was before.
    ///
    /// ```
    /// use copydesk_neardup::Deduper;
    ///
    /// let mut texts = vec![
    ///     "The mill at Sarrow burned down on Friday night. No one was in it.".to_owned(),
    ///     "The mayor of Varn will open the new library in May.".to_owned(),
    ///     "The mill at Sarrow burned down on Friday night. No one was in it!".to_owned(),
    /// ];
    /// let clusters = Deduper::default().dedup(&mut texts);
    /// assert_eq!(texts.len(), 2);
    /// assert_eq!((clusters[0].representative, clusters[0].members[0].id), (0, 2));
    /// ```
    pub fn dedup<T: AsRef<str>>(&self, texts: &mut Vec<T>) -> Vec<Cluster<usize>> {
        let clusters = self.clusters(texts.iter().enumerate());
        remove_members(texts, &clusters);
        clusters
    }

    /// Finds the words, the shingles and the band keys of one text. This is most of the work of
    /// [`Self::clusters`], and no text needs another for it, so it can be done on many threads.
    ///
    /// ```
    /// use copydesk_neardup::Deduper;
    ///
    /// let deduper = Deduper::default();
    /// let texts = ["The library opens in May.", "Rain on Monday.", "The library opens in May!"];
    /// let prepared = texts.iter().enumerate().map(|(id, text)| (id, deduper.prepare(text)));
    /// assert_eq!(
    ///     deduper.clusters_of_prepared(prepared),
    ///     deduper.clusters(texts.iter().enumerate()),
    /// );
    /// ```
    #[must_use]
    pub fn prepare(&self, text: &str) -> PreparedText {
        let document = Document::new(text.to_owned());
        PreparedText {
            band_keys: self.band_keys(&document),
            shingles: ShingleSet::new(document.words(), self.settings.shingle_width),
            document,
        }
    }

    /// The clusters of texts that this deduper, or one with equal settings, has prepared.
    pub fn clusters_of_prepared<I: Clone>(
        &self,
        texts: impl IntoIterator<Item = (I, PreparedText)>,
    ) -> Vec<Cluster<I>> {
        let (ids, texts): (Vec<I>, Vec<PreparedText>) = texts.into_iter().unzip();
        let mut entries: Vec<(u64, Rank)> = Vec::new();
        for (index, text) in texts.iter().enumerate() {
            let rank = Rank::of_index(index);
            entries.extend(text.band_keys.iter().map(|&key| (key, rank)));
        }
        let texts = TextsByRank(texts);
        let Ok(matches) = self.matches(&Buckets::new(entries), &texts);
        by_representative(&ids, &matches)
    }

    fn matches(&self, buckets: &Buckets, texts: &TextsByRank) -> Result<Vec<Match>, Infallible> {
        let Clusters {
            mut matches, edges, ..
        } = cluster(buckets, self.settings.threshold, &texts)?;
        resolve(&mut matches, &edges, &texts)?;
        Ok(matches)
    }

    /// The keys of the buckets that a text belongs to. Two texts that share no key are never
    /// compared. They are public for callers that group texts by key themselves, such as an engine
    /// on many machines. A text without a word has none.
    #[must_use]
    pub fn band_keys(&self, document: &Document<'_>) -> Vec<u64> {
        if document.words().is_empty() {
            return Vec::new();
        }
        self.banding.keys(
            &self
                .hasher
                .sketch_words(document.words(), self.settings.shingle_width),
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

/// Removes the members of the clusters from a list. The ids of the clusters are positions in it.
///
/// ```
/// use copydesk_neardup::{Deduper, remove_members};
///
/// let mut headlines = vec!["Rain on Monday", "Library opens", "Rain on Monday!"];
/// let clusters = Deduper::default().clusters(headlines.iter().enumerate());
/// remove_members(&mut headlines, &clusters);
/// assert_eq!(headlines, ["Rain on Monday", "Library opens"]);
/// ```
///
/// # Panics
/// If an id is not a position in the list.
pub fn remove_members<T>(texts: &mut Vec<T>, clusters: &[Cluster<usize>]) {
    let mut is_member = vec![false; texts.len()];
    for member in clusters.iter().flat_map(|cluster| &cluster.members) {
        is_member[member.id] = true;
    }
    let mut is_member = is_member.into_iter();
    texts.retain(|_| !is_member.next().unwrap_or(false));
}

/// One text with its words, shingles and band keys: see [`Deduper::prepare`].
#[derive(Debug)]
pub struct PreparedText {
    document: Document<'static>,
    shingles: ShingleSet,
    band_keys: Vec<u64>,
}

/// The texts in the order of preference: the first has rank 0.
struct TextsByRank(Vec<PreparedText>);

impl<'s> Candidates for &'s TextsByRank {
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

    const STORY: &str = "The last ferry of the season left Port Ambry on Sunday with forty people \
                         and a cow on board. It was three hours late. The harbour master said that \
                         the engine had been cold and that nobody had thought to light the stove. \
                         The passengers sang to keep warm, and one of them proposed to another \
                         somewhere off the lighthouse.";

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
            let mut left = texts.clone();
            Deduper::default().dedup(&mut left);
            let removed: usize = clusters.iter().map(|cluster| cluster.members.len()).sum();
            prop_assert_eq!(left.len() + removed, texts.len());
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
