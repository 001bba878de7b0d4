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
use copydesk_text::{Document, Span, Spans, effective_words};
use std::ops::Range;
use std::sync::Arc;

/// The paragraphs of a document that may be copies, or of which there may be copies: those that are still
/// there, as far as they are.
#[derive(Clone, Debug)]
pub struct Paragraphs<'t> {
    document: Arc<Document<'t>>,
    spans: Vec<Span>,
    /// The words of each paragraph.
    ranges: Vec<Range<usize>>,
}

impl<'t> Paragraphs<'t> {
    /// These parts of a document as its paragraphs.
    #[must_use]
    pub fn new(document: Document<'t>, spans: Vec<Span>) -> Self {
        Self::of(Arc::new(document), spans)
    }

    /// The same without the paragraphs of fewer than `least` effective words.
    #[must_use]
    pub fn long(document: Document<'t>, mut spans: Vec<Span>, least: usize) -> Self {
        spans.retain(|&span| effective_words(&document.words()[document.words_in(span)]) >= least);
        Self::new(document, spans)
    }

    /// All segments of a document.
    #[must_use]
    pub fn all(document: Document<'t>) -> Self {
        let spans = document.segments().iter().map(|segment| segment.content()).collect();
        Self::new(document, spans)
    }

    fn of(document: Arc<Document<'t>>, spans: Vec<Span>) -> Self {
        let ranges = spans.iter().map(|&span| document.words_in(span)).collect();
        Self { document, spans, ranges }
    }

    /// The document that they are paragraphs of.
    #[must_use]
    pub fn document(&self) -> &Document<'t> {
        &self.document
    }

    /// Where each paragraph is.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The words of each paragraph, as ranges of the document's words.
    #[must_use]
    pub fn ranges(&self) -> &[Range<usize>] {
        &self.ranges
    }

    /// The paragraphs without these passages: what is in front of one and what follows it are paragraphs of
    /// their own from then on, if they hold a word.
    #[must_use]
    pub fn without(&self, passages: &Spans) -> Self {
        let left = self.spans.iter().flat_map(|&paragraph| passages.gaps(paragraph));
        let spans = left.filter(|&span| !self.document.words_in(span).is_empty()).collect();
        Self::of(Arc::clone(&self.document), spans)
    }

    fn side(&self) -> Side<'_> {
        Side::of(&self.document)
    }
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
/// use copydesk_neardup::{Paragraphs, copied_passages};
/// use copydesk_text::Document;
///
/// let here = "The ferry, which had left the island at dawn, ran aground on a sandbank close to the \
///     harbour mouth, the coast guard said.";
/// let there = "The ferry which had left the island at dawn ran aground on a sandbank close to the \
///     harbour mouth, coast guard said.";
/// let document = Paragraphs::all(Document::new(here));
/// let source = Paragraphs::all(Document::new(there));
/// assert_eq!(copied_passages(&document, &[&source], 25).len(), 1);
/// ```
#[must_use]
pub fn copied_passages(document: &Paragraphs<'_>, sources: &[&Paragraphs<'_>], passage_words: usize) -> Vec<CopiedPassage> {
    let desk = Desk { document, sources, places: Places::of(document, sources) };
    let find = |paragraph: usize| match desk.best_copy(paragraph, document.ranges[paragraph].clone(), document.spans[paragraph]) {
        Some(whole) => vec![whole],
        None => copied_sentences(&desk, paragraph, passage_words),
    };
    (0..document.ranges.len()).flat_map(find).collect()
}

/// Where and how well a run of words stands in a run of another document; none if it does not, or if what differs tells something new.
#[must_use]
pub fn copied_run(left: &Document<'_>, run: Range<usize>, right: &Document<'_>, within: Range<usize>) -> Option<(Span, Agreement)> {
    copied_run_of(Side::of(left), run, Side::of(right), within)
}

fn copied_run_of(left: Side<'_>, run: Range<usize>, right: Side<'_>, within: Range<usize>) -> Option<(Span, Agreement)> {
    let found = cover(left, run, right, within)?;
    let kept = right.words[found.kept.start].span.join(right.words[found.kept.end - 1].span);
    found.is_solid.then_some((kept, found.agreement))
}

/// A document beside those that may hold its passages.
struct Desk<'p> {
    document: &'p Paragraphs<'p>,
    sources: &'p [&'p Paragraphs<'p>],
    places: Places,
}

impl Desk<'_> {
    /// The best copy of a run of words, which stands at `cut`.
    fn best_copy(&self, paragraph: usize, run: Range<usize>, cut: Span) -> Option<CopiedPassage> {
        let side = self.document.side();
        let partners = self.places.most_shared(&run, MAX_PARTNERS);
        let copies = partners.into_iter().filter_map(|(source, copy)| {
            let other = self.sources[source];
            let (kept, agreement) = copied_run_of(side, run.clone(), other.side(), other.ranges[copy].clone())?;
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
    use proptest::prelude::*;

    fn cuts(here: &str, there: &str, least: usize) -> Vec<String> {
        let [document, source] = [here, there].map(|text| Paragraphs::all(Document::new(text)));
        copied_passages(&document, &[&source], least).iter().map(|copy| copy.cut.slice(here).to_owned()).collect()
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
