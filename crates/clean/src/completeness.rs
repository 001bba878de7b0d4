//! How complete a copy of a story is, for `--prefer complete`.

use copydesk_boilerplate::{Certainty, RuleName, Rules};
use copydesk_text::{Document, Spans, effective_words, ends_sentence};

/// Texts whose lengths differ by less than this factor are equally long, so that the share of
/// furniture and the date decide.
const LENGTH_STEP: f64 = 1.1;
/// Signs that a text was cut off by the site: teasers end in them.
const ELLIPSES: &[&str] = &["…", "...", "[…]", "[...]", "(...)", "(…)", "……"];

/// Smaller is more complete: a copy that is not cut off comes first, then the longer story (in
/// steps of a tenth), then the one with less furniture around it (in tenths). What is furniture is
/// told by rules alone, as in document scope.
///
/// Lengths are compared in steps because of the next criterion: of two copies that differ by a
/// byline, the one without the menu is better, although it is three words shorter. A step is a
/// tenth of the length and not a number of words, so that it means the same for a news brief and a
/// long report. The three parts are packed into one number, the most important in the upper bits.
pub(crate) fn incompleteness(document: &Document<'_>, rules: &Rules) -> u64 {
    let found = rules.find(document);
    let certain = found.iter().filter(|f| f.certainty >= Certainty::Cut);
    let furniture = Spans::union(certain.map(|f| f.span));
    let kept = document.without(&furniture);
    let story = kept.words();
    let words = effective_words(story);
    let last = story.last().map_or(0, |word| word.span.end());
    // The story's last line, with the signs that follow its last word.
    let segment = document
        .segments()
        .iter()
        .find(|segment| segment.content().end() >= last);
    let line = segment.map(|segment| segment.content().slice(document.text()));
    let is_cut_off = line.is_some_and(is_teaser)
        || found
            .iter()
            .any(|f| f.rule == RuleName::ReadMore && f.span.start() >= last);
    let length = ((words.max(1) as f64).ln() / LENGTH_STEP.ln()).round() as u64;
    let share = (10 * (document.words().len() - story.len())) / document.words().len().max(1);
    (u64::from(is_cut_off) << 32) + ((1000 - length.min(1000)) << 8) + share as u64
}

/// Whether a line is broken off: it ends in an ellipsis that no sentence ends before, or in what
/// some feeds print for the rest (`[+1482 chars]`).
fn is_teaser(line: &str) -> bool {
    let line = line.trim_end();
    let is_counted = line.ends_with("chars]");
    is_counted
        || ELLIPSES.iter().any(|ellipsis| line.ends_with(ellipsis))
            && !ends_sentence(line.trim_end_matches(['.', '…', '[', ']', '(', ')']))
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
