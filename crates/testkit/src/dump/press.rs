//! Makes the sites and the stories of a dump, and prints the stories on the sites. [`Kind`] says
//! which copies of a story there may be. A *background paragraph* is one that a site pastes into
//! several of its stories.

use super::grammar::{Grammar, Passage};
use super::page::{PageContent, PrintedPage};
use super::recipe::Recipe;
use super::record::{Record, RecordId};
use super::site::Site;
use super::story::Story;
use super::truth::{DocumentTruth, Kind, Pair, Relation, StoryId, Truth, TruthLabel, sorted};
use crate::prng::SplitMix64;
use copydesk_text::mix64;
use std::collections::BTreeMap;

/// Makes the records of the dump that a recipe describes, and the truth about them.
pub(super) fn make(recipe: &Recipe) -> (Vec<Record>, Truth) {
    let mut press = Press::new(recipe);
    for number in 0..recipe.stories {
        press.publish_story(number);
    }
    press.unlabel_earliest_backgrounds();
    (
        press.records,
        Truth {
            documents: press.documents,
            pairs: sorted(press.pairs.into_iter()),
        },
    )
}

/// A dump that is being made.
struct Press<'r> {
    recipe: &'r Recipe,
    grammars: Vec<Grammar>,
    sites: Vec<Site>,
    /// For each story, the site that prints it first.
    first_sites: Vec<usize>,
    /// For each story, the index of the background paragraph that its first site pastes into it.
    backgrounds: Vec<Option<usize>>,
    /// The background paragraphs.
    background_texts: Vec<Passage>,
    records: Vec<Record>,
    documents: Vec<DocumentTruth>,
    pairs: Vec<Pair>,
    /// For each background paragraph, the indices of the records that have it.
    records_with_background: BTreeMap<usize, Vec<usize>>,
}

/// The days over which the stories are spread.
const STORY_DAYS: usize = 700;

/// The numbers for [`SplitMix64::part`], so that each thing that is made has its own random
/// numbers. For a story it is the number of the story, and for a site `SITES` plus the number of
/// the site. These constants are far above the number of any story.
mod part {
    pub(super) const SITES: u64 = 1 << 40;
    /// For the choice of the first site of each story.
    pub(super) const FIRST_SITES: u64 = 2 << 40;
    /// For the choice and the text of the background paragraphs.
    pub(super) const BACKGROUNDS: u64 = 3 << 40;
}

impl<'r> Press<'r> {
    /// A dump that has its sites and background paragraphs, but no records yet.
    fn new(recipe: &'r Recipe) -> Self {
        let grammars: Vec<Grammar> = recipe.scripts.iter().map(|&s| Grammar::of(s)).collect();
        let site = |number: usize| {
            let script = number % grammars.len();
            Site::new(
                number,
                script,
                &grammars[script],
                &mut SplitMix64::part(recipe.seed, part::SITES + number as u64),
            )
        };
        let sites: Vec<Site> = (0..recipe.sites).map(site).collect();
        let mut random = SplitMix64::part(recipe.seed, part::FIRST_SITES);
        let first_sites = (0..recipe.stories)
            .map(|_| random.below(sites.len()))
            .collect();
        let mut press = Self {
            recipe,
            grammars,
            sites,
            first_sites,
            backgrounds: vec![None; recipe.stories],
            background_texts: Vec::new(),
            records: Vec::new(),
            documents: Vec::new(),
            pairs: Vec::new(),
            records_with_background: BTreeMap::new(),
        };
        press.choose_backgrounds();
        press
    }

    /// Chooses groups of successive stories of a site, and gives each group a common background
    /// paragraph, until enough stories have one.
    fn choose_backgrounds(&mut self) {
        let mut random = SplitMix64::part(self.recipe.seed, part::BACKGROUNDS);
        let wanted = (self.recipe.stories as f64 * self.recipe.background_share) as usize;
        let mut stories_with_background = 0;
        for (number, site) in self.sites.iter().enumerate() {
            let stories: Vec<usize> = (0..self.first_sites.len())
                .filter(|&s| self.first_sites[s] == number)
                .collect();
            for group in stories.chunks_exact(self.recipe.background_stories.max(1)) {
                // Groups are chosen at random. Otherwise every group of the first sites would get a
                // background, and the other sites would get none. The chance is a little larger
                // than the share, so that `wanted` is usually reached.
                if stories_with_background >= wanted
                    || !random.chance(self.recipe.background_share * 1.1)
                {
                    continue;
                }
                self.background_texts
                    .push(self.grammars[site.script].paragraph(&mut random));
                for &story in group {
                    self.backgrounds[story] = Some(self.background_texts.len() - 1);
                }
                stories_with_background += group.len();
            }
        }
    }

    /// Adds the records of the story with this number, and of all its copies.
    fn publish_story(&mut self, number: usize) {
        let recipe = self.recipe;
        let mut random = SplitMix64::part(recipe.seed, number as u64);
        let first_site = self.first_sites[number];
        let grammar = &self.grammars[self.sites[first_site].script];
        let story = Story::new(grammar, recipe, &mut random);
        let day = number * STORY_DAYS / recipe.stories.max(1);
        let first = self.records.len();
        self.publish(number, first_site, &story, Kind::Original, day, &mut random);
        if random.chance(recipe.wire_share) {
            self.publish_on_other_sites(number, &story, day, &mut random);
        }
        if random.chance(recipe.short_share) {
            let site = self.another_site(first_site, &mut random);
            self.publish(
                number,
                site,
                &story.shortened(),
                Kind::Short,
                day + 1,
                &mut random,
            );
        }
        if random.chance(recipe.update_share) {
            let update = story.updated(&self.grammars[self.sites[first_site].script], &mut random);
            self.publish(
                number,
                first_site,
                &update,
                Kind::Update,
                day + 2,
                &mut random,
            );
        }
        let rescraped = random
            .chance(recipe.rescrape_share)
            .then(|| self.scrape_again(first, &mut random));
        self.add_pairs(first, rescraped);
    }

    /// Adds lightly edited copies of a story on other sites with the same script.
    fn publish_on_other_sites(
        &mut self,
        number: usize,
        story: &Story,
        day: usize,
        random: &mut SplitMix64,
    ) {
        let first_site = self.first_sites[number];
        let script = self.sites[first_site].script;
        let mut others: Vec<usize> = (0..self.sites.len())
            .filter(|&s| s != first_site && self.sites[s].script == script)
            .collect();
        random.shuffle(&mut others);
        others.truncate(random.within(&self.recipe.wire_sites));
        for site in others {
            let copy = story.edited(&self.grammars[script], self.recipe.edit_share, random);
            let later = random.below(2);
            self.publish(number, site, &copy, Kind::Wire, day + later, random);
        }
    }

    /// A random other site with the script of `first_site`. If there is none, `first_site` itself.
    fn another_site(&self, first_site: usize, random: &mut SplitMix64) -> usize {
        let script = self.sites[first_site].script;
        let others: Vec<usize> = (0..self.sites.len())
            .filter(|&s| s != first_site && self.sites[s].script == script)
            .collect();
        if others.is_empty() {
            first_site
        } else {
            *random.pick(&others)
        }
    }

    /// Adds the record of a story on a site, and the truth about it. `number` is the number of the
    /// story, `site` the index of the site, and day 0 is 1 January 2021.
    fn publish(
        &mut self,
        number: usize,
        site: usize,
        story: &Story,
        kind: Kind,
        day: usize,
        random: &mut SplitMix64,
    ) {
        // Only the site that prints the story first pastes the background into it.
        let background = self.backgrounds[number].filter(|_| kind == Kind::Original);
        let (index, site) = (self.records.len(), &self.sites[site]);
        let grammar = &self.grammars[site.script];
        let date = date_of(day);
        let title = grammar.line(grammar.patterns.headlines, random).text();
        let content = PageContent {
            site,
            grammar,
            story,
            background: background.map(|b| &self.background_texts[b]),
            // Half of the short copies have a dateline, as wire copies do.
            has_dateline: kind == Kind::Wire || (kind == Kind::Short && random.chance(0.5)),
        };
        let year = &date[..4];
        let page = PrintedPage::new(&content, year, random);
        let id = self.record_id(index);
        let url = format!(
            "https://{}/{}/{}",
            site.host,
            date.replace('-', "/"),
            &id[..8]
        );
        self.records.push(Record {
            id,
            text: page.text,
            url,
            date,
            source: site.name.clone(),
            title,
        });
        let story_id = StoryId(number as u32);
        self.documents.push(DocumentTruth {
            story: story_id,
            kind,
            edit_share: story.edit_share,
            spans: page.spans,
        });
        if let Some(background) = background {
            self.records_with_background
                .entry(background)
                .or_default()
                .push(index);
        }
    }

    /// The id of the record with this index.
    fn record_id(&self, index: usize) -> String {
        format!("{:016x}", mix64(self.recipe.seed ^ (index as u64 + 1)))
    }

    /// Adds a copy of one of a story's records, which was scraped again later. The records of the
    /// story are those from `first` on. Returns the index of the record that was copied.
    fn scrape_again(&mut self, first: usize, random: &mut SplitMix64) -> usize {
        let original = first + random.below(self.records.len() - first);
        let index = self.records.len();
        let mut record = self.records[original].clone();
        record.id = self.record_id(index);
        record.url.push_str("?ref=feed");
        record.date = date_of(STORY_DAYS + random.below(30));
        self.records.push(record);
        let mut truth = self.documents[original].clone();
        truth.kind = Kind::Rescrape;
        self.documents.push(truth);
        // Only one record of a story has a background paragraph. If it is the one that was copied,
        // it is the last record that was added with this paragraph.
        for records in self
            .records_with_background
            .values_mut()
            .filter(|records| records.last() == Some(&original))
        {
            records.push(index);
        }
        original
    }

    /// Adds every pair of a story's records, which are those from `first` on. If one of them was
    /// scraped twice, `scraped_twice` is its index, and the last record is the second scrape.
    fn add_pairs(&mut self, first: usize, scraped_twice: Option<usize>) {
        let last = self.records.len() - 1;
        // The second scrape has the same relations as the record that it is a copy of, so it is
        // replaced by that record.
        let source = |record: usize| scraped_twice.filter(|_| record == last).unwrap_or(record);
        for a in first..=last {
            for b in a + 1..=last {
                let relation = match (
                    source(a) == source(b),
                    self.documents[source(a)].kind,
                    self.documents[source(b)].kind,
                ) {
                    (true, ..) => Relation::Exact,
                    (_, Kind::Update, _) | (_, _, Kind::Update) => Relation::Update,
                    (_, Kind::Short, _) | (_, _, Kind::Short) => Relation::Contained,
                    _ => Relation::Wire,
                };
                self.pairs.push(Pair {
                    first: RecordId::new(a),
                    second: RecordId::new(b),
                    relation,
                });
            }
        }
    }

    /// Removes the label of each background paragraph from the earliest record that has it, because
    /// the paragraph should be kept there.
    fn unlabel_earliest_backgrounds(&mut self) {
        for records in self.records_with_background.values() {
            let earliest = records
                .iter()
                .min_by_key(|&&r| (&self.records[r].date, &self.records[r].id));
            if let Some(&earliest) = earliest {
                self.documents[earliest]
                    .spans
                    .retain(|s| s.label != TruthLabel::Pasted);
            }
        }
    }
}

/// The date of a day, counted from 0 for 1 January 2021, in the form `2021-01-01`.
fn date_of(mut day: usize) -> String {
    let mut year = 2021;
    while day >= 365 + leap_day(year) {
        day -= 365 + leap_day(year);
        year += 1;
    }
    let february = 28 + leap_day(year);
    let mut month = 1;
    // The months up to November. The days that are left after them are in December.
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if day < length {
            break;
        }
        day -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", day + 1)
}

/// 1 in a leap year, else 0. The years of a dump are long before 2100, which is not a leap year.
fn leap_day(year: usize) -> usize {
    usize::from(year.is_multiple_of(4))
}

#[cfg(test)]
mod tests {
    use super::date_of;

    #[test]
    fn days_have_their_dates_in_the_calendar() {
        assert_eq!(date_of(0), "2021-01-01");
        assert_eq!(date_of(31 + 27), "2021-02-28");
        assert_eq!(date_of(31 + 28), "2021-03-01");
        assert_eq!(date_of(364), "2021-12-31");
        assert_eq!(date_of(3 * 365 + 31 + 28), "2024-02-29");
        assert_eq!(date_of(3 * 365 + 365), "2024-12-31");
    }
}
