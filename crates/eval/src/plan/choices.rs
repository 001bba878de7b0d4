//! The bandings that are worth listing for a threshold, the similarity from which two documents
//! should become candidates. Pure arithmetic.
//!
//! A banding divides a MinHash signature into `b` bands of `r` values (rows) each. It makes two
//! documents of similarity `s` candidates with the probability `1 − (1 − sʳ)ᵇ`: each of the `r`
//! values of a band agrees with probability `s`, and at least one of `b` bands must agree in all
//! its values (Leskovec, Rajaraman, Ullman, “Mining of Massive Datasets”, ch. 3.4). The formula is
//! implemented in [`Banding::miss_rate`].

use copydesk_neardup::Banding;

/// The greatest length of a signature that is considered, in values.
const MAX_LENGTH: usize = 256;
/// The lengths of signatures that are considered, in values.
const LENGTHS: [usize; 3] = [64, 128, MAX_LENGTH];
/// A banding that misses more than this share of pairs at the threshold is useless.
const MAX_LISTED_MISS_RATE: f64 = 0.1;
/// A banding that misses less than this share of pairs at the threshold makes more candidates than
/// others for no noticeable gain.
const MIN_LISTED_MISS_RATE: f64 = 1e-6;

/// The bandings that are worth listing for a threshold, sorted by rows and then by bands.
///
/// For each number of rows and each length of a signature, the banding with the most bands that fit
/// is considered. It is left out if it misses too many or needlessly few pairs, or if another
/// banding surpasses it. The default of copydesk is always listed.
pub(super) fn bandings(threshold: f64) -> Vec<Banding> {
    let default = Banding::for_threshold(threshold);
    let mut all = vec![default];
    for length in LENGTHS {
        for rows in 1..=length {
            let banding = Banding::new(length / rows, rows);
            if (MIN_LISTED_MISS_RATE..=MAX_LISTED_MISS_RATE).contains(&banding.miss_rate(threshold))
            {
                all.push(banding);
            }
        }
    }
    // The default may be in the list twice.
    all.sort_by_key(|b| (b.rows(), b.bands()));
    all.dedup();
    let mut best = all.clone();
    // `all` has bandings that are left out, too. That changes nothing: if A surpasses B and B
    // surpasses C, A surpasses C.
    best.retain(|&banding| {
        banding == default
            || !all
                .iter()
                .any(|&other| surpasses(other, banding, threshold))
    });
    best
}

/// Whether `a` is better than `b` in at least one cost and worse in none.
fn surpasses(a: Banding, b: Banding, threshold: f64) -> bool {
    let (a, b) = (costs(a, threshold), costs(b, threshold));
    a.iter().zip(&b).all(|(a, b)| a <= b) && a != b
}

/// The costs of a banding: the length of its signatures, the share of pairs at the threshold that
/// it misses, and the share of pairs at half the threshold that needlessly become candidates.
fn costs(banding: Banding, threshold: f64) -> [f64; 3] {
    [
        banding.signature_len() as f64,
        banding.miss_rate(threshold),
        1.0 - banding.miss_rate(threshold / 2.0),
    ]
}

/// The similarities for which the share of missed pairs is listed: the threshold, two that are a
/// little higher, and 0.95. Similarities below the threshold, and of 1 or more, are left out.
pub(super) fn similarities_above(threshold: f64) -> Vec<f64> {
    let lowest = rounded(threshold);
    let mut out = vec![
        lowest,
        rounded(threshold + 0.05),
        rounded(threshold + 0.1),
        0.95,
    ];
    out.retain(|similarity| (lowest..1.0).contains(similarity));
    out.sort_by(f64::total_cmp);
    out.dedup();
    out
}

/// A similarity rounded to three digits, as it is printed. Sums like 0.8 + 0.1 are not exact.
fn rounded(similarity: f64) -> f64 {
    (similarity * 1000.0).round() / 1000.0
}

/// The similarities for which the share of needless candidates is listed. All are below the
/// threshold.
pub(super) fn similarities_below(threshold: f64) -> Vec<f64> {
    let mut out = vec![0.3, 0.5, 0.7];
    out.retain(|similarity| *similarity < threshold);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similarities_are_listed_above_and_below_the_threshold() {
        assert_eq!(similarities_above(0.8), [0.8, 0.85, 0.9, 0.95]);
        assert_eq!(similarities_above(0.9), [0.9, 0.95]);
        assert_eq!(similarities_above(0.97), [0.97]);
        assert_eq!(similarities_below(0.5), [0.3]);
    }

    #[test]
    fn no_other_banding_surpasses_a_listed_one_and_the_default_is_listed() {
        for threshold in [0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.99] {
            let all = bandings(threshold);
            let default = Banding::for_threshold(threshold);
            assert!(all.contains(&default), "{threshold}");
            assert!(
                all.iter().all(|b| b.signature_len() <= MAX_LENGTH),
                "{threshold}"
            );
            // The default is listed even if it is surpassed.
            let others: Vec<_> = all.iter().filter(|b| **b != default).collect();
            assert!(
                others
                    .iter()
                    .all(|b| b.miss_rate(threshold) <= MAX_LISTED_MISS_RATE
                        && !all.iter().any(|a| surpasses(*a, **b, threshold)))
            );
        }
    }
}
