//! Versions: which of two documents is a later version of the other.
//!
//! A document may correct facts of another. The corrected one is dropped only if the correcting one
//! is a later version of it. Two documents are versions of each other only if they have the same
//! publisher or the same address: if two papers report different facts, they are two sources, and
//! both are kept.

use crate::date;
use crate::origin::Origin;
use copydesk_neardup::VersionOrder;
use copydesk_text::hash64;

/// By whom, where and when a document was published, as far as these are known.
///
/// Publisher and address are hashes to save memory: a table has the version of every document.
///
/// ```
/// use copydesk_clean::{Origin, Version};
/// use copydesk_neardup::VersionOrder;
///
/// let of = |url, date| {
///     Version::of(&Origin { url: Some(url), date: Some(date), ..Origin::default() })
/// };
/// let first = of("https://sport.harbour.example/ferry", "2024-03-05");
/// let later = of("https://harbour.example/ferry-2", "2024-03-06");
/// assert_eq!(later.order(&first), VersionOrder::LeftIsLater);
/// let elsewhere = of("https://valley.example/ferry", "2024-03-06");
/// assert_eq!(elsewhere.order(&first), VersionOrder::Unknown);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Version {
    /// Hash of the publisher.
    pub publisher: Option<u64>,
    /// Hash of the address of the page.
    pub address: Option<u64>,
    /// Date of publication, in seconds since 1970.
    pub date: Option<i64>,
}

impl Version {
    /// The version of a document with this origin.
    #[must_use]
    pub fn of(origin: &Origin<'_>) -> Self {
        Self {
            publisher: hashed(origin.publisher()),
            address: hashed(origin.address()),
            date: origin.date.and_then(date::seconds),
        }
    }

    /// Which of two documents is the later version. [`VersionOrder::Unknown`] if they are not
    /// versions of each other, or if a date is missing.
    #[must_use]
    pub fn order(&self, other: &Self) -> VersionOrder {
        // Two documents without a publisher do not have the same one.
        let is_same_publisher = self.publisher.is_some() && self.publisher == other.publisher;
        let is_same_address = self.address.is_some() && self.address == other.address;
        let are_versions = is_same_publisher || is_same_address;
        match (self.date, other.date) {
            (Some(left), Some(right)) if are_versions && left > right => VersionOrder::LeftIsLater,
            (Some(left), Some(right)) if are_versions && left < right => VersionOrder::RightIsLater,
            // If the dates are equal, neither is known to be the later one.
            _ => VersionOrder::Unknown,
        }
    }
}

/// The hash of a name, by which two versions are compared.
fn hashed(name: Option<String>) -> Option<u64> {
    Some(hash64(name?.as_bytes()))
}
