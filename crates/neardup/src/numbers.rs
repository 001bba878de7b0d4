//! Numbers that two near-identical documents give differently.
//!
//! An update, or the same report form a day later (dam levels, closing prices), shares nearly all shingles with its predecessor and
//! tells other facts. A number is known by its company: the two words on either side, in which numbers count as blanks.

use copydesk_text::{Word, mix64};

/// Words on either side that make a number's company.
const REACH: usize = 2;
/// What is longer is no number but encoded data that happens to hold digits.
const MAX_BYTES: usize = 20;
/// Stands for any number, and for what lies beyond the ends of the document.
const BLANK: u64 = 0x6E75_6D62_6572_2121;

/// The numbers of a document with the company they stand in.
///
/// ```
/// use copydesk_neardup::Numbers;
/// use copydesk_text::words;
///
/// let early = Numbers::of(&words("Police said they had detained 1,700 people in the capital."));
/// let late = Numbers::of(&words("Police said they had detained 3,500 people in the capital on Sunday."));
/// let copy = Numbers::of(&words("Police: they had detained 1,700 people in the capital."));
/// assert!(early.contradicts(&late));
/// assert!(!early.contradicts(&copy));
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Numbers(Vec<(u64, u64)>);

impl Numbers {
    /// Collects the numbers of a run of words.
    #[must_use]
    pub fn of(words: &[Word]) -> Self {
        let word = |i: Option<usize>| match i.and_then(|i| words.get(i)) {
            Some(word) if !word.is_number() => word.hash,
            _ => BLANK,
        };
        let company = |i: usize| {
            let before = (1..=REACH).rev().map(|d| word(i.checked_sub(d)));
            let after = (1..=REACH).map(|d| word(Some(i + d)));
            before.chain(after).fold(0, |hash, word| mix64(hash ^ word))
        };
        let numbers = words
            .iter()
            .enumerate()
            .filter(|(_, word)| word.is_number() && word.span.len() <= MAX_BYTES);
        let mut found: Vec<(u64, u64)> = numbers.map(|(i, word)| (company(i), word.hash)).collect();
        found.sort_unstable();
        found.dedup();
        Self(found)
    }

    /// Whether some number of this document stands in company in which the other document has only other numbers.
    #[must_use]
    pub fn contradicts(&self, other: &Self) -> bool {
        self.0.iter().any(|entry| {
            let from = other.0.partition_point(|known| known.0 < entry.0);
            other.0.get(from).is_some_and(|known| known.0 == entry.0)
                && other.0[from..].binary_search(entry).is_err()
        })
    }
}
