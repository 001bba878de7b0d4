//! A story as it is compared: its words, levelled, and its sentences.
//!
//! A document may be compared with dozens of others, so whatever depends on it alone is computed
//! once: tokens, sentences, and where each run of [`GRAM`] words stands. Positions of runs are kept
//! as chains through one vector ([`Story::places_of`]): a map of lists would take more memory than
//! the text.

use super::tokens::{Token, gram, tokens_of};
use ahash::{AHashMap, AHashSet};
use copydesk_text::{Document, Span, effective_words, ends_sentence, mix64, sentences};
use std::ops::Range;

/// Words in a row that show that two sentences have a common source.
const GRAM: usize = 3;
/// The same for letters of a script without spaces, each of which is half a word or less.
const UNSPACED_GRAM: usize = 5;
/// A line without a stop at its end is a sentence all the same if it has so many words.
const LONG_LINE: usize = 20;

/// A sentence, or a line that is none.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    pub tokens: Range<usize>,
    pub span: Span,
    /// Hash of its words.
    pub hash: u64,
    /// Whether it ends as sentences do; headlines, bylines and the like do not.
    pub is_complete: bool,
    /// Whether it is a paragraph by itself.
    pub is_paragraph: bool,
}

/// A document, made ready to be compared with others.
#[derive(Debug)]
pub struct Story<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: Vec<Token>,
    pub(super) sentences: Vec<Sentence>,
    /// Whether the text tells names by capitals.
    pub(super) has_capitals: bool,
    /// Where each gram begins for the first time.
    grams: AHashMap<u64, u32>,
    /// Where the gram that begins at a token begins again, plus one; 0 if it does not.
    again: Vec<u32>,
    /// What it talks of: see [`Story::unit`].
    units: AHashSet<u64>,
    hashes: AHashSet<u64>,
}

impl<'t> Story<'t> {
    /// Reads a document, by the words that it holds: best those of its kept text
    /// ([`Document::without`]).
    #[must_use]
    pub fn of(document: &'t Document<'_>) -> Self {
        let mut tokens = Vec::with_capacity(document.words().len());
        let mut out = Vec::new();
        for segment in document.segments() {
            let spans = sentences(document.text(), segment.content());
            let is_paragraph = spans.len() == 1;
            for span in spans {
                let words = document.words_in(span);
                let from = tokens.len();
                tokens_of(document, words.clone(), &mut tokens);
                if tokens.len() > from {
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
        }
        let mut story = Self {
            text: document.text(),
            has_capitals: tokens.iter().any(|token| token.is_capitalised()),
            grams: AHashMap::with_capacity(tokens.len()),
            again: vec![0; tokens.len()],
            units: AHashSet::with_capacity(tokens.len()),
            hashes: out.iter().map(|sentence| sentence.hash).collect(),
            tokens,
            sentences: out,
        };
        story.index();
        story
    }

    fn index(&mut self) {
        for at in (0..self.tokens.len()).rev() {
            let unit = self.unit(at);
            self.units.extend([unit, self.tokens[at].hash]);
            if let Some(gram) = self.gram_at(at) {
                let next = self.grams.insert(gram, at as u32);
                self.again[at] = next.map_or(0, |next| next + 1);
            }
        }
    }

    /// Length of a run in effective words, as in [`effective_words`].
    pub(super) fn effective_len(&self, run: Range<usize>) -> usize {
        let all = run.len();
        let unspaced = self.tokens[run]
            .iter()
            .filter(|token| token.is_unspaced())
            .count();
        all - unspaced + unspaced.div_ceil(2)
    }

    /// How long the gram at a token is.
    pub(super) fn gram_len(&self, at: usize) -> usize {
        if self.tokens[at].is_unspaced() {
            UNSPACED_GRAM
        } else {
            GRAM
        }
    }

    /// The gram that begins at a token, if so many tokens follow.
    pub(super) fn gram_at(&self, at: usize) -> Option<u64> {
        self.tokens.get(at..at + self.gram_len(at)).map(gram)
    }

    /// Where a gram begins, in order.
    pub(super) fn places_of(&self, gram: u64) -> impl Iterator<Item = usize> {
        let first = self.grams.get(&gram).map(|&at| at as usize);
        std::iter::successors(first, |&at| (self.again[at] as usize).checked_sub(1))
    }

    pub(super) fn has_gram(&self, gram: u64) -> bool {
        self.grams.contains_key(&gram)
    }

    /// What a token talks of: the word; of a script without spaces two letters, since one says
    /// nothing.
    pub(super) fn unit(&self, at: usize) -> u64 {
        let token = self.tokens[at];
        match self.tokens.get(at + 1) {
            Some(next) if token.is_unspaced() && next.is_unspaced() => {
                mix64(token.hash ^ mix64(next.hash))
            }
            _ => token.hash,
        }
    }

    pub(super) fn talks_of(&self, unit: u64) -> bool {
        self.units.contains(&unit)
    }

    pub(super) fn has_sentence(&self, hash: u64) -> bool {
        self.hashes.contains(&hash)
    }

    /// The sentence that a token is in.
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
}
