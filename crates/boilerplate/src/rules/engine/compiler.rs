//! Compiles a pattern to its program.
//!
//! The text of the pattern is divided into tokens at white space and at the brackets of groups. A
//! token of words is divided into words as any text is, so that `Don't` and `版权所有` work in patterns
//! without escapes. All words of the pattern are found at once, and each token takes those that
//! begin in it.
//!
//! A group is compiled by the same function that compiles the whole pattern, once for each of its
//! alternatives. So groups may be nested, up to a fixed depth.
//!
//! Beside the program, the compiler notes the *required words*: sets of words of which a match
//! cannot do without one. By the rarest of them the pattern is looked up. Thus `sign up for our
//! (daily|weekly) newsletter~` requires `sign`, `up`, `for`, `our`, and one of `daily` and
//! `weekly`; the last two are the rarest, and the keywords. `newsletter~` requires nothing, because
//! it may be any word that begins so.

use super::pattern_error::PatternError;
use super::program::{Address, Assertion, Instruction};
use super::word_mask::WordMask;
use ahash::AHashSet;
use copydesk_text::{Word, normalise, words};
use std::ops::Range;
use std::sync::OnceLock;

/// Words that a `*` takes, at most.
const LONGEST_GAP: usize = 6;
/// The most groups that may be nested.
const DEEPEST_GROUP: usize = 8;

/// A compiled pattern, as [`compile`] returns it.
pub(super) struct Compiled {
    /// The program. It begins with the first instruction, and `Match` is the last.
    pub program: Vec<Instruction>,
    /// Hashes of the rarest required words; empty if a match requires none.
    pub keywords: Vec<u64>,
    /// Of each of these sets, every match holds a word at least.
    pub required: Vec<WordMask>,
}

/// Compiles a pattern. Nothing is optimised: patterns are short, and the index rules out most of
/// them before their programs run.
///
/// # Errors
/// If a group is not well formed, or a token has neither a word nor a meaning.
pub(super) fn compile(source: &str) -> Result<Compiled, PatternError> {
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
    Ok(Compiled {
        program: compiler.program,
        keywords: rarest.map_or_else(Vec::new, |required| required.hashes),
        required: compiler.required,
    })
}

/// A set of words of which every match of a part of the pattern holds one at least.
struct RequiredWords {
    hashes: Vec<u64>,
    /// How rare the most common of them is: see [`rarity`]. A group of alternatives is met as often
    /// as the most common of them.
    rarity: usize,
}

impl RequiredWords {
    /// The set that no word is in yet: the start for [`Self::either`].
    fn none() -> Self {
        Self {
            hashes: Vec::new(),
            rarity: usize::MAX,
        }
    }

    /// What a match of one part or of the other requires.
    fn either(mut self, other: Self) -> Self {
        self.hashes.extend(other.hashes);
        self.rarity = self.rarity.min(other.rarity);
        self
    }

    /// The rarer of what two parts require that follow one another; the first if they are equal.
    fn rarer(first: Option<Self>, second: Option<Self>) -> Option<Self> {
        match (&first, &second) {
            (Some(a), Some(b)) if b.rarity <= a.rarity => first,
            (Some(_), None) => first,
            _ => second,
        }
    }
}

/// A compiler at work: what it has emitted, and how far it has read.
struct Compiler<'s> {
    program: Vec<Instruction>,
    source: &'s str,
    /// The words of the source.
    words: Vec<Word>,
    /// How many of them tokens have taken.
    words_taken: usize,
    /// How many groups are open.
    depth: usize,
    /// What each token outside of groups requires.
    required: Vec<WordMask>,
}

impl Compiler<'_> {
    /// Compiles the tokens in this part of the source, and returns the rarest words that a match of
    /// them requires.
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
            // Words in a group are required only together with the other alternatives, so the mask
            // is that of the whole group.
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

    /// Compiles a token, and returns the words that it requires; `None` if it requires none in
    /// full.
    fn token(&mut self, at: Range<usize>) -> Result<Option<RequiredWords>, PatternError> {
        let token = &self.source[at.clone()];
        if let Some(assertion) = Assertion::of_token(token) {
            self.program.push(Instruction::Assert(assertion));
            return Ok(None);
        }
        // Without a space before it, a sign is part of a token of words: `What's On:`. Words have
        // no signs at their ends, so it is lost there.
        match token {
            "#" => self.program.push(Instruction::Number),
            "?" => self.program.push(Instruction::Any),
            "*" => self.gap(),
            _ if token.starts_with('(') => return self.group(at.start + 1..at.end - 1),
            _ if token.contains(')') => return Err(PatternError::Unopened),
            _ if token.contains('|') => return Err(PatternError::BareBar),
            _ if token.ends_with('~') => {
                // A stem is compared with the beginning of a word's normal form, so it must be one
                // itself.
                let stem = normalise(token.trim_end_matches('~'));
                if self.take_words(at.end).is_empty() || stem.is_empty() {
                    return Err(PatternError::NoWord);
                }
                let prefix = Instruction::Prefix(stem.into_boxed_str());
                self.program.push(prefix);
            }
            _ => return self.literal(at.end).map(Some),
        }
        Ok(None)
    }

    /// The numbers of the words up to this place in the source that no token has taken yet.
    fn take_words(&mut self, end: usize) -> Range<usize> {
        let first = self.words_taken;
        while let Some(word) = self.words.get(self.words_taken)
            && word.span.start() < end
        {
            self.words_taken += 1;
        }
        first..self.words_taken
    }

    /// Words in full: each requires itself.
    fn literal(&mut self, end: usize) -> Result<RequiredWords, PatternError> {
        let mut rarest = None;
        for number in self.take_words(end) {
            let word = self.words[number];
            self.program.push(Instruction::Word(word.hash));
            let required = RequiredWords {
                hashes: vec![word.hash],
                rarity: rarity(word, self.source),
            };
            rarest = RequiredWords::rarer(rarest, Some(required));
        }
        rarest.ok_or(PatternError::NoWord)
    }

    /// `*`: a split in front of each word that it may take, from which one thread goes on behind
    /// all of them.
    fn gap(&mut self) {
        let end = self.program.len() + 2 * LONGEST_GAP;
        for _ in 0..LONGEST_GAP {
            let split = self.program.len();
            self.program.push(Instruction::Split(vec![split + 1, end]));
            self.program.push(Instruction::Any);
        }
    }

    /// A group: a split to its alternatives, each of which ends in a jump behind the group. It
    /// requires one word of any alternative, but only if each alternative requires one.
    fn group(&mut self, inside: Range<usize>) -> Result<Option<RequiredWords>, PatternError> {
        self.depth += 1;
        if self.depth > DEEPEST_GROUP {
            return Err(PatternError::TooDeep);
        }
        let split = self.program.len();
        self.program.push(Instruction::Split(Vec::new()));
        let mut targets: Vec<Address> = Vec::new();
        let mut jumps: Vec<Address> = Vec::new();
        // `None` as soon as one alternative requires nothing.
        let mut required = Some(RequiredWords::none());
        let mut start = inside.start;
        for length in alternatives(&self.source[inside]) {
            targets.push(self.program.len());
            let of_alternative = self.sequence(start..start + length)?;
            start += length + 1;
            required = match (required, of_alternative) {
                (Some(others), Some(own)) => Some(others.either(own)),
                _ => None,
            };
            jumps.push(self.program.len());
            // The address follows when the end of the group is known.
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

/// The first place from `at` on that is not white space.
fn skip_space(source: &str, at: usize) -> usize {
    let rest = &source.as_bytes()[at..];
    at + (rest.len() - rest.trim_ascii_start().len())
}

/// Where the token that begins at `at` ends.
fn token_end(source: &str, at: usize) -> Result<usize, PatternError> {
    let rest = &source[at..];
    if rest.starts_with('(') {
        return group_end(rest).map(|length| at + length);
    }
    // A group may follow without a space: `news(letter|)` is two tokens.
    let mut length = rest.len();
    for (place, byte) in rest.bytes().enumerate() {
        if byte.is_ascii_whitespace() || byte == b'(' {
            length = place;
            break;
        }
    }
    Ok(at + length)
}

/// The length of the group that `rest` begins with, brackets included.
fn group_end(rest: &str) -> Result<usize, PatternError> {
    let mut depth = 0_usize;
    for (place, byte) in rest.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Ok(place + 1);
        }
    }
    Err(PatternError::Unclosed)
}

/// The lengths of the alternatives of a group: the parts between its bars. Bars of groups inside it
/// do not count.
fn alternatives(inside: &str) -> Vec<usize> {
    let (mut depth, mut start) = (0_usize, 0);
    let mut lengths = Vec::new();
    for (at, byte) in inside.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
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

/// The most common words of news. They are keywords only of patterns that have no other word.
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

/// How rarely a word occurs in news, roughly: 0 for the most common words, else the number of its
/// letters, because long words are rare.
fn rarity(word: Word, source: &str) -> usize {
    static COMMON_HASHES: OnceLock<AHashSet<u64>> = OnceLock::new();
    let common =
        COMMON_HASHES.get_or_init(|| words(COMMON).into_iter().map(|word| word.hash).collect());
    if common.contains(&word.hash) {
        // Less than any other word, but a keyword all the same if there is no other.
        0
    } else {
        word.span.slice(source).chars().count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::hash64;

    /// An instruction as the documentation lists it; `words` are those that it may name.
    fn listed(instruction: &Instruction, words: &[&str]) -> String {
        match instruction {
            Instruction::Word(hash) => {
                let named = words.iter().find(|word| hash64(word.as_bytes()) == *hash);
                format!("Word {}", named.expect("a word of the pattern"))
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
