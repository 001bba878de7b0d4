//! The one place that cuts.
//!
//! Findings name what is furniture or a copy: words. Cutting exactly these words would leave holes:
//! two blank lines where a paragraph was, a space before a full stop, two words glued together. So
//! [`tidy`] first gives every span the white space that belongs to it, and [`cut`] then removes the
//! spans and does nothing else.
//!
//! Two rules keep that sound:
//!
//! 1. **Only deletion.** No character is added or replaced. The clean text is the raw text without
//!    some spans, so [`put_back`] restores it from the removed pieces, and every offset in a
//!    decision is an offset in the raw text.
//! 2. **Widened spans never overlap.** Each takes white space only up to the next word, or up to
//!    the next span. White space between two spans goes to one of them.

use copydesk_text::{Segment, Span, Spans, words_in};
use std::cell::LazyCell;
use std::ops::Range;

/// Takes spans out of a text.
///
/// ```
/// use copydesk_clean::cut;
/// use copydesk_text::{Span, Spans};
///
/// let spans = Spans::union([Span::new(3, 7), Span::new(8, 9)]);
/// assert_eq!(cut("one two, three", &spans), "one,three");
/// ```
///
/// # Panics
/// If a span splits a character or reaches past the end.
#[must_use]
pub fn cut(text: &str, spans: &Spans) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans {
        out.push_str(&text[at..span.start()]);
        at = span.end();
    }
    out.push_str(&text[at..]);
    out
}

/// Puts removed pieces back where they were: each with its byte offset in the original, in order.
/// Returns `None` if the pieces do not belong to this text.
///
/// ```
/// use copydesk_clean::put_back;
///
/// let removed = [(3, " two"), (8, " ")];
/// assert_eq!(put_back("one,three", &removed).as_deref(), Some("one two, three"));
/// assert_eq!(put_back("one", &[(9, "lost")]), None);
/// ```
#[must_use]
pub fn put_back(cleaned: &str, removed: &[(usize, &str)]) -> Option<String> {
    let mut out = String::with_capacity(
        cleaned.len() + removed.iter().map(|(_, piece)| piece.len()).sum::<usize>(),
    );
    let mut at = 0;
    for &(offset, piece) in removed {
        let kept = offset.checked_sub(out.len())?;
        out.push_str(cleaned.get(at..at + kept)?);
        out.push_str(piece);
        at += kept;
    }
    out.push_str(cleaned.get(at..)?);
    Some(out)
}

/// Widens spans of content so that taking them out leaves clean text. Returns one span for each
/// that is given.
///
/// * A paragraph goes with the weaker of the two breaks around it, so that no double blank line
///   arises and no paragraphs flow together; at either end of the text, with the break that is
///   there.
/// * A piece of a paragraph goes with the white space on one side of it.
/// * Where both neighbours of a piece would be glued together, the piece leaves a space of its own
///   behind.
///
/// Each span lies inside one segment's content, or holds all of several. Only segments are asked
/// for, because most texts need not be read word by word to be cut.
#[must_use]
pub fn tidy(text: &str, segments: &[Segment], spans: &Spans) -> Spans {
    let spans = spans.as_slice();
    let mut out: Vec<Span> = spans.to_vec();
    let pieces = pieces_by_segment(segments, spans);
    let whole: Vec<bool> = segments
        .iter()
        .zip(&pieces)
        .map(|(segment, pieces)| {
            // The span before may reach into this segment.
            let reaching = pieces.start.saturating_sub(1)..pieces.end;
            leaves_nothing(text, *segment, &spans[reaching])
        })
        .collect();
    let mut i = 0;
    while i < segments.len() {
        if whole[i] {
            let end = (i..segments.len())
                .find(|&j| !whole[j])
                .unwrap_or(segments.len());
            let hole = hole(text, segments, i..end);
            fill(&mut out[pieces[i].start..pieces[end - 1].end], hole);
            i = end;
        } else {
            let content = segments[i].content();
            let spaced = LazyCell::new(|| spaced_words(text, content));
            for group in out[pieces[i].clone()]
                .chunk_by_mut(|a, b| text[a.end()..b.start()].trim().is_empty())
            {
                let joined = group[0].join(group[group.len() - 1]);
                if joined.end() > content.end() {
                    continue;
                }
                fill(group, widen(text, content, joined, || *spaced));
            }
            i += 1;
        }
    }
    // Widened spans meet at most: each takes white space that lies between it and the next. Should
    // that ever fail, the spans as they were given are sound too.
    let tidied = Spans::new(out);
    debug_assert!(tidied.is_some(), "tidied spans overlap: {spans:?}");
    tidied.unwrap_or_else(|| Spans::union(spans.iter().copied()))
}

/// For each segment, which of the spans lie in it.
fn pieces_by_segment(segments: &[Segment], spans: &[Span]) -> Vec<Range<usize>> {
    let mut out = Vec::with_capacity(segments.len());
    let mut at = 0;
    for segment in segments {
        let start = at;
        while at < spans.len() && spans[at].start() < segment.tile().end() {
            at += 1;
        }
        out.push(start..at);
    }
    out
}

/// Whether taking the spans out leaves no letter or digit of the segment.
fn leaves_nothing(text: &str, segment: Segment, spans: &[Span]) -> bool {
    let content = segment.content();
    let mut at = content.start();
    let mut is_touched = false;
    for span in spans.iter().filter(|span| span.overlaps(content)) {
        if text[at..span.start().max(at)].contains(char::is_alphanumeric) {
            return false;
        }
        (at, is_touched) = (span.end().min(content.end()), true);
    }
    is_touched && !text[at..content.end()].contains(char::is_alphanumeric)
}

/// What goes when a run of whole segments goes.
fn hole(text: &str, segments: &[Segment], run: Range<usize>) -> Span {
    let content = segments[run.start]
        .content()
        .join(segments[run.end - 1].content());
    let before = run
        .start
        .checked_sub(1)
        .map(|i| segments[i].content().end());
    let after = segments.get(run.end).map(|s| s.content().start());
    match (before, after) {
        (None, None) => Span::new(0, text.len()),
        (None, Some(after)) => Span::new(opening_mark(text, content.start()), after),
        (Some(before), None) => Span::new(before, content.end()),
        (Some(before), Some(after)) => {
            let space_before = &text[before..content.start()];
            let space_after = &text[content.end()..after];
            if line_breaks(space_before) < line_breaks(space_after) {
                Span::new(before, content.end())
            } else {
                Span::new(content.start(), after)
            }
        }
    }
}

fn line_breaks(space: &str) -> usize {
    space.matches(['\n', '\u{2028}', '\u{2029}']).count()
}

/// Where a text begins whose first segment goes: at the segment if a mark for a line break (`<p>`)
/// stands before it, since the next segment lost its own.
fn opening_mark(text: &str, content: usize) -> usize {
    let is_blank = text[..content].trim_matches('\u{feff}').trim().is_empty();
    if is_blank { 0 } else { content }
}

/// Shares a hole out among the pieces that made it: each takes what lies between it and the next.
fn fill(pieces: &mut [Span], hole: Span) {
    let starts: Vec<usize> = pieces.iter().map(|p| p.start()).collect();
    let last = pieces.len() - 1;
    for (k, piece) in pieces.iter_mut().enumerate() {
        let start = if k == 0 { hole.start() } else { starts[k] };
        let end = if k == last { hole.end() } else { starts[k + 1] };
        *piece = Span::new(start, end);
    }
}

/// Widens a piece of a segment (or several that touch) by white space on one side, or narrows it to
/// leave a space behind. `spaced` tells where the segment's words that are written with spaces
/// stand.
fn widen(text: &str, content: Span, piece: Span, spaced: impl Fn() -> Option<Span>) -> Span {
    let before = &text[content.start()..piece.start()];
    let after = &text[piece.end()..content.end()];
    let space_before = before.len() - before.trim_end().len();
    let space_after = after.len() - after.trim_start().len();
    if after.trim().is_empty() {
        return Span::new(piece.start() - space_before, content.end());
    }
    if before.trim().is_empty() {
        return Span::new(content.start(), piece.end() + space_after);
    }
    let raw = piece.slice(text);
    let (leading, trailing) = (
        raw.len() - raw.trim_start().len(),
        raw.len() - raw.trim_end().len(),
    );
    if space_before > 0 && space_after > 0 {
        return Span::new(piece.start(), piece.end() + space_after);
    }
    // Two neighbours that meet need a space between them if both are written with spaces.
    if space_before > 0 || space_after > 0 {
        return piece;
    }
    match spaced() {
        Some(spaced) if spaced.start() < piece.start() && piece.end() < spaced.end() => {}
        _ => return piece,
    }
    // The sentence brings its own space: leave that behind.
    if trailing > 0 {
        Span::new(piece.start(), piece.end() - trailing)
    } else {
        Span::new(piece.start() + leading, piece.end())
    }
}

/// From the first word of a segment that is written with spaces to the last.
fn spaced_words(text: &str, content: Span) -> Option<Span> {
    let mut words = Vec::new();
    words_in(text, content, &mut words);
    let mut spaced = words
        .iter()
        .filter(|word| !word.is_unspaced())
        .map(|word| word.span);
    let first = spaced.next()?;
    Some(first.join(spaced.next_back().unwrap_or(first)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::segments;
    use proptest::prelude::*;

    /// Cuts what stands between `[` and `]`.
    fn cleaned(marked: &str) -> String {
        let mut text = String::new();
        let mut spans = Vec::new();
        for part in marked.split(']') {
            let (kept, cut) = part.split_once('[').unwrap_or((part, ""));
            text.push_str(kept);
            if !cut.is_empty() {
                spans.push(Span::new(text.len(), text.len() + cut.len()));
            }
            text.push_str(cut);
        }
        let tidied = tidy(&text, &segments(&text), &Spans::union(spans));
        let removed: Vec<_> = tidied.iter().map(|s| (s.start(), s.slice(&text))).collect();
        let clean = cut(&text, &tidied);
        assert_eq!(put_back(&clean, &removed).as_deref(), Some(&*text));
        clean
    }

    #[test]
    fn whole_paragraphs() {
        assert_eq!(cleaned("A.\n\n[B.]\n\nC."), "A.\n\nC.");
        assert_eq!(cleaned("A.\n[B.]\n\nC."), "A.\n\nC.");
        assert_eq!(cleaned("A.\n\n[B.]\nC."), "A.\n\nC.");
        assert_eq!(cleaned("[B.]\n\nC."), "C.");
        assert_eq!(cleaned("A.\n\n[B.]\n"), "A.\n");
        assert_eq!(cleaned("A.\n\n[B.]\n[C.]\n\n[D.]\n\nE."), "A.\n\nE.");
        assert_eq!(cleaned("[A.]\n\n[B.]"), "");
        assert_eq!(cleaned("A.\r\n\r\n[B.]\r\n\r\nC.\r\n"), "A.\r\n\r\nC.\r\n");
    }

    #[test]
    fn several_paragraphs_at_once() {
        assert_eq!(cleaned("A.\n\n[B.\n\nC. ][D.]\n\nE."), "A.\n\nE.");
        assert_eq!(cleaned("A.\n\n[B.\n\nC.]\n\nE."), "A.\n\nE.");
        assert_eq!(cleaned("[A.\n\nB. ][C.]"), "");
    }

    #[test]
    fn pieces_of_a_paragraph() {
        assert_eq!(cleaned("One. [Two. ]Three."), "One. Three.");
        assert_eq!(cleaned("One. [Two.] Three."), "One. Three.");
        assert_eq!(
            cleaned("See this.'[They wept]\n\nNext."),
            "See this.'\n\nNext."
        );
        assert_eq!(cleaned("[At the stadium]You can go."), "You can go.");
        assert_eq!(cleaned("One.[ Two. ]Three."), "One. Three.");
        assert_eq!(cleaned("他来了。[她走了。]天黑了。"), "他来了。天黑了。");
        assert_eq!(cleaned("One.\n\n[Two. ][Three.]\n\nFour."), "One.\n\nFour.");
        assert_eq!(cleaned("One. [Two. ][Three.]\n\nFour."), "One.\n\nFour.");
    }

    proptest! {
        #[test]
        fn one_span_for_each_in_order_and_undone(text in "([ab]{1,3}[. ]{0,2}\n{0,3}){1,8}", picks in proptest::collection::vec(any::<bool>(), 9)) {
            let parts = segments(&text);
            let spans: Vec<Span> = parts.iter().zip(&picks).filter(|&(s, &p)| p && !s.content().is_empty()).map(|(s, _)| s.content()).collect();
            let tidied = tidy(&text, &parts, &Spans::union(spans.iter().copied()));
            prop_assert_eq!(tidied.len(), spans.len());
            let clean = cut(&text, &tidied);
            let removed: Vec<_> = tidied.iter().map(|s| (s.start(), s.slice(&text))).collect();
            let restored = put_back(&clean, &removed);
            prop_assert_eq!(restored.as_deref(), Some(&*text));
            let kept: Vec<_> = parts.iter().map(|s| s.content()).filter(|c| !spans.contains(c) && !c.is_empty()).map(|c| c.slice(&text)).collect();
            let left: Vec<_> = segments(&clean).iter().map(|s| s.content()).filter(|c| !c.is_empty()).map(|c| c.slice(&clean).to_owned()).collect();
            prop_assert_eq!(left, kept);
        }
    }
}
