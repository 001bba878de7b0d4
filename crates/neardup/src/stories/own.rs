//! What one story tells that others do not.

use super::alignment::SentenceMatch;
use super::facts::changed_fact;
use super::left_out::facts_left_out;
use super::pair::Pair;
use super::replacements::Replacement;
use super::story::{Sentence, Story};
use super::tokens::Token;
use crate::fact_words::is_calendar_word;
use copydesk_text::Span;

/// What only one of two stories tells. [`Comparison`](crate::Comparison) has one for each.
///
/// All counts are in [effective words](copydesk_text::effective_words). *News* is what would be
/// lost if the document were dropped; the rest may be lost if it is little ([`OwnContent::is_trifle`]).
///
/// ```
/// use copydesk_neardup::{Comparison, Story};
/// use copydesk_text::Document;
///
/// let wire = Document::new("The ferry ran aground off Port Ambry on Monday in thick fog.");
/// let site = Document::new(format!("Ferry aground\n\n{} The captain has resigned.", wire.text()));
/// let found = Comparison::of(&Story::of(&wire), &Story::of(&site));
/// assert!(found.left.is_trifle());
/// // The captain is news, the headline is not.
/// assert_eq!(found.right.news, 4);
/// assert!(!found.right.is_trifle());
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OwnContent {
    /// Words of the whole story.
    pub words: usize,
    /// Words in sentences of its own.
    pub news: usize,
    /// Other words that the other story does not have: of headlines, bylines, and of sentences put
    /// in other words.
    pub other: usize,
    /// Numbers, names and quoted words that the other story gives nowhere, in sentences that it has
    /// except for them. They count as news, too.
    pub left_out: Vec<Span>,
    /// The sentences of its own, in the order of the text.
    pub sentences: Vec<Span>,
    /// Lines of its own that are no sentences, in the order of the text.
    pub others: Vec<Span>,
}

/// Words of its own, none of them news, that a document may have and still be dropped: a headline,
/// a byline, a caption, a few words put differently. On pairs judged by people, a lower limit kept
/// copies apart that differ only in house style, and a higher one joined different stories.
const TRIFLE: usize = 15;
/// The same, as a share of all its words; the larger of both counts.
const TRIFLE_SHARE: f64 = 0.1;
/// Content words of a stamp besides its numbers, months and weekdays: `Updated: 8 January 2020,
/// 10:12 IST`.
const STAMP_WORDS: usize = 3;

impl OwnContent {
    /// Whether it is so little that the document may be dropped for the other one.
    #[must_use]
    pub fn is_trifle(&self) -> bool {
        self.left_out.is_empty() && self.has_no_news()
    }

    /// The same, even if the other leaves out facts. Between versions of one page, the facts that
    /// the later one changes are among those.
    pub(super) fn has_no_news(&self) -> bool {
        let most = (TRIFLE as f64).max(TRIFLE_SHARE * self.words as f64);
        self.news == 0 && self.other as f64 <= most
    }

    /// What the story of a pair tells that the other one does not, and all replacements in the
    /// sentences that both have.
    pub(super) fn of(pair: Pair<'_>) -> (Self, Vec<Replacement>) {
        let story = pair.story;
        let covered = pair.covered();
        let mut out = Self::nothing_of(story);
        let mut replaced = Vec::new();
        for sentence in &story.sentences {
            let found = pair.match_sentence(sentence, &covered);
            let SentenceMatch::Differs(replacements) = found else {
                out.add(&found, sentence, story);
                continue;
            };
            out.other += pair.count_new_words(sentence.tokens.clone());
            // Its numbers differ, but they are those of the page and not of the story.
            if is_stamp(sentence, story) {
                continue;
            }
            for replacement in &replacements {
                for at in facts_left_out(replacement, sentence, pair) {
                    out.left_out.push(story.tokens[at].span);
                }
            }
            replaced.extend(replacements);
        }
        (out, replaced)
    }

    /// What `story` tells that none of the others tells: a sentence counts as told only if one of
    /// them has it with all its facts.
    fn not_told_by(story: &Story<'_>, others: &[Story<'_>]) -> Self {
        let mut beside = Vec::with_capacity(others.len());
        for other in others {
            let pair = Pair { story, other };
            // Once for each other story, since every sentence needs it.
            beside.push((pair, pair.covered()));
        }
        let mut out = Self::nothing_of(story);
        for sentence in &story.sentences {
            if is_told_by_one(sentence, &beside) {
                continue;
            }
            // No pair decided about this sentence, so whether it is a row is asked here.
            let is_row = story.is_row_of_figures(sentence.tokens.clone());
            let found = if is_row {
                SentenceMatch::OwnFigures
            } else {
                SentenceMatch::Own
            };
            out.add(&found, sentence, story);
        }
        out
    }

    /// No words of its own yet.
    fn nothing_of(story: &Story<'_>) -> Self {
        Self {
            words: story.effective_len(0..story.tokens.len()),
            ..Self::default()
        }
    }

    /// Counts a sentence that the other story has as it is, or not at all.
    fn add(&mut self, found: &SentenceMatch, sentence: &Sentence, story: &Story<'_>) {
        match found {
            SentenceMatch::Same | SentenceMatch::Differs(_) => {}
            // A line such as “8 January 2020, 10:12” is a row of figures, too.
            SentenceMatch::OwnFigures if is_stamp(sentence, story) => {}
            SentenceMatch::OwnFigures => self.add_news(sentence, story),
            SentenceMatch::Own if sentence.is_complete && !is_caption(sentence, story) => {
                self.add_news(sentence, story);
            }
            // Headlines, bylines and captions are written by each desk for itself.
            SentenceMatch::Own => {
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

impl Story<'_> {
    /// Whether other stories together tell all that this one tells, except for a trifle that is no
    /// news: it is a digest, and all its items are elsewhere.
    ///
    /// ```
    /// use copydesk_neardup::Story;
    /// use copydesk_text::Document;
    ///
    /// let ferry = Document::new("The ferry ran aground off Port Ambry in fog.");
    /// let mill = Document::new("The old mill of Varn burned down.");
    /// let both = Document::new(format!("{} {}", ferry.text(), mill.text()));
    /// let others = [Story::of(&ferry), Story::of(&mill)];
    /// assert!(Story::of(&both).is_told_by(&others));
    /// assert!(!Story::of(&both).is_told_by(&others[..1]));
    /// ```
    #[must_use]
    pub fn is_told_by(&self, others: &[Story<'_>]) -> bool {
        OwnContent::not_told_by(self, others).is_trifle()
    }
}

/// Whether one of several stories has a sentence with all its facts. Each pair comes with what its
/// other story covers.
fn is_told_by_one(sentence: &Sentence, beside: &[(Pair<'_>, Vec<bool>)]) -> bool {
    for (pair, covered) in beside {
        let is_told = match pair.match_sentence(sentence, covered) {
            SentenceMatch::Same => true,
            SentenceMatch::Differs(replacements) => keeps_facts(&replacements, sentence, *pair),
            SentenceMatch::Own | SentenceMatch::OwnFigures => false,
        };
        if is_told {
            return true;
        }
    }
    false
}

/// Whether no replacement in a sentence changes a fact or leaves one out.
fn keeps_facts(replacements: &[Replacement], sentence: &Sentence, pair: Pair<'_>) -> bool {
    for replacement in replacements {
        let changed = changed_fact(replacement, pair.story, pair.other);
        if changed.is_some() || !facts_left_out(replacement, sentence, pair).is_empty() {
            return false;
        }
    }
    true
}

/// Whether a paragraph is a caption, as far as its form shows: one sentence, without a quotation,
/// that ends in the year in which the picture was taken.
fn is_caption(sentence: &Sentence, story: &Story<'_>) -> bool {
    let last = &story.tokens[sentence.tokens.end - 1];
    let text = sentence.span.slice(story.text);
    let has_quotation = text.contains(['"', '“', '«', '„', '「']);
    sentence.is_paragraph && is_year(last, story) && !has_quotation
}

/// Whether a number is a year, or a date with one: `2024`, `28.03.2024`.
fn is_year(token: &Token, story: &Story<'_>) -> bool {
    if !token.is_number() {
        return false;
    }
    for part in token.span.slice(story.text).split(is_no_digit) {
        if part.len() == 4 && (part.starts_with("19") || part.starts_with("20")) {
            return true;
        }
    }
    false
}

fn is_no_digit(c: char) -> bool {
    !c.is_ascii_digit()
}

/// Whether a line says only when the page was made. Each crawl of the page has another one, so it
/// is neither news nor a changed fact.
fn is_stamp(sentence: &Sentence, story: &Story<'_>) -> bool {
    if sentence.is_complete {
        return false;
    }
    let (mut has_date, mut has_number, mut words) = (false, false, 0);
    for token in &story.tokens[sentence.tokens.clone()] {
        let is_calendar = is_calendar_word(token.hash);
        has_date |= is_calendar || is_year(token, story);
        has_number |= token.is_number();
        words += usize::from(token.is_content() && !token.is_number() && !is_calendar);
    }
    has_date && has_number && words <= STAMP_WORDS
}
