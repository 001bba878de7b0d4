//! What can be said of a line without knowing its language: its own shape, where it stands in the
//! story, what its neighbours are like, and how near the furniture is that is known already.

use super::evidence::LineEvidence;
use super::lists::Lists;
use crate::{Certainty, belongs_to_story};
use copydesk_text::{Document, Span, effective_words, ends_in_full_stop, ends_sentence, sentences};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The least length of a line of prose that ends a sentence, in effective words.
const PROSE_WORDS: usize = 12;
/// A line this long is prose even without a full stop, in effective words.
const LONG_PROSE_WORDS: usize = 30;
/// A page with fewer words of prose than this has no story, and its lines are not scored.
const LEAST_PROSE: usize = 40;
/// Lines of page furniture, found by rules or recurrence, that a page must have before its other
/// lines are scored.
const LEAST_FURNITURE: usize = 3;
/// The share of its lines without prose that they must make up.
const LEAST_SHARE: f32 = 0.1;
/// Lines of page furniture that must stand before and after the story of a whole page.
const COMPANY: usize = 2;
/// A sentence of at least so many words is a statement.
const STATEMENT_WORDS: f32 = 5.0;
/// A line of at least so many words is one too, such as a post or a caption.
const LONG_WORDS: f32 = 25.0;
/// A long line is an item of a list, not prose, if at most this share of the lines around it, of
/// which there must be enough, end in a full stop.
const STOPS_IN_LIST: f32 = 0.1;
const LIST_LINES: usize = 12;
const LINES_WITH_STOP: usize = 3;
/// Lines without prose between two lines of one story; and fewer, so that a notice right above the
/// headline is not taken for its beginning.
const LONGEST_BREAK: usize = 8;
const SHORT_BREAK: usize = 2;
/// A line this close above prose, and this long, may be the headline or standfirst of the story.
/// Right above it a shorter one may be too, or the byline and the day.
const OVER_STORY: usize = 14;
const RIGHT_ABOVE: usize = 3;
const LEAST_HEADLINE_WORDS: f32 = 2.0;
const HEADLINE_WORDS: f32 = 5.0;
/// The story uses at least this share of the words of its own headline, wherever that stands.
const TOLD_IN_STORY: f32 = 0.6;
/// A word is common on the page if at least so many lines of its prose hold it…
const COMMON_LINES: u32 = 3;
/// …and at least this share of them.
const COMMON_SHARE: f32 = 0.1;
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
    /// Share of its words that many lines of the page's prose hold.
    CommonWords => "share of words common on the page";
    /// Share of its other words that the prose of the page holds too.
    StoryWords => "share of words that the story uses";
    /// The same, on average over the lines near it.
    StoryWordsNear => "share of words nearby that the story uses";
    /// Words of prose before it.
    ProseBefore => "words of prose before it";
    /// Words of prose after it.
    ProseAfter => "words of prose after it";
    /// Share of the page's prose that stands before it.
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

/// What one line is like by itself.
struct Shape {
    number: usize,
    words: f32,
    is_prose: bool,
    ends_sentence: bool,
    /// Whether it is an item of a long list: neither it nor the lines around end in a full stop.
    is_listed: bool,
    numbers: f32,
    story_words: f32,
    common_words: f32,
}

/// The lines of a page that a forest is asked about.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PageLines {
    /// The features of every line that may be furniture, with the number of its segment, in order.
    pub features: Vec<(usize, Features)>,
    /// The lines around them that may be items of lists.
    pub lists: Lists,
}

/// The lines that may be furniture; none for a page without a story.
///
/// Most documents have only a line or two of known furniture, and cost next to nothing.
///
/// # Panics
/// If `evidence` has fewer entries than the document has segments.
#[must_use]
pub fn line_features(document: &Document<'_>, evidence: &[LineEvidence]) -> PageLines {
    let of_page = evidence.iter().filter(|line| line.is_of_page).count();
    if of_page < LEAST_FURNITURE && evidence.iter().all(|line| line.suspicion.is_none()) {
        return PageLines::default();
    }
    let mut shapes = shapes(document);
    let prose: f32 = shapes.iter().filter(|s| s.is_prose).map(|s| s.words).sum();
    if prose < LEAST_PROSE as f32 {
        return PageLines::default();
    }
    // What words the prose has costs most, and extracts, which most documents are, need not be asked.
    if !is_whole_page(&shapes, evidence) {
        return PageLines::default();
    }
    Vocabulary::of(document, &shapes).measure(document, &mut shapes);
    let candidates = Candidates::new(document, &shapes, evidence).lines();
    if candidates.is_empty() {
        return PageLines::default();
    }
    let page = Page::new(document, &shapes, evidence, prose);
    let vectors = candidates
        .into_iter()
        .map(|at| (shapes[at].number, page.vector(at)));
    PageLines {
        features: vectors.collect(),
        lists: Lists::of(document, evidence),
    }
}

/// The lines that are scored.
struct Candidates<'p> {
    document: &'p Document<'p>,
    shapes: &'p [Shape],
    evidence: &'p [LineEvidence],
    /// How many lines that stay are between a line and the prose below it, up to the place where a
    /// headline may stand; none for other lines.
    above_prose: Vec<Option<usize>>,
}

/// Whether this is a whole page. Extracts have lists too, of nominees or results, and these belong
/// to the story.
fn is_whole_page(shapes: &[Shape], evidence: &[LineEvidence]) -> bool {
    let story = story_of(shapes);
    let is_of_page = |shape: &&Shape| evidence[shape.number].is_of_page;
    let known = |lines: &[Shape]| lines.iter().filter(is_of_page).count();
    let others = shapes.iter().filter(|shape| !shape.is_prose).count();
    let is_around =
        known(&shapes[..story.start]) >= COMPANY && known(&shapes[story.end..]) >= COMPANY;
    is_around && known(shapes) as f32 >= LEAST_SHARE * others as f32
}

impl<'p> Candidates<'p> {
    fn new(document: &'p Document<'p>, shapes: &'p [Shape], evidence: &'p [LineEvidence]) -> Self {
        Self {
            document,
            shapes,
            evidence,
            above_prose: above_prose(shapes, evidence),
        }
    }

    fn lines(&self) -> Vec<usize> {
        let all = 0..self.shapes.len();
        all.filter(|&at| self.is_candidate(at)).collect()
    }

    fn is_candidate(&self, at: usize) -> bool {
        let shape = &self.shapes[at];
        let content = self.document.content_of(shape.number);
        let is_suspected = self.evidence[shape.number].suspicion.is_some();
        !self.evidence[shape.number].is_cut
            && !self.is_statement(at)
            && (is_suspected || !self.is_heading(at))
            && !belongs_to_story(content)
    }

    /// Whether the line is prose, a sentence or a headline of the story: it says something,
    /// whatever stands around it.
    fn is_statement(&self, at: usize) -> bool {
        let shape = &self.shapes[at];
        let may_be_headline = shape.words >= HEADLINE_WORDS && shape.story_words >= TOLD_IN_STORY;
        let is_long = shape.words >= LONG_WORDS;
        shape.is_prose
            || may_be_headline
            || (is_long || self.holds_statement(shape)) && !shape.is_listed
    }

    /// Whether the line holds a sentence of some length; a signature may follow it.
    fn holds_statement(&self, shape: &Shape) -> bool {
        let (text, words) = (self.document.text(), self.document.words());
        let content = self.document.segments()[shape.number].content();
        let is_statement = |span: &Span| {
            let said = &words[self.document.words_in(*span)];
            ends_sentence(span.slice(text)) && effective_words(said) as f32 >= STATEMENT_WORDS
        };
        is_statement(&content) || sentences(text, content).iter().any(is_statement)
    }

    /// Whether the line leads to prose: a long one shortly before the story, which may be its
    /// headline or standfirst, or one that stands between prose and the prose that comes next.
    fn is_heading(&self, at: usize) -> bool {
        let words = self.shapes[at].words;
        let may_be_headline = |distance: usize| {
            words >= HEADLINE_WORDS || distance < RIGHT_ABOVE && words >= LEAST_HEADLINE_WORDS
        };
        if self.above_prose[at].is_some_and(may_be_headline) {
            return true;
        }
        let is_left = |shape: &&Shape| !self.evidence[shape.number].is_cut;
        let next = self.shapes[at + 1..].iter().find(is_left);
        let before = self.shapes[..at].iter().rev().find(is_left);
        let is_statement = |shape: &Shape| !shape.is_listed && self.holds_statement(shape);
        if next.is_some_and(is_statement) && before.is_some_and(is_statement) {
            return true;
        }
        // The time of a live blog's entry leads to it wherever it stands.
        let is_time = self.shapes[at].numbers >= 1.0;
        next.is_some_and(|next| next.is_prose)
            && (is_time || self.shapes[..at].iter().any(|before| before.is_prose))
    }
}

/// The stretches of prose, with no more than a few other lines between one line of it and the next,
/// and how many words of prose each has.
fn stretches(shapes: &[Shape], longest_break: usize) -> Vec<(Range<usize>, f32)> {
    let mut out: Vec<(Range<usize>, f32)> = Vec::new();
    for (at, shape) in shapes
        .iter()
        .enumerate()
        .filter(|(_, shape)| shape.is_prose)
    {
        match out.last_mut() {
            Some((stretch, words)) if at <= stretch.end + longest_break => {
                stretch.end = at + 1;
                *words += shape.words;
            }
            _ => out.push((at..at + 1, shape.words)),
        }
    }
    out
}

/// Where the story stands: the stretch of prose with most words.
fn story_of(shapes: &[Shape]) -> Range<usize> {
    let longest = stretches(shapes, LONGEST_BREAK)
        .into_iter()
        .max_by(|a, b| a.1.total_cmp(&b.1));
    longest.map_or(0..0, |(stretch, _)| stretch)
}

/// How many lines that are not cut stand between each line and the stretch of prose below it, as
/// far up as a headline may stand. Advertisements break a story into stretches, so any but a short
/// teaser may be its beginning.
fn above_prose(shapes: &[Shape], evidence: &[LineEvidence]) -> Vec<Option<usize>> {
    let mut out = vec![None; shapes.len()];
    let mut begins = stretches(shapes, LONGEST_BREAK);
    begins.append(&mut stretches(shapes, SHORT_BREAK));
    for (stretch, _) in begins
        .iter()
        .filter(|(_, words)| *words >= LEAST_PROSE as f32)
    {
        let above = (0..stretch.start).rev();
        let stays = above.filter(|&at| !evidence[shapes[at].number].is_cut);
        for (distance, at) in stays.take(OVER_STORY).enumerate() {
            let nearest: &mut Option<usize> = &mut out[at];
            *nearest = Some(nearest.map_or(distance, |other| other.min(distance)));
        }
    }
    out
}

/// The lines that hold anything.
fn shapes(document: &Document<'_>) -> Vec<Shape> {
    let filled: Vec<usize> = (0..document.segments().len())
        .filter(|&number| !document.segments()[number].content().is_empty())
        .collect();
    let is_listed = listed(document, &filled);
    let lines = filled.into_iter().zip(is_listed);
    lines
        .map(|(number, is_listed)| {
            let words = document.effective_words_of(number);
            let ends_sentence = ends_sentence(document.content_of(number));
            let is_sentence = ends_sentence && words >= PROSE_WORDS;
            Shape {
                number,
                words: words as f32,
                is_prose: (is_sentence || words >= LONG_PROSE_WORDS) && !is_listed,
                ends_sentence,
                is_listed,
                numbers: share_of_numbers(document, number),
                story_words: 0.0,
                common_words: 0.0,
            }
        })
        .collect()
}

/// For each of these lines whether it is an item of a long list. Headlines of a list may be as long
/// as sentences, and some end in a question or in dots, but none ends in a full stop or holds two
/// sentences.
fn listed(document: &Document<'_>, lines: &[usize]) -> Vec<bool> {
    let stops: Vec<bool> = lines
        .iter()
        .map(|&number| ends_in_full_stop(document.content_of(number)))
        .collect();
    // A page without full stops may be in a script that has none.
    let has_stops = stops.iter().filter(|stop| **stop).count() >= LINES_WITH_STOP;
    let is_one_sentence = |number: usize| {
        let content = document.segments()[number].content();
        sentences(document.text(), content).len() == 1
    };
    let is_listed = |at: usize| {
        let around = &stops[at.saturating_sub(AROUND)..(at + AROUND + 1).min(stops.len())];
        let count = around.iter().filter(|stop| **stop).count();
        has_stops
            && !stops[at]
            && around.len() > LIST_LINES
            && count as f32 <= STOPS_IN_LIST * around.len() as f32
            && is_one_sentence(lines[at])
    };
    (0..lines.len()).map(is_listed).collect()
}

fn share_of_numbers(document: &Document<'_>, segment: usize) -> f32 {
    let words = document.words_of(segment);
    let numbers = words.iter().filter(|word| word.is_number()).count();
    numbers as f32 / words.len().max(1) as f32
}

/// Bounds of the run of lines without prose that each line is part of; an empty run for prose.
fn runs(shapes: &[Shape]) -> Vec<(usize, usize)> {
    let mut runs = vec![(0, 0); shapes.len()];
    let mut from = 0;
    for run in shapes.chunk_by(|a, b| a.is_prose == b.is_prose) {
        let to = from + run.len();
        if !run[0].is_prose {
            runs[from..to].fill((from, to));
        }
        from = to;
    }
    runs
}

/// In how many lines of a page's prose each word stands.
struct Vocabulary {
    lines: ahash::AHashMap<u64, u32>,
    common: u32,
}

impl Vocabulary {
    fn of(document: &Document<'_>, shapes: &[Shape]) -> Self {
        let mut lines = ahash::AHashMap::new();
        let mut of_line: Vec<u64> = Vec::new();
        let mut count = 0;
        for shape in shapes.iter().filter(|shape| shape.is_prose) {
            count += 1;
            of_line.clear();
            of_line.extend(document.words_of(shape.number).iter().map(|w| w.hash));
            of_line.sort_unstable();
            of_line.dedup();
            of_line
                .iter()
                .for_each(|&word| *lines.entry(word).or_default() += 1);
        }
        let common = (COMMON_SHARE * count as f32).ceil() as u32;
        Self {
            lines,
            common: common.max(COMMON_LINES),
        }
    }

    fn measure(&self, document: &Document<'_>, shapes: &mut [Shape]) {
        for shape in shapes {
            let words = document.words_of(shape.number);
            let own = u32::from(shape.is_prose);
            let (mut common, mut shared) = (0, 0);
            for word in words {
                let lines = self.lines.get(&word.hash).copied().unwrap_or_default();
                if lines >= self.common + own {
                    common += 1;
                } else if lines > own {
                    shared += 1;
                }
            }
            let share = |part: usize, of: usize| part as f32 / of.max(1) as f32;
            shape.common_words = share(common, words.len());
            shape.story_words = share(shared, words.len() - common);
        }
    }
}

/// A page whose lines are scored, with running sums, so that the mean over any neighbourhood is
/// cheap.
struct Page<'p> {
    document: &'p Document<'p>,
    shapes: &'p [Shape],
    evidence: &'p [LineEvidence],
    prose: f32,
    prose_lines: f32,
    /// Sums over the lines before each line.
    sums: Vec<Sums>,
    /// Bounds of the run of lines without prose that each line is part of.
    runs: Vec<(usize, usize)>,
    after_furniture: Vec<f32>,
    before_furniture: Vec<f32>,
}

#[derive(Clone, Copy, Default)]
struct Sums {
    words: f32,
    prose: f32,
    sentences: f32,
    furniture: f32,
    numbers: f32,
    story_words: f32,
}

impl<'p> Page<'p> {
    fn new(
        document: &'p Document<'p>,
        shapes: &'p [Shape],
        evidence: &'p [LineEvidence],
        prose: f32,
    ) -> Self {
        let is_cut = |at: usize| evidence[shapes[at].number].is_cut;
        let mut sums = vec![Sums::default()];
        let mut total = Sums::default();
        for (at, shape) in shapes.iter().enumerate() {
            total.words += shape.words;
            total.prose += if shape.is_prose { shape.words } else { 0.0 };
            total.sentences += f32::from(u8::from(shape.ends_sentence));
            total.furniture += f32::from(u8::from(is_cut(at)));
            total.numbers += shape.numbers;
            total.story_words += shape.story_words;
            sums.push(total);
        }
        let since_furniture = |ats: &mut dyn Iterator<Item = usize>| {
            let mut distances = vec![0.0; shapes.len()];
            let mut distance = FAR;
            for at in ats {
                distances[at] = distance as f32;
                distance = if is_cut(at) {
                    1
                } else {
                    (distance + 1).min(FAR)
                };
            }
            distances
        };
        Self {
            document,
            shapes,
            evidence,
            prose,
            prose_lines: shapes.iter().filter(|s| s.is_prose).count() as f32 / shapes.len() as f32,
            sums,
            runs: runs(shapes),
            after_furniture: since_furniture(&mut (0..shapes.len())),
            before_furniture: since_furniture(&mut (0..shapes.len()).rev()),
        }
    }

    /// The mean of something over the lines within a distance, the line itself left out.
    fn mean(&self, at: usize, within: usize, of: impl Fn(&Sums) -> f32) -> f32 {
        let from = at.saturating_sub(within);
        let to = (at + within + 1).min(self.shapes.len());
        let own = of(&self.sums[at + 1]) - of(&self.sums[at]);
        let others = (to - from - 1).max(1) as f32;
        (of(&self.sums[to]) - of(&self.sums[from]) - own) / others
    }

    fn vector(&self, at: usize) -> Features {
        let shape = &self.shapes[at];
        let evidence = &self.evidence[shape.number];
        let raw = self.document.content_of(shape.number);
        let words = self.document.words_of(shape.number);
        let count = words.len().max(1) as f32;
        let yes = |is: bool| f32::from(u8::from(is));
        let share_of_words = |is: &dyn Fn(&copydesk_text::Word) -> bool| {
            words.iter().filter(|word| is(word)).count() as f32 / count
        };
        let (run_from, run_to) = self.runs[at];
        let in_run = run_to > run_from;
        let before = self.sums[at].prose;
        let own = if shape.is_prose { shape.words } else { 0.0 };
        let words_at = |at: Option<usize>| {
            at.and_then(|at| self.shapes.get(at))
                .map_or(0.0, |s| s.words)
        };
        let text = self.document.text();
        let value = |feature: Feature| match feature {
            Feature::Words => shape.words,
            Feature::WordLength => {
                words.iter().map(|word| word.span.len()).sum::<usize>() as f32 / count
            }
            Feature::EndsSentence => yes(shape.ends_sentence),
            Feature::LeadsOn => yes(raw.ends_with([':', '?', '：', '？', '؟'])),
            Feature::Capitals => {
                share_of_words(&|word| word.span.slice(text).starts_with(char::is_uppercase))
            }
            Feature::BeginsSmall => yes(raw.starts_with(char::is_lowercase)),
            Feature::Numbers => shape.numbers,
            Feature::NumbersNear => self.mean(at, NEAR, |s| s.numbers),
            Feature::Signs => raw.chars().filter(|c| SIGNS.contains(c)).count() as f32,
            Feature::Address => yes(raw.contains("://") || raw.contains("www.")),
            Feature::Quotes => yes(raw.contains(['"', '“', '”', '«', '»', '„', '「', '‘'])),
            Feature::CommonWords => shape.common_words,
            Feature::StoryWords => shape.story_words,
            Feature::StoryWordsNear => self.mean(at, NEAR, |s| s.story_words),
            Feature::ProseBefore => before,
            Feature::ProseAfter => self.prose - before - own,
            Feature::Position => before / (self.prose - own).max(1.0),
            Feature::Run => (run_to - run_from) as f32,
            Feature::RunBefore => {
                if in_run {
                    (at - run_from) as f32
                } else {
                    0.0
                }
            }
            Feature::RunAfter => {
                if in_run {
                    (run_to - 1 - at) as f32
                } else {
                    0.0
                }
            }
            Feature::WordsBefore => words_at(at.checked_sub(1)),
            Feature::WordsAfter => words_at(Some(at + 1)),
            Feature::WordsNear => self.mean(at, NEAR, |s| s.words),
            Feature::WordsAround => self.mean(at, AROUND, |s| s.words),
            Feature::SentencesNear => self.mean(at, NEAR, |s| s.sentences),
            Feature::SentencesAround => self.mean(at, AROUND, |s| s.sentences),
            Feature::FurnitureNear => self.mean(at, NEAR, |s| s.furniture),
            Feature::FurnitureAround => self.mean(at, AROUND, |s| s.furniture),
            Feature::AfterFurniture => self.after_furniture[at],
            Feature::BeforeFurniture => self.before_furniture[at],
            Feature::Suspicion => match evidence.suspicion {
                None => 0.0,
                Some(Certainty::ShowOnly) => 1.0,
                Some(_) => 2.0,
            },
            Feature::Prose => self.prose,
            Feature::ProseLines => self.prose_lines,
        };
        std::array::from_fn(|number| value(Feature::ALL[number]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str = "The council of the town voted on Tuesday to sell the old lighthouse of the harbour, \
        which has stood dark for nine years since the lamps were automated.";

    /// The lines that are scored; `-` marks a line as page furniture.
    fn scored(lines: &[&str]) -> Vec<String> {
        let text: Vec<&str> = lines
            .iter()
            .map(|line| line.trim_start_matches('-'))
            .collect();
        let document = Document::new(text.join("\n"));
        let evidence: Vec<LineEvidence> = lines
            .iter()
            .map(|line| LineEvidence {
                is_cut: line.starts_with('-'),
                is_of_page: line.starts_with('-'),
                suspicion: None,
            })
            .collect();
        let lines = line_features(&document, &evidence).features;
        lines
            .into_iter()
            .map(|(segment, _)| document.content_of(segment).to_owned())
            .collect()
    }

    #[test]
    fn lines_of_a_whole_page_are_scored() {
        let page = [
            "-Log in",
            "-Subscribe",
            "Harbour",
            PROSE,
            PROSE,
            "Letters",
            "-Terms",
            "-Privacy",
        ];
        assert_eq!(scored(&page), ["Harbour", "Letters"]);
    }

    #[test]
    fn the_list_of_an_extract_is_not_scored() {
        let extract = [
            PROSE,
            "Best picture",
            "The Salt Road",
            "Nine Winters",
            PROSE,
            "-Sign up",
        ];
        assert_eq!(scored(&extract), [""; 0]);
    }

    #[test]
    fn headings_and_statements_are_not_scored() {
        let page = [
            "-Log in",
            "-Subscribe",
            PROSE,
            "The buyer",
            PROSE,
            "It was a long meeting.",
            "Letters",
            "-Terms",
            "-Privacy",
        ];
        assert_eq!(scored(&page), ["Letters"]);
    }

    #[test]
    fn the_time_of_the_first_entry_is_not_scored() {
        let page = [
            "-Log in",
            "-Subscribe",
            "23.52",
            PROSE,
            PROSE,
            "-Terms",
            "-Privacy",
        ];
        assert_eq!(scored(&page), [""; 0]);
    }

    #[test]
    fn a_line_knows_its_place_and_its_words() {
        let lines = [
            "Log in",
            "Subscribe",
            PROSE,
            "The harbour lighthouse",
            "Terms",
            "Privacy",
        ];
        let document = Document::new(lines.join("\n"));
        let of_page = LineEvidence {
            is_cut: true,
            is_of_page: true,
            suspicion: None,
        };
        let mut evidence = vec![of_page; 6];
        evidence[2] = LineEvidence::default();
        evidence[3] = LineEvidence::default();
        // Too little prose for a story.
        assert!(line_features(&document, &evidence).features.is_empty());
        let twice = Document::new(lines.join("\n").replace(PROSE, &format!("{PROSE} {PROSE}")));
        let found = line_features(&twice, &evidence).features;
        assert_eq!(found.len(), 1);
        let value = |feature: Feature| found[0].1[feature as usize];
        assert_eq!(found[0].0, 3);
        assert_eq!((value(Feature::Words), value(Feature::Run)), (3.0, 3.0));
        assert_eq!(
            (value(Feature::StoryWords), value(Feature::ProseAfter)),
            (1.0, 0.0)
        );
        assert_eq!(value(Feature::BeforeFurniture), 1.0);
    }
}
