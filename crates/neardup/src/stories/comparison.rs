//! What each of two stories tells that the other does not, and what both tell differently.

use super::alignment::{Fate, Replacement, covered, fate_of, is_row_of_figures, new_words};
use super::facts::{FactKind, changed_fact};
use super::left_out::facts_left_out;
use super::story::{Sentence, Story};
use super::tokens::Token;
use crate::fact_words::is_calendar_word;
use copydesk_text::Span;
use std::ops::Range;

/// What two stories tell differently.
///
/// ```
/// use copydesk_neardup::{Comparison, Story};
/// use copydesk_text::Document;
///
/// let early = Document::new("The ferry ran aground off Port Ambry in thick fog. Divers are searching the wreck.");
/// let late = Document::new("The ferry ran aground off Port Ambry in thick fog. Divers are searching the wreck. \
///     The captain has resigned.");
/// let found = Comparison::of(&Story::of(&early), &Story::of(&late));
/// assert!(found.changes.is_empty() && found.left.news == 0);
/// assert_eq!(found.right.news, 4);
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Comparison {
    /// The facts that the two give differently.
    pub changes: Vec<Change>,
    /// Numbers, names and other facts that both give alike.
    pub agreed: usize,
    /// Numbers among them.
    pub agreed_numbers: usize,
    /// What only the left story tells.
    pub left: Own,
    /// What only the right story tells.
    pub right: Own,
}

/// What only one of two stories tells.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Own {
    /// Words of the story; here and below in [effective words](copydesk_text::effective_words).
    pub words: usize,
    /// Words in sentences of its own.
    pub news: usize,
    /// Other words that the other story does not have: of headlines, bylines, and of sentences put
    /// in other words.
    pub other: usize,
    /// Numbers, names and quoted words that the other story gives nowhere, in sentences that it has
    /// but for them.
    pub left_out: Vec<Span>,
    /// The sentences of its own.
    pub sentences: Vec<Span>,
    /// Lines of its own that are no sentences.
    pub others: Vec<Span>,
}

/// A fact that two stories give differently.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Change {
    /// Where it stands in the left text.
    pub left: Span,
    /// Where it stands in the right text.
    pub right: Span,
    /// What kind of fact it is.
    pub kind: FactKind,
}

impl Comparison {
    /// Compares two stories.
    #[must_use]
    pub fn of(left: &Story<'_>, right: &Story<'_>) -> Self {
        let mut out = Self::default();
        out.left = Own::of(left, right, |replacement| out.add(replacement, left, right));
        let mut mirrored = Self::default();
        mirrored.right = Own::of(right, left, |replacement| {
            mirrored.add(
                &Replacement {
                    left: replacement.right.clone(),
                    right: replacement.left.clone(),
                    is_certain: replacement.is_certain,
                },
                left,
                right,
            );
        });
        out.right = mirrored.right;
        out.changes.append(&mut mirrored.changes);
        out.changes.sort_unstable();
        out.changes.dedup();
        let (facts, numbers) = agreed(left, right);
        let mirrored = agreed(right, left);
        // Which of the two is left must not matter, and one may say twice what the other says once.
        (out.agreed, out.agreed_numbers) = (facts.min(mirrored.0), numbers.min(mirrored.1));
        out
    }
}

/// How many names and numbers of a story another gives too, and how many of them are numbers.
fn agreed(story: &Story<'_>, other: &Story<'_>) -> (usize, usize) {
    let agrees =
        |token: &&Token| (token.is_number() || token.is_name()) && other.talks_of(token.hash);
    let facts = story.tokens.iter().filter(agrees);
    let numbers = facts.clone().filter(|token| token.is_number()).count();
    (facts.count(), numbers)
}

impl Story<'_> {
    /// Whether other stories between them tell all that this one tells, but for a trifle that is no
    /// news: a digest whose items all stand elsewhere.
    ///
    /// ```
    /// use copydesk_neardup::Story;
    /// use copydesk_text::Document;
    ///
    /// let [ferry, mill] = ["The ferry ran aground off Port Ambry in fog.", "The old mill of Varn burned down."];
    /// let (ferry, mill) = (Document::new(ferry), Document::new(mill));
    /// let others = [Story::of(&ferry), Story::of(&mill)];
    /// let both = Document::new("The ferry ran aground off Port Ambry in fog. The old mill of Varn burned down.");
    /// assert!(Story::of(&both).is_told_by(&others) && !Story::of(&both).is_told_by(&others[..1]));
    /// ```
    #[must_use]
    pub fn is_told_by(&self, others: &[Story<'_>]) -> bool {
        Own::beside(self, others).is_trifle()
    }
}

impl Comparison {
    /// Takes in what stands in the place of what, if it is another fact.
    fn add(&mut self, replacement: &Replacement, left: &Story<'_>, right: &Story<'_>) {
        if let Some(kind) = changed_fact(replacement, left, right) {
            self.changes.push(Change {
                left: span_of(left, &replacement.left),
                right: span_of(right, &replacement.right),
                kind,
            });
        }
    }
}

/// Where a run of tokens stands; where it would stand, if it is empty.
fn span_of(story: &Story<'_>, run: &Range<usize>) -> Span {
    match &story.tokens[run.clone()] {
        [first, .., last] => first.span.join(last.span),
        [only] => only.span,
        [] => {
            let at = match story.tokens.get(run.start) {
                Some(next) => next.span.start(),
                None => story.tokens.last().map_or(0, |last| last.span.end()),
            };
            Span::new(at, at)
        }
    }
}

/// Words of a stamp beside its numbers, months and weekdays: `Updated: 8 January 2020, 10:12 IST`.
const STAMP_WORDS: usize = 3;

impl Own {
    /// What `story` tells that `other` does not; every replacement in the sentences that both have
    /// is handed to `replaced`.
    fn of(story: &Story<'_>, other: &Story<'_>, mut replaced: impl FnMut(&Replacement)) -> Self {
        let covered = covered(story, other);
        let mut out = Self::nothing_of(story);
        for sentence in &story.sentences {
            let fate = fate_of(sentence, story, other, &covered);
            if let Fate::Differs(replacements) = &fate {
                out.other += new_words(sentence.tokens.clone(), story, other).0 / 2;
                if !is_stamp(sentence, story) {
                    for replacement in replacements {
                        let facts = facts_left_out(replacement, sentence, story, other);
                        out.left_out
                            .extend(facts.into_iter().map(|at| story.tokens[at].span));
                        replaced(replacement);
                    }
                }
            } else {
                out.add(&fate, sentence, story);
            }
        }
        out
    }

    /// What `story` tells that none of the others tells: a sentence counts as told only if one of
    /// them has it, with all its facts.
    fn beside(story: &Story<'_>, others: &[Story<'_>]) -> Self {
        let covered: Vec<Vec<bool>> = others.iter().map(|other| covered(story, other)).collect();
        let mut out = Self::nothing_of(story);
        for sentence in &story.sentences {
            let is_told = |(other, covered): (&Story<'_>, &Vec<bool>)| match fate_of(
                sentence, story, other, covered,
            ) {
                Fate::Same => true,
                Fate::Differs(replacements) => replacements.iter().all(|replacement| {
                    changed_fact(replacement, story, other).is_none()
                        && facts_left_out(replacement, sentence, story, other).is_empty()
                }),
                Fate::Own | Fate::OwnFigures => false,
            };
            if !others.iter().zip(&covered).any(is_told) {
                let is_row = is_row_of_figures(sentence.tokens.clone(), story);
                let fate = if is_row { Fate::OwnFigures } else { Fate::Own };
                out.add(&fate, sentence, story);
            }
        }
        out
    }

    fn nothing_of(story: &Story<'_>) -> Self {
        Self {
            words: story.effective_len(0..story.tokens.len()),
            ..Self::default()
        }
    }

    /// Counts a sentence that the other story has as it is, or not at all.
    fn add(&mut self, fate: &Fate, sentence: &Sentence, story: &Story<'_>) {
        match fate {
            Fate::Same | Fate::Differs(_) => {}
            Fate::OwnFigures if is_stamp(sentence, story) => {}
            Fate::OwnFigures => self.add_news(sentence, story),
            Fate::Own if sentence.is_complete && !is_caption(sentence, story) => {
                self.add_news(sentence, story);
            }
            Fate::Own => {
                self.other += story.effective_len(sentence.tokens.clone());
                self.others.push(sentence.span);
            }
        }
    }

    fn add_news(&mut self, sentence: &Sentence, story: &Story<'_>) {
        self.news += story.effective_len(sentence.tokens.clone());
        self.sentences.push(sentence.span);
    }
}

/// Whether a paragraph is a caption, as far as its shape tells: one sentence, without a quotation,
/// that ends in the year in which the picture was taken.
fn is_caption(sentence: &Sentence, story: &Story<'_>) -> bool {
    let last = story.tokens[sentence.tokens.end - 1];
    let is_quotation = sentence
        .span
        .slice(story.text)
        .contains(['"', '“', '«', '„', '「']);
    sentence.is_paragraph && is_year(last, story) && !is_quotation
}

/// Whether a number is a year, or a date with one: `2024`, `28.03.2024`.
fn is_year(token: Token, story: &Story<'_>) -> bool {
    let raw = token.span.slice(story.text);
    let is_year =
        |part: &str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    token.is_number() && raw.split(|c: char| !c.is_ascii_digit()).any(is_year)
}

/// Whether a line says nothing but when the page was made: each crawl of it says something else.
fn is_stamp(sentence: &Sentence, story: &Story<'_>) -> bool {
    let tokens = &story.tokens[sentence.tokens.clone()];
    let is_month = |token: &Token| is_calendar_word(token.hash);
    let is_date = |token: &Token| is_month(token) || is_year(*token, story);
    let says = |token: &&Token| token.is_content() && !token.is_number() && !is_month(token);
    !sentence.is_complete
        && tokens.iter().any(is_date)
        && tokens.iter().any(|token| token.is_number())
        && tokens.iter().filter(says).count() <= STAMP_WORDS
}
