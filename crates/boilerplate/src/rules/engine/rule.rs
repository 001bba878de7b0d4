//! What is said of a pattern: its rule, how it is tried, and what a match means.

use crate::{Certainty, RuleName};

/// What all phrases of a rule have in common.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Kind {
    pub name: RuleName,
    /// What company its findings keep.
    pub family: Family,
    /// Whether it may cut whole sentences off the front or the back of a longer paragraph.
    pub reaches_glued_sentences: bool,
}

/// How patterns are tried, and what a match of them says.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Terms {
    pub anchor: Anchor,
    /// Longer lines are not tried. In effective words, so that scripts without spaces weigh alike.
    pub max_words: u16,
    pub certainty: Certainty,
    pub evidence: f32,
    /// Whether a long line is furniture for certain only if it goes on to address the reader.
    pub must_address_reader: bool,
}

/// A pattern as it is written, with all that is said of it.
#[derive(Clone, Copy)]
pub(crate) struct Source<'r> {
    pub kind: Kind,
    pub terms: Terms,
    pub pattern: &'r str,
}

/// What company a finding keeps; the steps that look at neighbouring lines go by it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Family {
    /// Asks the reader for an address, a subscription or consent. Such lines come in blocks.
    Appeal,
    /// Asks the reader for money; the blocks are longer and hold more prose.
    Donation,
    /// Controls of a player: single words that mean nothing alone.
    Player,
    /// Share buttons and links to other services: likewise.
    Share,
    /// Stands in the middle of stories and says nothing about the lines beside it.
    Inline,
    /// Stands under or over the story.
    Foot,
    /// Leads to other parts of the site. A heading is as short and stands as near, so such lines
    /// prove nothing of those beside them.
    Menu,
}

impl Family {
    /// Whether lines of this family are gathered into appeal blocks.
    pub fn is_appeal(self) -> bool {
        matches!(self, Self::Appeal | Self::Donation)
    }
}

/// Where in a line (or glued sentence) a pattern must lie.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Anchor {
    /// From the first word to the last.
    Whole,
    /// The same, in a line without a full stop at its end: `Read more`, but not `Read more.`
    Heading,
    /// From the first word.
    Start,
    /// The same, in a line without a full stop at its end or with its first word in capitals.
    Label,
    /// Between any two words.
    Anywhere,
}
