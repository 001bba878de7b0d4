//! Lines that introduce the part of the story below them. Other rules take some of these lines for
//! *prompts*: furniture that asks the reader to look at another page. This step marks nothing as
//! furniture. It *releases* the lines that were marked by mistake: they are no furniture any more.
//!
//! # What it finds
//! A line that a rule takes for a prompt, that ends in a colon, says that something follows below,
//! and is above a part of the story: `See the full list of nominees below:` above the list.
//!
//! # Why it is story
//! The line announces a list or a statement that is part of the article. Links to other pages have
//! a colon too, but do not say that something follows below.
//!
//! # Example
//! `Read the full statement below:` above the statement stays.
//!
//! # When it is wrong
//! When the line is above a box of links that no rule knows.

use super::engine::Line;
use crate::RuleName;

/// Rules for links, galleries and players. They may take lines that introduce a part of the story,
/// such as `See the photos below:`, for prompts.
const RULES_FOR_LINKS: [RuleName; 5] = [
    RuleName::Images,
    RuleName::Player,
    RuleName::ReadMore,
    RuleName::Related,
    RuleName::RelatedList,
];

/// Words for “below” and “following”. Some are only the stems of inflected words.
#[rustfmt::skip] // A word on each line would fill a screen.
const BELOW: &[&str] = &[
    "below", "following", "unten", "folgende", "im folgenden", "ci-dessous", "suivant",
    "a continuación", "abajo", "siguiente", "abaixo", "a seguir", "seguinte", "qui sotto",
    "di seguito", "seguent", "hieronder", "onderstaand", "volgende", "poniżej", "następując",
    "ниже", "следующ", "нижче", "наступн", "aşağıda", "nedan", "följande", "nedenfor", "følgende",
    "alla", "seuraav", "níže", "následující", "alább", "mai jos", "următoar", "παρακάτω", "ακόλουθ",
    "أدناه", "التالي", "زیر", "להלן", "नीचे", "নিচে", "di bawah", "berikut", "dưới đây", "ด้านล่าง",
    "以下", "下面", "如下", "次の", "아래", "다음",
];

/// Releases the lines that introduce a part of the story.
pub(super) fn release(lines: &mut [Line<'_>]) {
    for at in 0..lines.len() {
        if is_prompt_for_below(&lines[at]) && leads_to_story(&lines[at + 1..]) {
            // The line as a whole is no longer furniture.
            lines[at].classification = None;
        }
    }
}

/// Whether one of the [`RULES_FOR_LINKS`] has marked the line, and the line ends in a colon and
/// says that something follows below.
fn is_prompt_for_below(line: &Line<'_>) -> bool {
    let Some(classification) = line.classification else {
        return false;
    };
    if !RULES_FOR_LINKS.contains(&classification.rule) || !line.raw().ends_with([':', '：']) {
        return false;
    }
    // The words are looked for as substrings, because some are stems and some scripts have no
    // spaces.
    let raw = line.raw().to_lowercase();
    for word in BELOW {
        if raw.contains(word) {
            return true;
        }
    }
    false
}

/// Whether a part of the story follows: there is a line with words, and no rule is certain that the
/// first such line is furniture. `rest` are all lines after the prompt.
fn leads_to_story(rest: &[Line<'_>]) -> bool {
    for line in rest {
        if !line.is_blank() {
            return !line.is_certain();
        }
    }
    false
}
