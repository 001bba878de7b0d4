//! Content of a story that others do not have.
//!
//! Each sentence is looked for in the other story by [`Pair::match_sentence`]. The result is a
//! [`SentenceMatch`]. If the other story has the sentence with differences, each difference is a
//! [`Replacement`]: words of the sentence, and the words that the other story has instead.

use super::alignment::SentenceMatch;
use super::facts::changed_fact;
use super::left_out::facts_left_out;
use super::pair::Pair;
use super::replacements::Replacement;
use super::story::{Sentence, Story};
use super::tokens::Token;
use crate::fact_words::is_calendar_word;
use copydesk_text::Span;

/// The content that only one of two stories has. A [`Comparison`](crate::Comparison) has one of
/// these for each story.
///
/// All counts are in [effective words](copydesk_text::effective_words): a letter of a script
/// without spaces between words counts as half a word. A document with *news* is not dropped,
/// because news must not be lost. Other words may be lost if they are few
/// ([`OwnContent::is_trifle`]).
///
/// ```
/// use copydesk_neardup::{Comparison, Story};
/// use copydesk_text::Document;
///
/// let wire = Document::new("The ferry ran aground off Port Ambry on Monday in thick fog.");
/// let site = Document::new(format!("Ferry aground\n\n{} The captain has resigned.", wire.text()));
/// let comparison = Comparison::of(&Story::of(&wire), &Story::of(&site));
/// assert!(comparison.left.is_trifle());
/// // The sentence about the captain is news, the headline is not.
/// assert_eq!(comparison.right.news, 4);
/// assert!(!comparison.right.is_trifle());
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OwnContent {
    /// Number of words of the whole story.
    pub words: usize,
    /// Number of words in complete sentences and rows of numbers that the other story does not
    /// have. Captions and lines that say when the page was made are left out.
    pub news: usize,
    /// Number of words that the other story does not have and that are not news: words of headlines
    /// and bylines, and single words of sentences that the other story has in other words.
    pub other: usize,
    /// Numbers, names and quoted words that the other story does not give anywhere, although it has
    /// the rest of their sentences. They are news, too, but not counted in `news`.
    pub left_out: Vec<Span>,
    /// The sentences that are counted in `news`, in the order of the text.
    pub sentences: Vec<Span>,
    /// The lines that the other story does not have and that are not news, such as headlines and
    /// captions, in the order of the text.
    pub others: Vec<Span>,
}

/// Most words of its own, none of them news, that a short document may have and still be dropped: a
/// headline, a byline, a caption, a few words put differently. With a lower limit, pairs that
/// people judged to differ only in house style were kept; with a higher one, different stories were
/// joined.
const MAX_TRIFLE: usize = 15;
/// The same limit for a long document, as a share of its words. The higher of both limits applies.
const MAX_TRIFLE_SHARE: f64 = 0.1;
/// Most content words of a *stamp*, a line that says when the page was made (`Updated: 8 January
/// 2020, 10:12 IST`), besides its numbers, months and weekdays.
const MAX_STAMP_WORDS: usize = 3;

impl OwnContent {
    /// Whether it is so little that the document may be dropped for the other one: no news, and few
    /// other words.
    #[must_use]
    pub fn is_trifle(&self) -> bool {
        self.left_out.is_empty() && self.is_trifle_but_for_facts()
    }

    /// Whether it is a trifle if [`Self::left_out`] does not count. This is for versions of one
    /// report: if the later version changes a fact, it leaves out the fact of the earlier one.
    pub(super) fn is_trifle_but_for_facts(&self) -> bool {
        let max_other = (MAX_TRIFLE as f64).max(MAX_TRIFLE_SHARE * self.words as f64);
        self.news == 0 && self.other as f64 <= max_other
    }

    /// The own content of the story of a pair, and all replacements in the sentences that both
    /// stories have.
    pub(super) fn of(pair: Pair<'_>) -> (Self, Vec<Replacement>) {
        let story = pair.story;
        let covered = pair.covered();
        let mut out = Self::empty_for(story);
        let mut all_replacements = Vec::new();
        for sentence in &story.sentences {
            let sentence_match = pair.match_sentence(sentence, &covered);
            let SentenceMatch::Differs(replacements) = sentence_match else {
                out.add(&sentence_match, sentence, story);
                continue;
            };
            // The other story has the sentence, but not each of its words.
            out.other += pair.count_new_words(sentence.tokens.clone());
            // The numbers of a stamp differ, but they tell about the page and not about the story.
            if is_stamp(sentence, story) {
                continue;
            }
            for replacement in &replacements {
                for at in facts_left_out(replacement, sentence, pair) {
                    out.left_out.push(story.tokens[at].span);
                }
            }
            all_replacements.extend(replacements);
        }
        (out, all_replacements)
    }

    /// The content of `story` that none of `others` has. A sentence is not own content if any of
    /// the others has it with all its facts.
    fn not_told_by(story: &Story<'_>, others: &[Story<'_>]) -> Self {
        let mut pairs = Vec::with_capacity(others.len());
        for other in others {
            let pair = Pair { story, other };
            // Computed once for each other story, since every sentence needs it.
            pairs.push((pair, pair.covered()));
        }
        let mut out = Self::empty_for(story);
        for sentence in &story.sentences {
            if is_told_by_any(sentence, &pairs) {
                continue;
            }
            let is_row = story.is_row_of_figures(sentence.tokens.clone());
            let sentence_match = if is_row {
                SentenceMatch::OwnFigures
            } else {
                SentenceMatch::Own
            };
            out.add(&sentence_match, sentence, story);
        }
        out
    }

    /// The number of words of a story, and no own content yet.
    fn empty_for(story: &Story<'_>) -> Self {
        Self {
            words: story.effective_len(0..story.tokens.len()),
            ..Self::default()
        }
    }

    /// Adds a sentence as news or as other content. Nothing is added if the other story has it, or
    /// if it is a stamp in figures.
    fn add(&mut self, sentence_match: &SentenceMatch, sentence: &Sentence, story: &Story<'_>) {
        match sentence_match {
            SentenceMatch::Same | SentenceMatch::Differs(_) => {}
            // A stamp such as “8 January 2020, 10:12” is a row of figures, too, but not news.
            SentenceMatch::OwnFigures if is_stamp(sentence, story) => {}
            SentenceMatch::OwnFigures => self.add_news(sentence, story),
            SentenceMatch::Own if sentence.is_complete && !is_caption(sentence, story) => {
                self.add_news(sentence, story);
            }
            // Headlines, bylines and captions are not news, since each newsroom writes its own.
            SentenceMatch::Own => {
                self.other += story.effective_len(sentence.tokens.clone());
                self.others.push(sentence.span);
            }
        }
    }

    /// Adds a sentence that is news.
    fn add_news(&mut self, sentence: &Sentence, story: &Story<'_>) {
        self.news += story.effective_len(sentence.tokens.clone());
        self.sentences.push(sentence.span);
    }
}

impl Story<'_> {
    /// Whether other stories together tell all that this one tells, except for a few words that are
    /// not news. It is used for digests (pages that hold several stories).
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

/// Whether the other story of any pair has a sentence with all its facts. Each pair comes with the
/// result of [`Pair::covered`].
fn is_told_by_any(sentence: &Sentence, pairs: &[(Pair<'_>, Vec<bool>)]) -> bool {
    for (pair, covered) in pairs {
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

/// Whether a sentence looks like a caption: it is a whole paragraph, has no quotation, and ends
/// with the year in which the picture was taken.
fn is_caption(sentence: &Sentence, story: &Story<'_>) -> bool {
    let last = &story.tokens[sentence.tokens.end - 1];
    let text = sentence.span.slice(story.text);
    let has_quotation = text.contains(['"', '“', '«', '„', '「']);
    sentence.is_whole_paragraph && is_year(last, story) && !has_quotation
}

/// Whether a token is a year, or a date with a year: `2024`, `28.03.2024`.
fn is_year(token: &Token, story: &Story<'_>) -> bool {
    if !token.is_number() {
        return false;
    }
    for part in token.span.slice(story.text).split(is_not_digit) {
        if part.len() == 4 && (part.starts_with("19") || part.starts_with("20")) {
            return true;
        }
    }
    false
}

fn is_not_digit(c: char) -> bool {
    !c.is_ascii_digit()
}

/// Whether a line is a stamp: it says only when the page was made. A stamp is neither news nor a
/// changed fact, because each crawl of a page finds another one.
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
    has_date && has_number && words <= MAX_STAMP_WORDS
}
