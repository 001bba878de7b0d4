//! Text as a reader sees it: with its HTML entities resolved and its mojibake undone.
//!
//! A scraper that takes text out of a page twice may leave `Skerrow&#39;s` in one copy and
//! `Skerrow's` in the other, and one that mistakes UTF-8 for Windows-1252 leaves `FÃ¤hre` for
//! `Fähre`. Words are read from the legible text, and their spans are mapped back to the raw one.
//! Nothing is repaired in the output: the two are only compared as the same.
//!
//! Mojibake is undone where it can be nothing else. The first byte of a character of two or three
//! bytes, mistaken for Windows-1252, is one of a few letters that are rare in front of signs
//! ([`LEADS`]). If the characters after it encode, in Windows-1252, to the bytes that complete a
//! character of UTF-8, that character was meant. In legible text a lead is followed by a letter,
//! which completes nothing.

use crate::span::Span;
use crate::words::{Word, words};
use encoding_rs::WINDOWS_1252;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// Longest entity that is looked for, in bytes: `&CounterClockwiseContourIntegral;` is no news.
const MAX_ENTITY: usize = 12;

/// What the lead byte of a mistaken character looks like: `Ã¤`, `Â°`, `â€™`, `Å“`, `Ä‡`.
const LEADS: [char; 5] = ['Ã', 'Â', 'â', 'Å', 'Ä'];

/// The signs of mojibake for which a text is searched; what is not there is not undone.
static SIGNS: LazyLock<[Finder<'static>; 3]> = LazyLock::new(|| ["Ã", "Â", "â€"].map(Finder::new));

/// Whether a text may hold something that reads otherwise than it is written.
pub(crate) fn may_be_illegible(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr(b'&', bytes).is_some() || SIGNS.iter().any(|sign| sign.find(bytes).is_some())
}

/// Appends the words of a piece of a text as a reader sees them. Their spans are in the raw text.
pub(crate) fn legible_words_in(text: &str, within: Span, out: &mut Vec<Word>) {
    let legible = Legible::of(within.slice(text), within.start());
    let words = words(&legible.text).into_iter();
    out.extend(words.map(|word| word.moved_to(legible.raw_span(word.span))));
}

/// A legible text, and where each part of it stands in the raw one.
struct Legible {
    text: String,
    /// Where a part begins in the legible and in the raw text: what is as it was written, up to the
    /// next one, or one resolved character.
    parts: Vec<(usize, usize)>,
}

impl Legible {
    fn of(raw: &str, start: usize) -> Self {
        let mut out = Self {
            text: String::with_capacity(raw.len()),
            parts: vec![(0, start)],
        };
        let (mut at, mut written) = (0, 0);
        while let Some(next) = raw[at..].find(|c| c == '&' || LEADS.contains(&c)) {
            at += next;
            let rest = &raw[at..];
            let Some((read, len)) = entity(rest).or_else(|| mistaken(rest)) else {
                at += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            };
            out.text.push_str(&raw[written..at]);
            out.parts.push((out.text.len(), start + at));
            out.text.push_str(&read);
            at += len;
            written = at;
            out.parts.push((out.text.len(), start + at));
        }
        out.text.push_str(&raw[written..]);
        out
    }

    /// The span in the raw text; a resolved character is taken as a whole.
    fn raw_span(&self, span: Span) -> Span {
        let part = self.parts.partition_point(|part| part.0 <= span.start()) - 1;
        let (read, raw) = self.parts[part];
        let start = raw + span.start() - read;
        let part = self.parts.partition_point(|part| part.0 < span.end()) - 1;
        let (read, raw) = self.parts[part];
        // The parts take turns: as written, resolved, as written.
        let end = if part % 2 == 1 {
            self.parts[part + 1].1
        } else {
            raw + span.end() - read
        };
        Span::new(start, end)
    }
}

/// Whether a byte may stand in the name or the number of an entity.
fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'#'
}

/// What an entity at the beginning of a text stands for, and its length.
fn entity(text: &str) -> Option<(String, usize)> {
    let name = text.strip_prefix('&')?;
    let end = name
        .bytes()
        .take(MAX_ENTITY)
        .position(|byte| !is_of_name(byte))?;
    if name.as_bytes()[end] != b';' {
        return None;
    }
    let written = &text[..end + 2];
    let read = html_escape::decode_html_entities(written);
    (read != written).then(|| (read.into_owned(), written.len()))
}

/// The character whose bytes were mistaken for several at the beginning of a text, and their
/// length. Only letters of European languages and the signs of print are taken for one.
fn mistaken(text: &str) -> Option<(String, usize)> {
    let lead = text.chars().next().filter(|c| LEADS.contains(c))?;
    let count = if lead == 'â' { 3 } else { 2 };
    let len = text
        .char_indices()
        .nth(count)
        .map_or(text.len(), |(at, _)| at);
    let (bytes, _, failed) = WINDOWS_1252.encode(&text[..len]);
    let read = std::str::from_utf8(&bytes).ok().filter(|_| !failed)?;
    let mut chars = read.chars();
    let c = chars.next().filter(|_| chars.next().is_none())?;
    let is_likely = matches!(c, '\u{A0}'..='\u{17F}' | '\u{2010}'..='\u{2026}' | '€' | '™');
    is_likely.then(|| (read.to_owned(), len))
}

#[cfg(test)]
mod tests {
    use crate::{Document, normalise};
    use proptest::prelude::*;

    fn hashes(text: &str) -> Vec<u64> {
        Document::new(text)
            .words()
            .iter()
            .map(|word| word.hash)
            .collect()
    }

    #[test]
    fn words_are_those_that_a_reader_sees() {
        for (raw, read) in [
            ("the&nbsp;old&nbsp;pier", "the old pier"),
            (
                "Skerrow&#39;s and Skerrow&rsquo;s",
                "Skerrow's and Skerrow’s",
            ),
            ("&quot;Salt &amp; Rope&quot;", "\"Salt & Rope\""),
            ("die FÃ¤hre fÃ¼r GrÃ¼nhafen", "die Fähre für Grünhafen"),
            ("donâ€™t go, said Mme LÃ©a", "don’t go, said Mme Léa"),
        ] {
            assert_eq!(hashes(raw), hashes(read), "{raw}");
        }
    }

    #[test]
    fn what_is_written_so_on_purpose_stays() {
        for text in [
            "AT&T; fine",
            "château, pâté",
            "São João",
            "ÂNGELA",
            "CAFÉ»",
            "R&D; Q&A",
        ] {
            let read: Vec<String> = Document::new(text)
                .words()
                .iter()
                .map(|word| normalise(word.span.slice(text)))
                .collect();
            assert_eq!(read.join(" "), normalise(text));
        }
    }

    #[test]
    fn spans_are_in_the_raw_text() {
        let text = "On&nbsp;Skerrow&#39;s FÃ¤hre";
        let page = Document::new(text);
        let raw: Vec<&str> = page
            .words()
            .iter()
            .map(|word| word.span.slice(text))
            .collect();
        assert_eq!(raw, ["On", "Skerrow&#39;s", "FÃ¤hre"]);
    }

    proptest! {
        #[test]
        fn words_stay_in_order_and_inside(text in "([a-d ÃÂâ€¤™&;#0-9]|&amp;|&nbsp;|&#39;|Ã¤|â€™|\n){0,60}") {
            let page = Document::new(text.as_str());
            let mut last = 0;
            for word in page.words() {
                prop_assert!(word.span.start() >= last && word.span.end() > word.span.start());
                prop_assert!(text.get(word.span.start()..word.span.end()).is_some());
                last = word.span.end();
            }
        }
    }
}
