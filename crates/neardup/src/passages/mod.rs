//! Passages of one document that stand in another, nearly word for word.
//!
//! Equal paragraphs are found by their fingerprints alone. Agency copy is edited, though: another desk writes “said on Wednesday” with
//! other punctuation, drops an article, corrects a typo; or it pastes two sentences of background into a paragraph of its own. A
//! paragraph is a copy if most of it stands unbroken in one place of the other document, and if what differs tells nothing new. If it is
//! none as a whole, its sentences are looked at: a run of whole sentences that is long enough is a copy by the same measure. Half
//! a sentence never is.

mod grams;
mod index;
mod quotation;
mod sentences;

use index::Places;
use sentences::copied_sentences;

use crate::alike::{Agreement, cover};
use crate::facts::Side;
use copydesk_text::Span;
use std::ops::Range;

/// Paragraphs of one document.
#[derive(Clone, Copy, Debug)]
pub struct Paragraphs<'t> {
    /// The document.
    pub side: Side<'t>,
    /// Where each paragraph stands.
    pub spans: &'t [Span],
    /// The words of each paragraph, as indices into the document's words.
    pub ranges: &'t [Range<usize>],
}

/// A passage and the copy of it that stays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CopiedPassage {
    /// Number of the paragraph in which it stands.
    pub paragraph: usize,
    /// What can go: the paragraph, or whole sentences of it.
    pub cut: Span,
    /// Number of the document that holds the copy.
    pub source: usize,
    /// Number of the paragraph there.
    pub copy: usize,
    /// Where the copy stands.
    pub kept: Span,
    /// How well they agree.
    pub agreement: Agreement,
}

/// Two reporters come by the same few words more easily than by many: shorter runs of sentences must be equal, in effective words.
const LONG: usize = 25;
/// Paragraphs compared with one passage.
const MAX_PARTNERS: usize = 4;

/// Finds the paragraphs of `document` that stand in one of `sources`, and in the other paragraphs runs of whole sentences that do and
/// have at least `passage_words` effective words. Of several copies the one that agrees best is named, of equal ones the one in the
/// first source. In the order of the text, disjoint.
///
/// ```
/// use copydesk_neardup::{Paragraphs, Side, copied_passages};
/// use copydesk_text::{Span, words};
///
/// let here = "The ferry, which had left the island at dawn, ran aground on a sandbank close to the harbour mouth, the coast guard said.";
/// let there = "The ferry which had left the island at dawn ran aground on a sandbank close to the harbour mouth, coast guard said.";
/// let (a, b) = (words(here), words(there));
/// let (at, of) = ([Span::new(0, here.len())], [Span::new(0, there.len())]);
/// let document = Paragraphs { side: Side { text: here, words: &a }, spans: &at, ranges: &[0..a.len()] };
/// let source = Paragraphs { side: Side { text: there, words: &b }, spans: &of, ranges: &[0..b.len()] };
/// assert_eq!(copied_passages(document, &[source], 25).len(), 1);
/// ```
#[must_use]
pub fn copied_passages(document: Paragraphs<'_>, sources: &[Paragraphs<'_>], passage_words: usize) -> Vec<CopiedPassage> {
    let desk = Desk { document, sources, places: Places::of(document, sources) };
    let find = |paragraph: usize| match desk.best_copy(paragraph, document.ranges[paragraph].clone(), document.spans[paragraph]) {
        Some(whole) => vec![whole],
        None => copied_sentences(&desk, paragraph, passage_words),
    };
    (0..document.ranges.len()).flat_map(find).collect()
}

/// Where and how well a run of words stands in a run of another document; none if it does not, or if what differs tells something new.
#[must_use]
pub fn copied_run(left: Side<'_>, run: Range<usize>, right: Side<'_>, within: Range<usize>) -> Option<(Span, Agreement)> {
    let found = cover(left, run, right, within)?;
    let kept = right.words[found.kept.start].span.join(right.words[found.kept.end - 1].span);
    found.is_solid.then_some((kept, found.agreement))
}

/// A document beside those that may hold its passages.
struct Desk<'t> {
    document: Paragraphs<'t>,
    sources: &'t [Paragraphs<'t>],
    places: Places,
}

impl Desk<'_> {
    /// The best copy of a run of words, which stands at `cut`.
    fn best_copy(&self, paragraph: usize, run: Range<usize>, cut: Span) -> Option<CopiedPassage> {
        let side = self.document.side;
        let partners = self.places.most_shared(&run, MAX_PARTNERS);
        let copies = partners.into_iter().filter_map(|(source, copy)| {
            let other = self.sources[source];
            let (kept, agreement) = copied_run(side, run.clone(), other.side, other.ranges[copy].clone())?;
            Some(CopiedPassage { paragraph, cut, source, copy, kept, agreement })
        });
        copies.min_by(|a, b| {
            let better = b.agreement.similarity().total_cmp(&a.agreement.similarity());
            better.then((a.source, a.copy).cmp(&(b.source, b.copy)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::words;
    use proptest::prelude::*;

    fn cuts(here: &str, there: &str, least: usize) -> Vec<String> {
        let (a, b) = (words(here), words(there));
        let whole = (0..a.len(), 0..b.len());
        let document = Paragraphs {
            side: Side { text: here, words: &a },
            spans: &[Span::new(0, here.len())],
            ranges: std::slice::from_ref(&whole.0),
        };
        let source = Paragraphs {
            side: Side { text: there, words: &b },
            spans: &[Span::new(0, there.len())],
            ranges: std::slice::from_ref(&whole.1),
        };
        copied_passages(document, &[source], least).iter().map(|copy| copy.cut.slice(here).to_owned()).collect()
    }

    #[test]
    fn background_pasted_into_a_paragraph_of_its_own() {
        let background =
            "The mill had stood empty since the owners moved the looms abroad and sold the land to a builder of villas.";
        let here = format!("Firemen were called to the old mill at four. {background} No one was hurt on Friday.");
        let there = format!("The council has bought the mill. {background} It wants to open a school there.");
        assert_eq!(cuts(&here, &there, 20), [background]);
        assert!(cuts(&here, &there, 40).is_empty());
    }

    #[test]
    fn what_somebody_said_is_no_copy() {
        let said = "We have waited for this bridge for nine years and we shall not wait for another winter, whatever the ministry may say.";
        let here = format!("The mayor lost her temper on Monday. “{said}” she told reporters. Then she left the room.");
        let there = format!("Nobody had expected such words. “{said}” the mayor said. The minister was not there.");
        assert!(cuts(&here, &there, 15).is_empty());
    }

    #[test]
    fn another_number_makes_another_sentence() {
        let sentence = |dead: &str| {
            format!(
                "Officials at the port said that {dead} people had died when the old ferry turned over in the storm of Monday night."
            )
        };
        let here = format!("Divers went down again on Wednesday. {} They found nobody.", sentence("forty-one 41"));
        let there = format!("The search goes on. {} It was the worst accident in years.", sentence("forty-one 39"));
        assert!(cuts(&here, &there, 15).is_empty());
    }

    #[test]
    fn short_sentences_go_with_their_neighbours() {
        let long = "The mill had stood empty since the owners moved the looms abroad and sold the land to a builder of villas.";
        let here = format!("Nobody saw it. {long} That was in May. Firemen came at four and found the doors locked from inside.");
        let there = format!("The council has bought it. Nobody saw it. {long} That was in May. It wants to open a school.");
        assert_eq!(cuts(&here, &there, 20), [format!("Nobody saw it. {long} That was in May.")]);
    }

    fn sentence(len: impl Into<proptest::collection::SizeRange>) -> impl Strategy<Value = String> {
        proptest::collection::vec("[a-z]{5,7}", len).prop_map(|words| format!("A{}.", words.join(" ")))
    }

    proptest! {
        #[test]
        fn every_run_of_sentences_that_is_long_enough_is_found(
            own in proptest::collection::vec(sentence(4..15), 2..4), other in proptest::collection::vec(sentence(4..15), 1..4),
            shared in proptest::collection::vec(sentence(13..20), 2..4),
        ) {
            let here = format!("{} {} {}", own[0], shared.join(" "), own[1..].join(" "));
            let there = format!("{} {}", other.join(" "), shared.join(" "));
            let found = cuts(&here, &there, 25).concat();
            prop_assert!(shared.iter().all(|sentence| found.contains(sentence.as_str())), "{found:?}");
        }
    }
}
