//! Passages of one document that occur in another, nearly word for word.
//!
//! Equal paragraphs are found by their fingerprints alone. Agency copy is edited, though: another
//! desk writes “said on Wednesday” with other punctuation, drops an article, corrects a typo; or it
//! pastes two sentences of background into a paragraph of its own. A paragraph is a copy if most of
//! it occurs unbroken in one place of the other document, and if what differs tells nothing new. If
//! it is none as a whole, its sentences are looked at: a run of whole sentences that is long enough
//! is a copy by the same measure. Half a sentence never is.
//!
//! # How it is done
//!
//! **The textbook version** aligns every paragraph of the document with every paragraph of every
//! source (Smith and Waterman, 1981). There are up to some dozens of sources with dozens of
//! paragraphs each, and hardly any two of them have anything in common. So:
//!
//! 1. *The document is indexed, and the sources are read past it* (`shingles.rs`): the shingles of
//!    the document are put into a table, and of a source most words are skipped.
//! 2. *Only paragraphs that share enough shingles are aligned* (`index.rs`). A copy shares more
//!    than the least that is asked for, so it is not ruled out by mistake.
//! 3. *Of those only the four that share most are aligned* (`copies.rs`), and the best is taken. A
//!    fifth would share no more shingles than each of these.
//! 4. *Sentences are tried where the paragraph as a whole is no copy* (`sentences.rs`), and what
//!    someone said is left alone there (`quotation.rs`).

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

/// Finds the paragraphs of `document` that occur in one of `sources`, and in the other paragraphs
/// runs of whole sentences that do and have at least `passage_words` effective words. Of several
/// copies the one that agrees best is named, of equal ones the one in the first source. In the
/// order of the text, disjoint.
///
/// ```
/// use copydesk_neardup::{Paragraphs, copied_passages};
/// use copydesk_text::Document;
///
/// let here = "The ferry, which had left the island at dawn, ran aground on a sandbank close to \
///     the harbour mouth, the coast guard said.";
/// let there = "The ferry which had left the island at dawn ran aground on a sandbank close to \
///     the harbour mouth, coast guard said.";
/// let document = Paragraphs::all(Document::new(here));
/// let source = Paragraphs::all(Document::new(there));
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
    for (paragraph, (words, span)) in document.ranges().iter().zip(document.spans()).enumerate() {
        match finder.best_copy(paragraph, words.clone(), *span) {
            // Its sentences are not looked at, so that no two passages overlap.
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

    fn cuts(here: &str, there: &str, least: usize) -> Vec<String> {
        let [document, source] = [here, there].map(|text| Paragraphs::all(Document::new(text)));
        copied_passages(&document, &[&source], least)
            .iter()
            .map(|copy| copy.cut.slice(here).to_owned())
            .collect()
    }

    #[test]
    fn background_pasted_into_a_paragraph_of_its_own() {
        let background = "The mill had stood empty since the owners moved the looms abroad and \
                          sold the land to a builder of villas.";
        let here = format!(
            "Firemen were called to the old mill at four. {background} No one was hurt on Friday."
        );
        let there = format!(
            "The council has bought the mill. {background} It wants to open a school there."
        );
        assert_eq!(cuts(&here, &there, 20), [background]);
        assert!(cuts(&here, &there, 40).is_empty());
    }

    #[test]
    fn what_somebody_said_is_no_copy() {
        let said = "We have waited for this bridge for nine years and we shall not wait for \
                    another winter, whatever the ministry may say.";
        let here = format!(
            "The mayor lost her temper on Monday. “{said}” she told reporters. Then she left the \
             room."
        );
        let there = format!(
            "Nobody had expected such words. “{said}” the mayor said. The minister was not there."
        );
        assert!(cuts(&here, &there, 15).is_empty());
    }

    #[test]
    fn another_number_makes_another_sentence() {
        let sentence = |dead: &str| {
            format!(
                "Officials at the port said that {dead} people had died when the old ferry turned \
                 over in the storm of Monday night."
            )
        };
        let here = format!(
            "Divers went down again on Wednesday. {} They found nobody.",
            sentence("forty-one 41")
        );
        let there = format!(
            "The search goes on. {} It was the worst accident in years.",
            sentence("forty-one 39")
        );
        assert!(cuts(&here, &there, 15).is_empty());
    }

    #[test]
    fn short_sentences_go_with_their_neighbours() {
        let long = "The mill had stood empty since the owners moved the looms abroad and sold the \
                    land to a builder of villas.";
        let here = format!(
            "Nobody saw it. {long} That was in May. Firemen came at four and found the doors \
             locked from inside."
        );
        let there = format!(
            "The council has bought it. Nobody saw it. {long} That was in May. It wants to open a \
             school."
        );
        assert_eq!(
            cuts(&here, &there, 20),
            [format!("Nobody saw it. {long} That was in May.")]
        );
    }

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
            let here = format!("{} {} {}", own[0], shared.join(" "), own[1..].join(" "));
            let there = format!("{} {}", other.join(" "), shared.join(" "));
            let found = cuts(&here, &there, 25).concat();
            for sentence in &shared {
                prop_assert!(found.contains(sentence.as_str()), "{found:?}");
            }
        }
    }
}
