//! Exact answers, computed from the definitions, and therefore slow.
//!
//! A shingle is `width` consecutive words in normal form (without differences in case, punctuation
//! and the like). Shingles are kept as strings, so that no hash can collide and no estimate can be
//! wrong. A text with fewer words than `width` has a single shingle, which is all its words. A text
//! without words has none. The functions are fast enough for texts of a few thousand words, and
//! [`pairs`] for a few hundred texts.

use copydesk_text::{Span, normalise, segments};
use std::collections::{BTreeMap, BTreeSet};

/// A set of shingles, each as its words.
pub type Shingles = BTreeSet<Vec<String>>;

/// The shingles of a text.
///
/// ```
/// use copydesk_testkit::oracle;
///
/// assert_eq!(oracle::shingles("The cat sat, the cat SAT.", 3).len(), 3);
/// assert_eq!(oracle::shingles("Two words", 3).len(), 1);
/// assert!(oracle::shingles("…", 3).is_empty());
/// ```
///
/// # Panics
/// If `width` is 0.
#[must_use]
pub fn shingles(text: &str, width: usize) -> Shingles {
    assert!(width > 0, "a shingle has at least one word");
    let words: Vec<String> = normalise(text)
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    if words.is_empty() {
        return Shingles::new();
    }
    words
        .windows(width.min(words.len()))
        .map(<[String]>::to_vec)
        .collect()
}

/// The number of shared shingles divided by the number of all shingles of both texts, in `0..=1`.
/// For two texts without words it is 1.
///
/// ```
/// use copydesk_testkit::oracle;
///
/// assert_eq!(oracle::jaccard("a b c d", "A, b; c... d!", 2), 1.0);
/// assert_eq!(oracle::jaccard("a b c d", "a b c e", 2), 0.5);
/// ```
#[must_use]
pub fn jaccard(a: &str, b: &str, width: usize) -> f64 {
    jaccard_of(&shingles(a, width), &shingles(b, width))
}

/// The number of shared shingles divided by the number of shingles in the smaller set, in `0..=1`.
/// If one text has no words, it is 0; if neither has, it is 1.
///
/// ```
/// use copydesk_testkit::oracle;
///
/// assert_eq!(oracle::containment("a b c d e f", "c d e", 2), 1.0);
/// assert_eq!(oracle::containment("", "c d e", 2), 0.0);
/// ```
#[must_use]
pub fn containment(a: &str, b: &str, width: usize) -> f64 {
    let (a, b) = (shingles(a, width), shingles(b, width));
    let smaller = a.len().min(b.len());
    if smaller == 0 {
        return if a == b { 1.0 } else { 0.0 };
    }
    a.intersection(&b).count() as f64 / smaller as f64
}

/// The [`jaccard`] similarity of two sets.
fn jaccard_of(a: &Shingles, b: &Shingles) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let shared = a.intersection(b).count();
    shared as f64 / (a.len() + b.len() - shared) as f64
}

/// Two similar texts.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct AlikePair {
    /// The index of the first text.
    pub first: usize,
    /// The index of the second text, which is always greater.
    pub second: usize,
    /// The [`jaccard`] similarity of the two.
    pub similarity: f64,
}

/// All pairs of texts whose [`jaccard`] similarity is at least `threshold`, in order of their
/// indices.
///
/// ```
/// use copydesk_testkit::oracle;
///
/// let found = oracle::pairs(&["a b c d", "x y z", "a b c d!"], 2, 0.8);
/// assert_eq!(found.len(), 1);
/// assert_eq!((found[0].first, found[0].second), (0, 2));
/// ```
#[must_use]
pub fn pairs<T: AsRef<str>>(texts: &[T], width: usize, threshold: f64) -> Vec<AlikePair> {
    let sets: Vec<Shingles> = texts.iter().map(|t| shingles(t.as_ref(), width)).collect();
    let mut found = Vec::new();
    for (first, a) in sets.iter().enumerate() {
        for (second, b) in sets.iter().enumerate().skip(first + 1) {
            let similarity = jaccard_of(a, b);
            if similarity >= threshold {
                found.push(AlikePair {
                    first,
                    second,
                    similarity,
                });
            }
        }
    }
    found
}

/// A segment that repeats an earlier one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DoubledSegment {
    /// The first segment with the same words.
    pub first: Span,
    /// The segment that repeats it.
    pub again: Span,
}

/// All segments whose words, in normal form, are the words of an earlier segment. Segments without
/// words are left out.
///
/// ```
/// use copydesk_testkit::oracle;
///
/// let text = "Smoke over the port\n\n“Smoke” over the port…\n\nNobody was hurt.";
/// let doubled = oracle::doubled_segments(text);
/// assert_eq!(doubled.len(), 1);
/// assert_eq!(doubled[0].again.slice(text), "“Smoke” over the port…");
/// ```
#[must_use]
pub fn doubled_segments(text: &str) -> Vec<DoubledSegment> {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let mut found = Vec::new();
    for segment in segments(text) {
        let again = segment.content();
        let normal = normalise(again.slice(text));
        if normal.is_empty() {
            continue;
        }
        match seen.get(&normal) {
            Some(&first) => found.push(DoubledSegment { first, again }),
            None => {
                seen.insert(normal, again);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similarity_is_symmetric_and_one_on_itself() {
        for (a, b) in [
            (
                "one two three four five six",
                "two three four five six seven",
            ),
            ("", "a"),
            ("短い文章です", "短い文です"),
        ] {
            assert_eq!(jaccard(a, b, 3), jaccard(b, a, 3));
            assert_eq!(containment(a, b, 3), containment(b, a, 3));
            assert_eq!(jaccard(a, a, 3), 1.0);
            assert_eq!(containment(b, b, 3), 1.0);
        }
    }

    #[test]
    fn similarity_and_containment_agree_with_a_count_by_hand() {
        // Shingles: abc bcd cde | bcd cde def. Two of the four are shared, and two of each three.
        assert_eq!(jaccard("a b c d e", "b c d e f", 3), 0.5);
        assert_eq!(containment("a b c d e", "b c d e f", 3), 2.0 / 3.0);
    }

    #[test]
    fn short_texts_with_different_words_are_not_similar() {
        assert_eq!(jaccard("Read more", "Sign in", 5), 0.0);
        assert_eq!(jaccard("Read more", "read more…", 5), 1.0);
    }

    #[test]
    fn the_threshold_is_inclusive() {
        assert_eq!(pairs(&["a b c d", "a b c e"], 2, 0.5).len(), 1);
        assert_eq!(pairs(&["a b c d", "a b c e"], 2, 0.500_001).len(), 0);
    }

    #[test]
    fn every_copy_names_the_first_segment() {
        // The last two segments have no words.
        let text = "Same line\nother\nSAME line\nsame line.\n* * *\n* * *";
        let doubled = doubled_segments(text);
        assert_eq!(doubled.len(), 2);
        assert!(doubled.iter().all(|d| d.first.slice(text) == "Same line"));
    }
}
