//! The names of rules, which are recorded with every cut.
//!
//! A built-in name is a variant of [`RuleName`], so the compiler checks that no `match` forgets
//! one. Users add rules at run time, so the names of their rules are text.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The name of a rule that a user has added: small letters, digits, and single hyphens between
/// them.
///
/// The name is stored in the value itself, not on the heap, so that [`RuleName`] can be `Copy`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CustomName {
    bytes: [u8; Self::LONGEST],
    length: u8,
}

impl CustomName {
    /// The most characters that a name may have.
    pub const LONGEST: usize = 31;

    /// A name; `None` if it is empty, too long, or has other characters than small letters, digits
    /// and single hyphens between them.
    ///
    /// ```
    /// use copydesk_boilerplate::CustomName;
    ///
    /// assert_eq!(CustomName::new("puzzle-page-2").unwrap().as_str(), "puzzle-page-2");
    /// assert!(CustomName::new("Puzzle page").is_none() && CustomName::new("-").is_none());
    /// ```
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        if name.len() > Self::LONGEST || !name.split('-').all(is_name_part) {
            return None;
        }
        let mut bytes = [0; Self::LONGEST];
        bytes[..name.len()].copy_from_slice(name.as_bytes());
        Some(Self {
            bytes,
            length: name.len() as u8,
        })
    }

    /// The name as it was given to [`Self::new`].
    #[must_use]
    pub fn as_str(&self) -> &str {
        // A name is ASCII by construction.
        str::from_utf8(&self.bytes[..usize::from(self.length)]).unwrap_or_default()
    }
}

/// Whether a part of a name, between two hyphens or an end, is not empty and has only small letters
/// and digits.
fn is_name_part(part: &str) -> bool {
    for byte in part.bytes() {
        if !byte.is_ascii_lowercase() && !byte.is_ascii_digit() {
            return false;
        }
    }
    !part.is_empty()
}

impl fmt::Debug for CustomName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

/// Declares the built-in names: for each, the variant and the name in kebab-case.
macro_rules! rule_names {
    ($($variant:ident $name:literal)*) => {
        /// What has found a piece of furniture: a rule whose phrases match, a rule in code (a
        /// *step*), or the page forest, which judges a line by its neighbours.
        ///
        /// ```
        /// use copydesk_boilerplate::RuleName;
        ///
        /// assert_eq!(RuleName::ReadMore.as_str(), "read-more");
        /// assert_eq!(RuleName::of("read-more"), Some(RuleName::ReadMore));
        /// assert_eq!(RuleName::of("puzzle-page").unwrap().as_str(), "puzzle-page");
        /// ```
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub enum RuleName {
            $(
                #[doc = concat!("`", $name, "`")]
                $variant,
            )*
            /// A rule that a user has added.
            Custom(CustomName),
        }

        /// The built-in names, numbered in the order in which they are declared. [`RuleName`]
        /// itself cannot be cast to a number, because one of its variants has a field.
        #[derive(Clone, Copy)]
        enum BuiltIn {
            $($variant,)*
        }

        impl RuleName {
            /// All built-in names.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name in kebab-case, as it is written in the decisions file.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $name,)*
                    Self::Custom(name) => name.as_str(),
                }
            }

            /// The number of a built-in name; `None` for a rule that a user has added. It is only
            /// for data that one run stores for its later passes: another version of the program
            /// may number the names differently.
            #[must_use]
            pub const fn code(self) -> Option<u8> {
                match self {
                    $(Self::$variant => Some(BuiltIn::$variant as u8),)*
                    Self::Custom(_) => None,
                }
            }
        }
    };
}

// Each name has a file of phrases, `rules/<name>.toml` in the folder of this crate, or it is in
// `RuleName::STEPS`. `wall` is the only name with both.
rule_names! {
    Account "account"
    Advertisement "advertisement"
    App "app"
    Block "block"
    Breadcrumbs "breadcrumbs"
    Channel "channel"
    Code "code"
    Comments "comments"
    Cookies "cookies"
    Copyright "copyright"
    Credit "credit"
    Disclaimer "disclaimer"
    Donation "donation"
    Embed "embed"
    Images "images"
    LinkList "link-list"
    Menu "menu"
    Neighbour "neighbour"
    Newsletter "newsletter"
    Page "page"
    PageMark "page-mark"
    Player "player"
    PressContact "press-contact"
    ReadMore "read-more"
    Related "related"
    RelatedList "related-list"
    Share "share"
    Subscription "subscription"
    Terms "terms"
    Tips "tips"
    Wall "wall"
}

impl RuleName {
    /// The names of the steps, which are code, and `page`, the name of the [page
    /// forest](crate::Forest). A user's rule cannot have one of these names.
    pub(crate) const STEPS: [Self; 9] = [
        Self::Block,
        Self::Breadcrumbs,
        Self::Code,
        Self::Embed,
        Self::LinkList,
        Self::Menu,
        Self::Neighbour,
        Self::Page,
        Self::Wall,
    ];

    /// Reads a name in kebab-case. A name that is not built in is taken for that of a custom rule.
    /// `None` if no rule can have that name: see [`CustomName::new`].
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        for known in Self::ALL {
            if known.as_str() == name {
                return Some(*known);
            }
        }
        CustomName::new(name).map(Self::Custom)
    }

    /// Whether furniture of this kind is printed between the paragraphs of stories, as credits,
    /// links and advertisements are. It does not show that the lines around it are furniture too.
    ///
    /// ```
    /// use copydesk_boilerplate::RuleName;
    ///
    /// assert!(RuleName::Credit.is_printed_in_stories());
    /// assert!(!RuleName::Menu.is_printed_in_stories());
    /// ```
    #[must_use]
    pub const fn is_printed_in_stories(self) -> bool {
        matches!(
            self,
            Self::Advertisement
                | Self::Code
                | Self::Credit
                | Self::Embed
                | Self::Images
                | Self::Player
                | Self::ReadMore
                | Self::Related
                | Self::RelatedList
        )
    }

    /// The built-in name with this [`Self::code`]; `None` if no name has it.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }
}

impl fmt::Display for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<RuleName> for String {
    fn from(name: RuleName) -> Self {
        name.as_str().to_owned()
    }
}

impl TryFrom<String> for RuleName {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        Self::of(&name).ok_or_else(|| format!("{name:?} is not the name of a rule"))
    }
}
