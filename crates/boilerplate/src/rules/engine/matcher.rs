//! Runs the program of a pattern over the words of a line or a sentence.
//!
//! A program is run on all its alternatives at once, so no pattern and no text can make it slow:
//! the work is at most the number of words times the length of the program (Thompson 1968). A
//! *thread* is one of the alternatives, and consists of nothing but the address of its next
//! instruction, as in Pike's machine (1987) without captures.
//!
//! The textbook version is `textbook`: for each word, follow all threads to the instructions that
//! consume a word, and keep those that accept this one. This one departs from it in three points.
//! None of them changes what matches:
//!
//! 1. A `Split` starts no thread at an instruction that needs another word than the next one. Such
//!    a thread would end there anyway. A group may begin with forty words, and this way one of them
//!    is looked at twice instead of all forty.
//! 2. Whether an address was visited at this word is a bit, not a search in a list of threads.
//! 3. The lists belong to a [`Scratch`] that outlives the match, so a match allocates nothing.

use super::input::Input;
use super::pattern::Pattern;
use super::program::{Address, Instruction};
use copydesk_text::{Word, normal_starts_with};

/// The lists of threads of a match, to be used for one match after another.
#[derive(Default)]
pub(crate) struct Scratch {
    /// Threads to be run at this word. They are taken from the end: the order makes no difference,
    /// because only whether one of them matches is asked.
    current: Vec<Address>,
    /// Threads to be run at the next word.
    next: Vec<Address>,
    /// A bit for each address that a thread has visited at this word.
    visited: Vec<u64>,
}

impl Scratch {
    /// Marks an address as visited, and returns whether it was not before.
    fn visit(&mut self, address: Address) -> bool {
        let bits = &mut self.visited[address / 64];
        let bit = 1 << (address % 64);
        let is_new = *bits & bit == 0;
        *bits |= bit;
        is_new
    }
}

impl Pattern {
    /// Whether the pattern matches from the first word (or from any, if it `starts_late`) to the
    /// last (or to any, if it `ends_early`).
    pub fn matches(
        &self,
        input: Input<'_>,
        starts_late: bool,
        ends_early: bool,
        scratch: &mut Scratch,
    ) -> bool {
        // Most inputs fail here: their first word begins no match.
        if !starts_late
            && let Some(first) = input.words.first()
            && !self.may_begin_with(first)
        {
            return false;
        }
        scratch.current.clear();
        scratch.next.clear();
        scratch.visited.resize(self.program().len().div_ceil(64), 0);
        // One round more than there are words: a match may end behind the last one.
        for at in 0..=input.words.len() {
            if at == 0 || starts_late {
                // A match that starts late is one more thread at each word, not a run of its own.
                scratch.current.push(0);
            }
            scratch.visited.fill(0);
            if self.advance(input, at, scratch) && (ends_early || at == input.words.len()) {
                return true;
            }
            std::mem::swap(&mut scratch.current, &mut scratch.next);
            // All threads have ended. Most runs end here, long before the last word.
            if scratch.current.is_empty() && !starts_late {
                return false;
            }
        }
        false
    }

    /// Runs all threads up to and over word `at`, and returns whether one of them has matched in
    /// front of it.
    fn advance(&self, input: Input<'_>, at: usize, scratch: &mut Scratch) -> bool {
        let word = input.words.get(at);
        let mut has_matched = false;
        while let Some(address) = scratch.current.pop() {
            if !scratch.visit(address) {
                continue;
            }
            match &self.program()[address] {
                Instruction::Jump(target) => scratch.current.push(*target),
                Instruction::Split(targets) => {
                    for &target in targets {
                        if self.is_worth_a_thread(target, word) {
                            scratch.current.push(target);
                        }
                    }
                }
                Instruction::Assert(assertion) => {
                    if input.satisfies(*assertion, at) {
                        scratch.current.push(address + 1);
                    }
                }
                Instruction::Match => has_matched = true,
                instruction => {
                    if let Some(word) = word
                        && instruction.accepts(word, input.text)
                    {
                        scratch.next.push(address + 1);
                    }
                }
            }
        }
        has_matched
    }

    /// Whether a thread that begins there, with this word next, need not end at once. Only words in
    /// full are compared: they are most of what groups begin with, and compared fastest.
    fn is_worth_a_thread(&self, target: Address, word: Option<&Word>) -> bool {
        match (&self.program()[target], word) {
            (Instruction::Word(hash), Some(word)) => *hash == word.hash,
            (Instruction::Word(_), None) => false,
            _ => true,
        }
    }
}

impl Instruction {
    /// Whether it consumes this word.
    fn accepts(&self, word: &Word, text: &str) -> bool {
        match self {
            Self::Word(hash) => *hash == word.hash,
            Self::Prefix(stem) => normal_starts_with(word.span.slice(text), stem),
            Self::Number => word.is_number(),
            Self::Any => true,
            Self::Assert(_) | Self::Split(_) | Self::Jump(_) | Self::Match => false,
        }
    }
}

/// The definition that [`Pattern::matches`] must agree with: for each word, the threads that may
/// consume it are found by following every split, jump and assertion.
#[cfg(test)]
pub(super) mod textbook {
    use super::super::program::Address;
    use super::{Input, Instruction, Pattern};

    /// What [`Pattern::matches`] must return.
    pub fn matches(
        pattern: &Pattern,
        input: Input<'_>,
        starts_late: bool,
        ends_early: bool,
    ) -> bool {
        let mut current = Vec::new();
        for at in 0..=input.words.len() {
            if at == 0 || starts_late {
                start_thread(pattern, 0, input, at, &mut current);
            }
            let has_matched = current
                .iter()
                .any(|&address| matches!(pattern.program()[address], Instruction::Match));
            if has_matched && (ends_early || at == input.words.len()) {
                return true;
            }
            let Some(word) = input.words.get(at) else {
                break;
            };
            let mut next = Vec::new();
            for &address in &current {
                if pattern.program()[address].accepts(word, input.text) {
                    start_thread(pattern, address + 1, input, at + 1, &mut next);
                }
            }
            current = next;
        }
        false
    }

    /// Adds a thread at an address, and at all that can be reached from it without a word. A thread
    /// that is there already is not followed again, so a loop of jumps would end.
    fn start_thread(
        pattern: &Pattern,
        address: Address,
        input: Input<'_>,
        at: usize,
        threads: &mut Vec<Address>,
    ) {
        if threads.contains(&address) {
            return;
        }
        threads.push(address);
        match &pattern.program()[address] {
            Instruction::Jump(target) => start_thread(pattern, *target, input, at, threads),
            Instruction::Split(targets) => {
                for &target in targets {
                    start_thread(pattern, target, input, at, threads);
                }
            }
            Instruction::Assert(assertion) if input.satisfies(*assertion, at) => {
                start_thread(pattern, address + 1, input, at, threads);
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
        fn agrees_with_the_textbook(
            pattern in "(a|bb|\\(a\\|bb\\)|\\(a\\|\\(\\|bb\\)\\)|ccc|b~|:|#|\\*|\\?)( (\\^|a|bb|\
                        \\(a\\|ccc\\)|\\(a a\\|b~\\|: \\*\\)|ccc|#|\\*|\\?)){0,4}",
            text in "((a|A|bb|bbb|ccc|7)[:]? ){0,9}",
            starts_late: bool,
            ends_early: bool,
        ) {
            let (pattern, words) = (Pattern::new(&pattern).expect("a pattern"), words(&text));
            let input = Input::of_text(&text, &words);
            let mut scratch = Scratch::default();
            for _ in 0..2 {
                let found = pattern.matches(input, starts_late, ends_early, &mut scratch);
                let expected = textbook::matches(&pattern, input, starts_late, ends_early);
                prop_assert_eq!(found, expected);
            }
        }
    }
}
