//! What can be wrong with a pattern, in words that say what to do.

use std::fmt;

/// Why a text is no pattern.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum PatternError {
    /// It says nothing.
    Empty,
    /// It is longer than patterns may be.
    TooLong,
    /// A group in it is never closed.
    Unclosed,
    /// A group is closed that was never opened.
    Unopened,
    /// Its groups are nested too deeply.
    TooDeep,
    /// Alternatives are outside of a group.
    BareBar,
    /// A part of it has no letter or digit, and is no sign with a meaning.
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
