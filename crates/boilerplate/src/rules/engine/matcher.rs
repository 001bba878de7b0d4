//! Runs the [program](super::program) of a pattern over the words of a line or a sentence.
//!
//! All alternatives of a pattern are tried at once. So no pattern and no text can make the matcher
//! slow: the work grows with the number of words times the length of the program (Thompson 1968). A
//! *thread* is one way through the program that is still possible. It is nothing but the address of
//! its next instruction, as in Pike's machine (1987) without captures.
//!
//! The textbook version is in the module `textbook`, which the tests use. For each word, it follows
//! all threads to the instructions that consume a word, and keeps the threads that accept this
//! word. The version here differs in three points. None of them changes what matches:
//!
//! 1. A [`Split`](Instruction::Split), which begins a group of alternatives, starts no thread at an
//!    instruction that requires another word than the next one of the input, because the thread
//!    would end there. So a group with forty alternatives usually starts at most one thread.
//! 2. A bit says whether an address was visited at the current word. The textbook searches the list
//!    of threads.
//! 3. The lists belong to a [`Scratch`] that is used for many matches, so a match seldom allocates
//!    memory.

use super::input::Input;
use super::pattern::Pattern;
use super::program::{Address, Instruction};
use copydesk_text::{Word, normal_starts_with};

/// The lists of threads of a match. They are kept for the next match, to save allocations.
#[derive(Default)]
pub(crate) struct Scratch {
    /// Threads to be run at the current word, in any order, because it matters only whether any of
    /// them matches.
    current: Vec<Address>,
    /// Threads to be run at the next word.
    next: Vec<Address>,
    /// A bit for each address: whether a thread has visited it at the current word.
    visited: Vec<u64>,
}

impl Scratch {
    /// Marks an address as visited. Returns whether this is the first visit of the address at the
    /// current word.
    fn visit(&mut self, address: Address) -> bool {
        let bits = &mut self.visited[address / 64];
        let bit = 1 << (address % 64);
        let is_new = (*bits & bit) == 0;
        *bits |= bit;
        is_new
    }
}

/// Which words of an input a match may begin and end at.
#[derive(Clone, Copy)]
pub(crate) struct Extent {
    /// Whether a match may begin after the first word of the input.
    pub may_start_late: bool,
    /// Whether a match may end before the last word of the input.
    pub may_end_early: bool,
}

impl Extent {
    /// From the first word to the last.
    pub const WHOLE: Self = Self {
        may_start_late: false,
        may_end_early: false,
    };
    /// From the first word to any word.
    pub const START: Self = Self {
        may_start_late: false,
        may_end_early: true,
    };
    /// From any word to any word.
    pub const ANYWHERE: Self = Self {
        may_start_late: true,
        may_end_early: true,
    };
}

impl Pattern {
    /// Whether the pattern matches consecutive words of the input that this extent allows.
    pub fn matches(&self, input: Input<'_>, extent: Extent, scratch: &mut Scratch) -> bool {
        // Most inputs end here, because no match begins with their first word.
        if !extent.may_start_late
            && let Some(first) = input.words.first()
            && !self.may_begin_with(first)
        {
            return false;
        }
        scratch.current.clear();
        scratch.next.clear();
        scratch.visited.resize(self.program().len().div_ceil(64), 0);
        // The last round comes after the last word, where `Match` may still be reached.
        for at in 0..=input.words.len() {
            // A thread at the first instruction (address 0) finds the matches that start at this
            // word.
            if at == 0 || extent.may_start_late {
                scratch.current.push(0);
            }
            scratch.visited.fill(0);
            let may_end_here = extent.may_end_early || at == input.words.len();
            if self.advance(input, at, scratch) && may_end_here {
                return true;
            }
            std::mem::swap(&mut scratch.current, &mut scratch.next);
            // If all threads have ended and none is started later, there is no match. Most runs
            // stop here, long before the last word.
            if scratch.current.is_empty() && !extent.may_start_late {
                return false;
            }
        }
        false
    }

    /// Runs all threads until they have consumed word `at` or have ended. Returns whether one of
    /// them has reached `Match`, so that a match ends before that word.
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

    /// Whether a thread at `target` may get past the next word. This is tested only for
    /// [`Instruction::Word`]: most alternatives begin with one, and the test is fast.
    fn is_worth_a_thread(&self, target: Address, word: Option<&Word>) -> bool {
        match (&self.program()[target], word) {
            (Instruction::Word(hash), Some(word)) => *hash == word.hash,
            (Instruction::Word(_), None) => false,
            _ => true,
        }
    }
}

impl Instruction {
    /// Whether the instruction consumes this word.
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

/// The definition that [`Pattern::matches`] must agree with.
#[cfg(test)]
pub(super) mod textbook {
    use super::super::program::Address;
    use super::{Extent, Input, Instruction, Pattern};

    /// The result that [`Pattern::matches`] must have.
    pub fn matches(pattern: &Pattern, input: Input<'_>, extent: Extent) -> bool {
        let mut current = Vec::new();
        for at in 0..=input.words.len() {
            if at == 0 || extent.may_start_late {
                start_thread(pattern, 0, input, at, &mut current);
            }
            let has_matched = current
                .iter()
                .any(|&address| matches!(pattern.program()[address], Instruction::Match));
            if has_matched && (extent.may_end_early || at == input.words.len()) {
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

    /// Adds a thread at this address, and at all addresses that can be reached from it without
    /// consuming a word.
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
            may_start_late: bool,
            may_end_early: bool,
        ) {
            let extent = Extent { may_start_late, may_end_early };
            let (pattern, words) = (Pattern::new(&pattern).expect("a pattern"), words(&text));
            let input = Input::of_text(&text, &words);
            let mut scratch = Scratch::default();
            // Twice, because the first match must leave nothing behind for the second.
            for _ in 0..2 {
                let actual = pattern.matches(input, extent, &mut scratch);
                let expected = textbook::matches(&pattern, input, extent);
                prop_assert_eq!(actual, expected);
            }
        }
    }
}
