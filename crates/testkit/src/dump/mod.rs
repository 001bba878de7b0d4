//! Synthetic dumps, and the truth about them.

mod grammar;
mod page;
mod patterns;
mod press;
mod recipe;
mod record;
mod site;
mod story;
mod truth;
mod vocabulary;

pub use recipe::{Recipe, Script};
pub use record::{Record, RecordId};
pub use truth::{DocumentTruth, Kind, LabelledSpan, Pair, Relation, StoryId, Truth, TruthLabel};

use crate::prng::SplitMix64;

/// Records, and the truth about them.
#[derive(Clone, PartialEq, Debug)]
pub struct Dump {
    /// The articles, in the order of the dump.
    pub records: Vec<Record>,
    /// The truth about the articles: what should be found in them.
    pub truth: Truth,
}

impl Dump {
    /// Generates a dump from a recipe. The same recipe gives the same dump on every machine.
    ///
    /// ```
    /// use copydesk_testkit::{Dump, Recipe};
    ///
    /// let recipe = Recipe { seed: 3, stories: 20, ..Recipe::default() };
    /// assert_eq!(Dump::synthetic(&recipe), Dump::synthetic(&recipe));
    /// ```
    ///
    /// # Panics
    /// If the recipe asks for stories without a site, or for an empty range.
    #[must_use]
    pub fn synthetic(recipe: &Recipe) -> Self {
        let (records, truth) = press::make(recipe);
        Self { records, truth }
    }

    /// The records as JSON lines, with the fields in the order of [`Record`].
    ///
    /// ```
    /// use copydesk_testkit::{Dump, Recipe};
    ///
    /// let dump = Dump::synthetic(&Recipe { stories: 5, ..Recipe::default() });
    /// let jsonl = dump.to_jsonl();
    /// assert_eq!(jsonl.lines().count(), dump.records.len());
    /// assert!(jsonl.starts_with(r#"{"id":""#) && jsonl.ends_with("\"}\n"));
    /// ```
    #[must_use]
    pub fn to_jsonl(&self) -> String {
        // An estimate: 300 bytes for the other fields of a record, and a sixteenth for escapes.
        let size: usize = self.records.iter().map(|r| r.text.len() + 300).sum();
        let mut out = String::with_capacity(size + size / 16);
        for record in &self.records {
            record.write_json(&mut out);
            out.push('\n');
        }
        out
    }

    /// The same records, with the truth about them, in a random order that depends on `seed`.
    ///
    /// ```
    /// use copydesk_testkit::{Dump, Recipe};
    ///
    /// let dump = Dump::synthetic(&Recipe { stories: 30, ..Recipe::default() });
    /// let other = dump.shuffled(1);
    /// assert_ne!(dump.records, other.records);
    /// assert_eq!(dump.truth.pairs.len(), other.truth.pairs.len());
    /// ```
    #[must_use]
    pub fn shuffled(&self, seed: u64) -> Self {
        let mut order: Vec<usize> = (0..self.records.len()).collect();
        SplitMix64::new(seed).shuffle(&mut order);
        let mut new_id = vec![RecordId::new(0); order.len()];
        for (new, &old) in order.iter().enumerate() {
            new_id[old] = RecordId::new(new);
        }
        Self {
            records: order.iter().map(|&old| self.records[old].clone()).collect(),
            truth: Truth {
                documents: order
                    .iter()
                    .map(|&old| self.truth.documents[old].clone())
                    .collect(),
                pairs: truth::sorted(
                    self.truth
                        .pairs
                        .iter()
                        .map(|p| p.with_ids(|id| new_id[id.index()])),
                ),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oracle;
    use std::collections::BTreeSet;

    /// The hash of the dump that [`small`] makes.
    const HASH_OF_SMALL: u64 = 16_906_002_779_185_393_486;

    fn small() -> Dump {
        let scripts = vec![Script::Latin, Script::Cyrillic, Script::Arabic, Script::Han];
        Dump::synthetic(&Recipe {
            stories: 120,
            sites: 16,
            scripts,
            ..Recipe::default()
        })
    }

    #[test]
    fn another_seed_gives_another_dump() {
        let of = |seed| {
            Dump::synthetic(&Recipe {
                seed,
                stories: 10,
                ..Recipe::default()
            })
        };
        assert_eq!(of(1).to_jsonl(), of(1).to_jsonl());
        assert_ne!(of(1).to_jsonl(), of(2).to_jsonl());
    }

    #[test]
    fn the_bytes_never_change() {
        let jsonl = small().to_jsonl();
        assert_eq!(
            copydesk_text::hash64(jsonl.as_bytes()),
            HASH_OF_SMALL,
            "a change here changes every recorded benchmark"
        );
    }

    #[test]
    fn spans_are_in_bounds_in_order_and_on_character_boundaries() {
        let dump = small();
        let mut labels = BTreeSet::new();
        for (record, truth) in dump.records.iter().zip(&dump.truth.documents) {
            let mut end_before = 0;
            for found in &truth.spans {
                assert!(found.span.start() >= end_before && !found.span.is_empty());
                let text = record
                    .text
                    .get(found.span.range())
                    .expect("in bounds and on a boundary");
                assert_eq!(text, text.trim_matches(['\n', ' ']));
                end_before = found.span.end();
                labels.insert(found.label);
            }
        }
        assert_eq!(labels.len(), 3);
    }

    #[test]
    fn records_are_as_similar_as_their_relation_says() {
        let dump = small();
        let mut relations = BTreeSet::new();
        for pair in &dump.truth.pairs {
            let bare = |id: RecordId| dump.text_without_labelled(id);
            let (a, b) = (bare(pair.first), bare(pair.second));
            let similarity = oracle::jaccard(&a, &b, 5);
            match pair.relation {
                Relation::Exact => assert_eq!(
                    dump.records[pair.first.index()].text,
                    dump.records[pair.second.index()].text
                ),
                Relation::Wire => assert!(similarity > 0.3, "{similarity}\n{a}\n\n{b}"),
                Relation::Contained => assert!(oracle::containment(&a, &b, 5) > 0.4, "{a}\n\n{b}"),
                Relation::Update => assert!(similarity > 0.3 && similarity < 1.0, "{similarity}"),
            }
            relations.insert(pair.relation);
        }
        assert_eq!(relations.len(), 4);
    }

    #[test]
    fn distinct_stories_share_almost_nothing() {
        let dump = small();
        // Every third document is enough, since each is compared with each.
        let documents: Vec<usize> = (0..dump.records.len()).step_by(3).collect();
        let bare: Vec<_> = documents
            .iter()
            .map(|&i| oracle::shingles(&dump.text_without_labelled(RecordId::new(i)), 5))
            .collect();
        for (x, a) in bare.iter().enumerate() {
            for (y, b) in bare.iter().enumerate().skip(x + 1) {
                let story = |i: usize| dump.truth.documents[documents[i]].story;
                let most_shared = a.len().min(b.len()) / 20;
                assert!(
                    story(x) == story(y) || a.intersection(b).count() <= most_shared,
                    "{} and {}",
                    documents[x],
                    documents[y]
                );
            }
        }
    }

    #[test]
    fn doubled_captions_are_marked() {
        let dump = Dump::synthetic(&Recipe {
            stories: 40,
            caption_share: 1.0,
            ..Recipe::default()
        });
        for (record, truth) in dump.records.iter().zip(&dump.truth.documents) {
            let marked: BTreeSet<_> = truth
                .spans
                .iter()
                .filter(|s| s.label == TruthLabel::Repeat)
                .map(|s| s.span)
                .collect();
            for doubled in oracle::doubled_segments(&record.text) {
                assert!(
                    marked.contains(&doubled.again),
                    "{:?}",
                    doubled.again.slice(&record.text)
                );
            }
        }
    }

    #[test]
    fn furniture_is_in_many_stories_of_its_site() {
        let dump = Dump::synthetic(&Recipe {
            stories: 60,
            sites: 2,
            ..Recipe::default()
        });
        let furniture = dump.truth.documents[0]
            .spans
            .iter()
            .filter(|s| s.label == TruthLabel::Furniture);
        let lines: Vec<_> = furniture
            .map(|s| s.span.slice(&dump.records[0].text))
            .collect();
        assert!(lines.len() >= 3);
        let site = &dump.records[0].source;
        let same_site = || dump.records.iter().filter(|r| &r.source == site);
        let recurring = lines
            .iter()
            .filter(|line| same_site().filter(|r| r.text.contains(**line)).count() > 5)
            .count();
        assert!(recurring >= 2, "{lines:?}");
    }

    #[test]
    fn a_shuffled_dump_has_the_same_truth() {
        let dump = small();
        let other = dump.shuffled(9);
        // The pairs by the ids of their articles, which do not change.
        let named = |d: &Dump| -> BTreeSet<(BTreeSet<String>, Relation)> {
            let id = |r: RecordId| d.records[r.index()].id.clone();
            d.truth
                .pairs
                .iter()
                .map(|p| (BTreeSet::from([id(p.first), id(p.second)]), p.relation))
                .collect()
        };
        assert_eq!(named(&dump), named(&other));
        assert!(
            other.truth.pairs.is_sorted() && other.truth.pairs.iter().all(|p| p.first < p.second)
        );
        for (record, truth) in other.records.iter().zip(&other.truth.documents) {
            let old = dump
                .records
                .iter()
                .position(|r| r.id == record.id)
                .expect("no record is lost");
            assert_eq!(&dump.truth.documents[old], truth);
        }
    }

    #[test]
    fn a_recipe_for_a_size_makes_about_that_many_bytes() {
        let size = Dump::synthetic(&Recipe::of_about(2_000_000))
            .to_jsonl()
            .len();
        assert!((1_600_000..2_400_000).contains(&size), "{size}");
    }

    impl Dump {
        /// The text of a record without its labelled spans.
        fn text_without_labelled(&self, id: RecordId) -> String {
            let text = &self.records[id.index()].text;
            let mut kept_from = 0;
            let mut out = String::new();
            for found in &self.truth.documents[id.index()].spans {
                out.push_str(&text[kept_from..found.span.start()]);
                kept_from = found.span.end();
            }
            out + &text[kept_from..]
        }
    }
}
