//! Ids: the numbers of documents and sites, and the ranks of documents.
//!
//! Each kind of id is a type of its own, so the compiler rejects a document where a rank is meant.
//! Ids are dense: they count from 0 and serve as indices into tables. 32 bits are enough for four
//! billion documents, and tables of ids are half as large as with 64 bits.

use serde::{Deserialize, Serialize};

/// Declares a kind of id: a `u32` that can be compared only with ids of the same kind.
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

            /// The id of the element at this index of a table.
            ///
            /// # Panics
            /// If the index does not fit 32 bits.
            #[must_use]
            pub fn of_index(index: usize) -> Self {
                Self(u32::try_from(index).expect("a table of ids holds less than 2^32 elements"))
            }

            /// The index of the id's element in a table.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// The number of the id, for writing it to a file.
            #[must_use]
            pub const fn number(self) -> u32 {
                self.0
            }
        }
    };
}

id! {
    /// A document of a dump, numbered in input order. The number says nothing about preference: see
    /// [`Rank`].
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
    /// smaller rank is kept. The order depends on the content of documents and not on their
    /// position in the input, unless the user asks for that (`--prefer first`).
    ///
    /// ```
    /// use copydesk_text::Rank;
    ///
    /// assert!(Rank::new(0) < Rank::new(1));
    /// ```
    Rank
}

id! {
    /// A site that documents come from, usually a host. Sites are numbered in the order in which
    /// they first occur.
    ///
    /// ```
    /// use copydesk_text::SiteId;
    ///
    /// assert_eq!(SiteId::new(3).number(), 3);
    /// ```
    SiteId
}
