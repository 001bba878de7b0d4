//! Ids: numbers that name documents, ranks and sites.
//!
//! Each kind is a type of its own, so the compiler rejects a document where a rank is meant. All
//! of them are dense: they count from 0 and are used as indices into tables. 32 bits are enough for
//! four billion documents, and tables of ids are half as large as with 64.

use serde::{Deserialize, Serialize};

/// Declares an id: a `u32` that only its own kind can be compared with.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
        #[derive(Serialize, Deserialize)]
        pub struct $name(u32);

        impl $name {
            /// The id with this number.
            #[must_use]
            pub const fn new(number: u32) -> Self {
                Self(number)
            }

            /// The id of the element at this place of a table.
            ///
            /// # Panics
            /// If the place does not fit 32 bits.
            #[must_use]
            pub fn of_index(index: usize) -> Self {
                Self(u32::try_from(index).expect("a table of ids holds less than 2^32 elements"))
            }

            /// The place of the element in a table.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// The number, to be written down.
            #[must_use]
            pub const fn number(self) -> u32 {
                self.0
            }
        }
    };
}

id! {
    /// A document of a dump, numbered in input order. It says where a document is, not whether it
    /// is preferred: that is its [`Rank`].
    ///
    /// ```
    /// use copydesk_text::DocId;
    ///
    /// assert_eq!(DocId::of_index(7).index(), 7);
    /// ```
    DocId
}

id! {
    /// The position of a document in the order of preference. Of two copies, the one with the
    /// smaller rank is kept. It depends on the content of documents, never on their position in the
    /// input.
    ///
    /// ```
    /// use copydesk_text::Rank;
    ///
    /// assert!(Rank::new(0) < Rank::new(1));
    /// ```
    Rank
}

id! {
    /// A site: the host that documents came from. Sites are numbered in the order in which they
    /// first occur.
    ///
    /// ```
    /// use copydesk_text::SiteId;
    ///
    /// assert_eq!(SiteId::new(3).number(), 3);
    /// ```
    SiteId
}
