//! The names of rules, as they are written into the record of every cut.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Declares the names: the variant, and how it is written.
macro_rules! rule_names {
    ($($variant:ident $name:literal)*) => {
        /// Which rule, or which step after the rules, has found a piece of furniture.
        ///
        /// ```
        /// use copydesk_boilerplate::RuleName;
        ///
        /// assert_eq!(RuleName::ReadMore.as_str(), "read-more");
        /// assert_eq!(RuleName::from_code(RuleName::ReadMore.code()), Some(RuleName::ReadMore));
        /// ```
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum RuleName {
            $(
                #[doc = concat!("`", $name, "`")]
                #[serde(rename = $name)]
                $variant,
            )*
        }

        impl RuleName {
            /// All names.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name in kebab-case, as it stands in the decisions file.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

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
    /// A number for the name, to be kept between the passes of one run: another version may number otherwise.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// Whether furniture of this kind stands amid stories, between their paragraphs, and so says nothing of the lines
    /// around it: a credit, a link, an advertisement.
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

    /// The name with this [`Self::code`].
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
