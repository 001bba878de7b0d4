//! A story in the form in which it is compared: its words without house style, and its sentences.
//!
//! A document may be compared with dozens of others, so whatever depends on it alone is computed
//! once, in [`Story::of`]: the tokens, the sentences, and an index of *grams* (runs of [`GRAM`]
//! tokens). All later questions about two stories are lookups in the index of one of them.
//!
//! The places of a gram are a chain through one vector ([`Story::places_of`]). A map from grams to
//! lists of places would take more memory than the text.

use super::tokens::{Token, gram, tokens_of};
use ahash::{AHashMap, AHashSet};
use copydesk_text::{Document, Span, effective_words, ends_sentence, mix64, sentences};
use std::ops::Range;

/// Words in a row that show that two sentences have a common source.
const GRAM: usize = 3;
/// The same for letters of a script without spaces, each of which is half a word or less.
const UNSPACED_GRAM: usize = 5;
/// Effective words from which on a line without a full stop at its end counts as a sentence: a
/// paragraph that was cut off or broken, not a headline.
const LONG_LINE: usize = 20;

/// Numbers of the shortest row of a table or timetable.
pub(super) const MIN_FIGURES: usize = 4;
/// Places of one gram that are looked at. A gram that occurs more often is a phrase, and says
/// nothing about where a sentence is.
const MAX_PLACES: usize = 8;

/// A sentence, or a line that is none (a headline, a byline). It has at least one token.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    /// Which tokens of the story are its own.
    pub tokens: Range<usize>,
    /// Where it is in the text.
    pub span: Span,
    /// Hash of its tokens: equal sentences of two stories have equal hashes.
    pub hash: u64,
    /// Whether it ends as sentences do; headlines, bylines and the like do not.
    pub is_complete: bool,
    /// Whether it is a paragraph by itself.
    pub is_paragraph: bool,
}

/// A document, prepared to be compared with others by [`Comparison`](crate::Comparison). It borrows
/// the text.
#[derive(Debug)]
pub struct Story<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: Vec<Token>,
    /// The sentences, in order. Together they have all tokens.
    pub(super) sentences: Vec<Sentence>,
    /// Whether capitals show which words are names: Chinese and Hindi have none.
    pub(super) has_capitals: bool,
    /// The token at which each gram begins for the first time.
    grams: AHashMap<u64, u32>,
    /// For each token the next one at which the same gram begins, plus one; 0 if there is none.
    again: Vec<u32>,
    /// What the story mentions: see [`Story::unit`].
    units: AHashSet<u64>,
    /// The hashes of the sentences.
    hashes: AHashSet<u64>,
}

impl<'t> Story<'t> {
    /// Reads the words that a document holds. Pass the document without its furniture and repeats
    /// ([`Document::without`]): two pages of one site look more alike than their stories are.
    #[must_use]
    pub fn of(document: &'t Document<'_>) -> Self {
        let mut tokens = Vec::with_capacity(document.words().len());
        let mut sentences = Vec::new();
        for segment in document.segments() {
            read_segment(document, segment.content(), &mut tokens, &mut sentences);
        }
        let mut hashes = AHashSet::with_capacity(sentences.len());
        for sentence in &sentences {
            hashes.insert(sentence.hash);
        }
        let mut story = Self {
            text: document.text(),
            has_capitals: tokens.iter().any(Token::is_capitalised),
            grams: AHashMap::with_capacity(tokens.len()),
            again: vec![0; tokens.len()],
            units: AHashSet::with_capacity(tokens.len()),
            hashes,
            tokens,
            sentences,
        };
        story.index();
        story
    }

    /// Fills the index of grams and units. From the last token to the first: then the map holds the
    /// first place of each gram in the end, and each chain ascends.
    fn index(&mut self) {
        for at in (0..self.tokens.len()).rev() {
            let unit = self.unit(at);
            // The letter alone is needed, too: numbers and names are looked up by their hashes.
            self.units.extend([unit, self.tokens[at].hash]);
            if let Some(gram) = self.gram_at(at)
                && let Some(next) = self.grams.insert(gram, at as u32)
            {
                self.again[at] = next + 1;
            }
        }
    }

    /// Length of a run of tokens, as [`effective_words`] counts it.
    pub(super) fn effective_len(&self, run: Range<usize>) -> usize {
        let tokens = &self.tokens[run];
        let unspaced = tokens.iter().copied().filter(Token::is_unspaced).count();
        tokens.len() - unspaced + unspaced.div_ceil(2)
    }

    /// Whether a line is a row of a table: several numbers, and little else. A timetable repeats
    /// the same few numbers in every row, so its words and grams say nothing; only the whole row
    /// does.
    pub(super) fn is_row_of_figures(&self, run: Range<usize>) -> bool {
        let tokens = &self.tokens[run];
        let numbers = tokens.iter().copied().filter(Token::is_number).count();
        numbers >= MIN_FIGURES && 2 * numbers >= tokens.len()
    }

    /// How many tokens a gram has that begins at this token.
    pub(super) fn gram_len(&self, at: usize) -> usize {
        if self.tokens[at].is_unspaced() {
            UNSPACED_GRAM
        } else {
            GRAM
        }
    }

    /// The hash of the gram that begins at a token, if enough tokens follow. A gram may cross the
    /// end of a sentence: desks join and split them.
    pub(super) fn gram_at(&self, at: usize) -> Option<u64> {
        self.tokens.get(at..at + self.gram_len(at)).map(gram)
    }

    /// The first tokens at which a gram begins, ascending, [`MAX_PLACES`] at most.
    pub(super) fn places_of(&self, gram: u64) -> impl Iterator<Item = usize> {
        let next = match self.grams.get(&gram) {
            Some(&first) => first + 1,
            None => 0,
        };
        let again = &self.again;
        Places { again, next }.take(MAX_PLACES)
    }

    /// Whether a gram is anywhere in the story.
    pub(super) fn has_gram(&self, gram: u64) -> bool {
        self.grams.contains_key(&gram)
    }

    /// What a token mentions, as a hash: its word. In a script without spaces it is the letter and
    /// the next one, because nearly every letter is somewhere in nearly every story.
    pub(super) fn unit(&self, at: usize) -> u64 {
        let token = self.tokens[at];
        match self.tokens.get(at + 1) {
            Some(next) if token.is_unspaced() && next.is_unspaced() => {
                mix64(token.hash ^ mix64(next.hash))
            }
            _ => token.hash,
        }
    }

    /// Whether the story mentions somewhere what this [`unit`](Self::unit) of any story does.
    pub(super) fn mentions(&self, unit: u64) -> bool {
        self.units.contains(&unit)
    }

    /// Whether a sentence with this hash is anywhere in the story.
    pub(super) fn has_sentence(&self, hash: u64) -> bool {
        self.hashes.contains(&hash)
    }

    /// The number of the sentence that a token is in.
    pub(super) fn sentence_at(&self, token: usize) -> usize {
        self.sentences
            .partition_point(|sentence| sentence.tokens.end <= token)
    }

    /// The raw text of a run of tokens; empty if the run is.
    pub(super) fn raw(&self, run: Range<usize>) -> &'t str {
        match &self.tokens[run] {
            [first, .., last] => first.span.join(last.span).slice(self.text),
            [only] => only.span.slice(self.text),
            [] => "",
        }
    }

    /// The raw text between a token and the one in front of it.
    pub(super) fn gap_before(&self, at: usize) -> Option<&'t str> {
        let between = self.tokens[at - 1].span.end()..self.tokens[at].span.start();
        self.text.get(between)
    }
}

/// Appends the sentences of a segment and their tokens. A sentence without a token is left out.
fn read_segment(
    document: &Document<'_>,
    segment: Span,
    tokens: &mut Vec<Token>,
    out: &mut Vec<Sentence>,
) {
    let spans = sentences(document.text(), segment);
    let is_paragraph = spans.len() == 1;
    for span in spans {
        let words = document.words_in(span);
        let from = tokens.len();
        tokens_of(document, words.clone(), tokens);
        // A line of dashes has no token.
        if tokens.len() == from {
            continue;
        }
        out.push(Sentence {
            tokens: from..tokens.len(),
            span,
            hash: gram(&tokens[from..]),
            is_complete: ends_sentence(span.slice(document.text()))
                || effective_words(&document.words()[words]) >= LONG_LINE,
            is_paragraph,
        });
    }
}

/// All places of one gram.
struct Places<'s> {
    again: &'s [u32],
    /// The next place plus one; 0 after the last.
    next: u32,
}

impl Iterator for Places<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let at = (self.next as usize).checked_sub(1)?;
        self.next = self.again[at];
        Some(at)
    }
}
