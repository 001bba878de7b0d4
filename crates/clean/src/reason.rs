//! The reasons for which spans are cut and documents are dropped.
//!
//! A *finding* is a span that is to be cut, with a [`Reason`]. Furniture is cut even if no copy of
//! it is kept. A repeat is cut only if a copy of it is kept, in the same document or in another, so
//! its finding must name that copy. Reasons have names in the decisions file, which never change,
//! and codes in files between passes, which may change with every version.

use copydesk_neardup::Relation;
use serde::{Deserialize, Serialize};

/// Declares an enum whose variants have a name in the decisions file and a code in files between
/// passes. The enum, its names and its codes are made from one list, so no variant can be missing
/// in one of them.
macro_rules! named {
    (
        $(#[$doc:meta])*
        $enum:ident { $($(#[$variant_doc:meta])* $variant:ident $name:literal)* }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum $enum {
            $($(#[$variant_doc])* #[serde(rename = $name)] $variant,)*
        }

        impl $enum {
            /// All values.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name in the decisions file.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// A number that is stored between the passes of one run. Another version may use
            /// other numbers.
            #[must_use]
            pub const fn code(self) -> u8 {
                self as u8
            }

            /// The value with this [`Self::code`].
            #[must_use]
            pub fn from_code(code: u8) -> Option<Self> {
                Self::ALL.get(usize::from(code)).copied()
            }
        }
    };
}

named! {
    /// Why a span is cut. The names are part of the decisions file's format.
    ///
    /// ```
    /// use copydesk_clean::Reason;
    ///
    /// assert_eq!(Reason::FurnitureRule.name(), "furniture-rule");
    /// assert!(Reason::ALL.iter().all(|&reason| Reason::from_code(reason.code()) == Some(reason)));
    /// ```
    Reason {
        /// The span has a copy in the document. Both are whole paragraphs, one or several.
        RepeatedInDocument "repeated-in-document"
        /// The span has a copy in the document. One of them begins or ends inside a paragraph.
        ContainedInDocument "contained-in-document"
        /// The span has a copy in another document.
        RepeatedAcrossDocuments "repeated-across-documents"
        /// The span recurs in many stories of the site.
        RecurringFurniture "recurring-furniture"
        /// A named rule matches the span.
        FurnitureRule "furniture-rule"
    }
}

/// The kinds of findings: furniture, and two kinds of repeats. They are in order of precedence: of
/// two overlapping findings, the one whose kind comes first is cut.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Precedence {
    /// Text of the site.
    Furniture,
    /// Text that the document has twice.
    InDocument,
    /// Text that another document has too.
    AcrossDocuments,
}

impl Reason {
    /// The kind of finding that has this reason.
    pub(crate) const fn precedence(self) -> Precedence {
        match self {
            Self::RecurringFurniture | Self::FurnitureRule => Precedence::Furniture,
            Self::RepeatedInDocument | Self::ContainedInDocument => Precedence::InDocument,
            Self::RepeatedAcrossDocuments => Precedence::AcrossDocuments,
        }
    }

    /// Whether the span is furniture. No copy of furniture need be kept.
    #[must_use]
    pub const fn is_furniture(self) -> bool {
        matches!(self.precedence(), Precedence::Furniture)
    }

    /// Whether the span is cut because another document keeps a copy.
    #[must_use]
    pub const fn is_across_documents(self) -> bool {
        matches!(self.precedence(), Precedence::AcrossDocuments)
    }
}

named! {
    /// Why a document is dropped.
    ///
    /// ```
    /// assert_eq!(copydesk_clean::DropReason::Contained.name(), "contained");
    /// ```
    DropReason {
        /// A kept document tells the same story in nearly the same words.
        Duplicate "duplicate"
        /// One kept document tells everything that this one tells, and more.
        Contained "contained"
        /// A later version from the same publisher or address corrects its facts or continues the
        /// story.
        Superseded "superseded"
        /// The document has no text from the start, or each part of its text is cut because some
        /// other document keeps a copy.
        Empty "empty"
        /// The document has no article: all of it is furniture, as on a cookie wall or an error
        /// page.
        NoArticle "no-article"
    }
}

impl DropReason {
    /// Why one of two documents is dropped in favour of the other, if this is their relation.
    #[must_use]
    pub fn of(relation: Relation) -> Self {
        match relation {
            Relation::Contained => Self::Contained,
            Relation::Corrected | Relation::Updated => Self::Superseded,
            _ => Self::Duplicate,
        }
    }
}
