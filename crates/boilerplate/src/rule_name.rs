//! The names of rules, as they are written into the record of every cut.
//!
//! A built-in name is a variant of [`RuleName`], so the compiler checks that each has its file or
//! its code, and that no step forgets one. Users add rules at run time, so their names are text.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The name of a rule that a user has added: small letters, digits, and single hyphens between
/// them.
///
/// The letters are in the value itself, not on the heap, so that [`RuleName`] can be `Copy`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CustomName {
    bytes: [u8; Self::LONGEST],
    length: u8,
}

impl CustomName {
    /// The most letters that a name may have.
    pub const LONGEST: usize = 31;

    /// A name; `None` if it is empty, too long, or has other signs than small letters, digits and
    /// hyphens between them.
    ///
    /// ```
    /// use copydesk_boilerplate::CustomName;
    ///
    /// assert_eq!(CustomName::new("puzzle-page-2").unwrap().as_str(), "puzzle-page-2");
    /// assert!(CustomName::new("Puzzle page").is_none() && CustomName::new("-").is_none());
    /// ```
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        if name.len() > Self::LONGEST || !name.split('-').all(is_word) {
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

/// Whether a part between hyphens is not empty and has small letters and digits only.
fn is_word(part: &str) -> bool {
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

/// Declares the names: the variant, and how it is written.
macro_rules! rule_names {
    ($($variant:ident $name:literal)*) => {
        /// Which rule, or which step after the rules, has found a piece of furniture.
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

        /// The built-in names, numbered in the order in which they are declared.
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

            /// A number for a built-in name, to be stored between the passes of one run only:
            /// another version may number otherwise. `None` for a rule that a user has added.
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

// A built-in rule has a file of this name in `rules/`, beside `src/`; a step has code.
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
    /// The names of steps that follow the phrases, and of the [page as a whole](crate::Forest):
    /// they have no phrases.
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

    /// The built-in rule of this name, else a custom one; `None` if no rule can have the name: see
    /// [`CustomName::new`].
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        for known in Self::ALL {
            if known.as_str() == name {
                return Some(*known);
            }
        }
        CustomName::new(name).map(Self::Custom)
    }

    /// Whether furniture of this kind is printed amid stories, between their paragraphs, and so
    /// says nothing of the lines around it: a credit, a link, an advertisement.
    ///
    /// ```
    /// use copydesk_boilerplate::RuleName;
    ///
    /// assert!(RuleName::Credit.stands_amid_stories() && !RuleName::Menu.stands_amid_stories());
    /// ```
    #[must_use]
    pub const fn stands_amid_stories(self) -> bool {
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
