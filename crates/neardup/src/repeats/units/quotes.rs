//! Quotations, which stay whole and stay together with the name of the speaker.
//!
//! Here a sentence is printed inside two quotations. So neither copy can be cut: the cut would take
//! one quotation mark of a pair and leave the other.
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

/// Pairs of marks. A cut must take both marks of a pair or neither.
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
/// Quotation marks that cannot be apostrophes.
const QUOTATION_MARKS: [char; 8] = ['"', '“', '”', '„', '«', '»', '「', '『'];
/// Marks that begin an *attribution*: a line that names the speaker of the line above.
const ATTRIBUTION_MARKS: [&str; 3] = ["--", "—", "–"];
/// Longest attribution, in words.
const MAX_ATTRIBUTION: usize = 12;

impl CutDocument<'_> {
    /// Whether a cut of a part of a paragraph takes one mark of a pair of quotation marks or
    /// brackets and leaves the other. `false` if the paragraph itself has a mark without its other
    /// half. `segment` is the one in which the cut begins, here and below.
    pub(super) fn halves_quotation(&self, segment: usize, cut: Span) -> bool {
        let (content, text) = (self.content(segment), self.document.text());
        let is_whole_paragraph = cut.start() <= content.start() && content.end() <= cut.end();
        if is_whole_paragraph {
            return false;
        }
        // A cut may include white space around the paragraph.
        let start = cut.start().max(content.start());
        let end = cut.end().min(content.end());
        let inside = Span::new(start, end.max(start)).slice(text);
        is_balanced(content.slice(text)) && !is_balanced(inside)
    }

    /// Whether a cut takes a quotation together with the name of its speaker, and the kept copy is
    /// in the speech from which the story quotes: in a paragraph without quotation marks. `false`
    /// if the two are right beside each other.
    pub(super) fn takes_attributed_quotation(&self, repeat: &Repeat) -> bool {
        let cut = repeat.cut.slice(self.document.text()).trim();
        let Some(close) = cut.rfind(['"', '”', '»', '」']) else {
            return false;
        };
        // Letters after the closing mark name the speaker.
        let names_speaker = cut[close..].chars().any(char::is_alphabetic);
        let is_attributed = cut.starts_with(QUOTES) && names_speaker;
        let speech = self.text(self.segment_of_copy(repeat));
        let is_speech = !speech.starts_with(QUOTES) && !speech.contains(QUOTATION_MARKS);
        is_attributed && is_speech && !self.is_beside(repeat)
    }

    /// Whether the line after a cut stays and names the speaker of the cut words, as
    /// `-- Ada Holm, divers' union` does. `false` if the kept copy is right beside the cut: then
    /// the line names the speaker of that copy.
    pub(super) fn leaves_attribution(&self, segment: usize, repeat: &Repeat) -> bool {
        let is_end_of_line_cut = self.content(segment).end() <= repeat.cut.end();
        if !is_end_of_line_cut || self.is_beside(repeat) {
            return false;
        }
        let Some(next) = self.next_line(segment) else {
            return false;
        };
        let words = self.document.words_of(next).len();
        (1..=MAX_ATTRIBUTION).contains(&words)
            && opens_attribution(self.text(next))
            && !opens_attribution(self.text(segment))
            && !self.has_cut(next)
    }
}

/// Whether a text has both marks of each pair of quotation marks and brackets equally often.
pub(super) fn is_balanced(text: &str) -> bool {
    quotations::is_balanced(text, &PAIRS)
}

/// Whether a line begins like an attribution.
fn opens_attribution(line: &str) -> bool {
    ATTRIBUTION_MARKS.iter().any(|mark| line.starts_with(mark))
}
