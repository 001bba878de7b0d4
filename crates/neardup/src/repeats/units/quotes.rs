//! Quotations that stay whole, and stay with whoever says them.
//!
//! Of a page that prints a sentence inside two quotations, nothing can be cut without taking a mark
//! from its other half:
//!
//! ```text
//! “The lamp had failed at nine. We were afraid,” she said.
//!
//! In court she read it out. “The lamp had failed at nine. It was a long night,” it says.
//! ```

use super::CutDocument;
use crate::repeats::Repeat;
use crate::repeats::lines::QUOTES;
use crate::repeats::quotations::{self, Pair};
use copydesk_text::Span;

/// Pairs of marks: a cut must hold both or neither.
const PAIRS: [Pair; 8] = [
    ('“', '”'),
    ('«', '»'),
    ('„', '“'),
    ('「', '」'),
    ('『', '』'),
    ('(', ')'),
    ('[', ']'),
    ('（', '）'),
];
/// Marks of a quotation that are no apostrophes.
const QUOTATION_MARKS: [char; 8] = ['"', '“', '”', '„', '«', '»', '「', '『'];
/// What a line begins with that says who said the one before.
const ATTRIBUTION_MARKS: [&str; 3] = ["--", "—", "–"];
/// Longest line that says so, in words.
const MAX_ATTRIBUTION: usize = 12;

impl CutDocument<'_> {
    /// Whether a cut inside a paragraph takes one mark of a pair of quotation marks or brackets. A
    /// paragraph that has only one of them anyway is no worse for it.
    pub(super) fn halves_quotation(&self, segment: usize, cut: Span) -> bool {
        let (content, text) = (self.content(segment), self.document.text());
        if cut.start() <= content.start() && content.end() <= cut.end() {
            return false;
        }
        let start = cut.start().max(content.start());
        let end = cut.end().min(content.end());
        let inside = Span::new(start, end.max(start)).slice(text);
        is_balanced(content.slice(text)) && !is_balanced(inside)
    }

    /// Whether a cut takes the story's quotation, with who says it, because the page has the speech
    /// as well from which it is quoted.
    pub(super) fn takes_attributed_quotation(&self, repeat: &Repeat) -> bool {
        let cut = repeat.cut.slice(self.document.text()).trim();
        let Some(close) = cut.rfind(['"', '”', '»', '」']) else {
            return false;
        };
        // Letters after the last mark name the speaker.
        let is_attributed =
            cut.starts_with(QUOTES) && cut[close..].chars().any(char::is_alphabetic);
        let speech = self.text(self.holder(repeat));
        let is_speech = !speech.starts_with(QUOTES) && !speech.contains(QUOTATION_MARKS);
        is_attributed && is_speech && !self.is_beside(repeat)
    }

    /// Whether the line after a cut says who said it and stays: `-- Ada Holm, divers' union`. Of a
    /// copy right above it says that too.
    pub(super) fn leaves_attribution(&self, segment: usize, repeat: &Repeat) -> bool {
        if self.content(segment).end() > repeat.cut.end() || self.is_beside(repeat) {
            return false;
        }
        let Some(next) = self.next_line(segment) else {
            return false;
        };
        let words = self.document.words_of(next).len();
        (1..=MAX_ATTRIBUTION).contains(&words)
            && opens_attribution(self.text(next))
            && !opens_attribution(self.text(segment))
            && !self.is_cut(next)
    }
}

/// Whether every quotation mark and bracket of a text has its other half there.
pub(super) fn is_balanced(text: &str) -> bool {
    quotations::is_balanced(text, &PAIRS)
}

/// Whether a line begins like one that says who said something.
fn opens_attribution(line: &str) -> bool {
    ATTRIBUTION_MARKS.iter().any(|mark| line.starts_with(mark))
}
