//! The verdict on one line: all of it, or whole sentences at its ends.
//!
//! Scraping glues furniture to paragraphs (`…he said. Sign up for our newsletter.`). Only whole sentences are cut off, only by
//! rules that reach so far, and never out of somebody's speech.

use super::index::Index;
use super::line::{Line, Mark};
use crate::Certainty;
use copydesk_text::{Span, Word, effective_words, hash64, sentences};

/// Furniture hangs on a paragraph by at most this many words at either end.
const REACH: usize = 45;

/// A sentence this long that does not speak to the reader is story, whatever stands beside it.
const STORY_SENTENCE: usize = 10;

/// Sets the mark of a line, or the marks of its ends.
pub(crate) fn judge(index: &Index, line: &mut Line<'_>) {
    let weight = line.weight();
    if weight == 0 {
        return;
    }
    let mut whole = None;
    if weight <= index.longest() && !opens_with_quote(line.raw()) {
        whole = index.best(line, line.words, line.content, |_| true);
    }
    if has_glue(index, line, weight) {
        let (front, back, rest) = peel(index, line);
        let all_is_cut = rest.is_empty();
        if all_is_cut {
            whole = front.map(|(_, m)| m).or(back.map(|(_, m)| m)).filter(|m| m.outranks(whole)).or(whole);
        } else if whole.is_none_or(|m| m.certainty < Certainty::Cut) || rest.iter().any(|w| is_story(w)) {
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
fn has_glue(index: &Index, line: &Line<'_>, weight: usize) -> bool {
    let count = line.words.len();
    if weight <= 2 {
        return false;
    }
    let near = REACH.min(count);
    index.may_match(&line.words[count - near..]) || index.may_match(&line.words[..near])
}

type End = Option<(Span, Mark)>;

/// Takes furniture sentences off both ends; what is left comes back sentence by sentence.
fn peel<'t>(index: &Index, line: &Line<'t>) -> (End, End, Vec<&'t [Word]>) {
    let pieces = sentences(line.text, line.content);
    if pieces.len() < 2 {
        return (None, None, vec![line.words]);
    }
    let verdict = |piece: Span| sentence_mark(index, line, piece);
    let back_count = pieces.iter().rev().map_while(|&p| verdict(p)).count();
    let front_count = pieces[..pieces.len() - back_count].iter().map_while(|&p| verdict(p)).count();
    let (front, others) = pieces.split_at(front_count);
    let (rest, back) = others.split_at(others.len() - back_count);
    let rest = rest.iter().map(|&p| words_in(line.words, p)).collect();
    (join(line, front, verdict), join(line, back, verdict), rest)
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

const QUOTES: [char; 13] = ['"', '“', '”', '„', '«', '»', '‘', '「', '」', '『', '』', '‹', '›'];

fn opens_with_quote(raw: &str) -> bool {
    raw.starts_with(QUOTES)
}

/// Whether the sentence is, or belongs to, somebody's speech.
fn holds_speech(raw: &str) -> bool {
    opens_with_quote(raw) || raw.trim_end().trim_end_matches(['.', '!', '?', ',', '。', '！', '？']).ends_with(QUOTES)
}

/// Whether a sentence tells something, rather than asks the reader for something.
fn is_story(words: &[Word]) -> bool {
    const ADDRESS: &str = "you your yours we our us i my sie ihr ihre ihren ihrem du dein deine wir unser unsere unseren vous votre vos \
        nous notre nos te tu su sus usted nosotros nuestro nuestra nuestros nuestras você seu sua nosso nossa lei suo voi vostro noi \
        nostro nostra вы вас вам ваш вашу мы нас нам наш наши нашу ви вам наш je jouw uw wij ons onze ty twój nasz nasze siz sizin bizim";
    let is_address = |w: &Word| ADDRESS.split_whitespace().any(|a| hash64(a.as_bytes()) == w.hash);
    effective_words(words) >= STORY_SENTENCE && !words.iter().any(is_address)
}
