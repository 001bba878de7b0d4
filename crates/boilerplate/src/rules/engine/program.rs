//! The program that a pattern is compiled to.
//!
//! The instructions are those of a regular expression machine (Thompson 1968, Pike 1987), with
//! words in place of characters. The pattern `play (the|) quiz~ :` becomes
//!
//! ```text
//!  0  Word play
//!  1  Split 2 4
//!  2  Word the
//!  3  Jump 5
//!  4  Jump 5
//!  5  Prefix quiz
//!  6  Assert Colon
//!  7  Match
//! ```
//!
//! Each alternative of the group ends in a `Jump`, and the empty one consists only of it. A test
//! compares this listing with what is compiled.

/// The index of an instruction in its program.
pub(crate) type Address = usize;

/// An instruction. The first four consume one word and continue at the next instruction; the others
/// consume no word.
#[derive(Debug)]
pub(crate) enum Instruction {
    /// Consumes the word with this hash.
    Word(u64),
    /// Consumes a word whose normal form begins with this stem.
    Prefix(Box<str>),
    /// Consumes a word with a digit.
    Number,
    /// Consumes any word.
    Any,
    /// Continues at the next instruction if the assertion holds before the next word.
    Assert(Assertion),
    /// Continues at each of these addresses.
    Split(Vec<Address>),
    /// Continues at this address.
    Jump(Address),
    /// The pattern has matched.
    Match,
}

/// A condition on the characters between two words. Each sign stands for several characters that
/// are used alike: see [`Assertion::holds_in`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Assertion {
    /// `:`, or another sign that separates a label from what it labels.
    Colon,
    /// `@`, as in mail addresses and names of accounts.
    At,
    /// `©`, or a sign that is used in its place.
    Copyright,
    /// A closing bracket.
    Bracket,
    /// The beginning of a title: `^` in a pattern.
    Title,
}

impl Assertion {
    /// The assertion for a token of a pattern; `None` if the token is no assertion.
    pub fn of_token(token: &str) -> Option<Self> {
        match token {
            ":" => Some(Self::Colon),
            "@" => Some(Self::At),
            "©" => Some(Self::Copyright),
            "]" => Some(Self::Bracket),
            "^" => Some(Self::Title),
            _ => None,
        }
    }

    /// Whether the characters between two words satisfy the assertion. A title may also begin
    /// without a sign: see [`Input::satisfies`](super::input::Input::satisfies).
    pub fn holds_in(self, gap: &str) -> bool {
        match self {
            Self::Colon => gap.contains([':', '：', '|', '>', '»', '›', '→', '▶', '►']),
            Self::At => gap.contains(['@', '＠']),
            Self::Copyright => gap.contains(['©', 'ⓒ', '℗']),
            Self::Bracket => gap.contains([']', '】', '］', '〕', '』']),
            Self::Title => gap.contains(['"', '“', '„', '«', '»', '‘', '「', '『', '《']),
        }
    }
}

/// Whether a single word may be all that a match requires: whether some way through the program
/// consumes exactly one word and passes no assertion.
pub(crate) fn may_rest_on_one_word(program: &[Instruction]) -> bool {
    // For each instruction: whether it was reached before the first word was consumed, and after.
    let mut is_reached = vec![[false; 2]; program.len()];
    let mut pending = vec![(0, 0)];
    while let Some((address, consumed)) = pending.pop() {
        if std::mem::replace(&mut is_reached[address][consumed], true) {
            continue;
        }
        match &program[address] {
            Instruction::Match if consumed == 1 => return true,
            Instruction::Match | Instruction::Assert(_) => {}
            Instruction::Split(targets) => {
                for &target in targets {
                    pending.push((target, consumed));
                }
            }
            Instruction::Jump(target) => pending.push((*target, consumed)),
            _ if consumed == 0 => pending.push((address + 1, 1)),
            _ => {}
        }
    }
    false
}

/// The hashes of the words that a match may begin with; `None` if it may begin with other words
/// than those that the pattern names.
pub(crate) fn first_words(program: &[Instruction]) -> Option<Vec<u64>> {
    let mut out = Vec::new();
    let mut pending = vec![0];
    while let Some(address) = pending.pop() {
        match &program[address] {
            Instruction::Word(hash) => out.push(*hash),
            Instruction::Split(targets) => pending.extend(targets),
            Instruction::Jump(target) => pending.push(*target),
            _ => return None,
        }
    }
    Some(out)
}
