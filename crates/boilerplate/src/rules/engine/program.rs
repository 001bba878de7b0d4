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
//! An empty alternative is only its jump. A test compares this listing with what is compiled.

/// The number of an instruction in its program.
pub(crate) type Address = usize;

/// An instruction. The first four consume a word and go on to the next instruction; the others
/// consume none.
#[derive(Debug)]
pub(crate) enum Instruction {
    /// Consumes the word with this hash.
    Word(u64),
    /// Consumes a word whose normal form begins so.
    Prefix(Box<str>),
    /// Consumes a word with a digit.
    Number,
    /// Consumes any word.
    Any,
    /// Goes on if this holds in front of the next word.
    Assert(Assertion),
    /// Goes on at each of these.
    Split(Vec<Address>),
    /// Goes on there.
    Jump(Address),
    /// The pattern has matched.
    Match,
}

/// A condition on the place between two words, which consumes neither. Each sign means several
/// characters that are used alike: see [`Assertion::holds_in`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Assertion {
    /// `:`, or another sign that separates a label from what it labels.
    Colon,
    /// `@` of addresses and accounts.
    At,
    /// `©`, or a sign that is used in its place.
    Copyright,
    /// A bracket that closes.
    Bracket,
    /// A title begins here.
    Title,
}

impl Assertion {
    /// The one that is written so in a pattern.
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

    /// Whether the characters between two words satisfy it. A title may also begin without a sign:
    /// see [`Input::satisfies`](super::input::Input::satisfies).
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

/// Whether some way through the program consumes exactly one word and passes no assertion: then a
/// match may rest on a single word.
pub(crate) fn may_rest_on_one_word(program: &[Instruction]) -> bool {
    // An instruction may be reached before the first word was consumed, and after it.
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

/// The hashes of the words one of which every match begins with; `None` if a match may begin with
/// something else.
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
