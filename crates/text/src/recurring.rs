//! Which hashes come more than once.
//!
//! Most runs of words of a document stand in it once, and are of no interest. A bitmap tells them
//! apart without sorting: two bits for each hash, of which the first marks what was seen, the
//! second what was seen again. Two hashes may share their bits, so a few that come once are let
//! through.

/// Places in the bitmap for each hash, so that few share one.
const PLACES_PER_HASH: usize = 16;
/// Places in one word of the bitmap.
const PLACES: usize = 32;

/// Which of many hashes came more than once, give or take a few.
///
/// ```
/// use copydesk_text::Recurring;
///
/// let mut seen = Recurring::new(4);
/// [7, 8, 9, 8].into_iter().for_each(|hash| seen.see(hash));
/// assert!(seen.came_again(8));
/// assert!(!seen.came_again(7));
/// ```
#[derive(Clone, Debug)]
pub struct Recurring(Vec<u64>);

impl Recurring {
    /// Nothing was seen yet of some `count` hashes, which should be spread evenly over their lowest
    /// bits. Takes four to eight bytes for each; of more hashes than that, more are let through.
    #[must_use]
    pub fn new(count: usize) -> Self {
        Self(vec![
            0;
            (count * PLACES_PER_HASH)
                .next_power_of_two()
                .max(PLACES)
                / PLACES
        ])
    }

    /// Sees a hash.
    pub fn see(&mut self, hash: u64) {
        let (at, seen) = self.place(hash);
        let bits = &mut self.0[at];
        *bits |= (*bits & seen) << 1 | seen;
    }

    /// Whether a hash was seen twice or more. May say so of one that was not, never the reverse.
    #[must_use]
    pub fn came_again(&self, hash: u64) -> bool {
        let (at, seen) = self.place(hash);
        self.0[at] & seen << 1 != 0
    }

    fn place(&self, hash: u64) -> (usize, u64) {
        let place = hash as usize;
        (
            (place / PLACES) & (self.0.len() - 1),
            1 << (place % PLACES * 2),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Recurring;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_that_recurs_is_lost(hashes in proptest::collection::vec(prop_oneof![any::<u64>(), 0u64..40], 0..200)) {
            let mut seen = Recurring::new(hashes.len());
            hashes.iter().for_each(|&hash| seen.see(hash));
            let recurs = |hash: u64| hashes.iter().filter(|&&other| other == hash).count() > 1;
            prop_assert!(hashes.iter().filter(|&&hash| recurs(hash)).all(|&hash| seen.came_again(hash)));
        }
    }

    #[test]
    fn hashes_of_bits_of_their_own_are_told_apart() {
        let mut seen = Recurring::new(8);
        [1, 2, 3, 2].into_iter().for_each(|hash| seen.see(hash));
        assert!(
            seen.came_again(2) && !seen.came_again(1) && !seen.came_again(3) && !seen.came_again(4)
        );
    }
}
