//! A piece of furniture that a rule has found, and how certain it is that the piece is furniture.

use crate::RuleName;
use copydesk_text::Span;

/// How certain it is that a text is furniture, in ascending order. A rule says it, or a count of
/// stories, or the page forest (decision trees that judge a line by its neighbours).
///
/// ```
/// use copydesk_boilerplate::Certainty;
///
/// assert!(Certainty::ShowOnly < Certainty::CutIfAsked && Certainty::CutIfAsked < Certainty::Cut);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Certainty {
    /// Shown to a person, but never cut on this evidence alone: the word `Play` on a line of its
    /// own.
    ShowOnly,
    /// Furniture more often than not. It is cut only for users who ask for that, because they would
    /// rather lose a line of a story than keep a line of furniture.
    CutIfAsked,
    /// Cut unless the user keeps all furniture: any editor would cut it.
    Cut,
}

/// A piece of text that a rule takes for furniture. It is never empty, and the pieces that one call
/// of [`Rules::find`](crate::Rules::find) returns do not overlap.
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
    /// Its bytes in the raw text. It is a segment without the white space around it, or a part of a
    /// segment: whole sentences at one end, or a pop-up box that was scraped into a sentence.
    pub span: Span,
    /// The rule that found it.
    pub rule: RuleName,
    /// How strong the evidence of the rule is, in `0..=1`. Only findings of the same certainty can
    /// be compared by it.
    pub evidence: f32,
    /// Whether the piece may be cut.
    pub certainty: Certainty,
}
