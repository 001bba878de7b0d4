//! Why things are cut and dropped.

use copydesk_neardup::Relation;
use serde::{Deserialize, Serialize};

/// Declares an enum whose variants have a name in the decisions file and a code between passes. One
/// list makes all three, so a variant cannot be forgotten in one of them.
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
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name in the decisions file.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// A number for it, to be kept between the passes of one run: another version may
            /// number otherwise.
            #[must_use]
            pub const fn code(self) -> u8 {
                self as u8
            }

            /// The one with this [`Self::code`].
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
        /// It stands twice in the document.
        RepeatedInDocument "repeated-in-document"
        /// It stands inside another paragraph of the document.
        ContainedInDocument "contained-in-document"
        /// It stands in another document too.
        RepeatedAcrossDocuments "repeated-across-documents"
        /// It stands in many stories of the site.
        RecurringFurniture "recurring-furniture"
        /// A named rule knows it.
        FurnitureRule "furniture-rule"
    }
}

/// Which of two findings that overlap is cut: a later one was made in the text that the earlier
/// ones leave.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Precedence {
    Furniture,
    InDocument,
    AcrossDocuments,
}

impl Reason {
    pub(crate) const fn precedence(self) -> Precedence {
        match self {
            Self::RecurringFurniture | Self::FurnitureRule => Precedence::Furniture,
            Self::RepeatedInDocument | Self::ContainedInDocument => Precedence::InDocument,
            Self::RepeatedAcrossDocuments => Precedence::AcrossDocuments,
        }
    }

    /// Whether no copy need stay.
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
        /// A kept document tells all that it tells, and more.
        Contained "contained"
        /// A later version from the same publisher or address puts facts right, or goes on with the
        /// story.
        Superseded "superseded"
        /// It has no text, or other documents keep all that it has.
        Empty "empty"
        /// It holds no article: all of it is furniture, as of a wall or an error page.
        NoArticle "no-article"
    }
}

impl DropReason {
    /// Why a document goes for another to which it has this relation.
    #[must_use]
    pub fn of(relation: Relation) -> Self {
        match relation {
            Relation::Contained => Self::Contained,
            Relation::Corrected | Relation::Updated => Self::Superseded,
            _ => Self::Duplicate,
        }
    }
}
