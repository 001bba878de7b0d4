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
//!
//! A pattern becomes a small program that is run over all its alternatives at once (Thompson 1968), so no pattern and no text
//! can make it slow.

use copydesk_text::{Word, normalise, words};

const LONGEST_GAP: usize = 6;

/// A sign between two words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sign {
    Colon,
    At,
    Copyright,
    Bracket,
}

impl Sign {
    fn of(token: &str) -> Option<Self> {
        match token {
            ":" => Some(Self::Colon),
            "@" => Some(Self::At),
            "©" => Some(Self::Copyright),
            "]" => Some(Self::Bracket),
            _ => None,
        }
    }

    fn stands_in(self, gap: &str) -> bool {
        match self {
            Self::Colon => gap.contains([':', '：', '|', '>', '»', '›', '→', '▶', '►']),
            Self::At => gap.contains(['@', '＠']),
            Self::Copyright => gap.contains(['©', 'ⓒ', '℗']),
            Self::Bracket => gap.contains([']', '】', '］', '〕', '』']),
        }
    }
}

#[derive(Debug)]
enum Step {
    Word(u64),
    Prefix(Box<str>),
    Number,
    Any,
    Sign(Sign),
    Fork(Vec<usize>),
    Jump(usize),
    Done,
}

/// A compiled pattern.
#[derive(Debug)]
pub(crate) struct Pattern {
    steps: Vec<Step>,
    keys: Vec<u64>,
}

/// A run of words to match against, and the raw text around them.
#[derive(Clone, Copy)]
pub(crate) struct Run<'t> {
    pub text: &'t str,
    pub words: &'t [Word],
    /// First and last byte of the piece that the words were taken from.
    pub bounds: (usize, usize),
}

impl Run<'_> {
    /// What stands between word `at - 1` and word `at`.
    fn gap(&self, at: usize) -> &str {
        let start = if at == 0 { self.bounds.0 } else { self.words[at - 1].span.end() };
        let end = self.words.get(at).map_or(self.bounds.1, |w| w.span.start());
        &self.text[start..end]
    }
}

/// A literal that a match cannot do without, and how telling it is.
struct Key {
    hashes: Vec<u64>,
    telling: usize,
}

impl Pattern {
    pub fn new(source: &str) -> Self {
        let mut compiler = Compiler { steps: Vec::new() };
        let key = compiler.sequence(source);
        compiler.steps.push(Step::Done);
        Self { steps: compiler.steps, keys: key.map_or_else(Vec::new, |k| k.hashes) }
    }

    /// Words of which at least one stands in every match; empty if there are none.
    pub fn keys(&self) -> &[u64] {
        &self.keys
    }

    /// Whether nothing is tried unless a sign opens the text.
    pub fn opens_with_sign(&self) -> bool {
        matches!(self.steps[0], Step::Sign(_))
    }

    /// Whether the pattern matches from the first word (unless it may start late) to the last (unless it may end early).
    pub fn matches(&self, run: Run<'_>, starts_late: bool, ends_early: bool) -> bool {
        let mut now = Vec::with_capacity(16);
        let mut next = Vec::with_capacity(16);
        for at in 0..=run.words.len() {
            if at == 0 || starts_late {
                self.enter(0, run, at, &mut now);
            }
            let is_done = now.iter().any(|&s| matches!(self.steps[s], Step::Done));
            if is_done && (ends_early || at == run.words.len()) {
                return true;
            }
            let Some(word) = run.words.get(at) else { break };
            for &state in &now {
                if self.steps[state].accepts(*word, run.text) {
                    self.enter(state + 1, run, at + 1, &mut next);
                }
            }
            now.clear();
            std::mem::swap(&mut now, &mut next);
            if now.is_empty() && !starts_late {
                return false;
            }
        }
        false
    }

    /// Adds `state`, and all that can be reached from it without a word.
    fn enter(&self, state: usize, run: Run<'_>, at: usize, into: &mut Vec<usize>) {
        if into.contains(&state) {
            return;
        }
        into.push(state);
        match &self.steps[state] {
            Step::Jump(to) => self.enter(*to, run, at, into),
            Step::Fork(ways) => ways.iter().for_each(|&way| self.enter(way, run, at, into)),
            Step::Sign(sign) if sign.stands_in(run.gap(at)) => self.enter(state + 1, run, at, into),
            _ => {}
        }
    }
}

impl Step {
    fn accepts(&self, word: Word, text: &str) -> bool {
        match self {
            Self::Word(hash) => *hash == word.hash,
            Self::Prefix(stem) => normalise(word.span.slice(text)).starts_with(&**stem),
            Self::Number => word.is_number(),
            Self::Any => true,
            Self::Sign(_) | Self::Fork(_) | Self::Jump(_) | Self::Done => false,
        }
    }
}

struct Compiler {
    steps: Vec<Step>,
}

impl Compiler {
    fn sequence(&mut self, source: &str) -> Option<Key> {
        let mut best: Option<Key> = None;
        let mut rest = source.trim();
        while !rest.is_empty() {
            let end = if rest.starts_with('(') { group_end(rest) } else { rest.find([' ', '(']).unwrap_or(rest.len()) };
            let (token, behind) = rest.split_at(end);
            let key = self.token(token);
            if let Some(key) = key.filter(|k| best.as_ref().is_none_or(|b| k.telling > b.telling)) {
                best = Some(key);
            }
            rest = behind.trim_start();
        }
        best
    }

    fn token(&mut self, token: &str) -> Option<Key> {
        if let Some(sign) = Sign::of(token) {
            self.steps.push(Step::Sign(sign));
            return None;
        }
        match token {
            "#" => self.steps.push(Step::Number),
            "?" => self.steps.push(Step::Any),
            "*" => self.gap(),
            _ if token.starts_with('(') => return self.group(&token[1..token.len() - 1]),
            _ if token.ends_with('~') => {
                self.steps.push(Step::Prefix(normalise(token.trim_end_matches('~')).into_boxed_str()));
            }
            _ => return self.literal(token),
        }
        None
    }

    fn literal(&mut self, token: &str) -> Option<Key> {
        let mut best: Option<Key> = None;
        let literals = words(token);
        assert!(!literals.is_empty(), "no word in this part of a pattern: {token}");
        for word in literals {
            self.steps.push(Step::Word(word.hash));
            let telling = telling(&normalise(word.span.slice(token)));
            if best.as_ref().is_none_or(|b| telling > b.telling) {
                best = Some(Key { hashes: vec![word.hash], telling });
            }
        }
        best
    }

    fn gap(&mut self) {
        let end = self.steps.len() + 2 * LONGEST_GAP;
        for _ in 0..LONGEST_GAP {
            let here = self.steps.len();
            self.steps.push(Step::Fork(vec![here + 1, end]));
            self.steps.push(Step::Any);
        }
    }

    fn group(&mut self, inside: &str) -> Option<Key> {
        let fork = self.steps.len();
        self.steps.push(Step::Fork(Vec::new()));
        let mut ways = Vec::new();
        let mut jumps = Vec::new();
        let mut keys: Option<Key> = Some(Key { hashes: Vec::new(), telling: usize::MAX });
        for way in alternatives(inside) {
            ways.push(self.steps.len());
            let key = self.sequence(way);
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
        keys
    }
}

/// Where the group that `rest` opens with is closed.
fn group_end(rest: &str) -> usize {
    let mut depth = 0_usize;
    for (i, c) in rest.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return i + 1;
        }
    }
    panic!("unclosed group in a pattern: {rest}")
}

/// The parts between the bars that stand in no inner group.
fn alternatives(inside: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    let is_bar = |c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        c == '|' && depth == 0
    };
    inside.split(is_bar).collect()
}

/// How seldom a word is met in news, roughly: long words are rare, and the most common words are very common.
fn telling(normal: &str) -> usize {
    const COMMON: &str = " about after also been before could first from have here into just last like make more most only other over \
        people said some story than that their them then there these they this time today two was were what when where which will \
        with would year your the and for you our are not all can new one out has but his her its who how now get see use \
        auf das dem den der des die ein eine für ihr ihre mit nach nicht oder sie und unser unsere von zum zur alle mehr hier dans \
        des est les nos notre par pas plus pour que qui sur une vos votre vous avec article del esta este las los más nuestra nuestro \
        para por que sus una con como todos di della per che non più sono questo para não mais com uma dos как для или это что все по \
        на и в с не на ve bir bu için من في على و 的 一 是 不 了 在 人 有 我 他 这 中 大 来 上 国 会 日 本 を に は が の で て し た ";
    let length = normal.chars().count();
    let is_common = COMMON.contains(&format!(" {normal} "));
    if is_common { 0 } else { length }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::hash64;
    use proptest::prelude::*;

    fn whole(pattern: &str, text: &str) -> bool {
        test(pattern, text, false, false)
    }

    fn test(pattern: &str, text: &str, starts_late: bool, ends_early: bool) -> bool {
        let words = words(text);
        Pattern::new(pattern).matches(Run { text, words: &words, bounds: (0, text.len()) }, starts_late, ends_early)
    }

    #[test]
    fn the_language() {
        assert!(whole("sign up for our * newsletter~", "Sign up for our free weekly newsletters!"));
        assert!(!whole("sign up for our * newsletter~", "Sign up for our newsletter here"));
        assert!(test("sign up for our * newsletter~", "Sign up for our newsletter here", false, true));
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
        assert!(whole("© # *", "© 2031 The Harbour Post") && !whole("© # *", "2031 The Harbour Post"));
        assert!(whole("write to ? @ *", "Write to desk@harbour.example"));
    }

    #[test]
    fn keys_are_needed_for_a_match() {
        let key = |text: &str| hash64(text.as_bytes());
        assert_eq!(Pattern::new("sign up for our newsletter").keys(), [key("newsletter")]);
        assert_eq!(Pattern::new("(subscribe|register) *").keys(), [key("subscribe"), key("register")]);
        assert_eq!(Pattern::new("(subscribe|) now").keys(), [key("now")]);
        assert!(Pattern::new("© # *").keys().is_empty());
    }

    proptest! {
        #[test]
        fn a_match_holds_a_key(pattern in "(a|bb|\\(a\\|bb\\)|\\(a\\|\\(\\|bb\\)\\)|ccc|\\*)( (a|bb|\\(a\\|ccc\\)|ccc|\\*|\\?)){0,4}", text in "((a|bb|ccc) ){0,8}") {
            let compiled = Pattern::new(&pattern);
            let words = words(&text);
            if compiled.matches(Run { text: &text, words: &words, bounds: (0, text.len()) }, true, true) && !compiled.keys().is_empty() {
                prop_assert!(words.iter().any(|w| compiled.keys().contains(&w.hash)));
            }
        }
    }
}
