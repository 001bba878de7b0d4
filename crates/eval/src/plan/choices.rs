//! The bandings that are worth listing for a threshold. Pure arithmetic.
//!
//! A banding divides a MinHash signature into `b` bands of `r` values (rows) each. It makes two
//! documents of similarity `s` candidates with the probability `1 − (1 − sʳ)ᵇ`: each of the `r`
//! values of a band agrees with probability `s`, and at least one of `b` bands must agree in all
//! its values (Leskovec, Rajaraman, Ullman, “Mining of Massive Datasets”, ch. 3.4). The formula is
//! implemented in [`Banding::miss_rate`].

use copydesk_neardup::Banding;

/// The longest signature that is considered, in values.
const LONGEST: usize = 256;
/// The lengths of signatures that are considered, in values.
const LENGTHS: [usize; 3] = [64, 128, LONGEST];
/// A banding that misses more than this share of pairs at the threshold is useless.
const MOST_MISSED: f64 = 0.1;
/// A banding that misses less than this share of pairs at the threshold makes more candidates than
/// others for no noticeable gain.
const LEAST_MISSED: f64 = 1e-6;
/// The similarity at which bandings are compared by their needless candidates, unless half the
/// threshold is lower.
const NEEDLESS_AT: f64 = 0.5;

/// The bandings that are worth listing for a threshold, from loose to strict.
///
/// For each number of rows, they have the most bands that fit into one of a few lengths of
/// signatures. Bandings that miss too many or needlessly few pairs are left out. So is a banding
/// that another one surpasses: its signature is no longer, it misses no more pairs and makes no
/// more needless candidates. The default of copydesk is always listed.
pub(super) fn bandings(threshold: f64) -> Vec<Banding> {
    let default = Banding::for_threshold(threshold);
    let mut all = vec![default];
    for length in LENGTHS {
        for rows in 1..=length {
            let banding = Banding::new(length / rows, rows);
            if (LEAST_MISSED..=MOST_MISSED).contains(&banding.miss_rate(threshold)) {
                all.push(banding);
            }
        }
    }
    // The default may be among the others as well.
    all.sort_by_key(|b| (b.rows(), b.bands()));
    all.dedup();
    let mut best = all.clone();
    // A banding may be left out because of one that is itself left out. That does no harm: the
    // banding that surpasses the second surpasses the first, too.
    best.retain(|&b| b == default || !all.iter().any(|&other| surpasses(other, b, threshold)));
    best
}

/// Whether `a` is better than `b` in one cost and worse in none.
fn surpasses(a: Banding, b: Banding, threshold: f64) -> bool {
    let (a, b) = (costs(a, threshold), costs(b, threshold));
    a.iter().zip(&b).all(|(a, b)| a <= b) && a != b
}

/// The costs of a banding: values of a signature, the share of pairs at the threshold that it
/// misses, and the share of pairs at a low similarity that become candidates.
fn costs(banding: Banding, threshold: f64) -> [f64; 3] {
    let needless = 1.0 - banding.miss_rate(NEEDLESS_AT.min(threshold / 2.0));
    [
        banding.signature_len() as f64,
        banding.miss_rate(threshold),
        needless,
    ]
}

/// The similarities for which the share of missed pairs is listed: the threshold, two a little
/// above it, and 0.95, without those of 1 or more.
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
    fn similarities_around_a_threshold() {
        assert_eq!(similarities_above(0.8), [0.8, 0.85, 0.9, 0.95]);
        assert_eq!(similarities_above(0.9), [0.9, 0.95]);
        assert_eq!(similarities_above(0.97), [0.97]);
        assert_eq!(similarities_below(0.5), [0.3]);
    }

    #[test]
    fn no_banding_surpasses_another_and_the_taken_one_is_there() {
        for threshold in [0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.99] {
            let all = bandings(threshold);
            let taken = Banding::for_threshold(threshold);
            assert!(all.contains(&taken), "{threshold}");
            assert!(
                all.iter().all(|b| b.signature_len() <= LONGEST),
                "{threshold}"
            );
            let others: Vec<_> = all.iter().filter(|b| **b != taken).collect();
            assert!(others.iter().all(|b| b.miss_rate(threshold) <= MOST_MISSED
                && !all.iter().any(|a| surpasses(*a, **b, threshold))));
        }
    }
}
