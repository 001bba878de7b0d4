//! What rules and recurrence have found about a line. The page forest (decision trees that judge a
//! line by its neighbours) starts from this.

use crate::Certainty;

/// What rules and recurrence have found about a line. The default value says that they have found
/// nothing.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct LineEvidence {
    /// Whether the line is cut as furniture.
    pub is_cut: bool,
    /// Whether the line is cut as *page furniture*: furniture that is around the story, and not
    /// between its paragraphs like a credit or a link. Only page furniture shows that a text is a
    /// whole page.
    pub is_of_page: bool,
    /// The certainty of a rule that takes the whole line for furniture, if that certainty is too
    /// low for a cut.
    pub suspicion: Option<Certainty>,
}
