//! Near-duplicates among texts that fit into memory.
//!
//! [`Deduper`] does for texts in memory what `copydesk-pipeline` does for a dump on disk, with the
//! same parts of this crate. But it does not remove boilerplate or repeats inside a text first, and
//! does not look for digests. [`Deduper::prepare`] does the work that each text needs by itself.
//! [`Deduper::clusters_of_prepared`] does the work that needs all texts.

mod cluster;
mod settings;

pub use cluster::{Cluster, Member, remove_members};
pub use settings::{ConfigError, DeduperSettings};

use crate::banding::Banding;
use crate::clusters::{Buckets, Candidates, Clusters, Match, resolve};
use crate::shingles::ShingleSet;
use crate::signature::MinHasher;
use crate::stories::{Comparison, Story, Verdict, VersionOrder};
use cluster::by_representative;
use copydesk_text::{Document, Rank};
use std::convert::Infallible;

/// Groups texts that tell the same story in nearly the same words.
///
/// Texts that may be duplicates are found by MinHash and banding. Then each is compared exactly, by
/// its shingles and sentence by sentence, with the very text that is kept. Two texts are two
/// stories, however similar they are, if they give different numbers or names in the same place, or
/// if one denies what the other says.
///
/// Texts are given in the order of preference: of two duplicates the first is kept, unless the
/// later one tells more. Their ids are the caller's and may be of any type.
///
/// All texts are held in memory. The crate `copydesk` cleans dumps on disk, which may be larger
/// than memory.
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
    /// The banding for the threshold of the settings.
    banding: Banding,
    /// Makes signatures of the length that the banding needs.
    hasher: MinHasher,
}

impl Deduper {
    /// A deduper with these settings.
    ///
    /// # Errors
    /// If the threshold is not between 0 and 1, or the width of a shingle is zero.
    pub fn new(settings: DeduperSettings) -> Result<Self, ConfigError> {
        settings.validate()?;
        Ok(Self::of(settings))
    }

    /// A deduper with settings that are known to be valid.
    fn of(settings: DeduperSettings) -> Self {
        let banding = Banding::for_threshold(settings.threshold);
        Self {
            settings,
            banding,
            hasher: MinHasher::new(banding.signature_len()),
        }
    }

    /// The settings with which the deduper was made.
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

    /// The same as [`Self::clusters`], for texts that have to be fetched, which may fail.
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

    /// Removes the duplicates from a list of texts. Returns the clusters, whose ids are indices in
    /// the list as it was before.
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
    /// [`Self::clusters`]. It needs no other text, so callers can do it on many threads.
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

    /// The clusters of texts that were prepared by this deduper, or by one with equal settings.
    pub fn clusters_of_prepared<I: Clone>(
        &self,
        texts: impl IntoIterator<Item = (I, PreparedText)>,
    ) -> Vec<Cluster<I>> {
        let (ids, texts): (Vec<I>, Vec<PreparedText>) = texts.into_iter().unzip();
        let mut entries: Vec<(u64, Rank)> = Vec::new();
        for (index, text) in texts.iter().enumerate() {
            for &key in &text.band_keys {
                entries.push((key, Rank::of_index(index)));
            }
        }
        // The order in which texts are given is the order of preference.
        let texts = TextsByRank(texts);
        let Ok(matches) = self.matches(&Buckets::new(entries), &texts);
        by_representative(&ids, &matches)
    }

    /// The matches of the texts that can be removed, in order of the texts.
    fn matches(&self, buckets: &Buckets, texts: &TextsByRank) -> Result<Vec<Match>, Infallible> {
        let Clusters {
            mut matches, edges, ..
        } = crate::clusters::cluster(buckets, self.settings.threshold, &texts)?;
        resolve(&mut matches, &edges, &texts)?;
        Ok(matches)
    }

    /// The keys of a text's bands: hashes that similar texts are likely to have in common. Two
    /// texts without a common key are never compared. A text without words has no keys.
    ///
    /// This method is public for callers that group texts by key themselves, such as an engine on
    /// many machines.
    #[must_use]
    pub fn band_keys(&self, document: &Document<'_>) -> Vec<u64> {
        // Empty sets all have the same signature, so texts without words would be in one bucket.
        if document.words().is_empty() {
            return Vec::new();
        }
        let width = self.settings.shingle_width;
        let signature = self.hasher.sketch_words(document.words(), width);
        self.banding.keys(&signature)
    }
}

impl Default for Deduper {
    fn default() -> Self {
        Self::of(DeduperSettings::default())
    }
}

/// A text with its words, shingles and band keys, made by [`Deduper::prepare`].
#[derive(Debug)]
pub struct PreparedText {
    document: Document<'static>,
    shingles: ShingleSet,
    band_keys: Vec<u64>,
}

/// The texts in order of preference: the index of each is its rank.
struct TextsByRank(Vec<PreparedText>);

impl TextsByRank {
    fn story(&self, document: Rank) -> Story<'_> {
        Story::of(&self.0[document.index()].document)
    }
}

impl<'s> Candidates for &'s TextsByRank {
    type Error = Infallible;
    type Shingles = &'s ShingleSet;

    fn shingles(&self, document: Rank) -> Result<&'s ShingleSet, Infallible> {
        Ok(&self.0[document.index()].shingles)
    }

    fn relate(&self, left: Rank, right: Rank) -> Result<Verdict, Infallible> {
        let comparison = Comparison::of(&self.story(left), &self.story(right));
        // The texts have no dates, so it is not known which of them is the later version.
        Ok(comparison.verdict(VersionOrder::Unknown))
    }

    fn is_told_by(&self, document: Rank, others: &[Rank]) -> Result<bool, Infallible> {
        let mut stories = Vec::with_capacity(others.len());
        for &other in others {
            stories.push(self.story(other));
        }
        Ok(self.story(document).is_told_by(&stories))
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
    fn an_update_is_kept_instead_of_the_earlier_report() {
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
    fn a_text_that_cannot_be_fetched_is_an_error() {
        let texts = [Ok((1, STORY)), Err("the disk is gone")];
        assert_eq!(
            Deduper::default().try_clusters(texts),
            Err("the disk is gone")
        );
    }

    #[test]
    fn invalid_settings_are_refused() {
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
        fn every_text_is_in_one_cluster_at_most_and_measured(
            texts in proptest::collection::vec("[a-c]( [a-c]){0,9}", 0..30),
        ) {
            let clusters = Deduper::default().clusters(texts.iter().enumerate());
            let mut kept = texts.clone();
            Deduper::default().dedup(&mut kept);
            let removed: usize = clusters.iter().map(|cluster| cluster.members.len()).sum();
            prop_assert_eq!(kept.len() + removed, texts.len());
            let mut seen = Vec::new();
            for cluster in &clusters {
                seen.push(cluster.representative);
                let set = |id: usize| ShingleSet::new(Document::new(texts[id].as_str()).words(), 5);
                let kept_set = set(cluster.representative);
                for member in &cluster.members {
                    seen.push(member.id);
                    let similarity = set(member.id).overlap(&kept_set).jaccard();
                    prop_assert_eq!(member.similarity, similarity);
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
