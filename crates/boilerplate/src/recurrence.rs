//! Furniture by recurrence: what stands in many *distinct stories* of one site.
//!
//! A wire story scraped fifty times repeats each of its paragraphs fifty times and is not furniture; the byline block on every page
//! is. What tells them apart is company: the wire story's paragraphs always stand together, furniture keeps different company. So
//! documents of a site are first grouped into stories, and a segment's recurrence is the number of *stories* it stands in.
//!
//! Two documents tell one story if they share at least half of what is particular to the smaller one. A segment's weight is its
//! length in words over the number of the site's documents that hold it (the idea of inverse document frequency, Spärck Jones 1972),
//! so a disclaimer on a hundred pages weighs nothing and a paragraph found twice weighs much. Documents are compared only with the
//! first holder of each of their segments: linear in the number of segments, and enough, because copies of a story share all of
//! its paragraphs.

use ahash::AHashMap;
use serde::{Deserialize, Serialize};

/// One segment seen in one document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Sighting {
    /// Number of the site.
    pub site: u32,
    /// The segment's fingerprint.
    pub key: u128,
    /// Number of the document. Smaller means first in whatever order does not depend on the input's.
    pub document: u32,
    /// Length in effective words.
    pub words: u16,
    /// How often it stands in this document.
    pub times: u16,
    /// Whether it stands near the head or the foot of the document, or the document is short.
    pub at_edge: bool,
}

/// How a segment recurs on a site.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Recurrence {
    /// Distinct stories of the site that hold it.
    pub stories: u32,
    /// Distinct stories of the site altogether.
    pub of_stories: u32,
    /// Documents of the site that hold it.
    pub documents: u32,
    /// Length in effective words.
    pub words: u16,
    /// Mean number of times it stands in a document that holds it.
    pub times: f32,
    /// Share of its documents in which it stands near the head or foot.
    pub edge_share: f32,
}

/// The frozen result of a survey: every segment that stands in two or more distinct stories of a site.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct RecurrenceTable {
    by_segment: AHashMap<(u32, u128), Recurrence>,
    by_shape: AHashMap<(u32, u128), Recurrence>,
    stories_of_site: AHashMap<u32, u32>,
    /// While it is counted: which documents tell one story.
    #[serde(skip)]
    stories: Stories,
}

/// Share of the smaller document's weight that makes two documents one story.
const SAME_STORY: f64 = 0.5;
/// Fixed point of weights: sums must not depend on the order of addition.
const WEIGHT_UNIT: u64 = 1 << 20;

impl Sighting {
    /// Whether both are of one segment on one site.
    #[must_use]
    pub fn is_of_same_segment(&self, other: &Self) -> bool {
        (self.site, self.key) == (other.site, other.key)
    }
}

impl RecurrenceTable {
    /// Counts sightings, which may come in any order, one for each distinct segment of a document. `sites` is the site of each
    /// document.
    ///
    /// ```
    /// use copydesk_boilerplate::{RecurrenceTable, Sighting};
    ///
    /// // Three stories of their own, each under the same byline block.
    /// let sighting = |key, document| Sighting { site: 0, key, document, words: 9, times: 1, at_edge: true };
    /// let seen = (0..3).flat_map(|d| [sighting(7, d), sighting(100 + u128::from(d), d)]).collect();
    /// let table = RecurrenceTable::new(seen, &[0, 0, 0]);
    /// assert_eq!(table.get(0, 7).map(|r| r.stories), Some(3));
    /// assert!(table.get(0, 100).is_none());
    /// ```
    #[must_use]
    pub fn new(sightings: Vec<Sighting>, sites: &[u32]) -> Self {
        Self::with_shapes(sightings, Vec::new(), sites)
    }

    /// The same, and beside the segments their shapes: the key of a shape is that of the segment with its numbers left blank, so that
    /// `© 2019` and `© 2020` are one. Which documents tell one story follows from the segments alone.
    #[must_use]
    pub fn with_shapes(mut sightings: Vec<Sighting>, mut shapes: Vec<Sighting>, sites: &[u32]) -> Self {
        sightings.sort_unstable();
        shapes.sort_unstable();
        let mut weights = Weights::new(sites.len());
        let mut shared: AHashMap<(u32, u32), u64> = AHashMap::new();
        for group in sightings.chunk_by(Sighting::is_of_same_segment) {
            weights.add(group, |a, b, weight| *shared.entry((a, b)).or_default() += weight);
        }
        let mut stories = weights.into_stories();
        shared.into_iter().for_each(|((a, b), shared)| stories.join(a, b, shared));
        let mut table = Self::of(stories, sites);
        sightings.chunk_by(Sighting::is_of_same_segment).for_each(|group| table.count_segment(group));
        shapes.chunk_by(Sighting::is_of_same_segment).for_each(|group| table.count_shape(group));
        table.finish()
    }

    /// A table in which nothing is counted yet. Who cannot hold all sightings counts them group by group: [`Weights`] first, then
    /// [`Stories`], then this.
    #[must_use]
    pub fn of(stories: Stories, sites: &[u32]) -> Self {
        let stories = stories.settled();
        Self { stories_of_site: stories.count_by_site(sites), stories, ..Self::default() }
    }

    /// Counts all sightings of one segment on one site.
    pub fn count_segment(&mut self, group: &[Sighting]) {
        self.by_segment.extend(self.recurrence(group));
    }

    /// Counts all sightings of one shape on one site.
    pub fn count_shape(&mut self, group: &[Sighting]) {
        self.by_shape.extend(self.recurrence(group));
    }

    /// Forgets what was needed for counting only.
    #[must_use]
    pub fn finish(self) -> Self {
        Self { stories: Stories::default(), ..self }
    }

    /// How a segment recurs, if it stands in two or more distinct stories.
    fn recurrence(&self, group: &[Sighting]) -> Option<((u32, u128), Recurrence)> {
        if group.len() < 2 {
            return None;
        }
        let mut roots: Vec<u32> = group.iter().map(|s| self.stories.root(s.document)).collect();
        roots.sort_unstable();
        roots.dedup();
        let (site, key) = (group[0].site, group[0].key);
        let documents = group.len() as f32;
        let recurrence = || Recurrence {
            stories: roots.len() as u32,
            of_stories: self.stories_of(site),
            documents: group.len() as u32,
            words: group[0].words,
            times: group.iter().map(|s| f32::from(s.times)).sum::<f32>() / documents,
            edge_share: group.iter().filter(|s| s.at_edge).count() as f32 / documents,
        };
        (roots.len() > 1).then(|| ((site, key), recurrence()))
    }

    /// How a segment recurs on a site, if it stands in at least two of its stories.
    #[must_use]
    pub fn get(&self, site: u32, key: u128) -> Option<&Recurrence> {
        self.by_segment.get(&(site, key))
    }

    /// How a segment's shape recurs on a site, if it stands in at least two of its stories.
    #[must_use]
    pub fn get_shape(&self, site: u32, key: u128) -> Option<&Recurrence> {
        self.by_shape.get(&(site, key))
    }

    /// Distinct stories of a site.
    #[must_use]
    pub fn stories_of(&self, site: u32) -> u32 {
        self.stories_of_site.get(&site).copied().unwrap_or_default()
    }
}

/// How much each document says that is its own, added up segment by segment.
#[derive(Debug)]
pub struct Weights(Vec<u64>);

impl Weights {
    /// Weights of so many documents, all nothing yet.
    #[must_use]
    pub fn new(documents: usize) -> Self {
        Self(vec![0; documents])
    }

    /// Adds all sightings of one segment on one site. `shares` is told what each of its documents shares with the first: their
    /// numbers, and the segment's weight.
    pub fn add(&mut self, group: &[Sighting], mut shares: impl FnMut(u32, u32, u64)) {
        let each = u64::from(group[0].words.max(1)) * WEIGHT_UNIT / group.len() as u64;
        let first = group[0].document;
        for sighting in group {
            self.0[sighting.document as usize] += each;
            if sighting.document != first {
                shares(first, sighting.document, each);
            }
        }
    }

    /// Stories to be joined, one for each document so far.
    #[must_use]
    pub fn into_stories(self) -> Stories {
        Stories { parents: (0..self.0.len() as u32).collect(), weights: self.0 }
    }
}

/// Documents grouped into stories: a union-find forest over document numbers.
#[derive(Debug, Default)]
pub struct Stories {
    parents: Vec<u32>,
    weights: Vec<u64>,
}

impl Stories {
    /// Makes two documents one story if what they share, all of it together, is enough.
    pub fn join(&mut self, a: u32, b: u32, shared: u64) {
        let smaller = self.weights[a as usize].min(self.weights[b as usize]);
        if shared as f64 >= SAME_STORY * smaller as f64 {
            self.unite(a, b);
        }
    }

    /// Parents have smaller numbers, so one pass in order points every document at its root.
    fn settled(mut self) -> Self {
        self.weights = Vec::new();
        for document in 0..self.parents.len() {
            self.parents[document] = self.parents[self.parents[document] as usize];
        }
        self
    }

    fn root(&self, mut document: u32) -> u32 {
        while self.parents[document as usize] != document {
            document = self.parents[document as usize];
        }
        document
    }

    /// The same, and halves the way for whoever comes next, so that no chain of stories makes all ways long.
    fn root_halving(&mut self, mut document: u32) -> u32 {
        while self.parents[document as usize] != document {
            let parent = self.parents[document as usize];
            self.parents[document as usize] = self.parents[parent as usize];
            document = self.parents[document as usize];
        }
        document
    }

    /// The smaller number becomes the root, so the outcome does not depend on the order of unions.
    fn unite(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root_halving(a), self.root_halving(b));
        self.parents[a.max(b) as usize] = a.min(b);
    }

    fn count_by_site(&self, sites: &[u32]) -> AHashMap<u32, u32> {
        let mut count = AHashMap::new();
        for (_, &site) in sites.iter().enumerate().filter(|&(d, _)| self.parents[d] == d as u32) {
            *count.entry(site).or_default() += 1;
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sighting(key: u128, document: u32, words: u16) -> Sighting {
        Sighting { site: 0, key, document, words, times: 1, at_edge: true }
    }

    #[test]
    fn a_story_scraped_fifty_times_is_one_story() {
        let copies = (0..50).flat_map(|d| (0..8).map(move |p| sighting(1000 + p, d, 30)));
        let table = RecurrenceTable::new(copies.collect(), &[0; 50]);
        assert_eq!(table.stories_of(0), 1);
        assert!(table.get(0, 1000).is_none());
    }

    #[test]
    fn a_disclaimer_longer_than_the_stories_does_not_make_them_one() {
        let pages = (0..40).flat_map(|d| [sighting(1, d, 75), sighting(100 + u128::from(d), d, 20)]);
        let table = RecurrenceTable::new(pages.collect(), &[0; 40]);
        assert_eq!(table.stories_of(0), 40);
        assert_eq!(table.get(0, 1).map(|r| r.stories), Some(40));
    }

    #[test]
    fn a_line_with_another_number_each_time_is_one_shape() {
        let own = (0..10).map(|d| sighting(100 + u128::from(d), d, 60));
        let table = RecurrenceTable::with_shapes(own.collect(), (0..10).map(|d| sighting(5, d, 2)).collect(), &[0; 10]);
        assert_eq!(table.get_shape(0, 5).map(|r| (r.stories, r.of_stories)), Some((10, 10)));
        assert!(table.get(0, 5).is_none());
    }

    #[test]
    fn an_edited_copy_is_the_same_story() {
        let page =
            |d: u32, own: u128| (0..6).map(move |p| sighting(500 + p, d, 30)).chain([sighting(own, d, 30), sighting(1, d, 12)]);
        let other = (2..10).flat_map(|d| [sighting(1, d, 12), sighting(900 + u128::from(d), d, 60)]);
        let table = RecurrenceTable::new(page(0, 7).chain(page(1, 8)).chain(other).collect(), &[0; 10]);
        assert_eq!(table.stories_of(0), 9);
        assert_eq!(table.get(0, 1).map(|r| r.stories), Some(9));
        assert!(table.get(0, 500).is_none());
    }
}
