//! The reasons for which spans are cut and documents are dropped.
//!
//! Two kinds of reason need different proof. Furniture may vanish from the output. Any other text
//! is cut only if a copy of it is kept, so a finding with such a reason must name that copy.
//! Reasons have names in the decisions file, which never change, and codes in files between passes,
//! which may change with every version.

use copydesk_neardup::Relation;
use serde::{Deserialize, Serialize};

/// Declares an enum whose variants have a name in the decisions file and a code in files between
/// passes. All follow from one list, so a variant cannot be forgotten in one of them.
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
        /// It occurs twice in the document.
        RepeatedInDocument "repeated-in-document"
        /// It is contained in another paragraph of the document.
        ContainedInDocument "contained-in-document"
        /// It is in another document too.
        RepeatedAcrossDocuments "repeated-across-documents"
        /// It recurs in many stories of the site.
        RecurringFurniture "recurring-furniture"
        /// A named rule matches it.
        FurnitureRule "furniture-rule"
    }
}

/// Which of two overlapping findings is cut: the one that comes first here. It is the order in
/// which they are found, each kind in the text that the earlier kinds leave.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Precedence {
    /// Text of the site. No copy need be kept.
    Furniture,
    /// Text that the document has twice.
    InDocument,
    /// Text that another document has too.
    AcrossDocuments,
}

impl Reason {
    /// See [`Precedence`].
    pub(crate) const fn precedence(self) -> Precedence {
        match self {
            Self::RecurringFurniture | Self::FurnitureRule => Precedence::Furniture,
            Self::RepeatedInDocument | Self::ContainedInDocument => Precedence::InDocument,
            Self::RepeatedAcrossDocuments => Precedence::AcrossDocuments,
        }
    }

    /// Whether it is furniture, of which no copy need be kept.
    #[must_use]
    pub const fn is_furniture(self) -> bool {
        matches!(self.precedence(), Precedence::Furniture)
    }

    /// Whether it is cut because another document keeps a copy.
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
        /// A kept document tells everything that it tells, and more.
        Contained "contained"
        /// A later version from the same publisher or address corrects its facts or continues the
        /// story.
        Superseded "superseded"
        /// It has no text, or none that other documents do not keep.
        Empty "empty"
        /// It has no article. All of it is furniture, as on a cookie wall or an error page.
        NoArticle "no-article"
    }
}

impl DropReason {
    /// Why a document is dropped in favour of another to which it has this relation.
    #[must_use]
    pub fn of(relation: Relation) -> Self {
        match relation {
            Relation::Contained => Self::Contained,
            Relation::Corrected | Relation::Updated => Self::Superseded,
            _ => Self::Duplicate,
        }
    }
}
