//! What is known of a line before the page as a whole is looked at.

use crate::Certainty;

/// What rules and recurrence know of a line.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct LineEvidence {
    /// Whether it is cut as furniture already.
    pub is_cut: bool,
    /// Whether it is cut as furniture of the page, not as a credit or a link that stands amid
    /// stories.
    pub is_of_page: bool,
    /// What a rule suspects, if it is not sure.
    pub suspicion: Option<Certainty>,
}
