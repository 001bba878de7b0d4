//! Pages that are no article: walls, errors, stubs and forms.
//!
//! # What it finds
//! Documents that hold nothing but a consent form, a paywall's stub, a captcha, an error of the
//! server, a demand for JavaScript, or program code. A headline above it is not touched.
//!
//! # Why it is furniture
//! It is in the place of the article, and the scraper has seen nothing else.
//!
//! # Example
//! `Access denied` / `You don't have permission to access this page.` / `Reference #18.1a2b`
//!
//! # When it is wrong
//! A report about cookie banners or about a page that was not found holds the same words. So a
//! document is judged as a whole: every sentence must be one of a wall, speak to the reader, be a
//! button, or give a reference, and most of its words must be of the first kind. A sentence that
//! tells something makes it an article.
//!
//! # How it is found
//! Each sentence of the document is put into one of four kinds: only walls say it; it is beside the
//! point (it speaks to the reader, or gives a number); it is a button; it tells something. The
//! words of each kind are added up. The document is a wall if nothing is told, at least half of the
//! words are of the first kind, and somebody is addressed or there is more than one long sentence.

use super::engine::{Classification, Family, Line, LineClassifier, PhraseIndex};
use crate::{Certainty, RuleName};
use copydesk_text::{Span, ends_in_full_stop};

/// Longer documents are no walls, in effective words.
const LONGEST: usize = 400;
/// A button or a label has at most this many effective words.
const BUTTON: usize = 5;
/// A headline has at least this many effective words; a shorter first line is the site's name or a
/// part of the wall.
const HEADLINE: usize = 3;
/// A reference has at most this many words.
const REFERENCE: usize = 7;
/// A document of one sentence that does not speak to the reader is a wall only if it has at most
/// this many effective words. A longer one may be a brief.
const FORMULA: usize = 7;
/// A line is code if at least one in this many of its letters is a sign of code.
const LETTERS_PER_SIGN: usize = 9;
/// Evidence of a wall, in `0..=1`.
const EVIDENCE: f32 = 0.9;

/// Finds out whether a document is a wall, by what walls say and how sites speak to their readers.
pub(super) struct Walls {
    /// What only walls say.
    phrases: PhraseIndex,
    /// What sites say to their readers, in walls and elsewhere.
    to_reader: PhraseIndex,
}

impl Walls {
    /// With what walls say, and the phrases with which they speak to the reader.
    pub const fn new(phrases: PhraseIndex, to_reader: PhraseIndex) -> Self {
        Self { phrases, to_reader }
    }

    /// Marks the lines of a document that is no article, but for its headline.
    pub fn mark(&self, lines: &mut [Line<'_>]) {
        let Some(start) = self.start_of_wall(lines) else {
            return;
        };
        for line in &mut lines[start..] {
            if !line.content.is_empty() {
                let found = Classification::certain(RuleName::Wall, Family::Foot, EVIDENCE);
                line.set_whole_unless_certain(found);
            }
        }
    }

    /// The number of the line at which the wall begins; `None` if the document is an article.
    fn start_of_wall(&self, lines: &[Line<'_>]) -> Option<usize> {
        let weight: usize = lines.iter().map(Line::weight).sum();
        if weight > LONGEST {
            return None;
        }
        let first = lines.iter().position(|line| !line.is_blank())?;
        let mut reader = Reader {
            phrases: LineClassifier::new(&self.phrases),
            to_reader: LineClassifier::new(&self.to_reader),
        };
        let mut measures = reader.measure(&lines[first]);
        let has_headline = measures.is_headline(lines[first].weight());
        // A headline says nothing for or against a wall.
        if has_headline {
            measures = Measures::default();
        }
        for line in &lines[first + 1..] {
            measures.add(reader.measure(line));
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

/// Reads lines for what they are to a wall.
struct Reader<'i> {
    phrases: LineClassifier<'i>,
    to_reader: LineClassifier<'i>,
}

impl Reader<'_> {
    /// How many words of a line are of each kind.
    fn measure(&mut self, line: &Line<'_>) -> Measures {
        if is_code(line.raw()) || is_door(line) {
            return Measures {
                // Code may have no words.
                wall: line.weight().max(1),
                speaks: true,
                ..Measures::default()
            };
        }
        let mut measures = Measures::default();
        // Both divide the line into the same sentences.
        let of_walls = self.phrases.sentences(line);
        let to_reader = self.to_reader.sentences(line);
        for ((sentence, of_wall), (_, speaks)) in of_walls.into_iter().zip(to_reader) {
            let measured = of_sentence(line, sentence, of_wall.is_some(), speaks.is_some());
            measures.add(measured);
        }
        measures
    }
}

/// Whether a rule is certain that the line asks for consent, a subscription or an account: what a
/// wall asks for.
fn is_door(line: &Line<'_>) -> bool {
    match line.whole {
        Some(found) => {
            found.certainty == Certainty::Cut
                && matches!(
                    found.rule,
                    RuleName::Cookies | RuleName::Subscription | RuleName::Account
                )
        }
        None => false,
    }
}

/// What one sentence of a line is, if it is known whether only walls say it and whether it speaks
/// to the reader.
fn of_sentence(line: &Line<'_>, sentence: Span, of_wall: bool, speaks: bool) -> Measures {
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
    if of_wall {
        measures.wall = weight;
        measures.longest = weight;
        measures.sentences = 1;
    } else if is_furniture || speaks || is_reference(raw) || names_nothing(raw) {
        measures.beside = weight;
    } else if weight <= BUTTON && !ends_in_full_stop(raw) {
        measures.buttons = weight;
    } else {
        measures.story = weight;
    }
    measures
}

/// How many effective words of a document are of each kind.
#[derive(Clone, Copy, Default, Debug)]
struct Measures {
    /// In sentences that only walls have.
    wall: usize,
    /// In sentences that speak to the reader, or refer to an incident by number.
    beside: usize,
    /// In buttons, which say nothing either way.
    buttons: usize,
    /// In sentences that tell something.
    story: usize,
    /// In the longest sentence of those that only walls have.
    longest: usize,
    /// How many sentences there are of those that only walls have.
    sentences: usize,
    /// Whether anything speaks to the reader.
    speaks: bool,
}

impl Measures {
    /// Adds what was measured of more of the document.
    fn add(&mut self, other: Self) {
        self.wall += other.wall;
        self.beside += other.beside;
        self.buttons += other.buttons;
        self.story += other.story;
        self.longest = self.longest.max(other.longest);
        self.sentences += other.sentences;
        self.speaks |= other.speaks;
    }

    /// Whether a first line that measures like this, of this many effective words, is a headline.
    fn is_headline(self, weight: usize) -> bool {
        weight >= HEADLINE && self.wall == 0
    }

    /// Whether all of it is a wall, and at least half of its words are such as only walls have. One
    /// sentence that does not speak to the reader may be a brief.
    fn is_wall(self) -> bool {
        let is_addressed = self.speaks || self.sentences > 1 || self.longest <= FORMULA;
        self.story == 0 && self.wall > 0 && self.wall >= self.beside + self.buttons && is_addressed
    }
}

/// Whether a sentence names no person and no thing: it has no capital after its first letter, no
/// number and no quotation. News names somebody. In a script without capitals the answer is always
/// no.
fn names_nothing(raw: &str) -> bool {
    raw.contains(char::is_lowercase) && !raw.chars().skip(1).any(may_name)
}

/// Whether a character may begin a name, a number or somebody's words.
fn may_name(character: char) -> bool {
    character.is_uppercase() || character.is_numeric() || "\"“”„«»".contains(character)
}

/// Whether a line gives a number by which an incident is known: `Ray ID: 8f2c`, `Reference
/// #18.0.170`, `404`.
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
    let ascii_letters = raw.bytes().filter(u8::is_ascii_graphic).count();
    // Prose, which nearly every line is, has too few signs for its ASCII letters alone. Counting
    // bytes is much faster than counting characters.
    if signs * LETTERS_PER_SIGN < ascii_letters {
        return false;
    }
    // Letters of other scripts count as well.
    let letters = raw.chars().filter(|c| !c.is_whitespace()).count();
    if signs * LETTERS_PER_SIGN < letters {
        return false;
    }
    for word in CODE {
        if raw.contains(word) {
            return true;
        }
    }
    false
}
