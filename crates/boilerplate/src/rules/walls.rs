//! *Walls*: pages that are shown in place of an article.
//!
//! # What it finds
//! Documents that consist of a consent form, the stub of an article behind a paywall, a captcha, an
//! error of the server, a demand for JavaScript, or program code. A headline above these is not
//! marked.
//!
//! # Why it is furniture
//! The scraper has got the wall in place of the article.
//!
//! # Example
//! `Access denied` / `You don't have permission to access this page.` / `Reference #18.1a2b`
//!
//! # When it is wrong
//! A report about cookie banners or about a page that was not found has the same words. So a
//! document is judged as a whole. One sentence that may be part of a story makes the document an
//! article.
//!
//! # How it is found
//! Each sentence of the document is one of four kinds: a sentence that only walls have; a *neutral*
//! sentence, which, for example, *speaks to the reader* (matches one of the phrases for that) or
//! gives a reference number; a button; or story. The words of each kind are added up. The document
//! is a wall if three conditions hold:
//!
//! * There is no story.
//! * At least half of the words, without a headline, are in sentences that only walls have.
//! * There are several sentences that only walls have, or a short one, or any sentence speaks to
//!   the reader.

use super::engine::{Classification, Family, Line, LineClassifier, PhraseIndex};
use crate::{Certainty, RuleName};
use copydesk_text::{Span, ends_in_full_stop};

/// Length of the longest wall, in effective words.
const LONGEST_WALL: usize = 400;
/// Longest button or label, in effective words.
const BUTTON_WORDS: usize = 5;
/// Shortest headline, in effective words. A shorter first line is the site's name or a part of the
/// wall.
const HEADLINE_WORDS: usize = 3;
/// Longest sentence with a reference number, in words divided at white space.
const REFERENCE_WORDS: usize = 7;
/// Longest wall of one sentence that does not speak to the reader, in effective words. A longer one
/// may be a short news item.
const ONE_SENTENCE_WORDS: usize = 7;
/// In program code, at least one in this many characters is a sign of code.
const CHARACTERS_PER_SIGN: usize = 9;
/// Evidence for a wall, in `0..=1`.
const EVIDENCE: f32 = 0.9;

/// The step that finds out whether a document is a wall.
pub(super) struct Walls {
    /// The phrases that only walls have. A phrase is a pattern of words.
    of_walls: PhraseIndex,
    /// The phrases with which sites speak to their readers, in walls and elsewhere.
    to_reader: PhraseIndex,
}

impl Walls {
    /// The step with the phrases that only walls have, and those that speak to the reader.
    pub const fn new(of_walls: PhraseIndex, to_reader: PhraseIndex) -> Self {
        Self {
            of_walls,
            to_reader,
        }
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
                line.set_classification_unless_certain(classification);
            }
        }
    }

    /// The index of the line at which the wall begins; `None` if the document is an article.
    fn start_of_wall(&self, lines: &[Line<'_>]) -> Option<usize> {
        let all_words: usize = lines.iter().map(Line::effective_words).sum();
        if all_words > LONGEST_WALL {
            return None;
        }
        let first = lines.iter().position(|line| !line.is_blank())?;
        let mut measurer = LineMeasurer {
            of_walls: LineClassifier::new(&self.of_walls),
            to_reader: LineClassifier::new(&self.to_reader),
        };
        let mut measures = measurer.measure(&lines[first]);
        let has_headline = measures.is_headline(lines[first].effective_words());
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
        let start = if has_headline { first + 1 } else { first };
        measures.is_wall().then_some(start)
    }
}

/// Measures how many words of a line are in sentences of each kind.
struct LineMeasurer<'i> {
    of_walls: LineClassifier<'i>,
    to_reader: LineClassifier<'i>,
}

impl LineMeasurer<'_> {
    /// The measures of a line.
    fn measure(&mut self, line: &Line<'_>) -> Measures {
        if is_code(line.raw()) || asks_for_entry(line) {
            return Measures {
                // Code may have no words, but is a wall all the same.
                wall: line.effective_words().max(1),
                // So that a single line of this kind is enough for a wall.
                speaks_to_reader: true,
                ..Measures::default()
            };
        }
        let mut measures = Measures::default();
        // Both classifiers divide the line into the same sentences.
        let of_walls = self.of_walls.classified_sentences(line);
        let to_reader = self.to_reader.classified_sentences(line);
        for ((sentence, of_wall), (_, to_reader)) in of_walls.into_iter().zip(to_reader) {
            measures.add(measure_sentence(
                line,
                sentence,
                of_wall.is_some(),
                to_reader.is_some(),
            ));
        }
        measures
    }
}

/// Whether a rule is certain that the line asks for consent, a subscription or an account, as walls
/// do.
fn asks_for_entry(line: &Line<'_>) -> bool {
    match line.classification {
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

/// The measures of one sentence of a line. `is_of_wall` says whether it is a sentence that only
/// walls have.
fn measure_sentence(
    line: &Line<'_>,
    sentence: Span,
    is_of_wall: bool,
    speaks_to_reader: bool,
) -> Measures {
    let words = line.effective_words_in(sentence);
    let raw = sentence.slice(line.text).trim_end();
    let is_furniture =
        line.classification.is_some() || line.parts.iter().any(|(part, _)| part.overlaps(sentence));
    let mut measures = Measures {
        speaks_to_reader,
        ..Measures::default()
    };
    // The order matters: a sentence of a wall may also speak to the reader, and a short one may be
    // taken for a button.
    if is_of_wall {
        measures.wall = words;
        measures.longest_of_wall = words;
        measures.sentences_of_wall = 1;
    } else if is_furniture || speaks_to_reader || is_reference(raw) || names_nothing(raw) {
        measures.neutral = words;
    } else if words <= BUTTON_WORDS && !ends_in_full_stop(raw) {
        measures.buttons = words;
    } else {
        measures.story = words;
    }
    measures
}

/// How many effective words of a text are in sentences of each kind, and what else decides whether
/// the text is a wall.
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
    longest_of_wall: usize,
    /// Number of sentences that only walls have.
    sentences_of_wall: usize,
    /// Whether any sentence speaks to the reader.
    speaks_to_reader: bool,
}

impl Measures {
    /// Adds the measures of another part of the document.
    fn add(&mut self, other: Self) {
        self.wall += other.wall;
        self.neutral += other.neutral;
        self.buttons += other.buttons;
        self.story += other.story;
        self.longest_of_wall = self.longest_of_wall.max(other.longest_of_wall);
        self.sentences_of_wall += other.sentences_of_wall;
        self.speaks_to_reader |= other.speaks_to_reader;
    }

    /// Whether a first line with these measures and this many effective words is a headline.
    fn is_headline(self, words: usize) -> bool {
        words >= HEADLINE_WORDS && self.wall == 0
    }

    /// Whether a document with these measures is a wall, as the module says. One long sentence that
    /// does not speak to the reader may be a short news item.
    fn is_wall(self) -> bool {
        let is_no_news_item = self.speaks_to_reader
            || self.sentences_of_wall > 1
            || self.longest_of_wall <= ONE_SENTENCE_WORDS;
        let is_mostly_wall = self.wall > 0 && self.wall >= self.neutral + self.buttons;
        self.story == 0 && is_mostly_wall && is_no_news_item
    }
}

/// Whether a sentence names no person and no thing: it has no capital after its first letter, no
/// number and no quotation. A news item names somebody or something. Always `false` in a script
/// without capitals.
fn names_nothing(raw: &str) -> bool {
    raw.contains(char::is_lowercase) && !raw.chars().skip(1).any(may_name)
}

/// Whether a character may begin a name, a number or a quotation.
fn may_name(character: char) -> bool {
    character.is_uppercase() || character.is_numeric() || "\"“”„«»".contains(character)
}

/// Whether a sentence gives the reference number of an error: `Ray ID: 8f2c`, `Reference
/// #18.0.170`, `404`.
fn is_reference(raw: &str) -> bool {
    raw.contains(char::is_numeric)
        && raw.split_whitespace().count() <= REFERENCE_WORDS
        && !ends_in_full_stop(raw)
}

/// For each byte, whether it is a sign of code. A table is faster than a search among the signs.
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

/// Words and brackets of scripts and of markup. All code has one of them.
const WORDS_OF_CODE: [&str; 10] = [
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

/// Whether a line is program code: it has many signs and one of [`WORDS_OF_CODE`].
fn is_code(raw: &str) -> bool {
    let signs = raw
        .bytes()
        .filter(|&byte| IS_SIGN[usize::from(byte)])
        .count();
    let ascii_characters = raw.bytes().filter(u8::is_ascii_graphic).count();
    // Counting bytes is much faster than counting characters, and nearly every line ends here:
    // prose has too few signs for its ASCII characters, and so for all of its characters.
    if signs * CHARACTERS_PER_SIGN < ascii_characters {
        return false;
    }
    // Now all characters but white space count.
    let characters = raw.chars().filter(|c| !c.is_whitespace()).count();
    if signs * CHARACTERS_PER_SIGN < characters {
        return false;
    }
    for word in WORDS_OF_CODE {
        if raw.contains(word) {
            return true;
        }
    }
    false
}
