//! The words of a story, without house style.
//!
//! Newsrooms spell the same thing in different ways: with and without honorifics, `3,828` or
//! `3828`, `S.A. Bobde` or `S A Bobde`, `twelve` or `12`, `Grünhafen` or `Gruenhafen`. These are
//! not differences between stories. So before stories are compared, each is read as a list of
//! [`Token`]s, in which different spellings have equal hashes. Most tokens are one word of the
//! document, and have the hash of that word.
//!
//! | written | also written | same tokens because |
//! |---|---|---|
//! | `Mr. Marlow` | `Marlow` | honorifics are left out before names |
//! | `S.A. Bobde` | `S A Bobde` | single capitals in a row are one word |
//! | `half past four` | `4:30` | times are read as hours and minutes |
//! | `two hundred and fourteen` | `214` | English number words are read as numbers |
//! | `1,00,000` | `100000` | separators of thousands, and of Indian lakhs and crores, are removed |
//! | `२१४` | `214` | digits of all scripts are equal |
//! | `Grünhafen` | `Gruenhafen` | both have the same normal form |
//!
//! If a rule is missing here, two copies are kept. If a rule is too broad, two facts look the same,
//! and one of them is lost. So each rule is narrow: `1.234` stays as it is because its point may be
//! a decimal point, and only English number words are read.

use super::number_words::{NumberWord, number_word};
use super::numerals::{SEPARATORS, with_ascii_digits, without_separators};
use crate::function_words::{is_function_word, is_honorific, is_negation_word};
use crate::side::is_opening_gap;
use copydesk_text::{Document, Span, Word, hash64, mix64, normalise};
use std::ops::Range;

/// A set of traits of a token. It is one byte, since a story keeps a token for every word.
#[derive(Clone, Copy, Debug, Default)]
struct Traits(u8);

impl Traits {
    // The method of `Token` that reads a trait explains it.
    const NUMBER: Self = Self(1);
    const CAPITAL: Self = Self(2);
    const NAME: Self = Self(4);
    const CONTENT: Self = Self(8);
    const NEGATION: Self = Self(16);
    const UNSPACED: Self = Self(32);

    fn has(self, token_trait: Self) -> bool {
        (self.0 & token_trait.0) != 0
    }

    fn add_if(&mut self, condition: bool, token_trait: Self) {
        if condition {
            self.0 |= token_trait.0;
        }
    }
}

/// A word of a story without house style: one word of the document, or several that are read as one
/// (`S A` before `Bobde`, `two hundred`).
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Hash of the form without house style. Equal hashes mean that two stories say the same word.
    pub hash: u64,
    /// Its span in the text.
    pub span: Span,
    /// The traits that it has.
    traits: Traits,
}

impl Token {
    /// Whether it is a number, in figures or in words.
    pub fn is_number(&self) -> bool {
        self.traits.has(Traits::NUMBER)
    }

    /// Whether a capital that is not at the beginning of a sentence shows that it is a name.
    pub fn is_name(&self) -> bool {
        self.traits.has(Traits::NAME)
    }

    /// Whether it begins with a capital letter, for whatever reason.
    pub fn is_capitalised(&self) -> bool {
        self.traits.has(Traits::CAPITAL)
    }

    /// Whether it says something by itself, unlike articles and pronouns.
    pub fn is_content(&self) -> bool {
        self.traits.has(Traits::CONTENT)
    }

    /// Whether it is a word like “not”.
    pub fn is_negation(&self) -> bool {
        self.traits.has(Traits::NEGATION)
    }

    /// Whether it is a letter of a script without spaces between words.
    pub fn is_unspaced(&self) -> bool {
        self.traits.has(Traits::UNSPACED)
    }
}

/// A word of at most this many letters says nothing by itself, unless it begins with a capital.
/// This is true of most languages, while the list of function words covers only some of them.
const MAX_SMALL_WORD: usize = 3;
/// Length of the longest name, in bytes. A longer word is encoded data that was left in the page.
const MAX_NAME: usize = 48;

/// Appends the tokens of a run of words, such as a sentence, to `out`. `run` is a range of indices
/// of words in the document.
pub(super) fn tokens_of(document: &Document<'_>, run: Range<usize>, out: &mut Vec<Token>) {
    let mut reader = TokenReader {
        text: document.text(),
        words: document.words(),
        at: run.start,
        run,
    };
    while let Some(token) = reader.next_token() {
        out.push(token);
    }
}

/// One or more words that were read as one token.
struct Reading {
    /// The hash of the token.
    hash: u64,
    /// The index of the word after the last of these words.
    end: usize,
}

impl Reading {
    /// The words before the index `end`, which are read as a token with this form.
    fn of(form: &str, end: usize) -> Self {
        let hash = hash64(form.as_bytes());
        Self { hash, end }
    }
}

/// Reads the tokens of a run of words from left to right. A word is identified by its index in the
/// document.
struct TokenReader<'t> {
    text: &'t str,
    words: &'t [Word],
    /// The word that is read next.
    at: usize,
    /// The words to read.
    run: Range<usize>,
}

impl TokenReader<'_> {
    /// The next token; `None` at the end of the run.
    fn next_token(&mut self) -> Option<Token> {
        // There may be several honorifics before a name: “Herr Prof. Dr. Brandt”.
        while self.is_at_honorific() {
            self.at += 1;
        }
        if self.at >= self.run.end {
            return None;
        }
        let first = self.at;
        let reading = self.read();
        self.at = reading.end;
        Some(self.token(reading.hash, first..reading.end))
    }

    /// Reads the token that begins at the next word: several words by the first rule that applies,
    /// else the word alone.
    fn read(&self) -> Reading {
        if let Some(initials) = self.initials() {
            return initials;
        }
        if let Some(time) = self.clock() {
            return time;
        }
        if let Some(number) = self.spelt_number() {
            return number;
        }
        Reading {
            hash: self.plain_hash(self.at),
            end: self.at + 1,
        }
    }

    /// Word `i` as it is written.
    fn raw(&self, i: usize) -> &str {
        self.words[i].span.slice(self.text)
    }

    /// Whether the next word is a title such as `Mr` or `Shri` before a name. Some newsrooms always
    /// write it, some never.
    fn is_at_honorific(&self) -> bool {
        self.at + 1 < self.run.end
            && is_honorific(self.words[self.at])
            && self.words[self.at + 1].is_capitalised()
    }

    /// Reads two or more single capitals in a row as one word: `S A` in `S A Bobde` as `S.A.`.
    fn initials(&self) -> Option<Reading> {
        let mut end = self.at;
        while end < self.run.end && self.is_initial(end) {
            end += 1;
        }
        if end < self.at + 2 {
            return None;
        }
        let mut letters = String::new();
        for i in self.at..end {
            letters.push_str(&normalise(self.raw(i)));
        }
        Some(Reading::of(&letters, end))
    }

    /// Whether word `i` is a single capital letter from A to Z other than “I”.
    fn is_initial(&self, i: usize) -> bool {
        // “I” is a pronoun far more often than an initial.
        self.words[i].is_capitalised()
            && self.words[i].span.len() == 1
            && !self.raw(i).eq_ignore_ascii_case("i")
    }

    /// Reads a time of day: `half past four` or `4:30`.
    fn clock(&self) -> Option<Reading> {
        if self.at + 2 < self.run.end && self.raw(self.at + 1).eq_ignore_ascii_case("past") {
            self.clock_in_words()
        } else {
            self.clock_in_figures()
        }
    }

    /// Reads `half past four` or `quarter past 4`. `quarter to five` is not read as a time.
    fn clock_in_words(&self) -> Option<Reading> {
        let minutes = match self.raw(self.at) {
            "half" | "Half" => "30",
            "quarter" | "Quarter" => "15",
            _ => return None,
        };
        let last = self.at + 2;
        let hour = match number_word(self.words[last]) {
            Some(NumberWord::Plus(hour)) => hour.to_string(),
            _ => self.raw(last).to_owned(),
        };
        if !matches!(hour.parse::<u8>(), Ok(1..=12)) {
            return None;
        }
        Some(Reading::of(&format!("{hour}:{minutes}"), last + 1))
    }

    /// Reads `4:30`, which is two words of the document.
    fn clock_in_figures(&self) -> Option<Reading> {
        let (hour, minutes) = (self.at, self.at + 1);
        if minutes >= self.run.end {
            return None;
        }
        let between = self.words[hour].span.end()..self.words[minutes].span.start();
        if self.text.get(between) != Some(":")
            || !self.is_short_figure(hour)
            || !self.is_short_figure(minutes)
        {
            return None;
        }
        let time = format!("{}:{}", self.raw(hour), self.raw(minutes));
        Some(Reading::of(&time, minutes + 1))
    }

    /// Whether word `i` is one or two digits.
    fn is_short_figure(&self, i: usize) -> bool {
        let raw = self.raw(i).as_bytes();
        (1..=2).contains(&raw.len()) && raw.iter().all(u8::is_ascii_digit)
    }

    /// Reads a number in words: `two hundred and fourteen` as `214`. “Two or three” and “one two”
    /// are each two numbers.
    fn spelt_number(&self) -> Option<Reading> {
        let mut sum = 0_u64;
        let mut end = self.at;
        let mut last = None;
        let mut at = self.at;
        while at < self.run.end {
            let word = number_word(self.words[at]);
            match (word, last) {
                // The first word of the number, or a word after a scale: `hundred fourteen`.
                (Some(NumberWord::Plus(value)), None | Some(NumberWord::Times(_))) => {
                    sum = sum.saturating_add(value);
                }
                // A unit after tens: `twenty one`.
                (Some(NumberWord::Plus(unit)), Some(NumberWord::Plus(tens)))
                    if tens >= 20 && tens % 10 == 0 && (1..10).contains(&unit) =>
                {
                    sum = sum.saturating_add(unit);
                }
                // A scale multiplies all that was read before: `two hundred`. If the product is too
                // large (“thousand thousand thousand …”), it need not be exact.
                (Some(NumberWord::Times(factor)), Some(_)) => sum = sum.saturating_mul(factor),
                // `two hundred and`: `end` stays before the “and” until the next number is read.
                (None, Some(NumberWord::Times(_))) if self.is_and_before_number(at) => {
                    at += 1;
                    continue;
                }
                _ => break,
            }
            last = word;
            at += 1;
            end = at;
        }
        (end > self.at).then(|| Reading::of(&sum.to_string(), end))
    }

    /// Whether the word with the index `at` is an “and” before a number, as in `two hundred and
    /// fourteen`. In `two hundred and some` it is not part of the number.
    fn is_and_before_number(&self, at: usize) -> bool {
        self.raw(at).eq_ignore_ascii_case("and")
            && at + 1 < self.run.end
            && matches!(number_word(self.words[at + 1]), Some(NumberWord::Plus(_)))
    }

    /// The hash of word `i` without house style. This is the word's own hash, unless its normal
    /// form still has house style in it: separators, digits of another script or the like.
    fn plain_hash(&self, i: usize) -> u64 {
        let word = self.words[i];
        let raw = self.raw(i);
        let has_separator = word.is_number() && raw.contains(SEPARATORS);
        // Most words return here. The rest of this function makes new strings, which would be too
        // slow for every word of every story.
        if !has_separator && raw.is_ascii() {
            return word.hash;
        }
        let normal = normalise(raw);
        let mut form = with_ascii_digits(&normal);
        // Only in numbers: the apostrophe of `l’eau` separates no thousands.
        if word.is_number() {
            form = without_separators(&form);
        }
        // Hindi writes a nasal vowel with either sign: candrabindu (U+0901) or anusvara (U+0902).
        if form.contains('\u{901}') {
            form = form.replace('\u{901}', "\u{902}");
        }
        if form == normal {
            // No need to hash it again: this is the hash of `normal`.
            word.hash
        } else {
            hash64(form.as_bytes())
        }
    }

    /// Makes the token of these words. It has this hash, and the traits of its first word.
    fn token(&self, hash: u64, words: Range<usize>) -> Token {
        let first = self.words[words.start];
        let is_number = first.is_number() || number_word(first).is_some();
        let is_capital = first.is_capitalised();
        let is_long = self.raw(words.start).chars().nth(MAX_SMALL_WORD).is_some();
        // A short word with a capital is content because it is a name: “Lee”, “UN”.
        let is_content =
            is_number || first.is_unspaced() || !is_function_word(first) && (is_capital || is_long);
        // At the beginning of a sentence a capital does not show a name, so none is recognised
        // there.
        let is_name = is_capital
            && !is_number
            && first.span.len() <= MAX_NAME
            && !self.may_open_sentence(words.start);
        let mut traits = Traits::default();
        traits.add_if(is_number, Traits::NUMBER);
        traits.add_if(is_capital, Traits::CAPITAL);
        traits.add_if(is_name, Traits::NAME);
        traits.add_if(is_content, Traits::CONTENT);
        traits.add_if(is_negation_word(first), Traits::NEGATION);
        traits.add_if(first.is_unspaced(), Traits::UNSPACED);
        Token {
            hash,
            span: first.span.join(self.words[words.end - 1].span),
            traits,
        }
    }

    /// Whether a sentence, a quotation or a bracket may begin with word `i`, so that a capital
    /// there does not show a name.
    fn may_open_sentence(&self, i: usize) -> bool {
        if i == self.run.start {
            return true;
        }
        let between = self.words[i - 1].span.end()..self.words[i].span.start();
        // Words that overlap have no gap between them.
        is_opening_gap(self.text.get(between).unwrap_or_default())
    }
}

/// The hash of a run of tokens. It depends on their order.
pub(super) fn hash_of(tokens: &[Token]) -> u64 {
    let mut hash = 0;
    for token in tokens {
        hash = mix64(hash ^ token.hash);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(text: &str) -> Vec<u64> {
        let document = Document::new(text);
        let mut out = Vec::new();
        tokens_of(&document, 0..document.words().len(), &mut out);
        out.iter().map(|token| token.hash).collect()
    }

    #[test]
    fn spellings_of_the_same_thing_have_equal_hashes() {
        for (left, right) in [
            (
                "Chief Justice S.A. Bobde said",
                "Chief Justice S A Bobde said",
            ),
            ("Mr. Marlow spoke", "Marlow spoke"),
            ("worth 3,828 crowns", "worth 3828 crowns"),
            ("worth 1,00,000 crowns", "worth 100000 crowns"),
            ("um 1.234.567 Kronen", "um 1234567 Kronen"),
            ("with twelve men", "with 12 men"),
            ("some twenty-three ships", "some 23 ships"),
            ("two hundred and fourteen people", "214 people"),
            ("three thousand people", "3,000 people"),
            ("left at half past four", "left at 4:30"),
            ("in Grünhafen", "in Gruenhafen"),
            ("२१४ लोग", "214 लोग"),
            ("जाँच शुरू", "जांच शुरू"),
            (
                "It&#8217;s &quot;over&quot; for the &ldquo;Amber&nbsp;Lady&rdquo;",
                "It’s “over” for the “Amber Lady”",
            ),
        ] {
            assert_eq!(hashes(left), hashes(right), "{left} / {right}");
        }
    }

    #[test]
    fn a_number_that_is_too_large_is_still_one_number() {
        let many = format!("one{} ships", " thousand".repeat(40));
        // The number and “ships”.
        assert_eq!(hashes(&many).len(), 2);
    }

    #[test]
    fn different_facts_have_different_hashes() {
        for (left, right) in [
            ("with twelve men", "with thirteen men"),
            ("up 1.5 points", "up 15 points"),
            ("up 1.234 points", "up 1234 points"),
            ("two or three ships", "23 ships"),
            ("S. Bobde", "A. Bobde"),
        ] {
            assert_ne!(hashes(left), hashes(right), "{left} / {right}");
        }
    }
}
