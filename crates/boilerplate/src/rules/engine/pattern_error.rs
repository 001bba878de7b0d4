//! The errors of patterns, with messages that say what to do.

use std::fmt;

/// The reason why a text is not a valid pattern.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PatternError {
    /// The pattern is empty or only white space.
    Empty,
    /// The pattern is longer than the longest that is accepted.
    TooLong,
    /// A `(` has no `)`.
    Unclosed,
    /// A `)` has no `(`.
    Unopened,
    /// Groups are nested too deeply.
    TooDeep,
    /// A `|` is outside of a group.
    BareBar,
    /// A token has no letter or digit, and is not a sign with a meaning.
    NoWord,
    /// The pattern requires no word, so it would have to be tried on every line.
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
            Self::BareBar => "alternatives are outside a group: write (this|that)",
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
