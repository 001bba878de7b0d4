//! A document in the form in which it is compared: its words without house style ([`Token`]s), and
//! its sentences.
//!
//! A document may be compared with dozens of others. So everything that depends on it alone is
//! computed once, in [`Story::of`]: the tokens, the sentences, and an index of *grams* (runs of
//! [`GRAM`] tokens, or of [`UNSPACED_GRAM`] in scripts without spaces). A comparison of two stories
//! then only looks up the grams of one in the index of the other.
//!
//! A gram can begin at several positions. Each of them is linked to the next one, and all links are
//! in one vector ([`Story::positions_of`]). A map from grams to lists of positions would take more
//! memory than the text.

use super::tokens::{Token, hash_of, tokens_of};
use ahash::{AHashMap, AHashSet};
use copydesk_text::{Document, Span, effective_words, ends_sentence, mix64, sentences};
use std::ops::Range;

/// Length of a gram, in tokens. This many equal words in a row show that two sentences have a
/// common source.
const GRAM: usize = 3;
/// Length of a gram in a script without spaces between words, in letters. A letter is half a word
/// or less.
const UNSPACED_GRAM: usize = 5;
/// Least length, in effective words, of a line without a full stop at its end that counts as a
/// sentence. Such a line is a paragraph that was cut off or broken, not a headline.
const LONG_LINE: usize = 20;

/// A *row of figures*, a line of a table or timetable, has at least this many numbers.
pub(super) const MIN_FIGURES: usize = 4;
/// Most positions of one gram that are used. A gram that occurs more often is a common phrase, and
/// says nothing about where a sentence is.
const MAX_POSITIONS: usize = 8;

/// A sentence, or a line that is not a sentence (a headline, a byline). It has at least one token.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    /// Its tokens: a range of indices of the story's tokens.
    pub tokens: Range<usize>,
    /// Its span in the text.
    pub span: Span,
    /// Hash of its tokens: equal sentences of two stories have equal hashes.
    pub hash: u64,
    /// Whether it ends like a sentence, or is as long as one ([`LONG_LINE`]). Headlines and bylines
    /// are not complete.
    pub is_complete: bool,
    /// Whether it is the only sentence of its paragraph.
    pub is_whole_paragraph: bool,
}

/// A document that is prepared for comparison with others by [`Comparison`](crate::Comparison). It
/// borrows the text.
#[derive(Debug)]
pub struct Story<'t> {
    /// The text of the document.
    pub(super) text: &'t str,
    /// The words of the text without house style, in order. Other fields identify a token by its
    /// index here.
    pub(super) tokens: Vec<Token>,
    /// The sentences, in order. Together they have all tokens.
    pub(super) sentences: Vec<Sentence>,
    /// Whether any word begins with a capital. In scripts without capitals, such as those of
    /// Chinese and Hindi, nothing shows which words are names.
    pub(super) has_capitals: bool,
    /// The first token at which each gram begins, by the hash of the gram.
    grams: AHashMap<u64, u32>,
    /// For each token the next one at which the same gram begins, plus one; 0 if there is none.
    next_with_gram: Vec<u32>,
    /// The hashes of all tokens of the story, and its units ([`Story::unit`]).
    units: AHashSet<u64>,
    /// The hashes of the sentences.
    sentence_hashes: AHashSet<u64>,
}

impl<'t> Story<'t> {
    /// The story that a document tells. Pass the document without its furniture and repeats
    /// ([`Document::without`]): with them, two pages of one site look more alike than their stories
    /// are.
    #[must_use]
    pub fn of(document: &'t Document<'_>) -> Self {
        let mut tokens = Vec::with_capacity(document.words().len());
        let mut sentences = Vec::new();
        for segment in document.segments() {
            read_segment(document, segment.content(), &mut tokens, &mut sentences);
        }
        let mut sentence_hashes = AHashSet::with_capacity(sentences.len());
        for sentence in &sentences {
            sentence_hashes.insert(sentence.hash);
        }
        let mut story = Self {
            text: document.text(),
            has_capitals: tokens.iter().any(Token::is_capitalised),
            grams: AHashMap::with_capacity(tokens.len()),
            next_with_gram: vec![0; tokens.len()],
            units: AHashSet::with_capacity(tokens.len()),
            sentence_hashes,
            tokens,
            sentences,
        };
        story.fill_index();
        story
    }

    /// Fills the index of grams and units, from the last token to the first. So in the end the map
    /// holds the first position of each gram, and the linked positions ascend.
    fn fill_index(&mut self) {
        for at in (0..self.tokens.len()).rev() {
            let unit = self.unit(at);
            // The token's own hash is needed, too: numbers and names are looked up by it.
            self.units.extend([unit, self.tokens[at].hash]);
            if let Some(gram) = self.gram_at(at)
                && let Some(next) = self.grams.insert(gram, at as u32)
            {
                self.next_with_gram[at] = next + 1;
            }
        }
    }

    /// Length of a run of tokens in effective words, as [`effective_words`] counts them.
    pub(super) fn effective_len(&self, run: Range<usize>) -> usize {
        let tokens = &self.tokens[run];
        let unspaced = tokens.iter().copied().filter(Token::is_unspaced).count();
        tokens.len() - unspaced + unspaced.div_ceil(2)
    }

    /// Whether a line is a row of figures: at least [`MIN_FIGURES`] of its tokens are numbers, and
    /// at least half of them. Rows are compared only as a whole. Their words and grams say nothing,
    /// because a timetable repeats the same few numbers in every row.
    pub(super) fn is_row_of_figures(&self, run: Range<usize>) -> bool {
        let tokens = &self.tokens[run];
        let numbers = tokens.iter().copied().filter(Token::is_number).count();
        numbers >= MIN_FIGURES && 2 * numbers >= tokens.len()
    }

    /// The number of tokens of the gram that begins at a token.
    pub(super) fn gram_len(&self, at: usize) -> usize {
        if self.tokens[at].is_unspaced() {
            UNSPACED_GRAM
        } else {
            GRAM
        }
    }

    /// The hash of the gram that begins at a token; `None` if too few tokens follow. A gram may
    /// cross the end of a sentence, because editors join and split sentences.
    pub(super) fn gram_at(&self, at: usize) -> Option<u64> {
        self.tokens.get(at..at + self.gram_len(at)).map(hash_of)
    }

    /// The first tokens at which a gram begins, ascending, at most [`MAX_POSITIONS`].
    pub(super) fn positions_of(&self, gram: u64) -> impl Iterator<Item = usize> {
        let positions = Positions {
            next_with_gram: &self.next_with_gram,
            next: match self.grams.get(&gram) {
                Some(&first) => first + 1,
                None => 0,
            },
        };
        positions.take(MAX_POSITIONS)
    }

    /// Whether a gram is anywhere in the story.
    pub(super) fn has_gram(&self, gram: u64) -> bool {
        self.grams.contains_key(&gram)
    }

    /// The hash by which a token is looked up in another story ([`Self::mentions`]). It is the
    /// token's own hash. In a script without spaces it is the hash of the letter and the next one
    /// together, because a single letter occurs in nearly every story.
    pub(super) fn unit(&self, at: usize) -> u64 {
        let token = self.tokens[at];
        match self.tokens.get(at + 1) {
            Some(next) if token.is_unspaced() && next.is_unspaced() => {
                mix64(token.hash ^ mix64(next.hash))
            }
            _ => token.hash,
        }
    }

    /// Whether a [`unit`](Self::unit), or a token with this hash, is anywhere in the story.
    pub(super) fn mentions(&self, unit: u64) -> bool {
        self.units.contains(&unit)
    }

    /// Whether a sentence with this hash is anywhere in the story.
    pub(super) fn has_sentence(&self, hash: u64) -> bool {
        self.sentence_hashes.contains(&hash)
    }

    /// The index of the sentence that a token belongs to.
    pub(super) fn sentence_at(&self, token: usize) -> usize {
        self.sentences
            .partition_point(|sentence| sentence.tokens.end <= token)
    }

    /// The raw text of a run of tokens; empty for an empty run.
    pub(super) fn raw(&self, run: Range<usize>) -> &'t str {
        match &self.tokens[run] {
            [first, .., last] => first.span.join(last.span).slice(self.text),
            [only] => only.span.slice(self.text),
            [] => "",
        }
    }

    /// The raw text between a token and the one before it; `None` if they overlap. `at` must not be
    /// 0.
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
    let is_whole_paragraph = spans.len() == 1;
    for span in spans {
        let words = document.words_in(span);
        let start = tokens.len();
        tokens_of(document, words.clone(), tokens);
        // A line of dashes has no token.
        if tokens.len() == start {
            continue;
        }
        out.push(Sentence {
            tokens: start..tokens.len(),
            span,
            hash: hash_of(&tokens[start..]),
            is_complete: ends_sentence(span.slice(document.text()))
                || effective_words(&document.words()[words]) >= LONG_LINE,
            is_whole_paragraph,
        });
    }
}

/// The positions of one gram, ascending.
struct Positions<'s> {
    next_with_gram: &'s [u32],
    /// The position that is returned next, plus one; 0 after the last.
    next: u32,
}

impl Iterator for Positions<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let at = (self.next as usize).checked_sub(1)?;
        self.next = self.next_with_gram[at];
        Some(at)
    }
}
