//! Lines that introduce what comes after them.
//!
//! # What it finds
//! A prompt that ends in a colon and points below, with something of the story under it: `See the
//! full list of nominees below:` over the list. It takes such a line back from the rules for links.
//!
//! # Why it is story
//! What it points to stands in the article. Links to other pages have a colon too, but they do not
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

/// Words that say: under this line.
const BELOW: &[&str] = &[
    "below",
    "following",
    "unten",
    "folgende",
    "im folgenden",
    "ci-dessous",
    "suivant",
    "a continuación",
    "abajo",
    "siguiente",
    "abaixo",
    "a seguir",
    "seguinte",
    "qui sotto",
    "di seguito",
    "seguent",
    "hieronder",
    "onderstaand",
    "volgende",
    "poniżej",
    "następując",
    "ниже",
    "следующ",
    "нижче",
    "наступн",
    "aşağıda",
    "nedan",
    "följande",
    "nedenfor",
    "følgende",
    "alla",
    "seuraav",
    "níže",
    "následující",
    "alább",
    "mai jos",
    "următoar",
    "παρακάτω",
    "ακόλουθ",
    "أدناه",
    "التالي",
    "زیر",
    "להלן",
    "नीचे",
    "নিচে",
    "di bawah",
    "berikut",
    "dưới đây",
    "ด้านล่าง",
    "以下",
    "下面",
    "如下",
    "次の",
    "아래",
    "다음",
];

/// Takes the marks off lines that introduce a part of the story.
pub(super) fn release(lines: &mut [Line<'_>]) {
    for at in 0..lines.len() {
        if points_below(&lines[at]) && leads_to_story(&lines[at + 1..]) {
            lines[at].mark = None;
        }
    }
}

fn points_below(line: &Line<'_>) -> bool {
    let is_leading = line.mark.is_some_and(|mark| LEADING.contains(&mark.rule));
    is_leading && line.raw().ends_with([':', '：']) && {
        let raw = line.raw().to_lowercase();
        BELOW.iter().any(|word| raw.contains(word))
    }
}

fn leads_to_story(rest: &[Line<'_>]) -> bool {
    let next = rest.iter().find(|line| line.weight() > 0);
    next.is_some_and(|line| !line.is_certain())
}
