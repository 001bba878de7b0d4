//! What a rule has found.

use crate::RuleName;
use copydesk_text::Span;

/// How sure a rule is, in order.
///
/// ```
/// use copydesk_boilerplate::Certainty;
///
/// assert!(Certainty::ShowOnly < Certainty::CutIfAsked && Certainty::CutIfAsked < Certainty::Cut);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Certainty {
    /// Worth showing to a person, never cut by itself: the word `Play` on a line of its own.
    ShowOnly,
    /// Furniture more often than not; cut only for those who would rather lose a line than keep
    /// one.
    CutIfAsked,
    /// An editor anywhere would cut it.
    Cut,
}

/// A piece of text that a rule takes for furniture.
///
/// ```
/// use copydesk_boilerplate::{Certainty, RuleName, Rules};
/// use copydesk_text::Document;
///
/// let page = Document::new("The bridge stays closed.\nSign up for our newsletter here.");
/// let found = Rules::new().find(&page);
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].span.slice(page.text()), "Sign up for our newsletter here.");
/// assert_eq!((found[0].rule, found[0].certainty), (RuleName::Newsletter, Certainty::Cut));
/// ```
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Furniture {
    /// Where it stands in the raw text: a segment's content, or whole sentences at one of its ends.
    pub span: Span,
    /// The rule that found it.
    pub rule: RuleName,
    /// How strongly the rule believes it, in `0..=1`.
    pub evidence: f32,
    /// What may be done about it.
    pub certainty: Certainty,
}
