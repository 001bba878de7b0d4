//! The comparison of two stories: what only one of them tells, and what both tell differently.
//!
//! The sentences of each story are looked for in the other. Where a sentence differs, a
//! [`Replacement`] says which of its words the other story replaces by which words.

use super::facts::{FactKind, changed_fact};
use super::own::OwnContent;
use super::pair::Pair;
use super::replacements::Replacement;
use super::story::Story;
use copydesk_text::Span;
use std::ops::Range;

/// The differences of two stories. All spans are spans of the texts that were compared. The
/// [`verdict`](Comparison::verdict) follows from the differences; the lists of spans can be used to
/// show the reasons to a reader.
///
/// ```
/// use copydesk_neardup::{Comparison, Story};
/// use copydesk_text::Document;
///
/// let early = "The ferry ran aground off Port Ambry in thick fog. Divers are searching it.";
/// let late = format!("{early} The captain has resigned.");
/// let (early, late) = (Document::new(early), Document::new(late));
/// let comparison = Comparison::of(&Story::of(&early), &Story::of(&late));
/// assert!(comparison.changes.is_empty() && comparison.left.news == 0);
/// assert_eq!(comparison.right.news, 4);
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Comparison {
    /// The distinct facts that the two give differently, in the order of the left text.
    pub changes: Vec<Change>,
    /// How many numbers and names both give alike.
    pub agreed: usize,
    /// How many of these are numbers.
    pub agreed_numbers: usize,
    /// The content that only the left story has.
    pub left: OwnContent,
    /// The content that only the right story has.
    pub right: OwnContent,
}

/// A fact that two stories give differently.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Change {
    /// Its span in the left text; empty if only the right text has words for it.
    pub left: Span,
    /// Its span in the right text; empty if only the left text has words for it.
    pub right: Span,
    /// What kind of fact it is.
    pub kind: FactKind,
}

impl Comparison {
    /// Compares two stories. Which of them is left makes no difference to the verdict.
    #[must_use]
    pub fn of(left: &Story<'_>, right: &Story<'_>) -> Self {
        let forward = Pair {
            story: left,
            other: right,
        };
        let backward = Pair {
            story: right,
            other: left,
        };
        let (own_left, replacements) = OwnContent::of(forward);
        let (own_right, replacements_backward) = OwnContent::of(backward);
        let mut out = Self {
            left: own_left,
            right: own_right,
            ..Self::default()
        };
        for replacement in &replacements {
            out.add(replacement, left, right);
        }
        // Most facts that differ are found in both directions. The backward replacements are
        // mirrored, so that such a fact gives two equal changes, of which one is removed.
        for replacement in replacements_backward {
            out.add(&replacement.mirrored(), left, right);
        }
        out.changes.sort_unstable();
        out.changes.dedup();
        let (agreed, agreed_backward) = (Agreed::of(forward), Agreed::of(backward));
        // One story may say twice what the other says once. The lower count is taken, so that it
        // does not matter which story is left.
        out.agreed = agreed.facts.min(agreed_backward.facts);
        out.agreed_numbers = agreed.numbers.min(agreed_backward.numbers);
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

/// Counts of the names and numbers of a story that the other one mentions, too.
struct Agreed {
    /// Number of names and numbers.
    facts: usize,
    /// How many of these are numbers.
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

/// The span of a run of tokens. For an empty run, it is the empty span before the token that
/// follows the run, or after the last token of the story.
fn span_of(story: &Story<'_>, run: &Range<usize>) -> Span {
    match &story.tokens[run.clone()] {
        [first, .., last] => first.span.join(last.span),
        [only] => only.span,
        [] => {
            let position = match (story.tokens.get(run.start), story.tokens.last()) {
                (Some(next), _) => next.span.start(),
                (None, Some(last)) => last.span.end(),
                (None, None) => 0,
            };
            Span::new(position, position)
        }
    }
}
