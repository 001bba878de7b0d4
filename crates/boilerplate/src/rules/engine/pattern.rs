//! The pattern language of the rules, over normalised words.
//!
//! | written | stands for |
//! |---|---|
//! | `word` | that word in normal form; cut into words as any text is, so `Don't` and `版权所有` work |
//! | `word~` | a word that begins so (inflected languages) |
//! | `#` | a word with a digit |
//! | `?` | any one word |
//! | `*` | any run of 0 to 6 words |
//! | `(a\|b c\|)` | one of these, which may hold groups again; an empty one makes the group optional |
//! | `:` `@` `©` `]` | no word, but such a sign between the words on either side |
//! | `^` | no word, but the next begins as a title does: with a capital or a digit, in quotes, or in a script without capitals; or there is no next |
//!
//! A pattern becomes a small program that is run over all its alternatives at once (Thompson 1968),
//! so no pattern and no text can make it slow. Most lines that are tried fail at their first word,
//! so the words that may open a match are known beforehand.

use super::signature::Signature;
use ahash::AHashSet;
use copydesk_text::{Word, normalise, words};
use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

/// Words that a `*` takes, at most.
const LONGEST_GAP: usize = 6;

/// A sign between two words. Each stands for several characters that are used alike: see
/// [`Sign::stands_in`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sign {
    /// `:` and what else parts a label from what it labels.
    Colon,
    /// `@` of addresses and accounts.
    At,
    /// `©` and its relatives.
    Copyright,
    /// A bracket that closes.
    Bracket,
    /// The beginning of a title.
    Title,
}

impl Sign {
    fn of(token: &str) -> Option<Self> {
        match token {
            ":" => Some(Self::Colon),
            "@" => Some(Self::At),
            "©" => Some(Self::Copyright),
            "]" => Some(Self::Bracket),
            "^" => Some(Self::Title),
            _ => None,
        }
    }

    /// Whether what is between two words holds it.
    pub fn stands_in(self, gap: &str) -> bool {
        match self {
            Self::Colon => gap.contains([':', '：', '|', '>', '»', '›', '→', '▶', '►']),
            Self::At => gap.contains(['@', '＠']),
            Self::Copyright => gap.contains(['©', 'ⓒ', '℗']),
            Self::Bracket => gap.contains([']', '】', '］', '〕', '』']),
            Self::Title => gap.contains(['"', '“', '„', '«', '»', '‘', '「', '『', '《']),
        }
    }
}

/// A step of the program. The first four take a word and go on to the next step; the others take
/// none.
#[derive(Debug)]
pub(crate) enum Step {
    /// The word with this hash.
    Word(u64),
    /// A word whose normal form begins so.
    Prefix(Box<str>),
    /// A word with a digit.
    Number,
    /// Any word.
    Any,
    /// Goes on if the sign is in front of the next word.
    Sign(Sign),
    /// Goes on at each of these steps.
    Fork(Vec<usize>),
    /// Goes on at this step.
    Jump(usize),
    /// The pattern has matched.
    Done,
}

/// A compiled pattern.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// The program. It begins with the first step.
    steps: Vec<Step>,
    /// Hashes of the words by which it is looked up; every match holds one of them.
    keys: Vec<u64>,
    /// The words one of which opens every match; empty if it may open with something else.
    openings: Vec<u64>,
    /// Of each of these, one word at least stands in every match.
    needs: Vec<Signature>,
    is_loose: bool,
}

/// A literal that a match cannot do without, and how telling it is.
struct Key {
    hashes: Vec<u64>,
    telling: usize,
}

/// Why a text is no pattern.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PatternError {
    /// It says nothing.
    Empty,
    /// It is longer than [`LONGEST_PATTERN`].
    TooLong,
    /// A group in it is never closed.
    Unclosed,
    /// A group is closed that was never opened.
    Unopened,
    /// Its groups lie too deep in one another.
    TooDeep,
    /// Alternatives stand outside of a group.
    BareBar,
    /// A part of it has no letter or digit, and is no sign that stands for something.
    NoWord,
    /// It holds nothing by which it could be found, so that it would be tried on every line.
    AnyLine,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "an empty pattern: write the words of the line, or remove it",
            Self::TooLong => "the pattern is too long: split it into several",
            Self::Unclosed => "a group is not closed: write ) after its last alternative",
            Self::Unopened => {
                "a ) closes no group: write ( before the first alternative, or \
                               remove it"
            }
            Self::TooDeep => "its groups are nested too deeply: split it into several patterns",
            Self::BareBar => "alternatives stand outside of a group: write (this|that)",
            Self::NoWord => {
                "a part of it has no letter or digit: write words, or one of the signs * ? # : @ © \
                 ] ^"
            }
            Self::AnyLine => {
                "the pattern could match any line: add a whole word, without ~ and not optional, \
                 that is in all lines it should match"
            }
        })
    }
}

/// The most bytes of a pattern.
const LONGEST_PATTERN: usize = 4000;
/// The most groups that may lie in one another.
const DEEPEST_GROUP: usize = 8;

impl Pattern {
    /// Compiles a pattern.
    pub fn new(source: &str) -> Result<Self, PatternError> {
        if source.trim().is_empty() {
            return Err(PatternError::Empty);
        }
        if source.len() > LONGEST_PATTERN {
            return Err(PatternError::TooLong);
        }
        let mut compiler = Compiler {
            steps: Vec::new(),
            source,
            words: words(source),
            next: 0,
            depth: 0,
            needs: Vec::new(),
        };
        let key = compiler.sequence(0..source.len())?;
        compiler.steps.push(Step::Done);
        let openings = openings(&compiler.steps).unwrap_or_default();
        let is_loose = is_loose(&compiler.steps);
        Ok(Self {
            is_loose,
            steps: compiler.steps,
            keys: key.map_or_else(Vec::new, |k| k.hashes),
            openings,
            needs: compiler.needs,
        })
    }

    /// Words of which at least one stands in every match; empty if there are none.
    pub fn keys(&self) -> &[u64] {
        &self.keys
    }

    /// Whether one word can be all that a match says for certain, whatever else it takes in.
    pub fn is_loose(&self) -> bool {
        self.is_loose
    }

    /// Whether nothing is tried unless a sign opens the text. A title opens most lines, and is
    /// none.
    pub fn opens_with_sign(&self) -> bool {
        matches!(self.steps[0], Step::Sign(sign) if sign != Sign::Title)
    }

    /// The program, which begins with the first step.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Whether words with this signature may hold all that a match cannot do without.
    pub fn may_stand_in(&self, words: Signature) -> bool {
        self.needs.iter().all(|need| need.meets(words))
    }

    /// Whether a match may open with the word.
    pub fn may_open(&self, word: &Word) -> bool {
        self.openings.is_empty() || self.openings.contains(&word.hash)
    }
}

/// Whether some way through the program takes one word and no sign.
fn is_loose(steps: &[Step]) -> bool {
    let mut reached = vec![[false; 2]; steps.len()];
    let mut rest = vec![(0, 0)];
    while let Some((state, taken)) = rest.pop() {
        if std::mem::replace(&mut reached[state][taken], true) {
            continue;
        }
        match &steps[state] {
            Step::Done | Step::Sign(_) => {}
            Step::Fork(ways) => rest.extend(ways.iter().map(|&way| (way, taken))),
            Step::Jump(to) => rest.push((*to, taken)),
            _ if taken == 0 => rest.push((state + 1, 1)),
            _ => {}
        }
    }
    steps
        .iter()
        .zip(&reached)
        .any(|(step, reached)| matches!(step, Step::Done) && reached[1])
}

/// The words that the first step of a match can be, if it can be nothing else.
fn openings(steps: &[Step]) -> Option<Vec<u64>> {
    let mut out = Vec::new();
    let mut rest = vec![0];
    while let Some(state) = rest.pop() {
        match &steps[state] {
            Step::Word(hash) => out.push(*hash),
            Step::Fork(ways) => rest.extend(ways),
            Step::Jump(to) => rest.push(*to),
            _ => return None,
        }
    }
    Some(out)
}

/// Turns a source into steps. Its words are cut all at once, and taken one by one as their tokens
/// come.
struct Compiler<'s> {
    steps: Vec<Step>,
    source: &'s str,
    words: Vec<Word>,
    /// The first word that no token has taken yet.
    next: usize,
    /// How many groups are open.
    depth: usize,
    /// One of each token outside of groups that has a key.
    needs: Vec<Signature>,
}

impl Compiler<'_> {
    /// Compiles the tokens that stand in this part of the source.
    fn sequence(&mut self, part: Range<usize>) -> Result<Option<Key>, PatternError> {
        let source = self.source;
        let bytes = &source.as_bytes()[..part.end];
        let mut best: Option<Key> = None;
        let mut at = part.start;
        loop {
            at += bytes[at..]
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace())
                .count();
            if at == part.end {
                return Ok(best);
            }
            let end = if bytes[at] == b'(' {
                at + group_end(&source[at..part.end])?
            } else {
                let is_end = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'(';
                bytes[at..]
                    .iter()
                    .position(is_end)
                    .map_or(part.end, |length| at + length)
            };
            let key = self.token(at..end)?;
            if self.depth == 0 {
                self.needs.extend(
                    key.as_ref()
                        .map(|key| Signature::of(key.hashes.iter().copied())),
                );
            }
            if let Some(key) = key.filter(|k| best.as_ref().is_none_or(|b| k.telling > b.telling)) {
                best = Some(key);
            }
            at = end;
        }
    }

    fn token(&mut self, at: Range<usize>) -> Result<Option<Key>, PatternError> {
        let token = &self.source[at.clone()];
        if let Some(sign) = Sign::of(token) {
            self.steps.push(Step::Sign(sign));
            return Ok(None);
        }
        match token {
            "#" => self.steps.push(Step::Number),
            "?" => self.steps.push(Step::Any),
            "*" => self.gap(),
            _ if token.starts_with('(') => return self.group(at.start + 1..at.end - 1),
            _ if token.contains(')') => return Err(PatternError::Unopened),
            _ if token.contains('|') => return Err(PatternError::BareBar),
            _ if token.ends_with('~') => {
                let stem = normalise(token.trim_end_matches('~'));
                if self.take(at.end).is_empty() || stem.is_empty() {
                    return Err(PatternError::NoWord);
                }
                self.steps.push(Step::Prefix(stem.into_boxed_str()));
            }
            _ => return self.literal(at.end).map(Some),
        }
        Ok(None)
    }

    /// The words up to this place in the source that have not been taken yet.
    fn take(&mut self, end: usize) -> Range<usize> {
        let start = self.next;
        self.next += self.words[start..]
            .iter()
            .take_while(|word| word.span.start() < end)
            .count();
        start..self.next
    }

    fn literal(&mut self, end: usize) -> Result<Key, PatternError> {
        let taken = self.take(end);
        let mut best: Option<Key> = None;
        for at in taken {
            let word = self.words[at];
            self.steps.push(Step::Word(word.hash));
            let telling = telling(word, self.source);
            if best.as_ref().is_none_or(|b| telling > b.telling) {
                best = Some(Key {
                    hashes: vec![word.hash],
                    telling,
                });
            }
        }
        best.ok_or(PatternError::NoWord)
    }

    fn gap(&mut self) {
        let end = self.steps.len() + 2 * LONGEST_GAP;
        for _ in 0..LONGEST_GAP {
            let here = self.steps.len();
            self.steps.push(Step::Fork(vec![here + 1, end]));
            self.steps.push(Step::Any);
        }
    }

    fn group(&mut self, inside: Range<usize>) -> Result<Option<Key>, PatternError> {
        self.depth += 1;
        if self.depth > DEEPEST_GROUP {
            return Err(PatternError::TooDeep);
        }
        let fork = self.steps.len();
        self.steps.push(Step::Fork(Vec::new()));
        let mut ways = Vec::new();
        let mut jumps = Vec::new();
        let mut keys: Option<Key> = Some(Key {
            hashes: Vec::new(),
            telling: usize::MAX,
        });
        let mut start = inside.start;
        for length in alternatives(&self.source[inside]) {
            ways.push(self.steps.len());
            let key = self.sequence(start..start + length)?;
            start += length + 1;
            keys = match (keys, key) {
                (Some(mut all), Some(key)) => {
                    all.telling = all.telling.min(key.telling);
                    all.hashes.extend(key.hashes);
                    Some(all)
                }
                _ => None,
            };
            jumps.push(self.steps.len());
            self.steps.push(Step::Jump(0));
        }
        let end = self.steps.len();
        for jump in jumps {
            self.steps[jump] = Step::Jump(end);
        }
        self.steps[fork] = Step::Fork(ways);
        self.depth -= 1;
        Ok(keys)
    }
}

/// Where the group that `rest` opens with is closed.
fn group_end(rest: &str) -> Result<usize, PatternError> {
    let mut depth = 0_usize;
    for (i, byte) in rest.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Ok(i + 1);
        }
    }
    Err(PatternError::Unclosed)
}

/// The lengths of the parts between the bars that stand in no inner group.
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

/// The most common words of news; they are no keys if there are others.
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

/// How seldom a word is met in news, roughly: long words are rare, and the most common words are
/// very common.
fn telling(word: Word, source: &str) -> usize {
    static HASHES: OnceLock<AHashSet<u64>> = OnceLock::new();
    let common = HASHES.get_or_init(|| words(COMMON).into_iter().map(|word| word.hash).collect());
    if common.contains(&word.hash) {
        0
    } else {
        word.span.slice(source).chars().count()
    }
}

#[cfg(test)]
mod tests {
    use super::super::matcher::{Run, Scratch, plain};
    use super::*;
    use copydesk_text::hash64;
    use proptest::prelude::*;

    fn pattern_of(source: &str) -> Pattern {
        Pattern::new(source).expect("a pattern")
    }

    fn whole(pattern: &str, text: &str) -> bool {
        test(pattern, text, false, false)
    }

    fn test(pattern: &str, text: &str, starts_late: bool, ends_early: bool) -> bool {
        let words = words(text);
        let run = Run {
            text,
            words: &words,
            bounds: (0, text.len()),
        };
        pattern_of(pattern).matches(run, starts_late, ends_early, &mut Scratch::default())
    }

    #[test]
    fn the_language() {
        assert!(whole(
            "sign up for our * newsletter~",
            "Sign up for our free weekly newsletters!"
        ));
        assert!(!whole(
            "sign up for our * newsletter~",
            "Sign up for our newsletter here"
        ));
        assert!(test(
            "sign up for our * newsletter~",
            "Sign up for our newsletter here",
            false,
            true
        ));
        assert!(test("our newsletter", "Read our newsletter", true, false));
        assert!(whole("image # of #", "Image 1 of 2"));
        assert!(whole("(share|send this|) story", "Send this story"));
        assert!(whole("(share|send this|) story", "Story"));
        assert!(whole("版权所有", "版权所有"));
        assert!(whole("подпи~ на ?", "Подпишитесь на канал"));
        assert!(whole("a * b", "a 1 2 3 4 5 6 b") && !whole("a * b", "a 1 2 3 4 5 6 7 b"));
    }

    #[test]
    fn signs() {
        assert!(test("related :", "Related: A new bridge", false, true));
        assert!(!test("related :", "Related charges: two", false, true));
        assert!(
            whole("© # *", "© 2031 The Harbour Post") && !whole("© # *", "2031 The Harbour Post")
        );
        assert!(whole("write to ? @ *", "Write to desk@harbour.example"));
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        let error = |source: &str| Pattern::new(source).unwrap_err();
        assert_eq!(error("  "), PatternError::Empty);
        assert_eq!(error(&"word ".repeat(1000)), PatternError::TooLong);
        assert_eq!(error("(sign up|subscribe now"), PatternError::Unclosed);
        assert_eq!(error("sign up) now"), PatternError::Unopened);
        assert_eq!(error("sign (up|in)) now"), PatternError::Unopened);
        assert_eq!(
            error(&format!("{}a{}", "(".repeat(9), ")".repeat(9))),
            PatternError::TooDeep
        );
        assert_eq!(error("sign up|in"), PatternError::BareBar);
        assert_eq!(error("sign — up"), PatternError::NoWord);
        assert_eq!(error("sign ~"), PatternError::NoWord);
    }

    #[test]
    fn keys_are_needed_for_a_match() {
        let key = |text: &str| hash64(text.as_bytes());
        assert_eq!(
            pattern_of("sign up for our newsletter").keys(),
            [key("newsletter")]
        );
        assert_eq!(
            pattern_of("(subscribe|register) *").keys(),
            [key("subscribe"), key("register")]
        );
        assert_eq!(pattern_of("(subscribe|) now").keys(), [key("now")]);
        assert!(pattern_of("© # *").keys().is_empty());
    }

    #[test]
    fn a_loose_pattern_may_rest_on_one_word() {
        let is_loose = |source: &str| pattern_of(source).is_loose();
        assert!(is_loose("(comment|leave a comment) *") && is_loose("login (or|) *"));
        assert!(!is_loose("log in *") && !is_loose("© # *") && !is_loose("(related|more) : *"));
    }

    #[test]
    fn openings_are_words_only() {
        let hash = |text: &str| hash64(text.as_bytes());
        assert_eq!(
            pattern_of("(sign up|subscribe) now").openings,
            [hash("subscribe"), hash("sign")]
        );
        assert!(
            pattern_of("(please|) subscribe")
                .openings
                .contains(&hash("subscribe"))
        );
        assert!(
            pattern_of("* newsletter").openings.is_empty()
                && pattern_of("подпи~ на").openings.is_empty()
        );
    }

    proptest! {
        #[test]
        fn a_match_opens_with_an_opening(pattern in "(a|bb|\\(a\\|bb\\)|\\(a\\|\\(\\|bb\\)\\)|ccc|\
                                                     \\*|\\?)( (a|bb|\\(a\\|ccc\\)|ccc)){0,3}", text in "((a|bb|ccc) ){0,6}") {
            let with = pattern_of(&pattern);
            let without = Pattern { openings: Vec::new(), ..pattern_of(&pattern) };
            let words = words(&text);
            let run = Run { text: &text, words: &words, bounds: (0, text.len()) };
            let scratch = &mut Scratch::default();
            prop_assert_eq!(with.matches(run, false, true, scratch), without.matches(run, false, true, scratch));
        }

        #[test]
        fn a_match_holds_a_key(pattern in "(a|bb|\\(a\\|bb\\)|\\(a\\|\\(\\|bb\\)\\)|ccc|\\*)( (a|\
                                           bb|\\(a\\|ccc\\)|ccc|\\*|\\?)){0,4}", text in "((a|bb|ccc) ){0,8}") {
            let compiled = pattern_of(&pattern);
            let words = words(&text);
            let run = Run { text: &text, words: &words, bounds: (0, text.len()) };
            if plain::matches(&compiled, run, true, true) {
                prop_assert!(compiled.keys().is_empty() || words.iter().any(|w| compiled.keys().contains(&w.hash)));
                prop_assert!(compiled.may_stand_in(Signature::of(words.iter().map(|w| w.hash))));
            }
        }
    }
}
