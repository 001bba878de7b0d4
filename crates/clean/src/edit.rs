//! Findings that will be cut.

use crate::decision::Copy;
use copydesk_text::Span;
use serde::{Deserialize, Serialize};

/// Why a span is cut. The names are part of the decisions file's format.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It stands twice in the document.
    RepeatedInDocument,
    /// It stands inside another paragraph of the document.
    ContainedInDocument,
    /// It stands in another document too.
    RepeatedAcrossDocuments,
    /// It stands in many stories of the site.
    RecurringFurniture,
    /// A named rule knows it.
    FurnitureRule,
}

impl Reason {
    /// Whether no copy need stay.
    #[must_use]
    pub fn is_furniture(self) -> bool {
        matches!(self, Self::RecurringFurniture | Self::FurnitureRule)
    }

    /// The name in the decisions file.
    ///
    /// ```
    /// assert_eq!(copydesk_clean::Reason::FurnitureRule.name(), "furniture-rule");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::RepeatedInDocument => "repeated-in-document",
            Self::ContainedInDocument => "contained-in-document",
            Self::RepeatedAcrossDocuments => "repeated-across-documents",
            Self::RecurringFurniture => "recurring-furniture",
            Self::FurnitureRule => "furniture-rule",
        }
    }
}

/// A span that will be cut, in bytes of the raw decoded text.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Edit {
    /// First byte.
    pub start: usize,
    /// Byte behind the last.
    pub end: usize,
    /// Why.
    pub reason: Reason,
    /// What exactly was seen: a rule's name, `recurrence`, or how the copies relate (`equal`, `near`).
    pub rule: String,
    /// The same in words, with the counts that led to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// How strong the evidence is, 0..=1. For repeats: the share of the cut words that stand in the kept copy.
    pub evidence: f64,
    /// The copy that stays; always there unless the reason is furniture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Copy>,
}

impl Edit {
    /// The span that is cut.
    ///
    /// # Panics
    /// If the edit was read from a file in which it runs backwards.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }

    /// The same edit over another span.
    #[must_use]
    pub fn over(mut self, span: Span) -> Self {
        (self.start, self.end) = (span.start(), span.end());
        self
    }
}
