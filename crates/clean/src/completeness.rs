//! How complete a copy of a story is, for `--prefer complete`.

use copydesk_boilerplate::{Certainty, Furniture, RuleName, Rules};
use copydesk_text::{Document, Spans, Word, effective_words, ends_sentence};

/// Lengths are rounded to steps, and each step is this many times as long as the step before it.
const LENGTH_STEP: f64 = 1.1;
/// More steps than any text has: even 2^64 words are only 465 steps. So no step count that is
/// subtracted from it is greater.
const MAX_STEPS: u64 = 1000;
/// Marks that sites print at the end of a text that is only the beginning of an article.
const ELLIPSES: &[&str] = &["…", "...", "[…]", "[...]", "(...)", "(…)", "……"];

/// How incomplete a copy of a story is; smaller is more complete.
///
/// A copy that is not cut off comes first, then the one with the longer story, then the one with
/// less furniture around it. Furniture is found by rules alone.
///
/// Lengths are rounded to steps, so that furniture can decide between copies of about equal length.
/// Of two such copies, the one with three words more but also with a byline and a menu comes
/// second. A step is a tenth of the length and not a number of words, so it means the same for a
/// news brief and a long report. The three parts are packed into one number, the most important in
/// the highest bits.
pub(crate) fn incompleteness(document: &Document<'_>, rules: &Rules) -> u64 {
    let found = rules.find(document);
    let certain = found.iter().filter(|f| f.certainty >= Certainty::Cut);
    let furniture = Spans::union(certain.map(|f| f.span));
    let kept = document.without(&furniture);
    let story = kept.words();
    let length = effective_words(story).max(1) as f64;
    // The logarithm counts the steps from a length of one word.
    let steps = (length.ln() / LENGTH_STEP.ln()).round() as u64;
    let missing_steps = MAX_STEPS.saturating_sub(steps);
    let all_words = document.words().len();
    let tenths_of_furniture = (10 * (all_words - story.len()) / all_words.max(1)) as u64;
    let is_cut_off = is_cut_off(document, story, &found);
    // `tenths_of_furniture` is at most 10 and `missing_steps` at most 1000, so the parts do not
    // overlap.
    (u64::from(is_cut_off) << 32) + (missing_steps << 8) + tenths_of_furniture
}

/// Whether a story ends in a line that is broken off, or is followed by a link to the rest of it.
/// `found` is all that rules found in the document, certain or not.
fn is_cut_off(document: &Document<'_>, story: &[Word], found: &[Furniture]) -> bool {
    let story_end = match story.last() {
        Some(word) => word.span.end(),
        None => 0,
    };
    for segment in document.segments() {
        // The line with the last word of the story, and with the signs after that word, such as an
        // ellipsis.
        if segment.content().end() >= story_end {
            if is_broken_off(segment.content().slice(document.text())) {
                return true;
            }
            break;
        }
    }
    for furniture in found {
        if furniture.rule == RuleName::ReadMore && furniture.span.start() >= story_end {
            return true;
        }
    }
    false
}

/// Whether a line is broken off: it ends in an ellipsis after an incomplete sentence, or in the
/// note that some feeds print instead of the rest (`[+1482 chars]`). A full stop directly before
/// the ellipsis is taken for a part of it.
fn is_broken_off(line: &str) -> bool {
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

    /// The texts, the most complete text first.
    fn in_order<const N: usize>(mut texts: [&str; N]) -> [&str; N] {
        let rules = Rules::new();
        texts.sort_by_key(|text| incompleteness(&Document::new(*text), &rules));
        texts
    }

    #[test]
    fn whole_copies_come_first_then_long_then_clean_ones() {
        let story = "The last ferry of the season left Port Ambry on Sunday with forty people and a cow on board.\n\nIt will be back in April.";
        let framed = format!("{story}\n\nSign up for our newsletter here.\n\nShare this story");
        let longer = format!(
            "{story}\n\nThe harbour master, Ottilie Brandt, said that she would miss the cow more than she would miss the people."
        );
        let teaser = format!(
            "{longer}\n\nThe company that runs the ferry has been in the same family for ninety years and …"
        );
        let [teaser, framed, longer] = [&teaser, &framed, &longer].map(String::as_str);
        let found = in_order([teaser, framed, longer, story]);
        assert_eq!(found, [longer, story, framed, teaser]);
    }
}
