//! Shares of a memory budget.
//!
//! How much memory each table (a sorter, a blob store) may take is a constant, and all of these are
//! in one list. Whoever adds a table sees the others there, and the compiler checks their sum.

/// The share of one table in the memory for all tables, in hundredths, and the most bytes that it
/// may take, however large the memory is.
///
/// List all shares in one place, and for each phase of the work the shares of the tables that are
/// in memory at the same time. With [`Share::fit_together`] the compiler checks that they fit.
///
/// ```
/// use copydesk_store::Share;
///
/// const NAMES: Share = Share::hundredths(60);
/// const TEXTS: Share = Share::hundredths(40).at_most(64 << 20);
/// const _: () = assert!(Share::fit_together(&[NAMES, TEXTS]));
/// assert!(!Share::fit_together(&[NAMES, NAMES]));
/// assert_eq!((TEXTS.of(100 << 20), TEXTS.of(1 << 30)), (40 << 20, 64 << 20));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Share {
    hundredths: u64,
    most_bytes: usize,
}

impl Share {
    /// A share of this many hundredths, without a limit in bytes.
    ///
    /// # Panics
    /// If there are more than a hundred. In a constant, that is a compile error.
    #[must_use]
    pub const fn hundredths(hundredths: u64) -> Self {
        assert!(hundredths <= 100, "a share is no more than the whole");
        Self {
            hundredths,
            most_bytes: usize::MAX,
        }
    }

    /// This share, but never more than `most_bytes`.
    #[must_use]
    pub const fn at_most(self, most_bytes: usize) -> Self {
        Self { most_bytes, ..self }
    }

    /// Whether tables with these shares can be in memory at the same time: the sum of the shares is
    /// at most 100 hundredths.
    #[must_use]
    pub const fn fit_together(shares: &[Self]) -> bool {
        let (mut sum, mut index) = (0, 0);
        // A `for` loop is not allowed in a constant function.
        while index < shares.len() {
            sum += shares[index].hundredths;
            index += 1;
        }
        sum <= 100
    }

    /// The size of this share in bytes, if the memory for all tables is `whole` bytes.
    #[must_use]
    pub fn of(self, whole: u64) -> usize {
        // Divided first, because `whole` may be so large that the product would overflow.
        let share = usize::try_from(whole / 100 * self.hundredths).unwrap_or(usize::MAX);
        share.min(self.most_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::Share;

    #[test]
    fn a_phase_may_take_all_and_no_more() {
        let half = Share::hundredths(50);
        assert!(Share::fit_together(&[]) && Share::fit_together(&[half, half]));
        assert!(!Share::fit_together(&[half, half, Share::hundredths(1)]));
    }

    #[test]
    fn a_share_of_the_largest_or_of_no_memory_does_not_overflow() {
        assert_eq!(Share::hundredths(100).at_most(7).of(u64::MAX), 7);
        assert_eq!(Share::hundredths(3).of(0), 0);
        assert_eq!(Share::hundredths(25).of(1_000), 250);
    }
}
