//! The words of a story, levelled for house style.
//!
//! Two desks print one story with and without honorifics, with `3,828` or `3828`, `S.A. Bobde` or
//! `S A Bobde`, `twelve` or `12`, `Grünhafen` or `Gruenhafen`. None of it is a difference between
//! stories, so it is levelled before they are aligned.

use super::number_words::{NumberWord, number_word};
use crate::function_words::{denies, is_function_word, is_honorific};
use copydesk_text::{Document, Span, Word, hash64, mix64, normalise};
use std::ops::Range;

const NUMBER: u8 = 1;
const CAPITAL: u8 = 2;
const NAME: u8 = 4;
const CONTENT: u8 = 8;
const NEGATION: u8 = 16;
const UNSPACED: u8 = 32;

/// One word of a story: a run of words of the document that say one thing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Hash of the levelled form.
    pub hash: u64,
    /// Where it stands in the text.
    pub span: Span,
    traits: u8,
}

impl Token {
    pub fn is_number(self) -> bool {
        self.traits & NUMBER != 0
    }

    /// Whether a capital marks it as a name: one that does not merely open a sentence.
    pub fn is_name(self) -> bool {
        self.traits & NAME != 0
    }

    pub fn is_capitalised(self) -> bool {
        self.traits & CAPITAL != 0
    }

    /// Whether it says something by itself, as articles and pronouns do not.
    pub fn is_content(self) -> bool {
        self.traits & CONTENT != 0
    }

    pub fn denies(self) -> bool {
        self.traits & NEGATION != 0
    }

    pub fn is_unspaced(self) -> bool {
        self.traits & UNSPACED != 0
    }
}

/// Words of at most so many letters seldom say something by themselves, whatever the language.
const MAX_SMALL: usize = 3;
/// What is longer is encoded data, in bytes.
const MAX_NAME: usize = 48;

/// Appends the tokens of a run of words, such as a sentence.
pub(super) fn tokens_of(document: &Document<'_>, run: Range<usize>, out: &mut Vec<Token>) {
    let mut reader = Reader {
        text: document.text(),
        words: document.words(),
        at: run.start,
        run,
    };
    while let Some(token) = reader.next_token() {
        out.push(token);
    }
}

struct Reader<'t> {
    text: &'t str,
    words: &'t [Word],
    at: usize,
    run: Range<usize>,
}

impl Reader<'_> {
    fn next_token(&mut self) -> Option<Token> {
        while self.is_at_honorific() {
            self.at += 1;
        }
        if self.at >= self.run.end {
            return None;
        }
        let first = self.at;
        let (hash, end) = self
            .initials()
            .or_else(|| self.clock())
            .or_else(|| self.spelt_number())
            .unwrap_or_else(|| (self.levelled(first), first + 1));
        self.at = end;
        Some(self.token(hash, first..end))
    }

    fn raw(&self, i: usize) -> &str {
        self.words[i].span.slice(self.text)
    }

    /// `Mr`, `Shri`: some desks write them before every name, some never.
    fn is_at_honorific(&self) -> bool {
        self.at + 1 < self.run.end
            && is_honorific(self.words[self.at])
            && self.words[self.at + 1].is_capitalised()
    }

    /// Single capitals in a row are one word: `S A Bobde` is `S.A. Bobde`.
    fn initials(&self) -> Option<(u64, usize)> {
        let is_initial = |i: usize| {
            self.words[i].is_capitalised()
                && self.words[i].span.len() == 1
                && !self.raw(i).eq_ignore_ascii_case("i")
        };
        let end = (self.at..self.run.end)
            .find(|&i| !is_initial(i))
            .unwrap_or(self.run.end);
        if end < self.at + 2 {
            return None;
        }
        let letters: String = (self.at..end).map(|i| normalise(self.raw(i))).collect();
        Some((hash64(letters.as_bytes()), end))
    }

    /// `half past four` is `4:30`, which is one word.
    fn clock(&self) -> Option<(u64, usize)> {
        let (at, last) = (self.at, self.at + 2);
        let is_past = |i: usize| self.raw(i).eq_ignore_ascii_case("past");
        if last < self.run.end && is_past(at + 1) {
            let minutes = match self.raw(at) {
                "half" | "Half" => "30",
                "quarter" | "Quarter" => "15",
                _ => return None,
            };
            let hour = match number_word(self.words[last]) {
                Some(NumberWord::Below(hour)) => hour.to_string(),
                _ => self.raw(last).to_owned(),
            };
            let is_hour = hour.parse().is_ok_and(|hour: u8| (1..=12).contains(&hour));
            let time = format!("{hour}:{minutes}");
            return is_hour.then(|| (hash64(time.as_bytes()), last + 1));
        }
        let next = self.words.get(at + 1).filter(|_| at + 1 < self.run.end)?;
        let is_figure = |i: usize| (1..=2).contains(&self.raw(i).len()) && self.is_figure(i);
        let between = self.text.get(self.words[at].span.end()..next.span.start());
        let is_time = between == Some(":") && is_figure(at) && is_figure(at + 1);
        let time = || format!("{}:{}", self.raw(at), self.raw(at + 1));
        is_time.then(|| (hash64(time().as_bytes()), at + 2))
    }

    fn is_figure(&self, i: usize) -> bool {
        self.raw(i).bytes().all(|byte| byte.is_ascii_digit())
    }

    /// `two hundred and fourteen` is `214`.
    fn spelt_number(&self) -> Option<(u64, usize)> {
        let mut sum = 0_u64;
        let mut end = self.at;
        let mut last = None;
        let mut at = self.at;
        while at < self.run.end {
            match (number_word(self.words[at]), last) {
                (Some(NumberWord::Below(value)), None | Some(NumberWord::Times(_))) => sum += value,
                (Some(NumberWord::Below(unit)), Some(NumberWord::Below(tens)))
                    if tens >= 20 && tens % 10 == 0 && (1..10).contains(&unit) =>
                {
                    sum += unit;
                }
                (Some(NumberWord::Times(factor)), Some(_)) => sum *= factor,
                (None, Some(NumberWord::Times(_))) if self.is_and_before_number(at) => {
                    at += 1;
                    continue;
                }
                _ => break,
            }
            last = number_word(self.words[at]);
            at += 1;
            end = at;
        }
        (end > self.at).then(|| (hash64(sum.to_string().as_bytes()), end))
    }

    fn is_and_before_number(&self, at: usize) -> bool {
        self.raw(at).eq_ignore_ascii_case("and")
            && at + 1 < self.run.end
            && matches!(number_word(self.words[at + 1]), Some(NumberWord::Below(_)))
    }

    /// The hash of a word without thousands separators and in digits 0 to 9.
    fn levelled(&self, i: usize) -> u64 {
        let word = self.words[i];
        let raw = self.raw(i);
        let has_separator =
            word.is_number() && raw.contains([',', '.', '’', '\'', '\u{a0}', '\u{202f}']);
        if !has_separator && raw.is_ascii() {
            return word.hash;
        }
        let normal = normalise(raw);
        let mut form: String = normal.chars().map(ascii_digit).collect();
        if word.is_number() {
            form = without_separators(&form);
        }
        // Hindi writes a nasal vowel with either sign.
        if form.contains('\u{901}') {
            form = form.replace('\u{901}', "\u{902}");
        }
        if form == normal {
            word.hash
        } else {
            hash64(form.as_bytes())
        }
    }

    fn token(&self, hash: u64, words: Range<usize>) -> Token {
        let first = self.words[words.start];
        let is_number = first.is_number() || number_word(first).is_some();
        let is_capital = first.is_capitalised();
        let letters = || self.raw(words.start).chars().take(MAX_SMALL + 1).count();
        let is_content = is_number
            || first.is_unspaced()
            || !is_function_word(first) && (is_capital || letters() > MAX_SMALL);
        let is_name =
            is_capital && !is_number && first.span.len() <= MAX_NAME && !self.opens(words.start);
        let trait_if = |holds: bool, flag: u8| if holds { flag } else { 0 };
        let traits = trait_if(is_number, NUMBER)
            | trait_if(is_capital, CAPITAL)
            | trait_if(is_name, NAME)
            | trait_if(is_content, CONTENT)
            | trait_if(denies(first), NEGATION)
            | trait_if(first.is_unspaced(), UNSPACED);
        Token {
            hash,
            span: first.span.join(self.words[words.end - 1].span),
            traits,
        }
    }

    /// Whether any word would be capitalised here: a sentence, a quotation or a bracket begins.
    fn opens(&self, i: usize) -> bool {
        if i == self.run.start {
            return true;
        }
        let between = self.words[i - 1].span.end()..self.words[i].span.start();
        self.text.get(between).unwrap_or_default().contains([
            '.', '!', '?', '…', ':', '"', '“', '‘', '«', '„', '\n', '(', '–', '—',
        ])
    }
}

/// The first digit of each script that writes news with digits of its own (Unicode, category Nd).
const ZEROS: &[char] = &[
    '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}',
    '\u{c66}', '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{17e0}',
    '\u{1810}',
];

fn ascii_digit(c: char) -> char {
    if (c as u32) < 0x660 {
        return c;
    }
    let value = |zero: &char| {
        (c as u32)
            .checked_sub(*zero as u32)
            .filter(|&value| value < 10)
    };
    ZEROS
        .iter()
        .find_map(value)
        .map_or(c, |value| (b'0' + value as u8) as char)
}

/// A number without what separates its thousands, its lakhs or its crores.
fn without_separators(number: &str) -> String {
    let digits_start = number.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let (sign, digits) = number.split_at(digits_start);
    for separator in [',', '.', '’', '\'', '\u{a0}', '\u{202f}'] {
        let groups: Vec<&str> = digits.split(separator).collect();
        let [first, middle @ .., last] = groups.as_slice() else {
            continue;
        };
        let is_group = |group: &&str| {
            matches!(group.len(), 2 | 3) && group.bytes().all(|byte| byte.is_ascii_digit())
        };
        let (whole, fraction) = split_fraction(last, separator);
        let is_separated = (1..=3).contains(&first.len())
            && first.bytes().all(|byte| byte.is_ascii_digit())
            && middle.iter().all(is_group)
            && whole.len() == 3
            && whole.bytes().all(|byte| byte.is_ascii_digit())
            // One point before three digits may be a decimal point.
            && (separator != '.' || !middle.is_empty());
        if is_separated {
            return format!("{sign}{first}{}{whole}{fraction}", middle.concat());
        }
    }
    number.to_owned()
}

/// The last group of a number, and what follows it: `500.75`, `500%`.
fn split_fraction(group: &str, separator: char) -> (&str, &str) {
    let end = group
        .find(|c: char| !c.is_ascii_digit() && c != separator)
        .unwrap_or(group.len());
    group.split_at(end)
}

/// A hash for a run of tokens.
pub(super) fn gram(tokens: &[Token]) -> u64 {
    tokens
        .iter()
        .fold(0, |hash, token| mix64(hash ^ token.hash))
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
    fn house_style_is_levelled() {
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
    fn facts_are_not_levelled() {
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
