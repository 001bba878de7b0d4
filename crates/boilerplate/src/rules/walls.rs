//! *Walls*: pages that are shown in place of an article.
//!
//! # What it finds
//! Documents that consist of a consent form, the stub of an article behind a paywall, a captcha, an
//! error of the server, a demand for JavaScript, or program code. If there is a headline above it,
//! that headline is not marked.
//!
//! # Why it is furniture
//! The scraper has got it in place of the article.
//!
//! # Example
//! `Access denied` / `You don't have permission to access this page.` / `Reference #18.1a2b`
//!
//! # When it is wrong
//! A report about cookie banners or about a page that was not found has the same words. So a
//! document is judged as a whole, and one sentence that may be part of a story makes it an article.
//!
//! # How it is found
//! Each sentence of the document is one of four kinds: it is a sentence that only walls have; it is
//! *neutral*, because it speaks to the reader or gives a reference number; it is a button; or it is
//! story. The words of each kind are added up. The document is a wall if there is no story, if at
//! least half of the words are in sentences that only walls have, and if there are several such
//! sentences, or one that is short, or if any sentence speaks to the reader.

use super::engine::{Classification, Family, Line, LineClassifier, PhraseIndex};
use crate::{Certainty, RuleName};
use copydesk_text::{Span, ends_in_full_stop};

/// Length of the longest wall, in effective words.
const LONGEST: usize = 400;
/// Longest button or label, in effective words.
const BUTTON: usize = 5;
/// Shortest headline, in effective words. A shorter first line is the site's name or a part of the
/// wall.
const HEADLINE: usize = 3;
/// Longest line with a reference number, in words.
const REFERENCE: usize = 7;
/// Longest wall of one sentence that does not speak to the reader, in effective words. A longer one
/// may be a short news item.
const FORMULA: usize = 7;
/// A line is code if at least one in this many of its characters is a sign of code.
const CHARACTERS_PER_SIGN: usize = 9;
/// Evidence for a wall, in `0..=1`.
const EVIDENCE: f32 = 0.9;

/// The step that finds out whether a document is a wall.
pub(super) struct Walls {
    /// The phrases that only walls have.
    phrases: PhraseIndex,
    /// The phrases with which sites speak to their readers, in walls and elsewhere.
    to_reader: PhraseIndex,
}

impl Walls {
    /// The step with the phrases that only walls have, and those that speak to the reader.
    pub const fn new(phrases: PhraseIndex, to_reader: PhraseIndex) -> Self {
        Self { phrases, to_reader }
    }

    /// Marks all lines of a document that is a wall, except for its headline.
    pub fn mark(&self, lines: &mut [Line<'_>]) {
        let Some(start) = self.start_of_wall(lines) else {
            return;
        };
        for line in &mut lines[start..] {
            if !line.content.is_empty() {
                let classification =
                    Classification::certain(RuleName::Wall, Family::Foot, EVIDENCE);
                line.set_whole_unless_certain(classification);
            }
        }
    }

    /// The index of the line at which the wall begins; `None` if the document is an article.
    fn start_of_wall(&self, lines: &[Line<'_>]) -> Option<usize> {
        let weight: usize = lines.iter().map(Line::weight).sum();
        if weight > LONGEST {
            return None;
        }
        let first = lines.iter().position(|line| !line.is_blank())?;
        let mut measurer = LineMeasurer {
            phrases: LineClassifier::new(&self.phrases),
            to_reader: LineClassifier::new(&self.to_reader),
        };
        let mut measures = measurer.measure(&lines[first]);
        let has_headline = measures.is_headline(lines[first].weight());
        // A headline is no evidence for or against a wall.
        if has_headline {
            measures = Measures::default();
        }
        for line in &lines[first + 1..] {
            measures.add(measurer.measure(line));
            // Most short documents are articles, and end here.
            if measures.story > 0 {
                return None;
            }
        }
        measures
            .is_wall()
            .then_some(first + usize::from(has_headline))
    }
}

/// Measures how many words of a line are of each kind.
struct LineMeasurer<'i> {
    phrases: LineClassifier<'i>,
    to_reader: LineClassifier<'i>,
}

impl LineMeasurer<'_> {
    /// The measures of a line.
    fn measure(&mut self, line: &Line<'_>) -> Measures {
        if is_code(line.raw()) || asks_for_entry(line) {
            return Measures {
                // Code may have no words.
                wall: line.weight().max(1),
                speaks: true,
                ..Measures::default()
            };
        }
        let mut measures = Measures::default();
        // Both classifiers divide the line into the same sentences.
        let by_wall_phrases = self.phrases.sentences(line);
        let by_reader_phrases = self.to_reader.sentences(line);
        for ((sentence, wall), (_, address)) in by_wall_phrases.into_iter().zip(by_reader_phrases) {
            measures.add(measure_sentence(
                line,
                sentence,
                wall.is_some(),
                address.is_some(),
            ));
        }
        measures
    }
}

/// Whether a rule is certain that the line asks for consent, a subscription or an account, as walls
/// do.
fn asks_for_entry(line: &Line<'_>) -> bool {
    match line.whole {
        Some(classification) => {
            classification.certainty == Certainty::Cut
                && matches!(
                    classification.rule,
                    RuleName::Cookies | RuleName::Subscription | RuleName::Account
                )
        }
        None => false,
    }
}

/// The measures of one sentence of a line. `is_of_wall` says whether only walls have such a
/// sentence, and `speaks` whether it speaks to the reader.
fn measure_sentence(line: &Line<'_>, sentence: Span, is_of_wall: bool, speaks: bool) -> Measures {
    let weight = line.weight_in(sentence);
    let raw = sentence.slice(line.text).trim_end();
    let is_furniture =
        line.whole.is_some() || line.parts.iter().any(|(part, _)| part.overlaps(sentence));
    let mut measures = Measures {
        speaks,
        ..Measures::default()
    };
    // The order matters: a sentence of a wall may also speak to the reader, and a short one may be
    // taken for a button.
    if is_of_wall {
        measures.wall = weight;
        measures.longest = weight;
        measures.sentences = 1;
    } else if is_furniture || speaks || is_reference(raw) || names_nothing(raw) {
        measures.neutral = weight;
    } else if weight <= BUTTON && !ends_in_full_stop(raw) {
        measures.buttons = weight;
    } else {
        measures.story = weight;
    }
    measures
}

/// How many effective words of a text are in sentences of each kind, and what else decides whether
/// it is a wall.
#[derive(Clone, Copy, Default, Debug)]
struct Measures {
    /// Words in sentences that only walls have.
    wall: usize,
    /// Words in neutral sentences: other furniture, sentences that speak to the reader, give a
    /// reference number or name nothing.
    neutral: usize,
    /// Words in buttons.
    buttons: usize,
    /// Words in sentences that may be part of a story.
    story: usize,
    /// Words in the longest sentence that only walls have.
    longest: usize,
    /// Number of sentences that only walls have.
    sentences: usize,
    /// Whether any sentence speaks to the reader.
    speaks: bool,
}

impl Measures {
    /// Adds the measures of another part of the document.
    fn add(&mut self, other: Self) {
        self.wall += other.wall;
        self.neutral += other.neutral;
        self.buttons += other.buttons;
        self.story += other.story;
        self.longest = self.longest.max(other.longest);
        self.sentences += other.sentences;
        self.speaks |= other.speaks;
    }

    /// Whether a first line with these measures and this many effective words is a headline.
    fn is_headline(self, weight: usize) -> bool {
        weight >= HEADLINE && self.wall == 0
    }

    /// Whether a document with these measures is a wall, as the module says. One long sentence that
    /// does not speak to the reader may be a short news item.
    fn is_wall(self) -> bool {
        let is_no_news_item = self.speaks || self.sentences > 1 || self.longest <= FORMULA;
        let is_mostly_wall = self.wall > 0 && self.wall >= self.neutral + self.buttons;
        self.story == 0 && is_mostly_wall && is_no_news_item
    }
}

/// Whether a sentence names no person and no thing: it has no capital after its first letter, no
/// number and no quotation. News names somebody or something. Always `false` in a script without
/// capitals.
fn names_nothing(raw: &str) -> bool {
    raw.contains(char::is_lowercase) && !raw.chars().skip(1).any(may_name)
}

/// Whether a character may begin a name, a number or a quotation.
fn may_name(character: char) -> bool {
    character.is_uppercase() || character.is_numeric() || "\"“”„«»".contains(character)
}

/// Whether a line gives the reference number of an error: `Ray ID: 8f2c`, `Reference #18.0.170`,
/// `404`.
fn is_reference(raw: &str) -> bool {
    raw.contains(char::is_numeric)
        && raw.split_whitespace().count() <= REFERENCE
        && !ends_in_full_stop(raw)
}

/// For each byte, whether it is a sign of code.
const IS_SIGN: [bool; 256] = {
    let signs = b"{}()[];=<>\"':/\\_&|+*$#";
    let mut is_sign = [false; 256];
    let mut i = 0;
    while i < signs.len() {
        is_sign[signs[i] as usize] = true;
        i += 1;
    }
    is_sign
};

/// Words and brackets of scripts and of markup. Any code has one of them.
const CODE: [&str; 10] = [
    "{",
    "}",
    "();",
    "=>",
    "function(",
    "window.",
    "document.",
    "var ",
    "</",
    "/>",
];

/// Whether a line is program code: one of the words and brackets of a script, and many signs.
fn is_code(raw: &str) -> bool {
    let signs = raw
        .bytes()
        .filter(|&byte| IS_SIGN[usize::from(byte)])
        .count();
    let ascii_characters = raw.bytes().filter(u8::is_ascii_graphic).count();
    // Nearly every line is prose, which has too few signs even for its ASCII characters alone.
    // Counting bytes is much faster than counting characters.
    if signs * CHARACTERS_PER_SIGN < ascii_characters {
        return false;
    }
    // Characters that are not ASCII count as well.
    let characters = raw.chars().filter(|c| !c.is_whitespace()).count();
    if signs * CHARACTERS_PER_SIGN < characters {
        return false;
    }
    for word in CODE {
        if raw.contains(word) {
            return true;
        }
    }
    false
}
