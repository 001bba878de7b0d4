//! Opens the sites, tells the stories, and lets the sites print them.

use super::grammar::{Grammar, Passage};
use super::page::{PrintedPage, Sheet};
use super::recipe::Recipe;
use super::record::{Record, RecordId};
use super::site::Site;
use super::story::Story;
use super::truth::{DocumentTruth, Kind, Pair, Relation, StoryId, Truth, TruthLabel, in_order};
use crate::prng::SplitMix64;
use copydesk_text::mix64;
use std::collections::BTreeMap;

/// Prints every story of a recipe: the records, and what is true of them.
pub(super) fn print(recipe: &Recipe) -> (Vec<Record>, Truth) {
    let mut press = Press::set_up(recipe);
    for number in 0..recipe.stories {
        press.run(number);
    }
    press.label_pasted();
    (
        press.records,
        Truth {
            documents: press.documents,
            pairs: in_order(press.pairs.into_iter()),
        },
    )
}

struct Press<'r> {
    recipe: &'r Recipe,
    grammars: Vec<Grammar>,
    sites: Vec<Site>,
    /// For each story the site that has it first.
    homes: Vec<usize>,
    /// For each story the background paragraph that its first site pastes in.
    backgrounds: Vec<Option<usize>>,
    background_texts: Vec<Passage>,
    records: Vec<Record>,
    documents: Vec<DocumentTruth>,
    pairs: Vec<Pair>,
    /// Which records have which background.
    pasted: BTreeMap<usize, Vec<usize>>,
}

/// Streams of random numbers that do not depend on each other.
mod part {
    pub(super) const SITES: u64 = 1 << 40;
    pub(super) const HOMES: u64 = 2 << 40;
    pub(super) const BACKGROUNDS: u64 = 3 << 40;
}

impl<'r> Press<'r> {
    fn set_up(recipe: &'r Recipe) -> Self {
        let grammars: Vec<Grammar> = recipe.scripts.iter().map(|&s| Grammar::of(s)).collect();
        let open = |number: usize| {
            let script = number % grammars.len();
            Site::open(
                number,
                script,
                &grammars[script],
                &mut SplitMix64::part(recipe.seed, part::SITES + number as u64),
            )
        };
        let sites: Vec<Site> = (0..recipe.sites).map(open).collect();
        let mut random = SplitMix64::part(recipe.seed, part::HOMES);
        let homes = (0..recipe.stories)
            .map(|_| random.below(sites.len()))
            .collect();
        let mut press = Self {
            recipe,
            grammars,
            sites,
            homes,
            backgrounds: vec![None; recipe.stories],
            background_texts: Vec::new(),
            records: Vec::new(),
            documents: Vec::new(),
            pairs: Vec::new(),
            pasted: BTreeMap::new(),
        };
        press.hand_out_backgrounds();
        press
    }

    /// Gives each site's next few stories a common background, until enough stories have one.
    fn hand_out_backgrounds(&mut self) {
        let mut random = SplitMix64::part(self.recipe.seed, part::BACKGROUNDS);
        let wanted = (self.recipe.stories as f64 * self.recipe.background_share) as usize;
        let mut handed = 0;
        for (number, site) in self.sites.iter().enumerate() {
            let stories: Vec<usize> = (0..self.homes.len())
                .filter(|&s| self.homes[s] == number)
                .collect();
            for group in stories.chunks_exact(self.recipe.background_stories.max(1)) {
                // Every site pastes, and none in all its stories: else its background would be
                // furniture.
                if handed >= wanted || !random.chance(self.recipe.background_share * 1.1) {
                    continue;
                }
                self.background_texts
                    .push(self.grammars[site.script].paragraph(&mut random));
                for &story in group {
                    self.backgrounds[story] = Some(self.background_texts.len() - 1);
                }
                handed += group.len();
            }
        }
    }

    /// Prints a story and all its copies.
    fn run(&mut self, number: usize) {
        let recipe = self.recipe;
        let mut random = SplitMix64::part(recipe.seed, number as u64);
        let home = self.homes[number];
        let grammar = &self.grammars[self.sites[home].script];
        let story = Story::tell(grammar, recipe, &mut random);
        let day = number * 700 / recipe.stories.max(1);
        let first = self.records.len();
        self.publish(number, home, &story, Kind::Original, day, &mut random);
        if random.chance(recipe.wire_share) {
            self.wire(number, &story, day, &mut random);
        }
        if random.chance(recipe.short_share) {
            let site = self.another_site(home, &mut random);
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
            let update = story.updated(&self.grammars[self.sites[home].script], &mut random);
            self.publish(number, home, &update, Kind::Update, day + 2, &mut random);
        }
        let rescraped = random
            .chance(recipe.rescrape_share)
            .then(|| self.scrape_again(first, &mut random));
        self.pair_up(first, rescraped);
    }

    fn wire(&mut self, number: usize, story: &Story, day: usize, random: &mut SplitMix64) {
        let home = self.homes[number];
        let script = self.sites[home].script;
        let mut others: Vec<usize> = (0..self.sites.len())
            .filter(|&s| s != home && self.sites[s].script == script)
            .collect();
        random.shuffle(&mut others);
        others.truncate(random.within(&self.recipe.wire_sites));
        for site in others {
            let copy = story.edited(&self.grammars[script], self.recipe.edit_share, random);
            let later = random.below(2);
            self.publish(number, site, &copy, Kind::Wire, day + later, random);
        }
    }

    /// Another site of the same script, or the same if there is none.
    fn another_site(&self, home: usize, random: &mut SplitMix64) -> usize {
        let script = self.sites[home].script;
        let others: Vec<usize> = (0..self.sites.len())
            .filter(|&s| s != home && self.sites[s].script == script)
            .collect();
        if others.is_empty() {
            home
        } else {
            *random.pick(&others)
        }
    }

    fn publish(
        &mut self,
        number: usize,
        site: usize,
        story: &Story,
        kind: Kind,
        day: usize,
        random: &mut SplitMix64,
    ) {
        let background = self.backgrounds[number].filter(|_| kind == Kind::Original);
        let (place, site) = (self.records.len(), &self.sites[site]);
        let grammar = &self.grammars[site.script];
        let date = date_of(day);
        let title = grammar.line(grammar.tongue.headlines, random).text();
        let sheet = Sheet {
            site,
            grammar,
            story,
            background: background.map(|b| &self.background_texts[b]),
            is_wire: kind == Kind::Wire || (kind == Kind::Short && random.chance(0.5)),
        };
        let page = PrintedPage::print(&sheet, &date[..4], random);
        let id = format!("{:016x}", mix64(self.recipe.seed ^ (place as u64 + 1)));
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
            self.pasted.entry(background).or_default().push(place);
        }
    }

    /// Scrapes one of the story's records again, some time later. Returns which.
    fn scrape_again(&mut self, first: usize, random: &mut SplitMix64) -> usize {
        let of = first + random.below(self.records.len() - first);
        let place = self.records.len();
        let mut record = self.records[of].clone();
        record.id = format!("{:016x}", mix64(self.recipe.seed ^ (place as u64 + 1)));
        record.url.push_str("?ref=feed");
        record.date = date_of(700 + random.below(30));
        self.records.push(record);
        let mut truth = self.documents[of].clone();
        truth.kind = Kind::Rescrape;
        self.documents.push(truth);
        for records in self
            .pasted
            .values_mut()
            .filter(|records| records.last() == Some(&of))
        {
            records.push(place);
        }
        of
    }

    /// Relates every two of the story's records, from `first` on; the last may be a second scrape
    /// of `rescraped`.
    fn pair_up(&mut self, first: usize, rescraped: Option<usize>) {
        let last = self.records.len() - 1;
        let source = |place: usize| rescraped.filter(|_| place == last).unwrap_or(place);
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

    /// The earliest record of a background keeps it.
    fn label_pasted(&mut self) {
        for places in self.pasted.values() {
            let earliest = places
                .iter()
                .min_by_key(|&&p| (&self.records[p].date, &self.records[p].id));
            if let Some(&earliest) = earliest {
                self.documents[earliest]
                    .spans
                    .retain(|s| s.label != TruthLabel::Pasted);
            }
        }
    }
}

/// The day so many days after the first of 2021, as `2021-01-01`.
fn date_of(mut day: usize) -> String {
    let mut year = 2021;
    loop {
        let leap = usize::from(year % 4 == 0);
        if day < 365 + leap {
            break;
        }
        day -= 365 + leap;
        year += 1;
    }
    let february = 28 + usize::from(year % 4 == 0);
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if day < length {
            break;
        }
        day -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", day + 1)
}

#[cfg(test)]
mod tests {
    use super::date_of;

    #[test]
    fn days_of_the_calendar() {
        assert_eq!(date_of(0), "2021-01-01");
        assert_eq!(date_of(31 + 27), "2021-02-28");
        assert_eq!(date_of(31 + 28), "2021-03-01");
        assert_eq!(date_of(364), "2021-12-31");
        assert_eq!(date_of(3 * 365 + 31 + 28), "2024-02-29");
        assert_eq!(date_of(3 * 365 + 365), "2024-12-31");
    }
}
