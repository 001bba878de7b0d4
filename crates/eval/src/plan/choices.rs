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
    let of_length = |length: usize| (1..=length).map(move |rows| Banding::new(length / rows, rows));
    let is_sensible = |b: &Banding| (LEAST_MISSED..=MOST_MISSED).contains(&b.miss_rate(threshold));
    let mut all: Vec<Banding> = LENGTHS
        .into_iter()
        .flat_map(of_length)
        .filter(is_sensible)
        .collect();
    all.push(taken);
    all.sort_by_key(|b| (b.rows(), b.bands()));
    all.dedup();
    let is_surpassed = |b: &Banding| all.iter().any(|other| surpasses(*other, *b, threshold));
    all.iter()
        .copied()
        .filter(|b| *b == taken || !is_surpassed(b))
        .collect()
}

fn surpasses(a: Banding, b: Banding, threshold: f64) -> bool {
    let needless = |banding: Banding| 1.0 - banding.miss_rate(NEEDLESS_AT.min(threshold / 2.0));
    let cost = |banding: Banding| {
        [
            banding.signature_len() as f64,
            banding.miss_rate(threshold),
            needless(banding),
        ]
    };
    let (a, b) = (cost(a), cost(b));
    a.iter().zip(&b).all(|(a, b)| a <= b) && a != b
}

/// Similarities at which true pairs may be overlooked: the threshold, a little above, and nearly
/// equal.
pub(super) fn similarities_above(threshold: f64) -> Vec<f64> {
    let rounded = |s: f64| (s * 1000.0).round() / 1000.0;
    let mut out: Vec<f64> = [0.0, 0.05, 0.1]
        .iter()
        .map(|more| rounded(threshold + more))
        .chain([0.95])
        .filter(|s| *s < 1.0)
        .collect();
    out.retain(|s| *s >= rounded(threshold));
    out.sort_by(f64::total_cmp);
    out.dedup();
    out
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
