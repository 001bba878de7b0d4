//! What each of two stories tells that the other does not, and what both tell differently.

use super::facts::{FactKind, changed_fact};
use super::own::OwnContent;
use super::pair::Pair;
use super::replacements::Replacement;
use super::story::Story;
use copydesk_text::Span;
use std::ops::Range;

/// What two stories tell differently. It holds no text: the spans point into the texts that were
/// compared. What follows from it is said by [`Comparison::verdict`]; the lists are there so that a
/// reader can be shown why.
///
/// ```
/// use copydesk_neardup::{Comparison, Story};
/// use copydesk_text::Document;
///
/// let early = "The ferry ran aground off Port Ambry in thick fog. Divers are searching it.";
/// let late = format!("{early} The captain has resigned.");
/// let (early, late) = (Document::new(early), Document::new(late));
/// let found = Comparison::of(&Story::of(&early), &Story::of(&late));
/// assert!(found.changes.is_empty() && found.left.news == 0);
/// assert_eq!(found.right.news, 4);
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Comparison {
    /// The facts that the two give differently, in the order of the left text, each once.
    pub changes: Vec<Change>,
    /// Numbers, names and other facts that both give alike.
    pub agreed: usize,
    /// Numbers among them.
    pub agreed_numbers: usize,
    /// What only the left story tells.
    pub left: OwnContent,
    /// What only the right story tells.
    pub right: OwnContent,
}

/// A fact that two stories give differently.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Change {
    /// Where it is in the left text; empty if the left text has nothing in its place.
    pub left: Span,
    /// Where it is in the right text; empty if the right text has nothing in its place.
    pub right: Span,
    /// What kind of fact it is.
    pub kind: FactKind,
}

impl Comparison {
    /// Compares two stories. Which of them is left makes no difference to the verdict.
    #[must_use]
    pub fn of(left: &Story<'_>, right: &Story<'_>) -> Self {
        let here = Pair {
            story: left,
            other: right,
        };
        let there = Pair {
            story: right,
            other: left,
        };
        let (own_left, replaced) = OwnContent::of(here);
        let (own_right, replaced_back) = OwnContent::of(there);
        let mut out = Self {
            left: own_left,
            right: own_right,
            ..Self::default()
        };
        for replacement in &replaced {
            out.add(replacement, left, right);
        }
        // Turned round, so that both lists say the same fact in the same way.
        for replacement in replaced_back {
            out.add(&replacement.mirrored(), left, right);
        }
        // Most facts that differ are found from both sides.
        out.changes.sort_unstable();
        out.changes.dedup();
        let (from_left, from_right) = (Agreed::of(here), Agreed::of(there));
        // Which of the two is left must not matter, and one may say twice what the other says once.
        out.agreed = from_left.facts.min(from_right.facts);
        out.agreed_numbers = from_left.numbers.min(from_right.numbers);
        out
    }

    /// Adds a replacement if it changes a fact.
    fn add(&mut self, replacement: &Replacement, left: &Story<'_>, right: &Story<'_>) {
        if let Some(kind) = changed_fact(replacement, left, right) {
            self.changes.push(Change {
                left: span_of(left, &replacement.left),
                right: span_of(right, &replacement.right),
                kind,
            });
        }
    }
}

/// How many names and numbers of a story the other one mentions, too.
struct Agreed {
    facts: usize,
    /// Numbers among them.
    numbers: usize,
}

impl Agreed {
    fn of(pair: Pair<'_>) -> Self {
        let (mut facts, mut numbers) = (0, 0);
        for token in &pair.story.tokens {
            let is_fact = token.is_number() || token.is_name();
            if is_fact && pair.other.mentions(token.hash) {
                facts += 1;
                numbers += usize::from(token.is_number());
            }
        }
        Self { facts, numbers }
    }
}

/// Where a run of tokens is. An empty run is before the token that follows it, or after the last
/// one.
fn span_of(story: &Story<'_>, run: &Range<usize>) -> Span {
    match &story.tokens[run.clone()] {
        [first, .., last] => first.span.join(last.span),
        [only] => only.span,
        [] => {
            let at = match (story.tokens.get(run.start), story.tokens.last()) {
                (Some(next), _) => next.span.start(),
                (None, Some(last)) => last.span.end(),
                (None, None) => 0,
            };
            Span::new(at, at)
        }
    }
}
