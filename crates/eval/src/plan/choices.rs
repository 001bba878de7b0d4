//! The bandings that one may choose from. Pure arithmetic.
//!
//! A signature of `b` bands × `r` rows makes two documents of similarity `s` candidates with the
//! probability `1 − (1 − sʳ)ᵇ`: each of the `r` values of a band agrees with probability `s`, and
//! one of `b` bands must agree as a whole (Leskovec, Rajaraman, Ullman, “Mining of Massive
//! Datasets”, ch. 3.4). The formula itself stands in [`Banding::miss_rate`].

use copydesk_neardup::Banding;

/// Longest signature that is looked at.
pub(super) const LONGEST: usize = 256;
/// Lengths that signatures are cut from.
const LENGTHS: [usize; 3] = [64, 128, LONGEST];
/// Share of pairs at the threshold above which overlooking them is out of the question.
const MOST_MISSED: f64 = 0.1;
/// Share of pairs at the threshold below which overlooking still fewer is not worth any candidates.
const LEAST_MISSED: f64 = 1e-6;
/// Where the needless candidates of two bandings are compared, or at half the threshold if that is
/// lower.
const NEEDLESS_AT: f64 = 0.5;

/// Bandings worth thinking about for a threshold, from loose to strict: for each number of rows the
/// most bands that fit into one of a few lengths. Left out is what overlooks more than a tenth or
/// less than a millionth at the threshold, and what another one surpasses: one that is no longer,
/// overlooks no more, and makes no more needless candidates. The one that copydesk takes is always
/// among them.
pub(super) fn bandings(threshold: f64) -> Vec<Banding> {
    let taken = Banding::for_threshold(threshold);
    let mut all = vec![taken];
    for length in LENGTHS {
        for rows in 1..=length {
            let banding = Banding::new(length / rows, rows);
            if (LEAST_MISSED..=MOST_MISSED).contains(&banding.miss_rate(threshold)) {
                all.push(banding);
            }
        }
    }
    all.sort_by_key(|b| (b.rows(), b.bands()));
    all.dedup();
    let mut best = all.clone();
    best.retain(|&b| b == taken || !all.iter().any(|&other| surpasses(other, b, threshold)));
    best
}

fn surpasses(a: Banding, b: Banding, threshold: f64) -> bool {
    let (a, b) = (costs(a, threshold), costs(b, threshold));
    a.iter().zip(&b).all(|(a, b)| a <= b) && a != b
}

/// What a banding costs: values to sketch, true pairs it misses, needless candidates it makes. The
/// last two are shares.
fn costs(banding: Banding, threshold: f64) -> [f64; 3] {
    let needless = 1.0 - banding.miss_rate(NEEDLESS_AT.min(threshold / 2.0));
    [
        banding.signature_len() as f64,
        banding.miss_rate(threshold),
        needless,
    ]
}

/// Similarities at which true pairs may be overlooked: the threshold, a little above, and nearly
/// equal.
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

/// To three places, as similarities are printed: sums like .8 + .1 have a tail of digits.
fn rounded(similarity: f64) -> f64 {
    (similarity * 1000.0).round() / 1000.0
}

/// Similarities at which candidates are needless.
pub(super) fn similarities_below(threshold: f64) -> Vec<f64> {
    [0.3, 0.5, 0.7]
        .into_iter()
        .filter(|s| *s < threshold)
        .collect()
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
