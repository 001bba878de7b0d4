//! Runs a compiled pattern over the words of a line or sentence.
//!
//! The textbook version is [`plain`]: at each word hold all the steps that may come next, see which
//! of them take the word, and go on from there. Here
//!
//! 1. a step is held only if it takes the word ahead, or takes none, so that of the forty words a
//!    group may open with one is looked at twice;
//! 2. which steps have been reached at a word is a bit for each, not a search in a list;
//! 3. the lists belong to a [`Scratch`] that lasts, so that nothing is allocated.

use super::pattern::{Pattern, Sign, Step};
use crate::judge::holds_address;
use copydesk_text::{Word, effective_words, normal_starts_with};

/// A run of words to match against, and the raw text around them.
#[derive(Clone, Copy)]
pub(crate) struct Run<'t> {
    pub text: &'t str,
    pub words: &'t [Word],
    /// First and last byte of the piece that the words were taken from.
    pub bounds: (usize, usize),
}

/// Words of the shortest run in which it matters that an address is one word.
const LONG_RUN: usize = 8;

impl<'t> Run<'t> {
    /// Whether a sign stands in front of word `at`. A title may be missing: then the line ends.
    pub fn has_sign(self, sign: Sign, at: usize) -> bool {
        let word = self.words.get(at).map(|word| word.span.slice(self.text));
        let is_title = |word: &str| !word.starts_with(char::is_lowercase);
        sign.stands_in(self.gap(at)) || sign == Sign::Title && word.is_none_or(is_title)
    }

    /// Its length in effective words, where an address is one word however many it is made of.
    pub fn weight(self) -> usize {
        let weight = effective_words(self.words);
        // An address is several words, so that it makes no short line long.
        let is_short = self.words.len() < LONG_RUN;
        if is_short || !holds_address(&self.text[self.bounds.0..self.bounds.1]) {
            return weight;
        }
        let is_torn = |&at: &usize| self.gap(at).contains(char::is_whitespace);
        let starts = (1..self.words.len()).filter(is_torn);
        let mut start = 0;
        let mut saved = 0;
        for end in starts.chain([self.words.len()]) {
            if let [first, .., last] = &self.words[start..end]
                && holds_address(first.span.join(last.span).slice(self.text))
            {
                saved += effective_words(&self.words[start..end]) - 1;
            }
            start = end;
        }
        weight - saved
    }

    /// What stands between word `at - 1` and word `at`.
    pub fn gap(self, at: usize) -> &'t str {
        let start = if at == 0 {
            self.bounds.0
        } else {
            self.words[at - 1].span.end()
        };
        let end = self.words.get(at).map_or(self.bounds.1, |w| w.span.start());
        &self.text[start..end]
    }
}

/// Memory for matches, one after the other.
#[derive(Default)]
pub(crate) struct Scratch {
    /// Steps to be looked at with the word at hand, and with the next one.
    now: Vec<usize>,
    next: Vec<usize>,
    /// A bit for each step that has been reached with the word at hand.
    reached: Vec<u64>,
}

impl Scratch {
    /// Whether the step is reached for the first time.
    fn reach(&mut self, state: usize) -> bool {
        let (place, bit) = (&mut self.reached[state / 64], 1 << (state % 64));
        let is_new = *place & bit == 0;
        *place |= bit;
        is_new
    }
}

impl Pattern {
    /// Whether the pattern matches from the first word (unless it may start late) to the last
    /// (unless it may end early).
    pub fn matches(
        &self,
        run: Run<'_>,
        starts_late: bool,
        ends_early: bool,
        scratch: &mut Scratch,
    ) -> bool {
        if !starts_late && !run.words.first().is_none_or(|word| self.may_open(word)) {
            return false;
        }
        scratch.now.clear();
        scratch.next.clear();
        scratch.reached.resize(self.steps().len().div_ceil(64), 0);
        for at in 0..=run.words.len() {
            if at == 0 || starts_late {
                scratch.now.push(0);
            }
            scratch.reached.fill(0);
            if self.advance(run, at, scratch) && (ends_early || at == run.words.len()) {
                return true;
            }
            std::mem::swap(&mut scratch.now, &mut scratch.next);
            if scratch.now.is_empty() && !starts_late {
                return false;
            }
        }
        false
    }

    /// Goes from the steps at hand over word `at` to the next, and says whether the pattern is done
    /// in front of the word.
    fn advance(&self, run: Run<'_>, at: usize, scratch: &mut Scratch) -> bool {
        let word = run.words.get(at);
        let mut is_done = false;
        while let Some(state) = scratch.now.pop() {
            if !scratch.reach(state) {
                continue;
            }
            match &self.steps()[state] {
                Step::Jump(to) => scratch.now.push(*to),
                Step::Fork(ways) => {
                    let is_open = |way: &&usize| !matches!(self.steps()[**way], Step::Word(hash) if word.is_none_or(|w| w.hash != hash));
                    scratch.now.extend(ways.iter().filter(is_open));
                }
                Step::Sign(sign) if run.has_sign(*sign, at) => scratch.now.push(state + 1),
                Step::Done => is_done = true,
                step => {
                    if word.is_some_and(|word| step.accepts(*word, run.text)) {
                        scratch.next.push(state + 1);
                    }
                }
            }
        }
        is_done
    }
}

impl Step {
    fn accepts(&self, word: Word, text: &str) -> bool {
        match self {
            Self::Word(hash) => *hash == word.hash,
            Self::Prefix(stem) => normal_starts_with(word.span.slice(text), stem),
            Self::Number => word.is_number(),
            Self::Any => true,
            Self::Sign(_) | Self::Fork(_) | Self::Jump(_) | Self::Done => false,
        }
    }
}

/// The definition: all alternatives at once, a word at a time.
#[cfg(test)]
pub(super) mod plain {
    use super::{Pattern, Run, Step};

    pub fn matches(pattern: &Pattern, run: Run<'_>, starts_late: bool, ends_early: bool) -> bool {
        let mut now = Vec::new();
        for at in 0..=run.words.len() {
            if at == 0 || starts_late {
                enter(pattern, 0, run, at, &mut now);
            }
            let is_done = now
                .iter()
                .any(|&s| matches!(pattern.steps()[s], Step::Done));
            if is_done && (ends_early || at == run.words.len()) {
                return true;
            }
            let Some(word) = run.words.get(at) else { break };
            let mut next = Vec::new();
            for &state in now
                .iter()
                .filter(|&&state| pattern.steps()[state].accepts(*word, run.text))
            {
                enter(pattern, state + 1, run, at + 1, &mut next);
            }
            now = next;
        }
        false
    }

    /// Adds `state`, and all that can be reached from it without a word.
    fn enter(pattern: &Pattern, state: usize, run: Run<'_>, at: usize, into: &mut Vec<usize>) {
        if into.contains(&state) {
            return;
        }
        into.push(state);
        match &pattern.steps()[state] {
            Step::Jump(to) => enter(pattern, *to, run, at, into),
            Step::Fork(ways) => ways
                .iter()
                .for_each(|&way| enter(pattern, way, run, at, into)),
            Step::Sign(sign) if run.has_sign(*sign, at) => {
                enter(pattern, state + 1, run, at, into);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::words;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_the_definition(
            pattern in "(a|bb|\\(a\\|bb\\)|\\(a\\|\\(\\|bb\\)\\)|ccc|b~|:|#|\\*|\\?)( (\\^|a|bb|\
                        \\(a\\|ccc\\)|\\(a a\\|b~\\|: \\*\\)|ccc|#|\\*|\\?)){0,4}",
            text in "((a|A|bb|bbb|ccc|7)[:]? ){0,9}",
            starts_late: bool,
            ends_early: bool,
        ) {
            let (pattern, words) = (Pattern::new(&pattern).expect("a pattern"), words(&text));
            let run = Run { text: &text, words: &words, bounds: (0, text.len()) };
            let mut scratch = Scratch::default();
            for _ in 0..2 {
                let found = pattern.matches(run, starts_late, ends_early, &mut scratch);
                prop_assert_eq!(found, plain::matches(&pattern, run, starts_late, ends_early));
            }
        }
    }
}
