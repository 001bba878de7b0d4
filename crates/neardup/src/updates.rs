//! What two near-identical documents tell differently.
//!
//! Two documents above the threshold may still differ in what matters: the second puts the dead at 41 where the first said 39, names
//! another suspect, says that the minister did *not* resign, or goes on with a paragraph of news. [`Comparison`] says which it is;
//! sets of shingles cannot.

use crate::alike::differences;
use crate::fact_words::facts_differ;
use crate::facts::{Difference, Side, is_spelling_of};
use crate::small_words::denies;
use ahash::AHashSet;
use copydesk_text::{Document, Span, Word, effective_words, mix64, sentences};
use std::ops::Range;

/// What near-identical documents tell differently.
///
/// ```
/// use copydesk_neardup::Comparison;
/// use copydesk_text::Document;
///
/// let early = "The ferry ran aground off Port Ambry in thick fog. Divers are searching the wreck.";
/// let late = format!("{early} Captain Ines Tolland was arrested at the quay on Friday.");
/// let found = Comparison::of(&Document::new(early), &Document::new(late));
/// assert!(!found.is_contradiction && found.left_adds == 0);
/// assert!(found.right_adds > 0);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Comparison {
    /// Whether in the same place they give another number, name or word of a closed class (a weekday, “rose” and
    /// “fell”), or one denies what the other says.
    pub is_contradiction: bool,
    /// Words of sentences that tell something only the left document tells.
    pub left_adds: usize,
    /// The same of the right document.
    pub right_adds: usize,
}

/// Longest run of words that stands *in the place of* another; longer ones are written anew.
const MAX_SWAP: usize = 3;
/// Runs of this many words that stand in the other document too are nothing new.
const GRAM: usize = 3;
/// A sentence adds something if so many of its words are new, in effective words.
const MIN_NEW_WORDS: usize = 8;
/// The same if it names no new number or name.
const MIN_NEW_WORDS_ALONE: usize = 15;

/// Words of news in both of two documents from which on neither stands for the other: less is a caption, a byline, a headline.
const NEWS_WORDS: usize = 20;

impl Comparison {
    /// Whether both documents tell enough that the other does not for both to stay.
    #[must_use]
    pub fn both_add(self) -> bool {
        self.left_adds.min(self.right_adds) >= NEWS_WORDS
    }

    /// Whether the left document is the one that tells more.
    #[must_use]
    pub fn left_adds_more(self) -> bool {
        self.left_adds > self.right_adds
    }

    /// Compares two documents by the words that they hold, which are best those of their kept text
    /// ([`Document::without`]).
    #[must_use]
    pub fn of(left: &Document<'_>, right: &Document<'_>) -> Self {
        let (here, there) = (Vocabulary::of(left), Vocabulary::of(right));
        let sides = ((Side::of(left), &here), (Side::of(right), &there));
        let contradicts = |difference: &Difference| is_contradiction(difference, sides.0, sides.1);
        Self {
            is_contradiction: differences(left, right).iter().any(contradicts),
            left_adds: there.new_words(left),
            right_adds: here.new_words(right),
        }
    }
}

fn is_contradiction(
    difference: &Difference,
    (left, here): (Side<'_>, &Vocabulary),
    (right, there): (Side<'_>, &Vocabulary),
) -> bool {
    let (said, kept) = (difference.left.clone(), difference.right.clone());
    if said.len().max(kept.len()) > MAX_SWAP
        || is_dateline(left, &said)
        || is_dateline(right, &kept)
    {
        return false;
    }
    let negates = |side: Side<'_>, range: &Range<usize>| {
        side.words[range.clone()].iter().any(|&word| denies(word))
    };
    if negates(left, &said) != negates(right, &kept) {
        return true;
    }
    if facts_differ(&left.words[said.clone()], &right.words[kept.clone()]) {
        return true;
    }
    let facts = |side: Side<'_>, range: Range<usize>, other: &Vocabulary| -> Vec<usize> {
        range
            .filter(|&i| is_fact(side, i) && !other.words.contains(&side.words[i].hash))
            .collect()
    };
    let (lost, gained) = (facts(left, said, there), facts(right, kept, here));
    // A day and a month in place of a name are another way to say it, not another fact.
    let numbers = |side: Side<'_>, facts: &[usize]| {
        facts.iter().filter(|&&i| side.words[i].is_number()).count()
    };
    let is_swap = !gained.is_empty() && numbers(left, &lost) == numbers(right, &gained);
    if !is_swap {
        return false;
    }
    // What is written apart here may be one word there: `Trump's`, `Trump ’s`.
    let joined =
        |side: Side<'_>, range: Range<usize>| range.map(|i| side.normal(i)).collect::<String>();
    let (all_said, all_kept) = (
        joined(left, difference.left.clone()),
        joined(right, difference.right.clone()),
    );
    let is_other = |&i: &usize| -> bool {
        let name = left.normal(i);
        let is_same = |&j: &usize| {
            is_spelling_of(&name, &right.normal(j)) || all_said.contains(&right.normal(j))
        };
        !all_kept.contains(&name) && !gained.iter().any(is_same)
    };
    lost.iter().any(is_other)
}

/// Longest dateline, in bytes: `PORT AMBRY, March 5 (Harbour Wire) –`.
const MAX_DATELINE: usize = 80;

/// Whether a run of words stands in front of the dash that ends the dateline of its paragraph; desks write it as they like.
fn is_dateline(side: Side<'_>, range: &Range<usize>) -> bool {
    let (Some(first), Some(last)) = (range.clone().next(), range.clone().next_back()) else {
        return false;
    };
    let (start, end) = (side.words[first].span.start(), side.words[last].span.end());
    let reach = |from: usize| side.text.floor_char_boundary(from);
    let first_looked_at = reach(start.saturating_sub(MAX_DATELINE + 1));
    let line = side.text[first_looked_at..start]
        .rfind('\n')
        .map_or(first_looked_at, |at| first_looked_at + at + 1);
    let behind = side.text[end..reach(end + MAX_DATELINE + 4)]
        .split('\n')
        .next()
        .unwrap_or_default();
    let is_dash = |piece: &str| {
        piece.starts_with(['–', '—', '―']) || piece.starts_with("--") || piece.starts_with("- ")
    };
    let dash = behind
        .char_indices()
        .map(|(at, _)| at)
        .find(|&at| is_dash(&behind[at..]));
    dash.is_some_and(|at| end + at - line <= MAX_DATELINE) && side.words[first].is_capitalised()
}

/// What is longer is encoded data, in bytes.
const MAX_NAME: usize = 48;

/// A number, or a name as far as capitals show it.
fn is_fact(side: Side<'_>, i: usize) -> bool {
    side.words[i].span.len() <= MAX_NAME
        && (side.words[i].is_number() || side.words[i].is_capitalised() && !side.is_initial(i, 0))
}

/// The words of a document, and its short runs of words.
struct Vocabulary {
    words: AHashSet<u64>,
    grams: AHashSet<u64>,
}

impl Vocabulary {
    fn of(document: &Document<'_>) -> Self {
        let words = document.words();
        Self {
            words: words.iter().map(|word| word.hash).collect(),
            grams: words.windows(GRAM).map(gram).collect(),
        }
    }

    /// Words of the sentences that tell what this document does not tell.
    fn new_words(&self, document: &Document<'_>) -> usize {
        let other = Side::of(document);
        let mut is_new = vec![true; other.words.len()];
        for (i, window) in other.words.windows(GRAM).enumerate() {
            if self.grams.contains(&gram(window)) {
                is_new[i..i + GRAM].fill(false);
            }
        }
        let spans = document
            .segments()
            .iter()
            .flat_map(|segment| sentences(other.text, segment.content()));
        let new_in = |sentence: Span| {
            let range = document.words_in(sentence);
            let new: Vec<usize> = range.clone().filter(|&i| is_new[i]).collect();
            let words: Vec<Word> = new.iter().map(|&i| other.words[i]).collect();
            let has_capitals = sentence.slice(other.text).chars().any(char::is_lowercase);
            let tells = if has_capitals {
                new.iter()
                    .any(|&i| is_fact(other, i) && !self.words.contains(&other.words[i].hash))
            } else {
                new.len() * 2 >= range.len()
            };
            let least = if tells {
                MIN_NEW_WORDS
            } else {
                MIN_NEW_WORDS_ALONE
            };
            if effective_words(&words) >= least {
                words.len()
            } else {
                0
            }
        };
        spans.map(new_in).sum()
    }
}

fn gram(words: &[Word]) -> u64 {
    words.iter().fold(0, |hash, word| mix64(hash ^ word.hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(left: &str, right: &str) -> Comparison {
        Comparison::of(&Document::new(left), &Document::new(right))
    }

    #[test]
    fn what_contradicts() {
        for (left, right) in [
            (
                "The storm killed 39 people in the valley on Monday.",
                "The storm killed 41 people in the valley on Monday.",
            ),
            (
                "Police in the town arrested Igor Malin over the fire.",
                "Police in the town arrested Pavel Hruska over the fire.",
            ),
            (
                "The minister said that he would resign in spring.",
                "The minister said that he would not resign in spring.",
            ),
            (
                "Im Hafen von Varn starben 39 Menschen bei dem Brand.",
                "Im Hafen von Varn starben 41 Menschen bei dem Brand.",
            ),
            (
                "वहाँ बाढ़ से 39 लोगों की मौत हो गई है।",
                "वहाँ बाढ़ से 41 लोगों की मौत हो गई है।",
            ),
        ] {
            assert!(compare(left, right).is_contradiction, "{left} / {right}");
            assert!(compare(right, left).is_contradiction, "{right} / {left}");
        }
    }

    #[test]
    fn what_two_desks_write_otherwise() {
        for (left, right) in [
            (
                "Talks with Mr. Hosseini were held in Tehran on Friday.",
                "Talks with Mr. Hoseini were held in Tehran on Friday.",
            ),
            (
                "Soldiers went to the town, the general said on Friday.",
                "Soldiers have gone to the town, the general said Friday.",
            ),
            (
                "It is Tolland's ship, the harbour master said.",
                "It is Mr Tolland ’s ship, the harbour master said.",
            ),
            (
                "PORT AMBRY, March 5 – The ship sank at dawn near the pier.",
                "PORT AMBRY (Harbour Wire) — The ship sank at dawn near the pier.",
            ),
            (
                "PORT AMBRY (Harbour Wire) The ship sank at dawn near the pier.",
                "The ship sank at dawn near the pier.",
            ),
        ] {
            let found = compare(left, right);
            assert_eq!(
                (found.is_contradiction, found.left_adds, found.right_adds),
                (false, 0, 0),
                "{left} / {right}"
            );
        }
    }

    #[test]
    fn a_sentence_of_news() {
        let first = "消防队赶到老磨坊时大火已经烧穿了屋顶。没有人受伤。";
        let later = "消防队赶到老磨坊时大火已经烧穿了屋顶。没有人受伤。警方星期五晚上在邻近的村庄拘留了一名四十岁的男子。";
        let found = compare(first, later);
        assert_eq!(found.left_adds, 0);
        assert!(found.right_adds > 0 && !found.is_contradiction);
    }
}
