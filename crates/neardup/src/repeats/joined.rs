//! Sentences that were cut one by one, as the one passage that they are.

use super::repeat::{Repeat, RepeatKind};
use copydesk_text::Span;

/// Joins repeats, which are in order, where both the cut and the kept sentences follow each other
/// in one paragraph. The same bytes go, and a reader sees one cut with one copy.
pub(super) fn join_neighbours(text: &str, repeats: Vec<Repeat>) -> Vec<Repeat> {
    let mut out: Vec<Repeat> = Vec::with_capacity(repeats.len());
    for next in repeats {
        match out.last_mut() {
            Some(last) if follows(text, last, &next) => {
                *last = Repeat {
                    cut: last.cut.join(next.cut),
                    kept: last.kept.join(next.kept),
                    kind: RepeatKind::Contained,
                    overlap: last.overlap.and(next.overlap),
                };
            }
            _ => out.push(next),
        }
    }
    out
}

fn follows(text: &str, last: &Repeat, next: &Repeat) -> bool {
    let is_contained = |repeat: &Repeat| repeat.kind == RepeatKind::Contained;
    let is_gap = |from: Span, to: Span, may_stand: fn(char) -> bool| {
        let gap = text.get(from.end()..to.start());
        gap.is_some_and(|gap| gap.chars().all(may_stand))
    };
    is_contained(last)
        && is_contained(next)
        && is_gap(last.cut, next.cut, |c| c.is_whitespace() && c != '\n')
        && is_gap(last.kept, next.kept, |c| !c.is_alphanumeric() && c != '\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alike::WordOverlap;

    fn repeat(text: &str, cut: &str, kept: &str) -> Repeat {
        let first = text.find(cut).expect("the text has the cut");
        let second = text.rfind(kept).expect("the text has the copy");
        let len = cut.split(' ').count();
        Repeat {
            cut: Span::new(first, first + cut.len()),
            kept: Span::new(second, second + kept.len()),
            kind: RepeatKind::Contained,
            overlap: WordOverlap {
                matched: len,
                cut: len,
                kept: len,
            },
        }
    }

    #[test]
    fn sentences_that_follow_each_other_twice_are_one_passage() {
        let text = "It rained. It poured. The old man snored.\n\nOh! It rained. It poured. It \
                    stopped. The old man snored.";
        let one = |sentence: &str| repeat(text, &format!("{sentence}."), sentence);
        let found = join_neighbours(
            text,
            vec![
                one("It rained"),
                one("It poured"),
                one("The old man snored"),
            ],
        );
        let cuts: Vec<&str> = found.iter().map(|repeat| repeat.cut.slice(text)).collect();
        assert_eq!(cuts, ["It rained. It poured.", "The old man snored."]);
        assert_eq!(found[0].kept.slice(text), "It rained. It poured");
        assert_eq!(found[0].overlap.matched, 4);
    }
}
