//! Pseudo-random numbers that are the same on every machine.

use copydesk_text::mix64;
use std::ops::RangeInclusive;

/// The state grows by this for each random number. It is the odd number nearest to 2⁶⁴ divided by
/// the golden ratio.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// The SplitMix64 generator (Steele, Lea, Flood 2014). It is not for secrets.
///
/// ```
/// use copydesk_testkit::SplitMix64;
///
/// let mut rolls = SplitMix64::new(7);
/// let mut again = SplitMix64::new(7);
/// assert_eq!(rolls.next_u64(), again.next_u64());
/// assert!(rolls.below(6) < 6);
/// ```
#[derive(Clone, Debug)]
pub struct SplitMix64 {
    state: u64,
}

impl SplitMix64 {
    /// A generator whose numbers depend only on `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// A generator for one part of something that is made from one seed. Each part has a `number`.
    /// Its random numbers do not depend on how many are drawn for the other parts.
    ///
    /// ```
    /// use copydesk_testkit::SplitMix64;
    ///
    /// assert_ne!(SplitMix64::part(7, 0).next_u64(), SplitMix64::part(7, 1).next_u64());
    /// ```
    #[must_use]
    pub fn part(seed: u64, number: u64) -> Self {
        Self::new(mix64(seed ^ mix64(number.wrapping_add(STEP))))
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        mix64(self.state)
    }

    /// A number from 0 up to `end`, exclusive. Some numbers are a little more probable than others,
    /// but by less than 2⁻³² for every `end` that is used in tests.
    ///
    /// # Panics
    /// If `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        assert!(end > 0, "there is no number below 0");
        ((u128::from(self.next_u64()) * end as u128) >> 64) as usize
    }

    /// A number from the range, with both ends.
    ///
    /// # Panics
    /// If the range is empty.
    pub fn within(&mut self, range: &RangeInclusive<usize>) -> usize {
        range.start() + self.below(range.end() + 1 - range.start())
    }

    /// A number from 0 up to 1, exclusive.
    pub fn share(&mut self) -> f64 {
        // An `f64` has 53 bits of precision.
        (self.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// `true` with the probability `share`.
    pub fn chance(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// One of the items, each with the same probability.
    ///
    /// # Panics
    /// If there are no items.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// One of the strings, each with the same probability.
    ///
    /// # Panics
    /// If there are no strings.
    pub fn pick_str<'a, S: AsRef<str>>(&mut self, items: &'a [S]) -> &'a str {
        self.pick(items).as_ref()
    }

    /// Puts the items into a random order (Fisher and Yates).
    ///
    /// ```
    /// use copydesk_testkit::SplitMix64;
    ///
    /// let mut cards: Vec<u32> = (0..52).collect();
    /// SplitMix64::new(1).shuffle(&mut cards);
    /// assert_ne!(cards[..4], [0, 1, 2, 3]);
    /// cards.sort();
    /// assert_eq!(cards, (0..52).collect::<Vec<_>>());
    /// ```
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SplitMix64;

    #[test]
    fn the_numbers_are_those_that_were_published() {
        let mut random = SplitMix64::new(1_234_567);
        let first: Vec<u64> = (0..5).map(|_| random.next_u64()).collect();
        let published = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(first, published);
    }

    #[test]
    fn shares_are_evenly_distributed() {
        let mut random = SplitMix64::new(5);
        let mean = (0..10_000).map(|_| random.share()).sum::<f64>() / 10_000.0;
        assert!((mean - 0.5).abs() < 0.02, "{mean}");
        let hits = (0..10_000).filter(|_| random.chance(0.2)).count();
        assert!((1_850..2_150).contains(&hits), "{hits}");
    }

    #[test]
    fn every_number_of_a_range_comes_up() {
        let mut random = SplitMix64::new(6);
        let seen: std::collections::BTreeSet<usize> =
            (0..200).map(|_| random.within(&(3..=7))).collect();
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), [3, 4, 5, 6, 7]);
    }
}
