//! The program that a pattern is compiled to. The [pattern language](super::pattern) says what a
//! pattern may be; the [matcher](super::matcher) runs the program.
//!
//! The instructions are those of a regular expression machine (Thompson 1968, Pike 1987), with
//! words in place of characters. The pattern `play (the|) quiz~ :` is compiled to
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
//! The two alternatives of the group are at 2 and 4. Each ends in a `Jump` to the end of the group,
//! and the empty alternative is nothing but its `Jump`. A test compares this listing with the
//! compiled program.

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

impl Instruction {
    /// Whether the instruction consumes a word.
    fn consumes_word(&self) -> bool {
        match self {
            Self::Word(_) | Self::Prefix(_) | Self::Number | Self::Any => true,
            Self::Assert(_) | Self::Split(_) | Self::Jump(_) | Self::Match => false,
        }
    }
}

/// A condition on the characters between two words, or before the first word or after the last. For
/// most conditions there are several signs, each of which satisfies it: see
/// [`Assertion::holds_in`].
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

    /// Whether these characters, which are between two words, before the first or after the last,
    /// satisfy the assertion. A title may also begin without a sign: see
    /// [`Input::satisfies`](super::input::Input::satisfies).
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

/// Whether a single word may be enough for a match: whether some way through the program consumes
/// exactly one word and passes no assertion.
pub(crate) fn may_match_by_one_word(program: &[Instruction]) -> bool {
    let before_word = addresses_without_words(program, vec![0]);
    let mut after_word = Vec::new();
    for address in before_word {
        if program[address].consumes_word() {
            after_word.push(address + 1);
        }
    }
    // The last instruction of every program is `Match`.
    addresses_without_words(program, after_word).contains(&(program.len() - 1))
}

/// The addresses that can be reached from the `pending` ones without consuming a word and without
/// an assertion, including those themselves.
fn addresses_without_words(program: &[Instruction], mut pending: Vec<Address>) -> Vec<Address> {
    let mut reached = Vec::new();
    let mut is_reached = vec![false; program.len()];
    while let Some(address) = pending.pop() {
        if std::mem::replace(&mut is_reached[address], true) {
            continue;
        }
        reached.push(address);
        match &program[address] {
            Instruction::Split(targets) => pending.extend(targets),
            Instruction::Jump(target) => pending.push(*target),
            _ => {}
        }
    }
    reached
}

/// The hashes of the words that a match may begin with; `None` if some way through the program
/// begins with another instruction than [`Instruction::Word`], so that these words cannot be
/// listed.
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
