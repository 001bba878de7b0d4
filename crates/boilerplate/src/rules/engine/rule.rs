//! What is said of a phrase beside its words: the rule that it belongs to, where in a line it may
//! match, and what a match means.

use crate::{Certainty, RuleName};

/// What all phrases of a rule have in common.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct RuleInfo {
    /// The name that is recorded with every cut.
    pub name: RuleName,
    /// Which lines its findings are usually found with.
    pub family: Family,
    /// Whether it may cut whole sentences off the front or the back of a longer paragraph.
    pub cuts_glued_sentences: bool,
}

/// How the phrases of one table are tried, and what a match of them means.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct PhraseSettings {
    /// Where in the line a match must lie.
    pub anchor: Anchor,
    /// The longest line on which the phrases are tried, in effective words. A long line that holds
    /// the words of a prompt is usually a story about prompts.
    pub max_words: u16,
    /// What may be done about a line that matches.
    pub certainty: Certainty,
    /// How sure a match is, in `0..=1`.
    pub evidence: f32,
    /// Whether a long line is certain only if, after its opening, it still addresses the reader.
    pub must_address_reader: bool,
}

/// A phrase as it is written in a rules file, with all that is said of it there.
#[derive(Clone, Copy)]
pub(crate) struct PhraseSource<'r> {
    /// The rule that it belongs to.
    pub rule: RuleInfo,
    /// How it is tried.
    pub settings: PhraseSettings,
    /// The words, in the [language of patterns](super::pattern).
    pub pattern: &'r str,
}

/// Which lines a finding is usually found with. The steps that look at neighbouring lines decide by
/// it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Family {
    /// Asks the reader for an address, a subscription or consent. Such lines come in blocks.
    Appeal,
    /// Asks the reader for money. Such blocks are longer and hold more prose.
    Donation,
    /// Controls of a player: single words that mean nothing alone.
    Player,
    /// Share buttons and links to other services: also single words that mean nothing alone.
    Share,
    /// Is printed between the paragraphs of stories, so it proves nothing of the lines beside it.
    Inline,
    /// Is printed above or below the story.
    Foot,
    /// Leads to other parts of the site. Headings of the story are as short and may be right beside
    /// it, so such lines prove nothing of those beside them.
    Menu,
}

impl Family {
    /// Whether lines of this family are gathered into appeal blocks.
    pub fn is_appeal(self) -> bool {
        matches!(self, Self::Appeal | Self::Donation)
    }
}

/// Where in a line, or in a sentence that is glued to one, a match must lie.
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
