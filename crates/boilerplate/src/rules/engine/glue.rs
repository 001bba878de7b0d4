//! The verdict on one line: all of it, or whole sentences at its ends.
//!
//! Scraping glues furniture to paragraphs (`…he said. Sign up for our newsletter.`). Only whole sentences are cut off, only by
//! rules that reach so far, and never out of somebody's speech.

use super::index::Index;
use super::line::{Line, Mark};
use super::rule::Family;
use crate::Certainty;
use copydesk_text::{Span, Word, effective_words, sentences};

/// Furniture hangs on a paragraph by at most this many words at either end.
const REACH: usize = 45;

/// A sentence this long that does not speak to the reader is story, whatever stands beside it; appeals have headings and slogans
/// that are shorter, other furniture has not.
const STORY_SENTENCE: usize = 10;
const STORY_SENTENCE_BESIDE_FOOT: usize = 3;

/// Sets the mark of a line, or the marks of its ends.
pub(crate) fn judge(index: &Index, line: &mut Line<'_>) {
    let weight = line.weight();
    if weight == 0 {
        return;
    }
    let mut whole = None;
    if weight <= index.longest() && (!opens_with_quote(line.raw()) || opens_with_title(index, line)) {
        whole = index.best(line, line.words, line.content, |_| true);
    }
    if weight > 2 && may_have_glue(index, line) {
        let (front, back, rest) = peel(index, line);
        if rest.is_empty() {
            whole = front.map(|(_, m)| m).or(back.map(|(_, m)| m)).filter(|m| m.outranks(whole)).or(whole);
        } else if whole.is_none_or(|m| m.certainty < Certainty::Cut) || rest.iter().any(|&p| is_story(index, line, p, whole)) {
            line.ends.extend(front);
            line.ends.extend(back);
            if !line.ends.is_empty() {
                return;
            }
        }
    }
    line.mark = whole;
}

/// Whether it is worth cutting the line into sentences.
fn may_have_glue(index: &Index, line: &Line<'_>) -> bool {
    let count = line.words.len();
    let near = REACH.min(count);
    index.may_be_glued(&line.words[count - near..]) || index.may_be_glued(&line.words[..near])
}

type End = Option<(Span, Mark)>;

/// Takes furniture sentences off both ends; what is left comes back as sentences.
fn peel(index: &Index, line: &Line<'_>) -> (End, End, Vec<Span>) {
    let pieces = sentences(line.text, line.content);
    if pieces.len() < 2 {
        return (None, None, pieces);
    }
    let verdict = |piece: Span| sentence_mark(index, line, piece);
    let back_count = pieces.iter().rev().map_while(|&p| verdict(p)).count();
    let front_count = pieces[..pieces.len() - back_count].iter().map_while(|&p| verdict(p)).count();
    let (front, others) = pieces.split_at(front_count);
    let (rest, back) = others.split_at(others.len() - back_count);
    (join(line, front, verdict), join(line, back, verdict), rest.to_vec())
}

/// The sentences as one end of the line, under the strongest of their marks.
fn join(line: &Line<'_>, pieces: &[Span], verdict: impl Fn(Span) -> Option<Mark>) -> End {
    let span = pieces.first()?.join(*pieces.last()?);
    let visible = span.slice(line.text).trim_end();
    let span = Span::new(span.start(), span.start() + visible.len());
    let mark = pieces.iter().filter_map(|&p| verdict(p)).reduce(|best, m| if m.outranks(Some(best)) { m } else { best })?;
    Some((span, mark))
}

fn sentence_mark(index: &Index, line: &Line<'_>, piece: Span) -> Option<Mark> {
    let raw = piece.slice(line.text);
    if holds_speech(raw) {
        return None;
    }
    let words = words_in(line.words, piece);
    index.best(line, words, piece, |rule| rule.reaches_glued_sentences).filter(|m| m.certainty == Certainty::Cut)
}

fn words_in(words: &[Word], piece: Span) -> &[Word] {
    let from = words.partition_point(|w| w.span.start() < piece.start());
    let to = words.partition_point(|w| w.span.start() < piece.end());
    &words[from..to]
}

/// In bytes.
const LONGEST_TITLE: usize = 40;

const QUOTES: [char; 13] = ['"', '“', '”', '„', '«', '»', '‘', '「', '」', '『', '』', '‹', '›'];

fn opens_with_quote(raw: &str) -> bool {
    raw.starts_with(QUOTES)
}

/// Whether the quotes in front hold a name, such as that of the site: a few letters that are no furniture themselves, and the
/// sentence goes on behind them.
fn opens_with_title(index: &Index, line: &Line<'_>) -> bool {
    let inside = line.raw().trim_start_matches(QUOTES);
    let Some((title, behind)) = inside.split_once(QUOTES) else { return false };
    let goes_on = behind.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase));
    let is_name = title.len() <= LONGEST_TITLE && title.ends_with(char::is_alphanumeric) && !title.contains(',');
    let span = Span::new(line.content.start(), line.content.end() - behind.len());
    goes_on && is_name && index.best(line, words_in(line.words, span), span, |_| true).is_none()
}

/// Whether the sentence is, or belongs to, somebody's speech.
fn holds_speech(raw: &str) -> bool {
    opens_with_quote(raw) || raw.trim_end().trim_end_matches(['.', '!', '?', ',', '。', '！', '？']).ends_with(QUOTES)
}

/// Whether a sentence tells something, rather than asks the reader for something.
fn is_story(index: &Index, line: &Line<'_>, piece: Span, beside: Option<Mark>) -> bool {
    let words = words_in(line.words, piece);
    let is_foot = beside.is_some_and(|m| m.family == Family::Foot);
    let is_question = piece.slice(line.text).trim_end().ends_with(['?', '？', '؟', ';']);
    let least = if is_foot && !is_question { STORY_SENTENCE_BESIDE_FOOT } else { STORY_SENTENCE };
    let is_known = || index.best(line, words, piece, |_| true).is_some_and(|m| m.certainty >= Certainty::CutIfAsked);
    effective_words(words) >= least && !index.speaks_to_reader(words) && !is_known()
}
