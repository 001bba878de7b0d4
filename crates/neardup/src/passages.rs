//! Paragraphs of one document that stand in another, nearly word for word.
//!
//! Equal paragraphs are found by their fingerprints alone. Agency copy is edited, though: another desk writes “said on Wednesday” with
//! other punctuation, drops an article, corrects a typo. Such a paragraph is a copy if most of it stands unbroken in one place of the
//! other document, and if what differs tells nothing new; a paragraph is never copied in part.

use crate::alike::{Agreement, cover};
use crate::facts::Side;
use ahash::AHashMap;
use copydesk_text::{Span, mix64};
use std::ops::Range;

/// Paragraphs of one document, as indices into its words.
#[derive(Clone, Copy, Debug)]
pub struct Paragraphs<'t> {
    /// The document.
    pub side: Side<'t>,
    /// The words of each paragraph.
    pub ranges: &'t [Range<usize>],
}

/// A paragraph and the copy of it that stays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CopiedParagraph {
    /// Number of the paragraph.
    pub paragraph: usize,
    /// Number of the document that holds the copy.
    pub source: usize,
    /// Number of the paragraph there.
    pub copy: usize,
    /// Where the copy stands.
    pub kept: Span,
    /// How well they agree.
    pub agreement: Agreement,
}

/// A run of this many words brings two paragraphs together.
const GRAM: usize = 5;
/// Places of one such run that are followed up.
const MAX_PLACES: usize = 8;
/// Paragraphs compared with one paragraph.
const MAX_PARTNERS: usize = 4;

/// Finds the paragraphs of `document` that stand in one of `sources`. Of several copies the one that agrees best is named, of equal
/// ones the one in the first source.
///
/// ```
/// use copydesk_neardup::{Paragraphs, Side, copied_paragraphs};
/// use copydesk_text::words;
///
/// let here = "The ferry, which had left the island at dawn, ran aground on a sandbank close to the harbour mouth, the coast guard said.";
/// let there = "The ferry which had left the island at dawn ran aground on a sandbank close to the harbour mouth, coast guard said.";
/// let (a, b) = (words(here), words(there));
/// let document = Paragraphs { side: Side { text: here, words: &a }, ranges: &[0..a.len()] };
/// let source = Paragraphs { side: Side { text: there, words: &b }, ranges: &[0..b.len()] };
/// assert_eq!(copied_paragraphs(document, &[source]).len(), 1);
/// ```
#[must_use]
pub fn copied_paragraphs(document: Paragraphs<'_>, sources: &[Paragraphs<'_>]) -> Vec<CopiedParagraph> {
    let places = index(sources);
    let find = |(paragraph, range): (usize, &Range<usize>)| {
        let mut votes: AHashMap<(u32, u32), u32> = AHashMap::new();
        for gram in grams(document.side, range) {
            places.get(&gram).into_iter().flatten().for_each(|&place| *votes.entry(place).or_default() += 1);
        }
        let mut partners: Vec<(u32, (u32, u32))> = votes.into_iter().map(|(place, count)| (u32::MAX - count, place)).collect();
        partners.sort_unstable();
        let copies = partners.into_iter().take(MAX_PARTNERS).filter_map(|(_, (source, copy))| {
            let other = sources[source as usize];
            let (source, copy) = (source as usize, copy as usize);
            let (kept, agreement) = copied_run(document.side, range.clone(), other.side, other.ranges[copy].clone())?;
            Some(CopiedParagraph { paragraph, source, copy, kept, agreement })
        });
        copies.min_by(|a, b| {
            let better = b.agreement.similarity().total_cmp(&a.agreement.similarity());
            better.then((a.source, a.copy).cmp(&(b.source, b.copy)))
        })
    };
    document.ranges.iter().enumerate().filter_map(find).collect()
}

/// Where and how well a run of words stands in a run of another document; none if it does not, or if what differs tells something new.
#[must_use]
pub fn copied_run(left: Side<'_>, run: Range<usize>, right: Side<'_>, within: Range<usize>) -> Option<(Span, Agreement)> {
    let found = cover(left, run, right, within)?;
    let kept = right.words[found.kept.start].span.join(right.words[found.kept.end - 1].span);
    found.is_solid.then_some((kept, found.agreement))
}

fn grams<'w>(side: Side<'w>, range: &Range<usize>) -> impl Iterator<Item = u64> + 'w {
    side.words[range.clone()].windows(GRAM).map(|run| run.iter().fold(0, |hash, word| mix64(hash ^ word.hash)))
}

/// Where each run of words stands: source and paragraph.
fn index(sources: &[Paragraphs<'_>]) -> AHashMap<u64, Vec<(u32, u32)>> {
    let mut places: AHashMap<u64, Vec<(u32, u32)>> = AHashMap::new();
    for (source, paragraphs) in sources.iter().enumerate() {
        for (paragraph, range) in paragraphs.ranges.iter().enumerate() {
            let place = (source as u32, paragraph as u32);
            for gram in grams(paragraphs.side, range) {
                let found = places.entry(gram).or_default();
                if found.len() < MAX_PLACES && found.last() != Some(&place) {
                    found.push(place);
                }
            }
        }
    }
    places
}
