//! The rewriter: the only code that cuts.
//!
//! What is found to be cut are spans of words. Removing exactly these words would leave traces: two
//! blank lines where a paragraph was, a space before a full stop, two words without a space between
//! them. So [`tidy`] first adds to every span the white space that belongs to it, and [`cut`] then
//! removes the spans and does nothing else.
//!
//! Two rules make that sound:
//!
//! 1. **Only deletion.** No character is added or replaced. The clean text is the raw text without
//!    some spans, so [`put_back`] restores it from the removed parts, and every offset in a
//!    decision is an offset in the raw text.
//! 2. **Widened spans never overlap.** Each takes white space only up to the next word or the next
//!    span. White space between two spans is given to one of them.

use copydesk_text::{Segment, Span, Spans, Word, words_in};
use std::cell::OnceCell;
use std::ops::Range;

/// Removes spans from a text.
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

/// Puts removed text back where it was. `removed` has the byte offset of each removed part in the
/// original text and the part itself, in order. Returns `None` if these offsets do not fit the
/// cleaned text.
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
    let mut removed_len = 0;
    for (_, part) in removed {
        removed_len += part.len();
    }
    let mut out = String::with_capacity(cleaned.len() + removed_len);
    // How many bytes of the cleaned text were used.
    let mut used = 0;
    for &(offset, part) in removed {
        // `None` if this part begins before the end of the previous one.
        let kept_len = offset.checked_sub(out.len())?;
        out.push_str(cleaned.get(used..used + kept_len)?);
        out.push_str(part);
        used += kept_len;
    }
    out.push_str(cleaned.get(used..)?);
    Some(out)
}

/// Adds white space to spans of content so that the text without them is tidy. Returns one span for
/// each that is given.
///
/// * A whole paragraph is removed with one of the two breaks around it: with the one that has fewer
///   line breaks, or with the break after it if both have as many. So neither two blank lines in a
///   row nor a joined paragraph is left. The first and the last paragraph are removed with the only
///   break that they have.
/// * A part of a paragraph is removed with the white space on one side of it.
/// * If that would join the words on both sides, one space is left.
///
/// Each span must be inside the content of one segment, or cover several whole segments. The
/// function takes segments and not a [`Document`](copydesk_text::Document), because most texts can
/// be cut without finding their words.
#[must_use]
pub fn tidy(text: &str, segments: &[Segment], spans: &Spans) -> Spans {
    let spans = spans.as_slice();
    let mut out: Vec<Span> = spans.to_vec();
    let pieces = pieces_by_segment(segments, spans);
    let mut i = 0;
    while i < segments.len() {
        // The end of the run of whole segments that begins with segment `i`.
        let mut end = i;
        while end < segments.len() && leaves_nothing(text, segments[end], &pieces[end], spans) {
            end += 1;
        }
        if i < end {
            let removed = span_of_run(text, segments, i..end);
            divide(&mut out[pieces[i].start..pieces[end - 1].end], removed);
            i = end;
        } else {
            tidy_parts(text, segments[i].content(), &mut out[pieces[i].clone()]);
            i += 1;
        }
    }
    // Widened spans may touch but not overlap, because each takes white space only up to the next.
    // If they ever overlapped, the given spans could be cut instead: the text would only be untidy.
    let tidied = Spans::new(out);
    debug_assert!(tidied.is_some(), "tidied spans overlap: {spans:?}");
    tidied.unwrap_or_else(|| Spans::union(spans.iter().copied()))
}

/// For each segment, the spans that begin in it, as a range of indices into `spans`. These spans
/// are called its *pieces*.
fn pieces_by_segment(segments: &[Segment], spans: &[Span]) -> Vec<Range<usize>> {
    let mut out = Vec::with_capacity(segments.len());
    let mut next = 0;
    for segment in segments {
        let first = next;
        while next < spans.len() && spans[next].start() < segment.tile().end() {
            next += 1;
        }
        out.push(first..next);
    }
    out
}

/// Whether something is cut from a segment and no letter or digit of it is left. `pieces` are the
/// spans that begin in the segment.
fn leaves_nothing(text: &str, segment: Segment, pieces: &Range<usize>, spans: &[Span]) -> bool {
    let content = segment.content();
    let mut checked_to = content.start();
    let mut is_cut = false;
    // The span before the first piece, if there is one, may reach into this segment.
    for span in &spans[pieces.start.saturating_sub(1)..pieces.end] {
        if !span.overlaps(content) {
            continue;
        }
        // Empty if the span begins before the segment.
        let left_before = &text[checked_to..span.start().max(checked_to)];
        if left_before.contains(char::is_alphanumeric) {
            return false;
        }
        checked_to = span.end().min(content.end());
        is_cut = true;
    }
    is_cut && !text[checked_to..content.end()].contains(char::is_alphanumeric)
}

/// The span that is removed for a run of whole segments: their contents, the breaks between them,
/// and one of the two breaks around the run.
fn span_of_run(text: &str, segments: &[Segment], run: Range<usize>) -> Span {
    let first = segments[run.start].content();
    let content = first.join(segments[run.end - 1].content());
    let before = match run.start {
        0 => None,
        start => Some(segments[start - 1].content().end()),
    };
    let next = segments.get(run.end);
    let after = next.map(|next| next.content().start());
    match (before, after) {
        (None, None) => Span::new(0, text.len()),
        (None, Some(after)) => Span::new(start_of_first(text, content.start()), after),
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

/// The number of line breaks in white space. `\r\n` is one, because only its `\n` is counted.
fn line_breaks(space: &str) -> usize {
    space.matches(['\n', '\u{2028}', '\u{2029}']).count()
}

/// The byte from which the first segment of a text is removed. Its content begins at byte
/// `content`. If there is a tag (`<p>`) before the content, the tag stays, because the tag after
/// the segment is removed with it.
fn start_of_first(text: &str, content: usize) -> usize {
    // `trim` does not count a byte order mark as white space.
    let is_blank = text[..content].trim_matches('\u{feff}').trim().is_empty();
    if is_blank { 0 } else { content }
}

/// Widens the pieces in a removed span so that together they cover all of it: each piece takes the
/// text up to the next one, and the first also the text before it.
fn divide(pieces: &mut [Span], removed: Span) {
    let mut start = removed.start();
    for k in 0..pieces.len() {
        let end = match pieces.get(k + 1) {
            Some(next) => next.start(),
            None => removed.end(),
        };
        pieces[k] = Span::new(start, end);
        start = end;
    }
}

/// Widens the pieces that are cut from a segment of which something is left. `content` is the
/// content of the segment.
fn tidy_parts(text: &str, content: Span, pieces: &mut [Span]) {
    let spaced_words = OnceCell::new();
    // Pieces with nothing but white space between them are removed as one.
    for group in pieces.chunk_by_mut(|a, b| text[a.end()..b.start()].trim().is_empty()) {
        // `chunk_by_mut` never returns an empty group.
        let piece = group[0].join(group[group.len() - 1]);
        // A span that reaches into the next segment is not widened.
        if piece.end() > content.end() {
            continue;
        }
        let mut removed = widen(text, content, piece);
        if joins_neighbours(text, content, removed) {
            // The two sides need a space only if both have words of scripts with spaces. Words are
            // found only here, and once for the segment, because most cuts do not need them.
            let spaced_words = spaced_words.get_or_init(|| span_of_spaced_words(text, content));
            if let Some(spaced) = spaced_words
                && spaced.start() < piece.start()
                && piece.end() < spaced.end()
            {
                removed = without_space(text, piece);
            }
        }
        divide(group, removed);
    }
}

/// A piece of a segment, widened by white space. At the end of the segment this is the white space
/// before the piece, elsewhere the white space after it. In the middle of the segment nothing is
/// added if only one side has white space, because that separates the words that are left.
fn widen(text: &str, content: Span, piece: Span) -> Span {
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
    if space_before > 0 && space_after > 0 {
        return Span::new(piece.start(), piece.end() + space_after);
    }
    piece
}

/// Whether text is left on both sides of a piece, and no white space separates the two sides.
fn joins_neighbours(text: &str, content: Span, piece: Span) -> bool {
    let before = &text[content.start()..piece.start()];
    let after = &text[piece.end()..content.end()];
    let has_neighbours = !before.trim().is_empty() && !after.trim().is_empty();
    has_neighbours
        && !before.ends_with(char::is_whitespace)
        && !after.starts_with(char::is_whitespace)
}

/// A piece without the white space at its end, or else without that at its start. This white space
/// then separates the words on both sides.
fn without_space(text: &str, piece: Span) -> Span {
    let raw = piece.slice(text);
    let leading = raw.len() - raw.trim_start().len();
    let trailing = raw.len() - raw.trim_end().len();
    if trailing > 0 {
        Span::new(piece.start(), piece.end() - trailing)
    } else {
        Span::new(piece.start() + leading, piece.end())
    }
}

/// The span from the first to the last word of a segment that is in a script with spaces.
fn span_of_spaced_words(text: &str, content: Span) -> Option<Span> {
    let mut words = Vec::new();
    words_in(text, content, &mut words);
    let first = words.iter().find(is_spaced)?;
    let last = words.iter().rfind(is_spaced)?;
    Some(first.span.join(last.span))
}

fn is_spaced(word: &&Word) -> bool {
    !word.is_unspaced()
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::segments;
    use proptest::prelude::*;

    /// Cuts the text between `[` and `]`.
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
        fn each_span_is_tidied_and_cuts_can_be_undone(text in "([ab]{1,3}[. ]{0,2}\n{0,3}){1,8}", picks in proptest::collection::vec(any::<bool>(), 9)) {
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
