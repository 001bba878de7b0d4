//! The features of a line: what can be said of it without knowing its language.
//!
//! They are of four kinds: what the line is like by itself, where it is in the story, what its
//! neighbours are like, and how near the furniture is that is known already. How often a line
//! recurs on the site is not among them: with two pages of a site it would mean nearly everything,
//! and with many nearly nothing.
//!
//! A new feature needs a line in the list and its value in [`Line::value`]; then the forest is
//! fitted again. The order of the list is that of a line's vector, and the data file names features
//! by their names, so a feature may be added anywhere.

use super::evidence::LineEvidence;
use super::line_profile::LineProfile;
use crate::Certainty;
use crate::judge::holds_web_address;
use copydesk_text::{Document, Word};
use serde::{Deserialize, Serialize};
use std::ops::{Range, Sub};

/// Lines on either side that are near, and those that are around.
const NEAR: usize = 3;
const AROUND: usize = 10;
/// Distances to furniture are counted up to here, in lines.
const FAR: usize = 30;
/// Signs with which pages divide their menus and stamps.
const SIGNS: [char; 10] = ['|', '·', '•', '›', '»', '/', '▸', '©', '→', '#'];

/// Declares the features, in the order of a line's vector.
macro_rules! features {
    ($($(#[doc = $doc:literal])+ $name:ident => $words:literal;)*) => {
        /// A feature of a line, known in the data file by its name in snake case.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Feature { $($(#[doc = $doc])+ $name,)* }

        impl Feature {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// What a reader is told the feature is.
            pub(super) fn in_words(self) -> &'static str {
                match self { $(Self::$name => $words,)* }
            }
        }
    };
}

features! {
    /// Length of the line, in effective words.
    Words => "words in the line";
    /// Mean length of its words, in bytes.
    WordLength => "bytes a word";
    /// Whether it ends a sentence.
    EndsSentence => "ends a sentence";
    /// Whether it ends in a colon or a question mark.
    LeadsOn => "ends in a colon or question mark";
    /// Share of its words that begin with a capital.
    Capitals => "share of words with a capital";
    /// Whether it begins with a small letter.
    BeginsSmall => "begins with a small letter";
    /// Share of its words that are numbers.
    Numbers => "share of numbers";
    /// The same, on average over the lines near it.
    NumbersNear => "share of numbers nearby";
    /// Signs that divide menus and stamps.
    Signs => "signs that divide";
    /// Whether it holds an address.
    Address => "holds an address";
    /// Whether it holds a quotation mark.
    Quotes => "holds a quotation mark";
    /// Share of its words that are common on the page.
    CommonWords => "share of words common on the page";
    /// Share of its other words that the prose of the page holds too.
    StoryWords => "share of words that the story uses";
    /// The same, on average over the lines near it.
    StoryWordsNear => "share of words nearby that the story uses";
    /// Words of prose before it.
    ProseBefore => "words of prose before it";
    /// Words of prose after it.
    ProseAfter => "words of prose after it";
    /// Share of the page's prose that is before it.
    Position => "share of the prose before it";
    /// Lines without prose in the run that it is part of.
    Run => "lines without prose in a row";
    /// Lines of that run before it.
    RunBefore => "lines of that row before it";
    /// Lines of that run after it.
    RunAfter => "lines of that row after it";
    /// Words in the line before.
    WordsBefore => "words in the line before";
    /// Words in the line after.
    WordsAfter => "words in the line after";
    /// Mean words of the lines near it.
    WordsNear => "words in lines nearby";
    /// Mean words of the lines around it.
    WordsAround => "words in lines around";
    /// Share of the lines near it that end sentences.
    SentencesNear => "share of sentences nearby";
    /// Share of the lines around it that end sentences.
    SentencesAround => "share of sentences around";
    /// Share of the lines near it that are furniture already.
    FurnitureNear => "share of furniture nearby";
    /// Share of the lines around it that are furniture already.
    FurnitureAround => "share of furniture around";
    /// Lines back to the last furniture.
    AfterFurniture => "lines since furniture";
    /// Lines on to the next furniture.
    BeforeFurniture => "lines until furniture";
    /// How much a rule suspects it: nothing, a little, more likely than not.
    Suspicion => "suspicion of a rule";
    /// Words of prose on the page.
    Prose => "words of prose on the page";
    /// Share of the page's lines that are prose.
    ProseLines => "share of lines that are prose";
}

/// A line's features, in the order of [`Feature::ALL`].
pub type Features = [f32; Feature::ALL.len()];

/// A page whose lines are scored, with what is the same for all of them.
pub(super) struct Page<'p> {
    document: &'p Document<'p>,
    profiles: &'p [LineProfile],
    evidence: &'p [LineEvidence],
    /// Words of prose on the page.
    prose: f32,
    /// Share of its lines that are prose.
    prose_lines: f32,
    /// Sums over the lines before each line, and over all lines at the end: so the mean over any
    /// neighbourhood takes no longer than that over a small one.
    sums: Vec<Sums>,
    /// The run of lines without prose that each line is part of; empty for prose.
    runs: Vec<Range<usize>>,
    /// Lines from the last furniture above each line.
    after_furniture: Vec<f32>,
    /// Lines to the next furniture below each line.
    before_furniture: Vec<f32>,
}

/// Sums over some lines.
#[derive(Clone, Copy, Default)]
struct Sums {
    words: f32,
    /// Words of prose.
    prose: f32,
    /// Lines that end sentences.
    sentences: f32,
    /// Lines that are furniture already.
    furniture: f32,
    numbers: f32,
    story_words: f32,
}

impl Sums {
    /// Adds a line.
    fn add(&mut self, profile: &LineProfile, is_furniture: bool) {
        self.words += profile.words;
        self.prose += if profile.is_prose { profile.words } else { 0.0 };
        self.sentences += as_number(profile.ends_sentence);
        self.furniture += as_number(is_furniture);
        self.numbers += profile.numbers;
        self.story_words += profile.story_words;
    }

    /// The means, if these are the sums over this many lines.
    fn over(self, lines: f32) -> Self {
        Self {
            words: self.words / lines,
            prose: self.prose / lines,
            sentences: self.sentences / lines,
            furniture: self.furniture / lines,
            numbers: self.numbers / lines,
            story_words: self.story_words / lines,
        }
    }
}

impl Sub for Sums {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            words: self.words - other.words,
            prose: self.prose - other.prose,
            sentences: self.sentences - other.sentences,
            furniture: self.furniture - other.furniture,
            numbers: self.numbers - other.numbers,
            story_words: self.story_words - other.story_words,
        }
    }
}

impl<'p> Page<'p> {
    /// Prepares the features of any line. `prose` is the number of words of prose on the page.
    pub fn new(
        document: &'p Document<'p>,
        profiles: &'p [LineProfile],
        evidence: &'p [LineEvidence],
        prose: f32,
    ) -> Self {
        let mut total = Sums::default();
        let mut sums = vec![total];
        for profile in profiles {
            total.add(profile, evidence[profile.segment].is_cut);
            sums.push(total);
        }
        let prose_lines = profiles.iter().filter(|line| line.is_prose).count();
        let all = 0..profiles.len();
        Self {
            document,
            profiles,
            evidence,
            prose,
            prose_lines: prose_lines as f32 / profiles.len() as f32,
            sums,
            runs: runs(profiles),
            after_furniture: distances_to_furniture(profiles, evidence, all.clone()),
            before_furniture: distances_to_furniture(profiles, evidence, all.rev()),
        }
    }

    /// The features of the line with this number among the profiles.
    pub fn features(&self, at: usize) -> Features {
        let line = Line::new(self, at);
        std::array::from_fn(|number| line.value(Feature::ALL[number]))
    }

    /// Means over the lines within a distance, the line itself left out.
    fn means(&self, at: usize, within: usize) -> Sums {
        let from = at.saturating_sub(within);
        let to = (at + within + 1).min(self.profiles.len());
        let own = self.sums[at + 1] - self.sums[at];
        // A page of one line has no others.
        let others = (to - from - 1).max(1) as f32;
        (self.sums[to] - self.sums[from] - own).over(others)
    }

    /// Words of the line with this number, 0 if there is none.
    fn words(&self, at: Option<usize>) -> f32 {
        match at {
            Some(at) if at < self.profiles.len() => self.profiles[at].words,
            _ => 0.0,
        }
    }
}

/// The run of lines without prose that each line is part of; an empty run for prose.
fn runs(profiles: &[LineProfile]) -> Vec<Range<usize>> {
    let mut runs = Vec::with_capacity(profiles.len());
    for run in profiles.chunk_by(|a, b| a.is_prose == b.is_prose) {
        let from = runs.len();
        let lines = if run[0].is_prose {
            from..from
        } else {
            from..from + run.len()
        };
        runs.resize(from + run.len(), lines);
    }
    runs
}

/// The distance of each line from the last furniture, if the lines are read in this order.
fn distances_to_furniture(
    profiles: &[LineProfile],
    evidence: &[LineEvidence],
    order: impl Iterator<Item = usize>,
) -> Vec<f32> {
    let mut distances = vec![0.0; profiles.len()];
    // Before the first furniture there is none for as far as is counted.
    let mut distance = FAR;
    for at in order {
        distances[at] = distance as f32;
        distance = if evidence[profiles[at].segment].is_cut {
            1
        } else {
            (distance + 1).min(FAR)
        };
    }
    distances
}

/// A line of a page, with what several features need.
struct Line<'p> {
    page: &'p Page<'p>,
    /// Its number among the profiles.
    at: usize,
    profile: &'p LineProfile,
    raw: &'p str,
    words: &'p [Word],
    /// Means over the lines near it, and over those around it.
    near: Sums,
    around: Sums,
    /// Words of prose before it, and in it.
    prose_before: f32,
    own_prose: f32,
}

impl<'p> Line<'p> {
    /// Looks up what is needed of the line with this number among the profiles.
    fn new(page: &'p Page<'p>, at: usize) -> Self {
        let profile = &page.profiles[at];
        Self {
            page,
            at,
            profile,
            raw: page.document.content_of(profile.segment),
            words: page.document.words_of(profile.segment),
            near: page.means(at, NEAR),
            around: page.means(at, AROUND),
            prose_before: page.sums[at].prose,
            own_prose: if profile.is_prose { profile.words } else { 0.0 },
        }
    }

    /// The value of one feature, in the unit that its name tells: words, lines, bytes, a share in
    /// `0..=1`, or 1 for yes and 0 for no.
    fn value(&self, feature: Feature) -> f32 {
        let Self { page, at, .. } = *self;
        let run = &page.runs[at];
        match feature {
            Feature::Words => self.profile.words,
            Feature::WordLength => self.word_length(),
            Feature::EndsSentence => as_number(self.profile.ends_sentence),
            Feature::LeadsOn => as_number(self.raw.ends_with([':', '?', '：', '？', '؟'])),
            Feature::Capitals => self.share_of_capitals(),
            Feature::BeginsSmall => as_number(self.raw.starts_with(char::is_lowercase)),
            Feature::Numbers => self.profile.numbers,
            Feature::NumbersNear => self.near.numbers,
            Feature::Signs => self.raw.matches(SIGNS).count() as f32,
            Feature::Address => as_number(holds_web_address(self.raw)),
            Feature::Quotes => {
                as_number(self.raw.contains(['"', '“', '”', '«', '»', '„', '「', '‘']))
            }
            Feature::CommonWords => self.profile.common_words,
            Feature::StoryWords => self.profile.story_words,
            Feature::StoryWordsNear => self.near.story_words,
            Feature::ProseBefore => self.prose_before,
            Feature::ProseAfter => page.prose - self.prose_before - self.own_prose,
            Feature::Position => self.prose_before / (page.prose - self.own_prose).max(1.0),
            Feature::Run => run.len() as f32,
            Feature::RunBefore if run.is_empty() => 0.0,
            Feature::RunBefore => (at - run.start) as f32,
            Feature::RunAfter if run.is_empty() => 0.0,
            Feature::RunAfter => (run.end - 1 - at) as f32,
            Feature::WordsBefore => page.words(at.checked_sub(1)),
            Feature::WordsAfter => page.words(Some(at + 1)),
            Feature::WordsNear => self.near.words,
            Feature::WordsAround => self.around.words,
            Feature::SentencesNear => self.near.sentences,
            Feature::SentencesAround => self.around.sentences,
            Feature::FurnitureNear => self.near.furniture,
            Feature::FurnitureAround => self.around.furniture,
            Feature::AfterFurniture => page.after_furniture[at],
            Feature::BeforeFurniture => page.before_furniture[at],
            // The levels that are surer than a suspicion are cut, and never scored.
            Feature::Suspicion => match page.evidence[self.profile.segment].suspicion {
                None => 0.0,
                Some(Certainty::ShowOnly) => 1.0,
                Some(_) => 2.0,
            },
            Feature::Prose => page.prose,
            Feature::ProseLines => page.prose_lines,
        }
    }

    /// Mean length of the words, in bytes.
    fn word_length(&self) -> f32 {
        let mut bytes = 0;
        for word in self.words {
            bytes += word.span.len();
        }
        bytes as f32 / self.words.len().max(1) as f32
    }

    /// Share of the words that begin with a capital.
    fn share_of_capitals(&self) -> f32 {
        let text = self.page.document.text();
        let mut capitals = 0;
        for word in self.words {
            capitals += usize::from(word.span.slice(text).starts_with(char::is_uppercase));
        }
        capitals as f32 / self.words.len().max(1) as f32
    }
}

/// 1 for yes and 0 for no.
fn as_number(is: bool) -> f32 {
    f32::from(u8::from(is))
}
