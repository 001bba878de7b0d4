//! Finds passages of one document that occur in another, nearly word for word.
//!
//! Equal paragraphs can be found by their fingerprints alone. But newsrooms edit the reports of
//! agencies. They change punctuation, drop an article, correct a typo, or paste two sentences of
//! background into a paragraph of their own.
//!
//! A paragraph is a copy if most of it is unbroken in one place of the other document, and if the
//! differences tell nothing new. If the whole paragraph is not a copy, its sentences are tried. A
//! run of whole sentences that is long enough can be a copy by the same measure. A part of a
//! sentence cannot.
//!
//! # How it is done
//!
//! **The textbook version** aligns every paragraph of the document with every paragraph of every
//! other document, its *sources* (Smith and Waterman, 1981). There are up to some dozens of sources
//! with dozens of paragraphs each, and hardly any two paragraphs have anything in common. So:
//!
//! 1. *Only the document is indexed* (`shingles.rs`). The sources are read once, and their shingles
//!    are looked up in this index. Most words of the sources are skipped.
//! 2. *Only paragraphs that share enough shingles are aligned* (`index.rs`). The number that is
//!    required is the least that a copy can share, so this excludes no copy.
//! 3. *At most four paragraphs are aligned with one passage* (`copies.rs`): those that share most
//!    shingles with it. The best copy is returned.
//! 4. *Sentences are tried if the whole paragraph is not a copy* (`sentences.rs`). Quotations are
//!    not cut (`quotation.rs`).

mod copies;
mod index;
mod paragraphs;
mod quotation;
mod sentences;
mod shingles;

pub use copies::{CopiedPassage, copied_run};
pub use paragraphs::Paragraphs;

use copies::PassageFinder;
use sentences::copied_sentences;

/// Finds the paragraphs of `document` that have a copy in one of `sources`. In the other
/// paragraphs, finds the runs of whole sentences that have a copy. Such a run has at least
/// `passage_words` effective words (a letter of a script without spaces counts as half a word).
///
/// Each passage comes with its most similar copy. If several are equally similar, it is the copy in
/// the first source. The passages do not overlap and are in the order of the text.
///
/// ```
/// use copydesk_neardup::{Paragraphs, copied_passages};
/// use copydesk_text::Document;
///
/// let report = "The ferry, which had left the island at dawn, ran aground on a sandbank close to \
///     the harbour mouth, the coast guard said.";
/// let other = "The ferry which had left the island at dawn ran aground on a sandbank close to \
///     the harbour mouth, coast guard said.";
/// let document = Paragraphs::all(Document::new(report));
/// let source = Paragraphs::all(Document::new(other));
/// assert_eq!(copied_passages(&document, &[&source], 25).len(), 1);
/// ```
#[must_use]
pub fn copied_passages(
    document: &Paragraphs<'_>,
    sources: &[&Paragraphs<'_>],
    passage_words: usize,
) -> Vec<CopiedPassage> {
    let finder = PassageFinder::new(document, sources);
    let mut passages = Vec::new();
    for (paragraph, (words, span)) in document
        .word_ranges()
        .iter()
        .zip(document.spans())
        .enumerate()
    {
        match finder.best_copy(paragraph, words.clone(), *span) {
            // The sentences of this paragraph are not tried, so that no two passages overlap.
            Some(whole) => passages.push(whole),
            None => passages.extend(copied_sentences(&finder, paragraph, passage_words)),
        }
    }
    passages
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::Document;
    use proptest::prelude::*;

    /// The passages of `text` that can be cut because `source` has them.
    fn cuts(text: &str, source: &str, passage_words: usize) -> Vec<String> {
        let [document, source] = [text, source].map(|text| Paragraphs::all(Document::new(text)));
        copied_passages(&document, &[&source], passage_words)
            .iter()
            .map(|copy| copy.cut.slice(text).to_owned())
            .collect()
    }

    #[test]
    fn background_that_was_pasted_into_another_paragraph_is_found() {
        let background = "The mill had stood empty since the owners moved the looms abroad and \
                          sold the land to a builder of villas.";
        let text = format!(
            "Firemen were called to the old mill at four. {background} No one was hurt on Friday."
        );
        let source = format!(
            "The council has bought the mill. {background} It wants to open a school there."
        );
        assert_eq!(cuts(&text, &source, 20), [background]);
        assert!(cuts(&text, &source, 40).is_empty());
    }

    #[test]
    fn a_quotation_is_not_a_copy() {
        let said = "We have waited for this bridge for nine years and we shall not wait for \
                    another winter, whatever the ministry may say.";
        let text = format!(
            "The mayor lost her temper on Monday. “{said}” she told reporters. Then she left the \
             room."
        );
        let source = format!(
            "Nobody had expected such words. “{said}” the mayor said. The minister was not there."
        );
        assert!(cuts(&text, &source, 15).is_empty());
    }

    #[test]
    fn a_sentence_with_another_number_is_not_a_copy() {
        let sentence = |dead: &str| {
            format!(
                "Officials at the port said that {dead} people had died when the old ferry turned \
                 over in the storm of Monday night."
            )
        };
        let text = format!(
            "Divers went down again on Wednesday. {} They found nobody.",
            sentence("41")
        );
        let source = format!(
            "The search goes on. {} It was the worst accident in years.",
            sentence("39")
        );
        assert!(cuts(&text, &source, 15).is_empty());
    }

    #[test]
    fn short_sentences_beside_a_copy_are_part_of_it() {
        let long = "The mill had stood empty since the owners moved the looms abroad and sold the \
                    land to a builder of villas.";
        let text = format!(
            "Nobody saw it. {long} That was in May. Firemen came at four and found the doors \
             locked from inside."
        );
        let source = format!(
            "The council has bought it. Nobody saw it. {long} That was in May. It wants to open a \
             school."
        );
        assert_eq!(
            cuts(&text, &source, 20),
            [format!("Nobody saw it. {long} That was in May.")]
        );
    }

    /// A sentence of `len` random words. It begins with a capital.
    fn sentence(len: impl Into<proptest::collection::SizeRange>) -> impl Strategy<Value = String> {
        proptest::collection::vec("[a-z]{5,7}", len)
            .prop_map(|words| format!("A{}.", words.join(" ")))
    }

    proptest! {
        #[test]
        fn every_run_of_sentences_that_is_long_enough_is_found(
            own in proptest::collection::vec(sentence(4..15), 2..4),
            other in proptest::collection::vec(sentence(4..15), 1..4),
            shared in proptest::collection::vec(sentence(13..20), 2..4),
        ) {
            let text = format!("{} {} {}", own[0], shared.join(" "), own[1..].join(" "));
            let source = format!("{} {}", other.join(" "), shared.join(" "));
            // The shared run is long enough: it has at least two sentences of 13 words.
            let found = cuts(&text, &source, 25).concat();
            for sentence in &shared {
                prop_assert!(found.contains(sentence.as_str()), "{found:?}");
            }
        }
    }
}
