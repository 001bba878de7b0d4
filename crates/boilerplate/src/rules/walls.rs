//! Pages that are no article: walls, errors, stubs and forms.
//!
//! # What it finds
//! Documents that hold nothing but a consent form, a paywall's stub, a captcha, an error of the
//! server, a demand for JavaScript, or program code. A headline above it is not touched.
//!
//! # Why it is furniture
//! It stands where the article should be, and the scraper has seen nothing else.
//!
//! # Example
//! `Access denied` / `You don't have permission to access this page.` / `Reference #18.1a2b`
//!
//! # When it is wrong
//! A report about cookie banners or about a page that was not found holds the same words. So a
//! document is judged as a whole: every sentence must be one of a wall, speak to the reader, be a
//! button, or give a reference, and most of its words must be of the first kind. A sentence that
//! tells something makes it an article.

use super::engine::{Family, Index, Judge, Line, Mark};
use crate::Certainty::Cut;
use crate::RuleName;
use copydesk_text::{Span, ends_in_full_stop};

/// Longer documents are no walls, in effective words.
const LONGEST: usize = 400;
/// A button or a label has at most this many effective words.
const BUTTON: usize = 5;
/// A headline has at least this many; a shorter first line is the site's name or a part of the
/// wall.
const HEADLINE: usize = 3;
/// A reference has at most this many words.
const REFERENCE: usize = 7;
/// A document of one sentence that speaks to nobody is a wall only if it has at most this many
/// effective words.
const FORMULA: usize = 7;
/// A line is code if one in so many of its letters is a sign of code.
const LETTERS_PER_SIGN: usize = 9;
const EVIDENCE: f32 = 0.9;

/// Knows what walls say, and how sites speak to their readers.
pub(super) struct Walls {
    phrases: Index,
    address: Index,
}

impl Walls {
    /// With what walls say, and the words with which they speak to the reader.
    pub const fn new(phrases: Index, address: Index) -> Self {
        Self { phrases, address }
    }

    /// Marks the lines of a document that is no article, but for its headline.
    pub fn mark(&self, lines: &mut [Line<'_>]) {
        let total: usize = lines.iter().map(Line::weight).sum();
        let first = lines.iter().position(|line| line.weight() > 0);
        let Some(first) = first.filter(|_| total <= LONGEST) else {
            return;
        };
        let mut reader = Reader {
            phrases: Judge::new(&self.phrases),
            address: Judge::new(&self.address),
        };
        let opening = reader.measure(&lines[first]);
        let has_headline = opening.is_headline(lines[first].weight());
        let mut measures = if has_headline {
            Measures::default()
        } else {
            opening
        };
        for line in &lines[first + 1..] {
            measures.add(reader.measure(line));
            if measures.story > 0 {
                return;
            }
        }
        if !measures.is_wall() {
            return;
        }
        for line in &mut lines[first + usize::from(has_headline)..] {
            if !line.content.is_empty() && !line.is_certain() {
                line.mark = Some(Mark {
                    rule: RuleName::Wall,
                    family: Family::Foot,
                    certainty: Cut,
                    evidence: EVIDENCE,
                });
            }
        }
    }
}

/// Reads lines for what they are to a wall.
struct Reader<'i> {
    phrases: Judge<'i>,
    address: Judge<'i>,
}

impl Reader<'_> {
    fn measure(&mut self, line: &Line<'_>) -> Measures {
        let weight = line.weight();
        let mark = line.mark.map(|mark| (mark.rule, mark.certainty));
        let is_door = matches!(
            mark,
            Some((
                RuleName::Cookies | RuleName::Subscription | RuleName::Account,
                Cut
            ))
        );
        let mut measures = Measures::default();
        if is_code(line.raw()) || is_door {
            measures.wall = weight.max(1);
            measures.speaks = true;
            return measures;
        }
        let addresses = self.address.sentences(line);
        for ((piece, mark), (_, address)) in self.phrases.sentences(line).into_iter().zip(addresses)
        {
            measures.add(of_sentence(line, piece, mark.is_some(), address.is_some()));
        }
        measures
    }
}

/// What one sentence of a line is: whether walls say it, and whether it speaks to the reader.
fn of_sentence(line: &Line<'_>, piece: Span, of_wall: bool, speaks: bool) -> Measures {
    let weight = line.weight_in(piece);
    let raw = piece.slice(line.text).trim_end();
    let is_known = line.mark.is_some() || line.ends.iter().any(|end| end.0.overlaps(piece));
    let mut measures = Measures {
        speaks,
        ..Measures::default()
    };
    if of_wall {
        measures.wall = weight;
        measures.longest = weight;
        measures.sentences = 1;
    } else if is_known || speaks || is_reference(raw) || names_nothing(raw) {
        measures.beside = weight;
    } else if weight <= BUTTON && !ends_in_full_stop(raw) {
        measures.buttons = weight;
    } else {
        measures.story = weight;
    }
    measures
}

/// How many effective words are of each kind.
#[derive(Clone, Copy, Default, Debug)]
struct Measures {
    /// Only walls say this.
    wall: usize,
    /// Speaks to the reader, or refers to an incident by number.
    beside: usize,
    /// Buttons, which say nothing either way.
    buttons: usize,
    /// Tells something.
    story: usize,
    /// The longest sentence of those that only walls say.
    longest: usize,
    /// How many sentences there are of those that only walls say.
    sentences: usize,
    /// Whether anything speaks to the reader.
    speaks: bool,
}

impl Measures {
    fn add(&mut self, other: Self) {
        self.wall += other.wall;
        self.beside += other.beside;
        self.buttons += other.buttons;
        self.story += other.story;
        self.longest = self.longest.max(other.longest);
        self.sentences += other.sentences;
        self.speaks |= other.speaks;
    }

    /// Whether a first line of this length that measures like this is a headline.
    fn is_headline(self, weight: usize) -> bool {
        weight >= HEADLINE && self.wall == 0
    }

    /// Whether all of it is a wall, and most of its words are such as only walls have. One sentence
    /// that speaks to nobody may be a brief.
    fn is_wall(self) -> bool {
        let is_addressed = self.speaks || self.sentences > 1 || self.longest <= FORMULA;
        self.story == 0 && self.wall > 0 && self.wall >= self.beside + self.buttons && is_addressed
    }
}

/// Whether a sentence names nobody and nothing: no capital after its first letter, no number,
/// nobody's words. News is of somebody.
fn names_nothing(raw: &str) -> bool {
    let has_case = raw.contains(char::is_lowercase);
    let names = |c: char| c.is_uppercase() || c.is_numeric() || "\"“”„«»".contains(c);
    has_case && !raw.chars().skip(1).any(names)
}

/// Whether a line gives a number by which an incident is known: `Ray ID: 8f2c`, `Reference
/// #18.0.170`, `404`.
fn is_reference(raw: &str) -> bool {
    let words = raw.split_whitespace();
    let has_digit = raw.contains(|c: char| c.is_numeric());
    has_digit && words.count() <= REFERENCE && !ends_in_full_stop(raw)
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

/// Whether a line is program code: one of the words and brackets of a script, and many signs.
fn is_code(raw: &str) -> bool {
    const MARKS: [&str; 10] = [
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
    let signs = raw
        .bytes()
        .filter(|&byte| IS_SIGN[usize::from(byte)])
        .count();
    // Prose, which nearly every line is, has too few of them for its ASCII letters alone.
    let letters = raw.bytes().filter(u8::is_ascii_graphic).count();
    if signs * LETTERS_PER_SIGN < letters {
        return false;
    }
    let letters = raw.chars().filter(|c| !c.is_whitespace()).count();
    MARKS.iter().any(|mark| raw.contains(mark)) && signs * LETTERS_PER_SIGN >= letters
}
