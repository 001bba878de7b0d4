//! The verdict on one line: all of it, or whole sentences at its ends.
//!
//! Scraping glues furniture to paragraphs (`…he said. Sign up for our newsletter.`). Only whole
//! sentences are cut off, only by rules that reach so far, and never out of somebody's speech.

use super::index::{Index, Wanted};
use super::keys::Hit;
use super::line::{Line, Mark};
use super::matcher::{Run, Scratch};
use super::rule::Family;
use crate::{Certainty, RuleName};
use copydesk_text::{Sentences, Span, effective_words, ends_in_full_stop, ends_sentence};
use std::ops::Range;

/// Furniture hangs on a paragraph by at most this many words at either end.
const REACH: usize = 45;

/// A sentence this long that does not speak to the reader is story, whatever stands beside it;
/// appeals have headings and slogans that are shorter, other furniture has not.
const STORY_SENTENCE: usize = 10;
const STORY_SENTENCE_BESIDE_FOOT: usize = 3;

/// A sentence after a prompt that is part of it has at most this many effective words.
const LONGEST_PROMPT_SENTENCE: usize = 20;
/// A telephone number has at least this many digits.
const DIGITS_OF_TELEPHONE: usize = 7;

/// Judges lines one after the other, in memory that is used again.
pub(crate) struct Judge<'i> {
    index: &'i Index,
    /// Of the line at hand: the words by which phrases are found, and its sentences.
    hits: Vec<Hit>,
    pieces: Vec<Span>,
    scratch: Scratch,
}

/// Furniture at an end of a line.
type End = Option<(Span, Mark)>;

/// How many sentences at the front and at the back are furniture.
struct Peel {
    front: usize,
    back: usize,
}

impl<'i> Judge<'i> {
    pub fn new(index: &'i Index) -> Self {
        Self {
            index,
            hits: Vec::new(),
            pieces: Vec::new(),
            scratch: Scratch::default(),
        }
    }

    /// Sets the mark of a line, or the marks of its ends.
    pub fn judge(&mut self, line: &mut Line<'_>) {
        let weight = line.weight();
        if weight == 0 {
            return;
        }
        self.index.hits(line.words, &mut self.hits);
        let mut whole = None;
        if weight <= self.index.longest()
            && (!opens_with_quote(line.raw()) || self.opens_with_title(line))
        {
            let run = Run {
                text: line.text,
                words: line.words,
                bounds: (line.content.start(), line.content.end()),
            };
            whole = self
                .index
                .best(run, &self.hits, Wanted::All, &mut self.scratch);
        }
        if weight > 2 && self.may_have_glue(line) {
            self.cut_sentences(line);
            let peel = self.peel(line);
            let (front, back) = (
                self.join(line, 0..peel.front),
                self.join(line, self.pieces.len() - peel.back..self.pieces.len()),
            );
            let rest = peel.front..self.pieces.len() - peel.back;
            if rest.is_empty() {
                whole = front
                    .map(|(_, m)| m)
                    .or(back.map(|(_, m)| m))
                    .filter(|m| m.outranks(whole))
                    .or(whole);
            } else if front.is_some_and(|(_, mark)| mark.family != Family::Inline)
                && rest.clone().all(|at| self.goes_on_as_prompt(line, at))
            {
                whole = front.map(|(_, mark)| mark);
            } else if (front.is_some() || back.is_some())
                && (whole.is_none_or(|m| m.certainty < Certainty::Cut)
                    || rest.into_iter().any(|at| self.is_story(line, at, whole)))
            {
                line.ends.extend(front);
                line.ends.extend(back);
                return;
            }
        }
        line.mark = whole;
    }

    /// The sentences of a line, each with the strongest mark on it.
    pub fn sentences(&mut self, line: &Line<'_>) -> Vec<(Span, Option<Mark>)> {
        self.index.hits(line.words, &mut self.hits);
        self.cut_sentences(line);
        (0..self.pieces.len())
            .map(|at| {
                let piece = self.pieces[at];
                (piece, self.best(line, piece, Wanted::All))
            })
            .collect()
    }

    /// The strongest mark on the words that begin in this part of the line.
    fn best(&mut self, line: &Line<'_>, piece: Span, wanted: Wanted) -> Option<Mark> {
        let range = line.words_in(piece);
        let from = self
            .hits
            .partition_point(|hit| (hit.word as usize) < range.start);
        let to = self
            .hits
            .partition_point(|hit| (hit.word as usize) < range.end);
        let run = Run {
            text: line.text,
            words: &line.words[range],
            bounds: (piece.start(), piece.end()),
        };
        self.index
            .best(run, &self.hits[from..to], wanted, &mut self.scratch)
    }

    /// Whether it is worth cutting the line into sentences.
    fn may_have_glue(&self, line: &Line<'_>) -> bool {
        let is_near = |at: usize| at < REACH || at + REACH >= line.words.len();
        self.hits
            .iter()
            .any(|hit| hit.may_be_glued && is_near(hit.word as usize))
    }

    fn cut_sentences(&mut self, line: &Line<'_>) {
        self.pieces.clear();
        self.pieces.extend(Sentences::new(line.text, line.content));
    }

    /// Looks for furniture sentences at both ends; a line of one sentence has none.
    fn peel(&mut self, line: &Line<'_>) -> Peel {
        let count = self.pieces.len();
        if count < 2 {
            return Peel { front: 0, back: 0 };
        }
        let back = (0..count)
            .rev()
            .take_while(|&at| self.sentence_mark(line, at).is_some())
            .count();
        let front = (0..count - back)
            .take_while(|&at| self.sentence_mark(line, at).is_some())
            .count();
        Peel { front, back }
    }

    /// The sentences as one end of the line, under the strongest of their marks.
    fn join(&mut self, line: &Line<'_>, pieces: Range<usize>) -> End {
        let span = self.pieces[pieces.clone()]
            .first()?
            .join(*self.pieces[pieces.clone()].last()?);
        let visible = span.slice(line.text).trim_end();
        let span = Span::new(span.start(), span.start() + visible.len());
        let marks = pieces.filter_map(|at| self.sentence_mark(line, at));
        let mark = marks.reduce(|best, m| if m.outranks(Some(best)) { m } else { best })?;
        Some((span, mark))
    }

    fn sentence_mark(&mut self, line: &Line<'_>, at: usize) -> Option<Mark> {
        let piece = self.pieces[at];
        let mark = self
            .best(line, piece, Wanted::Glue)
            .filter(|m| m.certainty == Certainty::Cut)?;
        let raw = piece.slice(line.text);
        (!holds_speech(raw) && closes_what_it_opens(raw)).then_some(mark)
    }

    /// Whether the quotes in front hold a name, such as that of the site: a few letters that are no
    /// furniture themselves, and the sentence goes on behind them.
    fn opens_with_title(&mut self, line: &Line<'_>) -> bool {
        let inside = line.raw().trim_start_matches(QUOTES);
        let Some((title, behind)) = inside.split_once(QUOTES) else {
            return false;
        };
        let goes_on = behind
            .strip_prefix(' ')
            .is_some_and(|rest| rest.starts_with(char::is_lowercase));
        let is_name = title.len() <= LONGEST_TITLE
            && title.ends_with(char::is_alphanumeric)
            && !title.contains(',');
        let span = Span::new(line.content.start(), line.content.end() - behind.len());
        goes_on && is_name && self.best(line, span, Wanted::All).is_none()
    }

    /// Whether a sentence after a prompt is part of it: it speaks to the reader or says where to
    /// turn, in a few words.
    fn goes_on_as_prompt(&self, line: &Line<'_>, at: usize) -> bool {
        let piece = self.pieces[at];
        let raw = piece.slice(line.text);
        let words = &line.words[line.words_in(piece)];
        let digits = raw.chars().filter(char::is_ascii_digit).count();
        let says_where = raw.contains('@')
            || raw.contains("://")
            || raw.contains("www.")
            || digits >= DIGITS_OF_TELEPHONE;
        effective_words(words) <= LONGEST_PROMPT_SENTENCE
            && (says_where || self.index.speaks_to_reader(words))
            && !holds_speech(raw)
    }

    /// Whether a sentence tells something, rather than asks the reader for something.
    fn is_story(&mut self, line: &Line<'_>, at: usize, beside: Option<Mark>) -> bool {
        let piece = self.pieces[at];
        let words = &line.words[line.words_in(piece)];
        // Behind a label for other stories, what has no full stop is the headline of one.
        let names_stories =
            beside.is_some_and(|m| [RuleName::Related, RuleName::RelatedList].contains(&m.rule));
        if names_stories && !ends_in_full_stop(piece.slice(line.text).trim_end()) {
            return false;
        }
        let is_foot = beside.is_some_and(|m| m.family == Family::Foot);
        let is_question = piece
            .slice(line.text)
            .trim_end()
            .ends_with(['?', '？', '؟', ';']);
        // A short one without a stop is a button: `Accept Read More`.
        let least = if is_foot && !is_question && ends_sentence(piece.slice(line.text)) {
            STORY_SENTENCE_BESIDE_FOOT
        } else {
            STORY_SENTENCE
        };
        effective_words(words) >= least
            && !self.index.speaks_to_reader(words)
            && self
                .best(line, piece, Wanted::All)
                .is_none_or(|m| m.certainty < Certainty::CutIfAsked)
    }
}

/// In bytes.
const LONGEST_TITLE: usize = 40;

const QUOTES: [char; 13] = [
    '"', '“', '”', '„', '«', '»', '‘', '「', '」', '『', '』', '‹', '›',
];

/// Whether as many brackets are opened as closed: else the other one stands in the story.
fn closes_what_it_opens(raw: &str) -> bool {
    raw.matches(['(', '（', '[']).count() == raw.matches([')', '）', ']']).count()
}

fn opens_with_quote(raw: &str) -> bool {
    raw.starts_with(QUOTES)
}

/// Whether the sentence is, or belongs to, somebody's speech.
fn holds_speech(raw: &str) -> bool {
    opens_with_quote(raw)
        || raw
            .trim_end()
            .trim_end_matches(['.', '!', '?', ',', '。', '！', '？'])
            .ends_with(QUOTES)
}
