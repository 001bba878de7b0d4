//! Lines that introduce what comes after them.
//!
//! # What it finds
//! A prompt that ends in a colon and points below, with something of the story under it: `See the
//! full list of nominees below:` over the list. It takes such a line back from the rules for links.
//!
//! # Why it is story
//! What it points to is in the article. Links to other pages have a colon too, but they do not
//! say that the page goes on below.
//!
//! # Example
//! `Read the full statement below:` over the statement stays.
//!
//! # When it is wrong
//! When the list below was a box of links that no rule knows.

use super::engine::Line;
use crate::RuleName;

/// Rules whose lines lead the reader somewhere.
const LEADING: [RuleName; 5] = [
    RuleName::Images,
    RuleName::Player,
    RuleName::ReadMore,
    RuleName::Related,
    RuleName::RelatedList,
];

/// Words that say: under this line. Some are the beginnings of inflected words.
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

/// Takes lines that introduce a part of the story for story again.
pub(super) fn release(lines: &mut [Line<'_>]) {
    for at in 0..lines.len() {
        if points_below(&lines[at]) && leads_to_story(&lines[at + 1..]) {
            lines[at].whole = None;
        }
    }
}

/// Whether a rule for links took the line for its own, although it says that the page goes on
/// below.
fn points_below(line: &Line<'_>) -> bool {
    let Some(found) = line.whole else {
        return false;
    };
    if !LEADING.contains(&found.rule) || !line.raw().ends_with([':', '：']) {
        return false;
    }
    // By substring, not by word, because some of the words are stems and some scripts have no
    // spaces.
    let raw = line.raw().to_lowercase();
    for word in BELOW {
        if raw.contains(word) {
            return true;
        }
    }
    false
}

/// Whether the next line that holds anything is not furniture itself. Where it is, or where nothing
/// follows, the line introduces nothing that stays.
fn leads_to_story(rest: &[Line<'_>]) -> bool {
    for line in rest {
        if !line.is_blank() {
            return !line.is_certain();
        }
    }
    false
}
