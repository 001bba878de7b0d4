//! Compiles a [pattern](super::pattern) to its [program](super::program).
//!
//! The text of the pattern is divided into tokens at white space and at the brackets of groups. A
//! token is a sign with a meaning, a group, or letters. A token of letters is divided into words as
//! any text is, so that `Don't` and `版权所有` work in patterns without escapes. All words of the
//! pattern are found at once, and each token takes the words that begin in it.
//!
//! A group is compiled by the same function that compiles the whole pattern, once for each of its
//! alternatives. So groups may be nested, up to a fixed depth.
//!
//! The compiler returns the program and the *required words*. These are sets of words: every match
//! holds at least one word of each set. The words of the rarest set are the *keywords*, by which
//! the pattern is looked up. For example, `sign up for our (daily|weekly) newsletter~` requires
//! `sign`, `up`, `for`, `our`, and one of `daily` and `weekly`. The last set is the rarest, so
//! `daily` and `weekly` are the keywords. `newsletter~` requires no word, because it matches many
//! words.

use super::pattern_error::PatternError;
use super::program::{Address, Assertion, Instruction};
use super::word_mask::WordMask;
use ahash::AHashSet;
use copydesk_text::{Word, normalise, words};
use std::ops::Range;
use std::sync::OnceLock;

/// The most words that a `*` in a pattern matches.
const STAR_WORDS: usize = 6;
/// The depth to which groups may be nested.
const DEEPEST_GROUP: usize = 8;

/// A compiled pattern, as [`compile`] returns it.
pub(super) struct CompiledPattern {
    /// The program of the pattern. It starts at the first instruction; the last one is `Match`.
    pub program: Vec<Instruction>,
    /// Hashes of the rarest required words; empty if a match requires none.
    pub keywords: Vec<u64>,
    /// Sets of required words. Every match holds at least one word of each set.
    pub required: Vec<WordMask>,
}

/// Compiles a pattern. Nothing is optimised: patterns are short, and the index rules out most of
/// them before their programs run.
///
/// # Errors
/// If a group is not well formed, or a token has no word and is not a sign with a meaning.
pub(super) fn compile(source: &str) -> Result<CompiledPattern, PatternError> {
    let mut compiler = Compiler {
        program: Vec::new(),
        source,
        words: words(source),
        words_taken: 0,
        depth: 0,
        required: Vec::new(),
    };
    let rarest = compiler.sequence(0..source.len())?;
    compiler.program.push(Instruction::Match);
    Ok(CompiledPattern {
        program: compiler.program,
        keywords: rarest.map_or_else(Vec::new, |required| required.hashes),
        required: compiler.required,
    })
}

/// The required words of a part of the pattern: every match of that part holds at least one of
/// them.
struct RequiredWords {
    hashes: Vec<u64>,
    /// The [`rarity`] of the most common of these words: the more common it is, the more lines must
    /// be tried.
    rarity: usize,
}

impl RequiredWords {
    /// The set without words, to which [`Self::or`] adds the words of the first alternative.
    fn none() -> Self {
        Self {
            hashes: Vec::new(),
            rarity: usize::MAX,
        }
    }

    /// The words of two alternatives together. A match of either alternative holds one of them.
    fn or(mut self, other: Self) -> Self {
        self.hashes.extend(other.hashes);
        self.rarity = self.rarity.min(other.rarity);
        self
    }

    /// The rarer of two sets, or the first if both are equally rare. `None` is for a part of the
    /// pattern that requires no word.
    fn rarer(first: Option<Self>, second: Option<Self>) -> Option<Self> {
        match (&first, &second) {
            (Some(a), Some(b)) if b.rarity <= a.rarity => first,
            (Some(_), None) => first,
            _ => second,
        }
    }
}

/// The state of the compiler: the program so far, and how much of the source is compiled.
struct Compiler<'s> {
    program: Vec<Instruction>,
    source: &'s str,
    /// The words of the source.
    words: Vec<Word>,
    /// How many of these words, from the first, belong to tokens that have been compiled.
    words_taken: usize,
    /// How many groups the current token is inside.
    depth: usize,
    /// The required words of each token outside of groups. A whole group is one such token.
    required: Vec<WordMask>,
}

impl Compiler<'_> {
    /// Compiles the tokens in this part of the source, and returns the rarest of their sets of
    /// required words; `None` if they require no word.
    fn sequence(&mut self, part: Range<usize>) -> Result<Option<RequiredWords>, PatternError> {
        let source = &self.source[..part.end];
        let mut rarest: Option<RequiredWords> = None;
        let mut at = part.start;
        loop {
            at = skip_space(source, at);
            if at == part.end {
                return Ok(rarest);
            }
            let end = token_end(source, at)?;
            let required = self.token(at..end)?;
            // A token inside a group pushes nothing, because a match holds only one of the
            // alternatives. The whole group pushes one mask, with the rarest required words of each
            // alternative.
            if self.depth == 0
                && let Some(required) = &required
            {
                let hashes = required.hashes.iter().copied();
                self.required.push(WordMask::of(hashes));
            }
            rarest = RequiredWords::rarer(rarest, required);
            at = end;
        }
    }

    /// Compiles the token at this place of the source, and returns its required words; `None` if it
    /// requires no word.
    fn token(&mut self, place: Range<usize>) -> Result<Option<RequiredWords>, PatternError> {
        let token = &self.source[place.clone()];
        if let Some(assertion) = Assertion::of_token(token) {
            self.program.push(Instruction::Assert(assertion));
            return Ok(None);
        }
        // A sign has a meaning only if it is a token by itself. The `:` in `On:` is part of a token
        // of letters, and only the words of such a token are compiled.
        match token {
            "#" => self.program.push(Instruction::Number),
            "?" => self.program.push(Instruction::Any),
            "*" => self.star(),
            _ if token.starts_with('(') => return self.group(place.start + 1..place.end - 1),
            _ if token.contains(')') => return Err(PatternError::Unopened),
            _ if token.contains('|') => return Err(PatternError::BareBar),
            _ if token.ends_with('~') => {
                // A stem is compared with the beginning of a word's normal form, so it must be in
                // normal form itself.
                let stem = normalise(token.trim_end_matches('~'));
                if self.take_words(place.end).is_empty() || stem.is_empty() {
                    return Err(PatternError::NoWord);
                }
                let prefix = Instruction::Prefix(stem.into_boxed_str());
                self.program.push(prefix);
            }
            _ => return self.literal(place.end).map(Some),
        }
        Ok(None)
    }

    /// Takes the next words, up to the last that begins before `end` in the source. Returns their
    /// indices.
    fn take_words(&mut self, end: usize) -> Range<usize> {
        let first = self.words_taken;
        while let Some(word) = self.words.get(self.words_taken)
            && word.span.start() < end
        {
            self.words_taken += 1;
        }
        first..self.words_taken
    }

    /// Compiles a token of letters that ends at `end`. A match holds all of its words. Returns the
    /// rarest of them.
    fn literal(&mut self, end: usize) -> Result<RequiredWords, PatternError> {
        let mut rarest = None;
        for index in self.take_words(end) {
            let word = self.words[index];
            self.program.push(Instruction::Word(word.hash));
            let required = RequiredWords {
                hashes: vec![word.hash],
                rarity: rarity(word, self.source),
            };
            rarest = RequiredWords::rarer(rarest, Some(required));
        }
        rarest.ok_or(PatternError::NoWord)
    }

    /// Compiles `*`. For each word that it may match there are two instructions: a `Split`, which
    /// continues at the `Any` or at the end of the `*`, and that `Any`, which consumes the word.
    fn star(&mut self) {
        let end = self.program.len() + 2 * STAR_WORDS;
        for _ in 0..STAR_WORDS {
            let any = self.program.len() + 1;
            self.program.push(Instruction::Split(vec![any, end]));
            self.program.push(Instruction::Any);
        }
    }

    /// Compiles a group: a `Split` to its alternatives, each of which ends in a `Jump` to the end
    /// of the group. `inside` is what is between its brackets. The required words of the group are
    /// those of all alternatives together. If one alternative requires no word, the group requires
    /// none.
    fn group(&mut self, inside: Range<usize>) -> Result<Option<RequiredWords>, PatternError> {
        self.depth += 1;
        if self.depth > DEEPEST_GROUP {
            return Err(PatternError::TooDeep);
        }
        let split = self.program.len();
        self.program.push(Instruction::Split(Vec::new()));
        let mut targets: Vec<Address> = Vec::new();
        let mut jumps: Vec<Address> = Vec::new();
        // `None` as soon as one alternative requires no word.
        let mut required = Some(RequiredWords::none());
        let mut start = inside.start;
        for length in alternatives(&self.source[inside]) {
            targets.push(self.program.len());
            let alternative = self.sequence(start..start + length)?;
            let bar = 1;
            start += length + bar;
            required = match (required, alternative) {
                (Some(required), Some(alternative)) => Some(required.or(alternative)),
                _ => None,
            };
            jumps.push(self.program.len());
            // The right address is set below, when the end of the group is known.
            self.program.push(Instruction::Jump(0));
        }
        let end = self.program.len();
        for jump in jumps {
            self.program[jump] = Instruction::Jump(end);
        }
        self.program[split] = Instruction::Split(targets);
        self.depth -= 1;
        Ok(required)
    }
}

/// The position of the first byte, at or after `at`, that is not white space.
fn skip_space(source: &str, at: usize) -> usize {
    let rest = &source.as_bytes()[at..];
    at + (rest.len() - rest.trim_ascii_start().len())
}

/// The end of the token that begins at byte `at`.
fn token_end(source: &str, at: usize) -> Result<usize, PatternError> {
    let rest = &source[at..];
    if rest.starts_with('(') {
        return group_len(rest).map(|length| at + length);
    }
    // A group may follow without a space: `news(letter|)` is two tokens.
    let mut length = rest.len();
    for (i, byte) in rest.bytes().enumerate() {
        if byte.is_ascii_whitespace() || byte == b'(' {
            length = i;
            break;
        }
    }
    Ok(at + length)
}

/// The length of the group with which `rest` begins, including its brackets. `rest` begins with
/// `(`.
fn group_len(rest: &str) -> Result<usize, PatternError> {
    let mut depth = 0_usize;
    for (i, byte) in rest.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Ok(i + 1);
        }
    }
    Err(PatternError::Unclosed)
}

/// The lengths of the alternatives of a group, which are the parts between its bars. The bars of
/// groups inside it do not count. `inside` is what is between the brackets of the group, so the
/// brackets in it are paired.
fn alternatives(inside: &str) -> Vec<usize> {
    let (mut depth, mut start) = (0_usize, 0);
    let mut lengths = Vec::new();
    for (at, byte) in inside.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            b'|' if depth == 0 => {
                lengths.push(at - start);
                start = at + 1;
            }
            _ => {}
        }
    }
    lengths.push(inside.len() - start);
    lengths
}

/// The most common words of news in many languages.
const COMMON: &str = " about after also been before could first from have here into just last like \
                      make more most only other over people said some story than that their them \
                      then there these they this time today two was were what when where which \
                      will with would year your the and for you our are not all can new one out \
                      has but his her its who how now get see use auf das dem den der des die ein \
                      eine für ihr ihre mit nach nicht oder sie und unser unsere von zum zur alle \
                      mehr hier dans des est les nos notre par pas plus pour que qui sur une vos \
                      votre vous avec article del esta este las los más nuestra nuestro para por \
                      que sus una con como todos di della per che non più sono questo para não \
                      mais com uma dos как для или это что все по на и в с не на ve bir bu için من \
                      في على و 的 一 是 不 了 在 人 有 我 他 这 中 大 来 上 国 会 日 本 を に は が の で て し た ";

/// A rough measure of how rare a word is in news: 0 for the most common words, else the number of
/// its letters, because long words are rare. `source` is the text that the word was taken from.
fn rarity(word: Word, source: &str) -> usize {
    static COMMON_HASHES: OnceLock<AHashSet<u64>> = OnceLock::new();
    let common =
        COMMON_HASHES.get_or_init(|| words(COMMON).into_iter().map(|word| word.hash).collect());
    if common.contains(&word.hash) {
        // Such a word is a keyword only if the pattern requires no other.
        0
    } else {
        word.span.slice(source).chars().count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::hash64;

    /// An instruction as the documentation of `program.rs` lists it. `words` are the words of the
    /// pattern.
    fn listed(instruction: &Instruction, words: &[&str]) -> String {
        match instruction {
            Instruction::Word(hash) => {
                let word = words.iter().find(|word| hash64(word.as_bytes()) == *hash);
                format!("Word {}", word.expect("a word of the pattern"))
            }
            Instruction::Prefix(stem) => format!("Prefix {stem}"),
            Instruction::Assert(assertion) => format!("Assert {assertion:?}"),
            Instruction::Split(targets) => {
                let targets: Vec<String> = targets.iter().map(usize::to_string).collect();
                format!("Split {}", targets.join(" "))
            }
            Instruction::Jump(target) => format!("Jump {target}"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn the_listing_in_the_documentation_is_what_is_compiled() {
        let program = compile("play (the|) quiz~ :").expect("a pattern").program;
        let documentation = include_str!("program.rs");
        for (address, instruction) in program.iter().enumerate() {
            let line = format!(
                "//! {address:>2}  {}\n",
                listed(instruction, &["play", "the"])
            );
            assert!(documentation.contains(&line), "{line}");
        }
        // The listing has no more lines than the program has instructions.
        assert!(!documentation.contains(&format!("//! {:>2}  ", program.len())));
    }

    #[test]
    fn the_rarest_words_are_the_keywords() {
        let key = |text: &str| hash64(text.as_bytes());
        let keywords = |source: &str| compile(source).expect("a pattern").keywords;
        assert_eq!(keywords("our daily newsletter"), [key("newsletter")]);
        // Of two that are equally rare, the first.
        assert_eq!(keywords("tides quays"), [key("tides")]);
        // A group is no rarer than its most common alternative.
        assert_eq!(keywords("quiz (the|crossword)"), [key("quiz")]);
        assert_eq!(keywords("the and"), [key("the")]);
        let named_in_the_documentation = "sign up for our (daily|weekly) newsletter~";
        assert_eq!(
            keywords(named_in_the_documentation),
            [key("daily"), key("weekly")]
        );
    }
}
