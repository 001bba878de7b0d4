//! What is known of a line before the page as a whole is judged.

use crate::Certainty;

/// What rules and recurrence know of a line. The default is a line about which nothing is known.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct LineEvidence {
    /// Whether it is cut as furniture already.
    pub is_cut: bool,
    /// Whether it is cut as furniture of the page, not as a credit or a link that is printed amid
    /// stories. Only furniture of the page shows that a text is a whole page.
    pub is_of_page: bool,
    /// What a rule suspects, if it is not sure.
    pub suspicion: Option<Certainty>,
}
