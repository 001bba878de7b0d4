//! The features of a line: numbers that describe it and do not depend on its language.
//!
//! There are four kinds: properties of the line itself, its place in the story, properties of its
//! neighbours, and its distance from furniture that rules or recurrence have found. How often a
//! line recurs on the site is not a feature, because its meaning would depend on how many pages of
//! the site there are.
//!
//! A new feature needs a line in the list below and its value in [`DescribedLine::value`]. Then the
//! forest, the decision trees that judge lines by these features, must be fitted again. The feature
//! may be added anywhere in the list, because the data file of the forest refers to features by
//! name.

use super::evidence::LineEvidence;
use super::line_profile::LineProfile;
use crate::Certainty;
use crate::judge::holds_web_address;
use copydesk_text::{Document, Word};
use serde::{Deserialize, Serialize};
use std::ops::{Range, Sub};

/// The number of lines on either side that are *near* a line.
const NEAR: usize = 3;
/// The number of lines on either side that are *around* a line.
const AROUND: usize = 10;
/// The largest distance to furniture, in lines. A greater distance counts as this one, and so does
/// the lack of furniture.
const FAR: usize = 30;
/// Signs between the items of menus, and between the date, the time and other parts of a line.
const SIGNS: [char; 10] = ['|', '·', '•', '›', '»', '/', '▸', '©', '→', '#'];

/// Declares the features. Their order is that of the numbers in [`Features`].
macro_rules! features {
    ($($(#[doc = $doc:literal])+ $name:ident => $description:literal;)*) => {
        /// A feature of a line, known in the data file by its name in snake case.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Feature { $($(#[doc = $doc])+ $name,)* }

        impl Feature {
            /// All features, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The description of the feature in messages for people.
            pub(super) fn description(self) -> &'static str {
                match self { $(Self::$name => $description,)* }
            }
        }
    };
}

features! {
    /// Length of the line, in effective words.
    Words => "words in the line";
    /// Mean length of the line's words, in bytes.
    WordLength => "bytes a word";
    /// Whether the line ends as a sentence does.
    EndsSentence => "ends a sentence";
    /// Whether the line ends in a colon or a question mark.
    LeadsOn => "ends in a colon or question mark";
    /// Share of the line's words that begin with a capital.
    Capitals => "share of words with a capital";
    /// Whether the line begins with a small letter.
    BeginsSmall => "begins with a small letter";
    /// Share of the line's words that are numbers.
    Numbers => "share of numbers";
    /// Mean of [`Self::Numbers`] over the lines near this one.
    NumbersNear => "share of numbers nearby";
    /// Number of signs such as `|`, which divide menus and lines with a date or time.
    Signs => "signs that divide";
    /// Whether the line holds a web address.
    Address => "holds an address";
    /// Whether the line holds a quotation mark.
    Quotes => "holds a quotation mark";
    /// Share of the line's words that are common, which means that many lines of the page's prose
    /// hold them.
    CommonWords => "share of words common on the page";
    /// Of the line's words that are not common, the share that other lines of the page's prose
    /// hold.
    StoryWords => "share of words that the story uses";
    /// Mean of [`Self::StoryWords`] over the lines near this one.
    StoryWordsNear => "share of words nearby that the story uses";
    /// Number of words of prose before the line.
    ProseBefore => "words of prose before it";
    /// Number of words of prose after the line.
    ProseAfter => "words of prose after it";
    /// Of the words of prose in the other lines, the share that is before this line.
    Position => "share of the prose before it";
    /// Number of lines in the run that this line is in: lines in a row that are not prose. 0 for a
    /// line of prose.
    Run => "lines without prose in a row";
    /// Number of lines of that run before this line.
    RunBefore => "lines of that row before it";
    /// Number of lines of that run after this line.
    RunAfter => "lines of that row after it";
    /// Number of words in the line before this one.
    WordsBefore => "words in the line before";
    /// Number of words in the line after this one.
    WordsAfter => "words in the line after";
    /// Mean number of words in the lines near this one.
    WordsNear => "words in lines nearby";
    /// Mean number of words in the lines around this one.
    WordsAround => "words in lines around";
    /// Share of the lines near this one that end as sentences do.
    SentencesNear => "share of sentences nearby";
    /// Share of the lines around this one that end as sentences do.
    SentencesAround => "share of sentences around";
    /// Share of the lines near this one that are cut as furniture.
    FurnitureNear => "share of furniture nearby";
    /// Share of the lines around this one that are cut as furniture.
    FurnitureAround => "share of furniture around";
    /// Distance in lines from the last furniture before this line.
    AfterFurniture => "lines since furniture";
    /// Distance in lines to the next furniture after this line.
    BeforeFurniture => "lines until furniture";
    /// [`LineEvidence::suspicion`]: 0 if there is none, 1 for [`Certainty::ShowOnly`], 2 for
    /// [`Certainty::CutIfAsked`].
    Suspicion => "suspicion of a rule";
    /// Number of words of prose on the page.
    Prose => "words of prose on the page";
    /// Share of the page's lines that are prose.
    ProseLines => "share of lines that are prose";
}

/// The features of one line, in the order of [`Feature::ALL`].
pub type Features = [f32; Feature::ALL.len()];

/// A page whose lines the forest judges, with tables from which their features are computed. The
/// [profiles](LineProfile) have one entry for each line that is not empty, and the evidence has one
/// for each segment.
pub(super) struct Page<'p> {
    document: &'p Document<'p>,
    profiles: &'p [LineProfile],
    evidence: &'p [LineEvidence],
    /// Number of words of prose on the page.
    prose_words: f32,
    /// Share of the page's lines that are prose.
    share_of_prose_lines: f32,
    /// Prefix sums: entry `i` has the sums over the first `i` lines. The sums over any lines in a
    /// row are the difference of two entries.
    sums: Vec<LineValues>,
    /// See [`runs`].
    runs: Vec<Range<usize>>,
    /// For each line, the distance in lines from the last furniture above it.
    after_furniture: Vec<f32>,
    /// For each line, the distance in lines to the next furniture below it.
    before_furniture: Vec<f32>,
}

/// Values of lines: the sum of each over some lines, or its mean over them.
#[derive(Clone, Copy, Default)]
struct LineValues {
    /// Words in the line.
    words: f32,
    /// Words in the line if it is prose, else 0.
    prose: f32,
    /// 1 if the line ends as a sentence does, else 0.
    sentences: f32,
    /// 1 if the line is cut as furniture by rules or recurrence, else 0.
    furniture: f32,
    /// [`LineProfile::numbers`].
    numbers: f32,
    /// [`LineProfile::story_words`].
    story_words: f32,
}

impl LineValues {
    /// Adds the values of one line to these sums.
    fn add(&mut self, profile: &LineProfile, is_furniture: bool) {
        self.words += profile.words;
        self.prose += if profile.is_prose { profile.words } else { 0.0 };
        self.sentences += as_number(profile.ends_sentence);
        self.furniture += as_number(is_furniture);
        self.numbers += profile.numbers;
        self.story_words += profile.story_words;
    }

    /// The means, if these are the sums over this many lines.
    fn divided_by(self, lines: f32) -> Self {
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

impl Sub for LineValues {
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
    /// Prepares the tables of a page. `prose_words` is the number of words of prose on it.
    pub fn new(
        document: &'p Document<'p>,
        profiles: &'p [LineProfile],
        evidence: &'p [LineEvidence],
        prose_words: f32,
    ) -> Self {
        let mut total = LineValues::default();
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
            prose_words,
            share_of_prose_lines: prose_lines as f32 / profiles.len() as f32,
            sums,
            runs: runs(profiles),
            after_furniture: distances_to_furniture(profiles, evidence, all.clone()),
            before_furniture: distances_to_furniture(profiles, evidence, all.rev()),
        }
    }

    /// The features of the line with this index among the profiles.
    pub fn features(&self, at: usize) -> Features {
        let line = DescribedLine::new(self, at);
        std::array::from_fn(|number| line.value(Feature::ALL[number]))
    }

    /// The means over the lines that are at most `distance` lines above or below line `at`, without
    /// that line. Near the top and the bottom of the page there are fewer such lines.
    fn means(&self, at: usize, distance: usize) -> LineValues {
        let from = at.saturating_sub(distance);
        let to = (at + distance + 1).min(self.profiles.len());
        let own = self.sums[at + 1] - self.sums[at];
        // On a page of one line there are no other lines. The sums are 0, and so are the means.
        let others = (to - from - 1).max(1) as f32;
        (self.sums[to] - self.sums[from] - own).divided_by(others)
    }

    /// The number of words in the line with this index; 0 if there is no such line.
    fn words(&self, at: Option<usize>) -> f32 {
        match at {
            Some(at) if at < self.profiles.len() => self.profiles[at].words,
            _ => 0.0,
        }
    }
}

/// For each line, the run of lines without prose that it is in, as a range of indices; an empty
/// range for a line of prose.
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

/// For each line, the distance in lines from the last furniture that comes before it in `order`, at
/// most [`FAR`]. `order` has the indices of the lines: from the first to the last, or from the last
/// to the first for the distance to the next furniture below.
fn distances_to_furniture(
    profiles: &[LineProfile],
    evidence: &[LineEvidence],
    order: impl Iterator<Item = usize>,
) -> Vec<f32> {
    let mut distances = vec![0.0; profiles.len()];
    // No furniture comes before the first line in this order.
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

/// A line whose features are computed, with values that several features use.
struct DescribedLine<'p> {
    page: &'p Page<'p>,
    /// The index of the line among the profiles.
    at: usize,
    profile: &'p LineProfile,
    raw: &'p str,
    words: &'p [Word],
    /// Means over the lines near this one.
    near: LineValues,
    /// Means over the lines around this one.
    around: LineValues,
    /// Number of words of prose before this line.
    prose_before: f32,
    /// Number of words of prose in this line.
    own_prose: f32,
}

impl<'p> DescribedLine<'p> {
    /// The line with this index among the profiles.
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

    /// The value of one feature. Its unit is that of the feature: words, lines, bytes, a share in
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
            Feature::ProseAfter => page.prose_words - self.prose_before - self.own_prose,
            // `max` is for a page without other prose.
            Feature::Position => self.prose_before / (page.prose_words - self.own_prose).max(1.0),
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
            // `Certainty::Cut` does not occur, because a line with it is cut already, and has no
            // features.
            Feature::Suspicion => match page.evidence[self.profile.segment].suspicion {
                None => 0.0,
                Some(Certainty::ShowOnly) => 1.0,
                Some(_) => 2.0,
            },
            Feature::Prose => page.prose_words,
            Feature::ProseLines => page.share_of_prose_lines,
        }
    }

    /// Mean length of the words, in bytes; 0 if the line has no words.
    fn word_length(&self) -> f32 {
        let mut bytes = 0;
        for word in self.words {
            bytes += word.span.len();
        }
        bytes as f32 / self.words.len().max(1) as f32
    }

    /// Share of the words that begin with a capital; 0 if the line has no words.
    fn share_of_capitals(&self) -> f32 {
        let text = self.page.document.text();
        let mut capitals = 0;
        for word in self.words {
            capitals += usize::from(word.span.slice(text).starts_with(char::is_uppercase));
        }
        capitals as f32 / self.words.len().max(1) as f32
    }
}

/// 1 for `true` and 0 for `false`.
fn as_number(value: bool) -> f32 {
    f32::from(u8::from(value))
}
