//! The properties of a phrase apart from its words: the rule that it belongs to, where in a line it
//! may match, and what a match means.

use crate::{Certainty, RuleName};

/// The properties that all phrases of a rule have in common.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct RuleInfo {
    /// The name that is recorded with every cut.
    pub name: RuleName,
    /// The kind of furniture that the rule finds.
    pub family: Family,
    /// Whether the rule may cut whole sentences off the front or the back of a paragraph.
    pub cuts_glued_sentences: bool,
}

/// How the phrases of one table in a rules file are tried, and what a match means.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct PhraseSettings {
    /// Where in the line a match must be.
    pub anchor: Anchor,
    /// The longest line on which the phrases are tried, in effective words. A long line that holds
    /// the words of a prompt is usually a story about prompts.
    pub max_words: u16,
    /// Whether a line that matches may be cut.
    pub certainty: Certainty,
    /// How strong the evidence of a match is, in `0..=1`.
    pub evidence: f32,
    /// Whether a long line that matches may be cut only if it also *speaks to the reader* after its
    /// first words: if it holds a word such as `you` or `our` (see
    /// [`ReaderWords`](super::reader_words::ReaderWords)).
    pub must_address_reader: bool,
}

/// A phrase as it is written in a rules file, with its rule and its settings.
#[derive(Clone, Copy)]
pub(crate) struct PhraseSource<'r> {
    /// The rule that the phrase belongs to.
    pub rule: RuleInfo,
    /// How the phrase is tried.
    pub settings: PhraseSettings,
    /// The words of the phrase, in the [language of patterns](super::pattern).
    pub pattern: &'r str,
}

/// A kind of furniture. It says what the lines beside such furniture usually are. So the *steps*,
/// which are rules in code, decide by the family of a line about its neighbours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Family {
    /// Requests for an address, a subscription or consent. They come in blocks of several lines.
    Appeal,
    /// Requests for money. Their blocks are longer and hold more prose.
    Donation,
    /// Controls of a player: single words that mean nothing alone.
    Player,
    /// Share buttons and links to other services: also single words that mean nothing alone.
    Share,
    /// Furniture between the paragraphs of stories. It proves nothing about the lines beside it.
    Inline,
    /// Furniture above or below the story.
    Foot,
    /// Links to other parts of the site. They prove nothing about the lines beside them either: a
    /// heading of the story is as short as a link, and may be directly beside one.
    Menu,
}

impl Family {
    /// Whether lines of this family come in blocks that appeal to the reader.
    pub fn is_appeal(self) -> bool {
        matches!(self, Self::Appeal | Self::Donation)
    }
}

/// Where in a line, or in one sentence of it, a match must be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Anchor {
    /// From the first word to the last.
    Whole,
    /// From the first word to the last of a line without a full stop at its end: `Read more`, but
    /// not `Read more.`
    Heading,
    /// From the first word to any word.
    Start,
    /// From the first word to any word. If the line has a full stop at its end, its first word must
    /// be in capitals: `READ: …`
    Label,
    /// From any word to any word.
    Anywhere,
}
