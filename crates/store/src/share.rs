//! Shares of a memory budget.
//!
//! The share of each table (a sorter, a blob store) is a constant, and all these constants are in
//! one place. Whoever adds a table sees the others there. The compiler checks that tables that are
//! in memory at the same time fit together.

/// How much of the memory for all tables one table may take: a number of hundredths, but no more
/// than a number of bytes.
///
/// Define all shares in one place. For each phase of the work, list the shares of the tables that
/// are in memory at the same time. With [`Share::fit_together`] the compiler checks each list.
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
    fn shares_fit_together_if_their_sum_is_at_most_the_whole() {
        let half = Share::hundredths(50);
        assert!(Share::fit_together(&[]) && Share::fit_together(&[half, half]));
        assert!(!Share::fit_together(&[half, half, Share::hundredths(1)]));
    }

    #[test]
    fn the_size_of_a_share_is_right_for_any_memory() {
        assert_eq!(Share::hundredths(25).of(1_000), 250);
        assert_eq!(Share::hundredths(3).of(0), 0);
        // Does not overflow.
        assert_eq!(Share::hundredths(100).at_most(7).of(u64::MAX), 7);
    }
}
