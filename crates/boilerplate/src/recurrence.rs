//! Furniture by recurrence: what stands in many *distinct stories* of one site.
//!
//! A wire story scraped fifty times repeats each of its paragraphs fifty times and is not
//! furniture; the byline block on every page is. What tells them apart is company: the wire story's
//! paragraphs always stand together, furniture keeps different company. So documents of a site are
//! first grouped into stories, and a segment's recurrence is the number of *stories* it stands in.
//!
//! Two documents tell one story if they share at least half of what is particular to the smaller
//! one. A segment's weight is its length in words over the number of the site's documents that hold
//! it (the idea of inverse document frequency, Spärck Jones 1972), so a disclaimer on a hundred
//! pages weighs nothing and a paragraph found twice weighs much. Documents are compared only with
//! the first holder of each of their segments: linear in the number of segments, and enough,
//! because copies of a story share all of its paragraphs.

use ahash::AHashMap;
use copydesk_text::{Fingerprint, Rank, SiteId};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering};

/// One segment seen in one document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SegmentOccurrence {
    /// The site that the document comes from.
    pub site: SiteId,
    /// The segment's key, or that of its template.
    pub key: Fingerprint,
    /// The document, by a number that does not depend on the order of the input.
    pub document: Rank,
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

/// Every segment that occurs in two or more distinct stories of a site. It only answers;
/// [`Self::count`] makes one from occurrences in memory, a [`RecurrenceCounter`] from more than
/// that.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct RecurrenceTable {
    by_segment: Counts,
    by_template: Counts,
    stories_of_site: AHashMap<u32, u32>,
}

/// By the numbers of site and key.
type Counts = AHashMap<(u32, u128), Recurrence>;

/// Share of the smaller document's weight that makes two documents one story.
const SAME_STORY: f64 = 0.5;
/// Fixed point of weights: sums must not depend on the order of addition.
const WEIGHT_UNIT: u64 = 1 << 20;

impl SegmentOccurrence {
    /// Whether both are of one segment on one site.
    #[must_use]
    pub fn is_of_same_segment(&self, other: &Self) -> bool {
        (self.site, self.key) == (other.site, other.key)
    }
}

impl RecurrenceTable {
    /// Counts occurrences, which may come in any order, one for each distinct segment of a
    /// document, and beside them those of templates: the key of a template is that of a segment
    /// whose numbers may be any, so that `© 2019` and `© 2020` are one. Which documents tell one
    /// story follows from the segments alone. `sites` is the site of each document.
    ///
    /// ```
    /// use copydesk_boilerplate::{RecurrenceTable, SegmentOccurrence};
    /// use copydesk_text::{Document, Rank, SiteId};
    ///
    /// // Three stories of their own, each under the same byline block.
    /// let site = SiteId::new(0);
    /// let tips = "Story tips can be sent to the desk";
    /// let page = |d: u32| Document::new(format!("{tips}\nStory {d} is about the harbour"));
    /// let occurrence = |d: u32, segment| SegmentOccurrence {
    ///     site,
    ///     key: page(d).key(segment),
    ///     document: Rank::new(d),
    ///     words: 8,
    ///     times: 1,
    ///     at_edge: true,
    /// };
    /// let seen = (0..3).flat_map(|d| [occurrence(d, 0), occurrence(d, 1)]).collect();
    /// let table = RecurrenceTable::count(seen, Vec::new(), &[site; 3]);
    /// assert_eq!(table.get(site, page(0).key(0)).map(|r| r.stories), Some(3));
    /// assert!(table.get(site, page(0).key(1)).is_none());
    /// ```
    #[must_use]
    pub fn count(
        mut segments: Vec<SegmentOccurrence>,
        mut templates: Vec<SegmentOccurrence>,
        sites: &[SiteId],
    ) -> Self {
        segments.sort_unstable();
        templates.sort_unstable();
        let weights = Weights::new(sites.len());
        let mut shared: AHashMap<(Rank, Rank), u64> = AHashMap::new();
        for group in segments.chunk_by(SegmentOccurrence::is_of_same_segment) {
            for (a, b, weight) in weights.add(group) {
                *shared.entry((a, b)).or_default() += weight;
            }
        }
        let mut stories = weights.into_stories();
        shared
            .into_iter()
            .for_each(|((a, b), shared)| stories.join(a, b, shared));
        let mut counter = RecurrenceCounter::new(stories, sites);
        segments
            .chunk_by(SegmentOccurrence::is_of_same_segment)
            .for_each(|group| counter.count_segment(group));
        templates
            .chunk_by(SegmentOccurrence::is_of_same_segment)
            .for_each(|group| counter.count_template(group));
        counter.finish()
    }

    /// How a segment recurs on a site, if it stands in at least two of its stories.
    #[must_use]
    pub fn get(&self, site: SiteId, key: Fingerprint) -> Option<&Recurrence> {
        self.by_segment.get(&(site.number(), key.bits()))
    }

    /// How a segment's template recurs on a site, if it stands in at least two of its stories.
    #[must_use]
    pub fn get_template(&self, site: SiteId, key: Fingerprint) -> Option<&Recurrence> {
        self.by_template.get(&(site.number(), key.bits()))
    }

    /// All segments that recur, with their sites, in no particular order.
    pub fn segments(&self) -> impl Iterator<Item = (SiteId, Fingerprint, &Recurrence)> {
        self.by_segment.iter().map(|(&(site, key), recurrence)| {
            (SiteId::new(site), Fingerprint::of_bits(key), recurrence)
        })
    }

    /// Distinct stories of a site.
    #[must_use]
    pub fn stories_of(&self, site: SiteId) -> u32 {
        self.stories_of_site
            .get(&site.number())
            .copied()
            .unwrap_or_default()
    }
}

/// Counts recurrence for those who cannot hold all occurrences at once: group by group, first all
/// of them for [`Weights`], which make [`Stories`], then again for this.
#[derive(Debug)]
pub struct RecurrenceCounter {
    stories: Stories,
    table: RecurrenceTable,
}

impl RecurrenceCounter {
    /// A counter that has seen nothing yet of documents that tell these stories; `sites` is the
    /// site of each.
    #[must_use]
    pub fn new(stories: Stories, sites: &[SiteId]) -> Self {
        let stories = stories.settled();
        let table = RecurrenceTable {
            stories_of_site: stories.count_by_site(sites),
            ..RecurrenceTable::default()
        };
        Self { stories, table }
    }

    /// Counts all occurrences of one segment on one site.
    pub fn count_segment(&mut self, group: &[SegmentOccurrence]) {
        let counted = self.counted(group);
        self.add_segments(counted);
    }

    /// Counts all occurrences of one template on one site.
    pub fn count_template(&mut self, group: &[SegmentOccurrence]) {
        let counted = self.counted(group);
        self.add_templates(counted);
    }

    /// What all occurrences of one segment or template on one site come to, to be added later:
    /// several threads may count at the same time. `None` if it stands in fewer than two stories.
    #[must_use]
    pub fn counted(&self, group: &[SegmentOccurrence]) -> Option<Counted> {
        self.recurrence(group)
            .map(|(key, recurrence)| Counted(key, recurrence))
    }

    /// Adds what was counted of segments.
    pub fn add_segments(&mut self, counted: impl IntoIterator<Item = Counted>) {
        let counted = counted.into_iter().map(|Counted(key, of)| (key, of));
        self.table.by_segment.extend(counted);
    }

    /// Adds what was counted of templates.
    pub fn add_templates(&mut self, counted: impl IntoIterator<Item = Counted>) {
        let counted = counted.into_iter().map(|Counted(key, of)| (key, of));
        self.table.by_template.extend(counted);
    }

    /// What was counted.
    #[must_use]
    pub fn finish(self) -> RecurrenceTable {
        self.table
    }

    /// How a segment recurs, if it stands in two or more distinct stories.
    fn recurrence(&self, group: &[SegmentOccurrence]) -> Option<((u32, u128), Recurrence)> {
        if group.len() < 2 {
            return None;
        }
        let mut roots: Vec<u32> = group
            .iter()
            .map(|s| self.stories.root(s.document.number()))
            .collect();
        roots.sort_unstable();
        roots.dedup();
        if roots.len() < 2 {
            return None;
        }
        let first = group[0];
        let documents = group.len() as f32;
        let recurrence = Recurrence {
            stories: roots.len() as u32,
            of_stories: self.table.stories_of(first.site),
            documents: group.len() as u32,
            words: first.words,
            times: group.iter().map(|s| f32::from(s.times)).sum::<f32>() / documents,
            edge_share: group.iter().filter(|s| s.at_edge).count() as f32 / documents,
        };
        Some(((first.site.number(), first.key.bits()), recurrence))
    }
}

/// How one segment or template recurs, as [`RecurrenceCounter::counted`] gives it.
#[derive(Clone, Copy, Debug)]
pub struct Counted((u32, u128), Recurrence);

/// How much each document says that is its own, added up segment by segment. Several threads may
/// add at the same time.
#[derive(Debug)]
pub struct Weights(Vec<AtomicU64>);

impl Weights {
    /// Weights of so many documents, all nothing yet.
    #[must_use]
    pub fn new(documents: usize) -> Self {
        Self((0..documents).map(|_| AtomicU64::new(0)).collect())
    }

    /// Adds all occurrences of one segment on one site. Returns what each of its documents shares
    /// with the first: the first, the other, and the segment's weight.
    pub fn add<'g>(
        &self,
        group: &'g [SegmentOccurrence],
    ) -> impl Iterator<Item = (Rank, Rank, u64)> + use<'g> {
        let each = u64::from(group[0].words.max(1)) * WEIGHT_UNIT / group.len() as u64;
        let first = group[0].document;
        for occurrence in group {
            self.0[occurrence.document.index()].fetch_add(each, Ordering::Relaxed);
        }
        let others = group
            .iter()
            .map(|occurrence| occurrence.document)
            .filter(move |&document| document != first);
        others.map(move |document| (first, document, each))
    }

    /// Stories to be joined, one for each document so far.
    #[must_use]
    pub fn into_stories(self) -> Stories {
        Stories {
            parents: (0..self.0.len() as u32).collect(),
            weights: self.0.into_iter().map(AtomicU64::into_inner).collect(),
        }
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
    pub fn join(&mut self, a: Rank, b: Rank, shared: u64) {
        let smaller = self.weights[a.index()].min(self.weights[b.index()]);
        if shared as f64 >= SAME_STORY * smaller as f64 {
            self.unite(a.number(), b.number());
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

    /// The same, and halves the way for whoever comes next, so that no chain of stories makes all
    /// ways long.
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

    fn count_by_site(&self, sites: &[SiteId]) -> AHashMap<u32, u32> {
        let mut count = AHashMap::new();
        for (_, site) in sites
            .iter()
            .enumerate()
            .filter(|&(d, _)| self.parents[d] == d as u32)
        {
            *count.entry(site.number()).or_default() += 1;
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: SiteId = SiteId::new(0);

    fn key(number: u128) -> Fingerprint {
        Fingerprint::of_bits(number)
    }

    fn occurrence(number: u128, document: u32, words: u16) -> SegmentOccurrence {
        SegmentOccurrence {
            site: SITE,
            key: key(number),
            document: Rank::new(document),
            words,
            times: 1,
            at_edge: true,
        }
    }

    #[test]
    fn a_story_scraped_fifty_times_is_one_story() {
        let copies = (0..50).flat_map(|d| (0..8).map(move |p| occurrence(1000 + p, d, 30)));
        let table = RecurrenceTable::count(copies.collect(), Vec::new(), &[SITE; 50]);
        assert_eq!(table.stories_of(SITE), 1);
        assert!(table.get(SITE, key(1000)).is_none());
    }

    #[test]
    fn a_disclaimer_longer_than_the_stories_does_not_make_them_one() {
        let pages =
            (0..40).flat_map(|d| [occurrence(1, d, 75), occurrence(100 + u128::from(d), d, 20)]);
        let table = RecurrenceTable::count(pages.collect(), Vec::new(), &[SITE; 40]);
        assert_eq!(table.stories_of(SITE), 40);
        assert_eq!(table.get(SITE, key(1)).map(|r| r.stories), Some(40));
    }

    #[test]
    fn a_line_with_another_number_each_time_is_one_template() {
        let own = (0..10).map(|d| occurrence(100 + u128::from(d), d, 60));
        let table = RecurrenceTable::count(
            own.collect(),
            (0..10).map(|d| occurrence(5, d, 2)).collect(),
            &[SITE; 10],
        );
        assert_eq!(
            table
                .get_template(SITE, key(5))
                .map(|r| (r.stories, r.of_stories)),
            Some((10, 10))
        );
        assert!(table.get(SITE, key(5)).is_none());
    }

    #[test]
    fn an_edited_copy_is_the_same_story() {
        let page = |d: u32, own: u128| {
            (0..6)
                .map(move |p| occurrence(500 + p, d, 30))
                .chain([occurrence(own, d, 30), occurrence(1, d, 12)])
        };
        let other =
            (2..10).flat_map(|d| [occurrence(1, d, 12), occurrence(900 + u128::from(d), d, 60)]);
        let table = RecurrenceTable::count(
            page(0, 7).chain(page(1, 8)).chain(other).collect(),
            Vec::new(),
            &[SITE; 10],
        );
        assert_eq!(table.stories_of(SITE), 9);
        assert_eq!(table.get(SITE, key(1)).map(|r| r.stories), Some(9));
        assert!(table.get(SITE, key(500)).is_none());
    }
}
