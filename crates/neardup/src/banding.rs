//! Locality-sensitive hashing (LSH): signatures are cut into bands, and documents that share a band
//! are compared.

use crate::signature::Signature;
use copydesk_text::hash64;

/// How a signature is cut: `bands` slices of `rows` values. Two documents become candidates if they
/// agree on all rows of a band.
///
/// The method is from Leskovec, Rajaraman, Ullman, “Mining of Massive Datasets”, ch. 3. Let `s` be
/// the similarity of a pair, `r` the rows and `b` the bands. The pair agrees on one value with the
/// probability `s`, on a whole band with `sʳ`, and on no band with `(1 − sʳ)ᵇ`. With more bands a
/// banding is looser: more pairs become candidates. With more rows it is stricter. The length of a
/// signature follows from both and cannot be set.
///
/// ```text
/// one document   17  4  9 │  8  8  2 │  5  1  7      3 bands × 3 rows
/// another        17  4  9 │  8  6  2 │  3  1  7      the first band agrees: candidates
/// ```
///
/// ```
/// use copydesk_neardup::Banding;
///
/// let banding = Banding::for_threshold(0.8);
/// assert_eq!((banding.bands(), banding.rows()), (25, 5));
/// assert!(banding.miss_rate(0.8) < 0.0001);
/// assert!(banding.miss_rate(0.5) > 0.4);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Banding {
    bands: usize,
    rows: usize,
}

impl Banding {
    /// Length of the longest signature that [`Banding::for_threshold`] asks for.
    pub const MAX_SIGNATURE_LEN: usize = 128;
    /// Share of the pairs exactly at the threshold that [`Banding::for_threshold`] may miss.
    pub const MAX_MISS_RATE: f64 = 0.001;

    /// A banding of `bands` × `rows`.
    ///
    /// # Panics
    /// If either is zero.
    #[must_use]
    pub fn new(bands: usize, rows: usize) -> Self {
        assert!(
            bands > 0 && rows > 0,
            "a banding has at least one band of one row"
        );
        Self { bands, rows }
    }

    /// The strictest banding that misses few pairs. It needs at most [`Self::MAX_SIGNATURE_LEN`]
    /// values, and misses at most [`Self::MAX_MISS_RATE`] of the pairs whose similarity is
    /// `threshold` (0..=1). A looser banding only costs time, since candidates are verified. A
    /// stricter one misses duplicates.
    ///
    /// For thresholds below 0.06 no banding misses so few pairs. They get the loosest one, which
    /// has one row.
    #[must_use]
    pub fn for_threshold(threshold: f64) -> Self {
        // From many rows to few: the first that misses few enough is the strictest.
        for rows in (1..=Self::MAX_SIGNATURE_LEN).rev() {
            let banding = Self::new(Self::MAX_SIGNATURE_LEN / rows, rows);
            if banding.miss_rate(threshold) <= Self::MAX_MISS_RATE {
                return banding;
            }
        }
        Self::new(Self::MAX_SIGNATURE_LEN, 1)
    }

    /// Number of bands.
    #[must_use]
    pub fn bands(self) -> usize {
        self.bands
    }

    /// Number of values in a band.
    #[must_use]
    pub fn rows(self) -> usize {
        self.rows
    }

    /// Number of values that a signature must have.
    #[must_use]
    pub fn signature_len(self) -> usize {
        self.bands * self.rows
    }

    /// The probability, 0..=1, that a pair with this similarity (0..=1) shares no band:
    /// `(1 − sʳ)ᵇ`.
    ///
    /// ```
    /// use copydesk_neardup::Banding;
    ///
    /// // Of pairs with a similarity of 0.7 one in a hundred is missed.
    /// let missed = Banding::new(25, 5).miss_rate(0.7);
    /// assert!((0.009..0.011).contains(&missed));
    /// ```
    #[must_use]
    pub fn miss_rate(self, similarity: f64) -> f64 {
        (1.0 - similarity.powi(self.rows as i32)).powi(self.bands as i32)
    }

    /// One key per band: a hash of the band's number and its values. Because of the number, equal
    /// values in two different bands do not make two documents candidates. Keys are written to
    /// disk, so they are the same in every run and on every machine.
    ///
    /// # Panics
    /// If the signature is not [`Banding::signature_len`] long.
    #[must_use]
    pub fn keys(self, signature: &Signature) -> Vec<u64> {
        assert_eq!(
            signature.values().len(),
            self.signature_len(),
            "a signature made for this banding"
        );
        let mut keys = Vec::with_capacity(self.bands);
        // Little-endian on every machine, so that keys made on two machines agree.
        let mut bytes = Vec::with_capacity(4 * (self.rows + 1));
        for (band, values) in signature.values().chunks_exact(self.rows).enumerate() {
            bytes.clear();
            bytes.extend_from_slice(&(band as u32).to_le_bytes());
            for value in values {
                bytes.extend_from_slice(&value.to_le_bytes());
            }
            keys.push(hash64(&bytes));
        }
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::Banding;

    #[test]
    fn the_miss_rates_in_the_crate_docs_are_right() {
        let banding = Banding::for_threshold(0.8);
        // “0.8 is missed once in 20,000 times”, and so on.
        for (similarity, once_in, tolerance) in
            [(0.8, 20_000.0, 0.05), (0.7, 100.0, 0.05), (0.6, 8.0, 0.1)]
        {
            let found = 1.0 / banding.miss_rate(similarity);
            let error: f64 = found / once_in - 1.0;
            assert!(
                error.abs() < tolerance,
                "{similarity} is missed once in {found}"
            );
        }
    }

    #[test]
    fn bandings_for_thresholds_keep_both_limits() {
        for percent in 0..=100 {
            let threshold = f64::from(percent) / 100.0;
            let banding = Banding::for_threshold(threshold);
            assert!(banding.signature_len() <= Banding::MAX_SIGNATURE_LEN);
            assert!(
                threshold < 0.06 || banding.miss_rate(threshold) <= Banding::MAX_MISS_RATE,
                "{threshold}"
            );
        }
    }
}
