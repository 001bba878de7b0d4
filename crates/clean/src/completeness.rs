//! How complete a copy of a story is, for `--prefer complete`.

use copydesk_boilerplate::{Certainty, Furniture, RuleName, Rules};
use copydesk_text::{Document, Spans, Word, effective_words, ends_sentence};

/// Texts whose lengths differ by less than this factor count as equally long. Then the share of
/// furniture and the date decide.
const LENGTH_STEP: f64 = 1.1;
/// What sites put at the end of a teaser, which is the beginning of an article.
const ELLIPSES: &[&str] = &["…", "...", "[…]", "[...]", "(...)", "(…)", "……"];

/// How incomplete a copy of a story is; smaller is more complete.
///
/// A copy that is not cut off comes first, then the one with the longer story, then the one with
/// less furniture around it. Furniture is found by rules alone, as in document scope.
///
/// Lengths are compared in steps and not exactly because of the furniture, which comes after them:
/// of two copies that differ by a byline, the one without the menu is better, although it may be
/// three words shorter. A step is a tenth of the length and not a number of words, so it means the
/// same for a news brief and a long report. The three parts are packed into one number, the most
/// important in the highest bits.
pub(crate) fn incompleteness(document: &Document<'_>, rules: &Rules) -> u64 {
    let found = rules.find(document);
    let certain = found.iter().filter(|f| f.certainty >= Certainty::Cut);
    let furniture = Spans::union(certain.map(|f| f.span));
    let kept = document.without(&furniture);
    let story = kept.words();
    // The logarithm counts steps: each is a tenth longer than the one before.
    let length = (effective_words(story).max(1) as f64).ln() / LENGTH_STEP.ln();
    // No text has so many steps: 2^64 words are 466. The bound makes sure that the subtraction
    // below cannot underflow.
    let length = (length.round() as u64).min(1000);
    let all_words = document.words().len();
    let tenths_of_furniture = (10 * (all_words - story.len()) / all_words.max(1)) as u64;
    let is_cut_off = is_cut_off(document, story, &found);
    // `tenths_of_furniture` is at most 10 and the length at most 1000, so the parts do not overlap.
    (u64::from(is_cut_off) << 32) + ((1000 - length) << 8) + tenths_of_furniture
}

/// Whether a story ends as a teaser, or is followed by a link to the rest of it.
fn is_cut_off(document: &Document<'_>, story: &[Word], found: &[Furniture]) -> bool {
    let end = match story.last() {
        Some(word) => word.span.end(),
        None => 0,
    };
    for segment in document.segments() {
        // The line with the last word of the story, and the signs after that word.
        if segment.content().end() >= end {
            if is_teaser(segment.content().slice(document.text())) {
                return true;
            }
            break;
        }
    }
    for furniture in found {
        if furniture.rule == RuleName::ReadMore && furniture.span.start() >= end {
            return true;
        }
    }
    false
}

/// Whether a line is broken off: it ends in an ellipsis after an incomplete sentence, or in what
/// some feeds print in place of the rest (`[+1482 chars]`).
fn is_teaser(line: &str) -> bool {
    let line = line.trim_end();
    if line.ends_with("chars]") {
        return true;
    }
    let has_ellipsis = ELLIPSES.iter().any(|ellipsis| line.ends_with(ellipsis));
    has_ellipsis && !ends_sentence(line.trim_end_matches(['.', '…', '[', ']', '(', ')']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(texts: &[&str]) -> Vec<usize> {
        let rules = Rules::new();
        let mut places: Vec<usize> = (0..texts.len()).collect();
        places.sort_by_key(|&i| incompleteness(&Document::new(texts[i]), &rules));
        places
    }

    #[test]
    fn whole_before_long_before_clean() {
        let story = "The last ferry of the season left Port Ambry on Sunday with forty people and a cow on board.\n\nIt will be back in April.";
        let framed = format!("{story}\n\nSign up for our newsletter here.\n\nShare this story");
        let longer = format!(
            "{story}\n\nThe harbour master, Ottilie Brandt, said that she would miss the cow more than she would miss the people."
        );
        let teaser = format!(
            "{longer}\n\nThe company that runs the ferry has been in the same family for ninety years and …"
        );
        assert_eq!(order(&[&teaser, &framed, &longer, story]), [2, 3, 1, 0]);
    }
}
